"""Which phrases, dates and quantities of a sentence play which role in an event: features of each pair, judged by a
learned scorer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from arabic_events.document import Document
from arabic_events.events.triggers import Trigger, entity_labels
from arabic_events.events.words import WordFacts
from arabic_events.phrases import compound_preposition, entity_ends, is_head, is_opening, phrase_start
from arabic_events.schema import Quantity, Time
from arabic_events.scoring import Float, dense_rows, scorer
from arabic_events.tokens import Sentence

CLASSES = ("none", "actors", "targets", "locations", "dates", "quantities")
SLOTS = 4
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
        self.that = [0] * (last - first + 1)
        for index in range(first, last):
            at = index - first
            word = words[index]
            self.verbs[at + 1] = self.verbs[at] + (word.coarse == "V")
            self.puncts[at + 1] = self.puncts[at] + (tokens[index].kind == "punct")
            self.trigs[at + 1] = self.trigs[at] + (index in self.trigger_at)
            self.that[at + 1] = self.that[at] + (word.coarse in "CR" and not tokens[index].prefix)

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
    name_ends: dict[int, int]
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
        for group in (doc.times, doc.quantities):
            at = 0
            for value in group:
                while at < len(doc.tokens) and doc.tokens[at].end <= value.start:
                    at += 1
                last = at
                while last < len(doc.tokens) and doc.tokens[last].start < value.end:
                    last += 1
                if last > at:
                    values.append((at, last, value))
                    if isinstance(value, Time):
                        times.update(range(at, last))
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
    token = doc.tokens[first]
    proclitics = [part for part in token.proclitics if part != "ال"]
    conjunction = "و" if "و" in proclitics or "ف" in proclitics else ""
    prepositions = [part for part in proclitics if part not in "وف"]
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


def pair_features(
    view: SentenceView, trigger: Trigger, candidates: Sequence[Candidate]
) -> tuple[list[list[str]], list[list[int]]]:
    """Sparse features and word-vector rows of each (trigger, candidate) pair."""
    doc, words, sentence, names = view.doc, view.words, view.sentence, view.names
    tokens = doc.tokens
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
    sparse: list[list[str]] = []
    slots: list[list[int]] = []
    after_rank = 0
    before = [
        candidate for candidate in candidates if candidate.head < trigger.first and candidate.kind in ("noun", "name")
    ]
    before_total = len(before)
    before_rank = 0
    verb_before = -1
    cursor = base
    common = [f"T={kind}", f"F={short_form}{kind}", f"ol={own_link}", f"enc={enclitic}{short_form}"]
    last_link = ("", "")
    for candidate in candidates:
        at = candidate.head
        while cursor < at:
            if words[cursor].coarse == "V":
                verb_before = cursor
            cursor += 1
        after = at >= trigger.last
        inside = trigger.first <= at < trigger.last
        left, right = (trigger.last, candidate.first) if after else (candidate.last, trigger.first)
        left, right = max(left, base), max(left, right)
        verbs = view.verbs[right - base] - view.verbs[min(left, right) - base]
        puncts = view.puncts[right - base] - view.puncts[min(left, right) - base]
        trigs = view.trigs[right - base] - view.trigs[min(left, right) - base]
        that = view.that[right - base] - view.that[min(left, right) - base]
        link, conjunction = link_of(words, doc, candidate.first, base)
        inherited = last_link[0] if conjunction and link in ("+", "v") else link
        last_link = (inherited, conjunction)
        noun = candidate.kind in ("noun", "name")
        if inside:
            side, rank = "i", 0
        elif after:
            side, rank = "a", after_rank
            after_rank += noun
        else:
            side, rank = "b", before_total - 1 - before_rank
            before_rank += noun
        word = words[at]
        label = names.labels.get(at, "-") if noun else candidate.kind
        distance = _bucket(right - left)
        path = _compressed([words[index].coarse for index in range(left, right)]) if right - left <= _REACH else "far"
        stem = word.analysis.lemma if noun else candidate.kind
        value_kind = candidate.value.kind if candidate.value is not None else "-"
        unit = words[candidate.last - 1].analysis.lemma if candidate.kind == "quantity" else "-"
        other = view.trigger_at.get(at)
        between = f"v{min(verbs, 2)}p{min(puncts, 3)}t{min(trigs, 2)}"
        following = words[candidate.last].coarse if candidate.last < sentence.last else "$"
        rank_name = str(min(rank, 4))
        definite = "d" if "ال" in word.analysis.proclitics else "e" if word.analysis.enclitic else "n"
        previous = words[candidate.first - 1].short if candidate.first > base else "^"
        governor = words[verb_before].analysis.lemma if verb_before >= 0 else "-"
        role = frame.get(inherited, "-")
        group = word.clusters[1] if len(word.clusters) > 1 and noun else "-"
        coarse_group = word.clusters[0] if word.clusters and noun else "-"
        opened = tokens[candidate.first].stem if candidate.first != at and is_opening(tokens[candidate.first]) else "-"
        names_of_pair = [
            *common,
            f"s={side}",
            f"k={candidate.kind}",
            f"vk={value_kind}.{side}",
            f"T+vk={kind}.{value_kind}.{side}",
            f"vu={unit}.{side}",
            f"T+vu={kind}.{unit}",
            f"lb={label}",
            f"ln={inherited}",
            f"cj={conjunction}{side}",
            f"s+r={side}{rank_name}",
            f"s+d={side}{distance}",
            f"s+b={side}{between}",
            f"th={side}{min(that, 2)}",
            f"T+lb={kind}.{label}",
            f"T+ln={kind}.{inherited}.{side}",
            f"T+s+r={kind}.{side}{rank_name}.{short_form}",
            f"T+lb+ln={kind}.{label}.{inherited}.{side}",
            f"F+s+r+ln={form}.{side}{rank_name}.{inherited}",
            f"L={lemma}.{short_form}.{side}",
            f"L+ln={lemma}.{short_form}.{inherited}.{side}",
            f"L+r={lemma}.{short_form}.{side}{rank_name}.{inherited}",
            f"F+path={short_form}.{side}.{path}",
            f"F+path+ln={short_form}.{side}.{path}.{inherited}",
            f"T+path={kind}.{short_form}.{side}.{path}",
            f"lb+path={label}.{side}.{path}.{short_form}",
            f"h={stem}",
            f"T+h={kind}.{stem}",
            f"T+g={kind}.{group}",
            f"T+g0={kind}.{coarse_group}.{short_form}.{side}",
            f"g={group}.{side}",
            f"g+ln={coarse_group}.{inherited}",
            f"pv={previous}.{side}",
            f"df={definite}{side}{rank_name}",
            f"fo={following}{side}",
            f"op={opened}",
            f"T+op={kind}.{opened}",
            f"fr={role}",
            f"fr+s={role}.{side}{rank_name}",
            f"enc+s={bool(enclitic)}{side}{rank_name}{short_form}",
            f"tr={other.type if other else '-'}.{side}",
            f"T+tr={kind}.{other.type if other else '-'}.{side}",
            f"gv={governor}.{side}",
            f"gv+T={kind}.{governor}.{side}",
            f"ol+s={own_link}.{side}{rank_name}.{inherited}",
            f"dist+lb={distance}{side}.{label}",
            f"b+lb={between}{side}.{label}",
            f"b+F={between}{side}.{short_form}.{inherited}.{rank_name}",
            f"ag={analysis.gender}{word.analysis.gender}{short_form}{side}",
            f"hd={sentence.heading}{side}{rank_name}{short_form}",
        ]
        for slot, frame_role in frame.items():
            names_of_pair.append(f"fs={slot}{frame_role}.{side}{rank_name}.{inherited}.{short_form}")
        sparse.append(names_of_pair)
        prior = words[candidate.first - 1].row if candidate.first > base else 0
        slots.append([head.row, word.row, prior, words[verb_before].row if verb_before >= 0 else 0])
    return sparse, slots


def dense_inputs(slots: Sequence[Sequence[int]]) -> Float:
    """Dense inputs of pairs."""
    return dense_rows(slots) if len(slots) else np.zeros((0, 0), np.float32)


ROLE_THRESHOLD = {"actors": 0.35, "targets": 0.37, "locations": 0.37, "dates": 0.35, "quantities": 0.3}
_KINDS = {"time": "dates", "quantity": "quantities"}


@dataclass(frozen=True, slots=True)
class Argument:
    """A candidate that plays a role in an event."""

    role: str
    candidate: Candidate
    confidence: float


def find_arguments(view: SentenceView) -> list[list[Argument]]:
    """The arguments of each trigger of a sentence, in text order."""
    candidates = view.candidates
    triggers = view.triggers
    if not candidates:
        return [[] for _ in triggers]
    sparse: list[list[str]] = []
    slots: list[list[int]] = []
    for trigger in triggers:
        names, rows = pair_features(view, trigger, candidates)
        sparse += names
        slots += rows
    judge = scorer("events/arguments")
    table = judge.scores(sparse, dense_rows(slots))
    found: list[list[Argument]] = []
    for at in range(len(triggers)):
        found.append(_decode(candidates, table[at * len(candidates) : (at + 1) * len(candidates)], judge.classes, view))
    return found


def _decode(
    candidates: Sequence[Candidate], table: Float, classes: Sequence[str], view: SentenceView
) -> list[Argument]:
    arguments: list[Argument] = []
    for candidate, scores in zip(candidates, table, strict=True):
        allowed = _KINDS.get(candidate.kind)
        role, score = "none", 0.0
        for name, value in zip(classes, scores, strict=True):
            fits = name == allowed if allowed else name in ("actors", "targets", "locations")
            if fits and value > score:
                role, score = name, float(value)
        if role != "none" and score >= ROLE_THRESHOLD[role]:
            arguments.append(Argument(role, candidate, score))
    return arguments
