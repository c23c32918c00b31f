"""Checks of ``app.core.projections.alert_words``: alerts stay plain, short and truthful, whatever an agent writes."""

from __future__ import annotations

import unicodedata

import pytest

from app.core import events as e
from app.core.projections.alert_words import BODY_CHARS, TITLE_CHARS, failure_words, reset_at_us
from app.core.projections.alerts import Alert
from app.core.projections.attention import Attention
from app.core.projections.rows import SessionRow
from app.core.projections.words import LEFT_OUT
from tests.helpers.story import NOON_US, Story

HOSTILE = {
    "markup": "<b>safe</b> <img src=http://evil.example/x.png> &amp; <a href='x'>",
    "newlines": "ls\n\n\n\nrm -rf ~\r\nexit",
    "bidi": "echo \u202e‮gnp.exe\u2066 \u200f",
    "controls": "\x1b[2J\x07\x00 echo \x9b31m",
    "padding": "ls" + " " * 100_000 + "; rm -rf ~",
    "long": "echo " + "a" * 100_000 + "; rm -rf ~",
    "surrogates": "echo \ud800 \udfff",
    "tags": "echo \U000e0041\U000e0042\u00ad\u200b hidden",
    "braces": "{name} {0} {kind!r} %n %s",
}


def alert_for(command: str, title: str = "fix login") -> Alert:
    """What rings when a session asks for this command, through the real fold."""
    story = Story().opens().hook(e.SessionDescribed(title=title)).runs("c1", command)
    before = story.row()
    story.asks("r1", command)
    attention = Attention()
    attention.on_row(None, before, False, NOON_US)
    (alert,) = attention.on_row(before, story.row(), False, NOON_US + 1)
    assert isinstance(alert, Alert)
    return alert


def is_plain(text: str) -> bool:
    """One line, and nothing in it that is obeyed instead of shown."""
    return not [sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_titles_and_commands_full_of_anything_become_one_plain_short_line(text: str) -> None:
    alert = alert_for(text, title=text)
    assert is_plain(alert.title) and is_plain(alert.body)
    assert len(alert.title) <= TITLE_CHARS and len(alert.body) <= BODY_CHARS
    assert alert.title.endswith(" needs you")


@pytest.mark.parametrize("name", ["newlines", "padding", "long"])
def test_a_command_never_looks_harmless_for_being_cut_or_padded(name: str) -> None:
    assert "rm -rf ~" in alert_for(HOSTILE[name]).body


def test_what_is_not_shown_whole_cannot_be_allowed_from_the_alert() -> None:
    cut = alert_for(HOSTILE["long"])
    assert LEFT_OUT in cut.body and cut.actions == ("deny", "show") and cut.request_id == "r1"
    whole = alert_for("git push")
    assert whole.actions == ("allow", "deny", "show") and whole.request_id == "r1"


def test_markup_is_shown_as_it_was_written() -> None:
    assert HOSTILE["markup"].split()[0] in alert_for(HOSTILE["markup"]).body


def failed(reason: str, detail: str, **more: object) -> SessionRow:
    return SessionRow(agent="claude_code", session_id="s1", status="failed", reason=reason, detail=detail, **more)  # type: ignore[arg-type]


FAILURES = [
    # reason as the agent names it, its own text, what a person reads (captured from Claude Code 2.1.197, or its source)
    (
        "rate_limit",
        "You've hit your session limit · resets 3:45pm (Europe/Berlin)",
        "Rate limit: You've hit your session limit · resets 3:45pm (Europe/Berlin)",
    ),
    (
        "server_error",
        "API Error: Repeated 529 Overloaded errors. The API is at capacity.",
        "The model is overloaded: API Error: Repeated 529 Overloaded errors. The API is at capacity.",
    ),
    (
        "authentication_failed",
        "Failed to authenticate. API Error: 401 fake 401",
        "Not signed in: Failed to authenticate. API Error: 401 fake 401",
    ),
    ("billing_error", "Credit balance is too low", "Billing: Credit balance is too low"),
    (
        "unknown",
        "API Error: Unable to connect to API (ECONNREFUSED)",
        "No connection to the model: API Error: Unable to connect to API (ECONNREFUSED)",
    ),
    (
        "server_error",
        "API Error: Connection closed mid-response",
        "No connection to the model: API Error: Connection closed mid-response",
    ),
    ("server_error", "API Error: 500 Internal", "Server error: API Error: 500 Internal"),
    ("model_not_found", "", "No such model"),
    ("some_new_error", "", "Some new error"),
    ("", "", "Unknown error"),
]


@pytest.mark.parametrize(("reason", "detail", "told"), FAILURES)
def test_a_failure_is_told_in_our_words_and_the_agents_own(reason: str, detail: str, told: str) -> None:
    assert failure_words(failed(reason, detail)) == told


def test_a_process_that_is_gone_says_so_whatever_reason_the_row_has() -> None:
    row = SessionRow(agent="claude_code", session_id="s1", status="lost", reason="process gone")
    assert failure_words(row) == "Its process is gone, without a goodbye"


def test_a_reset_given_as_a_stamp_is_told_by_the_clock() -> None:
    row = failed("rate_limit", "Claude AI usage limit reached|1795350000")
    assert reset_at_us(row) == 1_795_350_000_000_000
    assert failure_words(row, "18:00") == "Rate limit: Claude AI usage limit reached · resets 18:00"
    assert reset_at_us(failed("server_error", "x|1795350000")) == 0


def test_a_failure_of_megabytes_is_cut_and_says_so() -> None:
    told = failure_words(failed("unknown", "x" * 1_000_000))
    assert len(told) <= BODY_CHARS and LEFT_OUT in told
