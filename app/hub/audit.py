"""The audit: every order that was given, who gave it, and what came of it, as records among all others."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from app.core import commands as c
from app.core.events import OrderCarriedOut
from app.core.records import SessionKey
from app.core.stopping import StopAllResult
from app.hub.ports import Clock, Intake
from app.system.paths import DataPaths
from app.system.untold import taken

NO_SESSION = SessionKey("signalcabin", "")
"""Whose records orders are that concern no session."""
_LOOK_EVERY_S = 1.0
NO_SUCH_SESSION = "no such session"


AUDITED = (
    c.Stop, c.StopAll, c.DisarmStop, c.Answer, c.Launch, c.SendPrompt, c.StartRecording, c.StopRecording, c.Purge,
    c.ShutDown,
)  # fmt: skip
"""Orders that change something. (That a person has looked at a session is a record of its own.)"""


def came_of(command: c.AnyCommand, data: Any) -> tuple[str, str] | None:
    """Outcome and words of an order that was carried out; None for one that needs no record, or has one already."""
    match command:
        case c.Stop() if data.outcome == "unknown" and data.evidence == NO_SUCH_SESSION:
            return "refused", data.evidence
        case c.StopAll() if not command.preview:
            return "done", f"{command.level}{f' in {command.cwd}' if command.cwd else ''}: {_counted(data)}"
        case c.DisarmStop():
            return ("done", "taken back") if data["disarmed"] else ("refused", "nothing was armed")
        case c.Answer() if not data["answered"]:
            return "refused", f"{command.behavior} was not taken: {data['why']}"
        case c.SendPrompt() if not data.sent and not data.how:
            return "refused", data.why
        case c.Purge():
            return "done", f"{len(data.purged)} sessions, {data.records} records"
        case c.StartRecording() | c.StopRecording():
            return "done", data["path"]
    return None


def _counted(result: StopAllResult) -> str:
    outcomes = Counter(row.result.outcome.replace("_", " ") for row in result.sessions if row.result is not None)
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) or "no session"


class Audit:
    """Writes ``OrderCarriedOut``. (A stop has its own records, and so has an answer that was taken.)"""

    def __init__(self, intake: Intake, clock: Clock, paths: DataPaths) -> None:
        self._intake = intake
        self._clock = clock
        self._paths = paths

    async def note(
        self, command: str, by: str, outcome: str, words: str, key: SessionKey = NO_SESSION, began_us: int = 0
    ) -> None:
        """One order. ``outcome``: done | refused."""
        now_us = self._clock.now_us()
        event = OrderCarriedOut(
            command=command, by=by, outcome=outcome, words=words, took_ms=(now_us - (began_us or now_us)) // 1000
        )
        await self._intake.emit(*key, event)

    async def watch(self) -> None:
        """Take in, about once a second, what was done to settings while no hub ran or beside it."""
        while True:
            await self.take_untold()
            await asyncio.sleep(_LOOK_EVERY_S)

    async def take_untold(self) -> None:
        """One look."""
        with taken(self._paths) as deeds:
            for deed in deeds:
                key = SessionKey(deed.agent, "")
                event = OrderCarriedOut(
                    command=deed.what, by=f"uid {deed.uid}", outcome="done", words=deed.words, given_at_us=deed.at_us
                )
                await self._intake.emit(*key, event)
