"""What one article is while it goes through the stages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from arabic_events.schema import Article, Claim, Entity, Event, Quantity, Span, Time, TollSeries
from arabic_events.spacing import spaced
from arabic_events.text import AlignedText
from arabic_events.tokens import Sentence, Token

_Found = TypeVar("_Found", bound=Span)
_START, _END = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article with everything found in it so far; a stage returns a new one with its own fields filled."""

    article: Article
    aligned: AlignedText
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    tolls: tuple[TollSeries, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, article: Article) -> Document:
        """An article before the first stage: its text aligned with its normal form, missing spaces put in."""
        return cls(article=article, aligned=spaced(AlignedText.of(article.text)))

    def token_at(self, offset: int) -> Token | None:
        """The token that covers a source offset."""
        index = bisect_right(self.tokens, offset, key=_END)
        return self.tokens[index] if index < len(self.tokens) and self.tokens[index].start <= offset else None

    def entities_from(self, start: int, end: int) -> tuple[Entity, ...]:
        """The entities that begin at source offsets ``[start, end)``."""
        first = bisect_left(self.entities, start, key=_START)
        return self.entities[first : bisect_left(self.entities, end, lo=first, key=_START)]

    def entity_over(self, start: int, end: int) -> Entity | None:
        """The entity that covers source offsets ``[start, end)``."""
        after = bisect_right(self.entities, start, key=_START)
        entity = self.entities[after - 1] if after else None
        return entity if entity is not None and end <= entity.end else None

    def located(self, spans: Iterable[_Found]) -> Iterator[tuple[_Found, range]]:
        """Each of these spans, which come in text order, with the indices of the tokens it touches."""
        tokens = self.tokens
        first = 0
        for span in spans:
            first = bisect_right(tokens, span.start, lo=first, key=_END)
            last = first
            while last < len(tokens) and tokens[last].start < span.end:
                last += 1
            yield span, range(first, last)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the pipeline: a pure function that fills the fields it provides from those it requires.

    ``run_many`` gives the same for several documents at a time, where that is faster.
    """

    name: str
    requires: frozenset[str]
    provides: frozenset[str]
    run: Callable[[Document], Document]
    run_many: Callable[[Sequence[Document]], Sequence[Document]] | None = None
