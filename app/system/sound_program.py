"""Runs a program that plays a sound file, and no longer than a sound takes."""

from __future__ import annotations

import subprocess
from pathlib import Path

from app.system.sound import LONGEST_PLAY_S, NotPlayed


def run_player(command: list[str], patience_s: float = LONGEST_PLAY_S) -> None:
    """Run it to its end; raises NotPlayed with its name and what it said."""
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=patience_s, check=False, text=True
        )
    except subprocess.TimeoutExpired as error:
        raise NotPlayed(f"{name} did not end within {patience_s:g} s") from error
    except OSError as error:
        raise NotPlayed(f"{name}: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NotPlayed(f"{name}: {said[-1][:200] if said else f'it ended with {done.returncode}'}")
