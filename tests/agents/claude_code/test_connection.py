"""Connect and disconnect on settings files as people have them: ours goes in and out, every other byte stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.agents import adapters
from app.agents.base import ConfigRefused

CLAUDE = adapters()["claude_code"]
RELAY = ("/home/dev/.local/share/signalcabin/relay/signalcabin-relay",)
MOVED_RELAY = ("/opt/signalcabin/relay/signalcabin-relay",)
VERSION = "2.1.197"
EVENTS = [spec.event for spec in CLAUDE.hooks_for(VERSION)]


SIGNS = 'aé☕\U0001f6a6\u2028 "\\/{}[],:0-\n\t\x00'
# How long an example takes says nothing here.
examples = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def connected(before: bytes | None) -> bytes:
    after = CLAUDE.connect(before, RELAY, VERSION).after
    assert after is not None
    return after


# ── the shapes of people's files ───────────────────────────────────────────────────────────────

_scalars = (
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(SIGNS, max_size=12)
)  # fmt: skip
_keys = st.text(SIGNS, max_size=8)
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3), max_leaves=8
)
_foreign_hook = st.fixed_dictionaries(
    {"type": st.just("command"), "command": st.sampled_from(["true", "say done", "signalcabin-relay-of-mine x", "'"])},
    optional={"timeout": st.integers(1, 600), "async": st.booleans(), "args": st.lists(_keys, max_size=2)},
)
_foreign_group = st.fixed_dictionaries(
    {"hooks": st.lists(_foreign_hook, max_size=2)}, optional={"matcher": st.sampled_from(["", "*", "Bash|Edit"])}
)
_foreign_hooks = st.dictionaries(
    st.sampled_from([*EVENTS, "WorktreeCreate", "EventOfTomorrow"]), st.lists(_foreign_group, max_size=2), max_size=4
)
_settings = st.builds(
    lambda first, hooks, last: first | ({} if hooks is None else {"hooks": hooks}) | last,
    st.dictionaries(_keys, _values, max_size=3),
    st.none() | _foreign_hooks,
    st.dictionaries(_keys, _values, max_size=2),
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A settings file, written in one of the many ways people and tools write JSON."""
    indent = draw(st.sampled_from([None, 0, 1, 2, 4, "\t"]))
    gap = draw(st.sampled_from(["", " "]))
    separators = (f",{gap}" if indent is None else ",", f":{gap}")
    text = json.dumps(draw(_settings), indent=indent, ensure_ascii=draw(st.booleans()), separators=separators)
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    space = st.sampled_from(["", "\n", "\r\n", " ", "\n\n"])
    return (draw(st.sampled_from(["", "\ufeff"])) + draw(space) + text + draw(space)).encode()


def value_of(content: bytes | None) -> Any:
    assert content is not None
    return json.loads(content.decode().removeprefix("\ufeff"))


def without_ours(value: dict[str, Any]) -> dict[str, Any]:
    """What another reader sees without us; containers that are empty without us are dropped."""
    hooks = {
        event: [group for group in groups if not any(RELAY[0] in hook.get("args", []) for hook in group["hooks"])]
        for event, groups in value.get("hooks", {}).items()
    }
    hooks = {event: groups for event, groups in hooks.items() if groups}
    rest = {key: member for key, member in value.items() if key != "hooks"}
    return rest | ({"hooks": hooks} if hooks else {})


# ── in and out ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@examples
@given(files())
def test_disconnect_gives_the_file_back_byte_for_byte_when_nobody_else_wrote(before: bytes) -> None:
    written = connected(before)
    assert CLAUDE.disconnect(written, written, before).after == before


@pytest.mark.slow
@examples
@given(files())
def test_connect_keeps_every_foreign_value_and_adds_each_event_once(before: bytes) -> None:
    old, new = value_of(before), value_of(connected(before))
    assert [key for key in new if key != "hooks"] == [key for key in old if key != "hooks"]
    assert all(new[key] == old[key] for key in old if key != "hooks")
    for event, groups in old.get("hooks", {}).items():
        assert new["hooks"][event][: len(groups)] == groups
    assert all(len(new["hooks"][event]) == len(old.get("hooks", {}).get(event, [])) + 1 for event in EVENTS)


@examples
@given(files())
def test_connect_changes_no_byte_of_the_user_it_only_puts_ours_between_them(before: bytes) -> None:
    remaining = iter(connected(before))
    assert all(byte in remaining for byte in before.rstrip())


@pytest.mark.slow
@examples
@given(files())
def test_cutting_only_ours_out_restores_the_file_too(before: bytes) -> None:
    written = connected(before)
    assert CLAUDE.disconnect(written, b"something else", before).after == before


@pytest.mark.slow
@examples
@given(files())
def test_cutting_ours_out_works_without_any_backup(before: bytes) -> None:
    after = CLAUDE.disconnect(connected(before), None, None).after
    assert without_ours(value_of(after)) == without_ours(value_of(before))


@pytest.mark.slow
@examples
@given(files(), _keys, _values)
def test_what_others_changed_meanwhile_survives_disconnect(before: bytes, key: str, member: Any) -> None:
    edited = json.dumps(value_of(connected(before)) | {key: member}, indent=3).encode()
    after = value_of(CLAUDE.disconnect(edited, connected(before), before).after)
    assert without_ours(after) == without_ours(value_of(before) | {key: member})


@pytest.mark.slow
@examples
@given(files())
def test_connecting_twice_is_connecting_once(before: bytes) -> None:
    once = connected(before)
    twice = CLAUDE.connect(once, RELAY, VERSION)
    assert twice.after == once
    assert twice.added == () == twice.removed


@pytest.mark.slow
@examples
@given(files())
def test_a_relay_that_moved_is_replaced_and_not_doubled(before: bytes) -> None:
    after = CLAUDE.connect(connected(before), MOVED_RELAY, VERSION).after
    assert value_of(after) == value_of(CLAUDE.connect(before, MOVED_RELAY, VERSION).after)
    assert CLAUDE.inspect_config(after, MOVED_RELAY, VERSION)["stale_relay"] == []


def test_without_a_file_connect_makes_one_and_disconnect_takes_it_away_again() -> None:
    written = connected(None)
    assert written.startswith(b'{\n  "hooks": {\n    "PreToolUse": [\n') and written.endswith(b"}\n")
    assert CLAUDE.disconnect(written, written, None).after is None


def test_a_file_of_ours_that_someone_added_to_is_kept_on_disconnect() -> None:
    edited = connected(None).replace(b"{\n", b'{\n  "theme": "dark",\n', 1)
    assert value_of(CLAUDE.disconnect(edited, connected(None), None).after) == {"theme": "dark"}


def test_an_empty_file_is_taken_as_no_settings() -> None:
    assert set(value_of(connected(b""))["hooks"]) == set(EVENTS)
    assert CLAUDE.disconnect(connected(b" \n"), connected(b" \n"), b" \n").after == b" \n"


def test_disconnect_leaves_a_file_without_us_alone() -> None:
    for content in (None, b"", b'{"theme": "dark"}', b'{"hooks": {}}'):
        assert CLAUDE.disconnect(content, content, b"{}").after == content


def test_a_backup_made_while_we_were_in_it_does_not_bring_us_back() -> None:
    ours = connected(b'{"theme": "dark"}')
    assert value_of(CLAUDE.disconnect(ours, ours, ours).after) == {"theme": "dark"}


def test_one_of_ours_that_was_moved_into_a_foreign_group_is_cut_out_of_it() -> None:
    value = value_of(connected(b"{}"))
    value["hooks"]["Stop"][0]["hooks"].append({"type": "command", "command": "say done"})
    after = value_of(CLAUDE.disconnect(json.dumps(value).encode(), None, None).after)
    assert after == {"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]}}


def test_an_event_we_once_registered_and_no_longer_do_goes_at_the_next_connect() -> None:
    value = value_of(connected(b"{}"))
    value["hooks"]["WorktreeCreate"] = value["hooks"]["Stop"]
    edit = CLAUDE.connect(json.dumps(value).encode(), RELAY, VERSION)
    assert "WorktreeCreate" not in value_of(edit.after)["hooks"]
    assert edit.removed == ("WorktreeCreate",)


def test_the_users_layout_is_followed() -> None:
    before = b'{\r\n\t"model": "opus",\r\n\t"hooks": {\r\n\t\t"Stop": [\r\n\t\t\t{"hooks": []}\r\n\t\t]\r\n\t}\r\n}'
    after = connected(before)
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert b'{"hooks": []},\r\n\t\t\t{\r\n\t\t\t\t"hooks": [\r\n' in after
    assert b',\r\n\t\t"PreToolUse": [\r\n\t\t\t{\r\n' in after
    assert connected(b'{"a":1}').startswith(b'{"a":1,"hooks":{"PreToolUse":[{"hooks":[{"type":"command"')


# ── what must not be touched ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"a": 1,}', "no valid JSON"),
        (b'{"a": 1} // mine', "no valid JSON"),
        (b'{"a": NaN}', "no valid JSON"),
        (b'{"a": "', "no valid JSON"),
        (b"[" * 100_000, "no valid JSON"),
        (b"[]", "no JSON object"),
        (b'"hooks"', "no JSON object"),
        (b'{"hooks": {}, "hooks": {}}', "twice"),
        (b'{"hooks": {"Stop": [], "Stop": []}}', "twice"),
        (b'{"hooks": []}', "not an object"),
        (b'{"hooks": null}', "not an object"),
        (b'{"hooks": {"Stop": {}}}', "not an array"),
        (b'{"hooks": {"Stop": ["true"]}}', "not an object"),
        (b'{"hooks": {"Stop": [{"matcher": ""}]}}', "has no"),
        (b'{"hooks": {"Stop": [{"hooks": {}}]}}', "not an array"),
        (b'{"hooks": {"Stop": [{"hooks": ["true"]}]}}', "not an object"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b" " * 4_194_305, "larger than"),
    ],
    ids=lambda part: part[:24].decode(errors="replace") if isinstance(part, bytes) else part,
)
def test_a_file_we_do_not_understand_is_refused_with_a_reason(content: bytes, why: str) -> None:
    with pytest.raises(ConfigRefused, match=why):
        CLAUDE.connect(content + (b"{" if not content.strip() else b""), RELAY, VERSION)


@examples
@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode) | files().map(lambda content: content[:-3]))
def test_any_bytes_are_connected_or_refused_and_never_anything_else(content: bytes) -> None:
    try:
        after = CLAUDE.connect(content, RELAY, VERSION).after
    except ConfigRefused:
        assert CLAUDE.inspect_config(content, RELAY, VERSION)["problem"]
    else:
        assert isinstance(value_of(after), dict)


def test_a_relay_the_guard_could_not_guard_is_refused() -> None:
    for command in (("/usr/bin/python3", "/x/signalcabin-relay"), ("signalcabin-relay",), ("/x/other",), ()):
        with pytest.raises(ConfigRefused):
            CLAUDE.connect(None, command, VERSION)


# ── what doctor says ───────────────────────────────────────────────────────────────────────────


def test_inspect_tells_present_missing_changed_foreign_and_stale() -> None:
    value = value_of(connected(b'{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]}}'))
    del value["hooks"]["PreToolUse"]
    value["hooks"]["PostToolUse"][0]["matcher"] = "Bash"
    value["hooks"]["SessionEnd"][0]["hooks"][0]["args"][2] = MOVED_RELAY[0]
    report = CLAUDE.inspect_config(json.dumps(value).encode(), RELAY, VERSION)
    assert report["missing"] == ["PreToolUse"]
    assert report["changed"] == ["PostToolUse", "SessionEnd"]
    assert report["foreign"] == 1
    assert report["stale_relay"] == list(MOVED_RELAY)
    assert set(report["present"]) == set(EVENTS) - {"PreToolUse", "PostToolUse", "SessionEnd"}


def test_inspect_tells_what_keeps_hooks_from_running() -> None:
    content = connected(b'{"disableAllHooks": true, "allowManagedHooksOnly": true}')
    assert CLAUDE.inspect_config(content, RELAY, VERSION)["blocked_by"] == ["disableAllHooks", "allowManagedHooksOnly"]
    assert "disableAllHooks" in CLAUDE.connect(b'{"disableAllHooks": true}', RELAY, VERSION).notes[0]


def test_inspect_tells_it_of_a_file_whose_hooks_we_do_not_understand_too() -> None:
    report = CLAUDE.inspect_config(b'{"allowManagedHooksOnly": true, "hooks": []}', RELAY, VERSION)
    assert report["problem"]
    assert report["blocked_by"] == ["allowManagedHooksOnly"]


def test_inspect_finds_everything_missing_where_there_is_no_file() -> None:
    assert CLAUDE.inspect_config(None, RELAY, VERSION)["missing"] == EVENTS
