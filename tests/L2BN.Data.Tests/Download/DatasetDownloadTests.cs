using L2BN.Data.Archives;
using L2BN.Data.Download;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Download;

public sealed class DatasetDownloadTests : IDisposable
{
    private static readonly byte[] s_archive = IdxFiles.Gzip(TarFiles.Archive(TarFiles.Folder("inner"),
        TarFiles.File("inner/data.bin", "the data"), TarFiles.File("inner/more/notes.txt")));
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Target => _folder.Path("data/set");

    [Fact]
    public async Task An_archive_becomes_a_folder_with_checksums()
    {
        await using RawServer server = Serve(s_archive);
        DatasetRelease release = Archive(server);
        await DatasetDownload.GetAsync(release, Target);
        Assert.Equal(["SHA256SUMS", "data.bin", "more"],
            Directory.GetFileSystemEntries(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("the data", File.ReadAllText(Path.Combine(Target, "data.bin")));
        Assert.Equal(["set"], Directory.GetFileSystemEntries(_folder.Path("data")).Select(Path.GetFileName));
        Assert.Equal(2, DatasetDownload.Verify(release, Target));
    }

    [Fact]
    public async Task Plain_files_are_not_changed()
    {
        await using RawServer server = Serve("abc"u8.ToArray());
        DatasetRelease release = Release(server, archive: false, md5: Sums.Md5("abc"u8));
        await DatasetDownload.GetAsync(release, Target);
        File.Delete(Path.Combine(Target, "SHA256SUMS"));
        Assert.Equal(1, DatasetDownload.Verify(release, Target));
        File.WriteAllText(Path.Combine(Target, "set.tar.gz"), "abd");
        Assert.Contains(
            $"expected the published MD5 {Sums.Md5("abc"u8)}",
            Refused(() => DatasetDownload.Verify(release, Target)),
            StringComparison.Ordinal);
        File.Delete(Path.Combine(Target, "set.tar.gz"));
        Assert.Equal(0, DatasetDownload.Verify(release, Target));
    }

    [Fact]
    public async Task Several_archives_become_one_folder()
    {
        await using RawServer server = Serve(("one", Tar("inner/a/1", "inner/a/2")), ("two", Tar("inner/a/3", "inner/b/4")));
        await DatasetDownload.GetAsync(Parts(server), Target);
        Assert.Equal(
            ["SHA256SUMS", "a", "a/1", "a/2", "a/3", "b", "b/4"],
            Directory
                .GetFileSystemEntries(Target, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Target, path))
                .Order(StringComparer.Ordinal));
        Assert.Equal(4, DatasetDownload.Verify(Parts(server), Target));
    }

    [Fact]
    public async Task A_file_in_two_archives_is_refused()
    {
        await using RawServer server = Serve(("one", Tar("inner/a/1")), ("two", Tar("inner/a/1")));
        Assert.Contains("got '1' of an earlier archive again", await Refused(Parts(server)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_mirror_serves_the_files_by_name()
    {
        await using RawServer server = Serve("abc"u8.ToArray());
        DatasetRelease release = Release(server, archive: false, md5: Sums.Md5("abc"u8));
        await DatasetDownload.GetAsync(release.WithMirror(server.Address("a/mirror/")), Target);
        Assert.Equal("a/mirror/set.tar.gz", Assert.Single(server.Requests).Path);
        Assert.Contains(
            "'ftp://host/'",
            Assert.Throws<ArgumentException>(() => release.WithMirror(new Uri("ftp://host/"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_after_the_download_is_found()
    {
        await using RawServer server = Serve(s_archive);
        await DatasetDownload.GetAsync(Archive(server), Target);
        string file = Path.Combine(Target, "data.bin"), list = Path.Combine(Target, "SHA256SUMS");
        File.WriteAllText(file, "the dada");
        Assert.Contains("was changed or damaged", Refused(() => DatasetDownload.Verify(Archive(server), Target)), StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("expected 'data.bin'", Refused(() => DatasetDownload.Verify(Archive(server), Target)), StringComparison.Ordinal);
        File.WriteAllText(file, "the data");
        File.WriteAllText(list, new string('0', 64) + "  ../../outside");
        Assert.Contains("relative file name", Refused(() => DatasetDownload.Verify(Archive(server), Target)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_archive_leaves_no_folder()
    {
        await using RawServer server = Serve(TarFiles.Archive(TarFiles.File("inner/data.bin"), TarFiles.File("../outside")));
        Assert.Contains("'..'", await Refused(Archive(server)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target) || File.Exists(_folder.Path("data/outside")) || File.Exists(_folder.Path("outside")));
    }

    [Theory]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("application/octet-stream")]
    public async Task A_web_page_in_place_of_a_file_is_refused_and_not_kept(string type)
    {
        byte[] page = "\n<!DOCTYPE html><title>Log in</title>"u8.ToArray();
        int call = 0;
        await using var server = new RawServer((_, stream, _) => call++ == 0
            ? RawServer.Send(stream, $"HTTP/1.1 200 OK\nContent-Type: {type}\nContent-Length: {page.Length}\nConnection: close", page)
            : RawServer.Send(stream, $"HTTP/1.1 200 OK\nContent-Length: {s_archive.Length}\nConnection: close", s_archive));
        Assert.Contains("in a browser", await Refused(Archive(server)), StringComparison.Ordinal);
        await DatasetDownload.GetAsync(Archive(server), Target);
        Assert.True(File.Exists(Path.Combine(Target, "data.bin")));
    }

    [Fact]
    public async Task A_damaged_file_without_a_checksum_is_fetched_again()
    {
        int call = 0;
        await using var server = new RawServer((_, stream, _) =>
        {
            byte[] content = call++ == 0 ? [.. s_archive[..^8], .. new byte[8]] : s_archive;
            return RawServer.Send(stream, $"HTTP/1.1 200 OK\nContent-Length: {content.Length}\nConnection: close", content);
        });
        await Refused(Archive(server));
        await DatasetDownload.GetAsync(Archive(server), Target);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("set.tar.gz.part")]
    [InlineData("set.tar.gz.tag")]
    [InlineData("lock")]
    [InlineData("")]
    public async Task A_link_that_somebody_put_there_is_not_written_through(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        await using var server = new RawServer((_, stream, _) => RawServer.Send(
            stream, $"HTTP/1.1 200 OK\nETag: \"x\"\nContent-Length: {s_archive.Length}\nConnection: close", s_archive));
        string victim = _folder.Path("victim"), link = Target + ".download";
        Directory.CreateDirectory(name.Length > 0 ? link : victim);
        if (name.Length > 0)
            File.CreateSymbolicLink(Path.Combine(link, name), victim);
        else
            Directory.CreateSymbolicLink(Directory.CreateDirectory(Path.GetDirectoryName(link)!).FullName + "/set.download", victim);
        Assert.Contains("got a link", await Refused(Archive(server)), StringComparison.Ordinal);
        Assert.False(File.Exists(victim) || (Directory.Exists(victim) && Directory.EnumerateFileSystemEntries(victim).Any()));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_to_be_that()
    {
        await using RawServer server = Serve(s_archive);
        _folder.Write("data", "a file"u8);
        Assert.Contains("cannot be written", await Refused(Archive(server)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_not_taken_for_a_damaged_archive()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs Linux and root.");
        using var disk = SmallDisk.TryMount(1 << 19);
        Assert.SkipWhen(disk is null, "The system refuses to mount file systems.");
        byte[] archive = IdxFiles.Gzip(TarFiles.Archive(TarFiles.File("inner/data.bin", new string('x', 1_000_000))));
        await using RawServer server = Serve(archive);
        string message = (await Assert.ThrowsAsync<DataException>(
            () => DatasetDownload.GetAsync(Archive(server), Path.Combine(disk.Folder, "set")))).Message;
        Assert.Contains("cannot be written", message, StringComparison.Ordinal);
        Assert.Contains("free space", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_in_the_archive_is_named()
    {
        await using RawServer server = Serve(TarFiles.Archive(TarFiles.File("inner/other.bin")));
        Assert.Contains("expected 'data.bin' in the data set set", await Refused(Archive(server)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_folder_in_use_is_not_touched()
    {
        await using RawServer server = Serve(s_archive);
        _folder.Write("data/set/mine", "x"u8);
        Assert.Contains("got one with files", await Refused(Archive(server)), StringComparison.Ordinal);
        Directory.Delete(Target, recursive: true);
        _folder.Write("data/set", "x"u8);
        Assert.Contains("got a file", await Refused(Archive(server)), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Two_at_once_do_not_disturb_each_other()
    {
        await using RawServer server = Serve(s_archive);
        Directory.CreateDirectory(Target + ".download");
        using (new FileStream(Target + ".download/lock", FileMode.Create, FileAccess.Write, FileShare.None))
            Assert.Contains("another process", await Refused(Archive(server)), StringComparison.Ordinal);
        await DatasetDownload.GetAsync(Archive(server), Target);
    }

    [Fact]
    public async Task A_failed_file_does_not_cost_those_before_it()
    {
        int second = 0;
        await using var server = new RawServer((request, stream, _) => request.Path == "second" && second++ == 0
            ? RawServer.Send(stream, "HTTP/1.1 404 Not Found\nContent-Length: 0")
                : RawServer.Send(stream, "HTTP/1.1 200 OK\nContent-Length: 3\nConnection: close", "abc"u8.ToArray()));
        RemoteFile File(string name) => new() { Address = server.Address(name), Name = name, Md5 = Sums.Md5("abc"u8), MaxBytes = 10 };
        var release = new DatasetRelease
        {
            Name = "set",
            License = "none",
            Files = [File("first"), File("second")],
            Contents = ["first", "second"]
        };
        await Refused(release);
        await DatasetDownload.GetAsync(release, Target);
        Assert.Equal(["first", "second", "second"], server.Requests.Select(request => request.Path));
    }

    [Fact]
    public void Releases_are_whole()
    {
        Assert.All(DatasetReleases.All, release =>
        {
            Assert.NotEmpty(release.Contents);
            Assert.All(release.Files, file => Assert.Equal("https", file.Address.Scheme));
            Assert.All(release.Files,
                file => Assert.True(file.Md5 is null or { Length: 32 } && file.MaxBytes > 0 && EntryName.Fault(file.Name) is null));
        });
        Assert.Same(DatasetReleases.All[1], DatasetReleases.Find("cifar10"));
        Assert.Same(DatasetReleases.Find("esc50"), DatasetReleases.Find("esc10"));
        Assert.Contains("fashion-mnist, cifar10, cifar100, esc10, esc50, tau2020",
            Assert.Throws<ArgumentException>(() => DatasetReleases.Find("mnist")).Message, StringComparison.Ordinal);
    }

    private static RawServer Serve(byte[] content) =>
        new((_, stream, _) => RawServer.Send(stream, $"HTTP/1.1 200 OK\nContent-Length: {content.Length}\nConnection: close", content));

    private static RawServer Serve(params (string Name, byte[] Content)[] files) => new((request, stream, _) =>
    {
        byte[] content = files.Single(file => file.Name + ".tar" == request.Path).Content;
        return RawServer.Send(stream, $"HTTP/1.1 200 OK\nContent-Length: {content.Length}\nConnection: close", content);
    });

    private static byte[] Tar(params string[] names) => TarFiles.Archive(names.Select(name => TarFiles.File(name, name)));

    private static DatasetRelease Parts(RawServer server) =>
        new()
        {
            Name = "set",
            License = "none",
            Files =
            [
                .. new[] { "one.tar", "two.tar" }.Select(name => new RemoteFile
                {
                    Address = server.Address(name),
                    Name = name,
                    MaxBytes = 1 << 20,
                    IsArchive = true,
                }),
            ],
            InnerFolder = "inner",
            Contents = ["a"],
        };

    private static DatasetRelease Archive(RawServer server) =>
        Release(server, archive: true, md5: null) with { InnerFolder = "inner", Contents = ["data.bin"] };

    private static DatasetRelease Release(RawServer server, bool archive, string? md5) => new()
    {
        Name = "set",
        License = "none",
        Files = [new() { Address = server.Address("set"), Name = "set.tar.gz", Md5 = md5, MaxBytes = 1 << 20, IsArchive = archive }],
        Contents = ["set.tar.gz"],
    };

    private static string Refused(Action action) => Assert.Throws<DataException>(action).Message;

    private async Task<string> Refused(DatasetRelease release) =>
        (await Assert.ThrowsAsync<DataException>(() => DatasetDownload.GetAsync(release, Target))).Message;
}
