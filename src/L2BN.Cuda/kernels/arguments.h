// The arguments of every kernel: CudaArguments in C#, field by field. Statistics of planes are rows of C numbers, one row per sample, or
// per split of a sample where planes are cut into several.
#pragma once
#include "platform.h"

enum Activation { IDENTITY, RELU, LEAKY_RELU };
enum ElementType { FLOAT32, FLOAT16, BFLOAT16 };

struct Arguments {
    // Data, N·C·S values: input, residual, output, its gradient, gradients of input and residual.
    const void *x, *residual;
    void *y;
    const void *g;
    void *dx, *dr;
    // C values each, of parameter_type; null where absent.
    const void *weight, *bias;
    void *running_mean, *running_variance, *weight_gradient, *bias_gradient;
    // SavedStatistics in C#: per sample scale, power of two, has-gradient, inverse scale; per channel mean, inverse deviation, weight and
    // bias.
    double *saved;
    // Per plane: means, then centered sums of squares. Not used where S = 1: the value is its own mean.
    double *planes;
    // The same per split of a plane; equals planes where there is one split.
    double *splits_moments;
    // Backward, per split of a plane: sums of g', then of g'(x - p).
    double *sums;
    // Backward, per channel: what training subtracts for the bias, then for the weight.
    double *shares;
    // Backward, per sample: <z, dz> scale^2 / tau^2.
    double *radial;
    // One counter: samples with a norm below norm_eps are added to it.
    unsigned long long *small_norms;
    i64 samples, channels, positions, splits, split_length;
    double eps, norm_eps, tau, momentum, negative_slope;
    int training, normalize_samples, activation, element_type, parameter_type;
    // Whether backward reads the activation's mask from y and writes dr.
    int mask_from_output;
    // Planes: warps that share a split of a plane, 1 or WARPS. Rows: threads side by side on one row.
    int width;
};

DEVICE double *scales(const Arguments &a) { return a.saved; }
DEVICE double *powers_of_two(const Arguments &a) { return a.saved + a.samples; }
DEVICE double *has_gradient(const Arguments &a) { return a.saved + 2 * a.samples; }
DEVICE double *inverse_scales(const Arguments &a) { return a.saved + 3 * a.samples; }
DEVICE double *means(const Arguments &a) { return a.saved + 4 * a.samples; }
DEVICE double *inverse_deviations(const Arguments &a) { return a.saved + 4 * a.samples + a.channels; }
DEVICE double *weights(const Arguments &a) { return a.saved + 4 * a.samples + 2 * a.channels; }
DEVICE double *biases(const Arguments &a) { return a.saved + 4 * a.samples + 3 * a.channels; }

// Index of a split's statistics; splits of a sample lie one behind the other.
DEVICE i64 split_index(const Arguments &a, i64 sample, i64 split, i64 channel) {
    return (sample * a.splits + split) * a.channels + channel;
}

DEVICE i64 split_end(const Arguments &a, i64 split) { return smaller(a.positions, (split + 1) * a.split_length); }
