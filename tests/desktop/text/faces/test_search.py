"""Tests of ``app/desktop/text/faces/search.py``."""

from __future__ import annotations

from app.desktop.text.faces.search import MOST_GROUPED_CHARS, by_file, fetch, grep, web_search


def test_matches_stand_under_the_names_of_their_files() -> None:
    grouped, matches, files = by_file("a.py:9:x = 1\na.py:10:  y = 2\n--\nb/c.py:7:z")
    assert grouped == "a.py\n   9  x = 1\n  10    y = 2\n  ⋯\nb/c.py\n   7  z"
    assert (matches, files) == (4 - 1, 2)


def test_matches_without_numbers_are_grouped_too() -> None:
    assert by_file("a.py:x = 1\na.py:y\nb.py:z") == ("a.py\n  x = 1\n  y\nb.py\n  z", 3, 2)


def test_what_is_no_list_of_matches_stays_as_it_is() -> None:
    assert by_file("just words\nand more") == ("just words\nand more", 2, 0)


def test_matches_in_one_file_are_not_taken_for_names_of_files() -> None:
    assert by_file("key: value\nother: thing", one_file="a.yaml") == ("key: value\nother: thing", 2, 0)


def test_an_endless_result_is_not_searched_for_names() -> None:
    text = "a.py:1:x\n" * (MOST_GROUPED_CHARS // 8)
    assert by_file(text)[0] is text


def test_a_search_counts_what_it_found() -> None:
    content = {"mode": "content", "content": "a.py:1:x\nb.py:2:x", "numFiles": 2}
    assert grep({"pattern": "x"}, None, content).count == "2 matches in 2 files"
    assert grep({"pattern": "x"}, None, {"filenames": [], "numFiles": 0}).count == "nothing found"
    assert grep({"pattern": "*.py"}, None, {"filenames": ["a", "b"], "truncated": True}).count == "first 2 files"


def test_a_page_that_was_fetched_is_a_link_and_its_words() -> None:
    sketch = fetch({"url": "https://x.org/a", "prompt": "why?"}, None, {"code": 200, "bytes": 1200, "result": "# So"})
    assert [(part.kind, part.text) for part in sketch.parts] == [
        ("link", "https://x.org/a"),
        ("note", "why?"),
        ("markdown", "# So"),
    ]
    assert sketch.count == "200 · 1,200 bytes"


def test_only_an_address_of_the_web_is_a_link() -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", "https://x.org/\u202egpj", 7):
        assert all(part.kind != "link" for part in fetch({"url": url}, None, None).parts)
    hits = [{"title": "good", "url": "https://x.org"}, {"title": "bad", "url": "file:///x"}, 7, None]
    found = web_search({"query": "q"}, None, {"results": [{"content": hits}, "So it **is**.", None]})
    assert [(part.kind, part.text) for part in found.parts] == [
        ("link", "https://x.org"),
        ("markdown", "So it **is**."),
    ]
    assert found.count == "1 result"
