"""The vocabulary of scenarios: what a simulated agent says, uses, asks and fails at, as plain data."""

from __future__ import annotations

import difflib
from typing import Any

import msgspec


class ToolUse(msgspec.Struct, frozen=True, kw_only=True):
    """One tool call. ``takes_s`` at speed 1; ``response`` as PostToolUse carries it, ``result`` as the model reads it.

    ``error`` makes it fail. ``asks``: it needs a permission first; ``answered_after_s``: the person in the terminal
    says Yes after so long (0: never, it waits for someone). ``job``: a subagent's work, for the Agent tool.
    """

    name: str
    input: dict[str, Any]
    takes_s: float = 0.2
    response: Any = None
    result: str = ""
    error: str = ""
    asks: bool = False
    answered_after_s: float = 0.0
    job: SubagentJob | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the model: inner speech, text, and the tools it asks for (run in parallel)."""

    thought: str = ""
    text: str = ""
    lines_per_s: float = 3.0
    tools: tuple[ToolUse, ...] = ()
    output_tokens: int = 180


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """The model cannot be reached: the turn ends here."""

    error: str
    message: str


class SubagentJob(msgspec.Struct, frozen=True, kw_only=True):
    """What a subagent does; its last message is the Agent tool's result."""

    description: str
    prompt: str
    messages: tuple[Message, ...]
    kind: str = "Explore"


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt and what follows; then the agent rests for ``rest_s`` before the next one."""

    prompt: str
    steps: tuple[Message | Failure, ...]
    rest_s: float = 90.0


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's day: its turns, again and again."""

    name: str
    project: str
    turns: tuple[Turn, ...]
    model: str = "claude-opus-4-8"
    branch: str = "main"


def bash(command: str, description: str, output: str = "", *, takes_s: float = 1.0, exit_code: int = 0) -> ToolUse:
    """A command line that runs as a real child process."""
    failed = f"Exit code {exit_code}\n{output}" if exit_code else ""
    return ToolUse(
        name="Bash",
        input={"command": command, "description": description},
        takes_s=takes_s,
        response={
            "stdout": output,
            "stderr": "",
            "interrupted": False,
            "isImage": False,
            "noOutputExpected": not output,
        },
        result=output or "(Bash completed with no output)",
        error=failed,
    )


def read(path: str, content: str) -> ToolUse:
    """Reading a file."""
    lines = content.count("\n") + 1
    file = {"filePath": path, "content": content, "numLines": lines, "startLine": 1, "totalLines": lines}
    numbered = "\n".join(f"{number}\t{line}" for number, line in enumerate(content.splitlines(), 1))
    return ToolUse(name="Read", input={"file_path": path}, response={"type": "text", "file": file}, result=numbered)


def edit(path: str, old: str, new: str) -> ToolUse:
    """Replacing a piece of a file, with the patch Claude Code reports."""
    return ToolUse(
        name="Edit",
        input={"file_path": path, "old_string": old, "new_string": new, "replace_all": False},
        response={
            "filePath": path,
            "oldString": old,
            "newString": new,
            "originalFile": old,
            "structuredPatch": _patch(old, new),
            "userModified": False,
            "replaceAll": False,
        },
        result=f"The file {path} has been updated successfully.",
    )


def write(path: str, content: str) -> ToolUse:
    """Writing a new file."""
    response: dict[str, Any] = {
        "type": "create",
        "filePath": path,
        "content": content,
        "structuredPatch": [],
        "originalFile": None,
    }
    return ToolUse(
        name="Write",
        input={"file_path": path, "content": content},
        response=response,
        result=f"File created successfully at: {path}",
    )


def grep(pattern: str, found: tuple[str, ...]) -> ToolUse:
    """Searching the project."""
    return ToolUse(
        name="Grep",
        input={"pattern": pattern, "output_mode": "files_with_matches"},
        response={"mode": "files_with_matches", "filenames": list(found), "numFiles": len(found)},
        result=f"Found {len(found)} files\n" + "\n".join(found),
    )


def subagent(job: SubagentJob) -> ToolUse:
    """Setting a subagent to work."""
    words = {"description": job.description, "prompt": job.prompt, "subagent_type": job.kind}
    return ToolUse(name="Agent", input=words, job=job)


def asking(tool: ToolUse, answered_after_s: float = 0.0) -> ToolUse:
    """The same tool, but it needs a permission first."""
    return msgspec.structs.replace(tool, asks=True, answered_after_s=answered_after_s)


def _patch(old: str, new: str) -> list[dict[str, Any]]:
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3))[3:]
    return [
        {
            "oldStart": 41,
            "oldLines": sum(not line.startswith("+") for line in lines),
            "newStart": 41,
            "newLines": sum(not line.startswith("-") for line in lines),
            "lines": lines,
        }
    ]
