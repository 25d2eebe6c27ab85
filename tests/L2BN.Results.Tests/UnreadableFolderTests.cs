namespace L2BN.Results.Tests;

public sealed class UnreadableFolderTests : TemporaryFolder
{
    [Fact]
    public void A_folder_whose_names_cannot_be_listed_is_refused_by_name()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        string folder = PathOf("folder");
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            Assert.SkipWhen(CanList(folder), "The system's administrator may list every folder.");
            Action[] readers =
            [
                () => ComparisonFolder.HasRuns(folder),
                () => ComparisonFolder.FindIn(folder),
                () => RunFolder.FindRemains(folder),
                () => ResultsFile.Clean(folder),
                () => FolderClaim.TakeUnused(folder),
            ];
            Assert.All(readers, reader => Refusal.Says($"'{folder}': Access to the path", reader));
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool CanList(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder).Length >= 0;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
