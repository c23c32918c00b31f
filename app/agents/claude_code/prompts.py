"""Tells prompts people gave from text the agent put into the conversation itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.agents.claude_code.values import mapping_of, word_of

_MACHINE_MADE = ("<task-notification>", "<teammate-message", "<cross-session-message", "<channel ", "<tick>")
_COMMAND_OUTPUT = ("<local-command-stdout>", "<local-command-stderr>", "<local-command-caveat>", "<bash-stdout>")
_COMMAND = re.compile(
    r"\s*<command-message>.{0,2000}?</command-message>\s*<command-name>(?P<name>.{0,300}?)</command-name>"
    r"(?:\s*<command-args>(?P<args>.*?)</command-args>)?",
    re.DOTALL,
)
_BUILT_IN = "<command-name>"
WAKE_SUMMARY = "Message from Signalcabin"
"""What the terminal shows when a message of ours woke the session."""
WAKE_PREFIX = "Message sent to this session from Signalcabin:"
"""What the model reads before it. Claude Code tells it besides that this is no input of the user's."""
_WOKEN = re.compile(
    rf"\s*<task-notification>\s*<summary>{WAKE_SUMMARY}</summary>\s*</task-notification>\s*"
    rf"<system-reminder>\s*{WAKE_PREFIX} ?(?P<text>.*?)\s*</system-reminder>\s*",
    re.DOTALL,
)
_SHELL = re.compile(r"<bash-input>(?P<command>.*?)</bash-input>", re.DOTALL)


def message_in(prompt: str) -> str:
    """What a person wrote in Signalcabin, if a hook of ours woke the session with it; "" for any other prompt."""
    found = _WOKEN.fullmatch(prompt)
    return found["text"] if found else ""


def is_machine_made(prompt: str) -> bool:
    """Whether a prompt was made by the agent (a background task ended, a hook woke it), not by its user."""
    return prompt.lstrip()[:64].startswith(_MACHINE_MADE)


def origin_of(line: Mapping[str, Any], prompt: str) -> str:
    """human or machine, as a transcript line says it; print mode says nothing, then the text decides."""
    kind = word_of(mapping_of(line, "origin"), "kind")
    if kind:
        return "human" if kind == "human" else "machine"
    return "machine" if is_machine_made(prompt) else "human"


def shell_command_in(text: str) -> str:
    """The command a person ran with "!", "" for another line."""
    found = _SHELL.match(text)
    return found["command"].strip() if found else ""


def prompt_in(text: str) -> str:
    """The prompt a user line of the transcript stands for, as it was typed; "" if it stands for none.

    A slash command that becomes a prompt is wrapped message first ("/greet Bob" again here); a built-in one (/clear)
    name first, and starts no turn, nor does its output or that of ``! command``.
    """
    head = text.lstrip()[:64]
    if head.startswith((*_COMMAND_OUTPUT, _BUILT_IN)):
        return ""
    command = _COMMAND.match(text)
    if command is None:
        return text
    return f"{command['name'].strip()} {(command['args'] or '').strip()}".rstrip()
