"""Cards of what runs in a shell: the command whole, what it printed, how it ended, whether it goes on by itself."""

from __future__ import annotations

from typing import Any

from app.core.figures import grouped
from app.core.tr import mark, tr
from app.desktop.text.faces.parts import BodyPart, Drawer, Sketch, content_text, number_of, result_parts, text_of
from app.desktop.text.safe import visible, visible_line

FITS_IN_HEADER = 48
"""Characters of a command that a header shows even in a narrow window; a longer one stands in the body."""


def run(arguments: dict[str, Any], _raw: Any, output: Any) -> Sketch:
    """A command."""
    command = text_of(arguments.get("command"))
    sketch = Sketch(opens=True, copy_name=mark("command") if command else "", copy_text=command)
    if len(command) > FITS_IN_HEADER or "\n" in command or visible(command) != command:
        sketch.parts.append(BodyPart("command", command))
        sketch.summary = visible_line(text_of(arguments.get("description")))
    if isinstance(output, dict) and ("stdout" in output or "stderr" in output):
        _printed(sketch, output)
    else:
        sketch.parts += [_as_output(part) for part in result_parts(output)]
    if arguments.get("run_in_background") is True or (isinstance(output, dict) and output.get("backgroundTaskId")):
        sketch.state = tr("in background")
    return sketch


def _printed(sketch: Sketch, output: dict[str, Any]) -> None:
    stdout, stderr = (text_of(output.get(name)).strip("\n") for name in ("stdout", "stderr"))
    if output.get("isImage") is True and stdout:
        sketch.parts.append(
            BodyPart(
                "note", tr("A picture, not shown ({count} characters of data).").format(count=grouped(len(stdout)))
            )
        )
        stdout = ""
    if stdout:
        sketch.parts.append(BodyPart("output", stdout, name=mark("output")))
    if stderr:
        if stdout:
            sketch.parts.append(BodyPart("note", "stderr"))
        sketch.parts.append(BodyPart("output", stderr, name=mark("error output")))
    for key in ("returnCodeInterpretation", "backgroundTaskId"):
        if told := visible_line(text_of(output.get(key))):
            words = (
                told
                if key == "returnCodeInterpretation"
                else tr("Goes on in the background as {task}.").format(task=told)
            )
            sketch.parts.append(BodyPart("note", words))


def _as_output(part: BodyPart) -> BodyPart:
    return BodyPart("output", part.text, name=mark("output")) if part.kind == "output" else part


def look_after(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """What a background shell or task has printed so far, or that it was stopped."""
    task = text_of(arguments.get("bash_id") or arguments.get("shell_id") or arguments.get("task_id"))
    sketch = Sketch(argument=visible_line(task) if task else None)
    told = output
    if isinstance(output, dict) and isinstance(output.get("task"), dict):
        told = output["task"]
    if not isinstance(told, dict):
        sketch.parts = result_parts(told)
        return sketch
    printed = {"stdout": told.get("stdout") or told.get("output"), "stderr": told.get("stderr")}
    _printed(sketch, printed)
    if not sketch.parts and (text := content_text(told.get("content"))):
        sketch.parts = [BodyPart("output", text, name=mark("output"))]
    if not sketch.parts:
        sketch.parts = result_parts(told)
    state = visible_line(text_of(told.get("status")), 30)
    exit_code = number_of(told.get("exitCode"), -1)
    sketch.state = tr("exit {code}").format(code=exit_code) if exit_code > 0 else tr(state)
    return sketch


DRAWERS: dict[str, Drawer] = {
    "Bash": run,
    "PowerShell": run,
    "BashOutput": look_after,
    "TaskOutput": look_after,
    "AgentOutputTool": look_after,
    "KillShell": look_after,
    "KillBash": look_after,
    "TaskStop": look_after,
}
