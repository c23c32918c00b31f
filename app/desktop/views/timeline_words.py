"""A span in words: for tool tips and for reading aloud."""

from __future__ import annotations

from app.core.projections.lane_row import SpanLike
from app.core.tr import mark, tr
from app.desktop import words
from app.desktop.text.safe import visible_line
from app.desktop.views.output_pieces.header import duration_words
from app.desktop.views.timeline_paint import kind_word
from app.desktop.views.timeline_scale import period_words

_QUIET = ("", "ok", "finished", "done", "running", "open")
"""What the time it took says as well."""
_STATE_WORDS = {
    "unknown": mark("nobody saw its end"),
    "denied": mark("not allowed"),
    "elsewhere": mark("answered elsewhere"),
    "failed": mark("failed"),
    "interrupted": mark("interrupted"),
    "allowed": mark("allowed"),
    "expired": mark("expired"),
    "released": mark("released"),
}
_LONGEST_LINES = 14
_LONGEST_LINE = 160


def sentence_of(span: SpanLike, now_us: int) -> str:
    """Kind, label, how it came out, how long, when: in one line."""
    label = visible_line(str(getattr(span, "label", "")), 120)
    return " · ".join(part for part in (kind_word(span.kind), label, *_facts(span, now_us)) if part)


def tip_of_span(span: SpanLike, now_us: int, text: str) -> str:
    """The same over several lines, and the whole text of what was said where there is more of it."""
    label = visible_line(str(getattr(span, "label", "")), 400)
    lines = [f"{kind_word(span.kind)} · {label}" if label else kind_word(span.kind)]
    lines.append(" · ".join(_facts(span, now_us)))
    told = [visible_line(line, _LONGEST_LINE) for line in text.strip().splitlines()[: _LONGEST_LINES + 1]]
    if len(told) > 1 or (told and told[0] != label):
        lines += ["", *told[:_LONGEST_LINES], *(["…"] if len(told) > _LONGEST_LINES else [])]
    return words.plain_tip("\n".join(lines))


def took_words(start_us: int, end_us: int, goes_on: bool) -> str:
    """How long something took: "3 min 05 s", "3 min 05 s so far"."""
    took = duration_words((end_us - start_us) // 1000)
    return tr("{duration} so far").format(duration=took) if took and goes_on else took


def _facts(span: SpanLike, now_us: int) -> list[str]:
    end_us = span.end_us if span.end_us is not None else max(span.start_us, now_us)
    took = took_words(span.start_us, end_us, span.end_us is None)
    state = "" if span.state in _QUIET else tr(_STATE_WORDS.get(span.state, span.state))
    return [part for part in (state, took, period_words(span.start_us, end_us)) if part]
