"""How a session's process left: lines in the margin for one that vanished, and for stops of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.core import events as e
from app.core.projections.blocklist import NOTICE, BlockList
from app.core.projections.blocks import AnyBlock, NoticeBlock
from app.core.projections.words import one_line
from app.core.records import Record
from app.core.sentences import in_your_words
from app.core.tr import listed, tr


class _Stop(msgspec.Struct):
    """One stop of ours, from order to outcome."""

    at_us: int = 0
    first_seq: int = 0
    level: tuple[int, str] = (0, "")
    armed: tuple[int, str] = (0, "")
    concluded: e.StopConcluded | None = None


class Departures:
    """Stops of ours, and processes that went: whether with a goodbye, ordered, or lost."""

    def __init__(self, blocks: BlockList) -> None:
        self._blocks = blocks
        self._stops: dict[str, _Stop] = {}
        self._starts: list[int] = []
        self._goodbyes: list[int] = []
        self._ordered: list[int] = []
        self._gone: dict[str, tuple[int, int, str]] = {}
        """Process → (stamp, seq, process)."""

    def take(self, record: Record) -> None:
        """Fold one record in; most say nothing here."""
        handler = _HANDLERS.get(type(record.event))
        if handler is not None:
            handler(self, record, record.event)

    def _on_start(self, record: Record, event: e.SessionStarted) -> None:
        if event.how != "compact":
            self._starts.append(record.at_us)
            self._show_gone()

    def _on_end(self, record: Record, event: e.SessionEnded) -> None:
        self._goodbyes.append(record.at_us)
        self._show_gone()

    def _on_gone(self, record: Record, event: e.ProcessGone) -> None:
        key = f"{event.pid}:{event.proc_start}"
        told = (record.at_us, record.seq, key)
        if key not in self._gone or told < self._gone[key]:
            self._gone[key] = told
        self._show_gone()

    def _show_gone(self) -> None:
        """A process that vanished after a goodbye, or that we were told to end, is no news."""
        for at_us, seq, key in self._gone.values():
            begun_us = max((stamp for stamp in self._starts if stamp <= at_us), default=0)
            expected = any(begun_us <= stamp for stamp in self._goodbyes if stamp <= at_us + 1_000_000)
            expected = expected or any(begun_us <= stamp <= at_us for stamp in self._ordered)
            block_id = f"notice:lost:{key}"
            if expected:
                self._blocks.remove(block_id)
                continue
            block = NoticeBlock(
                block_id=block_id,
                at_us=at_us,
                first_seq=seq,
                notice="lost",
                text=tr("The process ({number}) is gone without a goodbye").format(number=key.partition(":")[0]),
                level="error",
            )
            self._blocks.put(block_id, "", NOTICE, at_us, _constant(block))

    def _on_stop_requested(self, record: Record, event: e.StopRequested) -> None:
        if event.level in ("end", "kill"):
            self._ordered.append(record.at_us)
        stop = self._stop(record, event.stop_id)
        stop.level = min(stop.level, (record.at_us, event.level)) if stop.level[1] else (record.at_us, event.level)
        self._show_stop(event.stop_id)
        self._show_gone()

    def _on_stop_armed(self, record: Record, event: e.StopArmed) -> None:
        stop = self._stop(record, event.stop_id)
        stop.armed = max(stop.armed, (record.at_us, event.sentence))
        self._show_stop(event.stop_id)

    def _on_stop_concluded(self, record: Record, event: e.StopConcluded) -> None:
        stop = self._stop(record, event.stop_id)
        if stop.concluded is None or repr(event) < repr(stop.concluded):
            stop.concluded = event
        self._show_stop(event.stop_id)

    def _stop(self, record: Record, stop_id: str) -> _Stop:
        stop = self._stops.setdefault(stop_id, _Stop())
        if not stop.at_us or record.at_us < stop.at_us:
            stop.at_us = record.at_us
        stop.first_seq = min(stop.first_seq or record.seq, record.seq)
        return stop

    def _show_stop(self, stop_id: str) -> None:
        stop = self._stops[stop_id]
        text, level = _stop_words(stop)
        block = NoticeBlock(
            block_id=f"notice:stop:{stop_id}",
            at_us=stop.at_us,
            first_seq=stop.first_seq,
            notice="stopped",
            text=text,
            level=level,
        )
        self._blocks.put(block.block_id, "", NOTICE, stop.at_us, _constant(block))


def _stop_words(stop: _Stop) -> tuple[str, str]:
    done = stop.concluded
    if done is None:
        armed = in_your_words(one_line(stop.armed[1], 300))
        return armed or tr("Stop asked for ({level})").format(level=tr(one_line(stop.level[1], 40))), "mark"
    evidence = in_your_words(one_line(done.evidence, 300))
    if done.outcome == "stopped":
        return (tr("Stopped: {evidence}").format(evidence=evidence) if evidence else tr("Stopped")), "mark"
    found = listed(one_line(name, 80) for name in done.survivors[:8]) or evidence
    words = tr("Still running") if done.outcome == "still_running" else tr("Not known whether it stopped")
    return (tr("{outcome}: {evidence}").format(outcome=words, evidence=found) if found else words), "warning"


def _constant(block: AnyBlock) -> Callable[[], AnyBlock]:
    return lambda: block


_HANDLERS: dict[type[e.Event], Callable[[Departures, Record, Any], None]] = {
    e.SessionStarted: Departures._on_start,
    e.SessionEnded: Departures._on_end,
    e.ProcessGone: Departures._on_gone,
    e.StopRequested: Departures._on_stop_requested,
    e.StopArmed: Departures._on_stop_armed,
    e.StopConcluded: Departures._on_stop_concluded,
}
