"""From the tags that models of others give our tokens to mentions: their labels become ours, their spans exact."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from arabic_events.caches import WORD_FORMS
from arabic_events.document import Document
from arabic_events.ner.linking import link
from arabic_events.ner.spans import Mention, free_words, mention
from arabic_events.schema import Entity, EntityLabel
from arabic_events.text import normalize

__all__ = ["NO_WORD", "Tag", "known_label", "model_word", "recognize_sentences", "tagged_mentions"]

Tag = tuple[str, float]
"""A label with its prefix, such as ``B-PERS``, and how sure it is."""

NO_WORD = "_"
"""What a model reads in the place of a token without letters of its own."""

_LABELS: dict[str, EntityLabel] = {
    "PER": "PER",
    "PERS": "PER",
    "PERSON": "PER",
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
    "LOC": "LOC",
    "LOCATION": "LOC",
    "GPE": "LOC",
    "GRP": "GRP",
    "NORP": "GRP",
}


class SentenceTagger(Protocol):
    """Tags the words of many sentences."""

    def __call__(self, sentences: Sequence[Sequence[str]]) -> Sequence[Sequence[Tag]]:
        """A tag for each word; sentences come from long to short."""
        ...


def known_label(tag: str) -> EntityLabel | None:
    """Our label for a tag with or without prefix, None for one that we have no label for."""
    return _LABELS.get(tag.upper()) or _LABELS.get(tag[2:].upper())


@lru_cache(maxsize=WORD_FORMS)
def model_word(text: str) -> str:
    """A token as a model of others knows it: its own spelling, without diacritics, tatweel and invisible marks."""
    word = unicodedata.normalize("NFKC", text)
    return "".join(char for char in word if not char.isspace() and normalize(char)) or NO_WORD


def recognize_sentences(docs: Sequence[Document], tagger: SentenceTagger, *, evidence: str) -> list[tuple[Entity, ...]]:
    """The entities of documents whose sentences go through a tagger together, those of one length side by side."""
    places = [(at, sentence) for at, doc in enumerate(docs) for sentence in doc.sentences]
    places.sort(key=lambda place: place[1].first - place[1].last)
    words = [[model_word(token.text) for token in docs[at].tokens[one.first : one.last]] for at, one in places]
    tags: list[list[Tag]] = [[("O", 1.0)] * len(doc.tokens) for doc in docs]
    if words:
        for (at, sentence), found in zip(places, tagger(words), strict=True):
            tags[at][sentence.first : sentence.last] = found
    return [
        link(doc, tagged_mentions(doc, found, evidence=evidence)) if doc.tokens else ()
        for doc, found in zip(docs, tags, strict=True)
    ]


def tagged_mentions(doc: Document, tags: Sequence[Tag], *, evidence: str) -> list[Mention]:
    """The mentions that tags of the tokens mark, in BIO or BIOES; a name that goes on without a beginning begins.

    Marks at the edges of a name are left out, and so is what has no label of ours.
    """
    free = free_words(doc)
    mentions: list[Mention] = []
    for first, last in _spans(doc, [tag for tag, _ in tags]):
        label = known_label(tags[first][0])
        sure = min(score for _, score in tags[first:last])
        while last > first and doc.tokens[last - 1].kind == "punct":
            last -= 1
        while first < last and doc.tokens[first].kind == "punct":
            first += 1
        if label is None or first == last:
            continue
        confidence = round(sure, 3)
        found = mention(doc, first, last, label=label, confidence=confidence, evidence=evidence, free_words=free)
        # Tokens of one character, such as a fraction, have the same offsets.
        if not mentions or mentions[-1].end <= found.start < found.end:
            mentions.append(found)
    return mentions


def _spans(doc: Document, tags: Sequence[str]) -> list[tuple[int, int]]:
    """Token ranges of one name each."""
    spans: list[tuple[int, int]] = []
    for sentence in doc.sentences:
        open_label = ""
        for index in range(sentence.first, sentence.last):
            prefix, label = tags[index][:1], tags[index][2:]
            if not label:
                open_label = ""
                continue
            if prefix in "IE" and label == open_label:
                spans[-1] = (spans[-1][0], index + 1)
            else:
                spans.append((index, index + 1))
            open_label = "" if prefix in "ES" else label
    return spans
