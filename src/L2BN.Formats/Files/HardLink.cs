using System.Runtime.InteropServices;

namespace L2BN.Formats;

/// <summary>A second name for a file; .NET 10 has no call for it.</summary>
internal static partial class HardLink
{
    public static bool TryCreate(string source, string path)
    {
        try
        {
            return OperatingSystem.IsWindows() ? CreateHardLink(path, source, 0) : Link(source, path) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string path);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string path, string source, nint security);
}
