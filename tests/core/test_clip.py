"""Oversized facts are cut to fit; the others are left alone; everything can be written."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clip import MAX_EVENT_BYTES, clip
from app.core.events import AnyEvent, MessageWritten, ToolCallFinished, Unrecognized

decode = msgspec.json.Decoder(AnyEvent).decode


def test_a_fact_that_fits_is_left_alone() -> None:
    event = MessageWritten(block_id="b", text="x" * 500_000)
    assert clip(event) == (event, msgspec.json.encode(event))


@pytest.mark.parametrize(
    "output",
    [
        "x" * 10_000_000,
        {"stdout": "ü" * 5_000_000, "stderr": "y" * 5_000_000},
        [{"line": "z" * 100}] * 100_000,
        {str(number): "x" * 50 for number in range(100_000)},
        [["x" * 500] * 100] * 100,
    ],
    ids=["text", "texts", "list", "mapping", "nested"],
)
def test_an_oversized_fact_keeps_its_kind_and_its_id_and_fits(output: Any) -> None:
    event, written = clip(ToolCallFinished(tool_call_id="t", output=output))
    assert isinstance(event, ToolCallFinished) and event.tool_call_id == "t"
    assert len(written) <= MAX_EVENT_BYTES
    assert decode(written) == event


def test_cut_text_says_how_much_is_missing() -> None:
    event, _ = clip(MessageWritten(block_id="b", text="a" * 1_000_000 + "z" * 1_000_000))
    assert isinstance(event, MessageWritten)
    assert event.text.startswith("aaa") and event.text.endswith("zzz") and "characters left out" in event.text


@pytest.mark.parametrize("value", ["\ud800", object(), {1: {2: object()}}])
def test_what_cannot_be_written_becomes_a_fact_that_says_so(value: Any) -> None:
    event, written = clip(ToolCallFinished(tool_call_id="t", output=value))
    assert isinstance(event, Unrecognized) and decode(written) == event


@given(output=st.recursive(st.text(max_size=50), lambda inner: st.lists(inner, max_size=5), max_leaves=50))
def test_whatever_the_limit_the_outcome_fits_or_is_a_short_excerpt(output: Any) -> None:
    event, written = clip(ToolCallFinished(tool_call_id="t", output=output), max_bytes=300)
    assert len(written) <= 300 or isinstance(event, Unrecognized)
    assert decode(written) == event
