"""``audit``: what was ordered, by whom and with what outcome, read from the store with and without a hub."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import cli
from app.core.events import AnyEvent, OrderCarriedOut, StopConcluded, StopRequested
from app.core.records import Decoded, Delivery
from app.store.log import Log
from app.system.paths import DataPaths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with a stop in it, another order, and much besides."""
    paths = DataPaths(tmp_path)
    paths.prepare()
    log = Log.open(paths.store)
    events: list[AnyEvent] = [
        StopRequested(stop_id="1", level="interrupt", by="desktop, uid 1000 on shop"),
        OrderCarriedOut(command="MarkSeen", words="\x1b[2Jnothing"),
        StopConcluded(stop_id="1", outcome="stopped", lever="hook", evidence="idle, registry", took_ms=90),
    ]
    for number, event in enumerate(events):
        fact = Decoded(session_id="abcdefgh-1", at_us=1_800_000_000_000_000 + number, event=event)
        delivery = Delivery(delivery_id=str(number), agent="claude_code", source="hub", name="x", at_us=fact.at_us)
        log.append([(delivery, (fact,))])
    log.close()
    return tmp_path


def audit(folder: Path, *words: str) -> None:
    assert cli.main(["--data-dir", str(folder), "audit", *words]) == 0


def test_each_order_is_a_line_with_its_outcome(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit(folder)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("2027-01-15 08:00:00  abcdefgh  stop: interrupt")
    assert first.endswith("stopped: hook: idle, registry  by desktop, uid 1000 on shop")
    assert "\x1b" not in second


def test_json_has_one_object_an_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit(folder, "--json", "--last", "2")
    rows = json.loads(capsys.readouterr().out)
    assert set(rows[0]) == {"seq", "at", "agent", "session_id", "command", "by", "outcome", "said", "took_ms"}
    assert [(row["command"], row["outcome"]) for row in rows] == [("stop: interrupt", "stopped"), ("MarkSeen", "done")]


def test_where_nothing_was_ordered_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit(tmp_path)
    assert capsys.readouterr().out == "Nothing was ordered yet.\n"
