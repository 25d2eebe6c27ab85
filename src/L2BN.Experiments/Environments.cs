using L2BN.Results;
using TorchSharp;

namespace L2BN.Experiments;

/// <summary>The machine with the versions of torch that results depend on.</summary>
internal static class Environments
{
    public static EnvironmentRecord Read(string device) => MachineFacts.Read(torch.get_num_threads()) with
    {
        Device = device,
        Libraries = new Dictionary<string, string>
        {
            ["TorchSharp"] = typeof(torch).Assembly.GetName().Version!.ToString(3),
            ["libtorch"] = torch.__version__,
        },
    };
}
