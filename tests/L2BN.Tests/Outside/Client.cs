using System.Diagnostics;
using L2BN.Tests.Native;

namespace L2BN.Tests.Outside;

/// <summary>A program of somebody else, in a folder of its own outside the repository.</summary>
internal sealed class Client : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    // Warnings are looked for by their English name, and no build server outlives the test.
    private static readonly (string Name, string Value)[] s_always =
        [("DOTNET_CLI_UI_LANGUAGE", "en"), ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false")];

    public Client(string projectItems, string program, string packageConfiguration = "<configuration />")
    {
        Write("Client.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <!-- Only to spare the disk a copy of libtorch. -->
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <CreateHardLinksForPublishFilesIfPossible>true</CreateHardLinksForPublishFilesIfPossible>
              </PropertyGroup>
              <ItemGroup>{projectItems}</ItemGroup>
            </Project>
            """);
        Write("Program.cs", program);
        Write("nuget.config", packageConfiguration);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("l2bn-client-").FullName;

    public string Output => Path.Combine(Folder, "bin", Material.Configuration, "net10.0");

    /// <summary>The native library in the program's output folder, which is the only one of that name there.</summary>
    public string NativeLibrary => Directory.EnumerateFiles(Output, "libLibTorchSharp.so", SearchOption.AllDirectories).Single();

    public Outcome Dotnet(params string[] arguments) => Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments, []);

    public Outcome Start(string[] arguments, params (string Name, string Value)[] environment) =>
        Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(Output, "Client.dll"), .. arguments], environment);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    private Outcome Run(string program, string[] arguments, (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(IsOfThisBuild).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in s_always.Concat(environment)) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience)) process.Kill(entireProcessTree: true);
        return new(process.ExitCode, output.Result, error.Result);
    }

    private static bool IsOfThisBuild(string variable) => variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);
}
