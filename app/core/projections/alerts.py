"""What may be ordered of whoever calls people: an alert, its withdrawal, a stop to arm, a digest."""

from __future__ import annotations

from typing import Literal

import msgspec

from app.core.records import SessionKey

AlertKind = Literal["needs_you", "failed", "finished", "silent", "stopped", "budget", "matched"]
Action = Literal["allow", "deny", "show", "stop"]
"""What can be done about it from the alert itself. allow and deny answer ``Alert.request_id`` and nothing else."""

Handled = Literal["", "seen", "answered", "moved_on", "replaced", "ended"]
"""How an alert came to its end: "" while it is open."""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Call a person. ``alert_id`` is the same for the same outcome.

    ``tag`` names the place it stands in: a new alert with the same tag replaces the one before. ``title`` and ``body``
    are one line each, plain, bounded, in the person's language. ``at_us``: when it happened, by its hub's clock.
    """

    alert_id: str
    key: SessionKey
    kind: AlertKind
    name: str = ""
    """What a person calls the session, alone."""
    title: str
    body: str
    at_us: int
    tag: str = ""
    actions: tuple[Action, ...] = ("show",)
    request_id: str = ""
    """The held request that allow and deny answer; "" where there is none (then they are not among the actions)."""
    muted: str = ""
    """Why it must not ring, only stand in the inbox: quiet_hours | do_not_disturb | snoozed | switched_off | missed (it
    came while the hub was away, and stands in the digest); "" for those that ring."""
    again: bool = False
    """It says anew what stands already (fewer sessions in a summary): replace the text, ring no second time."""
    parts: tuple[Alert, ...] = ()
    """A summary of a burst: the alerts it stands for, one a session. ``key`` is then the first one's."""


class Withdraw(msgspec.Struct, frozen=True, kw_only=True):
    """Take an alert back: it is no longer true, or somebody has seen it."""

    key: SessionKey
    alert_id: str
    tag: str = ""
    how: Handled = "moved_on"


class ArmStop(msgspec.Struct, frozen=True, kw_only=True):
    """Have the session stop before its next tool: a limit was passed, and the person chose so. ``why``: in words."""

    key: SessionKey
    why: str


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What came while nobody was to be called, told in one piece. ``why``: returned | quiet_over | hub_back.

    ``alerts``: those of them that still stand, newest first; ``handled``: how many others came and went meanwhile.
    """

    why: str
    title: str
    body: str
    since_us: int
    at_us: int
    alerts: tuple[Alert, ...] = ()
    handled: int = 0


Order = Alert | Withdraw | ArmStop | Digest
