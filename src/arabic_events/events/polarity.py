"""Whether an event happened, did not, is planned, or only may happen.

Cue words with a scope (``lexicons/polarity_cues.toml``) are the evidence, a learned scorer over cues, words, verb
forms, dates and governing events is the judge. A second pass lets the mentions of one event and its neighbours in the
sentence agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np

from arabic_events import lexicon
from arabic_events.caches import FEWER_FORMS, WORD_FORMS
from arabic_events.document import Document
from arabic_events.events.context import Context
from arabic_events.events.words import WordFacts
from arabic_events.schema import Polarity
from arabic_events.scoring import Float, Scorer, dense_rows, scorer
from arabic_events.tokens import Token

__all__ = ["judge", "judge_all", "judge_by_rules"]

POLARITIES: tuple[Polarity, ...] = ("asserted", "negated", "planned", "possible")
MODEL = "events/polarity"
AGREEMENT_MODEL = "events/polarity_agreement"
REACH = {"next": 2, "content": 7, "clause": 12, "after": 7}
_BEFORE = 14
_AFTER = 7
_CHAIN = 5
_HESITANT = 0.15
_STOPPING_REACH = 6
SURE = 0.7
"""Where the network says this much to a polarity, the scorers are not asked: in 96 events of a hundred."""
CONTEXT_SHARE = 0.8
_VECTORS_BEFORE = 5
_VECTORS_AFTER = 3
_STOPS = frozenset(".؛:!؟")
_BRACKETS = frozenset('"()[]«»')
_DISTANCES = (1, 2, 3, 4, 6, 9, 14)


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind of cue: the polarity it gives, how far it acts, where it decides, and what must follow it."""

    name: str
    polarity: Polarity
    reach: str
    within: int
    sure: int
    before: str | None
    over: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _CueTable:
    """Cues by first word of their forms: the further words of the form and the cue, longest first."""

    by_word: dict[str, tuple[tuple[tuple[str, ...], Cue], ...]]
    governors: dict[str, Polarity]
    conjunctions: tuple[str, ...]
    prepositions: tuple[str, ...]
    articles: tuple[str, ...]
    future: str
    purpose: str
    imperfect_initials: tuple[str, ...]


@cache
def _cues() -> _CueTable:
    data = lexicon.toml("polarity_cues.toml")
    inflection = data["inflection"]
    forms: dict[str, dict[tuple[tuple[str, ...], Cue], None]] = defaultdict(dict)
    for entry in data["cue"]:
        cue = Cue(
            entry["name"],
            entry["polarity"],
            entry["reach"],
            entry.get("within", REACH[entry["reach"]]),
            entry.get("sure", 0),
            entry.get("before"),
            frozenset(entry.get("over", ())),
        )
        for form in _inflected(entry, inflection):
            first, *rest = form.split()
            forms[first][tuple(rest), cue] = None
    return _CueTable(
        {word: tuple(sorted(group, key=lambda pair: -len(pair[0]))) for word, group in forms.items()},
        dict(data["governors"]),
        tuple(inflection["conjunctions"]),
        tuple(inflection["prepositions"]),
        tuple(inflection["article"]),
        inflection["future"],
        inflection["purpose"],
        tuple(inflection["imperfect_initials"]),
    )


def _inflected(entry: Mapping[str, Any], inflection: Mapping[str, Any]) -> Iterator[str]:
    """The forms of an entry: verbs with their prefixes and endings, words as they are."""
    for perfect, imperfect in entry.get("verbs", []):
        verb, *rest = perfect.split()
        for ending in inflection["perfect_endings"]:
            yield " ".join([verb + ending, *rest])
        verb, *rest = imperfect.split()
        for initial in inflection["imperfect_initials"]:
            for future in ("", inflection["future"]):
                for ending in inflection["imperfect_endings"]:
                    yield " ".join([f"{future}{initial}{verb[1:]}{ending}", *rest])
    yield from entry.get("more", [])
    for form in entry.get("words", []):
        yield form
        if " " not in form and len(form) > 3:
            for ending in inflection["noun_endings"]:
                yield form + ending


@lru_cache(maxsize=WORD_FORMS)
def _variants(norm: str) -> tuple[str, ...]:
    """The word whole and without a conjunction, preposition, article that may stand before it; a lexicon decides."""
    table = _cues()
    found = [norm]
    for group in (table.conjunctions, table.prepositions, table.articles):
        for word in tuple(found):
            found += [
                word[len(clitic) :] for clitic in group if word.startswith(clitic) and len(word) - len(clitic) > 1
            ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=WORD_FORMS)
def _cues_at(norm: str) -> tuple[tuple[tuple[str, ...], Cue], ...]:
    """The cues that may begin with a word form."""
    table = _cues().by_word
    for variant in _variants(norm):
        if variant in table:
            return table[variant]
    return ()


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue in the text: tokens ``[first, last)``."""

    first: int
    last: int
    cue: Cue


class _View:
    """What the features of all triggers of a document share."""

    def __init__(self, doc: Document, words: Sequence[WordFacts], triggers: Sequence[tuple[int, str]]) -> None:
        self.doc = doc
        self.words = words
        self.tokens = doc.tokens
        self.triggers = triggers
        self._ruled: dict[int, tuple[Polarity, str]] = {}
        self.types = dict(triggers)
        published = doc.article.published_date
        self.published = published.isoformat() if published else None

    @cached_property
    def governors(self) -> list[list[tuple[int, str]]]:
        """For every trigger the other triggers of its sentence."""
        by_sentence: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for index, kind in self.triggers:
            by_sentence[self.tokens[index].sentence].append((index, kind))
        around = (by_sentence[self.tokens[index].sentence] for index, _ in self.triggers)
        return [
            [other for other in group if other[0] != index]
            for (index, _), group in zip(self.triggers, around, strict=True)
        ]

    @cached_property
    def rulings(self) -> list[tuple[Polarity, str]]:
        """Polarity and evidence of every trigger from cues alone."""
        governed = zip(self.triggers, self.governors, strict=True)
        return [self.ruling_of(index, around) for (index, _), around in governed]

    def ruling_of(self, index: int, governors: Sequence[tuple[int, str]]) -> tuple[Polarity, str]:
        """What the rules say of one trigger, worked out once."""
        known = self._ruled.get(index)
        if known is None:
            known = self._ruled[index] = _by_rules(self, index, governors)
        return known

    @cached_property
    def cues(self) -> dict[int, list[FoundCue]]:
        """Cues by sentence, in order."""
        found: dict[int, list[FoundCue]] = {}
        for sentence in self.doc.sentences:
            cues: list[FoundCue] = []
            found[sentence.index] = cues
            index = sentence.first
            while index < sentence.last:
                matches = self._match(index, sentence.last) if _cues_at(self.tokens[index].norm) else ()
                cues += matches
                index = max(match.last for match in matches) if matches else index + 1
        return found

    def _match(self, index: int, last: int) -> list[FoundCue]:
        longest = 0
        found = []
        for rest, cue in _cues_at(self.tokens[index].norm):
            end = index + 1 + len(rest)
            if end > last or len(rest) < longest:
                continue
            if cue.before and (end == last or self.words[end].analysis.aspect != cue.before):
                continue
            if all(word in _variants(self.tokens[index + 1 + at].norm) for at, word in enumerate(rest)):
                longest = len(rest)
                found.append(FoundCue(index, end, cue))
        return found

    @cached_property
    def time_relations(self) -> dict[int, list[tuple[int, str]]]:
        """By sentence: first token of a time and whether it lies before, on or after publication."""
        relations: dict[int, list[tuple[int, str]]] = defaultdict(list)
        at = 0
        for time in sorted(self.doc.times, key=lambda time: time.start):
            while at < len(self.tokens) and self.tokens[at].end <= time.start:
                at += 1
            if at < len(self.tokens):
                relations[self.tokens[at].sentence].append((at, _relation(time.value, self.published)))
        return relations

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether each token stands between quotation marks of its sentence."""
        inside, sentence, marks = False, -1, []
        for token in self.tokens:
            if token.sentence != sentence:
                inside, sentence = False, token.sentence
            if token.norm == '"':
                inside = not inside
            marks.append(inside)
        return marks


def _relation(value: str | None, published: str | None) -> str:
    if value is None or published is None or not value[:4].isdigit():
        return "unknown"
    size = next((size for size in (10, 7, 4) if len(value) >= size and value[:size].replace("-", "").isdigit()), 4)
    start, anchor = value[:size], published[:size]
    return "after" if start > anchor else "before" if start < anchor else "same"


def _near(distance: int) -> int:
    return next((bound for bound in _DISTANCES if distance <= bound), 99)


def _separators(tokens: Sequence[Token], first: int, last: int) -> str:
    """The strongest mark between two words: a stop, a comma, or nothing."""
    marks = {token.norm for token in tokens[first:last] if token.kind == "punct"} - _BRACKETS
    return "stop" if marks & _STOPS else "comma" if marks else ""


@lru_cache(maxsize=FEWER_FORMS)
def _verb_shape(word: WordFacts, norm: str) -> str:
    """A rough form of a word for contexts: part of speech with aspect, and the future particle."""
    analysis = word.analysis
    table = _cues()
    future = table.future in analysis.proclitics or (
        analysis.pos in ("verb", "unknown")
        and any(
            variant[:1] == table.future and variant[1:2] in table.imperfect_initials and len(variant) > 3
            for variant in _variants(norm)[:2]
        )
    )
    return f"{analysis.pos}{analysis.aspect or ''}{'+future' if future else ''}"


def features(view: _View, index: int, event_type: str, governors: Sequence[tuple[int, str]]) -> list[str]:
    """Sparse features of one event."""
    doc, tokens, words = view.doc, view.tokens, view.words
    token, word = tokens[index], words[index]
    sentence = doc.sentences[token.sentence]
    first, last = sentence.first, sentence.last
    shape = _verb_shape(word, token.norm)
    preposition = "+".join(part for part in word.analysis.proclitics if part not in _cues().conjunctions)
    names = [
        f"t={event_type}", f"w={token.norm}", f"s={word.short}", f"ts={event_type}_{shape}", f"v={shape}",
        f"pre={preposition}", f"p2={token.norm[:2]}", f"p3={token.norm[:3]}", f"tp={event_type}_{preposition}",
        f"head={sentence.heading}",
        f"lead={min(sentence.index, 2)}", f"quoted={view.quoted[index]}", f"at={min(index - first, 3)}",
    ]  # fmt: skip
    for offset in (-4, -3, -2, -1, 1, 2, 3):
        at = index + offset
        if first <= at < last:
            names += _neighbour_features(words[at], tokens[at].norm, offset)
        else:
            names.append(f"{offset}w=#")
    before2 = words[index - 2].short if index - 2 >= first else "#"
    before1 = words[index - 1].short if index - 1 >= first else "#"
    names.append(f"2b={before2}_{before1}")
    names.append(f"1b={before1}_{shape}")
    names += [_side_features(word.short)[0] for word in words[max(first, index - _BEFORE) : index]]
    names += [_side_features(word.short)[1] for word in words[max(first, index - 6) : index]]
    names += [_side_features(word.short)[2] for word in words[index + 1 : min(last, index + 1 + _AFTER)]]
    names += _cue_features(view, index, shape)
    names += _chain_features(view, index, governors, shape)
    names += _verb_features(view, index)
    for at, relation in view.time_relations.get(sentence.index, ()):
        side = "b" if at < index else "a"
        names.append(f"time={relation}")
        names.append(f"time={relation}{side}{_near(abs(at - index))}")
    names += _governor_features(view, index, governors)
    return list(dict.fromkeys(names))


@lru_cache(maxsize=FEWER_FORMS)
def _neighbour_features(word: WordFacts, norm: str, offset: int) -> tuple[str, ...]:
    """The features of a word that stands some places after an event, or before it."""
    clusters = (f"{offset}k{level}={number}" for level, number in enumerate(word.clusters[:2]))
    return f"{offset}w={norm}", f"{offset}s={word.short}", f"{offset}v={_verb_shape(word, norm)}", *clusters


@lru_cache(maxsize=FEWER_FORMS)
def _side_features(short: str) -> tuple[str, str, str]:
    """The features of a word that stands before an event, near before it, after it."""
    return f"b={short}", f"b6={short}", f"a={short}"


def _cue_features(view: _View, index: int, shape: str) -> Iterator[str]:
    tokens = view.tokens
    nearest: dict[str, int] = {}
    found_any = False
    for found in view.cues[tokens[index].sentence]:
        name = found.cue.name
        if found.last <= index:
            distance = index - found.last + 1
            if distance > _BEFORE:
                continue
            gap = _separators(tokens, found.last, index)
            nearest[name] = distance
            yield f"cb={name}{gap}"
            yield f"cb={name}{gap}{_near(distance)}"
            if distance <= 3:
                yield f"cf={tokens[found.first].norm}{distance}"
        elif found.first > index:
            distance = found.first - index
            if distance > _AFTER:
                continue
            gap = _separators(tokens, index + 1, found.first)
            yield f"ca={name}{gap}"
            yield f"ca={name}{gap}{_near(distance)}"
        else:
            yield f"self={name}"
        found_any = True
    if nearest:
        name, distance = min(nearest.items(), key=lambda pair: pair[1])
        yield f"cn={name}"
        yield f"cn={name}_{shape}"
        yield f"cn={name}_{_near(distance)}"
    if not found_any:
        yield "no cue"


def _chain_features(view: _View, index: int, governors: Sequence[tuple[int, str]], shape: str) -> Iterator[str]:
    """What the rules say, and the cues and events between the trigger and the start of its clause, nearest first."""
    ruled, reason = view.ruling_of(index, governors)
    cue = reason.partition(": ")[2].partition(",")[0]
    yield f"rule={ruled}"
    yield f"rc={cue}"
    yield f"rc={cue}_{shape}"
    kinds = dict(governors)
    starts = {found.first: found.cue.name for found in view.cues[view.tokens[index].sentence] if found.last <= index}
    chain: list[str] = []
    for at in range(index - 1, max(view.doc.sentences[view.tokens[index].sentence].first, index - 20) - 1, -1):
        if view.tokens[at].norm in _STOPS:
            break
        if at in starts:
            chain.append(starts[at])
        elif at in kinds:
            chain.append(kinds[at])
        elif view.words[at].analysis.pos == "rel":
            chain.append("rel")
        elif view.words[at].analysis.pos == "verb" or "+future" in _verb_shape(view.words[at], view.tokens[at].norm):
            chain.append(_verb_shape(view.words[at], view.tokens[at].norm))
        if len(chain) == _CHAIN:
            break
    chain.append("#")
    yield f"c1={chain[0]}"
    yield f"c2={' '.join(chain[:2])}"
    yield f"c3={' '.join(chain[:3])}"
    yield f"cs={chain[0]}_{shape}"
    for item in chain[:_CHAIN]:
        yield f"c={item}"


def _verb_features(view: _View, index: int) -> Iterator[str]:
    """The nearest verb before, the first word that looks like a verb, whether a clause with ان stands between."""
    tokens, words = view.tokens, view.words
    sentence = view.doc.sentences[tokens[index].sentence]
    for at in range(index - 1, max(sentence.first, index - 20) - 1, -1):
        shape = _verb_shape(words[at], tokens[at].norm)
        if shape.startswith("verb") or "+" in shape:
            gap = _separators(tokens, at, index)
            yield f"vb={shape}{gap}{_near(index - at)}"
            yield f"vl={words[at].analysis.lemma}"
            yield f"vl={words[at].analysis.lemma}{gap}{_near(index - at)}"
            break
    yield f"first={_verb_shape(words[sentence.first], tokens[sentence.first].norm)}"
    yield f"fw={words[sentence.first].short}"


def _governor_features(view: _View, index: int, governors: Sequence[tuple[int, str]]) -> Iterator[str]:
    tokens, words = view.tokens, view.words
    before = [(at, kind) for at, kind in governors if at < index]
    after = [(at, kind) for at, kind in governors if at > index]
    if before:
        at, kind = max(before)
        gap = _separators(tokens, at, index)
        yield f"gb={kind}{gap}"
        yield f"gb={kind}{gap}{_near(index - at)}"
        yield f"gbv={kind}_{_verb_shape(words[at], tokens[at].norm)}"
        yield f"gbs={words[at].short}"
        if index - at <= 3:
            between = "_".join(words[inside].short for inside in range(at + 1, index))
            yield f"gp={kind}_{between}_{view.types.get(index)}"
    for kind in {kind for _, kind in before}:
        yield f"gany={kind}"
    if after:
        at, kind = min(after)
        yield f"ga={kind}{_near(at - index)}"


def all_features(doc: Document, words: Sequence[WordFacts], triggers: Sequence[tuple[int, str]]) -> list[list[str]]:
    """First-pass features of all triggers of a document."""
    return _all_features(_View(doc, words, triggers), range(len(triggers)))


def _all_features(view: _View, asked: Sequence[int]) -> list[list[str]]:
    return [features(view, *view.triggers[at], view.governors[at]) for at in asked]


def vector_slots(doc: Document, words: Sequence[WordFacts], triggers: Sequence[tuple[int, str]]) -> list[list[int]]:
    """Rows of the word vectors that the first pass reads: words around, the verb before, the sentence's first word."""
    slots = []
    for index, _ in triggers:
        sentence = doc.sentences[doc.tokens[index].sentence]
        around = range(index - _VECTORS_BEFORE, index + _VECTORS_AFTER + 1)
        rows = [words[at].row if sentence.first <= at < sentence.last else 0 for at in around]
        verbs = (words[at].row for at in range(index - 1, sentence.first - 1, -1) if words[at].analysis.pos == "verb")
        slots.append([*rows, next(verbs, 0), words[sentence.first].row])
    return slots


def agreement_features(
    doc: Document, words: Sequence[WordFacts], triggers: Sequence[tuple[int, str]], scores: Float
) -> list[list[str]]:
    """Second-pass features: what the first pass says of this event, its neighbours, and events of the same name.

    Args:
        scores: first-pass probabilities, shape (triggers, 4).
    """
    labels = scores.argmax(axis=1)
    order = sorted(range(len(triggers)), key=lambda at: triggers[at][0])
    names: list[list[str]] = [[] for _ in triggers]
    same_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, (index, kind) in enumerate(triggers):
        same_name[words[index].short, kind].append(at)
    for place, at in enumerate(order):
        index, kind = triggers[at]
        own = names[at]
        for label, score in zip(POLARITIES, scores[at], strict=True):
            own.append(f"own={label}{round(float(score) * 5)}")
        for side, other_place in (("b", place - 1), ("a", place + 1)):
            if 0 <= other_place < len(order):
                other = order[other_place]
                near, other_kind = triggers[other]
                if doc.tokens[near].sentence == doc.tokens[index].sentence:
                    label = POLARITIES[labels[other]]
                    low, high = min(near, index), max(near, index)
                    own.append(f"n{side}={label}")
                    own.append(f"n{side}={label}_{_near(high - low)}{_separators(doc.tokens, low, high)}")
                    own.append(f"n{side}={label}_{other_kind}")
                    for between in doc.tokens[low + 1 : high + 1]:
                        if between.norm[:1] in _cues().conjunctions and high - low <= 8:
                            own.append(f"n{side}={label}_joined")
                            break
        mates = [other for other in same_name[words[index].short, kind] if other != at]
        if mates:
            mean = scores[mates].mean(axis=0)
            own += [f"mate={label}{round(float(score) * 5)}" for label, score in zip(POLARITIES, mean, strict=True)]
            own.append(f"mates={POLARITIES[labels[min(mates)]]}")
    return names


def scores(
    doc: Document, words: Sequence[WordFacts], triggers: Sequence[tuple[int, str]], context: Context | None = None
) -> Float:
    """Probabilities of the polarities in the order of ``POLARITIES``, shape (triggers, 4).

    Where there is a ``context``, the document as the network understands it, they are the mean of its probabilities and
    those of the scorers, or its own alone where it is `SURE`.
    """
    return _scores(_View(doc, words, triggers), context)


def _scores(view: _View, context: Context | None) -> Float:
    if context is None:
        return _with_agreement(view, range(len(view.triggers)), _first_scores(scorer(MODEL), view))
    found = context.polarities([index for index, _ in view.triggers])
    asked = np.flatnonzero(found.max(axis=1) < SURE).tolist()
    if asked:
        in_context = found[asked]
        found[asked] = _first_scores(scorer(MODEL), view, asked)
        found[asked] = CONTEXT_SHARE * in_context + (1 - CONTEXT_SHARE) * _with_agreement(view, asked, found)
    return found


def _with_agreement(view: _View, asked: Sequence[int], first: Float) -> Float:
    """Second-pass probabilities of some triggers, given those of the first pass, or better ones, for all."""
    agreement = agreement_features(view.doc, view.words, view.triggers, first)
    return scorer(AGREEMENT_MODEL).scores([agreement[at] for at in asked], np.zeros((len(asked), 0), np.float32))


def first_scores(
    model: Scorer, doc: Document, words: Sequence[WordFacts], triggers: Sequence[tuple[int, str]]
) -> Float:
    """First-pass probabilities, shape (triggers, 4)."""
    return _first_scores(model, _View(doc, words, triggers))


def _first_scores(model: Scorer, view: _View, asked: Sequence[int] | None = None) -> Float:
    some = range(len(view.triggers)) if asked is None else asked
    slots = vector_slots(view.doc, view.words, [view.triggers[at] for at in some])
    return model.scores(_all_features(view, some), dense_rows(slots))


# -- rules: the evidence, and the judge where no model is wanted


def _acts_on(view: _View, found: FoundCue, index: int) -> bool:
    """Whether the trigger stands in the scope of the cue."""
    reach = found.cue.within
    if found.cue.reach == "after":
        return index < found.first <= index + reach and not _separators(view.tokens, index + 1, found.first)
    if not found.last <= index < found.last + reach:
        return False
    gap = _separators(view.tokens, found.last, index)
    return not gap if found.cue.reach != "clause" else gap != "stop"


def _ruling_cue(view: _View, index: int) -> FoundCue | None:
    """The nearest cue in whose scope the trigger stands."""
    acting = [found for found in view.cues[view.tokens[index].sentence] if _acts_on(view, found, index)]
    ruling = min(acting, key=lambda found: abs(found.first - index), default=None)
    if ruling is not None:
        for found in acting:
            if ruling.cue.name in found.cue.over and found.last <= ruling.first <= found.last + 1:
                return found
    return ruling


def _decides(view: _View, found: FoundCue, index: int, scores: Float) -> bool:
    """Whether a sure cue stands so near that it decides where the model hesitates."""
    near = 0 < index - found.last + 1 <= found.cue.sure and not _separators(view.tokens, found.last, index)
    return near and float(scores[POLARITIES.index(found.cue.polarity)]) >= _HESITANT


def _leaves_open(found: FoundCue, index: int) -> bool:
    """Whether a cue says it all by grammar: ``قد`` right before an imperfect, ``قد ترحل``."""
    return found.cue.before == "imperfect" and found.last == index


def _by_rules(view: _View, index: int, governors: Sequence[tuple[int, str]]) -> tuple[Polarity, str]:
    shape = _verb_shape(view.words[index], view.tokens[index].norm)
    if shape.endswith("+future"):
        return "planned", "polarity rule: future verb"
    ruling = _ruling_cue(view, index)
    before = [(at, kind) for at, kind in governors if at < index and kind in _cues().governors]
    if before and (ruling is None or max(before)[0] > ruling.first):
        at, kind = max(before)
        if index - at <= REACH["content"] and not _separators(view.tokens, at, index):
            return _cues().governors[kind], f"polarity rule: content of a {kind}, {view.tokens[at].text}"
    if ruling is None:
        return "asserted", "polarity rule: no cue"
    text = " ".join(token.text for token in view.tokens[ruling.first : ruling.last])
    return ruling.cue.polarity, f"polarity rule: {ruling.cue.name}, {text}"


def stopping_cue(doc: Document, index: int) -> FoundCue | None:
    """The nearest word before an event that says that somebody foiled or prevented it: ``أحبط``, ``منع``, but not
    ``يفشل في``.
    """
    first = max(doc.sentences[doc.tokens[index].sentence].first, index - _STOPPING_REACH)
    for at in range(index - 1, first - 1, -1):
        if doc.tokens[at + 1].analysis.pos == "prep":
            continue
        for rest, cue in _cues_at(doc.tokens[at].norm):
            if not rest and cue.name in ("foiling", "prevention"):
                return FoundCue(at, at + 1, cue)
    return None


def judge_by_rules(
    doc: Document, words: Sequence[WordFacts], triggers: Sequence[tuple[int, str]]
) -> list[tuple[Polarity, str]]:
    """Polarity and evidence of every trigger from cues and their scopes alone."""
    return _View(doc, words, triggers).rulings


def judge_all(
    doc: Document, words: Sequence[WordFacts], triggers: Sequence[tuple[int, str]], context: Context | None = None
) -> list[tuple[Polarity, str]]:
    """Polarity and evidence of every event of a document.

    Args:
        words: facts of every token (`arabic_events.events.triggers.document_facts`).
        triggers: token index and event type of each event.
        context: the document as the network understands it; without it the scorers judge alone.
    """
    if not triggers:
        return []
    view = _View(doc, words, triggers)
    judged: list[tuple[Polarity, str]] = []
    for (index, _), row, (ruled, reason) in zip(triggers, _scores(view, context), view.rulings, strict=True):
        label = POLARITIES[int(row.argmax())]
        ruling = _ruling_cue(view, index)
        if ruling is not None and (
            _leaves_open(ruling, index) or (label == "asserted" and _decides(view, ruling, index, row))
        ):
            judged.append((ruling.cue.polarity, reason))
            continue
        evidence = f"polarity model {row.max():.2f}"
        if label == ruled and label != "asserted":
            evidence += f"; {reason.removeprefix('polarity rule: ')}"
        judged.append((label, evidence))
    return judged


def judge(
    doc: Document,
    words: Sequence[WordFacts],
    index: int,
    event_type: str,
    *,
    governors: Sequence[tuple[int, str]] = (),
) -> tuple[Polarity, str]:
    """Polarity and evidence of one event.

    Args:
        words: facts of every token.
        index: the token of the trigger.
        governors: token index and event type of the other events of the sentence.
    """
    return judge_all(doc, words, [(index, event_type), *governors])[0]
