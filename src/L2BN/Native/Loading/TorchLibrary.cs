using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace L2BN.Native.Loading;

/// <summary>
/// Loads TorchSharp's native library where the .NET runtime could not. The runtime raises the event only after its ordinary search has
/// failed, so on a system that needs no patch nothing here runs.
/// </summary>
internal static class TorchLibrary
{
    private const string ImportName = "LibTorchSharp";

    private static readonly Lock s_lock = new();
    private static nint s_handle;

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The listener must be registered before the first torch call, and loads nothing.")]
    internal static void Register()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var self = Assembly.GetExecutingAssembly();
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(self) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += static (_, name) => name == ImportName ? Resolve() : 0;
    }

    /// <summary>The loaded library.</summary>
    /// <exception cref="DllNotFoundException">It cannot be loaded; the message says why and what helps.</exception>
    public static nint Load()
    {
        lock (s_lock)
        {
            return s_handle != 0 ? s_handle : s_handle = Load(TorchRuntime.Inspect());
        }
    }

    // Where there is no library at all, TorchSharp's own search of package folders (for notebooks) comes next, and its message is right.
    private static nint Resolve() => TorchInspection.FindLibrary() is null ? 0 : Load();

    private static nint Load(TorchRuntimeReport report)
    {
        if (report.Library is null || report.State == TorchRuntimeState.CannotBePatched)
            throw new DllNotFoundException(report.Explanation);
        try
        {
            return LoadAfterLibTorch(report.Library, report.LibTorch);
        }
        catch (DllNotFoundException e) when (report.LibTorch is null)
        {
            throw new DllNotFoundException(report.Explanation, e);
        }
    }

    // The library finds libtorch in its own folder; a copy in another folder finds it because it is loaded already.
    private static nint LoadAfterLibTorch(string library, string? libtorch)
    {
        if (libtorch is not null)
            NativeLibrary.Load(libtorch);
        byte[] bytes = File.ReadAllBytes(library);
        return NativeDiagnosis.Compute(bytes, StandardLibrary.Find()?.Versions).NeedsPatch
            ? PatchedLibrary.Load(VersionPatcher.Patch(bytes))
            : NativeLibrary.Load(library);
    }
}
