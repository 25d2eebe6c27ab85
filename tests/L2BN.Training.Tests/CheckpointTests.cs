using L2BN.Formats;
using L2BN.Formats.Safetensors;
using L2BN.Tests.Shared;
using L2BN.Training.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;

namespace L2BN.Training.Tests;

public sealed class CheckpointTests : TemporaryFolder
{
    [Fact]
    public void A_damaged_newest_checkpoint_is_passed_over_and_the_run_ends_the_same()
    {
        SavedRun whole = Finished();
        byte[] end = whole.LastBytes;
        Damage(whole.Checkpoints.Last); // and with it its second name, the numbered file of the last step
        Checkpoint? newest = whole.Checkpoints.FindNewest(out IReadOnlyList<string> damaged);
        Assert.Equal(12, newest!.Position.Step);
        Assert.Equal(2, damaged.Count);
        Assert.All(damaged, reason => Assert.Contains("damaged", reason, StringComparison.Ordinal));
        Assert.True(new SavedRun(Folder).Run());
        Assert.Equal(end, whole.LastBytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(4096)]
    public void A_cut_checkpoint_is_refused(int length)
    {
        SavedRun run = Finished();
        byte[] bytes = run.LastBytes;
        string cut = Path.Combine(Folder, "cut.safetensors");
        File.WriteAllBytes(cut, bytes[..length]);
        Assert.Throws<FileFormatException>(() => Checkpoint.Open(cut));
    }

    [Fact]
    public void Any_flipped_bit_is_found()
    {
        SavedRun run = Finished();
        byte[] bytes = run.LastBytes;
        string flipped = Path.Combine(Folder, "flipped.safetensors");
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            int bit = random.Next(8 * bytes.Length);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(flipped, bytes);
            Assert.Throws<FileFormatException>(() => Checkpoint.Open(flipped));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        File.WriteAllBytes(flipped, bytes);
        Checkpoint.Open(flipped);
    }

    [Fact]
    public void A_file_of_another_program_is_no_checkpoint()
    {
        string path = Path.Combine(Folder, "plain.safetensors");
        SafetensorsWriter.Write(path, [], checksum: true);
        Assert.Contains(
            "expected a checkpoint of l2bn",
            Assert.Throws<FileFormatException>(() => Checkpoint.Open(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_another_model_are_refused()
    {
        Checkpoint checkpoint = Finished().Checkpoints.FindNewest(out _)!;
        using Linear other = TorchSharp.torch.nn.Linear(3, 2);
        Assert.Contains(
            "not those of the model",
            Assert.Throws<FileFormatException>(() => checkpoint.LoadModel(other)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_would_take_more_steps_than_its_schedule_has_is_refused()
    {
        SavedRun run = Finished();
        SavedRun larger = new(Folder) { Options = run.Options with { BatchSize = 48, Epochs = 4 } };
        FileFormatException refusal = Assert.Throws<FileFormatException>(() => larger.Run());
        Assert.Contains("at step 18 after 3 epochs", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loading_gives_the_average()
    {
        SavedRun run = Finished();
        Checkpoint checkpoint = run.Checkpoints.FindNewest(out _)!;
        using torch.nn.Module<torch.Tensor, torch.Tensor> model = TinyNetwork.Create("l2bn");
        checkpoint.LoadModel(model);
        using var file = SafetensorsFile.Open(checkpoint.FilePath);
        byte[] average = new byte[file.Entry("ema/fc.bias").Bytes], plain = new byte[average.Length];
        file.Read("ema/fc.bias", average);
        file.Read("fc.bias", plain);
        Assert.Equal(average, model.state_dict()["fc.bias"].bytes.ToArray());
        Assert.NotEqual(average, plain);
    }

    [Fact]
    public void Changes_are_said_in_words()
    {
        CheckpointFacts facts = SavedRun.Facts with { Versions = new Dictionary<string, string> { ["libtorch"] = "2.10.0" } };
        Assert.Empty(facts.Changes(facts));
        CheckpointFacts now = facts with
        {
            Threads = 2,
            DataFingerprint = "other",
            Versions = new Dictionary<string, string> { ["libtorch"] = "2.11.0" },
        };
        Assert.Equal(
            [
                "the data's checksum was tiny-fingerprint and is other",
                "the number of threads was 1 and is 2",
                "the version of libtorch was 2.10.0 and is 2.11.0",
            ],
            facts.Changes(now));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        string file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");
        Assert.Contains(file, Assert.Throws<Results.ResultsException>(() => new SavedRun(file).Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_checkpoint_alone_is_not_enough() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointFolder(Folder, keep: 1));

    private SavedRun Finished()
    {
        var run = new SavedRun(Folder);
        Assert.True(run.Run());
        return run;
    }

    private static void Damage(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
