"""The context menu of the output: for what lies under the mouse, or has the keyboard when the menu key asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from app.core.tr import tr
from app.desktop.views.output_geometry import Placed

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView


def show(view: OutputView, event: QContextMenuEvent) -> None:
    """Ask what to do, and do it."""
    placed, at = _place(view, event)
    if _by_keyboard(event) or placed is None:
        menu = menu_for(view, placed)
    else:
        at_y = view.to_page(event.pos()).y() - placed.rect.top()
        menu = menu_for(view, placed, view.mouse.link_at(event.pos()), at_y)
    menu.exec(at)


def _by_keyboard(event: QContextMenuEvent) -> bool:
    return event.reason() == QContextMenuEvent.Reason.Keyboard


def _place(view: OutputView, event: QContextMenuEvent) -> tuple[Placed | None, QPoint]:
    """What the menu is about, and where on the screen it opens."""
    focused = view.keys.focused_place() if _by_keyboard(event) else None
    if focused is None:
        return view.page.nearest(view.to_page(event.pos())), event.globalPos()
    corner = focused.rect.topLeft() - QPoint(0, view.verticalScrollBar().value())
    return focused, view.viewport().mapToGlobal(corner + QPoint(view.page.look.px(24), view.page.look.row_px))


def menu_for(view: OutputView, placed: Placed | None, link: str = "", at_y: int = -1) -> QMenu:
    """The menu about one piece: first what it offers to copy, then what is always there."""
    menu = QMenu(view)
    block_id = placed.section.block.block_id if placed is not None else ""
    copy = menu.addAction(tr("Copy"), view.copier.copy)
    copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    copy.setEnabled(view.selection.ends(view.page) is not None)
    as_markdown = menu.addAction(tr("Copy as Markdown"), lambda: view.copier.copy_markdown(block_id))
    as_markdown.setShortcut(QKeySequence("Ctrl+Shift+C"))
    as_markdown.setEnabled(copy.isEnabled() or bool(block_id))
    if placed is not None:
        section = placed.section
        here = placed.piece.copies_at(view.keys.focused_in(placed), at_y)
        for name, text in [*here, *section.copies(placed.piece_index)]:
            menu.addAction(tr("Copy {what}").format(what=tr(name)), lambda text=text: view.deeds.copy_text(text()))
        menu.addAction(tr("Copy this block"), lambda: view.copier.copy_block(block_id))
    if link:
        menu.addSeparator()
        menu.addAction(tr("Open link…"), lambda: view.deeds.ask_to_open(link))
        menu.addAction(tr("Copy link"), lambda: view.deeds.copy_text(link))
    menu.addSeparator()
    everything = menu.addAction(tr("Select all"), view.mouse.select_all)
    everything.setShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll))
    find = menu.addAction(tr("Find…"), view.find_wanted.emit)
    find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
    return menu
