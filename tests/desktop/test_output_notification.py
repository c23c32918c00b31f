"""Checks of ``app.desktop.views.output_notification``: turns that nobody asked for."""

from __future__ import annotations

from app.core.projections.blocks import PromptBlock
from app.desktop.views.output_find_texts import texts_of
from app.desktop.views.output_notification import NotificationSection, brief_of
from app.desktop.views.output_pieces.header import HeaderPiece
from app.desktop.views.output_sections import PromptSection, section_for

TOLD = """<task-notification>
<task-id>b7</task-id>
<summary>Background command “Wait”
completed</summary>
</task-notification>"""


def prompt(text: str = TOLD, **more: str) -> PromptBlock:
    return PromptBlock(block_id="p", at_us=1, text=text, **{"origin": "machine", **more})


def test_a_prompt_that_nobody_wrote_is_a_folded_line() -> None:
    section = section_for(prompt(), 0)
    assert isinstance(section, NotificationSection)
    (line,) = section.build()
    assert isinstance(line, HeaderPiece)
    assert (line.words.title, line.words.argument) == ("Notification", "Background command “Wait” completed")


def test_unfolded_it_shows_all_of_it_as_it_came() -> None:
    section = section_for(prompt(), 0)
    section.unfolded = True
    _, body = section.build()
    assert body.text() == TOLD


def test_people_and_whoever_sends_a_subagent_are_not_notifications() -> None:
    assert isinstance(section_for(prompt(origin="human"), 0), PromptSection)
    assert isinstance(section_for(prompt(lane="a1"), 1), PromptSection)


def test_without_a_summary_its_first_words_stand_for_it() -> None:
    assert brief_of("<note>\nThe\u202e disk  is full\n</note>") == "The⟦U+202E⟧ disk is full"
    assert brief_of("x" * 1_000_000) == "x" * 300 + "…"
    assert brief_of("") == ""


def test_its_words_are_found_while_folded() -> None:
    assert any("task-id" in text for text in texts_of(section_for(prompt(), 0)))
