using System.Runtime.InteropServices;

namespace L2BN.Results.Tests;

public class MachineFactsTests
{
    [Fact]
    public void Facts_are_about_this_machine()
    {
        EnvironmentRecord facts = MachineFacts.Read(threads: 3);
        Assert.Equal((3, Environment.ProcessorCount), (facts.Threads, facts.Cores));
        Assert.All([facts.Version, facts.Os, facts.Runtime, facts.Processor], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.True(facts.MemoryBytes > 1 << 27, $"{facts.MemoryBytes} bytes");
    }

    [Fact]
    public void The_memory_of_Linux_is_the_kernels()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string line = File.ReadLines("/proc/meminfo").First(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        Assert.Equal(long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024, MachineFacts.Read(1).MemoryBytes);
    }

    [Fact]
    public void Peak_memory_does_not_fall()
    {
        long before = ProcessMemory.ReadPeak() ?? 0;
        byte[] block = GC.AllocateUninitializedArray<byte>(64 << 20, pinned: true);
        for (int page = 0; page < block.Length; page += 4096)
            block[page] = 1;
        long after = ProcessMemory.ReadPeak() ?? 0;
        Assert.True(after >= before, $"{before} then {after}");
        if (OperatingSystem.IsLinux())
            Assert.True(after >= 64 << 20, $"{after} bytes after touching 64 MiB");
    }

    [Fact]
    public unsafe void A_reset_peak_forgets_what_was_given_back()
    {
        const int Size = 128 << 20;
        void* block = NativeMemory.Alloc(Size);
        NativeMemory.Fill(block, Size, 1);
        long? before = ProcessMemory.ReadPeak();
        NativeMemory.Free(block);
        bool reset = ProcessMemory.ResetPeak();
        Assert.True(!reset || ProcessMemory.ReadPeak() < before - Size / 2, $"{before} then {ProcessMemory.ReadPeak()}");
        Assert.True(!reset || OperatingSystem.IsLinux());
    }

    [Theory, InlineData("/proc/cpuinfo", "no such key"), InlineData("/no/such/file", "x")]
    public void What_is_not_there_is_null(string path, string key) => Assert.Null(ProcFile.Value(path, key, ':'));

    [Fact]
    public void Values_keep_their_separators()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "noise\nurl : http://a:b\nVmHWM:\t  12 kB\n");
        Assert.Equal(("http://a:b", 12288L), (ProcFile.Value(path, "url", ':'), ProcFile.Kilobytes(path, "VmHWM")));
        File.Delete(path);
    }
}
