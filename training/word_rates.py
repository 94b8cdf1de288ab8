"""Words that some annotators mark as events far more often, or far less, than those of the corpus.

Their marks (or what they left unmarked) say little about such a word, so it is better not judged there at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt

import gold
from train_events import Annotated

FEWEST, DIFFERENCE, ERRORS = 12, 0.15, 2.0


@dataclass(frozen=True, slots=True)
class WordRates:
    """How often words occur, by their stems, and how often they are marked as events."""

    seen: Counter[str]
    marked: Counter[str]

    @classmethod
    def of(cls, docs: Annotated) -> WordRates:
        """Counts the words of annotated articles."""
        seen: Counter[str] = Counter()
        marked: Counter[str] = Counter()
        for doc, record, _ in docs:
            labels = gold.trigger_labels(doc, record)
            for token in doc.tokens:
                seen[token.stem] += 1
                marked[token.stem] += token.index in labels
        return cls(seen, marked)

    def rate(self, word: str) -> float:
        """The share of its occurrences that is marked."""
        return self.marked[word] / self.seen[word]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Words whose marks are not believed, and words that are not believed to be no event where they are unmarked."""

    marked: frozenset[str] = frozenset()
    unmarked: frozenset[str] = frozenset()

    @classmethod
    def between(cls, sure: WordRates, less_sure: WordRates) -> Unjudged:
        """Those whose rates differ much, and by more than chance."""
        marked, unmarked = set(), set()
        for word, count in sure.seen.items():
            others = less_sure.seen[word]
            if min(count, others) < FEWEST or len(word) < 3:
                continue
            here, there = sure.rate(word), less_sure.rate(word)
            error = sqrt((here * (1 - here) + 0.02) / count + there * (1 - there) / others)
            if abs(there - here) > max(DIFFERENCE, ERRORS * error):
                (marked if there > here else unmarked).add(word)
        return cls(frozenset(marked), frozenset(unmarked))

    def leaves_out(self, stem: str, label: int) -> bool:
        """Whether a word with this label, 0 for no event, is not judged."""
        return stem in (self.marked if label else self.unmarked)
