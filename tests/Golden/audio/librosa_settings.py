#!/usr/bin/env python3
"""Writes what librosa makes of generated signals under random settings. build/log-mel-settings.cs runs it and compares:

    python3 tests/Golden/audio/librosa_settings.py COUNT SEED FILE

Where librosa is not installed, the formulas of audio_golden.py stand for it; both compute in double precision. Without numpy the exit code is 77.
"""
import json
import random
import sys
import types
import warnings

try:
    import numpy as np
except ImportError:
    print("numpy is not installed")
    sys.exit(77)

import audio_golden

# librosa imports it for resampling, which is not used here; Debian does not have it.
try:
    import soxr  # noqa: F401
except ImportError:
    sys.modules["soxr"] = types.ModuleType("soxr")
try:
    import librosa
    REFERENCE = f"librosa {librosa.__version__}"
except ImportError as missing:
    librosa = None
    REFERENCE = f"the formulas of audio_golden.py ({missing})"

# Of frames longer than the signal and of bands without a bin; both are among the settings.
warnings.filterwarnings("ignore", category=UserWarning)
WINDOWS = {"Hann": "hann", "Hamming": "hamming", "Rectangular": "ones"}


def draw(rng):
    sr = rng.choice([8000, 11025, 16000, 22050, 32000, 44100, 48000])
    n_fft = rng.choice([64, 128, 256, 512, 1024, 2048])
    center = rng.random() < 0.7
    count = rng.randint(max(16, n_fft // 3) if center else n_fft, 5000)
    fmin = rng.choice([0.0, 0.0, 20.0, 50.0, 300.0])
    return {
        "sr": sr, "n_fft": n_fft, "hop": rng.choice([n_fft // 4, n_fft // 2, n_fft, rng.randint(20, n_fft)]),
        "win": rng.choice([n_fft, n_fft, n_fft // 2, rng.randint(2, n_fft)]), "window": rng.choice(list(WINDOWS)), "center": center,
        "pad": rng.choice(["Constant", "Reflect"]), "power": rng.choice([1.0, 1.5, 2.0, 2.0]), "n_mels": rng.choice([1, 2, 13, 24, 40, 64, 80, 128]),
        "fmin": fmin, "fmax": rng.choice([sr / 2, sr / 2, 0.9 * sr / 2, fmin + 1234.5]), "htk": rng.random() < 0.5,
        "norm": rng.choice(["None", "Slaney"]), "log": rng.choice(["None", "Natural", "Decibel", "DecibelOfLargest"]), "count": count,
        "seed": rng.randint(1, 1 << 30),
    }


def by_librosa(y, s):
    mel = librosa.feature.melspectrogram(
        y=y, sr=s["sr"], n_fft=s["n_fft"], hop_length=s["hop"], win_length=s["win"], window=WINDOWS[s["window"]], center=s["center"],
        pad_mode=s["pad"].lower(), power=s["power"], n_mels=s["n_mels"], fmin=s["fmin"], fmax=s["fmax"], htk=s["htk"],
        norm=None if s["norm"] == "None" else "slaney", dtype=np.float64)
    if s["log"] == "Decibel":
        return librosa.power_to_db(mel)
    if s["log"] == "DecibelOfLargest":
        return librosa.power_to_db(mel, ref=np.max, top_db=None)
    return np.log(mel + 1e-8) if s["log"] == "Natural" else mel


def by_formulas(y, s):
    spectrum = np.abs(audio_golden.stft(y, s["n_fft"], s["hop"], s["win"], s["window"], s["center"], s["pad"])) ** s["power"]
    mel = audio_golden.mel_bank(s["sr"], s["n_fft"], s["n_mels"], s["fmin"], s["fmax"], s["htk"], s["norm"]) @ spectrum
    if s["log"] == "Decibel":
        return audio_golden.power_to_db(mel, 1.0, 1e-10, 80.0)
    if s["log"] == "DecibelOfLargest":
        return audio_golden.power_to_db(mel, mel.max(), 1e-10, None)
    return np.log(mel + 1e-8) if s["log"] == "Natural" else mel


def case(s):
    y = audio_golden.scene(s["count"], s["seed"])
    values = (by_librosa if librosa else by_formulas)(y.astype(np.float64), s)
    return {**s, "samples": [int(v) for v in np.round(y * 32768)], "rows": values.shape[0], "frames": values.shape[1],
            "values": [float(v) for v in values.ravel()]}


if __name__ == "__main__":
    rng = random.Random(int(sys.argv[2]))
    with open(sys.argv[3], "w", encoding="ascii", newline="\n") as file:
        json.dump({"reference": REFERENCE, "settings": [case(draw(rng)) for _ in range(int(sys.argv[1]))]}, file)
