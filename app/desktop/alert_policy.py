"""Makes the policy of alerts out of the settings; what cannot be used is named, and ignored."""

from __future__ import annotations

import re
from pathlib import Path

from app.core.projections.attention_policy import EVERY_DAY, KINDS, Limits, Policy, QuietTime, Rule
from app.core.tr import tr
from app.settings import Settings
from app.settings_rules import AlertRule

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_QUIET = re.compile(r"(?:(?P<days>[A-Za-z, -]+)\s+)?(?P<from>\d{1,2}:\d{2})\s*-\s*(?P<until>\d{1,2}:\d{2})")
_WHOLE_DAY_MIN = 24 * 60


def policy_of(settings: Settings, since_us: int) -> tuple[Policy, list[str]]:
    """(the policy, in words what of it cannot be used). ``since_us``: what is older calls nobody."""
    quiet: list[QuietTime] = []
    problems: list[str] = []
    for text in settings.quiet_hours:
        time = quiet_time_of(text)
        if time is None:
            problems.append(
                tr("“{text}” is no quiet time; one is “22:00-07:00” or “Sat,Sun 00:00-24:00”.").format(text=text[:60])
            )
        else:
            quiet.append(time)
    policy = Policy(
        since_us=since_us,
        rings=frozenset(kind for kind in KINDS if getattr(settings, f"notifications_{kind}")),
        quiet=tuple(quiet),
        breaks_through=frozenset(settings.quiet_hours_let_through),
        silent_after_min=max(0, settings.silent_after_min),
        digest_after_min=max(0, settings.digest_after_min),
        failing_times=max(0, settings.failing_times),
        limits=Limits(
            session_tokens=max(0, settings.limit_session_tokens),
            session_usd=max(0.0, settings.limit_session_usd),
            day_tokens=max(0, settings.limit_day_tokens),
            day_usd=max(0.0, settings.limit_day_usd),
            stop=settings.limit_stop,
        ),
        rules=tuple(map(_rule_of, settings.rules)),
    )
    return policy, problems


def quiet_time_of(text: str) -> QuietTime | None:
    """ "22:00-07:00", "Mon-Fri 22:00-07:00", "Sat,Sun 00:00-24:00"; None for anything else."""
    match = _QUIET.fullmatch(text.strip()[:60])
    if match is None:
        return None
    days = _days_of(match["days"]) if match["days"] else EVERY_DAY
    begins, ends = _minute_of(match["from"]), _minute_of(match["until"])
    if days is None or begins is None or ends is None or begins == ends:
        return None
    return QuietTime(from_minute=begins % _WHOLE_DAY_MIN, until_minute=ends, days=days)


def _minute_of(text: str) -> int | None:
    hour, minute = map(int, text.split(":"))
    total = hour * 60 + minute
    return total if minute < 60 and total <= _WHOLE_DAY_MIN else None


def _days_of(text: str) -> frozenset[int] | None:
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first[:3] not in _DAYS or (last or first)[:3] not in _DAYS:
            return None
        begin, end = _DAYS.index(first[:3]), _DAYS.index((last or first)[:3])
        found.update(day % 7 for day in range(begin, end + 1 if end >= begin else end + 8))
    return frozenset(found)


def _rule_of(rule: AlertRule) -> Rule:
    said = {kind: getattr(rule, kind) for kind in KINDS}
    project = str(Path(rule.project).expanduser()) if rule.project.startswith("~") else rule.project
    return Rule(
        name=rule.name,
        agent=rule.agent,
        project=project,
        rings={kind: rings for kind, rings in said.items() if rings is not None},
        silent_after_min=rule.silent_after_min,
        matches=rule.matches,
    )
