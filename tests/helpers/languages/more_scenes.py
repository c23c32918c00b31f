"""Scenes no picture is kept of, so that every dialog and menu is seen in another language, too."""

from __future__ import annotations

from tests.helpers.pictures.scenes import Scene, scenes

_NO_WORDS = ("icons", "cards-large")
"""Scenes without words of the window's, or with those of another."""


def all_scenes() -> list[Scene]:
    """Those of the pictures, each once, and more."""
    kept = [scene for scene in scenes() if scene.name not in _NO_WORDS]
    return [scene for scene in kept if scene.ratio == 1 and scene.text_scale == 1.0 and not scene.from_the_right]
