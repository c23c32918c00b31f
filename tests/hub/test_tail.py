"""One line file that grows, shrinks, is replaced, or is not what it seems."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.hub.agent_files import Refused, find_transcript, home_of, open_inside, read_small, real_home
from app.hub.tail import MAX_LINE_BYTES, Place, Tail

GLOB = "projects/**/*.jsonl"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def file(home: Path) -> Path:
    return home / "a.jsonl"


@pytest.fixture
def tail(file: Path, home: Path) -> Tail:
    return Tail(str(file), str(home))


def lines(tail: Tail) -> list[str]:
    """All there is to read now."""
    read: list[str] = []
    while True:
        piece = tail.read()
        read += [line.content.decode() for line in piece.lines]
        if not piece.more:
            return read


def append(file: Path, text: str | bytes) -> None:
    with file.open("ab") as out:
        out.write(text.encode() if isinstance(text, str) else text)


def test_only_what_is_new_is_read(file: Path, tail: Tail) -> None:
    assert lines(tail) == []
    append(file, "one\ntwo\n")
    assert lines(tail) == ["one", "two"]
    assert lines(tail) == []
    append(file, "three\n")
    assert lines(tail) == ["three"]


def test_half_a_line_waits_for_its_end(file: Path, tail: Tail) -> None:
    append(file, "one\ntw")
    assert lines(tail) == ["one"]
    append(file, "o")
    assert lines(tail) == []
    append(file, "\nthree")
    assert lines(tail) == ["two"]


def test_each_line_knows_where_it_began(file: Path, tail: Tail) -> None:
    append(file, "one\n\n  \ntwo\n")
    assert [(line.offset, line.content) for line in tail.read().lines] == [(0, b"one"), (8, b"two")]


def test_a_shortened_file_is_read_from_its_beginning(file: Path, tail: Tail) -> None:
    append(file, "one\ntwo\nthree\n")
    lines(tail)
    file.write_text("four\n")
    assert lines(tail) == ["four"]


def test_a_file_shortened_within_its_first_line_is_read_from_its_beginning(file: Path, tail: Tail) -> None:
    append(file, "a line without an end")
    lines(tail)
    file.write_text("one\n")
    assert lines(tail) == ["one"]


def test_a_replaced_file_is_read_from_its_beginning(file: Path, tail: Tail, tmp_path: Path) -> None:
    append(file, "one\n")
    lines(tail)
    fresh = tmp_path / "fresh"
    fresh.write_text("uno\ndue\n")
    fresh.replace(file)
    assert lines(tail) == ["uno", "due"]


def test_a_file_rewritten_in_place_and_longer_is_read_from_its_beginning(file: Path, tail: Tail) -> None:
    append(file, "one\n")
    lines(tail)
    file.write_text("something longer\n")
    assert lines(tail) == ["something longer"]


def test_a_file_that_vanishes_and_comes_back_is_read(file: Path, tail: Tail) -> None:
    append(file, "one\n")
    lines(tail)
    file.unlink()
    assert lines(tail) == []
    append(file, "two\n")
    assert lines(tail) == ["two"]


def test_reading_goes_on_where_an_earlier_reader_was(file: Path, home: Path) -> None:
    append(file, "one\ntwo\n")
    former = Tail(str(file), str(home))
    lines(former)
    append(file, "three\n")
    assert lines(Tail(str(file), str(home), former.place)) == ["three"]
    assert lines(Tail(str(file), str(home), Place(1, 2, 3))) == ["one", "two", "three"]


def test_a_line_of_several_mebibytes_comes_whole(file: Path, tail: Tail) -> None:
    long = "x" * (5 * 1024 * 1024)
    append(file, f"before\n{long}\nafter\n")
    assert lines(tail) == ["before", long, "after"]


def test_a_line_of_ten_mebibytes_is_passed_over_and_counted(file: Path, tail: Tail) -> None:
    append(file, b"before\n" + b"x" * (10 * 1024 * 1024) + b"\nafter\n")
    read, passed_over, looks = [], 0, 0
    while True:
        piece = tail.read()
        read += [line.content for line in piece.lines]
        passed_over += piece.too_long
        looks += 1
        if not piece.more:
            break
    assert (read, passed_over) == ([b"before", b"after"], 1)
    assert looks > 9, "a mebibyte at a time"
    append(file, "next\n")
    assert lines(tail) == ["next"]


def test_an_endless_line_takes_no_memory(file: Path, tail: Tail) -> None:
    for _ in range(3):
        append(file, b"x" * (MAX_LINE_BYTES // 2))
        assert lines(tail) == []
    append(file, "\nafter\n")
    assert lines(tail) == ["after"]


def test_a_line_that_just_fits_and_one_that_just_does_not(file: Path, tail: Tail) -> None:
    append(file, b"x" * MAX_LINE_BYTES + b"\n" + b"y" * (MAX_LINE_BYTES + 1) + b"\nz\n")
    assert [len(line) for line in lines(tail)] == [MAX_LINE_BYTES, 1]


def test_lines_that_did_not_get_through_are_read_again(file: Path, tail: Tail) -> None:
    append(file, "one\n")
    before = tail.place
    lines(tail)
    tail.rewind(before)
    assert lines(tail) == ["one"]


# ── files that are not what they seem ──────────────────────────────────────────────────────────


def test_a_link_out_of_the_home_is_refused(file: Path, tail: Tail, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("key\n")
    file.symlink_to(secret)
    with pytest.raises(Refused):
        tail.read()


def test_a_folder_that_leads_out_of_the_home_is_refused(home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.jsonl").write_text("key\n")
    (home / "projects").symlink_to(outside)
    with pytest.raises(Refused):
        Tail(str(home / "projects/a.jsonl"), str(home)).read()


def test_a_link_inside_the_home_is_followed(home: Path) -> None:
    (home / "real").mkdir()
    (home / "real/a.jsonl").write_text("one\n")
    (home / "projects").symlink_to(home / "real")
    assert lines(Tail(str(home / "projects/a.jsonl"), str(home))) == ["one"]


def test_a_neighbour_with_a_similar_name_is_outside(home: Path) -> None:
    evil = home.with_name("home-of-another")
    evil.mkdir()
    (evil / "a.jsonl").write_text("key\n")
    with pytest.raises(Refused):
        open_inside(str(home / "../home-of-another/a.jsonl"), str(home))


def test_a_named_pipe_does_not_hold_us_up(file: Path, tail: Tail) -> None:
    os.mkfifo(file)
    with pytest.raises(Refused):
        tail.read()


def test_a_folder_is_no_file(file: Path, tail: Tail) -> None:
    file.mkdir()
    with pytest.raises(Refused):
        tail.read()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_another_users_file_is_refused(file: Path, tail: Tail) -> None:
    append(file, "one\n")
    os.chown(file, 65534, 65534)
    with pytest.raises(Refused):
        tail.read()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_another_users_home_is_refused(home: Path) -> None:
    os.chown(home, 65534, 65534)
    with pytest.raises(Refused):
        real_home(str(home))


@pytest.mark.parametrize("path", ["", "a\0b", "/nowhere/at/all", "x" * 5000])
def test_nonsense_paths_are_refused(home: Path, path: str) -> None:
    with pytest.raises(Refused):
        open_inside(path, str(home))


def test_a_small_file_must_be_small(home: Path) -> None:
    (home / "entry").write_bytes(b"x" * 11)
    assert read_small(str(home / "entry"), str(home), 11) == b"x" * 11
    with pytest.raises(Refused):
        read_small(str(home / "entry"), str(home), 10)


# ── layouts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("/h/.claude/projects/-shop/s1.jsonl", "/h/.claude"),
        ("/h/.claude/projects/-shop/s1/subagents/agent-1.jsonl", "/h/.claude"),
        ("/h/projects/.claude/projects/-shop/s1.jsonl", "/h/projects/.claude"),
        ("/etc/passwd", ""),
        ("/h/.claude/projects/-shop/s1.json", ""),
        ("projects/-shop/s1.jsonl", ""),
        ("/h/a\0b/projects/-shop/s1.jsonl", ""),
        ("", ""),
    ],
)
def test_a_home_is_told_by_the_layout_of_a_path(path: str, home: str) -> None:
    assert home_of(path, GLOB) == home


def test_a_transcript_is_found_by_its_session(home: Path) -> None:
    folder = home / "projects/-shop"
    folder.mkdir(parents=True)
    (folder / "s1.jsonl").touch()
    assert find_transcript(str(home), GLOB, "s1") == str(folder / "s1.jsonl")
    assert find_transcript(str(home), GLOB, "s2") == ""


@pytest.mark.parametrize("session_id", ["", "*", "../s1", "a/b", "-s", "x" * 300, ".", "s\n"])
def test_a_session_id_cannot_lead_elsewhere(home: Path, session_id: str) -> None:
    folder = home / "projects/-shop"
    folder.mkdir(parents=True)
    (folder / "s1.jsonl").touch()
    assert find_transcript(str(home), GLOB, session_id) == ""
