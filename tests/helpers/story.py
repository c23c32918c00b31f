"""Tells what happened to a session, line by line, and gives the records a hub would have numbered.

    story = Story()
    story.hook(e.SessionStarted(how="startup"))
    story.after(ms=200).hook(e.TurnStarted(turn_id="t1", prompt="fix the login"))
    story.registry("busy")

Each line happens a millisecond after the one before unless ``after`` or ``at`` says otherwise.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import msgspec

from app.core import events as e
from app.core.projections.roster import Roster
from app.core.projections.rows import SessionRow
from app.core.projections.timeline import Timeline
from app.core.projections.transcript import Transcript
from app.core.records import Record, SessionKey

NOON_US = 1_800_000_000_000_000


class Story:
    """A conversation in the making."""

    def __init__(self, session_id: str = "s1", pid: int = 4711, start: int = 99) -> None:
        self.session_id = session_id
        self.pid = pid
        self.start = start
        self.now_us = NOON_US
        self.records: list[Record] = []

    @property
    def key(self) -> SessionKey:
        return SessionKey("claude_code", self.session_id)

    def after(self, ms: float = 0, s: float = 0) -> Story:
        """Let time pass."""
        self.now_us += int(ms * 1000 + s * 1_000_000)
        return self

    def session(self, session_id: str, pid: int | None = None, start: int | None = None) -> Story:
        """Go on telling of another session, or of another process of the same."""
        self.session_id = session_id
        self.pid = self.pid if pid is None else pid
        self.start = self.start if start is None else start
        return self

    def tell(self, source: str, event: e.Event, pid: int = 0, start: int = 0, at_us: int | None = None) -> Story:
        """One fact, by whom it was told."""
        self.now_us += 1000
        self.records.append(
            Record(
                seq=len(self.records) + 1,
                at_us=self.now_us if at_us is None else at_us,
                agent="claude_code",
                session_id=self.session_id,
                source=source,  # type: ignore[arg-type]
                event=event,  # type: ignore[arg-type]
                pid=pid,
                proc_start=start,
            )
        )
        return self

    def hook(self, *events: e.Event) -> Story:
        """A hook of the agent, stamped with its process."""
        for event in events:
            self.tell("hook", event, self.pid, self.start)
        return self

    def transcript(self, *events: e.Event, ms_ago: float = 0) -> Story:
        """Lines of the transcript; ``ms_ago``: by how much their stamp is older than now."""
        for event in events:
            self.tell("transcript", event, at_us=self.now_us + 1000 - int(ms_ago * 1000))
        return self

    def registry(self, state: str, waiting_for: str = "", name: str = "") -> Story:
        """The registry's entry changed."""
        return self.tell(
            "registry", e.AgentReported(state=state, waiting_for=waiting_for, name=name), self.pid, self.start
        )

    def gone(self, pid: int | None = None, start: int | None = None) -> Story:
        """The operating system has no such process any more."""
        gone = e.ProcessGone(pid=self.pid if pid is None else pid, proc_start=self.start if start is None else start)
        return self.tell("process", gone)

    def looked_at(self) -> Story:
        return self.tell("desktop", e.SessionLookedAt())

    def hub(self, *events: e.Event) -> Story:
        for event in events:
            self.tell("hub", event)
        return self

    # ── common lines ───────────────────────────────────────────────────────────────────────────

    def opens(self, prompt: str = "fix the login", turn_id: str = "t1") -> Story:
        """An interactive session starts and gets its first prompt, both heard by hooks and registry."""
        self.hook(e.SessionStarted(how="startup", cwd="/home/dev/shop")).registry("idle").after(s=1)
        return self.hook(e.TurnStarted(turn_id=turn_id, prompt=prompt)).registry("busy")

    def says(self, text: str, message_id: str = "m1", final: bool = True, index: int = 0, lane: str = "") -> Story:
        """A piece of streamed text."""
        return self.hook(
            e.MessageDelta(
                message_id=message_id, first_index=index, last_index=index, text=text, final=final, lane=lane
            )
        )

    def runs(self, call_id: str = "c1", command: str = "pytest -q", name: str = "Bash", lane: str = "") -> Story:
        """A tool call starts."""
        return self.hook(e.ToolCallStarted(tool_call_id=call_id, name=name, input={"command": command}, lane=lane))

    def ran(self, call_id: str = "c1", outcome: str = "ok", output: object = "done", lane: str = "") -> Story:
        """… and ends, as its own hook tells."""
        return self.hook(
            e.ToolCallFinished(
                tool_call_id=call_id,
                outcome=outcome,  # type: ignore[arg-type]
                output=output if outcome == "ok" else None,
                error="" if outcome == "ok" else str(output),
                duration_ms=5,
                lane=lane,
            )
        )

    def asks(self, request_id: str = "r1", command: str = "pytest -q", name: str = "Bash", kind: str = "permission",
             lane: str = "") -> Story:  # fmt: skip
        """May I?"""
        return self.hook(
            e.PermissionRequested(
                request_id=request_id,
                tool_name=name,
                input={"command": command},
                kind=kind,  # type: ignore[arg-type]
                lane=lane,
            )
        )

    # ── what came of it ────────────────────────────────────────────────────────────────────────

    def roster(self) -> Roster:
        return roster_of(self.records)

    def row(self, session_id: str | None = None) -> SessionRow:
        return self.roster().row(SessionKey("claude_code", session_id or self.session_id))

    def script(self) -> Transcript:
        return transcript_of(self.records, self.key)

    def timeline(self) -> Timeline:
        return timeline_of(self.records, self.key)


def roster_of(records: Iterable[Record]) -> Roster:
    roster = Roster()
    for record in records:
        roster.apply(record)
    return roster


def transcript_of(records: Iterable[Record], key: SessionKey) -> Transcript:
    transcript = Transcript(key)
    for record in records:
        transcript.apply(record)
    return transcript


def timeline_of(records: Iterable[Record], key: SessionKey) -> Timeline:
    timeline = Timeline(key)
    for record in records:
        timeline.apply(record)
    return timeline


def numbered(records: Iterable[Record]) -> list[Record]:
    """The same records, numbered in the order they come now."""
    return [msgspec.structs.replace(record, seq=seq) for seq, record in enumerate(records, 1)]


def shuffled(records: list[Record], seed: int) -> list[Record]:
    """The same records in another order, numbered anew."""
    mixed = list(records)
    random.Random(seed).shuffle(mixed)
    return numbered(mixed)


def doubled(records: list[Record]) -> list[Record]:
    """Every record told twice, the second time at the end and backwards."""
    return numbered([*records, *reversed(records)])
