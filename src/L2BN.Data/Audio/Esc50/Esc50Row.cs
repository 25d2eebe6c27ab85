namespace L2BN.Data.Audio;

/// <summary>What a row of ESC-50's table says about a clip.</summary>
/// <param name="Name">Name inside the data set.</param>
/// <param name="Path">Where it should lie.</param>
/// <param name="Fold">1 to 5.</param>
/// <param name="Target">Number of the class, 0 to 49.</param>
/// <param name="Category">Name of the class.</param>
internal sealed record Esc50Row(string Name, string Path, int Fold, int Target, string Category);
