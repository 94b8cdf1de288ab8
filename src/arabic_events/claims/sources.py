"""Who speaks: noun phrases near a cue and earlier speakers as candidates, with what tells them apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from arabic_events import lexicon
from arabic_events.claims.cues import Cue
from arabic_events.claims.lexicon import speaker_kinds
from arabic_events.document import Document
from arabic_events.phrases import is_nominal, is_opening, phrase_end
from arabic_events.tokens import Sentence, Token

Place = Literal["after", "before", "claim", "prior"]
_AFTER, _BEFORE, _CLAIMS, _PRIOR = 5, 6, 3, 8


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, tokens ``[first, last)``."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be the source of a cue, where it stands, and its rank among those that stand there, nearest first."""

    phrase: Phrase
    place: Place
    rank: int


def sentence_phrases(
    doc: Document, sentence: Sentence, *, name_ends: Mapping[int, int], times: Collection[int], stops: Mapping[int, object]
) -> list[Phrase]:
    """The noun phrases of a sentence in order, without expressions of time; a phrase inside another is not among them."""
    tokens = doc.tokens
    found: list[Phrase] = []
    at = sentence.first
    partitive = _phrase_words("partitive")
    while at < sentence.last:
        token = tokens[at]
        if at in times or at in stops or not (is_nominal(token) or at in name_ends):
            at += 1
            continue
        head = at
        if is_opening(token):
            while head + 1 < sentence.last and is_opening(tokens[head]) and is_nominal(tokens[head + 1]) and not tokens[head + 1].prefix:
                head += 1
            if head + 2 < sentence.last and tokens[head + 1].norm in partitive and tokens[head].stem in _phrase_words("partitive_heads"):
                head += 2
        last = phrase_end(doc, head, sentence_last=sentence.last, name_ends=name_ends, stops=stops)
        found.append(Phrase(at, last))
        at = last
    return found


@lru_cache(maxsize=8)
def _phrase_words(group: str) -> frozenset[str]:
    return frozenset(lexicon.toml("phrase_words.toml")[group])


def candidates(cue: Cue, phrases: Sequence[Sequence[Phrase]], speakers: Sequence[Phrase]) -> list[Candidate]:
    """The phrases that may be the source of a cue.

    Args:
        phrases: noun phrases by sentence.
        speakers: sources of the claims before this one, latest last.
    """
    own = phrases[cue.sentence.index]
    found = [Candidate(phrase, "after", rank) for rank, phrase in enumerate([p for p in own if p.first >= cue.last][:_AFTER])]
    before = [phrase for phrase in own if phrase.last <= cue.first]
    found += [Candidate(phrase, "before", rank) for rank, phrase in enumerate(before[-1 : -1 - _BEFORE : -1])]
    seen: set[int] = set()
    for phrase in reversed(speakers):
        if phrase.first not in seen and len(seen) < _CLAIMS:
            found.append(Candidate(phrase, "claim", len(seen)))
            seen.add(phrase.first)
    rank = 0
    for index in range(cue.sentence.index - 1, max(-1, cue.sentence.index - 3), -1):
        for phrase in phrases[index]:
            if phrase.first not in seen and rank < _PRIOR:
                found.append(Candidate(phrase, "prior", rank))
                rank += 1
    return found


def head_of(doc: Document, phrase: Phrase) -> int:
    """Index of the head word: the first that does not only open the phrase."""
    tokens = doc.tokens
    at = phrase.first
    while at + 1 < phrase.last and (is_opening(tokens[at]) or tokens[at].kind == "punct" or tokens[at].norm in _phrase_words("partitive")):
        at += 1
    return at


@dataclass(frozen=True, slots=True)
class Nominal:
    """What a head word tells about a speaker."""

    stem: str
    kind: str
    gender: str
    number: str
    definite: bool


@lru_cache(maxsize=30_000)
def nominal(token_norm: str, stem: str, gender: str | None, number: str | None, definite: bool) -> Nominal:
    """The facts of a head word."""
    kinds = speaker_kinds()
    kind = kinds.get(stem) or kinds.get(token_norm) or "-"
    return Nominal(stem, kind, gender or "-", number or "-", definite)


def token_nominal(token: Token) -> Nominal:
    """The facts of a token as head word."""
    if token.kind != "word":
        return Nominal(token.norm, "-", "-", "-", False)
    analysis = token.analysis
    return nominal(token.norm, analysis.stem, analysis.gender, analysis.number, "ال" in analysis.proclitics)


def agreement(cue: Cue) -> tuple[str, str]:
    """Gender and number that the cue asks of its subject."""
    if not cue.readings:
        return "", ""
    analysis = cue.readings[0].analysis
    return analysis.gender or "", analysis.number or ""
