"""Which words name events: lexicon senses as evidence, a learned scorer over words, readings and context as judge."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import cast

import numpy as np
from numpy.typing import NDArray

from arabic_events import lexicon
from arabic_events.caches import WORD_FORMS
from arabic_events.document import Document
from arabic_events.events.context import Context
from arabic_events.events.lexicon import Phrase, Sense, event_lexicon
from arabic_events.events.words import NEIGHBOURS, WordFacts, facts, token_facts
from arabic_events.phrases import entity_labels
from arabic_events.schema import EventType
from arabic_events.scoring import Float, Scorer, SumCache, pooled, scorer
from arabic_events.templates import ABSENT, Templates, columns
from arabic_events.tokens import Sentence
from arabic_events.vectors import word_vectors

WINDOW = 2
THRESHOLD = 0.44
CONTEXT_SHARE = 0.75
UNLIKELY, SURE = 0.2, 0.6
"""The scorer is not asked where the network says less than the first to there being an event, or as much as the second
to one type: in 96 words of a hundred."""
# Factors on the odds of a type, chosen on the development articles, by how its sense fits (unconditionally, by a word
# near, by its object): for there being an event, for words that the scorer has not met, and for the choice of the type;
# for the head of a fixed phrase, for those that a toll counts (``حصيلة الزلزال إلى 312 قتيلا``), and for the choice of
# the only type that the lexicon has for a word. Where the network judges too, the exponent LEXICON_SHARE
# is on them but for the choice by object or fixed phrase.
FIRING, CHOICE = (1.15, 1.5, 3.0), (4.0, 40.0, 30.0)
FIRING_UNMET, CHOICE_UNMET = (2.0, 6.0, 6.0), (50.0, 200.0, 1000.0)
PHRASE_HEAD = 4.0
TOLL = 2.0
SOLE = 3.0
LEXICON_SHARE = 0.3
_BY_OBJECT, _RULED_OUT = 2, -2
NEAR = 6
NONE = "none"
_GAP = 4
_SHORT = attrgetter("short")
_CACHED_GROUPS = 16_000
_OBJECT_REACH = 15
_QUANTITY_REACH = 9


@cache
def _toll_nouns() -> frozenset[str]:
    """The nouns that name a toll, table ``[toll]`` of ``lexicons/same_event_words.toml``."""
    return frozenset(lexicon.toml("same_event_words.toml")["toll"]["tolls"])


@cache
def _word_sums() -> SumCache:
    return SumCache(scorer("events/triggers"), _CACHED_GROUPS)


@cache
def _edge() -> WordFacts:
    """Stands beyond the ends of a sentence."""
    return facts("<>", "punct")


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event word: token range ``[first, last)``, its event type, the lexicon sense that fits, if any, and a
    confidence.
    """

    first: int
    last: int
    type: EventType
    sense: Sense | None = None
    confidence: float = 1.0


def is_candidate(fact: WordFacts) -> bool:
    """Whether a word can name an event at all."""
    return fact.analysis.pos not in _CLOSED or bool(fact.senses)


_CLOSED = frozenset({"punct", "num", "latin", "prep", "conj", "pron", "dem", "rel", "part"})


_IN_CONTEXT = Templates(
    "b={before}_{short}",
    "n={short}_{after}",
    "at={place}",
    "qa={quantity_after}",
    "qad={quantity_after}{to_after}",
    "qb={quantity_before}",
    "qbd={quantity_before}{to_before}",
    "en={name}",
    "ob={noun}",
    "l+ob={lemma}_{noun}",
    "obk0={coarse_group}",
    "l+obk0={lemma}_{coarse_group}",
    "obk1={group}",
    "l+obk1={lemma}_{group}",
    "gv={governor}",
    "l+gv={lemma}_{governor}",
    "first{start}",
    "e0={label}",
    "e1={next_label}",
)
_FIELDS = (
    "short", "lemma", "before", "after", "place", "start", "label", "next_label", "name", "noun", "coarse_group",
    "group", "governor", "quantity_after", "to_after", "quantity_before", "to_before",
)  # fmt: skip
_OFFSETS = (0, *NEIGHBOURS)


@dataclass(frozen=True, slots=True)
class TriggerInputs:
    """Inputs of the trigger scorer for every word that may name an event.

    Attributes:
        indices: the candidate tokens.
        words: facts of every token, and at the end those of what lies beyond a sentence.
        around: for each candidate itself and its neighbours, as places in ``words``.
        values: what hangs on the context, values of ``_FIELDS``.
        more: further features that hang on the context.
        dense: word vectors around, mean of the sentence and of the document, shape
            (candidates, (2 * WINDOW + 3) * dimensions).
    """

    indices: list[int]
    words: list[WordFacts]
    around: NDArray[np.intp]
    values: list[tuple[str, ...]]
    more: list[list[str]]
    dense: Float

    def word_names(self, candidate: int, place: int) -> tuple[str, ...]:
        """The features that a word around a candidate has whatever the context."""
        return self.words[int(self.around[candidate, place])].features_at(_OFFSETS[place])

    def names(self) -> Iterator[list[str]]:
        """All sparse features of each candidate."""
        for at, (values, more) in enumerate(zip(self.values, self.more, strict=True)):
            own = chain.from_iterable(self.word_names(at, place) for place in range(len(_OFFSETS)))
            yield [*own, *_IN_CONTEXT.names(dict(zip(_FIELDS, values, strict=True))), *more]

    def sums(self, judge: Scorer) -> Float:
        """What the sparse features of each candidate add up to."""
        serials = np.fromiter((word.serial for word in self.words), np.intp, len(self.words))
        keys = serials[self.around] * len(_OFFSETS) + np.arange(len(_OFFSETS))
        in_context = judge.sums_of(_IN_CONTEXT, columns(_FIELDS, self.values))
        return in_context + judge.sums(self.more) + _word_sums().sums(keys, self.word_names)


def _nearest(marked: Sequence[bool], indices: NDArray[np.intp], limits: NDArray[np.intp], *, step: int) -> list[int]:
    """For each index the nearest marked place after it (step 1) or before it (step -1), up to its limit, or -1."""
    places = np.flatnonzero(marked)
    if not len(places):
        return [-1] * len(indices)
    at = np.searchsorted(places, indices, side="right" if step > 0 else "left") - (step < 0)
    found = places[np.clip(at, 0, len(places) - 1)]
    fits = (found > indices) & (found <= limits) if step > 0 else (found < indices) & (found >= limits)
    nearest: list[int] = np.where(fits, found, -1).tolist()
    return nearest


def candidates(doc: Document, words: Sequence[WordFacts]) -> list[int]:
    """The tokens that may name events."""
    labels = entity_labels(doc)
    return [at for at, word in enumerate(words) if is_candidate(word) and (word.senses or at not in labels)]


def trigger_features(
    doc: Document, words: Sequence[WordFacts], matches: Mapping[int, PhraseMatch], chosen: list[int]
) -> TriggerInputs:
    """The inputs of the trigger scorer for chosen tokens."""
    table = word_vectors().table
    rows = np.fromiter((word.row for word in words), np.int64, len(words))
    labels = entity_labels(doc)
    padded_words = [*words, _edge()]
    if not chosen:
        around = np.zeros((0, len(_OFFSETS)), np.intp)
        dense = np.zeros((0, (2 * WINDOW + 3) * table.shape[1]), np.float32)
        return TriggerInputs([], padded_words, around, [], [], dense)
    owners = [doc.tokens[index].sentence for index in chosen]
    indices = np.array(chosen)
    firsts = np.array([doc.sentences[owner].first for owner in owners])
    lasts = np.array([doc.sentences[owner].last for owner in owners]) - 1
    around = indices[:, None] + np.array(_OFFSETS)
    around = np.where((around >= firsts[:, None]) & (around <= lasts[:, None]), around, len(words))

    kinds = _quantity_kinds(doc)
    counted = [at in kinds for at in range(len(words))]
    nearest = zip(
        _nearest([at in labels for at in range(len(words))], indices, np.minimum(indices + 4, lasts), step=1),
        _nearest([_is_noun(word) for word in words], indices, np.minimum(indices + 4, lasts), step=1),
        _nearest([_carries(word) for word in words], indices, np.maximum(indices - 6, firsts), step=-1),
        _nearest(counted, indices, np.minimum(indices + _QUANTITY_REACH - 1, lasts), step=1),
        _nearest(counted, indices, np.maximum(indices - _QUANTITY_REACH + 1, firsts), step=-1),
        strict=True,
    )
    in_phrase = _phrase_features(matches)
    values: list[tuple[str, ...]] = []
    more: list[list[str]] = []
    for index, owner, (name, noun, governor, after, before) in zip(chosen, owners, nearest, strict=True):
        word = words[index]
        sentence = doc.sentences[owner]
        groups = (*words[noun].clusters[:2], ABSENT, ABSENT) if noun >= 0 else (ABSENT, ABSENT)
        values.append(
            (
                word.short,
                word.verb,
                words[index - 1].short if index > sentence.first else "^",
                words[index + 1].short if index + 1 < sentence.last else "$",
                "h" if sentence.heading else "0" if sentence.index < 2 else "b",
                "" if index == sentence.first else ABSENT,
                labels.get(index, "None"),
                labels.get(index + 1, "None"),
                labels.get(name, "-"),
                words[noun].analysis.lemma if noun >= 0 else ABSENT,
                groups[0],
                groups[1],
                words[governor].verb if governor >= 0 else ABSENT,
                kinds.get(after, ABSENT),
                str(min(after - index, 4)),
                kinds.get(before, ABSENT),
                str(min(index - before, 4)),
            )
        )
        names = [*in_phrase.get(index, ())]
        if governor >= 0:
            names += [f"gvx={sense.type}" for _, sense in words[governor].senses]
        if word.senses:
            near = _near(words, index, sentence.first, sentence.last)
            for reading, sense in word.senses:
                fit = "+" if sense.fits(near) else "-"
                names.append(f"xf={sense.type}{fit}{'w' if sense.when else ''}{reading.pos}")
        more.append(names)

    means = [_mean(table, rows[sentence.first : sentence.last]) for sentence in doc.sentences]
    padded = np.concatenate([np.zeros(WINDOW, np.int64), rows, np.zeros(WINDOW, np.int64)])
    around_words = table[padded[np.add.outer(indices, np.arange(2 * WINDOW + 1))]].reshape(len(chosen), -1)
    document_mean = np.broadcast_to(_mean(table, rows), (len(chosen), table.shape[1]))
    dense = np.hstack([around_words, np.stack(means)[owners], document_mean])
    return TriggerInputs(chosen, padded_words, around, values, more, np.asarray(dense, np.float32))


def _phrase_features(matches: Mapping[int, PhraseMatch]) -> dict[int, list[str]]:
    """For words of fixed phrases, the type the phrase names and whether the word is its head."""
    found: dict[int, list[str]] = {}
    for match in matches.values():
        for index in match.at:
            part = "ph" if index == match.first else "phi" if match.first < index < match.last else "phx"
            found.setdefault(index, []).append(f"{part}={match.phrase.sense.type}")
    return found


def _quantity_kinds(doc: Document) -> dict[int, str]:
    """Kind of the quantity that begins at each token."""
    return {touched.start: quantity.kind for quantity, touched in doc.located(doc.quantities)}


def _is_noun(word: WordFacts) -> bool:
    return word.coarse == "N" and word.analysis.pos != "adj"


def _near(words: Sequence[WordFacts], index: int, first: int, last: int) -> set[str]:
    """The words around a word of a sentence ``[first, last)``."""
    before, after = words[max(first, index - NEAR) : index], words[index + 1 : min(last, index + NEAR + 1)]
    return {*map(_SHORT, before), *map(_SHORT, after)}


def _mean(table: Float, rows: np.ndarray) -> Float:
    known = rows[rows > 0]
    return table[known].mean(axis=0) * 3 if len(known) else np.zeros(table.shape[1], np.float32)


def choose_sense(words: Sequence[WordFacts], index: int, first: int, last: int, kind: str) -> Sense | None:
    """The lexicon sense of token ``index`` that names an event of this type; one that fits its surroundings first."""
    senses = [sense for _, sense in words[index].senses if sense.type == kind]
    if len(senses) < 2:
        return senses[0] if senses else None
    near = _near(words, index, first, last)
    return next((sense for sense in senses if sense.fits(near)), senses[0])


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A fixed phrase of the lexicon in the text: the token of each of its words."""

    phrase: Phrase
    at: tuple[int, ...]

    @property
    def first(self) -> int:
        """The first token of the phrase's head."""
        return self.at[self.phrase.first]

    @property
    def last(self) -> int:
        """The index after the last token of the phrase's head."""
        return self.at[self.phrase.last - 1] + 1


@lru_cache(maxsize=WORD_FORMS)
def _phrases(*forms: str) -> tuple[Phrase, ...]:
    """The phrases that may begin with a word of these forms."""
    table = event_lexicon().phrases
    return tuple(chain.from_iterable(table.get(form, ()) for form in dict.fromkeys(forms)))


def phrase_matches(doc: Document, words: Sequence[WordFacts]) -> dict[int, PhraseMatch]:
    """The longest fixed phrase that begins at each token.

    The words of a phrase stand side by side; of verb and noun the subject may stand between: ``أطلق الجيش عملية``.
    """
    found: dict[int, PhraseMatch] = {}
    tokens = doc.tokens

    def is_part(at: int, part: str) -> bool:
        return part in (tokens[at].core, words[at].short, words[at].analysis.lemma)

    for sentence in doc.sentences:
        for index in range(sentence.first, sentence.last):
            word = words[index]
            if tokens[index].kind == "punct":
                continue
            for phrase in _phrases(word.short, word.analysis.lemma, tokens[index].core):
                positions = [index]
                gap = _GAP if len(phrase.words) == 2 and _carries(word) else 0
                for part in phrase.words[1:]:
                    at = positions[-1] + 1
                    while at < sentence.last and gap and not is_part(at, part) and words[at].coarse == "N":
                        at += 1
                        gap -= 1
                    if at >= sentence.last or not is_part(at, part):
                        break
                    positions.append(at)
                if len(positions) == len(phrase.words):
                    found[index] = PhraseMatch(phrase, tuple(positions))
                    break
    return found


def _carries(word: WordFacts) -> bool:
    return word.analysis.pos == "verb" or word.analysis.derivation == "verbal_noun"


@dataclass(frozen=True, slots=True)
class WordScores:
    """What is known of the words that may name events, before it is decided which do.

    Attributes:
        matches: the fixed phrases by their first token.
        indices: the candidate tokens; inputs: what the scorer was given, of those that it was asked for.
        model: class probabilities of the scorer alone, shape (candidates, classes), or of the network alone where the
            scorer was not asked; mixed: they pooled with those of the network that reads whole sentences; table: the
            same after the odds of types that the lexicon names are raised, by the factors ``raised``; choice: factors
            for the choice between types.
        fires: probability that a candidate names an event; best: the column of the type it would have.
    """

    matches: dict[int, PhraseMatch]
    indices: list[int]
    inputs: TriggerInputs
    model: Float
    mixed: Float
    table: Float
    raised: Float
    choice: Float
    fires: Float
    best: NDArray[np.intp]


def score_words(
    doc: Document,
    words: Sequence[WordFacts],
    matches: dict[int, PhraseMatch],
    fits: Mapping[int, Mapping[str, int]],
    context: Context | None,
    *,
    every: bool = False,
) -> WordScores | None:
    """Scores the words that may name an event; None when there is no such word.

    Args:
        matches: `phrase_matches`; fits: `fits_of`; context: the document as the network understands it, or None
            to let the scorer judge alone; every: words that the network has settled (`UNLIKELY`, `SURE`) are scored as
            well, which changes nothing but what there is to explain.
    """
    judge = scorer("events/triggers")
    silent = judge.classes.index(NONE)
    chosen = candidates(doc, words)
    in_context = context.types(chosen) if context is not None and chosen else None
    settled = np.zeros(len(chosen), np.bool_)
    if in_context is not None:
        heads = {match.first for match in matches.values()}
        unlikely = 1 - in_context[:, silent] < UNLIKELY
        unlikely &= np.array([index not in heads for index in chosen])
        if not every:
            chosen = [index for index, out in zip(chosen, unlikely.tolist(), strict=True) if not out]
            in_context, unlikely = in_context[~unlikely], unlikely[~unlikely]
        settled = unlikely | _is_sure(in_context, chosen, judge.classes, fits)
    if not chosen:
        return None
    asked = np.arange(len(chosen)) if every else np.flatnonzero(~settled)
    inputs = trigger_features(doc, words, matches, [chosen[at] for at in asked])
    model = np.zeros((len(chosen), len(judge.classes)), np.float32) if in_context is None else in_context.copy()
    if len(asked):
        model[asked] = judge.probabilities(inputs.sums(judge), inputs.dense)
    mixed = model
    if in_context is not None:
        mixed = pooled(in_context, model, CONTEXT_SHARE)
        mixed[settled] = in_context[settled]
    counted = _counted_in_tolls(doc, words)
    table, raised, choice = _with_lexicon(mixed, judge, words, chosen, matches, fits, counted, alone=in_context is None)
    table[settled], raised[settled] = mixed[settled], 1
    types = table.copy()
    types[:, silent] = 0
    best = (types * choice).argmax(axis=1)
    return WordScores(matches, chosen, inputs, model, mixed, table, raised, choice, 1 - table[:, silent], best)


def _is_sure(
    in_context: Float, chosen: Sequence[int], classes: Sequence[str], fits: Mapping[int, Mapping[str, int]]
) -> NDArray[np.bool_]:
    """Where the network is sure of a type that the lexicon does not rule out, with no other by the word's object."""
    types = in_context.argmax(axis=1)
    sure = (in_context.max(axis=1) >= SURE) & (types != classes.index(NONE))
    for row in np.flatnonzero(sure).tolist():
        own = classes[types[row]]
        found = fits.get(chosen[row], {})
        sure[row] = found.get(own) != _RULED_OUT and all(
            fit != _BY_OBJECT or kind == own for kind, fit in found.items()
        )
    return np.asarray(sure, np.bool_)


def choose_triggers(doc: Document, words: Sequence[WordFacts], scores: WordScores) -> list[Trigger]:
    """The words that pass the threshold; a fixed phrase takes up those inside it."""
    classes = scorer("events/triggers").classes
    matches = scores.matches
    chosen: dict[int, tuple[EventType, float]] = {}
    for at, (index, fire) in enumerate(zip(scores.indices, scores.fires, strict=True)):
        if fire >= THRESHOLD:
            chosen[index] = (cast(EventType, classes[scores.best[at]]), float(fire))
    triggers: list[Trigger] = []
    covered: set[int] = set()
    for sentence in doc.sentences:
        for index in range(sentence.first, sentence.last):
            if index in covered:
                continue
            match = matches.get(index)
            if match is not None:
                scored = [chosen[at] for at in match.at if at in chosen]
                if scored:
                    kind, confidence = max(scored, key=lambda pair: pair[1])
                    if _says_how(doc, triggers[-1] if triggers else None, match.first, kind):
                        covered.update(match.at)
                        continue
                    own = match.phrase.sense if match.phrase.sense.type == kind else None
                    sense = own or choose_sense(words, match.first, sentence.first, sentence.last, kind)
                    triggers.append(Trigger(match.first, match.last, kind, sense, confidence))
                    covered.update(match.at)
                    continue
            if index in chosen and not _says_how(doc, triggers[-1] if triggers else None, index, chosen[index][0]):
                kind, confidence = chosen[index]
                sense = choose_sense(words, index, sentence.first, sentence.last, kind)
                triggers.append(Trigger(index, index + 1, kind, sense, confidence))
    return triggers


def _says_how(doc: Document, before: Trigger | None, index: int, kind: str) -> bool:
    """Whether a word only says how the attack right before it was made: ``هجوم | بإطلاق نار``."""
    if before is None or before.last != index or before.type != kind or kind != "attack":
        return False
    token = doc.tokens[index]
    return token.sentence == doc.tokens[before.first].sentence and _means() in token.analysis.prepositions


@cache
def _means() -> str:
    """The preposition of what something is done with."""
    return str(lexicon.toml("phrase_words.toml")["means"])


def _counted_in_tolls(doc: Document, words: Sequence[WordFacts]) -> set[int]:
    """The words inside counts that stand after the noun of a toll in a sentence: ``312 قتيلا`` after ``حصيله``."""
    nouns = _toll_nouns()
    tolls: dict[int, int] = {}
    for at, word in enumerate(words):
        if word.analysis.lemma in nouns or word.short in nouns:
            tolls.setdefault(doc.tokens[at].sentence, at)
    found: set[int] = set()
    for quantity, touched in doc.located(doc.quantities) if tolls else ():
        toll = tolls.get(doc.tokens[touched.start].sentence)
        if quantity.kind == "count" and toll is not None and toll < touched.start:
            found.update(touched)
    return found


def _with_lexicon(
    table: Float,
    judge: Scorer,
    words: Sequence[WordFacts],
    candidates: Sequence[int],
    matches: Mapping[int, PhraseMatch],
    fits: Mapping[int, Mapping[str, int]],
    counted: Collection[int],
    *,
    alone: bool,
) -> tuple[Float, Float, Float]:
    """Class probabilities after the odds of types that the lexicon names here are raised, most for fixed phrases.

    The scorer has seen few examples of rare types and none of many words; the lexicon knows them all the same.

    Returns:
        The probabilities, the factors on them, and factors for the choice between types once an event is certain.
    """
    column = {name: at for at, name in enumerate(judge.classes)}
    raised = np.ones_like(table)
    choice = np.ones_like(table)
    heads = {match.first: match.phrase.sense.type for match in matches.values()}
    analyses = (words[index].analysis for index in candidates)
    known = judge.knows([f"l={analysis.lemma}/{analysis.pos}" for analysis in analyses]).tolist()
    for row, (index, met) in enumerate(zip(candidates, known, strict=True)):
        for kind, fit in fits.get(index, {}).items():
            at = column.get(kind)
            if at is not None and fit >= 0:
                raised[row, at] = (FIRING if met else FIRING_UNMET)[fit]
                factor = (CHOICE if met else CHOICE_UNMET)[fit] * (SOLE if len(fits[index]) == 1 else 1)
                choice[row, at] = factor if alone or fit == _BY_OBJECT else factor**LEXICON_SHARE
                if index in counted:
                    raised[row, at] *= TOLL
        if index in heads and heads[index] in column:
            raised[row, column[heads[index]]] *= PHRASE_HEAD
            choice[row, column[heads[index]]] *= PHRASE_HEAD
    if not alone:
        raised **= LEXICON_SHARE
    table = table * raised
    return np.asarray(table / table.sum(axis=1, keepdims=True), np.float32), raised, choice


def fits_of(doc: Document, words: Sequence[WordFacts]) -> dict[int, dict[str, int]]:
    """For each word with senses how well those of each event type fit, as `sense_fits` says; the best one counts."""
    found: dict[int, dict[str, int]] = {}
    for sentence in doc.sentences:
        for index in range(sentence.first, sentence.last):
            if words[index].senses:
                fits = found[index] = {}
                for sense, fit, _ in sense_fits(doc, words, index, sentence):
                    fits[sense.type] = max(fits.get(sense.type, fit), fit)
    return found


def sense_fits(
    doc: Document, words: Sequence[WordFacts], index: int, sentence: Sentence
) -> Iterator[tuple[Sense, int, frozenset[str]]]:
    """Each sense of a word, how well it fits, and the words that decided.

    The fit is 0 unconditionally, 1 by a word near, 2 by its object or genitive, -1 where none of the words it needs is
    near, -2 where a word near rules it out.
    """
    near: set[str] | None = None
    objects: tuple[set[str], dict[str, set[str]]] | None = None
    for _, sense in words[index].senses:
        if near is None and (sense.when or sense.excluded):
            near = _near(words, index, sentence.first, sentence.last)
        if near is not None and sense.excluded & near:
            yield sense, -2, sense.excluded & near
            continue
        if near is None or not sense.when:
            yield sense, 0, frozenset()
            continue
        nouns, after = objects = objects or _objects(doc, words, index, sentence)
        if found := sense.when & nouns.union(*(forms for slot, forms in after.items() if slot in sense.frame)):
            yield sense, 2, found
        elif found := sense.when & near:
            yield sense, 1, found
        else:
            yield sense, -1, frozenset()


def _objects(
    doc: Document, words: Sequence[WordFacts], index: int, sentence: Sentence
) -> tuple[set[str], dict[str, set[str]]]:
    """Stem and lemma of the first two nouns after a word, and of the nouns after each preposition of its clause."""
    nouns: set[str] = set()
    after: dict[str, set[str]] = {}
    count = 0
    for at in range(index + 1, min(index + _OBJECT_REACH, sentence.last)):
        word = words[at]
        if word.coarse in ("V", "R"):
            break
        if word.coarse != "N" or word.analysis.pos == "adj":
            continue
        forms = (word.short, word.analysis.lemma)
        if count < 2:
            nouns.update(forms)
        count += 1
        before = doc.tokens[at - 1]
        prepositions = word.prepositions
        if not prepositions and words[at - 1].coarse == "P":
            prepositions = (before.stem,)
        for preposition in prepositions:
            after.setdefault(preposition, set()).update(forms)
    return nouns, after


def document_facts(doc: Document) -> list[WordFacts]:
    """The facts of every token."""
    return [token_facts(token) for token in doc.tokens]
