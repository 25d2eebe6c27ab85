using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using L2BN.Data.Files;

namespace L2BN.Data.Download;

/// <summary>Downloads one file: resumed where the connection breaks, up to its size limit, and checked against its checksum.</summary>
internal sealed class FileDownload(RemoteFile file, string folder, DownloadOptions options, IProgress<DownloadProgress>? progress)
{
    private readonly string _path = Path.Combine(folder, file.Name), _part = Path.Combine(folder, file.Name + ".part"),
        _tagPath = Path.Combine(folder, file.Name + ".tag");

    /// <summary>Returns the path of the complete file. Resumes an unfinished download.</summary>
    internal async Task<string> RunAsync(CancellationToken ct)
    {
        OwnFile.RefuseLink(_part);
        OwnFile.RefuseLink(_tagPath);
        if (File.Exists(_path) && (file.Md5 is null ? ContentCheck.HasRightStart(_path) : ComputeMd5(_path) == file.Md5))
            return _path;
        bool resumed = File.Exists(_part);
        await FetchWithRetriesAsync(ct).ConfigureAwait(false);
        if (resumed && !HasRightChecksum()) // The earlier part may be of another version, or damaged: start over.
        {
            File.Delete(_part);
            await FetchWithRetriesAsync(ct).ConfigureAwait(false);
        }
        CheckSum();
        CheckStart();
        File.Delete(_tagPath);
        File.Move(_part, _path, overwrite: true);
        return _path;
    }

    [SuppressMessage("Security", "CA5351",
        Justification = "MD5 is what the authors publish; it finds damage, and is not relied on against forgery.")]
    internal static string ComputeMd5(string path)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(MD5.HashData(stream));
    }

    private bool HasRightChecksum() => file.Md5 is null || ComputeMd5(_part) == file.Md5;

    private void CheckSum()
    {
        if (HasRightChecksum())
            return;
        string sum = ComputeMd5(_part);
        File.Delete(_part);
        throw new DataException(file.Address.ToString(), $"expected MD5 {file.Md5}, got {sum}",
            "Try again later (if it stays so, the file was changed at its source).");
    }

    private void CheckStart()
    {
        if (file.Md5 is not null || ContentCheck.HasRightStart(_part))
            return;
        File.Delete(_part);
        throw new DataException(file.Address.ToString(), $"expected the content of '{file.Name}', got something else",
            "Check the address in a browser: this is not the data set, which may have moved.");
    }

    private async Task FetchWithRetriesAsync(CancellationToken ct)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await FetchAsync(ct).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                if (attempt >= options.Attempts)
                    throw new DataException(file.Address.ToString(),
                        $"{options.Attempts} tries failed, the last one because {e.Message.TrimEnd('.')}",
                        "Run it again to resume: what has arrived stays on disk.", inner: e);
            }
            await Task.Delay(options.Backoff * Math.Pow(2, attempt - 1), ct).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(CancellationToken ct)
    {
        EntityTagHeaderValue? tag = ReadTag();
        // Without a tag or a checksum it cannot be checked whether two parts belong together.
        long start = File.Exists(_part) && (tag is not null || file.Md5 is not null) ? new FileInfo(_part).Length : 0;
        using HttpResponseMessage response = await HttpFetch.SendAsync(file, start, tag, options, ct).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && start > 0)
        {
            if (response.Content.Headers.ContentRange?.Length == start)
                return;
            File.Delete(_part);
            throw new IOException("the part on disk does not belong to this file");
        }
        await CheckStatus(response, start, ct).ConfigureAwait(false);
        bool resumes = response.StatusCode == HttpStatusCode.PartialContent;
        long? total = TotalOf(response, start, resumes);
        SaveTag(response);
        await ReceiveAsync(response, resumes ? start : 0, total, ct).ConfigureAwait(false);
    }

    private async Task CheckStatus(HttpResponseMessage response, long start, CancellationToken ct)
    {
        int status = (int)response.StatusCode;
        if (status is 200 or 206 && ContentCheck.IsPage(response.Content.Headers.ContentType))
            throw new DataException(file.Address.ToString(), "expected a file of data, the server sends a web page",
                "Check the address in a browser: a login, a license or an error may be in the way.");
        if (status == 200 || (status == 206 && start > 0))
            return;
        if (status is 408 or 429 or >= 500)
        {
            if (response.Headers.RetryAfter?.Delta is { } wait)
                await Task.Delay(wait < options.StallTimeout ? wait : options.StallTimeout, ct).ConfigureAwait(false);
            throw new IOException($"the server answered {status} ({response.ReasonPhrase})");
        }
        throw new DataException(file.Address.ToString(), $"the server answered {status} ({response.ReasonPhrase})",
            "Check the address in a browser: the data set may have moved.");
    }

    private long? TotalOf(HttpResponseMessage response, long start, bool resumes)
    {
        HttpContentHeaders headers = response.Content.Headers;
        if (resumes && headers.ContentRange?.From != start)
            throw new IOException($"expected bytes from {start}, got bytes from {headers.ContentRange?.From}");
        long? total = resumes ? headers.ContentRange?.Length ?? start + headers.ContentLength : headers.ContentLength;
        return total > file.MaxBytes ? throw TooLong(total.Value) : total;
    }

    private async Task ReceiveAsync(HttpResponseMessage response, long start, long? total, CancellationToken ct)
    {
        using Stream content = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        using FileStream part = OwnFile.Open(_part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        part.SetLength(start);
        part.Seek(start, SeekOrigin.Begin);
        byte[] buffer = new byte[1 << 16];
        long done = start;
        var pace = new DownloadPace(options);
        while (true)
        {
            progress?.Report(new DownloadProgress(file.Name, done, total));
            int read = await StallGuard.Run(token => content.ReadAsync(buffer, token).AsTask(), options.StallTimeout, ct)
                .ConfigureAwait(false);
            if (read == 0)
                break;
            if ((done += read) > file.MaxBytes)
                throw TooLong(done);
            await Write(part, buffer.AsMemory(0, read), ct).ConfigureAwait(false);
            pace.Add(read);
        }
        if (done == 0)
            throw new IOException("expected content, got none");
        if (total is { } expected && done != expected)
            throw new IOException($"expected {expected:N0} bytes, got {done:N0}");
    }

    /// <summary>A full disk is not retried.</summary>
    private async ValueTask Write(FileStream part, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await part.WriteAsync(bytes, ct).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new DataException(_part, $"cannot be written ({e.Message.TrimEnd('.')})",
                "Free space, then run it again: what has arrived stays on disk.", inner: e);
        }
    }

    private DataException TooLong(long bytes) =>
        new(file.Address.ToString(), $"expected at most {file.MaxBytes:N0} bytes, the server sends {bytes:N0} or more",
            "Check the address in a browser: this is not the data set.");

    private EntityTagHeaderValue? ReadTag() =>
        File.Exists(_tagPath)
        && EntityTagHeaderValue.TryParse(File.ReadAllText(_tagPath), out EntityTagHeaderValue? tag)
        && !tag.IsWeak
            ? tag
            : null;

    private void SaveTag(HttpResponseMessage response)
    {
        if (response.Headers.ETag is { IsWeak: false } tag)
            AtomicFile.Write(_tagPath, tag.ToString());
        else
            File.Delete(_tagPath);
    }
}
