"""A language nobody speaks: every text that goes through translation comes out in brackets, and longer by a third."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QTranslator

from app.core.tr import speak
from app.desktop import language
from app.dev.translations import CATALOGUES, messages

OPENED, CLOSED = "⟦", "⟧"
_FILLING = "~"
_LONGER = 0.3
_DATE = re.compile(r"[dMyHhms :,./-]+")
_UNITS = re.compile(r"(\S+)=(\d+)")


class Pseudo(QTranslator):
    """Translates what stands in the catalogue, and Qt's own texts; the rest stays as it is and is found."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        (catalogue, *_) = sorted(CATALOGUES.glob("*.ts"))
        self._known = {(message.context, message.source) for message in messages(catalogue)}
        self._ours = {context for context, _ in self._known}

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str = "", n: int = -1) -> str:
        return in_brackets(text) if context not in self._ours or (context, text) in self._known else text


def in_brackets(text: str) -> str:
    """A text, its padding behind it; a pattern for dates or units is kept one."""
    if not any(letter.isalpha() for letter in text):
        return text
    if _DATE.fullmatch(text):
        return f"'{OPENED}'{text}'{CLOSED}'"
    if _UNITS.search(text):
        return _UNITS.sub(rf"{OPENED}\1{CLOSED}=\2", text)
    return f"{OPENED}{text}{_FILLING * round(_LONGER * len(text))}{CLOSED}"


def speak_pseudo(app: QCoreApplication) -> None:
    """From here on everything is said in it."""
    app.installTranslator(Pseudo(app))
    speak(lambda text, meaning, number: QCoreApplication.translate("", text, meaning, number))
    language.know_the_hubs_sentences()


def outside_brackets(text: str) -> list[str]:
    """What of a text did not go through translation, in pieces."""
    pieces, depth, piece = [], 0, ""
    for letter in text:
        if letter in (OPENED, CLOSED):
            pieces, piece = ([*pieces, piece], "") if not depth else (pieces, piece)
            depth = max(0, depth + (1 if letter == OPENED else -1))
        elif not depth:
            piece += letter
    return [each for each in (*pieces, piece) if each.strip()]
