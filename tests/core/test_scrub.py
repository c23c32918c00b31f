"""Secrets and home folders do not leave the machine in a recording; everything else stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.scrub import scrub, scrub_text

_LETTERS = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA"

SECRETS = [
    "sk-" + "ant-api03-" + _LETTERS,
    "sk_" + "live_" + _LETTERS,
    "ghp" + "_" + _LETTERS,
    "github" + "_pat_" + _LETTERS,
    "glpat" + "-" + _LETTERS,
    "AKIA" + "ABCDEFGHIJKLMNOP",
    "AIza" + _LETTERS,
    "xoxb" + "-123456789-" + _LETTERS,
    "npm" + "_" + _LETTERS,
    "hf" + "_" + _LETTERS,
    "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0In0." + _LETTERS,
    "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE\nabc\n-----END RSA " + "PRIVATE KEY-----",
    "-----BEGIN OPENSSH " + "PRIVATE KEY-----\ncut off in the middle",
]


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret[:8])
def test_a_secret_of_a_known_shape_is_hidden_wherever_it_stands(secret: str) -> None:
    for text in (secret, f"export KEY={secret}", f'{{"a": "{secret}"}}'):
        scrubbed = scrub_text(text)
        assert secret not in scrubbed and "«secret»" in scrubbed
        assert secret[10:] not in scrubbed


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Authorization: Bearer " + _LETTERS, "Authorization: Bearer «secret»"),
        ("https://user:hunter22@example.com/x", "https://user:«secret»@example.com/x"),
        ("API_KEY=" + "abcdef123", "API_KEY=«secret»"),
        ("my_password: 'hunter22x'", "my_password: '«secret»'"),
    ],
)
def test_what_is_said_around_a_secret_stays(text: str, left: str) -> None:
    assert scrub_text(text) == left


@pytest.mark.parametrize(
    "text",
    ["the task-list and risk-assessment", "skip", "a token of thanks", "git commit 0a1b2c3d4e5f", "https://a.b/c?x=1"],
)
def test_ordinary_words_stay(text: str) -> None:
    assert scrub_text(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/home/mia/x.py", "/home/dev/x.py"),
        ("/Users/Mia/x.py and /home/dev/y", "/home/dev/x.py and /home/dev/y"),
        (r"C:\Users\Mia\x.py", "/home/dev" + r"\x.py"),
        ("~/.claude/projects/-home-mia-project/s.jsonl", "~/.claude/projects/-home-dev-project/s.jsonl"),
        ("/srv/mia/x.py", "/home/dev/x.py"),
        ("/srv/mias/x.py", "/srv/mias/x.py"),
    ],
)
def test_home_folders_become_everybodys(text: str, left: str) -> None:
    assert scrub_text(text, home="/srv/mia") == left


def test_a_value_under_a_secret_name_is_hidden_whatever_its_shape() -> None:
    assert scrub({"env": {"API_KEY": "plain", "password": "x", "max_tokens": "5", "tokens": 7}}) == {
        "env": {"API_KEY": "«secret»", "password": "«secret»", "max_tokens": "5", "tokens": 7}
    }


_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=15,
)


@given(value=_values)
def test_scrubbing_twice_is_scrubbing_once(value: Any) -> None:
    once = scrub(value, "/home/mia")
    assert scrub(once, "/home/mia") == once
