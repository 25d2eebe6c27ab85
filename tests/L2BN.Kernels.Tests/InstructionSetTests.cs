using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace L2BN.Kernels.Tests;

/// <summary>The kernels' answers under each instruction set, in child processes that first assert that the switch took effect.</summary>
public sealed class InstructionSetTests
{
    private const string WidestVector = "L2BN_TEST_WIDEST_VECTOR";

    private static int Widest =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task Answers_do_not_depend_on_the_instruction_set(string variable, int widest)
    {
        Assert.SkipWhen(Widest <= widest, $"This machine has vectors of {Widest} bits; the other tests ran with them.");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] methods =
            ["The_switch_took_effect", "Every_combination_of_options", "Samples_of_any_magnitude_are_exact", "Rows_of_every_register",
                "Registers_round_like_the_specification"];
        foreach (string method in methods)
        {
            start.ArgumentList.Add("-method");
            start.ArgumentList.Add($"*.{method}");
        }

        start.Environment[variable] = "0";
        start.Environment[WidestVector] = $"{widest}";
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, await output);
        Assert.Contains("Failed: 0", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("Total: 0,", await output, StringComparison.Ordinal);
    }

    /// <summary>The premise of a child process; in the parent there is no switch, and the widest vector is the machine's own.</summary>
    [Fact]
    public void The_switch_took_effect()
    {
        string? most = Environment.GetEnvironmentVariable(WidestVector);
        Assert.True(most is null || Widest <= int.Parse(most), $"Vectors of {Widest} bits are accelerated, at most {most} expected.");
    }

    [Theory]
    [InlineData(FeatureLayout.ChannelsFirst)]
    [InlineData(FeatureLayout.ChannelsLast)]
    public void Rows_of_every_register(FeatureLayout layout)
    {
        for (int length = 1; length <= 40; length++)
        {
            (int channels, int positions) = layout == FeatureLayout.ChannelsFirst ? (3, length) : (length, 3);
            var shape = new FeatureShape(4, channels, positions, layout);
            new KernelCase<float>(shape, new NormOptions { Activation = Activation.Relu }, true, false, length).Check();
            new KernelCase<double>(shape, new NormOptions(), false, true, length).Check();
            new KernelCase<BFloat16, float>(shape, new NormOptions { Activation = Activation.Relu }, true, true, length).Check();
        }
    }
}
