"""What the start of the window loads: each asked of a Python of its own."""

from __future__ import annotations

import json
import subprocess
import sys

_READ = """
import json, linecache
from app.desktop import early
early.load()
from app.desktop import words
from PySide6.QtCore import QObject
print(json.dumps({"read": [name for name in linecache.cache if "words" in name], "qt": QObject.__name__}))
"""

_COLLECTOR = "import gc; from app.desktop import early; early.load(); print(gc.isenabled())"


def test_no_module_is_read_in_search_of_qt() -> None:
    said = json.loads(_said_by(_READ))
    assert said == {"read": [], "qt": "QObject"}


def test_no_garbage_is_looked_for_while_the_window_loads() -> None:
    assert _said_by(_COLLECTOR) == "False"


def _said_by(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()
