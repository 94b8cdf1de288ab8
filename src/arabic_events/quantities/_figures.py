"""Quantities that begin with a number, a sign or ``بين``: ``10-20``, ``%2``, ``$10``, ``ما بين 70 و80%``."""

from __future__ import annotations

from typing import Final

from arabic_events.morphology import best
from arabic_events.quantities._measured import Measured, amounts_of, seconds_in
from arabic_events.quantities._nouns import NounReader
from arabic_events.quantities._numerals import Numeral, adjacent, scaled
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading, preposition
from arabic_events.quantities._spelling import the_article

_LARGEST_BESIDE_PART: Final = 10  # تراجعت الأرباح بنحو الثلث إلى 310 ملايين
_LIST_MARKS: Final = ("-", ")", ".")
_BEFORE_LABELS: Final = frozenset(('"', "("))
_LABELS: Final = 5
_EARLIEST_SEASON: Final = 1900
_MEASURES: Final = frozenset(["percent", "unit_of_measure", "currency", "time_unit", "decimal_mark", "point"])


class FigureReader(NounReader):
    """Rules of quantities with a number."""

    def _numeric(self, index: int) -> Measured | None:
        words = self.words
        start = index
        sign = 1.0
        if words[index].kind == "word":
            number = (
                self.numbers.cardinal(index + 1) if index + 1 < len(words) and not words[index + 1].breaks else None
            )
            if number is None or number.conjunction:
                return None
            return self._worded(index + 1, changed(number, value=-number.value), start=index)
        if words[index].kind != "number":
            if index + 1 >= len(words) or words[index + 1].kind != "number" or not adjacent(words, index + 1):
                return None
            if index > 0 and adjacent(words, index) and words[index - 1].kind in ("number", "word", "latin"):
                return None
            sign = -1.0 if "minus" in words[index].readings else 1.0
            index += 1
        elif index > 0 and adjacent(words, index) and words[index - 1].kind == "latin":
            return None
        number = self.numbers.cardinal(index)
        if number is None:
            return None
        if sign < 0:
            number = changed(number, value=-number.value)
        return self._worded(index, number, start=start)

    def _worded(self, index: int, number: Numeral, *, start: int | None = None) -> Measured | None:
        if (
            number.article
            and not number.digits
            and number.last - number.first > 1
            and number.value < 100
            and self._ranks(number)
        ):
            return None
        start = index if start is None else start
        if self._is_label(start, number) or self._is_code(start, number) or self._is_part(number):
            return None
        if self.get(number.last, "era_ah") is not None or (
            number.value > 31 and self.get(number.last, "era_ad") is not None
        ):
            return None
        ranged = self._ranged(index, number)
        if ranged is None and self._is_result(number):
            return None
        if ranged is not None:
            number, upper, last = ranged
        else:
            upper, last = None, number.last
            fraction = self._slash_fraction(index, number) or self._worded_fraction(number)
            if fraction is not None:
                number = fraction
                last = number.last
        base = Measured(
            start,
            last,
            number.value,
            "number",
            upper=upper,
            modifier="between" if upper is not None else "exact",
            number=number,
            number_first=start,
            number_end=last,
            offset=number.offset,
            number_offset=number.offset,
        )
        counted = self._counted(base, last)
        if counted is None:
            return None
        return self._modified_after(counted)

    def _slash_fraction(self, index: int, number: Numeral) -> Numeral | None:
        words = self.words
        last = number.last
        if (
            number.digits
            and last + 1 < len(words)
            and words[last].text in ("/", "\u2044")
            and words[last + 1].kind == "number"
            and adjacent(words, last)
            and adjacent(words, last + 1)
            and (last + 2 >= len(words) or words[last + 2].text != "/")
        ):
            below = self.numbers.digits_at(last + 1)
            if below is not None and below[0]:
                return changed(number, value=number.value / below[0], last=last + 2, loose_thousands=None)
        return None

    def _is_result(self, number: Numeral) -> bool:
        """``3-1``: a number with a dash and another number that are no range."""
        words, last = self.words, number.last
        if not number.digits or last + 1 >= len(words) or words[last].text != "-" or not adjacent(words, last):
            return False
        return words[last + 1].kind == "number" and adjacent(words, last + 1)

    def _ranks(self, number: Numeral) -> bool:
        """``الواحد والعشرون``: the article on every part makes it an ordinal."""
        closing = self.words[number.last - 1].readings
        return any(closing[name].article for name in ("tens", "hundred") if name in closing)

    def _worded_fraction(self, number: Numeral) -> Numeral | None:
        """``واحد على ثلاثة``: a part of a whole."""
        words = self.words
        over = self._plain(number.last, "fraction_over")
        if over is None or number.last + 1 >= len(words):
            return None
        below = self.numbers.cardinal(number.last + 1)
        if below is None or below.conjunction or below.preposition or below.value <= number.value or below.scaled:
            return None
        return changed(number, value=number.value / below.value, last=below.last, digits=False, loose_thousands=None)

    def _is_label(self, index: int, number: Numeral) -> bool:
        """``المركز 3``, ``القرار 2231``: a number that names and does not count."""
        if index == 0 or self.words[index].breaks:
            return False
        step = index - 1
        listed = "and" in self.words[step].readings
        while step > max(0, index - _LABELS) and (
            self.words[step].text in _BEFORE_LABELS
            or "article_alone" in self.words[step].readings
            or (listed and (self.words[step].kind == "number" or "and" in self.words[step].readings))
        ):
            step -= 1
        named = "rank_noun" in self.words[step].readings and number.digits
        return named and self.get(number.last, "percent") is None

    def _is_part(self, number: Numeral) -> bool:
        """``عشر قيمته``: a tenth of one thing, not ten things."""
        if number.digits or not 2 < number.value <= _LARGEST_BESIDE_PART or number.last >= len(self.words):
            return False
        noun = best(self.words[number.last].text)
        return noun.pos == "noun" and bool(noun.enclitic) and noun.number == "s" and number.last == number.first + 1

    def _numbers_line(self, index: int, number: Numeral) -> bool:
        """``3-``, ``4)`` at the beginning of a line: a number of a list."""
        words, last = self.words, number.last
        if not number.digits or (index and not words[index].breaks) or last + 1 >= len(words):
            return False
        if words[last].text not in _LIST_MARKS or not adjacent(words, last):
            return False
        return words[last + 1].kind != "number" or not adjacent(words, last + 1)

    def _is_code(self, index: int, number: Numeral) -> bool:
        """A number of a longer code: ``2231-2015``, ``FA18``; of no date or a list: ``33/13/2023``, ``3-``."""
        words = self.words
        last = number.last
        if self._numbers_line(index, number):
            return True
        if index > 0 and adjacent(words, index) and number.digits:
            text = words[index - 1].text
            if text in ("/", ":", "+", "_", "#", "@", "=", "&") and index > 1 and adjacent(words, index - 1):
                return True
            if text == "-" and index > 1 and adjacent(words, index - 1):
                return True
            if words[index - 1].kind == "latin":
                return True
        if self._is_season(number):
            return True
        if number.digits and last < len(words) and adjacent(words, last):
            text = words[last].text
            if text in ("_", "@", ":") and last + 1 < len(words) and adjacent(words, last + 1):
                return True
            if (
                words[last].kind == "latin"
                and "unit_of_measure" not in words[last].readings
                and "currency" not in words[last].readings
            ):
                return True
            if (
                text in "-/"
                and last + 1 < len(words)
                and adjacent(words, last + 1)
                and words[last + 1].kind == "number"
            ):
                after = last + 2
                if after < len(words) and words[after].text == text and adjacent(words, after):
                    return True
        return False

    def _is_season(self, number: Numeral) -> bool:
        """``2014/2015``: two years, one after the other."""
        words, last = self.words, number.last
        if not number.digits or last + 1 >= len(words) or words[last].text != "/" or words[last + 1].kind != "number":
            return False
        following = self.numbers.digits_at(last + 1)
        return following is not None and number.value >= _EARLIEST_SEASON and following[0] == number.value + 1

    def _ranged(self, index: int, number: Numeral) -> tuple[Numeral, float, int] | None:
        """``10-20``, ``4 إلى 5``, ``3 أو 4``: (first, upper, next word)."""
        words = self.words
        last = number.last
        if last + 1 >= len(words) or words[last].breaks:
            return None
        middle = words[last]
        to = middle.readings.get("range_to")
        other = middle.readings.get("range_or")
        dash = middle.text in ("-", "~") and number.digits
        if middle.text == "%" and last + 2 < len(words) and ("range_to" in words[last + 1].readings):
            to, last = words[last + 1].readings["range_to"], last + 1
        if to is None and other is None and not dash:
            return None
        second = self.numbers.cardinal(last + 1)
        if second is None or words[last + 1].breaks or second.conjunction:
            return None
        if middle.text == "%" and self.get(second.last, "percent") is None:
            return None
        if dash and not second.digits and not second.scaled:
            return None
        if to is not None and not number.digits and number.value < 1 < _LARGEST_BESIDE_PART <= second.value:
            return None
        value = number.value
        if second.scaled and not number.scaled and number.value < 1000:
            scale = self._scale_of(second)
            if scale and number.value * scale < second.value:
                value = number.value * scale
        if dash and (self._is_score(index, number, second) or second.value <= value):
            return None
        if other is not None and second.value <= value:
            return None
        if second.value <= value:
            return None
        return changed(number, value=value), second.value, second.last

    def _scale_of(self, number: Numeral) -> float:
        reading = self.words[number.last - 1].readings.get("scale")
        return float(reading.value) if reading is not None else 0.0

    def _is_score(self, index: int, number: Numeral, second: Numeral) -> bool:
        """``3-1``: a result, not a range."""
        if number.value > 20 or second.value > 20:
            return False
        if second.value <= number.value:
            return True
        around = [*range(max(0, index - 8), index), *range(second.last, min(len(self.words), second.last + 3))]
        return any("score_context" in self.words[step].readings for step in around)

    def _between(self, index: int, opener: Reading) -> Measured | None:
        """``ما بين 70 و80%``, ``من عشرة إلى عشرين دولارا``."""
        words = self.words
        start = index + opener.words
        rough = self._plain(start, "approx")
        if rough is not None:
            start += rough.words
        if start >= len(words) or words[start].breaks:
            return None
        is_between = "between" in words[index].readings
        duration_first = self._plain_duration(start)
        first = self.numbers.cardinal(start)
        if first is None and duration_first is None:
            return None
        if first is not None and (first.conjunction or first.preposition):
            return None
        if duration_first is not None and is_between:
            joined = self._between_durations(index, start, duration_first)
            if joined is not None:
                return joined
        if first is None:
            return None
        for low, after in self._splits(first):
            own = self._plain(after, "currency") or self._plain(after, "unit_of_measure") if is_between else None
            if own is not None:
                after += own.words
            step, connected = self._connect(after, is_between)
            if not connected or step >= len(words) or words[step].breaks:
                continue
            second = self.numbers.cardinal(step)
            if second is None:
                continue
            value = low
            if second.scaled and value < 1000:
                scale = self._scale_of(second)
                if scale and value * scale < second.value:
                    value *= scale
            if second.value <= value:
                continue
            begin = index
            base = Measured(
                begin,
                second.last,
                value,
                "between",
                upper=second.value,
                modifier="between",
                number=first,
                number_first=index,
                number_end=second.last,
                offset=opener.offset,
                number_offset=opener.offset,
            )
            counted = self._counted(base, second.last)
            if counted is not None:
                return self._modified_after(counted)
        return None

    def _splits(self, number: Numeral) -> list[tuple[float, int]]:
        """Ways to end a number: in full, or before one of its conjunctions."""
        return [(number.value, number.last), *((value, last) for last, value in reversed(number.joints))]

    def _connect(self, index: int, is_between: bool) -> tuple[int, bool]:
        words = self.words
        if index >= len(words) or words[index].breaks:
            return index, False
        word = words[index]
        if word.text == "%" and index + 1 < len(words):
            index += 1
            word = words[index]
        if is_between:
            if "and" in word.readings and word.readings["and"].offset == 0:
                return index + 1, True
            if word.readings.joined:
                return index, True
            if word.text == "-":
                return index + 1, True
        to = word.readings.get("range_to")
        if to is not None:
            return index + to.words, True
        if not is_between and any(one.preposition == preposition(1) for one in word.readings.values()):
            return index, True
        return index, False

    def _between_durations(self, index: int, start: int, first: tuple[object, int, int]) -> Measured | None:
        words = self.words
        after = first[1]
        both = amounts_of(first[0])
        if len(both) == 2 and both[0][1] == both[1][1] and both[0][0] < both[1][0]:
            return Measured(
                index,
                after,
                both[0][0],
                "between",
                "duration",
                upper=both[1][0],
                modifier="between",
                number_first=index,
                number_end=after,
                unit_first=after - 1,
                unit_last=after,
                amounts=(both[1],),
            )
        step, connected = self._connect(after, True)
        if not connected or step >= len(words):
            return None
        second = self._duration(step)
        if second is None:
            return None
        low, high = seconds_in(first[0]), seconds_in(second[0])
        amounts = amounts_of(second[0])
        if low >= high or len(amounts) != 1:
            return None
        unit_seconds = high / amounts[0][0]
        return Measured(
            index,
            second[1],
            low / unit_seconds,
            "between",
            "duration",
            upper=amounts[0][0],
            modifier="between",
            number_first=index,
            number_end=second[1],
            unit_first=second[1] - 1,
            unit_last=second[1],
            amounts=amounts,
        )

    def _plain_duration(self, index: int) -> tuple[object, int, int] | None:
        return self._duration(index)

    def _names_rank(self, index: int) -> bool:
        """Whether a definite number is the rank of a noun before it: ``الدورة الـ27``, ``مجموعة الـ20``."""
        if index == 0 or self.words[index].breaks or self.words[index - 1].kind != "word":
            return False
        number = self.numbers.cardinal(index + 1)
        if number is None or number.value != int(number.value) or number.scaled:
            return False
        following = self.words[number.last].readings if number.last < len(self.words) else {}
        if not _MEASURES.isdisjoint(following):
            return False
        before = best(self.words[index - 1].text)
        return before.pos == "noun" and before.source == "lexicon" and before.number == "s"

    def _definite_digits(self, index: int) -> Measured | None:
        """``الدول الـ15``: a definite number after its noun."""
        words = self.words
        if index + 1 >= len(words) or words[index + 1].kind != "number" or words[index + 1].breaks:
            return None
        number = self.numbers.cardinal(index + 1)
        if number is None or self._names_rank(index):
            return None
        base = Measured(
            index + 1,
            number.last,
            number.value,
            "number",
            number=number,
            number_first=index + 1,
            number_end=number.last,
        )
        following = self._counted(base, number.last)
        before = words[index - 1]
        article = the_article()
        noun_before = (
            index > 0
            and before.breaks is False
            and before.kind == "word"
            and before.text.startswith(article)
            and not self.taken[index - 1]
        )
        definite = number.last < len(words) and words[number.last].text.startswith(article)  # القادة الـ20 القاعة
        if following is not None and (following.last > number.last or index == 0) and not (noun_before and definite):
            return self._modified_after(following)
        if noun_before:
            return changed(base, first=index - 1, unit_first=index - 1, unit_last=index, rule="noun_before")
        return following

    def _percent_first(self, index: int) -> Measured | None:
        """``%2``: the sign before the number."""
        words = self.words
        if index + 1 >= len(words) or words[index + 1].kind != "number" or not adjacent(words, index + 1):
            return None
        if index > 0 and adjacent(words, index):
            return None
        number = self.numbers.cardinal(index + 1)
        if number is None:
            return None
        if (
            number.last < len(words)
            and adjacent(words, number.last)
            and (words[number.last].kind == "latin" or words[number.last].text == "%")
        ):
            return None
        return Measured(
            index,
            number.last,
            number.value,
            "percent",
            "percent",
            number=number,
            number_first=index,
            number_end=number.last,
            unit_first=index,
            unit_last=index + 1,
            unit_key="%",
        )

    def _symbol_first(self, index: int) -> Measured | None:
        """``$10``, ``USD 10``."""
        words = self.words
        step = index + 1
        if step >= len(words) or words[step].breaks or words[step].kind != "number":
            return None
        number = self.numbers.cardinal(step)
        if number is None:
            return None
        value = number.value
        last = number.last
        currency = words[index].readings["currency"]
        if (
            last < len(words)
            and words[last].text.isdigit()
            and len(words[last].text) == 2
            and words[last].start - words[last - 1].end == 1
        ):
            value, last = value + int(words[last].text) / 100, last + 1
        return Measured(
            index,
            last,
            value,
            "money",
            "money",
            number=number,
            number_first=step,
            number_end=last,
            unit_first=index,
            unit_last=index + 1,
            unit_key=currency.value,
        )

    def _bracketed(self, index: int) -> Measured | None:
        """``(24) قاضيا``: the counted noun stands after the bracket."""
        words = self.words
        if index + 2 >= len(words) or words[index + 1].kind != "number":
            return None
        number = self.numbers.cardinal(index + 1)
        if number is None or number.last >= len(words) or words[number.last].text != ")":
            return None
        step = number.last + 1
        scale = self._plain(step, "scale")
        if scale is not None and not scale.article:
            number = changed(number, value=scaled(number.value, float(scale.value)), scaled=True, loose_thousands=None)
            step += 1
        base = Measured(
            index, step, number.value, "number", number=number, number_first=index + 1, number_end=number.last, offset=0
        )
        if scale is not None and (step >= len(words) or words[step].breaks):
            return base
        if (
            step >= len(words)
            or words[step].breaks
            or words[step].kind not in ("word", "mark")
            or words[step].text == "("
            or (words[step].kind == "word" and best(words[step].text).conjunction)
        ):
            return None
        counted = self._counted(base, step)
        if counted is None or (counted.last == step and scale is None):
            return None
        return self._modified_after(counted)
