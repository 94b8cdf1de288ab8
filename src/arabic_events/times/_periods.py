"""Calendar units: ``الأسبوع الماضي``, ``القرن العشرين``, ``الربع الأول من 2022``."""

from __future__ import annotations

from typing import Final, NamedTuple

from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading
from arabic_events.times._dates import DateReader
from arabic_events.times._meaning import (
    Amount,
    CalendarDate,
    Century,
    DayPart,
    DayWord,
    Decade,
    Duration,
    Holiday,
    Meaning,
    Now,
    NthUnit,
    Offset,
    PartOfYear,
    Period,
    Range,
    SameInYear,
    SameUnit,
    SplitYear,
    Then,
    Vague,
)
from arabic_events.times._words import Found

_PERIODS: Final = frozenset(["demonstrative", "demonstrative_last", "same", "weekend", "season", "time_unit"])


class _Pointer(NamedTuple):
    """What points at a period before its noun: ``هذا``, ``ذلك`` or ``نفس``."""

    this: Reading | None
    that: Reading | None
    same: Reading | None

    @property
    def word(self) -> Reading | None:
        return self.this or self.that or self.same


class PeriodReader(DateReader):
    """Rules of weeks, months, seasons, decades, centuries, quarters and halves."""

    def _period(self, index: int) -> Found | None:
        """``الأسبوع الماضي``, ``هذا الشهر``, ``العام نفسه``, ``القرن العشرين``, ``الصيف المقبل``."""
        words = self.words
        step = index
        readings = self._opening[step]
        if _PERIODS.isdisjoint(readings.categories):
            return None
        pointer = _Pointer(*map(readings.get, ("demonstrative", "demonstrative_last", "same")))
        if pointer.word is not None:
            step += 1
            if step >= len(words) or words[step].breaks:
                return None
            readings = words[step].readings
        weekend = readings.get("weekend")
        if weekend is not None:
            shift, last = self._direction(step + weekend.words) or (0, step + weekend.words)
            return Found(index, last, Period("weekend", shift), "weekend", weekend.offset)
        season = readings.get("season")
        if season is not None and not (pointer.word and season.conjunction):
            found = self._season(index, step, season, pointer.this is not None)
            if found is not None:
                return found
        found = self._this_named(index, step, pointer.this.offset) if pointer.this is not None else None
        return found or self._unit_period(index, step, pointer)

    def _this_named(self, index: int, step: int, offset: int) -> Found | None:
        """``هذا المساء``, ``هذا أيار``, ``هذا الجمعة``: a part of day, month or weekday after a demonstrative."""
        part = self._plain(step, "daypart")
        if part is not None and part.words == 1:
            return Found(index, step + 1, DayPart(part.value, DayWord(0)), "this_part", offset)
        month = self._month_name(step, certain=True) if "month" in self.words[step].readings else None
        if month is not None:
            value, last, hijri = month[0], month[2], month[1]
            return Found(index, last, CalendarDate(month=value, hijri=hijri, direction=0), "this_month", offset)
        weekday = self._weekday(step)
        if weekday is None or not isinstance(weekday.meaning, CalendarDate):
            return None
        if weekday.meaning != CalendarDate(weekday=weekday.meaning.weekday):
            return None
        return Found(index, weekday.last, changed(weekday.meaning, direction=0), "this_weekday", offset)

    def _unit_period(self, index: int, step: int, pointer: _Pointer) -> Found | None:
        """A unit of time as a period: ``الأسبوع الماضي``, ``هذا العام``, ``الشهر نفسه``, ``اليوم التالي``."""
        unit = self._unit(step, opening=True)
        if unit is None or unit[1] != "1" or (pointer.word is not None and unit[2].conjunction):
            return None
        name, _, reading = unit
        if not reading.article:
            return None
        offset = pointer.word.offset if pointer.word is not None else reading.offset
        last = step + reading.words
        if name in ("second", "moment", "minute", "hour", "night"):
            return self._night_or_hour(index, last, name, pointer.this, offset)
        school = self._plain(last, "school") is not None
        hijri = school and "era_ah" in self.words[last].readings
        after = last + 1 if school else last
        if name == "century" and (century := self._century(step)) is not None:
            return changed(century, first=index, offset=offset)
        if name == "season":
            return self._sports_season(index, after, pointer.this, offset)
        direction = self._direction(after)
        if direction is not None or pointer.this is not None:
            shift, end = direction or (0, last)
            named = self._weekday_in_week(end) if name == "week" else None
            if named is not None:
                date = CalendarDate(weekday=named[0], month_shift=shift)
                return Found(index, named[1], date, "weekday_of_week", offset)
            if name == "year" and hijri:
                end = direction[1] if direction else after
                return Found(index, end, CalendarDate(hijri=True, year_shift=shift), "hijri_year", offset)
            if direction is not None and school and name == "year":
                return Found(index, end, SplitYear(shift), "school_year", offset)
            if direction is not None:
                return Found(index, end, Period(name, shift), "period", offset)
            if name != "decade":
                return Found(index, end, Period(name, 0), "this_period", offset)
        elif self._plain(after, "demonstrative") is not None and name != "day":
            return Found(index, after + 1, Period(name, 0), "this_period", offset)
        return self._same_or_next(index, last, name, pointer, offset)

    def _same_or_next(self, index: int, last: int, name: str, pointer: _Pointer, offset: int) -> Found | None:
        """``نفس اليوم``, ``الشهر ذاته من العام الماضي``, ``اليوم التالي``, ``الأسبوع الأول من الشهر``."""
        before = pointer.same is not None or pointer.that is not None
        if before or self._plain(last, "same_adj") is not None:
            end = last if before else last + 1
            if name != "year" and (year := self._other_year(end)) is not None:
                return Found(index, year[1], SameInYear(SameUnit(name), year[0]), "same_period", offset)
            return Found(index, end, SameUnit(name), "same_period", offset)
        if name != "day" and self._plain(last, "following") is not None:
            return Found(index, last + 1, SameUnit(name, 1), "following_period", offset)
        position = self._position_adjective(last)
        if position is None or name not in ("week", "day", "month", "decade"):
            return None
        of = self._plain(position[1], "of")
        inner = self.point(position[1] + 1, bare=True) if of is not None and of.words == 1 else None
        if inner is None or not isinstance(inner.meaning, (CalendarDate, Period, Century, Holiday)):
            return None
        return Found(index, inner.last, NthUnit(position[0], name, inner.meaning), "nth_unit", offset)

    def _same_stretch(self, index: int) -> Found | None:
        """``الفترة نفسها من العام الماضي``."""
        reading = self.at(index, "same_stretch")
        if reading is None:
            return None
        last = index + reading.words
        season = self._period(last + 1) if self._plain(last, "of") is not None and last + 1 < len(self.words) else None
        if season is not None and isinstance(season.meaning, SplitYear):
            return Found(index, season.last, season.meaning, "same_stretch", reading.offset)
        year = self._other_year(last)
        if year is None:
            return None
        return Found(index, year[1], SameInYear(Then(), year[0]), "same_stretch", reading.offset)

    def _other_year(self, index: int) -> tuple[Meaning, int] | None:
        """``من العام الماضي``, ``في عام 2023`` after a stretch that is the same but for the year."""
        of = self._plain(index, "of")
        if of is None or of.words != 1 or index + 1 >= len(self.words) or self.words[index + 1].breaks:
            return None
        year = self._year_or_shift(index + 1)
        if year is None or year.same_year:
            return None
        return CalendarDate(year=year.year, hijri=year.hijri, year_shift=year.year_shift), year.last

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
        if (definite or season.words > 1) and self._season_context(index, last):
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
        if last - index > 1:  # فصل الشتاء
            return True
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
        if noun is not None and of is not None and noun.definite:
            return CalendarDate(year_shift=0), step + 1
        return None
