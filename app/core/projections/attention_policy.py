"""What a person chose about being called: which kinds ring, when it is quiet, limits, and rules for some sessions."""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.core.projections.alerts import AlertKind
from app.core.projections.rows import SessionRow

KINDS: tuple[AlertKind, ...] = ("needs_you", "failed", "finished", "silent", "stopped", "budget", "matched")
EVERY_DAY = frozenset(range(7))


class QuietTime(msgspec.Struct, frozen=True, kw_only=True):
    """From minute to minute of a day, over midnight where ``until`` is not later.

    ``days``: those on which it begins, Monday is 0.
    """

    from_minute: int
    until_minute: int
    days: frozenset[int] = EVERY_DAY

    def holds(self, local: datetime) -> bool:
        minute, day = local.hour * 60 + local.minute, local.weekday()
        if self.from_minute < self.until_minute:
            return day in self.days and self.from_minute <= minute < self.until_minute
        return (day in self.days and minute >= self.from_minute) or (
            (day - 1) % 7 in self.days and minute < self.until_minute
        )


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What may be spent; 0: as much as it takes. ``stop``: who goes on beyond it is stopped before its next tool."""

    session_tokens: int = 0
    session_usd: float = 0.0
    day_tokens: int = 0
    day_usd: float = 0.0
    stop: bool = False


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Something special for the sessions of an agent, of a project, or of both; empty: of any.

    ``project``: a folder with all below it, or the bare name of one. ``rings``: which kinds do or do not ring there.
    ``matches``: a regular expression (RE2); output it is found in calls a person. ``name``: what that call says.
    """

    name: str = ""
    agent: str = ""
    project: str = ""
    rings: dict[AlertKind, bool] = {}
    silent_after_min: int | None = None
    matches: str = ""

    def is_about(self, row: SessionRow) -> bool:
        if self.agent and self.agent != row.agent:
            return False
        if not self.project:
            return True
        folder, project = row.cwd.replace("\\", "/").rstrip("/"), self.project.replace("\\", "/").rstrip("/")
        if "/" not in project:
            return project in folder.split("/")
        return folder == project or folder.startswith(f"{project}/")


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Every choice. ``since_us``: what is stamped before is history and calls nobody.

    ``breaks_through``: the kinds that ring in quiet times and while the system is not to be disturbed, too.
    ``failing_times``: the same call failing so often in a row is told. 0 minutes or times: never.
    """

    since_us: int = 0
    rings: frozenset[str] = frozenset(KINDS)
    quiet: tuple[QuietTime, ...] = ()
    breaks_through: frozenset[str] = frozenset()
    silent_after_min: int = 10
    digest_after_min: int = 10
    failing_times: int = 5
    limits: Limits = Limits()
    rules: tuple[Rule, ...] = ()

    def kind_rings(self, kind: AlertKind, row: SessionRow) -> bool:
        """The first rule about the session that says something of the kind decides."""
        said = (rule.rings[kind] for rule in self.rules if kind in rule.rings and rule.is_about(row))
        return next(said, kind in self.rings)

    def silent_after_us(self, row: SessionRow) -> int:
        """0: never told."""
        said = (r.silent_after_min for r in self.rules if r.silent_after_min is not None and r.is_about(row))
        return next(said, self.silent_after_min) * 60_000_000

    def is_quiet(self, local: datetime) -> bool:
        return any(quiet.holds(local) for quiet in self.quiet)
