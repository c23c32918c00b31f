"""Makes the alert sounds in ``resources/sounds/`` from sine waves: ``python packaging/make_sounds.py [FOLDER]``.

One family: short strokes on a soft bar of wood. What needs somebody rises, what went wrong falls, what is merely so is
a single stroke. They are made here, so nobody else has rights in them; the files are kept in the project.
"""

from __future__ import annotations

import argparse
import math
import struct
import wave
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

RATE_HZ = 22050
LONGEST_S = 0.6
PEAK = 0.22
"""Of full scale, about -13 dB: heard in a quiet room, startling nobody."""

STROKES: dict[str, tuple[tuple[float, float], ...]] = {
    "needs_you": ((0.00, 659.26), (0.13, 880.00)),
    "failed": ((0.00, 440.00), (0.14, 349.23)),
    "finished": ((0.00, 523.25), (0.00, 783.99)),
    "silent": ((0.00, 392.00),),
    "stopped": ((0.00, 523.25), (0.12, 392.00)),
    "matched": ((0.00, 659.26), (0.00, 987.77)),
    "budget": ((0.00, 587.33), (0.10, 587.33), (0.20, 698.46)),
}
"""Kind of alert → (when in seconds, Hz) of each stroke."""

_PARTIALS = ((1.0, 1.0, 9.0), (2.0, 0.18, 16.0), (4.0, 0.10, 34.0))
"""(multiple of the tone, loudness, how fast it dies away, per second): those of a marimba, softened."""
_ATTACK_S = 0.006
_FADE_S = 0.05


def samples(strokes: tuple[tuple[float, float], ...]) -> list[int]:
    """A sound as 16-bit numbers."""
    length_s = min(LONGEST_S, max(start for start, _ in strokes) + 0.4)
    count = int(length_s * RATE_HZ)
    heights = [_height(at / RATE_HZ, strokes) * _fade(at / RATE_HZ, length_s) for at in range(count)]
    loudest = max(abs(height) for height in heights)
    return [round(height / loudest * PEAK * 32767) for height in heights]


def _height(at_s: float, strokes: tuple[tuple[float, float], ...]) -> float:
    return sum(_stroke(at_s - start, hz) for start, hz in strokes if at_s >= start)


def _stroke(at_s: float, hz: float) -> float:
    rise = min(1.0, at_s / _ATTACK_S)
    turn = 2 * math.pi * hz * at_s
    return rise * sum(loud * math.exp(-dying * at_s) * math.sin(turn * times) for times, loud, dying in _PARTIALS)


def _fade(at_s: float, length_s: float) -> float:
    """Down to nothing at the end, so that it does not click."""
    return min(1.0, (length_s - at_s) / _FADE_S)


def make(folder: Path) -> list[Path]:
    """Write one WAV for each kind; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, strokes in STROKES.items():
        heights = samples(strokes)
        with wave.open(str(folder / f"{kind}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(struct.pack(f"<{len(heights)}h", *heights))
        files.append(folder / f"{kind}.wav")
    return files


def main() -> None:
    parser = argparse.ArgumentParser(prog="python packaging/make_sounds.py", description="Makes the alert sounds.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "resources" / "sounds", metavar="FOLDER")
    for file in make(parser.parse_args().folder):
        print(file)


if __name__ == "__main__":
    main()
