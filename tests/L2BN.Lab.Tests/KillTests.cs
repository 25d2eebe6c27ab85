namespace L2BN.Lab.Tests;

/// <summary>
/// A run that is killed (kill -9, no chance to say anything) and continued, again and again, ends in the file of the unbroken run, byte for
/// byte. Three kills unless L2BN_KILLS says otherwise; docs/reliability.md has the campaign of thirty.
/// </summary>
public sealed class KillTests : TemporaryFolder
{
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("L2BN_KILLS"), out int kills) ? kills : 3;

    [Fact]
    public async Task Killed_at_random_moments_it_ends_in_the_same_bits()
    {
        string unbroken = Path.Combine(Folder, "unbroken"), broken = Path.Combine(Folder, "broken");
        Assert.Equal(0, LabProcess.Run(Command(unbroken)).Code);
        var random = new Random(7);
        int killed = 0;
        for (int attempt = 0; killed < Kills && attempt < 10 * Kills; attempt++)
        {
            using LabProcess process = LabProcess.Start(Command(broken));
            bool ended = await process.EndsWithin(TimeSpan.FromMilliseconds(random.Next(900, 2600)));
            if (ended) Directory.Delete(broken, recursive: true); // too quick for us: begin again, so that every kill hits a run at work
            else killed++;
        }

        Assert.Equal(Kills, killed);
        LabResult last = LabProcess.Run(Command(broken));
        Assert.True(last.Code == 0, last.Errors);
        Assert.Equal(Bytes(unbroken), Bytes(broken));
        Assert.DoesNotContain("damaged", last.Errors, StringComparison.Ordinal);
    }

    private static string[] Command(string output) =>
        ["train", "--model", "resnet8", "--epochs", "3", "--train-size", "640", "--threads", "1", "--ema", "0.99", "--checkpoint-every", "1", "--resume", "--out", output];

    private static byte[] Bytes(string output) => File.ReadAllBytes(Path.Combine(output, "checkpoints", "last.safetensors"));
}
