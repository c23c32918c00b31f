"""The relay's benchmark measures what it says."""

from __future__ import annotations

import pytest

from app.dev import bench_relay


@pytest.mark.slow
def test_every_relay_is_measured_with_the_hub_up_down_and_hung_beside_the_cheapest_program_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bench_relay, "_ROUNDS", 1)
    monkeypatch.setattr(bench_relay, "_ROUNDS_OF_THE_SLOW", 1)
    monkeypatch.setattr(bench_relay, "_RUNS_A_ROUND", 2)
    monkeypatch.setattr(bench_relay, "per_tool_turn", lambda: {"not_measured": "for once"})
    figures = bench_relay.run()
    hooks = figures["hooks"]
    assert hooks["true"]["times_true"] == 1
    measured = {f"{kind}_hub_{state}" for kind in ("native", "python") for state in ("up", "down", "hung")}
    assert measured <= set(hooks)
    assert all(hooks[name]["cpu_ms"] > 0 for name in measured)
    assert figures["first_relay_at_a_hung_hub_ms"] > 290
    assert {"native", "python", "of_uv_run"} == set(figures["goals"])
