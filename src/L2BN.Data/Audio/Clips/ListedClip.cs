namespace L2BN.Data.Audio;

/// <summary>A clip as the metadata lists it, before anybody looked whether it is there.</summary>
/// <param name="Name">Name inside the data set, with forward slashes.</param>
/// <param name="Path">Where it should lie.</param>
/// <param name="Label">Its class.</param>
internal sealed record ListedClip(string Name, string Path, int Label);
