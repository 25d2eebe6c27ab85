namespace L2BN.Data;

/// <summary>A file and the class of its folder.</summary>
internal readonly record struct LabelledFile(string Path, int Label);

/// <summary>The files of one split, class by class.</summary>
internal sealed record FolderSplit(string Folder, IReadOnlyList<string> Classes, IReadOnlyList<LabelledFile> Files);
