using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace L2BN.Data.Tests.Support;

/// <summary>An HTTP server on this machine that answers with whatever bytes a test dictates, right or wrong, then closes the
/// connection.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, NetworkStream, CancellationToken, Task> _answer;
    private readonly Task _accepting;

    internal RawServer(Func<Request, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal ConcurrentQueue<Request> Requests { get; } = [];

    internal Uri Address(string path) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{path}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting; // Before the listener is stopped: the loop may be about to accept, which a stopped listener takes for a mistake.
        _listener.Stop();
        _stop.Dispose();
    }

    internal static Task Send(NetworkStream stream, string head, ReadOnlyMemory<byte> body = default) =>
        stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), .. body.Span]).AsTask();

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
        await Task.WhenAll(open);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                Request request = await ReadAsync(stream);
                Requests.Enqueue(request);
                await _answer(request, stream, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException) { } // The client went away, or the test is over.
        }
    }

    private async Task<Request> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1].TrimStart('/');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (string? line; (line = await reader.ReadLineAsync(_stop.Token)) is { Length: > 0 };)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return new Request(path, headers);
    }

    internal sealed record Request(string Path, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>Where the wanted range starts; 0 for the whole.</summary>
        internal int Start => Headers.TryGetValue("Range", out string? range) ? int.Parse(range["bytes=".Length..^1]) : 0;
    }
}
