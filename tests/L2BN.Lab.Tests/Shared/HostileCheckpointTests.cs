using System.Text.Json.Nodes;
using L2BN.Formats;
using L2BN.Formats.Safetensors;
using L2BN.Lab.Shared;
using L2BN.Training.Checkpoints;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Checkpoints of strangers whose facts do not fit their tensors: refused before anything is allocated for them.</summary>
public sealed class HostileCheckpointTests : TemporaryFolder
{
    private string FilePath => PathOf("a.safetensors");

    public static TheoryData<string, string> Facts => new()
    {
        { "shape", "[3,32]" },
        { "shape", "[3,0,32]" },
        { "shape", "[3,2147483647,2147483647]" },
        { "shape", "null" },
        { "classes", "[]" },
        { "classes", "[null]" },
        { "classes", "null" },
        { "mean", "[0.5]" },
        { "mean", "[0.5,0.5,1e39]" },
        { "std", "[0,1,1]" },
        { "options", "{\"seed\":null}" },
        { "options", "null" },
        { "versions", "[]" },
        { "threads", "\"x\"" },
        { "model", "null" },
        { "norm", "{}" },
    };

    [Theory, MemberData(nameof(Facts))]
    public void Facts_are_checked_when_they_are_read(string name, string json)
    {
        Write(name, JsonNode.Parse(json));
        FileFormatException refusal = Assert.Throws<FileFormatException>(() => Checkpoint.Open(FilePath));
        Assert.StartsWith(FilePath, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("mlp", "shape", "[3,16384,4096]")]
    [InlineData("resnet8", "model", "\"no such model\"")]
    [InlineData("resnet8", "norm", "\"no such norm\"")]
    public void Facts_are_compared_with_the_tensors_before_the_model_is_built(string model, string name, string json)
    {
        Write(name, JsonNode.Parse(json), model);
        AssertRefusedWithoutMemory();
    }

    [Fact]
    public void Two_million_classes_without_tensors_are_refused()
    {
        Write("classes", new JsonArray([.. Enumerable.Range(0, 2_000_000).Select(i => JsonValue.Create("a"))]));
        AssertRefusedWithoutMemory();
    }

    [Fact]
    public void A_state_that_is_too_long_is_not_parsed()
    {
        Write("data", new string('x', 1 << 24));
        Assert.Contains("at most", Assert.Throws<FileFormatException>(() => Checkpoint.Open(FilePath)).Message);
    }

    private void AssertRefusedWithoutMemory()
    {
        using var checkpoint = Checkpoint.Open(FilePath);
        long before = Environment.WorkingSet;
        FileFormatException refusal = Assert.Throws<FileFormatException>(() =>
            TrainedModel.Load(checkpoint, null, force: false, "cpu", ComputeFormat.Default));
        Assert.StartsWith(FilePath, refusal.Message);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 300L << 20);
    }

    private void Write(string name, JsonNode? value, string model = "resnet8")
    {
        JsonObject facts = new()
        {
            ["model"] = model,
            ["norm"] = "l2bn",
            ["data"] = "pictures",
            ["data_fingerprint"] = "x",
            ["classes"] = new JsonArray("a", "b"),
            ["shape"] = new JsonArray(3, 32, 32),
            ["mean"] = new JsonArray(0.5, 0.5, 0.5),
            ["std"] = new JsonArray(1, 1, 1),
            ["options"] = new JsonObject(),
            ["versions"] = new JsonObject(),
            ["threads"] = 1,
        };
        facts[name] = value;
        JsonObject state = new() { ["schema"] = 1, ["facts"] = facts, ["position"] = new JsonObject() };
        SafetensorsWriter.Write(FilePath, [], new Dictionary<string, string> { ["l2bn"] = state.ToJsonString() }, checksum: true);
    }
}
