"""The lines in the margin of a transcript: starts, ends, interrupts, failures, compactions, tasks, our stops."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import msgspec

from app.core import events as e
from app.core.projections.blocklist import NOTICE, BlockList
from app.core.projections.blocks import AnyBlock, NoticeBlock
from app.core.projections.departures import Departures
from app.core.projections.rests import Rests
from app.core.projections.streams import text_digest
from app.core.projections.told_once import Told, ToldOnce, in_a_turn, near
from app.core.projections.words import one_line
from app.core.records import Record
from app.core.sentences import in_your_words
from app.core.tr import explained, mark, tr

SAME_TEXT_US = 60_000_000
"""A failure's message that was said as text so near to it is not said again."""

SAME_COMPACTION_US = 30_000_000

_SAME_END_US = 3_000_000
"""A hook, the process and the hub may each tell of one end, so near to each other."""

_STARTS = {
    "startup": mark("Session started"),
    "resume": mark("Session resumed"),
    "clear": mark("Started anew after /clear"),
    "fork": mark("Forked from another session"),
    "unknown": mark("Session started"),
}
_QUIET_NOTICES = frozenset({"permission_prompt", "idle_prompt", "elicitation_dialog", "elicitation_complete"})
"""Notices that only repeat what other blocks say."""

_TASK_RANK = {"deleted": 4, "completed": 3, "in_progress": 2, "pending": 1}
_SURROUNDINGS = {
    "config": mark("Settings changed"),
    "worktree_created": mark("Worktree created"),
    "worktree_removed": mark("Worktree removed"),
    "setup": "Set-up",
}


class _Task(msgspec.Struct):
    """One item of the agent's plan."""

    at_us: int = 0
    first_seq: int = 0
    subject: str = ""
    status: tuple[int, int, str] = (0, 0, "pending")


class Margin:
    """All notices; tells the block list what changed. ``has_text(digest, at_us, within_us)``: was it said as text?"""

    def __init__(
        self,
        blocks: BlockList,
        rests: Rests,
        has_text: Callable[[str, int, int], bool],
        task_named: Callable[[str, str], None],
    ) -> None:
        self._blocks = blocks
        self._rests = rests
        self._has_text = has_text
        self._task_named = task_named
        self._failures: dict[tuple[int, str, str], int] = {}
        """(stamp, error, message) → seq, as each source told it."""
        self._shown_failures: dict[str, int] = {}
        self._compactions: dict[tuple[int, int, str], int] = {}
        self._shown_compactions: set[str] = set()
        self._tasks: dict[str, _Task] = {}
        self._interrupts = ToldOnce(blocks, "interrupted", "warning", in_a_turn(rests.prompt_before))
        self._ends = ToldOnce(blocks, "session_ended", "mark", near(_SAME_END_US))
        self._departures = Departures(blocks)
        self._seqs: dict[str, int] = {}

    def take(self, record: Record) -> None:
        """Fold one record in; most say nothing here."""
        self._departures.take(record)
        handler = _HANDLERS.get(type(record.event))
        if handler is not None:
            handler(self, record, record.event)

    def text_came(self, at_us: int) -> None:
        """A text came or changed: a failure near it may find its message said already."""
        for block_id, failed_us in self._shown_failures.items():
            if abs(failed_us - at_us) <= SAME_TEXT_US:
                self._blocks.refresh(block_id)

    def prompt_came(self) -> None:
        """A prompt parts the failures before it from those after."""
        if self._failures:
            self._show_failures()
        self._interrupts.show()

    # ── plain lines ────────────────────────────────────────────────────────────────────────────

    def _line(self, record: Record, notice: str, text: str, level: str = "info", lane: str = "") -> str:
        digest = blake2b(f"{text}\0{lane}".encode("utf-8", "backslashreplace"), digest_size=6).hexdigest()
        block_id = f"notice:{notice}:{record.at_us}:{digest}"
        first_seq = self._seqs[block_id] = min(record.seq, self._seqs.get(block_id, record.seq))
        block = NoticeBlock(
            block_id=block_id,
            at_us=record.at_us,
            lane=lane,
            first_seq=first_seq,
            notice=notice,
            text=text,
            level=level,
        )
        self._blocks.put(block_id, lane, NOTICE, record.at_us, lambda: block)
        return block_id

    def _on_start(self, record: Record, event: e.SessionStarted) -> None:
        if event.how == "compact":
            return
        known = _STARTS.get(event.how)
        words = tr(known) if known else tr("Session started ({how})").format(how=one_line(event.how, 40))
        self._line(
            record, "session_started", f"{words} · {one_line(event.model, 60)}" if event.model else words, "mark"
        )

    def _on_end(self, record: Record, event: e.SessionEnded) -> None:
        known = {
            "prompt_input_exit": tr("left by its user"),
            "clear": "/clear",
            "other": "",
            "logout": tr("logged out"),
        }
        why = known.get(event.reason, one_line(event.reason, 60))
        words = tr("Session ended · {why}").format(why=why) if why else tr("Session ended")
        self._ends.tell(Told(record.at_us, int(bool(why)), words), record.seq)

    def _on_interrupt(self, record: Record, event: e.TurnInterrupted) -> None:
        if event.how == "hook":
            said = one_line(event.message, 300)
            words = tr("Stopped by a hook: {why}").format(why=said) if said else tr("Stopped by a hook")
            rank = 2
        elif event.how == "user_for_tool":
            words, rank = tr("Interrupted while a tool was asked for or ran"), 1
        else:
            words, rank = tr("Interrupted"), 0
        self._interrupts.tell(Told(record.at_us, rank, words), record.seq)

    def _on_notice(self, record: Record, event: e.NoticeGiven) -> None:
        if event.kind not in _QUIET_NOTICES and (event.message or event.kind):
            level = "warning" if event.kind == "api_error" else "info"
            words = in_your_words(one_line(event.message or event.kind, 500))
            self._line(record, "notice", words, level, event.lane)

    def _on_question(self, record: Record, event: e.QuestionAsked) -> None:
        server, message = one_line(event.server, 60), one_line(event.message, 500)
        self._line(record, "notice", tr("{server} asks: {message}").format(server=server, message=message), "info")

    def _on_answer(self, record: Record, event: e.QuestionAnswered) -> None:
        server, action = one_line(event.server, 60), one_line(event.action, 60)
        self._line(record, "notice", tr("{server} was answered: {action}").format(server=server, action=action), "info")

    def _on_gap(self, record: Record, event: e.GapNoted) -> None:
        why = in_your_words(one_line(event.reason, 300))
        if event.lost:
            why = tr("{why}, {count} lost").format(why=why, count=event.lost)
        self._line(record, "gap", tr("Something is missing here: {why}").format(why=why), "warning")

    def _on_cwd(self, record: Record, event: e.CwdChanged) -> None:
        if event.new:
            self._line(record, "other", tr("Now in {folder}").format(folder=one_line(event.new, 300)))

    def _on_surroundings(self, record: Record, event: e.SurroundingsChanged) -> None:
        words = tr(_SURROUNDINGS.get(event.kind, ""))
        if words:
            about = one_line(event.path or event.detail, 300)
            self._line(record, "other", explained(words, about))

    def _on_teammate(self, record: Record, event: e.TeammateIdle) -> None:
        self._line(record, "other", tr("Teammate {name} has nothing to do").format(name=one_line(event.name, 60)))

    # ── lines that several records make ────────────────────────────────────────────────────────

    def _on_failure(self, record: Record, event: e.TurnFailed) -> None:
        key = (record.at_us, event.error, event.message)
        self._failures[key] = min(record.seq, self._failures.get(key, record.seq))
        self._show_failures()

    def _show_failures(self) -> None:
        """Hook and transcript tell of the same failure: one line for each error and turn."""
        turns: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
        for key in sorted(self._failures):
            turns.setdefault((self._rests.prompt_before(key[0]), key[1]), []).append(key)
        shown: dict[str, int] = {}
        for (turn_id, error), told in turns.items():
            block_id = f"notice:failed:{turn_id or told[0][0]}:{one_line(error, 80)}"
            shown[block_id] = told[0][0]
            seq = min(self._failures[key] for key in told)
            message = max((key[2] for key in told), key=len)
            self._blocks.put(block_id, "", NOTICE, told[0][0], self._failure(block_id, told[0][0], seq, error, message))
        for block_id in self._shown_failures.keys() - shown.keys():
            self._blocks.remove(block_id)
        self._shown_failures = shown

    def _failure(self, block_id: str, at_us: int, first_seq: int, error: str, message: str) -> Callable[[], AnyBlock]:
        digest = text_digest(message) if message.strip() else ""

        def build() -> AnyBlock:
            known = tr(one_line(error, 80).replace("_", " ")) or tr("unknown error")
            text = tr("Failed: {why}").format(why=known)
            if digest and not self._has_text(digest, at_us, SAME_TEXT_US):
                text += " · " + one_line(message, 1000)
            return NoticeBlock(
                block_id=block_id, at_us=at_us, first_seq=first_seq, notice="failed", text=text, level="error"
            )

        return build

    def _on_compaction(self, record: Record, event: e.CompactionStarted | e.CompactionFinished) -> None:
        phase = 0 if isinstance(event, e.CompactionStarted) else 1
        key = (record.at_us, phase, one_line(event.trigger, 40))
        self._compactions[key] = min(record.seq, self._compactions.get(key, record.seq))
        self._show_compactions()

    def _show_compactions(self) -> None:
        """Start, end and the transcript's boundary line of one compaction are one line in the margin."""
        shown: set[str] = set()
        clusters: list[list[tuple[int, int, str]]] = []
        for key in sorted(self._compactions):
            at_us, phase, _ = key
            newest_end = max((at for at, is_end, _ in clusters[-1] if is_end), default=0) if clusters else 0
            if phase == 1 and clusters and (not newest_end or at_us - newest_end <= SAME_COMPACTION_US):
                clusters[-1].append(key)
            else:
                clusters.append([key])
        for cluster in clusters:
            trigger = next((word for _, _, word in cluster if word), "")
            done = any(phase for _, phase, _ in cluster)
            words = tr("Context compacted") if done else tr("Compacting the context…")
            block = NoticeBlock(
                block_id=f"notice:compaction:{cluster[0][0]}",
                at_us=cluster[0][0],
                first_seq=min(self._compactions[key] for key in cluster),
                notice="compaction",
                text=f"{words} ({tr(trigger)})" if trigger else words,
                level="mark",
            )
            shown.add(block.block_id)
            self._blocks.put(block.block_id, "", NOTICE, block.at_us, _constant(block))
        for block_id in self._shown_compactions - shown:
            self._blocks.remove(block_id)
        self._shown_compactions = shown

    def _on_task(self, record: Record, event: e.TaskChanged) -> None:
        task = self._tasks.setdefault(event.task_id, _Task())
        _see(task, record)
        task.subject = max(task.subject, one_line(event.subject, 200), key=lambda known: (len(known), known))
        task.status = max(task.status, (record.at_us, _TASK_RANK.get(event.status, 0), one_line(event.status, 40)))
        block = NoticeBlock(
            block_id=f"notice:task:{event.task_id}",
            at_us=task.at_us,
            first_seq=task.first_seq,
            notice="task",
            text=tr("Task: {subject} · {state}").format(
                subject=task.subject or event.task_id, state=tr(task.status[2].replace("_", " "))
            ),
        )
        self._blocks.put(block.block_id, "", NOTICE, task.at_us, _constant(block))
        self._task_named(event.task_id, task.subject)


def _constant(block: AnyBlock) -> Callable[[], AnyBlock]:
    return lambda: block


def _see(thing: _Task, record: Record) -> None:
    if not thing.at_us or record.at_us < thing.at_us:
        thing.at_us = record.at_us
    if not thing.first_seq or record.seq < thing.first_seq:
        thing.first_seq = record.seq


_HANDLERS: dict[type[e.Event], Callable[[Margin, Record, Any], None]] = {
    e.SessionStarted: Margin._on_start,
    e.SessionEnded: Margin._on_end,
    e.TurnInterrupted: Margin._on_interrupt,
    e.TurnFailed: Margin._on_failure,
    e.NoticeGiven: Margin._on_notice,
    e.QuestionAsked: Margin._on_question,
    e.QuestionAnswered: Margin._on_answer,
    e.GapNoted: Margin._on_gap,
    e.CwdChanged: Margin._on_cwd,
    e.SurroundingsChanged: Margin._on_surroundings,
    e.TeammateIdle: Margin._on_teammate,
    e.CompactionStarted: Margin._on_compaction,
    e.CompactionFinished: Margin._on_compaction,
    e.TaskChanged: Margin._on_task,
}
