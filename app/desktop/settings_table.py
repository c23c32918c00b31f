"""Every setting as a person meets it: on which page, under which title, with which sentence, chosen how.

A table and nothing else; ``views/settings_dialog.py`` shows it. A test holds it against ``app.settings``: no field
may be missing here that is not named as one that nobody chooses, and none be added that is not named as the system's.
"""

from __future__ import annotations

from typing import NamedTuple

from app.core.tr import mark

Option = tuple[str, str, str]
"""Value, title and sentence (the last two ``mark``ed)."""


class Switch(NamedTuple):
    """On or off."""


class OneOf(NamedTuple):
    """One of a few."""

    options: tuple[Option, ...]


class Several(NamedTuple):
    """Any of a few, in this order. ``can_play``: each can be listened to."""

    options: tuple[tuple[str, str], ...]
    can_play: bool = False


class Number(NamedTuple):
    """A whole number, or (``decimals``) an amount. ``unit`` stands behind it; ``zero``: what 0 means."""

    unit: str
    zero: str = ""
    most: int = 1_000_000_000
    decimals: int = 0


class Lines(NamedTuple):
    """Several short texts, parted by semicolons; ``example`` stands in the empty field."""

    example: str


class InFile(NamedTuple):
    """Too much for a field: it is edited in the settings file."""


Control = Switch | OneOf | Several | Number | Lines | InFile


class Row(NamedTuple):
    """One setting. ``field`` is its name in ``app.settings.Settings``, or ``START_AT_LOGIN``."""

    field: str
    title: str
    sentence: str
    control: Control


class Page(NamedTuple):
    """Rows that belong together."""

    title: str
    rows: tuple[Row, ...]


_KINDS = (
    ("needs_you", mark("Needs you")),
    ("failed", mark("Failed")),
    ("finished", mark("Finished")),
    ("silent", mark("Silent")),
    ("stopped", mark("Stopped")),
    ("budget", mark("Limit passed")),
    ("matched", mark("Rule matched")),
)
START_AT_LOGIN = "start_at_login"
"""Kept by the system, in its own list, and not in the settings file."""
_ON = Switch()
_NO_LIMIT = mark("no limit")
_NEVER = mark("never")

PAGES: tuple[Page, ...] = (
    Page(
        mark("Look"),
        (
            Row(
                "theme",
                mark("Theme"),
                mark("Light or dark as the system says, or one of them for always."),
                OneOf(
                    (
                        ("system", mark("As the system"), mark("Light or dark, as the system says.")),
                        ("light", mark("Light"), ""),
                        ("dark", mark("Dark"), ""),
                        ("high_contrast", mark("High contrast"), mark("White on black, with stronger edges.")),
                    )
                ),
            ),
            Row(
                "language",
                mark("Language"),
                mark("What the window speaks, from its next start on."),
                OneOf((("system", mark("As the system"), ""), ("en", "English", ""), ("zh_CN", "简体中文", ""))),
            ),
            Row(
                "reduced_motion",
                mark("Movement"),
                mark("Whether anything in the window moves."),
                OneOf(
                    (
                        ("system", mark("As the system"), ""),
                        ("on", mark("Nothing moves"), ""),
                        ("off", mark("Short movements"), ""),
                    )
                ),
            ),
            Row(
                "tray_icon",
                mark("Tray icon"),
                mark("In colour, or in one ink, from the next start on."),
                OneOf(
                    (
                        ("colour", mark("In colour"), ""),
                        ("dark", mark("Dark ink"), mark("For light panels.")),
                        ("light", mark("Light ink"), mark("For dark panels.")),
                    )
                ),
            ),
        ),
    ),
    Page(
        mark("Alerts"),
        (
            Row("notifications_needs_you", mark("Needs you"), mark("When a session waits for an answer."), _ON),
            Row("notifications_finished", mark("Finished"), mark("When a session has finished its turn."), _ON),
            Row("notifications_failed", mark("Failed"), mark("When a session has failed, and why."), _ON),
            Row(
                "notifications_silent",
                mark("Silent"),
                mark("When a session at work has given no sign for long."),
                _ON,
            ),
            Row(
                "silent_after_min",
                mark("Silent after"),
                mark("So long without a sign."),
                Number(mark("minutes"), _NEVER, 10_000),
            ),
            Row(
                "failing_times",
                mark("Failing again and again"),
                mark("When the same tool call failed so often in a row."),
                Number(mark("times"), _NEVER, 1000),
            ),
            Row("notifications_stopped", mark("Stopped"), mark("When a stop you ordered has taken effect."), _ON),
            Row("notifications_budget", mark("Limit passed"), mark("When a limit of yours was passed."), _ON),
            Row("notifications_matched", mark("Rule matched"), mark("When output matches one of your rules."), _ON),
            Row(
                "rules",
                mark("Rules"),
                mark("Per project and per agent, and words in the output that call you."),
                InFile(),
            ),
        ),
    ),
    Page(
        mark("Quiet"),
        (
            Row(
                "quiet_hours",
                mark("Quiet hours"),
                mark("Nothing rings then; it stands in the inbox."),
                Lines("22:00-07:00; Sat,Sun 00:00-24:00"),
            ),
            Row(
                "heed_do_not_disturb",
                mark("Do not disturb"),
                mark("Quiet also while the desktop says so, where it can be read."),
                _ON,
            ),
            Row(
                "quiet_hours_let_through",
                mark("Rings all the same"),
                mark("In quiet hours and while not to be disturbed."),
                Several(_KINDS),
            ),
            Row(
                "digest_after_min",
                mark("While you were away"),
                mark("After an absence of so long you are told in one piece what came meanwhile."),
                Number(mark("minutes"), "", 10_000),
            ),
        ),
    ),
    Page(
        mark("Sounds"),
        (
            Row("sounds", mark("Sounds"), mark("A short sound with an alert, one in two seconds at most."), _ON),
            Row("sounds_for", mark("Heard for"), mark("Each kind has a sound of its own."), Several(_KINDS, True)),
        ),
    ),
    Page(
        mark("Limits"),
        (
            Row(
                "limit_session_tokens",
                mark("Tokens of a session"),
                mark("You are told when it has used more, cached ones included."),
                Number(mark("tokens"), _NO_LIMIT),
            ),
            Row(
                "limit_session_usd",
                mark("Cost of a session"),
                mark("Where its agent tells what it costs."),
                Number(mark("US dollars"), _NO_LIMIT, 1_000_000, 2),
            ),
            Row(
                "limit_day_tokens",
                mark("Tokens of a day"),
                mark("All sessions of a hub together, each day anew."),
                Number(mark("tokens"), _NO_LIMIT),
            ),
            Row(
                "limit_day_usd",
                mark("Cost of a day"),
                mark("All sessions of a hub together, where their agents tell."),
                Number(mark("US dollars"), _NO_LIMIT, 1_000_000, 2),
            ),
            Row(
                "limit_stop",
                mark("Stop beyond a limit"),
                mark("A session that goes on beyond a limit is stopped before its next tool."),
                _ON,
            ),
        ),
    ),
    Page(
        mark("Window and hub"),
        (
            Row(
                START_AT_LOGIN,
                mark("Start at login"),
                mark("In the tray, without its window. It stands in the system's own list, too."),
                _ON,
            ),
            Row(
                "close_to_tray",
                mark("Close to the tray"),
                mark("Closing the window leaves the icon, where there is a tray."),
                _ON,
            ),
            Row(
                "keep_collecting",
                mark("Keep collecting after Quit"),
                mark("The hub goes on without the window, so that nothing is missed meanwhile."),
                _ON,
            ),
            Row(
                "stop_all_key",
                mark("A key for Stop all"),
                mark("Ask the desktop for a key that opens the list from any program."),
                _ON,
            ),
            Row(
                "agent_homes",
                mark("Further agent folders"),
                mark("Configuration folders to follow besides the usual one."),
                InFile(),
            ),
            Row(
                "hubs",
                mark("Other machines"),
                mark("Hubs that were added; their tokens lie in the keyring."),
                InFile(),
            ),
            Row(
                "update_url",
                mark("Updates"),
                mark("The address that is asked once a day for a newer version; you are told, nothing is fetched."),
                InFile(),
            ),
            Row(
                "update_key",
                mark("Who signs updates"),
                mark("The public key that makes an answer believed."),
                InFile(),
            ),
            Row(
                "log_topics",
                mark("Logs by topic"),
                mark("What says more in the logs; prompts and outputs stay out of them unless you raise a topic."),
                InFile(),
            ),
        ),
    ),
    Page(
        mark("Privacy"),
        (
            Row(
                "redact_secrets",
                mark("Hide secrets"),
                mark("Keys, tokens and passwords of known shapes are replaced by «secret» before anything is stored."),
                _ON,
            ),
            Row(
                "keep_days",
                mark("Keep sessions for"),
                mark("Those that ended longer ago leave the store. The agents' own files are not touched."),
                Number(mark("days"), mark("for ever"), 36_500),
            ),
            Row(
                "keep_megabytes",
                mark("Keep at most"),
                mark("When the store is larger, the sessions that ended longest ago go first."),
                Number(mark("MB"), _NO_LIMIT, 1_000_000),
            ),
        ),
    ),
)

NOBODY_CHOOSES = frozenset({"first_run_done"})
"""Fields that remember something rather than decide it."""
