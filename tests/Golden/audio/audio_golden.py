#!/usr/bin/env python3
"""Writes audio-features.json: what the audio features must be, by plain numpy in double precision.

    python3 tests/Golden/audio/audio_golden.py             writes the file beside this script
    python3 tests/Golden/audio/audio_golden.py --check     compares the formulas with torchaudio and scipy where they are installed

Needs numpy. Every formula is written out here as its source states it; nothing is taken from the C# code. Signals are made
from integers, so that both sides have the same bits. Sources: HTK Book 5.4 (mel), Slaney's Auditory Toolbox 1998 (mel, area), librosa 0.6 to 0.11
(argument meanings), the DCASE 2020 task 1a system, github.com/MihawkHu/DCASE2020_task1 at 23b6777 (recipe, deltas, their alignment).
"""
import json
import os
import sys

import numpy as np


def noise(count, seed):
    """16-bit noise of a linear congruential generator (Numerical Recipes)."""
    values, state = np.empty(count, np.int64), seed
    for i in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values[i] = (state >> 16) - 32768
    return values


def triangle(count, period, height):
    phase = np.arange(count) % period
    return np.abs(2 * phase - period) * height // period


def scene(count, seed):
    """Two buzzing sounds, one of them on and off, quiet noise, and a gap of digital silence."""
    on = (np.arange(count) // 3000) % 2
    value = triangle(count, 100, 16000) * on + triangle(count, 37, 6000) + noise(count, seed) // 256 - 8000
    value[count // 3: count // 3 + 2500] = 0
    return (np.clip(value, -32768, 32767) / 32768).astype(np.float32)


def window(kind, length):
    n = np.arange(length)
    if kind == "Hann":
        return 0.5 - 0.5 * np.cos(2 * np.pi * n / length)
    if kind == "Hamming":
        return 0.54 - 0.46 * np.cos(2 * np.pi * n / length)
    return np.ones(length)


def stft(y, n_fft, hop, win, kind, center, pad):
    y = y.astype(np.float64)
    if center:
        y = np.pad(y, n_fft // 2, mode={"Reflect": "reflect", "Constant": "constant"}[pad])
    w = np.zeros(n_fft)
    left = (n_fft - win) // 2
    w[left:left + win] = window(kind, win)
    frames = 1 + (len(y) - n_fft) // hop
    return np.stack([np.fft.rfft(w * y[t * hop:t * hop + n_fft]) for t in range(frames)], axis=1)


def hz_to_mel(f, htk):
    f = np.asarray(f, np.float64)
    if htk:
        return 2595 * np.log10(1 + f / 700)
    return np.where(f < 1000, 3 * f / 200, 15 + 27 * np.log(np.maximum(f, 1e-300) / 1000) / np.log(6.4))


def mel_to_hz(m, htk):
    m = np.asarray(m, np.float64)
    if htk:
        return 700 * (10 ** (m / 2595) - 1)
    return np.where(m < 15, 200 * m / 3, 1000 * np.exp(np.log(6.4) * (m - 15) / 27))


def mel_bank(sr, n_fft, n_mels, fmin, fmax, htk, norm):
    points = mel_to_hz(np.linspace(hz_to_mel(fmin, htk), hz_to_mel(fmax, htk), n_mels + 2), htk)
    bins = np.arange(n_fft // 2 + 1) * sr / n_fft
    bank = np.zeros((n_mels, len(bins)))
    for j in range(n_mels):
        low, peak, high = points[j:j + 3]
        for k, f in enumerate(bins):
            if low < f <= peak:
                bank[j, k] = (f - low) / (peak - low)
            elif peak < f < high:
                bank[j, k] = (high - f) / (high - peak)
        if norm == "Slaney":
            bank[j] *= 2 / (high - low)
    return bank


def power_to_db(s, ref, amin, top_db):
    db = 10 * np.log10(np.maximum(amin, s)) - 10 * np.log10(max(amin, ref))
    return db if top_db is None else np.maximum(db, db.max() - top_db)


def delta(x):
    return (x[:, 3:-1] - x[:, 1:-3]) / 10 + (x[:, 4:] - x[:, :-4]) / 5


def with_deltas(x):
    d = delta(x)
    return np.stack([x[:, 4:-4], d[:, 2:-2], delta(d)])


def recipe(y, sr, n_fft, hop):
    """The acoustic scenes recipe: mel power, natural logarithm, per-clip scaling, deltas."""
    power = np.abs(stft(y, n_fft, hop, n_fft, "Hann", True, "Reflect")) ** 2
    mel = mel_bank(sr, n_fft, 128, 0, sr / 2, True, "None") @ power
    log = np.log(mel + 1e-8)
    return mel, log, (log - log.min()) / (log.max() - log.min())


def floats(a):
    return [float("%.9g" % v) for v in np.ravel(a)]


def matrix(a):
    return {"rows": int(a.shape[0]), "frames": int(a.shape[1]), "values": floats(a)}


def bank_case(sr, n_fft, n_mels, fmin, fmax, htk, norm):
    bank = mel_bank(sr, n_fft, n_mels, fmin, fmax, htk, norm)
    return {"sr": sr, "n_fft": n_fft, "n_mels": n_mels, "fmin": fmin, "fmax": fmax, "htk": htk, "norm": norm,
            "sums": floats(bank.sum(1)), "centres": floats(bank @ np.arange(bank.shape[1])), "peaks": [int(i) for i in bank.argmax(1)],
            "empty": int((bank.sum(1) == 0).sum())}


def stft_case(count, n_fft, hop, win, kind, center, pad):
    s = stft(scene(count, 7), n_fft, hop, win, kind, center, pad)
    return {"samples": count, "n_fft": n_fft, "hop": hop, "win": win, "window": kind, "center": center, "pad": pad,
            "re": matrix(s.real), "im": matrix(s.imag)}


def mel_case(count, sr, n_fft, hop, win, pad, n_mels, fmin, fmax, htk, norm, power):
    s = np.abs(stft(scene(count, 11), n_fft, hop, win, "Hann", True, pad)) ** power
    mel = mel_bank(sr, n_fft, n_mels, fmin, fmax, htk, norm) @ s
    return {"samples": count, "sr": sr, "n_fft": n_fft, "hop": hop, "win": win, "pad": pad, "n_mels": n_mels, "fmin": fmin, "fmax": fmax, "htk": htk,
            "norm": norm, "power": power, "mel": matrix(mel), "db": floats(power_to_db(mel, 1.0, 1e-10, 80.0)),
            "db_max": floats(power_to_db(mel, mel.max(), 1e-10, None))}


def tone_case():
    """One loud tone over digital silence: bands far from it are 100 dB and more below, where a transform in single precision has no digits left."""
    y = np.round(30000 * np.sin(2 * np.pi * np.arange(4096) * 0.1)).astype(np.int16)
    mel = mel_bank(44100, 1024, 32, 0, 22050, True, "None") @ np.abs(stft((y / 32768).astype(np.float32), 1024, 512, 1024, "Hann", False, "Constant")) ** 2
    return {"int16": [int(v) for v in y], "mel": matrix(mel)}


def recipe_case(count, sr, n_fft, hop, picks):
    mel, log, scaled = recipe(scene(count, 3), sr, n_fft, hop)
    planes = with_deltas(scaled)
    places = np.random.default_rng(5).integers(0, mel.size, picks)
    delta_places = np.random.default_rng(6).integers(0, planes.size, picks)
    return {"samples": count, "sr": sr, "n_fft": n_fft, "hop": hop, "frames": int(mel.shape[1]), "planes": list(planes.shape),
            "places": [int(p) for p in places], "mel": floats(mel.ravel()[places]), "log": floats(log.ravel()[places]),
            "scaled": floats(scaled.ravel()[places]), "delta_places": [int(p) for p in delta_places], "deltas": floats(planes.ravel()[delta_places]),
            "sums": floats([mel.sum(), log.sum(), scaled.sum()])}


def golden():
    hertz = [0, 1, 100, 440, 999, 1000, 1001, 4000, 11025, 22050]
    return {
        "hertz": hertz, "htk": floats(hz_to_mel(hertz, True)), "slaney": floats(hz_to_mel(hertz, False)),
        "scene_head": [float(v) for v in scene(1000, 7)[:8]],
        "windows": [{"kind": k, "length": n, "values": floats(window(k, n))} for k in ("Hann", "Hamming", "Rectangular") for n in (1, 5, 16)],
        "banks": [bank_case(*c) for c in [
            (44100, 2048, 128, 0, 22050, True, "None"), (44100, 2048, 128, 0, 22050, True, "Slaney"), (22050, 1024, 40, 50, 8000, False, "Slaney"),
            (22050, 1024, 40, 50, 8000, False, "None"), (16000, 512, 128, 0, 8000, False, "Slaney"), (16000, 256, 128, 0, 8000, True, "None"),
            (8000, 256, 1, 0, 4000, True, "None")]],
        "stft": [stft_case(*c) for c in [
            (200, 64, 16, 64, "Hann", True, "Reflect"), (200, 64, 20, 33, "Hamming", True, "Constant"), (200, 32, 7, 32, "Rectangular", False, "Constant"),
            (20, 64, 16, 64, "Hann", True, "Reflect"), (9, 2, 1, 2, "Rectangular", True, "Constant"), (9, 4, 3, 4, "Hann", False, "Constant")]],
        "mel": [mel_case(*c) for c in [
            (12000, 44100, 2048, 1024, 2048, "Reflect", 128, 0, 22050, True, "None", 2), (8000, 22050, 1024, 300, 800, "Constant", 40, 50, 8000, False, "Slaney", 2),
            (3000, 16000, 512, 160, 400, "Reflect", 24, 0, 8000, False, "None", 1), (2000, 16000, 256, 100, 256, "Constant", 10, 100, 7000, True, "Slaney", 1.5)]],
        "tone": tone_case(),
        "recipes": [recipe_case(441000, 44100, 2048, 1024, 300), recipe_case(110250, 22050, 1024, 512, 300)],
    }


def check():
    """The same formulas by other people's code."""
    import scipy.signal
    import torch
    import torchaudio
    for kind, name in (("Hann", "hann"), ("Hamming", "hamming")):
        print(f"window {kind}: {np.abs(window(kind, 800) - scipy.signal.get_window(name, 800)).max():.1e} from scipy")
    for htk in (True, False):
        for norm in ("None", "Slaney"):
            ours = mel_bank(22050, 1024, 40, 50, 8000, htk, norm)
            theirs = torchaudio.functional.melscale_fbanks(513, 50, 8000, 40, 22050, norm=None if norm == "None" else "slaney", mel_scale="htk" if htk else "slaney")
            print(f"mel bank htk={htk} norm={norm}: {np.abs(ours - theirs.numpy().T).max() / ours.max():.1e} of the peak from torchaudio (single precision)")
    y = scene(30000, 9)
    ours = np.abs(stft(y, 2048, 1024, 2048, "Hann", True, "Reflect")) ** 2
    theirs = torch.stft(torch.from_numpy(y).double(), 2048, 1024, 2048, torch.hann_window(2048, dtype=torch.float64), True, "reflect", return_complex=True).abs().numpy() ** 2
    print(f"power: {np.abs(ours - theirs).max() / ours.max():.1e} of the largest from torch.stft")
    x = np.random.default_rng(1).normal(size=(3, 50))
    slope = np.stack([np.polyfit(np.arange(-2, 3), x[:, t:t + 5].T, 1)[0] for t in range(46)], axis=1)
    print(f"deltas: {np.abs(delta(x) - slope).max():.1e} from a line fitted to five frames")


if __name__ == "__main__":
    if "--check" in sys.argv:
        check()
    else:
        target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "audio-features.json")
        with open(target, "w", encoding="ascii", newline="\n") as file:
            json.dump(golden(), file, separators=(",", ":"))
            file.write("\n")
        print(f"{target}: {os.path.getsize(target)} bytes")
