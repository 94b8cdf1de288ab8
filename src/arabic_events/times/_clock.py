"""Times of day: ``الساعة 4:17 فجرا``, ``صباح السبت``, ``منتصف الليل``."""

from __future__ import annotations

from typing import Final

from arabic_events.quantities._numerals import adjacent
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading, forms_of
from arabic_events.times._durations import DurationReader
from arabic_events.times._meaning import (
    CalendarDate,
    Clock,
    DayPart,
    DayWord,
    Holiday,
    Meaning,
    NthWeekday,
    Range,
    SameUnit,
    Then,
)
from arabic_events.times._words import MAX_HOUR, Found

_MINUTES: Final = 60


def to_24(seconds: int, part: str) -> int:
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


class ClockReader(DurationReader):
    """Rules of clock times and parts of day."""

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
                and isinstance(point.meaning, (DayWord, CalendarDate, SameUnit, Then, Holiday))
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
        return forms_of("this_part")

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
        if isinstance(meaning, SameUnit):
            return meaning.unit == "day"
        return isinstance(meaning, (DayWord, NthWeekday, Then, Holiday))

    def _clock_after_part(self, index: int, part: Reading, last: int) -> Found | None:
        """``بعد الظهر الساعة 7``, ``مساء 7``."""
        clock = self._clock(last) if last < len(self.words) and not self.words[last].breaks else None
        if clock is None or not isinstance(clock.meaning, Clock):
            return None
        inner = clock.meaning
        if inner.part is None:
            inner = changed(inner, seconds=to_24(inner.seconds, part.value), part=part.value)
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
            seconds = to_24(seconds, part)
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
                and int(hour_text) < MAX_HOUR
                and int(minute_text) < _MINUTES
            ):
                return int(hour_text) * 3600 + int(minute_text) * 60, index + 1, True, 0
            return None
        if len(text) == 4 and text.isdigit() and self.get(index + 1, "zone") is not None:
            hour, minute = int(text[:2]), int(text[2:])
            return (hour * 3600 + minute * 60, index + 1, True, 0) if hour < MAX_HOUR and minute < _MINUTES else None
        if not text.isdigit() or len(text) > 2 or int(text) > MAX_HOUR:
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
            if any(value >= _MINUTES for value in values[1:]) or hour >= MAX_HOUR:
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
