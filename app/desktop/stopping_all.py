"""What a stop of all would touch, asked of every hub this window looks at: the list a person agrees to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from app.core.commands import StopAll, StopLevel
from app.core.stopping import StopAllResult, StopAllRow
from app.core.tr import tr
from app.desktop.cabin import Cabin
from app.desktop.link import OrderFailed
from app.desktop.models.hubs import SessionRef


class Project(NamedTuple):
    """A folder on the machine of one hub; what lies below it belongs to it."""

    hub: str
    cwd: str


class Touched(NamedTuple):
    """A session a stop would touch, and how."""

    ref: SessionRef
    row: StopAllRow


class Sight(NamedTuple):
    """``unasked``: hubs that could not say, each with why: their sessions are not in the list."""

    touched: Sequence[Touched]
    unasked: Sequence[tuple[str, str]]


async def look(cabin: Cabin, level: StopLevel, project: Project | None) -> Sight:
    """What a stop of this level would touch, in a project or everywhere; touches nothing."""
    hubs = [project.hub] if project else [hub.name for hub in cabin.hubs.all()]
    question = StopAll(level=level, cwd=project.cwd if project else "", preview=True)
    answers = await asyncio.gather(*(_ask(cabin, name, question) for name in hubs))
    touched: list[Touched] = []
    unasked: list[tuple[str, str]] = []
    for name, answer in zip(hubs, answers, strict=True):
        if isinstance(answer, str):
            unasked.append((name, answer))
        else:
            touched += [Touched(SessionRef(name, row.agent, row.session_id), row) for row in answer.sessions]
    return Sight(touched, unasked)


async def _ask(cabin: Cabin, hub: str, question: StopAll) -> StopAllResult | str:
    try:
        return msgspec.convert(await cabin.order_hub(hub, question), StopAllResult)
    except OrderFailed as error:
        return str(error)
    except msgspec.ValidationError as error:
        return tr("its answer was not understood: {error}").format(error=error)
