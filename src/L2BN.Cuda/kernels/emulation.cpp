// The kernels on a CPU, for tests: a block's threads are coroutines of one thread, which run until they wait for each other.
// g++ -std=c++20 -O2 -ffp-contract=off -shared -fPIC -DL2BN_EMULATION -DELEMENT=float emulation.cpp
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <ucontext.h>
#include <vector>

#include "kernels.cu"

namespace {

constexpr size_t StackBytes = 128 * 1024;

struct Barrier {
    int size, arrived = 0, generation = 0;
};

struct Coroutine {
    ucontext_t start;
    jmp_buf state;
    Barrier *waits_for = nullptr;
    int generation = 0;
    bool started = false, finished = true;
    std::vector<char> stack = std::vector<char>(StackBytes);
};

typedef void (*Kernel)(const Arguments *);

Kernel kernel;
const Arguments *arguments;
int thread, block;
jmp_buf scheduler;
Coroutine coroutines[THREADS];
Barrier block_threads{THREADS}, warp_threads[WARPS];
double slots[THREADS], results[WARPS];
float float_slots[THREADS], float_results[WARPS];

void suspend() {
    if (!_setjmp(coroutines[thread].state))
        _longjmp(scheduler, 1);
}

// Until the last thread has arrived.
void wait(Barrier &barrier) {
    Coroutine &own = coroutines[thread];
    own.waits_for = &barrier;
    own.generation = barrier.generation;
    suspend();
    own.waits_for = nullptr;
}

template <class Finish> void arrive(Barrier &barrier, Finish finish) {
    if (++barrier.arrived < barrier.size) {
        wait(barrier);
        return;
    }
    finish();
    barrier.arrived = 0;
    barrier.generation++;
}

void run_coroutine() {
    for (;;) {
        kernel(arguments);
        coroutines[thread].finished = true;
        suspend();
    }
}

void resume(int index) {
    thread = index;
    Coroutine &own = coroutines[index];
    if (_setjmp(scheduler))
        return;
    if (own.started)
        _longjmp(own.state, 1);
    own.started = true;
    getcontext(&own.start);
    own.start.uc_stack.ss_sp = own.stack.data();
    own.start.uc_stack.ss_size = own.stack.size();
    own.start.uc_link = nullptr;
    makecontext(&own.start, run_coroutine, 0);
    setcontext(&own.start);
}

void run_block() {
    for (Coroutine &each : coroutines)
        each.finished = false;
    for (bool unfinished = true; unfinished;) {
        unfinished = false;
        bool progress = false;
        for (int index = 0; index < THREADS; index++) {
            Coroutine &each = coroutines[index];
            if (each.finished)
                continue;
            unfinished = true;
            if (each.waits_for && each.waits_for->generation == each.generation)
                continue;
            resume(index);
            progress = true;
        }
        if (unfinished && !progress) {
            std::fprintf(stderr, "A thread of the block ended before a barrier that others wait at.\n");
            std::abort();
        }
    }
}

// Adds in the order in which lanes exchange values on a GPU.
template <class R, class Combine> R reduce(R value, R *values, R *all, Combine combine) {
    int warp = thread / WARP, lane = thread % WARP;
    R *own = values + warp * WARP;
    own[lane] = value;
    arrive(warp_threads[warp], [&] {
        for (int distance = WARP / 2; distance > 0; distance /= 2)
            for (int k = 0; k < distance; k++)
                own[k] = combine(own[k], own[k + distance]);
        all[warp] = own[0];
    });
    return all[warp];
}

template <class R> R sum_of(R a, R b) { return a + b; }
template <class R> R largest_of(R a, R b) { return b > a || b != b ? b : a; }

}

int thread_index() { return thread; }
int block_index() { return block; }
void block_barrier() { arrive(block_threads, [] {}); }
float warp_sum(float value) { return reduce(value, float_slots, float_results, sum_of<float>); }
double warp_sum(double value) { return reduce(value, slots, results, sum_of<double>); }
float warp_largest(float value) { return reduce(value, float_slots, float_results, largest_of<float>); }
double warp_largest(double value) { return reduce(value, slots, results, largest_of<double>); }

extern "C" void emulate(Kernel entry, unsigned grid, const Arguments *values) {
    kernel = entry;
    arguments = values;
    for (Barrier &warp : warp_threads)
        warp.size = WARP;
    for (unsigned index = 0; index < grid; index++) {
        block = (int)index;
        run_block();
    }
}

extern "C" int argument_bytes() { return (int)sizeof(Arguments); }
