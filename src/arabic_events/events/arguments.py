"""Which phrases, dates and quantities of a sentence play which role in an event: features of each pair, judged by a
learned scorer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from arabic_events.document import Document
from arabic_events.events.triggers import Trigger
from arabic_events.events.words import WordFacts
from arabic_events.phrases import (
    NameEnds,
    compound_preposition,
    entity_ends,
    entity_labels,
    is_head,
    is_opening,
    phrase_start,
)
from arabic_events.schema import Quantity, Time
from arabic_events.scoring import Float, dense_rows, scorer
from arabic_events.tokens import Sentence

CLASSES = ("none", "actors", "targets", "locations", "dates", "quantities")
_SIDES = "iab"
_REACH = 45
_PATH = 7


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may play a role: its head token, and where its phrase begins; a time or quantity stands for
    itself.
    """

    head: int
    first: int
    last: int
    kind: str
    value: Time | Quantity | None = None


class SentenceView:
    """What all pairs of one sentence share."""

    def __init__(
        self, doc: Document, words: Sequence[WordFacts], sentence: Sentence, triggers: Sequence[Trigger], names: Names
    ) -> None:
        self.doc = doc
        self.words = words
        self.sentence = sentence
        self.triggers = triggers
        self.names = names
        self.trigger_at = {index: trigger for trigger in triggers for index in range(trigger.first, trigger.last)}
        first, last = sentence.first, sentence.last
        tokens = doc.tokens
        self.verbs = [0] * (last - first + 1)
        self.puncts = [0] * (last - first + 1)
        self.trigs = [0] * (last - first + 1)
        self.coarse = [words[index].coarse for index in range(first, last)]
        for index in range(first, last):
            at = index - first
            word = words[index]
            self.verbs[at + 1] = self.verbs[at] + (word.coarse == "V")
            self.puncts[at + 1] = self.puncts[at] + (tokens[index].kind == "punct")
            self.trigs[at + 1] = self.trigs[at] + (index in self.trigger_at)

    @cached_property
    def facts(self) -> list[_Facts]:
        """What is known of each candidate."""
        return _facts_of_candidates(self, self.candidates)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Every phrase head, time and quantity of the sentence, in order of their heads."""
        doc, names, sentence = self.doc, self.names, self.sentence
        tokens = doc.tokens
        found: list[Candidate] = []
        covered = names.times
        for index in range(sentence.first, sentence.last):
            token = tokens[index]
            if index in covered:
                continue
            start = names.name_starts.get(index)
            if start is not None and start != index:
                continue
            if start is None and not is_head(token):
                continue
            if (
                compound_preposition(tokens, index) is not None
                and index + 1 < sentence.last
                and index not in self.trigger_at
            ):
                continue
            first = phrase_start(doc, index, sentence_first=sentence.first)
            found.append(
                Candidate(
                    index, first, max(index + 1, names.name_ends.get(index, 0)), "name" if start is not None else "noun"
                )
            )
        for first, last, value in names.values:
            if sentence.first <= first < sentence.last:
                found.append(Candidate(first, first, last, "time" if isinstance(value, Time) else "quantity", value))
        found.sort(key=lambda candidate: candidate.head)
        return found


@dataclass(frozen=True, slots=True)
class Names:
    """Where names, times and quantities lie, by token."""

    labels: dict[int, str]
    name_ends: NameEnds
    name_starts: dict[int, int]
    times: set[int]
    values: list[tuple[int, int, Time | Quantity]]

    @classmethod
    def of(cls, doc: Document) -> Names:
        """Reads them off the document."""
        ends = entity_ends(doc)
        starts: dict[int, int] = {}
        for index, end in ends.items():
            starts[index] = starts[index - 1] if ends.get(index - 1) == end else index
        values: list[tuple[int, int, Time | Quantity]] = []
        times: set[int] = set()
        for time, touched in doc.located(doc.times):
            values.append((touched.start, touched.stop, time))
            times.update(touched)
        values += [(touched.start, touched.stop, quantity) for quantity, touched in doc.located(doc.quantities)]
        return cls(entity_labels(doc), ends, starts, times, values)


def _bucket(distance: int) -> str:
    return (
        str(distance)
        if distance < 5
        else "5"
        if distance < 8
        else "8"
        if distance < 13
        else "13"
        if distance < 21
        else "21"
    )


def _compressed(symbols: Sequence[str]) -> str:
    kept: list[str] = []
    for symbol in symbols:
        if not (kept and kept[-1] == symbol == "N"):
            kept.append(symbol)
    if len(kept) > _PATH:
        kept = [*kept[:3], "..", *kept[-3:]]
    return "".join(kept)


def link_of(words: Sequence[WordFacts], doc: Document, first: int, sentence_first: int) -> tuple[str, str]:
    """What ties a phrase that begins at token ``first`` to what stands before.

    Returns:
        The preposition (``ب`` proclitic or ``علي`` word), ``"+"`` for a bare genitive or object, ``"^"`` at the
        sentence's start, or a mark; and the conjunction on the phrase or ``""``.
    """
    reading = words[first].analysis
    conjunction, prepositions = reading.conjunction, reading.prepositions
    if prepositions:
        return prepositions[-1], conjunction
    if first == sentence_first:
        return "^", conjunction
    before = words[first - 1]
    compound = compound_preposition(doc.tokens, first - 1)
    if compound is not None:
        return compound, conjunction
    if before.coarse == "P":
        return before.analysis.stem, conjunction
    if before.coarse == "N":
        return "+", conjunction
    if before.coarse == "V":
        return "v", conjunction
    return before.short if doc.tokens[first - 1].kind == "punct" else before.coarse, conjunction


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of a candidate whatever the trigger; ``sides`` holds its features for each side of a trigger."""

    noun: bool
    word: WordFacts
    label: str
    link: str
    stem: str
    value_kind: str
    unit: str
    group: str
    coarse_group: str
    opened: str
    definite: str
    governor: str
    other: str
    rows: tuple[int, int, int]
    sides: Mapping[str, tuple[str, ...]]


def _facts_of_candidates(view: SentenceView, candidates: Sequence[Candidate]) -> list[_Facts]:
    doc, words, sentence, names = view.doc, view.words, view.sentence, view.names
    tokens = doc.tokens
    base = sentence.first
    facts: list[_Facts] = []
    verb_before = -1
    cursor = base
    last_link = ""
    for candidate in candidates:
        at = candidate.head
        while cursor < at:
            if words[cursor].coarse == "V":
                verb_before = cursor
            cursor += 1
        link, conjunction = link_of(words, doc, candidate.first, base)
        link = last_link = last_link if conjunction and link in ("+", "v") else link
        noun = candidate.kind in ("noun", "name")
        word = words[at]
        label = names.labels.get(at, "-") if noun else candidate.kind
        stem = word.analysis.lemma if noun else candidate.kind
        value_kind = candidate.value.kind if candidate.value is not None else "-"
        unit = words[candidate.last - 1].analysis.lemma if candidate.kind == "quantity" else "-"
        trigger = view.trigger_at.get(at)
        other = trigger.type if trigger else "-"
        following = words[candidate.last].coarse if candidate.last < sentence.last else "$"
        definite = "d" if word.analysis.definite else "e" if word.analysis.enclitic else "n"
        previous = words[candidate.first - 1].short if candidate.first > base else "^"
        governor = words[verb_before].analysis.lemma if verb_before >= 0 else "-"
        group = word.clusters[1] if len(word.clusters) > 1 and noun else "-"
        coarse_group = word.clusters[0] if word.clusters and noun else "-"
        opened = tokens[candidate.first].stem if candidate.first != at and is_opening(tokens[candidate.first]) else "-"
        prior = words[candidate.first - 1].row if candidate.first > base else 0
        sides = {
            side: (
                f"s={side}",
                f"k={candidate.kind}",
                f"vk={value_kind}.{side}",
                f"vu={unit}.{side}",
                f"lb={label}",
                f"ln={link}",
                f"cj={conjunction}{side}",
                f"h={stem}",
                f"g={group}.{side}",
                f"g+ln={coarse_group}.{link}",
                f"pv={previous}.{side}",
                f"fo={following}{side}",
                f"op={opened}",
                f"tr={other}.{side}",
                f"gv={governor}.{side}",
            )
            for side in _SIDES
        }
        rows = (word.row, prior, words[verb_before].row if verb_before >= 0 else 0)
        facts.append(
            _Facts(
                noun,
                word,
                label,
                link,
                stem,
                value_kind,
                unit,
                group,
                coarse_group,
                opened,
                definite,
                governor,
                other,
                rows,
                sides,
            )
        )
    return facts


@dataclass(frozen=True, slots=True)
class Pairs:
    """Inputs of the argument scorer for a trigger and each candidate within reach.

    Attributes:
        candidates: those within reach; places: which candidate of the sentence, and on which side of the trigger.
        sparse: features of each pair; those of the candidate alone are in `SentenceView.facts`.
        slots: word-vector rows of each pair.
    """

    candidates: list[Candidate]
    places: list[tuple[int, str]]
    sparse: list[list[str]]
    slots: list[list[int]]

    def names(self, view: SentenceView) -> Iterator[list[str]]:
        """All sparse features of each pair."""
        for (at, side), names in zip(self.places, self.sparse, strict=True):
            yield [*view.facts[at].sides[side], *names]


def pair_features(view: SentenceView, trigger: Trigger) -> Pairs:
    """The inputs of the argument scorer for one trigger."""
    doc, words, sentence = view.doc, view.words, view.sentence
    base = sentence.first
    head = words[trigger.first]
    kind = trigger.type
    analysis = head.analysis
    form = f"{analysis.pos}{analysis.derivation or ''}{analysis.voice or ''}{analysis.aspect or ''}"
    short_form = "V" if analysis.pos == "verb" else "N"
    lemma = analysis.base or analysis.lemma
    frame: Mapping[str, str] = trigger.sense.frame if trigger.sense else {}
    own_link, _ = link_of(words, doc, trigger.first, base)
    enclitic = analysis.enclitic
    has_enclitic = bool(enclitic)
    kept: list[Candidate] = []
    places: list[tuple[int, str]] = []
    sparse: list[list[str]] = []
    slots: list[list[int]] = []
    after_rank = before_rank = 0
    before_total = sum(
        facts.noun and candidate.head < trigger.first
        for candidate, facts in zip(view.candidates, view.facts, strict=True)
    )
    common = [f"T={kind}", f"F={short_form}{kind}", f"ol={own_link}", f"enc={enclitic}{short_form}"]
    slot_names = [f"fs={slot}{frame_role}." for slot, frame_role in frame.items()]
    for number, (candidate, facts) in enumerate(zip(view.candidates, view.facts, strict=True)):
        at = candidate.head
        after = at >= trigger.last
        if trigger.first <= at < trigger.last:
            side, rank = "i", 0
        elif after:
            side, rank = "a", after_rank
            after_rank += facts.noun
        else:
            side, rank = "b", before_total - 1 - before_rank
            before_rank += facts.noun
        left, right = (trigger.last, candidate.first) if after else (candidate.last, trigger.first)
        left, right = max(left, base), max(left, right)
        if right - left > _REACH:
            continue
        lower, upper = left - base, right - base
        verbs = view.verbs[upper] - view.verbs[lower]
        puncts = view.puncts[upper] - view.puncts[lower]
        trigs = view.trigs[upper] - view.trigs[lower]
        distance = _bucket(right - left)
        path = _compressed(view.coarse[lower:upper])
        between = f"{side}v{min(verbs, 2)}p{min(puncts, 3)}t{min(trigs, 2)}"
        place = f"{side}{min(rank, 4)}"
        label, link = facts.label, facts.link
        place_link = f"{place}.{link}"
        side_path = f"{short_form}.{side}.{path}"
        role = frame.get(link, "-")
        names_of_pair = [
            *common,
            f"T+vk={kind}.{facts.value_kind}.{side}",
            f"s+r={place}",
            f"s+b={between}",
            f"T+lb={kind}.{label}",
            f"T+ln={kind}.{link}.{side}",
            f"T+lb+ln={kind}.{label}.{link}.{side}",
            f"F+s+r+ln={form}.{place_link}",
            f"L={lemma}.{short_form}.{side}",
            f"L+ln={lemma}.{short_form}.{link}.{side}",
            f"L+r={lemma}.{short_form}.{place_link}",
            f"F+path+ln={side_path}.{link}",
            f"T+path={kind}.{side_path}",
            f"lb+path={label}.{side_path}",
            f"T+h={kind}.{facts.stem}",
            f"T+g={kind}.{facts.group}",
            f"T+g0={kind}.{facts.coarse_group}.{short_form}.{side}",
            f"fr+s={role}.{place}",
            f"enc+s={has_enclitic}{place}{short_form}",
            f"T+tr={kind}.{facts.other}.{side}",
            f"gv+T={kind}.{facts.governor}.{side}",
            f"dist+lb={distance}{side}.{label}",
            f"b+F={between}.{short_form}.{place_link}",
        ]
        names_of_pair += [f"{name}{place_link}.{short_form}" for name in slot_names]
        kept.append(candidate)
        places.append((number, side))
        sparse.append(names_of_pair)
        slots.append([head.row, *facts.rows])
    return Pairs(kept, places, sparse, slots)


ROLE_THRESHOLD = {"actors": 0.3, "targets": 0.31, "locations": 0.31, "dates": 0.35, "quantities": 0.3}
_NO_PLACES = frozenset({"PER", "GRP"})
_PARTICIPANTS = ("actors", "targets", "locations")
_KINDS = {"time": "dates", "quantity": "quantities"}


@dataclass(frozen=True, slots=True)
class Argument:
    """A candidate that plays a role in an event."""

    role: str
    candidate: Candidate
    confidence: float


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """A trigger with the candidates within its reach and their class probabilities, shape (candidates, classes)."""

    view: SentenceView
    trigger: Trigger
    pairs: Pairs
    table: Float


def score_arguments(views: Sequence[SentenceView]) -> list[ScoredPairs]:
    """Scores every candidate for every trigger of these sentences."""
    groups: list[tuple[SentenceView, Trigger, Pairs]] = []
    alone: list[tuple[str, ...]] = []
    places: list[int] = []
    for view in views:
        for trigger in view.triggers:
            pairs = pair_features(view, trigger)
            groups.append((view, trigger, pairs))
            places += [len(alone) + len(_SIDES) * at + _SIDES.index(side) for at, side in pairs.places]
        alone += [facts.sides[side] for facts in view.facts for side in _SIDES]
    if not places:
        return []
    judge = scorer("events/arguments")
    total = judge.sums([names for _, _, pairs in groups for names in pairs.sparse]) + judge.sums(alone)[places]
    table = judge.probabilities(total, dense_rows([rows for _, _, pairs in groups for rows in pairs.slots]))
    scored: list[ScoredPairs] = []
    first = 0
    for view, trigger, pairs in groups:
        last = first + len(pairs.candidates)
        scored.append(ScoredPairs(view, trigger, pairs, table[first:last]))
        first = last
    return scored


def choose_arguments(scored: Iterable[ScoredPairs]) -> dict[int, list[Argument]]:
    """The arguments of each trigger, in text order, by the trigger's first token."""
    classes = scorer("events/arguments").classes
    return {
        one.trigger.first: _decode(one.pairs.candidates, one.table, classes, one.view.names.labels) for one in scored
    }


def role_scores(
    candidates: Sequence[Candidate], table: Float, classes: Sequence[str], labels: Mapping[int, str]
) -> list[dict[str, float]]:
    """The probabilities among which the role of each candidate is chosen, and that of no role."""
    rows: list[dict[str, float]] = []
    for candidate, scores in zip(candidates, table.tolist(), strict=True):
        row = dict(zip(classes, scores, strict=True))
        if labels.get(candidate.head) in _NO_PLACES:
            row["locations"] = 0.0
        kind = _KINDS.get(candidate.kind)
        rows.append({name: row[name] for name in ("none", *((kind,) if kind else _PARTICIPANTS))})
    return rows


def _decode(
    candidates: Sequence[Candidate], table: Float, classes: Sequence[str], labels: Mapping[int, str]
) -> list[Argument]:
    columns = {name: at for at, name in enumerate(classes)}
    participants = [columns[name] for name in _PARTICIPANTS]
    arguments: list[Argument] = []
    for candidate, scores in zip(candidates, table.tolist(), strict=True):
        kind = _KINDS.get(candidate.kind)
        if labels.get(candidate.head) in _NO_PLACES:
            scores[columns["locations"]] = 0.0
        best = columns[kind] if kind else max(participants, key=scores.__getitem__)
        role, score = classes[best], scores[best]
        if score >= ROLE_THRESHOLD[role]:
            arguments.append(Argument(role, candidate, score))
    return arguments
