"""Adds up what sessions spend, and notices when a limit of a person's is passed: once a limit."""

from __future__ import annotations

from typing import Literal

import msgspec

from app.core.projections.alert_words import spent_words
from app.core.projections.attention_policy import Limits
from app.core.projections.presence import LocalTime
from app.core.projections.rows import SessionRow, Usage
from app.core.records import SessionKey
from app.core.tr import tr

Unit = Literal["tokens", "usd"]


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """A limit was passed. ``ident`` is the same for the same limit; ``words`` say it."""

    ident: str
    words: str


def tokens_of(usage: Usage) -> int:
    """All tokens, cached ones included, as they are shown everywhere."""
    return usage.input + usage.output + usage.cache_read + usage.cache_write


class Spending:
    """What each session spent in all, and all together today, as far as it was seen or began today."""

    def __init__(self, local: LocalTime) -> None:
        self._local = local
        self._minute, self._now = -1, ("", 0)
        self._seen: dict[SessionKey, tuple[float, float]] = {}
        self._told: set[str] = set()
        self._day = ""
        self._today = {"tokens": 0.0, "usd": 0.0}

    def take(self, row: SessionRow, limits: Limits, now_us: int, silently: bool) -> list[Passed]:
        """Count a row's usage. ``silently``: a limit passed now counts as told."""
        today, midnight_us = self._today_at(now_us)
        if today != self._day:
            self._day, self._today = today, {"tokens": 0.0, "usd": 0.0}
            self._told = {ident for ident in self._told if ident.startswith("session/")}
        key = SessionKey(row.agent, row.session_id)
        now = float(tokens_of(row.usage)), row.usage.cost_usd or 0.0
        # What a session known from now on spent before belongs to today only if it began today.
        before = self._seen.get(key, (0.0, 0.0) if row.started_at_us >= midnight_us else now)
        self._seen[key] = now
        passed: list[Passed] = []
        units: tuple[tuple[Unit, int, float, float], ...] = (
            ("tokens", 0, limits.session_tokens, limits.day_tokens),
            ("usd", 1, limits.session_usd, limits.day_usd),
        )
        for unit, place, session_limit, day_limit in units:
            self._today[unit] += max(0.0, now[place] - before[place])
            who = f"session/{row.agent}/{row.session_id}/{unit}/{session_limit}"
            passed += self._passed(who, now[place], session_limit, unit, False)
            passed += self._passed(f"day/{today}/{unit}/{day_limit}", self._today[unit], day_limit, unit, True)
        return [] if silently else passed

    def _today_at(self, now_us: int) -> tuple[str, int]:
        """The person's day, and when it began."""
        minute = now_us // 60_000_000
        if minute != self._minute:
            local = self._local(now_us)
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
            self._minute, self._now = minute, (local.date().isoformat(), int(midnight.timestamp()) * 1_000_000)
        return self._now

    def is_over(self, row: SessionRow, limits: Limits) -> bool:
        """Whether the session, or all of them today, are beyond a limit."""
        spent = (
            (float(tokens_of(row.usage)), limits.session_tokens),
            (row.usage.cost_usd or 0.0, limits.session_usd),
            (self._today["tokens"], limits.day_tokens),
            (self._today["usd"], limits.day_usd),
        )
        return any(limit and amount >= limit for amount, limit in spent)

    def _passed(self, ident: str, amount: float, limit: float, unit: Unit, whole_day: bool) -> list[Passed]:
        if not limit or amount < limit or ident in self._told:
            return []
        self._told.add(ident)
        return [Passed(ident=ident, words=spent_words(_amount(amount, unit), _amount(limit, unit), whole_day))]


def _amount(amount: float, unit: Unit) -> str:
    return tr("{count} tokens").format(count=f"{amount:,.0f}") if unit == "tokens" else f"${amount:,.2f}"
