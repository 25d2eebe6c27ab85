using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace L2BN.Native;

internal static class ModuleInitializer
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Help must be in place before the first torch call; it only adds a listener.")]
    internal static void Run() => TorchLibrary.Register();
}
