"""Sentences and words of a text, with offsets in the source and in the normal form.

Clitics are features of a word (`Token.analysis`), never cut out of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any, Literal

import regex

from arabic_events import lexicon
from arabic_events.caches import FEWER_FORMS, WORD_FORMS
from arabic_events.morphology import Analysis, analyze, best
from arabic_events.text import AlignedText

TokenKind = Literal["word", "number", "latin", "punct"]

_BREAK = regex.compile(
    r"""
    [.!?\u061f]++ ["')\]]*+ (?=\s|$)      # a stop, closing marks, then space
    | [\u061f!]++ (?=\p{L})               # a glued question
    | (?<=\p{Arabic}{3}) \. (?=\p{Arabic}{2})  # a glued full stop between words
    """,
    regex.VERBOSE,
)
_INITIAL = regex.compile(r"(?<!\p{L})\p{L}{1,2}$")
_SUBHEADING_LIMIT = 120
# Text without stops is cut here, so that time grows with length only.
_LONGEST_SENTENCE = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or heading: token range ``[first, last)`` and offsets ``[start, end)`` in the normal form."""

    index: int
    first: int
    last: int
    start: int
    end: int
    heading: bool


@lru_cache(maxsize=WORD_FORMS)
def _of_form(norm: str, kind: TokenKind) -> dict[str, Any]:
    """What a token has from its form alone."""
    glued = kind == "number" and not norm[0].isdigit()
    analysis = replace(best(norm[1:]), prefix=1, proclitics=(norm[0],)) if glued else best(norm)
    prefix, stem, proclitics = (
        (analysis.prefix, analysis.stem, analysis.proclitics) if glued or kind == "word" else (0, norm, ())
    )
    return {
        "analysis": analysis, "prefix": prefix, "core": norm[prefix:], "stem": stem, "proclitics": proclitics,
    }  # fmt: skip


@cache
def _feminine_endings() -> tuple[str, str]:
    """The letter that only ends feminine nouns, and the vowel marks that may stand on it."""
    from camel_tools.utils.charsets import AR_DIAC_CHARSET

    return lexicon.toml("characters.toml")["final"]["feminine"], "".join(sorted(AR_DIAC_CHARSET))


def ends_feminine(text: str) -> bool:
    """Whether the spelling of a word shows that its last letter is no pronoun: ``وزيرة``, not ``وزيره``."""
    letter, marks = _feminine_endings()
    return text.rstrip(marks).endswith(letter)


@lru_cache(maxsize=FEWER_FORMS)
def _feminine(norm: str) -> dict[str, Any]:
    """What a token has whose last letter is no pronoun, although the likeliest reading of its form takes it for one."""
    readings = analyze(norm)
    analysis = next((one for one in readings if not one.enclitic), None)
    if analysis is None:
        first = readings[0]
        stem = first.stem if first.stem.endswith(norm[-1]) else first.stem + norm[-1]
        pos = "adj" if first.pos == "adj" else "noun"
        analysis = replace(
            first, lemma=stem, pos=pos, stem=stem, enclitic="", gender="f", number="s", state=None,
            aspect=None, voice=None, person=None, base=None, derivation=None,
        )  # fmt: skip
    return {
        "analysis": analysis, "prefix": analysis.prefix, "core": norm[analysis.prefix :], "stem": analysis.stem,
        "proclitics": analysis.proclitics,
    }  # fmt: skip


def analysis_of(word: str) -> Analysis:
    """The likeliest reading of a word in normal form, kept with what tokens of this form have."""
    analysis: Analysis = _of_form(word, "word")["analysis"]
    return analysis


@dataclass(frozen=True)
class Token:
    """One word, number or mark.

    Attributes:
        index: position in the document; sentence: index of its sentence.
        start, end: offsets in the source; norm_start, norm_end: offsets in the normal form.
        text: as in the source; norm: in normal form, marks between words in Arabic.
        analysis: the likeliest morphological reading of the word on its own.
        prefix: length in the normal form of the conjunctions and prepositions before the word, the article excluded.
        core: the normal form without conjunctions and prepositions, with article: ``الهجوم`` of ``وبالهجوم``.
        stem: the normal form without proclitics, article and pronoun: ``هجوم`` of ``وبهجومهم``.
        proclitics: in order, article included: ``("و", "ب", "ال")``.
    """

    index: int
    sentence: int
    start: int
    end: int
    norm_start: int
    norm_end: int
    text: str
    norm: str
    kind: TokenKind
    analysis: Analysis = field(init=False, repr=False, compare=False)
    prefix: int = field(init=False, repr=False, compare=False)
    core: str = field(init=False, repr=False, compare=False)
    stem: str = field(init=False, repr=False, compare=False)
    proclitics: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = _of_form(self.norm, self.kind)
        if found["analysis"].enclitic and ends_feminine(self.text):
            found = _feminine(self.norm)
        self.__dict__.update(found)

    @property
    def norm_core_start(self) -> int:
        """Offset in the normal form where the word begins after its conjunctions and prepositions."""
        return self.norm_start + self.prefix


@cache
def _before_numbers() -> frozenset[str]:
    """What may be written together with the digits of a number: ``و300``."""
    table = lexicon.toml("proclitics.toml")
    return frozenset((*table["conjunctions"], *table["prepositions"]))


@cache
def _arabic_marks() -> dict[str, str]:
    """The Arabic mark for each Latin one that some outlets write instead."""
    marks: dict[str, str] = lexicon.toml("characters.toml")["latin_marks"]
    return marks


def _kind(norm: str) -> TokenKind:
    first = norm[0]
    if first.isdigit() or (norm[1:2].isdigit() and first in _before_numbers()):
        return "number"
    if first.isalpha():
        return "latin" if first < "\u0250" or "\u0370" <= first < "\u0590" else "word"
    return "punct"


def _in_number(norm: str, at: int) -> bool:
    return 0 < at < len(norm) - 1 and norm[at - 1].isdigit() and norm[at + 1].isdigit()


def _sentence_bounds(norm: str) -> list[tuple[int, int, bool]]:
    """Stretches ``[start, end)`` of the normal form that are sentences, and whether each is a heading line."""
    bounds: list[tuple[int, int, bool]] = []
    line_start = 0
    for line in norm.splitlines(keepends=True):
        line_end = line_start + len(line)
        content = line.rstrip()
        heading = 0 < len(content) <= _SUBHEADING_LIMIT and content[-1] not in ".!:,\u060c\u061b"
        start = line_start
        depth_open = 0
        scanned = line_start
        for stop in _BREAK.finditer(norm, line_start, line_start + len(content)):
            before = norm[max(start, stop.start() - 3) : stop.start()]
            single = stop.group()[0] == "." and len(stop.group().rstrip("\"')]")) == 1
            if single and _INITIAL.search(before):
                continue
            depth_open += norm.count('"', scanned, stop.end())
            scanned = stop.end()
            if depth_open % 2 and '"' in norm[stop.end() : line_end]:
                continue
            bounds.append((start, stop.end(), False))
            start = stop.end()
        if norm[start:line_end].strip():
            bounds.append((start, line_end, heading and start == line_start))
        line_start = line_end
    return bounds


def tokenize(aligned: AlignedText) -> tuple[tuple[Token, ...], tuple[Sentence, ...]]:
    """The words and sentences of a text, in order.

    Sentences end at line ends and at stops; quotation marks, ellipses inside a sentence, decimal points and initials
    (``د.``, ``أ.ف.ب``) do not end one. A short line without a final stop is a heading.
    """
    from camel_tools.tokenizers.word import simple_word_tokenize

    norm = aligned.norm
    marks = _arabic_marks()
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for start, end, heading in _sentence_bounds(norm):
        first = len(tokens)
        position = start
        for word in simple_word_tokenize(norm[start:end]):
            position = norm.index(word, position)
            following = position + len(word)
            source_start, source_end = aligned.starts[position], aligned.ends[following - 1]
            kind = _kind(word)
            if word in marks and not _in_number(norm, position):
                word = marks[word]
            tokens.append(
                Token(
                    index=len(tokens),
                    sentence=len(sentences),
                    start=source_start,
                    end=source_end,
                    norm_start=position,
                    norm_end=following,
                    text=aligned.source[source_start:source_end],
                    norm=word,
                    kind=kind,
                )
            )
            position = following
            if len(tokens) - first >= _LONGEST_SENTENCE:
                sentences.append(Sentence(len(sentences), first, len(tokens), start, position, False))
                first, start = len(tokens), position
        if len(tokens) > first:
            sentences.append(Sentence(len(sentences), first, len(tokens), start, end, heading))
    return tuple(tokens), tuple(sentences)
