"""What the roster keeps of one session."""

from __future__ import annotations

import msgspec

from app.core.lifeline import Lifeline, LifelineState
from app.core.projections.rows import SessionRow
from app.core.projections.tries import Try
from app.core.records import SessionKey

MAX_IDS = 4096
MAX_OPEN_CALLS = 512
MAX_PROMPTS = 64
"""Prompts written from here that are remembered; only those still queued keep their text."""

Stamp = tuple[int, str]
"""When and what: the order of two claims on one field, independent of arrival."""


class OpenCall(msgspec.Struct, array_like=True):
    """A call that started and has not ended."""

    at_us: int
    lane: str
    words: str


class Armed(msgspec.Struct, array_like=True):
    """A stop that was asked for."""

    at_us: int = 0
    sentence: str = ""
    concluded: bool = False


class Prompted(msgspec.Struct):
    """A prompt written from here: its text while it is queued, "" once it was handed over or taken back."""

    at_us: int = 0
    text: str = ""
    over: bool = False


class Entry(msgspec.Struct, kw_only=True):
    """What is kept of one session."""

    agent: str
    session_id: str
    life: LifelineState | None = None
    signal_seq: int = 0
    """Number of the record that changed the session's stretches last."""
    started_at_us: int = 0
    last_at_us: int = 0
    title: Stamp = (0, "")
    prompt: Stamp = (0, "")
    name: Stamp = (0, "")
    cwd: Stamp = (0, "")
    model: Stamp = (0, "")
    transcript_path: Stamp = (0, "")
    delta_message: str = ""
    delta_at_us: int = 0
    writing_at_us: int = 0
    thinking_at_us: int = 0
    rest_at_us: int = 0
    """Newest rest of the main conversation: its calls from before do not run any more."""
    hard_rest_at_us: int = 0
    """Newest rest that also ended what went on in the background."""
    turns: dict[str, None] = {}
    lanes: dict[str, None] = {}
    calls: dict[str, int] = {}
    """tool_call_id → outcome: -1 not known, its rank in ``OUTCOMES``, + ``TOLD_DIRECTLY`` when a Post hook said so."""
    open_calls: dict[str, OpenCall] = {}
    tries: dict[str, Try] = {}
    """The newest calls, ended or not."""
    usage: dict[str, tuple[int, int, int, int]] = {}
    stops: dict[str, Armed] = {}
    stops_over_us: int = 0
    """Whatever was armed before is void: a hub has started since."""
    launched: str = ""
    """"pid:start" of the process in which a hub launched it."""
    prompts: dict[str, Prompted] = {}
    processes: dict[str, int] = {}
    """"pid:start" → newest stamp this session was heard from it."""
    turns_total: int = 0
    lanes_total: int = 0
    calls_total: int = 0
    failed_total: int = 0
    usage_total: tuple[int, int, int, int] = (0, 0, 0, 0)
    cost_usd: float | None = None


class Session:
    """An entry at work: its lifeline unpacked and its row cached."""

    __slots__ = ("entry", "key", "lifeline", "row", "sealed")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.key = SessionKey(entry.agent, entry.session_id)
        self.lifeline = Lifeline(entry.life)
        self.row: SessionRow | None = None
        self.sealed = False


def waiting_prompts(entry: Entry) -> list[tuple[str, str]]:
    """(prompt id, text) of the queued prompts, oldest first."""
    waiting = sorted(entry.prompts.items(), key=lambda each: each[1].at_us)
    return [(prompt_id, prompted.text) for prompt_id, prompted in waiting if prompted.text]
