"""What a person chose, as the window holds it: changed here, written at once, and told where it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from app import settings as settings_file
from app.settings import Settings, SettingsNotSaved


class Choices:
    """``trouble`` hears what could not be read, and later what could not be written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        loaded = settings_file.load(file)
        self.settings: Settings = loaded.settings
        self.problems = loaded.problems
        self.trouble: Callable[[str], None] = lambda _text: None

    def change(self, **choices: object) -> None:
        """Hold by these from now on; a file that cannot be written changes nothing about that."""
        self.settings = msgspec.structs.replace(self.settings, **choices)
        try:
            settings_file.save(self._file, self.settings)
        except SettingsNotSaved as error:
            self.trouble(str(error))
