"""The fields of the settings dialog: each shows one value, and says what a person made of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.tr import tr
from app.desktop.settings_table import Control, InFile, Lines, Number, OneOf, Row, Several, Switch
from app.desktop.theme import GRID, scaled_px
from app.desktop.widgets.check_line import CheckLine
from app.desktop.widgets.choice_field import ChoiceField

_NUMBER_PX = 110


class Field(QWidget):
    """One control. ``show_value`` does not send ``changed``; a person's choice does."""

    changed = Signal(object)
    in_file = Signal()
    """It is to be edited in the settings file."""
    play_wanted = Signal(str)
    """The value of an option a person wants to hear."""

    def show_value(self, value: object) -> None:
        """Show what holds now."""
        raise NotImplementedError

    @property
    def is_wide(self) -> bool:
        """Whether it needs the room below its sentence."""
        return False


def field_for(row: Row, parent: QWidget) -> Field:
    """The field for a setting's kind of value."""
    made = {
        Switch: SwitchField, OneOf: OneOfField, Several: SeveralField, Number: NumberField, Lines: LinesField,
        InFile: InFileField,
    }[type(row.control)]  # fmt: skip
    return made(tr(row.title), row.control, parent)


class _Alone(Field):
    """A field that is one widget."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(2 * GRID)

    def _hold(self, *widgets: QWidget, fill: bool = False) -> None:
        """From the left; ``fill``: the one there is takes all the room."""
        for widget in widgets:
            self.line.addWidget(widget, 1 if fill else 0)
        if not fill:
            self.line.addStretch(1)
        self.setFocusProxy(widgets[0])


class SwitchField(_Alone):
    """On or off."""

    def __init__(self, name: str, _control: Control, parent: QWidget) -> None:
        super().__init__(parent)
        self.check = CheckLine(tr("On"), self)
        self.check.setAccessibleName(name)
        self.check.toggled.connect(self.changed.emit)
        self._hold(self.check)

    def show_value(self, value: object) -> None:
        self.check.blockSignals(True)
        self.check.setChecked(bool(value))
        self.check.blockSignals(False)


class OneOfField(_Alone):
    """One of a few."""

    def __init__(self, name: str, control: OneOf, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice = ChoiceField(name, control.options, self)
        self.choice.changed.connect(self.changed.emit)
        self._hold(self.choice, fill=True)

    def show_value(self, value: object) -> None:
        self.choice.blockSignals(True)
        self.choice.choose(str(value))
        self.choice.blockSignals(False)


class SeveralField(Field):
    """Any of a few, each with a box."""

    def __init__(self, name: str, control: Several, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.boxes: dict[str, CheckLine] = {}
        for value, title in control.options:
            box = self.boxes[value] = CheckLine(tr(title), self)
            box.setAccessibleName(tr("{field}: {value}").format(field=name, value=tr(title)))
            box.toggled.connect(lambda _on: self._tell())
            line = QHBoxLayout()
            line.addWidget(box, 1)
            if control.can_play:
                line.addWidget(self._play_button(value, tr(title)))
            column.addLayout(line)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def _play_button(self, value: str, title: str) -> QPushButton:
        button = QPushButton(tr("Play"), self)
        button.setProperty("role", "quiet")
        button.setAutoDefault(False)
        button.setAccessibleName(tr("Play: {what}").format(what=title))
        button.clicked.connect(lambda: self.play_wanted.emit(value))
        return button

    @property
    def is_wide(self) -> bool:
        return True

    def show_value(self, value: object) -> None:
        held = value if isinstance(value, tuple) else ()
        for name, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(name in held)
            box.blockSignals(False)

    def _tell(self) -> None:
        self.changed.emit(tuple(name for name, box in self.boxes.items() if box.isChecked()))


class NumberField(_Alone):
    """A number with its unit; Up and Down count. What is no number is taken back."""

    def __init__(self, name: str, control: Number, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = control
        self._value: float = 0
        self.edit = _NumberEdit(self)
        self.edit.setAccessibleName(tr("{field}, in {unit}").format(field=name, unit=tr(control.unit)))
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.setFixedWidth(scaled_px(_NUMBER_PX))
        self.edit.editingFinished.connect(self._finished)
        self.edit.stepped.connect(self._step)
        self.unit = QLabel("", self)
        self._hold(self.edit, self.unit)

    def show_value(self, value: object) -> None:
        self._value = float(value) if isinstance(value, int | float) else 0
        decimals = self._control.decimals
        self.edit.setText(f"{self._value:.{decimals}f}" if decimals else str(int(self._value)))
        zero = self._control.zero
        self.unit.setText(tr(zero) if zero and not self._value else tr(self._control.unit))
        self.edit.setAccessibleDescription(tr(zero) if zero and not self._value else "")

    def _step(self, by: int) -> None:
        self._take(self._value + by)

    def _finished(self) -> None:
        text = self.edit.text().strip().replace(",", ".")
        try:
            self._take(float(text) if text else 0.0)
        except ValueError:
            self.show_value(self._value)

    def _take(self, value: float) -> None:
        # What is no number (nan) equals nothing, not even itself.
        value = min(max(value, 0.0), float(self._control.most)) if value == value else 0.0
        value = round(value, self._control.decimals) if self._control.decimals else int(value)
        news = value != self._value
        self.show_value(value)
        if news:
            self.changed.emit(value)


class _NumberEdit(QLineEdit):
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}.get(
            Qt.Key(event.key())
        )
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class LinesField(Field):
    """Several short texts in one line."""

    def __init__(self, name: str, control: Lines, parent: QWidget) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(control.example)
        self.edit.editingFinished.connect(self._finished)
        line.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self._value: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        return True

    def show_value(self, value: object) -> None:
        self._value = value if isinstance(value, tuple) else ()
        self.edit.setText("; ".join(self._value))

    def _finished(self) -> None:
        value = tuple(part.strip() for part in self.edit.text().split(";") if part.strip())
        if value != self._value:
            self._value = value
            self.changed.emit(value)


class InFileField(_Alone):
    """A button that leads to the file."""

    def __init__(self, name: str, _control: Control, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.button = QPushButton(tr("Edit the file"), self)
        self.button.clicked.connect(lambda: self.in_file.emit())
        self.show_value(())
        self._hold(self.button, fill=True)

    def show_value(self, value: object) -> None:
        count = len(value) if isinstance(value, tuple | dict) else 0
        said = tr("{field}: {count} in the settings file").format(field=self._name, count=count)
        self.button.setAccessibleName(said)
        self.button.setToolTip(said)
