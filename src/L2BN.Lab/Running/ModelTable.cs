using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using L2BN.Lab.Benchmarking;

namespace L2BN.Lab.Running;

/// <summary>The zoo as rows of text.</summary>
internal static class ModelTable
{
    public static string[] Head(bool timed) => timed
        ? ["model", "input", "parameters", "multiply-adds", "batch", "bn ms", "l2bn ms", "bn MiB", "l2bn MiB"]
        : ["model", "input", "parameters", "multiply-adds", "norms"];

    public static string[] Cells(ModelRow row, bool timed)
    {
        string[] own = [row.Name, string.Join('×', row.Input), Whole(row.Parameters), Whole(row.MultiplyAdds)];
        return timed
            ? [.. own, $"{row.Batch}", Ms(row.Bn), Ms(row.L2bn), MiB(row.Bn), MiB(row.L2bn)]
            : [.. own, string.Join(", ", row.Norms)];
    }

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

    private static string Ms(StepCost? cost) => cost is null ? "" : cost.MsPerStep.ToString("F1", CultureInfo.InvariantCulture);

    private static string MiB(StepCost? cost) => cost?.PeakMemoryBytes is long bytes ? (bytes >> 20).ToString(CultureInfo.InvariantCulture) : "";
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
    public StepCost? Bn { get; init; }
    public StepCost? L2bn { get; init; }
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
