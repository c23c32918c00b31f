"""Tests of ``app/desktop/views/timeline_scale.py``."""

from __future__ import annotations

import itertools
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop.views.timeline_scale import STEPS_US, Scale, day_of, fitting, label_of, period_words, step_for, ticks

NOON_US = 1_763_812_800_000_000


@given(st.floats(0, 2_000), st.floats(0.2, 5))
def test_zooming_leaves_what_is_under_the_pointer_where_it_is(x: float, factor: float) -> None:
    before = Scale(NOON_US, 50_000)
    after = before.zoomed(x, factor)
    assert abs(after.time_at(x) - before.time_at(x)) <= abs(after.us_per_px)


def test_panning_moves_by_pixels() -> None:
    scale = Scale(NOON_US, 1_000)
    assert scale.panned(10).start_us == NOON_US + 10_000


def test_everything_fits_with_a_little_room() -> None:
    scale = fitting(NOON_US, NOON_US + 60_000_000, 600)
    assert 0 < scale.x_of(NOON_US) < 20
    assert 580 < scale.x_of(NOON_US + 60_000_000) < 600


def test_zoom_has_ends() -> None:
    scale = Scale(NOON_US, 1_000)
    for _ in range(200):
        scale = scale.zoomed(100, 2)
    assert scale.us_per_px >= 20
    for _ in range(400):
        scale = scale.zoomed(100, 0.5)
    assert scale.us_per_px < 1e14


@given(st.floats(20, 1e12))
def test_labels_keep_their_distance_at_every_zoom(us_per_px: float) -> None:
    step = step_for(us_per_px, 90)
    assert step in STEPS_US
    marks = ticks(Scale(NOON_US, us_per_px), 1_000, 90)
    places = [x for x, _ in marks]
    assert all(after - before >= 89 or step == STEPS_US[-1] for before, after in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("step_us", "digits"), [(1_000, "00.000 s"), (100_000, "00.0 s"), (1_000_000, "00:00:00"), (60_000_000, "00:00")]
)
def test_a_label_is_as_exact_as_the_distance_asks_for(step_us: int, digits: str) -> None:
    assert len(label_of(NOON_US, step_us)) == len(digits)


def test_midnight_is_a_date_and_a_day_has_a_name() -> None:
    midnight = int(datetime(2026, 11, 23).timestamp()) * 1_000_000
    assert label_of(midnight, 60_000_000) == "23 Nov"
    assert label_of(midnight + 60_000_000, 60_000_000) == "00:01"
    assert day_of(midnight) == "Mon 23 Nov"


def test_a_period_names_the_day_where_it_changes() -> None:
    before = int(datetime(2026, 11, 22, 23, 59, 50).timestamp()) * 1_000_000
    assert period_words(before, before + 5_000_000) == "22 Nov 23:59:50 to 23:59:55"
    assert period_words(before, before + 20_000_000) == "22 Nov 23:59:50 to 23 Nov 00:00:10"
    assert period_words(before, before + 10_000) == "22 Nov 23:59:50"
    assert period_words(1 << 62, 1 << 62) == ""


def test_a_time_outside_of_the_calendar_has_no_label() -> None:
    assert label_of(1 << 62, 1_000_000) == ""
    assert ticks(Scale(float(1 << 62), 1_000_000.0), 500, 90) is not None
