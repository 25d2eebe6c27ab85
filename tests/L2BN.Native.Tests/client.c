/* A program in C with neither torch nor OpenMP: two channels forward and backward, against the formula; a bad call; own threads. */
#include "l2bn.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { N = 64, C = 2, S = 300, LENGTH = N * C * S };

static float x[LENGTH], y[LENGTH], g[LENGTH], dx[LENGTH];
static double saved[4 * (N + C) + 2 * N * C], mean[C], variance[C], z[LENGTH];

#define EXPECT(condition) \
    do { \
        if (!(condition)) { \
            printf("line %d: expected %s\n", __LINE__, #condition); \
            return 1; \
        } \
    } while (0)

static int check_output(void)
{
    for (int i = 0; i < N; i++) {
        double squares = 0;
        for (int k = 0; k < C * S; k++)
            squares += (double)x[i * C * S + k] * x[i * C * S + k];
        for (int k = 0; k < C * S; k++)
            z[i * C * S + k] = x[i * C * S + k] * sqrt(C * S / squares);
    }
    for (int c = 0; c < C; c++) {
        double sum = 0, centered = 0;
        for (int k = 0; k < LENGTH; k++)
            sum += k / S % C == c ? z[k] : 0;
        for (int k = 0; k < LENGTH; k++)
            centered += k / S % C == c ? pow(z[k] - sum / (N * S), 2) : 0;
        EXPECT(fabs(mean[c] - sum / (N * S)) < 1e-6);
        EXPECT(fabs(variance[c] - centered / (N * S - 1)) < 1e-6);
        for (int k = 0; k < LENGTH; k++)
            EXPECT(k / S % C != c || fabs(y[k] - (z[k] - sum / (N * S)) / sqrt(centered / (N * S) + 1e-5)) < 1e-5);
    }
    return 0;
}

int main(void)
{
    for (int k = 0; k < LENGTH; k++) {
        x[k] = (float)sin(k * 0.7) + 0.25f * (float)(k % 7);
        g[k] = (float)cos(k * 1.3);
    }
    l2bn_call call = { sizeof call, L2BN_FLOAT32, L2BN_FLOAT32, L2BN_CHANNELS_FIRST, L2BN_ROOT_DIMENSION, L2BN_IDENTITY, 1, 2,
                       N, C, S, 1e-5, 1e-12, 0.01 };
    l2bn_forward_data forward = { sizeof forward, x, NULL, NULL, NULL, y, NULL, NULL, saved, mean, variance };
    l2bn_backward_data backward = { sizeof backward, x, g, NULL, dx, NULL, NULL, NULL, saved };
    int64_t small = -1;
    char text[200];

    EXPECT(l2bn_abi_version() == L2BN_ABI_VERSION);
    EXPECT(l2bn_threads_used(1) == L2BN_CALLER_ONLY);
    EXPECT(l2bn_threads_used(2) == L2BN_OWN_THREADS);
    EXPECT(l2bn_saved_length(&call) == sizeof saved / sizeof *saved);
    EXPECT(l2bn_forward(&call, &forward, &small) == L2BN_OK);
    EXPECT(small == 0);
    if (check_output())
        return 1;
    EXPECT(l2bn_backward(&call, &backward) == L2BN_OK);
    for (int i = 0; i < N; i++) { /* the output does not change with the scale of a sample */
        double radial = 0, size = 0;
        for (int k = i * C * S; k < (i + 1) * C * S; k++) {
            radial += (double)x[k] * dx[k];
            size += fabs(x[k] * dx[k]);
        }
        EXPECT(size > 0 && fabs(radial) < 1e-5 * size);
    }

    forward.output = NULL;
    EXPECT(l2bn_forward(&call, &forward, NULL) == L2BN_INVALID_ARGUMENT);
    EXPECT(l2bn_last_error(text, sizeof text) == (int32_t)strlen(text));
    EXPECT(strstr(text, "output") && strstr(text, "NULL"));
    EXPECT(l2bn_last_error(text, 5) > 4 && strlen(text) == 4);
    puts("done");
    return 0;
}
