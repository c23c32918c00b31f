"""The strip that says which hub is away or refuses the window, since when, and what is done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.core.tr import tr
from app.desktop import words
from app.desktop.cabin import Cabin
from app.desktop.models.hubs import Hub
from app.desktop.widgets.strip import Strip


class HubStrip(Strip):
    """Hidden as long as every hub is there, or on its way."""

    def __init__(self, cabin: Cabin, parent: QWidget | None = None) -> None:
        super().__init__("hubStrip", parent)
        self._cabin = cabin

    def refresh(self) -> None:
        """Phases or time changed."""
        missing = [hub for hub in self._cabin.hubs.all() if hub.phase in ("away", "refused")]
        if missing:
            self._say_missing(missing[0], len(missing))
        else:
            self.hide()

    def _say_missing(self, hub: Hub, count: int) -> None:
        if hub.phase == "refused":
            text = tr("The hub {name} refuses this window: {why}").format(
                name=words.hub_word(hub.name), why=words.one_line(hub.reason, 120)
            )
            kind, signal, why = "error", "failed", ""
        else:
            doing = tr("It is being started again.") if hub.address.embedded else tr("Trying again every few seconds.")
            why = self._cabin.hub_process.last_error if hub.address.embedded else hub.reason
            since = words.clock(hub.away_since_us)
            text = tr("Hub away since {when}. {doing} What is shown stays as it was.").format(when=since, doing=doing)
            kind, signal = "warning", "lost"
        if count > 1:
            text = tr("{sentence} ({count} hubs are away)").format(sentence=text, count=count)
        if why:
            text = f"{text} ({words.one_line(why, 160)})"
        self.say(text, kind=kind, signal=signal, offers=((tr("Try now"), hub.link.retry),), tip=text)
