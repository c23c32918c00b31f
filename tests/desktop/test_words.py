"""Checks of ``app.desktop.words``."""

from __future__ import annotations

import pytest

from app.core.projections.rows import SessionRow, Usage
from app.desktop import words

S = 1_000_000
NOW = 1_700_000_000 * S


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "now"),
        (1, "1 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (47 * 3600, "47 h"),
        (172800, "2 d"),
    ],
)
def test_an_age_is_short(seconds: int, said: str) -> None:
    assert words.age(NOW - seconds * S, NOW) == said


def test_an_unknown_time_has_no_age_and_a_future_one_is_now() -> None:
    assert words.age(0, NOW) == ""
    assert words.age(NOW + 60 * S, NOW) == "now"


@pytest.mark.parametrize("at_us", [0, -1, 10**30])
def test_a_hostile_time_is_no_moment(at_us: int) -> None:
    assert words.moment(at_us) == ""


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("claude-opus-4-1-20250805", "opus 4.1"),
        ("claude-sonnet-4-20250514", "sonnet 4"),
        ("claude-opus-4-5[1m]", "opus 4.5 1M"),
        ("gpt-5-codex", "gpt-5-codex"),
        ("", ""),
    ],
)
def test_a_model_is_called_what_people_call_it(model: str, said: str) -> None:
    assert words.model_word(model) == said


def test_the_home_folder_is_a_tilde_and_a_namesake_is_not() -> None:
    assert words.short_path("/home/ada/src", "/home/ada") == "~/src"
    assert words.short_path("/home/adalbert/src", "/home/ada") == "/home/adalbert/src"


def test_a_status_says_since_when_and_how_we_know() -> None:
    row = SessionRow(
        agent="claude_code", session_id="s", status="working", status_source="hook", doing="Bash “pytest -q”",
        status_at_us=NOW - 12 * S, last_at_us=NOW - S,
    )  # fmt: skip
    assert words.status_sentence(row, NOW) == "Working 12 s · Bash “pytest -q” · hook 1 s ago"


def test_a_lost_session_says_that_the_system_has_no_process_of_it() -> None:
    row = SessionRow(
        agent="claude_code", session_id="s", status="lost", status_source="process", status_at_us=NOW - 60 * S
    )
    assert words.status_sentence(row, NOW) == "Lost · process gone · process table 1 min ago"


def test_a_session_without_a_title_is_called_after_its_folder() -> None:
    assert words.title_of(SessionRow(agent="a", session_id="0123456789", cwd="/home/ada/shop")) == "shop"
    assert words.title_of(SessionRow(agent="a", session_id="0123456789")) == "01234567"


def test_a_tip_shows_markup_as_it_is() -> None:
    assert "<b>" not in words.plain_tip("<b>bold</b>")
    assert "&lt;b&gt;" in words.plain_tip("<b>bold</b>")


def test_tokens_are_all_tokens_and_cost_only_where_told() -> None:
    usage = Usage(input=1000, output=200, cache_read=3000, cache_write=100)
    assert words.tokens_sentence(usage) == "4.3 k tokens"
    assert words.tokens_sentence(Usage(input=1000, cost_usd=3.1)) == "1.0 k tokens · $3.10"
    assert words.tokens_sentence(Usage()) == ""


def test_counts_leave_out_what_is_nought() -> None:
    assert words.counts_sentence(3, 2) == "3 working · 2 need you"
    assert words.counts_sentence(0, 1) == "1 needs you"
    assert words.counts_sentence(0, 0) == "all quiet"
