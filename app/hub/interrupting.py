"""Interrupt: ending a turn while the session lives, by the quickest lever there is, and seeing that it rests.

A held permission is refused with interrupt. Else, where the agent runs in a tmux pane, Escape is pressed there: it acts
at once. Else, and as long as Escape has not worked, the next tool is refused and the batch after it told to stop.
Only the agent's own signs (registry, transcript, hooks) and the process table say that it rests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.core.projections.rows import SessionRow
from app.core.tr import mark
from app.hub.answers import Answers
from app.hub.ending import Target
from app.hub.ports import Chores, Clock, NoStreams, RosterView, Streams, find_row, key_of, said
from app.hub.remains import named, remains
from app.hub.stops import Stops, StopUnderWay
from app.hub.turns import Turns
from app.system.processes import Processes, sighted
from app.system.terminals import Terminals

REASON = "stopped by the user"
MOST_PRESSES = 2
PRESS_AGAIN_US = 1_500_000
"""Twice quickly would open a menu in an agent at rest; and an interrupt that works shows within 0.2 s."""
PRINT_MODE = mark("it runs in print mode, which takes no keys")
_HOOK_SLACK_US = 1_000_000
_WAKING_S = 1.5
"""The end of a subagent in the background wakes the conversation that sent it: so long until that would be seen."""
_WRITTEN_S = 0.8
"""An interrupt is in the transcript 0.3 s later, or it is not written there at all."""
_LOOK_EVERY_S = 0.1


class Interrupting:
    """The levers of level ``interrupt``. ``target_of``: whose processes a session's are."""

    def __init__(
        self,
        roster: RosterView,
        processes: Processes,
        terminals: Terminals,
        clock: Clock,
        answers: Answers,
        stops: Stops,
        turns: Turns,
        chores: Chores,
        target_of: Callable[[SessionRow], Target | None],
    ) -> None:
        self._roster = roster
        self._processes = processes
        self._terminals = terminals
        self._clock = clock
        self._answers = answers
        self._stops = stops
        self._turns = turns
        self._chores = chores
        self._target_of = target_of
        self.streams: Streams = NoStreams()
        """Replaced by whoever launches sessions."""

    async def begin(self, stop: StopUnderWay) -> None:
        """Pull the gentlest lever that acts now, or arm the one that acts later."""
        row = find_row(self._roster, stop.key)
        if row is None:
            self._stops.conclude(stop, "unknown", mark("no such session"))
            return
        if self._process_gone(row) or not self.is_at_work(row):
            self._stops.conclude(stop, "stopped", self._was_resting(row))
            return
        # Armed in any case: a refused permission of a subagent does not end the main conversation's turn.
        self._stops.arm(stop)
        if stop.may_use("permission") and await self._answers.interrupt(stop.key, REASON, stop.by):
            stop.lever = "permission"
            self.streams.interrupt(stop.key)  # print mode reads the refusal, but not that it is to stop
            return
        if stop.may_use("stream") and not self._rests(row) and self.streams.interrupt(stop.key):
            stop.lever = "stream"
            await self._stops.say_armed(stop, "stream", mark("was told to stop over its own stream"))
            return
        why_not = await self._press(stop) if stop.may_use("tmux") else ""
        if stop.lever == "tmux" or stop.concluded:
            return
        if stop.may_use("hook"):
            await self._stops.say_armed(stop, "hook", self.sentence(row))
        else:
            none = {
                "stream": mark("it was not launched from here"),
                "permission": mark("it asks for no permission held here"),
            }
            why_not = why_not or none.get(stop.forced, "")
            self._stops.conclude(stop, "still_running", mark("nothing was done: {why}").format(why=why_not))

    async def use_too(self, stop: StopUnderWay, lever: str) -> None:
        """One that is armed is to be hurried along by another lever."""
        if lever == "permission":
            stop.lever = "permission" if await self._answers.interrupt(stop.key, REASON, stop.by) else stop.lever
        elif lever == "stream":
            stop.lever = "stream" if self.streams.interrupt(stop.key) else stop.lever
        elif lever == "tmux" and not stop.pressed and not stop.looking_back:
            await self._press(stop)

    def sentence(self, row: SessionRow) -> str:
        """What an armed stop will do to this session."""
        if self._rests(row):
            working = ", ".join(words or lane for lane, words in self._turns.subagents(key_of(row)).items())
            return mark("will stop its subagents ({names}) before their next tool").format(names=working)
        if row.status == "waiting":
            return mark("will stop once the question in the terminal is answered")
        if not self._turns.is_hooked(key_of(row)):
            return mark("will stop before the next tool, if its hooks are in place: none was heard yet")
        return mark("will stop before the next tool")

    def is_at_work(self, row: SessionRow) -> bool:
        """Whether there is anything to interrupt: its turn, or a subagent that works on beside a resting one."""
        return not self._rests(row) or bool(self._turns.subagents(key_of(row)))

    def _rests(self, row: SessionRow) -> bool:
        return rests(row, self._roster)

    def _was_resting(self, row: SessionRow) -> str:
        more = "; " + mark("the process is gone") if not self._rests(row) else ""
        if self._rests(row) and row.background:
            more = "; " + mark("{count} background task(s) of it go on").format(count=row.background)
        return mark("was not working: {status}").format(status=said(row, self._clock.now_us())) + more

    # ── Escape ─────────────────────────────────────────────────────────────────────────────────

    async def _press(self, stop: StopUnderWay) -> str:
        """Press Escape in the agent's terminal; why not, "" when it was pressed."""
        row = find_row(self._roster, stop.key)
        target = self._target_of(row) if row is not None else None
        if row is None or target is None or target.agent is None:
            return mark("its process is not known")
        if self._rests(row):
            return mark("the conversation itself rests, and Escape does not reach its subagents")
        if self._roster.in_print_mode(stop.key):
            return PRINT_MODE
        if stop.pressed and self._turns.reported(stop.key) not in ("busy", "waiting"):
            return mark("it does not say that it works")
        place = await asyncio.to_thread(self._terminals.press_escape, target.agent)
        if place.why_not:
            return place.why_not
        stop.lever, stop.place = "tmux", place.name
        stop.pressed.append(self._clock.now_us())
        await self._stops.say_armed(stop, "tmux", mark("Escape was pressed in {place}").format(place=place.name))
        return ""

    async def _press_again(self, stop: StopUnderWay) -> None:
        """A menu of the agent's may have taken the first Escape. At rest it would open one: so only at work."""
        row = find_row(self._roster, stop.key)
        if stop.concluded or stop.looking_back or stop.no_more_keys or row is None:
            return
        stop.no_more_keys = bool(await self._press(stop)) or len(stop.pressed) >= MOST_PRESSES
        if stop.no_more_keys and stop.pressed and stop.may_use("hook"):
            why = "" if self._rests(row) else mark("Escape did not stop it") + "; "
            await self._stops.say_armed(stop, "hook", why + self.sentence(row))

    # ── signs of rest ──────────────────────────────────────────────────────────────────────────

    def tick(self, stop: StopUnderWay, now_us: int) -> None:
        """About once a second: rest that no record told of, a second Escape, the deadline."""
        self.look_for_rest(stop)
        self._look_for_hooks(stop, now_us)
        if stop.concluded or stop.looking_back:
            return
        if now_us >= stop.deadline_us:
            self._too_late(stop)
        elif self._is_time_for_escape(stop, now_us):
            self._chores.soon(self._press_again(stop))

    def _is_time_for_escape(self, stop: StopUnderWay, now_us: int) -> bool:
        """The first did not help; or a permission was refused, and what asked for it was not all that works."""
        if stop.no_more_keys or not stop.may_use("tmux") or not (stop.pressed or stop.lever == "permission"):
            return False
        return now_us - (stop.pressed[-1] if stop.pressed else stop.requested_us) >= PRESS_AGAIN_US

    def look_for_rest(self, stop: StopUnderWay) -> None:
        """Something was told of the session: see whether it rests now."""
        row = find_row(self._roster, stop.key)
        if stop.level != "interrupt" or row is None or stop.concluded or stop.looking_back:
            return
        if self._process_gone(row) or not self.is_at_work(row):
            stop.looking_back = True
            self._chores.soon(self._look_back(stop))

    async def _look_back(self, stop: StopUnderWay) -> None:
        """It rests: make sure that it stays so, see what its turn left running, and say how it came out."""
        rest_us = self._clock.now_us()
        try:
            if stop.lane_stopped_us and not await self._stays_at_rest(stop):
                return
            left, verified_us = await self._left_running(stop, rest_us)
            back = await self._prompt_is_back(stop)
            row = find_row(self._roster, stop.key)
            if row is None or stop.concluded:
                return
            if not self._process_gone(row) and self.is_at_work(row):
                return  # it was woken meanwhile, and is not stopped
            words = [self._how_it_rests(row), self.done_so_far(stop)]
            words += [mark("its prompt is back in the input box")] if back else []
            words += [left] if left else []
            self._stops.conclude(stop, "stopped", "; ".join(words), verified_us=verified_us)
        finally:
            stop.looking_back = False

    async def _stays_at_rest(self, stop: StopUnderWay) -> bool:
        until_us = stop.lane_stopped_us + int(_WAKING_S * 1_000_000)
        while self._clock.now_us() < until_us:
            await self._clock.sleep(_LOOK_EVERY_S)
            row = find_row(self._roster, stop.key)
            if row is None or stop.concluded or self.is_at_work(row):
                return False
        return True

    async def _left_running(self, stop: StopUnderWay, rest_us: int) -> tuple[str, int]:
        """What the stopped turn began and left running, in words; and when that was certain."""
        row, since_us = find_row(self._roster, stop.key), self._turns.started_us(stop.key)
        target = self._target_of(row) if row is not None else None
        if target is None or not since_us or since_us > stop.requested_us:
            return "", rest_us
        left = await remains(self._processes, self._clock, target, since_us)
        now_us = self._clock.now_us()
        return (mark("{names} of this turn runs on").format(names=named(left)) if left else ""), now_us

    async def _prompt_is_back(self, stop: StopUnderWay) -> bool:
        """Escape before any output takes the turn back: then no source tells of an interrupt."""
        if stop.lever != "tmux" or self._turns.has_said_something(stop.key):
            return False
        until_us = self._clock.now_us() + int(_WRITTEN_S * 1_000_000)
        while self._clock.now_us() < until_us:
            if self._turns.interrupted_since(stop.key, stop.requested_us):
                return False
            await self._clock.sleep(_LOOK_EVERY_S)
        row = find_row(self._roster, stop.key)
        return row is not None and not self._process_gone(row)

    def _how_it_rests(self, row: SessionRow) -> str:
        gone = mark("the process is gone") + "; " if self._process_gone(row) and not self._rests(row) else ""
        return f"{gone}{said(row, self._clock.now_us())}"

    def done_so_far(self, stop: StopUnderWay) -> str:
        """What the levers have done, in words."""
        names = ", ".join(stop.lanes)
        stopped = "; " + mark("its subagents were stopped: {names}").format(names=names) if names else ""
        how = {
            "tmux": mark("Escape was pressed in {place}").format(place=stop.place),
            "stream": mark("it was told to stop over its own stream"),
            "hook": mark("the turn was ended before the next tool"),
            "permission": mark("the permission it asked for was refused and its turn ended"),
        }.get(stop.lever, mark("it came to rest by itself before the stop could act"))
        return how + stopped

    def _look_for_hooks(self, stop: StopUnderWay, now_us: int) -> None:
        """A tool was begun since the order: its hook comes within moments, or not at all."""
        late = stop.passed_us and now_us - stop.passed_us >= _HOOK_SLACK_US
        if late and not self._turns.is_hooked(stop.key) and stop.lever != "tmux" and not stop.looking_back:
            evidence = mark(
                "it went on to its next tool and no hook of it is heard: connect the agent, or end its process"
            )
            self._stops.conclude(stop, "still_running", evidence)

    def overtaken(self, stop: StopUnderWay) -> None:
        """A new prompt was given: the stop must not reach into that."""
        if stop.lever:
            self._stops.conclude(stop, "stopped", mark("the turn was ended; a new prompt was given since"))
        else:
            evidence = mark("a new prompt came before the stop could act; it was let through")
            self._stops.conclude(stop, "still_running", evidence)

    def _too_late(self, stop: StopUnderWay) -> None:
        row = find_row(self._roster, stop.key)
        status = said(row, self._clock.now_us()) if row is not None else mark("nothing is known of the session")
        did = {
            "hook": mark("{count} tool calls were refused, but it did not come to rest").format(count=stop.refused),
            "tmux": mark("Escape was pressed {count} times in {place}, but it did not come to rest").format(
                count=len(stop.pressed), place=stop.place
            ),
            "stream": mark("it was told to stop over its own stream, but it did not come to rest"),
            "permission": mark("a permission was refused, but it did not come to rest"),
        }.get(stop.lever, mark("it used no tool"))
        evidence = mark("{what} within {seconds} s").format(what=did, seconds=f"{stop.wait_s:.0f}")
        evidence += f"; {status}; " + mark("no longer armed, end its process to be sure")
        self._stops.conclude(stop, "still_running" if row is not None else "unknown", evidence)

    def _process_gone(self, row: SessionRow) -> bool:
        return row.pid > 0 and sighted(self._processes, row.pid, row.proc_start, row.last_at_us) is None


def rests(row: SessionRow, roster: RosterView) -> bool:
    """Whether the conversation itself does nothing now, and will not by itself.

    Print mode begins with its prompt on the way: idle before its first turn, it is about to work.
    """
    if row.status == "idle" and not row.turns and not row.ended_at_us and roster.in_print_mode(key_of(row)):
        return False
    return row.status not in ("working", "waiting")
