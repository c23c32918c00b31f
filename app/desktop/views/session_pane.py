"""The right side: the selected session from head to the last word, and what became of the levers pulled on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.commands import StopResult
from app.core.projections.blocks import AnyBlock
from app.core.projections.rows import SessionRow
from app.core.tr import tr
from app.desktop import words
from app.desktop.cabin import Cabin
from app.desktop.frame import Paced
from app.desktop.link import OrderFailed, now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.models.session import OpenSession
from app.desktop.views.find_bar import FindBar
from app.desktop.views.header import Header
from app.desktop.views.output import OutputView
from app.desktop.views.output_silence import Silence, silence_of
from app.desktop.views.permission import PermissionPanel
from app.desktop.views.reply_bar import ReplyBar
from app.desktop.views.session_levers import SessionLevers
from app.desktop.views.session_requests import SessionRequests
from app.desktop.views.stop_button import stop_title
from app.desktop.views.stop_words import StopOutcome, copy_text, outcome_of, taken_back
from app.desktop.views.timeline import TimelineView
from app.desktop.views.timeline_link import TimelineLink
from app.desktop.widgets.focus_ring import FocusRing
from app.desktop.widgets.strip import Strip
from app.desktop.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from app.desktop.views.event_table import EventTable

TIMELINE_EVERY_MS = 150
"""Text must come with the frame; that its bar grows a pixel need not."""

LEAST_TIMELINE_PX = 48


class SessionPane(QWidget):
    """Shows one session; everything in it comes from the cabin's models."""

    def __init__(self, cabin: Cabin, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sessionPane")
        self._cabin = cabin
        self._ref: SessionRef | None = None
        self._stopping: dict[SessionRef, str] = {}
        self._disarmed: set[SessionRef] = set()
        self._outcomes: dict[SessionRef, StopOutcome] = {}
        """What came of the last stop, until the session works again or it is dismissed."""
        self.header = Header(self)
        self.stop_strip = Strip("stopStrip", self)
        self.permission = PermissionPanel(self)
        self.timeline = TimelineView(self)
        self.tab_row = TabRow(tr("What is shown of the session"), (tr("Output"), tr("Events")), self)
        self.tabs = self.tab_row.bar
        self.find_bar = FindBar(self)
        self.output = OutputView(self)
        self.reply = ReplyBar(cabin.order, self)
        self._events: EventTable | None = None
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.output)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.header, self.stop_strip, self.permission, self.timeline, self.tab_row, self.find_bar):
            layout.addWidget(widget)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.reply)
        FocusRing(self.timeline)
        FocusRing(self.output, "line", self)
        self.requests = SessionRequests(cabin, self)
        self._levers = SessionLevers(cabin, self.header.stop, self)
        self._timeline_is_next = False
        self._timeline_pace = Paced(TIMELINE_EVERY_MS, self._refresh_timeline, self)
        self._connect()

    def _connect(self) -> None:
        cabin = self._cabin
        cabin.sessions.shown_changed.connect(self._folded)
        cabin.sessions.reopened.connect(self._reopened)
        cabin.hubs.rows_changed.connect(self._rows_changed)
        cabin.stop_began.connect(self._stop_began)
        cabin.stop_ended.connect(self._stop_ended)
        self.header.stop.asked.connect(self._stop_asked)
        # In front first: a place in the conversation can be found only once the conversation has its size.
        self.timeline.span_activated.connect(lambda _: self.show_events(False))
        self.timeline_link = TimelineLink(self.timeline, self.output, self._block, self)
        self.output.find_wanted.connect(self.find_bar.open)
        self.output.found_changed.connect(self.find_bar.say)
        self.find_bar.wanted.connect(self._find)
        self.find_bar.closed.connect(self._found_enough)
        self.tabs.currentChanged.connect(self._turn_page)
        cabin.hubs.phase_changed.connect(self._phase_changed)
        self.reply.left.connect(self.focus_page)
        self.output.silence = self._silence

    @property
    def events(self) -> EventTable:
        """The table of records; made when somebody first asks for it, for most do not."""
        if self._events is None:
            from app.desktop.views.event_table import EventTable

            table = self._events = EventTable(self._cabin.order, self)
            self.pages.addWidget(table)
            self._cabin.hubs.records_came.connect(table.records_came)
            self._cabin.hubs.started_over.connect(table.start_over)
            table.set_session(self._ref)
        return self._events

    @property
    def ref(self) -> SessionRef | None:
        """The session shown."""
        return self._ref

    def show_session(self, ref: SessionRef | None) -> None:
        """Show another session."""
        if ref == self._ref:
            return
        self._ref = ref
        self.reply.set_session(ref)
        self._take(self._cabin.sessions.show(ref))
        if self._events is not None:
            self._events.set_session(ref)
        self.refresh_row()
        self.requests.show()

    def refresh_row(self) -> None:
        """The row changed or a second passed."""
        row = self.row()
        if row is not None and self._ref is not None:
            self.header.set_row(row, now_us(), busy=self._ref in self._stopping)
            self._show_stop(row)
            self.reply.set_row(row)
            self._levers.show(self._ref, row)
            self.requests.show()
            self._tell_silence()

    def tick(self) -> None:
        """A second passed: ages and the end of the timeline move."""
        self.refresh_row()
        if self.timeline.isVisible():
            self.timeline.refresh(now_us())

    def row(self) -> SessionRow | None:
        """The roster's row of the session shown."""
        return self._cabin.hubs.row(self._ref) if self._ref is not None else None

    def stop_now(self) -> None:
        """Ctrl+. : what the stop button's click does."""
        if self._ref is not None:
            self.header.stop.press()

    # pages

    @property
    def shows_events(self) -> bool:
        """Whether the event table is in front."""
        return self._events is not None and self.pages.currentWidget() is self._events

    def show_events(self, wanted: bool) -> None:
        """Bring the event table to the front, or the conversation."""
        self.tabs.setCurrentIndex(1 if wanted else 0)

    def toggle_events(self) -> None:
        """E: to the other page, the keyboard with it."""
        self.show_events(not self.shows_events)
        self.focus_page()

    def focus_page(self) -> None:
        """Put the keyboard into what is in front."""
        if self.shows_events:
            self.events.focus_table()
        else:
            self.output.setFocus()

    def regions(self) -> list[QWidget]:
        """The parts the keyboard can be put into, from above."""
        page = self.events.grid if self.shows_events else self.output
        parts = (self.header.stop.main, self.permission, self.timeline, page, self.reply.field)
        return [part for part in parts if part.isVisible() and part.isEnabled()]

    def step_back(self) -> bool:
        """Esc inside the pane; False: there is nothing to go back from."""
        table = self._events
        if table is not None and (table.raw.has_keyboard or table.text.hasFocus()):
            table.focus_table()
            return True
        return self.permission.step_back()

    def find(self) -> None:
        """Ctrl+F: in the conversation the find bar, in the table its filter."""
        if self.shows_events:
            self.events.focus_filter()
        else:
            self.find_bar.open()

    def _turn_page(self, index: int) -> None:
        if index == 1 and self.find_bar.isVisible():
            self.find_bar.close_bar()
        self.pages.setCurrentWidget(self.events if index == 1 else self.output)
        self._give_room()

    def _phase_changed(self, name: str) -> None:
        hub = self._cabin.hubs.get(name)
        if hub is not None and hub.phase == "live" and self._events is not None:
            self._events.hub_is_back(name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _take(self, session: OpenSession | None) -> None:
        self.output.set_transcript(session.transcript if session is not None else None)
        self.timeline.set_timeline(session.timeline if session is not None else None)
        self._folded()

    def _folded(self) -> None:
        if self.permission.request is not None:
            self.requests.show()
        shown = self._cabin.sessions.shown
        if shown is not None and shown.waiting:  # much of the past comes in: one of the two at a time
            self._timeline_is_next = not self._timeline_is_next
            if not self._timeline_is_next:
                self._refresh_timeline()
                return
        else:
            self._timeline_pace.want()
        self.output.refresh()
        self._tell_silence()

    def _silence(self) -> Silence | None:
        """What to say while there is nothing to read, once it is known that there is nothing."""
        shown, row = self._cabin.sessions.shown, self.row()
        if shown is None or row is None or not shown.complete or shown.loading or shown.waiting:
            return None
        return silence_of(row)

    def _tell_silence(self) -> None:
        silence = self._silence() if not self.output.page.sections else None
        self.output.setAccessibleDescription(" ".join(silence).replace("\n", " ") if silence else "")
        if silence:
            self.output.viewport().update()

    def _block(self, block_id: str) -> AnyBlock | None:
        shown = self._cabin.sessions.shown
        return shown.transcript.block(block_id) if shown is not None else None

    def resizeEvent(self, event: QEvent) -> None:
        self.timeline.updateGeometry()  # it takes no more than its share of the height
        self._give_room()
        super().resizeEvent(event)

    def _give_room(self) -> None:
        """Where there is little height, the page in front gets what it needs before the timeline."""
        shown = (self.header, self.stop_strip, self.permission, self.tabs, self.find_bar, self.reply)
        taken = sum(part.sizeHint().height() for part in shown if not part.isHidden())
        room = self.height() - taken - self.pages.currentWidget().minimumSizeHint().height()
        self.timeline.setMaximumHeight(max(LEAST_TIMELINE_PX, room))

    def _refresh_timeline(self) -> None:
        self.timeline.refresh(now_us())

    def _reopened(self) -> None:
        shown = self._cabin.sessions.shown
        if shown is not None and shown.ref == self._ref:
            self._take(self._cabin.sessions.show(shown.ref))

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        if self._ref in refs:
            self.refresh_row()

    # stop

    def _stop_asked(self, level: str, lever: str) -> None:
        if self._ref is not None:
            self._cabin.stop(self._ref, level, lever)

    def _stop_began(self, ref: SessionRef, level: str) -> None:
        self._stopping[ref] = level
        self._outcomes.pop(ref, None)
        if ref == self._ref:
            self.refresh_row()

    def _stop_ended(self, ref: SessionRef, result: StopResult | OrderFailed) -> None:
        self._stopping.pop(ref, None)
        was_taken_back = ref in self._disarmed and isinstance(result, StopResult) and result.outcome == "still_running"
        self._disarmed.discard(ref)
        self._outcomes[ref] = taken_back() if was_taken_back else outcome_of(result)
        if ref == self._ref:
            self.refresh_row()

    def _disarm(self, ref: SessionRef) -> None:
        self._disarmed.add(ref)
        self._cabin.disarm(ref)

    def _show_stop(self, row: SessionRow) -> None:
        ref = self._ref
        assert ref is not None
        if row.armed:
            offers = ((tr("Disarm"), lambda: self._disarm(ref)),)
            self.stop_strip.say(words.armed_sentence(row), kind="warning", offers=offers)
        elif ref in self._stopping:
            level = stop_title(self._stopping[ref])
            self.stop_strip.say(tr("{level}: under way…").format(level=level), aloud=False)
        elif ref in self._outcomes:
            came = self._outcomes[ref]
            # That it stopped is its status, which is told anyway.
            aloud = not (came.kind == "info" and came.signal == "interrupted")
            offers = [(tr("Dismiss"), self._dismiss)]
            if came.resume:
                offers.insert(0, (tr("Copy resume command"), lambda: copy_text(came.resume)))
            tip = f"{came.sentence}\n{came.resume}".strip()
            self.stop_strip.say(came.sentence, kind=came.kind, signal=came.signal, offers=offers, tip=tip, aloud=aloud)
        else:
            self.stop_strip.hide()

    def _dismiss(self) -> None:
        if self._ref is not None:
            self._outcomes.pop(self._ref, None)
            self.refresh_row()

    # find

    def _find(self, text: str, backwards: bool) -> None:
        if text:
            self.output.find(text, backwards)
        else:
            self.output.close_find()

    def _found_enough(self) -> None:
        self.output.close_find()
        self.output.setFocus()
