"""Which words name events: lexicon senses as evidence, a learned scorer over words, readings and context as judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np

from arabic_events.document import Document
from arabic_events.events.lexicon import Phrase, Sense, event_lexicon
from arabic_events.events.words import NEIGHBOURS, WordFacts, facts, token_facts
from arabic_events.schema import EventType
from arabic_events.scoring import Float, scorer
from arabic_events.tokens import Sentence
from arabic_events.vectors import word_vectors

WINDOW = 2
THRESHOLD = 0.42
# Factors on the odds of a type, chosen on the development articles: a sense whose context words are there, any other
# sense that fits, the head of a fixed phrase.
SELECTED_SENSE, PLAIN_SENSE, PHRASE_HEAD = 1.8, 1.35, 2.7
NEAR = 6
NONE = "none"


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


def trigger_features(doc: Document, words: Sequence[WordFacts]) -> tuple[list[int], list[list[str]], Float]:
    """Features of every word of the document that may name an event.

    Returns:
        Indices of the candidate tokens, their sparse features, and their dense inputs, shape
        (candidates, (2 * WINDOW + 3) * dimensions): the word vectors around, the mean of the sentence and of the
        document.
    """
    table = word_vectors().table
    rows = np.fromiter((word.row for word in words), np.int64, len(words))
    padded = np.concatenate([np.zeros(WINDOW, np.int64), rows, np.zeros(WINDOW, np.int64)])
    document_mean = _mean(table, rows)
    chosen: list[int] = []
    sparse: list[list[str]] = []
    dense: list[Float] = []
    labels = entity_labels(doc)
    edge = _edge()
    for sentence in doc.sentences:
        sentence_mean = _mean(table, rows[sentence.first : sentence.last])
        place = "h" if sentence.heading else "0" if sentence.index < 2 else "b"
        stems = [word.short for word in words[sentence.first : sentence.last]]
        in_phrase = _phrase_features(doc, words, sentence)
        for index in range(sentence.first, sentence.last):
            word = words[index]
            if not is_candidate(word):
                continue
            names = list(word.own)
            for offset in NEIGHBOURS:
                at = index + offset
                neighbour = words[at] if sentence.first <= at < sentence.last else edge
                names += neighbour.at[offset]
            position = index - sentence.first
            before = stems[position - 1] if position else "^"
            after = stems[position + 1] if position + 1 < len(stems) else "$"
            names.append(f"b={before}_{word.short}")
            names.append(f"n={word.short}_{after}")
            names.append(f"at={place}")
            names += in_phrase.get(index, ())
            names += _neighbour_features(words, index, sentence)
            if position == 0:
                names.append("first")
            names.append(f"e0={labels.get(index)}")
            names.append(f"e1={labels.get(index + 1)}")
            if word.senses:
                near = set(stems[max(0, position - NEAR) : position]) | set(stems[position + 1 : position + 1 + NEAR])
                for reading, sense in word.senses:
                    fit = "+" if sense.fits(near) else "-"
                    when = "w" if sense.when else ""
                    names.append(f"xf={sense.type}{fit}{when}{reading.pos}")
            chosen.append(index)
            sparse.append(names)
            dense.append(
                np.concatenate([table[padded[index : index + 2 * WINDOW + 1]].ravel(), sentence_mean, document_mean])
            )
    width = (2 * WINDOW + 3) * table.shape[1]
    return chosen, sparse, np.array(dense, np.float32).reshape(len(chosen), width)


def _phrase_features(doc: Document, words: Sequence[WordFacts], sentence: Sentence) -> dict[int, list[str]]:
    """For words of fixed phrases, the type the phrase names and whether the word is its head."""
    found: dict[int, list[str]] = {}
    for index in range(sentence.first, sentence.last):
        phrase = matching_phrase(doc, words, index, sentence.last)
        if phrase is not None:
            for at in range(len(phrase.words)):
                part = "ph" if at == phrase.first else "phi" if phrase.first < at < phrase.last else "phx"
                found.setdefault(index + at, []).append(f"{part}={phrase.sense.type}")
    return found


def _neighbour_features(words: Sequence[WordFacts], index: int, sentence: Sentence) -> list[str]:
    """The noun after, the verb before, and their pairs with the word's lemma."""
    analysis = words[index].analysis
    lemma = analysis.base or analysis.lemma
    names: list[str] = []
    for at in range(index + 1, min(index + 5, sentence.last)):
        if words[at].coarse == "N" and words[at].analysis.pos != "adj":
            noun = words[at]
            names += [f"ob={noun.analysis.lemma}", f"l+ob={lemma}_{noun.analysis.lemma}"]
            for level, cluster in enumerate(noun.clusters[:2]):
                names += [f"obk{level}={cluster}", f"l+obk{level}={lemma}_{cluster}"]
            break
    for at in range(index - 1, max(index - 7, sentence.first - 1), -1):
        if words[at].coarse == "V":
            verb = words[at]
            names += [f"gv={verb.analysis.lemma}", f"l+gv={lemma}_{verb.analysis.lemma}"]
            names += [f"gvx={sense.type}" for _, sense in verb.senses]
            break
    return names


def _mean(table: Float, rows: np.ndarray) -> Float:
    known = rows[rows > 0]
    return table[known].mean(axis=0) * 3 if len(known) else np.zeros(table.shape[1], np.float32)


def choose_sense(words: Sequence[WordFacts], index: int, first: int, last: int, kind: str) -> Sense | None:
    """The lexicon sense of token ``index`` that names an event of this type; one that fits its surroundings first."""
    senses = [sense for _, sense in words[index].senses if sense.type == kind]
    if len(senses) < 2:
        return senses[0] if senses else None
    near = {words[at].short for at in range(max(first, index - NEAR), min(last, index + 1 + NEAR)) if at != index}
    return next((sense for sense in senses if sense.fits(near)), senses[0])


def matching_phrase(doc: Document, words: Sequence[WordFacts], index: int, last: int) -> Phrase | None:
    """The longest fixed phrase of the lexicon that begins at token ``index``."""
    tokens = doc.tokens
    table = event_lexicon().phrases
    word = words[index]
    for key in (word.short, word.analysis.lemma, tokens[index].core):
        for phrase in table.get(key, ()):
            end = index + len(phrase.words)
            if end <= last and all(
                part in (tokens[at].core, words[at].short, words[at].analysis.lemma)
                for at, part in zip(range(index + 1, end), phrase.words[1:], strict=True)
            ):
                return phrase
    return None


def find_triggers(doc: Document, words: Sequence[WordFacts]) -> list[Trigger]:
    """The event words of a document, in order, none inside another."""
    candidates, sparse, dense = trigger_features(doc, words)
    if not candidates:
        return []
    judge = scorer("events/triggers")
    table = _with_lexicon(judge.scores(sparse, dense), judge.classes, doc, words, candidates)
    silent = judge.classes.index(NONE)
    fires = 1 - table[:, silent]
    table[:, silent] = 0
    best = table.argmax(axis=1)
    chosen: dict[int, tuple[EventType, float]] = {}
    for at, (index, fire) in enumerate(zip(candidates, fires, strict=True)):
        if fire >= THRESHOLD:
            chosen[index] = (cast(EventType, judge.classes[best[at]]), float(fire))
    triggers: list[Trigger] = []
    covered = -1
    for sentence in doc.sentences:
        for index in range(sentence.first, sentence.last):
            if index <= covered:
                continue
            phrase = matching_phrase(doc, words, index, sentence.last)
            if phrase is not None:
                first, last = index + phrase.first, index + phrase.last
                scored = [chosen[at] for at in range(index, index + len(phrase.words)) if at in chosen]
                if scored:
                    kind, confidence = max(scored, key=lambda pair: pair[1])
                    sense = (
                        phrase.sense
                        if phrase.sense.type == kind
                        else choose_sense(words, first, sentence.first, sentence.last, kind)
                    )
                    triggers.append(Trigger(first, last, kind, sense, confidence))
                    covered = index + len(phrase.words) - 1
                    continue
            if index in chosen:
                kind, confidence = chosen[index]
                sense = choose_sense(words, index, sentence.first, sentence.last, kind)
                triggers.append(Trigger(index, index + 1, kind, sense, confidence))
    return triggers


def _with_lexicon(
    table: Float, classes: Sequence[str], doc: Document, words: Sequence[WordFacts], candidates: Sequence[int]
) -> Float:
    """Class probabilities after the odds of types that the lexicon names here are raised, most for fixed phrases.

    The scorer has seen few examples of rare types; the lexicon knows their words all the same.
    """
    column = {name: at for at, name in enumerate(classes)}
    raised = np.ones_like(table)
    heads: dict[int, str] = {}
    for sentence in doc.sentences:
        for index in range(sentence.first, sentence.last):
            phrase = matching_phrase(doc, words, index, sentence.last)
            if phrase is not None:
                heads.setdefault(index + phrase.first, phrase.sense.type)
    for row, index in enumerate(candidates):
        senses = words[index].senses
        if senses:
            sentence = doc.sentences[doc.tokens[index].sentence]
            near = {
                words[at].short
                for at in range(max(sentence.first, index - NEAR), min(sentence.last, index + NEAR + 1))
                if at != index
            }
            for _, sense in senses:
                at = column.get(sense.type)
                if at is not None and sense.fits(near):
                    raised[row, at] = max(raised[row, at], SELECTED_SENSE if sense.when else PLAIN_SENSE)
        if index in heads and heads[index] in column:
            raised[row, column[heads[index]]] *= PHRASE_HEAD
    table = table * raised
    return np.asarray(table / table.sum(axis=1, keepdims=True), np.float32)


def entity_labels(doc: Document) -> dict[int, str]:
    """Entity label of each token inside a name."""
    labels: dict[int, str] = {}
    tokens = doc.tokens
    at = 0
    for entity in doc.entities:
        while at < len(tokens) and tokens[at].end <= entity.start:
            at += 1
        inside = at
        while inside < len(tokens) and tokens[inside].start < entity.end:
            labels[inside] = entity.label
            inside += 1
    return labels


def document_facts(doc: Document) -> list[WordFacts]:
    """The facts of every token."""
    return [token_facts(token) for token in doc.tokens]
