"""Time expressions of Arabic text: found, read, and placed on the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from arabic_events.document import Document
from arabic_events.errors import InputError
from arabic_events.schema import Span, Time, TimeKind
from arabic_events.text import AlignedText
from arabic_events.times._meaning import Clock, Meaning, Placed, Range, Repeating, Vague
from arabic_events.times._resolve import reported, resolve

__all__ = ["find", "find_times"]

_TATWEEL = "\u0640"


def find(text: str, *, published: date | datetime | str | None = None) -> list[Time]:
    """The time expressions of a text, in order.

    Args:
        text: any Arabic text.
        published: the day (or moment) it was written, the anchor of ``أمس``, also as an ISO string; without it relative
            times have no value, unless the text opens with a dateline.

    Raises:
        InputError: ``published`` is a string but no ISO date.

    >>> [time.value for time in find("التقى الوفدان أمس في 3 آذار 2024", published=date(2024, 3, 5))]
    ['2024-03-04', '2024-03-03']
    """
    return _times(AlignedText.of(text), _parsed(published) if isinstance(published, str) else published)


def _parsed(published: str) -> date | datetime | None:
    text = published.strip()
    try:
        return None if not text else date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"published must be an ISO date such as 2024-03-13, not {published!r}") from error


def find_times(doc: Document) -> Document:
    """The document with its times; a word inside a name is none: ``صحيفة عين اليوم``."""

    def in_name(span: Span) -> bool:
        return doc.entity_over(span.start, span.end) is not None

    return replace(doc, times=tuple(_times(doc.aligned, doc.article.published, in_name)))


def _times(
    aligned: AlignedText, published: date | datetime | None, leave_out: Callable[[Span], bool] | None = None
) -> list[Time]:
    times: list[Time] = []
    for resolved in resolve(aligned, published):
        if not reported(resolved):
            continue
        span = _with_stretched_end(aligned, aligned.span(resolved.start, resolved.end))
        if leave_out is not None and leave_out(span):
            continue
        placed = resolved.placed
        times.append(
            Time(
                start=span.start,
                end=span.end,
                text=span.text,
                id=f"t{len(times)}",
                value=placed.text if placed else None,
                earliest=placed.start if placed else None,
                latest=placed.latest if placed else None,
                kind=_kind(resolved.found.meaning, placed),
                calendar="hijri" if placed and placed.hijri else "gregorian",
                anchor=placed.anchor if placed else None,
                missing_anchor=resolved.missing,
                confidence=0.9 if placed or isinstance(resolved.found.meaning, Vague) else 0.7,
                evidence=f"times.{resolved.found.rule}",
            )
        )
    return times


def _with_stretched_end(aligned: AlignedText, span: Span) -> Span:
    """The span with the stroke that lengthens its last letter, as in ``1445هـ``."""
    end = span.end
    while end < len(aligned.source) and aligned.source[end] == _TATWEEL:
        end += 1
    return span if end == span.end else Span(start=span.start, end=end, text=aligned.source[span.start : end])


def _kind(meaning: Meaning, placed: Placed | None) -> TimeKind:
    if isinstance(meaning, Vague):
        return "vague"
    if isinstance(meaning, Repeating):
        return "set"
    if isinstance(meaning, Range):
        return "range"
    if isinstance(meaning, Clock) or (placed is not None and placed.grain in ("minute", "second")):
        return "datetime" if placed is not None else "time"
    if placed is not None and "/" in placed.text:
        return "range"
    return "date"
