"""Names from lexicons and from the words before them, without learned weights."""

from __future__ import annotations

from collections.abc import Sequence

from arabic_events.clusters import frequency
from arabic_events.document import Document
from arabic_events.morphology import best
from arabic_events.ner.features import word_flags
from arabic_events.ner.gazetteer import Entry, gazetteer
from arabic_events.ner.spans import Mention, free_words, mention
from arabic_events.schema import EntityLabel
from arabic_events.tokens import Token

_COMMON = 1 / 9000
_LONGEST_PERSON = 5
_FREQUENT = 1 / 120
_ORDINARY = frozenset(("verb", "noun", "adj", "prep", "conj", "part", "pron", "rel", "dem", "adv"))
_HEADS = frozenset(("state", "diplomatic", "military", "police", "court", "international", "media", "party"))
_RARE_KINDS = frozenset(("cities", "clubs", "media", "parties", "companies"))
_ALWAYS = frozenset(("countries", "demonyms", "peoples"))


def _has(token: Token, flag: str) -> bool:
    flags = word_flags(token.norm)
    return flag in flags or f"{flag}+" in flags


def _ordinary(word: str) -> bool:
    """Whether a word is known as something else than a name."""
    reading = best(word)
    return reading.source == "lexicon" and reading.pos in _ORDINARY


def _definite(token: Token) -> bool:
    article = gazetteer().article
    return token.kind == "word" and (article in token.proclitics or token.norm.startswith(article))


def _entry(form: str, entries: Sequence[Entry], before: Token | None) -> Entry | None:
    """The entry that a single ambiguous word most likely means, None when the word is more often something else."""
    ordinary = _ordinary(form)
    for entry in entries:
        if entry.kind in _ALWAYS or (entry.kind not in _RARE_KINDS and not ordinary):
            return entry
    if before is not None:
        for entry in entries:
            if entry.label == "LOC" and (_has(before, "place:outside") or _has(before, "place:inside")):
                return entry
            if entry.label == "ORG" and _has(before, "org"):
                return entry
            if entry.label == "PER" and _has(before, "office"):
                return entry
    return None


def _organisation(tokens: Sequence[Token], start: int, stop: int) -> int | None:
    """Where the name of an organisation ends that begins with its head: definite words up to a nationality or place."""
    known = gazetteer()
    if _has(tokens[start], "place:outside"):
        return None
    end = start + 1
    complete: int | None = None
    while end < stop and end - start < 6 and tokens[end].kind == "word":
        token = tokens[end]
        if known.demonym(token.norm) is not None and _definite(token):
            return end + 1
        match = known.match(tokens, end, stop)
        if match is not None and match.prefix == 0 and match.entries[0].label == "LOC":
            return match.last
        if not token.norm.startswith(known.article):
            break
        complete = end + 1 if not _definite(tokens[start]) else None
        end += 1
    return complete


def _person(tokens: Sequence[Token], start: int, stop: int, *, introduced: bool) -> int | None:
    """Where the name of a person ends that begins with this word."""
    end = start
    known_parts = 0
    while end < stop and end - start < _LONGEST_PERSON and tokens[end].kind == "word":
        token = tokens[end]
        flags = word_flags(token.norm)
        if end == start and frequency(token.norm) > _FREQUENT:
            return None
        if "first" in flags or "part:link" in flags or "part:suffix" in flags or (end == start and "first+" in flags):
            known_parts += 1
        elif end > start and frequency(token.norm) < _COMMON and not _ordinary(token.norm) and not token.prefix:
            pass
        else:
            break
        end += 1
        if end - start > known_parts + 1:
            break
    if known_parts and (end - start >= 2 or (introduced and end > start)):
        return end
    return None


def rule_mentions(doc: Document) -> list[Mention]:
    """The mentions found by lexicons and context, in order, without overlap."""
    known = gazetteer()
    tokens, free = doc.tokens, free_words(doc)
    found: list[Mention] = []

    def add(first: int, last: int, label: EntityLabel, evidence: str, confidence: float) -> None:
        found.append(mention(doc, first, last, label=label, confidence=confidence, evidence=evidence, free_words=free))

    for sentence in doc.sentences:
        index = sentence.first
        while index < sentence.last:
            token = tokens[index]
            before = tokens[index - 1] if index > sentence.first else None
            if token.kind not in ("word", "latin"):
                index += 1
                continue
            match = known.match(tokens, index, sentence.last)
            if _HEADS.intersection(name.removeprefix("org:").removesuffix("+") for name in word_flags(token.norm)):
                end = _organisation(tokens, index, sentence.last)
                if end is not None and (match is None or end >= match.last):
                    add(index, end, "ORG", "context:organisation", 0.7)
                    index = end
                    continue
            if match is not None:
                single = match.last - match.first == 1
                entry = _entry(match.form, match.entries, before) if single else match.entries[0]
                if entry is not None:
                    add(index, match.last, entry.label, f"gazetteer:{entry.kind}", 0.8 if single else 0.9)
                    index = match.last
                    continue
            introduced = before is not None and _has(before, "office")
            if _has(token, "first"):
                end = _person(tokens, index, sentence.last, introduced=introduced)
                if end is not None:
                    add(index, end, "PER", "context:office" if introduced else "context:first_name", 0.7)
                    index = end
                    continue
            index += 1
    return found
