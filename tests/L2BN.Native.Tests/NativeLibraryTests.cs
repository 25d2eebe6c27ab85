using System.Text.RegularExpressions;

namespace L2BN.Native.Tests;

/// <summary>The library as C and Python see it. Skipped where build/native has not made it.</summary>
public sealed partial class NativeLibraryTests : TemporaryFolder
{
    private const string Compiler = "/usr/bin/gcc";

    private static readonly string s_header = Repository.PathOf("src", "L2BN.Native", "l2bn.h");

    private static string TestFile(string name) => Repository.PathOf("tests", "L2BN.Native.Tests", name);

    [Fact]
    public void A_program_in_C_computes()
    {
        Assert.SkipWhen(NativeKernels.Missing is not null, $"{NativeKernels.Missing}");
        Assert.SkipUnless(File.Exists(Compiler), $"Expected {Compiler}, got none; install Debian's package gcc.");
        string program = PathOf("client");
        string[] options = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", Path.GetDirectoryName(s_header)!];
        WatchedEnd compiled = Run(
            Compiler, [.. options, "-o", program, TestFile("client.c"), NativeKernels.Library, "-lm", $"-Wl,-rpath,{PythonFolder}"]);
        Assert.True(compiled.Code == 0, compiled.Errors);
        WatchedEnd end = Run(program);
        Assert.True(end.Code == 0, $"{end.Code}: {end.Output}{end.Errors}");
        Assert.Equal("done\n", end.Output);
    }

    [Fact]
    public void The_layers_of_PyTorch_pass_their_tests()
    {
        Assert.SkipWhen(NativeKernels.MissingForPython is not null, $"{NativeKernels.MissingForPython}");
        Assert.Null(NativeKernels.RunPython(TestFile("test_l2bn.py")));
    }

    [Fact]
    public void The_plain_layer_of_the_page_computes_the_same()
    {
        Assert.SkipWhen(NativeKernels.MissingForPython is not null, $"{NativeKernels.MissingForPython}");
        string page = File.ReadAllText(Repository.PathOf("docs", "pytorch.md"));
        string[] blocks = [.. PythonBlock().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, blocks.Length);
        string check = """
            torch.manual_seed(1)
            x, layer, plain = torch.randn(6, 4, 5, 5), l2bn.L2BatchNorm2d(4), PlainL2BatchNorm2d(4)
            for _ in range(3):
                assert (layer(x) - plain(x)).abs().max() < 1e-5
            assert list(layer.state_dict()) == list(plain.state_dict())
            assert (layer.eval()(x) - plain.eval()(x)).abs().max() < 1e-5
            """;
        File.WriteAllText(PathOf("page.py"), $"import sys\nsys.path.insert(0, '{PythonFolder}')\n{string.Join("\n", blocks)}\n{check}\n");
        Assert.Null(NativeKernels.RunPython(PathOf("page.py")));
    }

    private static string PythonFolder => Path.GetDirectoryName(NativeKernels.Library)!;

    private static WatchedEnd Run(string program, params string[] arguments)
    {
        using var process = WatchedProcess.Start(program, arguments);
        return process.Finish(TimeSpan.FromMinutes(1));
    }

    [GeneratedRegex(@"```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PythonBlock();
}
