using System.Globalization;
using System.Text.Json.Serialization;
using L2BN.Data;
using L2BN.Data.Splits;

namespace L2BN.Training.Checkpoints;

/// <summary>What a checkpoint says of the run it is from: enough to build its model, to feed it, and to notice what has changed.</summary>
public sealed record CheckpointFacts
{
    private const long MostValues = 1 << 28;

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The norm with its options, as <c>l2bn(eps=0.001)</c>; it decides the scale too.</summary>
    public required string Norm { get; init; }

    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Checksum of the data.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>Names of the classes, in the order of the model's outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Channels, height and width of the data's samples.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary><see cref="Shape"/> as a shape.</summary>
    [JsonIgnore]
    public SampleShape SampleShape => new(Shape[0], Shape[1], Shape[2]);

    /// <summary>Mean of each channel, subtracted from every sample.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>Standard deviation of each channel, that every sample is divided by.</summary>
    public required IReadOnlyList<float> Std { get; init; }

    /// <summary>Options that decide what is computed, by their command-line name without dashes.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Versions of everything that numbers depend on, by name.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Threads of torch's operators.</summary>
    public required int Threads { get; init; }

    /// <summary>The facts of a run on <paramref name="data"/>; options and versions are left to the caller.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="norm">The norm with its options.</param>
    /// <param name="name">Name of the data set.</param>
    /// <param name="data">The data as they were opened.</param>
    /// <param name="threads">Threads of torch's operators.</param>
    public static CheckpointFacts Create(string model, string norm, string name, DataSplits data, int threads) => new()
    {
        Model = model,
        Norm = norm,
        Data = name,
        DataFingerprint = data.Fingerprint,
        Classes = data.Train.Classes,
        Shape = [data.Train.Shape.Channels, data.Train.Shape.Height, data.Train.Shape.Width],
        Mean = data.Normalization.Mean,
        Std = data.Normalization.Std,
        Threads = threads,
    };

    /// <summary>The facts as JSON, for files of other formats.</summary>
    public string ToJson() => CheckpointJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="text">The JSON.</param>
    /// <exception cref="System.Text.Json.JsonException">It is not such a text, or the facts are impossible.</exception>
    public static CheckpointFacts FromJson(string text) => CheckpointJson.ReadFacts(text);

    /// <summary>What is wrong with facts that were read from a file, for a message; null for nothing.</summary>
    internal string? FindFault()
    {
        if (Shape.Count != 3 || Shape.Any(size => size < 1) || Shape.Aggregate((Int128)1, (product, size) => product * size) > MostValues)
            return $"expected a shape of three numbers above 0 with at most {MostValues} values, got [{Text(Shape)}]";
        if (Classes.Count == 0 || Classes.Any(name => name is null))
            return "expected at least one class, each with a name, got others";
        if (Mean.Count != Shape[0]
            || Std.Count != Shape[0]
            || !Mean.All(float.IsFinite)
            || Std.Any(std => !(std > 0 && float.IsFinite(std))))
            return $"expected a finite mean and a standard deviation above 0 for each of {Shape[0]} channels, "
                + $"got [{Text(Mean)}] and [{Text(Std)}]";
        return Options.Concat(Versions).Any(item => item.Value is null) ? "expected a text for each option and version, got none" : null;
    }

    /// <summary>What differs from <paramref name="now"/>, a sentence each; empty where a continued run gives the bits of an unbroken
    /// one.</summary>
    public IReadOnlyList<string> Changes(CheckpointFacts now) =>
        [
            .. Change("model", Model, now.Model),
            .. Change("norm", Norm, now.Norm),
            .. Change("data", Data, now.Data),
            .. Change("data's checksum", DataFingerprint, now.DataFingerprint),
            .. Change("number of threads", $"{Threads}", $"{now.Threads}"),
            .. Change("list of classes", Text(Classes), Text(now.Classes)),
            .. Change("shape of the samples", Text(Shape), Text(now.Shape)),
            .. Change("mean of the channels", Text(Mean), Text(now.Mean)),
            .. Change("standard deviation of the channels", Text(Std), Text(now.Std)),
            .. Options.Keys.Union(now.Options.Keys).SelectMany(key => Change($"option {key}", Text(Options, key), Text(now.Options, key))),
            .. Versions
                .Keys.Union(now.Versions.Keys)
                .SelectMany(key => Change($"version of {key}", Text(Versions, key), Text(now.Versions, key))),
        ];

    private static string Text<T>(IReadOnlyList<T> values) =>
        string.Join(", ", values.Select(value => value is float number ? number.ToString("R", CultureInfo.InvariantCulture) : $"{value}"));

    private static string Text(IReadOnlyDictionary<string, string> texts, string key) => texts.GetValueOrDefault(key, "nothing");

    private static IEnumerable<string> Change(string what, string before, string now) =>
        before == now ? [] : [$"the {what} was {before} and is {now}"];
}
