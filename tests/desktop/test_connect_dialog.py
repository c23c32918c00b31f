"""Checks of ``app.desktop.views.connect_dialog`` and the page that leads to it, on files of the test's own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtWidgets import QApplication

from app.desktop import agent_setup
from app.desktop.agent_setup import AgentState
from app.desktop.views.connect_dialog import ConnectDialog
from app.desktop.views.start_page import CommandLine, StartPage
from app.system.agents_installed import Installed
from app.system.paths import DataPaths
from tests.desktop.conftest import until

HERE = Installed(agent="claude_code", program="/bin/claude", version="2.1.197")


@pytest.fixture
def claude(_own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed Claude Code that has settings of its own; gives their path."""
    monkeypatch.setattr(agent_setup, "find_agent", lambda _agent: HERE)
    settings = _own_home / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{\n  "model": "opus"\n}\n')
    return settings


@pytest_asyncio.fixture
async def dialog(claude: Path, paths: DataPaths) -> AsyncIterator[ConnectDialog]:
    made = ConnectDialog("claude_code", "Claude Code", paths)
    made.show()
    yield made
    await made._tasks.close()
    made.deleteLater()


async def test_it_shows_the_exact_change_and_writes_nothing_yet(dialog: ConnectDialog, claude: Path) -> None:
    before = claude.read_bytes()
    await until(dialog.write.isEnabled)
    shown = dialog.diff.toPlainText()
    assert f"+++ {claude}" in shown
    assert '+    "PreToolUse"' in shown
    assert "hooks are added to" in dialog.about.text()
    assert claude.read_bytes() == before


async def test_the_button_writes_what_was_shown_and_keeps_the_rest(
    dialog: ConnectDialog, claude: Path, paths: DataPaths
) -> None:
    done: list[str] = []
    dialog.done_well.connect(done.append)
    await until(dialog.write.isEnabled)
    dialog.write.click()
    await until(lambda: done, patience_s=60)
    written = json.loads(claude.read_text())
    assert written["model"] == "opus"
    assert "PreToolUse" in written["hooks"]
    assert paths.relay.exists()
    assert not dialog.isVisible()


async def test_disconnecting_gives_the_file_back_byte_for_byte(claude: Path, paths: DataPaths) -> None:
    before = claude.read_bytes()
    agent_setup.carry_out(agent_setup.plan("claude_code", paths), paths)
    assert claude.read_bytes() != before
    dialog = ConnectDialog("claude_code", "Claude Code", paths, connect=False)
    await until(dialog.write.isEnabled)
    assert dialog.write.text() == "Take the hooks out"
    dialog.write.click()
    await until(lambda: claude.read_bytes() == before)
    await dialog._tasks.close()
    dialog.deleteLater()


async def test_leaving_changes_nothing(dialog: ConnectDialog, claude: Path) -> None:
    before = claude.read_bytes()
    await until(dialog.write.isEnabled)
    dialog.leave.click()
    assert claude.read_bytes() == before


async def test_settings_that_do_not_parse_are_refused_with_the_reason(claude: Path, paths: DataPaths) -> None:
    claude.write_text('{"model": ')
    dialog = ConnectDialog("claude_code", "Claude Code", paths)
    await until(lambda: dialog.about.text().startswith("Nothing was changed."))
    assert not dialog.write.isEnabled()
    assert claude.read_text() == '{"model": '
    await dialog._tasks.close()
    dialog.deleteLater()


async def test_a_file_that_changed_meanwhile_is_not_written_over(dialog: ConnectDialog, claude: Path) -> None:
    await until(dialog.write.isEnabled)
    claude.write_text('{"model": "sonnet"}')
    dialog.write.click()
    await until(lambda: dialog.about.text().startswith("Nothing was changed."), patience_s=60)
    assert claude.read_text() == '{"model": "sonnet"}'


async def test_being_connected_already_leaves_nothing_to_write(claude: Path, paths: DataPaths) -> None:
    agent_setup.carry_out(agent_setup.plan("claude_code", paths), paths)
    dialog = ConnectDialog("claude_code", "Claude Code", paths)
    await until(lambda: "connected already" in dialog.about.text())
    assert not dialog.write.isEnabled()
    await dialog._tasks.close()
    dialog.deleteLater()


async def test_waking_is_off_until_it_is_ticked_and_then_shown_before_it_is_written(
    dialog: ConnectDialog, claude: Path
) -> None:
    await until(dialog.write.isEnabled)
    assert not dialog.wake.isChecked() and "asyncRewake" not in dialog.diff.toPlainText()
    assert "never as your approval" in dialog.wake.accessibleDescription()
    dialog.wake.click()
    assert not dialog.write.isEnabled()
    await until(dialog.write.isEnabled)
    assert dialog.wake.isChecked() and "asyncRewake" in dialog.diff.toPlainText()
    dialog.write.click()
    await until(lambda: "asyncRewake" in claude.read_text(), patience_s=60)


async def test_a_connection_that_wakes_can_be_changed_back(claude: Path, paths: DataPaths) -> None:
    agent_setup.carry_out(agent_setup.plan("claude_code", paths, wake=True), paths)
    (state,) = agent_setup.look(paths)
    assert (state.connected, state.wake) == (True, True)
    dialog = ConnectDialog("claude_code", "Claude Code", paths)
    await until(lambda: "connected already" in dialog.about.text())
    assert dialog.wake.isChecked()
    dialog.wake.click()
    await until(dialog.write.isEnabled)
    assert dialog.about.text().startswith("2 hooks are taken out of ")
    dialog.write.click()
    await until(lambda: "asyncRewake" not in claude.read_text(), patience_s=60)
    assert agent_setup.look(paths)[0].connected
    await dialog._tasks.close()
    dialog.deleteLater()


async def test_taking_the_hooks_out_asks_nothing_about_waking(claude: Path, paths: DataPaths) -> None:
    dialog = ConnectDialog("claude_code", "Claude Code", paths, connect=False)
    assert not dialog.wake.isVisibleTo(dialog)
    await dialog._tasks.close()
    dialog.deleteLater()


def test_looking_tells_what_is_here_and_whether_it_is_connected(
    claude: Path, paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    (state,) = agent_setup.look(paths)
    assert (state.title, state.connected) == ("Claude Code", False)
    agent_setup.carry_out(agent_setup.plan("claude_code", paths), paths)
    (state,) = agent_setup.look(paths)
    assert state.connected
    monkeypatch.setattr(agent_setup, "find_agent", lambda _agent: None)
    (state,) = agent_setup.look(paths)
    assert state.installed is None


# ── the page that leads here ──


def test_an_agent_that_is_not_connected_gets_one_button(qapp: QApplication) -> None:
    page, wanted = StartPage(), []
    page.connect_wanted.connect(lambda agent, title: wanted.append((agent, title)))
    page.set_agents([AgentState("claude_code", "Claude Code", HERE)])
    (card,) = page.cards
    assert card.button is not None
    card.button.click()
    assert wanted == [("claude_code", "Claude Code")]


def test_a_connected_but_quiet_agent_gets_the_exact_command_to_try(qapp: QApplication) -> None:
    page = StartPage()
    page.set_agents([AgentState("claude_code", "Claude Code", HERE, connected=True)])
    (line,) = page.cards[0].findChildren(CommandLine)
    line.copy.click()
    assert QApplication.clipboard().text() == line.command == "claude"


def test_an_agent_that_is_missing_gets_the_way_to_install_it(qapp: QApplication) -> None:
    page = StartPage()
    page.set_agents([AgentState("claude_code", "Claude Code", None)])
    (line,) = page.cards[0].findChildren(CommandLine)
    assert line.command == "npm install -g @anthropic-ai/claude-code"
