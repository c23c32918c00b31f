"""The requests of the selected session: which are shown, where the keyboard goes with them, and how answers travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt

from app.core.commands import Answer, PendingRow
from app.core.projections.blocks import PermissionBlock
from app.desktop import words
from app.desktop.cabin import Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.permission_text import outcome_words
from app.desktop.widgets.input_grace import GRACE_MS

if TYPE_CHECKING:
    from app.desktop.views.session_pane import SessionPane


class SessionRequests(QObject):
    """Tells the panel above the conversation and the cards in it what is held, and the cabin what was answered."""

    def __init__(self, cabin: Cabin, pane: SessionPane) -> None:
        super().__init__(pane)
        self._cabin = cabin
        self._pane = pane
        self._awaited: SessionRef | None = None
        self._shown_of: SessionRef | None = None
        self._cards_since: dict[str, QElapsedTimer] = {}
        panel, output = pane.permission, pane.output
        cabin.pending_changed.connect(self.show)
        cabin.answer_failed.connect(self._answer_failed)
        panel.answered.connect(self._answered)
        panel.moved_on.connect(self.show)
        output.permission_answered.connect(self._card_pressed)
        panel.review_wanted.connect(self._review)

    def show(self) -> None:
        """Rows, requests or the conversation changed."""
        pane, panel = self._pane, self._pane.permission
        held = self._cabin.pending.get(pane.ref, []) if pane.ref is not None else []
        row = pane.row()
        wanted = [request for request in held if row is None or request.request_id in row.pending]
        told_above = frozenset(request.tool_name for request in wanted if request.kind in ("question", "plan"))
        pane.output.set_answerable({request.request_id for request in wanted}, told_above)
        if self._shown_of != pane.ref:
            self._shown_of = pane.ref
            panel.start_over()
        cards = self._cards_of(wanted)
        self._cards_since = {card: self._cards_since.get(card) or _from_now() for card in cards}
        had_keyboard = panel.has_keyboard
        panel.set_requests(wanted, now_us(), cards, self._became)
        if had_keyboard and panel.isHidden():
            # Answered: what comes of it is told there.
            pane.focus_page()
        if self._awaited is not None and panel.isVisible():
            if self._awaited == pane.ref and pane.output.hasFocus():
                panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._awaited = None

    def focus(self) -> None:
        """Put the keyboard where the session wants an answer, as soon as what it asks is here."""
        if self._pane.permission.isVisible():
            self._pane.permission.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._pane.focus_page()
        self._awaited = self._pane.ref

    def _review(self, request_id: str) -> None:
        """The card in the conversation, the keyboard on its first answer."""
        output, block_id = self._pane.output, f"permission:{request_id}"
        # In front first: a place in the conversation can be found only once the conversation has its size.
        self._pane.show_events(False)
        if not output.keys.focus_on(block_id, "allow"):
            output.jump_to_block(block_id)
            output.setFocus()

    def _cards_of(self, requests: list[PendingRow]) -> frozenset[str]:
        """Those requests the conversation shows as open cards."""
        shown = self._cabin.sessions.shown
        if shown is None or shown.ref != self._pane.ref:
            return frozenset()
        found = [(each.request_id, shown.transcript.block(f"permission:{each.request_id}")) for each in requests]
        return frozenset(
            request_id for request_id, block in found if isinstance(block, PermissionBlock) and block.state == "open"
        )

    def _became(self, request_id: str) -> str:
        """What became of a request, as the conversation has it."""
        shown = self._cabin.sessions.shown
        block = shown.transcript.block(f"permission:{request_id}") if shown is not None else None
        if shown is None or shown.ref != self._pane.ref or not isinstance(block, PermissionBlock):
            return outcome_words("")
        return outcome_words(block.state, block.reason if block.state in ("expired", "released") else "")

    def _answered(self, answer: Answer) -> None:
        if self._pane.ref is not None:
            self._cabin.give_answer(self._pane.ref, answer)

    def _card_pressed(self, request_id: str, behavior: str) -> None:
        """A card may have come under the pointer just now, too."""
        if behavior == "more":
            self._pane.permission.bring(request_id)
            self._pane.permission.open()
            return
        since = self._cards_since.get(request_id)
        if self._pane.ref is not None and (since is None or since.elapsed() >= GRACE_MS):
            self._cabin.answer(self._pane.ref, request_id, behavior)

    def _answer_failed(self, ref: SessionRef, why: str) -> None:
        if ref == self._pane.ref:
            self._pane.permission.give_back(words.one_line(why, 300))


def _from_now() -> QElapsedTimer:
    timer = QElapsedTimer()
    timer.start()
    return timer
