namespace L2BN.Results.Tests;

public sealed class FreeMemoryTests : TemporaryFolder
{
    [Theory]
    [InlineData("1000", "700", "anon 600\ninactive_file 50\n", 350L)]
    [InlineData("1000", "1200", "anon 1200\n", 0L)]
    [InlineData("max", "700", "", null)]
    [InlineData(null, "700", "", null)]
    public void A_control_group_leaves_its_limit_less_what_cannot_be_given_back(string? limit, string used, string stat, long? free)
    {
        if (limit is not null)
            File.WriteAllText(PathOf("memory.max"), limit + "\n");
        File.WriteAllText(PathOf("memory.current"), used + "\n");
        File.WriteAllText(PathOf("memory.stat"), stat);
        Assert.Equal(free, FreeMemory.ReadGroup(Folder + "/"));
    }

    [Fact]
    public void There_is_some_on_Linux()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says it.");
        Assert.InRange(FreeMemory.Read()!.Value, 1, MachineFacts.Read(1).MemoryBytes);
    }
}
