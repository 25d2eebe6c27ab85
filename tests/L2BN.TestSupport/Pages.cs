using System.Runtime.InteropServices;

namespace L2BN.TestSupport;

/// <summary>Linux memory pages.</summary>
internal static unsafe class Pages
{
    private const int None = 0, ReadWrite = 3, PrivateAnonymous = 0x22;

    public static byte* Map(nuint size)
    {
        byte* mapping = (byte*)Map(null, size, ReadWrite, PrivateAnonymous, -1, 0);
        return mapping != (byte*)-1
            ? mapping
            : throw new InvalidOperationException($"mmap of {size} bytes failed with errno {Marshal.GetLastSystemError()}.");
    }

    /// <summary>Makes any access to the pages kill the process.</summary>
    public static void Forbid(byte* address, nuint size)
    {
        if (Protect(address, size, None) != 0)
            throw new InvalidOperationException($"mprotect failed with errno {Marshal.GetLastSystemError()}.");
    }

    public static void Unmap(byte* address, nuint size)
    {
        if (Unmap((void*)address, size) != 0)
            throw new InvalidOperationException($"munmap failed with errno {Marshal.GetLastSystemError()}.");
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(void* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmap(void* address, nuint length);
}
