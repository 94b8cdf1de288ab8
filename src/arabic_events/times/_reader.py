"""The grammar of time expressions: from words with lexicon readings to meanings; `_words` says how it is laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal

from arabic_events.quantities._numerals import NumberReader
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Word
from arabic_events.times._ranges import RangeReader
from arabic_events.times._rules import (
    NUMBER_RULES,
    NUMBER_RULES_OF,
    NUMERAL_CATEGORIES,
    RULES,
    YEAR_RULE,
    may_open,
    rules_of,
)
from arabic_events.times._words import Found

__all__ = ["Found", "TimeReader"]


class TimeReader(RangeReader):
    """Reads time expressions from the words of one text."""

    def __init__(self, words: Sequence[Word], numbers: NumberReader) -> None:
        super().__init__(words, numbers)
        self._rules_of_number: dict[int, tuple[tuple[str, ...], bool]] = {}
        self._points: dict[tuple[int, bool], Found | None] = {}
        self._depth = 0

    def find(self) -> list[Found]:
        """Every time expression of the text, in order, without overlaps."""
        found: list[Found] = []
        done = 0
        for index in may_open.places(self.numbers.categories):
            if index < done:
                continue
            worth = may_open[self.numbers.categories[index]] is True or (
                self._number_may_open(index) if self.words[index].kind == "number" else self._numeral_may_open(index)
            )
            expression = self.expression(index) if worth else None
            if expression is not None:
                found.append(expression)
                done = expression.last
        return found

    def _number_may_open(self, index: int) -> bool:
        """Whether a number can open a time: a rule may read it, or it may be the first end of a range."""
        return (
            bool(self._number_rules(index, bare=False))
            or "to" in self._continuing[index + 1]
            or (index + 1 < len(self.words) and self.words[index + 1].text == "-")
        )

    def _numeral_may_open(self, index: int) -> bool:
        """The same of a number word, unless it can be more than a number."""
        return bool(self._continuing[index + 1]) or not NUMERAL_CATEGORIES.issuperset(self.words[index].readings)

    def expression(self, index: int) -> Found | None:
        """The longest expression that starts at a word: a range, or a point."""
        best = self._range(index)
        point = self._joined_point(index)
        if point is not None and (best is None or point.last > best.last):
            best = point
        if best is None:
            return None
        return self._sided(best)

    def _sided(self, found: Found) -> Found:
        """Notes a ``منذ`` or ``حتى`` before the expression."""
        if found.first == 0 or found.side is not None:
            return found
        before = self.words[found.first - 1].readings
        side: Literal["since", "until", "before", "after"] | None = None
        if "since" in before:
            side = "since"
        elif "until" in before:
            side = "until"
        elif "before" in before:
            side = "before"
        elif "after" in before:
            side = "after"
        return changed(found, side=side) if side else found

    def point(self, index: int, *, bare: bool = False) -> Found | None:
        """The longest point in time that starts at a word; ``bare`` allows a year on its own."""
        if index >= len(self.words):
            return None
        word = self.words[index]
        if word.kind != "number":
            bare = False
            if not rules_of[word.readings.categories]:
                return None
        key = (index, bare)
        if key in self._points:
            return self._points[key]
        if self._depth > 6:
            return None
        self._points[key] = None
        self._depth += 1
        best: Found | None = None
        names = rules_of[word.readings.categories] if word.kind != "number" else self._number_rules(index, bare=bare)
        rules = _rules()
        for name in names:
            found = rules[name](self, index)
            if found is not None and (best is None or found.last > best.last):
                best = found
        self._depth -= 1
        self._points[key] = best
        return best

    def _number_rules(self, index: int, *, bare: bool) -> tuple[str, ...]:
        """The rules worth trying on a number in digits, by what follows it."""
        if index not in self._rules_of_number:
            following = self.words[index + 1] if index + 1 < len(self.words) else None
            sign = "" if following is None or following.kind in ("word", "latin") else following.text
            if sign.isdigit():
                sign = "0"
            readings = self._continuing[index + 1]
            names = NUMBER_RULES_OF[readings.categories, readings.joined, sign, "." in self.words[index].text]
            self._rules_of_number[index] = names, self._year_context(index)
        names, is_year = self._rules_of_number[index]
        return names + YEAR_RULE if bare or is_year else names


@cache
def _rules() -> dict[str, Callable[[TimeReader, int], Found | None]]:
    """The rules by name."""
    names = {name for rules in RULES.values() for name in rules} | {*NUMBER_RULES, *YEAR_RULE}
    return {name: getattr(TimeReader, name) for name in names}
