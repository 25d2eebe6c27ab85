using BenchmarkDotNet.Running;
using L2BN;
using L2BN.Benchmarks;
using L2BN.Threads;
using TorchSharp;

// quick [threads] [rounds] [leaves]   the layer table of docs/performance.md
// kernels [threads] [rounds]          the kernels alone against a triad
// variants [threads] [rounds]         what each choice brings
// formats [threads] [rounds] [NAME]   the layer in every format (or those whose name contains NAME), against BatchNorm2d in it
// contention [threads] [rounds]       a step on a quiet and on a busy machine, by how long waiting threads spin
// anything else goes to BenchmarkDotNet
string command = args.Length > 0 ? args[0] : "";
int threads = args.Length > 1 && int.TryParse(args[1], out int t) ? t : Math.Min(2, Environment.ProcessorCount);
int rounds = args.Length > 2 && int.TryParse(args[2], out int r) ? r : 15;
if (ContentionTable.TryRunChild(args))
    return;
switch (command)
{
    case "contention":
        ContentionTable.Print(threads, args.Length > 2 ? rounds : 3, seconds: 2);
        break;
    case "quick":
        QuickTable.Print(threads, rounds, args.Contains("leaves"));
        break;
    case "kernels":
        torch.set_num_threads(threads);
        MemoryReuse.Enable();
        KernelTable.Print(rounds, TorchThreads.Pool);
        break;
    case "variants":
        VariantTables.Print(threads, rounds);
        break;
    case "formats":
        FormatTable.Print(threads, rounds, args.Length > 3 ? args[3] : null);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(LayerBenchmark).Assembly).Run(args);
        break;
}
