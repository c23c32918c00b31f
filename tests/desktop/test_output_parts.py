"""Tests of ``app/desktop/views/output_parts.py``: what is packed comes out as it went in, and nothing else is kept."""

from __future__ import annotations

import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.desktop.text.highlight import LineHighlighter, Run
from app.desktop.text.splitter import Part, split
from app.desktop.theme import apply_theme
from app.desktop.views.output_look import Look
from app.desktop.views.output_parts import PackedPieces
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.markdown import MarkdownPiece

LONG_CODE = "Look:\n\n```python\n" + "\n".join(f'x = """{n}' for n in range(450)) + "\n```\n\nDone."


def packed(text: str) -> PackedPieces:
    pieces = PackedPieces()
    for part in split(text):
        pieces.add(part)
    return pieces


def source(piece: Piece) -> str:
    assert isinstance(piece, (CodePiece, MarkdownPiece))
    return piece.source if isinstance(piece, CodePiece) else piece.part.source


@pytest.fixture
def look(qapp: QApplication) -> Look:
    apply_theme(qapp, "light")
    return Look(900)


@given(
    st.lists(
        st.sampled_from(["# h\n\n", "a *b*\n\n", "- x\n- y\n\n", "```py\nx = 1\n```\n", "ü🙂\ud800\n\n", "> q\n\n"])
    )
)
def test_every_part_comes_out_as_it_went_in(texts: list[str]) -> None:
    text = "".join(texts)
    pieces = packed(text)
    assert [source(piece) for piece in pieces] == [part.source for part in split(text)]
    prose = [piece.part for piece in pieces if isinstance(piece, MarkdownPiece)]
    assert prose == [part for part in split(text) if part.kind != "code"]


def test_a_piece_somebody_holds_is_the_one_that_is_given_out() -> None:
    pieces = packed("one\n\ntwo\n\nthree")
    held = pieces[1]
    assert pieces[1] is held
    assert pieces[-2] is held


def test_a_piece_nobody_holds_is_gone() -> None:
    pieces = packed("one\n\ntwo\n\nthree")
    seen = weakref.ref(pieces[1])
    gc.collect()
    assert seen() is None
    assert list(pieces.everything_near()) == []


def test_there_is_no_piece_beyond_the_last() -> None:
    pieces = packed("one\n\ntwo")
    with pytest.raises(IndexError):
        pieces[2]
    assert [source(piece) for piece in pieces[1:]] == ["two"]


def test_a_guess_without_the_piece_is_the_guess_of_the_piece(look: Look) -> None:
    pieces = packed(LONG_CODE)
    guesses = [pieces.height(index, look, 700) for index in range(len(pieces))]
    assert guesses == [piece.estimate(look, 700) for piece in pieces]


def test_long_code_is_one_card_however_often_its_pieces_are_made(look: Look) -> None:
    places = [piece.place for piece in packed(LONG_CODE) if isinstance(piece, CodePiece)]
    assert places == ["first", "middle", "last"]


def test_a_line_is_coloured_once_however_often_its_piece_is_made(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    lexed: list[str] = []
    real = LineHighlighter.line

    def line(self: LineHighlighter, text: str) -> list[Run]:
        lexed.append(text)
        return real(self, text)

    monkeypatch.setattr(LineHighlighter, "line", line)
    pieces = packed("```python\nx = 1\nreturn x\n```\n")
    for _ in range(3):
        piece = pieces[0]
        piece.lay_out(look, 700)
        assert isinstance(piece, CodePiece) and piece.document is not None
        formats = piece.document.findBlockByNumber(1).layout().formats()
        assert [(span.start, span.length) for span in formats][:1] == [(0, 6)]
        del piece
    assert lexed == ["x = 1", "return x"]


def test_code_that_goes_on_is_coloured_as_what_it_goes_on_from(look: Look) -> None:
    pieces = packed('```python\n"""\n' + "words\n" * 300 + "```\n")
    first, second = pieces[0], pieces[1]
    first.lay_out(look, 700)
    second.lay_out(look, 700)
    assert isinstance(second, CodePiece) and second.document is not None
    assert second.document.firstBlock().layout().formats()[0].length == len("words")


def test_colours_stand_right_behind_characters_that_qt_counts_twice(look: Look) -> None:
    piece = packed("```python\nx = '🙂🙂'; return 1\n```\n")[0]
    piece.lay_out(look, 700)
    assert isinstance(piece, CodePiece) and piece.document is not None
    words = piece.document.firstBlock().text().encode("utf-16-le")
    spans = [
        words[2 * span.start : 2 * (span.start + span.length)].decode("utf-16-le")
        for span in piece.document.firstBlock().layout().formats()
    ]
    assert "return" in spans


def test_more_languages_than_anybody_uses_do_no_harm() -> None:
    pieces = PackedPieces()
    for number in range(1_000):
        pieces.add(Part("code", "x", f"language{number}"))
    assert len(pieces) == 1_000
    assert source(pieces[999]) == "x"
