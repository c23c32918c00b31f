"""Numbers as the person's language writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.core.figures import amount, decimal, grouped
from app.core.tr import speak

Speak = Callable[[dict[str, str]], None]


@pytest.fixture
def in_another_language() -> Iterator[Speak]:
    yield lambda catalogue: speak(lambda text, _meaning, _number: catalogue.get(text, text))
    speak(None)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0"), (999, "999"), (1000, "1.0 k"), (12_400, "12.4 k"), (474_000, "474 k"), (1_200_000, "1.2 M")],
)
def test_an_amount_keeps_to_a_few_characters(number: int, said: str) -> None:
    assert amount(number) == said


def test_thousands_are_kept_apart() -> None:
    assert (grouped(7), grouped(1234567), decimal(12.34), decimal(12.34, 2)) == ("7", "1,234,567", "12.3", "12.34")


def test_a_language_that_counts_in_ten_thousands_is_told_amounts_in_them(in_another_language: Speak) -> None:
    in_another_language({"G=1000000000 M=1000000 k=1000": "亿=100000000 万=10000"})
    assert [amount(number) for number in (9_999, 12_000, 1_200_000, 250_000_000)] == [
        "9999",
        "1.2 万",
        "120 万",
        "2.5 亿",
    ]


def test_a_language_with_a_decimal_comma_gets_it(in_another_language: Speak) -> None:
    in_another_language({"1,234.5": "1.234,5"})
    assert (grouped(1234567), decimal(12.34), amount(12_400)) == ("1.234.567", "12,3", "12,4 k")
