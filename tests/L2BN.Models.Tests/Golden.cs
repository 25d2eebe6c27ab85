using System.Text.Json;

namespace L2BN.Models.Tests;

/// <summary>What torchvision gave (tests/Golden/models/make_models.py).</summary>
internal static class Golden
{
    public static readonly string[] Models =
        ["resnet18_imagenet", "resnet34_imagenet", "resnet50_imagenet", "mobilenet_v2_imagenet", "vgg16", "densenet_bc100"];

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static string[] State(string model) => File.ReadAllLines(Path.Combine(s_folder, $"state-{model}.txt"));

    public static Outputs Read(string model)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, "outputs.json")));
        return document.RootElement.GetProperty(model).Deserialize<Outputs>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Flattened values; <paramref name="Gradient"/> of mean(y²) by the first parameter, first 16 values.</summary>
    public sealed record Outputs(long[] Input, double[] Eval, double[] Train, double[] Gradient)
    {
        [System.Text.Json.Serialization.JsonPropertyName("running_var")]
        public double[] RunningVariance { get; init; } = [];
    }
}
