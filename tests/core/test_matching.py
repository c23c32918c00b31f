"""Checks of ``app.core.projections.matching``: words people wait for are found, and nothing hostile holds it up."""

from __future__ import annotations

import sys

import pytest

from app.core import events as e
from app.core.projections.alerts import Alert
from app.core.projections.attention import Attention
from app.core.projections.attention_policy import Policy, Rule
from app.core.projections.matching import MOST_CHARS, Matcher, output_of
from app.core.projections.rows import SessionRow
from app.core.records import Record
from tests.helpers.attention_table import key_of
from tests.helpers.story import NOON_US, Story

DEPLOYED = Rule(name="deployed", matches=r"(?i)deployed to (production|staging)")


@pytest.fixture
def _re2() -> None:
    pytest.importorskip("re2", reason="google-re2 is not installed")


def found(text: str, *rules: Rule) -> list[tuple[str, str]]:
    return [(rule.name, line) for rule, line in Matcher(rules or (DEPLOYED,)).found_in(text)]


@pytest.mark.usefixtures("_re2")
def test_what_a_rule_waits_for_is_told_with_its_line() -> None:
    assert found("building\nDeployed to Production at 12:03\ndone") == [("deployed", "Deployed to Production at 12:03")]
    assert found("deployed to nowhere") == []


@pytest.mark.usefixtures("_re2")
def test_a_pattern_that_would_run_for_ages_elsewhere_is_done_at_once() -> None:
    hostile = Rule(name="hostile", matches=r"(a+)+$")
    assert found("a" * 1_000_000 + "b", hostile) == []
    assert found("x" * 1_000_000, Rule(matches=r"(x*)*(x*)*(x*)*y")) == []


@pytest.mark.usefixtures("_re2")
def test_of_a_long_text_beginning_and_end_are_looked_through() -> None:
    padding = "x" * 2 * MOST_CHARS
    assert found("deployed to staging" + padding) and found(padding + "\ndeployed to staging")
    ((_, line),) = found(padding + "deployed to staging" + "y" * 100)
    assert "deployed to staging" in line and len(line) <= 4100


@pytest.mark.usefixtures("_re2")
@pytest.mark.parametrize("pattern", ["(", "(?<=x)y", "a{1000}{1000}", "x" * 5000, "\udc80("])
def test_a_bad_pattern_is_named_and_the_others_are_used(pattern: str) -> None:
    matcher = Matcher((Rule(name="bad", matches=pattern), DEPLOYED))
    assert len(matcher.problems) == 1 and "bad" in matcher.problems[0]
    assert [rule.name for rule, _ in matcher.found_in("deployed to staging")] == ["deployed"]


@pytest.mark.usefixtures("_re2")
def test_half_a_character_in_the_text_hurts_nobody() -> None:
    assert found("\ud800 deployed to staging") == [("deployed", "? deployed to staging")]


def test_without_the_library_every_rule_is_named_and_none_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re2", None)
    matcher = Matcher((DEPLOYED,))
    assert not matcher and "google-re2" in matcher.problems[0]


def test_no_rule_looks_at_output_costs_nothing() -> None:
    assert not Matcher((Rule(project="shop", rings={"finished": False}),))
    assert "re2" not in sys.modules or Matcher(()).problems == []


@pytest.mark.usefixtures("_re2")
def test_a_match_calls_once_a_minute_a_session_and_only_where_the_rule_is_about() -> None:
    attention = Attention(Policy(rules=(Rule(name="deployed", project="shop", matches="deployed"),)))
    for name, cwd in (("s1", "/src/shop"), ("s2", "/src/other")):
        row = SessionRow(agent="claude_code", session_id=name, title=name, cwd=cwd, status="working")
        attention.on_row(None, row, False, NOON_US)
        attention.on_text(key_of(name), "it is deployed\nnow", NOON_US)
        attention.on_text(key_of(name), "it is deployed again", NOON_US + 100_000)
    (alert,) = attention.on_tick(NOON_US + 1_000_000)
    assert isinstance(alert, Alert)
    assert (alert.kind, alert.title, alert.body) == ("matched", "s1: deployed", "it is deployed")


def test_what_was_said_and_what_tools_gave_are_output_and_nothing_else_is() -> None:
    story = Story().opens("deployed?")
    story.transcript(e.MessageWritten(block_id="b", text="all deployed"))
    story.transcript(e.MessageWritten(block_id="c", text="API Error", synthetic=True))
    story.ran("c1", output={"stdout": "ok\n", "interrupted": False, "stderr": "warn"}).ran("c2", "failed", "Exit 1")
    said: list[Record] = story.records
    assert [text for text in map(output_of, said) if text] == ["all deployed", "ok\n\nwarn", "Exit 1"]
