"""How the window says things: ages, amounts, paths and status sentences. Pure: the clock is an argument."""

from __future__ import annotations

import html
import re
from datetime import datetime
from pathlib import PurePosixPath

from app.agents import adapter_for
from app.core.projections.rows import SessionRow, Usage
from app.core.projections.words import one_line

STATUS_WORDS = {
    "working": "Working",
    "waiting": "Needs you",
    "done": "Finished",
    "idle": "At rest",
    "interrupted": "Interrupted",
    "failed": "Failed",
    "ended": "Ended",
    "lost": "Lost",
}

_SOURCE_WORDS = {
    "hook": "hook",
    "transcript": "transcript",
    "registry": "registry",
    "process": "process table",
    "hub": "hub",
    "desktop": "seen by you",
}

_REASON_WORDS = {
    "rate_limit": "rate limit",
    "authentication_failed": "not signed in",
    "server_error": "server error",
    "overloaded": "overloaded",
    "prompt_input_exit": "closed by you",
    "other": "",
    "clear": "cleared",
    "logout": "signed out",
}


def age(at_us: int, now_us: int) -> str:
    """How long ago, short enough for a list: "now", "12 s", "3 min", "2 h", "5 d"; empty where the time is unknown."""
    if at_us <= 0:
        return ""
    seconds = max(0, now_us - at_us) // 1_000_000
    if seconds < 1:
        return "now"
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 48 * 3600:
        return f"{seconds // 3600} h"
    return f"{seconds // 86400} d"


def ago(at_us: int, now_us: int) -> str:
    """As ``age``, in a sentence: "just now", "3 min ago"."""
    short = age(at_us, now_us)
    return {"": "", "now": "just now"}.get(short, f"{short} ago")


def moment(at_us: int) -> str:
    """The absolute time of something, by the local clock; empty where unknown."""
    if at_us <= 0:
        return ""
    try:
        return datetime.fromtimestamp(at_us / 1_000_000).astimezone().strftime("%a %d %b %Y, %H:%M:%S")
    except (ValueError, OverflowError, OSError):
        # A hostile stamp far outside the calendar is no reason not to show its session.
        return ""


def clock(at_us: int) -> str:
    """Hours and minutes of something, by the local clock."""
    try:
        return datetime.fromtimestamp(at_us / 1_000_000).astimezone().strftime("%H:%M")
    except (ValueError, OverflowError, OSError):
        return ""


def amount(number: int) -> str:
    """A count in at most four characters and a unit: "950", "12.4 k", "1.2 M"."""
    for limit, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= limit:
            value = number / limit
            return f"{value:.1f} {unit}" if value < 100 else f"{value:.0f} {unit}"
    return str(number)


def money(usd: float) -> str:
    """US dollars, with cents."""
    return f"${usd:,.2f}"


def tokens_of(usage: Usage) -> int:
    """All tokens of a session, cached ones included."""
    return usage.input + usage.output + usage.cache_read + usage.cache_write


def tokens_sentence(usage: Usage) -> str:
    """The tokens of a session in short, with the cost where it is known; empty before the first."""
    tokens = tokens_of(usage)
    if not tokens:
        return ""
    cost = f" · {money(usage.cost_usd)}" if usage.cost_usd is not None else ""
    return f"{amount(tokens)} tokens{cost}"


def usage_sentence(usage: Usage) -> str:
    """The tokens of a session in full, for a tool tip."""
    parts = [
        f"{usage.input:,} in",
        f"{usage.output:,} out",
        f"{usage.cache_read:,} read from cache",
        f"{usage.cache_write:,} written to cache",
    ]
    return " · ".join(parts).replace(",", " ")


def agent_title(agent: str) -> str:
    """The agent as people call it: "Claude Code"."""
    adapter = adapter_for(agent)
    return adapter.title if adapter is not None else agent.replace("_", " ").strip() or "unknown agent"


def model_word(model: str) -> str:
    """The model without what everybody knows: "claude-opus-4-1-20250805" → "opus 4.1"."""
    found = re.fullmatch(r"(?:claude-)?([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:-\d{6,8})?(\[1m\])?", model.strip())
    if not found:
        return one_line(model, 32)
    name, major, minor, long_context = found.groups()
    return f"{name} {major}{'.' + minor if minor else ''}{' 1M' if long_context else ''}"


def short_path(path: str, home: str) -> str:
    """A path with the home folder as ``~``."""
    if home and (path == home or path.startswith(home.rstrip("/") + "/")):
        return "~" + path[len(home.rstrip("/")) :]
    return path


def project(cwd: str) -> str:
    """The last part of a working directory."""
    return PurePosixPath(cwd.replace("\\", "/")).name or cwd


def plain_tip(text: str) -> str:
    """A tool tip that shows ``text`` as it is: Qt would take some agent's words for HTML."""
    return f'<div style="white-space: pre-wrap">{html.escape(text)}</div>' if text else ""


def title_of(row: SessionRow) -> str:
    """What a session is called: its title, else its project, else its id."""
    return one_line(row.title, 300) or one_line(project(row.cwd)) or row.session_id[:8]


def reason_word(reason: str) -> str:
    """Why, in words: "rate_limit" → "rate limit"."""
    return _REASON_WORDS.get(reason, one_line(reason.replace("_", " "), 80))


def doing_of(row: SessionRow) -> str:
    """What a session does now, in one line; never empty."""
    doing = one_line(row.doing, 200)
    reason = reason_word(row.reason)
    match row.status:
        case "working":
            return doing or "thinking…"
        case "waiting":
            return doing or {
                "permission": "asks for permission",
                "question": "asks a question",
                "plan": "asks about its plan",
                "input": "waits for you",
            }.get(row.waiting_on, "waits for you")
        case "failed":
            return reason or "failed"
        case "interrupted":
            return "interrupted"
        case "ended":
            return f"ended · {reason}" if reason else "ended"
        case "lost":
            return "process gone"
    if row.background:
        return f"{row.background} in the background"
    return "finished" if row.status == "done" else "at rest"


def status_sentence(row: SessionRow, now_us: int) -> str:
    """The header's second line: status, what it does and for how long, and where we know it from."""
    parts = [STATUS_WORDS.get(row.status, row.status)]
    since = age(row.status_at_us, now_us)
    doing = doing_of(row)
    if row.status in ("working", "waiting"):
        parts[0] += f" {since}" if since and since != "now" else ""
        parts.append(doing)
    elif doing.lower() != parts[0].lower():
        parts.append(doing.removeprefix("ended · "))
    source = _SOURCE_WORDS.get(row.status_source, row.status_source)
    heard = row.last_at_us if row.status in ("working", "waiting") else row.status_at_us
    if source:
        parts.append(f"{source} {ago(heard, now_us)}".rstrip())
    return " · ".join(parts)


def spoken_age(at_us: int, now_us: int) -> str:
    """As ``age``, for the ear: "40 seconds", "1 minute"; empty where the time is unknown."""
    number, _, unit = age(at_us, now_us).partition(" ")
    word = {"s": "second", "min": "minute", "h": "hour", "d": "day"}.get(unit)
    return f"{number} {word}{'' if number == '1' else 's'}" if word else number


def spoken_status(row: SessionRow) -> str:
    """Status and what it is about, each said once: "needs you: allow git push", "finished"."""
    status, doing = STATUS_WORDS.get(row.status, row.status).lower(), doing_of(row).removeprefix("ended · ")
    return status if doing.lower() == status else f"{status}: {doing}"


def spoken_row(row: SessionRow, now_us: int) -> str:
    """All that a row of the list shows: "fix login, Claude Code, needs you: allow git push, 40 seconds, in shop"."""
    where = one_line(project(row.cwd))
    parts = [title_of(row), agent_title(row.agent), spoken_status(row)]
    parts += [spoken_age(row.status_at_us or row.last_at_us, now_us), f"in {where}" if where else ""]
    return ", ".join(part for part in parts if part)


def counts_sentence(working: int, waiting: int) -> str:
    """ "3 working · 2 need you", without what is nought."""
    parts = []
    if working:
        parts.append(f"{working} working")
    if waiting:
        parts.append(f"{waiting} need{'s' if waiting == 1 else ''} you")
    return " · ".join(parts) or "all quiet"
