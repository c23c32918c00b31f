"""Scenes of the levers: stopping, answering, replying, starting and quitting."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtTest import QTest

from app.core import events as e
from app.core.commands import PendingRow, Stop, StopAll, Suggestion
from app.core.projections.rows import QueuedPrompt
from app.core.records import SessionKey
from app.core.stopping import StopAllResult, StopAllRow, StopResult
from app.core.tr import tr
from app.desktop.choices import Choices
from app.desktop.hub_process import HubProcess
from app.desktop.launching import Launching
from app.desktop.leaving import Leaving
from app.desktop.settling import Settling
from app.desktop.stop_all_key import StopAllKey
from app.desktop.views.stop_all_key_dialog import StopAllKeyDialog
from app.system.global_shortcut import NotOffered
from app.system.global_shortcut_dummy import DummyShortcuts
from tests.helpers import canned
from tests.helpers.canned import S
from tests.helpers.pictures.scene import Scene, afternoon
from tests.helpers.pictures.stage import Clock, Stage

_DOCS = SessionKey("claude_code", "docs-pass")

_SMALL = (760, 560)
"""Where a dialog is what is looked at, the window behind it need not be large."""

_LISTED = (
    StopAllRow(
        agent="claude_code", session_id=canned.SHOP.session_id, title="Make the login redirect keep its query string",
        cwd="/home/ada/src/shop", status="working", lever="hook",
        sentence="Stops before the next tool; the sentence being written still finishes.",
    ),
    StopAllRow(
        agent="claude_code", session_id="docs-pass", title="docs pass", cwd="/home/ada/src/handbook",
        status="working", lever="tmux", sentence="Presses Escape in tmux pane %2: stops at once.",
    ),
    StopAllRow(
        agent="claude_code", session_id="api-pagination", title="api pagination", cwd="/home/ada/src/api",
        status="working", lever="hook", why_not="it is not connected, and runs outside tmux",
    ),
)  # fmt: skip

_OUTCOMES = {
    canned.SHOP.session_id: StopResult(outcome="stopped", lever="hook", evidence="its registry says idle", took_ms=900),
    "docs-pass": StopResult(outcome="still_running", took_ms=10_000, survivors=("node server.js (pid 4712)",)),
}


# ── stopping ──


async def _stop_menu(stage: Stage) -> None:
    await afternoon(stage)
    stage.window.session.header.stop.open_menu()
    await stage.settle()


async def _stop_all(stage: Stage) -> None:
    stage.hub.answers[StopAll] = lambda order: StopAllResult(level=order.level, sessions=_LISTED)
    stage.hub.answers[Stop] = lambda order: _OUTCOMES[order.session_id]
    await afternoon(stage, *_SMALL)
    dialog = stage.window.open_stop_all()
    assert dialog is not None
    await stage.settle(lambda: dialog.summary.text() != tr("Looking…"))


async def _stop_all_told(stage: Stage) -> None:
    await _stop_all(stage)
    dialog = stage.window.open_stop_all()
    assert dialog is not None
    dialog.stop.click()
    await stage.settle(lambda: all(line.outcome is not None for line in dialog.lines if line.is_chosen))


async def _stop_all_key(stage: Stage) -> None:
    await afternoon(stage, *_SMALL)
    refusal = NotOffered("This desktop offers no global shortcuts to programs.")
    key = StopAllKey(_choices(stage), stage.window, DummyShortcuts(refusal=refusal).hold)
    StopAllKeyDialog(key, "/opt/signalcabin/bin/signalcabin open --stop-all", stage.window).open()
    key.choose(True)
    await stage.settle(lambda: key.state == "missing")


# ── starting, replying, quitting ──


async def _launch(stage: Stage) -> None:
    await afternoon(stage, *_SMALL)
    dialog = Launching(stage.window, stage.cabin).open()
    QTest.keyClicks(dialog.prompt, "Make the upload test deterministic. Find out first why it fails on Mondays.")
    await stage.settle()


async def _reply(stage: Stage) -> None:
    canned.fill(stage.hub, Clock.now_us)
    queued = QueuedPrompt(prompt_id="p1", text="Then also add a test for an address that leaves the site.")
    row = stage.hub.rows[canned.SHOP]
    stage.hub.rows[canned.SHOP] = msgspec.structs.replace(row, queued=(queued,))
    await stage.open(900, 600)
    await stage.select(canned.SHOP.session_id)
    stage.window.session.reply.open()
    QTest.keyClicks(stage.window.session.reply.field, "And mention it in the changelog")
    await stage.settle()


async def _quit(stage: Stage) -> None:
    canned.fill(stage.hub, Clock.now_us)
    for key in (canned.SHOP, _DOCS, SessionKey("claude_code", "changelog")):
        stage.hub.rows[key] = msgspec.structs.replace(stage.hub.rows[key], launched=True)
    stage.hub.answers[Stop] = lambda order: StopResult(
        outcome="stopped", evidence="its process is gone", took_ms=400, resume=f"claude --resume {order.session_id}"
    )
    await stage.open(*_SMALL)
    await stage.select(canned.SHOP.session_id)
    real, HubProcess.started_here = HubProcess.started_here, True  # type: ignore[method-assign,assignment]
    try:
        Leaving(stage.window, stage.cabin, _choices(stage)).quit()
    finally:
        HubProcess.started_here = real  # type: ignore[method-assign]
    await stage.settle()


async def _quit_told(stage: Stage) -> None:
    from app.desktop.views.quit_dialog import QuitDialog

    await _quit(stage)
    dialog = stage.window.findChild(QuitDialog)
    dialog.stop.click()
    await stage.settle(lambda: dialog.go.isEnabled())


def _choices(stage: Stage) -> Choices:
    return Choices(stage.hub.socket.parent / "settings.toml")


# ── answering ──

_QUESTIONS = {
    "questions": [
        {
            "question": "Which index should the orders table get?",
            "header": "Index",
            "options": [
                {"label": "B-tree on (customer, placed_at)", "description": "Serves the list page; costs 40 MB."},
                {"label": "BRIN on placed_at", "description": "Tiny, serves ranges of days only."},
                {"label": "None yet", "description": "Measure first."},
            ],
        }
    ]
}

_PLAN = """\
# Move the orders table to the new schema

1. Add the new columns, **nullable**, in one migration.
2. Fill them in batches of 5,000 rows; `orders_backfill.py` can be stopped and goes on where it was.
3. Switch reads, then writes, each behind a flag.
4. Drop the old columns a week later.

Nothing is locked for longer than 200 ms.
"""


async def _asked(stage: Stage, session_id: str, request: PendingRow, said: str, more: str = "") -> None:
    """A session whose last words lead to what it asks for, told as the agent tells it: the call, then the request."""
    key = SessionKey("claude_code", session_id)
    canned.fill(stage.hub, Clock.now_us)
    row = stage.hub.rows[key]
    stage.hub.rows[key] = msgspec.structs.replace(row, pending=(request.request_id,), waiting_on=request.kind)
    stage.hub.pending.append(msgspec.structs.replace(request, asked_at_us=Clock.now_us - 40 * S))
    start = Clock.now_us - 100 * S
    told: tuple[tuple[float, e.AnyEvent], ...] = (
        (0, e.SessionStarted(how="startup", cwd=row.cwd, model="claude-opus-4-5")),
        (1, e.TurnStarted(turn_id="q1", prompt="Make the order list fast again.")),
        (9, e.MessageWritten(block_id="q-m1", text=said, turn_id="q1")),
        (59, e.ToolCallStarted(tool_call_id="q-t1", name=request.tool_name, input=request.input, turn_id="q1")),
        (60, e.PermissionRequested(
            request_id=request.request_id, tool_name=request.tool_name, input=request.input, kind=request.kind,
            turn_id="q1",
        )),
    )  # fmt: skip
    for seconds, event in told:
        stage.hub.record(key, event, start + int(seconds * S))
    await stage.open(960, 640)
    await stage.select(session_id)
    await stage.settle(lambda: stage.window.session.permission.takes_answers)


def _request(kind: str, tool_name: str, asked: Any, **more: Any) -> PendingRow:
    return PendingRow(
        request_id="q-1", agent="claude_code", session_id="migrate-db", kind=kind, tool_name=tool_name, input=asked,
        digest="0123456789abcdef", **more,
    )  # fmt: skip


async def _question(stage: Stage) -> None:
    asked = _request("question", "AskUserQuestion", _QUESTIONS)
    await _asked(stage, "migrate-db", asked, "The list reads 2.1 M rows. An index would help; which one is a choice.")
    form = stage.window.session.permission.body.form
    assert form is not None
    form.groups[0].options[0].click()
    await stage.settle()


async def _plan(stage: Stage) -> None:
    asked = _request("plan", "ExitPlanMode", {"plan": _PLAN})
    await _asked(
        stage, "migrate-db", asked, "I looked at the table and at who reads it. This is how I would go about it."
    )


_MIGRATION = {
    "command": "psql warehouse -f migrations/0042_orders_index.sql && psql warehouse -c 'ANALYZE orders'",
    "description": "Build the index and refresh the statistics",
}
_OFFERS = (
    Suggestion(words="Allow every psql command in this project"),
    Suggestion(words="Edit without asking until it ends"),
)


async def _permission_ways(stage: Stage) -> None:
    asked = _request("permission", "Bash", _MIGRATION, suggestions=_OFFERS)
    await _asked(stage, "migrate-db", asked, "The migration is written. **Running** it now.")
    panel = stage.window.session.permission
    panel.open()
    await stage.settle()


async def _permission_edited(stage: Stage) -> None:
    asked = _request("permission", "Bash", _MIGRATION, suggestions=_OFFERS)
    await _asked(stage, "migrate-db", asked, "The migration is written. **Running** it now.")
    panel = stage.window.session.permission
    panel._edit()
    panel.what.selectAll()
    QTest.keyClicks(panel.what, "psql warehouse_copy -f migrations/0042_orders_index.sql")
    await stage.settle()


async def _settings(stage: Stage) -> None:
    await afternoon(stage)
    Settling(stage.window, stage.cabin, _choices(stage), {}).open()
    await stage.settle()


async def _settings_found(stage: Stage) -> None:
    await afternoon(stage)
    dialog = Settling(stage.window, stage.cabin, _choices(stage), {}).open()
    dialog.search.setText("quiet")
    await stage.settle()


async def _nothing_said(stage: Stage) -> None:
    key = SessionKey("claude_code", "just-begun")
    canned.fill(stage.hub, Clock.now_us)
    stage.hub.rows[key] = canned.row("just-begun", "idle", 30, Clock.now_us, turns=0, title="", launched=False)
    await stage.open(900, 600)
    await stage.select("just-begun")


def lever_scenes() -> list[Scene]:
    """All of them."""
    return [
        Scene("stop-menu", _stop_menu),
        Scene("stop-all", _stop_all),
        Scene("stop-all-told", _stop_all_told, themes=("dark",)),
        Scene("stop-all-key", _stop_all_key),
        Scene("launch", _launch),
        Scene("settings", _settings),
        Scene("settings-found", _settings_found, themes=("dark",)),
        Scene("reply-queued", _reply),
        Scene("quit", _quit),
        Scene("quit-told", _quit_told, themes=("light",)),
        Scene("question", _question),
        Scene("plan", _plan),
        Scene("permission-ways", _permission_ways),
        Scene("permission-edited", _permission_edited),
        Scene("nothing-said", _nothing_said),
    ]
