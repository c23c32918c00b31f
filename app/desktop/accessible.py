"""What assistive technology is told of widgets that paint themselves: which role they have, or who answers for them.

A plain ``QWidget`` is a "client" to a screen reader whatever it shows. Write ``@shown_as(QAccessible.Role.StaticText)``
above a class whose name and description say everything, ``@answered_by(MyInterface)`` above one that has more to tell.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

Maker = Callable[[QWidget], QAccessibleInterface]
_Kind = TypeVar("_Kind", bound=type[QWidget])

_makers: dict[type, Maker] = {}


def shown_as(role: QAccessible.Role) -> Callable[[_Kind], _Kind]:
    """Widgets of the decorated class, and of classes made from it, have this role."""
    return answered_by(partial(_plain, role))


def answered_by(maker: Maker) -> Callable[[_Kind], _Kind]:
    """``maker(widget)`` makes the interface of each widget of the decorated class; Qt keeps and deletes it."""

    def decorate(kind: _Kind) -> _Kind:
        if not _makers:
            QAccessible.installFactory(_interface_for)
        _makers[kind] = maker
        _maker_of.cache_clear()
        return kind

    return decorate


def _plain(role: QAccessible.Role, widget: QWidget) -> QAccessibleInterface:
    return QAccessibleWidget(widget, role, "")


def _interface_for(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    maker = _maker_of(type(thing))
    return maker(thing) if maker is not None else None


@lru_cache(maxsize=256)
def _maker_of(kind: type) -> Maker | None:
    return next((_makers[base] for base in kind.__mro__ if base in _makers), None)
