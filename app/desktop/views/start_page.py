"""What stands in the window while there is no session: what this is, which agents are here, and the next step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.tr import tr
from app.desktop.accessible import shown_as
from app.desktop.agent_setup import AgentState
from app.desktop.signals import app_icon
from app.desktop.theme import BODY, GRID, RADIUS, SMALL, TITLE, current_theme, mono_font, scaled_px, ui_font
from app.desktop.widgets.reading_area import ReadingArea
from app.desktop.widgets.signal_mark import SignalMark

INSTALL_COMMANDS = {"claude_code": "npm install -g @anthropic-ai/claude-code"}
START_COMMANDS = {"claude_code": "claude"}
COLUMN = 560


class Words(QLabel):
    """Wrapped plain text in one of the theme's sizes and colours."""

    def __init__(
        self,
        text: str,
        *,
        size: float = BODY,
        strong: bool = False,
        dim: bool = False,
        centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._size, self._strong, self._dim = size, strong, dim
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if centred:
            self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        font = ui_font(self._size, self._strong)
        if self.font() != font:
            self.setFont(font)
        style = f"color: {current_theme().text_dim if self._dim else current_theme().text};"
        if self.styleSheet() != style:
            self.setStyleSheet(style)


@shown_as(QAccessible.Role.Grouping)
class CommandLine(QWidget):
    """A command to type in a terminal, with a button that copies it."""

    def __init__(self, command: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.command = command
        self._text = QLabel(command, self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(mono_font())
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QPushButton(tr("Copy"), self)
        self.copy.setProperty("role", "quiet")
        self.copy.setAccessibleName(tr("Copy {what}").format(what=command))
        self.copy.clicked.connect(self._copy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, GRID, GRID, GRID)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.copy)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("code_background"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command)
        self.copy.setText(tr("Copied"))


@shown_as(QAccessible.Role.Grouping)
class AgentCard(QWidget):
    """One agent: how it stands, and the button or command that is next."""

    connect_wanted = Signal(str, str)
    """agent, title."""

    def __init__(self, state: AgentState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.setAccessibleName(state.title)
        mark = SignalMark(16, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(3 * GRID)
        head = QHBoxLayout()
        head.setSpacing(3 * GRID)
        head.addWidget(mark)
        version = f" {state.installed.version}" if state.installed is not None else ""
        head.addWidget(Words(f"{state.title}{version}", strong=True), 1)
        layout.addLayout(head)
        self.button: QPushButton | None = None
        below = QVBoxLayout()
        below.setSpacing(3 * GRID)
        indented = QHBoxLayout()
        indented.addSpacing(scaled_px(16) + 3 * GRID)
        indented.addLayout(below, 1)
        layout.addLayout(indented)
        if state.connected:
            mark.set_signal("finished", tr("connected"))
            below.addWidget(Words(tr("Connected. Start it in any terminal and it appears here by itself:"), dim=True))
            below.addWidget(CommandLine(START_COMMANDS.get(state.agent, state.agent)))
        elif state.installed is None:
            mark.set_signal("ended", tr("not installed"))
            below.addWidget(Words(tr("Not installed here. To install it:"), dim=True))
            below.addWidget(CommandLine(INSTALL_COMMANDS.get(state.agent, state.agent)))
        elif state.problem:
            mark.set_signal("failed", tr("problem"))
            below.addWidget(Words(state.problem, dim=True))
        else:
            mark.set_signal("ended", tr("not connected"))
            below.addWidget(Words(tr("Installed. Connect it, and what it does appears here."), dim=True))
            self.button = QPushButton(tr("Connect…"), self)
            self.button.setProperty("role", "primary")
            self.button.setAccessibleName(tr("Connect {agent}").format(agent=state.title))
            self.button.clicked.connect(lambda: self.connect_wanted.emit(state.agent, state.title))
            head.addWidget(self.button)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("window"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS + 2, RADIUS + 2)


class StartPage(ReadingArea):
    """Explains itself, then gets out of the way."""

    connect_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Welcome"), parent)
        self.setObjectName("startPage")
        inside = QWidget(self)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(3 * GRID)
        self._column = QVBoxLayout()
        self._column.setSpacing(2 * GRID)
        self._fill_column()
        row = QHBoxLayout(inside)
        row.setContentsMargins(8 * GRID, 8 * GRID, 8 * GRID, 8 * GRID)
        self._holder = holder = QWidget(inside)
        holder.setMaximumWidth(scaled_px(COLUMN))
        holder.setLayout(self._column)
        row.addStretch(1)
        row.addWidget(holder, 100)
        row.addStretch(1)
        self.setWidget(inside)
        self.cards: list[AgentCard] = []
        self._looking = Words(tr("Looking for agents on this machine…"), dim=True, centred=True)
        self._cards.addWidget(self._looking)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._holder.setMaximumWidth(scaled_px(COLUMN))
        super().changeEvent(event)

    def _fill_column(self) -> None:
        icon = QLabel(self)
        icon.setAccessibleName("Signalcabin")
        icon.setPixmap(app_icon().pixmap(64, 64))
        icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(2)
        self._column.addWidget(icon)
        self._column.addSpacing(2 * GRID)
        self._column.addWidget(
            Words(tr("See every agent. Stop any of them."), size=TITLE * 1.2, strong=True, centred=True)
        )
        about = tr(
            "Signalcabin shows what your coding agents say and do, in whichever terminal you started them, "
            "calls you when one needs you, and stops it when you say so."
        )
        self._column.addWidget(Words(about, dim=True, centred=True))
        self._column.addSpacing(5 * GRID)
        self._column.addLayout(self._cards)
        self._column.addSpacing(3 * GRID)
        footnote = tr(
            "Connecting adds hooks to the agent's own settings: small commands it runs when something happens. "
            "They take a few milliseconds and never hold it up. You see the exact change first and can take it back "
            "at any time. Nothing leaves this machine."
        )
        self._column.addWidget(Words(footnote, size=SMALL, dim=True, centred=True))
        self._column.addStretch(3)

    def set_agents(self, states: list[AgentState]) -> None:
        """Show how each agent stands."""
        self._looking.hide()
        for card in self.cards:
            self._cards.removeWidget(card)
            card.deleteLater()
        self.cards = [AgentCard(state, self) for state in states]
        for card in self.cards:
            card.connect_wanted.connect(self.connect_wanted)
            self._cards.addWidget(card)
