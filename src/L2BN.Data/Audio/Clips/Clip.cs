namespace L2BN.Data.Audio;

/// <summary>One labelled sound file.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name inside the data set, with forward slashes.</param>
/// <param name="Label">Its class.</param>
/// <param name="Hash">SHA-256 of the file, 64 lower-case hex digits.</param>
public sealed record Clip(string Path, string Name, int Label, string Hash);
