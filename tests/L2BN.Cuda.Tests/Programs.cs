using System.ComponentModel;
using System.Diagnostics;

namespace L2BN.Cuda.Tests;

/// <summary>The compilers that tests need.</summary>
internal static class Programs
{
    /// <summary>Whether a program is installed, asked for its version.</summary>
    public static bool Exists(string program)
    {
        try
        {
            return Run(program, "--version") == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a program to its end; returns its exit code.</summary>
    /// <exception cref="Win32Exception">It is not installed.</exception>
    public static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
