namespace L2BN.Data.Audio;

/// <summary>One row of a table.</summary>
/// <param name="Line">Line of the file it begins on, from 1.</param>
/// <param name="Fields">Its fields, unquoted.</param>
internal sealed record TableRow(int Line, string[] Fields);
