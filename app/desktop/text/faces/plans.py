"""Cards of what an agent plans and asks: check lists, questions with all their options, plans, subagents' orders."""

from __future__ import annotations

from typing import Any

from app.core.figures import grouped
from app.core.tr import mark, plural, tr
from app.desktop.text.faces.other import other
from app.desktop.text.faces.parts import (
    BodyPart,
    Drawer,
    Row,
    RowMark,
    Sketch,
    content_text,
    dict_of,
    list_of,
    result_parts,
    text_of,
)
from app.desktop.text.plain import plain
from app.desktop.text.safe import visible, visible_line

MOST_ROWS = 1_000
LONGEST_WORDS = 4_000

_MARKS: dict[str, RowMark] = {
    "pending": "pending",
    "in_progress": "in_progress",
    "completed": "completed",
    "deleted": "deleted",
}


def _task_row(task: dict[str, Any], before: str | None = None) -> Row:
    state = text_of(task.get("status")) or "pending"
    words = visible_line(text_of(task.get("content") or task.get("subject")) or tr("a task"), 500)
    ticked = _MARKS.get(state, "plain")
    word = _state(state)
    changed = before is not None and before != state
    if changed and before:
        word = tr("{state}, was {former}").format(state=word, former=_state(before))
    elif changed:
        word = tr("{state}, new").format(state=word)
    return Row(ticked, words, word=word, changed=changed)


def _state(state: str) -> str:
    return tr(visible_line(state.replace("_", " "), 30))


_STATES = (mark("pending"), mark("in progress"), mark("completed"), mark("deleted"))
"""The states of a task in Claude Code's words; others are shown as they are."""


def _listed(tasks: list[Any], before: list[Any] | None = None) -> tuple[tuple[Row, ...], str]:
    """The rows of a check list, and how far it is; ``before`` is the list as it was."""
    known = None if before is None else {_subject(task): text_of(dict_of(task).get("status")) for task in before}
    rows = []
    for task in tasks[:MOST_ROWS]:
        if isinstance(task, dict):
            was = None if not known else known.get(_subject(task), "")
            rows.append(_task_row(task, was))
    if len(tasks) > MOST_ROWS:
        rows.append(Row("plain", tr("… {count} more").format(count=grouped(len(tasks) - MOST_ROWS))))
    done = sum(row.mark == "completed" for row in rows)
    return tuple(rows), tr("{done} of {all} done").format(done=done, all=len(rows)) if rows else ""


def _subject(task: Any) -> str:
    return text_of(dict_of(task).get("content") or dict_of(task).get("subject"))


def todos(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """The whole list, written anew with every change: what changed stands out."""
    wanted = arguments.get("todos")
    if not isinstance(wanted, list):
        return other(arguments, raw, output)
    before = dict_of(output).get("oldTodos")
    rows, count = _listed(wanted, before if isinstance(before, list) else None)
    now = next((row.words for row in rows if row.mark == "in_progress"), "")
    return Sketch([BodyPart("rows", rows=rows)] if rows else [], opens=True, argument=now, is_prose=True, count=count)


def task_made(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """One more item on the list."""
    task = dict_of(dict_of(output).get("task"))
    subject = text_of(arguments.get("subject") or task.get("subject"))
    if not subject:
        return other(arguments, raw, output)
    sketch = Sketch(argument=visible_line(subject), is_prose=True)
    if number := visible_line(text_of(task.get("id")), 20):
        sketch.count = tr("task {number}").format(number=number)
    if (description := text_of(arguments.get("description"))) and description != subject:
        sketch.parts = [BodyPart("markdown", description)]
    return sketch


def task_changed(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """An item that is now something else: what it was and what it is."""
    number = visible_line(text_of(arguments.get("taskId")), 20)
    if not number:
        return other(arguments, raw, output)
    change = dict_of(dict_of(output).get("statusChange"))
    before, after = text_of(change.get("from")), text_of(change.get("to") or arguments.get("status"))
    subject = text_of(arguments.get("subject"))
    sketch = Sketch(argument=visible_line(subject) or tr("task {number}").format(number=number), is_prose=True)
    sketch.count = tr("task {number}").format(number=number) if subject else ""
    words = [_state(word) for word in (before, after) if word]
    sketch.state = visible_line(" → ".join(words), 60)
    extra = {key: value for key, value in arguments.items() if key not in ("taskId", "status", "subject")}
    if extra:
        sketch.parts = [BodyPart("tree", value=extra, name=mark("arguments"))]
    return sketch


def task_list(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """The list as it is."""
    given = dict_of(output)
    tasks = given.get("tasks")
    if not isinstance(tasks, list) and isinstance(given.get("task"), dict):
        tasks = [given["task"]]
    if not isinstance(tasks, list):
        return other(arguments, raw, output)
    rows, count = _listed(tasks)
    return Sketch([BodyPart("rows", rows=rows)] if rows else [], opens=True, argument="", count=count)


def _told(text: str) -> str:
    """Words of a question, all of them but what nobody would read."""
    if len(text) <= LONGEST_WORDS:
        return text
    #: The beginning of a long text, and how long it is.
    return tr("{text}… ({count} characters)").format(text=text[:LONGEST_WORDS], count=grouped(len(text)))


def _asked(one: dict[str, Any], given: str) -> list[Row]:
    """One question: itself, every option, and an answer that was none of them."""
    several = tr("several may be chosen") if one.get("multiSelect") is True else ""
    rows = [Row("heading", visible(_told(text_of(one.get("question")))) or "?", several)]
    for option in list_of(one.get("options"))[:100]:
        label = text_of(dict_of(option).get("label")) or text_of(option)
        is_chosen = bool(label) and (given == label or label in given.split(", "))
        detail = visible(_told(text_of(dict_of(option).get("description"))))
        shape: RowMark = "chosen" if is_chosen else "option"
        rows.append(Row(shape, visible(_told(label)), detail, tr("chosen") if is_chosen else ""))
    if given and not any(row.mark == "chosen" for row in rows):
        rows.append(Row("chosen", visible(_told(given)), word=tr("answered in own words")))
    return rows


def question(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """Every question with all its options, and which of them a person chose."""
    questions = [one for one in list_of(arguments.get("questions"))[:50] if isinstance(one, dict)]
    answers = dict_of(dict_of(output).get("answers"))
    rows: list[Row] = []
    for one in questions:
        rows += _asked(one, text_of(answers.get(text_of(one.get("question")))))
    if not rows:
        return other(arguments, raw, output)
    argument = visible_line(text_of(questions[0].get("question")))
    count = plural("%n questions", "%n question", len(questions)) if len(questions) > 1 else ""
    return Sketch([BodyPart("rows", rows=tuple(rows))], opens=True, argument=argument, is_prose=True, count=count)


def plan(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """A plan, whole."""
    text = text_of(arguments.get("plan") or dict_of(output).get("plan"))
    if not text:
        return other(arguments, raw, output)
    sketch = Sketch([BodyPart("markdown", text, name=mark("plan"))], opens=True)
    sketch.argument = visible_line(plain(text[:400].strip().partition("\n")[0]), 120)
    sketch.copy_name, sketch.copy_text = mark("plan"), text
    sketch.summary, sketch.is_prose = " ", True
    return sketch


def agent(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """A subagent that never came to work, or an agent's message: what it was told, and what came back."""
    prompt = text_of(arguments.get("prompt"))
    sketch = Sketch([BodyPart("markdown", prompt, name=mark("prompt"))] if prompt else [], is_prose=True)
    content = output.get("content") if isinstance(output, dict) else output
    if text := content_text(content):
        sketch.parts.append(BodyPart("markdown", text, name=mark("result")))
    elif output is not None:
        sketch.parts += result_parts(output)
    return sketch


DRAWERS: dict[str, Drawer] = {
    "TodoWrite": todos,
    "TaskCreate": task_made,
    "TaskUpdate": task_changed,
    "TaskGet": task_list,
    "TaskList": task_list,
    "AskUserQuestion": question,
    "ExitPlanMode": plan,
    "Agent": agent,
    "Task": agent,
}
