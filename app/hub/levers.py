"""Which levers a session has at this moment, gentlest first, each told in one sentence before it is pulled: pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from app.core.projections.rows import SessionRow
from app.core.projections.words import one_line
from app.core.stopping import LeverList, LeverRow
from app.core.tr import mark
from app.hub.interrupting import PRINT_MODE
from app.hub.ports import said
from app.system.processes import ProcessInfo
from app.system.terminals import Place

_NAMED = 3


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides it. ``asks``: held permission requests, in words. ``subagents``: those at work, in words.

    ``streams``: it runs under this hub. ``held_up``: why its process cannot be ended ("" when it can). ``agent``: None
    when it is gone or not known.
    """

    row: SessionRow
    now_us: int
    at_work: bool = False
    conversation_rests: bool = False
    hooked: bool = False
    streams: bool = False
    print_mode: bool = False
    output_began: bool = False
    asks: tuple[str, ...] = ()
    subagents: tuple[str, ...] = ()
    place: Place = Place(why_not=mark("its process is not known"))
    agent: ProcessInfo | None = None
    below: tuple[ProcessInfo, ...] = ()
    held_up: str = ""
    resume: str = ""


def levers_of(sight: Sight) -> LeverList:
    """The levers, gentlest first; the first that is there is the default."""
    levers = (_permission(sight), _stream(sight), _escape(sight), _hook(sight), _end(sight), _kill(sight))
    default = next((lever.lever for lever in levers if not lever.why_not), "")
    return LeverList(levers=levers, default=default, at_work=sight.at_work, armed=sight.row.armed, resume=sight.resume)


def _permission(sight: Sight) -> LeverRow:
    why_not = _not_at_work(sight) or ("" if sight.asks else mark("it asks for no permission that is held here"))
    sentence = mark("Refuses {what} and ends the turn at once.").format(what=_listed(sight.asks))
    return _row("permission", "interrupt", sentence, why_not)


def _stream(sight: Sight) -> LeverRow:
    why_not = _not_at_work(sight) or ("" if sight.streams else mark("it was not launched from here"))
    if not why_not and sight.conversation_rests:
        why_not = mark("the conversation itself rests")
    return _row("stream", "interrupt", mark("Tells it to stop over its own stream: stops at once."), why_not)


def _escape(sight: Sight) -> LeverRow:
    why_not = _not_at_work(sight) or (PRINT_MODE if sight.print_mode else sight.place.why_not)
    if not why_not and sight.conversation_rests:
        why_not = mark("the conversation itself rests, and Escape does not reach its subagents")
    sentence = mark("Presses Escape in {place}: stops at once.").format(place=sight.place.name)
    if not sight.output_began:
        sentence += " " + mark("Its prompt goes back into the input box if no answer has begun.")
    return _row("tmux", "interrupt", sentence, why_not)


def _hook(sight: Sight) -> LeverRow:
    if sight.conversation_rests:
        sentence = mark("Stops its subagents ({names}) before their next tool.").format(names=_listed(sight.subagents))
    elif sight.row.status == "waiting" and not sight.asks:
        sentence = mark("Stops it once the question in the terminal is answered.")
    else:
        sentence = mark("Stops before the next tool; the sentence being written still finishes.")
        if sight.subagents:
            sentence += " " + mark("Its subagents ({names}) first.").format(names=_listed(sight.subagents))
    if sight.print_mode:
        sentence += " " + mark("An answer without tools cannot be interrupted this way, only ended.")
    if not sight.hooked:
        sentence += " " + mark("Only if its hooks are in place: none was heard yet.")
    return _row("hook", "interrupt", sentence, _not_at_work(sight))


def _end(sight: Sight) -> LeverRow:
    if sight.agent is None:
        sentence = mark("Its process is gone; ends what it left running: {people}.").format(people=_people(sight.below))
    elif sight.below:
        sentence = mark("Ends its processes: {people} first, then {agent}.").format(
            people=_people(sight.below), agent=sight.agent
        )
    else:
        sentence = mark("Ends its process: {agent}.").format(agent=sight.agent)
    return _row("end", "end", sentence, _cannot_end(sight))


def _kill(sight: Sight) -> LeverRow:
    if sight.agent is None:
        sentence = mark("Kills what it left running at once; nothing is saved or said.")
    elif sight.below:
        sentence = mark("Kills {agent} and {people} at once; nothing is saved or said.")
    else:
        sentence = mark("Kills {agent} at once; nothing is saved or said.")
    sentence = sentence.format(agent=sight.agent, people=_people(sight.below))
    return _row("kill", "kill", sentence, _cannot_end(sight))


def _not_at_work(sight: Sight) -> str:
    return "" if sight.at_work else mark("it does not work now: {status}").format(status=said(sight.row, sight.now_us))


def _cannot_end(sight: Sight) -> str:
    if sight.held_up:
        return sight.held_up
    return "" if sight.agent is not None or sight.below else mark("no process of it is left, or none is known")


def _people(people: Sequence[ProcessInfo]) -> str:
    """ "3 others (pytest (pid 7), sh (pid 8), …)": names are the agent's doing, so they are made safe to show."""
    names = ", ".join(one_line(str(info), 60) for info in people[:_NAMED]) + (", …" if len(people) > _NAMED else "")
    if len(people) == 1:
        return mark("1 process below ({names})").format(names=names)
    return mark("{count} processes below ({names})").format(count=len(people), names=names)


def _listed(words: Sequence[str]) -> str:
    shown = ", ".join(one_line(word, 60) for word in words[:_NAMED])
    if len(words) <= _NAMED:
        return shown
    return mark("{names} and {count} more").format(names=shown, count=len(words) - _NAMED)


def _row(lever: str, level: str, sentence: str, why_not: str) -> LeverRow:
    return LeverRow(lever=lever, level=level, sentence="" if why_not else sentence, why_not=why_not)  # type: ignore[arg-type]
