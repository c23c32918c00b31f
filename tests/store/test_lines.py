"""Records as the feed sends them: pieces of text joined, nothing lost, nothing twice."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.core.events import AnyEvent, MessageDelta, MessageWritten, NoticeGiven, ToolCallFinished, TurnStarted
from app.core.records import Record
from app.store.lines import JOINED_WITHIN_US, Line, joined, line_of


def lines(records: list[Record]) -> list[Line]:
    return [line_of(record, msgspec.json.encode(record.event)) for record in records]


def read(found: list[bytes]) -> list[Record]:
    return [msgspec.json.decode(one, type=Record) for one in found]


def record(seq: int, event: AnyEvent, session: str = "s") -> Record:
    return Record(seq=seq, at_us=seq, agent="a", session_id=session, source="hook", event=event)


def delta(message_id: str, first: int, last: int, text: str, final: bool = False) -> MessageDelta:
    return MessageDelta(message_id=message_id, first_index=first, last_index=last, text=text, final=final)


def test_pieces_are_joined_across_other_records_and_stand_where_the_last_stood_with_its_number() -> None:
    told = [
        record(1, delta("m", 0, 1, "ab")),
        record(2, NoticeGiven(message="x")),
        record(3, delta("m", 2, 2, "c", final=True)),
    ]
    whole = msgspec.structs.replace(record(3, delta("m", 0, 2, "abc", final=True)), at_us=1)
    assert read(list(joined(lines(told)))) == [told[1], whole]


def test_pieces_written_far_apart_in_time_keep_their_times() -> None:
    told = [record(1, delta("m", 0, 0, "a")), record(1 + JOINED_WITHIN_US + 1, delta("m", 1, 1, "b"))]
    assert read(list(joined(lines(told)))) == told


def test_the_same_message_of_another_session_is_another_message() -> None:
    told = [record(1, delta("m", 0, 0, "a")), record(2, delta("m", 1, 1, "b"), session="t")]
    assert read(list(joined(lines(told)))) == told


_pieces = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["m", "n"]), st.text(max_size=5), st.booleans()),
        st.text(max_size=3),
    ),
    max_size=30,
)


@given(told=_pieces)
def test_every_message_keeps_its_text_and_its_pieces_and_every_other_record_is_untouched(
    told: list[tuple[str, str, bool] | str],
) -> None:
    counts = {"m": 0, "n": 0}
    records = []
    for seq, one in enumerate(told, 1):
        if isinstance(one, str):
            records.append(record(seq, NoticeGiven(message=one)))
        else:
            message_id, text, final = one
            records.append(record(seq, delta(message_id, counts[message_id], counts[message_id], text, final)))
            counts[message_id] += 1
    found = read(list(joined(lines(records))))
    for message_id, count in counts.items():
        before = [r.event for r in records if isinstance(r.event, MessageDelta) and r.event.message_id == message_id]
        after = [r.event for r in found if isinstance(r.event, MessageDelta) and r.event.message_id == message_id]
        assert "".join(piece.text for piece in after) == "".join(piece.text for piece in before)
        indexes = [n for piece in after for n in range(piece.first_index, piece.last_index + 1)]
        assert indexes == list(range(count))
    assert [r for r in found if isinstance(r.event, NoticeGiven)] == [
        r for r in records if isinstance(r.event, NoticeGiven)
    ]
    assert [r.seq for r in found] == sorted(r.seq for r in found)


def test_finished_output_is_known_by_its_kind_whatever_the_texts_say() -> None:
    claims = 'x","event":{"type":"MessageWritten"'
    told = [
        record(1, MessageWritten(block_id="b", text="hi")),
        record(2, ToolCallFinished(tool_call_id="c")),
        record(3, TurnStarted(turn_id="t", prompt=claims), session=claims),
        record(4, NoticeGiven(message=claims)),
    ]
    assert [line.is_output for line in lines(told)] == [True, True, False, False]
