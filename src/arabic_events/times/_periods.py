"""Calendar units: ``الأسبوع الماضي``, ``القرن العشرين``, ``الربع الأول من 2022``."""

from __future__ import annotations

from typing import Final

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


class PeriodReader(DateReader):
    """Rules of weeks, months, seasons, decades, centuries, quarters and halves."""

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
            if name != "year" and (year := self._other_year(end)) is not None:
                return Found(index, year[1], SameInYear(SameUnit(name), year[0]), "same_period", offset)
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
