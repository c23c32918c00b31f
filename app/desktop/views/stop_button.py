"""The stop button: its click pulls the gentlest lever there is, its arrow offers all, each with what it will do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.core.projections.rows import SessionRow
from app.core.sentences import in_your_words
from app.core.stopping import LeverList, LeverRow
from app.core.tr import mark, tr
from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.signals import icon_size, signal_icon
from app.desktop.theme import current_theme
from app.desktop.widgets.choice_menu import Choice, ChoiceMenu

_STOP_SENTENCES = {
    "interrupt": mark("Stops this turn before its next tool. The session stays open."),
    "end": mark("Asks the agent's process and all it started to end, children first."),
    "kill": mark("Ends them at once. What they had not saved is lost."),
}
_STOP_TITLES = {"interrupt": mark("Interrupt"), "end": mark("End session"), "kill": mark("Kill")}
_LEVER_TITLES = {
    "permission": mark("Refuse and stop"),
    "stream": mark("Stop now"),
    "tmux": mark("Press Escape"),
    "hook": mark("Stop before the next tool"),
}
"""Levers of level interrupt; the others are called by their level."""


def stop_title(level: str) -> str:
    """What a level of stopping is called."""
    return tr(_STOP_TITLES.get(level, mark("Stop")))


@shown_as(QAccessible.Role.Grouping)
class StopButton(QWidget):
    """The lever: one click interrupts; the arrow offers the stronger ones, each with what it does."""

    asked = Signal(str, str)
    """Level (interrupt | end | kill) and lever ("": the gentlest there is)."""
    levers_wanted = Signal()
    """The arrow was pressed: whoever knows the levers calls ``open_menu`` with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at_work = False
        self._levers: LeverList | None = None
        self.setAccessibleName(tr("Stop"))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the two halves are shaped to each other
        self.main = QPushButton(tr("Stop"), self)
        self.main.setObjectName("stop")
        self.main.clicked.connect(self.press)
        self.more = QPushButton(self)
        self.more.setObjectName("stopMore")
        self.more.setAccessibleName(tr("More ways to stop"))
        self.more.clicked.connect(self.press_more)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)  # as high as the other half
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.main)
        layout.addWidget(self.more)
        self._dress()

    def set_row(self, row: SessionRow, busy: bool) -> None:
        """Offer what makes sense for this session; ``busy``: an order is under way."""
        self._at_work = row.status in ("working", "waiting") or row.background > 0
        alive = row.status not in ("ended", "lost")
        self.main.setEnabled(alive and not busy)
        self.more.setEnabled(alive)
        self.main.setText(tr("Stopping…") if busy else tr("Stop") if self._at_work else tr("End…"))
        self.main.setAccessibleName(tr("Stop this session") if self._at_work else tr("End this session"))
        hint = f"{self._gentlest()}  Ctrl+." if self._at_work else tr("Nothing runs. Choose how to end the session.")
        self.main.setToolTip(hint if alive else tr("The session is over."))

    def set_levers(self, levers: LeverList | None) -> None:
        """What the hub says can be done now; None: not known."""
        self._levers = levers

    def _gentlest(self) -> str:
        """What a click will do."""
        known = self._levers.levers if self._levers is not None else ()
        first = next((lever for lever in known if lever.sentence and lever.level == "interrupt"), None)
        if first is None:
            return tr(_STOP_SENTENCES["interrupt"])
        return in_your_words(words.one_line(first.sentence, 300))

    def press_more(self) -> None:
        """The arrow: ask how, if there is anything to stop."""
        if self.more.isEnabled():
            self.levers_wanted.emit()

    def press(self) -> None:
        """The click: interrupt a session at work; for one at rest, ask how."""
        if not self.main.isEnabled():
            return
        if self._at_work:
            self.asked.emit("interrupt", "")
        else:
            self.levers_wanted.emit()

    def open_menu(self, levers: LeverList | None = None) -> ChoiceMenu:
        """Show the levers; without them, what can be said of any session."""
        choices = self._usual() if levers is None else self._choices(levers)
        menu = ChoiceMenu(tr("Ways to stop"), choices, self)
        menu.open_below(self)
        return menu

    def _choices(self, levers: LeverList) -> list[Choice]:
        """Those that are there; where none interrupts, why not."""
        there = [lever for lever in levers.levers if not lever.why_not]
        choices = [self._choice(lever, levers.default) for lever in there]
        if not any(lever.level == "interrupt" for lever in there):
            last = [lever for lever in levers.levers if lever.level == "interrupt"][-1:]
            why = in_your_words(words.one_line(last[0].why_not, 300)) if last else tr("there is no way to")
            why = tr("{sentence}.").format(sentence=why[:1].upper() + why[1:])
            cannot = Choice(
                stop_title("interrupt"),
                why,
                lambda: None,
                enabled=False,
            )
            choices.insert(0, cannot)
        return choices

    def _choice(self, lever: LeverRow, default: str) -> Choice:
        known = _LEVER_TITLES.get(lever.lever)
        title = tr(known) if known else stop_title(lever.level)
        key = "Ctrl+." if lever.lever == default and lever.level == "interrupt" else ""
        sentence = in_your_words(words.one_line(lever.sentence, 300))
        forced = lever.lever if lever.level == "interrupt" else ""
        return Choice(title, sentence, lambda: self.asked.emit(lever.level, forced), shortcut=key)

    def _usual(self) -> list[Choice]:
        return [
            Choice(
                stop_title(level),
                tr(_STOP_SENTENCES[level]) if level != "interrupt" or self._at_work else tr("Nothing runs now."),
                lambda level=level: self.asked.emit(level, ""),
                shortcut="Ctrl+." if level == "interrupt" else "",
                enabled=level != "interrupt" or self._at_work,
            )
            for level in ("interrupt", "end", "kill")
        ]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        theme = current_theme()
        self.main.setIcon(signal_icon("stop", theme.text))
        self.more.setIcon(signal_icon("chevron_down", theme.text))
        self.main.setIconSize(icon_size())
        self.more.setIconSize(icon_size())
        style = (
            "QPushButton#stop { border-top-right-radius: 0; border-bottom-right-radius: 0; padding: 5px 12px 5px 8px; }"
            "QPushButton#stopMore { border-top-left-radius: 0; border-bottom-left-radius: 0; border-left: none;"
            " padding: 5px 3px; }"
            f"QPushButton#stopMore:focus {{ border: 2px solid {theme.focus}; padding: 4px 2px; }}"
            "QPushButton#stop:focus { padding: 4px 11px 4px 7px; }"
        )
        if self.styleSheet() != style:
            self.setStyleSheet(style)
