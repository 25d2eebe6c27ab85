namespace L2BN.Reporting;

/// <summary>A picture of a report as a file of its own.</summary>
/// <param name="Name">File name without extension: lower case, digits and hyphens, unique in its report.</param>
/// <param name="Chart">The picture, with title and names of the arms.</param>
public sealed record ReportPicture(string Name, Chart Chart);
