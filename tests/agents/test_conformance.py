"""What every adapter must keep to, found by presence: a new agent fails here until a recording lies beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.agents import adapter_for, adapters
from app.agents.base import Adapter
from app.core.events import Unrecognized
from app.core.records import Decoded, Delivery
from tests.helpers.recordings import deliveries_of, recordings_of

examples = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
SOURCES = ("hook", "transcript", "registry", "stream", "process", "hub", "desktop")
SIGNS = "aé☕\u2028\x00/:-\\{}<>[] \n"

pytestmark = pytest.mark.parametrize("agent", sorted(adapters()))

_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(SIGNS + "\ud800", max_size=20)
_json = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(SIGNS, max_size=8), inner, max_size=4),
    max_leaves=12,
)


def recorded(agent: str) -> list[Delivery]:
    return [delivery for recording in recordings_of(agent) for delivery in deliveries_of(recording)]


def deliveries(agent: str) -> st.SearchStrategy[Delivery]:
    """Anything at all, under names the agent really uses and others."""
    names = sorted({delivery.name for delivery in recorded(agent)} | {"", "EventOfTomorrow", "gone"})
    return st.builds(
        Delivery,
        delivery_id=st.text(SIGNS, min_size=1, max_size=10),
        agent=st.just(agent),
        source=st.sampled_from(SOURCES),
        name=st.sampled_from(names),
        at_us=st.integers(0, 2**62),
        payload=_json,
        path=st.sampled_from(["", "/", "a.jsonl", "/x/s/subagents/agent-a.jsonl", "C:\\x\\s.jsonl", "agent-"]),
        session_hint=st.text(SIGNS, max_size=5),
    )


@st.composite
def mutated(draw: st.DrawFn, recorded_ones: Sequence[Delivery]) -> Delivery:
    """A real delivery with one to three of its values, wherever they stand, replaced, dropped or moved."""
    delivery = draw(st.sampled_from(recorded_ones))
    payload = msgspec.json.decode(msgspec.json.encode(delivery.payload))
    for _ in range(draw(st.integers(1, 3))):
        payload = _mutate(draw, payload)
    return msgspec.structs.replace(delivery, payload=payload)


def _mutate(draw: st.DrawFn, value: Any) -> Any:
    """Goes down a random way and changes what it finds there."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not keys or draw(st.integers(0, 3)) == 0:
        return draw(_json)
    key = draw(st.sampled_from(keys))
    if draw(st.integers(0, 4)) == 0:
        del value[key]
    else:
        value[key] = _mutate(draw, value[key])
    return value


def decode(agent: str, delivery: Delivery) -> Sequence[Decoded]:
    adapter = adapter_for(agent)
    assert adapter is not None
    return adapter.decode(delivery)


def assert_storable(found: Sequence[Decoded]) -> None:
    """What was decoded can be written, read and is the same then; and no id or text is out of bounds."""
    for one in found:
        assert msgspec.json.decode(msgspec.json.encode(one.event), type=type(one.event)) == one.event
        assert len(one.session_id) <= 256
        assert 0 <= one.at_us < 2**63


# ── the contract ───────────────────────────────────────────────────────────────────────────────


def test_it_is_found_under_the_name_it_gives_itself(agent: str) -> None:
    adapter = adapter_for(agent)
    assert adapter is not None
    assert adapter.name == agent
    assert adapter.title


def test_it_has_recordings(agent: str) -> None:
    assert recordings_of(agent), f"no recording in tests/recordings/{agent}/<version>-<story>.jsonl"


def test_recordings_hold_deliveries_of_this_agent_with_unique_ids(agent: str) -> None:
    for recording in recordings_of(agent):
        found = deliveries_of(recording)
        assert found, f"{recording.name} is empty"
        assert {delivery.agent for delivery in found} == {agent}
        assert len({delivery.delivery_id for delivery in found}) == len(found), recording.name


def test_recordings_name_no_machine_and_no_person(agent: str) -> None:
    for recording in recordings_of(agent):
        text = recording.read_text()
        assert not any(word in text for word in ("/root", "sk-ant-", "dummy-key")), recording.name


def test_everything_recorded_is_understood(agent: str) -> None:
    for delivery in recorded(agent):
        for one in decode(agent, delivery):
            assert not isinstance(one.event, Unrecognized), f"{delivery.source} {delivery.name} {delivery.delivery_id}"
            assert one.session_id


def test_decoding_twice_gives_equal_facts(agent: str) -> None:
    for delivery in recorded(agent):
        again = msgspec.json.decode(msgspec.json.encode(delivery), type=Delivery)
        assert decode(agent, delivery) == decode(agent, again)


def test_decoding_leaves_the_delivery_as_it_was(agent: str) -> None:
    for delivery in recorded(agent):
        before = msgspec.json.encode(delivery)
        decode(agent, delivery)
        assert msgspec.json.encode(delivery) == before


def test_what_was_recorded_can_be_stored(agent: str) -> None:
    for delivery in recorded(agent):
        assert_storable(decode(agent, delivery))


def test_an_unknown_hook_is_kept_whole_as_unrecognized(agent: str) -> None:
    payload = {"hook_event_name": "EventOfTomorrow", "session_id": "s", "news": [1, {"deep": True}]}
    delivery = Delivery(
        delivery_id="d", agent=agent, source="hook", name="EventOfTomorrow", at_us=7, payload=payload, session_hint="s"
    )
    assert decode(agent, delivery) == (
        Decoded(session_id="s", at_us=7, event=Unrecognized(name="EventOfTomorrow", payload=payload)),
    )


@pytest.mark.slow
def test_decode_takes_any_json_under_any_name(agent: str) -> None:
    @examples
    @given(deliveries(agent))
    def check(delivery: Delivery) -> None:
        assert_storable(decode(agent, delivery))

    check()


@pytest.mark.slow
def test_decode_takes_real_deliveries_with_anything_in_them_changed(agent: str) -> None:
    @examples
    @given(mutated(recorded(agent)))
    def check(delivery: Delivery) -> None:
        assert_storable(decode(agent, delivery))

    check()


def test_ten_megabytes_in_one_field_are_cut_with_a_mark(agent: str) -> None:
    for delivery in recorded(agent)[:200]:
        if isinstance(delivery.payload, dict):
            for key in delivery.payload:
                huge = msgspec.structs.replace(delivery, payload=delivery.payload | {key: _TEN_MEGABYTES})
                assert len(msgspec.json.encode(decode(agent, huge))) < 3_000_000


_TEN_MEGABYTES = "x" * 10_000_000


def test_its_own_hooks_are_all_understood(agent: str) -> None:
    adapter: Adapter | None = adapter_for(agent)
    assert adapter is not None
    seen = {delivery.name for delivery in recorded(agent) if delivery.source == "hook"}
    assert {spec.event for spec in adapter.hooks_for("999.0.0")} <= seen


def test_the_hooks_it_registers_say_what_it_waits_for(agent: str) -> None:
    adapter = adapter_for(agent)
    assert adapter is not None
    for spec in adapter.hooks_for("999.0.0"):
        assert adapter.is_sync(spec.event) == (spec.mode == "sync")


def test_its_configuration_lies_in_the_users_home_unless_the_agent_is_told_otherwise(agent: str) -> None:
    adapter = adapter_for(agent)
    assert adapter is not None
    assert Path(adapter.config_home({}, "/home/dev")).is_relative_to("/home/dev")
