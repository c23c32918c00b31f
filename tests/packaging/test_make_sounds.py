"""Checks of ``packaging/make_sounds.py`` and of the sounds kept in ``resources/sounds``."""

from __future__ import annotations

import importlib.util
import struct
import typing
import wave
from pathlib import Path
from types import ModuleType

import pytest

from app.core.projections.alerts import AlertKind
from app.settings import SoundKind

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "resources" / "sounds"
KINDS = typing.get_args(AlertKind)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """A script, not a package: ``packaging`` is the name of a library."""
    spec = importlib.util.spec_from_file_location("make_sounds", ROOT / "packaging" / "make_sounds.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def heights(file: Path) -> tuple[list[int], int]:
    """The numbers in a WAV, and how many there are in a second."""
    with wave.open(str(file), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        frames = sound.readframes(sound.getnframes())
        return list(struct.unpack(f"<{len(frames) // 2}h", frames)), sound.getframerate()


def test_every_kind_of_alert_has_a_sound_and_can_be_chosen() -> None:
    assert {file.stem for file in KEPT.glob("*.wav")} == set(KINDS)
    assert set(typing.get_args(SoundKind)) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_is_short_and_soft_and_begins_and_ends_in_silence(kind: str) -> None:
    found, rate_hz = heights(KEPT / f"{kind}.wav")
    assert len(found) <= 0.6 * rate_hz
    assert 0.15 * 32767 < max(abs(height) for height in found) < 0.25 * 32767
    assert abs(found[0]) < 50 and abs(found[-1]) < 50


def test_no_two_sounds_are_the_same() -> None:
    found = {tuple(heights(KEPT / f"{kind}.wav")[0]) for kind in KINDS}
    assert len(found) == len(KINDS)


def test_what_is_kept_is_what_the_script_makes(script: ModuleType, tmp_path: Path) -> None:
    for file in script.make(tmp_path):
        made, kept = heights(file)[0], heights(KEPT / file.name)[0]
        assert len(made) == len(kept)
        # Another machine's sine may round the last digit otherwise.
        assert max(abs(a - b) for a, b in zip(made, kept, strict=True)) <= 1
