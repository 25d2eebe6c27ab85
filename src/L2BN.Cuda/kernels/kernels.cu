// The kernels' entry points for one element type, which the compiler is given: -DELEMENT=float, half or bfloat16. NAME computes runs of 16
// bytes, NAME_single runs of one value, and NAME_exact the same in double.
#include "rows_backward.h"
#include "statistics.h"

#ifdef L2BN_EMULATION
#define KERNEL(name, ...) extern "C" void name(const Arguments *arguments) { const Arguments &a = *arguments; __VA_ARGS__(a); }
#else
#define KERNEL(name, ...) \
    extern "C" __attribute__((global)) __attribute__((launch_bounds(THREADS))) void name(const Arguments a) { __VA_ARGS__(a); }
#endif

#define VARIANTS(name) \
    KERNEL(name, name<ELEMENT, 16 / sizeof(ELEMENT), float>) \
    KERNEL(name##_single, name<ELEMENT, 1, float>) \
    KERNEL(name##_exact, name<ELEMENT, 1, double>)

VARIANTS(plane_moments)
VARIANTS(plane_output)
VARIANTS(plane_gradient_sums)
VARIANTS(plane_input_gradient)
VARIANTS(row_moments)
VARIANTS(row_output)
VARIANTS(row_gradient_sums)
VARIANTS(row_input_gradient)

KERNEL(sample_statistics, sample_statistics)
KERNEL(channel_statistics, channel_statistics)
KERNEL(channel_gradients, channel_gradients<float>)
KERNEL(channel_gradients_exact, channel_gradients<double>)
KERNEL(radial_components, radial_components<float>)
KERNEL(radial_components_exact, radial_components<double>)
