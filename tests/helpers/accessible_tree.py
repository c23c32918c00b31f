"""Reads a window as a screen reader does, and says what of it could not be understood by ear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget

Role, Text = QAccessible.Role, QAccessible.Text

SAYS_NOTHING = (Role.NoRole, Role.Client, Role.Pane, Role.Border, Role.Whitespace, Role.UserRole)
"""Roles that fit nothing a keyboard can stand on."""

NEEDS_NO_NAME = (Role.ScrollBar, Role.Separator, Role.Splitter, Role.Grip, Role.TitleBar, Role.StaticText)
"""A name would only be noise; a text without words has nothing to say."""

_INNER = ("qt_scrollarea_viewport", "qt_spinbox_lineedit", "ScrollLeftButton", "ScrollRightButton")
"""Parts of Qt's own widgets: whoever owns them speaks for them."""


def walk(widget: QWidget) -> Iterator[tuple[str, QAccessibleInterface]]:
    """Every interface in sight below a widget, with the way to it in words."""
    yield from _walk(QAccessible.queryAccessibleInterface(widget), type(widget).__name__)


def _walk(interface: QAccessibleInterface, path: str) -> Iterator[tuple[str, QAccessibleInterface]]:
    yield path, interface
    yield from _walk_inside(interface, path)


def _walk_inside(interface: QAccessibleInterface, path: str) -> Iterator[tuple[str, QAccessibleInterface]]:
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        thing = child.object()
        if thing is not None and thing.objectName() in _INNER:
            yield from _walk_inside(child, path)
            continue
        step = (thing.objectName() or type(thing).__name__) if thing is not None else f"{child.role().name} {index}"
        yield from _walk(child, f"{path} / {step}")


def spoken(widget: QWidget) -> list[str]:
    """What would be read aloud, in order: "Button Stop this session"."""
    lines = (f"{each.role().name} {name_of(each)}" for _, each in walk(widget) if name_of(each))
    return list(lines)


def name_of(interface: QAccessibleInterface) -> str:
    """What it is called."""
    return interface.text(Text.Name).strip()


def faults(widget: QWidget) -> list[str]:
    """What is wrong with a window, naming each widget; empty: a screen reader gets all of it."""
    return [*_nameless(widget), *_unlabelled(widget), *_mnemonics_twice(widget)]


def _nameless(widget: QWidget) -> Iterator[str]:
    for path, each in walk(widget):
        role, state = each.role(), each.state()
        thing = each.object()
        if "<" in each.text(Text.Name) + each.text(Text.Description):
            yield f"{path}: reads markup aloud"
        takes_keys = state.focusable and (thing is None or _takes_tab(thing))
        if takes_keys and not name_of(each):
            yield f"{path}: takes the keyboard and has no name"
        if takes_keys and role in SAYS_NOTHING:
            yield f"{path}: takes the keyboard as {role.name}"
        if each.childCount() == 0 and role in (Role.NoRole, Role.Client) and _is_drawn(thing):
            yield f"{path}: is seen and has no role"
        elif each.childCount() == 0 and not name_of(each) and role not in (*NEEDS_NO_NAME, *SAYS_NOTHING):
            yield f"{path}: a {role.name} without a name"


def _takes_tab(thing: object) -> bool:
    return isinstance(thing, QWidget) and thing.focusPolicy().value != 0


def _is_drawn(thing: object) -> bool:
    """Plain widgets that only hold room paint nothing; those of a class of ours do."""
    if not isinstance(thing, QWidget) or thing.size().isEmpty():
        return False
    return type(thing).__module__.startswith("app.") and "paintEvent" in vars(type(thing))


def _unlabelled(widget: QWidget) -> Iterator[str]:
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    fields = [*widget.findChildren(QLineEdit), *widget.findChildren(QPlainTextEdit)]
    for field in fields:
        if field.isVisible() and not field.accessibleName() and all(label.buddy() is not field for label in labels):
            yield f"{type(field).__name__} {field.objectName()}: neither a name nor a label of its own"
    for label in labels:
        beside = label.parentWidget().focusProxy() if label.parentWidget() is not None else None
        if "&" in label.text().replace("&&", "") and label.buddy() is None and beside is None:
            yield f"label {label.text()!r}: a mnemonic that leads nowhere"


def _mnemonics_twice(widget: QWidget) -> Iterator[str]:
    texts = [action.text() for action in widget.actions()] if isinstance(widget, QMenu) else []
    texts += [each.text() for each in widget.findChildren(QAbstractButton) if each.isVisible()]
    texts += [each.text() for each in widget.findChildren(QLabel) if each.isVisible() and each.buddy() is not None]
    letters = Counter(text.replace("&&", "").partition("&")[2][:1].casefold() for text in texts)
    for letter, count in letters.items():
        if letter.strip() and count > 1:
            yield f"Alt+{letter} means {count} things"


def tab_path(widget: QWidget) -> list[QWidget]:
    """The widgets Tab goes through, from the one that has the keyboard until it comes round."""
    start = widget.window().focusWidget() or widget
    path, at = [], start
    while True:
        at = at.nextInFocusChain()
        if at is start or len(path) > 500:
            return path
        takes = at.focusPolicy().value & 1
        if takes and at.isVisible() and at.isEnabled() and not isinstance(at.parent(), QAbstractScrollArea):
            path.append(at)
