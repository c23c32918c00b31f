"""The benchmarks are found by their presence, and their figures can be read by people and programs."""

from __future__ import annotations

import json
import types
from typing import Any

import pytest

from app import cli
from app.cli_commands import bench as command
from app.dev import bench


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    told = {"native": {"p50_ms": 2.0, "runs": 1200}, "peer": "/bin/true", "all_ms": [1.5, 2.25]}
    module = types.SimpleNamespace(run=lambda: told)
    monkeypatch.setattr(bench.importlib, "import_module", lambda name: module)
    monkeypatch.setattr(command, "benches", lambda: ["relay"])
    return told


def test_every_bench_module_is_listed() -> None:
    assert {"relay", "ingest"} <= set(bench.benches())
    assert all("_" not in name for name in bench.benches())


def test_as_json_the_figures_stand_under_the_name(figures: Any, capsys: pytest.CaptureFixture[str]) -> None:
    monkeyed = command.run(types.SimpleNamespace(name="relay", json=True), None)  # type: ignore[arg-type]
    assert monkeyed == 0
    assert json.loads(capsys.readouterr().out) == {"relay": figures}


def test_for_a_person_each_figure_is_a_line(figures: Any, capsys: pytest.CaptureFixture[str]) -> None:
    command.run(types.SimpleNamespace(name=None, json=False), None)  # type: ignore[arg-type]
    assert capsys.readouterr().out.splitlines() == [
        "relay",
        "  native.p50_ms  2",
        "  native.runs    1200",
        "  peer           /bin/true",
        "  all_ms         1.5, 2.25",
        "",
    ]


def test_an_unknown_bench_is_told_with_those_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "everything"]) == 2
    assert "relay" in capsys.readouterr().err
