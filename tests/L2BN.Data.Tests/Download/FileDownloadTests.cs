using System.Net.Sockets;
using L2BN.Data.Download;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Download;

/// <summary>Downloads from a server that stalls, cuts, lies about length and redirects.</summary>
public sealed class FileDownloadTests : IDisposable
{
    private static readonly byte[] s_content = IdxFiles.Noise(300_000);
    private static readonly DownloadOptions s_hasty = new()
    {
        Backoff = TimeSpan.FromMilliseconds(5),
        StallTimeout = TimeSpan.FromMilliseconds(500),
        Attempts = 3
    };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_correct_server_gets_one_request_and_progress_is_reported()
    {
        var steps = new List<DownloadProgress>();
        await using var server = new RawServer(ServeWhole);
        Assert.Equal(s_content, await Fetch(server, progress: new Recorder(steps)));
        Assert.Single(server.Requests);
        Assert.Equal((0, s_content.Length), (steps[0].Done, steps[^1].Done));
        Assert.All(steps, step => Assert.Equal(("file.bin", (long?)s_content.Length), (step.File, step.Total)));
    }

    [Fact]
    public async Task A_server_that_sends_a_byte_now_and_then_is_given_up()
    {
        await using var server = new RawServer(async (_, stream, ct) =>
        {
            await RawServer.Send(stream, "HTTP/1.1 200 OK\nContent-Length: 300000\nConnection: close");
            while (true)
            {
                await stream.WriteAsync(new byte[1], ct);
                await Task.Delay(20, ct);
            }
        });
        await Refused(server, "expected at least 1,024 bytes per second");
        Assert.Equal(s_hasty.Attempts, server.Requests.Count);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_cut_connection_is_resumed(bool tagged)
    {
        await using var server = new RawServer((request, stream, _) => CutAfter(request, stream, 120_000, tagged));
        Assert.Equal(s_content, await Fetch(server, hasChecksum: !tagged));
        Assert.Equal([0, 120_000, 240_000], server.Requests.Select(request => request.Start));
        Assert.All(server.Requests.Skip(1), request => Assert.Equal(tagged, request.Headers.ContainsKey("If-Range")));
    }

    [Fact]
    public async Task Without_tag_or_checksum_parts_are_not_joined()
    {
        int call = 0;
        await using var server = new RawServer((request, stream, ct) =>
            call++ == 0 ? CutAfter(request, stream, 1000, tagged: false) : ServeWhole(request, stream, ct));
        Assert.Equal(s_content, await Fetch(server, hasChecksum: false));
        Assert.All(server.Requests, request => Assert.Equal(0, request.Start));
    }

    [Fact]
    public async Task A_later_call_resumes_an_earlier_one()
    {
        await using (var cutting = new RawServer((request, stream, _) => CutAfter(request, stream, 50_000, tagged: false)))
            await Refused(cutting, "3 tries failed");
        await using var server = new RawServer(ServeWhole);
        Assert.Equal(s_content, await Fetch(server));
        Assert.Equal(150_000, Assert.Single(server.Requests).Start);
    }

    [Fact]
    public async Task A_damaged_part_is_found_and_fetched_anew()
    {
        _folder.Write("file.bin.part", new byte[1000]);
        await using var server = new RawServer(ServeWhole);
        Assert.Equal(s_content, await Fetch(server));
        Assert.Equal([1000, 0], server.Requests.Select(request => request.Start));
    }

    [Fact]
    public async Task A_part_that_is_complete_or_too_long_is_replaced_or_used()
    {
        await using var server = new RawServer(ServeWhole);
        _folder.Write("file.bin.part", s_content);
        Assert.Equal(s_content, await Fetch(server));
        File.Delete(_folder.Path("file.bin"));
        _folder.Write("file.bin.part", [.. s_content, 1, 2, 3]);
        Assert.Equal(s_content, await Fetch(server));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_starts_over()
    {
        _folder.Write("file.bin.part", s_content.AsSpan(0, 1000));
        await using var server = new RawServer((_, stream, _) =>
            RawServer.Send(stream, $"HTTP/1.1 200 OK\nContent-Length: {s_content.Length}\nConnection: close", s_content));
        Assert.Equal(s_content, await Fetch(server));
    }

    [Fact]
    public async Task A_complete_file_is_not_downloaded_again()
    {
        _folder.Write("file.bin", s_content);
        await using var server = new RawServer(ServeWhole);
        Assert.Equal(s_content, await Fetch(server));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("stalls before the head", "no byte arrived for 0.5 s")]
    [InlineData("stalls in the body", "no byte arrived for 0.5 s")]
    [InlineData("closes at once", "3 tries failed")]
    [InlineData("talks nonsense", "3 tries failed")]
    [InlineData("claims more", "3 tries failed")]
    [InlineData("claims less", "MD5")]
    [InlineData("claims more than the limit", "at most 1,000,000 bytes, the server sends 5,000,000,000")]
    [InlineData("sends without end", "at most 1,000,000 bytes")]
    [InlineData("sends another file", "MD5")]
    [InlineData("sends nothing", "expected content, got none")]
    [InlineData("404", "answered 404 (Not Found)")]
    [InlineData("206 unasked", "answered 206")]
    [InlineData("500", "3 tries failed, the last one because the server answered 500")]
    [InlineData("redirects in a circle", "redirects more than 5 times")]
    [InlineData("redirects to a file", "redirects to 'file:///etc/passwd', which is not followed")]
    [InlineData("redirects nowhere", "which is not followed")]
    [InlineData("headers without end", "3 tries failed")]
    public async Task Refuses(string what, string because)
    {
        await using var server = new RawServer(async (request, stream, ct) =>
        {
            if (Answer(what, request.Path) is var (head, body))
                await RawServer.Send(stream, head, body);
            if (what.StartsWith("stalls", StringComparison.Ordinal))
                await Task.Delay(Timeout.Infinite, ct);
            while (what == "sends without end")
                await stream.WriteAsync(s_content, ct);
        });
        await Refused(server, because);
        Assert.False(File.Exists(_folder.Path("file.bin")));
    }

    [Fact]
    public async Task Redirections_are_followed()
    {
        await using var server = new RawServer((request, stream, ct) => request.Path == "there" ? ServeWhole(request, stream, ct)
            : RawServer.Send(stream, "HTTP/1.1 302 Found\nLocation: there\nContent-Length: 0"));
        Assert.Equal(s_content, await Fetch(server));
        Assert.Equal(["file", "there"], server.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task A_busy_server_is_retried()
    {
        int call = 0;
        await using var server = new RawServer((request, stream, ct) =>
            call++ == 0 ? RawServer.Send(stream, "HTTP/1.1 429 Slow Down\nRetry-After: 0\nContent-Length: 0")
            : ServeWhole(request, stream, ct));
        Assert.Equal(s_content, await Fetch(server));
    }

    [Fact]
    public async Task A_wrong_range_is_not_written()
    {
        _folder.Write("file.bin.part", s_content.AsSpan(0, 1000));
        await using var server = new RawServer(
            (_, stream, _) =>
                RawServer.Send(
                    stream,
                    "HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-299999/300000\nContent-Length: 300000",
                    s_content));
        await Refused(server, "expected bytes from 1000, got bytes from 0");
    }

    [Fact]
    public async Task Cancellation_leaves_the_part_on_disk()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new RawServer(async (_, stream, ct) =>
        {
            await RawServer.Send(stream, "HTTP/1.1 200 OK\nContent-Length: 300000", s_content.AsMemory(0, 5000));
            await Task.Delay(100, ct);
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, ct);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new FileDownload(Remote(server, true), _folder.Root, s_hasty, null).RunAsync(stop.Token));
        Assert.Equal(5000, new FileInfo(_folder.Path("file.bin.part")).Length);
    }

    private static (string Head, byte[] Body)? Answer(string what, string path) => what switch
    {
        "stalls before the head" or "closes at once" => null,
        "stalls in the body" => (Ok(300_000), new byte[10]),
        "talks nonsense" => ("SMTP ready", []),
        "claims more" => (Ok(400_000), s_content),
        "claims less" => (Ok(100_000), s_content),
        "claims more than the limit" => (Ok(5_000_000_000), s_content),
        "sends without end" => ("HTTP/1.1 200 OK", []),
        "sends another file" => (Ok(300_000), new byte[300_000]),
        "sends nothing" => (Ok(0), []),
        "404" => ("HTTP/1.1 404 Not Found\nContent-Length: 0", []),
        "206 unasked" => ("HTTP/1.1 206 Partial Content\nContent-Range: bytes 5-9/10\nContent-Length: 5", new byte[5]),
        "500" => ("HTTP/1.1 500 Oops\nContent-Length: 0", []),
        "redirects in a circle" => ($"HTTP/1.1 302 Found\nLocation: /{path}x\nContent-Length: 0", []),
        "redirects to a file" => ("HTTP/1.1 302 Found\nLocation: file:///etc/passwd\nContent-Length: 0", []),
        "redirects nowhere" => ("HTTP/1.1 301 Moved\nContent-Length: 0", []),
        "headers without end" => (Ok(1) + string.Concat(Enumerable.Repeat("\nX-Filler: " + new string('x', 1000), 200)), [1]),
        _ => throw new ArgumentException(what),
    };

    private static string Ok(long length) => $"HTTP/1.1 200 OK\nContent-Length: {length}";

    private static Task ServeWhole(RawServer.Request request, NetworkStream stream, CancellationToken ct)
    {
        int start = request.Start, length = s_content.Length;
        if (start >= length)
            return RawServer.Send(
                stream,
                $"HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */{length}\nContent-Length: 0\nConnection: close");
        string range = start > 0 ? $"HTTP/1.1 206 Partial Content\nContent-Range: bytes {start}-{length - 1}/{length}" : "HTTP/1.1 200 OK";
        return RawServer.Send(stream, $"{range}\nContent-Length: {length - start}\nConnection: close", s_content.AsMemory(start));
    }

    private static Task CutAfter(RawServer.Request request, NetworkStream stream, int bytes, bool tagged)
    {
        int start = request.Start, length = s_content.Length;
        string range = start > 0 ? $"HTTP/1.1 206 Partial Content\nContent-Range: bytes {start}-{length - 1}/{length}" : "HTTP/1.1 200 OK";
        return RawServer.Send(stream, $"{range}\nContent-Length: {length - start}{(tagged ? "\nETag: \"v1\"" : "")}",
            s_content.AsMemory(start, Math.Min(bytes, length - start)));
    }

    private static RemoteFile Remote(RawServer server, bool hasChecksum) =>
        new()
        {
            Address = server.Address("file"),
            Name = "file.bin",
            Md5 = hasChecksum ? Sums.Md5(s_content) : null,
            MaxBytes = 1_000_000
        };

    private async Task<byte[]> Fetch(RawServer server, bool hasChecksum = true, IProgress<DownloadProgress>? progress = null) =>
        await File.ReadAllBytesAsync(await new FileDownload(Remote(server, hasChecksum), _folder.Root, s_hasty, progress)
            .RunAsync(CancellationToken.None));

    private async Task Refused(RawServer server, string because)
    {
        DataException e = await Assert.ThrowsAsync<DataException>(() => Fetch(server));
        Assert.Contains(because, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(server.Address("file").ToString(), e.Message, StringComparison.Ordinal);
    }

    private sealed class Recorder(List<DownloadProgress> steps) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => steps.Add(value);
    }
}
