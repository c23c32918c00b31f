"""Tests of ``app/desktop/text/faces/plans.py``."""

from __future__ import annotations

from app.desktop.text.faces.plans import MOST_ROWS, plan, question, task_changed, task_list, task_made, todos

TODOS = [
    {"content": "look", "status": "completed"},
    {"content": "sign", "status": "in_progress"},
    {"content": "test", "status": "pending"},
]


def test_a_check_list_tells_the_state_of_each_item_in_a_word() -> None:
    sketch = todos({"todos": TODOS}, None, None)
    assert [(row.mark, row.words, row.word) for row in sketch.parts[0].rows] == [
        ("completed", "look", "completed"),
        ("in_progress", "sign", "in progress"),
        ("pending", "test", "pending"),
    ]
    assert (sketch.argument, sketch.count) == ("sign", "1 of 3 done")


def test_what_changed_since_the_last_list_stands_out() -> None:
    before = [{"content": "look", "status": "in_progress"}, {"content": "sign", "status": "in_progress"}]
    sketch = todos({"todos": TODOS}, None, {"oldTodos": before})
    assert [(row.changed, row.word) for row in sketch.parts[0].rows] == [
        (True, "completed, was in progress"),
        (False, "in progress"),
        (True, "pending, new"),
    ]


def test_nothing_stands_out_in_the_first_list() -> None:
    assert not any(row.changed for row in todos({"todos": TODOS}, None, {"oldTodos": []}).parts[0].rows)


def test_an_endless_list_ends_somewhere() -> None:
    rows = todos({"todos": TODOS * 1_000}, None, None).parts[0].rows
    assert len(rows) == MOST_ROWS + 1 and rows[-1].words == "… 2,000 more"


def test_a_task_says_what_it_was_and_what_it_is() -> None:
    change = {"taskId": "1", "statusChange": {"from": "pending", "to": "in_progress"}}
    sketch = task_changed({"taskId": "1", "status": "in_progress"}, None, change)
    assert (sketch.argument, sketch.state, sketch.parts) == ("task 1", "pending → in progress", [])
    assert task_made({"subject": "Fix"}, None, {"task": {"id": "1", "subject": "Fix"}}).count == "task 1"
    listed = task_list({}, None, {"tasks": [{"id": "1", "subject": "Fix", "status": "completed"}]})
    assert (listed.count, listed.parts[0].rows[0].words) == ("1 of 1 done", "Fix")


def test_a_question_is_shown_with_all_its_options_and_the_answer() -> None:
    asked = {
        "question": "Which?",
        "multiSelect": True,
        "options": [{"label": "Red", "description": "warm"}, {"label": "Blue"}],
    }
    rows = question({"questions": [asked]}, None, {"answers": {"Which?": "Blue"}}).parts[0].rows
    assert [(row.mark, row.words, row.detail, row.word) for row in rows] == [
        ("heading", "Which?", "several may be chosen", ""),
        ("option", "Red", "warm", ""),
        ("chosen", "Blue", "", "chosen"),
    ]


def test_an_answer_in_own_words_is_shown_beside_the_options() -> None:
    asked = {"question": "Which?", "options": [{"label": "Red"}]}
    rows = question({"questions": [asked]}, None, {"answers": {"Which?": "green"}}).parts[0].rows
    assert [(row.mark, row.words) for row in rows] == [("heading", "Which?"), ("option", "Red"), ("chosen", "green")]


def test_a_plan_is_prose_and_open() -> None:
    sketch = plan({"plan": "1. Paint it."}, None, None)
    assert (sketch.opens, [(part.kind, part.text) for part in sketch.parts]) == (True, [("markdown", "1. Paint it.")])
