"""Checks of ``app.desktop.notifications``: who is called when, and when the call is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio

from app.core.commands import Answer, ListPending, PendingRow, Stop, StopResult
from app.core.projections.alerts import Alert, Withdraw
from app.core.projections.words import ask_words
from app.core.records import SessionKey
from app.desktop import notifications
from app.desktop.alerts import Alerts
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.note_words import cut_request, whole_request
from app.desktop.notifications import Notifications
from app.settings import Settings
from app.system.notify import Note, NotShown
from app.system.notify_dummy import DummyNotifier
from app.system.paths import DataPaths
from tests.desktop.conftest import until
from tests.helpers.canned import row
from tests.helpers.scripted_hub import ScriptedHub

REF = SessionRef(THIS_MACHINE, "claude_code", "s1")
TAG = "/".join(REF)


class Stage:
    """A cabin without a window and somebody to be notified."""

    def __init__(self, paths: DataPaths, hub: ScriptedHub) -> None:
        self.hub = hub
        self.settings = Settings()
        self.focused: set[SessionRef] = set()
        self.cabin = Cabin(paths, start_hub=False)
        self.alerts = Alerts(self.cabin.hubs, lambda: self.settings, lambda ref: ref in self.focused, self.cabin)
        self.notifications = Notifications(self.cabin, self.alerts, self.cabin)
        self.dummy = DummyNotifier(self.notifications)
        self.notifications.use(self.dummy)
        self.given: list[Answer] = []
        hub.answers[Answer] = self._take_answer

    def _take_answer(self, order: Answer) -> dict[str, object]:
        self.given.append(order)
        return {"answered": True, "why": ""}

    async def asks(self, command: str, known: asyncio.Event | None = None) -> Note:
        """The session asks for a permission; the note that calls for it. ``known``: the hub tells of it only then."""
        held = PendingRow(
            request_id="r1", agent=REF.agent, session_id="s1", tool_name="Bash", input={"command": command}, digest="d1"
        )
        self.hub.answers[ListPending] = lambda _: {"pending": [held] if known is None or known.is_set() else []}
        await self.go_live()
        await self.becomes("working")
        doing = ask_words("permission", "Bash", {"command": command})
        await self.becomes("waiting", doing=doing, pending=("r1",), asked="r1", waiting_on="permission")
        await until(lambda: TAG in self.dummy.standing)
        return self.dummy.standing[TAG]

    async def go_live(self) -> None:
        self.cabin.add_own_hub()
        await until(lambda: self.cabin.hubs.all()[0].phase == "live")

    async def becomes(self, status: str, **more: object) -> None:
        await self.hub.say(row("s1", status, 0, now_us(), title="fix <b>login</b>", **more))
        await until(lambda: (found := self.cabin.hubs.row(REF)) is not None and found.status == status)


@pytest_asyncio.fixture
async def stage(paths: DataPaths, hub: ScriptedHub) -> AsyncIterator[Stage]:
    made = Stage(paths, hub)
    yield made
    await made.notifications.close()
    await made.cabin.close(stop_own_hub=False)


async def test_a_session_that_begins_to_wait_calls_and_the_answer_takes_the_call_back(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting", doing="allow “git push”?")
    await until(lambda: TAG in stage.dummy.standing)
    note = stage.dummy.standing[TAG]
    assert (note.title, note.body, note.urgent) == ("fix <b>login</b> needs you", "allow “git push”?", True)
    await stage.becomes("working")
    await until(lambda: not stage.dummy.standing)
    assert stage.dummy.diary == [("show", TAG), ("withdraw", TAG)]


async def test_a_failure_replaces_what_stood_before(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting", doing="allow “git push”?")
    await until(lambda: TAG in stage.dummy.standing)
    await stage.becomes("failed", reason="rate_limit")
    await until(lambda: (note := stage.dummy.standing.get(TAG)) is not None and note.title.endswith("failed"))
    assert len(stage.dummy.standing) == 1
    assert stage.dummy.standing[TAG].body == "Rate limit"


async def test_what_was_so_when_the_desktop_came_calls_nobody(stage: Stage, hub: ScriptedHub) -> None:
    for status in ("waiting", "failed", "done"):
        hub.rows[SessionKey("claude_code", status)] = row(status, status, 5, now_us())
    await stage.go_live()
    await stage.becomes("working")
    assert stage.dummy.diary == []


async def test_an_old_outcome_that_the_hub_comes_upon_only_now_calls_nobody(stage: Stage) -> None:
    await stage.go_live()
    hour_ago_us = now_us() - 3_600_000_000
    await stage.hub.say(row("s1", "working", 1, hour_ago_us))
    await stage.hub.say(row("s1", "failed", 1, hour_ago_us + 1))
    await until(lambda: (found := stage.cabin.hubs.row(REF)) is not None and found.status == "failed")
    await stage.becomes("working")
    assert stage.dummy.diary == []


async def test_what_happened_while_the_hub_was_away_calls_nobody(stage: Stage, hub: ScriptedHub) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await hub.stop()
    await until(lambda: stage.cabin.hubs.all()[0].phase == "away")
    hub.rows[SessionKey("claude_code", "s1")] = row("s1", "done", 1, now_us())
    await hub.start()
    await until(lambda: stage.cabin.hubs.all()[0].phase == "live")
    await stage.becomes("working")
    assert stage.dummy.diary == []


async def test_who_looks_at_the_session_is_not_called(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    stage.focused.add(REF)
    await stage.becomes("done")
    assert stage.dummy.diary == []


async def test_looking_at_the_session_takes_the_call_back(stage: Stage) -> None:
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("done")
    await until(lambda: TAG in stage.dummy.standing)
    stage.alerts.seen(REF)
    await until(lambda: not stage.dummy.standing)


async def test_a_click_asks_for_the_session(stage: Stage) -> None:
    wanted: list[SessionRef] = []
    stage.notifications.show_wanted.connect(wanted.append)
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting")
    await until(lambda: TAG in stage.dummy.standing)
    stage.dummy.press(stage.dummy.standing[TAG])
    assert wanted == [REF]


async def test_a_short_command_is_shown_whole_and_allowed_for_exactly_what_was_shown(stage: Stage) -> None:
    note = await stage.asks("git push --force")
    assert note.body == "Bash: git push --force"
    assert [button.label for button in note.buttons] == ["Allow", "Deny", "Show"]
    stage.dummy.press(note, "allow")
    await until(lambda: stage.given)
    assert [(each.request_id, each.behavior, each.digest) for each in stage.given] == [("r1", "allow", "d1")]


async def test_a_command_that_must_be_cut_shows_both_its_ends_and_cannot_be_allowed(stage: Stage) -> None:
    note = await stage.asks("echo fine " + "x" * 5000 + " && rm -rf /")
    assert note.body.startswith("Bash: echo fine xxx")
    assert note.body.endswith("&& rm -rf /")
    assert len(note.body) < 300
    assert [button.name for button in note.buttons] == ["deny", "show"]


async def test_nothing_an_agent_writes_hides_a_part_of_its_command(stage: Stage) -> None:
    note = await stage.asks("echo <b>fine</b>\u202e\nrm -rf /")
    assert note.body == "Bash: echo <b>fine</b>⟨U+202E⟩ ⏎ rm -rf /"
    assert "allow" not in [button.name for button in note.buttons]


async def test_an_answer_that_comes_faster_than_anybody_reads_only_leads_to_the_session(stage: Stage) -> None:
    wanted: list[SessionRef] = []
    stage.notifications.show_wanted.connect(wanted.append)
    note = await stage.asks("git push")
    stage.dummy.press(note, "allow", stood_ms=100)
    assert (wanted, stage.given) == ([REF], [])


async def test_a_button_of_a_request_nobody_asks_any_more_says_so_and_does_nothing(stage: Stage) -> None:
    note = await stage.asks("git push")
    stage.hub.answers[ListPending] = lambda _order: {"pending": []}
    await stage.becomes("working")
    await until(lambda: not stage.cabin.pending and not stage.dummy.standing)
    stage.dummy.press(note, "allow")
    await until(lambda: stage.dummy.standing)
    (told,) = stage.dummy.standing.values()
    assert (told.title, stage.given) == ("Already answered", [])


async def test_a_request_that_is_not_known_yet_calls_without_answers_and_gets_them_later(stage: Stage) -> None:
    stage.notifications._patience.setInterval(1)
    known = asyncio.Event()
    note = await stage.asks("git push", known)
    assert [button.name for button in note.buttons] == ["show"]
    known.set()
    stage.cabin._ask_pending(THIS_MACHINE)
    await until(lambda: len(stage.dummy.standing[TAG].buttons) == 3)
    assert stage.dummy.standing[TAG].again


async def test_what_is_replaced_gives_its_place_to_the_next_and_goes_where_that_does_not_ring(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "REPLACED_WITHIN_MS", 20)
    alert = Alert(alert_id="a", key=REF.key, kind="needs_you", title="one", body="", at_us=0, tag="t")
    stage.alerts.alerted.emit(REF, alert)
    stage.alerts.withdrawn.emit(REF, Withdraw(key=REF.key, alert_id="a", tag="t", how="replaced"))
    stage.alerts.alerted.emit(REF, msgspec.structs.replace(alert, alert_id="b", title="two"))
    assert stage.dummy.diary == [("show", f"{THIS_MACHINE}/t")] * 2
    stage.alerts.withdrawn.emit(REF, Withdraw(key=REF.key, alert_id="b", tag="t", how="replaced"))
    await until(lambda: not stage.dummy.standing)


async def test_stop_on_a_note_stops_and_a_failure_is_told(stage: Stage) -> None:
    stage.hub.answers[Stop] = lambda _order: StopResult(
        outcome="still_running", lever="tmux", evidence="", took_ms=10, survivors=["sleep (4711)"]
    )
    await stage.go_live()
    await stage.becomes("working")
    alert = Alert(
        alert_id="a", key=REF.key, kind="silent", title="s1 is silent", body="", at_us=0, tag="t",
        actions=("show", "stop"),
    )  # fmt: skip
    stage.alerts.alerted.emit(REF, alert)
    stage.dummy.press(stage.dummy.standing[f"{THIS_MACHINE}/t"], "stop")
    await until(lambda: len(stage.dummy.standing) == 2)
    told = stage.dummy.standing[f"{THIS_MACHINE}/told"]
    assert told.title == "Not stopped"
    assert "sleep (4711)" in told.body


async def test_a_note_about_several_sessions_leads_to_the_inbox(stage: Stage) -> None:
    wanted: list[bool] = []
    stage.notifications.inbox_wanted.connect(lambda: wanted.append(True))
    part = Alert(alert_id="a", key=REF.key, kind="finished", title="", body="", at_us=0)
    summary = msgspec.structs.replace(part, tag="burst", title="2 sessions finished", parts=(part, part))
    stage.alerts.alerted.emit(REF, summary)
    stage.dummy.press(stage.dummy.standing[f"{THIS_MACHINE}/burst"])
    assert wanted == [True]


async def test_a_person_may_choose_not_to_be_called(stage: Stage) -> None:
    stage.settings = msgspec.structs.replace(stage.settings, notifications_finished=False)
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("done")
    await stage.becomes("working")
    await stage.becomes("failed", reason="rate_limit")
    await until(lambda: stage.dummy.standing)
    assert [note.title.rsplit(" ", 1)[1] for note in stage.dummy.standing.values()] == ["failed"]


async def test_what_nobody_sees_is_told_the_other_way_once(stage: Stage) -> None:
    fallen: list[tuple[SessionRef, Note]] = []
    stage.notifications.fallback.connect(lambda ref, note: fallen.append((ref, note)))
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting")
    await until(lambda: stage.dummy.standing)
    note = stage.dummy.standing[TAG]
    stage.notifications.not_shown(note, "gone")
    stage.notifications.not_shown(note, "still gone")
    assert fallen == [(REF, note)]


async def test_what_comes_before_the_service_was_looked_for_waits_for_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: object) -> None:
        raise NotShown("no bus")

    monkeypatch.setattr(notifications, "open_notifier", none)
    stage.notifications._notifier = None
    fallen: list[SessionRef] = []
    stage.notifications.fallback.connect(lambda ref, _note: fallen.append(ref))
    await stage.go_live()
    await stage.becomes("working")
    await stage.becomes("waiting")
    await until(lambda: fallen)
    assert fallen == [REF]


def test_other_arguments_are_told_after_the_command_and_what_the_agent_says_about_it_is_not() -> None:
    asked = {"command": "a" * 70_000 + " && rm -rf /", "description": "List files", "run_in_background": True}
    said = cut_request(PendingRow(request_id="r", agent="a", session_id="s", tool_name="Bash", input=asked))
    assert said.endswith('&& rm -rf / · {"run_in_background":true}')
    assert "List files" not in said


@pytest.mark.parametrize("asked", [None, "plain", 7, [], {}, {"nested": {"command": ["x"] * 1000}}])
def test_whatever_is_asked_for_can_be_told(asked: object) -> None:
    request = PendingRow(request_id="r", agent="a", session_id="s", tool_name="", input=asked)
    assert len(cut_request(request)) < 400
    assert len(whole_request(request)) <= 200
