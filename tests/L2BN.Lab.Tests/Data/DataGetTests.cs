using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using L2BN.Data.Download;
using L2BN.Data.Tests.Support;
using L2BN.Lab.Data;
using L2BN.Lab.Shared;
using L2BN.Results.Output;

namespace L2BN.Lab.Tests.Data;

/// <summary><c>l2bn data get</c> and <c>data verify</c> against a server on this machine.</summary>
public sealed class DataGetTests : TemporaryFolder
{
    private string Target => Path.Combine(Folder, "data", "esc50");

    [Theory]
    [InlineData("http://")]
    [InlineData("http://[")]
    [InlineData("mirror")]
    [InlineData("ftp://mirror.example/data")]
    public void A_mirror_that_is_no_address_is_refused(string mirror) =>
        Assert.Equal(ExitCode.Usage, RootCommands.Create().Parse(["data", "get", "cifar10", "--from", mirror]).Invoke());

    [Fact]
    public async Task Fetches_into_the_cache_says_so_again_and_finds_damage()
    {
        await using RawServer server = Serve(Archive("ESC-50-master/meta/esc50.csv", "ESC-50-master/audio/1.wav"));
        JsonElement first = Get(server, "esc10", "--json").Json("data-get");
        Assert.Equal(
            ("esc50", true, 2),
            (first.GetProperty("name").GetString(), first.GetProperty("fetched").GetBoolean(), first.GetProperty("checksums").GetInt32()));
        Assert.Equal((1, Target), (first.GetProperty("schema").GetInt32(), first.GetProperty("folder").GetString()));
        Assert.False(Get(server, "esc50", "--json").Json("data-get").GetProperty("fetched").GetBoolean());
        Assert.Equal("esc50.zip", Assert.Single(server.Requests).Path);
        File.AppendAllText(Path.Combine(Target, "audio", "1.wav"), "more");
        foreach (string command in new[] { "get", "verify" })
            Refused(ExitCode.Refused, "1.wav", LabProcess.RunWithCache(Folder, "data", command, "esc50"));
    }

    [Fact]
    public async Task License_progress_and_folder_are_printed()
    {
        await using RawServer server = Serve(Archive("ESC-50-master/meta/esc50.csv", "ESC-50-master/audio/1.wav"));
        string errors = Get(server, "esc50").Errors;
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("License of esc50: CC BY-NC 3.0", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("esc50.zip: 0.0 of ", lines[1], StringComparison.Ordinal);
        Assert.Contains("esc50.zip: unpacking", lines);
        Assert.Equal($"esc50 is now in {Target}; 2 checksums are right.", lines[^1]);
    }

    [Fact]
    public async Task A_published_checksum_is_asked_for()
    {
        await using RawServer server = Serve("not the data"u8.ToArray());
        Refused(ExitCode.Refused, "expected MD5 c32a1d4ab5d03f1284b67883e8d87530", Get(server, "cifar10"));
        Assert.False(Directory.Exists(Path.Combine(Folder, "data", "cifar10")));
    }

    [Fact]
    public async Task What_the_server_refuses_is_said()
    {
        await using var server = new RawServer((_, stream, _) => RawServer.Send(stream, "HTTP/1.1 404 Not Found\nContent-Length: 0"));
        Refused(ExitCode.Refused, "the server answered 404", Get(server, "esc50"));
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_left_alone()
    {
        await using RawServer server = Serve([]);
        Refused(ExitCode.Refused, "got one with files", Get(server, "esc50", "--data-dir", AppContext.BaseDirectory));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("mnist", "https://host.example/", "fashion-mnist, cifar10")]
    [InlineData("image-folder", "https://host.example/", "got 'image-folder'")]
    [InlineData("esc50", "ftp://host.example/", "--from")]
    [InlineData("esc50", "folder/of/mine", "--from")]
    public void What_cannot_be_fetched_is_a_usage_error(string name, string from, string named) =>
        Refused(ExitCode.Usage, named, LabProcess.RunWithCache(Folder, "data", "get", name, "--from", from));

    [Fact]
    public void Missing_data_is_reported_with_the_command_that_gets_it() =>
        Refused(
            ExitCode.Usage,
            "l2bn data get cifar10",
            LabProcess.RunWithCache(Folder, "train", "--data", "cifar10", "--out", Path.Combine(Folder, "run")));

    [Fact]
    public void A_file_that_is_not_the_published_one_is_found()
    {
        File.WriteAllText(Path.Combine(Folder, "train-images-idx3-ubyte.gz"), "other");
        Refused(
            ExitCode.Refused,
            "published MD5 8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            LabProcess.Run("data", "verify", "fashion-mnist", "--data-dir", Folder));
    }

    [Fact]
    public async Task Stopped_it_keeps_the_received_bytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals.");
        await using var server = new RawServer(async (_, stream, ct) =>
        {
            await RawServer.Send(stream, "HTTP/1.1 200 OK\nContent-Length: 1000\nETag: \"1\"", new byte[10]);
            await Task.Delay(Timeout.Infinite, ct);
        });
        string part = Target + ".download/esc50.zip.part";
        using var process = LabProcess.Start("data", "get", "esc50", "--data-dir", Target, "--from", $"{server.Address("")}");
        for (int i = 0; i < 600 && !(File.Exists(part) && new FileInfo(part).Length == 10); i++)
            await Task.Delay(50);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        LabResult result = process.Finish();
        Assert.Equal(ExitCode.Interrupted, result.Code);
        Assert.EndsWith("the same command continues from there.", result.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(10, new FileInfo(part).Length);
    }

    [Fact]
    public async Task Any_release_can_be_fetched_in_process()
    {
        await using RawServer server = Serve("abc"u8.ToArray());
        var release = new DatasetRelease
        {
            Name = "set",
            License = "none",
            Files =
            [
                new()
                {
                    Address = server.Address("abc.txt"),
                    Name = "abc.txt",
                    Md5 = "900150983cd24fb0d6963f7d28e17f72",
                    MaxBytes = 10,
                },
            ],
            Contents = ["abc.txt"],
        };
        DataGetOutput data = DataGetCommand.Get(release, Path.Combine(Folder, "set"), CancellationToken.None);
        Assert.Equal((true, 1), (data.Fetched, data.Checksums));
    }

    private LabResult Get(RawServer server, string name, params string[] more) =>
        LabProcess.RunWithCache(Folder, ["data", "get", name, "--from", $"{server.Address("")}", .. more]);

    private static RawServer Serve(byte[] content) =>
        new((_, stream, _) => RawServer.Send(stream, $"HTTP/1.1 200 OK\nContent-Length: {content.Length}\nConnection: close", content));

    private static byte[] Archive(params string[] names)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in names)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(Encoding.UTF8.GetBytes(name));
            }
        }

        return bytes.ToArray();
    }

    private static void Refused(int code, string named, LabResult result)
    {
        Assert.True(result.Code == code, $"{result.Code}: {result.Errors}");
        Assert.Contains(named, result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
