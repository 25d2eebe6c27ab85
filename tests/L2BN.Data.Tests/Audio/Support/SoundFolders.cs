using System.Text;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Support;

/// <summary>Small data sets of generated sound in the layouts that are read.</summary>
internal static class SoundFolders
{
    internal static readonly string[] Scenes =
        ["airport", "bus", "metro", "metro_station", "park", "public_square", "shopping_mall", "street_pedestrian", "street_traffic",
            "tram"];

    /// <summary>A second of noise, another one for each seed.</summary>
    internal static byte[] Noise(uint seed, int rate = 8000, int bits = 16, int samples = 8000) =>
        WaveBuilder.Pcm(1, rate, bits,
            [.. Signals.Noise(samples, seed).Select(value => bits > 16 ? value << (bits - 16) : value >> (16 - bits))]);

    internal static string WriteText(this TempFolder folder, string name, string text) => folder.Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>ESC-50 layout: one clip per class and fold. Returns the table's rows.</summary>
    internal static List<string> WriteEsc(this TempFolder folder, int classes)
    {
        List<string> rows = ["filename,fold,target,category,esc10,src_file,take"];
        for (int fold = 1; fold <= 5; fold++)
        {
            for (int target = 0; target < classes; target++)
            {
                string file = $"{fold}-{100 * fold + target}-A-{target}.wav";
                folder.Write($"audio/{file}", Noise((uint)(100 * fold + target)));
                string category = $"sound_{(char)('z' - target % 26)}{target}";
                rows.Add($"{file},{fold},{target},{category},{(target < 10 ? "True" : "False")},{100 * fold + target},A");
            }
        }
        folder.WriteEscTable(rows);
        return rows;
    }

    internal static void WriteEscTable(this TempFolder folder, IEnumerable<string> rows) =>
        folder.WriteText("meta/esc50.csv", string.Join('\n', rows) + "\n");

    /// <summary>
    /// TAU layout, 24 bits at 44.1 kHz: two training clips and one test clip for each of ten scenes; fold1_train.csv ends its lines with LF
    /// and has none at the end, fold1_evaluate.csv has CRLF.
    /// </summary>
    internal static void WriteTau(this TempFolder folder, string extraTrain = "", string extraTest = "", int samples = 4410)
    {
        StringBuilder train = new("filename\tscene_label"), test = new("filename\tscene_label\r\n");
        for (int scene = 0; scene < Scenes.Length; scene++)
        {
            foreach (string device in (string[])["a", "b", "s4"])
            {
                string file = $"audio/{Scenes[scene]}-lisbon-1000-4000{scene}-{device}.wav";
                folder.Write(file, Noise((uint)(10 * scene + device.Length + device[0]), 44_100, 24, samples));
                if (device == "s4")
                    test.Append($"{file}\t{Scenes[scene]}\r\n");
                else
                    train.Append($"\n{file}\t{Scenes[scene]}");
            }
        }
        folder.WriteText("evaluation_setup/fold1_train.csv", train + extraTrain);
        folder.WriteText("evaluation_setup/fold1_evaluate.csv", test + extraTest);
    }
}
