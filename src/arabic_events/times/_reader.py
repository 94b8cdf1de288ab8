"""The grammar of time expressions: from words with lexicon readings to meanings.

Every rule reads from one word on and gives the longest expression it can, or None; the name it gives is the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, Literal

from arabic_events.quantities._numerals import NumberReader, adjacent
from arabic_events.quantities._records import changed, record
from arabic_events.quantities._scan import ByCategories, Reading, Word, preposition
from arabic_events.times import _calendar as cal
from arabic_events.times._meaning import (
    Amount,
    CalendarDate,
    Century,
    Clock,
    DayPart,
    DayWord,
    Decade,
    Duration,
    Edge,
    FewUnits,
    FirstUnits,
    Holiday,
    Meaning,
    Now,
    NthUnit,
    NthWeekday,
    Offset,
    PartOfYear,
    Period,
    Range,
    Repeating,
    SameUnit,
    SplitYear,
    Stretch,
    Then,
    Vague,
)

_MAX_MONTH: Final = 12
_MAX_DAY: Final = 31
_MAX_HOUR: Final = 24
_MINUTES: Final = 60
_HALF_DAY: Final = 43200
_MAX_AMOUNTS: Final = 7
_FIRST_YEAR: Final = 1000
_LAST_YEAR: Final = 2200
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
class _Tail:
    """What follows a month: a year, or a direction."""

    last: int
    year: int | None = None
    hijri: bool = False
    direction: int | None = None
    year_shift: int | None = None
    same_year: bool = False


class TimeReader:
    """Reads time expressions from the words of one text."""

    def __init__(self, words: Sequence[Word], numbers: NumberReader) -> None:
        self.words = words
        self.numbers = numbers
        self._opening = numbers.opening
        self._continuing = numbers.continuing
        self._days: dict[int, tuple[int, int, bool, int] | None] = {}
        self._joined: dict[tuple[int, int], Found] = {}
        self._points: dict[tuple[int, bool], Found | None] = {}
        self._depth = 0

    # ------------------------------------------------------------------ access
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

    # ------------------------------------------------------------------ all
    def find(self) -> list[Found]:
        """Every time expression of the text, in order, without overlaps."""
        found: list[Found] = []
        done = 0
        for index, word in enumerate(self.words):
            opens = _opens[word.readings.categories]
            if opens is False or index < done:
                continue
            worth = opens is True or (
                self._number_may_open(index) if word.kind == "number" else self._numeral_may_open(index)
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
        return bool(self._continuing[index + 1]) or not _NUMERAL_CATEGORIES.issuperset(self.words[index].readings)

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

    # ------------------------------------------------------------------ ranges
    def _range(self, index: int) -> Found | None:
        opener = self.at(index, "from")
        start = index + opener.words if opener else index
        if start >= len(self.words):
            return None
        if "pair_noun" in self.words[index].readings:
            paired = self._paired_nouns(index)
            if paired is not None:
                return paired
        if opener is not None and start + 1 < len(self.words) and "pair_noun" in self.words[start].readings:
            start += 1
        if (
            opener is not None
            and self.words[start].kind != "number"
            and not _rules_of[self.words[start].readings.categories]
        ):
            return None
        if opener is None and not self._may_open_range(index):
            return None
        first, after = self._range_start(start, bare=opener is not None or self._two_years(start))
        if after is None:
            return None
        connector = self._connector(after, opener)
        if connector is None:
            return None
        if (
            opener is None
            and index > 0
            and "since" in self.words[index - 1].readings
            and "until" in self.words[after].readings
        ):
            return None
        second = self._range_end(connector, bare=opener is not None or isinstance(first, CalendarDate))
        if second is None:
            return None
        meaning = self._join_range(first, second, start)
        if meaning is None:
            return None
        keep_opener = opener is not None and (opener.value == "0" and self._is_between(index, opener))
        begin = index if keep_opener else start
        offset = self._offset(begin)
        return Found(begin, second.last, meaning, "range", offset, lead=index)

    def _two_years(self, index: int) -> bool:
        """``2025 - 2031``: two years with a dash."""
        words = self.words
        if (
            index + 2 >= len(words)
            or words[index + 1].text != "-"
            or (index > 0 and adjacent(words, index) and words[index - 1].text != "(")
        ):
            return False
        first, second = words[index].text, words[index + 2].text
        if not (len(first) == len(second) == 4 and first.isdigit() and second.isdigit()):
            return False
        return (
            1600 <= int(first) < int(second) <= 2100
            and int(second) - int(first) <= 120
            and not self._is_counted(index + 3)
        )

    def _is_between(self, index: int, opener: Reading) -> bool:
        return "between" in self.words[index].readings and self.words[index].readings["between"].words <= opener.words

    def _may_open_range(self, index: int) -> bool:
        word = self.words[index]
        return word.kind == "number" or not _RANGE_OPENERS.isdisjoint(word.readings)

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

    def _range_start(self, index: int, *, bare: bool) -> tuple[Meaning | int | None, int | None]:
        """The first end: a point, or a bare number (day, hour or year)."""
        point = self._joined_point(index, bare=bare)
        number = self._small_number(index)
        if point is not None:
            return point.meaning, point.last
        if number is not None:
            return number
        return None, None

    def _small_number(self, index: int) -> tuple[int, int] | None:
        """A bare day, hour or year number, in digits or as an ordinal."""
        day = self._day_number(index)
        if day is not None:
            return day[0], day[1]
        return None

    def _connector(self, index: int, opener: Reading | None) -> int | None:
        """Where the second end begins, after ``إلى``, ``حتى``, a dash, or ``و`` when the range opened with ``بين``."""
        comma = self.get(index, "comma")
        if comma is not None and opener is not None:
            index += 1
        reading = self.get(index, "to")
        if reading is not None:
            return index + reading.words
        if index >= len(self.words) or self.words[index].breaks:
            return None
        if self.words[index].text == "-":
            return index + 1
        if opener is None:
            return None
        conjunction = self.get(index, "and")
        if conjunction is not None and conjunction.offset == 0:
            return index + 1 if opener.value == "0" else None
        readings = self.words[index].readings
        if readings.joined:
            return index
        if any(one.preposition == self._to for one in readings.values()):
            return index
        return None

    def _range_end(self, index: int, *, bare: bool) -> Found | None:
        if index >= len(self.words) or self.words[index].breaks:
            return None
        opener = self.get(index, "from")
        if opener is not None and opener.words == 1 and opener.value == "2":
            index += 1
        point = self._joined_point(index, bare=bare)
        if point is not None:
            return point
        number = self._small_number(index)
        if number is None:
            return None
        return Found(index, number[1], Vague(), "number")

    def _two_days(self, index: int) -> Found | None:
        """``السابع والثامن من يوليو``: two days in a row."""
        number = self._day_number(index)
        if number is None:
            return None
        step = number[1]
        conjunction = self.get(step, "and")
        if conjunction is not None and conjunction.offset == 0:
            step += 1
        elif step >= len(self.words) or not self.words[step].readings.joined:
            return None
        if step >= len(self.words) or self.words[step].breaks:
            return None
        found = self._day_month(step)
        if found is None or not isinstance(found.meaning, CalendarDate) or found.meaning.day != number[0] + 1:
            return None
        return Found(
            index, found.last, Range(changed(found.meaning, day=number[0]), found.meaning), "two_days", number[3]
        )

    def _join_range(self, first: Meaning | int | None, second: Found, start: int) -> Meaning | None:
        """Both ends, each lending the other what it leaves out."""
        meaning = second.meaning
        if isinstance(meaning, Vague):
            if (
                second.rule == "number"
                and isinstance(first, CalendarDate)
                and first.day is not None
                and first.weekday is None
            ):
                number = self._small_number(second.first)
                return Range(first, changed(first, day=number[0])) if number else None
            if second.rule == "number" and isinstance(first, Clock):
                number = self._small_number(second.first)
                hours = number[0] if number else 25
                if hours > _MAX_HOUR:
                    return None
                seconds = hours * 3600
                if seconds < first.seconds and hours < 12:
                    seconds += 12 * 3600
                return Range(first, changed(first, seconds=seconds))
            return None
        if isinstance(first, int):
            if (
                isinstance(meaning, CalendarDate)
                and meaning.day is not None
                and (meaning.month is not None or meaning.month_shift is not None)
            ):
                return Range(changed(meaning, day=first, weekday=None), meaning)
            if isinstance(meaning, Clock) and first <= _MAX_HOUR:
                seconds = first * 3600
                if (
                    meaning.part in ("afternoon", "evening", "night", "noon")
                    and first < 12
                    and meaning.seconds >= 43200
                ) and seconds + 43200 <= meaning.seconds:
                    seconds += 43200
                return Range(changed(meaning, seconds=seconds), meaning)
            return None
        if isinstance(first, CalendarDate) and isinstance(meaning, CalendarDate):
            return self._join_dates(first, meaning)
        if isinstance(first, Clock) and isinstance(meaning, Clock):
            late = meaning.part in ("afternoon", "evening", "night")
            if first.part is None and late and first.seconds + _HALF_DAY <= meaning.seconds:
                first = changed(first, seconds=first.seconds + _HALF_DAY)
            wraps = meaning.seconds <= first.seconds and meaning.seconds < _HALF_DAY
            if first.part is not None and meaning.part is None and wraps:
                meaning = changed(meaning, seconds=meaning.seconds + _HALF_DAY)
            if first.day is None:
                first = changed(first, day=meaning.day)
            if meaning.day is None:
                meaning = changed(meaning, day=first.day)
            return Range(first, meaning)
        if first is None or isinstance(first, (Vague, Repeating)) or isinstance(meaning, Repeating):
            return None
        if isinstance(first, Clock) != isinstance(meaning, Clock):
            return None
        return Range(first, meaning)

    @staticmethod
    def _join_dates(first: CalendarDate, second: CalendarDate) -> Meaning | None:
        if (
            first.month is not None
            and second.month is None
            and second.year is not None
            and first.year is None
            and second.day is None
        ):
            return None
        if first.day is not None and first.month is None and second.month is not None and first.weekday is None:
            first = changed(first, month=second.month, hijri=second.hijri)
        if (
            first.month is not None
            and second.month is not None
            and first.year is None
            and first.direction is None
            and first.year_shift is None
        ):
            first = changed(
                first,
                year=second.year,
                year_shift=second.year_shift,
                direction=second.direction if second.direction != 1 else None,
                hijri=second.hijri,
            )
            if (
                second.year is not None
                and second.month is not None
                and first.month is not None
                and first.month > second.month
            ):
                first = changed(first, year=second.year - 1)
        return Range(first, second)

    def _paired_nouns(self, index: int) -> Found | None:
        """``يومي السبت والأحد``, ``عامي 2011 و2012``, ``شهري مايو ويونيو``."""
        reading = self.at(index, "pair_noun")
        if reading is None:
            return None
        first = self._joined_point(index + 1, bare=True)
        meaning: Meaning | int | None
        if first is not None:
            meaning, after = first.meaning, first.last
        else:
            number = self._small_number(index + 1)
            if number is None:
                return None
            meaning, after = number
        conjunction = self.get(after, "and")
        if conjunction is not None and conjunction.offset == 0:
            after += 1
        elif after >= len(self.words) or not self.words[after].readings.joined:
            return None
        second = self._range_end(after, bare=True)
        if second is None:
            return None
        direction = self._direction(second.last)
        last = second.last
        if direction is not None:
            last = direction[1]
            if isinstance(meaning, CalendarDate) and isinstance(second.meaning, CalendarDate):
                meaning = changed(meaning, direction=direction[0])
                second = changed(second, meaning=changed(second.meaning, direction=direction[0]))
        joined = self._join_range(meaning, second, index + 1)
        return Found(index, last, joined, "pair", reading.offset) if joined else None

    # ------------------------------------------------------------------ points
    def _joined_point(self, index: int, *, bare: bool = False) -> Found | None:
        """A point with the clock time, day or paired date that belongs to it."""
        found = self.point(index, bare=bare)
        if found is None:
            return None
        key = (index, found.last)
        if key in self._joined:
            return self._joined[key]
        for _ in range(3):
            longer = self._attach(found)
            if longer is None:
                break
            found = longer
        self._joined[key] = found
        return found

    def _attach(self, found: Found) -> Found | None:
        meaning = found.meaning
        index = found.last
        if index >= len(self.words) or self.words[index].breaks:
            return None
        if self.words[index].kind != "number" and not _may_belong[self.words[index].readings.categories]:
            return None
        corresponding = self._corresponding(found)
        if corresponding is not None:
            return corresponding
        is_day = isinstance(
            meaning, (DayWord, CalendarDate, DayPart, NthWeekday, Offset, Period, Then, Holiday)
        ) and not (isinstance(meaning, CalendarDate) and meaning.day is None and meaning.weekday is None)
        step = index
        if self.get(step, "comma") is not None:
            step += 1
        joint = self._plain(step, "clock_joint")
        if joint is not None:
            step += joint.words
        if is_day:
            hours = self._hours_of_day(found)
            if hours is not None:
                return hours
            clock = self._clock(step) if step < len(self.words) and not self.words[step].breaks else None
            if clock is not None and isinstance(clock.meaning, Clock) and clock.meaning.day is None:
                day, part = (meaning.day, meaning.part) if isinstance(meaning, DayPart) else (meaning, None)
                inner = clock.meaning
                if part and inner.part is None:
                    inner = changed(inner, seconds=_to_24(inner.seconds, part), part=part)
                return Found(found.first, clock.last, changed(inner, day=day), "clock_on_day", found.offset)
            if step == index and not isinstance(meaning, DayPart):
                part_reading = self._plain(index, "daypart")
                inside = self._plain(index, "part_joint")
                if part_reading is None and inside is not None and inside.words == 1:
                    part_reading = self._plain(index + 1, "daypart")
                    if part_reading is not None and part_reading.definite:
                        index += 1
                    else:
                        part_reading = None
                if part_reading is not None and not self._starts_day_part_of_other(index, part_reading):
                    return Found(
                        found.first,
                        index + part_reading.words,
                        DayPart(part_reading.value, meaning),
                        found.rule,
                        found.offset,
                    )
            return None
        if (
            isinstance(meaning, Clock)
            and meaning.day is None
            and not (step > index and joint is None and self.get(index, "comma") is None)
        ):
            if self.get(step, "open_bracket") is not None:
                other = self._clock(step + 1) if step + 1 < len(self.words) else None
                if other is None or self.get(other.last, "close_bracket") is None:
                    return None
                step = other.last + 1
            from_reading = self._plain(step, "of")
            after = step + 1 if from_reading is not None and from_reading.words == 1 else step
            if after >= len(self.words) or self.words[after].breaks:
                return None
            point = self.point(after, bare=False)
            if point is None:
                return None
            inner_meaning = point.meaning
            if isinstance(inner_meaning, DayPart) and inner_meaning.day is not None:
                seconds = _to_24(meaning.seconds, inner_meaning.part) if meaning.part is None else meaning.seconds
                return Found(
                    found.first,
                    point.last,
                    changed(meaning, seconds=seconds, day=inner_meaning.day, part=inner_meaning.part),
                    "clock_on_day",
                    found.offset,
                )
            if isinstance(inner_meaning, (DayWord, CalendarDate, NthWeekday, Then)) and not (
                isinstance(inner_meaning, CalendarDate) and inner_meaning.day is None and inner_meaning.weekday is None
            ):
                return Found(found.first, point.last, changed(meaning, day=inner_meaning), "clock_on_day", found.offset)
        return None

    def _hours_of_day(self, found: Found) -> Found | None:
        """``غدا من الساعة الثالثة إلى الخامسة``: a day and a range of clock times on it."""
        if self.get(found.last, "from") is None:
            return None
        hours = self._range(found.last)
        if hours is None or not isinstance(hours.meaning, Range):
            return None
        first, second = hours.meaning.first, hours.meaning.second
        if (
            not (isinstance(first, Clock) and isinstance(second, Clock))
            or first.day is not None
            or second.day is not None
        ):
            return None
        day = found.meaning
        return Found(
            found.first,
            hours.last,
            Range(changed(first, day=day), changed(second, day=day)),
            "hours_of_day",
            found.offset,
        )

    def _starts_day_part_of_other(self, index: int, reading: Reading) -> bool:
        """Whether a part of day belongs to the day after it: ``السبت، صباح الأحد``."""
        after = index + reading.words
        return (
            reading.article is False and self.point(after, bare=False) is not None if after < len(self.words) else False
        )

    def _corresponding(self, found: Found) -> Found | None:
        """``15 رمضان 1445هـ الموافق 25 مارس 2024``."""
        index = found.last
        if self.get(index, "comma") is not None or self.get(index, "open_bracket") is not None:
            index += 1
        reading = self.get(index, "corresponding")
        if reading is None or not isinstance(found.meaning, (CalendarDate, DayWord, Offset, Period)):
            return None
        index += reading.words
        point = self.point(index, bare=False)
        if point is None:
            number = self._day_number(index)
            if number is None:
                return None
            return None
        meaning = point.meaning
        if not isinstance(meaning, CalendarDate):
            return None
        before = found.meaning
        if isinstance(before, CalendarDate) and before.weekday and meaning.weekday is None:
            meaning = changed(meaning, weekday=before.weekday)
        if isinstance(before, Offset) and meaning.year is None:
            return None
        last = point.last
        if self.get(found.last, "open_bracket") is not None and self.get(last, "close_bracket") is not None:
            last += 1
        if isinstance(before, CalendarDate) and before.year is not None and meaning.year is None and not before.hijri:
            meaning = before
        return Found(found.first, last, meaning, "paired_calendars", found.offset)

    def point(self, index: int, *, bare: bool = False) -> Found | None:
        """The longest point in time that starts at a word; ``bare`` allows a year on its own."""
        if index >= len(self.words):
            return None
        word = self.words[index]
        if word.kind != "number":
            bare = False
            if not _rules_of[word.readings.categories]:
                return None
        key = (index, bare)
        if key in self._points:
            return self._points[key]
        if self._depth > 6:
            return None
        self._points[key] = None
        self._depth += 1
        best: Found | None = None
        names = _rules_of[word.readings.categories] if word.kind != "number" else self._number_rules(index, bare=bare)
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
        year = _YEAR_RULE if bare or self._year_context(index) else ()
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        sign = "" if following is None or following.kind in ("word", "latin") else following.text
        if sign.isdigit():
            sign = "0"
        readings = self._continuing[index + 1]
        return _NUMBER_RULES_OF[readings.categories, readings.joined, sign, "." in self.words[index].text] + year

    # -- days
    def _day_word(self, index: int) -> Found | None:
        """``اليوم``, ``أمس الأحد``, ``يوم غد الخميس``, ``اليوم (الاثنين)``."""
        reading = self.at(index, "day_word")
        if reading is None:
            return None
        days = int(reading.value)
        last = index + reading.words
        if (
            days == 0
            and index > 1
            and "in" in self.words[index - 1].readings
            and "time_unit" in self.words[index - 2].readings
        ):
            return None
        if self._plain(last, "stop_day") is not None:
            return None
        if index > 0 and "like" in self.words[index - 1].readings:
            return None
        if days == 0 and reading.words == 1 and last < len(self.words) and not self.words[last].breaks:
            ordinal = self.numbers.ordinal(last)
            if (
                ordinal is not None
                and ordinal.article
                and not ordinal.conjunction
                and "weekday_after_day" not in self.words[last].readings
            ):
                if ordinal.value > 3 and self._plain(ordinal.last, "in_a_row") is not None:
                    return Found(index, ordinal.last, DayWord(0), "day_in_a_row", reading.offset)
                return None
            if "article_alone" in self.words[last].readings:
                count = self._definite_number(last)
                if count is not None:
                    return Found(index, count[1], DayWord(0), "day_in_a_row", reading.offset)
        weekday: int | None = None
        step = last
        bracket = self.get(step, "open_bracket") is not None
        if bracket or self.get(step, "comma") is not None:
            step += 1
        day_noun = self._plain(step, "day_noun")
        if day_noun is not None and not bracket:
            step += day_noun.words
        named = self._weekday_reading(step)
        if named is not None and not named[2]:
            weekday, last = named[0], named[1]
            if bracket and self.get(last, "close_bracket") is not None:
                last += 1
        following = last
        if self.get(following, "comma") is not None:
            following += 1
        date_found = (
            self._day_month(following) if following < len(self.words) and not self.words[following].breaks else None
        )
        if date_found is None and following < len(self.words) and not self.words[following].breaks:
            date_found = self._numeric(following)
        if (
            date_found is not None
            and isinstance(date_found.meaning, CalendarDate)
            and date_found.meaning.day
            and (weekday or days == 0)
        ):
            return Found(
                index, date_found.last, changed(date_found.meaning, weekday=weekday), "day_word", reading.offset
            )
        return Found(index, last, DayWord(days, weekday), "day_word", reading.offset)

    def _weekday_reading(
        self, index: int, *, after_day: bool = False, opening: bool = False
    ) -> tuple[int, int, bool, int] | None:
        """(weekday, next word, conjunction?, offset)."""
        look = self.at if opening else self.get
        reading = look(index, "weekday")
        if reading is not None and self._plain(index + 1, "ten_part") is not None:
            return None
        if reading is None:
            reading = look(index, "weekday_after_day")
            if reading is None or not (after_day or reading.article):
                return None
            if reading.article and self._plain(index + 1, "ten_part") is not None:
                return None
        return int(reading.value), index + reading.words, reading.conjunction, reading.offset

    def _weekday(self, index: int) -> Found | None:
        """``الجمعة``, ``يوم الجمعة الماضي``, ``الجمعة 22 سبتمبر 2023``."""
        start = index
        offset: int | None = None
        step = index
        noun = self.at(index, "day_noun")
        if noun is not None:
            step += noun.words
            offset = noun.offset
        named = self._weekday_reading(step, after_day=noun is not None, opening=noun is None)
        if named is None:
            return None
        weekday, last, conjunction, own_offset = named
        if noun is not None and conjunction:
            return None
        if offset is None:
            offset = own_offset
        base = CalendarDate(weekday=weekday)
        following = last
        bracket = self.get(following, "open_bracket") is not None
        if self.get(following, "comma") is not None or bracket:
            following += 1
        direction = self._direction(last)
        after_direction = direction[1] if direction else following
        joint = self._plain(after_direction, "date_joint")
        if joint is not None:
            after_direction += joint.words
        date_found = self._date_after_weekday(after_direction)
        if date_found is not None and isinstance(date_found.meaning, CalendarDate) and not date_found.meaning.weekday:
            end = date_found.last
            if bracket and self.get(end, "close_bracket") is not None:
                end += 1
            return Found(start, end, changed(date_found.meaning, weekday=weekday), "weekday_date", offset)
        if direction is not None:
            return Found(start, direction[1], changed(base, direction=direction[0]), "weekday", offset)
        week = self._week_after(last)
        if week is not None:
            return Found(start, week[1], changed(base, month_shift=week[0]), "weekday_of_week", offset)
        position = self._position_adjective(last)
        if position is not None:
            month = self._of_month(position[1])
            if month is not None:
                return Found(start, month.last, NthWeekday(position[0], weekday, month.meaning), "nth_weekday", offset)
        if self._plain(last, "following") is not None:
            return Found(start, last + 1, changed(base, direction=1), "weekday", offset)
        return Found(start, last, base, "weekday", offset)

    def _date_after_weekday(self, index: int) -> Found | None:
        if index >= len(self.words) or self.words[index].breaks:
            return None
        found = self._day_month(index) or self._numeric(index, short=True)
        if found is not None:
            return found
        number = self._day_number(index)
        if number is not None and self.words[index].kind == "number":
            following = self.words[number[1]] if number[1] < len(self.words) else None
            if following is None or following.breaks or (following.kind == "mark" and following.text not in "%/:-"):
                return Found(index, number[1], CalendarDate(day=number[0]), "day_of_month")
        if number is not None and self.words[index].kind != "number" and number[2]:
            ordinal = self.numbers.ordinal(index)
            if ordinal is None or ordinal.article:
                return Found(index, number[1], CalendarDate(day=number[0]), "day_of_month")
        return None

    def _week_after(self, index: int) -> tuple[int, int] | None:
        """``من الأسبوع الماضي`` after a weekday."""
        of = self._plain(index, "of")
        step = index + 1 if of is not None and of.words == 1 else index
        if step >= len(self.words) or self.words[step].breaks:
            return None
        period = self._period(step)
        if period is not None and isinstance(period.meaning, Period) and period.meaning.unit == "week":
            return period.meaning.shift, period.last
        return None

    def _position_adjective(self, index: int) -> tuple[int, int] | None:
        last = self._plain(index, "last_adj")
        if last is not None:
            return -1, index + 1
        number = self.numbers.ordinal(index) if index < len(self.words) and not self.words[index].breaks else None
        if number is not None and number.article and not number.conjunction and number.value <= 53:
            return int(number.value), number.last
        return None

    def _of_month(self, index: int) -> Found | None:
        """``من شهر آذار``, ``في سبتمبر``, ``الشهر الماضي``."""
        of = self._plain(index, "of")
        step = index + 1 if of is not None and of.words == 1 else index
        if step >= len(self.words) or self.words[step].breaks:
            return None
        found = self._month(step, certain=True)
        if found is None:
            period = self._period(step)
            if period is not None and isinstance(period.meaning, Period) and period.meaning.unit in ("month", "year"):
                found = period
        if found is None:
            found = self._year(step)
        return found

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
            if word.text.isdigit() and len(word.text) <= 2 and 1 <= int(word.text) <= _MAX_DAY:
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
            and ordinal.value <= _MAX_DAY
            and (ordinal.article or ordinal.value == 1 or ordinal.last > index + 1)
        ):
            return int(ordinal.value), ordinal.last, True, ordinal.offset
        cardinal = self.numbers.cardinal(index)
        if (
            cardinal is not None
            and not cardinal.fractional
            and 1 <= cardinal.value <= _MAX_DAY
            and cardinal.value == int(cardinal.value)
        ):
            return int(cardinal.value), cardinal.last, False, cardinal.offset
        return None

    def _day_month(self, index: int) -> Found | None:
        """``22 سبتمبر 2023``, ``الرابع من أغسطس/آب``, ``يوم 27 أيلول``, ``16 من هذا الشهر``."""
        start = index
        offset: int | None = None
        noun = self.at(index, "day_noun")
        if noun is not None:
            index += noun.words
            offset = noun.offset
            if index >= len(self.words) or self.words[index].breaks:
                return None
        number = self._day_number(index)
        if number is None:
            return None
        day, step, ordinal, own_offset = number
        offset = own_offset if offset is None else offset
        of = self._plain(step, "of" if ordinal or noun is not None else "partitive")
        if (of is not None and of.words == 1) or self._month_separator(step):
            step += 1
        found = self._month_name(step, certain=True)
        if found is not None:
            month, hijri, after = found
            if hijri and not (ordinal or of or self.words[index].kind == "number"):
                return None
            tail = self._tail(after, hijri=hijri)
            if not hijri and not self._valid(day, month, tail.year):
                return None
            if hijri and day > 30:
                day = 30
            if (
                hijri
                and tail.year is not None
                and not tail.hijri
                and not cal.FIRST_HIJRI_YEAR <= tail.year <= cal.LAST_HIJRI_YEAR
            ):
                tail = changed(tail, last=after, year=None)
            meaning = CalendarDate(tail.year, month, day, None, hijri, tail.direction, tail.year_shift, tail.same_year)
            return Found(start, tail.last, meaning, "day_month", offset)
        if step >= len(self.words) or self.words[step].breaks:
            return None
        period = self._period(step)
        if period is not None and isinstance(period.meaning, Period) and period.meaning.unit == "month":
            return Found(
                start, period.last, CalendarDate(day=day, month_shift=period.meaning.shift), "day_of_month", offset
            )
        if (
            noun is not None
            and self.words[index].kind == "number"
            and not (
                of
                or self._counted(step)
                or (number[1] < len(self.words) and self.words[number[1]].text in ("/", "-", "%", ":"))
            )
        ):
            return Found(start, number[1], CalendarDate(day=day), "day_of_month", offset)
        return None

    def _month_separator(self, index: int) -> bool:
        return index < len(self.words) and self.words[index].text in ("/", "-", ".") and not self.words[index].breaks

    def _counted(self, index: int) -> bool:
        """Whether a number's noun may follow."""
        if index >= len(self.words):
            return False
        word = self.words[index]
        return word.kind == "word" and not word.breaks and "function" not in word.readings

    @staticmethod
    def _valid(day: int, month: int, year: int | None) -> bool:
        if not 1 <= month <= _MAX_MONTH or not day >= 1:
            return False
        return day <= cal.last_of_month(year if year and 1 <= year <= 9998 else 2024, month)

    # -- months
    def _month_name(self, index: int, *, certain: bool) -> tuple[int, bool, int] | None:
        """(month, hijri?, next word) of a month with its other name: ``أغسطس/آب``, ``شهر تسعة``."""
        step = index
        noun = self.get(step, "month_noun") if index < len(self.words) else None
        if noun is not None:
            step += noun.words
            certain = True
        if step >= len(self.words) or (step > index and self.words[step].breaks):
            return None
        readings = self.words[step].readings
        reading = readings.get("month") or readings.get("hijri_month")
        homograph = readings.get("month_homograph") or readings.get("hijri_homograph")
        if homograph is not None and (reading is None or reading.words < homograph.words) and certain:
            reading = homograph
        if reading is not None and reading.article and not reading.category.startswith("hijri"):
            return None
        if reading is None:
            if noun is not None:
                number = self._day_number(step)
                if number is not None and number[2] is False and number[0] == 1 and self.words[step].kind != "number":
                    return None
                if (
                    number is not None
                    and 1 <= number[0] <= _MAX_MONTH
                    and not number[2]
                    and not self._counted_noun(number[1])
                ):
                    return number[0], False, number[1]
            return None
        if step > index and reading.conjunction:
            return None
        month, hijri = int(reading.value), reading.category.startswith("hijri")
        last = step + reading.words
        if hijri:
            return month, hijri, last
        return month, hijri, self._other_name(last, month)

    def _counted_noun(self, index: int) -> bool:
        if index >= len(self.words) or self.words[index].breaks:
            return False
        readings = self.words[index].readings
        return "counted_noun" in readings or "time_unit" in readings or "scale" in readings

    def _other_name(self, index: int, month: int) -> int:
        """The word after the month's second name, if one follows."""
        step = index
        bracket = self.get(step, "open_bracket") is not None
        if bracket or (self._month_separator(step) and self.words[step].text in "/-"):
            step += 1
        if step >= len(self.words) or self.words[step].breaks:
            return index
        readings = self.words[step].readings
        for name in ("month", "month_homograph"):
            reading = readings.get(name)
            if (
                reading is not None
                and (int(reading.value) == month or (self.words[index].text == "/" and not bracket))
                and not reading.conjunction
                and not reading.preposition
            ):
                last = step + reading.words
                if bracket:
                    if self.get(last, "close_bracket") is None:
                        continue
                    last += 1
                return last
        return index

    def _tail(self, index: int, *, hijri: bool) -> _Tail:
        """The year or direction after a month."""
        direction = self._direction(index)
        if direction is not None:
            after = direction[1]
            of = self._plain(after, "of")
            if of is not None and direction[0] == 0:
                year = self._year_or_shift(after + 1)
                if year is not None:
                    return year
            return _Tail(after, direction=direction[0])
        same = self._plain(index, "same_adj")
        if same is not None:
            return _Tail(index + 1, same_year=True)
        step = index
        if self.get(step, "comma") is not None or (self._month_separator(step) and step + 1 < len(self.words)):
            step += 1
        else:
            of = self._plain(step, "of")
            if of is not None and of.words == 1:
                step += 1
        if step >= len(self.words) or self.words[step].breaks:
            return _Tail(index)
        year = self._year_or_shift(step)
        if year is not None:
            if step > index and self.get(index, "comma") is not None and year.year is None:
                return _Tail(index)
            return year
        return _Tail(index)

    def _year_or_shift(self, index: int) -> _Tail | None:
        """``2023``, ``عام 2023``, ``العام الماضي``, ``هذا العام``, ``العام نفسه``."""
        number = self._year_number(index)
        if number is not None:
            return _Tail(number[1], year=number[0], hijri=number[2])
        step = index
        demonstrative = self._plain(step, "demonstrative")
        if demonstrative is not None:
            step += 1
        same = self._plain(step, "same")
        if same is not None:
            step += 1
        noun = self._plain(step, "year_noun")
        if noun is None:
            return None
        step += noun.words
        if self._plain(step, "same_adj") is not None or same is not None:
            return _Tail(step + (same is None), same_year=True)
        number = self._year_number(step)
        if number is not None:
            return _Tail(number[1], year=number[0], hijri=number[2])
        direction = self._direction(step)
        if direction is not None:
            return _Tail(direction[1], year_shift=direction[0])
        if demonstrative is not None:
            return _Tail(step, year_shift=0)
        following = self._plain(step, "following")
        if following is not None and following.words == 1:
            return _Tail(step + 1, year_shift=1)
        return None

    def _year_number(self, index: int) -> tuple[int, int, bool] | None:
        """(year, next word, hijri?)."""
        if index >= len(self.words) or self.words[index].breaks:
            return None
        word = self.words[index]
        if word.kind == "number":
            if len(word.text) != 4 or not word.text.isdigit():
                return None
            value, last = int(word.text), index + 1
        else:
            cardinal = self.numbers.cardinal(index)
            if cardinal is None or cardinal.fractional or cardinal.conjunction:
                return None
            value, last = int(cardinal.value), cardinal.last
        if not _FIRST_YEAR <= value <= _LAST_YEAR:
            return None
        if self._plain(last, "era_ah") is not None:
            return value, last + self.words[last].readings["era_ah"].words, True
        if self._plain(last, "era_ad") is not None:
            last += self.words[last].readings["era_ad"].words
        elif 1380 <= value <= 1480:
            return value, last, True
        if word.kind == "number" and last < len(self.words) and self.words[last].text == "%":
            return None
        return value, last, False

    def _month(self, index: int, *, certain: bool = False) -> Found | None:
        """``سبتمبر``, ``شهر سبتمبر/أيلول الماضي``, ``رمضان 1445``, ``شباط 13``."""
        if not certain:
            certain = self._month_context(index)
        opening = self.words[index]
        breaks, self.words[index].breaks = opening.breaks, False
        found = self._month_name(index, certain=certain)
        if (
            found is None
            and not certain
            and ("month_homograph" in opening.readings or "hijri_homograph" in opening.readings)
        ):
            found = self._month_name(index, certain=True)
            if found is not None:
                tail = self._tail(found[2], hijri=found[1])
                if tail.last == found[2] and self._other_name(index + 1, found[0]) == index + 1:
                    found = None
        self.words[index].breaks = breaks
        if found is None:
            return None
        month, hijri, after = found
        offset = self._month_offset(index)
        if not hijri and after < len(self.words) and not self.words[after].breaks:
            day = self._day_after_month(after, month)
            if day is not None:
                return Found(index, day[1], CalendarDate(day[2], month, day[0]), "month_day", offset)
        tail = self._tail(after, hijri=hijri)
        if hijri and tail.year is not None and not cal.FIRST_HIJRI_YEAR <= tail.year <= cal.LAST_HIJRI_YEAR:
            tail = _Tail(after)
        if hijri and "month_noun" not in opening.readings and tail.last == after and not self._hijri_context(index):
            return None
        meaning = CalendarDate(tail.year, month, None, None, hijri, tail.direction, tail.year_shift, tail.same_year)
        return Found(index, tail.last, meaning, "month", offset)

    def _month_offset(self, index: int) -> int:
        readings = self.words[index].readings
        for name in ("month_noun", "month", "hijri_month", "month_homograph", "hijri_homograph"):
            if name in readings:
                return readings[name].offset
        return 0

    def _hijri_context(self, index: int) -> bool:
        """Names of Hijri months are also names of people; a lone one counts after a preposition or a day."""
        reading = self.words[index].readings.get("hijri_month")
        if reading is None:
            return False
        if reading.value == "9" or reading.preposition:
            return True
        return index > 0 and ("in" in self.words[index - 1].readings or "edge" in self.words[index - 1].readings)

    def _month_context(self, index: int) -> bool:
        """Whether the words before show that a homograph is the month."""
        readings = self.words[index].readings
        homograph = readings.get("month_homograph") or readings.get("hijri_homograph")
        if homograph is not None and homograph.category == "hijri_homograph":
            return False
        if homograph is not None and homograph.preposition:
            return homograph.preposition == self._to
        if index == 0:
            return len(self.words) == 1
        before = self.words[index - 1].readings
        if "partitive" in before:
            return False
        return "in" in before or "edge" in before or "month_noun" in before or "to" in before

    def _day_after_month(self, index: int, month: int) -> tuple[int, int, int | None] | None:
        """``مايو 5, 2020``, ``شباط الرابع عشر``: (day, next word, year)."""
        number = self._day_number(index)
        if number is None:
            return None
        day, last, ordinal, _ = number
        word = self.words[index]
        if word.kind != "number" and not ordinal:
            return None
        if (
            word.kind != "number"
            and self.words[index].readings.get("ordinal") is not None
            and not self.words[index].readings["ordinal"].article
        ):
            return None
        if not self._valid(day, month, None):
            return None
        if last < len(self.words) and not self.words[last].breaks:
            following = self.words[last]
            if following.text in "%/-" or self._counted(last) or following.text == ":":
                return None
            if following.kind == "mark" and "comma" in following.readings:
                year = self._year_number(last + 1)
                if year is not None:
                    return day, year[1], year[0]
        year = self._year_number(last)
        return (day, year[1], year[0]) if year is not None else (day, last, None)

    # -- years
    def _year_context(self, index: int) -> bool:
        """Whether the word before shows that a number is a year."""
        if index == 0:
            return False
        before = self.words[index - 1]
        if self.words[index].breaks:
            return False
        if "in" in before.readings:
            return True
        following = self.words[index + 1].text if index + 1 < len(self.words) else ""
        if before.text in "([":
            return following in (")", "]", "-")
        if before.text == '"':
            return following in (",", "\u060c", ".", '"', ")", "")
        return False

    def _bare_year(self, index: int) -> Found | None:
        """``2015`` after a preposition."""
        number = self._year_number(index)
        if number is None or not (1800 <= number[0] <= 2100 or number[2]):
            return None
        if self._is_counted(number[1]) or self._year_is_code(index, number[1]):
            return None
        return Found(index, number[1], CalendarDate(year=number[0], hijri=number[2]), "bare_year")

    def _is_counted(self, index: int) -> bool:
        """Whether the word after a number is what it counts."""
        if index >= len(self.words) or self.words[index].breaks:
            return False
        word = self.words[index]
        if word.text in ("%", "$", "\u20ac"):
            return True
        readings = word.readings
        if readings.joined:
            return False
        if any(
            name in readings
            for name in (
                "counted_noun",
                "currency",
                "unit_of_measure",
                "scale",
                "time_unit",
                "percent",
                "people_noun",
                "dual",
            )
        ):
            reading = readings.get("unit_of_measure") or readings.get("time_unit")
            return not (reading is not None and len(readings) == 1 and reading.article)
        return (
            word.kind == "word"
            and len(word.text) > 3
            and word.text.endswith(self._tanwin)
            and "function" not in readings
        )

    @property
    def _tanwin(self) -> str:
        from arabic_events.quantities._scan import tanwin

        return tanwin()

    def _year_is_code(self, index: int, last: int) -> bool:
        """``2231-2015``, ``2015.3``: part of a number with separators."""
        if index > 0 and adjacent(self.words, index) and self.words[index - 1].text in ("/", ".", ":", "+"):
            return True
        return last < len(self.words) and adjacent(self.words, last) and self.words[last].text in ("/", ":", "+")

    def _year(self, index: int) -> Found | None:
        """``عام 2015``, ``العام 2015``, ``سنة ألفين وعشرين``, ``عام 1433هـ``."""
        noun = self.at(index, "year_noun")
        if noun is None:
            return None
        step = index + noun.words
        school = self._plain(step, "school")
        if school is not None:
            step += 1
        number = self._year_number(step)
        if number is None:
            small = self._small_year(step)
            if small is None:
                return None
            number = small
        year, last, hijri = number
        if school is not None or self._split_year(last):
            pair = self._second_year(last, year)
            if pair is not None:
                meaning = Range(
                    CalendarDate(year=year, hijri=hijri or pair[2]), CalendarDate(year=pair[0], hijri=hijri or pair[2])
                )
                return Found(index, pair[1], meaning, "school_year", noun.offset)
        before_christ = self._plain(last, "era_bc")
        if before_christ is not None:
            return Found(index, last + before_christ.words, Vague(), "year_before_christ", noun.offset)
        return Found(index, last, CalendarDate(year=year, hijri=hijri), "year", noun.offset)

    def _small_year(self, index: int) -> tuple[int, int, bool] | None:
        """A year of three digits after ``عام``."""
        if index >= len(self.words) or self.words[index].breaks:
            return None
        word = self.words[index]
        if word.kind == "number":
            if not (word.text.isdigit() and len(word.text) == 3):
                return None
            value, last = int(word.text), index + 1
        else:
            cardinal = self.numbers.cardinal(index)
            if (
                cardinal is None
                or cardinal.conjunction
                or not 100 <= cardinal.value < 1000
                or cardinal.value != int(cardinal.value)
            ):
                return None
            value, last = int(cardinal.value), cardinal.last
        if self._plain(last, "era_ad") is not None:
            return value, last + 1, False
        if self._plain(last, "era_bc") is not None:
            return value, last, False
        return None if self._counted(last) else (value, last, False)

    def _split_year(self, index: int) -> bool:
        return index < len(self.words) and self.words[index].text in ("/", "-") and not self.words[index].breaks

    def _second_year(self, index: int, year: int) -> tuple[int, int, bool] | None:
        """The second year of ``2015/2016`` or ``2015-16``."""
        if not self._split_year(index):
            return None
        step = index + 1
        if step < len(self.words) and self.words[step].kind == "number" and not self.words[step].breaks:
            text = self.words[step].text
            if len(text) == 2 and text.isdigit() and int(text) == (year + 1) % 100:
                return year + 1, step + 1, False
            number = self._year_number(step)
            if number is not None and number[0] == year + 1:
                return number
        return None

    # -- numeric dates
    def _numeric(self, index: int, *, short: bool = False) -> Found | None:
        """``22/9/2023``, ``2023-09-22``, ``22.9.2023``, ``22/4/1441هـ``, ``3/2015``."""
        words = self.words
        if index >= len(words) or words[index].kind != "number":
            return None
        first = words[index]
        if "." in first.text and first.text.count(".") == 2:
            parts = first.text.split(".")
            return self._numeric_date(index, index + 1, parts)
        if not first.text.isdigit() or len(first.text) > 4:
            return None
        if index + 2 >= len(words) or (
            index > 0 and adjacent(words, index) and words[index - 1].text in ("/", "-", ".", ":", "+")
        ):
            return None
        mark = words[index + 1].text
        if mark not in ("/", "-", "\\") or words[index + 2].kind != "number" or words[index + 2].breaks:
            return None
        tight = adjacent(words, index + 1) and adjacent(words, index + 2)
        parts = [first.text, words[index + 2].text]
        last = index + 3
        if (
            last + 1 < len(words)
            and words[last].text == mark
            and words[last + 1].kind == "number"
            and not words[last + 1].breaks
        ) and (
            tight == (adjacent(words, last) and adjacent(words, last + 1))
            or mark == "/"
            or len(words[last + 1].text) == 4
        ):
            return self._numeric_date(index, last + 2, [*parts, words[last + 1].text])
        if not tight or (last < len(words) and adjacent(words, last) and words[last].text in ("/", "-", ".", ":", "%")):
            return None
        if not all(part.isdigit() for part in parts):
            return None
        return self._short_numeric(index, last, parts, mark, short=short)

    def _day_numeric(self, index: int) -> Found | None:
        """``يوم 22/9/2023``, ``بتاريخ 5/6``."""
        noun = self.at(index, "day_noun")
        step = index + noun.words if noun is not None else index
        if noun is None or step >= len(self.words) or self.words[step].breaks:
            return None
        found = self._numeric(step, short=True)
        return None if found is None else changed(found, first=index, offset=noun.offset)

    def _numeric_date(self, index: int, last: int, parts: list[str]) -> Found | None:
        if not all(part.isdigit() and len(part) in (1, 2, 4) for part in parts):
            return None
        if (
            last < len(self.words)
            and adjacent(self.words, last)
            and self.words[last].text in ("/", "-")
            and last + 1 < len(self.words)
            and self.words[last + 1].kind == "number"
            and adjacent(self.words, last + 1)
        ):
            return None
        a, b, c = (int(part) for part in parts)
        if len(parts[0]) == 4:
            year, month, day = a, b, c
            if month > _MAX_MONTH and day <= _MAX_MONTH:
                month, day = day, month
            if len(parts[2]) == 4:
                return None
        elif len(parts[2]) == 4:
            day, month, year = a, b, c
            if month > _MAX_MONTH and day <= _MAX_MONTH:
                day, month = month, day
        elif len(parts[1]) == 4:
            return None
        else:
            day, month, year = a, b, c + (2000 if c < 60 else 1900)
            if month > _MAX_MONTH and day <= _MAX_MONTH:
                day, month = month, day
            if len(parts[2]) == 1:
                return None
        hijri = False
        era = self._plain(last, "era_ah")
        if era is not None:
            hijri = True
            last += era.words
        elif self._plain(last, "era_ad") is not None:
            last += 1
        elif cal.FIRST_HIJRI_YEAR <= year <= cal.LAST_HIJRI_YEAR:
            hijri = True
        if hijri:
            if not 1 <= month <= _MAX_MONTH or cal.from_hijri(year, month, day) is None:
                return None
        elif not _FIRST_YEAR <= year <= _LAST_YEAR or not self._valid(day, month, year):
            return None
        return Found(index, last, CalendarDate(year, month, day, None, hijri), "numeric_date")

    def _short_numeric(self, index: int, last: int, parts: list[str], mark: str, *, short: bool) -> Found | None:
        a, b = int(parts[0]), int(parts[1])
        if len(parts[0]) <= 2 and len(parts[1]) == 4 and mark in "/-" and 1 <= a <= _MAX_MONTH and 1900 <= b <= 2100:
            return Found(index, last, CalendarDate(b, a), "numeric_month")
        if len(parts[0]) == 4 and len(parts[1]) == 2 and 1900 <= a <= 2100 and 1 <= b <= _MAX_MONTH and mark == "-":
            if b > _MAX_MONTH or (a + 1) % 100 == b:
                return None
            return (
                Found(index, last, CalendarDate(a, b), "numeric_month") if short or self._year_context(index) else None
            )
        if len(parts[0]) > 2 or len(parts[1]) > 2 or mark != "/" or not (a and b):
            return None
        before = self.words[index - 1].readings if index > 0 and not self.words[index].breaks else {}
        padded = parts[1].startswith("0") and len(parts[0]) == 2 and int(parts[1]) <= _MAX_MONTH
        announced = short or padded or any(name in before for name in ("day_noun", "date_joint", "corresponding"))
        if not announced and ("in" not in before or before["in"].words != 1 or self._counted(last)):
            return None
        day, month = (a, b) if b <= _MAX_MONTH else (b, a)
        if not self._valid(day, month, None):
            return None
        return Found(index, last, CalendarDate(month=month, day=day), "numeric_day_month")

    # -- units
    def _unit(self, index: int, *, opening: bool = False) -> tuple[str, str, Reading] | None:
        """(unit, 1 | 2 | 3 for singular, dual, plural, reading) of a time unit."""
        reading = (self._opening if opening else self._continuing)[index].get("time_unit")
        if reading is None:
            return None
        unit, number = reading.value.split()
        return unit, number, reading

    def _period(self, index: int) -> Found | None:
        """``الأسبوع الماضي``, ``هذا الشهر``, ``العام نفسه``, ``القرن العشرين``, ``الصيف المقبل``."""
        words = self.words
        step = index
        readings = self._opening[step]
        if _PERIODS.isdisjoint(readings.categories):
            return None
        demonstrative = readings.get("demonstrative")
        that = readings.get("demonstrative_last")
        same = readings.get("same")
        lead = demonstrative or that or same
        if lead is not None:
            step += 1
            if step >= len(words) or words[step].breaks:
                return None
            readings = words[step].readings
        offset = lead.offset if lead is not None else None
        weekend = readings.get("weekend")
        if weekend is not None:
            direction = self._direction(step + weekend.words)
            shift = direction[0] if direction else 0
            return Found(
                index,
                direction[1] if direction else step + weekend.words,
                Period("weekend", shift),
                "weekend",
                weekend.offset,
            )
        season = readings.get("season")
        if season is not None and not (lead and season.conjunction):
            found = self._season(index, step, season, demonstrative is not None)
            if found is not None:
                return found
        if demonstrative is not None:
            part = self._plain(step, "daypart")
            if part is not None and part.words == 1:
                return Found(index, step + 1, DayPart(part.value, DayWord(0)), "this_part", demonstrative.offset)
            month = self._month_name(step, certain=True) if "month" in words[step].readings else None
            if month is not None:
                return Found(
                    index,
                    month[2],
                    CalendarDate(month=month[0], hijri=month[1], direction=0),
                    "this_month",
                    demonstrative.offset,
                )
            weekday = self._weekday(step)
            if (
                weekday is not None
                and isinstance(weekday.meaning, CalendarDate)
                and weekday.meaning == CalendarDate(weekday=weekday.meaning.weekday)
            ):
                return Found(
                    index, weekday.last, changed(weekday.meaning, direction=0), "this_weekday", demonstrative.offset
                )
        unit = self._unit(step, opening=True)
        if unit is None or unit[1] != "1" or (lead is not None and unit[2].conjunction):
            return None
        name, _, reading = unit
        if not reading.article:
            return None
        if offset is None:
            offset = reading.offset
        last = step + reading.words
        if name in ("second", "moment", "minute", "hour", "night"):
            return self._night_or_hour(index, last, name, demonstrative, offset)
        adjective = self._plain(last, "school")
        hijri = False
        after = last
        if adjective is not None:
            hijri = "era_ah" in words[last].readings
            after = last + 1
        if name == "century":
            century = self._century(step)
            if century is not None:
                return changed(century, first=index, offset=offset)
        if name == "season" and (season_shift := self._sports_season(index, after, demonstrative, offset)) is not None:
            return season_shift
        if name == "season":
            return None
        direction = self._direction(after)
        if name == "week" and (direction is not None or demonstrative is not None):
            named = self._weekday_in_week(direction[1] if direction else last)
            if named is not None:
                shift = direction[0] if direction else 0
                return Found(
                    index, named[1], CalendarDate(weekday=named[0], month_shift=shift), "weekday_of_week", offset
                )
        if direction is None and demonstrative is None:
            trailing = self._plain(after, "demonstrative")
            if trailing is not None and name != "day":
                return Found(index, after + 1, Period(name, 0), "this_period", offset)
        if name == "year" and hijri and (direction is not None or demonstrative is not None):
            shift = direction[0] if direction else 0
            return Found(
                index,
                direction[1] if direction else after,
                CalendarDate(hijri=True, year_shift=shift),
                "hijri_year",
                offset,
            )
        if direction is not None:
            if adjective is not None and name == "year":
                return Found(index, direction[1], self._school_year(direction[0]), "school_year", offset)
            return Found(index, direction[1], Period(name, direction[0]), "period", offset)
        if demonstrative is not None and name != "decade":
            return Found(index, last, Period(name, 0), "this_period", offset)
        if same is not None or that is not None or self._plain(last, "same_adj") is not None:
            end = last if same is not None or that is not None else last + 1
            return Found(index, end, SameUnit(name), "same_period", offset)
        following = self._plain(last, "following")
        if following is not None and name != "day":
            return Found(index, last + 1, SameUnit(name, 1), "following_period", offset)
        position = self._position_adjective(last)
        if position is not None and name in ("week", "day", "month", "decade"):
            of = self._plain(position[1], "of")
            if of is not None and of.words == 1:
                inner = self.point(position[1] + 1, bare=True)
                if inner is not None and isinstance(inner.meaning, (CalendarDate, Period, Century, Holiday)):
                    return Found(index, inner.last, NthUnit(position[0], name, inner.meaning), "nth_unit", offset)
        return None

    def _sports_season(self, index: int, after: int, demonstrative: Reading | None, offset: int) -> Found | None:
        """``الموسم الماضي``: a sporting or school year, from summer to summer."""
        direction = self._direction(after)
        if direction is None and demonstrative is None:
            return None
        shift, last = direction if direction is not None else (0, after)
        return Found(index, last, SplitYear(shift), "season_of_sport", offset)

    def _weekday_in_week(self, index: int) -> tuple[int, int] | None:
        noun = self._plain(index, "day_noun")
        named = self._weekday_reading(index + noun.words if noun is not None else index)
        return (named[0], named[1]) if named is not None and not named[2] else None

    @staticmethod
    def _school_year(shift: int) -> Meaning:
        return SplitYear(shift)

    def _night_or_hour(
        self, index: int, last: int, name: str, demonstrative: Reading | None, offset: int
    ) -> Found | None:
        direction = self._direction(last)
        if name == "night":
            if direction is not None:
                return Found(index, direction[1], DayPart("night", DayWord(direction[0])), "last_night", offset)
            return None
        if direction is not None:
            unit = "second" if name == "moment" else name
            shift = direction[0]
            return Found(
                index,
                direction[1],
                Offset(Duration((Amount(abs(shift), unit),)), 1 if shift > 0 else -1),
                "moment",
                offset,
            )
        return Found(index, last, Now(), "moment", offset) if demonstrative is not None else None

    def _season(self, index: int, step: int, season: Reading, this: bool) -> Found | None:
        last = step + season.words
        direction = self._direction(last)
        offset = (
            season.offset
            if index == step
            else self.words[index].readings[next(iter(self.words[index].readings))].offset
        )
        if direction is not None:
            return Found(index, direction[1], PartOfYear(4, 1, Vague(), season.value, direction[0]), "season", offset)
        definite = season.definite
        if this and definite:
            return Found(index, last, PartOfYear(4, 1, Vague(), season.value, 0), "season", offset)
        if definite and self._season_context(index, last):
            return Found(index, last, PartOfYear(4, 1, CalendarDate(year_shift=0), season.value), "season", offset)
        of = self._plain(last, "of")
        year_index = last + 1 if of is not None and of.words == 1 else last
        year = self._year_or_shift(year_index)
        if year is None:
            return None
        meaning: Meaning = CalendarDate(year=year.year, hijri=year.hijri, year_shift=year.year_shift)
        return Found(index, year.last, PartOfYear(4, 1, meaning, season.value), "season", offset)

    def _season_context(self, index: int, last: int) -> bool:
        """Whether a bare season says when: after a preposition and with nothing that makes it a name."""
        if (
            index == 0
            or not {"in", "edge"} & self.words[index - 1].readings.keys()
            or "partitive" in self.words[index - 1].readings
        ):
            return False
        return last >= len(self.words) or self.words[last].kind != "word" or "function" in self.words[last].readings

    def _century(self, index: int) -> Found | None:
        """``القرن التاسع عشر``, ``القرن الماضي``, ``القرن الـ21``, ``القرن العشرين``."""
        unit = self._unit(index, opening=True)
        if unit is None or unit[0] != "century" or unit[1] != "1":
            return None
        step = index + 1
        direction = self._direction(step)
        if direction is not None:
            return Found(index, direction[1], Period("century", direction[0]), "century", unit[2].offset)
        number: int | None = None
        last = step
        if step < len(self.words) and not self.words[step].breaks:
            ordinal = self.numbers.ordinal(step)
            if ordinal is not None:
                number, last = int(ordinal.value), ordinal.last
            else:
                tens = self._plain(step, "tens")
                day = self._day_number(step)
                if tens is not None and tens.article:
                    number, last = int(tens.value), step + 1
                elif day is not None:
                    number, last = day[0], day[1]
        if number is None:
            return None
        before_christ = self._plain(last, "era_bc")
        if before_christ is not None:
            return Found(
                index, last + before_christ.words, Century(number, before_christ=True), "century", unit[2].offset
            )
        era = self._plain(last, "era_ad") or self._plain(last, "school")
        if era is not None:
            last += 1
        return Found(index, last, Century(number), "century", unit[2].offset)

    def _decade(self, index: int) -> Found | None:
        """``الثمانينيات``, ``تسعينيات القرن الماضي``."""
        reading = self.at(index, "decade")
        if reading is None:
            return None
        last = index + reading.words
        of = self._plain(last, "of")
        step = last + 1 if of is not None and of.words == 1 else last
        if step < len(self.words) and "age" in self.words[step].readings:
            return None
        century = self._century(step) if step < len(self.words) and not self.words[step].breaks else None
        if century is not None:
            return Found(index, century.last, Decade(int(reading.value), century.meaning), "decade", reading.offset)
        if not (reading.definite or index == 0 or "in" in self.words[index - 1].readings):
            return None
        return Found(index, last, Decade(int(reading.value)), "decade", reading.offset)

    def _quarter(self, index: int) -> Found | None:
        """``الربع الأول من 2022``, ``النصف الثاني من العام الجاري``, ``الربعين الأول والثاني من العام``."""
        reading = self.at(index, "quarter")
        parts = 4
        if reading is None:
            reading = self.at(index, "half")
            parts = 2
        if reading is None or not reading.definite:
            return self._two_quarters(index)
        position = self._position_adjective(index + reading.words)
        if position is None:
            return None
        number = parts if position[0] == -1 else position[0]
        if not 1 <= number <= parts:
            return None
        last = position[1]
        year = self._year_of_part(last)
        if year is not None:
            return Found(index, year[1], PartOfYear(parts, number, year[0]), "part_of_year", reading.offset)
        month = self._of_month(last) if parts == 2 else None
        if month is not None:
            return Found(index, month.last, NthUnit(number, "half", month.meaning), "half_month", reading.offset)
        if parts == 4 and reading.value == "0":
            return Found(
                index, last, PartOfYear(parts, number, CalendarDate(year_shift=0)), "part_of_year", reading.offset
            )
        return None

    def _two_quarters(self, index: int) -> Found | None:
        unit = self._unit(index, opening=True)
        if unit is None or unit[0] != "quarter" or not unit[2].article:
            return None
        first = self._position_adjective(index + 1)
        if first is None:
            return None
        second = self.numbers.ordinal(first[1]) if first[1] < len(self.words) else None
        if second is None or not second.conjunction:
            return None
        year = self._year_of_part(second.last)
        if year is None or not (1 <= first[0] < second.value <= 4):
            return None
        meaning = Range(PartOfYear(4, first[0], year[0]), PartOfYear(4, int(second.value), year[0]))
        return Found(index, year[1], meaning, "part_of_year", unit[2].offset)

    def _year_of_part(self, index: int) -> tuple[Meaning, int] | None:
        of = self._plain(index, "of")
        step = index + 1 if of is not None and of.words == 1 else index
        if step >= len(self.words) or self.words[step].breaks:
            return None
        year = self._year_or_shift(step)
        if year is not None:
            return CalendarDate(
                year=year.year, hijri=year.hijri, year_shift=year.year_shift, same_year=year.same_year
            ), year.last
        noun = self._plain(step, "year_noun")
        if noun is not None and of is not None and noun.article:
            return CalendarDate(year_shift=0), step + 1
        return None

    # -- durations from now
    def duration(self, index: int, *, opening: bool = False, bare: bool = True) -> tuple[Duration, int, int] | None:
        """(duration, next word, offset) of ``خمس سنوات وشهرين``, ``ساعة ونصف``; ``bare`` allows a lone ``شهر``."""
        part = self._one_amount(index, opening=opening, bare=bare)
        if part is None:
            return None
        amount, last, offset = part
        amounts = [*amount]
        while last < len(self.words) and len(amounts) < _MAX_AMOUNTS:
            conjunction = self.get(last, "and")
            step = last + 1 if conjunction is not None and conjunction.offset == 0 else last
            if self.get(last, "comma") is not None and step == last:
                step = last + 1
            if step >= len(self.words) or self.words[step].breaks:
                break
            if step == last and not self.words[step].readings.joined:
                break
            if self.get(last, "comma") is not None and self.words[step].kind != "number":
                break
            following = self._one_amount(step, opening=False, bare=True)
            if following is None:
                break
            name = following[0][0].unit
            if name in {one.unit for one in amounts} and not self._same_unit_again(name):
                break
            amounts += following[0]
            last = following[1]
        return Duration(tuple(amounts)), last, offset

    @staticmethod
    def _same_unit_again(unit: str) -> bool:
        return unit in ("month", "day", "week", "year", "hour", "minute", "second")

    def _one_amount(self, index: int, *, opening: bool, bare: bool) -> tuple[list[Amount], int, int] | None:
        unit = self._unit(index, opening=opening)
        if unit is not None and not unit[2].article:
            name, number, reading = unit
            last = index + reading.words
            if number == "2":
                extra = self._fraction_of(last, name)
                if extra is not None:
                    return [Amount(2 + extra[0], name)], extra[1], reading.offset
                return [Amount(2, name)], last, reading.offset
            if number == "1" and bare:
                ones = self._plain(last, "unit")
                if ones is not None and ones.value == "1":
                    return [Amount(1, name)], last + 1, reading.offset
                extra = self._fraction_of(last, name)
                if extra is not None:
                    return [Amount(1 + extra[0], name)], extra[1], reading.offset
                return [Amount(1, name)], last, reading.offset
            return None
        if index >= len(self.words) or (not opening and self.words[index].breaks):
            return None
        cardinal = self.numbers.cardinal(index)
        if cardinal is None:
            return None
        step = cardinal.last
        following = self._unit(step)
        if following is None or following[2].conjunction or following[2].preposition:
            return None
        if following[2].article and not cardinal.fractional:
            return None
        name = following[0]
        last = step + following[2].words
        extra = self._fraction_of(last, name)
        value = cardinal.value
        if extra is not None:
            value += extra[0]
            last = extra[1]
        return [Amount(value, name)], last, cardinal.offset

    def _fraction_of(self, index: int, unit: str) -> tuple[float, int] | None:
        """``ونصف``, ``ونصف الساعة``, ``إلا ربعا`` after a unit."""
        except_reading = self._plain(index, "except")
        if except_reading is not None:
            fraction = self._plain(index + 1, "fraction")
            return (-float(fraction.value), index + 2) if fraction is not None else None
        step = index
        conjunction = self.get(index, "and")
        if conjunction is not None and conjunction.offset == 0:
            step = index + 1
        fraction = self.get(step, "fraction")
        if fraction is None or fraction.article or (step == index and not fraction.conjunction):
            return None
        if "unit" in self.words[step].readings:
            return None
        last = step + 1
        again = self._unit(last)
        if again is not None:
            if again[0] != unit:
                return None
            last += 1
        return float(fraction.value), last

    def _offset_from(self, index: int) -> Found | None:
        """``قبل ثلاثة أيام``, ``منذ نحو عامين``, ``بعد أسبوع من 5 مايو``."""
        words = self.words
        marker = self.at(index, "before") or self.at(index, "after") or self.at(index, "since")
        if marker is None:
            return None
        step = index + marker.words
        approximate = False
        rough = self._plain(step, "approx")
        if rough is not None:
            approximate = True
            step += rough.words
        duration = self.duration(step)
        if rough is None and step < len(words) and words[step].kind != "number" and not words[step].breaks:
            own = self.point(step)
            if (
                own is not None
                and own.first == step
                and own.rule != "from_now"
                and (duration is None or own.last > duration[1])
            ):
                return None
        if duration is None:
            few = self._plain(step, "few")
            if few is not None and self._unit(step + few.words) is not None:
                return Found(index, step + few.words + 1, Vague(), "few_units_ago", marker.offset)
            definite = self._unit(step)
            if (
                definite is not None
                and definite[1] == "1"
                and definite[2].article
                and rough is not None
                and definite[0] in ("year", "month", "week")
            ):
                meaning = Offset(Duration((Amount(1, definite[0]),)), int(marker.value), approximate=True)
                return Found(index, step + 1, meaning, "offset", marker.offset)
            return None
        length, last, offset = duration
        if offset:
            return None
        if index > 0 and sum(1 for _ in length.amounts) == 1 and self._repeats(index - 1, step):
            return None
        if length.finest in ("season", "moment") and len(length.amounts) == 1:
            return None
        after = self._plain(last, "approx_after")
        if after is not None:
            approximate = True
            last += after.words
        if rough is not None and rough.value == "1":
            return Found(index, last, Vague(), "offset_bound", marker.offset)
        ago = self._plain(last, "ago")
        if ago is not None:
            last += ago.words
        sign = int(marker.value)
        from_now = self._plain(last, "from_now")
        if from_now is not None:
            return Found(index, last + from_now.words, Offset(length, sign, approximate), "offset", marker.offset)
        of = self._plain(last, "anchor_joint")
        if of is not None and self._plain(last + of.words, "joint_stop") is not None:
            of = None
        if of is not None and marker.category != "since":
            base = self.point(last + of.words, bare=True) if last + of.words < len(words) else None
            if base is not None and not isinstance(base.meaning, (Vague, Repeating)):
                return Found(
                    index, base.last, Offset(length, sign, approximate, base.meaning), "offset_from", marker.offset
                )
            return None
        if length.finest in ("hour", "minute", "second") and marker.category == "since" and not approximate:
            return Found(index, last, Offset(length, sign, approximate), "offset", marker.offset)
        return Found(index, last, Offset(length, sign, approximate, chained=sign > 0), "offset", marker.offset)

    def _repeats(self, before: int, unit: int) -> bool:
        """``يوما بعد يوم``: the same unit on both sides."""
        first, second = self.words[before].readings.get("time_unit"), self.words[unit].readings.get("time_unit")
        return first is not None and second is not None and first.value == second.value

    def _after_that(self, index: int) -> Found | None:
        """``بعدها بيومين``, ``بعد ذلك بعام``."""
        reading = self.at(index, "then_after")
        if reading is None:
            return None
        step = index + reading.words
        rough = self._plain(step, "approx")
        if rough is not None:
            step += rough.words
        if (
            step >= len(self.words)
            or not any(one.preposition == self._by for one in self.words[step].readings.values())
        ) and rough is None:
            return None
        duration = self.duration(step)
        if duration is None:
            unit = self._unit(step)
            if unit is None or unit[1] != "3" or unit[2].preposition != self._by:
                return None
            few = self._plain(step + 1, "few")
            return Found(index, step + 1 if few is None else step + 2, Vague(), "some_units_after", reading.offset)
        meaning = Offset(duration[0], int(reading.value), rough is not None, Then())
        return Found(index, duration[1], meaning, "after_that", reading.offset)

    @property
    def _by(self) -> str:
        return preposition(0)

    @property
    def _to(self) -> str:
        return preposition(1)

    def _from_now(self, index: int) -> Found | None:
        """``شهر و21 يوما من الآن``."""
        duration = self.duration(index, opening=True)
        if duration is None:
            return None
        from_now = self._plain(duration[1], "from_now")
        if from_now is None:
            return None
        return Found(index, duration[1] + from_now.words, Offset(duration[0], 1), "from_now", duration[2])

    def _stretch(self, index: int) -> Found | None:
        """``السنوات الخمس الماضية``, ``الساعات الـ24 المقبلة``, ``الأيام القليلة الماضية``, ``الـ48 ساعة الماضية``."""
        words = self.words
        step = index
        value: float | None = None
        few = recent = False
        offset = 0
        unit_name: str | None = None
        unit = self._unit(step, opening=True)
        late = self.at(step, "edge")
        if late is not None and late.value == "end" and late.words == 1 and step + 1 < len(words):
            number = self.numbers.cardinal(step + 1)
            following = self._unit(number.last) if number is not None else self._unit(step + 1)
            if following is None or (following[1] == "1" and number is None) or following[2].conjunction:
                return None
            amount = number.value if number is not None else 2 if following[1] == "2" else 0
            if not amount:
                return None
            last = (number.last if number is not None else step + 1) + 1
            return Found(index, last, Stretch(Duration((Amount(amount, following[0]),)), -1), "stretch", late.offset)
        if unit is not None and unit[1] in "23" and unit[2].article:
            unit_name, number_class, reading = unit
            offset = reading.offset
            step += reading.words
            if number_class == "2":
                value = 2
            else:
                got = self._definite_number(step)
                few_reading = self._plain(step, "few")
                if got is not None:
                    value, step = got
                elif few_reading is not None:
                    few = True
                    step += few_reading.words
                else:
                    return None
        else:
            got = self._definite_number(step, opening=True)
            if got is None:
                return None
            value, step = got
            following = self._unit(step)
            if following is None or following[2].conjunction:
                return None
            unit_name = following[0]
            step += following[2].words
        leading = self._leading_units(index, step, unit_name, value, offset)
        if leading is not None:
            return leading
        direction = self._direction(step)
        sign: int
        if direction is not None and direction[0] != 0:
            sign, step = direction
            sign = 1 if sign > 0 else -1
            extra = self._plain(step, "last_adj")
            if extra is not None:
                step += 1
        else:
            if self._plain(step, "last_adj") is None:
                return None
            recent = True
            sign, step = -1, step + 1
            again = self._direction(step)
            if again is not None:
                step = again[1]
        if few or value is None:
            return Found(index, step, FewUnits(unit_name, sign), "few_units", offset)
        if value > 100_000:
            return None
        return Found(
            index, step, Stretch(Duration((Amount(value, unit_name),)), sign, recent=recent), "stretch", offset
        )

    def _leading_units(self, index: int, step: int, unit: str | None, value: float | None, offset: int) -> Found | None:
        """``الأشهر التسعة الأولى من 2015``."""
        if unit is None or value is None or step >= len(self.words) or self.words[step].breaks:
            return None
        ordinal = self.words[step].readings.get("ordinal")
        last = self._plain(step, "last_adj")
        if (ordinal is None or ordinal.value != "1" or not ordinal.article) and last is None:
            return None
        of = self._plain(step + 1, "of")
        if of is None or of.words != 1:
            return None
        year = self._year_of_part(step + 1)
        if year is None:
            return None
        meaning = FirstUnits(int(value), unit, year[0], 1 if last is None else -1)
        return Found(index, year[1], meaning, "first_units", offset)

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

    # -- parts of day and clock
    def _day_part(self, index: int) -> Found | None:
        """``صباح السبت``, ``مساء أمس``, ``فجر 7 أكتوبر``, ``ليل الخميس الجمعة``."""
        reading = self.at(index, "daypart")
        if reading is None:
            return None
        last = index + reading.words
        if last < len(self.words) and not self.words[last].breaks:
            of = self._plain(last, "of")
            step = last + 1 if of is not None and of.words == 1 and of.form != self._to else last
            point = self.point(step) if step < len(self.words) and not self.words[step].breaks else None
            if point is not None and self._begins_with_conjunction(step, point):
                point = None
            if (
                point is not None
                and isinstance(point.meaning, (DayWord, CalendarDate, Then, Holiday))
                and self._is_day(point.meaning)
            ):
                meaning: Meaning = DayPart(reading.value, point.meaning)
                if reading.value == "night" and isinstance(point.meaning, CalendarDate):
                    second = self._second_weekday(point)
                    if second is not None:
                        return Found(
                            index, second.last, Range(point.meaning, second.meaning), "night_between", reading.offset
                        )
                return Found(index, point.last, meaning, "day_part", reading.offset)
        clock = self._clock_after_part(index, reading, last)
        if clock is not None:
            return clock
        direction = self._direction(last)
        if direction is not None and reading.definite:
            return Found(index, direction[1], DayPart(reading.value, DayWord(direction[0])), "day_part", reading.offset)
        if reading.words > 1 and self._tonight(reading):
            return Found(index, last, DayPart(reading.value, DayWord(0)), "this_part", reading.offset)
        return Found(index, last, DayPart(reading.value), "bare_part", reading.offset, bare=True)

    def _tonight(self, reading: Reading) -> bool:
        return reading.form in self._this_forms

    @property
    def _this_forms(self) -> frozenset[str]:
        from arabic_events.quantities._scan import forms_of

        return forms_of("this_part")

    def _begins_with_conjunction(self, index: int, point: Found) -> bool:
        readings = self.words[index].readings
        return point.offset > 0 and any(one.conjunction and one.offset == point.offset for one in readings.values())

    def _second_weekday(self, point: Found) -> Found | None:
        step = point.last
        if step < len(self.words) and self.words[step].text in ("-", "/"):
            step += 1
        named = self._weekday_reading(step)
        first = point.meaning
        if (
            named is None
            or named[2]
            or not isinstance(first, CalendarDate)
            or first.weekday is None
            or first.day is not None
        ):
            return None
        if named[0] != first.weekday % 7 + 1:
            return None
        return Found(step, named[1], CalendarDate(weekday=named[0]), "weekday")

    @staticmethod
    def _is_day(meaning: Meaning) -> bool:
        if isinstance(meaning, CalendarDate):
            return meaning.day is not None or meaning.weekday is not None
        return isinstance(meaning, (DayWord, NthWeekday, Then, Holiday))

    def _clock_after_part(self, index: int, part: Reading, last: int) -> Found | None:
        """``بعد الظهر الساعة 7``, ``مساء 7``."""
        clock = self._clock(last) if last < len(self.words) and not self.words[last].breaks else None
        if clock is None or not isinstance(clock.meaning, Clock):
            return None
        inner = clock.meaning
        if inner.part is None:
            inner = changed(inner, seconds=_to_24(inner.seconds, part.value), part=part.value)
        return Found(index, clock.last, inner, "clock", part.offset, bare=True)

    def _midnight(self, index: int) -> Found | None:
        """``منتصف الليل``, ``منتصف ليل السبت``."""
        reading = self.at(index, "midnight")
        if reading is None:
            return None
        last = index + reading.words
        point = self.point(last) if last < len(self.words) and not self.words[last].breaks else None
        if point is not None and self._is_day(point.meaning) and not self._begins_with_conjunction(last, point):
            return Found(index, point.last, DayPart("night", point.meaning), "midnight", reading.offset)
        return Found(index, last, Clock(0, None, None, "night"), "midnight", reading.offset, bare=True)

    def _clock(self, index: int) -> Found | None:
        """``الساعة 4:17 فجرا``, ``الثالثة والنصف عصرا بتوقيت غرينتش``, ``8 صباحا``, ``14:30``."""
        words = self.words
        if index >= len(words):
            return None
        start = index
        marker = self.at(index, "clock")
        offset = marker.offset if marker is not None else None
        if marker is not None:
            index += marker.words
            rough = self._plain(index, "approx")
            if rough is not None:
                index += rough.words
            if index >= len(words) or words[index].breaks:
                return None
        read = self._hour(index, marked=marker is not None)
        if read is None:
            return None
        seconds, last, colon, own_offset = read
        if not colon and marker is None and seconds % 3600 and words[index].kind == "word" and seconds % 900 == 0:
            colon = True
        if offset is None:
            offset = own_offset
        part: str | None = None
        zone: int | None = None
        certain = marker is not None or colon
        for _ in range(3):
            if last >= len(words) or words[last].breaks:
                break
            bracket = self.get(last, "open_bracket") is not None
            step = last + 1 if bracket else last
            zone_reading = self.get(step, "zone")
            if zone_reading is not None and zone is None:
                zone = 0 if zone_reading.value == "0" else None
                last = step + zone_reading.words
                if bracket and self.get(last, "close_bracket") is not None:
                    last += 1
                certain = True
                continue
            step = last
            part_reading = self._plain(step, "daypart")
            joint = self._plain(last, "part_joint")
            if part_reading is None and joint is not None:
                step = last + joint.words
                part_reading = self._plain(step, "daypart")
            meridiem = self._plain(step, "meridiem")
            if part_reading is not None and part is None:
                day_after = step + part_reading.words
                part = part_reading.value
                last = day_after
                certain = True
                continue
            if meridiem is not None and part is None:
                part = "morning" if meridiem.value == "am" else "evening"
                last = step + meridiem.words
                certain = True
                continue
            break
        if not certain:
            return None
        if part is not None:
            seconds = _to_24(seconds, part)
        return Found(start, last, Clock(seconds, None, zone, part), "clock", offset, bare=True)

    def _hour(self, index: int, *, marked: bool) -> tuple[int, int, bool, int] | None:
        """(seconds since midnight, next word, whether written with a colon, offset)."""
        words = self.words
        word = words[index]
        if word.kind == "number":
            if index > 0 and adjacent(words, index) and words[index - 1].text in (":", "/") and not marked:
                return None
            return self._digital_hour(index, marked=marked)
        ordinal = self.numbers.ordinal(index)
        offset = 0
        if ordinal is not None and 1 <= ordinal.value <= 12:
            hour, last, offset = int(ordinal.value), ordinal.last, ordinal.offset
            if not (ordinal.article or marked):
                return None
        else:
            unit = word.readings.get("unit")
            if unit is None or not (marked or unit.article):
                return None
            value = int(float(unit.value))
            last = index + 1
            part = self._plain(last, "ten_part")
            if part is not None and value in (1, 2):
                value, last = value + 10, last + 1
            if not 1 <= value <= 12:
                return None
            hour, offset = value, unit.offset
        minutes, last = self._minutes(last)
        if last > index + 1 and minutes:
            return hour * 3600 + minutes, last, False, offset
        return hour * 3600, last, False, offset

    def _digital_hour(self, index: int, *, marked: bool) -> tuple[int, int, bool, int] | None:
        words = self.words
        text = words[index].text
        if ("." in text or "," in text) and (marked or self.get(index + 1, "zone") is not None):
            hour_text, _, minute_text = text.replace(",", ".").partition(".")
            if (
                hour_text.isdigit()
                and minute_text.isdigit()
                and len(minute_text) == 2
                and int(hour_text) < _MAX_HOUR
                and int(minute_text) < _MINUTES
            ):
                return int(hour_text) * 3600 + int(minute_text) * 60, index + 1, True, 0
            return None
        if len(text) == 4 and text.isdigit() and self.get(index + 1, "zone") is not None:
            hour, minute = int(text[:2]), int(text[2:])
            return (hour * 3600 + minute * 60, index + 1, True, 0) if hour < _MAX_HOUR and minute < _MINUTES else None
        if not text.isdigit() or len(text) > 2 or int(text) > _MAX_HOUR:
            return None
        hour = int(text)
        values = [hour]
        last = index + 1
        while (
            len(values) < 3
            and last + 1 < len(words)
            and words[last].text == ":"
            and adjacent(words, last)
            and adjacent(words, last + 1)
            and words[last + 1].text.isdigit()
            and len(words[last + 1].text) <= 2
        ):
            values.append(int(words[last + 1].text))
            if len(words[last + 1].text) != 2 and not marked:
                return None
            last += 2
        if len(values) > 1:
            if any(value >= _MINUTES for value in values[1:]) or hour >= _MAX_HOUR:
                return None
            seconds = values[0] * 3600 + values[1] * 60 + (values[2] if len(values) > 2 else 0)
            return seconds, last, True, 0
        if last < len(words) and adjacent(words, last) and words[last].text in (":", "/", "%"):
            return None
        minutes, after = self._minutes(last)
        return hour * 3600 + minutes, after, False, 0

    def _minutes(self, index: int) -> tuple[int, int]:
        """(seconds to add, next word): ``والنصف``, ``إلا ربعا``, ``وعشر دقائق``, ``و18 دقيقة``."""
        words = self.words
        total = 0
        if index >= len(words) or words[index].breaks:
            return 0, index
        for name in ("clock_half", "clock_quarter", "clock_third"):
            reading = words[index].readings.get(name)
            if reading is not None and reading.offset == 0:
                total, index = int(reading.value) * 60, index + reading.words
                break
        else:
            conjunction = self.get(index, "and")
            step = index + 1 if conjunction is not None and conjunction.offset == 0 else index
            joined = step > index or words[index].readings.joined
            if joined and step < len(words):
                fraction = self.get(step, "fraction_clock")
                if fraction is not None and "unit" not in words[step].readings:
                    total, index = int(fraction.value) * 60, step + 1
                else:
                    number = self.numbers.cardinal(step)
                    if number is not None and not number.fractional and 0 < number.value < _MINUTES:
                        unit = self._unit(number.last)
                        if unit is not None and unit[0] == "minute":
                            total, index = int(number.value) * 60, number.last + 1
                        elif (
                            unit is None and not number.digits and number.value >= 5 and not self._counted(number.last)
                        ) or (
                            unit is None
                            and not number.digits
                            and number.value >= 5
                            and self.get(number.last, "daypart") is not None
                        ):
                            total, index = int(number.value) * 60, number.last
                    elif self._unit(step) is not None:
                        unit = self._unit(step)
                        if unit is not None and unit[0] == "minute" and unit[1] != "3":
                            total, index = (120 if unit[1] == "2" else 60), step + 1
        except_reading = self._plain(index, "except")
        if except_reading is not None:
            fraction = self._plain(index + 1, "fraction_clock")
            if fraction is not None:
                return total - int(fraction.value) * 60, index + 2
            number = self.numbers.cardinal(index + 1) if index + 1 < len(words) else None
            if number is not None and 0 < number.value < _MINUTES:
                unit = self._unit(number.last)
                if unit is not None and unit[0] == "minute":
                    return total - int(number.value) * 60, number.last + 1
        return total, index

    # -- named, vague and nth
    def _holiday(self, index: int) -> Found | None:
        """``عيد الأضحى المبارك``, ``ذكرى النكبة``, ``عيد الميلاد 2020``."""
        reading = self.at(index, "holiday")
        if reading is None:
            return None
        last = index + reading.words
        direction = self._direction(last)
        if direction is not None:
            return Found(index, direction[1], Holiday(reading.value, direction=direction[0]), "holiday", reading.offset)
        of = self._plain(last, "of")
        step = last + 1 if of is not None and of.words == 1 else last
        year = self._year_or_shift(step) if step < len(self.words) and not self.words[step].breaks else None
        if year is not None and not year.same_year:
            meaning = Holiday(
                reading.value, year.year, year.hijri or bool(year.year and year.year < 1600), year.year_shift
            )
            return Found(index, year.last, meaning, "holiday", reading.offset)
        if not self._holiday_is_time(index, reading):
            return None
        return Found(index, last, Holiday(reading.value), "holiday", reading.offset)

    def _holiday_is_time(self, index: int, reading: Reading) -> bool:
        """Whether a feast says when, and is not what is celebrated."""
        if index == 0:
            return len(self.words) <= reading.words + 2
        if reading.offset and not reading.conjunction:
            return False
        before = self.words[index - 1].readings
        return "holiday_lead" in before or "edge" in before or "daypart" in before or "day_word" in before

    def _vague(self, index: int) -> Found | None:
        """``مؤخرا``, ``حتى الآن``, ``حينها``, ``اليوم التالي``."""
        best: Found | None = None
        for category in ("vague", "now", "then", "day_last"):
            reading = self.at(index, category)
            if reading is None or (best is not None and index + reading.words <= best.last):
                continue
            meaning: Meaning
            if category == "vague":
                meaning = Vague()
            elif category == "now":
                meaning = Now()
            elif category == "then":
                meaning = Then()
            else:
                meaning = Then(int(reading.value), whole=reading.value == "0", fallback=reading.value != "0")
            best = Found(index, index + reading.words, meaning, category, reading.offset)
        if best is not None and best.rule == "now" and "clock" in self.words[best.last - 1].readings:
            clock = self._clock(best.last - 1)
            if clock is not None and clock.last > best.last:
                return None
        if best is not None and best.rule == "vague":
            step = best.last
            joint = self._plain(step, "anchor_joint")
            if joint is not None and not {"before", "after", "since"}.isdisjoint(self.words[index].readings):
                return None
            if joint is not None and "vague_of" not in self.words[step].readings:
                step += joint.words
            inner = self.point(step) if step < len(self.words) and not self.words[step].breaks else None
            if (
                inner is not None
                and isinstance(inner.meaning, (DayWord, Period, DayPart))
                and not self._begins_with_conjunction(step, inner)
            ):
                return Found(index, inner.last, inner.meaning, "vague_within", best.offset)
        return best

    def _edge(self, index: int) -> Found | None:
        """``مطلع العام``, ``منتصف يونيو``, ``أواخر الشهر الماضي``, ``نهاية 2023``."""
        reading = self.at(index, "edge")
        if reading is not None and reading.article and "half" in self.words[index].readings:
            return None
        if reading is None or (reading.conjunction and "fraction" in self.words[index].readings):
            return None
        step = index + reading.words
        if step >= len(self.words) or self.words[step].breaks:
            return None
        position = {"early": 1, "late": -1, "end": -1}.get(reading.value)
        if position is not None and reading.words == 1:
            nth = self._nth(index, step, position, reading)
            if nth is not None:
                return nth
        inner = self.point(step, bare=True)
        if inner is None or self._begins_with_conjunction(step, inner):
            unit = self._unit(step)
            if (
                unit is not None
                and unit[1] == "1"
                and unit[2].article
                and unit[0] in ("month", "year", "week", "century")
                and not unit[2].conjunction
            ):
                return Found(index, step + 1, Edge(reading.value, Period(unit[0], 0)), "edge", reading.offset)
            return None
        if isinstance(inner.meaning, (Vague, Now, Clock, Repeating, Then, Offset)):
            return None
        if isinstance(inner.meaning, DayPart):
            half = changed(inner.meaning, half=reading.value)
            bare = inner.meaning.day is None
            return Found(index, inner.last, half, "bare_part" if bare else "edge", reading.offset, bare=bare)
        return Found(index, inner.last, Edge(reading.value, inner.meaning), "edge", reading.offset)

    def _nth(self, index: int, step: int, position: int, reading: Reading) -> Found | None:
        """``آخر اثنين من شهر آذار``, ``أول أسبوع في أكتوبر``."""
        noun = self._plain(step, "day_noun")
        inner_step = step + noun.words if noun is not None else step
        named = self._weekday_reading(inner_step, after_day=True)
        if named is not None and not named[2]:
            month = self._of_month(named[1])
            if month is not None:
                return Found(
                    index, month.last, NthWeekday(position, named[0], month.meaning), "nth_weekday", reading.offset
                )
            return None
        unit = self._unit(step)
        if unit is not None and unit[1] == "1" and not unit[2].article and unit[0] in ("day", "week", "month"):
            month = self._of_month(step + 1)
            if month is not None and (
                unit[0] != "month" or (isinstance(month.meaning, CalendarDate) and month.meaning.month is None)
            ):
                return Found(index, month.last, NthUnit(position, unit[0], month.meaning), "nth_unit", reading.offset)
        return None

    def _ordinal_weekday(self, index: int) -> Found | None:
        """``ثالث ثلاثاء في أيلول``."""
        ordinal = self.numbers.ordinal(index)
        if ordinal is None or ordinal.article or not 1 <= ordinal.value <= 5:
            return None
        step = ordinal.last
        if step >= len(self.words) or self.words[step].breaks:
            return None
        reading = self.words[index].readings["ordinal"]
        return self._nth(index, step, int(ordinal.value), reading)

    def _repeating(self, index: int) -> Found | None:
        """``كل يوم``, ``يوميا``, ``كل أسبوعين``, ``أيام الأحد``, ``كل يوم اثنين``."""
        reading = self.at(index, "repeat")
        each = self.at(index, "each")
        days = self.at(index, "each_days")
        if each is not None:
            step = index + 1
            noun = self._plain(step, "day_noun")
            named = self._weekday_reading(step + 1 if noun is not None else step, after_day=True)
            if named is not None and not named[2]:
                return Found(index, named[1], Repeating(f"XXXX-WXX-{named[0]}"), "each_weekday", each.offset, bare=True)
            duration = self.duration(step)
            if duration is not None and len(duration[0].amounts) == 1:
                amount = duration[0].amounts[0]
                letter = {"day": "D", "week": "W", "month": "M", "year": "Y"}.get(amount.unit)
                if letter is not None:
                    return Found(
                        index, duration[1], Repeating(f"P{amount.value:g}{letter}"), "each_unit", each.offset, bare=True
                    )
                if amount.unit == "night":
                    return Found(index, duration[1], Repeating("P1D"), "each_unit", each.offset, bare=True)
            part = self._plain(step, "daypart")
            if part is not None and part.words == 1:
                return Found(index, step + 1, Repeating("P1D"), "each_part", each.offset, bare=True)
        if days is not None and not days.article:
            named = self._weekday_reading(index + 1)
            if named is not None and not named[2]:
                return Found(index, named[1], Repeating(f"XXXX-WXX-{named[0]}"), "each_weekday", days.offset, bare=True)
        if reading is not None:
            return Found(index, index + reading.words, Repeating(reading.value), "repeat", reading.offset, bare=True)
        return None


def _to_24(seconds: int, part: str) -> int:
    """The time of day on the 24-hour clock, given the part of the day."""
    hour = seconds // 3600
    noon = 43200
    if part in ("dawn", "morning"):
        return seconds - noon if hour == 12 else seconds
    if part == "noon":
        return seconds + noon if hour < 5 else seconds
    if part in ("afternoon", "evening"):
        return seconds + noon if hour < 12 else seconds
    if hour == 12:
        return seconds + noon
    return seconds + noon if 5 <= hour < 12 else seconds


@cache
def _rules() -> dict[str, Callable[[TimeReader, int], Found | None]]:
    """The rules by name."""
    names = {name for rules in _RULES.values() for name in rules} | {*_NUMBER_RULES, *_YEAR_RULE}
    return {name: getattr(TimeReader, name) for name in names}


@ByCategories
def _rules_of(categories: frozenset[str]) -> tuple[str, ...]:
    """The rules that may read an expression from a word on."""
    return tuple(dict.fromkeys(name for category, rules in _RULES.items() if category in categories for name in rules))


class _NumberRulesOf(dict[tuple[frozenset[str], bool, str, bool], tuple[str, ...]]):
    """The rules that may read a number in digits, in the order of ``_NUMBER_RULES``.

    The key is what follows the number: the categories of the next word, whether it has a conjunction, the mark or
    number that it is; and whether the number has dots inside.
    """

    def __missing__(self, key: tuple[frozenset[str], bool, str, bool]) -> tuple[str, ...]:
        categories, joined, sign, dotted = key
        counts = joined or sign == "0" or not _AFTER_COUNT.isdisjoint(categories)
        may = {
            "_numeric": dotted or sign in ("/", "-", "\\"),
            "_day_month": sign in ("/", "-", ".") or not _AFTER_DAY.isdisjoint(categories),
            "_two_days": joined or "and" in categories,
            "_clock": joined or sign == ":" or not _AFTER_HOUR.isdisjoint(categories),
            "_stretch": counts and (sign != "" or dotted or not categories.isdisjoint(("time_unit", "scale"))),
            "_from_now": counts,
        }
        self[key] = found = tuple(name for name in _NUMBER_RULES if may[name])
        return found


_NUMBER_RULES_OF: Final = _NumberRulesOf()


@ByCategories
def _opens(categories: frozenset[str]) -> bool | None:
    """Whether a word can open a time; None if it is a number and what follows decides."""
    if "digits" in categories:
        return None
    if not (_rules_of[categories] or "from" in categories or "pair_noun" in categories):
        return False
    return True if _NUMERAL_CATEGORIES.isdisjoint(categories) else None


@ByCategories
def _may_belong(categories: frozenset[str]) -> bool:
    """Whether a word after a point in time can add to it."""
    return bool(_rules_of[categories]) or not _JOINTS.isdisjoint(categories)


_RANGE_OPENERS: Final = frozenset(
    [
        "weekday",
        "month",
        "month_homograph",
        "hijri_month",
        "ordinal",
        "clock",
        "year_noun",
        "day_noun",
        "month_noun",
        "article_alone",
        "day_word",
        "unit",
        "daypart",
        "eleven",
    ]
)
_PERIODS: Final = frozenset(["demonstrative", "demonstrative_last", "same", "weekend", "season", "time_unit"])
_JOINTS: Final = frozenset(
    ["comma", "open_bracket", "corresponding", "clock_joint", "from", "clock", "daypart", "part_joint", "of"]
)
_NUMERAL_CATEGORIES: Final = frozenset(["unit", "tens", "teen", "hundred", "scale", "eleven", "ten_part"])
_NUMBER_RULES: Final = ("_numeric", "_day_month", "_two_days", "_clock", "_stretch", "_from_now")
_AFTER_DAY: Final = frozenset(
    [
        "partitive",
        "month",
        "month_noun",
        "month_homograph",
        "hijri_month",
        "hijri_homograph",
        "demonstrative",
        "demonstrative_last",
        "same",
        "weekend",
        "season",
        "time_unit",
    ]
)
_AFTER_HOUR: Final = frozenset(
    [
        "zone",
        "daypart",
        "meridiem",
        "part_joint",
        "open_bracket",
        "clock_half",
        "clock_quarter",
        "clock_third",
        "and",
        "except",
    ]
)
_AFTER_COUNT: Final = frozenset(["time_unit", "scale", "hundred", "unit", "tens", "and", "point", "decimal_mark"])
_YEAR_RULE: Final = ("_bare_year",)
_RULES: Final[dict[str, tuple[str, ...]]] = {
    "day_word": ("_day_word",),
    "day_noun": ("_weekday", "_day_month", "_day_numeric"),
    "weekday": ("_weekday",),
    "weekday_after_day": ("_weekday",),
    "ordinal": ("_day_month", "_two_days", "_clock", "_ordinal_weekday", "_stretch"),
    "unit": ("_day_month", "_clock", "_stretch", "_from_now"),
    "eleven": ("_day_month", "_clock"),
    "tens": ("_day_month", "_stretch", "_from_now"),
    "teen": ("_day_month",),
    "first_day": ("_day_month",),
    "last_day": ("_day_month",),
    "article_alone": ("_day_month", "_stretch"),
    "month": ("_month",),
    "month_homograph": ("_month",),
    "hijri_month": ("_month",),
    "hijri_homograph": ("_month",),
    "month_noun": ("_month",),
    "year_noun": ("_year",),
    "time_unit": ("_period", "_stretch", "_from_now", "_century", "_quarter"),
    "demonstrative": ("_period",),
    "demonstrative_last": ("_period",),
    "same": ("_period",),
    "season": ("_period",),
    "weekend": ("_period",),
    "decade": ("_decade",),
    "quarter": ("_quarter",),
    "half": ("_quarter",),
    "daypart": ("_day_part",),
    "midnight": ("_midnight",),
    "clock": ("_clock",),
    "holiday": ("_holiday",),
    "vague": ("_vague",),
    "now": ("_vague",),
    "then": ("_vague",),
    "day_last": ("_vague",),
    "edge": ("_edge", "_stretch"),
    "before": ("_offset_from",),
    "after": ("_offset_from",),
    "since": ("_offset_from",),
    "then_after": ("_after_that",),
    "repeat": ("_repeating",),
    "each": ("_repeating",),
    "each_days": ("_repeating",),
}
