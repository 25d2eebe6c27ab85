using System.Net;
using System.Net.Http.Headers;

namespace L2BN.Data.Download;

/// <summary>One HTTP request: redirections within limits, only the missing part of a file.</summary>
internal static class HttpFetch
{
    private static readonly HttpClient s_client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 64,
        UseCookies = false,
    })
    { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { { "User-Agent", "l2bn" } } };

    /// <param name="file">The file to request.</param>
    /// <param name="start">First byte to request.</param>
    /// <param name="tag">The version of the bytes already on disk; null where unknown.</param>
    /// <param name="options">Redirections and timeouts.</param>
    /// <param name="ct">Stops it.</param>
    internal static async Task<HttpResponseMessage> SendAsync(
        RemoteFile file,
        long start,
        EntityTagHeaderValue? tag,
        DownloadOptions options,
        CancellationToken ct)
    {
        Uri address = file.Address;
        for (int hop = 0; hop <= options.Redirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (start > 0)
                request.Headers.Range = new RangeHeaderValue(start, null);
            if (start > 0 && tag is not null)
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            HttpResponseMessage response = await StallGuard
                .Run(token => s_client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), options.StallTimeout, ct)
                .ConfigureAwait(false);
            if (!IsRedirection(response.StatusCode))
                return response;
            address = NextAddress(file, address, response);
        }
        throw new DataException(
            file.Address.ToString(),
            $"the server redirects more than {options.Redirects} times",
            "Check the address in a browser.");
    }

    private static bool IsRedirection(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static Uri NextAddress(RemoteFile file, Uri address, HttpResponseMessage response)
    {
        using (response)
        {
            Uri? next = response.Headers.Location is { } location && Uri.TryCreate(address, location, out Uri? target) ? target : null;
            bool allowed =
                next is not null
                && (next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp));
            return allowed
                ? next!
                : throw new DataException(
                    file.Address.ToString(),
                    $"the server redirects to '{next}', which is not followed",
                    "Check the address in a browser.");
        }
    }
}

/// <summary>Aborts an operation that makes no progress, with another exception than for the caller's own cancellation.</summary>
internal static class StallGuard
{
    internal static async Task<T> Run<T>(Func<CancellationToken, Task<T>> operation, TimeSpan timeout, CancellationToken ct)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stall.CancelAfter(timeout);
        try
        {
            return await operation(stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new IOException($"no byte arrived for {timeout.TotalSeconds:0.###} s", e);
        }
    }
}
