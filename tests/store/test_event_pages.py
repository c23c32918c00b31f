"""The event table's questions to the store: the right records, newest first, from any place, whatever is in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.commands import EventPage
from app.core.events import (
    AnyEvent,
    GapNoted,
    NoticeGiven,
    StopConcluded,
    ToolCallFinished,
    ToolCallStarted,
    TurnFailed,
    TurnStarted,
)
from app.core.records import Decoded, Delivery, SessionKey
from app.store.event_pages import EventFilter
from app.store.log import Item, Log

KEY = SessionKey("claude_code", "s")
ALL = EventFilter()


def item(number: int, *events: AnyEvent, session: str = "s", payload: object = None) -> Item:
    delivery = Delivery(
        delivery_id=f"d{number}", agent="claude_code", source="hook", name="PreToolUse", at_us=1, payload=payload
    )
    return delivery, [Decoded(session_id=session, at_us=number, event=event) for event in events]


def notices(count: int, first: int = 1) -> list[Item]:
    return [item(number, NoticeGiven(message=f"note {number}")) for number in range(first, first + count)]


def page(
    log: Log, wanted: EventFilter = ALL, before: int = 0, skip: int = 0, limit: int = 200, within_s: float = 5.0
) -> EventPage:
    return log.event_page(KEY, wanted, before, skip, limit, within_s)


def numbers(found: EventPage) -> list[int]:
    return [row.seq for row in found.rows]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log.open(tmp_path / "store.sqlite3")
    yield log
    log.close()


def test_the_first_page_is_the_newest_and_the_next_goes_on_where_it_ended(log: Log) -> None:
    log.append(notices(5))
    first = page(log, limit=2)
    assert (numbers(first), first.more, first.newest_seq) == ([5, 4], True, 5)
    second = page(log, before=first.reached_seq, limit=2)
    assert (numbers(second), second.more) == ([3, 2], True)
    last = page(log, before=second.reached_seq, limit=2)
    assert (numbers(last), last.more) == ([1], False)


def test_a_page_from_the_middle_passes_over_what_lies_before_it(log: Log) -> None:
    log.append(notices(10))
    assert numbers(page(log, skip=4, limit=3)) == [6, 5, 4]
    assert numbers(page(log, before=8, skip=2, limit=3)) == [5, 4, 3]
    assert numbers(page(log, skip=99)) == []


def test_other_sessions_records_are_never_among_them(log: Log) -> None:
    log.append([item(1, NoticeGiven(message="mine")), item(2, NoticeGiven(message="other"), session="t")])
    assert [row.summary for row in page(log).rows] == ["mine"]
    nobody = log.event_page(SessionKey("claude_code", "nobody"), ALL, 0, 0, 10, 1.0)
    assert (nobody.rows, nobody.more, nobody.newest_seq) == ((), False, 0)


def test_a_row_says_when_from_where_what_kind_and_whether_it_failed(log: Log) -> None:
    log.append([item(7, ToolCallFinished(tool_call_id="t", outcome="failed", name="Bash", error="exit 1", lane="sub"))])
    (row,) = page(log).rows
    assert (row.at_us, row.source, row.kind, row.failed, row.lane) == (7, "hook", "ToolCallFinished", True, "sub")
    assert row.summary == "Bash · failed · exit 1"


def test_only_the_kinds_asked_for_are_shown(log: Log) -> None:
    log.append(
        [item(n, NoticeGiven(message="x"), ToolCallStarted(tool_call_id=f"t{n}", name="Bash")) for n in range(1, 4)]
    )
    log.append([item(9, TurnStarted(turn_id="t", prompt="p"))])
    assert numbers(page(log, EventFilter(kinds=("ToolCallStarted",)))) == [6, 4, 2]
    assert numbers(page(log, EventFilter(kinds=("ToolCallStarted", "TurnStarted")), limit=2)) == [7, 6]
    assert numbers(page(log, EventFilter(kinds=("NoSuchKind",)))) == []


def test_failures_are_what_went_wrong_and_nothing_else(log: Log) -> None:
    log.append(
        [
            item(1, TurnFailed(error="rate_limit"), GapNoted(reason="spool")),
            item(2, ToolCallFinished(tool_call_id="a", outcome="failed"), ToolCallFinished(tool_call_id="b")),
            item(3, ToolCallFinished(tool_call_id="c", outcome="denied")),
            item(4, StopConcluded(stop_id="s", outcome="still_running"), StopConcluded(stop_id="t", outcome="stopped")),
        ]
    )
    assert numbers(page(log, EventFilter(failed_only=True))) == [6, 3, 2, 1]
    assert numbers(page(log, EventFilter(kinds=("ToolCallFinished",), failed_only=True))) == [3]


def test_text_is_found_wherever_it_stands_in_the_record_in_either_case(log: Log) -> None:
    log.append(
        [
            item(1, ToolCallStarted(tool_call_id="a", name="Bash", input={"command": "make Übung"})),
            item(2, ToolCallFinished(tool_call_id="a", output={"stdout": 'said "hello"\nand left'})),
            item(3, NoticeGiven(message="100% of a_b")),
        ]
    )
    for text, expected in (
        ("MAKE", [1]),
        ("Übung", [1]),
        ('"hello"', [2]),
        ('hello"\nand', [2]),
        ("100%", [3]),
        ("1%a", []),
        ("a_b", [3]),
        ("a-b", []),
    ):
        assert numbers(page(log, EventFilter(text=text))) == expected, text


def test_a_search_stops_in_time_says_how_far_it_came_and_goes_on_from_there(log: Log) -> None:
    log.append([item(1, NoticeGiven(message="needle"))])
    log.append(notices(3000, first=2))
    wanted = EventFilter(text="needle")
    found = page(log, wanted, within_s=0.0)
    assert (found.rows, found.more) == ((), True)
    assert 1 < found.reached_seq < found.newest_seq
    asked = 1
    while found.more and not found.rows:
        found = page(log, wanted, before=found.reached_seq, within_s=0.0)
        asked += 1
    assert (numbers(found), asked) == ([1], 7)


def test_what_came_since_is_told_oldest_pages_first(log: Log) -> None:
    log.append(notices(6))
    first = log.events_since(KEY, ALL, 2, 3)
    assert (numbers(first), first.reached_seq, first.more) == ([5, 4, 3], 5, True)
    rest = log.events_since(KEY, ALL, first.reached_seq, 3)
    assert (numbers(rest), rest.reached_seq, rest.more) == ([6], 6, False)
    nothing = log.events_since(KEY, EventFilter(failed_only=True), 2, 3)
    assert (nothing.rows, nothing.reached_seq, nothing.more) == ((), 6, False)


def test_kinds_are_counted_up_to_a_record(log: Log) -> None:
    log.append([item(1, NoticeGiven(message="x")), item(2, TurnFailed(error="e")), item(3, NoticeGiven(message="y"))])
    counts = log.count_events(KEY, 0)
    assert (counts.kinds, counts.failed) == ({"NoticeGiven": 2, "TurnFailed": 1}, {"TurnFailed": 1})
    assert log.count_events(KEY, 2).kinds == {"NoticeGiven": 1, "TurnFailed": 1}
    log.append([item(4, NoticeGiven(message="z"), TurnFailed(error="e"))])
    counts = log.count_events(KEY, 0)
    assert (counts.kinds, counts.failed) == ({"NoticeGiven": 3, "TurnFailed": 2}, {"TurnFailed": 2})
    assert log.count_events(SessionKey("claude_code", "nobody"), 0).kinds == {}


def test_a_record_larger_than_a_line_needs_is_listed_by_its_beginning(log: Log) -> None:
    log.append([item(1, ToolCallFinished(tool_call_id="big", output="\x1b" * 200_000, lane="sub"))])
    (row,) = page(log).rows
    assert row.kind == "ToolCallFinished"
    assert row.summary.startswith('{"type":"ToolCallFinished","tool_call_id":"big"') and len(row.summary) <= 240


def test_the_raw_input_stands_beside_the_record(log: Log) -> None:
    log.append([item(1, NoticeGiven(message="x"), payload={"said": "\u202eüber" * 200})])
    raw = log.raw_record(1, 100_000)
    assert raw is not None and raw.payload is not None
    assert msgspec.json.decode(raw.payload) == {"said": "\u202eüber" * 200}
    record = msgspec.json.decode(raw.record)
    assert (record["seq"], record["session_id"], record["event"]["type"]) == (1, "s", "NoticeGiven")
    short = log.raw_record(1, 20)
    assert short is not None and short.payload is not None
    assert len(short.record) == 20 and short.record_bytes == len(raw.record)
    assert len(short.payload) <= 20 and short.payload_bytes == len(raw.payload.encode())


def test_a_record_without_raw_input_says_so_and_one_that_is_none_is_none(log: Log) -> None:
    log.append([item(1, NoticeGiven(message="x"))])
    raw = log.raw_record(1, 100)
    assert raw is not None and raw.payload is None
    assert log.raw_record(2, 100) is None


_kinds = st.sampled_from(["NoticeGiven", "TurnFailed", "ToolCallFinished"])
_stories = st.lists(st.tuples(_kinds, st.booleans(), st.sampled_from(["s", "t"])), max_size=40)


def event_of(kind: str, failed: bool) -> AnyEvent:
    match kind:
        case "NoticeGiven":
            return NoticeGiven(message="needle" if failed else "hay")
        case "TurnFailed":
            return TurnFailed(error="e")
    return ToolCallFinished(tool_call_id="t", outcome="failed" if failed else "ok")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    story=_stories,
    kinds=st.sets(_kinds),
    failed_only=st.booleans(),
    text=st.sampled_from(["", "needle"]),
    limit=st.integers(1, 7),
)
def test_page_after_page_gives_every_match_once(
    tmp_path_factory: pytest.TempPathFactory,
    story: list[tuple[str, bool, str]],
    kinds: set[str],
    failed_only: bool,
    text: str,
    limit: int,
) -> None:
    log = Log.open(tmp_path_factory.mktemp("store") / "s.sqlite3")
    items = [item(n, event_of(kind, failed), session=session) for n, (kind, failed, session) in enumerate(story)]
    log.append(items)
    wanted = EventFilter(tuple(kinds), text, failed_only)
    expected = [
        n + 1
        for n, (kind, failed, session) in enumerate(story)
        if session == "s"
        and (not kinds or kind in kinds)
        and (not failed_only or kind == "TurnFailed" or (kind == "ToolCallFinished" and failed))
        and (not text or (kind == "NoticeGiven" and failed))
    ]
    backwards: list[int] = []
    found = page(log, wanted, limit=limit)
    backwards += numbers(found)
    while found.more:
        found = page(log, wanted, before=found.reached_seq, limit=limit)
        backwards += numbers(found)
    forwards: list[int] = []
    since = log.events_since(KEY, wanted, 0, limit)
    forwards += numbers(since)[::-1]
    while since.more:
        since = log.events_since(KEY, wanted, since.reached_seq, limit)
        forwards += numbers(since)[::-1]
    log.close()
    assert (backwards[::-1], forwards) == (expected, expected)
