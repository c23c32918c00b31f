"""What came of a lever that was pulled, in a sentence."""

from __future__ import annotations

from app.core.commands import StopResult
from app.desktop import words
from app.desktop.link import OrderFailed

_OUTCOME_SIGNALS = {
    "stopped": ("info", "interrupted"),
    "still_running": ("error", "failed"),
    "unknown": ("warning", "lost"),
}


def outcome_of(result: StopResult | OrderFailed) -> tuple[str, str, str]:
    """What came of a stop: sentence, kind of strip, signal."""
    if isinstance(result, OrderFailed):
        return f"Not stopped: {words.one_line(str(result), 300)}", "error", "failed"
    kind, signal = _OUTCOME_SIGNALS[result.outcome]
    evidence = words.one_line(result.evidence, 300)
    took = f" after {result.took_ms / 1000:.1f} s" if result.took_ms else ""
    match result.outcome:
        case "stopped":
            return f"Stopped{took}" + (f": {evidence}" if evidence else ""), kind, signal
        case "still_running":
            survivors = ", ".join(words.one_line(each, 80) for each in result.survivors)
            return f"Still running{took}: {survivors or evidence}", kind, signal
    return f"Not known whether it stopped: {evidence or 'the hub could not tell'}", kind, signal
