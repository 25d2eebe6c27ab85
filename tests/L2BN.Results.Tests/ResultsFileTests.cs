namespace L2BN.Results.Tests;

public sealed class ResultsFileTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_text_that_cannot_be_put_in_place_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_temporary.PathOf("taken"));
        Assert.Throws<ResultsException>(() => ResultsFile.Write(_temporary.PathOf("taken"), "text"));
        Assert.Empty(Directory.EnumerateFiles(_temporary.Folder));
    }

    [Fact]
    public void Text_is_UTF8_without_a_mark()
    {
        ResultsFile.Write(_temporary.PathOf("a"), "√D");
        Assert.Equal("√D"u8.ToArray(), File.ReadAllBytes(_temporary.PathOf("a")));
        Assert.Equal("√D", ResultsFile.Read(_temporary.PathOf("a")));
    }

    [Fact]
    public void Bytes_are_written_as_they_are()
    {
        ResultsFile.Write(_temporary.PathOf("a"), (byte[])[0, 255, 13, 10]);
        Assert.Equal([0, 255, 13, 10], File.ReadAllBytes(_temporary.PathOf("a")));
        Assert.Throws<ResultsException>(() => ResultsFile.Write(_temporary.PathOf("none/a"), (byte[])[1]));
    }

    [Fact]
    public void An_impossible_path_is_refused_like_a_missing_one() =>
        Assert.Throws<ResultsException>(() => ResultsFile.PrepareFolder(_temporary.PathOf("a\0b")));
}
