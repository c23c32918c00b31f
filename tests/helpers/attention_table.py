"""Plays a table against the policy: lines of what happens, and the lines of what is ordered, each with its second.

    0    s1 works                      a row: works · asks R … · done · failed REASON · interrupted REASON · idle …
    5    s1 done background=1          with fields of the row after it
    6    s1 done (seen)                its session is open in a focused window
    7    ends                          time passes until then (fifteen seconds, where a table does not say)
    7    sees s1 | leaves | returns | disturb on | disturb off | snooze s1 60 | says s1 some output

Between the lines time passes: the policy is ticked whenever it asked for it.
"""

from __future__ import annotations

import shlex

import msgspec

from app.core.projections.alerts import Alert, ArmStop, Digest, Order, Withdraw
from app.core.projections.attention import Attention
from app.core.projections.attention_policy import Policy
from app.core.projections.rows import FailingCall, SessionRow, Usage
from app.core.records import SessionKey
from tests.helpers.story import NOON_US

MIDNIGHT_US = NOON_US // 86_400_000_000 * 86_400_000_000
_STATUS = {"works": "working", "asks": "waiting"}


class Table:
    """A policy, the rows it has been told, and the orders it gave, as lines."""

    def __init__(self, policy: Policy | None = None, began_us: int = NOON_US) -> None:
        self.attention = Attention(policy)
        self.rows: dict[SessionKey, SessionRow] = {}
        self.lines: list[str] = []
        self._began_us = self._now_us = began_us

    def play(self, steps: str) -> list[str]:
        """Every line in its time."""
        for line in filter(None, map(str.strip, steps.splitlines())):
            second, _, what = line.partition(" ")
            self._pass_time(self._began_us + int(float(second) * 1_000_000))
            self._happen(what.strip())
        if not steps.rstrip().endswith("ends"):
            self._pass_time(self._now_us + 15_000_000)
        return self.lines

    def _pass_time(self, until_us: int) -> None:
        while (due_us := self.attention.next_due_us(self._now_us)) is not None and due_us <= until_us:
            self._now_us = max(due_us, self._now_us + 1)
            self._note(self.attention.on_tick(self._now_us))
        self._now_us = until_us

    def _happen(self, what: str) -> None:
        attention, now_us = self.attention, self._now_us
        match what.split():
            case ["sees", *names]:
                self._note(attention.on_seen(*map(key_of, names)))
            case ["ends"]:
                pass
            case ["leaves"]:
                attention.on_leave(now_us)
            case ["returns"]:
                self._note(attention.on_return(now_us))
            case ["disturb", state]:
                self._note(attention.on_disturbed(state == "on", now_us))
            case ["snooze", name, seconds]:
                attention.snooze(key_of(name), now_us + int(seconds) * 1_000_000)
            case ["says", name, *text]:
                self._note(attention.on_text(key_of(name), " ".join(text), now_us))
            case [name, *rest]:
                self._row(name, rest)

    def _row(self, name: str, words: list[str]) -> None:
        key = key_of(name)
        focused, missed = "(seen)" in words, "(missed)" in words
        status, *more = shlex.split(" ".join(w for w in words if w not in ("(seen)", "(missed)")))
        before = self.rows.get(key)
        base = before or SessionRow(
            agent=key.agent, session_id=key.session_id, title=name, started_at_us=self._began_us
        )
        asked = tuple(word for word in more if "=" not in word) if status == "asks" else ()
        reason = next((word for word in more if "=" not in word), "") if status != "asks" else ""
        status = _STATUS.get(status, status)
        fields: dict[str, object] = {
            "status": status,
            "reason": reason,
            "detail": "",
            "last_at_us": self._now_us,
            "pending": asked,
            "asked": asked[-1] if asked else "",
            "waiting_on": "permission" if status == "waiting" else "",
            "doing": f"allow “{asked[-1]}”?" if asked else "needs your input" if status == "waiting" else "",
            "background": 0,
        }
        if before is None or status != before.status:
            fields["status_at_us"] = self._now_us
        if status == "working" and (before is None or before.status not in ("working", "waiting")):
            fields["turns"] = base.turns + 1
        fields |= dict(_field(word, self._began_us) for word in more if "=" in word)
        self.rows[key] = after = msgspec.structs.replace(base, **fields)
        self._note(self.attention.on_row(before, after, focused, self._now_us, missed))

    def _note(self, orders: tuple[Order, ...]) -> None:
        second = (self._now_us - self._began_us) / 1_000_000
        self.lines += [f"{second:g} {_said(order)}" for order in orders]


def key_of(name: str) -> SessionKey:
    return SessionKey("claude_code", name)


def _field(word: str, began_us: int) -> tuple[str, object]:
    name, _, value = word.partition("=")
    if name == "at":
        return "status_at_us", began_us + int(float(value) * 1_000_000)
    if name == "tokens":
        return "usage", Usage(input=int(value))
    if name == "usd":
        return "usage", Usage(cost_usd=float(value))
    if name == "failing":
        return "failing", FailingCall(words="Bash “make”", times=int(value)) if int(value) else None
    return name, int(value) if value.isdecimal() else value


def _said(order: Order) -> str:
    match order:
        case Alert():
            verb = "says again" if order.again else f"keeps ({order.muted})" if order.muted else "rings"
            return f"{verb} {order.kind}: {', '.join(part.name for part in order.parts or (order,))}"
        case Withdraw():
            what = "summary" if order.alert_id.startswith("burst/") else order.key.session_id
            return f"takes back {what}, {order.how}"
        case ArmStop():
            return f"stops {order.key.session_id}"
        case Digest():
            return f"tells {order.why}: {order.body}"
