"""What an alert says: a title and a body, one line each, plain and bounded, in the person's language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.core.projections.alerts import Alert, AlertKind
from app.core.projections.outcomes import background_of
from app.core.projections.rows import FailingCall, SessionRow
from app.core.projections.words import both_ends, one_line
from app.core.sentences import in_your_words
from app.core.tr import explained, listed, mark, plural, tr

TITLE_CHARS = 120
BODY_CHARS = 320
_NAME_CHARS = 60
_NAMES_IN_SUMMARY = 4

_TITLES: dict[AlertKind, str] = {
    "needs_you": mark("{name} needs you"),
    "failed": mark("{name} failed"),
    "finished": mark("{name} finished"),
    "silent": mark("{name} is silent"),
    "stopped": mark("{name} stopped"),
    "budget": mark("{name} is over its limit"),
    "matched": mark("{name} said what you wait for"),
}
_FAILURES = {
    "rate_limit": mark("Rate limit"),
    "authentication_failed": mark("Not signed in"),
    "oauth_org_not_allowed": mark("Not allowed by the organization"),
    "billing_error": mark("Billing"),
    "overloaded": mark("The model is overloaded"),
    "network": mark("No connection to the model"),
    "server_error": mark("Server error"),
    "invalid_request": mark("Request refused"),
    "model_not_found": mark("No such model"),
    "max_output_tokens": mark("The answer grew too long"),
    "process gone": mark("Its process is gone, without a goodbye"),
}
_OVERLOADED = re.compile(r"overloaded|\b529\b", re.IGNORECASE)
_NETWORK = re.compile(
    r"unable to connect|connection (error|closed|reset|refused)|timed? ?out|E(CONN\w+|NOTFOUND|PIPE|HOSTUNREACH)",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\|(\d{10})\b")


def name_of(row: SessionRow) -> str:
    """What a person calls the session."""
    return one_line(row.title, _NAME_CHARS) or one_line(row.session_id, 8)


def title_of(kind: AlertKind, row: SessionRow) -> str:
    return tr(_TITLES[kind]).format(name=name_of(row))


def asking_words(row: SessionRow) -> str:
    """What it wants to know; its hub has shortened that already, both ends kept."""
    return both_ends(in_your_words(row.doing), BODY_CHARS)


def failure_words(row: SessionRow, clock: str = "") -> str:
    """Why it failed: the sort of failure in our words, then the agent's own, with the reset time where it tells one.

    ``clock``: the time of a reset the agent gave as a stamp (see ``reset_at_us``), in words.
    """
    sort = _sort_of(row)
    said = _EPOCH.sub("", row.detail)
    words = tr(_FAILURES[sort]) if sort in _FAILURES else one_line(sort.replace("_", " "), 60).capitalize()
    words = words or tr("Unknown error")
    if clock:
        said += " · " + tr("resets {time}").format(time=clock)
    return both_ends(explained(words, said.strip()), BODY_CHARS)


def reset_at_us(row: SessionRow) -> int:
    """When a limit ends, where the agent gave a stamp for it ("limit reached|1795350000"); 0 where not."""
    found = _EPOCH.search(row.detail) if row.reason == "rate_limit" else None
    return int(found.group(1)) * 1_000_000 if found else 0


def _sort_of(row: SessionRow) -> str:
    """The agent's own word for the failure, unless its text tells more ("server_error" is what it calls a 529)."""
    if row.status == "lost":
        return "process gone"
    if row.reason in ("server_error", "unknown", ""):
        if _OVERLOADED.search(row.detail):
            return "overloaded"
        if _NETWORK.search(row.detail):
            return "network"
    return row.reason


def finished_words(row: SessionRow) -> str:
    """Where it finished, and what still goes on."""
    place = tr("in {folder}").format(folder=one_line(_folder(row), 80)) if _folder(row) else ""
    going_on = background_of(row)
    if not going_on:
        return place
    tasks = plural("%n tasks still run in the background", "%n task still runs in the background", going_on)
    return f"{place} · {tasks}" if place else tasks


def _folder(row: SessionRow) -> str:
    return row.cwd.replace("\\", "/").rstrip("/").rpartition("/")[2]


def stopped_words(row: SessionRow) -> str:
    return tr("It was ended as you told it.") if row.status == "ended" else tr("It was stopped as you told it.")


def silent_words(row: SessionRow, minutes: int) -> str:
    said = plural("No sign of it for %n minutes.", "No sign of it for %n minute.", minutes)
    doing = both_ends(row.doing, 200)
    last = tr("Last at: {doing}").format(doing=doing) if doing else ""
    return tr("{first} {second}").format(first=said, second=last) if last else said


def failing_words(row: SessionRow, failing: FailingCall) -> tuple[str, str]:
    """(title, body) for an agent that tries the same in vain."""
    title = tr("{name} tries the same in vain").format(name=name_of(row))
    times = plural("failed %n times in a row", "failed %n time in a row", failing.times)
    return title, f"{both_ends(failing.words, 200)} {times}"


def spent_words(amount: str, limit: str, whole_day: bool) -> str:
    said = tr("{amount} today; your limit is {limit}.") if whole_day else tr("{amount} so far; your limit is {limit}.")
    return said.format(amount=amount, limit=limit)


def matched_words(row: SessionRow, rule: str, line: str) -> tuple[str, str]:
    """(title, body) for output that a rule waits for."""
    title = (
        tr("{name}: {rule}").format(name=name_of(row), rule=one_line(rule, 40)) if rule else title_of("matched", row)
    )
    return title, both_ends(line, BODY_CHARS)


def summary_words(kind: AlertKind, parts: Sequence[Alert], names: Sequence[str]) -> tuple[str, str]:
    """(title, body) of the one alert for a burst."""
    count = len(parts)
    title = {
        "needs_you": plural("%n sessions need you", "%n session needs you", count),
        "failed": plural("%n sessions failed", "%n session failed", count),
        "finished": plural("%n sessions finished", "%n session finished", count),
        "silent": plural("%n sessions are silent", "%n session is silent", count),
        "stopped": plural("%n sessions stopped", "%n session stopped", count),
        "budget": plural("%n sessions are over a limit", "%n session is over a limit", count),
        "matched": plural("%n sessions said what you wait for", "%n session said what you wait for", count),
    }[kind]
    return title, _listed(names)


def digest_words(why: str, alerts: Sequence[Alert], handled: int) -> tuple[str, str]:
    """(title, body) of what came meanwhile: what stands, by kind, and how many are over. ``why``: as in ``Digest``."""
    title = {
        "returned": tr("While you were away"),
        "quiet_over": tr("While it was quiet"),
        "hub_back": tr("While the hub was away"),
    }[why]
    counts = Counter(alert.kind for alert in alerts)
    told = [
        (counts["needs_you"], plural("%n need you", "%n needs you", counts["needs_you"])),
        (counts["failed"], plural("%n failed", "%n failed", counts["failed"])),
        (counts["finished"], plural("%n finished", "%n finished", counts["finished"])),
        (counts["stopped"], plural("%n stopped", "%n stopped", counts["stopped"])),
        (counts["silent"], plural("%n silent", "%n silent", counts["silent"])),
        (counts["budget"], plural("%n over a limit", "%n over a limit", counts["budget"])),
        (counts["matched"], plural("%n matched a rule", "%n matched a rule", counts["matched"])),
    ]
    body = listed(words for count, words in told if count)
    return title, body or plural("%n came and went", "%n came and went", handled)


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_NAMES_IN_SUMMARY])
    more = len(names) - len(shown)
    if more:
        shown.append(plural("%n more", "%n more", more))
    return listed(shown)
