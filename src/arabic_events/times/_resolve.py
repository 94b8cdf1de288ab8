"""Places the time expressions of one text on the calendar, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Final, Literal

from arabic_events.caches import FEWER_FORMS
from arabic_events.morphology import best
from arabic_events.quantities._numerals import NumberReader
from arabic_events.quantities._records import changed, record
from arabic_events.quantities._scan import Word, marked_tanwin, scan, tanwin
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
    SameDay,
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
def _future_particle() -> str:
    from arabic_events import lexicon

    return str(lexicon.toml("proclitics.toml")["future"])


@cache
def _load() -> None:
    """Loads the morphology with the first text, whether or not a verb stands near a time in it."""
    best(_future_particle())


def tense_near(words: Sequence[Word], found: Found) -> Tense:
    """The tense of the clause around an expression: that of the nearest marker before it, else of the nearest after."""
    first, last = found.first, found.last
    sentence = words[first].sentence
    opens = first == 0 or words[first - 1].sentence != sentence
    for index in range(first - 1, max(-1, first - _REACH), -1):
        word = words[index]
        if word.sentence != sentence:
            break
        if word.kind == "word" and (tense := _tense_of(word, beside=index == first - 1)) is not None:
            return tense
    if opens and last < len(words) and "comma" in words[last].readings:
        last += 1
    for word in words[last : last + _REACH_AFTER]:
        if word.sentence != sentence or word.kind == "mark":
            break
        if word.kind == "word" and (tense := _tense_of(word)) is not None:
            return tense
    return None


def _tense_of(word: Word, *, beside: bool = False) -> Tense:
    readings = word.readings
    if "future_verb" in readings:
        return "future" if readings["future_verb"].value == "1" else "near"
    if beside and "delivery" in readings:
        return "future"
    form = _tense_of_form(word.text)
    return "past" if form is None and "past_verb" in readings else form


@lru_cache(maxsize=FEWER_FORMS)
def _tense_of_form(word: str) -> Tense:
    """The tense of a word that is a verb."""
    reading = best(word)
    if reading.pos != "verb":
        return None
    if _future_particle() in reading.proclitics:
        return "future"
    return "past" if reading.aspect == "perfect" else None


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


def _tells_when(words: Sequence[Word], found: Found, tense: Tense, aligned: AlignedText) -> bool:
    """Whether a part of day alone says when something happened: ``قصف القاعدة فجراً``, ``منذ الصباح``."""
    word = words[found.first]
    if found.last - found.first > 1:
        return False
    if tense == "since":
        return word.readings["daypart"].definite
    following = words[found.last] if found.last < len(words) else None
    ends = following is None or following.kind == "mark" or following.breaks
    if following is not None and not following.readings.keys().isdisjoint(("or", "daypart")):
        return False
    if any("day_word" in word.readings for word in words[found.last + 1 : found.last + 2]):
        return False
    if tense != "past" or "day_adverb" not in word.readings or word.readings["day_adverb"].offset:
        return False
    return ends or word.text.endswith(tanwin()) or marked_tanwin() in aligned.span(word.start, word.end).text


def _of_its_day(found: Found) -> Found:
    assert isinstance(found.meaning, DayPart)
    return changed(found, meaning=changed(found.meaning, day=SameDay()), rule="adverb_of_day", bare=False)


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
    _load()
    today, now = split_published(published)
    reader = time_reader_of(aligned)
    results: list[Resolved] = []
    last: Placed | None = None
    sentence = -1  # of the last one
    everything = reader.find()
    ahead = ahead and _covers(words, everything)
    origin: Anchor = "published"
    if today is None:
        today, origin = _dateline(words, everything), "dateline"
    today = _day_of_writing(everything, today)
    for found in everything:
        tense: Tense = "future" if ahead else None
        if not ahead and not isinstance(found.meaning, _TENSELESS):
            tense = "since" if found.side == "since" else tense_near(words, found)
        if found.rule == "bare_part" and _tells_when(words, found, tense, aligned):
            found = _of_its_day(found)
        meaning = found.meaning
        beside = last if words[found.first].sentence == sentence else None
        context = Context(today, now, origin, last, tense, ahead, beside)
        placed = meaning.place(context)
        missing: Literal["published", "document"] | None = None
        if placed is None and not isinstance(meaning, (Vague, Repeating)):
            missing = meaning.needs(context)
        if placed is not None and not found.bare and not isinstance(meaning, (Now, Then)):
            last, sentence = placed, words[found.first].sentence
        start = words[found.first].start + found.offset
        lead = words[found.lead].start if found.lead is not None else start
        results.append(Resolved(found, placed, start, words[found.last - 1].end, lead, missing))
    return results


__all__ = ["CalendarDate", "Duration", "Resolved", "decimal_commas", "reader_of", "resolve", "tense_near"]
