"""The roster as lines of text, grouped as in the window: Needs you · Working · Finished · Earlier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from app.cli_commands.terminal import age, one_line, pad, sign
from app.core.projections.rows import SessionRow

_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("NEEDS YOU", frozenset({"waiting"})),
    ("WORKING", frozenset({"working"})),
    ("FINISHED", frozenset({"done", "failed", "interrupted"})),
    ("EARLIER", frozenset({"idle", "ended", "lost"})),
)
_EARLIER_SHOWN = 12


def roster_lines(rows: Sequence[SessionRow], now_us: int, width: int = 110, *, all_earlier: bool = True) -> list[str]:
    """Headings and one line a session, newest first within its group; untrusted text is made harmless."""
    lines: list[str] = []
    for title, statuses in _GROUPS:
        group = sorted((row for row in rows if row.status in statuses), key=_newest_first)
        if not group:
            continue
        lines += ["", f"{title}  {len(group)}"] if lines else [f"{title}  {len(group)}"]
        shown = group if all_earlier or title != "EARLIER" else group[:_EARLIER_SHOWN]
        lines += [session_line(row, now_us, width) for row in shown]
        if len(shown) < len(group):
            lines.append(f"    … and {len(group) - len(shown)} more")
    return lines


def session_line(row: SessionRow, now_us: int, width: int = 110) -> str:
    """One session on one line: sign, id, project and title, what it does, and how old that news is."""
    since = age((now_us - row.status_at_us) / 1_000_000) if row.status_at_us else ""
    source = f"{row.status_source} {since} ago" if row.status_source and since else since
    project = PurePath(row.cwd).name
    name = " · ".join(part for part in (project, row.title) if part) or row.agent
    left = max(12, (width - 36) // 2)
    right = max(12, width - 36 - left)
    columns = (pad(row.session_id[:8], 8), pad(name, left), pad(what_it_does(row), right), one_line(source, 20))
    return f"  {sign(row.status)} {'  '.join(columns)}".rstrip()


def what_it_does(row: SessionRow) -> str:
    """The status in words, with what is known about it."""
    detail = row.armed or row.doing or row.reason
    words = f"needs you ({row.waiting_on})" if row.status == "waiting" and row.waiting_on else row.status
    return f"{words}: {detail}" if detail else words


def _newest_first(row: SessionRow) -> tuple[int, str]:
    return (-(row.status_at_us or row.last_at_us), row.session_id)
