"""A canned session as blocks, rich enough to show every piece once, and a transcript that can be told to change."""

from __future__ import annotations

import dataclasses

from app.core.projections.blocks import (
    AnyBlock,
    NoticeBlock,
    PermissionBlock,
    PromptBlock,
    SubagentBlock,
    TextBlock,
    ThoughtBlock,
    ToolBlock,
)

START_US = 1_763_800_000_000_000


@dataclasses.dataclass(frozen=True)
class StoryChanges:
    """What ``take_changes`` gives."""

    changed_ids: frozenset[str]
    reordered: bool


class StoryTranscript:
    """Holds blocks and tells what changed, as the projection does."""

    def __init__(self, blocks: list[AnyBlock] | None = None) -> None:
        self._blocks = {block.block_id: block for block in blocks or []}
        self._changed: set[str] = set()
        self._reordered = False
        self._appended: dict[str, str] = {}

    def blocks(self, lane: str = "") -> list[AnyBlock]:
        return [block for block in self._blocks.values() if block.lane == lane]

    def block(self, block_id: str) -> AnyBlock | None:
        return self._blocks.get(block_id)

    def position(self, block_id: str) -> int:
        return [block.block_id for block in self.blocks(self._blocks[block_id].lane)].index(block_id)

    def put(self, block: AnyBlock) -> None:
        """Add a block, or put another in the place of the one with its id."""
        self._blocks[block.block_id] = block
        self._changed.add(block.block_id)

    def put_before(self, block_id: str, block: AnyBlock) -> None:
        """Something is known late and belongs further up."""
        blocks = list(self._blocks.values())
        at = [known.block_id for known in blocks].index(block_id)
        self._blocks = {known.block_id: known for known in [*blocks[:at], block, *blocks[at:]]}
        self._changed.add(block.block_id)
        self._reordered = True

    def remove(self, block_id: str) -> None:
        """A block is no more."""
        del self._blocks[block_id]
        self._reordered = True

    def say(self, block_id: str, text: str) -> None:
        """The model writes on."""
        old = self._blocks[block_id]
        assert isinstance(old, TextBlock)
        self._blocks[block_id] = TextBlock(block_id=block_id, at_us=old.at_us, text=old.text + text, open=True)
        self._appended[block_id] = self._appended.get(block_id, "") + text

    def take_changes(self) -> StoryChanges:
        changes = StoryChanges(frozenset(self._changed), self._reordered)
        self._changed, self._reordered = set(), False
        return changes

    def take_appended(self) -> dict[str, str]:
        appended, self._appended = self._appended, {}
        return appended


_PATCH = [
    {
        "oldStart": 38,
        "oldLines": 7,
        "newStart": 38,
        "newLines": 10,
        "lines": [
            " def login(request):",
            "     form = LoginForm(request.POST)",
            "     if form.is_valid():",
            '-        return redirect("/")',
            "+        return redirect(target_of(request))",
            "     return render(request, form)",
            " ",
            "+def target_of(request) -> str:",
            '+    """Where the person wanted to go, query string and all."""',
            '+    return request.GET.get("next", "/")',
        ],
    }
]

_PYTEST = (
    "\x1b[1m============================= test session starts ==============================\x1b[0m\n"
    "collected 24 items\n\n"
    "tests/test_login.py \x1b[32m..\x1b[0m\x1b[31mF\x1b[0m\x1b[32m.....................\x1b[0m [100%]\n\n"
    '\x1b[31m\x1b[1mE       assert "/cart" == "/cart?coupon=SPRING"\x1b[0m\n'
    "\x1b[36m\x1b[1mtests/test_login.py\x1b[0m:31: AssertionError\n"
    "\x1b[31m=================== \x1b[1m1 failed\x1b[0m, \x1b[32m23 passed\x1b[0m"
    "\x1b[31m in 1.42s ===================\x1b[0m"
)

_ANSWER = """The redirect drops everything after `?`: `redirect("/")` is **hard-coded**. Three places build a target:

1. `login` in *app/views/login.py*, which ignores `next`
2. the middleware, which keeps it
   - but only for **GET**
3. the [session docs](https://docs.example.org/sessions) recommend a signed value

| place | keeps query | tested |
|:--|:-:|--:|
| `login` | no | 3 |
| `middleware` | yes | 11 |

> A redirect target that comes from a request must be checked against the allowed hosts.

Here is what I would do:

```python
def target_of(request) -> str:
    \"\"\"Where the person wanted to go.\"\"\"
    wanted = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return "/"   # never leave the house
    return wanted
```

- [x] keep the query string
- [ ] sign the target
"""


def story() -> list[AnyBlock]:
    """A turn with everything in it, and a second one still going on."""
    at = START_US
    return [
        NoticeBlock(
            block_id="n0", at_us=at, notice="session_started", text="Session started · ~/src/shop · main", level="mark"
        ),
        PromptBlock(block_id="p1", at_us=at + 1, text="make the login redirect keep its query string"),
        ThoughtBlock(
            block_id="th1",
            at_us=at + 2,
            text="The user wants `next` to survive. I should look at the handler first, then at its tests.",
        ),
        TextBlock(block_id="t1", at_us=at + 3, text="I'll look at the handler first."),
        ToolBlock(
            block_id="c1",
            at_us=at + 4,
            tool_call_id="c1",
            name="Read",
            input={"file_path": "/home/ada/src/shop/app/views/login.py"},
            status="ok",
            duration_ms=100,
            output={"type": "text", "file": {"content": "import os\n\nprint(os.name)\n", "startLine": 1}},
        ),
        ToolBlock(
            block_id="c2",
            at_us=at + 5,
            tool_call_id="c2",
            name="Grep",
            input={"pattern": "redirect\\(", "path": "app"},
            status="ok",
            duration_ms=42,
            output={"filenames": ["app/views/login.py", "app/middleware.py"]},
        ),
        TextBlock(block_id="t2", at_us=at + 6, text=_ANSWER),
        ToolBlock(
            block_id="c3",
            at_us=at + 7,
            tool_call_id="c3",
            name="Edit",
            input={"file_path": "/home/ada/src/shop/app/views/login.py", "old_string": "a", "new_string": "b"},
            status="ok",
            duration_ms=210,
            output={"structuredPatch": _PATCH},
        ),
        ToolBlock(
            block_id="c4",
            at_us=at + 8,
            tool_call_id="c4",
            name="Bash",
            input={"command": "pytest -q tests/test_login.py", "description": "Run the tests"},
            status="failed",
            duration_ms=1_720,
            output=None,
            error="Exit code 1\n" + _PYTEST,
        ),
        SubagentBlock(
            block_id="s1",
            at_us=at + 9,
            subagent_lane="a1",
            agent_kind="Explore",
            description="Find every place that builds a redirect target",
            status="finished",
            last_message="Three places.",
            duration_ms=14_300,
        ),
        PromptBlock(
            block_id="ap",
            at_us=at + 10,
            lane="a1",
            text="Find every place that builds a redirect target",
            origin="machine",
        ),
        TextBlock(
            block_id="at",
            at_us=at + 11,
            lane="a1",
            text="There are **three** places; the middleware is the odd one out.",
        ),
        PermissionBlock(
            block_id="q0",
            at_us=at + 12,
            request_id="r0",
            tool_name="Bash",
            input={"command": "git add -A"},
            state="allowed",
            by="you",
        ),
        NoticeBlock(block_id="n1", at_us=at + 13, notice="compaction", text="Context compacted (auto)", level="mark"),
        PromptBlock(block_id="p2", at_us=at + 14, text="good. now sign the target and push it"),
        ToolBlock(
            block_id="c5",
            at_us=at + 15,
            tool_call_id="c5",
            name="mcp__github__search_issues",
            input={"query": "redirect", "labels": ["bug", "login"], "limit": 5},
            status="ok",
            duration_ms=830,
            output=[{"type": "text", "text": "#12 login forgets next\n#31 redirect loop"}],
        ),
        NoticeBlock(
            block_id="n2",
            at_us=at + 16,
            notice="failed",
            text="rate_limit: the model answered 529 three times",
            level="error",
        ),
        ToolBlock(
            block_id="c6",
            at_us=at + 17,
            tool_call_id="c6",
            name="Bash",
            input={"command": "pytest -q"},
            status="running",
            started_at_us=at + 17,
        ),
        PermissionBlock(
            block_id="q1",
            at_us=at + 18,
            request_id="r1",
            tool_name="Bash",
            input={"command": "git push origin sign-redirect-target"},
            state="open",
        ),
        TextBlock(block_id="t3", at_us=at + 19, text="While that waits I'll draft the **changelog ent", open=True),
    ]
