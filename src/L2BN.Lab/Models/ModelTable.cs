using System.Globalization;
using System.Text;
using L2BN.Results.Output;

namespace L2BN.Lab.Models;

/// <summary>The networks as rows of text.</summary>
internal static class ModelTable
{
    private static readonly string[] s_head = ["model", "input", "parameters", "multiply-adds", "norms"];

    /// <summary>A line for each model.</summary>
    public static IReadOnlyList<string[]> Counted(IReadOnlyList<ModelRow> models) =>
        [
            s_head,
            .. models.Select(row =>
                (string[])
                    [row.Name, string.Join('×', row.Input), Whole(row.Parameters), Whole(row.MultiplyAdds), string.Join(", ", row.Norms)]),
        ];

    /// <summary>A line for each timed model and norm; ratios are over the first norm.</summary>
    public static IReadOnlyList<string[]> Timed(IReadOnlyList<ModelRow> models) =>
    [
        ["model", "sample", "batch", "norm", "ms/step", $"× {models[0].Costs![0].Norm}", "peak MiB"],
        .. models.SelectMany(row => row.Costs!.Select(cost => Cells(row, cost))),
    ];

    private static string[] Cells(ModelRow row, StepCost cost) =>
    [
        row.Name, string.Join('×', row.Sample!), $"{row.Batch}", cost.Norm, cost.MsPerStep.ToString("F1", CultureInfo.InvariantCulture),
        cost.Ratio.ToString("F2", CultureInfo.InvariantCulture), cost.PeakMemoryBytes is { } bytes ? $"{bytes >> 20}" : "",
    ];

    public static string Markdown(IReadOnlyList<string[]> table)
    {
        var text = new StringBuilder();
        for (int i = 0; i < table.Count; i++)
        {
            text.Append("| ").AppendJoin(" | ", table[i]).Append(" |\n");
            if (i == 0)
                text.Append("|---|").Insert(text.Length, "---:|", table[0].Length - 1).Append('\n');
        }

        return text.ToString();
    }

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
