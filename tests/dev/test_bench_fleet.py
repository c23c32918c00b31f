"""The benchmarks of the window under load, small: all processes come up, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.dev import bench_burst, bench_fleet, bench_longday

pytestmark = pytest.mark.slow


def test_a_small_fleet_is_shown_and_stored_whole() -> None:
    figures = bench_fleet.run(sessions=8, rate_per_s=20, seconds=4)
    assert figures["goals"]["lost"].startswith("0 sessions")
    assert figures["window"]["hands"]["scrolled"] and figures["window"]["hands"]["switched"]
    assert figures["window_late_ms"]["beats"] > 100 and figures["bare_window_late_ms"]["beats"] > 100


def test_a_small_burst_arrives_whole() -> None:
    figures = bench_burst.run(records=2000, sessions=5)
    for name in ("spread_over_all", "all_in_the_shown_one"):
        assert figures[name]["window"]["caught_up_s"] >= 0 and figures[name]["bare_records"]


def test_a_short_day_is_noted_and_painted(tmp_path: Path) -> None:
    figures = bench_longday.run(deltas=4000, sessions=10, picture=tmp_path / "bench" / "day.png")
    assert figures["deltas"] == 4000 and figures["sessions_lost_or_changed_in_store"] == 0
    assert figures["sessions_wrong_in_window"] == 0
    assert set(figures["mb_at"]) == {"10%", "25%", "50%", "75%", "100%"}
    assert (tmp_path / "bench" / "day.png").stat().st_size > 5000
