"""Cards of tools nobody taught us about: their arguments as a tidy tree, their result by its shape."""

from __future__ import annotations

from typing import Any

from app.core.projections.words import telling_argument
from app.desktop.text.faces.parts import BodyPart, Sketch, result_parts


def other(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """Any tool at all."""
    shown = telling_argument(raw)
    said = isinstance(raw, dict) and len(raw) == 1 and bool(shown) and len(shown) <= 100 and "\n" not in shown
    sketch = Sketch()
    if raw not in (None, {}, [], "") and not said:
        sketch.parts.append(BodyPart("tree", value=raw, name="arguments"))
    sketch.parts += result_parts(output)
    return sketch
