"""What came of a lever that was pulled, in a sentence."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QGuiApplication

from app.core.commands import StopResult
from app.core.figures import decimal
from app.core.sentences import in_your_words
from app.core.tr import tr
from app.desktop import words
from app.desktop.link import OrderFailed

_OUTCOME_SIGNALS = {
    "stopped": ("info", "interrupted"),
    "still_running": ("error", "failed"),
    "unknown": ("warning", "lost"),
}

AT_ONCE_MS = 50
"""A stop that took less is told without a number: it would be 0.0."""


class StopOutcome(NamedTuple):
    """``kind`` of strip (info | warning | error), ``signal`` beside it; ``resume``: the command to take it up again."""

    sentence: str
    kind: str
    signal: str
    resume: str = ""


def taken_back() -> StopOutcome:
    """A stop that was disarmed in time."""
    return StopOutcome(tr("Taken back. It goes on."), "info", "working")


def outcome_of(result: StopResult | OrderFailed) -> StopOutcome:
    """What came of a stop."""
    if isinstance(result, OrderFailed):
        why = words.one_line(str(result), 300)
        return StopOutcome(tr("Not stopped: {why}").format(why=why), "error", "failed")
    kind, signal = _OUTCOME_SIGNALS[result.outcome]
    evidence = in_your_words(words.one_line(result.evidence, 300))
    began = _beginning(result)
    match result.outcome:
        case "stopped":
            #: What came of a stop, and how that is known: "Stopped after 0.4 s: the process is gone".
            sentence = tr("{outcome}: {evidence}").format(outcome=began, evidence=evidence) if evidence else began
            return StopOutcome(sentence, kind, signal, result.resume)
        case "still_running":
            survivors = words.listed(words.one_line(each, 80) for each in result.survivors)
            sentence = tr("{outcome}: {evidence}").format(outcome=began, evidence=survivors or evidence)
            return StopOutcome(sentence, kind, signal)
    why = evidence or tr("the hub could not tell")
    return StopOutcome(tr("Not known whether it stopped: {why}").format(why=why), kind, signal)


def _beginning(result: StopResult) -> str:
    took = decimal(result.took_ms / 1000)
    if result.outcome == "stopped" and result.took_ms and result.took_ms < AT_ONCE_MS:
        return tr("Stopped at once")
    if result.outcome == "stopped":
        return tr("Stopped after {seconds} s").format(seconds=took) if result.took_ms else tr("Stopped")
    return tr("Still running after {seconds} s").format(seconds=took) if result.took_ms else tr("Still running")


def copy_text(text: str) -> None:
    """Put it on the clipboard."""
    QGuiApplication.clipboard().setText(text)
