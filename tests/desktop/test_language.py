"""The window speaks the person's language: English by itself, Chinese wholly, and leaves no word untranslated."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.core import sentences
from app.core.figures import amount
from app.core.projections.rows import SessionRow
from app.core.sentences import in_your_words
from app.core.tr import plural, speak, tr
from app.desktop import language, words
from app.hub.levers import Sight, levers_of
from app.system.processes import ProcessId, ProcessInfo
from app.system.terminals import Place

ROOT = Path(__file__).parents[2]
S = 1_000_000
NOON_US = 1_763_726_400 * S
"""Friday 21 November 2025, 12:00 UTC."""


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    yield
    speak(None)
    sentences.know(())
    QLocale.setDefault(before)
    for each in qapp.findChildren(QTranslator):
        qapp.removeTranslator(each)
        each.deleteLater()


def the_system_speaks(monkeypatch: pytest.MonkeyPatch, *languages: str) -> None:
    class System:
        @staticmethod
        def uiLanguages() -> list[str]:
            return list(languages)

    monkeypatch.setattr(QLocale, "system", staticmethod(System))


@pytest.mark.parametrize(
    ("languages", "spoken"),
    [
        (("en-US", "en"), "en"),
        (("zh-Hans-CN", "zh-CN", "zh"), "zh_CN"),
        (("zh-Hans-SG", "zh-SG"), "zh_CN"),
        (("zh-Hant-TW", "zh-TW"), "en"),
        (("fr-FR", "fr", "zh-Hans-CN"), "zh_CN"),
        (("fr-FR", "fr", "en-GB", "zh-Hans-CN"), "en"),
        (("C",), "en"),
        ((), "en"),
    ],
)
def test_the_first_of_the_persons_languages_that_is_known_is_spoken(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, languages: tuple[str, ...], spoken: str
) -> None:
    the_system_speaks(monkeypatch, *languages)
    assert language.choose(qapp, "system") == spoken


def test_what_was_chosen_is_spoken_whatever_the_system_speaks(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_system_speaks(monkeypatch, "fr-FR")
    assert language.choose(qapp, "zh_CN") == "zh_CN"
    assert tr("Find session…") == "查找会话…"


def test_for_english_no_catalogue_is_read(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    the_system_speaks(monkeypatch, "en-US")
    monkeypatch.setattr(language, "catalogues", lambda: pytest.fail("looked for catalogues"))
    assert language.choose(qapp, "system") == "en"
    assert tr("Find session…") == "Find session…"


@pytest.mark.expects_warnings
def test_a_catalogue_that_cannot_be_read_leaves_english(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "signalcabin_zh_CN.qm").write_bytes(b"no catalogue")
    monkeypatch.setattr(language, "catalogues", lambda: tmp_path)
    assert language.choose(qapp, "zh_CN") == "en"
    assert tr("Stop") == "Stop"


def test_chinese_writes_dates_numbers_and_counts_its_own_way(qapp: QApplication) -> None:
    language.choose(qapp, "zh_CN")
    assert words.moment(NOON_US).startswith("2025年11月21日 周五 ")
    assert (words.ago(NOON_US - 180 * S, NOON_US), words.age(NOON_US - 12 * S, NOON_US)) == ("3 分钟前", "12 秒")
    assert (amount(1_200_000), amount(9_999), words.money(1234.5)) == ("120 万", "9999", "$1,234.50")
    assert [plural("%n sessions", "%n session", count) for count in (1, 2, 12_345)] == [
        "1 个会话",
        "2 个会话",
        "12,345 个会话",
    ]


def test_chinese_says_a_status_with_where_it_is_known_from(qapp: QApplication) -> None:
    language.choose(qapp, "zh_CN")
    row = SessionRow(
        agent="claude_code", session_id="s", status="waiting", status_source="hook", doing="allow “git push”?",
        status_at_us=NOON_US - 40 * S, last_at_us=NOON_US - S,
    )  # fmt: skip
    assert words.status_sentence(row, NOON_US) == "等待你 40 秒 · 允许“git push”？ · 钩子 1 秒前"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("process gone (pid 7), 2 of 2 processes below it ended", "进程已不在（pid 7）、其下 2 个进程中有 2 个已结束"),
        (
            "it does not work now: idle, hook 12 s ago",
            "它现在没有工作：空闲、钩子 12 秒前",
        ),
        (
            "Stops before the next tool; the sentence being written still finishes. Its subagents (Explore) first.",
            "在下一个工具之前停止；正在写的句子会写完。先停止其子智能体（Explore）。",
        ),
        ("Kills claude (pid 7) at once; nothing is saved or said.", "立即强制终止 claude (pid 7)；不保存，也不留言。"),
        ("Some agent's own words; they stay.", "Some agent's own words; they stay."),
    ],
)
def test_what_a_hub_says_in_english_is_read_in_chinese(qapp: QApplication, said: str, shown: str) -> None:
    language.choose(qapp, "zh_CN")
    assert in_your_words(said) == shown


def test_a_text_of_qts_own_is_chinese_too(qapp: QApplication) -> None:
    language.choose(qapp, "zh_CN")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.slow
def test_no_word_of_the_windows_own_is_left_untranslated_in_any_scene() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.languages"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": "UTC", "HOME": "/home/ada"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout)
    assert len(found) > 40
    assert {scene: faults for scene, faults in found.items() if faults} == {}


LEFT_AS_THEY_ARE = {"claude", "pytest", "sh", "pid", "tmux", "main", "Bash", "git", "push", "Explore", "Esc"}


def everything_a_hub_can_say_of_stopping() -> set[str]:
    """Every lever's sentence, or why it is not there, for each sight of a session there can be."""
    claude, child = (
        ProcessInfo(id=ProcessId(pid, 1), parent=1, name=name, uid=1000) for name, pid in (("claude", 7), ("pytest", 8))
    )
    row = SessionRow(agent="claude_code", session_id="s", status="idle", status_source="hook", status_at_us=NOON_US)
    said = set()
    for at_work, rests, hooked, streams, print_mode, began, alone in itertools.product((False, True), repeat=7):
        for agent, waits in itertools.product((claude, None), (False, True)):
            sight = Sight(
                row=msgspec.structs.replace(row, status="waiting" if waits else row.status), now_us=NOON_US + 12 * S,
                at_work=at_work, conversation_rests=rests, hooked=hooked, streams=streams, print_mode=print_mode,
                output_began=began, agent=agent, below=() if alone else (child,),
                subagents=("Explore",), asks=() if alone else ("Bash “git push”",),
                place=Place(name="tmux pane %1 (main:0.0)"),
            )  # fmt: skip
            said |= {text for lever in levers_of(sight).levers for text in (lever.sentence, lever.why_not) if text}
    return said


def test_all_a_hub_says_of_its_levers_is_read_in_chinese(qapp: QApplication) -> None:
    language.choose(qapp, "zh_CN")
    said = everything_a_hub_can_say_of_stopping()
    english = {text: set(re.findall(r"[A-Za-z]+", in_your_words(text))) - LEFT_AS_THEY_ARE for text in said}
    assert len(said) > 20
    assert {text: words for text, words in english.items() if words} == {}
