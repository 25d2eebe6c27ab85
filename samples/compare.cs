#:project ../src/L2BN/L2BN.csproj
#:project ../src/L2BN.Data/L2BN.Data.csproj
#:project ../src/L2BN.Training/L2BN.Training.csproj
#:project ../src/L2BN.Experiments/L2BN.Experiments.csproj
#:project ../src/L2BN.Results/L2BN.Results.csproj
#:property UsesTorch=true
using L2BN;
using L2BN.Data;
using L2BN.Data.Catalog;
using L2BN.Experiments;
using L2BN.Results;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

DataSplits data = DatasetCatalog.Open("fashion-mnist-mini", new DataOptions { TrainSize = 1000 });
ComparisonResult result = Comparison.Run(Network, data, new ComparisonOptions { Seeds = 6, Training = new TrainerOptions { Epochs = 2 } });
foreach (ArmSummary arm in result.Summary.Arms)
    Console.WriteLine($"{arm.Norm,-5} {arm.Accuracy.Mean:F1} ± {arm.Accuracy.Std:F1} %");
Console.WriteLine($"l2bn is {result.Summary.Paired[0].Verdict}; report: {result.Summary.Report}");

// Any network of your own will do: written with BatchNorm, converted for the other arm.
static nn.Module<Tensor, Tensor> Network(string norm)
{
    var net = nn.Sequential(
        nn.Conv2d(1, 16, 3, stride: 2, bias: false), nn.BatchNorm2d(16), nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride: 2, bias: false), nn.BatchNorm2d(32), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10));
    if (norm == "l2bn")
        NormConversion.ToL2BN(net);
    return net;
}
