using System.Diagnostics;

namespace L2BN.Lab.Shared;

/// <summary>Starts <c>l2bn</c> again, as it was started itself.</summary>
internal static class OwnProgram
{
    /// <param name="arguments">The command line.</param>
    /// <param name="redirectInput">Whether its standard input is written by this process; output and errors always are read by
    /// it.</param>
    public static Process Start(IEnumerable<string> arguments, bool redirectInput = false)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("Expected the path of this program; got none.");
        string[] host = Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? ["exec", Path.Combine(AppContext.BaseDirectory, $"{typeof(OwnProgram).Assembly.GetName().Name}.dll")]
            : [];
        return Process.Start(new ProcessStartInfo(program, [.. host, .. arguments])
        {
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
