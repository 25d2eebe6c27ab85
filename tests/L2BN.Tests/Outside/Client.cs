using System.Diagnostics;
using L2BN.Scalars;
using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>A program of somebody else, in a folder of its own outside the repository.</summary>
internal sealed class Client : IDisposable
{
    internal static string DotnetPath { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    // Warnings are looked for by their English name, and no build server outlives the test.
    private static readonly (string Name, string Value)[] s_always =
        [("DOTNET_CLI_UI_LANGUAGE", "en"), ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false")];

    private (string Name, string Value)[] _environment;

    /// <param name="references">The items of its project file.</param>
    /// <param name="program">Its one source file.</param>
    /// <param name="feed">
    /// A folder below its own that is its only source of packages; it then has a package cache of its own, and reads the machine's.
    /// Null: it uses packages as any program on this machine does.
    /// </param>
    public Client(string references, string program, string? feed = null)
    {
        Write("Client.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <!-- These tests do not ask the network whether a package has become vulnerable. -->
                <NuGetAudit>false</NuGetAudit>
                <!-- Only to spare the disk a copy of libtorch. -->
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <CreateHardLinksForPublishFilesIfPossible>true</CreateHardLinksForPublishFilesIfPossible>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
        Write("Program.cs", program);

        // What a client restores for its own runtime identifier is not what the lock files of the repository list.
        _environment = [("CI", "false"), ("L2BNLockFolder", Path.Combine(Folder, "locks"))];
        if (feed is not null)
            Isolate(feed);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("l2bn-client-").FullName;

    public string Output => Path.Combine(Folder, "bin", Material.Configuration, "net10.0");

    /// <summary>The native library in the program's output folder, which is the only one of that name there.</summary>
    public string NativeLibrary => Directory.EnumerateFiles(Output, "libLibTorchSharp.so", SearchOption.AllDirectories).Single();

    public Outcome Dotnet(params string[] arguments) => Execute(DotnetPath, arguments);

    public Outcome Start(string[] arguments, params (string Name, string Value)[] environment) =>
        Execute(DotnetPath, [Path.Combine(Output, "Client.dll"), .. arguments], environment);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Isolate(string feed)
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{Material.Packages}" /></fallbackPackageFolders>
            </configuration>
            """);
        _environment = [.. _environment, ("NUGET_PACKAGES", Path.Combine(Folder, "packages"))];
    }

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public Outcome Execute(string program, string[] arguments, params (string Name, string Value)[] environment) =>
        Run(Folder, program, arguments, [.. _environment, .. environment]);

    /// <summary>Runs a program to its end, as if it was not started by a build of this repository.</summary>
    internal static Outcome Run(string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder };
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (string name in start.Environment.Keys.Where(IsOfThisBuild).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string value) in s_always.Concat(environment))
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
            process.Kill(entireProcessTree: true);
        return new(process.ExitCode, output.Result, error.Result);
    }

    private static bool IsOfThisBuild(string variable) => variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);
}
