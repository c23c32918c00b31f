"""What the roster keeps of one session."""

from __future__ import annotations

import zlib
from typing import NamedTuple

import msgspec

from app.core.lifeline import Lifeline, LifelineState
from app.core.projections.rows import SessionRow
from app.core.projections.tries import Try
from app.core.records import SessionKey
from app.core.stretches import Stretch

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


class _Packed(NamedTuple):
    """An entry encoded and compressed, and what is asked of every session now and then."""

    data: bytes
    last_at_us: int
    signal_seq: int
    ended_at_us: int


class Session:
    """An entry at work, its lifeline unpacked, or a packed one: a fiftieth of its size, and as good.

    ``pack`` packs it; whoever asks for ``entry`` or ``lifeline`` gets it unpacked again.
    """

    __slots__ = ("_entry", "_lifeline", "_packed", "key", "row", "sealed", "stretches", "touched")

    def __init__(self, entry: Entry) -> None:
        self._packed: _Packed | None = None
        self._entry: Entry | None = entry
        self._lifeline: Lifeline | None = Lifeline(entry.life)
        self.key = SessionKey(entry.agent, entry.session_id)
        self.row: SessionRow | None = None
        """As last built, with ``stretches``; None when something has changed since."""
        self.stretches: tuple[Stretch, ...] | None = None
        self.sealed = False
        self.touched = True
        """Whether anything was heard of it since somebody last looked (and said so here)."""

    @property
    def entry(self) -> Entry:
        """What is kept of it."""
        return self._entry or self._unpack()[0]

    @property
    def lifeline(self) -> Lifeline:
        """Its signals, and where they lead."""
        return self._lifeline or self._unpack()[1]

    @property
    def last_at_us(self) -> int:
        """When its agent was last heard of."""
        return self._packed.last_at_us if self._packed is not None else self.entry.last_at_us

    @property
    def signal_seq(self) -> int:
        """Number of the record that changed its stretches last."""
        return self._packed.signal_seq if self._packed is not None else self.entry.signal_seq

    @property
    def ended_at_us(self) -> int:
        """When it ended, 0 while it lives."""
        return self._packed.ended_at_us if self._packed is not None else self.lifeline.now.ended_at_us

    def changed(self) -> None:
        """What was built from it holds no longer."""
        self.row = self.stretches = None

    def dump(self) -> Entry | bytes:
        """As it stands in the checkpoint: packed if it is."""
        if self._packed is not None:
            return self._packed.data
        self.entry.life = self.lifeline.state()
        return self.entry

    def pack(self) -> None:
        """Keep it small until somebody asks."""
        entry = self.dump()
        if isinstance(entry, Entry):
            data = zlib.compress(_encoder.encode(entry), 1)
            self._packed = _Packed(data, entry.last_at_us, entry.signal_seq, self.ended_at_us)
            self._entry = self._lifeline = None

    def _unpack(self) -> tuple[Entry, Lifeline]:
        assert self._packed is not None
        entry = self._entry = unpacked(self._packed.data)
        lifeline = self._lifeline = Lifeline(entry.life)
        self._packed = None
        return entry, lifeline


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Entry)


def unpacked(data: bytes) -> Entry:
    """A packed entry; raises msgspec.DecodeError for what is none."""
    try:
        return _decoder.decode(zlib.decompress(data))
    except zlib.error as error:
        raise msgspec.DecodeError(f"a packed entry: {error}") from error


def waiting_prompts(entry: Entry) -> list[tuple[str, str]]:
    """(prompt id, text) of the queued prompts, oldest first."""
    waiting = sorted(entry.prompts.items(), key=lambda each: each[1].at_us)
    return [(prompt_id, prompted.text) for prompt_id, prompted in waiting if prompted.text]
