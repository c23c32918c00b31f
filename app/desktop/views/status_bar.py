"""The quiet line at the bottom: the hub, who works and who waits, what the hooks cost, and today's tokens."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.figures import decimal
from app.core.projections.rows import SessionRow, Usage
from app.core.tr import mark, plural, tr
from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.models.hubs import Hub
from app.desktop.theme import GRID, SMALL, current_theme
from app.desktop.widgets.elided_label import ElidedLabel
from app.desktop.widgets.signal_mark import SignalMark

if TYPE_CHECKING:
    from app.desktop.widgets.bell import Bell

PHASE_MARKS = {
    "live": ("hub", "working"),
    "replaying": ("hub", "working"),
    "connecting": ("lost", "lost"),
    "away": ("lost", "needs_you"),
    "refused": ("failed", "failed"),
}


_PHASE_WORDS = {
    "live": mark("live"),
    "replaying": mark("replaying"),
    "connecting": mark("connecting"),
    "away": mark("away"),
    "refused": mark("refused"),
}


@shown_as(QAccessible.Role.StatusBar)
class StatusBar(QWidget):
    """Four facts and a button for the shortcuts."""

    shortcuts_wanted = Signal()
    inbox_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setAccessibleName(tr("Status"))
        elide_right = Qt.TextElideMode.ElideRight
        self.mark = SignalMark(12, self)
        self.hub = ElidedLabel(size=SMALL, colour="text_dim", elide=elide_right, parent=self)
        self.counts = ElidedLabel(size=SMALL, colour="text_dim", elide=elide_right, parent=self)
        self.cost = ElidedLabel(size=SMALL, colour="text_dim", elide=elide_right, parent=self)
        self.today = ElidedLabel(size=SMALL, colour="text_dim", elide=elide_right, parent=self)
        self.help = ElidedLabel(size=SMALL, colour="text_dim", parent=self)
        self.help.set_text("?  " + tr("shortcuts"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * GRID, GRID + 2, 4 * GRID, GRID + 2)
        layout.setSpacing(6 * GRID)
        first = QHBoxLayout()
        first.setSpacing(GRID + 2)
        first.addWidget(self.mark)
        first.addWidget(self.hub)
        layout.addLayout(first)
        for label in (self.counts, self.cost, self.today):
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(self.help)
        self.bell: Bell | None = None
        """Made when something first calls."""

    def set_hubs(self, hubs: list[Hub], now_us: int) -> None:
        """Say which hubs are looked at, the worst first when there are several."""
        order = ("refused", "away", "connecting", "replaying", "live")
        worst = min(hubs, key=lambda hub: order.index(hub.phase), default=None)
        if worst is None:
            self.mark.set_signal("lost", tr("no hub"))
            self.hub.set_text(tr("no hub"))
            return
        shape, colour = PHASE_MARKS[worst.phase]
        self.mark.set_signal(shape, tr(_PHASE_WORDS[worst.phase]), colour)
        others = f" +{len(hubs) - 1}" if len(hubs) > 1 else ""
        self.hub.set_text(f"{phase_sentence(worst, now_us)}{others}", tip=hub_tip(hubs, now_us))
        self._set_cost(hubs)
        self._fit()

    def set_counts(self, sentence: str) -> None:
        """Who works and who waits."""
        self.counts.set_text(sentence)
        self._fit()

    def show_bell(self, standing: int, urgent: bool, hushed_until_us: int = 0) -> None:
        """As ``Bell.show_standing``."""
        if self.bell is None:
            from app.desktop.widgets.bell import Bell

            self.bell = Bell(self)
            self.bell.clicked.connect(self.inbox_wanted)
            layout = self.layout()
            layout.insertWidget(layout.indexOf(self.help), self.bell)
            self.bell.show()
        self.bell.show_standing(standing, urgent, hushed_until_us)
        self._fit()

    def set_rows(self, rows: list[SessionRow], now_us: int) -> None:
        """Add up today's tokens: over all sessions, so not in every frame."""
        usage = usage_of_today(rows, now_us)
        sentence = words.tokens_sentence(usage)
        tip = tr("Sessions heard from today, from their beginning on.") + f"\n{words.usage_sentence(usage)}"
        self.today.set_text(
            tr("today {tokens}").format(tokens=sentence) if sentence else "", tip=tip if sentence else ""
        )
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.help.geometry().contains(event.position().toPoint()):
            self.shortcuts_wanted.emit()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is least missed gives way first: the help text, today, the hooks' cost."""
        room = self.width() - 24 * GRID
        self.help.set_text("?  " + tr("shortcuts"))
        labels = (self.hub, self.counts, self.cost, self.today, self.help)
        wanted = [label.sizeHint().width() for label in labels]
        gaps = 6 * GRID * len(labels)
        if self.bell is not None:
            gaps += self.bell.sizeHint().width() + 6 * GRID
        if sum(wanted) + gaps > room:
            self.help.set_text("?")
            wanted[-1] = self.help.sizeHint().width()
        self.today.setVisible(sum(wanted) + gaps <= room)
        self.cost.setVisible(sum(wanted) - wanted[3] + gaps <= room)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            # The labels are told of larger text after us.
            QTimer.singleShot(0, self, self._fit)
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))

    def _set_cost(self, hubs: list[Hub]) -> None:
        measured = [hub.health for hub in hubs if hub.health is not None and hub.health.relay_p95_ms > 0]
        if not measured:
            self.cost.set_text("")
            return
        worst = max(measured, key=lambda health: health.relay_p95_ms)
        tip = tr(
            "From a hook's start to its event in the store: half within {half} ms, 95 of 100 within {most} ms."
        ).format(half=decimal(worst.relay_p50_ms), most=decimal(worst.relay_p95_ms))
        self.cost.set_text(tr("hooks cost {duration} p95").format(duration=_milliseconds(worst.relay_p95_ms)), tip=tip)


def phase_sentence(hub: Hub, now_us: int) -> str:
    """How a hub is, in a few words."""
    match hub.phase:
        case "live":
            return tr("hub · {name}").format(name=words.hub_word(hub.name))
        case "replaying":
            return tr("hub · {name} · catching up").format(name=words.hub_word(hub.name))
        case "refused":
            return tr("hub · {name} · refused: {reason}").format(
                name=words.hub_word(hub.name), reason=words.one_line(hub.reason, 60)
            )
        case "away":
            return tr("hub · {name} · away since {when}").format(
                name=words.hub_word(hub.name), when=words.clock(hub.away_since_us)
            )
    return tr("hub · {name} · connecting…").format(name=words.hub_word(hub.name))


def hub_tip(hubs: list[Hub], now_us: int) -> str:
    """All hubs, one a line."""
    lines = []
    for hub in hubs:
        about = " · ".join(part for part in (phase_sentence(hub, now_us), hub.machine, hub.version) if part)
        lines.append(" · ".join((about, plural("%n sessions", "%n session", len(hub.rows)))))
    return "\n".join(lines)


def usage_of_today(rows: list[SessionRow], now_us: int) -> Usage:
    """Tokens of the sessions heard from since midnight."""
    midnight = (
        datetime.fromtimestamp(now_us / 1_000_000).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    )
    since_us = int(midnight.timestamp() * 1_000_000)
    heard = [row.usage for row in rows if row.last_at_us >= since_us]
    costs = [usage.cost_usd for usage in heard if usage.cost_usd is not None]
    return Usage(
        input=sum(usage.input for usage in heard),
        output=sum(usage.output for usage in heard),
        cache_read=sum(usage.cache_read for usage in heard),
        cache_write=sum(usage.cache_write for usage in heard),
        cost_usd=sum(costs) if costs else None,
    )


def _milliseconds(value: float) -> str:
    return tr("{number} ms").format(number=decimal(value, 0 if value >= 10 else 1))
