"""Checks of ``app.desktop.inbox_words``."""

from __future__ import annotations

import typing
from typing import Any

import pytest

from app.core.projections.alerts import Alert, AlertKind, Handled
from app.core.records import SessionKey
from app.desktop import inbox_words
from app.desktop.alerts import Entry
from app.desktop.cabin import THIS_MACHINE
from app.desktop.colours import LIGHT
from app.desktop.models.hubs import SessionRef
from app.desktop.signals import signal_pixmap

REF = SessionRef(THIS_MACHINE, "claude_code", "s")
NOW_US = 1_000_000_000
KINDS = typing.get_args(AlertKind)


def entry(kind: AlertKind = "needs_you", how: Handled = "", **more: Any) -> Entry:
    defaults = {"title": "deploy needs you", "body": "allow “git push”?"}
    alert = Alert(alert_id="a", key=SessionKey("claude_code", "s"), kind=kind, at_us=1, **{**defaults, **more})
    return Entry(REF, alert, NOW_US - 40_000_000, how)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_mark_in_a_colour_of_the_theme(kind: str, qapp: object) -> None:
    assert inbox_words.colour_of(kind) in LIGHT.__struct_fields__
    colour = getattr(LIGHT, inbox_words.colour_of(kind))
    assert not signal_pixmap(inbox_words.SIGNAL_OF_KIND[kind], 16, 1.0, colour).isNull()


def test_every_end_an_alert_can_come_to_is_told_in_other_words() -> None:
    said = [inbox_words.state_of(entry(how=how)) for how in typing.get_args(Handled)]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(("kind", "said"), [("needs_you", "waits for you"), ("finished", "not seen yet")])
def test_what_stands_says_what_it_waits_for(kind: AlertKind, said: str) -> None:
    assert inbox_words.state_of(entry(kind)) == said


@pytest.mark.parametrize("why", ["quiet_hours", "do_not_disturb", "snoozed", "switched_off", "missed"])
def test_what_called_nobody_says_why(why: str) -> None:
    assert inbox_words.state_of(entry(muted=why)).startswith("silent: ")


def test_a_reason_of_the_future_is_still_a_silence() -> None:
    assert inbox_words.state_of(entry(muted="full_moon")).startswith("silent")


def test_an_answer_given_here_is_told_apart_from_one_given_elsewhere() -> None:
    answered = entry(how="answered")
    assert inbox_words.state_of(answered) == "answered elsewhere"
    assert inbox_words.state_of(answered, "allow") == "allowed here"
    assert inbox_words.state_of(answered, "deny") == "denied here"


def test_what_was_seen_and_still_waits_says_both() -> None:
    assert inbox_words.state_of(entry(how="seen"), still_waits=True) == "seen, still waits"
    assert inbox_words.state_of(entry(how="seen"), "allow", still_waits=True) == "allowed here"


def test_a_line_is_said_whole_and_in_one_go() -> None:
    said = inbox_words.spoken(entry(title="deploy needs you", body="allow “git push”?"), "waits for you", NOW_US)
    assert said == "deploy needs you, allow “git push”?, waits for you, 40 seconds"


def test_hostile_words_stay_one_visible_line() -> None:
    said = inbox_words.spoken(entry(title="a\nb\u202ec\x1b[31m", body="x" * 5000), "waits", NOW_US)
    assert "\n" not in said and "\u202e" not in said and "\x1b" not in said
    assert len(said) < 1000
