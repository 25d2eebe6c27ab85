using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>The gradients of a call; null where none is wanted. They may be the memory of the gradient that came in and of the input.</summary>
internal readonly record struct FusedGradients(Tensor? Input, Tensor? Weight, Tensor? Bias, Tensor? Residual);
