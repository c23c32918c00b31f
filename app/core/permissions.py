"""Permission requests: a fingerprint of what a person was shown, and what an agent's suggestions mean, in words."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from app.core.tr import listed, mark, tr


def permission_digest(tool_name: str, tool_input: Any) -> str:
    """16 hex digits over the tool and its input as canonical JSON (keys sorted, no blanks).

    An answer that carries the digest counts only for exactly this input. Raises TypeError for what is no JSON value.
    """
    canonical = msgspec.json.encode([tool_name, tool_input], order="sorted")
    return hashlib.sha256(canonical).hexdigest()[:16]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question an agent puts to a person. ``options``: (label, description); other words are allowed too."""

    text: str
    heading: str = ""
    options: tuple[tuple[str, str], ...] = ()
    many: bool = False
    """Whether several options may be chosen."""


MAX_QUESTIONS = 20
MAX_OPTIONS = 50


def questions_in(asked: Any) -> list[Question]:
    """The questions in a question's input (Claude Code 2.1.197: AskUserQuestion), as far as they can be read."""
    questions = asked.get("questions") if isinstance(asked, dict) else None
    found = [_question(each) for each in questions[:MAX_QUESTIONS]] if isinstance(questions, list) else []
    return [question for question in found if question is not None]


def _question(asked: Any) -> Question | None:
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        return None
    options = asked.get("options")
    return Question(
        text=asked["question"],
        heading=_text(asked.get("header")),
        options=tuple(
            (option["label"], _text(option.get("description")))
            for option in (options[:MAX_OPTIONS] if isinstance(options, list) else [])
            if isinstance(option, dict) and isinstance(option.get("label"), str)
        ),
        many=asked.get("multiSelect") is True,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


MAX_SUGGESTIONS = 8
_WHERE = {
    "session": mark("{what} in this session"),
    "localSettings": mark("{what} in this folder, for you"),
    "projectSettings": mark("{what} in this project, for everybody"),
    "userSettings": mark("{what} everywhere"),
    "cliArg": mark("{what} in this session"),
}
_MODES = {
    "acceptEdits": mark("Accept all edits"),
    "bypassPermissions": mark("Ask for nothing more"),
    "plan": mark("Only plan"),
    "default": mark("Ask as usual"),
    "dontAsk": mark("Refuse without asking"),
}


def suggestion_words(suggestion: Any) -> str:
    """An agent's offer in words ("Allow Bash(npm test:*) in this project, for everybody"); "" for one we do not know.

    What is not understood must not be offered: a person could not know what they agree to. Words of the agent's come
    as they are and must be made safe by whoever shows them.
    """
    if not isinstance(suggestion, dict):
        return ""
    where = _WHERE.get(str(suggestion.get("destination")), "")
    what = _what(suggestion)
    return tr(where).format(what=what) if where and what else ""


def _what(suggestion: dict[Any, Any]) -> str:
    kind = suggestion.get("type")
    if kind == "setMode":
        return tr(_MODES.get(str(suggestion.get("mode")), ""))
    if kind == "addDirectories":
        folders = suggestion.get("directories")
        known = isinstance(folders, list) and folders and all(isinstance(folder, str) for folder in folders)
        return tr("Allow access to {folders}").format(folders=", ".join(folders)) if known else ""  # type: ignore[arg-type]
    if kind == "addRules" and suggestion.get("behavior") == "allow":
        rules = suggestion.get("rules")
        named = [_rule(rule) for rule in rules] if isinstance(rules, list) else []
        return tr("Allow {what}").format(what=listed(named)) if named and all(named) else ""
    return ""


def _rule(rule: Any) -> str:
    if not isinstance(rule, dict) or not isinstance(rule.get("toolName"), str):
        return ""
    content = rule.get("ruleContent")
    if content is None:
        return tr("every {tool}").format(tool=rule["toolName"])
    return f"{rule['toolName']}({content})" if isinstance(content, str) else ""
