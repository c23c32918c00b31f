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
    "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----\nlQOY\n-----END PGP " + "PRIVATE KEY BLOCK-----",
    "SG" + "." + _LETTERS + "." + _LETTERS,
    "hvs" + "." + _LETTERS,
    "dop" + "_v1_" + _LETTERS.lower(),
    "AGE-SECRET-" + "KEY-1" + _LETTERS.upper(),
    "123456789" + ":AA" + _LETTERS,
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
        ("AWS_SECRET_ACCESS_KEY=" + _LETTERS, "AWS_SECRET_ACCESS_KEY=«secret»"),
        ("aws_secret_access_key = " + _LETTERS + "\nregion = x", "aws_secret_access_key = «secret»\nregion = x"),
        ("export SECRET_KEY_BASE='" + _LETTERS + "'", "export SECRET_KEY_BASE='«secret»'"),
        ('{"clientSecret": "' + _LETTERS + '"}', '{"clientSecret": "«secret»"}'),
        ('"{\\"refresh_token\\": \\"' + _LETTERS + '\\"}"', '"{\\"refresh_token\\": \\"«secret»\\"}"'),
        ("authorization: basic " + _LETTERS, "authorization: basic «secret»"),
        ("Authorization: " + _LETTERS, "Authorization: «secret»"),
        ("Cookie: a=b; c=" + _LETTERS, "Cookie: «secret»"),
        ("curl -u admin:hunter22 https://a.b", "curl -u admin:«secret» https://a.b"),
        ("deploy --api-key hunter22x --now", "deploy --api-key «secret» --now"),
        ("sshpass -p hunter22 ssh a", "sshpass -p «secret» ssh a"),
        ("machine a login mia password hunter22", "machine a login mia password «secret»"),
        ("https://hooks.slack.com/services/T0/B0/" + _LETTERS, "https://hooks.slack.com/services/«secret»"),
        ("https://a.b/c?sv=1&sig=" + _LETTERS, "https://a.b/c?sv=1&sig=«secret»"),
        ('{"auths": {"a": {"auth": "' + _LETTERS + '"}}}', '{"auths": {"a": {"auth": "«secret»"}}}'),
    ],
)
def test_what_is_said_around_a_secret_stays(text: str, left: str) -> None:
    assert scrub_text(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "the task-list and risk-assessment",
        "skip",
        "a token of thanks",
        "git commit 0a1b2c3d4e5f",
        "https://a.b/c?x=1",
        "max_tokens: 200000",
        "token_count=1234567",
        "docker run -u 1000:1000 x",
        "secretary: Jennifer",
        "Basic concepts of it",
        "def get_token(self) -> str: return self.token",
        "the cookies: three",
        "sha256 " + "0a1b2c3d" * 8,
        "tokenize=everything",
    ],
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


def test_the_folder_an_agent_names_after_a_home_is_renamed_with_it() -> None:
    kept = "/srv/first.last/.claude/projects/-srv-first-last-shop/s.jsonl"
    assert scrub_text(kept, home="/srv/first.last") == "/home/dev/.claude/projects/-home-dev-shop/s.jsonl"
    assert scrub_text("/root/.claude/projects/-root-shop", home="/root") == "/home/dev/.claude/projects/-home-dev-shop"
    assert scrub_text("mount -root-dir /x/root /rooted", home="/root") == "mount -root-dir /x/root /rooted"


def test_lines_of_a_key_are_hidden_although_its_heading_came_in_another_piece() -> None:
    body = (_LETTERS * 2)[:64]
    assert scrub_text(f"{body}\n{body}\nand so on") == "«secret»\n«secret»\nand so on"


@pytest.mark.parametrize("unit", ["a", "a-", "a.", "eyJ", "token_", "token-a", "a://", "://a:", "-u a:", "bearer a"])
def test_no_text_takes_longer_than_its_length_warrants(unit: str) -> None:
    """Before, 32 kB of "a-a-a-" held the hub up for half a minute; this would never end."""
    assert scrub_text((unit * 400_000)[:400_000])


def test_a_value_under_a_secret_name_is_hidden_whatever_its_shape() -> None:
    assert scrub({"env": {"API_KEY": "plain", "password": "x", "max_tokens": "5", "tokens": 7}}) == {
        "env": {"API_KEY": "«secret»", "password": "«secret»", "max_tokens": "5", "tokens": 7}
    }
    named = ["clientSecret", "AWS_SECRET_ACCESS_KEY", "refreshToken", "token", "privateKey", "Authorization", "auth"]
    assert scrub(dict.fromkeys(named, "plain")) == dict.fromkeys(named, "«secret»")
    assert scrub({"passwords_file": "x", "secret": ["a", {"b": "c"}]}) == {
        "passwords_file": "x", "secret": ["«secret»", {"b": "c"}],
    }  # fmt: skip


_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=15,
)


@given(value=_values)
def test_scrubbing_twice_is_scrubbing_once(value: Any) -> None:
    once = scrub(value, "/home/mia")
    assert scrub(once, "/home/mia") == once
