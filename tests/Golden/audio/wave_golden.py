#!/usr/bin/env python3
"""Writes wave/*.wav with sox and ffmpeg in every format that is read, and wave-files.json with their samples as libsndfile decodes them.

    python3 tests/Golden/audio/wave_golden.py

Needs sox, ffmpeg and numpy, scipy, soundfile (Debian: sox ffmpeg python3-numpy python3-scipy python3-soundfile). Each file is decoded twice, by libsndfile and by sox; the script stops where the two disagree.
Files called streamed-* were written into a pipe, whose writer cannot go back to fill in the sizes: strict reading refuses them, lenient reading takes what is there.
"""
import json
import os
import subprocess

import numpy as np
import soundfile

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "wave")
SAMPLES = 60
PCM = {8: ("unsigned-integer", "pcm_u8"), 16: ("signed-integer", "pcm_s16le"), 24: ("signed-integer", "pcm_s24le"), 32: ("signed-integer", "pcm_s32le")}
FLOAT = {32: ("floating-point", "pcm_f32le"), 64: ("floating-point", "pcm_f64le")}


def signal(channels):
    """Full scale at both ends, silence, and a different tone in each channel."""
    t = np.arange(SAMPLES)
    y = np.stack([0.9 * np.sin(2 * np.pi * (c + 1) * t / 37 + c) for c in range(channels)], axis=1)
    y[0], y[1], y[2] = 1, -1, 0
    return y


def by_sox(path, rate, encoding, bits, channels):
    command = ["sox", "-D", "-t", "f64", "-r", str(rate), "-c", str(channels), "-", "-t", "wav", "-e", encoding, "-b", str(bits), path]
    return subprocess.run(command, input=signal(channels).tobytes(), check=True, capture_output=True).stdout


def by_ffmpeg(path, rate, codec, channels):
    command = ["ffmpeg", "-v", "error", "-y", "-f", "f64le", "-ar", str(rate), "-ac", str(channels), "-i", "-", "-c:a", codec, "-f", "wav", path]
    return subprocess.run(command, input=signal(channels).tobytes(), check=True, capture_output=True).stdout


def decoded(path):
    """Samples in [-1, 1), exact: integers are divided by a power of two."""
    samples, _ = soundfile.read(path, dtype="float64", always_2d=True)
    raw = subprocess.run(["sox", path, "-t", "f64", "-"], check=True, capture_output=True).stdout
    other = np.frombuffer(raw).reshape(samples.shape)
    if np.abs(samples - other).max() > 2.0 ** -31:  # sox works in 32-bit integers
        raise SystemExit(f"{path}: libsndfile and sox disagree by {np.abs(samples - other).max()}")
    return samples


def describe(name, encoding, bits, channels, rate):
    path = os.path.join(FOLDER, name)
    return {"file": name, "encoding": encoding, "bits": bits, "channels": channels, "rate": rate, "samples": [float(v) for v in decoded(path).ravel()]}


def main():
    os.makedirs(FOLDER, exist_ok=True)
    files = []
    for kind, table in (("Pcm", PCM), ("IeeeFloat", FLOAT)):
        for bits, (encoding, codec) in table.items():
            for channels, rate in ((1, 44100), (2, 48000)) if bits != 16 else ((1, 8000), (2, 22050), (6, 96000)):
                for tool in ("sox", "ffmpeg"):
                    name = f"{tool}-{kind.lower()}{bits}-{channels}ch.wav"
                    path = os.path.join(FOLDER, name)
                    by_sox(path, rate, encoding, bits, channels) if tool == "sox" else by_ffmpeg(path, rate, codec, channels)
                    files.append(describe(name, kind, bits, channels, rate))
    whole = [row for row in files if row["file"] == "sox-pcm16-2ch.wav"][0]
    for tool, content in (("sox", by_sox("-", 22050, "signed-integer", 16, 2)), ("ffmpeg", by_ffmpeg("-", 22050, "pcm_s16le", 2))):
        with open(os.path.join(FOLDER, f"streamed-{tool}.wav"), "wb") as file:
            file.write(content)
        if tool == "sox":
            files.append({**whole, "file": "streamed-sox.wav"})
        else:
            files.append({**[row for row in files if row["file"] == "ffmpeg-pcm16-2ch.wav"][0], "file": "streamed-ffmpeg.wav"})
    with open(os.path.join(HERE, "wave-files.json"), "w", encoding="ascii", newline="\n") as file:
        json.dump({"files": files}, file, separators=(",", ":"))
        file.write("\n")
    largest = max(os.path.getsize(os.path.join(FOLDER, name)) for name in os.listdir(FOLDER))
    print(f"{len(files)} files, the largest {largest} bytes")


if __name__ == "__main__":
    main()
