namespace L2BN.Results.Tests;

public sealed class ResultsFileTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_text_that_cannot_be_put_in_place_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_temporary.File("taken"));
        Assert.Throws<ResultsException>(() => ResultsFile.Write(_temporary.File("taken"), "text"));
        Assert.Empty(Directory.EnumerateFiles(_temporary.Path));
    }

    [Fact]
    public void Text_is_UTF8_without_a_mark()
    {
        ResultsFile.Write(_temporary.File("a"), "√D");
        Assert.Equal("√D"u8.ToArray(), File.ReadAllBytes(_temporary.File("a")));
        Assert.Equal("√D", ResultsFile.Read(_temporary.File("a")));
    }

    [Fact]
    public void Bytes_are_written_as_they_are()
    {
        ResultsFile.Write(_temporary.File("a"), (byte[])[0, 255, 13, 10]);
        Assert.Equal([0, 255, 13, 10], File.ReadAllBytes(_temporary.File("a")));
        Assert.Throws<ResultsException>(() => ResultsFile.Write(_temporary.File("none/a"), (byte[])[1]));
    }

    [Fact]
    public void An_impossible_path_is_refused_like_a_missing_one() =>
        Assert.Throws<ResultsException>(() => ResultsFile.PrepareFolder(_temporary.File("a\0b")));
}
