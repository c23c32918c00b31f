"""How much may move: nothing for whoever asked for that, for everybody else never longer than a tenth of a second.

Whatever moves asks ``duration_ms()`` when it begins and is at its end at once when that is 0.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

MOTION_MS = 120
"""Nothing moves for longer."""

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
"""Qt's own take 150 ms and cannot be hurried."""


class _State:
    wanted: str = "system"
    system_wants_less: bool = False
    blink_ms: int = -1
    """As the system has it; -1 until it was asked."""


def is_reduced() -> bool:
    """Whether nothing is to move that does not have to."""
    return _State.wanted == "on" or (_State.wanted == "system" and _State.system_wants_less)


def duration_ms(most_ms: int = MOTION_MS) -> int:
    """How long a movement may take: 0 for none."""
    return 0 if is_reduced() else min(most_ms, MOTION_MS)


def choose(app: QApplication, wanted: str) -> None:
    """A person's own choice: system | on | off, where ``on`` is less motion."""
    _State.wanted = wanted
    _apply(app)


def system_says(app: QApplication, less: bool | None) -> None:
    """What the desktop tells; None where it does not."""
    _State.system_wants_less = bool(less)
    _apply(app)


def _apply(app: QApplication) -> None:
    hints = app.styleHints()
    if _State.blink_ms < 0:
        _State.blink_ms = hints.cursorFlashTime()
    hints.setCursorFlashTime(0 if is_reduced() else _State.blink_ms)
    for effect in _EFFECTS:
        QApplication.setEffectEnabled(effect, False)
