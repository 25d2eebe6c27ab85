#!/usr/bin/env python3
"""Log-mel features in Python on one thread, in times real time: the yardstick for audio-features.cs.

    python3 benchmarks/audio/audio_features.py

Runs what is installed of torchaudio (Debian: python3-torchaudio) and librosa; the parameters are those of the TAU 2020 recipe.
"""
import time

import numpy as np

MEASURE_FOR = 3.0


def report(name, seconds, action):
    best, begin = float("inf"), time.perf_counter()
    while time.perf_counter() - begin < MEASURE_FOR:
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    print(f"{name:<56} {best * 1000:8.2f} ms {seconds / best:8.0f} x real time")


def with_torchaudio(rate, seconds, n_fft, precision):
    import torch
    import torchaudio
    torch.set_num_threads(1)
    dtype = getattr(torch, precision)
    clip = torch.rand(rate * seconds, dtype=dtype) * 2 - 1
    mel = torchaudio.transforms.MelSpectrogram(rate, n_fft, hop_length=n_fft // 2, n_mels=128, f_min=0.0, f_max=rate / 2, norm=None, mel_scale="htk").to(dtype)

    def delta(x):
        return (x[:, 3:-1] - x[:, 1:-3]) / 10 + (x[:, 4:] - x[:, :-4]) / 5

    def features():
        log = torch.log(mel(clip) + 1e-8)
        x = (log - log.min()) / (log.max() - log.min())
        d = delta(x)
        return torch.stack([x[:, 4:-4], d[:, 2:-2], delta(d)])

    with torch.no_grad():
        report(f"torchaudio {torchaudio.__version__}, {rate} Hz, {precision}: all", seconds, features)
        report("    of it mel power", seconds, lambda: mel(clip))
        report("    resampling to half the rate (its default filter, 6 zeros)", seconds, lambda: torchaudio.functional.resample(clip, rate, rate // 2))


def with_librosa(rate, seconds, n_fft):
    import librosa
    clip = np.random.default_rng(1).uniform(-1, 1, rate * seconds).astype(np.float32)

    def features():
        power = librosa.feature.melspectrogram(y=clip, sr=rate, n_fft=n_fft, hop_length=n_fft // 2, n_mels=128, fmin=0, fmax=rate / 2, htk=True, norm=None)
        log = np.log(power + 1e-8)
        return (log - log.min()) / (log.max() - log.min())

    report(f"librosa {librosa.__version__}, {rate} Hz: without deltas", seconds, features)


def run(name, runner, variants):
    try:
        __import__(name)
    except ImportError:
        print(f"{name} is not installed")
        return
    for rate, seconds, n_fft in ((44100, 10, 2048), (22050, 5, 1024)):
        for variant in variants:
            runner(rate, seconds, n_fft, *variant)


if __name__ == "__main__":
    run("torchaudio", with_torchaudio, [["float32"], ["float64"]])
    run("librosa", with_librosa, [[]])
