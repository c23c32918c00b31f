"""Rows of spans at every level of detail: what is seen from afar is what there is, at every zoom."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.projections.strips import FINENESS, Strip

T0 = 1_763_800_000_000_000


def made(lengths: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Spans (start, end, mark) from (pause before, length, mark)."""
    spans, at_us = [], T0
    for pause_us, length_us, mark in lengths:
        at_us += pause_us
        spans.append((at_us, at_us + length_us, mark))
        at_us += length_us
    return spans


def seen(spans: list[tuple[int, int, int]], first: int, count: int, shift: int) -> bytes:
    """The marks in every bucket, the slow way."""
    row = bytearray(count)
    for start_us, end_us, mark in spans:
        for bucket in range(start_us >> shift, (max(start_us, end_us - 1) >> shift) + 1):
            if 0 <= bucket - first < count:
                row[bucket - first] |= mark
    return bytes(row)


SPANS = st.lists(
    st.tuples(st.integers(0, 5_000), st.integers(0, 9_000), st.sampled_from([1, 2, 4, 8])), max_size=60
).map(made)


@given(SPANS, st.integers(3, 18), st.integers(-40, 80), st.integers(1, 70))
def test_every_window_at_every_zoom_shows_what_there_is(
    spans: list[tuple[int, int, int]], shift: int, offset: int, count: int
) -> None:
    strip = Strip()
    strip.put(spans)
    first = (T0 >> shift) + offset
    assert strip.window(first, count, shift) == seen(spans, first, count, shift)


@given(SPANS, SPANS, st.integers(5, 18))
def test_spans_that_come_one_by_one_are_seen_like_spans_that_came_at_once(
    spans: list[tuple[int, int, int]], more: list[tuple[int, int, int]], shift: int
) -> None:
    later = [(start + 600_000, end + 600_000, mark) for start, end, mark in more]
    strip = Strip()
    strip.put(spans)
    first = T0 >> shift
    for span in later:
        strip.append(*span)
        strip.window(first, 4, shift)
    assert strip.window(first, 400, shift) == seen([*spans, *later], first, 400, shift)


@pytest.mark.parametrize("shift", [8, 14, 20, 30, 45])
def test_what_goes_on_reaches_to_now(shift: int) -> None:
    spans = made([(0, 1_000, 1)] * 40)
    strip = Strip()
    strip.put(spans)
    since_us, now_us = spans[-1][1], spans[-1][1] + 5_000_000
    strip.goes_on(since_us, 2)
    first = T0 >> shift
    assert strip.window(first, 90, shift, now_us) == seen([*spans, (since_us, now_us + 1, 2)], first, 90, shift)
    strip.goes_on(0, 0)
    assert strip.window(first, 90, shift, now_us) == seen(spans, first, 90, shift)


def test_the_shortest_wait_is_seen_from_the_farthest() -> None:
    strip = Strip()
    strip.put([(T0, T0 + 10**12, 1), (T0 + 10**12, T0 + 10**12 + 1, 2), (T0 + 10**12 + 1, T0 + 2 * 10**12, 1)])
    assert 3 in strip.window(T0 >> 36, 60, 36)


def test_levels_take_a_few_dozen_bytes_a_span() -> None:
    source = random.Random(1)
    strip = Strip()
    strip.put(made([(0, source.randrange(1, 10**8), 1) for _ in range(2_000)]))
    strip.window(T0 >> 30, 10, 30)
    assert strip.bytes_held < 2_000 * (17 + 4 * FINENESS)


def test_an_empty_row_is_dark() -> None:
    assert Strip().window(5, 3, 10) == bytes(3)
