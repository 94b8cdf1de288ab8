"""The words of a text as the grammar of time expressions sees them: readings, directions, units, small numbers.

The grammar is one class in layers, a module each: `_words`, `_months`, `_dates`, `_periods`, `_durations`, `_clock`,
`_named`, `_joining`, `_ranges`, `_reader`. A layer uses the rules of those before it; the few rules that need a later
one call `point`, `_period` or `_range`, which are declared here. Every rule reads from one word on and gives the
longest expression it can, or None; the name it gives is the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from arabic_events.quantities._numerals import NumberReader
from arabic_events.quantities._records import record
from arabic_events.quantities._scan import Reading, Word, preposition
from arabic_events.times._meaning import Meaning

MAX_MONTH: Final = 12
MAX_DAY: Final = 31
MAX_HOUR: Final = 24
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2200
_DIRECTIONS: Final = ("past", "next", "this")
_ANY_DIRECTION: Final = frozenset(_DIRECTIONS)


@record
class Found:
    """A time expression over words ``[first, last)``.

    ``offset`` is the length of the proclitics before it; ``side`` is set by ``منذ``, ``حتى`` and the like before it,
    which stay outside; ``bare`` marks a part of day or a clock time with no day, ``lead`` the first word with the
    preposition that belongs to it.
    """

    first: int
    last: int
    meaning: Meaning
    rule: str
    offset: int = 0
    side: Literal["since", "until", "before", "after"] | None = None
    bare: bool = False
    lead: int | None = None


@record
class Tail:
    """What follows a month: a year, or a direction."""

    last: int
    year: int | None = None
    hijri: bool = False
    direction: int | None = None
    year_shift: int | None = None
    same_year: bool = False


class WordReader:
    """What all rules ask about words."""

    def __init__(self, words: Sequence[Word], numbers: NumberReader) -> None:
        self.words = words
        self.numbers = numbers
        self._opening = numbers.opening
        self._continuing = numbers.continuing
        self._days: dict[int, tuple[int, int, bool, int] | None] = {}
        self._joined: dict[tuple[int, int], Found] = {}

    def at(self, index: int, category: str) -> Reading | None:
        """The reading of a word that may open an expression."""
        return self._opening[index].get(category)

    def get(self, index: int, category: str) -> Reading | None:
        """The reading of a word that continues an expression: no line break before it."""
        return self._continuing[index].get(category)

    def _plain(self, index: int, category: str) -> Reading | None:
        """A continuing reading with no conjunction before it."""
        reading = self._continuing[index].get(category)
        return reading if reading is not None and not reading.conjunction else None

    def _direction(self, index: int) -> tuple[int, int] | None:
        """(shift, next word) of ``الماضي``, ``المقبل``, ``الجاري``."""
        if _ANY_DIRECTION.isdisjoint(self._continuing[index].categories):
            return None
        best: tuple[int, int] | None = None
        for category in _DIRECTIONS:
            reading = self._plain(index, category)
            if reading is not None and (best is None or index + reading.words > best[1]):
                best = int(reading.value), index + reading.words
        return best

    @property
    def _by(self) -> str:
        return preposition(0)

    @property
    def _to(self) -> str:
        return preposition(1)

    def _unit(self, index: int, *, opening: bool = False) -> tuple[str, str, Reading] | None:
        """(unit, 1 | 2 | 3 for singular, dual, plural, reading) of a time unit."""
        reading = (self._opening if opening else self._continuing)[index].get("time_unit")
        if reading is None:
            return None
        unit, number = reading.value.split()
        return unit, number, reading

    def _offset(self, index: int) -> int:
        """Length of the proclitics before the first word of an expression."""
        readings = self.words[index].readings
        for name in (
            "weekday",
            "weekday_after_day",
            "month",
            "hijri_month",
            "day_word",
            "year_noun",
            "month_noun",
            "day_noun",
            "time_unit",
            "ordinal",
            "unit",
            "eleven",
            "clock",
            "daypart",
            "edge",
            "decade",
            "season",
            "holiday",
            "quarter",
            "half",
            "month_homograph",
            "demonstrative",
            "now",
            "then",
            "vague",
            "day_last",
            "between",
            "hijri_homograph",
            "first_day",
            "last_day",
            "tens",
            "teen",
            "scale_dual",
            "scale",
            "same",
            "midnight",
            "weekend",
            "before",
            "after",
            "since",
            "each",
            "repeat",
        ):
            if name in readings:
                return readings[name].offset
        return 0

    def _day_number(self, index: int) -> tuple[int, int, bool, int] | None:
        """(day of the month, next word, ordinal?, offset) of a number up to 31."""
        if index not in self._days:
            self._days[index] = self._read_day_number(index)
        return self._days[index]

    def _read_day_number(self, index: int) -> tuple[int, int, bool, int] | None:
        words = self.words
        if index >= len(words):
            return None
        word = words[index]
        step = index
        readings = word.readings
        if "article_alone" in readings and index + 1 < len(words) and words[index + 1].kind == "number":
            step += 1
            word = words[step]
        if word.kind == "number":
            if word.text.isdigit() and len(word.text) <= 2 and 1 <= int(word.text) <= MAX_DAY:
                return int(word.text), step + 1, step > index, 0
            return None
        first = readings.get("first_day")
        if first is not None:
            return 1, index + 1, True, first.offset
        last = readings.get("last_day")
        if last is not None:
            return 31, index + 1, True, last.offset
        ordinal = self.numbers.ordinal(index)
        if (
            ordinal is not None
            and ordinal.value <= MAX_DAY
            and (ordinal.article or ordinal.value == 1 or ordinal.last > index + 1)
        ):
            return int(ordinal.value), ordinal.last, True, ordinal.offset
        cardinal = self.numbers.cardinal(index)
        if (
            cardinal is not None
            and not cardinal.fractional
            and 1 <= cardinal.value <= MAX_DAY
            and cardinal.value == int(cardinal.value)
        ):
            return int(cardinal.value), cardinal.last, False, cardinal.offset
        return None

    def _definite_number(self, index: int, *, opening: bool = False) -> tuple[float, int] | None:
        """``الثلاثة``, ``الـ24``, ``24``."""
        words = self.words
        if index >= len(words) or (words[index].breaks and not opening):
            return None
        if "article_alone" in words[index].readings and index + 1 < len(words) and words[index + 1].kind == "number":
            got = self.numbers.digits_at(index + 1)
            return (got[0], index + 1 + got[1]) if got is not None else None
        number = self.numbers.cardinal(index)
        if number is None or number.conjunction:
            return None
        return number.value, number.last

    def _month_separator(self, index: int) -> bool:
        return index < len(self.words) and self.words[index].text in ("/", "-", ".") and not self.words[index].breaks

    def _counted(self, index: int) -> bool:
        """Whether a number's noun may follow."""
        if index >= len(self.words):
            return False
        word = self.words[index]
        return word.kind == "word" and not word.breaks and "function" not in word.readings

    def _counted_noun(self, index: int) -> bool:
        if index >= len(self.words) or self.words[index].breaks:
            return False
        readings = self.words[index].readings
        return "counted_noun" in readings or "time_unit" in readings or "scale" in readings

    def _begins_with_conjunction(self, index: int, point: Found) -> bool:
        readings = self.words[index].readings
        return point.offset > 0 and any(one.conjunction and one.offset == point.offset for one in readings.values())

    # rules of later layers
    def point(self, index: int, *, bare: bool = False) -> Found | None:
        """The longest point in time that starts at a word; ``bare`` allows a year on its own."""
        raise NotImplementedError

    def _period(self, index: int) -> Found | None:
        """``الأسبوع الماضي``, ``هذا الشهر``, ``الصيف المقبل``."""
        raise NotImplementedError

    def _range(self, index: int) -> Found | None:
        """``من … إلى …``."""
        raise NotImplementedError
