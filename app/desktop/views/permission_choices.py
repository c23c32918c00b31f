"""The ways to allow and to deny a held request, each with what it does, for the arrows beside the two buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.commands import PendingRow
from app.core.sentences import in_your_words
from app.core.tr import tr
from app.desktop import words
from app.desktop.widgets.choice_menu import Choice

LONGEST_OFFER = 100
"""Characters of an offer of the agent's: nobody agrees to what they cannot read in one line."""

Answer = Callable[..., Any]
"""Called with the behavior and the other fields of ``commands.Answer``."""


def ways_to_allow(request: PendingRow, answer: Answer, edit: Callable[[], None] | None) -> list[Choice]:
    """Once, as the agent offers so that it need not ask again, or changed. ``edit`` None: it cannot be changed."""
    choices = [Choice(tr("Allow once"), tr("Lets the agent do exactly this."), lambda: answer("allow"), shortcut="A")]
    for place, offer in enumerate(request.suggestions):
        if offer.words:
            choices.append(_offer(offer.words, lambda place=place: answer("allow", suggestion=place)))
    if edit is not None:
        choices.append(Choice(tr("Edit, then allow…"), tr("Change what will run before it runs."), edit))
    return choices


def ways_to_deny(answer: Answer, explain: Callable[[], None]) -> list[Choice]:
    """Deny as it is, with a reason, or with an end of the turn."""
    return [
        Choice(tr("Deny"), tr("The agent is told so and goes on."), lambda: answer("deny"), shortcut="D"),
        Choice(tr("Deny and say why…"), tr("The agent is told what you write and goes on."), explain),
        Choice(tr("Deny and stop"), tr("Denies it and ends the turn. The session stays open."), _stopping(answer)),
    ]


def _stopping(answer: Answer) -> Callable[[], None]:
    return lambda: answer("deny", interrupt=True)


def _offer(offered: str, act: Callable[[], None]) -> Choice:
    line = in_your_words(words.one_line(offered, LONGEST_OFFER))
    if len(" ".join(offered.split())) > LONGEST_OFFER:
        return Choice(
            line, tr("Too long to be read here. Choose it where the agent runs."), lambda: None, enabled=False
        )
    return Choice(line, tr("Allows this, and the agent does not ask for the like again."), act)
