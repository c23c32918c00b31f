"""*Stop all*: what will be touched and how, to be agreed to; then what came of each session, as it comes."""

from __future__ import annotations

import asyncio
import itertools

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.commands import StopLevel, StopResult
from app.core.tr import mark, plural, tr
from app.desktop import words
from app.desktop.announce import announce
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import OrderFailed
from app.desktop.models.hubs import SessionRef
from app.desktop.stopping_all import Project, Sight, look
from app.desktop.tasks import Tasks
from app.desktop.theme import GRID, TITLE, scaled_px, ui_font
from app.desktop.views.stop_all_row import StopAllLine
from app.desktop.widgets.choice_field import ChoiceField
from app.desktop.widgets.reading_area import ReadingArea

LEVELS: tuple[tuple[StopLevel, str, str], ...] = (
    ("interrupt", mark("Interrupt"), mark("Their turns stop; the sessions stay open. Only those at work are touched.")),
    ("end", mark("End"), mark("Their processes end with all they started. Sessions at rest are touched, too.")),
)
_NONE = {"interrupt": mark("Nothing is at work."), "end": mark("No session has a process.")}


class StopAllDialog(QDialog):
    """Lists, asks, stops exactly what was listed. Closing it takes nothing back: the hubs go on."""

    def __init__(self, cabin: Cabin, project: Project | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cabin, self._project = cabin, project
        self._tasks = Tasks()
        self._left_out: set[SessionRef] = set()
        self.lines: list[StopAllLine] = []
        self.is_asked = False
        if project is None:
            title, name = tr("Stop all"), tr("Stop all sessions")
        else:
            folder = words.one_line(words.project(project.cwd), 60)
            title, name = (
                text.format(folder=folder) for text in (tr("Stop all in {folder}"), tr("Stop all sessions in {folder}"))
            )
        self.setWindowTitle(title)
        heading = QLabel(name, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        heading.setFont(ui_font(TITLE, strong=True))
        self.level = ChoiceField(tr("How"), LEVELS, self)
        self.meaning = self._label()
        self.unasked = self._label()
        self.area = ReadingArea(tr("Sessions"), self)
        self.summary = self._label()
        self.stop = QPushButton(tr("Stop"), self)
        self.stop.setProperty("role", "primary")
        self.stop.setDefault(True)
        self.stop.clicked.connect(self._stop)
        self.leave = QPushButton(tr("Cancel"), self)
        self.leave.setAccessibleName(tr("Cancel"))
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self._left)
        self._lay_out(heading)
        self.resize(self.sizeHint())
        self.area.setFocus()
        self.level.changed.connect(lambda _value: self._look())
        cabin.hubs.rows_changed.connect(self._rows_changed)
        self._look()

    def _label(self) -> QLabel:
        label = QLabel("", self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _lay_out(self, heading: QLabel) -> None:
        how = QHBoxLayout()
        how.setSpacing(3 * GRID)
        how.addWidget(self.level)
        how.addWidget(self.meaning, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self.summary, 1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 5 * GRID)
        layout.setSpacing(3 * GRID)
        layout.addWidget(heading)
        layout.addLayout(how)
        layout.addWidget(self.unasked)
        layout.addWidget(self.area, 1)
        layout.addLayout(buttons)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint().expandedTo(QSize(scaled_px(680), scaled_px(480)))
        window = self.parentWidget()
        return wanted.boundedTo(window.window().size() - QSize(10 * GRID, 10 * GRID)) if window else wanted

    # ── what will be touched ──

    def _look(self) -> None:
        """Ask anew: a list of another level is another list."""
        self._tasks.cancel()
        level = _level(self.level.value)
        self.meaning.setText(tr(next(sentence for name, _, sentence in LEVELS if name == level)))
        self._show_lines([])
        self.unasked.hide()
        self._say(tr("Looking…"))
        self._tasks.spawn(self._fill(level))

    async def _fill(self, level: StopLevel) -> None:
        sight = await look(self._cabin, level, self._project)
        lines = [StopAllLine(touched, self) for touched in sight.touched]
        for line in lines:
            if line.ref in self._left_out:
                line.check.setChecked(False)
            line.check.toggled.connect(lambda chosen, ref=line.ref: self._choose(ref, chosen))
        self._show_lines(lines)
        self._say_unasked(sight)
        nothing = tr(_NONE[level])
        self._say("" if lines else nothing)
        many = plural("%n sessions in the list.", "%n session in the list.", len(lines))
        announce(self, many if lines else nothing)
        if self.stop.isEnabled() and not self.level.hasFocus():
            self.stop.setFocus()

    def _show_lines(self, lines: list[StopAllLine]) -> None:
        self.lines = lines
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        for line in lines:
            column.addWidget(line)
        column.addStretch(1)
        self.area.setWidget(inside)
        order = [self.level, self.area, *(line.check for line in lines), self.leave, self.stop]
        for before, after in itertools.pairwise(order):
            self.setTabOrder(before, after)
        self._count()

    def _say_unasked(self, sight: Sight) -> None:
        said = [
            tr("{hub} could not be asked: {why}").format(hub=_hub(name), why=words.one_line(why, 160))
            for name, why in sight.unasked
        ]
        self.unasked.setText("\n".join([*said, tr("Sessions there are not touched.")]) if said else "")
        self.unasked.setVisible(bool(said))

    def _choose(self, ref: SessionRef, chosen: bool) -> None:
        (self._left_out.discard if chosen else self._left_out.add)(ref)
        self._count()

    def _count(self) -> None:
        chosen = sum(line.is_chosen for line in self.lines)
        if self.level.value == "interrupt":
            text = plural("Stop %n sessions", "Stop %n session", chosen) if chosen else tr("Stop")
        else:
            text = plural("End %n sessions", "End %n session", chosen) if chosen else tr("End")
        self.stop.setText(text)
        self.stop.setAccessibleName(self.stop.text())
        self.stop.setEnabled(chosen > 0)

    def _say(self, sentence: str) -> None:
        self.summary.setText(sentence)

    # ── stopping ──

    def _stop(self) -> None:
        if self.is_asked:
            return
        self.is_asked = True
        level = _level(self.level.value)
        self.level.setEnabled(False)
        self.stop.hide()
        self.leave.setText(tr("Close"))
        self.leave.setAccessibleName(tr("Close"))
        self.leave.setDefault(True)
        self.area.setFocus()
        for line in self.lines:
            if line.is_chosen:
                line.ask()
                self._tasks.spawn(self._follow(line, self._cabin.stop(line.ref, level)))
            else:
                line.leave_out()
        self._add_up()

    async def _follow(self, line: StopAllLine, stopping: asyncio.Task[StopResult | OrderFailed]) -> None:
        """The order is the cabin's: a dialog that is closed hears no more of it, and it goes on."""
        outcome = line.conclude(await asyncio.shield(stopping))
        announce(self, f"{line.title}: {outcome.sentence}", urgent=outcome.kind != "info")
        self._add_up()

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        """A stop that waits for the next tool says so: until then the session works on."""
        for line in self.lines:
            row = self._cabin.hubs.row(line.ref) if line.ref in refs else None
            if row is not None and line.is_asked and line.outcome is None and row.armed:
                line.say(words.armed_sentence(row))

    def _add_up(self) -> None:
        asked = [line for line in self.lines if line.is_chosen]
        known = [line.outcome.kind for line in asked if line.outcome is not None]
        under_way = len(asked) - len(known)
        stopped, failed, unknown = (known.count(kind) for kind in ("info", "error", "warning"))
        said = (
            plural("%n being stopped", "%n being stopped", under_way) if under_way else "",
            plural("%n stopped", "%n stopped", stopped) if stopped else "",
            plural("%n not stopped", "%n not stopped", failed) if failed else "",
            plural("%n not known", "%n not known", unknown) if unknown else "",
        )
        self._say(" · ".join(part for part in said if part))

    def _left(self) -> None:
        self._tasks.cancel()
        self.deleteLater()


def _level(value: str) -> StopLevel:
    return "end" if value == "end" else "interrupt"


def _hub(name: str) -> str:
    if name == THIS_MACHINE:
        return tr("The hub of this machine")
    return tr("The hub {name}").format(name=words.one_line(name, 40))
