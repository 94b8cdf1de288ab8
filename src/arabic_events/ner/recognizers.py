"""The bundled recognisers: the learned tagger, and lexicons with context rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from arabic_events.document import Document
from arabic_events.ner.context import missed_mentions
from arabic_events.ner.linear import LABELS, LinearModel, Scores, Tagging, linear_model
from arabic_events.ner.linking import link
from arabic_events.ner.rules import rule_mentions
from arabic_events.ner.spans import Mention, free_words, mention
from arabic_events.phrases import begins_body
from arabic_events.schema import Entity

NEURAL_SHARE = 0.7
"""What a score of the neural tagger weighs beside one of the linear tagger; chosen on the development articles."""


@dataclass(slots=True)
class LinearRecognizer:
    """The learned tagger, with what lexicons and the rest of the article add.

    Attributes:
        model: its weights; the bundled ones unless given.
    """

    model: LinearModel | None = None
    name: str = field(default="linear", init=False)

    def __post_init__(self) -> None:
        if self.model is None:
            self.model = linear_model()

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        """The entities of a document."""
        return self._entities([doc], [None])[0]

    def _entities(self, docs: Sequence[Document], others: Sequence[Scores | None]) -> list[tuple[Entity, ...]]:
        """The entities of each document; to the scores of the tagger are added those of another, if given."""
        assert self.model is not None
        taggings = self.model.tag_many(docs, others)
        return [
            link(doc, missed_mentions(doc, self._mentions(doc, tagging)))
            for doc, tagging in zip(docs, taggings, strict=True)
        ]

    @staticmethod
    def _mentions(doc: Document, tagging: Tagging) -> list[Mention]:
        labels, free = tagging.labels, free_words(doc)
        mentions = []
        index = 0
        while index < len(labels):
            name = LABELS[labels[index]]
            if name[0] == "O":
                index += 1
                continue
            last = index + 1
            inside = LABELS.index(f"I-{name[2:]}")
            sentence = doc.tokens[index].sentence
            while last < len(labels) and labels[last] == inside and doc.tokens[last].sentence == sentence:
                if name[2:] == "ORG" and begins_body(doc.tokens, last):
                    break
                last += 1
            found = mention(
                doc,
                index,
                last,
                label=name[2:],  # type: ignore[arg-type]
                confidence=round(min(tagging.confidence[index:last]), 3),
                evidence="model:entities",
                free_words=free,
            )
            mentions.append(found)
            index = max(last, found.last)
        return mentions


@dataclass(slots=True)
class BundledRecognizer(LinearRecognizer):
    """The linear tagger and the neural one of stanza, whose scores add up, with what lexicons and the article add."""

    name: str = field(default="bundled", init=False)

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        """The entities of a document."""
        return self.recognize_many([doc])[0]

    def recognize_many(self, docs: Sequence[Document]) -> list[tuple[Entity, ...]]:
        """The entities of several documents, whose sentences the neural tagger reads together."""
        from arabic_events.ner.neural import neural_tagger

        return self._entities(docs, neural_tagger().scores(docs, share=NEURAL_SHARE))


@dataclass(slots=True)
class GazetteerRecognizer:
    """Lexicons of names, and words that stand before names; no learned weights."""

    name: str = field(default="gazetteer", init=False)

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        """The entities of a document."""
        return link(doc, rule_mentions(doc))
