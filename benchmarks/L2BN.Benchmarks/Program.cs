using BenchmarkDotNet.Running;
using L2BN.Benchmarks;

// quick [threads] [rounds] [leaves]: the table of docs/performance.md; anything else goes to BenchmarkDotNet.
if (args.Length > 0 && args[0] == "kernels")
{
    TorchSharp.torch.set_num_threads(2);
    MallocThresholds.Raise();
    KernelTable.Print(2, 15, args.Contains("dotnet") ? new L2BN.Kernels.ThreadedPool(2) : args.Contains("serial") ? L2BN.Kernels.SerialPool.Instance : L2BN.Threads.TorchThreads.Pool);
}
else if (args.Length > 0 && args[0] == "quick")
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
