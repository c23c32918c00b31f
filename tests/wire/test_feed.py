"""The feed's messages: every one survives the way there and back, and nothing else is taken for one."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import commands, events
from app.core.projections.rows import SessionRow
from app.core.records import Record, SessionKey
from app.wire import feed

RECORD = Record(seq=1, at_us=2, agent="a", session_id="s", source="hook", event=events.NoticeGiven(message="x"))

TO_THE_HUB = [
    feed.Hello(since=3, hub_id="h", sessions=(SessionKey("a", "s"),), token="t"),
    feed.Hello(),
    feed.Since(seq=7),
    feed.Watch(sessions=(SessionKey("a", "s"),)),
    feed.Watch(),
    feed.Order(order_id="1", command=commands.Stop(agent="a", session_id="s", level="kill")),
    feed.Order(order_id="2", command=commands.ShutDown()),
]
FROM_THE_HUB = [
    feed.Welcome(protocol=1, hub_id="h", last_seq=9),
    feed.Snapshot(seq=9, sessions=(SessionRow(agent="a", session_id="s"),)),
    feed.RowsChanged(seq=9, sessions=(SessionRow(agent="a", session_id="s"),)),
    feed.SessionsGone(sessions=(SessionKey("a", "s"),)),
    feed.Batch(first_seq=1, last_seq=4, records=(RECORD,)),
    feed.CaughtUp(seq=4),
    feed.Resync(from_seq=4, reason="slow"),
    feed.Result(order_id="1", data={"a": [1]}),
    feed.Result(order_id="1", error="no"),
    feed.Refused(reason="no"),
]


@pytest.mark.parametrize("message", TO_THE_HUB, ids=repr)
def test_what_a_client_says_arrives_as_it_was_said(message: feed.ClientMessage) -> None:
    assert feed.decode_client(feed.encode(message)) == message
    assert feed.decode_client(feed.encode(message).decode()) == message


@pytest.mark.parametrize("message", FROM_THE_HUB, ids=repr)
def test_what_the_hub_says_arrives_as_it_was_said(message: feed.HubMessage) -> None:
    assert feed.decode_hub(feed.encode(message)) == message


def test_every_message_there_is_was_tried() -> None:
    assert {type(message) for message in TO_THE_HUB} == set(get_args(feed.ClientMessage))
    assert {type(message) for message in FROM_THE_HUB} == set(get_args(feed.HubMessage))


def test_every_event_and_every_command_can_be_decoded() -> None:
    assert set(get_args(events.AnyEvent)) == set(events.EVENT_TYPES)
    assert set(get_args(commands.AnyCommand)) == set(commands.Command.__subclasses__())


def test_fields_of_a_later_version_are_passed_over() -> None:
    assert feed.decode_client(b'{"type":"Since","seq":3,"mood":"good"}') == feed.Since(seq=3)


@given(said=st.binary(max_size=200))
def test_no_bytes_raise_anything_but_what_is_promised(said: bytes) -> None:
    for decode in (feed.decode_client, feed.decode_hub):
        try:
            decode(said)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
