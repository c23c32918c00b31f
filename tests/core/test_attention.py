"""Golden tables for ``app.core.projections.attention``: what happens, and when who is called.

How to read a table: ``tests/helpers/attention_table.py``. The seconds are the clock; a rest rings 0.3 s later.
"""

from __future__ import annotations

import inspect
from datetime import datetime

import pytest

from app.core import events as e
from app.core.projections.alerts import Alert
from app.core.projections.attention import Attention
from app.core.projections.attention_policy import Limits, Policy, QuietTime, Rule
from app.core.projections.roster import Roster
from tests.helpers.attention_table import MIDNIGHT_US, Table
from tests.helpers.story import NOON_US, Story

ONE_OUTCOME = {
    "a question rings at once, and the answer takes it back": (
        """
        0    s1 works
        5    s1 asks r1
        9    s1 works
        """,
        """
        5 rings needs_you: s1
        9 takes back s1, answered
        """,
    ),
    "a turn that finished rings when it has settled": (
        """
        0    s1 works
        5    s1 done
        """,
        "5.3 rings finished: s1",
    ),
    "a failure rings when it has settled": (
        """
        0    s1 works
        5    s1 failed rate_limit
        """,
        "5.3 rings failed: s1",
    ),
    "a process that is gone at work has failed; at rest somebody closed it": (
        """
        0    s1 works
        0    s2 works
        1    s2 done (seen)
        5    s1 lost
        5    s2 lost
        """,
        "5.3 rings failed: s1",
    ),
    "a stop of ours that took effect is told; Esc at the agent's own terminal is not": (
        """
        0    s1 works
        0    s2 works
        0    s3 works
        5    s1 interrupted hook
        5    s2 interrupted user
        7    s3 ended stopped
        """,
        """
        5.3 rings stopped: s1
        7.3 rings stopped: s3
        """,
    ),
    "a goodbye and an idle session call nobody": (
        """
        0    s1 works
        1    s1 ended prompt_input_exit
        2    s2 works
        3    s2 idle
        """,
        "",
    ),
    "what was so when it came into sight is history": (
        """
        0    s1 asks r1
        0    s2 done
        0    s3 failed rate_limit
        0    s4 lost
        """,
        "",
    ),
    "silence at work is told once, and a sign takes it back": (
        """
        0    s1 works
        700  s1 works
        1400 ends
        """,
        """
        600.3 rings silent: s1
        700 takes back s1, moved_on
        1320.3 rings silent: s1
        """,
    ),
    "the same call failing in vain is told at the fifth time, and once": (
        """
        0    s1 works
        0.5  s1 works failing=3
        1    s1 works failing=4
        2    s1 works failing=5
        3    s1 works failing=6
        4    s1 works failing=0
        5    s1 works failing=3
        6    s1 works failing=5
        """,
        """
        2.3 rings failed: s1
        4 takes back s1, moved_on
        6.3 rings failed: s1
        """,
    ),
}

NONE_TWICE = {
    "hook and registry see one rest a moment apart": (
        """
        0    s1 works
        5    s1 done at=5
        5.1  s1 done at=4.98
        5.4  s1 done at=4.9 turns=1
        """,
        "5.3 rings finished: s1",
    ),
    "the registry says interrupted before the hook says finished": (
        """
        0    s1 works
        5    s1 interrupted "no Stop"
        5.01 s1 done
        """,
        "5.31 rings finished: s1",
    ),
    "the registry says finished before the hook says failed": (
        """
        0    s1 works
        5    s1 done
        5.2  s1 failed server_error at=5.006
        """,
        "5.5 rings failed: s1",
    ),
    "a finish that turns out a failure is put right without a second ring": (
        """
        0    s1 works
        5    s1 done
        6    s1 failed server_error at=5.006
        """,
        """
        5.3 rings finished: s1
        6 says again failed: s1
        """,
    ),
    "a finish that turns out an interrupt of the person's own is taken back": (
        """
        0    s1 works
        5    s1 done
        6    s1 interrupted user at=4.9
        """,
        """
        5.3 rings finished: s1
        6 takes back s1, moved_on
        """,
    ),
    "a turn that goes on for a moment after it seemed over is told once, when it is": (
        """
        0    s1 works
        5    s1 done
        5.1  s1 works
        5.2  s1 failed server_error
        """,
        "5.5 rings failed: s1",
    ),
    "a rest that is over within a moment rings not at all": (
        """
        0    s1 works
        5    s1 done
        5.2  s1 works
        9    s1 done
        """,
        "9.3 rings finished: s1",
    ),
    "the registry sees the wait first, the hook explains it": (
        """
        0    s1 works
        5    s1 asks
        5.1  s1 asks r1
        """,
        """
        5 rings needs_you: s1
        5.1 says again needs_you: s1
        """,
    ),
    "a second question rings, the answer to one of two does not": (
        """
        0    s1 works
        5    s1 asks r1
        6    s1 asks r1 r2
        7    s1 asks r1
        8    s1 works
        """,
        """
        5 rings needs_you: s1
        6 takes back s1, replaced
        6 rings needs_you: s1
        7 says again needs_you: s1
        8 takes back s1, answered
        """,
    ),
    "a question that flickers is one question": (
        """
        0    s1 works
        5    s1 asks r1
        5.1  s1 works
        5.2  s1 asks r1
        """,
        """
        5 rings needs_you: s1
        5.1 takes back s1, answered
        """,
    ),
    "the next turn rings again, even where its work was never seen": (
        """
        0    s1 works
        5    s1 done
        9    s1 done at=9 turns=2
        """,
        """
        5.3 rings finished: s1
        9 takes back s1, moved_on
        9.3 rings finished: s1
        """,
    ),
}

LATER = {
    "a turn with background tasks is told when they are done": (
        """
        0    s1 works
        5    s1 done background=2
        60   s1 works
        65   s1 done
        """,
        "65.3 rings finished: s1",
    ),
    "a background that goes on and on is told with the turn after ten minutes": (
        """
        0    s1 works
        5    s1 done background=1
        700  ends
        """,
        "630.3 rings finished: s1",
    ),
    "told with its background, a turn is told once, whatever is heard of it": (
        """
        0    s1 works
        5    s1 done background=1
        700  s1 done background=1
        1500 ends
        """,
        "630.3 rings finished: s1",
    ),
    "a finish that was told before its background was known is not told again with it": (
        """
        0    s1 works
        5    s1 done
        6    s1 done background=1
        700  ends
        """,
        """
        5.3 rings finished: s1
        6 takes back s1, moved_on
        """,
    ),
    "a finish that was only held is told with its background": (
        """
        0    s1 works
        5    s1 done
        5.2  s1 done background=1
        700  ends
        """,
        "630.3 rings finished: s1",
    ),
    "a finish is withheld when a better source knows of its background": (
        """
        0    s1 works
        5    s1 done
        5.2  s1 done background=1
        60   s1 works
        65   s1 done
        """,
        "65.3 rings finished: s1",
    ),
    "the background of a session that is over goes on no more": (
        """
        0    s1 works
        5    s1 done background=1 ended_at_us=1
        """,
        "5.3 rings finished: s1",
    ),
}

IN_VIEW = {
    "a session in a focused window does not ring": (
        """
        0    s1 works
        5    s1 asks r1 (seen)
        6    s1 works (seen)
        7    s1 done (seen)
        8    s1 done
        """,
        "",
    ),
    "coming to the window takes the call back": (
        """
        0    s1 works
        5    s1 asks r1
        7    sees s1
        8    sees s1
        """,
        """
        5 rings needs_you: s1
        7 takes back s1, seen
        """,
    ),
    "looking at it at another desktop takes it back": (
        """
        0    s1 works
        5    s1 done
        9    s1 idle
        """,
        """
        5.3 rings finished: s1
        9 takes back s1, seen
        """,
    ),
}

BURSTS = {
    "many that finish within a second ring once, and the summary shrinks as they are seen": (
        """
        0    s1 works
        0    s2 works
        0    s3 works
        5    s1 done
        5.2  s2 done
        5.4  s3 done
        8    sees s2
        9    sees s1 s3
        """,
        """
        5.7 rings finished: s1, s2, s3
        8 takes back s2, seen
        8 says again finished: s1, s3
        9 takes back s1, seen
        9 takes back s3, seen
        9 takes back summary, moved_on
        """,
    ),
    "a burst is told after a second, however it goes on": (
        """
        0    s1 works
        0    s2 works
        0    s3 works
        0    s4 works
        0    s5 works
        0    s6 works
        5    s1 done
        5.25 s2 done
        5.5  s3 done
        5.75 s4 done
        5.95 s5 done
        6.2  s6 done
        """,
        """
        6 rings finished: s1, s2, s3, s4, s5
        6.5 rings finished: s6
        """,
    ),
    "one that is over before the burst is told is not in it": (
        """
        0    s1 works
        0    s2 works
        5    s1 done
        5    s2 done
        5.1  s2 works
        """,
        "5.3 rings finished: s1",
    ),
    "finishes and failures are told apart": (
        """
        0    s1 works
        0    s2 works
        0    s3 works
        0    s4 works
        5    s1 done
        5    s2 failed overloaded
        5    s3 done
        5    s4 failed overloaded
        """,
        """
        5.3 rings finished: s1, s3
        5.3 rings failed: s2, s4
        """,
    ),
    "four that need somebody ring one by one, those on top of them together": (
        """
        0    s1 works
        0    s2 works
        0    s3 works
        0    s4 works
        0    s5 works
        0    s6 works
        0    s7 works
        5    s1 asks r1
        5    s2 asks r2
        5.1  s3 asks r3
        5.1  s4 asks r4
        5.2  s5 asks r5
        5.3  s6 asks r6
        5.4  s7 asks r7
        6    s6 works
        7    s5 works
        8    s7 works
        """,
        """
        5 rings needs_you: s1
        5 rings needs_you: s2
        5.1 rings needs_you: s3
        5.1 rings needs_you: s4
        5.7 rings needs_you: s5, s6, s7
        6 takes back s6, answered
        6 says again needs_you: s5, s7
        7 takes back s5, answered
        7 says again needs_you: s7
        8 takes back s7, answered
        8 takes back summary, moved_on
        """,
    ),
}

AWAY = {
    "on return the person is told what came, what stands and what is over": (
        """
        0    s1 works
        0    s2 works
        0    s3 works
        1    leaves
        60   s1 asks r1
        70   s2 failed rate_limit
        80   s3 asks r3
        90   s3 works
        700  returns
        """,
        """
        60 rings needs_you: s1
        70.3 rings failed: s2
        80 rings needs_you: s3
        90 takes back s3, answered
        690.3 rings silent: s3
        700 tells returned: 1 needs you, 1 failed, 1 silent
        """,
    ),
    "a short absence needs no digest, nor does one in which nothing came": (
        """
        0    s1 works
        1    leaves
        60   s1 asks r1
        90   returns
        91   leaves
        990  returns
        """,
        "60 rings needs_you: s1",
    ),
    "what came while the hub was away does not ring, but what needs somebody now does": (
        """
        0    s1 works
        0    s2 works
        9    s1 done (missed)
        9    s2 asks r2 (missed)
        """,
        """
        9 keeps (missed) finished: s1
        9 rings needs_you: s2
        """,
    ),
}

ALL = ONE_OUTCOME | NONE_TWICE | LATER | IN_VIEW | BURSTS | AWAY


def plays(policy: Policy | None, steps: str, told: str, began_us: int = NOON_US) -> None:
    assert Table(policy, began_us).play(steps) == inspect.cleandoc(told).splitlines()


@pytest.mark.parametrize(("steps", "told"), ALL.values(), ids=ALL.keys())
def test_the_policy_by_the_table(steps: str, told: str) -> None:
    plays(None, steps, told)


def test_what_is_stamped_before_the_watch_began_is_history_even_when_it_is_read_bit_by_bit() -> None:
    policy = Policy(since_us=NOON_US + 10_000_000)
    plays(policy, "0 s1 works\n5 s1 done\n12 s1 works at=12\n15 s1 done", "15.3 rings finished: s1")


def test_a_session_that_began_under_our_eyes_is_no_history_though_its_first_row_is_its_last() -> None:
    policy = Policy(since_us=NOON_US)
    plays(policy, "5 s1 failed authentication_failed", "5.3 rings failed: s1")


NIGHT = QuietTime(from_minute=22 * 60, until_minute=7 * 60)


def test_in_quiet_hours_nothing_rings_and_in_the_morning_what_stands_is_told_in_one_piece() -> None:
    plays(
        Policy(quiet=(NIGHT,), silent_after_min=0),
        """
        82800   s1 works
        82800   s2 works
        82800   s3 works
        82900   s1 done
        82910   s2 asks r2
        82920   s3 asks r3
        82930   s3 works
        """,
        """
        82900.3 keeps (quiet_hours) finished: s1
        82910 keeps (quiet_hours) needs_you: s2
        82920 keeps (quiet_hours) needs_you: s3
        82930 takes back s3, answered
        """,
        MIDNIGHT_US,
    )
    steps = "25100 s1 works\n25101 s2 works\n25110 s1 done\n25120 s2 asks r2\n25230 ends"
    told = """
        25110.3 keeps (quiet_hours) finished: s1
        25120 keeps (quiet_hours) needs_you: s2
        25220 tells quiet_over: 1 needs you, 1 finished"""
    plays(Policy(quiet=(NIGHT,)), steps, told, MIDNIGHT_US)


def test_one_that_stood_silently_through_the_quiet_rings_as_itself() -> None:
    steps = "25100 s1 works\n25110 s1 asks r1\n25230 ends"
    told = "25110 keeps (quiet_hours) needs_you: s1\n25220 rings needs_you: s1"
    plays(Policy(quiet=(NIGHT,)), steps, told, MIDNIGHT_US)


def test_who_wants_it_is_called_for_a_question_even_in_quiet_hours() -> None:
    policy = Policy(quiet=(NIGHT,), breaks_through=frozenset({"needs_you"}))
    plays(policy, "100 s1 works\n110 s1 asks r1", "110 rings needs_you: s1", MIDNIGHT_US)


def test_quiet_times_hold_on_the_days_they_begin_on() -> None:
    friday_night = QuietTime(from_minute=22 * 60, until_minute=7 * 60, days=frozenset({4}))
    hours = {"Fri 23": (2026, 11, 20, 23), "Sat 6": (2026, 11, 21, 6), "Sat 23": (2026, 11, 21, 23)}
    held = {name: friday_night.holds(datetime(*hour)) for name, hour in hours.items()}
    assert held == {"Fri 23": True, "Sat 6": True, "Sat 23": False}


def test_while_the_system_is_not_to_be_disturbed_nothing_rings() -> None:
    steps = "0 s1 works\n1 disturb on\n5 s1 asks r1\n9 disturb off"
    plays(None, steps, "5 keeps (do_not_disturb) needs_you: s1\n9 rings needs_you: s1")


def test_a_snoozed_session_rings_when_the_snooze_is_over_if_it_is_still_so() -> None:
    steps = "0 s1 works\n0 s2 works\n1 snooze s1 60\n1 snooze s2 60\n5 s1 asks r1\n6 s2 asks r2\n9 s2 works\n70 ends"
    told = """
        5 keeps (snoozed) needs_you: s1
        6 keeps (snoozed) needs_you: s2
        9 takes back s2, answered
        61 rings needs_you: s1"""
    plays(Policy(silent_after_min=0), steps, told)


def test_kinds_can_be_switched_off_and_still_stand_in_the_inbox() -> None:
    policy = Policy(rings=frozenset({"needs_you"}))
    told = "5.3 keeps (switched_off) finished: s1\n9 takes back s1, moved_on\n10 rings needs_you: s1"
    plays(policy, "0 s1 works\n5 s1 done\n9 s1 works\n10 s1 asks r1", told)


def test_the_first_rule_about_a_project_or_an_agent_decides() -> None:
    rules = (
        Rule(project="/src/site", rings={"finished": False}, silent_after_min=0),
        Rule(project="shop", silent_after_min=1),
        Rule(agent="codex", rings={"finished": False}),
    )
    plays(
        Policy(rules=rules),
        """
        0    s1 works cwd=/src/site/pages
        0    s2 works cwd=/src/site-old
        0    s3 works cwd=/home/me/shop
        5    s1 done cwd=/src/site/pages
        5    s2 done cwd=/src/site-old
        700  ends
        """,
        """
        5.3 keeps (switched_off) finished: s1
        5.3 rings finished: s2
        60.3 rings silent: s3
        """,
    )


def test_a_limit_is_told_once_a_session_and_once_a_day() -> None:
    plays(
        Policy(limits=Limits(session_tokens=1000, day_tokens=1500), silent_after_min=0),
        """
        0    s1 works
        0    s2 works
        1    s1 works tokens=999
        2    s1 works tokens=1000
        3    s1 works tokens=1100
        4    s2 works tokens=300
        5    s2 works tokens=500
        6    s2 works tokens=600
        """,
        """
        2.3 rings budget: s1
        5.3 rings budget: s2
        """,
    )


def test_what_was_spent_before_today_counts_for_the_session_and_not_for_the_day() -> None:
    policy = Policy(limits=Limits(day_tokens=1000), silent_after_min=0)
    plays(policy, "0 s1 works tokens=5000 started_at_us=1\n1 s1 works tokens=5900 started_at_us=1", "")
    steps = "0 s1 works tokens=5000 started_at_us=1\n1 s1 works tokens=6000 started_at_us=1"
    plays(policy, steps, "1.3 rings budget: s1")


def test_who_chose_so_has_a_session_beyond_its_limit_stopped_once_a_turn() -> None:
    plays(
        Policy(limits=Limits(session_usd=2.0, stop=True), silent_after_min=0),
        """
        0    s1 works
        1    s1 works usd=2.5
        2    s1 works usd=2.6
        3    s1 interrupted hook usd=2.6
        9    s1 works usd=2.6
        """,
        """
        1 stops s1
        1.3 rings budget: s1
        3.3 rings stopped: s1
        9 takes back s1, moved_on
        9 stops s1
        """,
    )


def test_a_turn_as_it_really_goes_calls_for_its_question_and_its_end() -> None:
    story = Story().opens().runs().asks().registry("waiting", "permission prompt").after(s=3).registry("busy").ran()
    story.hook(e.ToolBatchFinished(tool_call_ids=("c1",))).says("Done.").transcript(e.TurnFinished())
    story.hook(e.TurnFinished(turn_id="t1"), e.NoticeGiven(kind="idle_prompt")).registry("idle")
    attention, roster, before, said = Attention(), Roster(), None, []
    for record in story.records:
        roster.apply(record)
        after = roster.row(story.key)
        orders = [*attention.on_tick(record.at_us), *attention.on_row(before, after, False, record.at_us)]
        said += [order.kind if isinstance(order, Alert) else "withdrawn" for order in orders]
        before = after
    said += [order.kind for order in attention.on_tick(story.now_us + 1_000_000) if isinstance(order, Alert)]
    assert said == ["needs_you", "withdrawn", "finished"]
