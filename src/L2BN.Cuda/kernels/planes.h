// Channels first: a split of a plane is a run of neighbors with one set of coefficients, which one warp or one block processes.
#pragma once
#include "coefficients.h"
#include "moments.h"

// Values of a lane in a tile: neighbors of 16 bytes are unrolled the furthest, the computation in double, for small shapes, not at all.
template <int N, class R> DEVICE constexpr int lane_values() { return N > 1 ? 16 : sizeof(R) == sizeof(float) ? 8 : 1; }

// Which split this thread works on, and which part of it: neighbors from begin to end.
struct PlaneWork {
    i64 sample, channel, split, start, begin, end, split_begin, split_end;
    int lane, warp, warps;
    bool exists;
};

DEVICE PlaneWork plane_work(const Arguments &a, int run) {
    PlaneWork w;
    w.lane = thread_index() % WARP;
    w.warps = a.width;
    w.warp = thread_index() / WARP % w.warps;
    i64 index = (i64)block_index() * (WARPS / w.warps) + thread_index() / WARP / w.warps, plane = index / a.splits;
    w.exists = plane < a.samples * a.channels;
    w.split = index % a.splits;
    w.sample = plane / a.channels;
    w.channel = plane % a.channels;
    w.start = plane * a.positions;
    w.split_begin = w.exists ? w.split * a.split_length : 0;
    w.split_end = w.exists ? split_end(a, w.split) : 0;
    i64 share = (w.split_end - w.split_begin + w.warps - 1) / w.warps;
    share = (share + run - 1) / run * run;
    w.begin = smaller(w.split_end, w.split_begin + w.warp * share);
    w.end = smaller(w.split_end, w.begin + share);
    return w;
}

// Runs of N neighbors that the lane has in the tile that begins at from, lane_values / N at most.
template <int N, class R> DEVICE int tile_runs(i64 from, i64 end, int lane) {
    i64 first = from + (i64)lane * N, left = (end - first + (i64)WARP * N - 1) / ((i64)WARP * N);
    return left < 0 ? 0 : (int)smaller(left, lane_values<N, R>() / N);
}

// Their values; 0 in the runs that do not exist.
template <class T, int N, class R> DEVICE void load_tile(const T *x, i64 from, int lane, int runs, R *values) {
    typedef Run<T, N> Access;
    Access raw[lane_values<N, R>() / N];
#pragma unroll
    for (int k = 0; k < lane_values<N, R>() / N; k++) {
        if (k < runs)
            raw[k] = Access::read(x + from + ((i64)k * WARP + lane) * N);
    }
#pragma unroll
    for (int k = 0; k < lane_values<N, R>() / N; k++) {
        if (k < runs) {
            Access::unpack(raw[k], values + k * N);
        } else {
            for (int j = 0; j < N; j++)
                values[k * N + j] = 0;
        }
    }
}

template <class T, int N, class R> DEVICE void store_tile(const R *values, T *x, i64 from, int lane, int runs) {
#pragma unroll
    for (int k = 0; k < lane_values<N, R>() / N; k++) {
        if (k < runs)
            Run<T, N>::write(values + k * N, x + from + ((i64)k * WARP + lane) * N);
    }
}
