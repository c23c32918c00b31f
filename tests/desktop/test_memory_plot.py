"""The picture of a long day: tidy steps on its axes, and every line within it."""

from __future__ import annotations

import pytest

from app.desktop.memory_plot import HEIGHT, WIDTH, Scale, paint, steps, tidy_step


@pytest.mark.parametrize(("most", "lines", "step"), [(250, 6, 50), (100, 6, 20), (2_000_000, 8, 500_000), (7, 8, 1)])
def test_steps_are_round_numbers_and_few(most: float, lines: int, step: float) -> None:
    assert tidy_step(most, lines) == step


def test_steps_reach_from_nothing_to_the_most() -> None:
    assert list(steps(50, 250)) == [0, 50, 100, 150, 200, 250]


def test_the_highest_value_lies_within_the_picture() -> None:
    scale = Scale(2_000_000, 243)
    highest = scale.point(2_000_000, 243)
    assert 0 < highest.y() < scale.point(0, 0).y() < HEIGHT and 0 < highest.x() < WIDTH


def test_both_lines_are_painted_in_colours_of_their_own(qapp: object) -> None:
    samples = [
        {"deltas": at, "hub_rss": 80, "hub_uss": 60, "desktop_rss": 200, "desktop_uss": 150} for at in (0, 500, 1000)
    ]
    image = paint(samples)
    scale = Scale(1000, 200)
    seen = {image.pixelColor(scale.point(505, megabytes).toPoint()).name() for megabytes in (80, 200, 100)}
    assert len(seen) == 3
