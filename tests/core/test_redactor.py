"""Texts that arrive in pieces are told as their whole would be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.events import MessageDelta, MessageWritten, ToolCallStarted, TurnInterrupted
from app.core.records import Decoded, Delivery
from app.core.redaction import HIDDEN, redacted_speech
from app.core.redactor import Redactor

KEY = "sk-" + "ant-api03-" + "Ab1" * 12
KEY_LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
WORDS = [
    *("Here", "is", "the", "key:", "Authorization:", "Bearer", "password:", "token", "ask", "ghp_", "API_TOKEN", "="),
    *(KEY, f"API_KEY={KEY}", "abcDEF0123456789abcd", "9f8a7b6c5d4e3f2a1b0c", f"\n{KEY_LINE}\n", "ghp_" + "a1B2" * 9),
    *("sk-learn", "postgres://me:hunter2@host/db", "https://host/a?b=c", "über", "\n"),
]


def delta(text: str, index: int, final: bool = False, source: str = "stream") -> tuple[Delivery, list[Decoded]]:
    event = MessageDelta(message_id="m", first_index=index, last_index=index, text=text, final=final)
    delivery = Delivery(
        delivery_id=f"d{index}", agent="a", source=source, name="delta", at_us=index, payload={"t": text}
    )  # type: ignore[arg-type]
    return delivery, [Decoded(session_id="s", at_us=index, event=event)]


def told(redactor: Redactor, *pieces: str, final: bool = True) -> list[MessageDelta]:
    found: list[MessageDelta] = []
    for index, text in enumerate(pieces):
        _, facts = redactor.take(*delta(text, index, final and index == len(pieces) - 1))
        found.extend(fact.event for fact in facts if isinstance(fact.event, MessageDelta))
    return found


@given(
    st.lists(st.sampled_from(WORDS), max_size=14), st.lists(st.integers(1, 9), min_size=1, max_size=40), st.booleans()
)
def test_however_a_text_is_cut_it_is_told_as_its_whole(words: list[str], lengths: list[int], spaced: bool) -> None:
    text = (" " if spaced else "").join(words)
    pieces, place, turn = [], 0, 0
    while place < len(text):
        length = lengths[turn % len(lengths)]
        pieces.append(text[place : place + length])
        place, turn = place + length, turn + 1
    assert "".join(event.text for event in told(Redactor(), *pieces)) == redacted_speech(text)


def test_a_word_waits_only_where_it_may_become_a_secret() -> None:
    pieces = told(Redactor(), "So", " every", " one", " of them is", " told", ".", final=False)
    assert [event.text for event in pieces] == ["", "So every", " one", " of them is", " told", "."]


def test_a_secret_is_never_told_in_part() -> None:
    pieces = told(Redactor(), "It is ", KEY[:4], KEY[4:20], KEY[20:], " indeed")
    assert [event.text for event in pieces] == ["It is ", "", "", "", f"{HIDDEN} indeed"]


def test_the_pieces_keep_their_numbers() -> None:
    pieces = told(Redactor(), "It is ", KEY[:4], KEY[4:], " so")
    assert [(event.first_index, event.last_index) for event in pieces] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert pieces[-1].final


def test_a_word_held_back_is_told_when_the_turn_ends_without_it() -> None:
    redactor = Redactor()
    told(redactor, "Look at sk", final=False)
    stop = Delivery(delivery_id="x", agent="a", source="stream", name="result", at_us=9, payload={})
    _, facts = redactor.take(stop, [Decoded(session_id="s", at_us=9, event=TurnInterrupted(turn_id="t"))])
    first = facts[0].event
    assert isinstance(first, MessageDelta) and (first.text, first.first_index, first.message_id) == ("sk", 1, "m")
    assert isinstance(facts[1].event, TurnInterrupted)


def test_another_session_ending_lets_nothing_go() -> None:
    redactor = Redactor()
    told(redactor, "Look at sk", final=False)
    stop = Delivery(delivery_id="x", agent="a", source="stream", name="result", at_us=9, payload={})
    _, facts = redactor.take(stop, [Decoded(session_id="other", at_us=9, event=TurnInterrupted(turn_id="t"))])
    assert len(facts) == 1


def test_lines_of_a_hook_are_redacted_one_by_one() -> None:
    _, facts = Redactor().take(*delta(f"the key is {KEY}\n", 0, source="hook"))
    event = facts[0].event
    assert isinstance(event, MessageDelta) and event.text == f"the key is {HIDDEN}\n"


def test_payload_and_facts_of_a_delivery_are_both_redacted() -> None:
    payload = {"tool_input": {"command": f"echo {KEY}"}}
    delivery = Delivery(delivery_id="x", agent="a", source="hook", name="PreToolUse", at_us=1, payload=payload)
    event = ToolCallStarted(tool_call_id="c", name="Bash", input={"command": f"echo {KEY}"})
    kept, facts = Redactor().take(delivery, [Decoded(session_id="s", at_us=1, event=event)])
    assert kept.payload == {"tool_input": {"command": f"echo {HIDDEN}"}}
    assert isinstance(facts[0].event, ToolCallStarted) and facts[0].event.input == {"command": f"echo {HIDDEN}"}


def test_what_holds_no_secret_goes_through_as_it_is() -> None:
    delivery = Delivery(delivery_id="x", agent="a", source="hook", name="Stop", at_us=1, payload={"a": "b"})
    fact = Decoded(session_id="s", at_us=1, event=MessageWritten(block_id="b", text="All done."))
    kept, facts = Redactor().take(delivery, [fact])
    assert kept is delivery and facts[0] is fact
