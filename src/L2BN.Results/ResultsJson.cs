using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace L2BN.Results;

/// <summary>
/// JSON of the result records: snake_case, every property present, a number that does not exist is null (never NaN), and doubles read back
/// exactly.
/// </summary>
public static class ResultsJson
{
    internal static ResultsContext Line { get; } = new(Options(indented: false));

    internal static ResultsContext Indented { get; } = new(Options(indented: true));

    /// <summary>A record on exactly one line, without a line end: what <c>--json</c> prints, or one epoch of a run's log.</summary>
    /// <param name="record">A record of <c>L2BN.Results.Output</c>, a summary or an epoch.</param>
    /// <exception cref="NotSupportedException">The type is not one of these.</exception>
    public static string Serialize<T>(T record)
        where T : class =>
        JsonSerializer.Serialize(
            record,
            (JsonTypeInfo<T>)(
                Line.GetTypeInfo(typeof(T))
                ?? throw new NotSupportedException($"Expected a record that ResultsContext lists, got {typeof(T)}; add it there.")));

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="ResultsException">The text is not a comparison summary of schema 1.</exception>
    public static ComparisonSummary ParseSummary(string json) => Schema1(Parse(json, Line.ComparisonSummary, "the summary"));

    internal static T Parse<T>(string json, JsonTypeInfo<T> type, string where)
        where T : class
    {
        try
        {
            T record = JsonSerializer.Deserialize(json, type) ?? throw Unreadable(where, "it is null.", null);
            return RecordCheck.FindFault(record, type) is { } fault ? throw Unreadable(where, fault + ".", null) : record;
        }
        catch (JsonException error)
        {
            throw Unreadable(where, FirstLine(error.Message), error);
        }
    }

    internal static ComparisonSummary Schema1(ComparisonSummary summary) =>
        summary.Schema == 1 ? summary : throw new ResultsException(
            $"The summary has schema {summary.Schema}, this version reads schema 1. Use the version of l2bn that wrote it.");

    private static ResultsException Unreadable(string where, string why, Exception? cause) =>
        new($"Cannot read {where}: {why} Delete the file or its folder and run the command again.", cause);

    private static string FirstLine(string message) => message.ReplaceLineEndings(" ");

    // Relaxed escaping keeps paths and command lines readable; control characters and exotic line ends are still escaped.
    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        Converters = { new FiniteDoubleConverter() },
    };
}
