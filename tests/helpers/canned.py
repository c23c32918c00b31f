"""Sessions as a working afternoon leaves them: rows for every group and one long conversation, with no clock in it."""

from __future__ import annotations

import msgspec

from app.core import events as e
from app.core.commands import PendingRow, ReadSignals, SignalPage
from app.core.projections.rows import SessionRow, ToolCounts, Usage
from app.core.records import SessionKey
from app.core.stretches import SessionSignals, Stretch
from tests.helpers.scripted_hub import ScriptedHub

S = 1_000_000
SHOP = SessionKey("claude_code", "0b1f6c52-fix-login")


def row(session_id: str, status: str, ago_s: float, now_us: int, **more: object) -> SessionRow:
    """A row whose status began ``ago_s`` seconds before ``now_us``."""
    at_us = now_us - int(ago_s * S)
    defaults: dict[str, object] = {
        "agent": "claude_code",
        "session_id": session_id,
        "title": session_id.replace("-", " "),
        "cwd": "/home/ada/src/shop",
        "pid": 4711,
        "status": status,
        "status_source": "hook",
        "status_at_us": at_us,
        "started_at_us": at_us - 600 * S,
        "last_at_us": max(at_us, now_us - S) if status in ("working", "waiting") else at_us,
        "model": "claude-opus-4-5-20251101",
        "turns": 3,
    }
    return SessionRow(**{**defaults, **more})  # type: ignore[arg-type]


def afternoon(now_us: int) -> list[SessionRow]:
    """One row of everything."""
    return [
        row("deploy-script", "waiting", 40, now_us, doing="allow “git push origin main”?", waiting_on="permission",
            pending=("req-1",), cwd="/home/ada/src/infra", usage=Usage(input=2_100, output=5_400, cache_read=88_000)),
        row("migrate-db", "waiting", 190, now_us, doing="Which index should the orders table get?",
            waiting_on="question", cwd="/home/ada/src/warehouse"),
        row(SHOP.session_id, "working", 12, now_us, title="Make the login redirect keep its query string",
            doing="Bash “pytest -q tests/views”", tool_calls=ToolCounts(total=14, running=1, failed=1),
            usage=Usage(input=12_400, output=18_200, cache_read=412_000, cache_write=31_000)),
        row("docs-pass", "working", 2, now_us, doing="writing…", cwd="/home/ada/src/handbook",
            usage=Usage(input=1_200, output=9_200, cache_read=61_000)),
        row("api-pagination", "working", 31, now_us, doing="Task “find every caller of list_orders” +2", subagents=3,
            cwd="/home/ada/src/api", usage=Usage(input=22_000, output=31_000, cache_read=512_000)),
        row("changelog", "done", 9 * 60, now_us, cwd="/home/ada/src/shop"),
        row("lint", "failed", 3700, now_us, reason="rate_limit", cwd="/home/ada/src/shop"),
        row("bisect the flaky upload test", "interrupted", 5200, now_us, cwd="/home/ada/src/api"),
        row("rename OrderLine to LineItem everywhere it is still called the old way", "idle", 7300, now_us,
            cwd="/home/ada/src/warehouse-and-returns-service"),
        row("explain-the-cache", "ended", 9100, now_us, reason="prompt_input_exit", cwd="/home/ada/src/api"),
        row("try-new-bundler", "lost", 26 * 3600, now_us, cwd="/home/ada/src/web"),
        row("spike-websockets", "ended", 31 * 3600, now_us, reason="other", cwd="/home/ada/src/web"),
    ]  # fmt: skip


PUSH = PendingRow(
    request_id="req-1",
    agent="claude_code",
    session_id="deploy-script",
    tool_name="Bash",
    input={"command": "git push origin main", "description": "Publish the release branch"},
    digest="0123456789abcdef",
)

ANSWER = """\
The redirect loses its query string in **one** place: `login()` sends everybody to `/`.

I'll do three things:

1. keep the wanted address in the session,
2. send people back there after a good password,
3. refuse addresses that leave the site.

```python
def target_of(request: Request) -> str:
    \"\"\"Where the visitor wanted to go, inside this site only.\"\"\"
    wanted = request.args.get("next", "/")
    return wanted if wanted.startswith("/") and not wanted.startswith("//") else "/"
```

Now the tests, to see that nothing else relied on the old behaviour.
"""


def conversation(hub: ScriptedHub, now_us: int, key: SessionKey = SHOP) -> None:
    """A turn that finished and one that works, numbered into ``hub``."""
    start = now_us - 340 * S

    def at(seconds: float, event: e.AnyEvent) -> None:
        hub.record(key, event, start + int(seconds * S))

    def tool(seconds: float, call: str, name: str, asked: object, took_s: float | None, **done: object) -> None:
        at(seconds, e.ToolCallStarted(tool_call_id=call, name=name, input=asked, turn_id="turn-2"))
        if took_s is not None:
            finished = e.ToolCallFinished(
                tool_call_id=call, name=name, duration_ms=int(took_s * 1000), turn_id="turn-2", **done
            )  # type: ignore[arg-type]
            at(seconds + took_s, finished)

    at(0, e.SessionStarted(how="startup", cwd="/home/ada/src/shop", model="claude-opus-4-5"))
    at(1, e.TurnStarted(turn_id="turn-1", prompt="Where is the login view, and who calls it?"))
    at(4, e.ToolCallStarted(tool_call_id="t0", name="Grep", input={"pattern": "def login", "path": "app"}))
    at(4.3, e.ToolCallFinished(tool_call_id="t0", name="Grep", output="app/views/login.py:31", duration_ms=300))
    at(9, e.MessageWritten(block_id="b0", text="In `app/views/login.py`; only the router calls it.", turn_id="turn-1"))
    at(10, e.TurnFinished(turn_id="turn-1"))
    at(120, e.TurnStarted(turn_id="turn-2", prompt="Make the redirect keep its query string. Mind open redirects."))
    at(124, e.ThoughtWritten(block_id="th1", text="An open redirect is the danger here: // and absolute addresses."))
    at(131, e.MessageWritten(block_id="b1", text="I'll look at the handler first.", turn_id="turn-2"))
    tool(133, "t1", "Read", {"file_path": "app/views/login.py"}, 0.1, output="31 def login(request):\n…")
    at(150, e.MessageWritten(block_id="b2", text=ANSWER, turn_id="turn-2"))
    tool(
        161, "t2", "Edit",
        {
            "file_path": "app/views/login.py",
            "old_string": '    user = check(request)\n    return redirect("/")\n',
            "new_string": "    user = check(request)\n    user.greet()\n    return redirect(target_of(request))\n",
        },
        0.2,
    )  # fmt: skip
    tool(
        170, "t3", "Bash", {"command": "ruff check app"}, 1.4, outcome="failed", error="Exit code 1\nF401 unused import"
    )
    tool(200, "t4", "Task", {"description": "find every caller of redirect", "subagent_type": "Explore"}, 60.0)
    at(
        201,
        e.SubagentStarted(lane="a1", kind="Explore", description="find every caller of redirect", tool_call_id="t4"),
    )
    for step in range(6):
        call = f"s{step}"
        at(206 + step * 8, e.ToolCallStarted(tool_call_id=call, name="Grep", input={"pattern": "redirect("}, lane="a1"))
        at(209 + step * 8, e.ToolCallFinished(tool_call_id=call, name="Grep", duration_ms=3000, lane="a1"))
    at(259, e.SubagentFinished(lane="a1", last_message="Three callers, all inside the site."))
    at(266, e.MessageWritten(block_id="b3", text="Three callers, all of them inside. Now the tests.", turn_id="turn-2"))
    tool(328, "t5", "Bash", {"command": "pytest -q tests/views", "description": "Run the view tests"}, None)


def deploy(hub: ScriptedHub, now_us: int) -> None:
    """The session that asks to push, up to its question."""
    key = SessionKey("claude_code", "deploy-script")
    start = now_us - 160 * S
    command = {"command": "./release.sh --dry-run", "description": "See what a release would do"}
    told = [
        (0, e.SessionStarted(how="startup", cwd="/home/ada/src/infra", model="claude-opus-4-5")),
        (1, e.TurnStarted(turn_id="d1", prompt="Publish the release branch, but try it dry first.")),
        (9, e.MessageWritten(block_id="d-m1", text="First without touching anything.", turn_id="d1")),
        (12, e.ToolCallStarted(tool_call_id="d-t1", name="Bash", input=command, turn_id="d1")),
        (38, e.ToolCallFinished(tool_call_id="d-t1", name="Bash", duration_ms=26_000, output="would push 3 commits")),
        (47, e.MessageWritten(block_id="d-m2", text="Three commits, no conflict. **Pushing** now.", turn_id="d1")),
        (119, e.ToolCallStarted(tool_call_id="d-t2", name="Bash", input=PUSH.input, turn_id="d1")),
        (120, e.PermissionRequested(request_id="req-1", tool_name="Bash", input=PUSH.input, turn_id="d1")),
    ]
    for seconds, event in told:
        hub.record(key, event, start + seconds * S)


def lint(hub: ScriptedHub, now_us: int) -> None:
    """The session whose model could not be reached."""
    key = SessionKey("claude_code", "lint")
    start = now_us - 3790 * S
    told = [
        (0, e.SessionStarted(how="startup", cwd="/home/ada/src/shop", model="claude-opus-4-5")),
        (1, e.TurnStarted(turn_id="l1", prompt="Fix every warning of the linter.")),
        (14, e.ToolCallStarted(tool_call_id="l-t1", name="Bash", input={"command": "ruff check ."}, turn_id="l1")),
        (16, e.ToolCallFinished(tool_call_id="l-t1", name="Bash", outcome="failed", error=_RUFF, duration_ms=2_100)),
        (90, e.TurnFailed(turn_id="l1", error="rate_limit", message="This request would exceed your rate limit.")),
    ]
    for seconds, event in told:
        hub.record(key, event, start + seconds * S)


_RUFF = """\
Exit code 1
app/views/login.py:12:8: F401 [*] `os` imported but unused
app/views/login.py:40:5: SIM108 Use ternary operator instead of `if`-`else`-block
Found 2 errors."""


def past(hub: ScriptedHub) -> None:
    """Through which statuses every session went before it came to where it is."""
    told = []
    for number, each in enumerate(hub.rows.values()):
        at_us = each.status_at_us
        before: list[Stretch] = []
        for step in range(3 + number % 4):
            at_us -= (3 + (number * 5 + step * 7) % 11) * 60 * S
            before.append(Stretch(at_us, "working"))
            at_us -= (1 + (number * 3 + step * 5) % 9) * 60 * S
            before.append(
                Stretch(at_us, "waiting", "permission") if (number + step) % 3 == 0 else Stretch(at_us, "idle")
            )
        now = Stretch(each.status_at_us, each.status, each.reason or each.waiting_on)
        told.append(SessionSignals(each.agent, each.session_id, (*reversed(before), now)))
    hub.answers[ReadSignals] = lambda order: SignalPage(seq=1, sessions=() if order.after_seq else tuple(told))


def fill(hub: ScriptedHub, now_us: int) -> None:
    """The whole afternoon."""
    for each in afternoon(now_us):
        hub.rows[SessionKey(each.agent, each.session_id)] = each
    hub.pending = [msgspec.structs.replace(PUSH, asked_at_us=now_us - 40 * S)]
    conversation(hub, now_us)
