"""An agent's raw bytes as a JSON value: whatever they are, the outcome is a value we can store or a named refusal."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wire.payload import EXCERPT_CHARS, MAX_DEPTH, PayloadError, decode_payload, excerpt

_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=20,
)


@given(value=_values)
def test_json_is_read_as_it_was_meant(value: Any) -> None:
    assert decode_payload(json.dumps(value).encode()) == value


@pytest.mark.parametrize("raw", [b"", b"  \n\t "])
def test_nothing_is_none(raw: bytes) -> None:
    assert decode_payload(raw) is None


def test_half_an_emoji_becomes_the_replacement_character_in_keys_too() -> None:
    assert decode_payload(b'{"a\\ud83d": ["\\ude00", "\\ud83d\\ude00"]}') == {"a\ufffd": ["\ufffd", "\U0001f600"]}


def test_a_byte_order_mark_is_passed_over() -> None:
    assert decode_payload(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_depth_up_to_the_limit_is_read_and_beyond_it_refused() -> None:
    fits = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert decode_payload(fits) is not None
    for raw in (b"[" + fits + b"]", b'{"a":' * 5000 + b"1" + b"}" * 5000, b"[" * 100_000):
        with pytest.raises(PayloadError, match="too_deep"):
            decode_payload(raw)


def test_many_brackets_beside_one_another_are_not_deep() -> None:
    raw = b"[" + b",".join([b"[]"] * 5000) + b"]"
    assert len(decode_payload(raw)) == 5000


@given(raw=st.binary(max_size=100))
def test_whatever_the_bytes_the_value_can_be_written_again_or_the_reason_is_named(raw: bytes) -> None:
    try:
        value = decode_payload(raw)
    except PayloadError as error:
        assert error.reason in ("not_json", "too_deep")
        return
    msgspec.json.encode(value)


def test_an_excerpt_is_text_whatever_the_bytes_are() -> None:
    assert excerpt(b"\xff" + b"x" * 10_000) == "\ufffd" + "x" * (EXCERPT_CHARS - 1)
