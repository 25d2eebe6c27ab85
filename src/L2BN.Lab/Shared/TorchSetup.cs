using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using TorchSharp;

namespace L2BN.Lab.Shared;

/// <summary>Process-wide settings, made before the first tensor.</summary>
internal static partial class TorchSetup
{
    /// <summary>Lets malloc keep freed memory, loads torch, sets its threads and checks the device and the format.</summary>
    /// <exception cref="UsageException">The device is not one of this machine's, or the format cannot be computed in here.</exception>
    public static void Prepare(int threads, string device, ComputeFormat format, bool reuseMemory = true)
    {
        if (!DeviceName().IsMatch(device))
            throw new UsageException($"--device: expected cpu, cuda or cuda:N, got '{device}'.");
        if (reuseMemory)
            MemoryReuse.Enable();
        torch.set_num_threads(threads);
        if (device != "cpu")
            CheckCuda(device);
        try
        {
            ModelFormat.RequireSupport(format);
        }
        catch (NotSupportedException refused)
        {
            throw new UsageException($"{FormatOptions.PrecisionName}: {refused.Message}");
        }

        if (format.Precision == Precision.BFloat16 && device == "cpu" && !HasFastBFloat16)
            Terminal.WriteLine(
                "Note: libtorch has no fast bfloat16 for this processor (it takes AVX-512): steps will be many times slower than in "
                    + "float32.");
    }

    // What libtorch itself asks before it gives a convolution in bfloat16 to oneDNN.
    public static bool HasFastBFloat16 => Avx512BW.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.IsSupported
        || AdvSimd.IsSupported;

    private static void CheckCuda(string device)
    {
        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        int index = NumberText.TryParseDigits(device.AsSpan(device.IndexOf(':', StringComparison.Ordinal) + 1), out int number)
            ? number
            : 0;
        if (index >= count)
            throw new UsageException(
                $"--device: expected one of the {count} CUDA device(s) that torch sees, got '{device}'; use --device cpu.");
    }

    [GeneratedRegex("^(cpu|cuda(:[0-9]{1,3})?)$")]
    private static partial Regex DeviceName();
}
