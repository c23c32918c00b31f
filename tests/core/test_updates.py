"""Checks of ``app.core.updates``: which notes count, and what follows from them."""

from __future__ import annotations

import base64

import msgspec
import pytest

from app.core.updates import LARGEST_BYTES, Manifest, UpdateRefused, manifest_of, numbers, opened, verdict

NOW_S = 1_800_000_000
PAGE = "https://example.org/get"


def manifest(**changes: object) -> Manifest:
    whole = Manifest(version="0.3", issued_s=NOW_S - 10, expires_s=NOW_S + 10, page=PAGE, news=("New",))
    return msgspec.structs.replace(whole, **changes)


@pytest.mark.parametrize(
    ("higher", "lower"),
    [("0.10", "0.9"), ("1", "0.9.9"), ("0.3.1", "0.3"), ("1.0.0.1", "1"), ("0.3", "0.2.9")],
)
def test_versions_are_compared_as_numbers(higher: str, lower: str) -> None:
    assert numbers(higher) > numbers(lower)


@pytest.mark.parametrize(("one", "same"), [("1.0", "1"), ("0.3", "0.3.0"), ("0.3rc1", "0.3")])
def test_versions_that_differ_in_nothing_that_counts_are_the_same(one: str, same: str) -> None:
    assert numbers(one) == numbers(same)


def test_a_higher_version_is_newer() -> None:
    found = verdict(manifest(), "0.2", now_s=NOW_S)
    assert (found.state, found.version, found.page, found.news, found.declined) == (
        "newer",
        "0.3",
        PAGE,
        ("New",),
        False,
    )


@pytest.mark.parametrize("installed", ["0.3", "0.3.0", "0.4", "1"])
def test_the_same_or_a_lower_one_is_never_offered(installed: str) -> None:
    assert verdict(manifest(), installed, now_s=NOW_S).state == "current"


def test_one_that_was_declined_is_known_to_be_and_the_next_is_not() -> None:
    assert verdict(manifest(), "0.2", now_s=NOW_S, declined="0.3").declined
    assert not verdict(manifest(version="0.4"), "0.2", now_s=NOW_S, declined="0.3").declined


def test_one_that_is_over_is_refused() -> None:
    with pytest.raises(UpdateRefused, match="out of date"):
        verdict(manifest(expires_s=NOW_S), "0.2", now_s=NOW_S)


def test_one_older_than_one_seen_before_is_refused_and_the_same_again_is_not() -> None:
    with pytest.raises(UpdateRefused, match="older than one seen"):
        verdict(manifest(), "0.2", now_s=NOW_S, newest_issued_s=NOW_S - 9)
    assert verdict(manifest(), "0.2", now_s=NOW_S, newest_issued_s=NOW_S - 10).state == "newer"


def test_one_from_the_future_is_refused_for_it_would_shut_out_all_that_follow() -> None:
    with pytest.raises(UpdateRefused, match="future"):
        verdict(manifest(issued_s=NOW_S + 90_000, expires_s=NOW_S + 100_000), "0.2", now_s=NOW_S)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"\xff\xfe",
        b'{"manifest": "e30="}',
        b'{"manifest": "e30=", "signature": 1}',
        b'{"manifest": "***", "signature": ""}',
        '{"manifest": "é", "signature": ""}'.encode(),
        b"[" * 5000,
        b'{"manifest":"' + b"A" * LARGEST_BYTES + b'","signature":""}',
    ],
)
def test_what_is_no_note_is_refused(body: bytes) -> None:
    with pytest.raises(UpdateRefused):
        opened(body)


def test_a_note_is_taken_apart_and_its_bytes_stay_as_they_were_signed() -> None:
    signed = b' {"any":  "bytes"}'
    body = msgspec.json.encode({"manifest": base64.b64encode(signed).decode(), "signature": "AAEC", "more": 1})
    assert opened(body) == (signed, b"\x00\x01\x02")


def test_a_manifest_comes_back_as_it_was_written() -> None:
    assert manifest_of(msgspec.json.encode(manifest())) == manifest()


@pytest.mark.parametrize(
    "changes",
    [
        {"page": "http://example.org/"},
        {"page": "javascript:alert(1)"},
        {"page": "https://user@example.org/"},
        {"page": "https://example.org/ now"},
        {"page": "https://example.org/" + "a" * 500},
        {"page": "file:///etc/passwd"},
        {"version": "newest"},
        {"version": "1.2.3.4.5"},
        {"version": "1.2\n"},
        {"news": ("a",) * 21},
        {"news": ("a" * 301,)},
        {"news": ("escape \x1b[2J",)},
        {"news": ("turned \u202e round",)},
        {"format": 2},
        {"issued_s": "soon"},
    ],
)
def test_even_a_signed_one_is_refused_when_it_is_not_as_it_should_be(changes: dict[str, object]) -> None:
    with pytest.raises(UpdateRefused):
        manifest_of(msgspec.json.encode(msgspec.structs.replace(manifest(), **changes)))


def test_signed_bytes_that_are_no_json_are_refused() -> None:
    with pytest.raises(UpdateRefused):
        manifest_of(b"\xff{")
