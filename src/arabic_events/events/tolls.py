"""Counts on which the mentions of one event differ: each kept, in text order, the latest flagged.

Mentions are compared only where they count the same thing: the victims themselves (``قتيلا``, ``شخصا``, a bare
number), or one kind of them (``مدنيا``). The latest value is told by words of rising or of an earlier count, else by
the days of the statements, else by its place in the text; the series says by which.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from arabic_events import lexicon
from arabic_events.document import Document
from arabic_events.events.words import WordFacts, facts
from arabic_events.schema import Claim, Event, EventType, Quantity, Time, Toll, TollSeries
from arabic_events.text import normalize
from arabic_events.tokens import Sentence, Token

__all__ = ["CALLED_EARLIER", "PAST", "counted_thing", "find_tolls", "recency"]

Basis = Literal["polarity", "cue", "date", "order"]
CALLED_EARLIER, PAST = -2, -1
_BEFORE = 14
_AFTER = 8
_ADJACENT = 2
_PAST = 6
_STOPS = frozenset(".؛:!؟")


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The table ``[toll]`` of ``lexicons/same_event_words.toml``."""

    types: frozenset[str]
    moved: frozenset[str]
    nouns: frozenset[str]
    newer: frozenset[str]
    earlier: frozenset[str]
    past: frozenset[str]
    counted: Mapping[str, frozenset[str]]


@cache
def _table() -> _Words:
    data = lexicon.toml("same_event_words.toml")["toll"]
    types, moved, nouns = (frozenset(data[group]) for group in ("types", "moved", "nouns"))
    newer, earlier, past = (frozenset(data[group]) for group in ("newer", "earlier", "past"))
    counted = {kind: frozenset(words) for kind, words in data["counted"].items()}
    return _Words(types, moved, nouns, newer, earlier, past, counted)


@dataclass(frozen=True, slots=True, eq=False)
class _Value:
    """A toll with what tells whether it is the latest: ``rank`` above 0 by words of rising, below 0 of the past."""

    toll: Toll
    sentence: int
    rank: int
    said: str | None
    sure: bool


def find_tolls(events: Sequence[Event], doc: Document, words: Sequence[WordFacts]) -> tuple[TollSeries, ...]:
    """The counts on which mentions of one event differ.

    Args:
        events: the events of the document, linked by ``same_as``.
        doc: the document they were found in; words: facts of every token.
    """
    clusters: dict[str, list[Event]] = {}
    for event in events:
        if event.type in _table().types and event.quantities:
            clusters.setdefault(event.same_as or event.id, []).append(event)
    claims = {claim.id: claim for claim in doc.claims}
    found: list[TollSeries] = []
    for first, mentions in clusters.items():
        for group in _counts(sorted(mentions, key=lambda event: event.action.start)):
            counts = {(quantity.value, quantity.upper) for quantity, _ in group}
            if len(counts) > 1 or any(quantity.modifier == "between" for quantity, _ in group):
                values = [
                    value
                    for quantity, owners in group
                    for value in _values(quantity, owners, claims.get(owners[0].claim or ""), doc, words)
                ]
                values = [*_without_parts(values)]
                if _differ(values):
                    found.append(_series(first, mentions[0].type, values))
    return tuple(found)


def _counts(mentions: Sequence[Event]) -> Iterator[list[tuple[Quantity, list[Event]]]]:
    """Groups of counts of one thing, each count with the mentions that have it, in text order."""
    groups: dict[str, dict[tuple[int, int], tuple[Quantity, list[Event]]]] = {}
    for event in mentions:
        for quantity in _comparable(event):
            group = groups.setdefault(counted_thing(event.type, quantity), {})
            group.setdefault((quantity.start, quantity.end), (quantity, []))[1].append(event)
    for group in groups.values():
        yield [group[span] for span in sorted(group)]


def _values(
    quantity: Quantity, owners: Sequence[Event], claim: Claim | None, doc: Document, words: Sequence[WordFacts]
) -> Iterator[_Value]:
    """The toll of a count; two where it says from what to what the count moved."""
    event = owners[0]
    dates = _dates(event, claim, doc)
    toll = Toll(
        value=quantity.value,
        upper=quantity.upper,
        modifier=quantity.modifier,
        quantity=quantity,
        events=tuple(owner.id for owner in owners),
        claim=event.claim,
        dates=dates,
        polarity=event.polarity,
    )
    rank = recency(event, quantity, doc, words)
    said = max((_day(time) for time in dates), default="") or None
    sure = event.polarity == "asserted" and (claim is None or claim.stance != "denied")
    if quantity.modifier == "between" and rank > 0:
        before, after = ({"value": end, "upper": None, "modifier": "exact"} for end in (toll.value, toll.upper))
        yield _Value(toll.model_copy(update=before), event.sentence, CALLED_EARLIER, said, sure)
        yield _Value(toll.model_copy(update=after), event.sentence, rank, said, sure)
    else:
        yield _Value(toll, event.sentence, rank, said, sure)


def _differ(values: Sequence[_Value]) -> bool:
    """Whether the counts differ; a vague one (``عشرات``) differs from others only where words say that it moved."""
    moved = any(value.rank for value in values)
    counts = {(value.toll.value, value.toll.upper) for value in values if moved or value.toll.value is not None}
    return len(counts) > 1


def _without_parts(values: Sequence[_Value]) -> Iterator[_Value]:
    """The values without different ones of a sentence that no word orders: they are parts of a whole."""
    for value in values:
        beside = [other for other in values if other.sentence == value.sentence and other is not value]
        if value.rank or all(other.rank or other.toll.value == value.toll.value for other in beside):
            yield value


def _comparable(event: Event) -> list[Quantity]:
    """The counts of a mention that say how many there were in all: several of one thing are parts of a whole."""
    by_unit: dict[str, list[Quantity]] = {}
    for quantity in event.quantities:
        if quantity.kind == "count":
            by_unit.setdefault(counted_thing(event.type, quantity), []).append(quantity)
    return [group[0] for group in by_unit.values() if len(group) == 1]


def counted_thing(kind: EventType, quantity: Quantity) -> str:
    """What is counted: the dictionary form of the unit, nothing for those that an event of this type is about anyway.

    ``قتيلا`` and ``شخصا`` count the same in a death, ``جنديين`` and ``جنود`` anywhere.
    """
    if not quantity.unit:
        return ""
    lemma, stem = _forms(quantity.unit.split()[0])
    return "" if _table().counted.get(kind, frozenset()) & {lemma, stem} else lemma


@lru_cache(maxsize=10_000)
def _forms(word: str) -> tuple[str, str]:
    """Lemma and stem of a unit."""
    analysis = facts(normalize(word), "word").analysis
    return analysis.lemma, analysis.stem


def recency(event: Event, quantity: Quantity, doc: Document, words: Sequence[WordFacts]) -> int:
    """Whether words say that a count is new (above 0) or an earlier one (below 0: `PAST`, `CALLED_EARLIER`)."""
    tokens = doc.tokens
    first = _at(tokens, min(event.action.start, quantity.start))
    last = _at(tokens, max(event.action.end, quantity.end) - 1) + 1
    if first >= len(tokens):
        return 0
    sentence = doc.sentences[tokens[first].sentence]
    start = max(sentence.first, first - _BEFORE)
    for at in range(first - 1, start - 1, -1):
        if doc.tokens[at].norm in _STOPS:
            start = at + 1
            break
    table = _table()
    around = range(start, min(sentence.last, last + _AFTER))
    for at in around:
        if _is(words, doc, at, table.nouns):
            beside = range(max(start, at - _ADJACENT), min(sentence.last, at + _ADJACENT + 1))
            if any(_is(words, doc, near, table.earlier) for near in beside):
                return CALLED_EARLIER
            if any(_is(words, doc, near, table.newer) for near in beside):
                return 1
    if any(_is(words, doc, at, table.moved) for at in range(start, last)):
        return 1
    return PAST if _tells_of_the_past(sentence, doc, words) else 0


def _at(tokens: Sequence[Token], offset: int) -> int:
    """The token at an offset in the source, or the next one."""
    return bisect_right(tokens, offset, key=lambda token: token.end)


def _tells_of_the_past(sentence: Sentence, doc: Document, words: Sequence[WordFacts]) -> bool:
    """Whether a sentence opens in the pluperfect: ``وكانت السلطات أعلنت``."""
    if not _is(words, doc, sentence.first, _table().past):
        return False
    after = range(sentence.first + 1, min(sentence.last, sentence.first + _PAST))
    return any(words[at].analysis.pos == "verb" and words[at].analysis.aspect == "perfect" for at in after)


def _is(words: Sequence[WordFacts], doc: Document, at: int, group: frozenset[str]) -> bool:
    analysis = words[at].analysis
    return not group.isdisjoint((analysis.lemma, analysis.stem, doc.tokens[at].norm))


def _dates(event: Event, claim: Claim | None, doc: Document) -> tuple[Time, ...]:
    """The days of a toll: those named beside the claim that it stands in, else those of the event."""
    if claim is not None and claim.content is not None:
        first, last = doc.sentences[event.sentence].first, doc.sentences[event.sentence].last
        start, end = doc.tokens[first].start, doc.tokens[last - 1].end
        content = claim.content
        opens = not doc.article.text[claim.cue.end : content.start].strip()  # اعلنت الاثنين مقتل ثلاثة
        beside = tuple(
            time
            for time in doc.times
            if start <= time.start
            and time.end <= end
            and (
                (opens and time.start == content.start) or not (content.start <= time.start and time.end <= content.end)
            )
        )
        if any(map(_day, beside)):
            return beside
    return event.dates


def _day(time: Time) -> str:
    """The last day that a time may mean, as ISO text; empty where it is not known."""
    return time.latest.isoformat() if time.latest and time.kind in ("date", "datetime") else ""


def _series(first: str, kind: EventType, group: Sequence[_Value]) -> TollSeries:
    """The series of these values, the latest flagged."""
    latest, by = _latest(group)
    tolls = tuple(value.toll.model_copy(update={"latest": True}) if value is latest else value.toll for value in group)
    unit = next((value.toll.quantity.unit for value in group if value.toll.quantity.unit), None)
    return TollSeries(event=first, type=kind, unit=unit, tolls=tolls, latest_by=by)


def _latest(group: Sequence[_Value]) -> tuple[_Value | None, Basis | None]:
    """The value that holds in the end, and what told it; nothing where all are feared or denied."""
    left = [value for value in group if value.sure]
    if not left:
        return None, None
    by: Basis | None = None

    def differ() -> bool:
        return len({(value.toll.value, value.toll.upper) for value in left}) > 1

    if not differ():
        return left[-1], "polarity" if len(left) < len(group) else "order"
    ranked = max(value.rank for value in left)
    if any(value.rank != ranked for value in left):
        left, by = [value for value in left if value.rank == ranked], "cue"
    if differ() and all(value.said for value in left):
        day = max(value.said or "" for value in left)
        if any(value.said != day for value in left):
            left, by = [value for value in left if value.said == day], "date"
    if differ():
        by = "order"
    return left[-1], by
