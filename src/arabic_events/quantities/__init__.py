"""Numbers and quantities of Arabic text."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from arabic_events.quantities._grammar import QuantityReader
from arabic_events.quantities._measured import Measured, units
from arabic_events.schema import Quantity, Span
from arabic_events.text import AlignedText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from arabic_events.document import Document
    from arabic_events.quantities._numerals import NumberReader
    from arabic_events.quantities._scan import Word
    from arabic_events.times._reader import TimeReader

__all__ = ["Number", "find", "find_quantities", "numbers"]


class Number(Span):
    """A bare number or ordinal: ``ثلاثمئة``, ``الحادي والعشرين``, ``3.5``."""

    value: float
    kind: Literal["cardinal", "ordinal", "fraction"] = "cardinal"
    evidence: str


def find(text: str) -> list[Quantity]:
    """The quantities of a text, in order; numbers inside time expressions are left out.

    >>> [(found.text, found.value, found.unit) for found in find("صادرت أكثر من 800 قطعة سلاح")]
    [('أكثر من 800 قطعة سلاح', 800.0, 'قطعة سلاح')]
    """
    from arabic_events.times._resolve import reported, resolve

    aligned = AlignedText.of(text)
    taken = [
        (one.found.lead if one.found.lead is not None else one.found.first, one.found.last)
        for one in resolve(aligned, None)
        if reported(one)
    ]
    return _quantities(aligned, _mask(aligned, taken))


def find_quantities(doc: Document) -> Document:
    """The document with its quantities; times must have been found before."""
    from arabic_events.times._resolve import reader_of

    words, _ = reader_of(doc.aligned)
    taken = [False] * len(words)
    spans = sorted(doc.aligned.norm_offsets(time.start, time.end) for time in doc.times)
    index = 0
    for start, end in spans:
        while index < len(words) and words[index].end <= start:
            index += 1
        while index < len(words) and words[index].start < end:
            taken[index] = True
            index += 1
    return replace(doc, quantities=tuple(_quantities(doc.aligned, taken)))


def numbers(text: str) -> list[Number]:
    """The bare numbers and ordinals of a text, in order, whatever they count.

    >>> [(number.value, number.kind) for number in numbers("الدورة الحادية والعشرون في ثلاثة أيام")]
    [(21.0, 'ordinal'), (3.0, 'cardinal')]
    """
    from arabic_events.quantities._numerals import Numeral
    from arabic_events.times._resolve import reader_of

    aligned = AlignedText.of(text)
    words, reader = reader_of(aligned)
    found: list[Number] = []
    index = 0
    while index < len(words):
        kind: Literal["cardinal", "ordinal", "fraction"] = "cardinal"
        numeral: Numeral | None = None
        if words[index].kind == "number" or words[index].readings:
            numeral = reader.ordinal(index)
            if numeral is not None:
                kind = "ordinal"
            else:
                numeral = reader.cardinal(index)
                if numeral is not None and numeral.fractional and numeral.value < 1:
                    kind = "fraction"
        if numeral is None:
            index += 1
            continue
        span = aligned.span(words[index].start + numeral.offset, words[numeral.last - 1].end)
        found.append(
            Number(
                start=span.start,
                end=span.end,
                text=span.text,
                value=numeral.value,
                kind=kind,
                evidence=f"quantities.{'digits' if numeral.digits else 'words'}",
            )
        )
        index = numeral.last
    return found


def _mask(aligned: AlignedText, taken: Sequence[tuple[int, int]]) -> list[bool]:
    from arabic_events.times._resolve import reader_of

    words, _ = reader_of(aligned)
    mask = [False] * len(words)
    for first, last in taken:
        mask[first:last] = [True] * (last - first)
    return mask


def measured(aligned: AlignedText, taken: Sequence[bool]) -> tuple[Sequence[Word], list[Measured]]:
    """The words of a text and its quantities before they become public types."""
    reader_of, time_reader_of = _readers()
    words, reader = reader_of(aligned)
    times = time_reader_of(aligned)
    found = QuantityReader(
        words,
        reader,
        taken,
        lambda index: times.duration(index, opening=True, bare=False),
        lambda index: times.duration(index, opening=True),
    ).find()
    return words, found


@cache
def _readers() -> tuple[
    Callable[[AlignedText], tuple[tuple[Word, ...], NumberReader]], Callable[[AlignedText], TimeReader]
]:
    """The readers of a text, imported late because times are built on numbers."""
    from arabic_events.times._resolve import reader_of, time_reader_of

    return reader_of, time_reader_of


_POUNDS = {
    "LIRA",
    "POUND",
    "DINAR",
    "RIAL",
    "DIRHAM",
    "FRANC",
    "PESO",
    "CENT",
    "FILS",
    "QIRSH",
    "HALALA",
    "PENNY",
    "CENTIME",
}


def _quantities(aligned: AlignedText, taken: Sequence[bool]) -> list[Quantity]:
    words, found = measured(aligned, taken)
    quantities: list[Quantity] = []
    for one in found:
        span = aligned.span(words[one.first].start + one.offset, words[one.last - 1].end)
        unit = None
        if one.unit_first is not None:
            offset = one.offset if one.unit_first == one.first else 0
            unit = (
                "%"
                if one.kind == "percent"
                else aligned.span(words[one.unit_first].start + offset, words[one.unit_last - 1].end).text
            )
        si, si_unit = _si(one)
        currency = one.unit_key if one.kind == "money" and one.unit_key not in _POUNDS else None
        quantities.append(
            Quantity(
                start=span.start,
                end=span.end,
                text=span.text,
                id=f"q{len(quantities)}",
                value=one.value,
                upper=one.upper,
                modifier=one.modifier,
                unit=unit,
                kind=one.kind,
                currency=currency,
                si=si,
                si_unit=si_unit,
                evidence=f"quantities.{one.rule}",
            )
        )
    return quantities


def _si(one: Measured) -> tuple[float | None, str | None]:
    if one.kind == "measure" and one.unit_key in units() and one.value is not None:
        unit = units()[one.unit_key]
        value = (one.value - 32) * 5 / 9 + 273.15 if unit.key == "fahrenheit" else one.value * unit.factor
        if unit.key == "celsius":
            value = one.value + 273.15
        return value, "K" if unit.key in ("fahrenheit", "celsius") else unit.si
    if one.kind == "duration" and one.duration is not None:
        return one.duration, "s"
    return None, None
