// Between the passes: statistics of samples and channels from those of planes, in double and in a fixed order.
#pragma once
#include "coefficients.h"
#include "moments.h"

// 2^-40 to 2^40 root mean square: neither coefficients nor centered values can leave the range of float.
#define ORDINARY_EXPONENT 40
#define LARGEST_EXPONENT 126

// Channels of a block of the channel kernels; the rest of the threads share the samples.
#define CHANNELS_PER_BLOCK 8
#define SAMPLE_LANES (THREADS / CHANNELS_PER_BLOCK)

// The exponent of a positive finite double that is not subnormal.
DEVICE int exponent_of(double value) {
    i64 bits;
    __builtin_memcpy(&bits, &value, 8);
    return (int)(bits >> 52 & 0x7ff) - 1023;
}

DEVICE double power_of_two(int exponent) {
    i64 bits = (i64)(exponent + 1023) << 52;
    double value;
    __builtin_memcpy(&value, &bits, 8);
    return value;
}

// The same sum for every thread of the block.
DEVICE double block_sum(double value) {
    SHARED double shared[WARPS];
    value = warp_sum(value);
    block_barrier();
    if (thread_index() % WARP == 0)
        shared[thread_index() / WARP] = value;
    block_barrier();
    double sum = 0;
    for (int k = 0; k < WARPS; k++)
        sum += shared[k];
    return sum;
}

// A plane from its splits. Merging would turn infinite ones into NaN, so the plane becomes the largest of them.
DEVICE void merge_splits(const Arguments &a, i64 sample, i64 channel) {
    i64 squares = a.samples * a.splits * a.channels;
    Moments all = {0, 0, 0, 0};
    double largest = 0;
    for (i64 split = 0; split < a.splits; split++) {
        i64 at = split_index(a, sample, split, channel);
        Moments part = {
            (double)(split_end(a, split) - split * a.split_length), a.splits_moments[at], a.splits_moments[squares + at], 0};
        if (!is_finite(part.squares) && largest == largest)
            largest = part.squares;
        merge(all, part);
    }
    bool finite = is_finite(largest);
    a.planes[sample * a.channels + channel] = finite ? all.mean : largest;
    a.planes[(a.samples + sample) * a.channels + channel] = finite ? all.squares : largest;
}

// Per sample, a block: the norm, the scale tau / max(norm, norm_eps), and the power of two that makes a typical value ordinary.
DEVICE void sample_statistics(const Arguments &a) {
    i64 i = block_index(), planes = a.samples * a.channels;
    double sum = 0;
    if (thread_index() == 0)
        powers_of_two(a)[i] = 1;
    block_barrier();
    for (i64 c = thread_index(); c < a.channels; c += THREADS) {
        if (a.splits > 1)
            merge_splits(a, i, c);
        double mean = plane_mean(a, i, c);
        sum += multiply_add((double)a.positions * mean, mean, plane_squares(a, i, c));
    }
    double norm = square_root(block_sum(sum)), scale = 1, power = 1;
    bool small = false;
    if (a.normalize_samples) {
        double clamped = norm > a.norm_eps || norm != norm ? norm : a.norm_eps;
        small = norm < a.norm_eps || norm == 0;
        double typical = clamped / square_root((double)a.channels * (double)a.positions);
        if (typical > 0 && is_finite(typical)) {
            int exponent = exponent_of(typical);
            exponent = exponent < -LARGEST_EXPONENT ? -LARGEST_EXPONENT : exponent > LARGEST_EXPONENT ? LARGEST_EXPONENT : exponent;
            power = exponent < -ORDINARY_EXPONENT || exponent > ORDINARY_EXPONENT ? power_of_two(-exponent) : 1;
        }
        double length = clamped * power;
        scale = length == 0 ? 0 : a.tau / length;
    }
    if (power != 1 && a.positions != 1) {
        for (i64 c = thread_index(); c < a.channels; c += THREADS) {
            a.planes[i * a.channels + c] *= power;
            a.planes[planes + i * a.channels + c] *= power * power;
        }
    }
    if (thread_index() == 0) {
        scales(a)[i] = scale;
        powers_of_two(a)[i] = power;
        has_gradient(a)[i] = small ? 0 : 1;
        inverse_scales(a)[i] = scale == 0 ? 0 : 1 / scale;
    }
}

// Sums over the samples' lanes of a block, per channel; the same for every thread of the channel.
DEVICE double channel_sum(double value) {
    SHARED double shared[THREADS];
    block_barrier();
    shared[thread_index()] = value;
    for (int half = SAMPLE_LANES / 2; half > 0; half /= 2) {
        block_barrier();
        if (thread_index() / CHANNELS_PER_BLOCK < half)
            shared[thread_index()] += shared[thread_index() + half * CHANNELS_PER_BLOCK];
    }
    block_barrier();
    return shared[thread_index() % CHANNELS_PER_BLOCK];
}

DEVICE void update_running(const Arguments &a, void *statistic, i64 c, double batch) {
    if (statistic)
        store_value(statistic, a.parameter_type, c, (1 - a.momentum) * load_value(statistic, a.parameter_type, c) + a.momentum * batch);
}

DEVICE void count_small_norms(const Arguments &a) {
    double small = 0;
    for (i64 i = thread_index(); i < a.samples; i += THREADS)
        small += has_gradient(a)[i] == 0;
    small = block_sum(small);
    if (thread_index() == 0)
        *a.small_norms += (unsigned long long)small;
}

// Per channel: mean and inverse deviation of z, of the batch or as they were, and the running statistics.
DEVICE void channel_statistics(const Arguments &a) {
    i64 c = (i64)block_index() * CHANNELS_PER_BLOCK + thread_index() % CHANNELS_PER_BLOCK, first = thread_index() / CHANNELS_PER_BLOCK;
    bool exists = c < a.channels;
    if (block_index() == 0)
        count_small_norms(a);
    double sum = 0, squares = 0, count = (double)a.samples * (double)a.positions, mean, variance;
    if (a.training) {
        for (i64 i = first; exists && i < a.samples; i += SAMPLE_LANES)
            sum = multiply_add(scales(a)[i], plane_mean(a, i, c), sum);
        mean = channel_sum(sum) / (double)a.samples;
        for (i64 i = first; exists && i < a.samples; i += SAMPLE_LANES) {
            double scale = scales(a)[i], off = multiply_add(scale, plane_mean(a, i, c), -mean);
            squares += multiply_add(scale * scale, plane_squares(a, i, c), (double)a.positions * off * off);
        }
        variance = channel_sum(squares) / count;
    }
    if (!exists || first != 0)
        return;
    if (a.training) {
        update_running(a, a.running_mean, c, mean);
        update_running(a, a.running_variance, c, variance * (count / (count - 1)));
    } else {
        mean = load_value(a.running_mean, a.parameter_type, c);
        variance = load_value(a.running_variance, a.parameter_type, c);
    }
    means(a)[c] = mean;
    inverse_deviations(a)[c] = variance + a.eps == 0 ? 0 : 1 / square_root(variance + a.eps);
    weights(a)[c] = a.weight ? load_value(a.weight, a.parameter_type, c) : 1;
    biases(a)[c] = a.bias ? load_value(a.bias, a.parameter_type, c) : 0;
}

// Per channel: gradients of bias and weight, and what training subtracts from g' for them.
template <class R> DEVICE void channel_gradients(const Arguments &a) {
    i64 c = (i64)block_index() * CHANNELS_PER_BLOCK + thread_index() % CHANNELS_PER_BLOCK, first = thread_index() / CHANNELS_PER_BLOCK;
    i64 products = a.samples * a.splits * a.channels;
    double sum = 0, product = 0;
    for (i64 row = first; c < a.channels && row < a.samples * a.splits; row += SAMPLE_LANES) {
        i64 i = row / a.splits;
        double scale = scales(a)[i], p = pivot<R>(means(a)[c], inverse_deviations(a)[c], inverse_scales(a)[i]);
        double dy = a.sums[row * a.channels + c], off = multiply_add(scale, p, -means(a)[c]);
        sum += dy;
        product += multiply_add(scale, a.sums[products + row * a.channels + c], off * dy);
    }
    sum = channel_sum(sum);
    product = channel_sum(product);
    if (c >= a.channels || first != 0)
        return;
    double share = a.training ? 1 / ((double)a.samples * (double)a.positions) : 0, weight = inverse_deviations(a)[c] * product;
    a.shares[c] = sum * share;
    a.shares[a.channels + c] = weight * inverse_deviations(a)[c] * share;
    if (a.bias_gradient)
        store_value(a.bias_gradient, a.parameter_type, c, sum);
    if (a.weight_gradient)
        store_value(a.weight_gradient, a.parameter_type, c, weight);
}

// Per sample, a block: the component of dz along z, from plane statistics alone.
template <class R> DEVICE void radial_components(const Arguments &a) {
    i64 i = block_index(), products = a.samples * a.splits * a.channels;
    double scale = scales(a)[i], radial = 0;
    for (i64 c = thread_index(); a.normalize_samples && c < a.channels; c += THREADS) {
        double mean = means(a)[c], inverse = inverse_deviations(a)[c], p = pivot<R>(mean, inverse, inverse_scales(a)[i]), sum = 0;
        for (i64 split = 0; split < a.splits; split++) {
            i64 at = split_index(a, i, split, c);
            sum += multiply_add(p, a.sums[at], a.sums[products + at]) * scale;
        }
        if (a.training) {
            double z = scale * plane_mean(a, i, c), all = z * (double)a.positions;
            double centered = multiply_add(all, z - mean, scale * scale * plane_squares(a, i, c));
            sum -= multiply_add(a.shares[c], all, a.shares[a.channels + c] * centered);
        }
        radial = multiply_add(sum, weights(a)[c] * inverse, radial);
    }
    radial = block_sum(radial);
    double share = scale / a.tau;
    if (thread_index() == 0)
        a.radial[i] = radial * share * share;
}
