"""The scripted agents of the demo: seven ordinary days in seven invented projects."""

from __future__ import annotations

from app.dev.scenario_texts import GUIDE, HANDLER, MIGRATION_PLAN, NEW_HANDLER, OLD_HANDLER, RELEASE_NOTES, SURVEY
from app.dev.steps import (
    Failure,
    Message,
    Scenario,
    SubagentJob,
    ToolUse,
    Turn,
    asking,
    bash,
    edit,
    grep,
    read,
    subagent,
    write,
)

_PYTEST_RED = """..................F.....
=================================== FAILURES ===================================
______________________ test_redirect_keeps_its_query_string ____________________
    response = client.get("/login?next=/orders%3Fpage%3D2")
>   assert response.location == "/orders?page=2"
E   AssertionError: assert '/orders' == '/orders?page=2'
tests/test_login.py:57: AssertionError
1 failed, 23 passed in 4.81s"""
_PYTEST_GREEN = "........................................................................ [100%]\n312 passed in 31.40s"

WORKING = Scenario(
    name="working",
    project="shop",
    branch="fix-login-redirect",
    turns=(
        Turn(
            prompt="Make the login redirect keep its query string",
            rest_s=20,
            steps=(
                Message(
                    thought="The redirect target is probably cut at the question mark. Look at the handler first.",
                    text="I'll look at the handler and at how the tests call it.",
                    tools=(
                        read("app/views/login.py", HANDLER),
                        grep("redirect\\(", ("app/views/login.py", "tests/test_login.py")),
                    ),
                ),
                Message(
                    text="The handler keeps only the path of `next`. I'll write the failing test first.",
                    tools=(
                        edit(
                            "tests/test_login.py",
                            "def test_login_redirects():\n",
                            "def test_redirect_keeps_its_query_string(client):\n"
                            '    response = client.get("/login?next=/orders%3Fpage%3D2")\n'
                            '    assert response.location == "/orders?page=2"\n\n\ndef test_login_redirects():\n',
                        ),
                        bash(
                            "pytest -q tests/test_login.py",
                            "Run the login tests",
                            _PYTEST_RED,
                            takes_s=2.5,
                            exit_code=1,
                        ),
                    ),
                ),
                Message(
                    text="It fails as expected. Now the handler:",
                    tools=(edit("app/views/login.py", OLD_HANDLER, NEW_HANDLER),),
                ),
                Message(
                    text="The whole suite, to see that nothing else relied on the old behaviour.",
                    tools=(bash("pytest -q", "Run all tests", _PYTEST_GREEN, takes_s=38),),
                ),
                Message(
                    text="All 312 tests pass. The redirect keeps its query string, and still refuses other hosts.",
                    tools=(
                        bash(
                            "git diff --stat", "What has changed", " 2 files changed, 10 insertions(+), 2 deletions(-)"
                        ),
                    ),
                ),
                Message(text="Done: `target_of` in `app/views/login.py` builds the address, with a test beside it."),
            ),
        ),
    ),
)

PERMISSION = Scenario(
    name="permission",
    project="deploy",
    branch="release/2.4",
    turns=(
        Turn(
            prompt="Prepare release 2.4 and push it to staging",
            rest_s=60,
            steps=(
                Message(
                    text="Checking that the tree is clean and the version is right.",
                    tools=(
                        bash("git status --short", "See what has changed", takes_s=0.4),
                        read("VERSION", "2.4.0\n"),
                    ),
                ),
                Message(
                    text="Clean, and the version says 2.4.0. Tagging it.",
                    tools=(bash("git tag -a v2.4.0 -m 'Release 2.4'", "Tag the release", takes_s=0.5),),
                ),
                Message(
                    text="The tag is set. Pushing starts the staging deployment, so I'll ask first.",
                    tools=(asking(bash("git push origin release/2.4 --tags", "Push branch and tag", takes_s=2.5)),),
                ),
                Message(text="Pushed. Staging picks the tag up within a few minutes."),
            ),
        ),
    ),
)

FAILING = Scenario(
    name="failing",
    project="lint",
    model="claude-sonnet-4-6",
    turns=(
        Turn(
            prompt="Fix every warning ruff reports in tools/",
            rest_s=180,
            steps=(
                Message(
                    text="First the list of warnings.",
                    tools=(
                        bash("ruff check tools", "List the warnings", "Found 41 errors.", takes_s=1.2, exit_code=1),
                    ),
                ),
                Message(
                    text="41 warnings, 33 of them unused imports. Those first.",
                    tools=(
                        bash(
                            "ruff check tools --select F401 --fix",
                            "Remove unused imports",
                            "Found 33 errors (33 fixed).",
                        ),
                    ),
                ),
                Failure(error="rate_limit", message="API Error: Rate limit reached"),
            ),
        ),
    ),
)

FINISHING = Scenario(
    name="finishing",
    project="changelog",
    turns=(
        Turn(
            prompt="Write the changelog entry for 2.4",
            rest_s=240,
            steps=(
                Message(
                    text="Reading what went in since 2.3.",
                    tools=(
                        bash("git log --oneline v2.3.0..HEAD", "Commits since 2.3", "27 commits", takes_s=0.6),
                        read("CHANGELOG.md", "# Changelog\n\n## 2.3\n\n- Orders can be exported.\n"),
                    ),
                ),
                Message(
                    text="Seven of the 27 commits matter to a reader.",
                    tools=(write("CHANGELOG.md", RELEASE_NOTES),),
                ),
                Message(text=f"The entry is written:\n\n{RELEASE_NOTES}\n\nI left out refactorings and test changes."),
            ),
        ),
    ),
)


def _job(part: str, found: str, takes_s: float) -> SubagentJob:
    return SubagentJob(
        description=f"Survey {part}",
        prompt=f"Find every place in {part} that still uses the old payment client, and say how each uses it.",
        messages=(
            Message(text=f"Searching {part}.", tools=(grep("OldPayments", (f"{part}/client.py", f"{part}/jobs.py")),)),
            Message(
                text="Reading the two files.",
                tools=(
                    read(f"{part}/client.py", "from payments.old import OldPayments\n"),
                    bash(f"git log -3 --format=%as {part}", "When it last changed", "2026-10-02", takes_s=takes_s),
                ),
            ),
            Message(text=found),
        ),
    )


SUBAGENTS = Scenario(
    name="subagents",
    project="payments",
    turns=(
        Turn(
            prompt="How much still depends on the old payment client?",
            rest_s=60,
            steps=(
                Message(
                    thought="Three independent folders: three subagents can look at once.",
                    text="Three folders may use it. I'll have each surveyed at the same time.",
                    tools=(
                        subagent(_job("checkout", "Two uses, both behind `Gateway`: easy to move.", 14)),
                        subagent(_job("refunds", "One use, in a nightly job.", 22)),
                        subagent(_job("reports", "None any more; the import is unused.", 9)),
                    ),
                ),
                Message(text=SURVEY, lines_per_s=4),
            ),
        ),
    ),
)

STREAMING = Scenario(
    name="streaming",
    project="docs",
    turns=(
        Turn(
            prompt="Write the guide to the event API, with examples and a table of all fields",
            rest_s=10,
            steps=(
                Message(
                    text="Looking at the schema before I write.", tools=(read("api/events.json", '{"version": 3}\n'),)
                ),
                Message(text=GUIDE, lines_per_s=5, output_tokens=2400),
                Message(text="Writing it to the docs folder.", tools=(write("docs/events.md", GUIDE),)),
                Message(text="The guide is in `docs/events.md`. Every example was run against the test server."),
            ),
        ),
    ),
)

PLAN = Scenario(
    name="plan",
    project="warehouse",
    branch="split-orders",
    turns=(
        Turn(
            prompt="Plan how to split the orders table without downtime",
            rest_s=60,
            steps=(
                Message(
                    text="Looking at the schema and at who writes to it.",
                    tools=(
                        read("db/schema.sql", "CREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  lines jsonb\n);\n"),
                        grep("INSERT INTO orders", ("api/orders.py", "jobs/import.py")),
                    ),
                ),
                Message(
                    text="I have what I need for a plan.",
                    tools=(
                        asking(
                            ToolUse(
                                name="ExitPlanMode",
                                input={"plan": MIGRATION_PLAN},
                                response={"plan": MIGRATION_PLAN, "isAgent": False},
                                result="User has approved your plan. You can now start coding.",
                            )
                        ),
                    ),
                ),
                Message(
                    text="Starting with step 1.",
                    tools=(
                        write(
                            "db/migrations/041_order_lines.sql",
                            "CREATE TABLE order_lines (order_id bigint, line jsonb);\n",
                        ),
                        bash(
                            "make migrate-dry-run",
                            "Try the migration",
                            "OK: 1 migration, 0 locks over 100 ms",
                            takes_s=4,
                        ),
                    ),
                ),
                Message(text="The first migration is ready and holds no lock for longer than 100 ms."),
            ),
        ),
    ),
)

SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario for scenario in (WORKING, PERMISSION, STREAMING, SUBAGENTS, FAILING, FINISHING, PLAN)
}
"""By name, in the order the demo starts them."""
