"""Places the time expressions of one text on the calendar, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Final, Literal

from arabic_events.quantities._numerals import NumberReader
from arabic_events.quantities._records import record
from arabic_events.quantities._scan import Word, forms_of, scan
from arabic_events.text import AlignedText
from arabic_events.times._calendar import shift_days
from arabic_events.times._meaning import (
    Anchor,
    CalendarDate,
    Clock,
    Context,
    DayPart,
    DayWord,
    Duration,
    Now,
    Period,
    Placed,
    Repeating,
    Tense,
    Then,
    Vague,
    nearest_weekday,
)
from arabic_events.times._reader import Found, TimeReader

_TENSELESS: Final = (DayWord, Vague, Now, Then, Repeating, Period)
_DATELINE_WORDS: Final = 9
_LONGEST_NUMBER: Final = 24
_REACH: Final = 14
_REACH_AFTER: Final = 4


@record
class Resolved:
    """An expression with its place, offsets in the normal form; ``lead`` is where its preposition begins."""

    found: Found
    placed: Placed | None
    start: int
    end: int
    lead: int
    missing: Literal["published", "document"] | None


def split_published(published: date | datetime | None) -> tuple[date | None, datetime | None]:
    """(day, moment) of a publication date."""
    if isinstance(published, datetime):
        return published.date(), published
    return published, None


@cache
def _future_prefixes() -> tuple[str, tuple[str, ...], frozenset[str], frozenset[str]]:
    from arabic_events import lexicon

    table = lexicon.toml("proclitics.toml")
    return table["future"], tuple(table["imperfect"]), forms_of("future_stop"), frozenset(table["conjunctions"])


def _is_future_form(word: str) -> bool:
    """``سيعقد``: the future particle before an imperfect verb."""
    future, imperfect, stops, conjunctions = _future_prefixes()
    core = word[1:] if len(word) > 4 and word[0] in conjunctions and word[1] == future else word
    return len(core) > 4 and core[0] == future and core[1] in imperfect and core not in stops


def tense_near(words: Sequence[Word], found: Found) -> Tense:
    """The tense of the clause around an expression: that of the nearest marker before it, else of the nearest after."""
    first, last = found.first, found.last
    sentence = words[first].sentence
    for index in range(first - 1, max(-1, first - _REACH), -1):
        word = words[index]
        if word.sentence != sentence:
            break
        if word.kind == "word" and (tense := _tense_of(word)) is not None:
            return tense
    for word in words[last : last + _REACH_AFTER]:
        if word.sentence != sentence or word.kind == "mark":
            break
        if word.kind == "word" and (tense := _tense_of(word)) is not None:
            return tense
    return None


def _tense_of(word: Word) -> Tense:
    readings = word.readings
    if "future_verb" in readings:
        return "future" if readings["future_verb"].value == "1" else "near"
    form = _tense_of_form(word.text)
    return "past" if form is None and "past_verb" in readings else form


@lru_cache(maxsize=20_000)
def _tense_of_form(word: str) -> Tense:
    """The tense that a word's letters show."""
    return "future" if _is_future_form(word) else "past" if _is_past_form(word) else None


def _is_past_form(word: str) -> bool:
    """``سددت``: the feminine ending of a perfect verb, common in the news; plurals in ``ات`` are left out."""
    table = _past_table()
    core = word[1:] if word[:1] in table[2] and len(word) > 5 else word
    return (
        len(core) >= 4
        and core.endswith(table[0])
        and not core.endswith(table[1])
        and core[:2] != table[3]
        and core not in forms_of("past_stop")
    )


@cache
def _past_table() -> tuple[str, str, frozenset[str], str]:
    from arabic_events import lexicon

    table = lexicon.toml("proclitics.toml")
    return table["perfect_feminine"], table["plural_feminine"], frozenset(table["conjunctions"]), table["article"]


def _covers(words: Sequence[Word], everything: Sequence[Found]) -> bool:
    """Whether the text says nothing but when."""
    done = 0
    for found in everything:
        first = found.lead if found.lead is not None else found.first
        if any(_says_more(word) for word in words[done:first]):
            return False
        done = max(done, found.last)
    return not any(_says_more(word) for word in words[done:])


def _says_more(word: Word) -> bool:
    return word.kind != "mark" and "in" not in word.readings


def _dateline(words: Sequence[Word], everything: Sequence[Found]) -> date | None:
    """The full date that a text opens with: ``بيروت (رويترز) - 3 أيار 2015 -``."""
    for found in everything[:2]:
        meaning = found.meaning
        if found.first >= _DATELINE_WORDS or not isinstance(meaning, CalendarDate):
            break
        if meaning.year is None or meaning.month is None or meaning.day is None or found.offset:
            continue
        if found.first > 0 and "in" in words[found.first - 1].readings:
            break
        placed = meaning.place(Context(None, None, "published", None, None))
        return placed.start if placed else None
    return None


def _day_of_writing(everything: Sequence[Found], today: date | None) -> date | None:
    """The day a text was written, when ``أمس الجمعة`` shows that it was some days before it was published."""
    if today is None:
        return None
    for found in everything:
        meaning = found.meaning.day if isinstance(found.meaning, (DayPart, Clock)) else found.meaning
        if isinstance(meaning, DayWord) and meaning.weekday is not None:
            expected = shift_days(today, meaning.days)
            day = nearest_weekday(expected, meaning.weekday) if expected else None
            if day is None or expected is None:
                return today
            return shift_days(today, (day - expected).days) or today
    return today


def reported(resolved: Resolved) -> bool:
    """Sets and parts of day with no day are no times of an event."""
    if isinstance(resolved.found.meaning, Repeating):
        return False
    return not (resolved.found.bare and resolved.found.rule == "bare_part")


def decimal_commas(aligned: AlignedText) -> frozenset[int]:
    """Offsets of numbers whose comma is the Arabic decimal mark in the source."""
    if "\u066b" not in aligned.source:
        return frozenset()
    starts: set[int] = set()
    for index, char in enumerate(aligned.norm):
        if char == "," and aligned.source[aligned.starts[index]] == "\u066b":
            first = index
            while first > max(0, index - _LONGEST_NUMBER) and (
                aligned.norm[first - 1].isdigit() or aligned.norm[first - 1] in ",.\u066c"
            ):
                first -= 1
            starts.add(first)
    return frozenset(starts)


@lru_cache(maxsize=8)
def reader_of(aligned: AlignedText) -> tuple[tuple[Word, ...], NumberReader]:
    """The words of a text and a number reader over them."""
    words = scan(aligned)
    return words, NumberReader(words, decimal_commas(aligned))


@lru_cache(maxsize=8)
def time_reader_of(aligned: AlignedText) -> TimeReader:
    """A time reader over the words of a text."""
    return TimeReader(*reader_of(aligned))


def resolve(aligned: AlignedText, published: date | datetime | None, *, ahead: bool = False) -> list[Resolved]:
    """Every time expression with its place on the calendar, in order; parts of day and sets included."""
    words, _ = reader_of(aligned)
    today, now = split_published(published)
    reader = time_reader_of(aligned)
    results: list[Resolved] = []
    last: Placed | None = None
    everything = reader.find()
    ahead = ahead and _covers(words, everything)
    origin: Anchor = "published"
    if today is None:
        today, origin = _dateline(words, everything), "dateline"
    today = _day_of_writing(everything, today)
    for found in everything:
        meaning = found.meaning
        tense: Tense = "future" if ahead else None
        if not ahead and not isinstance(meaning, _TENSELESS):
            tense = tense_near(words, found)
        context = Context(today, now, origin, last, tense, ahead)
        placed = meaning.place(context)
        missing: Literal["published", "document"] | None = None
        if placed is None and not isinstance(meaning, (Vague, Repeating)):
            missing = meaning.needs(context)
        if placed is not None and not found.bare and not isinstance(meaning, (Now, Then)):
            last = placed
        start = words[found.first].start + found.offset
        lead = words[found.lead].start if found.lead is not None else start
        results.append(Resolved(found, placed, start, words[found.last - 1].end, lead, missing))
    return results


__all__ = ["CalendarDate", "Duration", "Resolved", "decimal_commas", "reader_of", "resolve", "tense_near"]
