"""Claude Code's live registry: what each process says of itself."""

from __future__ import annotations

import pytest

from app.core import events as facts
from tests.agents.claude_code.conversation import SESSION, decoded, entry


def test_an_entry_says_what_the_process_does_since_when() -> None:
    described, reported = entry(
        status="waiting", waitingFor="permission prompt", statusUpdatedAt=3_000, updatedAt=9_000
    )
    assert reported.session_id == SESSION
    assert reported.at_us == 3_000_000
    assert reported.event == facts.AgentReported(
        state="waiting", waiting_for="permission prompt", kind="interactive", name="shop-b5"
    )
    assert described.event == facts.SessionDescribed(cwd="/home/dev/shop", version="2.1.197", entrypoint="cli")


@pytest.mark.parametrize(
    ("stamps", "at_us"),
    [
        ({"updatedAt": 2_000}, 2_000_000),
        ({}, 1_000_000),
        ({"startedAt": True}, 5),
        ({"startedAt": -1}, 5),
        ({"startedAt": 10**30}, 5),
        ({"startedAt": "1"}, 5),
    ],
)
def test_an_entrys_time_is_the_best_it_has(stamps: dict[str, object], at_us: int) -> None:
    assert {one.at_us for one in entry(**stamps)} == {at_us}


def test_a_name_a_person_gave_is_the_title_and_a_derived_one_is_not() -> None:
    assert [one.event.title for one in entry(nameSource="user") if isinstance(one.event, facts.SessionDescribed)] == [
        "shop-b5"
    ]


def test_print_mode_has_no_status_and_says_so() -> None:
    assert facts.AgentReported(state="", kind="interactive", name="shop-b5") in [
        one.event for one in entry(entrypoint="sdk-cli")
    ]


def test_an_interactive_session_that_has_just_begun_says_nothing_yet() -> None:
    assert [type(one.event) for one in entry()] == [facts.SessionDescribed]


def test_that_an_entry_is_gone_says_nothing_by_itself() -> None:
    assert decoded("registry", "gone", {"sessionId": SESSION}) == []
    assert decoded("registry", "gone", None) == []


@pytest.mark.parametrize("payload", [None, [], "x", {}, {"sessionId": 7}])
def test_an_entry_that_names_no_session_is_kept_whole(payload: object) -> None:
    (found,) = decoded("registry", "entry", payload)
    assert found.event == facts.Unrecognized(name="entry", payload=payload)
