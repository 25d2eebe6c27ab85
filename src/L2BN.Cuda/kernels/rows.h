// Channels last: a thread processes the same N neighboring channels of several rows, so its coefficients and sums stay in registers;
// threads side by side cover a row, and sums of threads above each other are added as a tree.
#pragma once
#include "coefficients.h"
#include "moments.h"

// Rows that a thread loads before it computes.
template <int N, class R> DEVICE constexpr int lane_rows() { return sizeof(R) == sizeof(double) ? 1 : N == 8 ? 4 : 8; }

struct RowWork {
    i64 sample, split, channel, start, begin, end, step;
    int line, lines;
    bool exists;
};

template <int N> DEVICE RowWork row_work(const Arguments &a) {
    RowWork w;
    i64 per_block = (i64)a.width * N, tiles = (a.channels + per_block - 1) / per_block, index = block_index() / tiles;
    w.line = thread_index() / a.width;
    w.lines = THREADS / a.width;
    w.channel = (block_index() % tiles) * per_block + thread_index() % a.width * N;
    w.exists = w.channel < a.channels;
    w.split = index % a.splits;
    w.sample = index / a.splits;
    w.start = w.sample * a.positions * a.channels + w.channel;
    w.begin = w.split * a.split_length + w.line;
    w.end = w.exists ? split_end(a, w.split) : 0;
    w.step = w.lines;
    return w;
}

template <class T, int N, class R> struct Rows {
    Run<T, N> raw[lane_rows<N, R>()];
};

template <int N, class R> DEVICE int row_count(const RowWork &w, i64 row) {
    i64 left = (w.end - row + w.step - 1) / w.step;
    return left < 0 ? 0 : (int)smaller(left, lane_rows<N, R>());
}

template <class T, int N, class R>
DEVICE void load_rows(const Arguments &a, const RowWork &w, const void *data, i64 row, int count, Rows<T, N, R> &rows) {
#pragma unroll
    for (int k = 0; k < lane_rows<N, R>(); k++) {
        if (k < count)
            rows.raw[k] = Run<T, N>::read((const T *)data + w.start + (row + k * w.step) * a.channels);
    }
}

template <class T, int N, class R> DEVICE void store_row(const Arguments &a, const RowWork &w, const R *values, void *data, i64 row) {
    Run<T, N>::write(values, (T *)data + w.start + row * a.channels);
}
