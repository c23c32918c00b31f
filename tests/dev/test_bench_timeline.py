"""``bench timeline`` in miniature: every contestant runs and says what it measured."""

from __future__ import annotations

import pytest

from app.dev.bench_timeline import run


@pytest.mark.slow
def test_every_contestant_paints_at_every_zoom_and_says_what_it_took() -> None:
    figures = run(sessions=12, spans=40, long_session=400, peer_sessions=3)
    assert figures["ours"]["spans"] == 480
    assert figures["graphics_view_is_smaller_by"] > 1
    for contestant in (figures["ours"]["readable_rows"], figures["ours"]["all_rows_at_once"], figures["graphics_view"]):
        assert len(contestant["frame_by_zoom"]) > 5
        assert contestant["frame_worst_zoom"]["p50"] > 0
    assert figures["ours_one_session"]["append_of_4_spans"]["p50"] > 0
    assert all("goal at most" in said for said in figures["goals"].values())
