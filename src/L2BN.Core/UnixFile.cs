using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace L2BN.Core;

/// <summary>Calls of the C library for what .NET 10 does not offer: the type of a file, hard links, and a flush that reports
/// its failure.</summary>
internal static partial class UnixFile
{
    private const int FileTypeMask = 0xF000, RegularFile = 0x8000, Folder = 0x4000;

    // struct statx is the same on every processor: stx_mode is the 16-bit value at byte 28 of 256.
    private const int StatxSize = 256, StatxMode = 28;
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 1;

    // struct stat of macOS on Arm is smaller: st_mode is the 16-bit value at byte 4 of 144.
    private const int StatMode = 4;

    // EPERM, EINTR, EBADF, EACCES, EINVAL: the same on Linux and macOS. ENOTSUP is not.
    private const int NotPermitted = 1, Interrupted = 4, BadDescriptor = 9, AccessDenied = 13, InvalidArgument = 22;
    private const int NotSupportedOnLinux = 95, NotSupportedOnMacOS = 45;

    private static readonly string[] s_descriptorFolders = ["/proc/self/fd/", "/dev/fd/"];

    /// <summary>Whether a path names a device, a pipe or a socket; links are followed. False where it names nothing, and on
    /// Windows.</summary>
    public static unsafe bool IsSpecial(string path)
    {
        byte* status = stackalloc byte[StatxSize];
        try
        {
            if (OperatingSystem.IsLinux())
                return Statx(CurrentFolder, path, 0, TypeOnly, status) == 0 && IsSpecial(*(ushort*)(status + StatxMode));
            if (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
                return Stat(path, status) == 0 && IsSpecial(*(ushort*)(status + StatMode));
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018 has no statx.
        }

        return false;
    }

    /// <summary>The file descriptor of this process that a path such as <c>/proc/self/fd/1</c> or <c>/dev/fd/1</c> names; null for every
    /// other path.</summary>
    public static int? DescriptorOf(string path)
    {
        string? digits = OperatingSystem.IsWindows()
            ? null
            : s_descriptorFolders
                .Where(folder => path.StartsWith(folder, StringComparison.Ordinal))
                .Select(folder => path[folder.Length..])
                .FirstOrDefault();
        return NumberText.TryParseDigits(digits, out int descriptor) ? descriptor : null;
    }

    /// <summary>Writes to an open file where it is, as a program writes to its standard output.</summary>
    /// <exception cref="IOException">The disk is full or refuses, or nothing reads the pipe.</exception>
    public static unsafe void WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint written;
            fixed (byte* start = bytes)
                written = Write(descriptor, start, bytes.Length);
            int error = Marshal.GetLastPInvokeError();
            if (written < 0 && error != Interrupted)
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            bytes = bytes[(int)Math.Max(written, 0)..];
        }
    }

    /// <summary>Creates a second name for a file.</summary>
    /// <returns>Whether the file system has hard links and made one.</returns>
    public static bool TryLink(string source, string path)
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

    /// <summary>Waits until the content of an open file is on the disk.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void Flush(SafeFileHandle file, string path)
    {
        if (Flush(file) is { } error && !IsUnsupported(error))
            throw Failure(error, path);
    }

    /// <summary>Waits until the entries of a folder are on the disk. Does nothing where the folder cannot be opened for reading, or where
    /// the file system does not flush folders.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public static void FlushFolder(string folder)
    {
        using SafeFileHandle handle = Open(folder, 0);
        int? error = handle.IsInvalid ? Marshal.GetLastPInvokeError() : Flush(handle);
        if (error is { } code && code is not (BadDescriptor or AccessDenied or NotPermitted) && !IsUnsupported(code))
            throw Failure(code, folder);
    }

    private static int? Flush(SafeFileHandle file)
    {
        while (Fsync(file) != 0)
        {
            if (Marshal.GetLastPInvokeError() is not Interrupted and int error)
                return error;
        }

        return null;
    }

    private static bool IsUnsupported(int error) => error is InvalidArgument or NotSupportedOnLinux or NotSupportedOnMacOS;

    // As .NET writes it.
    private static IOException Failure(int error, string path) => new($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'");

    private static bool IsSpecial(ushort mode) => (mode & FileTypeMask) is not (RegularFile or Folder);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Stat(string path, byte* status);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string path);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string path, string source, nint security);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int handle, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);
}
