"""Follows what agents write for themselves: their live registry and their transcripts, for what no hook tells.

Nothing here needs the agent's help: files are looked at ten times a second while an agent lives, else once a second.
All reading is done in a thread; what was found enters where hooks enter. Reading twice is harmless, for deliveries of
the same line have the same id; the places kept in a file only save reading a long transcript again after a restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from app.agents.base import Adapter, FollowPlan
from app.core.events import GapNoted, ProcessGone, SessionDescribed, SessionEnded, SessionStarted
from app.core.projections.rows import SessionRow
from app.core.records import Delivery, Record, SessionKey
from app.hub.agent_files import MAX_HOMES, Refused, home_of, real_home
from app.hub.ports import Clock, Intake
from app.hub.registry_folder import RegistryFolder
from app.hub.story import Story
from app.hub.tail import Place
from app.system.processes import Processes

QUICK_S = 0.1
SLOW_S = 1.0
GRACE_US = 5_000_000
"""How long a session that ended is still read: its last lines are written after the goodbye."""
_BREATH_S = 0.02
_LOOK_BYTES = 4 * 1024 * 1024
_AT_ONCE = 100
_SAVE_EVERY_US = 2_000_000
_HOMES_EVERY_US = 5_000_000
_MAX_PLACES = 5000
_LOOK_FAILED = (OSError, ValueError, LookupError, TypeError, RuntimeError)
_log = logging.getLogger("signalcabin.hub.follow")


class _Home(NamedTuple):
    plan: FollowPlan
    registry: RegistryFolder | None


class _Heard(NamedTuple):
    """What a record said about a session: that it lives and where its transcript is, or that it ended."""

    key: SessionKey
    path: str
    ended: bool


class _Look(NamedTuple):
    """What one look brought, to be handed in."""

    deliveries: list[Delivery]
    gaps: list[tuple[SessionKey, GapNoted]]
    more: bool
    looked_at: list[Story]


class _Kept(msgspec.Struct):
    """The file of places: valid for one store only."""

    hub_id: str = ""
    files: dict[str, Place] = {}


class Follow:
    """Looks, hands in, waits. ``look_once`` is the whole of it; ``run`` repeats it."""

    def __init__(
        self,
        intake: Intake,
        processes: Processes,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        *,
        environment: Mapping[str, str],
        user_home: str,
        places_file: Path | None = None,
        hub_id: str = "",
        bad: Callable[[str], object] = lambda reason: None,
    ) -> None:
        """``places_file``: where to keep how far files were read; ``bad``: counts a reason, called in the loop."""
        self._intake = intake
        self._processes = processes
        self._adapters = adapters
        self._clock = clock
        self._places_file = places_file
        self._hub_id = hub_id
        self._count = bad
        self._bad_reasons: deque[str] = deque(maxlen=10_000)
        self._heard: deque[_Heard] = deque(maxlen=10_000)
        self._wanted = {
            (agent, adapter.config_home(dict(environment), user_home)): True for agent, adapter in adapters.items()
        }
        self._homes: dict[tuple[str, str], _Home] = {}
        self._homes_due_us = 0
        self._stories: OrderedDict[SessionKey, Story] = OrderedDict()
        self._living: set[SessionKey] = set()
        self._places: OrderedDict[str, Place] = OrderedDict(self._load_places())
        self._saved_us = 0
        self._wake = asyncio.Event()

    # ── what the hub tells ─────────────────────────────────────────────────────────────────────

    def adopt(self, rows: Sequence[SessionRow]) -> None:
        """At the hub's start: go on reading the sessions that lived when the store was last written."""
        for row in rows:
            if row.transcript_path and not row.ended_at_us and row.status not in ("ended", "lost"):
                self._heard.append(_Heard(SessionKey(row.agent, row.session_id), row.transcript_path, False))

    def on_records(self, records: Sequence[Record]) -> None:
        """Learn from freshly committed records which sessions live, and where their transcripts are."""
        for record in records:
            event = record.event
            if isinstance(event, SessionEnded | ProcessGone):
                self._heard.append(_Heard(record.key, "", True))
            elif isinstance(event, SessionStarted | SessionDescribed) and record.source == "hook":
                self._told_of(record.agent, event.transcript_path)

    def _told_of(self, agent: str, path: str) -> None:
        if path:
            self._heard.append(_Heard(SessionKey(agent, Path(path).stem), path, False))
            self._wake.set()

    @property
    def following(self) -> int:
        """How many sessions' files are read."""
        return len(self._stories)

    # ── looking ────────────────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            self._wake.clear()
            more = await self.look_once()
            await asyncio.sleep(_BREATH_S)
            if not more:
                quick = bool(self._stories or self._living)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), (QUICK_S if quick else SLOW_S) - _BREATH_S)

    async def look_once(self) -> bool:
        """One look at everything, handed in and committed. Whether there is more to read at once."""
        look = await asyncio.to_thread(self._look)
        while self._bad_reasons:
            self._count(self._bad_reasons.popleft())
        try:
            for start in range(0, len(look.deliveries), _AT_ONCE):
                await self._intake.submit(look.deliveries[start : start + _AT_ONCE])
            for key, gap in look.gaps:
                await self._intake.emit(*key, gap, source="transcript")
        except _LOOK_FAILED:
            _log.exception("what was read could not be stored; reading it again")
            self._look_again()
            return False
        for story in look.looked_at:
            self._keep(story)
        self._close_old(self._clock.now_us())
        await self._save_places()
        return look.more

    def _look_again(self) -> None:
        for story in self._stories.values():
            story.rewind(self._places)
        for home in self._homes.values():
            if home.registry is not None:
                home.registry.forget()

    def _look(self) -> _Look:
        """In a thread: look at all files. Touches nothing the loop touches but the two queues."""
        now = self._clock.now_us()
        self._find_homes(now)
        while self._heard:
            self._take(self._heard.popleft(), now)
        deliveries = self._look_at_registries(now)
        gaps: list[tuple[SessionKey, GapNoted]] = []
        looked_at: list[Story] = []
        more, left = False, _LOOK_BYTES
        for key in list(self._stories):
            if left <= 0:
                more = True
                break
            self._stories.move_to_end(key)
            found = self._stories[key].read(now, self._bad_reasons.append)
            if not found.looked:
                continue
            looked_at.append(self._stories[key])
            left -= found.read_bytes
            more |= found.more
            deliveries += found.deliveries
            gaps += [(key, gap) for gap in self._gaps(found.too_long, found.torn)]
        return _Look(deliveries, gaps, more, looked_at)

    def _gaps(self, too_long: int, torn: int) -> list[GapNoted]:
        counted = {"transcript_line_too_long": too_long, "transcript_line_torn": torn}
        for reason, lost in counted.items():
            self._bad_reasons.extend([reason] * lost)
        return [GapNoted(reason=reason, lost=lost) for reason, lost in counted.items() if lost]

    # ── homes ──────────────────────────────────────────────────────────────────────────────────

    def _find_homes(self, now: int) -> None:
        """An agent that has never run has no home yet, so the wanted ones are tried again now and then."""
        if now < self._homes_due_us:
            return
        self._homes_due_us = now + _HOMES_EVERY_US
        for agent, home in self._wanted:
            with suppress(Refused):
                self._home(agent, home)

    def _home(self, agent: str, home: str) -> tuple[str, _Home] | None:
        """The home's real path and its plan, looked after from now on. Raises Refused."""
        real = real_home(home)
        known = self._homes.get((agent, real))
        if known is None:
            plan = self._adapters[agent].follow_plan(real)
            if plan is None or len(self._homes) >= MAX_HOMES:
                return None
            bad = self._bad_reasons.append
            glob = plan.registry_glob
            registry = RegistryFolder(agent, real, glob, self._processes, bad) if glob else None
            known = self._homes[(agent, real)] = _Home(plan, registry)
        return real, known

    # ── which sessions ─────────────────────────────────────────────────────────────────────────

    def _take(self, heard: _Heard, now: int) -> None:
        story = self._stories.get(heard.key)
        if heard.ended:
            if story is not None and not story.ends_us:
                story.ends_us = now + GRACE_US
        elif story is not None:
            story.ends_us = 0
        elif heard.path and heard.key.agent in self._adapters:
            self._open_at(heard.key, heard.path)

    def _open_at(self, key: SessionKey, path: str) -> None:
        """A hook named the transcript: it must lie in a home of that agent's layout, which may be one not known yet."""
        plan = self._adapters[key.agent].follow_plan("")
        home = home_of(path, plan.transcript_glob) if plan is not None and plan.transcript_glob else ""
        if not home:
            self._bad_reasons.append("transcript_path")
            return
        try:
            found = self._home(key.agent, home)
        except Refused:
            self._bad_reasons.append("transcript_path")
            return
        if found is not None:
            self._stories[key] = Story(key, found[0], found[1].plan.transcript_glob, path, self._places)

    def _look_at_registries(self, now: int) -> list[Delivery]:
        deliveries: list[Delivery] = []
        living: set[SessionKey] = set()
        for (agent, real), home in self._homes.items():
            if home.registry is None:
                continue
            deliveries += home.registry.look()
            for session_id in home.registry.living(now):
                key = SessionKey(agent, session_id)
                living.add(key)
                if key not in self._stories and home.plan.transcript_glob:
                    self._stories[key] = Story(key, real, home.plan.transcript_glob, "", self._places)
        for key in living - self._living:
            if key in self._stories:
                self._stories[key].ends_us = 0
        for key in self._living - living:
            if key in self._stories:
                self._stories[key].ends_us = now + GRACE_US
        self._living = living
        return deliveries

    def _close_old(self, now: int) -> None:
        for key, story in list(self._stories.items()):
            if story.ends_us and now >= story.ends_us:
                del self._stories[key]

    # ── places ─────────────────────────────────────────────────────────────────────────────────

    def _keep(self, story: Story) -> None:
        for path, place in story.places().items():
            self._places[path] = place
            self._places.move_to_end(path)
        while len(self._places) > _MAX_PLACES:
            self._places.popitem(last=False)

    def _load_places(self) -> dict[str, Place]:
        if self._places_file is None:
            return {}
        try:
            kept = msgspec.json.decode(self._places_file.read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError):  # none yet, or spoilt: everything is read once more, no more
            return {}
        return kept.files if kept.hub_id == self._hub_id else {}

    async def _save_places(self) -> None:
        now = self._clock.now_us()
        if self._places_file is not None and now - self._saved_us >= _SAVE_EVERY_US:
            self._saved_us = now
            await asyncio.to_thread(self.save_places)

    def save_places(self) -> None:
        """Write down how far every file was read and stored; at the end of the hub too."""
        if self._places_file is None:
            return
        content = msgspec.json.encode(_Kept(hub_id=self._hub_id, files=dict(self._places)))
        fresh = self._places_file.with_suffix(".new")
        try:
            fresh.unlink(missing_ok=True)
            fresh.touch(mode=0o600)
            fresh.write_bytes(content)
            fresh.replace(self._places_file)
        except OSError as error:
            _log.warning("cannot keep the places read so far: %s", error)
