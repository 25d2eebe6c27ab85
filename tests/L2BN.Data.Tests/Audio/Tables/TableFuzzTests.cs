using System.Text;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Tables;
using L2BN.Data.Catalog;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Tables;

public class TableFuzzTests
{
    private static readonly byte[][] s_tokens =
        [.. ((string[])[",", "\"", "\"\"", "\r\n", "\n", "\r", "\t", "\uFEFF", "../", "/", "\0", "١", "-1", "NaN", "1,5", "True", "audio/",
            "filename", "scene_label"]).Select(Encoding.UTF8.GetBytes)];

    [Fact]
    public void Changed_tables_are_read_or_refused() => Fuzz.Run(Corpus(), s_tokens, file =>
    {
        foreach (TableRow row in Table.Parse("t.csv", file, ',').Rows)
            Assert.All(row.Fields, field => Assert.InRange(field.Length, 0, file.Length));
    });

    [Fact]
    public void Changed_metadata_never_leads_out_of_the_folder()
    {
        using var folder = new TempFolder();
        folder.WriteEsc(classes: 10);
        byte[] table = File.ReadAllBytes(folder.Path("meta/esc50.csv"));
        var options = new DataOptions { Directory = folder.Root, CacheDirectory = "" };
        Fuzz.Run([table], s_tokens, file =>
        {
            folder.Write("meta/esc50.csv", file.Length > 0 ? file : [0]);
            DataSplits data = DatasetCatalog.Open("esc10", options);
            Assert.All(((ClipDataset)data.Train).Clips,
                clip => Assert.StartsWith(folder.Root + Path.DirectorySeparatorChar, Path.GetFullPath(clip.Path),
                StringComparison.Ordinal));
        }, count: 200);
    }

    private static byte[][] Corpus() =>
    [
        "filename,fold,target,category,esc10,src_file,take\n1-1-A-0.wav,1,0,dog,True,1,A\n2-1-A-1.wav,2,1,cat,False,2,B\n"u8.ToArray(),
        "a,b\r\n\"x \"\"y\"\"\",\"z\r\nw\"\r\n1,2\r\n"u8.ToArray(),
        "\uFEFFä,ö\nü,ß\n"u8.ToArray(),
    ];
}
