"""What every command shares: errors with a remedy, exit codes, JSON and times as the outside world reads them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import msgspec

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_NO_HUB = 3
EXIT_INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do what it was told: ``sentence`` says why, ``remedy`` what to do about it."""

    def __init__(self, sentence: str, remedy: str = "", *, code: int = EXIT_FAILED) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.code = code


def complain(error: CommandError) -> int:
    """Tell a person on stderr; returns the exit code."""
    from app.cli_commands.terminal import plain

    remedy = f"\n{plain(error.remedy)}" if error.remedy else ""
    print(f"signalcabin: {plain(error.sentence)}{remedy}", file=sys.stderr)
    return error.code


def no_hub() -> CommandError:
    """The error of a command that only a running hub can carry out."""
    return CommandError(
        "No hub is running.", "Start one: `signalcabin run` (desktop) or `signalcabin hub`.", code=EXIT_NO_HUB
    )


def write_json(value: Any) -> None:
    """One JSON value on one line of stdout; msgspec's encoder knows our structs. Always UTF-8, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def iso(at_us: int) -> str | None:
    """ISO 8601 in UTC with microseconds ("2026-11-22T07:43:57.899000Z"); None for 0 or a time no calendar has."""
    if at_us <= 0:
        return None
    try:
        return datetime.fromtimestamp(at_us / 1_000_000, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except (OverflowError, OSError, ValueError):
        return None
