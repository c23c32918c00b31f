"""How the window says things: ages, amounts, paths and status sentences. The clock is an argument."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from app import agents
from app.core.figures import amount, grouped
from app.core.projections.rows import SessionRow, Usage
from app.core.projections.words import one_line
from app.core.sentences import in_your_words
from app.core.tr import listed, mark, plural, tr
from app.desktop import dates

_STATUS_WORDS = {
    "working": mark("Working"),
    "waiting": mark("Needs you"),
    "done": mark("Finished"),
    "idle": mark("At rest"),
    "interrupted": mark("Interrupted"),
    "failed": mark("Failed"),
    "ended": mark("Ended"),
    "lost": mark("Lost"),
}

_SOURCE_WORDS = {
    "hook": mark("hook"),
    "transcript": mark("transcript"),
    "registry": mark("registry"),
    "process": mark("process table"),
    "hub": mark("hub"),
    "desktop": mark("seen by you"),
}

_DOING = (mark("thinking…"), mark("writing…"), mark("compacting…"))
"""What the hub says of a session at work where no call runs."""

_REASON_WORDS = {
    "rate_limit": mark("rate limit"),
    "authentication_failed": mark("not signed in"),
    "server_error": mark("server error"),
    "overloaded": mark("overloaded"),
    "prompt_input_exit": mark("closed by you"),
    "other": "",
    "clear": mark("cleared"),
    "logout": mark("signed out"),
}


def age(at_us: int, now_us: int) -> str:
    """How long ago, short enough for a list: "now", "12 s", "3 min", "2 h", "5 d"; empty where the time is unknown."""
    number, unit = _age(at_us, now_us)
    match unit:
        case "":
            return ""
        case "now":
            return tr("now")
        case "s":
            return tr("{number} s").format(number=number)
        case "min":
            return tr("{number} min").format(number=number)
        case "h":
            return tr("{number} h").format(number=number)
    return tr("{number} d", "days").format(number=number)


def _age(at_us: int, now_us: int) -> tuple[int, str]:
    """How long ago, as a number and its unit: "s", "min", "h", "d", or "now"; "" where the time is unknown."""
    if at_us <= 0:
        return 0, ""
    seconds = max(0, now_us - at_us) // 1_000_000
    if seconds < 1:
        return 0, "now"
    if seconds < 60:
        return seconds, "s"
    if seconds < 3600:
        return seconds // 60, "min"
    if seconds < 48 * 3600:
        return seconds // 3600, "h"
    return seconds // 86400, "d"


def ago(at_us: int, now_us: int) -> str:
    """As ``age``, in a sentence: "just now", "3 min ago"."""
    match _age(at_us, now_us)[1]:
        case "":
            return ""
        case "now":
            return tr("just now")
    return tr("{age} ago").format(age=age(at_us, now_us))


def moment(at_us: int) -> str:
    """The absolute time of something, by the local clock; empty where unknown."""
    #: Day of the week, day, month, year and time, in Qt's letters (QDateTime::toString).
    return dates.written(at_us, tr("ddd dd MMM yyyy, HH:mm:ss")) if at_us > 0 else ""


def clock(at_us: int) -> str:
    """Hours and minutes of something, by the local clock."""
    return dates.written(at_us, tr("HH:mm"))


def money(usd: float) -> str:
    """US dollars, with cents."""
    whole, cents = divmod(round(usd * 100), 100)
    #: An amount of US dollars; {cents} are two digits.
    return tr("${dollars}.{cents}").format(dollars=grouped(whole), cents=f"{cents:02d}")


def tokens_of(usage: Usage) -> int:
    """All tokens of a session, cached ones included."""
    return usage.input + usage.output + usage.cache_read + usage.cache_write


def tokens_sentence(usage: Usage) -> str:
    """The tokens of a session in short, with the cost where it is known; empty before the first."""
    tokens = tokens_of(usage)
    if not tokens:
        return ""
    said = tr("{amount} tokens").format(amount=amount(tokens))
    return f"{said} · {money(usage.cost_usd)}" if usage.cost_usd is not None else said


def usage_sentence(usage: Usage) -> str:
    """The tokens of a session in full, for a tool tip."""
    parts = [
        tr("{tokens} in").format(tokens=grouped(usage.input)),
        tr("{tokens} out").format(tokens=grouped(usage.output)),
        tr("{tokens} read from cache").format(tokens=grouped(usage.cache_read)),
        tr("{tokens} written to cache").format(tokens=grouped(usage.cache_write)),
    ]
    return " · ".join(parts)


def agent_title(agent: str) -> str:
    """The agent as people call it: "Claude Code"."""
    return agents.title_of(agent) or agent.replace("_", " ").strip() or tr("unknown agent")


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
    return f'<div style="white-space: pre-wrap">{_escaped(text)}</div>' if text else ""


def title_of(row: SessionRow) -> str:
    """What a session is called: its title, else its project, else its id."""
    return one_line(row.title, 300) or one_line(project(row.cwd)) or row.session_id[:8]


def status_word(status: str) -> str:
    """A status in a word or two: "Needs you"."""
    return tr(_STATUS_WORDS[status]) if status in _STATUS_WORDS else status


def reason_word(reason: str) -> str:
    """Why, in words: "rate_limit" → "rate limit"."""
    known = _REASON_WORDS.get(reason)
    if known is not None:
        return tr(known) if known else ""
    return one_line(reason.replace("_", " "), 80)


def doing_of(row: SessionRow) -> str:
    """What a session does now, in one line; never empty."""
    said = doing_beside(row)
    match row.status:
        case "ended":
            return tr("ended · {reason}").format(reason=said) if said else tr("ended")
        case "failed":
            return said or tr("failed")
        case "interrupted":
            return tr("interrupted")
        case "done":
            return said or tr("finished")
    return said or tr("at rest")


def doing_beside(row: SessionRow) -> str:
    """What there is to say beside the word for its status; empty where that says it all."""
    match row.status:
        case "working":
            # Only what the hub says of itself: "writing…"; the rest are the agent's words.
            return tr(one_line(row.doing, 200)) or tr("thinking…")
        case "waiting":
            return in_your_words(one_line(row.doing, 200)) or _waits(row.waiting_on)
        case "failed" | "ended":
            return reason_word(row.reason)
        case "interrupted":
            return ""
        case "lost":
            return tr("process gone")
    return tr("{number} in the background").format(number=row.background) if row.background else ""


def _waits(waiting_on: str) -> str:
    match waiting_on:
        case "permission":
            return tr("asks for permission")
        case "question":
            return tr("asks a question")
        case "plan":
            return tr("asks about its plan")
    return tr("waits for you")


def armed_sentence(row: SessionRow) -> str:
    """What a stop that was set will do."""
    armed = in_your_words(one_line(row.armed, 300))
    return armed[:1].upper() + armed[1:]


def hub_word(name: str) -> str:
    """What a hub is called; the one of this machine in the person's language."""
    return tr(one_line(name, 40))


def status_sentence(row: SessionRow, now_us: int) -> str:
    """The header's second line: status, what it does and for how long, and where we know it from."""
    parts = [status_word(row.status)]
    _, unit = _age(row.status_at_us, now_us)
    if row.status in ("working", "waiting") and unit not in ("", "now"):
        #: A status and for how long: "Working 12 s".
        parts = [tr("{status} {age}").format(status=parts[0], age=age(row.status_at_us, now_us))]
    parts.append(doing_beside(row))
    heard = row.last_at_us if row.status in ("working", "waiting") else row.status_at_us
    if row.status_source:
        source = tr(_SOURCE_WORDS.get(row.status_source, row.status_source))
        when = ago(heard, now_us)
        #: Where a status is known from, and since when: "hook 3 s ago".
        parts.append(tr("{source} {ago}").format(source=source, ago=when) if when else source)
    return " · ".join(part for part in parts if part)


def spoken_age(at_us: int, now_us: int) -> str:
    """As ``age``, for the ear: "40 seconds", "1 minute"; empty where the time is unknown."""
    number, unit = _age(at_us, now_us)
    match unit:
        case "s":
            return plural("%n seconds", "%n second", number)
        case "min":
            return plural("%n minutes", "%n minute", number)
        case "h":
            return plural("%n hours", "%n hour", number)
        case "d":
            return plural("%n days", "%n day", number)
    return age(at_us, now_us)


def spoken_status(row: SessionRow) -> str:
    """Status and what it is about, each said once: "needs you: allow git push", "finished"."""
    status, beside = status_word(row.status).lower(), doing_beside(row)
    return tr("{status}: {doing}").format(status=status, doing=beside) if beside else status


def spoken_row(row: SessionRow, now_us: int) -> str:
    """All that a row of the list shows: "fix login, Claude Code, needs you: allow git push, 40 seconds, in shop"."""
    where = one_line(project(row.cwd))
    parts = [title_of(row), agent_title(row.agent), spoken_status(row)]
    parts += [
        spoken_age(row.status_at_us or row.last_at_us, now_us),
        tr("in {folder}").format(folder=where) if where else "",
    ]
    return listed(parts)


def counts_sentence(working: int, waiting: int) -> str:
    """ "3 working · 2 need you", without what is nought."""
    parts = []
    if working:
        parts.append(plural("%n working", "%n working", working))
    if waiting:
        parts.append(plural("%n need you", "%n needs you", waiting))
    return " · ".join(parts) or tr("all quiet")


def _escaped(text: str) -> str:
    """As ``html.escape``, whose table of all entities takes a millisecond to load."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
