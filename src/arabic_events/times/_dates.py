"""Days: ``أمس الأحد``, ``يوم الجمعة الماضي``, ``الرابع من أغسطس/آب``, ``22/9/2023``."""

from __future__ import annotations

from arabic_events.quantities._numerals import adjacent
from arabic_events.quantities._records import changed
from arabic_events.times import _calendar as cal
from arabic_events.times._meaning import CalendarDate, DayWord, NthUnit, NthWeekday, Period, SameUnit
from arabic_events.times._months import MonthReader
from arabic_events.times._words import FIRST_YEAR, LAST_YEAR, MAX_MONTH, Found


class DateReader(MonthReader):
    """Rules of days: day words, weekdays, dates in words and in digits."""

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
        if days == 0 and last == index + 1 and index and self._plain(index - 1, "rate_joint") is not None:
            return None  # في اليوم: a day, at a rate
        return Found(index, last, DayWord(days, weekday), "day_word", reading.offset)

    def _weekday_reading(
        self, index: int, *, after_day: bool = False, opening: bool = False
    ) -> tuple[int, int, bool, int] | None:
        """(weekday, next word, conjunction?, offset)."""
        look = self.at if opening else self.get
        reading = look(index, "weekday")
        if reading is not None and any(self._plain(index + 1, part) is not None for part in ("ten_part", "of_two")):
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
        if ordinal and step == index + 1 and "feminine_ordinal" in self.words[index].readings:
            return None  # للمرة الأولى في يوليو
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
        if period is not None and isinstance(period.meaning, SameUnit) and period.meaning.unit == "month":
            return Found(start, period.last, NthUnit(day, "day", period.meaning), "day_of_month", offset)
        if self._plain(step, "this") is not None and self._names_day(start, index):
            return Found(start, step + 1, CalendarDate(day=day, month_shift=0), "day_of_month", offset)
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

    def _names_day(self, start: int, index: int) -> bool:
        """Whether a number alone is a day: ``يوم 13 الجاري``, ``في 13 الجاري``."""
        if self.words[index].kind != "number":
            return False
        before = self.words[start - 1].readings if start > 0 else {}
        return start < index or ("in" in before and "year_noun" not in before and "month_noun" not in before)

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
            if month > MAX_MONTH and day <= MAX_MONTH:
                month, day = day, month
            if len(parts[2]) == 4:
                return None
        elif len(parts[2]) == 4:
            day, month, year = a, b, c
            if month > MAX_MONTH and day <= MAX_MONTH:
                day, month = month, day
        elif len(parts[1]) == 4:
            return None
        else:
            day, month, year = a, b, c + (2000 if c < 60 else 1900)
            if month > MAX_MONTH and day <= MAX_MONTH:
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
            if not 1 <= month <= MAX_MONTH or cal.from_hijri(year, month, day) is None:
                return None
        elif not FIRST_YEAR <= year <= LAST_YEAR or not self._valid(day, month, year):
            return None
        return Found(index, last, CalendarDate(year, month, day, None, hijri), "numeric_date")

    def _short_numeric(self, index: int, last: int, parts: list[str], mark: str, *, short: bool) -> Found | None:
        a, b = int(parts[0]), int(parts[1])
        if len(parts[0]) <= 2 and len(parts[1]) == 4 and mark in "/-" and 1 <= a <= MAX_MONTH and 1900 <= b <= 2100:
            return Found(index, last, CalendarDate(b, a), "numeric_month")
        if len(parts[0]) == 4 and len(parts[1]) == 2 and 1900 <= a <= 2100 and 1 <= b <= MAX_MONTH and mark == "-":
            if b > MAX_MONTH or (a + 1) % 100 == b:
                return None
            return (
                Found(index, last, CalendarDate(a, b), "numeric_month") if short or self._year_context(index) else None
            )
        if len(parts[0]) > 2 or len(parts[1]) > 2 or mark != "/" or not (a and b):
            return None
        before = self.words[index - 1].readings if index > 0 and not self.words[index].breaks else {}
        padded = parts[1].startswith("0") and len(parts[0]) == 2 and int(parts[1]) <= MAX_MONTH
        announced = short or padded or any(name in before for name in ("day_noun", "date_joint", "corresponding"))
        if not announced and ("in" not in before or before["in"].words != 1 or self._counted(last)):
            return None
        day, month = (a, b) if b <= MAX_MONTH else (b, a)
        if not self._valid(day, month, None):
            return None
        return Found(index, last, CalendarDate(month=month, day=day), "numeric_day_month")
