"""Which held request is shown: one after the other, never one in place of another before that is settled."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.commands import PendingRow


class RequestQueue:
    """The one shown stays until it is settled and whoever shows it moves on; the oldest of the others is next."""

    def __init__(self) -> None:
        self.shown: PendingRow | None = None
        self.is_settled = False
        """The one shown is held no more; what became of it can be told until ``move_on``."""
        self._held: Sequence[PendingRow] = ()

    @property
    def waiting(self) -> int:
        """How many want an answer, the one shown among them."""
        return len(self._held)

    def take(self, held: Sequence[PendingRow]) -> None:
        """These are held now."""
        self._held = held
        if self.shown is None:
            self.move_on()
            return
        same = next((each for each in held if each.request_id == self.shown.request_id), None)
        self.is_settled = same is None
        if same is not None:
            self.shown = same

    def move_on(self, request_id: str = "") -> None:
        """To the oldest held, or to the one named."""
        named = [each for each in self._held if each.request_id == request_id]
        self.shown = min(named or self._held, key=lambda each: (each.asked_at_us, each.request_id), default=None)
        self.is_settled = False

    def clear(self) -> None:
        """Another session is shown."""
        self.shown, self.is_settled, self._held = None, False, ()
