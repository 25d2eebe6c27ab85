using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace L2BN.Native;

/// <summary>
/// Helps the .NET runtime where it could not load TorchSharp's native library. It is asked only after the ordinary search has failed,
/// so on a system that needs no patching nothing here runs.
/// </summary>
internal static class TorchLibrary
{
    private const string ImportName = "LibTorchSharp";

    private static readonly Lock s_gate = new();
    private static nint s_handle;

    public static void Register()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assembly self = Assembly.GetExecutingAssembly();
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(self) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += static (_, name) => name == ImportName ? Resolve() : 0;
    }

    /// <summary>The loaded library. Throws <see cref="DllNotFoundException"/> with the real cause where it cannot be had.</summary>
    public static nint Load()
    {
        lock (s_gate)
        {
            return s_handle != 0 ? s_handle : s_handle = Load(TorchRuntime.Inspect());
        }
    }

    // Where there is no library at all, TorchSharp's own search of package folders (for notebooks) comes next, and its message is right.
    private static nint Resolve() => NativeSearch.Find(PatchedLibrary.FileName) is null ? 0 : Load();

    private static nint Load(TorchRuntimeReport report)
    {
        if (report.Library is null || report.State == TorchRuntimeState.CannotBePatched) throw new DllNotFoundException(report.Explanation);
        try
        {
            return LoadAfterLibTorch(report.Library, report.LibTorch);
        }
        catch (DllNotFoundException e) when (report.LibTorch is null)
        {
            throw new DllNotFoundException(report.Explanation, e);
        }
    }

    // The library finds libtorch beside itself; a copy in another folder finds it because it is loaded already.
    private static nint LoadAfterLibTorch(string library, string? libtorch)
    {
        if (libtorch is not null) NativeLibrary.Load(libtorch);
        byte[] bytes = File.ReadAllBytes(library);
        return NativeDiagnosis.Of(bytes, StandardLibrary.Find()?.Versions).NeedsPatch
            ? PatchedLibrary.Load(VersionPatcher.Patch(bytes))
            : NativeLibrary.Load(library);
    }
}
