"""Every kind of fact has a line that is short, safe and says what is in it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import events as e
from app.core.projections.event_words import SUMMARY_CHARS, event_words, is_failure


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (e.TurnStarted(turn_id="t", prompt="fix it\nsoon"), "fix it"),
        (e.ToolCallStarted(tool_call_id="t", name="Bash", input={"command": "pytest -q"}), "Bash “pytest -q”"),
        (
            e.ToolCallFinished(tool_call_id="t", name="Bash", output={"stdout": "3 passed\n"}, duration_ms=1250),
            "Bash · 1.2 s · 3 passed",
        ),
        (e.ToolCallFinished(tool_call_id="t", name="Edit", outcome="denied"), "Edit · denied"),
        (e.ToolCallFinished(tool_call_id="t", output={"stdout": "", "stderr": "", "isImage": False}), "no output"),
        (e.ToolCallFinished(tool_call_id="t", output={"type": "text", "file": {"filePath": "/a.py"}}), "/a.py"),
        (e.TurnFailed(error="rate_limit", message="try later"), "rate_limit · try later"),
        (e.UsageReported(message_id="m", model="opus", input_tokens=1200, output_tokens=7), "opus · 1,200 in, 7 out"),
        (e.CostReported(total_usd=0.01912), "$0.0191 so far"),
        (e.SessionStarted(how="resume", cwd="/src"), "resume · /src"),
        (e.GapNoted(reason="spool full", lost=1500), "spool full · 1,500 lost"),
        (e.Unrecognized(name="NewHook", payload={"a": 1}), 'NewHook · {"a":1}'),
        (e.StopConcluded(stop_id="s", outcome="still_running", survivors=("sleep",)), "still running · sleep"),
        (e.MessageDelta(message_id="m", first_index=0, last_index=0, text="a\x1b[2J\u202eb"), "a⟨ESC⟩[2J⟨U+202E⟩b"),
        (e.SessionLookedAt(), ""),
    ],
)
def test_a_fact_on_one_line(event: e.AnyEvent, expected: str) -> None:
    assert event_words(event) == expected


def test_every_kind_has_a_line_even_with_nothing_in_it() -> None:
    for kind in e.EVENT_TYPES:
        lines = [event_words(event) for event in (_bare(kind), _full(kind))]
        assert all(len(line) <= SUMMARY_CHARS for line in lines)


def _bare(kind: type[e.Event]) -> e.AnyEvent:
    """Only what it cannot be without."""
    values = {"outcome": "failed", "how": "denied", "pid": 1, "first_index": 0, "last_index": 0}
    required = [field for field in msgspec.structs.fields(kind) if field.required]
    return kind(**{field.name: values.get(field.name, "") for field in required})  # type: ignore[return-value]


def _full(kind: type[e.Event]) -> e.AnyEvent:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    return msgspec.structs.replace(_bare(kind), **{n: "x" * 999 for n, f in fields.items() if f.type is str})  # type: ignore[return-value]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.slow
@given(_json)
def test_whatever_an_agent_sends_the_line_is_short_and_plain(value: object) -> None:
    for event in (
        e.Unrecognized(name="x", payload=value),
        e.ToolCallStarted(tool_call_id="t", name="Bash", input=value),
        e.ToolCallFinished(tool_call_id="t", output=value),
        e.PermissionRequested(request_id="r", tool_name="Bash", input=value),
    ):
        line = event_words(event)
        assert len(line) <= SUMMARY_CHARS
        assert "\n" not in line and "\x1b" not in line and "\u202e" not in line


def test_a_refusal_is_no_failure() -> None:
    assert not is_failure(e.PermissionDenied(tool_call_id="t"))
    assert not is_failure(e.ToolCallFinished(tool_call_id="t", outcome="denied"))
    assert is_failure(e.ToolCallFinished(tool_call_id="t", outcome="failed"))
