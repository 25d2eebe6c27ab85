using System.Net.Http.Headers;
using L2BN.Data.Files;

namespace L2BN.Data.Download;

/// <summary>Whether a server sends what was asked for: many answer with a page for people where a file is missing or needs a
/// login.</summary>
internal static class ContentCheck
{
    /// <summary>Whether a server declares a page for people.</summary>
    internal static bool IsPage(MediaTypeHeaderValue? type) => type?.MediaType is "text/html" or "application/xhtml+xml";

    /// <summary>Whether a file may be what its name, without a <c>.part</c>, says: an archive of zip begins as one, and nothing begins as a
    /// page.</summary>
    internal static bool HasRightStart(string path)
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..RegularFile.ReadStart(path, start)];
        string name = path.EndsWith(".part", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(path) : path;
        return Path.GetExtension(name) == ".zip" ? start.StartsWith("PK"u8) : !start.TrimStart("\xEF\xBB\xBF \t\r\n"u8).StartsWith("<"u8);
    }
}
