"""Durations, and times counted from another: ``خمس سنوات وشهرين``, ``قبل ثلاثة أيام``, ``السنوات الخمس الماضية``."""

from __future__ import annotations

from typing import Final

from arabic_events.quantities._scan import Reading
from arabic_events.times._meaning import Amount, Duration, FewUnits, FirstUnits, Offset, Repeating, Stretch, Then, Vague
from arabic_events.times._periods import PeriodReader
from arabic_events.times._words import Found

_MAX_AMOUNTS: Final = 7


class DurationReader(PeriodReader):
    """Rules of durations."""

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
        if late is not None and late.value == "early" and (first := self._first_units(index, late)) is not None:
            return first
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

    def _first_units(self, index: int, first: Reading) -> Found | None:
        """``أول ستة أشهر من السنة``."""
        step = index + first.words
        number = self.numbers.cardinal(step) if step < len(self.words) and not self.words[step].breaks else None
        unit = self._unit(number.last) if number is not None else None
        if number is None or unit is None or unit[2].conjunction:
            return None
        of = self._plain(number.last + unit[2].words, "of")
        year = self._year_of_part(number.last + unit[2].words) if of is not None else None
        if year is None:
            return None
        return Found(index, year[1], FirstUnits(int(number.value), unit[0], year[0]), "first_units", first.offset)

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
