namespace L2BN.Lab.Tests.Train;

/// <summary>
/// A run that is killed (kill -9, no chance to say anything) and continued, again and again, ends in the file of the unbroken run, byte for
/// byte. Three kills unless L2BN_KILLS says otherwise; docs/reliability.md has the campaign of thirty.
/// </summary>
public sealed class KillTests : TemporaryFolder
{
    /// <summary>Longest time a run is left to work between its first new checkpoint and its end: a few epochs of the run below.</summary>
    private const int LongestWork = 800;

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("L2BN_KILLS"), out int kills) ? kills : 3;

    [Fact]
    public async Task Killed_at_random_moments_it_ends_in_the_same_bits()
    {
        string unbroken = Path.Combine(Folder, "unbroken"), broken = Path.Combine(Folder, "broken");
        Assert.Equal(0, LabProcess.Run(Command(unbroken)).Code);
        List<int> steps = await KillAgainAndAgain(broken);
        LabResult last = LabProcess.Run(Command(broken));
        Assert.True(last.Code == 0, last.Errors);
        Assert.Equal(Bytes(unbroken), Bytes(broken));
        Assert.DoesNotContain("damaged", last.Errors, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills of one run, after the steps {string.Join(", ", steps)}; the final checkpoint has the unbroken run's bytes.");
    }

    // One and the same run takes all the kills. Should it end before that, it begins again and so does the count.
    private static async Task<List<int>> KillAgainAndAgain(string broken)
    {
        var random = new Random(7);
        List<int> steps = [];
        for (int attempt = 0; steps.Count < Kills && attempt < 5 * Kills; attempt++)
        {
            if (await EndsByItself(broken, random))
            {
                Directory.Delete(broken, recursive: true);
                steps.Clear();
            }
            else
            {
                steps.Add(Step(broken));
            }
        }

        Assert.Equal(Kills, steps.Count);
        return steps;
    }

    // A quarter of the kills comes while the process starts and reads its checkpoint, the others while it trains, evaluates and saves.
    private static async Task<bool> EndsByItself(string broken, Random random)
    {
        using var process = LabProcess.Start(Command(broken));
        DateTime before = SavedAt(broken);
        bool early = random.Next(4) == 0;
        for (int i = 0; !early && i < 6000 && SavedAt(broken) == before && !process.HasEnded; i++)
            await Task.Delay(10);
        return await process.EndsWithin(TimeSpan.FromMilliseconds(random.Next(LongestWork)));
    }

    private static string[] Command(string output) =>
        [
            "train", "--model", "resnet8", "--epochs", $"{Kills + 3}", "--train-size", "1920", "--threads", "1", "--ema", "0.99",
            "--checkpoint-every", "1", "--resume", "--out", output,
        ];

    private static string Last(string output) => Path.Combine(output, "checkpoints", "last.safetensors");

    private static DateTime SavedAt(string output) => File.GetLastWriteTimeUtc(Last(output));

    private static byte[] Bytes(string output) => File.ReadAllBytes(Last(output));

    // The step of the newest numbered checkpoint; 0 where none was saved yet.
    private static int Step(string output)
    {
        string folder = Path.Combine(output, "checkpoints");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "step-*.safetensors").Select(StepOf).DefaultIfEmpty(0).Max() : 0;
    }

    private static int StepOf(string path) => int.Parse(Path.GetFileNameWithoutExtension(path)["step-".Length..]);
}
