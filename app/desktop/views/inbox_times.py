"""For how long nobody is to be called: the times on offer, for one session or for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from app.core.tr import tr
from app.desktop import words
from app.desktop.link import now_us
from app.desktop.widgets.choice_menu import Choice

MORNING_H = 8


def minutes_until_morning(now: datetime) -> int:
    """From ``now`` to tomorrow at ``MORNING_H``, by the local clock; of a night, to this morning."""
    morning = now.replace(hour=MORNING_H, minute=0, second=0, microsecond=0)
    if morning <= now:
        morning += timedelta(days=1)
    return max(1, round((morning - now).total_seconds() / 60))


def time_choices(sentence: str, take: Callable[[int], None]) -> list[Choice]:
    """``take`` gets the minutes."""
    now = datetime.fromtimestamp(now_us() / 1_000_000).astimezone()
    times = (
        (tr("15 minutes"), 15),
        (tr("1 hour"), 60),
        (tr("Until {hour}:00 in the morning").format(hour=MORNING_H), minutes_until_morning(now)),
    )
    return [Choice(title, sentence, partial(take, minutes)) for title, minutes in times]


def hush_choices(is_hushed: bool, take: Callable[[int], None]) -> list[Choice]:
    """For all sessions; 0 minutes end it."""
    sentence = tr("No notification and no sound meanwhile; alerts stand in the inbox.")
    end = Choice(tr("Disturb me again"), tr("Alerts ring as chosen in the settings."), partial(take, 0))
    return [end, *time_choices(sentence, take)] if is_hushed else time_choices(sentence, take)


def hush_title(until_us: int) -> str:
    """What the button says. ``until_us``: 0 where nothing was asked for."""
    if not until_us:
        return tr("Do not disturb…")
    return tr("Quiet until {time}").format(time=words.clock(until_us))
