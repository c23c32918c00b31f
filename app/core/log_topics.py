"""Which topics say how much in the logs, as a person wrote it down. Pure.

A topic is a room or a part of it, by its name in the code: ``hub``, ``hub.follow``, ``desktop.link``, ``store``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
"""The words for them, and Python's numbers."""

_TOPIC = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")


def topics_of(text: str) -> tuple[dict[str, str], list[str]]:
    """``hub.follow=debug,store=info`` as topics with their levels, and what in it could not be read."""
    topics: dict[str, str] = {}
    bad: list[str] = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        topic, _, level = (each.strip() for each in part.partition("="))
        if _TOPIC.fullmatch(topic) and level in LEVELS:
            topics[topic] = level
        else:
            bad.append(part)
    return topics, bad


def logger_levels(*topics: Mapping[str, str]) -> dict[str, int]:
    """The loggers to set, with Python's numbers; later mappings go first. What is no topic is left out."""
    chosen = {topic: level for each in topics for topic, level in each.items()}
    return {
        f"{root}.{topic}": LEVELS[level]
        for topic, level in chosen.items()
        if _TOPIC.fullmatch(topic) and level in LEVELS
        for root in ("signalcabin", "app")
    }
