"""Ranges of time: ``من 3 إلى 9 مايو``, ``عامي 2011 و2012``, ``2025 - 2031``."""

from __future__ import annotations

from typing import Final

from arabic_events.quantities._numerals import adjacent
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading
from arabic_events.times._joining import JoiningReader
from arabic_events.times._meaning import CalendarDate, Clock, Meaning, Range, Repeating, Vague
from arabic_events.times._rules import rules_of
from arabic_events.times._words import MAX_HOUR, Found

_HALF_DAY: Final = 43200
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


class RangeReader(JoiningReader):
    """Rules of ranges; each end lends the other what it leaves out."""

    def _range(self, index: int) -> Found | None:
        opener = self.at(index, "from")
        start = index + opener.words if opener else index
        if start >= len(self.words):
            return None
        if "pair_noun" in self.words[index].readings:
            paired = self._paired_nouns(index)
            if paired is not None:
                return paired
        if (pair := self._two_weekdays(index)) is not None:
            return pair
        if opener is not None and start + 1 < len(self.words) and "pair_noun" in self.words[start].readings:
            start += 1
        if (
            opener is not None
            and self.words[start].kind != "number"
            and not rules_of[self.words[start].readings.categories]
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
            and (until := self.words[after].readings.get("until")) is not None
            and until.words == 1
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

    def _two_weekdays(self, index: int) -> Found | None:
        """``الخميس والجمعة``, ``الأحد أو الاثنين المقبلين``: two weekdays in a row."""
        named = self._weekday_reading(index, opening=True)
        if named is None:
            return None
        first, step = named[0], named[1]
        either = self._plain(step, "or") is not None
        following = self._weekday_reading(step + 1 if either else step)
        if following is None or following[2] == either or following[0] != first % 7 + 1:
            return None
        direction = self._direction(following[1])
        shift = direction[0] if direction else None
        meaning = Range(
            CalendarDate(weekday=first, direction=shift), CalendarDate(weekday=following[0], direction=shift)
        )
        return Found(index, direction[1] if direction else following[1], meaning, "two_weekdays", named[3])

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
                if hours > MAX_HOUR:
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
            if isinstance(meaning, Clock) and first <= MAX_HOUR:
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
