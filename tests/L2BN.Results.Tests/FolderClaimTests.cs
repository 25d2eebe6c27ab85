namespace L2BN.Results.Tests;

public sealed class FolderClaimTests : TemporaryFolder
{
    public enum FileSystem
    {
        WithLocks,
        WithoutLocks,
    }

    [Theory]
    [InlineData(FileSystem.WithLocks)]
    [InlineData(FileSystem.WithoutLocks)]
    public void A_folder_has_one_claim_at_a_time(FileSystem fileSystem)
    {
        FolderClaim first = TryTake("run", fileSystem)!;
        Assert.Equal(PathOf("run"), first.FolderPath);
        Assert.Null(TryTake("run", fileSystem));
        using (FolderClaim? other = TryTake("other", fileSystem))
            Assert.NotNull(other);
        first.Dispose();
        using FolderClaim? second = TryTake("run", fileSystem);
        Assert.NotNull(second);
        first.Dispose();
        Assert.Null(TryTake("run", fileSystem));
    }

    [Fact]
    public void A_taken_folder_is_refused_by_name()
    {
        using var first = FolderClaim.Take(PathOf("run"));
        Refusal.Says($"Cannot write '{PathOf("run")}': another process is writing there", () => FolderClaim.Take(PathOf("run")));
    }

    [Fact]
    public void Without_locks_the_claim_of_a_process_that_died_does_not_count()
    {
        Directory.CreateDirectory(PathOf("run"));
        File.WriteAllText(PathOf("run/.lock-owner"), $"{Environment.MachineName}\n{Environment.ProcessId}\n12345");
        using FolderClaim? claim = TryTake("run", FileSystem.WithoutLocks);
        Assert.NotNull(claim);
    }

    [Fact]
    public async Task Without_locks_one_of_many_processes_gets_what_a_dead_one_had()
    {
        Directory.CreateDirectory(PathOf("run"));
        await File.WriteAllTextAsync(
            PathOf("run/.lock-owner"),
            $"{Environment.MachineName}\n{Environment.ProcessId}\n12345",
            TestContext.Current.CancellationToken);
        FolderClaim?[] claims = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => TryTake("run", FileSystem.WithoutLocks))));
        Assert.False(Assert.Single(claims.OfType<FolderClaim>()).HasLock);
    }

    [Fact]
    public void A_link_in_place_of_the_lock_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        Directory.CreateDirectory(PathOf("run"));
        File.CreateSymbolicLink(PathOf("run/.lock"), PathOf("victim"));
        Refusal.Says("got a link", () => FolderClaim.Take(PathOf("run")));
        Assert.False(File.Exists(PathOf("victim")));
    }

    [Fact]
    public void Without_locks_the_claim_of_another_machine_counts()
    {
        Directory.CreateDirectory(PathOf("run"));
        File.WriteAllText(PathOf("run/.lock-owner"), "another-machine\n1\n12345");
        Assert.Null(TryTake("run", FileSystem.WithoutLocks));
    }

    [Fact]
    public void A_new_folder_gets_a_number_where_its_name_is_taken()
    {
        using var first = FolderClaim.TakeUnused(PathOf("train-1"));
        using var second = FolderClaim.TakeUnused(PathOf("train-1"));
        Directory.CreateDirectory(PathOf("train-1-3"));
        File.WriteAllText(PathOf("train-1-3/run.json"), "an earlier run, whose process has ended");
        using var third = FolderClaim.TakeUnused(PathOf("train-1"));
        Assert.Equal(
            [PathOf("train-1"), PathOf("train-1-2"), PathOf("train-1-4")],
            new[] { first, second, third }.Select(claim => claim.FolderPath));
    }

    [Fact]
    public async Task Of_many_that_want_a_new_folder_at_once_each_gets_its_own()
    {
        FolderClaim[] claims = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => FolderClaim.TakeUnused(PathOf("run")))));
        Assert.Equal(claims.Length, claims.Select(claim => claim.FolderPath).Distinct().Count());
        foreach (FolderClaim claim in claims)
            claim.Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused()
    {
        File.WriteAllText(PathOf("file"), "");
        Refusal.Says("Cannot write", () => FolderClaim.Take(PathOf("file/run")));
    }

    private FolderClaim? TryTake(string name, FileSystem fileSystem) =>
        FolderClaim.TryTake(PathOf(name), fileSystem == FileSystem.WithLocks ? FileShare.None : FileShare.ReadWrite);
}
