"""From labelled tokens to mentions with exact offsets: what is attached before a name stays outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arabic_events import lexicon
from arabic_events.clusters import frequency
from arabic_events.document import Document
from arabic_events.ner.gazetteer import Entry, gazetteer, splits
from arabic_events.schema import EntityLabel
from arabic_events.tokens import Token

_NAME_FLAGS = frozenset(
    [
        "places",
        "cities",
        "countries",
        "organisations",
        "armed_groups",
        "parties",
        "media",
        "companies",
        "clubs",
        "people",
        "peoples",
        "surnames",
        "demonyms",
        "first",
        "org",
        "nisba:definite",
        "place:inside",
        "part:link",
    ]
)
_SHORTEST_NAME = 3
_QUOTE = '"'
_QUOTED = 5
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


def attached(
    token: Token, words: Sequence[str], *, free_words: frozenset[str], after_verb: bool = False
) -> tuple[int, str]:
    """Length in the normal form of the clitics before a name that begins with this token, and the name's first word.

    Args:
        token: first token of the name.
        words: the words of the name in normal form, clitics before it included.
        free_words: words of the article, so that a name that stands alone elsewhere is known.
        after_verb: whether a verb stands right before: its subject has no conjunction (``قال | فينجر``).
    """
    known = gazetteer()
    options = splits(words[0])
    tail = "".join(f" {word}" for word in words[1:])
    clitics = lexicon.toml("name_clitics.toml")
    if len(options) == 1:
        short = words[0][1:] if tail and words[0][0] in (*clitics["conjunctions"], *clitics["prepositions"]) else ""
        return (1, short) if short and short + tail in known.names else options[0]  # لجو بايدن
    whole_word = token.analysis.source == "lexicon" and not token.prefix and words[0] == token.norm

    def is_common(length: int, core: str) -> bool:
        """Whether the word is a common one rather than clitics and a name: بلاد is no لاد, كنيس no نيس."""
        rare = not set(words[0][:length]).isdisjoint(clitics["rare_before_names"])
        return bool(length) and whole_word and (rare or frequency(core) < frequency(words[0]))

    for length, core in options:
        if core + tail in known.names and (tail or not is_common(length, core)):
            return length, core
    named = [
        (length, core)
        for length, core in options
        if not _NAME_FLAGS.isdisjoint(known.flags.get(core, ())) and not is_common(length, core)
    ]
    if named:
        return named[0]
    if after_verb and words[0][0] in clitics["conjunctions"]:
        return options[0]
    if words[0] == token.norm and token.analysis.source == "lexicon":
        for option in options:
            if option[0] == token.prefix:
                return option
    whole = frequency(words[0])
    conjunction = words[0][0] == clitics["conjunctions"][0]
    best = options[0]
    for option in options[1:]:
        length, core = option
        taken = words[0][:length]
        if len(core) < _SHORTEST_NAME or not set(taken).isdisjoint(clitics["rare_before_names"]):
            continue
        alone = frequency(core)
        if core in free_words:
            return option
        likely = alone > whole * _CLITIC_SHARE or (alone == whole == 0 and conjunction and length == 1)
        if likely and alone >= frequency(best[1]) * _CLITIC_SHARE:
            best = option
    return best


def mention(
    doc: Document,
    first: int,
    last: int,
    *,
    label: EntityLabel,
    confidence: float,
    evidence: str,
    free_words: frozenset[str],
) -> Mention:
    """The mention of the tokens ``[first, last)``, with the rest of what is quoted in it."""
    tokens = doc.tokens
    last = _with_quotation(doc, first, last)
    words = [token.norm for token in tokens[first:last]]
    norm_start, norm_end = tokens[first].norm_start, tokens[last - 1].norm_end
    opens = first > 0 and tokens[first - 1].norm == _QUOTE and tokens[first - 1].norm_end == norm_start
    before = tokens[first - 1] if first > doc.sentences[tokens[first].sentence].first else None
    after_verb = before is not None and before.kind == "word" and before.analysis.pos == "verb"
    if not opens:
        length, words[0] = attached(tokens[first], words, free_words=free_words, after_verb=after_verb)
    else:
        length = 0
    start, end = doc.aligned.source_offsets(norm_start + length, norm_end)
    form = " ".join(words)
    return Mention(first, last, start, end, label, form, confidence, evidence, gazetteer().names.get(form, ()))


def _with_quotation(doc: Document, first: int, last: int) -> int:
    """Index after a name ``[first, last)`` and the end of the quotation in it: ``كتائب "القسام | "``; without the mark
    where none ends soon.
    """
    tokens, limit = doc.tokens, doc.sentences[doc.tokens[first].sentence].last
    marks = sum(token.norm == _QUOTE for token in tokens[first:last])
    before = first > 0 and tokens[first - 1].norm == _QUOTE and tokens[first - 1].sentence == tokens[first].sentence
    if not marks or (marks + before) % 2 == 0:
        return last
    if last < limit and tokens[last].norm == _QUOTE:
        return last + 1
    if tokens[last - 1].norm != _QUOTE or last - 1 == first:
        return last
    for at in range(last, min(last + _QUOTED, limit)):
        if tokens[at].kind == "punct":
            return at + 1 if tokens[at].norm == _QUOTE and at > last else last - 1
    return last - 1


def free_words(doc: Document) -> frozenset[str]:
    """The words of an article as they stand."""
    return frozenset(token.norm for token in doc.tokens if token.kind == "word")
