"""The tables ``[[rules]]`` of the settings: something special about the alerts of some sessions, written by hand."""

from __future__ import annotations

from typing import Any

import msgspec

MOST_RULES = 200

EXAMPLE = """\
# Rules for some sessions, as tables at the end of this file; the first that says something of a matter decides.
# Whose: agent, project (a folder with all below it, or the bare name of one). Which alerts ring there: needs_you,
# failed, finished, silent, stopped, budget, matched = true or false; silent_after_min. Or output that calls you:
# matches = "a regular expression", name = "what the alert says".
#
# [[rules]]
# project = "~/src/experiments"
# finished = false
#
# [[rules]]
# name = "deployed"
# matches = "(?i)deployed to production"
"""


class AlertRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule. None: it says nothing of that."""

    name: str = ""
    agent: str = ""
    project: str = ""
    needs_you: bool | None = None
    failed: bool | None = None
    finished: bool | None = None
    silent: bool | None = None
    stopped: bool | None = None
    budget: bool | None = None
    matched: bool | None = None
    silent_after_min: int | None = None
    matches: str = ""


def rules_of(value: Any) -> tuple[tuple[AlertRule, ...], list[str]]:
    """(the rules that can be used, in words which cannot)."""
    if not isinstance(value, list):
        return (), ["'rules' must be tables: [[rules]]; they are ignored."]
    rules: list[AlertRule] = []
    problems: list[str] = []
    for number, table in enumerate(value[:MOST_RULES], 1):
        try:
            rules.append(msgspec.convert(table, AlertRule))
        except msgspec.ValidationError as error:
            problems.append(f"{_named(number, table)} is ignored ({error}).")
    if len(value) > MOST_RULES:
        problems.append(f"Only the first {MOST_RULES} rules are used.")
    return tuple(rules), problems


def _named(number: int, table: Any) -> str:
    name = table.get("name") if isinstance(table, dict) else None
    return f"rule {number} “{name[:60]}”" if isinstance(name, str) and name else f"rule {number}"
