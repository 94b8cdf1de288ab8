"""Months and years: ``شهر سبتمبر/أيلول الماضي``, ``رمضان 1445``, ``عام 2015``."""

from __future__ import annotations

from arabic_events.quantities._numerals import adjacent
from arabic_events.quantities._scan import tanwin
from arabic_events.times import _calendar as cal
from arabic_events.times._meaning import CalendarDate, Range, Vague
from arabic_events.times._words import FIRST_YEAR, LAST_YEAR, MAX_MONTH, Found, Tail, WordReader


class MonthReader(WordReader):
    """Rules of months and years."""

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
                    and 1 <= number[0] <= MAX_MONTH
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

    def _tail(self, index: int, *, hijri: bool) -> Tail:
        """The year or direction after a month."""
        direction = self._direction(index)
        if direction is not None:
            after = direction[1]
            of = self._plain(after, "of")
            if of is not None and direction[0] == 0:
                year = self._year_or_shift(after + 1)
                if year is not None:
                    return year
            return Tail(after, direction=direction[0])
        same = self._plain(index, "same_adj")
        if same is not None:
            return Tail(index + 1, same_year=True)
        step = index
        if self.get(step, "comma") is not None or (self._month_separator(step) and step + 1 < len(self.words)):
            step += 1
        else:
            of = self._plain(step, "of")
            if of is not None and of.words == 1:
                step += 1
        if step >= len(self.words) or self.words[step].breaks:
            return Tail(index)
        year = self._year_or_shift(step)
        if year is not None:
            if step > index and self.get(index, "comma") is not None and year.year is None:
                return Tail(index)
            return year
        return Tail(index)

    def _year_or_shift(self, index: int) -> Tail | None:
        """``2023``, ``عام 2023``, ``العام الماضي``, ``هذا العام``, ``العام نفسه``."""
        number = self._year_number(index)
        if number is not None:
            return Tail(number[1], year=number[0], hijri=number[2])
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
            return Tail(step + (same is None), same_year=True)
        number = self._year_number(step)
        if number is not None:
            return Tail(number[1], year=number[0], hijri=number[2])
        direction = self._direction(step)
        if direction is not None:
            return Tail(direction[1], year_shift=direction[0])
        if demonstrative is not None:
            return Tail(step, year_shift=0)
        following = self._plain(step, "following")
        if following is not None and following.words == 1:
            return Tail(step + 1, year_shift=1)
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
        if not FIRST_YEAR <= value <= LAST_YEAR:
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
            tail = Tail(after)
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

    @staticmethod
    def _valid(day: int, month: int, year: int | None) -> bool:
        if not 1 <= month <= MAX_MONTH or not day >= 1:
            return False
        return day <= cal.last_of_month(year if year and 1 <= year <= 9998 else 2024, month)

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
            (reading := readings.get(name)) is not None and not reading.preposition
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
            measure = readings.get("unit_of_measure") or readings.get("time_unit")
            return not (measure is not None and len(readings) == 1 and measure.article)
        return (
            word.kind == "word"
            and len(word.text) > 3
            and word.text.endswith(self._tanwin)
            and "function" not in readings
        )

    @property
    def _tanwin(self) -> str:
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
