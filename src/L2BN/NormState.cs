using static TorchSharp.torch;

namespace L2BN;

/// <summary>The tensors a call reads and (running statistics, in training) updates: each [C] or absent.</summary>
internal readonly record struct NormState(Tensor? RunningMean, Tensor? RunningVar, Tensor? Weight, Tensor? Bias);
