using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>The gradients of a call; null where none is wanted. One of them may be the memory of the gradient that came in.</summary>
internal readonly record struct FusedGradients(Tensor? Input, Tensor? Weight, Tensor? Bias, Tensor? Residual);
