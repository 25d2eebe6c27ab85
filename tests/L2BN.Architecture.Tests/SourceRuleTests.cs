using System.Text.RegularExpressions;
using L2BN.TestSupport;

namespace L2BN.Architecture.Tests;

/// <summary>What has one implementation for all of src/: parsing numbers, and writing files.</summary>
public partial class SourceRuleTests
{
    // Files that write by themselves, and why they may.
    private static readonly Dictionary<string, string> s_writers = new()
    {
        ["L2BN.Core/AtomicFile.cs"] = "the writer itself",
        ["L2BN.Core/DurableFile.cs"] = "adds lines to a log",
        ["L2BN.Results/ResultsFile.cs"] = "tests whether a folder can be written",
        ["L2BN.Core/OwnFile.cs"] = "locks, and parts of downloads",
        ["L2BN.Results/FolderClaim.cs"] = "a lock file",
        ["L2BN.Results/FolderOwner.cs"] = "stands for a lock where there are none",
        ["L2BN.Results/ProcessMemory.cs"] = "resets a counter of the kernel in /proc",
        ["L2BN/Native/Loading/PatchedLibrary.cs"] = "a temporary folder that is deleted after loading",
        ["L2BN.Data/Archives/ArchiveSink.cs"] = "unpacks into a folder that is moved when it is complete",
        ["L2BN.Data/Download/DatasetDownload.cs"] = "a lock file, and copies into a folder that is moved when it is complete",
        ["L2BN.Data/Download/FileDownload.cs"] = "parts of a download, which are continued",
        ["L2BN.Data/Download/FolderMerge.cs"] = "moves complete files",
        ["L2BN.Data/Download/Sha256Sums.cs"] = "a folder that is moved when it is complete",
        ["L2BN.Data/Audio/Caching/FeatureCache.cs"] = "a cache, whose files need not survive a power failure",
        ["L2BN.Data/Idx/IdxWriter.cs"] = "made for build/make-fashion-mnist-mini.cs",
    };

    private static IEnumerable<(string Name, string Text)> Files => Repository.SourceFiles("src")
        .Select(path => (path["src/".Length..], File.ReadAllText(Repository.PathOf(path))));

    [Fact]
    public void Numbers_are_parsed_in_one_place() => Assert.Empty(Files
        .Where(file => file.Name != "L2BN.Core/NumberText.cs")
        .SelectMany(file => Parsing().Matches(file.Text).Select(match => $"{file.Name}: {match.Value}")));

    [Fact]
    public void Files_are_written_by_AtomicFile_only() => Assert.Empty(Files
        .Where(file => !s_writers.ContainsKey(file.Name))
        .SelectMany(file => Writing().Matches(file.Text).Select(match => $"{file.Name}: {match.Value}")));

    // .NET's own flush hides that the disk refused.
    [Fact]
    public void Files_are_flushed_to_the_disk_by_DurableFile_only() => Assert.Equal(["L2BN.Core/DurableFile.cs"], Files
        .Where(file => Flushing().IsMatch(file.Text))
        .Select(file => file.Name));

    [Fact]
    public void Exceptions_are_still_needed() =>
        Assert.All(s_writers.Keys, name => Assert.Matches(Writing(), File.ReadAllText(Repository.PathOf("src", name))));

    [Theory]
    [InlineData("double.Parse(text)", true)]
    [InlineData("int.TryParse(text, out int n)", true)]
    [InlineData("Convert.ToInt32(text)", true)]
    [InlineData("Enum.TryParse(text, out Kind kind)", true)]
    [InlineData("T.TryParse(text, null, out T value)", true)]
    [InlineData("NormSpec.Parse(text)", false)]
    [InlineData("NumberText.TryParse(text, out int n)", false)]
    public void Calls_that_parse_numbers_are_found(string code, bool found) => Assert.Equal(found, Parsing().IsMatch(code));

    // Enum.TryParse takes any number for a value of any enum.
    [GeneratedRegex(
        @"\b(?:s?byte|u?short|u?int|u?long|nu?int|Half|float|double|decimal|"
            + @"U?Int(?:16|32|64|128)|Single|Double|Decimal|BigInteger|Enum|T|TNumber|TSelf)\.(?:Try)?Parse(?:Exact)?\b|"
            + @"\bConvert\.To(?:Double|Single|Decimal|U?Int\d+|S?Byte)\b|\bUtf8Parser\b")]
    private static partial Regex Parsing();

    [GeneratedRegex(
        @"\bFile\.(?:Write\w+|Append\w+|Create|CreateText|Open|OpenWrite|OpenHandle|Copy|Move|Replace)\(|"
            + @"\bnew FileStream\((?![^;]*FileAccess\.Read\b)|"
            + @"\bFileStream \w+ = new\((?![^;]*FileAccess\.Read\b)|"
            + @"\bnew StreamWriter\(|\bFileMode\.(?:Create|CreateNew|Append|OpenOrCreate|Truncate)\b")]
    private static partial Regex Writing();

    [GeneratedRegex(@"\bflushToDisk:|\.Flush\(true\)|\bFlushToDisk\(|\bFileOptions\.WriteThrough\b|""fsync""(?!, SetLastError)")]
    private static partial Regex Flushing();
}
