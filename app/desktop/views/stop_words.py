"""What came of a lever that was pulled, in a sentence."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QGuiApplication

from app.core.commands import StopResult
from app.desktop import words
from app.desktop.link import OrderFailed

_OUTCOME_SIGNALS = {
    "stopped": ("info", "interrupted"),
    "still_running": ("error", "failed"),
    "unknown": ("warning", "lost"),
}


class StopOutcome(NamedTuple):
    """``kind`` of strip (info | warning | error), ``signal`` beside it; ``resume``: the command to take it up again."""

    sentence: str
    kind: str
    signal: str
    resume: str = ""


TAKEN_BACK = StopOutcome("Taken back. It goes on.", "info", "working")


def outcome_of(result: StopResult | OrderFailed) -> StopOutcome:
    """What came of a stop."""
    if isinstance(result, OrderFailed):
        return StopOutcome(f"Not stopped: {words.one_line(str(result), 300)}", "error", "failed")
    kind, signal = _OUTCOME_SIGNALS[result.outcome]
    evidence = words.one_line(result.evidence, 300)
    took = f" after {result.took_ms / 1000:.1f} s" if result.took_ms else ""
    match result.outcome:
        case "stopped":
            sentence = f"Stopped{took}" + (f": {evidence}" if evidence else "")
            return StopOutcome(sentence, kind, signal, result.resume)
        case "still_running":
            survivors = ", ".join(words.one_line(each, 80) for each in result.survivors)
            return StopOutcome(f"Still running{took}: {survivors or evidence}", kind, signal)
    return StopOutcome(f"Not known whether it stopped: {evidence or 'the hub could not tell'}", kind, signal)


def copy_text(text: str) -> None:
    """Put it on the clipboard."""
    QGuiApplication.clipboard().setText(text)
