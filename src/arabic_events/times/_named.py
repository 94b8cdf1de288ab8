"""Holidays, vague times, edges of others and sets: ``عيد الأضحى``, ``مؤخرا``, ``مطلع العام``, ``كل يوم``."""

from __future__ import annotations

from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading
from arabic_events.times._clock import ClockReader
from arabic_events.times._meaning import (
    CalendarDate,
    Clock,
    DayPart,
    DayWord,
    Edge,
    Holiday,
    Meaning,
    Now,
    NthUnit,
    NthWeekday,
    Offset,
    Period,
    Repeating,
    Then,
    Vague,
)
from arabic_events.times._words import Found


class NamedReader(ClockReader):
    """Rules of named, vague, repeated and n-th times."""

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
        opening = self.words[index].readings
        if "ordinal" in opening or "edge" in opening:  # ثاني أيام العيد
            return True
        if "day_noun" in opening and reading.value.startswith("feast"):  # يوم العيد
            return True
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
            inner = self._around(step) if joint is not None or step == best.last else None
            if inner is not None:
                return Found(index, inner.last, inner.meaning, "vague_within", best.offset)
        return best

    def _around(self, index: int) -> Found | None:
        """What ``في وقت سابق`` lies in: ``اليوم``, ``من العام الماضي``, ``من الشهر``, ``من يونيو الجاري``."""
        if index >= len(self.words) or self.words[index].breaks:
            return None
        inner = self.point(index)
        if inner is None:
            return self._this_unit(index)
        meaning = inner.meaning
        if self._begins_with_conjunction(index, inner):
            return None
        if isinstance(meaning, CalendarDate):
            return inner if meaning.day is None and meaning.weekday is None else None
        return inner if isinstance(meaning, (DayWord, Period, DayPart)) else None

    def _this_unit(self, index: int) -> Found | None:
        """``الشهر`` after ``نهاية`` or ``في وقت سابق من``: the present one."""
        unit = self._unit(index)
        if unit is None or unit[1] != "1" or not unit[2].article or unit[2].conjunction:
            return None
        if unit[0] not in ("month", "year", "week", "century"):
            return None
        return Found(index, index + 1, Period(unit[0], 0), "this_period", unit[2].offset)

    def _edge(self, index: int) -> Found | None:
        """``مطلع العام``, ``منتصف يونيو``, ``أواخر الشهر الماضي``, ``نهاية 2023``."""
        reading = self.at(index, "edge")
        if reading is not None and reading.article and not {"half", "ordinal"}.isdisjoint(self.words[index].readings):
            return None  # معرضها الأول عام 1951
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
            unit = self._this_unit(step)
            return Found(index, unit.last, Edge(reading.value, unit.meaning), "edge", reading.offset) if unit else None
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
