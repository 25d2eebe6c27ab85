using System.Globalization;
using System.Text.Json;
using L2BN;
using L2BN.Cuda;
using L2BN.Cuda.Benchmarks;
using L2BN.Cuda.Driver;
using L2BN.Kernels;
using L2BN.Tests.Shared;

// The CUDA kernels' speed on the first device, without libtorch:
//   dotnet run -c Release --project benchmarks/L2BN.Cuda.Benchmarks [-- OUT.json]
// compare.py beside this file times cuDNN's BatchNorm at the same shapes and prints the ratios.
if (CudaDriver.Failure is string failure)
{
    Console.Error.WriteLine($"{failure}: nothing to measure.");
    return 3;
}

var device = CudaDevice.Open(0);
using DeviceTimer timer = new(new DeviceMemory(device));
double copy = timer.CopyBandwidth(256L << 20);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"copy of 256 MiB: {copy:F0} GB/s, read and written"));
Console.WriteLine($"{"shape",-18} {"type",-9} {"layout",-14} {"act",-5} {"forward ms",10} {"GB/s",6} {"backward ms",11} {"GB/s",6}");
List<Measurement> all = [];
foreach (Measurement measured in LayerTimes.Measure(timer))
{
    Console.WriteLine(measured);
    all.Add(measured);
}

if (args.Length > 0)
    File.WriteAllText(args[0], JsonSerializer.Serialize(new { copy_gb_per_s = copy, layers = all }));
return 0;
