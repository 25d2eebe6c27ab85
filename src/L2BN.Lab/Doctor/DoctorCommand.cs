using System.CommandLine;
using L2BN.Fused.Cuda;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Results.Output;
using TorchSharp;

namespace L2BN.Lab.Doctor;

/// <summary>What <c>l2bn doctor</c> takes.</summary>
internal sealed record DoctorOptions : CommandOptions
{
    public static OptionSet<DoctorOptions> Set { get; } = new();
}

/// <summary><c>l2bn doctor</c>: examines the machine from the outside inwards: files first, loading torch last and only where it can
/// work.</summary>
internal static class DoctorCommand
{
    private const long EnoughMemory = 2L << 30;

    public static Command Create() =>
        LabCommand.Create(
            "doctor",
            "Say what this machine has, what would fail and how to fix it. Loads nothing before it has looked.",
            DoctorOptions.Set,
            Run);

    private static int Run(DoctorOptions options, CancellationToken ct)
    {
        DoctorOutput output = Examine();
        foreach (Finding finding in output.Findings)
            Terminal.WriteLine($"{(finding.Ok ? "ok  " : "FAIL")}  {finding.Name}: {finding.Text}");
        if (!output.Ok)
            throw new ResultsException(
                string.Join(" ", output.Findings.Where(finding => !finding.Ok).Select(finding => $"{finding.Name}: {finding.Text}")));
        StandardOutput.PrintJson(options.Json, () => output);
        return ExitCode.Done;
    }

    private static DoctorOutput Examine()
    {
        EnvironmentRecord machine = MachineFacts.Read(Environment.ProcessorCount);
        TorchRuntimeReport torch = TorchRuntime.Inspect();
        bool loadable = torch.State is not (TorchRuntimeState.CannotBePatched or TorchRuntimeState.NotFound);
        Finding native = Result("torch's native libraries", loadable, $"{torch.State}: {torch.Explanation}");
        Finding[] findings = [.. Outside(machine), native, .. loadable ? [Inside(), Cuda()] : Array.Empty<Finding>()];
        return new DoctorOutput
        {
            Ok = findings.All(finding => finding.Ok),
            Machine = machine,
            Torch = Libraries(torch),
            Findings = findings,
        };
    }

    private static IEnumerable<Finding> Outside(EnvironmentRecord machine)
    {
        bool enough = machine.MemoryBytes >= EnoughMemory;
        yield return Result("l2bn", true, $"{machine.Version} on {machine.Runtime}, {machine.Os}");
        yield return Result("processor", true, $"{machine.Processor}, {machine.Cores} logical cores");
        yield return Result("vectors", true, machine.VectorBits > 0 ? $"{machine.VectorBits} bits" : "none: the kernels run, but slowly");
        yield return Result(
            "memory",
            enough,
            $"{machine.MemoryBytes / (double)(1L << 30):F1} GiB"
                + (enough ? "" : "; training needs 2 GiB. Use a larger machine or container."));
        yield return Result(
            "memory reuse",
            true,
            MemoryReuse.Enable()
                ? "malloc can keep freed memory for the next step"
                : "malloc cannot be set to keep freed memory; training works, with more page faults");
    }

    private static Finding Inside()
    {
        try
        {
            TorchRuntime.EnsureLoadable();
            return Result("torch", true, TorchFacts());
        }
        catch (Exception failure)
            when (failure is DllNotFoundException or TypeInitializationException or NotSupportedException or BadImageFormatException)
        {
            return Result("torch", false, failure.Message.ReplaceLineEndings(" "));
        }
    }

    // A machine without a GPU is as good as any; a wrong value of the variable is not.
    private static Finding Cuda()
    {
        try
        {
            return Result("layer on CUDA devices", true, CudaForm.Description);
        }
        catch (InvalidOperationException wrong)
        {
            return Result("layer on CUDA devices", false, wrong.Message);
        }
    }

    private static Finding Result(string name, bool ok, string text) => new() { Name = name, Ok = ok, Text = text };

    private static string TorchFacts()
    {
        using torch.Tensor two = TorchSharp.torch.ones(2);
        string cuda = TorchSharp.torch.cuda.is_available() ? $"{TorchSharp.torch.cuda.device_count()} CUDA device(s)" : "no CUDA device";
        return $"TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3)}, libtorch "
            + $"{TorchSharp.torch.__version__}, {cuda}";
    }

    private static TorchLibraries Libraries(TorchRuntimeReport report) => new()
    {
        State = Name(report.State),
        Explanation = report.Explanation,
        Library = report.Library,
        LibTorch = report.LibTorch,
        StandardLibrary = report.StandardLibrary,
        StandardLibraryVersion = report.StandardLibraryVersion,
        RequiredVersion = report.RequiredVersion,
        MendedCopy = report.PatchedCopy,
    };

    // These words are part of the contract of --json and older than the names of the states.
    private static string Name(TorchRuntimeState state) => state switch
    {
        TorchRuntimeState.Ready => "Ready",
        TorchRuntimeState.Patched => "Mended",
        TorchRuntimeState.NeedsPatch => "NeedsMending",
        TorchRuntimeState.CannotBePatched => "CannotBeMended",
        TorchRuntimeState.NotFound => "NotFound",
        TorchRuntimeState.NotExamined => "NotExamined",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Expected a known state of torch's libraries; add its word here."),
    };
}
