using System.Diagnostics;
using System.Text;
using L2BN.Formats.Safetensors;

namespace L2BN.Formats.Tests;

/// <summary>Files that attack a reader: each is refused with the project's own exception that names the file.</summary>
public sealed class HostileFileTests : TemporaryFolder
{
    public static TheoryData<string, byte[]> Files
    {
        get
        {
            var files = new TheoryData<string, byte[]>();
            IEnumerable<(string, byte[])> headers = Headers().Select(h => ($"header {h}", RawFile.Of(h, 8)));
            foreach ((string name, byte[] bytes) in Lengths().Concat(headers).Concat(Special()))
                files.Add(name, bytes);
            return files;
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Is_refused(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf("a.safetensors"), bytes);
        var clock = Stopwatch.StartNew();
        FileFormatException refusal = Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(PathOf("a.safetensors")).Dispose());
        Assert.Equal(PathOf("a.safetensors"), refusal.File);
        Assert.StartsWith(PathOf("a.safetensors"), refusal.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), name);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("")]
    [InlineData("nul\0name")]
    public void A_path_that_is_no_file_is_refused(string name) =>
        Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(name.Length == 0 ? Folder : Path.Combine(Folder, name)));

    [Fact]
    public void A_pipe_is_refused_at_once()
    {
        if (OperatingSystem.IsWindows())
            return;
        string pipe = Path.Combine(Folder, "pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
            make.WaitForExit();
        Assert.True(Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(pipe)).IsUnreadable);
        Assert.True(Assert.Throws<FileFormatException>(() => SafetensorsFile.Open("/dev/zero")).IsUnreadable);
    }

    // The first bytes of torch.save (now and before version 1.6), of Keras, and of a header that was cut off and begins as a pickle does.
    [Theory]
    [InlineData("504B0304000008080000", "zip archive", "torch.load")]
    [InlineData("80028A0A6CFC9C46F920", "pickle", "torch.load")]
    [InlineData("894844460D0A1A0A0000", "HDF5", "save_file")]
    [InlineData("80020100000000007B7D", "header of 66176 bytes", "66176")]
    public void Weights_of_other_programs_are_recognized(string start, string found, string advice)
    {
        File.WriteAllBytes(PathOf("weights.pth"), Convert.FromHexString(start));
        string message = Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(PathOf("weights.pth"))).Message;
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_git_lfs_pointer_has_a_message_of_its_own()
    {
        File.WriteAllText(PathOf("a.safetensors"), "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n");
        Assert.Contains(
            "git lfs pull",
            Assert.Throws<FileFormatException>(() => SafetensorsFile.Open(PathOf("a.safetensors"))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Unusual files that are valid are read.</summary>
    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4)]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0,5],\"data_offsets\":[0,0]},\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
        1)]
    [InlineData("{\"../../x\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8)]
    [InlineData(
        "{\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[3,4]},\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}",
        4)]
    [InlineData(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"A\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}   ",
        2)]
    public void Is_read(string header, int buffer)
    {
        File.WriteAllBytes(PathOf("a.safetensors"), RawFile.Of(header, buffer));
        using var file = SafetensorsFile.Open(PathOf("a.safetensors"));
        Assert.Equal(buffer, file.Entries.Sum(entry => entry.Bytes));
    }

    private static IEnumerable<(string, byte[])> Lengths()
    {
        byte[] brace = "{}"u8.ToArray();
        yield return ("empty", []);
        yield return ("7 bytes", new byte[7]);
        yield return ("N = 0", new byte[8]);
        yield return ("N = 1", RawFile.Of("{", 0));
        foreach (ulong n in new ulong[] { 1, 3, 100_000_001, 1UL << 63, ulong.MaxValue, ulong.MaxValue - 7 })
            yield return ($"N says {n}", RawFile.Of(brace, 0, n));
        yield return ("one trailing byte", RawFile.Of(brace, 1));
        yield return ("appended zip", [.. RawFile.Of(brace, 0), .. "PK\x5\x6"u8, .. new byte[18]]);
        yield return ("two bytes missing", RawFile.Of($"{{\"a\":{RawFile.Entry("F32", "[2]", "[0,8]")}}}", 6));
    }

    private static IEnumerable<string> Headers()
    {
        string good = RawFile.Entry("F32", "[2]", "[0,8]");
        yield return "[]";
        yield return "null";
        yield return "{}\0";
        yield return "\uFEFF{}";
        yield return "  {}";
        yield return "{\"a\":1}";
        yield return $"{{\"a\":{good},}}";
        yield return $"{{\"a\":{good}}}{{}}";
        yield return $"{{\"a\":{good},\"a\":{good}}}";
        yield return $"{{\"a\":{good},\"\\u0061\":{good}}}";
        yield return $"{{\"a\":{good},\"b\":{good}}}";
        yield return $"{{\"\\ud800\":{good}}}";
        yield return $"{{\"__metadata__\":{good}}}";
        foreach (string text in new[] { "1", "null", "{}", "[]" })
            yield return $"{{\"__metadata__\":{{\"k\":{text}}},\"a\":{good}}}";
        yield return $"{{\"__metadata__\":{{\"k\":\"1\",\"k\":\"2\"}},\"a\":{good}}}";
        yield return $"{{\"__metadata__\":null,\"a\":{good}}}";
        foreach (string type in new[] { "F128", "f32", "", "11", "13", "99", "-1", " F32", "F4", "F32, F64", "F32,F32" })
            yield return $"{{\"a\":{RawFile.Entry(type, "[2]", "[0,8]")}}}";
        string[] shapes =
        [
            "[-1]", "[-2]", "[9223372036854775808]", "[2,18446744073709551614]", "[2,9223372036854775807]",
            "[4611686018427387904,4611686018427387904,0]", "[2.0]", "[2e0]", "[\"2\"]", "[null]", "[[2]]", "2", "{}", "[3]", "[1]",
            $"[{string.Join(",", Enumerable.Repeat("9", 1000))}]",
        ];
        foreach (string shape in shapes)
            yield return $"{{\"a\":{RawFile.Entry("F32", shape, "[0,8]")}}}";
        string[] offsetTexts =
        [
            "[8,0]", "[-8,0]", "[1,9]", "[0,9]", "[0,7]", "[0,8.0]", "[0,8e0]", "[\"0\",8]", "[0,18446744073709551616]", "[0]",
            "[0,4,8]", "[]", "8",
        ];
        foreach (string offsets in offsetTexts)
            yield return $"{{\"a\":{RawFile.Entry("F32", "[2]", offsets)}}}";
        yield return $"{{\"a\":{RawFile.Entry("F32", "[1]", "[0,4]")},\"b\":{RawFile.Entry("F32", "[1]", "[3,7]")}}}";
        yield return $"{{\"a\":{RawFile.Entry("U8", "[3]", "[0,3]")},\"b\":{RawFile.Entry("F32", "[1]", "[4,8]")}}}";
        yield return "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}";
        yield return "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}";
        yield return "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"offsets\":[0,8]}}";
        yield return "{\"a\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}}";
    }

    private static IEnumerable<(string, byte[])> Special()
    {
        yield return ("invalid UTF-8", RawFile.Of([.. "{\"a\xC3"u8[..3], 0xC3, 0x28, .. "\":{}}"u8], 0));
        yield return ("nested 10,000 deep", RawFile.Of($"{{\"a\":{new string('[', 10_000)}{new string(']', 10_000)}}}", 0));
        yield return ("nested objects", RawFile.Of(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000), 0));
        yield return ("100,000 tensors on the same bytes", RawFile.Of(Many(100_000, _ => RawFile.Entry("F32", "[2]", "[0,8]")), 8));
        yield return ("a pickle", "\x80\x02}q\x00."u8.ToArray());
        yield return ("a zip", [.. "PK\x3\x4"u8, .. new byte[60]]);
        yield return ("1 MB name", RawFile.Of($"{{\"{new string('n', 1 << 20)}\":{RawFile.Entry("F32", "[2]", "[0,9]")}}}", 9));
    }

    private static string Many(int count, Func<int, string> entry)
    {
        var text = new StringBuilder("{");
        for (int i = 0; i < count; i++)
            text.Append(i == 0 ? "" : ",").Append($"\"t{i}\":").Append(entry(i));
        return text.Append('}').ToString();
    }
}
