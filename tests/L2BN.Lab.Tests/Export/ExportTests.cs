using System.Text;
using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Export;

/// <summary>A network goes out as ONNX, is compared with torch, and answers without it; files of strangers are refused.</summary>
public sealed class ExportTests : TemporaryFolder
{
    // A gray square of 2 × 2, as PNG.
    private static readonly byte[] s_picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNoaGBoaAAABgYCASzBUNcAAAAASUVORK5CYII=");

    [Fact]
    public void Network_goes_out_and_answers_without_torch()
    {
        string run = PathOf("run"), file = PathOf("network.onnx"), picture = PathOf("a.png");
        File.WriteAllBytes(picture, s_picture);
        LabResult trained = LabProcess.Run("train", "--epochs", "1", "--train-size", "128", "--threads", "1", "--out", run);
        Assert.True(trained.Code == 0, trained.Errors);
        JsonElement exported = LabProcess.Run("export", run, file, "--verify", "--threads", "1", "--json").Json("export");
        Assert.Equal(file, exported.GetProperty("path").GetString());
        Assert.Equal(2 * (1 + 7) + 32, exported.GetProperty("samples").GetInt32());
        Assert.InRange(exported.GetProperty("difference").GetDouble(), 0, 1e-5);
        JsonElement[] torch = Answers(LabProcess.Run("predict", run, picture, "--threads", "1", "--json"));
        JsonElement[] onnx = Answers(LabProcess.RunFrom(WithoutTorch(), "predict", file, picture, "--onnx", "--threads", "1", "--json"));
        Assert.Equal(torch.Select(Class), onnx.Select(Class));
        Assert.All(torch.Zip(onnx), pair => Assert.Equal(Share(pair.First), Share(pair.Second), 1e-5));
        RefusesStrangers(file, picture);
        RefusesOptions(run, file, picture);
    }

    private void RefusesStrangers(string good, string picture)
    {
        byte[] bytes = File.ReadAllBytes(good);
        string text = Encoding.Latin1.GetString(bytes);
        Dictionary<string, byte[]> files = new()
        {
            ["empty"] = [],
            ["noise"] = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7919 >> 3))],
            ["picture"] = s_picture,
            ["half"] = bytes[..(bytes.Length / 2)],
            ["no metadata"] = Encoding.Latin1.GetBytes(text.Replace("\u0004l2bn", "\u0004l2bx", StringComparison.Ordinal)),
            ["broken metadata"] = Encoding.Latin1.GetBytes(text.Replace("{\"model\"", "[\"model\"", StringComparison.Ordinal)),
            ["other shape"] = Encoding.Latin1.GetBytes(text.Replace("\"shape\":[1,", "\"shape\":[0,", StringComparison.Ordinal)),
            ["other classes"] = Encoding.Latin1.GetBytes(text.Replace("\"classes\"", "\"classec\"", StringComparison.Ordinal)),
        };
        foreach ((string name, byte[] content) in files)
        {
            Assert.NotEqual(bytes, content);
            string path = PathOf($"{name}.onnx");
            File.WriteAllBytes(path, content);
            LabResult refused = LabProcess.Run("predict", path, picture, "--onnx");
            Assert.True(refused.Code == ExitCode.Refused, $"{name}: {refused.Code} {refused.Errors}");
            Assert.Contains(path, refused.OnlyError, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.Refused, LabProcess.Run("predict", PathOf("missing.onnx"), picture, "--onnx").Code);
        Assert.Equal(ExitCode.Refused, LabProcess.Run("predict", Folder, picture, "--onnx").Code);
    }

    private void RefusesOptions(string run, string file, string picture)
    {
        Usage("--recalibrate", "predict", file, picture, "--onnx", "--recalibrate");
        Usage("--device", "predict", file, picture, "--onnx", "--device", "cuda");
        Usage("NAME.onnx", "export", run, PathOf("network.txt"));
        Usage("--verify", "export", run, file, "--data-dir", Folder);
        LabResult unwritable = LabProcess.Run("export", run, Path.Combine(picture, "network.onnx"));
        Assert.Equal(ExitCode.Refused, unwritable.Code);
    }

    private static void Usage(string part, params string[] arguments)
    {
        LabResult refused = LabProcess.Run(arguments);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(part, refused.OnlyError, StringComparison.Ordinal);
    }

    private string WithoutTorch()
    {
        string folder = Directory.CreateDirectory(PathOf("program")).FullName;
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).Contains("Torch", StringComparison.OrdinalIgnoreCase)))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.CreateSymbolicLink(copy, file);
        }

        return folder;
    }

    private static JsonElement[] Answers(LabResult result) =>
        [.. result.Json("predict").GetProperty("predictions")[0].GetProperty("top").EnumerateArray()];

    private static string? Class(JsonElement answer) => answer.GetProperty("class").GetString();

    private static double Share(JsonElement answer) => answer.GetProperty("probability").GetDouble();
}
