using L2BN.Cuda.Driver;

namespace L2BN.Fused.Cuda;

/// <summary>Which form of the layer a CUDA device runs, and why: the fused kernels or torch's operators.</summary>
internal static class CudaForm
{
    /// <summary>The environment variable that chooses: <c>fused</c> or <c>composed</c>; read at the first use.</summary>
    internal const string Variable = "L2BN_CUDA";

    private static readonly Lazy<(bool Fused, string Reason)> s_chosen =
        new(() => Choose(Environment.GetEnvironmentVariable(Variable), () => CudaDriver.Failure ?? TorchCuda.Failure));

    /// <summary>Whether CUDA tensors are computed by the fused kernels.</summary>
    internal static bool IsFused => s_chosen.Value.Fused;

    /// <summary>The form and its reason, for people.</summary>
    internal static string Description => s_chosen.Value.Reason;

    /// <summary>The choice for a value of the variable; <paramref name="failure"/> says why the kernels cannot run, or null.</summary>
    /// <exception cref="InvalidOperationException">The variable has another value.</exception>
    internal static (bool Fused, string Reason) Choose(string? variable, Func<string?> failure)
    {
        switch (variable)
        {
            case "composed":
                return (false, $"torch's operators, because {Variable}=composed");
            case null or "":
                return (false, $"torch's operators, the default; {Variable}=fused uses the fused kernels");
            case "fused":
                return failure() is string reason
                    ? (false, $"torch's operators, although {Variable}=fused: {reason}")
                    : (true, $"the fused kernels, because {Variable}=fused");
            default:
                throw new InvalidOperationException($"{Variable}: expected fused or composed, got '{variable}'.");
        }
    }
}
