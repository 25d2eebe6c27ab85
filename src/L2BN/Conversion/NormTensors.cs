using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>The five tensors of a norm on their way from one module to another.</summary>
internal sealed record NormTensors(Parameter? Weight, Parameter? Bias, Tensor? Mean, Tensor? Variance, Tensor? Counter);
