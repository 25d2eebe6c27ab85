using L2BN.Native;

namespace L2BN.Tests.Native;

public class StandardLibraryTests
{
    [Fact]
    public void Newest_is_by_number_and_not_by_spelling()
    {
        string[] versions = ["GLIBCXX_3.4.9", "GLIBCXX_3.4.30", "GLIBCXX_3.4", "CXXABI_1.3.13", "GLIBCXX_FORCE_NEW"];
        Assert.Equal("GLIBCXX_3.4.30", StandardLibrary.FindNewest(versions));
    }

    [Fact]
    public void Newest_of_none_is_null() => Assert.Null(StandardLibrary.FindNewest(["CXXABI_1.3.13"]));

    [Fact]
    public void Path_is_read_from_a_memory_map()
    {
        string[] maps =
        [
            "7f1c-7f1d r--p 00000000 fe:01 12   /usr/lib/x86_64-linux-gnu/libc.so.6",
            "7f1e-7f1f rw-p 00000000 00:00 0 ",
            "7f2c-7f2d r-xp 0009a000 fe:01 34   /opt/a b/libstdc++.so.6.0.30",
        ];
        Assert.Equal("/opt/a b/libstdc++.so.6.0.30", StandardLibrary.FindPath(maps));
        Assert.Null(StandardLibrary.FindPath(maps[..2]));
    }

    [Fact]
    public void This_system_has_one_if_it_is_linux()
    {
        var library = StandardLibrary.Find();
        Assert.Equal(OperatingSystem.IsLinux(), library is not null);
        if (library is null)
            return;
        Assert.True(File.Exists(library.Path));
        Assert.Contains("GLIBCXX_3.4", library.Versions);
        Assert.StartsWith("GLIBCXX_3.4.", library.Newest, StringComparison.Ordinal);
    }
}
