"""What pictures are taken of: every recording with a golden, and the window as people meet it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QMenu

from app.agents import adapters
from app.core.commands import HowToReply
from app.core.projections import alert_words as said
from app.core.projections.alerts import AlertKind, Digest
from app.core.replying import ReplyWay
from app.core.tr import tr
from app.desktop import agent_setup
from app.desktop.agent_setup import AgentState
from app.desktop.cabin import THIS_MACHINE
from app.desktop.calls import Calls
from app.desktop.models.hubs import SessionRef
from app.settings import Settings
from app.system.agents_installed import Installed
from app.system.config_files import ConnectPlan, plan_connect
from app.system.paths import DataPaths
from tests.helpers import canned
from tests.helpers.output_story import StoryTranscript, story
from tests.helpers.pictures.icon_sheet import IconSheet
from tests.helpers.pictures.lever_scenes import lever_scenes
from tests.helpers.pictures.scene import ALL, Play, Scene, afternoon
from tests.helpers.pictures.stage import Clock, Stage
from tests.helpers.recordings import RECORDINGS, deliveries_of
from tests.helpers.told_alerts import ToldAlerts

GOLDEN = Path(__file__).parents[2] / "golden"
_TALLEST_PX = 1200
_VERSION = "2.1.197"

# ── recordings ──


def recordings_with_goldens() -> list[Path]:
    """Every recording whose projections are kept."""
    found = sorted(RECORDINGS.glob("*/*.jsonl"))
    return [file for file in found if (GOLDEN / file.parent.name / f"{file.stem}.json").exists()]


def _recording(file: Path) -> Scene:
    async def play(stage: Stage) -> None:
        records = stage.play(deliveries_of(file))
        await stage.open(960, 600)
        busiest = Counter(record.key for record in records if record.key in stage.hub.rows).most_common(1)[0][0]
        await stage.select(busiest.session_id, busiest.agent)
        await _grow(stage)

    return Scene(f"{file.parent.name}-{file.stem}", play)


async def _grow(stage: Stage) -> None:
    """Make the window as high as what there is to read, within reason."""
    bar = stage.window.session.output.verticalScrollBar()
    for _ in range(4):  # what comes into sight is measured anew
        if not bar.maximum():
            return
        stage.window.resize(stage.window.width(), min(_TALLEST_PX, stage.window.height() + bar.maximum()))
        await stage.settle()


# ── the window on an afternoon's work ──


async def _roster(stage: Stage) -> None:
    await afternoon(stage, 1280, 800)


async def _small(stage: Stage) -> None:
    await afternoon(stage)


async def _tiny(stage: Stage) -> None:
    await afternoon(stage, 560, 400)


async def _permission(stage: Stage) -> None:
    canned.deploy(stage.hub, Clock.now_us)
    await afternoon(stage, 1120, 720, "deploy-script")


async def _failed(stage: Stage) -> None:
    canned.lint(stage.hub, Clock.now_us)
    await afternoon(stage, 1120, 720, "lint")


async def _find(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.activateWindow()
    stage.window.actions_by_name["find"].trigger()
    bar = stage.window.session.find_bar
    bar.field.setText("redirect")
    await stage.settle(lambda: any(letter.isdigit() for letter in bar.count.text()))


async def _timeline_zoomed(stage: Stage) -> None:
    await afternoon(stage, 1120, 720)
    timeline = stage.window.session.timeline
    timeline.setFocus()
    timeline.zoom_at(timeline.width() * 0.62, 4.0)
    await stage.settle()


async def _overview(stage: Stage) -> None:
    canned.fill(stage.hub, Clock.now_us)
    canned.past(stage.hub)
    await stage.open(1120, 720)
    await stage.select(canned.SHOP.session_id)
    stage.window.actions_by_name["overview"].trigger()
    ref = stage.window.roster.current()
    assert ref is not None
    await stage.settle(lambda: len(stage.cabin.signals.of(ref).stretches) > 3)


async def _overview_legend(stage: Stage) -> None:
    await _overview(stage)
    stage.window.overview.open_legend()
    await stage.settle()


async def _palette(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.open_palette().field.setText("re")
    await stage.settle()


async def _shortcuts(stage: Stage) -> None:
    await afternoon(stage, 1120, 720)
    stage.window.open_shortcuts()
    await stage.settle()


async def _menu(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.start_page.set_agents([_installed(connected=True)])
    stage.window.open_menu()
    menu = next(each for each in stage.app.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())
    look = next(action for action in menu.actions() if action.menu() is not None)
    menu.setActiveAction(look)
    look.menu().popup(menu.mapToGlobal(menu.actionGeometry(look).topRight()))
    await stage.settle()


async def _armed(stage: Stage) -> None:
    canned.fill(stage.hub, Clock.now_us)
    row = stage.hub.rows[canned.SHOP]
    armed = "stops before its next tool; Bash “pytest -q tests/views” runs to its end first"
    stage.hub.rows[canned.SHOP] = msgspec.structs.replace(row, armed=armed)
    await stage.open(900, 600)
    await stage.select(canned.SHOP.session_id)


async def _reply(stage: Stage) -> None:
    way = ReplyWay(how="wake", sentence="wakes it now; it reads the message as a note, not as an approval")
    stage.hub.answers[HowToReply] = lambda command: way
    await afternoon(stage, session="changelog")
    stage.window.session.reply.open()
    stage.window.session.reply.field.setPlainText("Now add the release date.")
    await stage.settle()


async def _hub_away(stage: Stage) -> None:
    await afternoon(stage)
    assert stage.link is not None
    stage.link.go_away("no hub is running")
    await stage.settle()
    Clock.now_us += 75_000_000
    stage.window._tick()
    await stage.settle()


async def _all_quiet(stage: Stage) -> None:
    canned.fill(stage.hub, Clock.now_us)
    quiet = ("done", "idle", "ended", "interrupted")
    stage.hub.rows = {key: row for key, row in stage.hub.rows.items() if row.status in quiet}
    stage.hub.pending = []
    await stage.open(900, 600)


async def _nothing_found(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.roster.search.setText("zebra")
    await stage.settle()


# ── first meeting ──


def _installed(connected: bool = False, version: str = _VERSION, problem: str = "") -> AgentState:
    program = Installed(agent="claude_code", program="/usr/local/bin/claude", version=version)
    return AgentState("claude_code", "Claude Code", program, connected=connected, problem=problem)


def _start_page(*states: AgentState) -> Play:
    async def play(stage: Stage) -> None:
        await stage.open(1120, 720)
        stage.window.start_page.set_agents(list(states))
        await stage.settle()

    return play


async def _looking(stage: Stage) -> None:
    await stage.open(1120, 720)


async def _connect_offer(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.notice_strip.say(
        tr("{agent} is not connected: its words come late, and no lever waits at its next tool.").format(
            agent="Claude Code"
        ),
        signal="ended",
        offers=((tr("Connect…"), lambda: None), (tr("Not now"), lambda: None)),
    )
    await stage.settle()


def _plan(agent: str, paths: DataPaths, *, connect: bool = True, wake: bool | None = None) -> ConnectPlan:
    return plan_connect(adapters()[agent], paths, "/home/ada/.claude", _VERSION)


async def _connect_dialog(stage: Stage) -> None:
    from app.desktop.views.connect_dialog import ConnectDialog

    await stage.open(1120, 720)
    stage.window.start_page.set_agents([_installed()])
    real, agent_setup.plan = agent_setup.plan, _plan
    try:
        dialog = ConnectDialog("claude_code", "Claude Code", stage.paths, parent=stage.window)
        dialog.open()
        while dialog._tasks._running:
            await stage.settle()
        await stage.settle()
    finally:
        agent_setup.plan = real


async def _add_hub(stage: Stage) -> None:
    from app.desktop.views.add_hub import AddHubDialog

    await afternoon(stage)
    AddHubDialog(set(), stage.window).open()
    await stage.settle()


async def _icons(stage: Stage) -> None:
    await stage.open(1100, 600)
    sheet = IconSheet(stage.window)
    stage.window.resize(sheet.size())
    sheet.show()
    await stage.settle()


# ── what called ──


async def _calls(stage: Stage) -> Calls:
    """The window on an afternoon's work, and nothing that called."""
    calls = Calls(stage.window, stage.cabin, ToldAlerts(), Settings)  # type: ignore[arg-type]
    await afternoon(stage, 800, 600)
    return calls


async def _inbox_empty(stage: Stage) -> None:
    (await _calls(stage)).open_inbox()
    await stage.settle()


async def _called(stage: Stage) -> Calls:
    """An hour in which some called, and some of that was dealt with."""
    calls = await _calls(stage)
    told: list[tuple[int, str, AlertKind, dict[str, str]]] = [
        (3700, "lint", "failed", {"how": "seen"}),
        (2900, "migrate-db", "needs_you", {"how": "answered"}),
        (1500, canned.SHOP.session_id, "silent", {"how": "moved_on"}),
        (540, "changelog", "finished", {"muted": "quiet_hours"}),
        (190, "migrate-db", "needs_you", {}),
        (40, "deploy-script", "needs_you", {"request_id": "req-1"}),
    ]
    says = {"needs_you": said.asking_words, "failed": said.failure_words, "finished": said.finished_words}
    for ago_s, session, kind, more in told:
        ref, how = SessionRef(THIS_MACHINE, "claude_code", session), more.pop("how", "")
        row = stage.hub.rows[ref.key]
        body = said.silent_words(row, 10) if kind == "silent" else says[kind](row)
        at_us = Clock.now_us - ago_s * 1_000_000
        entry = calls.alerts.tell(ref, kind, said.title_of(kind, row), at_us, body, **more)  # type: ignore[attr-defined]
        if how:
            calls.alerts.become(entry, how)  # type: ignore[attr-defined]
    await stage.settle()
    return calls


async def _inbox(stage: Stage) -> None:
    dialog = (await _called(stage)).open_inbox()
    dialog.all.click()
    await stage.settle(lambda: dialog.request.isVisible())


async def _inbox_digest(stage: Stage) -> None:
    calls = await _called(stage)
    open_ones = tuple(entry.alert for entry in calls.alerts.entries() if entry.is_open)
    title, body = said.digest_words("returned", open_ones, 3)
    since_us = Clock.now_us - 2 * 3600 * 1_000_000
    calls.missed = Digest(why="returned", title=title, body=body, since_us=since_us, at_us=Clock.now_us)
    calls.alerts.hush(45)
    calls.open_inbox()
    await stage.settle()


async def _roster_numbered(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.roster.list.show_numbers(True)
    await stage.settle()


# ── the event table, and every kind of card ──


async def _event_table(stage: Stage) -> None:
    (file,) = RECORDINGS.glob("claude_code/*-print-many-tools.jsonl")
    stage.play(deliveries_of(file))
    await stage.open(1120, 720)
    stage.window.session.toggle_events()
    events = stage.window.session.events
    await stage.settle(lambda: events.model.rowCount() > 100 and "102" in events.count.text())
    events.grid.setCurrentIndex(events.model.index(4, 0))
    await stage.settle(lambda: "parentUuid" in events.raw.text.toPlainText())


def _cards(zoom: float) -> Play:
    async def play(stage: Stage) -> None:
        blocks = story()
        # Before anything is shown: every second the window looks at its clock again.
        Clock.now_us = max(block.at_us for block in blocks) + 12_000_000
        canned.fill(stage.hub, Clock.now_us)
        await stage.open(1180, 900)
        output = stage.window.session.output
        stage.window.session.timeline.hide()
        stage.window.roster.hide()
        output.set_transcript(StoryTranscript(blocks))
        output.set_zoom(zoom)
        await _grow(stage)
        stage.window.resize(stage.window.width(), round(2000 * zoom) if zoom < 1.5 else 2600)
        await stage.settle()

    return play


def scenes() -> list[Scene]:
    """All of them."""
    return [
        Scene("icons", _icons, themes=("light",)),
        Scene("start-looking", _looking, themes=("light",)),
        Scene("start-installed", _start_page(_installed()), themes=ALL),
        Scene("start-connected", _start_page(_installed(connected=True))),
        Scene("start-not-installed", _start_page(AgentState("claude_code", "Claude Code", None))),
        Scene("connect-offer", _connect_offer),
        Scene("connect-dialog", _connect_dialog, themes=ALL),
        Scene("add-hub", _add_hub),
        Scene("roster", _roster, themes=ALL),
        Scene("roster-2x", _small, themes=("light",), ratio=2),
        Scene("roster-large-text", _roster, text_scale=2.0),
        Scene("roster-small", _small),
        Scene("roster-tiny", _tiny, themes=("light",)),
        Scene("roster-nothing-found", _nothing_found, themes=("light",)),
        Scene("all-quiet", _all_quiet),
        Scene("permission", _permission, themes=ALL),
        Scene("permission-from-the-right", _permission, themes=("light",), from_the_right=True),
        Scene("permission-large-text", _permission, themes=("light",), text_scale=2.0),
        Scene("failed", _failed),
        Scene("armed", _armed),
        Scene("reply", _reply),
        Scene("reply-large-text", _reply, themes=("light",), text_scale=2.0),
        Scene("find", _find),
        Scene("timeline-zoomed", _timeline_zoomed, themes=ALL),
        Scene("overview", _overview, themes=ALL),
        Scene("overview-legend", _overview_legend),
        Scene("event-table", _event_table, themes=ALL),
        Scene("palette", _palette, themes=ALL),
        Scene("palette-from-the-right", _palette, themes=("light",), from_the_right=True),
        Scene("shortcuts", _shortcuts, themes=ALL),
        Scene("shortcuts-large-text", _shortcuts, themes=("light",), text_scale=2.0),
        Scene("menu", _menu),
        Scene("inbox-empty", _inbox_empty),
        Scene("inbox", _inbox, themes=ALL),
        Scene("inbox-large-text", _inbox, themes=("light",), text_scale=2.0),
        Scene("inbox-from-the-right", _inbox, themes=("light",), from_the_right=True),
        Scene("inbox-digest", _inbox_digest),
        Scene("roster-numbered", _roster_numbered, themes=("light",)),
        *lever_scenes(),
        Scene("hub-away", _hub_away),
        Scene("cards", _cards(1.0), themes=ALL),
        Scene("cards-large", _cards(2.0), themes=("light",)),
        *(_recording(file) for file in recordings_with_goldens()),
    ]
