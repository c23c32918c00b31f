"""How a message of a person's would reach a session now."""

from __future__ import annotations

from typing import Literal

import msgspec

ReplyHow = Literal["stream", "wake", "stop", "next_stop", ""]


class ReplyWay(msgspec.Struct, frozen=True, kw_only=True):
    """In one sentence, or why not (``why_not``; "" when it can).

    ``how``: stream (launched from here: at once) | wake (it rests, and a hook of it waits: at once) | stop (it works:
    when the turn it is in ends) | next_stop (it rests, and nothing can wake it: when the turn after its next prompt
    ends).
    """

    how: ReplyHow = ""
    sentence: str = ""
    why_not: str = ""
