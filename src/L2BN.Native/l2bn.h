/*
 * The kernels of L2BN (batch normalization of l2-normalized features) as a C library.
 *
 *   z = every sample of x, scaled to length tau
 *   y = act(weight * (z - mean) / sqrt(variance + eps) + bias + residual)      mean and variance per channel
 *
 * Every function may be called from several threads at once. No function throws, prints or ends the process. Data is dense: samples x
 * channels x positions, or samples x positions x channels (L2BN_CHANNELS_LAST); a batch has fewer than 2^31 values. The library starts
 * threads only where the process has no libgomp; in a forked process, and where threads is 1, the calling thread works alone. It must
 * not be unloaded (dlclose).
 */
#ifndef L2BN_H
#define L2BN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. A library of another version refuses calls with L2BN_INVALID_ARGUMENT, by the sizes of the records. */
#define L2BN_ABI_VERSION 1

enum l2bn_status {
    L2BN_OK = 0,
    L2BN_INVALID_ARGUMENT = 1, /* l2bn_last_error says which, what was expected and what was given */
    L2BN_OUT_OF_MEMORY = 2,
    L2BN_FAILED = 3 /* a fault of the library itself */
};

enum l2bn_type { L2BN_FLOAT32 = 0, L2BN_FLOAT64 = 1, L2BN_BFLOAT16 = 2 };
enum l2bn_layout { L2BN_CHANNELS_FIRST = 0, L2BN_CHANNELS_LAST = 1 };
enum l2bn_scale { L2BN_ROOT_DIMENSION = 0, L2BN_UNIT = 1 }; /* tau = sqrt(channels * positions), or 1 */
enum l2bn_activation { L2BN_IDENTITY = 0, L2BN_RELU = 1, L2BN_LEAKY_RELU = 2 };
enum l2bn_threads { L2BN_CALLER_ONLY = 0, L2BN_LIBGOMP = 1, L2BN_OWN_THREADS = 2 };

/* What is computed, for forward and backward of one call. */
typedef struct l2bn_call {
    int32_t size;        /* sizeof(l2bn_call) */
    int32_t type;        /* l2bn_type of the data */
    int32_t parameters;  /* l2bn_type of weight, bias and running statistics: that of the data, or L2BN_FLOAT32 for L2BN_BFLOAT16 */
    int32_t layout;      /* l2bn_layout */
    int32_t scale;       /* l2bn_scale */
    int32_t activation;  /* l2bn_activation */
    int32_t training;    /* 1: statistics of the batch; 0: the running statistics */
    int32_t threads;     /* at least 1, the caller's included */
    int64_t samples;
    int64_t channels;
    int64_t positions;   /* product of the spatial sizes; 1 for samples x channels */
    double eps;          /* added to the variance of a channel; usually 1e-5 */
    double norm_eps;     /* smallest norm of a sample; usually 1e-12 */
    double negative_slope; /* of L2BN_LEAKY_RELU, at least 0 */
} l2bn_call;

typedef struct l2bn_forward_data {
    int64_t size; /* sizeof(l2bn_forward_data) */
    const void *input;
    const void *weight;           /* one value per channel, or NULL for 1 */
    const void *bias;             /* one value per channel, or NULL for 0 */
    const void *residual;         /* added before the activation, or NULL */
    void *output;                 /* may be the input or the residual */
    const void *running_mean;     /* one value per channel; required where training is 0, else not read */
    const void *running_variance; /* likewise */
    double *saved;                /* l2bn_saved_length values for backward; may be NULL where training is 0 */
    double *batch_mean;           /* one value per channel; required where training is 1, else not written */
    double *batch_variance;       /* likewise: the unbiased variance, with which running statistics are updated */
} l2bn_forward_data;

typedef struct l2bn_backward_data {
    int64_t size; /* sizeof(l2bn_backward_data) */
    const void *input;           /* of forward */
    const void *output_gradient;
    const void *output;          /* of forward; required where a residual went through an activation, else NULL */
    void *input_gradient;        /* or NULL; may be the output's gradient */
    void *residual_gradient;     /* required with output, else NULL: without an activation it is the output's gradient itself */
    void *weight_gradient;       /* one value per channel, or NULL */
    void *bias_gradient;         /* one value per channel, or NULL */
    const double *saved;         /* what forward saved */
} l2bn_backward_data;

/* L2BN_ABI_VERSION of the library. */
int32_t l2bn_abi_version(void);

/* Number of doubles that forward saves for backward; -1 for a call that the library does not compute (see l2bn_last_error). */
int64_t l2bn_saved_length(const l2bn_call *call);

/* An l2bn_status. small_norms, unless NULL, gets the number of samples whose norm is below norm_eps: they are divided by norm_eps and have
 * no gradient. */
int32_t l2bn_forward(const l2bn_call *call, const l2bn_forward_data *data, int64_t *small_norms);

/* An l2bn_status. Gradients are overwritten. */
int32_t l2bn_backward(const l2bn_call *call, const l2bn_backward_data *data);

/* An l2bn_threads: who would compute a call with this number of threads in this process. */
int32_t l2bn_threads_used(int32_t threads);

/* Copies the message of this thread's latest failure, UTF-8 with a final 0 and cut to capacity; returns its bytes without the 0. */
int32_t l2bn_last_error(char *text, int32_t capacity);

#ifdef __cplusplus
}
#endif

#endif
