"""Points in time with what belongs to them: ``غدا من الثالثة إلى الخامسة``, ``15 رمضان الموافق 25 مارس``."""

from __future__ import annotations

from typing import Final

from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading
from arabic_events.times._calendar import from_hijri
from arabic_events.times._clock import to_24
from arabic_events.times._meaning import (
    CalendarDate,
    Clock,
    DayPart,
    DayWord,
    Holiday,
    Meaning,
    NthWeekday,
    Offset,
    Period,
    Range,
    Then,
)
from arabic_events.times._named import NamedReader
from arabic_events.times._rules import may_belong
from arabic_events.times._words import Found


def _in_year_of(hijri: CalendarDate, day: CalendarDate) -> CalendarDate:
    """A Gregorian day of no year in that of the Hijri date it stands for: ``28 رمضان 1436 الموافق 15 يوليو الماضي``."""
    if hijri.year is None or hijri.month is None or hijri.day is None or day.month is None:
        return day
    same = from_hijri(hijri.year, hijri.month, hijri.day)
    if same is None:
        return day
    apart = (day.month - same.month) % 12
    if apart not in (0, 1, 11):
        return day
    year = same.year + (1 if apart == 1 and day.month == 1 else -1 if apart == 11 and day.month == 12 else 0)
    return changed(day, year=year, direction=None, year_shift=None)


_DAYS: Final = (DayWord, CalendarDate, DayPart, NthWeekday, Offset, Period, Then, Holiday)


def _is_without_day(meaning: Meaning) -> bool:
    """Whether a date is a month or a year."""
    return isinstance(meaning, CalendarDate) and meaning.day is None and meaning.weekday is None


class JoiningReader(NamedReader):
    """Rules that join a point in time with a clock time, a day or its date in another calendar."""

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
        if self.words[index].kind != "number" and not may_belong[self.words[index].readings.categories]:
            return None
        corresponding = self._corresponding(found)
        if corresponding is not None:
            return corresponding
        step = index
        if self.get(step, "comma") is not None:
            step += 1
        joint = self._plain(step, "clock_joint")
        if joint is not None:
            step += joint.words
        if isinstance(meaning, _DAYS) and not _is_without_day(meaning):
            hours = self._hours_of_day(found) or self._clock_of_day(found, step)
            return hours or (self._part_of_day(found) if step == index else None)
        apart = step > index and joint is None and self.get(index, "comma") is None
        return self._day_of_clock(found, meaning, step) if isinstance(meaning, Clock) and not apart else None

    def _clock_of_day(self, found: Found, step: int) -> Found | None:
        """``غدا الساعة الثالثة``: a day and a clock time on it."""
        clock = self._clock(step) if step < len(self.words) and not self.words[step].breaks else None
        if clock is None or not isinstance(clock.meaning, Clock) or clock.meaning.day is not None:
            return None
        meaning, inner = found.meaning, clock.meaning
        day, part = (meaning.day, meaning.part) if isinstance(meaning, DayPart) else (meaning, None)
        if part and inner.part is None:
            inner = changed(inner, seconds=to_24(inner.seconds, part), part=part)
        return Found(found.first, clock.last, changed(inner, day=day), "clock_on_day", found.offset)

    def _part_of_day(self, found: Found) -> Found | None:
        """``السبت مساء``, ``السبت في المساء``: a day and a part of it."""
        if isinstance(found.meaning, DayPart):
            return None
        index = found.last
        part = self._plain(index, "daypart")
        inside = self._plain(index, "part_joint")
        if part is None and inside is not None and inside.words == 1:
            index += 1
            part = self._plain(index, "daypart")
            if part is None or not part.definite:
                return None
        if part is None or self._starts_day_part_of_other(index, part):
            return None
        return Found(found.first, index + part.words, DayPart(part.value, found.meaning), found.rule, found.offset)

    def _day_of_clock(self, found: Found, clock: Clock, step: int) -> Found | None:
        """``الثالثة من مساء السبت``, ``الخامسة (الثانية بتوقيت غرينتش) من غد``: a clock time and its day."""
        if clock.day is not None:
            return None
        if self.get(step, "open_bracket") is not None:
            other = self._clock(step + 1) if step + 1 < len(self.words) else None
            if other is None or self.get(other.last, "close_bracket") is None:
                return None
            step = other.last + 1
        of = self._plain(step, "of")
        after = step + 1 if of is not None and of.words == 1 else step
        if after >= len(self.words) or self.words[after].breaks:
            return None
        point = self.point(after, bare=False)
        if point is None:
            return None
        day = point.meaning
        if isinstance(day, DayPart) and day.day is not None:
            seconds = to_24(clock.seconds, day.part) if clock.part is None else clock.seconds
            clock = changed(clock, seconds=seconds, day=day.day, part=day.part)
        elif isinstance(day, (DayWord, CalendarDate, NthWeekday, Then)) and not _is_without_day(day):
            clock = changed(clock, day=day)
        else:
            return None
        return Found(found.first, point.last, clock, "clock_on_day", found.offset)

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
        if isinstance(before, CalendarDate) and before.year is not None and meaning.year is None:
            meaning = before if not before.hijri else _in_year_of(before, meaning)
        return Found(found.first, last, meaning, "paired_calendars", found.offset)
