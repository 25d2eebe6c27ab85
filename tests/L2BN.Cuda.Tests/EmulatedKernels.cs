using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace L2BN.Cuda.Tests;

/// <summary>The kernels' sources compiled by g++, a library per element type.</summary>
internal sealed unsafe class EmulatedKernels : ICudaLauncher
{
    private readonly Lock _oneAtATime = new();
    private readonly Dictionary<CudaElement, nint> _libraries;

    public EmulatedKernels()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "emulation", HashSources());
        Directory.CreateDirectory(folder);
        _libraries = Enum.GetValues<CudaElement>().AsParallel().ToDictionary(element => element, element => Build(folder, element));
    }

    private static string Kernels => Path.Combine(AppContext.BaseDirectory, "kernels");

    /// <summary>Bytes of the arguments in the sources.</summary>
    public int ArgumentBytes => ((delegate* unmanaged<int>)NativeLibrary.GetExport(_libraries[default], "argument_bytes"))();

    public void Launch(CudaElement element, string kernel, int blocks, in CudaArguments arguments)
    {
        nint library = _libraries[element];
        var emulate = (delegate* unmanaged<nint, uint, CudaArguments*, void>)NativeLibrary.GetExport(library, "emulate");
        CudaArguments copy = arguments;
        lock (_oneAtATime)
            emulate(NativeLibrary.GetExport(library, kernel), (uint)blocks, &copy);
    }

    private static nint Build(string folder, CudaElement element)
    {
        string library = Path.Combine(folder, $"{element}.so"), temporary = $"{library}.{Environment.ProcessId}";
        if (!File.Exists(library))
        {
            string[] fused = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? ["-mfma"] : [];
            int status = Programs.Run(
                "g++",
                ["-std=c++20", "-O2", .. fused, "-ffp-contract=off", "-shared", "-fPIC", "-DL2BN_EMULATION", $"-DELEMENT={CName(element)}",
                "-o", temporary, Path.Combine(Kernels, "emulation.cpp")]);
            Assert.Equal(0, status);
            File.Move(temporary, library, overwrite: true);
        }

        return NativeLibrary.Load(library);
    }

    private static string HashSources()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(Kernels).Where(file => !file.EndsWith(".ptx", StringComparison.Ordinal)).Order())
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    private static string CName(CudaElement element) => element switch
    {
        CudaElement.Float32 => "float",
        CudaElement.Float16 => "half",
        CudaElement.BFloat16 => "bfloat16",
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };
}
