using L2BN.TestSupport;

namespace L2BN.Cuda.Tests;

/// <summary>The committed PTX.</summary>
public sealed class PtxTests
{
    public static TheoryData<string> Files => new("float32.ptx", "float16.ptx", "bfloat16.ptx");

    [Fact]
    public void It_is_that_of_the_sources()
    {
        Assert.SkipUnless(Programs.Exists("clang-14"), "No clang-14 to compile the CUDA kernels; install it to run this test.");
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Programs.Run(Repository.PathOf("build/ptx"), folder.Folder));
        foreach (string file in Directory.EnumerateFiles(folder.Folder))
        {
            string committed = File.ReadAllText(Committed(Path.GetFileName(file)));
            Assert.True(File.ReadAllText(file) == committed, $"{file} is not what is committed; run build/ptx and commit the result.");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void It_has_every_kernel_and_keeps_arrays_in_registers(string file)
    {
        string ptx = File.ReadAllText(Committed(file));
        var recorder = new Recorder();
        foreach (CudaCall call in Calls())
        {
            CudaKernels.Forward(recorder, call, default, 16);
            CudaKernels.Backward(recorder, call, new CudaArguments { DX = 16 }, 16);
            CudaKernels.Forward(recorder, call, new CudaArguments { X = 4 }, 16);
            CudaKernels.Backward(recorder, call, new CudaArguments { X = 4, DX = 16 }, 16);
        }

        Assert.Equal(30, recorder.Kernels.Count);
        Assert.All(recorder.Kernels, kernel => Assert.Contains($".entry {kernel}(", ptx, StringComparison.Ordinal));
        Assert.Contains(".target sm_70", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain("call", ptx, StringComparison.Ordinal);
    }

    private static string Committed(string file) => Repository.PathOf($"src/L2BN.Cuda/kernels/{file}");

    // Both layouts, and a shape of few values, which is computed in double.
    private static IEnumerable<CudaCall> Calls()
    {
        foreach (FeatureLayout layout in Enum.GetValues<FeatureLayout>())
        {
            yield return Engine.Call<float, float>(new FeatureShape(4, 16, 64, layout), new NormOptions(), true);
            yield return Engine.Call<float, float>(new FeatureShape(2, 16, 2, layout), new NormOptions(), true);
        }
    }

    private sealed class Recorder : ICudaLauncher
    {
        public SortedSet<string> Kernels { get; } = [];

        public void Launch(CudaElement element, string kernel, int blocks, in CudaArguments arguments) => Kernels.Add(kernel);
    }
}
