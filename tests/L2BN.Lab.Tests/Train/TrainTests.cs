using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Train;

public sealed class TrainTests : TemporaryFolder
{
    private string Out => Path.Combine(Folder, "run");

    private string Last => Path.Combine(Out, "checkpoints", "last.safetensors");

    private static string[] Small(string output, params string[] more) =>
        ["train", "--epochs", "2", "--train-size", "192", "--threads", "1", "--out", output, .. more];

    [Fact]
    public void Trains_evaluates_and_resumes_a_finished_run()
    {
        JsonElement trained = LabProcess.Run(Small(Out, "--json", "--norm", "l2bn")).Json("train");
        Assert.Equal(
            (1, "l2bn", 2),
            (trained.GetProperty("schema").GetInt32(), trained.GetProperty("norm").GetString(), trained.GetProperty("epochs").GetInt32()));
        Assert.True(File.Exists(trained.GetProperty("checkpoint").GetString()));
        byte[] before = File.ReadAllBytes(Last);
        JsonElement again = LabProcess.Run(Small(Out, "--json", "--resume")).Json("train");
        Assert.Equal(trained.GetRawText(), again.GetRawText());
        Assert.Equal(before, File.ReadAllBytes(Last));
        CheckEval(trained.GetProperty("accuracy").GetDouble());
        CheckRefusals();
    }

    [Fact]
    public void TensorBoard_events_are_written_on_request()
    {
        string events = Path.Combine(Out, "tensorboard");
        Assert.Equal(0, LabProcess.Run(Small(Out)).Code);
        Assert.False(Directory.Exists(events));
        Assert.Equal(0, LabProcess.Run(Small(Out, "--resume", "--tensorboard")).Code);
        Assert.InRange(new FileInfo(Assert.Single(Directory.GetFiles(events))).Length, 500, 10_000);
    }

    [Fact]
    public void A_dry_run_leaves_nothing()
    {
        JsonElement json = LabProcess.Run(Small(Out, "--json", "--dry-run")).Json("train-dry-run");
        Assert.True(json.GetProperty("dry_run").GetBoolean());
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void A_configuration_is_read_and_printed_back()
    {
        string config = Path.Combine(Folder, "run.yaml");
        File.WriteAllText(
            config,
            "# a recipe\nmodel: resnet20\nbatch_size: 32\nschedule: step\nmilestones: [100, 150]\nnesterov: false\nlr: 0.05\n");
        LabResult result = LabProcess.Run("train", "--config", config, "--lr", "0.2", "--print-config");
        Assert.True(result.Code == 0, result.Errors);
        foreach (string line in new[]
        {
            "model: resnet20", "batch_size: 32", "milestones: '100,150'", "nesterov: false", "lr: 0.2", "norm: l2bn",
        })
            Assert.Contains(line, result.Output.Split('\n'));
        File.WriteAllText(config, result.Output);
        Assert.Equal(result.Output, LabProcess.Run("train", "--config", config, "--print-config").Output);
    }

    [Fact]
    public void Sound_has_defaults_of_its_own()
    {
        string config = Path.Combine(Folder, "run.yaml");
        File.WriteAllText(config, "data: esc10\nbatch_size: 8\n");
        LabResult result = LabProcess.Run("train", "--config", config, "--model", "asc_fcnn", "--print-config");
        Assert.True(result.Code == 0, result.Errors);
        foreach (string line in new[] { "model: asc_fcnn", "batch_size: 8", "epochs: 20", "augment: standard" })
            Assert.Contains(line, result.Output.Split('\n'));
    }

    [Theory]
    [InlineData("learning_rate: 0.1", "learning_rate")]
    [InlineData("lr: fast", "fast")]
    [InlineData("epochs: [1, 2]", "1,2")]
    [InlineData("- lr", "option: value")]
    [InlineData("lr: {a: 1}", "value")]
    [InlineData("lr: 0.1\nlr: 0.2", "once")]
    [InlineData("lr: 'open", "YAML")]
    public void A_wrong_configuration_is_a_usage_error(string text, string named)
    {
        string config = Path.Combine(Folder, "run.yaml");
        File.WriteAllText(config, text);
        LabResult result = LabProcess.Run("train", "--config", config, "--print-config");
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
        Assert.Contains(config, result.OnlyError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--config /no/such.yaml", ExitCode.Usage)]
    [InlineData("--schedule linear", ExitCode.Usage)]
    [InlineData("--schedule step", ExitCode.Usage)]
    [InlineData("--milestones 5,x", ExitCode.Usage)]
    [InlineData("--augment blur", ExitCode.Usage)]
    [InlineData("--keep 1", ExitCode.Usage)]
    [InlineData("--resume --overwrite", ExitCode.Usage)]
    [InlineData("--ema 1", ExitCode.Usage)]
    [InlineData("--norm bm", ExitCode.Usage)]
    [InlineData("--data esc11", ExitCode.Usage)]
    [InlineData("--data esc10", ExitCode.Usage)]
    [InlineData("--data esc10 --data-dir /no/such/folder", ExitCode.Refused)]
    public void Bad_options_are_refused_before_anything_is_written(string arguments, int code)
    {
        LabResult result = LabProcess.Run(["train", "--out", Out, .. arguments.Split(' ')]);
        Assert.Equal(code, result.Code);
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(Out));
    }

    private void CheckEval(double accuracy)
    {
        string picture = Path.Combine(Folder, "confusion.svg");
        JsonElement eval = LabProcess.Run("eval", Out, "--json", "--threads", "1", "--confusion", picture).Json("eval");
        Assert.Equal(accuracy, eval.GetProperty("accuracy").GetDouble());
        Assert.InRange(eval.GetProperty("accuracy_top5").GetDouble(), accuracy, 100);
        Assert.Equal(10, eval.GetProperty("classes").GetArrayLength());
        Assert.StartsWith("<svg", File.ReadAllText(picture), StringComparison.Ordinal);
    }

    private void CheckRefusals()
    {
        LabResult occupied = LabProcess.Run(Small(Out));
        Assert.Equal(ExitCode.Refused, occupied.Code);
        Assert.Contains("--resume", occupied.OnlyError, StringComparison.Ordinal);
        Assert.Contains("--overwrite", occupied.OnlyError, StringComparison.Ordinal);
        LabResult other = LabProcess.Run("eval", Last, "--norm", "l2bn-unit");
        Assert.Equal(ExitCode.Refused, other.Code);
        Assert.Contains("--force", other.OnlyError, StringComparison.Ordinal);
        LabResult forced = LabProcess.Run("eval", Last, "--norm", "l2bn-unit", "--force");
        Assert.Equal(ExitCode.Done, forced.Code);
        Assert.StartsWith("Warning: ", forced.Errors, StringComparison.Ordinal);
    }
}
