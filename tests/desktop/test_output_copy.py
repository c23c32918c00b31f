"""Tests of ``app/desktop/views/output_copy.py``, ``output_words.py`` and ``output_markdown.py``: what a copy gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.projections.blocks import (
    AnyBlock,
    NoticeBlock,
    PermissionBlock,
    PromptBlock,
    SubagentBlock,
    TextBlock,
    ThoughtBlock,
    ToolBlock,
)
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from tests.helpers.output_hands import Hands
from tests.helpers.output_story import START_US, story

ANSWER = """## Plan

Some **bold** words and a
second line with [a link](https://example.org).

1. first
2. second
   - inner `code`
- [x] done
- [ ] open

> A quote.

| place | kept |
|:--|--:|
| `login` | no |
| middle | yes |

```python
x = 1
```

The end."""


@pytest.fixture
def hands(qtbot: QtBot, qapp: QApplication) -> Iterator[Hands]:
    apply_theme(qapp, "light")
    view = OutputView()
    qtbot.addWidget(view)
    view.resize(900, 1200)
    view.show()
    QGuiApplication.clipboard().clear()
    yield Hands(view)
    view.set_transcript(None)


def said(name: str, words: str, is_open: bool = False) -> TextBlock:
    return TextBlock(block_id=name, at_us=START_US, text=words, open=is_open)


def call(name: str, **facts: object) -> ToolBlock:
    return ToolBlock(block_id="c", at_us=START_US, tool_call_id="c", name=name, **facts)  # type: ignore[arg-type]


def markdown_of(hands: Hands, blocks: list[AnyBlock]) -> str:
    hands.show(blocks)
    hands.keys("Ctrl+A")
    hands.keys("Ctrl+Shift+C")
    return hands.clipboard


def plain_of(hands: Hands, blocks: list[AnyBlock]) -> str:
    hands.show(blocks)
    hands.keys("Ctrl+A")
    hands.keys("Ctrl+C")
    return hands.clipboard


# ── plain text ──


def test_plain_text_is_what_is_seen_with_list_marks_and_tabs_between_cells(hands: Hands) -> None:
    assert plain_of(hands, [said("a", ANSWER)]) == (
        "Plan\n\n"
        "Some bold words and a second line with a link.\n\n"
        "1. first\n2. second\n   - inner code\n✓ done\n□ open\n\n"
        "A quote.\n\n"
        "place\tkept\nlogin\tno\nmiddle\tyes\n\n"
        "x = 1\n\n"
        "The end."
    )


def test_a_part_of_a_list_or_table_keeps_its_shape(hands: Hands) -> None:
    hands.show([said("a", ANSWER)])
    hands.drag(hands.at("first", 2), hands.after("inner"))
    hands.keys("Ctrl+C")
    assert hands.clipboard == "rst\n2. second\ninner"
    hands.drag(hands.at("kept"), hands.after("no"))
    hands.keys("Ctrl+C")
    assert hands.clipboard == "kept\nlogin\tno"


def test_a_paragraph_that_was_cut_only_for_speed_is_copied_without_a_seam(hands: Hands) -> None:
    words = " ".join(f"word{number}" for number in range(3_000))
    assert plain_of(hands, [said("a", words)]) == words
    rows = "\n".join(f"| {number} | x |" for number in range(100))
    table = f"| n | y |\n|--|--|\n{rows}"
    assert plain_of(hands, [said("a", table)]).split("\n") == ["n\ty", *(f"{number}\tx" for number in range(100))]
    assert markdown_of(hands, [said("a", table)]) == table


def test_folded_things_are_copied_as_they_are_seen(hands: Hands) -> None:
    lines = "\n".join(f"line {number}" for number in range(100))
    copied = plain_of(hands, [call("Bash", input={"command": "seq"}, status="ok", output=lines, duration_ms=99)])
    assert copied.startswith("Bash  seq  99 ms\nline 0\n") and copied.endswith("line 99")
    assert "60 more lines" in copied and "line 50" not in copied


def test_what_nobody_has_looked_at_is_copied_without_being_laid_out_or_kept(hands: Hands) -> None:
    blocks: list[AnyBlock] = [said(f"t{number}", f"Paragraph **number** {number}.") for number in range(2_000)]
    copied = plain_of(hands, blocks)
    assert copied.split("\n\n") == [f"Paragraph number {number}." for number in range(2_000)]
    untouched = [section for section in hands.view.page.sections if section.heights is None]
    assert len(untouched) > 1_900


# ── nothing selected ──


def test_with_nothing_selected_the_block_at_the_caret_is_copied(hands: Hands) -> None:
    hands.show([said("a", "First.\n\nMore of it."), said("b", "Second.")])
    hands.click(hands.at("First"))
    hands.keys("Ctrl+C")
    assert hands.clipboard == "First.\n\nMore of it."
    hands.keys("Ctrl+Shift+C")
    assert hands.clipboard == "First.\n\nMore of it."


def test_with_no_caret_either_it_is_the_block_under_the_mouse(hands: Hands, qtbot: QtBot) -> None:
    hands.show([said("a", "First."), said("b", "Second.")])
    hands.keys("Ctrl+C")
    assert hands.clipboard == ""
    qtbot.mouseMove(hands.port, hands.at("Second"))
    hands.keys("Ctrl+C")
    assert hands.clipboard == "Second."


# ── Markdown ──


def test_prose_keeps_its_own_marks(hands: Hands) -> None:
    assert markdown_of(hands, [said("a", ANSWER)]) == ANSWER


def test_words_within_a_paragraph_are_just_the_words(hands: Hands) -> None:
    hands.show([said("a", "Some **bold** words."), said("b", "```py\nx = 1\ny = 2\n```")])
    hands.drag(hands.at("bold"), hands.after("words"))
    hands.keys("Ctrl+Shift+C")
    assert hands.clipboard == "bold words"
    hands.drag(hands.at("= 1"), hands.after("= 1"))
    hands.keys("Ctrl+Shift+C")
    assert hands.clipboard == "= 1"


def test_from_the_middle_of_one_paragraph_into_another_block(hands: Hands) -> None:
    hands.show([said("a", "Some **bold** words.\n\n- one\n- *two*\n\n```py\nx = 1\ny = 2\n```")])
    hands.drag(hands.at("bold"), hands.after("x = 1"))
    hands.keys("Ctrl+Shift+C")
    assert hands.clipboard == "bold words.\n\n- one\n- *two*\n\n```py\nx = 1\n```"


def test_a_command_is_a_title_and_a_fence_of_what_it_printed(hands: Hands) -> None:
    bash = call(
        "Bash",
        input={"command": "make `all`"},
        status="failed",
        error="Exit code 2\n\x1b[31mred\x1b[0m ```\nmore",
        duration_ms=1_720,
    )
    assert markdown_of(hands, [bash]) == ("**Bash** `` make `all` `` (exit 2, 1.7 s)\n\n````\nred ```\nmore\n````")
    long = call("Bash", input={"command": "cat <<E\na\nE"}, status="ok", output="a")
    assert markdown_of(hands, [long]).endswith("\n\n```sh\ncat <<E\na\nE\n```\n\n```\na\n```")


def test_an_edit_is_a_title_and_a_diff(hands: Hands) -> None:
    edit = [block for block in story() if block.block_id == "c3"]
    copied = markdown_of(hands, edit)
    title, _, fence = copied.partition("\n\n")
    assert title == "**Edit** `/home/ada/src/shop/app/views/login.py` (+4 −1, 0.2 s)"
    lines = fence.split("\n")
    assert (lines[0], lines[-1]) == ("```diff", "```")
    assert '-        return redirect("/")' in lines and "+        return redirect(target_of(request))" in lines


def test_prompts_thoughts_and_marks_are_told_apart(hands: Hands) -> None:
    blocks: list[AnyBlock] = [
        NoticeBlock(block_id="n", at_us=START_US, notice="compaction", text="Context *compacted*", level="mark"),
        PromptBlock(block_id="p", at_us=START_US, text="please\n\ndo it"),
        ThoughtBlock(block_id="th", at_us=START_US, text="I **should**."),
        said("a", "Done."),
    ]
    hands.show(blocks)
    hands.click(hands.at("Thought"))
    hands.keys("Ctrl+A")
    hands.keys("Ctrl+Shift+C")
    assert hands.clipboard == (
        "*Context \\*compacted\\**\n\n**You**\n\n> please\n>\n> do it\n\n**Thought**\n\n> I **should**.\n\nDone."
    )


def test_a_request_is_a_question_with_what_it_is_about(hands: Hands) -> None:
    ask = PermissionBlock(
        block_id="q", at_us=START_US, request_id="r", tool_name="Bash", input={"command": "git push"}, state="open"
    )
    assert markdown_of(hands, [ask]) == "**Allow Bash?**\n\n```\ngit push\n```"
    assert markdown_of(hands, [allowed(ask)]) == "**Allowed** `Bash  git push`"


def allowed(ask: PermissionBlock) -> PermissionBlock:
    return PermissionBlock(
        block_id="q2", at_us=1, request_id="r", tool_name=ask.tool_name, input=ask.input, state="allowed"
    )


def test_what_was_allowed_with_changes_names_what_ran(hands: Hands) -> None:
    ask = PermissionBlock(block_id="q", at_us=1, request_id="r", tool_name="Bash", input={"command": "git push -f"})
    changed = PermissionBlock(
        block_id="q", at_us=1, request_id="r", tool_name="Bash", input=ask.input, state="allowed",
        instead={"command": "git push"},
    )  # fmt: skip
    assert markdown_of(hands, [changed]) == "**Allowed with changes** `Bash  git push`"


def test_a_subagents_words_are_quoted_below_its_card(hands: Hands) -> None:
    hands.show(
        [
            SubagentBlock(block_id="s", at_us=1, subagent_lane="l", agent_kind="Explore", description="look"),
            TextBlock(block_id="x", at_us=2, lane="l", text="Found **it**."),
        ]
    )
    hands.click(hands.at("Agent"))
    hands.keys("Ctrl+A")
    hands.keys("Ctrl+Shift+C")
    title, _, rest = hands.clipboard.partition("\n\n")
    assert title.startswith("**Agent · Explore** look") and rest == "> Found **it**."


def test_hidden_characters_are_copied_as_they_are_shown(hands: Hands) -> None:
    assert markdown_of(hands, [said("a", "safe\u202etxt.exe")]) == "safe⟦U+202E⟧txt.exe"


# ── much of it ──


@pytest.mark.slow
def test_a_large_copy_is_gathered_while_the_window_goes_on(hands: Hands, qtbot: QtBot) -> None:
    words = "\n\n".join(f"Paragraph **number** {number}, with some more words in it." for number in range(40_000))
    hands.show([said("a", words)])
    hands.keys("Ctrl+A")
    beats: list[bool] = []
    heart = QTimer()
    heart.setInterval(0)
    heart.timeout.connect(lambda: beats.append(hands.view.copier.is_busy))
    heart.start()
    hands.keys("Ctrl+C")
    assert hands.view.copier.is_busy
    qtbot.waitUntil(lambda: not hands.view.copier.is_busy, timeout=30_000)
    heart.stop()
    assert beats.count(True) > 5
    assert hands.clipboard.split("\n\n")[39_999] == "Paragraph number 39999, with some more words in it."


def test_what_is_selected_is_offered_to_the_middle_button_where_there_is_one(
    hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: dict[QClipboard.Mode, str] = {}
    monkeypatch.setattr(QClipboard, "supportsSelection", lambda _board: True)
    monkeypatch.setattr(QClipboard, "setText", lambda _board, text, mode: offered.update({mode: text}))
    hands.show([said("a", "Some words.")])
    hands.drag(hands.at("Some"), hands.after("Some"))
    qtbot.waitUntil(lambda: bool(offered))
    assert offered == {QClipboard.Mode.Selection: "Some"}


def test_a_check_list_is_copied_as_a_list_with_boxes(hands: Hands) -> None:
    todos = [{"content": "look *here*", "status": "completed"}, {"content": "sign", "status": "pending"}]
    copied = markdown_of(hands, [call("TodoWrite", input={"todos": todos}, status="ok")])
    assert copied.endswith("- [x] look \\*here\\* · completed\n- [ ] sign · pending")
