using L2BN.Reporting;
using L2BN.Results.Output;

namespace L2BN.Lab.Bench;

/// <summary>The results of a benchmark as tables.</summary>
internal static class BenchTables
{
    public static void Print(BenchOutput record, TextWriter output)
    {
        output.WriteLine(
            $"\n{record.Machine.Processor}, {record.Machine.Threads} threads, {record.Machine.VectorBits}-bit vectors, "
                + $"triad {record.TriadGbS:F1} GB/s");
        output.WriteLine("Ratios are l2bn over the other, medians of paired rounds: below 1 l2bn is faster.\n");
        foreach (IGrouping<string, LayerRow> format in record.Layer.GroupBy(row => row.Format))
            PrintLayer(format, output);
        output.WriteLine(TextTable.Aligned([
            ["training step", "format", "batch", "l2bn ms", "bn ms", "composed ms", "none ms", "/bn", "±", "/composed", "share"],
            .. record.Network.Select(Cells)]));
        output.WriteLine("share: what norm and activation add with l2bn over what they add with bn.\n");
        if (record.Best is { } best)
            output.WriteLine(
                $"best against best, {best.Model}: l2bn {best.L2bnMs:F1} ms ({best.L2bnFormat}), bn {best.BnMs:F1} ms ({best.BnFormat}), "
                    + $"ratio {best.Ratio:F2}\n");
        output.WriteLine(TextTable.Aligned([["control", "l2bn ms", "other ms", "ratio"], .. record.Controls.Select(Cells)]));
        if (record.Compare is [var command, ..])
            output.WriteLine("\n" + TextTable.Aligned([
                [command.Command, "jobs", "threads", "seconds", "ratio"], .. record.Compare.Select(Cells)]));
    }

    private static void PrintLayer(IGrouping<string, LayerRow> rows, TextWriter output)
    {
        output.WriteLine(TextTable.Aligned([
            [$"layer, {rows.Key}", "pass", "act", "l2bn ms", "bn ms", "composed ms", "/bn", "±", "/composed", "GB/s"],
            .. rows.Select(Cells)]));
        foreach (IGrouping<(string Pass, string Act), LayerRow> group in rows.GroupBy(row => (row.Pass, row.Act)))
        {
            string composed = group.All(row => row.RatioComposed is not null)
                ? $", {Mean(group, row => row.RatioComposed!.Value):F2} of composed" : "";
            output.WriteLine(
                $"geometric mean, {group.Key.Pass}, {group.Key.Act}: {Mean(group, row => row.RatioBn):F2} of bn{composed}; "
                    + $"largest {group.Max(row => row.RatioBn):F2} of bn");
        }

        output.WriteLine();
    }

    private static string[] Cells(LayerRow row) =>
        [
            string.Join('×', row.Shape),
            row.Pass == "forward" ? "fwd" : "fwd+bwd",
            row.Act, $"{row.L2bnMs:F2}", $"{row.BnMs:F2}", Optional(row.ComposedMs), $"{row.RatioBn:F2}", $"{row.SpreadBn:F2}",
            Optional(row.RatioComposed), $"{row.GbS:F1}",
        ];

    private static string[] Cells(NetworkRow row) =>
    [
        row.Model, row.Format, $"{row.Batch}", $"{row.L2bnMs:F1}", $"{row.BnMs:F1}", Optional(row.ComposedMs, "F1"), $"{row.NoneMs:F1}",
        $"{row.RatioBn:F2}", $"{row.SpreadBn:F2}", Optional(row.RatioComposed), $"{row.ShareRatio:F2}",
    ];

    private static string[] Cells(CompareRow row) => ["", $"{row.Jobs}", $"{row.Threads}", $"{row.Seconds:F1}", $"{row.Ratio:F2}"];

    private static string[] Cells(ControlRow row) => [row.Name, $"{row.L2bnMs:F2}", $"{row.OtherMs:F2}", $"{row.Ratio:F2}"];

    private static string Optional(double? value, string format = "F2") => value?.ToString(format) ?? "–";

    private static double Mean(IEnumerable<LayerRow> rows, Func<LayerRow, double> ratio) =>
        Math.Exp(rows.Average(row => Math.Log(ratio(row))));
}
