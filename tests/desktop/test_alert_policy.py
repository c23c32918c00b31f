"""Checks of ``app.desktop.alert_policy``: settings as they are written by hand become the policy, or are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.projections.attention_policy import EVERY_DAY, QuietTime
from app.desktop.alert_policy import policy_of, quiet_time_of
from app.settings import Settings
from app.settings_rules import AlertRule

NIGHT = {"from_minute": 22 * 60, "until_minute": 7 * 60}


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("22:00-07:00", QuietTime(**NIGHT)),
        (" 22:00 - 7:00 ", QuietTime(**NIGHT)),
        ("Mon-Fri 22:00-07:00", QuietTime(**NIGHT, days=frozenset(range(5)))),
        ("sat,sunday 00:00-24:00", QuietTime(from_minute=0, until_minute=1440, days=frozenset({5, 6}))),
        ("Fri-Mon 12:00-13:00", QuietTime(from_minute=720, until_minute=780, days=frozenset({4, 5, 6, 0}))),
    ],
)
def test_a_quiet_time_is_read_as_people_write_it(text: str, time: QuietTime) -> None:
    assert quiet_time_of(text) == time


@pytest.mark.parametrize(
    "text", ["", "late", "25:00-07:00", "22:70-07:00", "08:00-08:00", "Foo 22:00-07:00", "1" * 9999]
)
def test_what_is_no_quiet_time_is_none(text: str) -> None:
    assert quiet_time_of(text) is None


def test_a_bad_quiet_time_is_named_and_the_good_ones_hold() -> None:
    policy, problems = policy_of(Settings(quiet_hours=("22:00-07:00", "tonight")), 7)
    assert policy.quiet == (QuietTime(**NIGHT, days=EVERY_DAY),) and policy.since_us == 7
    assert len(problems) == 1 and "tonight" in problems[0]


def test_a_rule_says_only_what_was_written_and_home_is_found() -> None:
    policy, _ = policy_of(Settings(rules=(AlertRule(project="~/src/shop", finished=False),)), 0)
    (rule,) = policy.rules
    assert (rule.project, rule.rings, rule.silent_after_min) == (
        str(Path.home() / "src/shop"),
        {"finished": False},
        None,
    )


def test_limits_below_nothing_are_none() -> None:
    policy, _ = policy_of(Settings(limit_day_tokens=-5, silent_after_min=-1), 0)
    assert (policy.limits.day_tokens, policy.silent_after_min) == (0, 0)


def test_kinds_switched_off_do_not_ring() -> None:
    policy, _ = policy_of(Settings(notifications_finished=False, notifications_silent=False), 0)
    assert policy.rings == {"needs_you", "failed", "stopped", "budget", "matched"}
