"""From labelled tokens to mentions with exact offsets: what is attached before a name stays outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arabic_events.document import Document
from arabic_events.ner.clusters import frequency
from arabic_events.ner.gazetteer import Entry, gazetteer, splits
from arabic_events.schema import EntityLabel
from arabic_events.tokens import Token

_NAME_FLAGS = frozenset(
    ("places", "cities", "countries", "organisations", "armed_groups", "parties", "media", "companies", "clubs", "people", "peoples",
     "surnames", "demonyms", "first", "org", "nisba:definite", "place:inside", "part:link")  # fmt: skip
)
_CLITIC_SHARE = 0.6
"""A word counts as clitic and name when the name alone is at least this much as frequent as the whole."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found: tokens ``[first, last)``, source offsets ``[start, end)``, and how it was found."""

    first: int
    last: int
    start: int
    end: int
    label: EntityLabel
    form: str
    confidence: float
    evidence: str
    entries: tuple[Entry, ...] = ()


def attached(token: Token, following: Sequence[Token], *, free_words: frozenset[str]) -> tuple[int, str]:
    """Length in the normal form of the clitics before a name that begins with this token, and the name's first word.

    Args:
        token: first token of the name.
        following: its other tokens.
        free_words: words of the article, so that a name that stands alone elsewhere is known.
    """
    known = gazetteer()
    options = splits(token.norm)
    if len(options) == 1:
        return options[0]
    tail = "".join(f" {other.norm}" for other in following)
    for length, core in options:
        if core + tail in known.names:
            return length, core
    named = [option for option in options if not _NAME_FLAGS.isdisjoint(known.flags.get(option[1], ()))]
    if named:
        return named[0]
    whole = frequency(token.norm)
    best = options[0]
    for option in options[1:]:
        core = option[1]
        if len(core) < 3:
            continue
        alone = frequency(core)
        if core in free_words and alone >= whole * 0.1:
            alone = max(alone, whole)
        if alone > 0 and alone >= whole * _CLITIC_SHARE and alone > frequency(best[1]) * _CLITIC_SHARE:
            best = option
    if best[0] == 0 and token.analysis.source == "lexicon" and token.prefix:
        for option in options:
            if option[0] == token.prefix:
                return option
    return best


def mention(
    doc: Document, first: int, last: int, *, label: EntityLabel, confidence: float, evidence: str, free_words: frozenset[str]
) -> Mention:
    """The mention of the tokens ``[first, last)``."""
    tokens = doc.tokens
    length, core = attached(tokens[first], tokens[first + 1 : last], free_words=free_words)
    norm_start = tokens[first].norm_start + length
    start, _ = doc.aligned.source_offsets(norm_start, tokens[first].norm_end)
    form = " ".join((core, *(token.norm for token in tokens[first + 1 : last])))
    return Mention(first, last, start, tokens[last - 1].end, label, form, confidence, evidence, gazetteer().names.get(form, ()))


def free_words(doc: Document) -> frozenset[str]:
    """The words of an article as they stand."""
    return frozenset(token.norm for token in doc.tokens if token.kind == "word")
