using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using L2BN.Training;

namespace L2BN.Experiments;

/// <summary>Every training option by its command-line name, as text that is equal only for equal values.</summary>
/// <remarks>Read from the type itself: an option that is added to it cannot be forgotten here, which would mix runs that differ in it.</remarks>
internal static partial class TrainingFacts
{
    public static IReadOnlyDictionary<string, string> Of(TrainerOptions options) => typeof(TrainerOptions).GetProperties()
        .OrderBy(property => property.MetadataToken)
        .ToDictionary(property => Name(property.Name), property => Text(property.GetValue(options)));

    private static string Name(string property) => property == nameof(TrainerOptions.LearningRate)
        ? "lr"
        : CapitalInside().Replace(property, "-$0").ToLowerInvariant();

    private static string Text(object? value) => value switch
    {
        null => "none",
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(',', list.Cast<object?>().Select(Text)),
        _ => value.ToString() ?? "",
    };

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex CapitalInside();
}
