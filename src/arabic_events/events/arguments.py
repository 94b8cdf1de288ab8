"""Which phrases, dates and quantities of a sentence play which role in an event: features of each pair, judged by a
learned scorer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from arabic_events import lexicon
from arabic_events.document import Document
from arabic_events.encoder import Ints
from arabic_events.events.context import Context, PhraseRows
from arabic_events.events.triggers import Trigger
from arabic_events.events.words import WordFacts
from arabic_events.morphology import analyze
from arabic_events.phrases import (
    NameEnds,
    after_dateline,
    compound_preposition,
    entity_ends,
    entity_labels,
    heads_phrase,
    is_opening,
    leading_word,
    phrase_start,
)
from arabic_events.schema import Quantity, Time
from arabic_events.scoring import Float, dense_rows, scorer
from arabic_events.templates import ABSENT, Templates, columns
from arabic_events.tokens import Sentence, ends_feminine

CLASSES = ("none", "actors", "targets", "locations", "dates", "quantities")
_REACH = 45
_RECORD_REACH = 8
_PATH = 7
_RANKS = 4


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
        self._symbols: list[str] = []
        self._counts = [(0, 0, 0, 0)]
        verbs = puncts = trigs = 0
        for index in range(sentence.first, sentence.last):
            symbol = words[index].coarse
            if symbol != "N" or self._symbols[-1:] != ["N"]:
                self._symbols.append(symbol)
            verbs += symbol == "V"
            puncts += doc.tokens[index].kind == "punct"
            trigs += index in self.trigger_at
            self._counts.append((len(self._symbols), verbs, puncts, trigs))
        self._between: dict[tuple[int, int], tuple[str, str]] = {}

    def between(self, left: int, right: int) -> tuple[str, str]:
        """What stands between two places of the sentence: numbers of verbs, marks and triggers, and the path.

        The path has a symbol for each word, one for nouns in a row, and leaves out the middle of a long one.
        """
        known = self._between.get((left, right))
        if known is None:
            _, verbs, puncts, trigs = self._counts[left]
            end, more_verbs, more_puncts, more_trigs = self._counts[right]
            symbols = self._symbols[self._counts[left + 1][0] - 1 : end] if left < right else []
            if len(symbols) > _PATH:
                symbols = [*symbols[:3], "..", *symbols[-3:]]
            numbers = min(more_verbs - verbs, 2), min(more_puncts - puncts, 3), min(more_trigs - trigs, 2)
            known = self._between[left, right] = "v{}p{}t{}".format(*numbers), "".join(symbols)
        return known

    @cached_property
    def facts(self) -> list[_Facts]:
        """What is known of each candidate."""
        return _facts_of_candidates(self, self.candidates)

    @cached_property
    def phrase_rows(self) -> PhraseRows:
        """What the network is told of each candidate."""
        asked = zip(self.candidates, self.facts, strict=True)
        return PhraseRows.of((facts.leading, one.first, one.kind, facts.link) for one, facts in asked)

    @cached_property
    def extents(self) -> Ints:
        """Head, first token and end of each candidate, shape (3, candidates)."""
        return np.array([(one.head, one.first, one.last) for one in self.candidates], np.intp).reshape(-1, 3).T

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Every phrase head, time and quantity of the sentence, in order of their heads."""
        doc, names, sentence = self.doc, self.names, self.sentence
        tokens = doc.tokens
        found: list[Candidate] = []
        covered = names.times
        for index in range(after_dateline(doc, sentence, names.labels), sentence.last):
            if index in covered:
                continue
            start = names.name_starts.get(index)
            if start is not None and start != index:
                continue
            if start is None and not heads_phrase(tokens, index, sentence.last, names.name_ends):
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
        for index in range(sentence.first, sentence.last):
            for first, last, value in names.values_at.get(index, ()):
                found.append(Candidate(first, first, last, "time" if isinstance(value, Time) else "quantity", value))
        found.sort(key=lambda candidate: candidate.head)
        return found


@dataclass(frozen=True)
class Names:
    """Where names, times and quantities lie, by token."""

    labels: dict[int, str]
    name_ends: NameEnds
    name_starts: dict[int, int]
    times: set[int]
    values: list[tuple[int, int, Time | Quantity]]

    @cached_property
    def values_at(self) -> dict[int, list[tuple[int, int, Time | Quantity]]]:
        """The same times and quantities by their first token."""
        found: dict[int, list[tuple[int, int, Time | Quantity]]] = {}
        for value in self.values:
            found.setdefault(value[0], []).append(value)
        return found

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
    return str(next((bound for bound in (21, 13, 8, 5) if distance >= bound), distance))


_DISTANCES = tuple(map(_bucket, range(_REACH + 1)))
# The side of the trigger and the rank there, nearest noun first; -1 for a date or quantity that is nearer than that.
_PLACES = {side: [f"{side}{rank}" for rank in (*range(_RANKS + 1), -1)] for side in "ab"}


def link_of(words: Sequence[WordFacts], doc: Document, first: int, sentence_first: int) -> tuple[str, str]:
    """What ties a phrase that begins at token ``first`` to what stands before.

    Returns:
        The preposition (``ب`` proclitic or ``علي`` word), ``"+"`` for a bare genitive or object, ``"^"`` at the
        sentence's start, or a mark; and the conjunction on the phrase or ``""``.
    """
    conjunction, prepositions = words[first].analysis.conjunction, words[first].prepositions
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


_FEATURES = (
    "s={side}",
    "k={candidate}",
    "vk={value}.{side}",
    "vu={unit}.{side}",
    "lb={label}",
    "ln={link}",
    "cj={conjunction}{side}",
    "h={stem}",
    "g={group}.{side}",
    "g+ln={coarse_group}.{link}",
    "pv={previous}.{side}",
    "fo={following}{side}",
    "op={opened}",
    "tr={other}.{side}",
    "gv={governor}.{side}",
    "T={type}",
    "F={form}{type}",
    "ol={own_link}",
    "enc={enclitic}{form}",
    "T+vk={type}.{value}.{side}",
    "s+r={place}",
    "s+b={between}",
    "T+lb={type}.{label}",
    "T+ln={type}.{link}.{side}",
    "T+lb+ln={type}.{label}.{link}.{side}",
    "F+s+r+ln={inflection}.{place}.{link}",
    "L={lemma}.{form}.{side}",
    "L+ln={lemma}.{form}.{link}.{side}",
    "L+r={lemma}.{form}.{place}.{link}",
    "F+path+ln={form}.{side}.{path}.{link}",
    "T+path={type}.{form}.{side}.{path}",
    "lb+path={label}.{form}.{side}.{path}",
    "T+h={type}.{stem}",
    "T+g={type}.{group}",
    "T+g0={type}.{coarse_group}.{form}.{side}",
    "fr+s={role}.{place}",
    "enc+s={has_enclitic}{place}{form}",
    "T+tr={type}.{other}.{side}",
    "gv+T={type}.{governor}.{side}",
    "dist+lb={distance}{side}.{label}",
    "b+F={between}.{form}.{place}.{link}",
)
_CANDIDATE_FIELDS = (
    "candidate", "value", "unit", "label", "link", "conjunction", "stem", "group", "coarse_group", "previous",
    "following", "opened", "other", "governor",
)  # fmt: skip
_TRIGGER_FIELDS = ("type", "form", "inflection", "lemma", "own_link", "enclitic", "has_enclitic")
_PAIR_FIELDS = ("side", "place", "between", "path", "distance", "role")


@cache
def _templates(slots: int) -> tuple[Templates, tuple[str, ...]]:
    """The features of a pair whose trigger has as many slots, and the fields of the slots."""
    features = (f"fs={{slot{at}}}{{slot_role{at}}}.{{place}}.{{link}}.{{form}}" for at in range(slots))
    return Templates(*_FEATURES, *features), tuple(
        f"{name}{at}" for at in range(slots) for name in ("slot", "slot_role")
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of a candidate whatever the trigger.

    Attributes:
        leading: the token that the network is asked about (`leading_word`); values: of ``_CANDIDATE_FIELDS``.
    """

    leading: int
    noun: bool
    link: str
    conjunction: str
    values: tuple[str, ...]
    rows: tuple[int, int, int]


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
        trigger = view.trigger_at.get(at)
        values = (
            candidate.kind,
            candidate.value.kind if candidate.value is not None else "-",
            words[candidate.last - 1].analysis.lemma if candidate.kind == "quantity" else "-",
            names.labels.get(at, "-") if noun else candidate.kind,
            link,
            conjunction,
            word.analysis.lemma if noun else candidate.kind,
            word.clusters[1] if len(word.clusters) > 1 and noun else "-",
            word.clusters[0] if word.clusters and noun else "-",
            words[candidate.first - 1].short if candidate.first > base else "^",
            words[candidate.last].coarse if candidate.last < sentence.last else "$",
            tokens[candidate.first].stem if candidate.first != at and is_opening(tokens[candidate.first]) else "-",
            trigger.type if trigger else "-",
            words[verb_before].analysis.lemma if verb_before >= 0 else "-",
        )
        prior = words[candidate.first - 1].row if candidate.first > base else 0
        rows = (word.row, prior, words[verb_before].row if verb_before >= 0 else 0)
        leading = leading_word(tokens, candidate.first, at) if noun else at
        facts.append(_Facts(leading, noun, link, conjunction, values, rows))
    return facts


@dataclass(frozen=True, slots=True)
class Pairs:
    """Inputs of the argument scorer for a trigger and each candidate within reach.

    Attributes:
        candidates: those within reach; places: which candidates of the sentence they are.
        own: values of ``_TRIGGER_FIELDS``; values: those of ``_PAIR_FIELDS`` of each pair.
        frame: slots of the trigger's sense, each with its role.
        row: of the trigger's word vector.
    """

    candidates: list[Candidate]
    places: list[int]
    own: tuple[str, ...]
    values: list[tuple[str, ...]]
    frame: tuple[str, ...]
    row: int

    def slots(self, view: SentenceView) -> list[list[int]]:
        """Word-vector rows of each pair."""
        return [[self.row, *view.facts[at].rows] for at in self.places]

    def names(self, view: SentenceView) -> Iterator[list[str]]:
        """All sparse features of each pair."""
        templates, slot_fields = _templates(len(self.frame) // 2)
        own = dict(zip((*_TRIGGER_FIELDS, *slot_fields), self.own + self.frame, strict=True))
        for at, values in zip(self.places, self.values, strict=True):
            table = own | dict(zip(_CANDIDATE_FIELDS, view.facts[at].values, strict=True))
            yield templates.names(table | dict(zip(_PAIR_FIELDS, values, strict=True)))


def within_reach(view: SentenceView, trigger: Trigger) -> list[int]:
    """Which candidates of the sentence stand near enough to a trigger to play a role."""
    heads, firsts, lasts = view.extents
    after = firsts - trigger.last
    before = trigger.first - np.maximum(lasts, view.sentence.first)
    near = np.where(heads >= trigger.last, after, before) <= _REACH
    return np.flatnonzero(near).tolist()


def pair_features(view: SentenceView, trigger: Trigger, asked: Collection[int]) -> Pairs:
    """The inputs of the argument scorer for one trigger and the candidates that are asked for."""
    doc, words, sentence = view.doc, view.words, view.sentence
    base, first, last = sentence.first, trigger.first, trigger.last
    head = words[first]
    analysis = head.analysis
    own_link, _ = link_of(words, doc, first, base)
    own = (
        trigger.type,
        "V" if analysis.pos == "verb" else "N",
        f"{analysis.pos}{analysis.derivation or ''}{analysis.voice or ''}{analysis.aspect or ''}",
        analysis.base or analysis.lemma,
        own_link,
        analysis.enclitic,
        str(bool(analysis.enclitic)),
    )
    frame: Mapping[str, str] = trigger.sense.frame if trigger.sense else {}
    kept: list[Candidate] = []
    places: list[int] = []
    values: list[tuple[str, ...]] = []
    wanted = frozenset(asked)
    before = [
        facts.noun for candidate, facts in zip(view.candidates, view.facts, strict=True) if candidate.head < first
    ]
    after_rank, before_rank = 0, sum(before) - 1
    for number, (candidate, facts) in enumerate(zip(view.candidates, view.facts, strict=True)):
        at = candidate.head
        left, right = candidate.last, first
        if at >= last:
            side, place = "a", _PLACES["a"][min(after_rank, _RANKS)]
            after_rank += facts.noun
            left, right = last, candidate.first
        elif at < first:
            side, place = "b", _PLACES["b"][min(before_rank, _RANKS)]
            before_rank -= facts.noun
        else:
            side, place = "i", "i0"
        if number not in wanted:
            continue
        left = max(left, base)
        right = max(left, right)
        between, path = view.between(left - base, right - base)
        kept.append(candidate)
        places.append(number)
        values.append((side, place, side + between, path, _DISTANCES[right - left], frame.get(facts.link, "-")))
    return Pairs(kept, places, own, values, tuple(chain.from_iterable(frame.items())), head.row)


CONTEXT_SHARE: Mapping[str, float] = {"noun": 0.75, "name": 0.75, "time": 0.75, "quantity": 0.35}
"""What the network weighs beside the scorer, by the kind of candidate."""
UNLIKELY, SURE = 0.2, 0.8
"""The network judges alone where it says less than the first to a candidate's playing any role, or as much as the
second to a role for which it weighs `_LEADS` beside the scorer, or is asked about another word than the scorer is: nine
pairs of ten.
"""
_LEADS = 0.5
"""What the network must weigh, for the scorer not to undo what it is sure of."""
ROLE_THRESHOLD = {"actors": 0.31, "targets": 0.3, "locations": 0.3, "dates": 0.35, "quantities": 0.5}
# Of phrases in one role, those stay that score this share of the best, and those that a conjunction joins.
BESIDE = 0.67
_NO_PLACES = frozenset({"PER", "GRP"})
_PARTICIPANTS = ("actors", "targets", "locations")
TORN = 0.3
"""Where actors and targets both score this, a phrase may be either: lexicon or word order decides."""
_SUBJECTS = {"actor": "actors", "target": "targets"}
_KINDS = {"time": "dates", "quantity": "quantities"}


@dataclass(frozen=True, slots=True)
class Argument:
    """A candidate that plays a role in an event, by a rule where it has a name."""

    role: str
    candidate: Candidate
    confidence: float
    rule: str = ""


@dataclass(frozen=True)
class ScoredPairs:
    """A trigger with the candidates within its reach.

    Attributes:
        places: which candidates of the sentence they are.
        model: class probabilities of the scorer alone, shape (candidates, classes), those of the network where the
            scorer was not asked; table: the mean of them and those of the network that reads whole sentences.
    """

    view: SentenceView
    trigger: Trigger
    places: list[int]
    model: Float
    table: Float

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The candidates of the rows."""
        return [self.view.candidates[at] for at in self.places]

    @cached_property
    def pairs(self) -> Pairs:
        """The inputs of the scorer for each row."""
        return pair_features(self.view, self.trigger, self.places)

    def chance(self, candidate: Candidate, role: str) -> float:
        """The probability of a role of a candidate; 0 where it was not asked."""
        asked = zip(self.candidates, self.table, strict=True)
        return next((float(scores[CLASSES.index(role)]) for one, scores in asked if one is candidate), 0.0)


_Near = list[tuple[SentenceView, Trigger, list[int]]]
"""Triggers, each with the places of candidates in its sentence."""


def score_arguments(
    views: Sequence[SentenceView], context: Context | None, *, every: bool = False
) -> list[ScoredPairs]:
    """Scores the candidates for every trigger of these sentences.

    Args:
        context: the document as the network understands it; without it the scorer judges alone.
        every: pairs that the network settles (see `UNLIKELY`) are scored as well, which changes nothing but what
            there is to explain.
    """
    near: _Near = [(view, trigger, within_reach(view, trigger)) for view in views for trigger in view.triggers]
    if not any(places for _, _, places in near):
        return []
    if context is None:
        model = mixed = _by_scorer(near)
    else:
        in_context = _in_context(near, context)
        unlikely = 1 - in_context[:, CLASSES.index("none")] < UNLIKELY
        if not every:
            near, in_context, unlikely = _chosen(near, ~unlikely), in_context[~unlikely], unlikely[~unlikely]
        shares = np.array([_share(view, at) for view, _, places in near for at in places], np.float32)[:, None]
        likeliest = np.delete(in_context, CLASSES.index("none"), axis=1).max(axis=1)
        settled = unlikely | (likeliest >= SURE) & (shares[:, 0] >= _LEADS) | (shares[:, 0] == 1)
        asked = np.ones_like(settled) if every else ~settled
        model = in_context.copy()
        if asked.any():
            model[asked] = _by_scorer(_chosen(near, asked))
        mixed = shares * in_context + (1 - shares) * model
        mixed[settled] = in_context[settled]
    ends = [*accumulate(len(places) for _, _, places in near)]
    return [
        ScoredPairs(view, trigger, places, model[last - len(places) : last], mixed[last - len(places) : last])
        for (view, trigger, places), last in zip(near, ends, strict=True)
    ]


def _chosen(near: _Near, those: NDArray[np.bool_]) -> _Near:
    """The pairs of some rows."""
    chosen = iter(those.tolist())
    return [(view, trigger, [at for at in places if next(chosen)]) for view, trigger, places in near]


def _share(view: SentenceView, at: int) -> float:
    """What the network weighs for a candidate: all where it is asked about another word than the scorer is."""
    candidate = view.candidates[at]
    return CONTEXT_SHARE[candidate.kind] if view.facts[at].leading == candidate.head else 1.0


def _by_scorer(near: _Near) -> Float:
    """What the scorer says of the roles of candidates, a row a pair."""
    groups = [(view, pair_features(view, trigger, places)) for view, trigger, places in near if places]
    judge = scorer("events/arguments")
    views = [*dict.fromkeys(view for view, _ in groups)]
    facts = [one for view in views for one in view.facts]
    firsts = dict(zip(views, accumulate((len(view.facts) for view in views), initial=0), strict=False))
    candidates = np.array([firsts[view] + at for view, pairs in groups for at in pairs.places])
    triggers = np.repeat(np.arange(len(groups)), [len(pairs.places) for _, pairs in groups])
    depth = max(len(pairs.frame) for _, pairs in groups)
    own = [pairs.own + pairs.frame + (ABSENT,) * (depth - len(pairs.frame)) for _, pairs in groups]
    templates, slot_fields = _templates(depth // 2)
    table = columns(_PAIR_FIELDS, [values for _, pairs in groups for values in pairs.values])
    table |= columns(_CANDIDATE_FIELDS, [one.values for one in facts], candidates)
    table |= columns((*_TRIGGER_FIELDS, *slot_fields), own, triggers)
    total = judge.sums_of(templates, table)
    of_triggers = np.array([pairs.row for _, pairs in groups])
    slots = np.column_stack([of_triggers[triggers], np.array([one.rows for one in facts])[candidates]])
    return judge.probabilities(total, dense_rows(slots))


def _in_context(near: _Near, context: Context) -> Float:
    """What the network says of the roles of candidates, a row a pair."""
    asked = (
        view.phrase_rows.pairs((trigger.first, trigger.last, trigger.type), places)
        for view, trigger, places in near
        if places
    )
    return context.roles(np.concatenate([*asked]))


def choose_arguments(scored: Iterable[ScoredPairs]) -> dict[int, list[Argument]]:
    """The arguments of each trigger, in text order, by the trigger's first token."""
    classes = scorer("events/arguments").classes
    return {one.trigger.first: _decode(one, classes) for one in scored}


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


def threshold_of(role: str, trigger: Trigger) -> float:
    """What a score must reach, so that role and event together are likely enough to be right."""
    return min(ROLE_THRESHOLD[role] / trigger.confidence, 1.0)


def is_in_verb_phrase(one: ScoredPairs, candidate: Candidate) -> bool:
    """Whether a phrase is the noun of the event's own words, which plays no role: the life of ``فارق زوجها الحياة``."""
    first, last = one.trigger.first, one.trigger.last
    return candidate.head == last - 1 > first and one.view.words[first].coarse == "V"


def is_baseline(doc: Document, candidate: Candidate) -> bool:
    """Whether a time only says since when there has been nothing like the event: ``أعلى مستوى منذ | 2010``."""
    words, tokens, at = _record_words(), doc.tokens, candidate.first
    if not isinstance(candidate.value, Time):
        return False
    if tokens[at].norm not in words["since"]:
        at -= 1
    if at < 1 or tokens[at].norm not in words["since"]:
        return False
    for index in range(at - 1, max(at - _RECORD_REACH, doc.sentences[tokens[at].sentence].first) - 1, -1):
        token = tokens[index]
        if token.kind == "punct":
            return False
        if token.stem in words["records"]:
            return index == 0 or tokens[index - 1].norm not in words["at"]  # على الأقل
    return False


@cache
def _record_words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in lexicon.toml("phrase_words.toml")["record"].items()}


def _role_of_subject(one: ScoredPairs, candidate: Candidate) -> str | None:
    """The role that the lexicon gives to the subject, for a noun right before an active verb."""
    trigger, words = one.trigger, one.view.words
    verb = words[trigger.first].analysis
    if candidate.last != trigger.first or verb.pos != "verb" or verb.person != "3" or verb.voice == "passive":
        return None
    return _SUBJECTS.get(trigger.sense.frame.get("subj", "")) if trigger.sense else None


def _follows_its_object(one: ScoredPairs, candidate: Candidate) -> bool:
    """Whether a definite noun is the subject of the active verb before it, whose object is a pronoun: ``أقاله |
    الرئيس``.
    """
    trigger, words = one.trigger, one.view.words
    if candidate.first != trigger.last or candidate.value is not None:
        return False
    noun = words[candidate.head].analysis
    if one.view.doc.tokens[candidate.first].prefix or not (noun.definite or candidate.kind == "name"):
        return False
    token = one.view.doc.tokens[trigger.last - 1]
    pronouns = lexicon.toml("affixes.toml")["pronouns"]["third"]
    readings = [reading for reading in analyze(token.norm) if reading.enclitic in pronouns]
    if ends_feminine(token.text) or not any(
        reading.pos == "verb" and reading.voice != "passive" for reading in readings
    ):
        return False
    before = words[trigger.first - 1].coarse if trigger.first > one.view.sentence.first else ""
    return before != "P" or not any(reading.derivation == "verbal_noun" for reading in readings)  # لدى تسلمها | الجائزة


def in_sure_slot(one: ScoredPairs) -> Candidate | None:
    """The phrase behind a preposition that brings the target of the event by its lexicon entry and means little else,
    however long the subject before it is: ``تخلي المجموعات الموجودة في الإقليم | عن سلاحها``.

    No verb or event stands between.
    """
    view, trigger = one.view, one.trigger
    frame = trigger.sense.frame if trigger.sense else {}
    slots = {slot for slot in _sure_slots() if frame.get(slot) == "target"}
    for at, candidate in enumerate(view.candidates) if slots else ():
        if candidate.first < trigger.last:
            continue
        between = range(trigger.last, candidate.first)
        if len(between) > _REACH or any(
            index in view.trigger_at or view.words[index].coarse in ("V", "R") for index in between
        ):
            return None
        facts = view.facts[at]
        if candidate.value is None and facts.link in slots and not facts.conjunction:
            return candidate
    return None


@cache
def _sure_slots() -> frozenset[str]:
    """Prepositions that mean little else than what the lexicon says of an event."""
    return frozenset(lexicon.toml("phrase_words.toml")["sure_slots"])


def _decode(one: ScoredPairs, classes: Sequence[str]) -> list[Argument]:
    labels, trigger = one.view.names.labels, one.trigger
    columns = {name: at for at, name in enumerate(classes)}
    participants = [columns[name] for name in _PARTICIPANTS]
    thresholds = {role: threshold_of(role, trigger) for role in ROLE_THRESHOLD}
    found: list[tuple[int, Argument]] = []
    best_of: dict[str, float] = {}
    for at, candidate, scores in zip(one.places, one.candidates, one.table.tolist(), strict=True):
        if is_in_verb_phrase(one, candidate) or is_baseline(one.view.doc, candidate):
            continue
        kind = _KINDS.get(candidate.kind)
        if labels.get(candidate.head) in _NO_PLACES:
            scores[columns["locations"]] = 0.0
        if min(scores[columns["actors"]], scores[columns["targets"]]) >= TORN:
            subject = _role_of_subject(one, candidate)
            if subject is not None:
                scores[columns["targets" if subject == "actors" else "actors"]] = 0.0
        if _follows_its_object(one, candidate):
            scores[columns["actors"]] += scores[columns["targets"]]
            scores[columns["targets"]] = 0.0
        best = columns[kind] if kind else max(participants, key=scores.__getitem__)
        role, score = classes[best], scores[best]
        if score >= thresholds[role]:
            found.append((at, Argument(role, candidate, score)))
            best_of[role] = max(best_of.get(role, 0.0), score)
    return [
        argument
        for at, argument in found
        if argument.candidate.value is not None
        or argument.confidence >= BESIDE * best_of[argument.role]
        or one.view.facts[at].conjunction
    ]
