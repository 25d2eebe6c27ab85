using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using L2BN.Lab.Bench;

namespace L2BN.Lab.Models;

/// <summary>The zoo as rows of text.</summary>
internal static class ModelTable
{
    private static readonly string[] s_head = ["model", "input", "parameters", "multiply-adds", "norms"];

    /// <summary>A line for each model.</summary>
    public static IReadOnlyList<string[]> Of(IReadOnlyList<ModelRow> models) =>
        [s_head, .. models.Select(row => (string[])[row.Name, string.Join('×', row.Input), Whole(row.Parameters), Whole(row.MultiplyAdds), string.Join(", ", row.Norms)])];

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
            if (i == 0) text.Append("|---|").Insert(text.Length, "---:|", table[0].Length - 1).Append('\n');
        }

        return text.ToString();
    }

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}

/// <summary>One model of <c>l2bn models --json</c>.</summary>
internal sealed record ModelRow
{
    public required string Name { get; init; }
    public required IReadOnlyList<int> Input { get; init; }
    public required int Classes { get; init; }
    public required long Parameters { get; init; }
    public required long MultiplyAdds { get; init; }
    public required IReadOnlyList<string> Norms { get; init; }
    public required string Description { get; init; }
    public int? Batch { get; init; }

    /// <summary>Shape of the samples that steps were timed on.</summary>
    public IReadOnlyList<int>? Sample { get; init; }

    /// <summary>One entry per norm; null where nothing was timed.</summary>
    public IReadOnlyList<StepCost>? Costs { get; init; }
}

/// <summary>What <c>l2bn models --json</c> prints.</summary>
internal sealed record ModelsRecord
{
    public int Schema { get; init; } = 1;
    public required IReadOnlyList<ModelRow> Models { get; init; }
}

/// <summary>Snake case, one line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelsRecord))]
internal sealed partial class ModelsJson : JsonSerializerContext
{
    public static string Line(ModelsRecord record) => JsonSerializer.Serialize(record, Default.ModelsRecord);
}
