using BenchmarkDotNet.Running;
using L2BN.Benchmarks;

// quick [threads] [rounds] [leaves]: the table of docs/performance.md; anything else goes to BenchmarkDotNet.
if (args.Length > 0 && args[0] == "quick")
{
    int threads = args.Length > 1 ? int.Parse(args[1]) : 2;
    int rounds = args.Length > 2 ? int.Parse(args[2]) : 15;
    if (args.Contains("dotnet"))
        L2BN.Threads.TorchThreads.ShareOpenMp = false;
    QuickTable.Print(threads, rounds, args.Contains("leaves"), !args.Contains("no-composed"));
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(LayerBenchmark).Assembly).Run(args);
}
