using System.Text.Json;
using System.Text.Json.Serialization;
using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Doctor;

/// <summary>Looks at the machine from the outside inwards: files first, loading torch last and only where it can work.</summary>
internal static class DoctorRunner
{
    private const long EnoughMemory = 2L << 30;

    public static int Run(bool json)
    {
        DoctorRecord record = Examine();
        foreach (Finding finding in record.Findings) Console.Error.WriteLine($"{(finding.Ok ? "ok  " : "FAIL")}  {finding.Name}: {finding.Text}");
        if (!record.Ok) throw new ResultsException(string.Join(" ", record.Findings.Where(finding => !finding.Ok).Select(finding => $"{finding.Name}: {finding.Text}")));
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(record, DoctorJson.Default.DoctorRecord));
        return ExitCode.Done;
    }

    private static DoctorRecord Examine()
    {
        EnvironmentRecord machine = MachineFacts.Read(Environment.ProcessorCount);
        TorchRuntimeReport torch = TorchRuntime.Inspect();
        bool loadable = torch.State is not (TorchRuntimeState.CannotBePatched or TorchRuntimeState.NotFound);
        Finding native = new("torch's native libraries", loadable, $"{torch.State}: {torch.Explanation}");
        Finding[] findings = [.. Outside(machine), native, .. loadable ? Inside() : []];
        return new DoctorRecord { Ok = findings.All(finding => finding.Ok), Machine = machine, Torch = torch, Findings = findings };
    }

    private static IEnumerable<Finding> Outside(EnvironmentRecord machine)
    {
        yield return new("l2bn", true, $"{machine.Version} on {machine.Runtime}, {machine.Os}");
        yield return new("processor", true, $"{machine.Processor}, {machine.Cores} logical cores");
        yield return new("vectors", true, machine.VectorBits > 0 ? $"{machine.VectorBits} bits" : "none: the kernels run, but slowly");
        yield return new("memory", machine.MemoryBytes >= EnoughMemory, $"{machine.MemoryBytes / (double)(1L << 30):F1} GiB{(machine.MemoryBytes >= EnoughMemory ? "" : "; training needs 2 GiB. Use a larger machine or container.")}");
        yield return new("memory reuse", true, MemoryReuse.Enable() ? "malloc can keep freed memory for the next step" : "malloc cannot be told to keep freed memory; training works, with more page faults");
    }

    private static IEnumerable<Finding> Inside()
    {
        Finding loaded;
        try
        {
            TorchRuntime.EnsureLoadable();
            loaded = new("torch", true, TorchFacts());
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException or NotSupportedException or BadImageFormatException)
        {
            loaded = new("torch", false, failure.Message.ReplaceLineEndings(" "));
        }

        yield return loaded;
    }

    private static string TorchFacts()
    {
        using var two = TorchSharp.torch.ones(2);
        string cuda = TorchSharp.torch.cuda.is_available() ? $"{TorchSharp.torch.cuda.device_count()} CUDA device(s)" : "no CUDA device";
        return $"TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3)}, libtorch {TorchSharp.torch.__version__}, {cuda}";
    }
}

/// <summary>One thing that was looked at.</summary>
internal sealed record Finding(string Name, bool Ok, string Text);

/// <summary>What <c>l2bn doctor --json</c> prints.</summary>
internal sealed record DoctorRecord
{
    public int Schema { get; init; } = 1;
    public required bool Ok { get; init; }
    public required EnvironmentRecord Machine { get; init; }
    public required TorchRuntimeReport Torch { get; init; }
    public required IReadOnlyList<Finding> Findings { get; init; }
}

/// <summary>Snake case, names of states as words.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DoctorRecord))]
internal sealed partial class DoctorJson : JsonSerializerContext;
