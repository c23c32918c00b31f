"""What stands where a conversation will be, while nothing was said in it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from app.core.projections.rows import SessionRow
from app.core.tr import tr
from app.desktop.views.output_look import Look


class Silence(NamedTuple):
    """Two sentences: that it is silent, and what will end that."""

    title: str
    remedy: str


def silence_of(row: SessionRow) -> Silence:
    """Why nothing is to be read of a session, and what will be."""
    if row.turns:
        return Silence(tr("Nothing to read"), tr("What was said in it is not kept here."))
    if row.status in ("ended", "lost"):
        return Silence(
            tr("Nothing was said here"), tr("It ended before its first prompt, or before it was first seen.")
        )
    if row.status == "working":
        return Silence(tr("Nothing was said yet"), tr("Its words appear here as it writes them."))
    where = tr("Write the first prompt below.") if row.launched else tr("Type the first prompt in its terminal.")
    return Silence(tr("Nothing was said yet"), where + "\n" + tr("What is said then appears here, word by word."))


def paint_silence(painter: QPainter, look: Look, room: QRect, silence: Silence) -> None:
    """In the upper middle of ``room``, quiet."""
    top = room.top() + max(look.px(32), room.height() // 4)
    line = QRect(room.left() + look.px(24), top, room.width() - look.px(48), look.px(28))
    middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.setPen(look.color("text"))
    painter.setFont(look.strong)
    painter.drawText(line, middle, silence.title)
    painter.setPen(look.color("text_dim"))
    painter.setFont(look.prose)
    rest = line.translated(0, line.height())
    rest.setHeight(room.bottom() - rest.top())
    painter.drawText(rest, middle | Qt.TextFlag.TextWordWrap, silence.remedy)
