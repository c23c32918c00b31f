"""Tests of ``app/core/projections/streams.py``: one streamed message from its pieces, at little more than its text."""

from __future__ import annotations

from app.core import events as e
from app.core.projections.streams import Stream, text_digest
from app.core.records import Record


def delta(first: int, text: str, last: int | None = None, final: bool = False) -> e.MessageDelta:
    return e.MessageDelta(
        message_id="m", first_index=first, last_index=first if last is None else last, text=text, final=final
    )


def add(stream: Stream, event: e.MessageDelta) -> str | None:
    number = event.first_index + 1
    record = Record(seq=number, at_us=number, agent="a", session_id="s", source="hook", event=event)
    return stream.add(record, event)


def pieces_of(count: int) -> list[str]:
    return [f"piece {number} — ünd 🙂 \ud800 " for number in range(count)]


def told(count: int, final: bool = False) -> Stream:
    stream = Stream("m", "")
    for number, text in enumerate(pieces_of(count)):
        add(stream, delta(number, text, final=final and number == count - 1))
    return stream


def kept_pieces(stream: Stream) -> int:
    return len(stream._parts) + len(stream._packed)


def test_a_million_characters_in_small_pieces_come_out_as_they_went_in() -> None:
    stream = told(50_000)
    assert stream.text() == "".join(pieces_of(50_000))
    assert stream.head() == stream.text()[:400]


def test_of_many_small_pieces_only_the_last_stay_as_they_are() -> None:
    assert kept_pieces(told(50_000)) < 15_000
    assert kept_pieces(told(100_000)) < 15_000


def test_a_piece_that_overlaps_what_is_known_still_adds_its_end() -> None:
    stream = told(50_000)
    again = "".join(pieces_of(50_000)[47_000:]) + "news"
    assert add(stream, delta(47_000, again, last=50_000)) == "news"
    assert stream.text().endswith("news")


def test_what_was_told_before_adds_nothing_however_long_ago_it_was() -> None:
    stream = told(50_000)
    assert add(stream, delta(3, "piece 3")) == ""
    assert stream.text() == "".join(pieces_of(50_000))


def test_one_endless_piece_is_kept_with_those_around_it() -> None:
    stream = Stream("m", "")
    for number, text in enumerate(("a", "b" * 1_000_000, "c")):
        add(stream, delta(number, text))
    assert stream.text() == "a" + "b" * 1_000_000 + "c"


def test_a_text_that_is_kept_elsewhere_too_is_kept_once() -> None:
    stream = told(50_000, final=True)
    whole = "".join(pieces_of(50_000))
    stream.is_kept_as(whole)
    assert stream.prefix() is whole


def test_another_text_does_not_take_its_place() -> None:
    stream = told(5, final=True)
    stream.is_kept_as("something else")
    assert stream.text() == "".join(pieces_of(5))


def test_a_stream_that_is_not_complete_keeps_its_own_text() -> None:
    stream = told(5)
    whole = "".join(pieces_of(5))
    stream.is_kept_as(whole)
    assert stream.prefix() is not whole


def test_the_digest_of_a_stream_is_that_of_its_text_however_it_came() -> None:
    assert told(50_000).digest() == text_digest("".join(pieces_of(50_000)))
    assert told(7).digest() == text_digest("".join(pieces_of(7)))


def test_texts_that_differ_in_white_space_alone_have_one_digest() -> None:
    assert text_digest("a b\n\nc ") == text_digest("a  b c")
    assert text_digest("a b c") != text_digest("a b d")


def test_numbers_beyond_all_reason_do_no_harm() -> None:
    stream = Stream("m", "")
    add(stream, delta(0, "a", last=1 << 70))
    add(stream, delta((1 << 70) + 1, "b"))
    assert stream.text() == "ab"
