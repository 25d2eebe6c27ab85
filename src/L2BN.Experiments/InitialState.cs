using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>What a network starts from, in 16 hex digits: names, shapes and values of its state.</summary>
internal static class InitialState
{
    public static string Fingerprint(nn.Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in network.state_dict())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{tensor.dtype}:{string.Join('x', tensor.shape)};"));
            using Tensor values = tensor.detach().cpu().contiguous();
            hash.AppendData(values.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
