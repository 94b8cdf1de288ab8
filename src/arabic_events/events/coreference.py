"""Which mentions name the same event: `link` points later mentions to the first.

Precision comes first. Two mentions are one event when their words agree, nothing they say about dates, places, people
or numbers contradicts, and enough is shared: arguments, the words around them, or a definite noun that takes the
earlier mention up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from operator import attrgetter

from arabic_events import lexicon
from arabic_events.caches import FEWER_FORMS
from arabic_events.document import Document
from arabic_events.events.tolls import CALLED_EARLIER, PAST, counted_thing, recency
from arabic_events.events.words import WordFacts
from arabic_events.schema import Event, EventType, Participant, Quantity, Time

__all__ = ["link"]

ENOUGH = 2.0
STRICTER = 0.7
# A named, numbered event (the first war of a place) is known by its name alone.
NUMBERED = 1.5
# A definite toll that has moved (`عدد القتلى ارتفع إلى 15`), and one that is said to be an earlier one.
MOVED_COUNT = -0.5
MOVED = 0.8
EARLIER = 1.6
# A mention is compared with as many events before it, and with as many mentions of each, so that time grows with
# length only.
_FARTHEST, _MENTIONS = 150, 12
_WINDOW_AFTER = 7
_WINDOW_BEFORE = 2
_ANSWER = 4  # words between what answers and the event that it answers
_END = attrgetter("end")
_FUNCTION = frozenset({"prep", "conj", "pron", "dem", "rel", "part", "punct", "num"})


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The tables of ``lexicons/same_event_words.toml`` in the shape they are asked."""

    groups: dict[tuple[str, str], frozenset[int]]
    general: dict[str, frozenset[str]]
    strict: frozenset[str]
    compatible: dict[str, frozenset[str]]
    different: frozenset[str]
    answers: frozenset[str]
    toll: frozenset[str]
    toll_types: frozenset[str]
    two_sided: frozenset[str]
    parts: dict[str, int]
    ordinals: dict[str, str]
    endings: tuple[str, ...]


@cache
def _tables() -> _Words:
    data = lexicon.toml("same_event_words.toml")
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    number = 0
    for entry in data["synonyms"]:
        for group in entry["groups"]:
            number += 1
            for kind in entry["types"]:
                for word in group:
                    groups[kind, word].add(number)
    compatible: dict[str, set[str]] = defaultdict(set)
    for kinds in data["compatible"]["types"]:
        for kind in kinds:
            compatible[kind].update(kinds)
    ordinals: dict[str, str] = {}
    for row in lexicon.rows("ordinals.tsv"):
        cells = list(row.values())
        for cell in cells[1:]:
            for form in lexicon.forms(cell):
                ordinals[form] = cells[0]
    return _Words(
        {key: frozenset(numbers) for key, numbers in groups.items()},
        {kind: frozenset(words) for kind, words in data["general"].items()},
        frozenset(data["strict"]["types"]),
        {kind: frozenset(kinds) for kind, kinds in compatible.items()},
        frozenset(data["different"]["words"]),
        frozenset(data["different"]["answers"]),
        frozenset(data["toll"]["words"]),
        frozenset(data["toll"]["types"]),
        frozenset(data["two_sided"]["types"]),
        {word: part for part, words in enumerate(data["parts_of_places"]["groups"]) for word in words},
        ordinals,
        tuple(data["endings"]["letters"]),
    )


def two_sided() -> frozenset[str]:
    """The event types whose sides are all actors: meetings, clashes."""
    return _tables().two_sided


@dataclass(frozen=True, slots=True, eq=False)
class _Party:
    """A participant as it is compared: entities, countries, content words."""

    entities: frozenset[str]
    countries: frozenset[str]
    words: frozenset[str]
    head: str
    person: bool
    anyone: bool
    part: int | None


@dataclass(frozen=True, slots=True, eq=False)
class _Mention:
    """An event mention as it is compared."""

    event: Event
    names: frozenset[str]
    groups: frozenset[int]
    definite: bool
    noun: bool
    plural: bool
    ordinal: str | None
    fresh: bool
    heading: bool
    lead: bool
    toll: bool
    earlier: bool
    answered: bool
    context: frozenset[str]
    named: frozenset[str]
    actors: tuple[_Party, ...]
    targets: tuple[_Party, ...]
    locations: tuple[_Party, ...]


@dataclass(slots=True)
class _Cluster:
    mentions: list[_Mention] = field(default_factory=list)

    def near(self) -> list[_Mention]:
        """The mentions that another is compared with: all, or of many the first and the last ones."""
        many = len(self.mentions) > _MENTIONS
        return [self.mentions[0], *self.mentions[1 - _MENTIONS :]] if many else self.mentions


@lru_cache(maxsize=FEWER_FORMS)
def _stem(word: WordFacts) -> str:
    """A word as it is compared: lemma, feminine and accusative endings aside."""
    analysis = word.analysis
    lemma = analysis.lemma if analysis.source == "lexicon" else analysis.stem
    return lemma[:-1] if len(lemma) > 3 and lemma.endswith(_tables().endings) else lemma


class _Reader:
    """Turns events into mentions."""

    def __init__(self, doc: Document, words: Sequence[WordFacts]) -> None:
        self.doc = doc
        self.words = words
        self.entities = {entity.id: entity for entity in doc.entities}

    def index(self, offset: int) -> int:
        """The token at a source offset."""
        tokens = self.doc.tokens
        return min(bisect_right(tokens, offset, key=_END), len(tokens) - 1)

    def content(self, first: int, last: int) -> frozenset[str]:
        """Content words of the tokens ``[first, last)``."""
        return frozenset(_stem(word) for word in self.words[first:last] if word.analysis.pos not in _FUNCTION)

    def party(self, participant: Participant, *, anyone: bool = False) -> _Party:
        """A participant as it is compared; ``anyone`` for people who are only counted: ``12 شخصا``."""
        first = self.index(participant.start)
        last = max(first + 1, self.index(max(participant.start, participant.end - 1)) + 1)
        inside = [
            entity
            for entity in self.doc.entities_from(participant.start, participant.end)
            if entity.end <= participant.end
        ]
        if participant.entity in self.entities:
            inside.append(self.entities[participant.entity])
        named = {entity.name for entity in inside}
        countries = {entity.country for entity in inside if entity.country}
        if participant.country:
            countries.add(participant.country)
        return _Party(
            entities=frozenset(named),
            countries=frozenset(countries),
            words=self.content(first, last),
            head=_stem(self.words[first]),
            person=any(entity.label == "PER" for entity in inside),
            anyone=anyone,
            part=next(
                (
                    part
                    for at in range(first, last)
                    for form in self._plain(at)
                    if (part := _tables().parts.get(form)) is not None
                ),
                None,
            ),
        )

    def mention(self, event: Event) -> _Mention:
        """An event as it is compared."""
        doc, tables = self.doc, _tables()
        index = self.index(event.action.start)
        last = self.index(max(event.action.start, event.action.end - 1)) + 1
        token, facts = doc.tokens[index], self.words[index]
        sentence = doc.sentences[token.sentence]
        analysis = facts.analysis
        names = {analysis.lemma, analysis.stem, event.action.lemma}
        if analysis.base:
            names.add(analysis.base)
        names |= {sense.entry for _, sense in facts.senses if sense.type == event.type}
        names.discard("")
        groups = {number for name in names for number in tables.groups.get((event.type, name), ())}
        after = range(last, min(sentence.last, last + 4))
        ordinal = next(
            (tables.ordinals[form] for at in after for form in self._plain(at) if form in tables.ordinals), None
        )
        near = [form for at in (*range(max(sentence.first, index - 1), index), *after) for form in self._plain(at)]
        noun = analysis.pos != "verb" and not analysis.aspect
        counts = event.quantities if event.type in tables.toll_types else ()
        ranks = [recency(event, quantity, doc, self.words) for quantity in counts]
        return _Mention(
            event=event,
            names=frozenset(names),
            groups=frozenset(groups),
            definite=noun and (analysis.state == "definite" or bool(analysis.enclitic)),
            noun=noun,
            plural=noun and analysis.number == "p",
            ordinal=ordinal,
            fresh=any(form in tables.different for form in near[:6]),
            heading=sentence.heading,
            lead=sentence.index < 3,
            toll=event.type in tables.toll_types
            and (
                any(rank > 0 for rank in ranks)
                or any(
                    form in tables.toll
                    for at in range(max(sentence.first, index - 4), index)
                    for form in self._plain(at)
                )
            ),
            # `وكانت حصيلة سابقة أشارت إلى`, `وكانت السلطات أعلنت`
            earlier=CALLED_EARLIER in ranks or (PAST in ranks and event.claim is not None),
            answered=any(
                form in tables.answers
                for at in range(max(sentence.first, index - _ANSWER), index)
                for form in self._plain(at)
            ),
            context=self.content(max(sentence.first, index - _WINDOW_BEFORE), index)
            | self.content(last, min(sentence.last, last + _WINDOW_AFTER)),
            named=self._named(last, sentence.last) if noun else frozenset(),
            actors=tuple(map(self.party, event.actors)),
            targets=tuple(self.party(target, anyone=self._only_counted(event, target)) for target in event.targets),
            locations=tuple(map(self.party, event.locations)),
        )

    def _only_counted(self, event: Event, target: Participant) -> bool:
        counts = (quantity for quantity in event.quantities if quantity.id == target.count)
        return event.type in _tables().toll_types and any(not counted_thing(event.type, count) for count in counts)

    def _named(self, at: int, end: int) -> frozenset[str]:
        """The name that stands right after an event noun: ``حرب [غزة]``."""
        if at >= end:
            return frozenset()
        token = self.doc.tokens[at]
        return frozenset(entity.name for entity in self.doc.entities_from(token.start, token.end) if not token.prefix)

    def _plain(self, at: int) -> tuple[str, str]:
        return self.words[at].analysis.stem, self.doc.tokens[at].norm


def _alike(one: _Party, other: _Party) -> float:
    """How much two participants look like one: 1 the same, 0.5 maybe, 0 nothing known, negative: two different ones."""
    if one.part is not None and other.part is not None and one.part != other.part:
        return -1.0
    if one.entities & other.entities:
        return 1.0
    shared, smaller = len(one.words & other.words), min(len(one.words), len(other.words))
    if one.entities and other.entities:
        if one.person and other.person:
            return 1.0 if smaller and shared == smaller else -1.0
        if one.countries & other.countries:
            return 0.5
        return 0.6 if smaller and shared == smaller else 0.3 if shared else -1.0
    if not smaller or not shared:
        if one.countries & other.countries:
            return 0.5
        if one.anyone and other.anyone:
            return 0.5
        return 0.0 if one.entities or other.entities else -0.5
    if shared == smaller or (one.head == other.head and shared > 1 and shared >= 0.6 * smaller):
        return 1.0
    return 0.5 if shared >= 0.6 * smaller else 0.3


def _agreement(ones: Sequence[_Party], others: Sequence[_Party], *, all_sides: bool = False) -> float | None:
    """Best likeness between two lists of participants, the worst for two sides; None when one list is empty."""
    if not ones or not others:
        return None
    if all_sides and len(ones) > 1 and len(others) > 1:
        return min(max(_alike(one, other) for other in others) for one in ones[:2])
    return max(_alike(one, other) for one in ones for other in others)


def _days(times: Iterable[Time]) -> tuple[str, str] | None:
    """First and last day of the dated times, as ISO texts."""
    bounds = [
        (time.earliest.isoformat(), (time.latest or time.earliest).isoformat()) for time in times if time.earliest
    ]
    if not bounds:
        values = [
            time.value
            for time in times
            if time.value and time.value[:4].isdigit() and "/" not in time.value and "~" not in time.value
        ]
        bounds = [(value[:10], value[:10] + "\uffff") for value in values]
    return (min(first for first, _ in bounds), max(last for _, last in bounds)) if bounds else None


def _dates_agree(one: Event, other: Event) -> float | None:
    mine, theirs = _days(one.dates), _days(other.dates)
    if mine is None or theirs is None:
        return None
    if mine[1] < theirs[0] or theirs[1] < mine[0]:
        return -1.0
    return 1.0 if mine == theirs else 0.4


def _same_unit(kind: EventType, one: Quantity, other: Quantity) -> bool:
    if one.kind != other.kind:
        return False
    if one.unit and other.unit:
        things = counted_thing(kind, one), counted_thing(kind, other)
        return things[0] == things[1] or one.unit.split()[0][:4] == other.unit.split()[0][:4]
    return True


def _quantities_agree(one: Event, other: Event) -> float | None:
    pairs = [
        (a, b)
        for a in one.quantities
        for b in other.quantities
        if _same_unit(one.type, a, b) and a.value is not None and b.value is not None
    ]
    if not pairs:
        return None
    if any(a.value == b.value for a, b in pairs):
        return 1.0
    return (
        MOVED_COUNT
        if any(a.value and b.value and max(a.value, b.value) <= 2 * min(a.value, b.value) for a, b in pairs)
        else -1.0
    )


def _names_agree(one: _Mention, other: _Mention) -> float:
    """How well the words of two mentions agree: 1 the same word, less for synonyms, 0 not at all."""
    kinds = _tables()
    same_type = one.event.type == other.event.type
    if one.names & other.names:
        if same_type:
            return 1.0
        return 0.7 if other.event.type in kinds.compatible.get(one.event.type, frozenset()) else 0.0
    if not same_type:
        return 0.0
    if one.groups & other.groups:
        return 0.8
    general = kinds.general.get(one.event.type, frozenset())
    return 0.6 if other.definite and other.names & general else 0.0


def _same_count(one: _Mention, other: _Mention) -> bool:
    """Whether two words of a sentence name those whom the very same words count: ``عدد [القتلى] إلى 15 [قتيلا]``."""
    first, later = one.event, other.event
    if first.type != later.type or first.type not in _tables().toll_types or first.sentence != later.sentence:
        return False
    spans = {(quantity.start, quantity.end) for quantity in first.quantities if quantity.start < quantity.end}
    shared = any((quantity.start, quantity.end) in spans for quantity in later.quantities)
    return shared and first.polarity == later.polarity and _names_agree(one, other) > 0


@dataclass(frozen=True, slots=True)
class _Agreement:
    """How far two mentions agree in each role, from -1 to 1; None where one of them says nothing."""

    actors: float | None
    targets: float | None
    places: float | None
    dates: float | None
    quantities: float | None

    @classmethod
    def of(cls, first: _Mention, later: _Mention) -> _Agreement:
        one, other = first.event, later.event
        return cls(
            actors=_agreement(first.actors, later.actors, all_sides=one.type in _tables().two_sided),
            targets=_agreement(first.targets, later.targets),
            places=_agreement(first.locations, later.locations),
            dates=_dates_agree(one, other),
            quantities=_quantities_agree(one, other),
        )

    def support(self, *, other_day: bool) -> float:
        """What the roles say for one event; the dates nothing where they may be of another day."""
        return (
            0.8 * (self.actors or 0)
            + 1.1 * (self.targets or 0)
            + 0.5 * (self.places or 0)
            + 0.8 * (0 if other_day else self.dates or 0)
            + 0.8 * max(0.0, self.quantities or 0)
        )


def _differ(first: _Mention, later: _Mention) -> bool:
    """Whether two mentions cannot be of one event by number, negation, ordinal or name."""
    one, other = first.event, later.event
    one_of_many = first.noun and later.noun and first.plural != later.plural and one.action.lemma == other.action.lemma
    if one_of_many and one.type not in _tables().toll_types:  # the attack is not the attacks
        return True
    if (one.polarity == "negated") != (other.polarity == "negated"):
        return True
    if first.ordinal != later.ordinal:
        bare = later.ordinal is None and later.definite and not other.dates and not later.locations
        if (first.ordinal and later.ordinal) or not bare:
            return True
    if later.answered and one.sentence == other.sentence:  # قصف المدينة ردا على هجوم
        return True
    return bool(first.named and later.named and not first.named & later.named)


def _score(first: _Mention, later: _Mention) -> float | None:
    """How likely two mentions name one event; None when they contradict each other."""
    name = _names_agree(first, later)
    numbered = first.ordinal is not None and first.ordinal == later.ordinal and bool(first.named & later.named)
    if not name or (later.fresh and not numbered) or _differ(first, later):
        return None
    one, other = first.event, later.event
    agree = _Agreement.of(first, later)
    # A toll often has the day on which it was given: other days do not tell two events apart.
    moved = one.type == other.type and agree.quantities == MOVED_COUNT
    moved = moved and (later.earlier or (later.toll and later.definite))
    other_day = agree.dates is not None and agree.dates < 0
    if other_day and not moved:
        return None
    other_count = agree.quantities is not None and agree.quantities < 0
    if other_count and (agree.quantities == -1 or not (first.toll or later.toll)):
        return None
    if any(value is not None and value < 0 for value in (agree.targets, agree.actors, agree.places)):
        return None
    if agree.targets is not None and agree.targets < 0.5 and one.type in _tables().strict:
        return None
    shared = first.context & later.context
    support = agree.support(other_day=other_day)
    support += 1.6 * (len(shared) / max(3, min(len(first.context), len(later.context))))
    score = name + support
    if later.definite:
        score += 1.0 if other.sentence - one.sentence > 2 else 1.4
    elif later.noun and not later.heading and not (first.heading and later.lead):
        score -= 0.4
    if (first.heading or first.lead or later.heading) and support > 0.4:
        score += 0.4
    if numbered:
        score += NUMBERED
    if one.type == other.type and agree.quantities is not None:
        score += _of_toll(first, later, agree.quantities)
    if one.sentence == other.sentence:
        score -= 0.2 if later.definite else 1.0
    if one.polarity != other.polarity:
        score -= 0.8
    return score


def _of_toll(first: _Mention, later: _Mention, quantities: float) -> float:
    """What it says for one event that both mentions count, where one is a toll."""
    if first.toll:
        again = later.toll and (later.definite or quantities > 0)
        return EARLIER if later.earlier else MOVED if again else 0.0
    return MOVED if later.toll and later.definite else 0.0


def link(events: Sequence[Event], doc: Document, words: Sequence[WordFacts]) -> tuple[Event, ...]:
    """The events with ``same_as`` set on later mentions, to the id of the first mention of their event.

    Args:
        events: events in any order; they come back in that order.
        doc: the document they were found in; words: the facts of its tokens.
    """
    if not doc.tokens or len(events) < 2:
        return tuple(event.model_copy(update={"same_as": None}) if event.same_as else event for event in events)
    reader = _Reader(doc, words)
    clusters: list[_Cluster] = []
    first_of: dict[str, str | None] = {}
    for event in sorted(events, key=lambda event: (event.action.start, event.action.end)):
        mention = reader.mention(event)
        found = _best(clusters, mention)
        first_of[event.id] = found.mentions[0].event.id if found else None
        if found is None:
            clusters.append(_Cluster([mention]))
        else:
            if any(first.toll and _same_count(first, mention) for first in found.mentions):
                mention = replace(mention, toll=True)
            found.mentions.append(mention)
    return tuple(
        event if event.same_as == first_of[event.id] else event.model_copy(update={"same_as": first_of[event.id]})
        for event in events
    )


def _best(clusters: Sequence[_Cluster], mention: _Mention) -> _Cluster | None:
    """The cluster that a mention belongs to: the best above the threshold, the nearest of equals; of the last ones."""
    enough = ENOUGH + (STRICTER if mention.event.type in _tables().strict else 0.0)
    best: tuple[float, int, _Cluster] | None = None
    clusters = clusters[-_FARTHEST:]
    if mention.event.type in _tables().toll_types:
        for cluster in reversed(clusters):
            if any(_same_count(first, mention) for first in cluster.near()):
                return cluster
    for cluster in clusters:
        scores = []
        for first in cluster.near():
            found = _score(first, mention)
            if found is None:
                break
            scores.append(found)
        else:
            score = max(scores)
            key = (round(score, 1), cluster.mentions[-1].event.action.start, cluster)
            if score >= enough and (best is None or key[:2] > best[:2]):
                best = key
    return best[2] if best else None
