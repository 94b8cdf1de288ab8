"""The grammar of quantities: a number with its modifier and what it counts or measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Final, Literal

from arabic_events import lexicon
from arabic_events.quantities._numerals import NumberReader, Numeral, adjacent, scaled
from arabic_events.quantities._records import changed, record
from arabic_events.quantities._scan import ByCategories, Reading, Word, forms_of_nouns, preposition, tanwin
from arabic_events.schema import Modifier, QuantityKind

_MODIFIERS_AFTER_WINDOW: Final = 4
_MAX_PHRASE: Final = 4


_OPENERS: Final = frozenset(
    [
        "modifier_before",
        "minus",
        "unit_of_measure_dual",
        "currency_dual",
        "currency",
        "between",
        "from",
        "indefinite",
        "several",
        "time_unit",
        "unit_of_measure",
        "dual",
        "dual_construct",
        "dual_or_plural",
        "unit",
        "eleven",
        "tens",
        "teen",
        "hundred",
        "scale",
        "scale_dual",
        "fraction",
        "open_bracket",
        "article_alone",
        "counted_noun",
        "percent",
        "digits",
    ]
)


@ByCategories
def _opens(categories: frozenset[str]) -> bool | Literal["noun", "rank"]:
    """Whether a word can open a quantity: a noun only before ``واحد`` or ``على الأقل``, an ordinal only closes one."""
    openers = _OPENERS & categories
    if openers:
        return "noun" if openers == {"counted_noun"} else True
    return "rank" if "ordinal" in categories else False


_AFTER_ONE: Final = frozenset(["unit", "modifier_after"])
_PHRASE_STOPS: Final = frozenset(
    [
        "modifier_after",
        "modifier_before",
        "partitive",
        "range_to",
        "future_verb",
        "past_verb",
        "approx",
        "each",
        "indefinite",
        "several",
        "unit",
        "tens",
        "teen",
        "hundred",
        "scale",
        "scale_dual",
        "before",
        "after",
        "since",
        "time_unit",
        "fraction",
        "day_word",
        "weekday",
        "article_alone",
    ]
)


@record
class Measured:
    """A quantity over words ``[first, last)``.

    Attributes:
        number: the number itself, None for duals and indefinite amounts.
        number_end: the word after the number.
        value, upper: its value; upper for between. Both None when indefinite.
        low, high: bounds of an indefinite amount.
        unit_first, unit_last: the words of the unit.
        unit_key: key of the unit or code of the currency.
        offset: proclitics left out at the front.
    """

    first: int
    last: int
    value: float | None
    rule: str
    kind: QuantityKind = "count"
    upper: float | None = None
    modifier: Modifier = "exact"
    number: Numeral | None = None
    number_first: int = 0
    number_end: int = 0
    unit_first: int | None = None
    unit_last: int = 0
    unit_key: str | None = None
    offset: int = 0
    number_offset: int = 0
    bounds: tuple[float, float] | None = None
    duration: float | None = None
    amounts: tuple[tuple[float, str], ...] = ()
    dual: bool = False


@record
class Unit:
    """A unit of measure: its kind, and factor to the SI unit."""

    key: str
    factor: float
    si: str


@cache
def units() -> dict[str, Unit]:
    """Units of measure by key."""
    return {row["key"]: Unit(row["key"], float(row["factor"]), row["si"]) for row in lexicon.rows("units.tsv")}


class QuantityReader:
    """Reads quantities from the words of one text, outside the words that times have taken."""

    def __init__(
        self,
        words: Sequence[Word],
        numbers: NumberReader,
        taken: Sequence[bool],
        duration: Callable[[int], tuple[object, int, int] | None],
        lone_duration: Callable[[int], tuple[object, int, int] | None],
    ) -> None:
        self.words = words
        self.numbers = numbers
        self.taken = taken
        self._continuing = numbers.continuing
        self._duration = duration
        self._lone_duration = lone_duration

    @cached_property
    def _content(self) -> int:
        """How many of the words are no marks."""
        return sum(word.kind != "mark" for word in self.words)

    def get(self, index: int, category: str) -> Reading | None:
        """The reading of a word that continues a quantity."""
        return self._continuing[index].get(category)

    def _plain(self, index: int, category: str) -> Reading | None:
        reading = self.get(index, category)
        return reading if reading is not None and not reading.conjunction else None

    def find(self) -> list[Measured]:
        """Every quantity, in order, without overlaps."""
        found: list[Measured] = []
        done = 0
        taken = self.taken
        for index, word in enumerate(self.words):
            opens = _opens[word.readings.categories]
            if opens is False or index < done or taken[index]:
                continue
            if opens == "rank":
                ordinal = self.numbers.ordinal(index)
                done = ordinal.last if ordinal is not None else done
                continue
            if opens == "noun" and _AFTER_ONE.isdisjoint(self._continuing[index + 1]):
                continue
            measured = self.quantity(index)
            if measured is None or any(taken[index : measured.last]):
                continue
            if measured.modifier == "exact" and measured.number is not None and self._exceeded_before(index):
                measured = changed(measured, modifier="more_than")
            found.append(measured)
            done = measured.last
        return found

    def _exceeded_before(self, index: int) -> bool:
        """``تجاوزت درجة الحرارة 50 درجة``: a verb of exceeding with its subject before the number."""
        for step in range(1, 5):
            if index - step < 0:
                return False
            word = self.words[index - step]
            if word.kind != "word" or self.words[index - step + 1].breaks:
                return False
            if "exceed_verb" in word.readings:
                return index - step == 0 or "negation" not in self.words[index - step - 1].readings
            if "function" in word.readings:
                return False
        return False

    # ------------------------------------------------------------------ one quantity
    def quantity(self, index: int) -> Measured | None:
        """The quantity that starts at a word, its modifiers included."""
        readings = self.words[index].readings
        modifier = readings.get("modifier_before")
        if modifier is not None and not (modifier.value == "reach" and modifier.preposition):
            start = index + modifier.words
            if start + 1 < len(self.words) and "article_alone" in self.words[start].readings:
                start += 1
            core = self._core_after_modifier(start, modifier)
            if core is not None:
                name = modifier.value
                if name == "reach":
                    if core.kind not in ("duration", "measure"):
                        return core
                    name = "at_most"
                value: Modifier = name  # type: ignore[assignment]
                if core.modifier not in ("exact", "between", "indefinite"):
                    value = core.modifier
                offset = modifier.offset
                if core.modifier == "between":
                    value = "between"
                if core.modifier == "indefinite" and core.value is None:
                    value = "indefinite"
                bounded = changed(core, first=index, modifier=value, offset=offset)
                return self._second_bound(bounded) or bounded
        return self._core(index)

    def _second_bound(self, base: Measured) -> Measured | None:
        """``أكبر من 100 وأصغر من 300``: one range from two bounds."""
        if (
            base.unit_first is not None
            or base.modifier not in ("more_than", "at_least")
            or base.value is None
            or base.last >= len(self.words)
        ):
            return None
        index = base.last
        conjunction = self.get(index, "and")
        if conjunction is not None and conjunction.offset == 0:
            index += 1
        reading = self.get(index, "modifier_before")
        if (
            reading is None
            or reading.value not in ("less_than", "at_most")
            or not (reading.conjunction or index > base.last)
        ):
            return None
        start = index + reading.words
        other = self._core_after_modifier(start, reading)
        if other is None or other.value is None or other.value <= base.value or other.number is None:
            return None
        return changed(
            base,
            upper=other.value,
            modifier="between",
            last=other.last,
            number_end=other.last,
            unit_first=other.unit_first,
            unit_last=other.unit_last,
        )

    def _core_after_modifier(self, start: int, modifier: Reading) -> Measured | None:
        if start >= len(self.words) or self.words[start].breaks:
            return None
        if self.words[start].kind == "mark" and self.words[start].text == "(":
            return self._core(start)
        core = self._core(start)
        if core is None or (modifier.form in _weak_modifiers() and not core.number):
            return None
        return core

    def _core(self, index: int) -> Measured | None:
        words = self.words
        word = words[index]
        readings = word.readings
        if word.kind == "number" or "minus" in readings or word.text == "+":
            return self._numeric(index)
        if "time_unit" in readings and "currency_dual" in readings:
            return self._dual_duration(index)
        if "unit_of_measure_dual" in readings or "currency_dual" in readings:
            return self._measured_dual(index)
        if word.text == "(":
            return self._bracketed(index)
        if word.kind in ("mark", "latin") and "currency" in readings:
            return self._symbol_first(index)
        between = readings.get("between") or readings.get("from")
        if between is not None:
            found = self._between(index, between)
            if found is not None:
                return found
        number = self.numbers.cardinal(index)
        if "indefinite" in readings:
            return self._indefinite(index)
        if number is not None:
            return self._worded(index, number)
        if "article_alone" in readings:
            return self._definite_digits(index)
        if word.text == "%":
            return self._percent_first(index)
        if "several" in readings:
            return self._few(index)
        if "time_unit" in readings:
            return self._dual_duration(index)
        if "dual_or_plural" in readings and self._two_after(index + 1):
            return self._dual(index)
        if "dual" in readings or "dual_construct" in readings:
            return self._dual(index)
        if "unit_of_measure" in readings and word.kind == "word":
            return self._bare_unit(index)
        if "counted_noun" in readings:
            return self._single(index)
        return None

    def _bare_unit(self, index: int) -> Measured | None:
        """``لتر ونصف``; a unit on its own when it is all the text says."""
        reading = self.words[index].readings["unit_of_measure"]
        if reading.article or len(reading.form) < 2 or reading.conjunction:
            return None
        last = index + reading.words
        fraction = self._and_fraction(last)
        if fraction is None and self._content > reading.words:
            return None
        if fraction is not None and index > 0 and self.words[index - 1].kind == "number":
            return None
        value = 1.0 + (fraction[0] if fraction is not None else 0.0)
        end = fraction[1] if fraction is not None else last
        return Measured(
            index,
            end,
            value,
            "single",
            "measure",
            number_first=index,
            number_end=end,
            unit_first=index,
            unit_last=last,
            unit_key=reading.value,
            offset=reading.offset,
            number_offset=reading.offset,
            dual=True,
        )

    def _definite_digits(self, index: int) -> Measured | None:
        """``الدول الـ15``: a definite number after its noun."""
        words = self.words
        if index + 1 >= len(words) or words[index + 1].kind != "number" or words[index + 1].breaks:
            return None
        number = self.numbers.cardinal(index + 1)
        if number is None:
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
        if following is not None and (following.last > number.last or index == 0):
            return self._modified_after(following)
        before = words[index - 1]
        article = _article()
        if (
            before.breaks is False
            and before.kind == "word"
            and before.text.startswith(article)
            and not self.taken[index - 1]
        ):
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

    def _single(self, index: int) -> Measured | None:
        """``قتيل واحد``, ``شخص على الأقل``: one."""
        reading = self.words[index].readings["counted_noun"]
        if reading.article or index + 1 >= len(self.words):
            return None
        one = self._plain(index + 1, "unit")
        least = self._plain(index + 1, "modifier_after")
        base = Measured(
            index,
            index + 1,
            1.0,
            "single",
            number_first=index,
            number_end=index + 1,
            unit_first=index,
            unit_last=index + 1,
            offset=reading.offset,
            number_offset=reading.offset,
            dual=True,
        )
        if one is not None and one.value == "1":
            return self._modified_after(changed(base, last=index + 2))
        if least is not None and least.value == "at_least":
            return self._modified_after(base)
        return None

    # -- numbers in digits
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
        if self._is_label(start, number) or self._is_code(start, number):
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
        while step > max(0, index - 3) and (
            self.words[step].text == '"' or "article_alone" in self.words[step].readings
        ):
            step -= 1
        return "rank_noun" in self.words[step].readings and number.digits

    def _is_code(self, index: int, number: Numeral) -> bool:
        """A number inside a longer code: ``2231-2015``, ``+1-222``, ``FA18``."""
        words = self.words
        last = number.last
        if index > 0 and adjacent(words, index) and number.digits:
            text = words[index - 1].text
            if text in ("/", ":", "+", "_", "#", "@", "=", "&") and index > 1 and adjacent(words, index - 1):
                return True
            if text == "-" and index > 1 and adjacent(words, index - 1):
                return True
            if words[index - 1].kind == "latin":
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
            if text == "-" and last + 1 < len(words) and adjacent(words, last + 1) and words[last + 1].kind == "number":
                after = last + 2
                if after < len(words) and words[after].text == "-" and adjacent(words, after):
                    return True
        return False

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
        both = _amounts(first[0])
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
        low, high = _seconds(first[0]), _seconds(second[0])
        amounts = _amounts(second[0])
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

    # -- what is counted
    def _counted(self, base: Measured, index: int) -> Measured | None:
        """Adds what follows the number: percent, currency, unit, duration or counted noun."""
        words = self.words
        number = base.number
        if (
            number is not None
            and number.fractional
            and not number.scaled
            and number.last == base.last
            and not base.upper
        ):
            return self._fraction(base, index)
        if index < len(words) and words[index].text == ")" and base.first > 0 and words[base.first - 1].text == "(":
            return base
        if index >= len(words) or (words[index].breaks):
            return self._alone(base)
        readings = words[index].readings
        percent = readings.get("percent")
        if percent is not None and not percent.conjunction:
            last = index + percent.words
            return changed(
                base, last=last, kind="percent", unit_first=index, unit_last=last, unit_key="%", rule="percent"
            )
        permille = readings.get("permille")
        if permille is not None and not permille.conjunction:
            last = index + permille.words
            scaled = (base.value or 0) / 10
            return changed(
                base,
                value=scaled,
                last=last,
                kind="percent",
                unit_first=index,
                unit_last=last,
                unit_key="%",
                rule="permille",
            )
        money = self._money(base, index)
        if money is not None:
            return money
        measure = self._measure(base, index)
        if measure is not None:
            return measure
        duration = self._duration_of(base)
        if duration is not None:
            return duration
        return self._noun(base, index)

    def _money(self, base: Measured, index: int) -> Measured | None:
        currency = self.get(index, "currency")
        if currency is None or currency.conjunction or currency.preposition:
            return None
        if currency.article and not (base.number and base.number.scaled) and base.modifier != "indefinite":
            return None
        last = index + currency.words
        value = base.value
        code = currency.value
        cents = self._cents(last)
        if cents is not None and value is not None and base.upper is None:
            value, last = value + cents[0], cents[1]
        fraction = self._and_fraction(last)
        if fraction is not None and value is not None and base.upper is None:
            value, last = value + fraction[0], fraction[1]
        number = base.number
        unit_last = index + currency.words
        return changed(
            base,
            value=value,
            last=last,
            kind="money",
            unit_first=index,
            unit_last=unit_last,
            unit_key=code,
            rule="money",
            number=number,
        )

    def _cents(self, index: int) -> tuple[float, int] | None:
        """``و42 سنتا`` after an amount."""
        conjunction = self.get(index, "and")
        step = index + 1 if conjunction is not None and conjunction.offset == 0 else index
        if step >= len(self.words) or self.words[step].breaks:
            return None
        if step == index and self.words[step].kind != "number" and not self.words[step].readings.joined:
            return None
        number = self.numbers.cardinal(step)
        if number is None or not 0 < number.value < 100:
            return None
        currency = self.get(number.last, "currency")
        if currency is not None and currency.value in ("CENT", "QIRSH", "PENNY", "CENTIME", "HALALA"):
            return number.value / 100, number.last + currency.words
        return None

    def _measure(self, base: Measured, index: int) -> Measured | None:
        unit = self.get(index, "unit_of_measure")
        if unit is None or unit.conjunction or (unit.preposition and unit.words == 1):
            return None
        if unit.article and not (base.number and (base.number.scaled or base.number.fractional)):
            return None
        if (
            len(unit.form) == 1
            and not unit.form.startswith("\u00b0")
            and not (adjacent(self.words, index) or self._ends_clause(index + 1))
        ):
            return None
        last = index + unit.words
        value = base.value
        key = unit.value
        fraction = self._and_fraction(last)
        if fraction is not None and value is not None and base.upper is None:
            value, last = value + fraction[0], fraction[1]
        below = self.get(last, "below_zero")
        if below is not None and value is not None and key in ("degree", "celsius", "fahrenheit"):
            value, last = -value, last + below.words
        base = self._loose(base, key not in ("point",))
        value = value if value != base.value else base.value
        return changed(
            base,
            value=value,
            last=last,
            kind="measure",
            unit_first=index,
            unit_last=index + unit.words,
            unit_key=key,
            rule="measure",
        )

    @staticmethod
    def _loose(base: Measured, decimal: bool) -> Measured:
        number = base.number
        if decimal or number is None or number.loose_thousands is None or base.upper is not None:
            return base
        return changed(base, value=number.loose_thousands)

    def _ends_clause(self, index: int) -> bool:
        return index >= len(self.words) or self.words[index].breaks or self.words[index].kind == "mark"

    def _and_fraction(self, index: int) -> tuple[float, int] | None:
        """``ونصف`` after a unit."""
        conjunction = self.get(index, "and")
        step = index + 1 if conjunction is not None and conjunction.offset == 0 else index
        fraction = self.get(step, "fraction")
        if (
            fraction is None
            or "unit" in self.words[step].readings
            or (step == index and not fraction.conjunction)
            or fraction.article
        ):
            return None
        if self.get(step + 1, "unit_of_measure") is not None or self.get(step + 1, "scale") is not None:
            return None
        return float(fraction.value), step + 1

    def _duration_of(self, base: Measured) -> Measured | None:
        """``خمس سنوات وشهرين``."""
        number = base.number
        if number is None:
            return None
        unit = self.get(base.last, "time_unit")
        if unit is None or unit.conjunction or unit.preposition:
            return None
        if base.upper is not None:
            if unit.article:
                return None
            last = base.last + 1
            return changed(
                base,
                last=last,
                kind="duration",
                unit_first=base.last,
                unit_last=last,
                rule="duration",
                amounts=((base.upper, unit.value.split()[0]),),
            )
        found = self._duration(number.first)
        if found is None:
            return None
        return self._as_duration(base, found, base.last)

    def _as_duration(self, base: Measured, found: tuple[object, int, int], unit_index: int) -> Measured:
        amounts = _amounts(found[0])
        value = amounts[0][0]
        seconds = _seconds(found[0])
        if len(amounts) > 1:
            first_unit = seconds_of(amounts[0][1])
            value = seconds / first_unit if first_unit else value
        return changed(
            base,
            value=value,
            last=found[1],
            kind="duration",
            unit_first=unit_index,
            unit_last=unit_index + 1,
            duration=seconds,
            amounts=amounts,
            rule="duration",
        )

    def _fraction(self, base: Measured, index: int) -> Measured | None:
        """``نصف لتر``, ``ثلث السكان`` (no quantity), ``ثلاثة ونصف كيلومتر``."""
        words = self.words
        number = base.number
        if number is None:
            return None
        single = number.value < 1 and number.last - number.first == 1
        if index < len(words) and not words[index].breaks:
            readings = words[index].readings
            percent = readings.get("percent")
            if percent is not None:
                last = index + percent.words
                return changed(
                    base, last=last, kind="percent", unit_first=index, unit_last=last, unit_key="%", rule="percent"
                )
            money = self._money(base, index)
            if money is not None:
                return money
            measure = self._measure(base, index)
            if measure is not None and not (single and measure.unit_key in ("foot",)):
                return measure
            duration = self._duration_of(base)
            if duration is not None:
                return duration
        if number.last - number.first == 1 and number.value < 1:
            return base if self._content == 1 else None
        if single and number.article:
            return None
        return self._noun(base, index) if index < len(words) and not words[index].breaks else self._alone(base)

    def _alone(self, base: Measured) -> Measured | None:
        """A number with nothing counted after it."""
        number = base.number
        if number is None:
            return base
        if number.digits and base.upper is None and self._looks_like_year(number):
            return None
        if number.loose_thousands is not None and base.upper is None and self._toll_before(base.first):
            base = changed(base, value=number.loose_thousands)
        if number.article and not number.digits and number.scaled and self._content == 1:
            return None
        if number.article and not number.digits and not number.scaled:
            return self._counted_before(base)
        if not number.digits and self._doubtful(base):
            return None
        return base

    def _looks_like_year(self, number: Numeral) -> bool:
        """A lone number of four digits from 1900 to 2035 with nothing counted: right or silent."""
        text = self.words[number.first].text
        if len(text) != 4 or number.last != number.first + 1 or self._content == 1:
            return False
        before = self.words[number.first - 1].readings if number.first else {}
        return text.isdigit() and 1900 <= number.value <= 2035 and "modifier_before" not in before

    def _toll_before(self, index: int) -> bool:
        """Whether people counted are named before a lone number: ``وصل عدد الجرحى إلى 2.962``."""
        return any("people_noun" in self.words[step].readings for step in range(max(0, index - 4), index))

    def _doubtful(self, base: Measured) -> bool:
        """Number words that are also other words, when nothing counted follows: ``ست``, ``واحد``, ``ألف``, ``سبع``."""
        number = base.number
        if number is None or number.last - number.first != 1:
            return False
        readings = self.words[number.first].readings
        if "unit" in readings and (
            readings["unit"].value in ("1", "0") or readings["unit"].form in _ambiguous_numerals()
        ):
            return self._content > 1
        return "scale" in readings and not number.digits and self._content > 1

    def _counted_before(self, base: Measured) -> Measured | None:
        """``المتهمين الخمسة``: the noun stands before."""
        index = base.first
        if index == 0 or self.words[index].breaks or base.number is None or base.number.value < 2 or base.number.offset:
            return None
        if base.number.value >= 20 and not self.words[index - 1].text.endswith(tuple(_plural_endings())):
            return None
        first = index - 1
        noun = self.words[first]
        article = _article()
        if "homograph_numeral" in self.words[index].readings and not noun.text.endswith(_plural_ending()):
            return None
        if noun.kind != "word" or self.taken[first] or "function" in noun.readings or "time_unit" in noun.readings:
            return None
        steps = 0
        while steps < 2 and first > 0 and not self.words[first].breaks and not noun.text.startswith(article):
            first -= 1
            noun = self.words[first]
            steps += 1
        if not (noun.text.startswith(article) or article in noun.text[1:4]) or base.last - base.first > 2:
            return None
        return changed(base, first=first, unit_first=first, unit_last=index, rule="noun_before", offset=0)

    def _noun(self, base: Measured, index: int) -> Measured | None:
        """Adds the counted noun phrase."""
        words = self.words
        word = words[index]
        number = base.number
        readings = word.readings
        if "and" in readings and len(word.text) == 1:
            return self._alone(base)
        if word.kind == "mark":
            if word.text == '"' or word.text == ")":
                return self._alone(base)
            return self._alone(base)
        if (
            number is not None
            and number.article
            and not number.digits
            and not number.scaled
            and number.last - number.first == 1
            and "tens" not in words[number.first].readings
        ):
            return self._alone(base)
        total = readings.get("determined")
        if total is not None and number is not None:
            whole = self.numbers.cardinal(index + total.words) if index + total.words < len(words) else None
            if whole is not None and whole.value >= (base.value or 0):
                inner = Measured(
                    whole.first,
                    whole.last,
                    whole.value,
                    "number",
                    number=whole,
                    number_first=whole.first,
                    number_end=whole.last,
                )
                counted = self._counted(inner, whole.last)
                if counted is not None:
                    return changed(
                        base,
                        last=counted.last,
                        unit_first=counted.unit_first,
                        unit_last=counted.unit_last,
                        kind=counted.kind,
                        rule="of_total",
                    )
        of = readings.get("partitive")
        if of is not None and of.words == 1 and not of.conjunction:
            return self._partitive(base, index, of)
        if word.kind != "word" or "function" in readings or self.taken[index] or _joined(word):
            return self._alone(base)
        if len(word.text) > 5 and word.text.startswith(_fused_articles()) and "counted_noun" not in readings:
            return self._alone(base)
        if "counted_noun" not in readings and "people_noun" not in readings and "other" not in readings:
            if any(name in readings for name in ("modifier_after", "edge_", "past", "next")) or self._verbal(word):
                return self._alone(base)
            if number is not None and not self._agrees(base, word):
                return self._alone(base)
        last = self._phrase_end(base, index)
        base = self._loose(base, False)
        return changed(base, last=last, unit_first=index, unit_last=last, rule="count")

    def _agrees(self, base: Measured, word: Word) -> bool:
        """Whether a word can be the counted noun of a number: no definite noun after a number below a hundred."""
        number = base.number
        if number is None:
            return True
        definite = word.text.startswith(_article()) and len(word.text) > 4
        if definite:
            return False
        return not (not number.digits and self._doubtful_before(base, word))

    def _doubtful_before(self, base: Measured, word: Word) -> bool:
        number = base.number
        if number is None or number.last - number.first != 1:
            return False
        readings = self.words[number.first].readings
        return "unit" in readings and readings["unit"].value in ("0", "1")

    def _verbal(self, word: Word) -> bool:
        return word.text in forms_of_nouns("verb")

    def _partitive(self, base: Measured, index: int, of: Reading) -> Measured | None:
        """``ثلاثة من رجال الأمن``."""
        words = self.words
        step = index + 1
        number = base.number
        if step >= len(words) or words[step].breaks or words[step].kind != "word" or self.taken[step]:
            return self._alone(base)
        readings = words[step].readings
        if "function" in readings or "number" in readings or "time_unit" in readings:
            return self._alone(base)
        if number is not None and not number.digits and self._doubtful(base) and number.value < 2:
            return self._alone(base)
        last = self._phrase_end(base, step, genitive=True)
        return changed(base, last=last, unit_first=step, unit_last=last, rule="partitive")

    def _phrase_end(self, base: Measured, index: int, *, genitive: bool = False) -> int:
        """Where the counted phrase ends: the noun, then its genitive and agreeing adjectives."""
        words = self.words
        last = index + 1
        head = words[index]
        tail = tanwin()
        while last < len(words) and last - index < _MAX_PHRASE:
            word = words[last]
            if word.breaks or word.kind != "word" or self.taken[last]:
                break
            readings = word.readings
            other = readings.get("other")
            if other is not None and not other.conjunction:
                last += 1
                continue
            previous = words[last - 1]
            if self._joined_twin(previous, word):
                last += 1
                continue
            if "function" in readings or self._verbal(word) or not _PHRASE_STOPS.isdisjoint(readings) or _joined(word):
                break
            if (
                head.text.endswith(tail)
                and previous.text.endswith(tail)
                and word.text.endswith(tail)
                and len(word.text) > 3
            ):
                last += 1
                continue
            if genitive and word.text.startswith(_article()):
                last += 1
                continue
            if self._adjective_of(previous, word) or (last == index + 1 and self._complement_of(previous, word)):
                last += 1
                continue
            break
        return last

    def _joined_twin(self, previous: Word, word: Word) -> bool:
        """``طالب وطالبة``, ``قتيل وجريح``: two nouns counted together."""
        people = word.readings.get("people_noun")
        if people is not None and people.conjunction and "people_noun" in previous.readings:
            return True
        feminine = lexicon.toml("proclitics.toml")
        stem = previous.text.removesuffix(tanwin())
        return word.text[:1] in feminine["conjunctions"] and word.text[1:] == stem + feminine["feminine"]

    def _complement_of(self, previous: Word, word: Word) -> bool:
        """``قطعة سلاح``: the genitive of a noun that usually has one."""
        if "takes_complement" not in previous.readings or previous.text.endswith(tanwin()):
            return False
        return not (
            word.text.startswith(_article())
            or len(word.text) < 3
            or word.text.endswith(tanwin())
            or word.text[0] in _verb_letters()
        )

    def _adjective_of(self, previous: Word, word: Word) -> bool:
        """Whether the word after a noun is its relational adjective or its indefinite genitive."""
        endings = _adjective_endings()
        feminine = lexicon.toml("proclitics.toml")["feminine"]
        if (
            word.text.endswith(feminine)
            and not word.readings
            and previous.text.endswith((_plural_ending(), feminine))
            and len(word.text) > 4
        ):
            return word.text[0] not in _verb_letters()
        if word.text.startswith(_article()) or len(word.text) < 4:
            return previous.text.startswith(_article()) and word.text.startswith(_article())
        return any(word.text.endswith(ending) for ending in endings)

    # -- indefinite amounts and duals
    def _indefinite(self, index: int) -> Measured | None:
        """``عشرات القتلى``, ``مئات الآلاف من``, ``ملايين الدولارات``."""
        words = self.words
        reading = words[index].readings["indefinite"]
        low = float(reading.value)
        last = index + reading.words
        factor = 1.0
        scale = self._plain(last, "scale") or self._plain(last, "indefinite")
        if scale is not None and float(scale.value) >= 1000:
            factor = float(scale.value)
            last += scale.words
        bounds = (2 * low * factor, 10 * low * factor - 1)
        base = Measured(
            index,
            last,
            None,
            "indefinite",
            modifier="indefinite",
            number_first=index,
            number_end=last,
            offset=reading.offset,
            number_offset=reading.offset,
            bounds=bounds,
        )
        if last >= len(words) or words[last].breaks or words[last].kind == "mark":
            return base
        readings = words[last].readings
        currency = self.get(last, "currency")
        if currency is not None and not currency.conjunction:
            return changed(
                base,
                last=last + currency.words,
                kind="money",
                unit_first=last,
                unit_last=last + currency.words,
                unit_key=currency.value,
            )
        unit = self.get(last, "unit_of_measure")
        if unit is not None and not unit.conjunction:
            return changed(
                base,
                last=last + unit.words,
                kind="measure",
                unit_first=last,
                unit_last=last + unit.words,
                unit_key=unit.value,
            )
        time_unit = self.get(last, "time_unit")
        if time_unit is not None and not time_unit.conjunction:
            return changed(base, last=last + 1, kind="duration", unit_first=last, unit_last=last + 1)
        step = last
        if "partitive" in readings and readings["partitive"].words == 1:
            step += 1
        if step >= len(words) or words[step].breaks or words[step].kind != "word" or self.taken[step]:
            return base
        word = words[step]
        coin = word.readings.get("currency")
        if coin is not None and coin.article:
            end = step + coin.words
            return changed(base, last=end, kind="money", unit_first=step, unit_last=end, unit_key=coin.value)
        if "function" in word.readings or _joined(word) or self._verbal(word):
            return base
        end = self._phrase_end(base, step, genitive=step > last)
        return changed(base, last=end, unit_first=step, unit_last=end)

    def _few(self, index: int) -> Measured | None:
        """``عدة سيارات``, ``بضعة أشخاص``."""
        words = self.words
        reading = words[index].readings["several"]
        last = index + reading.words
        if last >= len(words) or words[last].breaks or words[last].kind != "word" or self.taken[last]:
            return None
        readings = words[last].readings
        if "function" in readings:
            return None
        base = Measured(
            index,
            last,
            None,
            "few",
            modifier="indefinite",
            number_first=index,
            number_end=last,
            offset=reading.offset,
            number_offset=reading.offset,
            bounds=(3.0, 9.0),
        )
        scale = self._plain(last, "scale") or self._plain(last, "indefinite")
        if scale is not None:
            return changed(
                base, bounds=(3 * float(scale.value), 9 * float(scale.value)), last=last + 1, number_end=last + 1
            )
        if "time_unit" in readings:
            return changed(base, last=last + 1, kind="duration", unit_first=last, unit_last=last + 1)
        end = self._phrase_end(base, last)
        return changed(base, last=end, unit_first=last, unit_last=end)

    def _dual(self, index: int) -> Measured | None:
        """``قتيلان``, ``جنديين إسرائيليين``, ``حالتي وفاة``."""
        words = self.words
        readings = words[index].readings
        reading = readings.get("dual") or readings.get("dual_or_plural") or readings["dual_construct"]
        if reading.article and not self._two_after(index + 1):
            return None
        if "not_dual" in readings:
            return None
        construct = reading.category == "dual_construct"
        if construct and reading.value in forms_of_nouns("place_noun"):
            return None
        last = index + 1
        if construct and (
            last >= len(words) or words[last].breaks or words[last].kind != "word" or "function" in words[last].readings
        ):
            return None
        base = Measured(
            index,
            last,
            2.0,
            "dual",
            number_first=index,
            number_end=last,
            unit_first=index,
            unit_last=last,
            offset=reading.offset,
            number_offset=reading.offset,
            dual=True,
        )
        if construct:
            last += 1
        while (
            last < len(words) and last - index < _MAX_PHRASE and not words[last].breaks and words[last].kind == "word"
        ):
            word = words[last]
            if self.taken[last] or "function" in word.readings:
                break
            two = self._plain(last, "unit")
            if two is not None and two.value == "2":
                last += 1
                break
            if (
                any(word.text.endswith(ending) for ending in _dual_endings())
                and len(word.text) > 4
                and not word.text.startswith(_article())
            ):
                last += 1
                continue
            break
        return self._modified_after(changed(base, last=last, unit_last=last))

    def _two_after(self, index: int) -> bool:
        two = self._plain(index, "unit")
        return two is not None and two.value == "2"

    def _measured_dual(self, index: int) -> Measured | None:
        """``طنين``, ``درجتين تحت الصفر``, ``دولارين``."""
        readings = self.words[index].readings
        reading = readings.get("unit_of_measure_dual") or readings.get("currency_dual")
        if reading is None or reading.article:
            return None
        last = index + reading.words
        kind: QuantityKind = "measure" if reading.category.startswith("unit") else "money"
        base = Measured(
            index,
            last,
            2.0,
            "dual",
            kind,
            number_first=index,
            number_end=last,
            unit_first=index,
            unit_last=last,
            unit_key=reading.value,
            offset=reading.offset,
            number_offset=reading.offset,
            dual=True,
        )
        fraction = self._and_fraction(last)
        if fraction is not None:
            base = changed(base, value=2 + fraction[0], last=fraction[1])
        below = self.get(base.last, "below_zero")
        if below is not None:
            base = changed(base, value=-(base.value or 0), last=base.last + below.words)
        return self._modified_after(base)

    def _dual_duration(self, index: int) -> Measured | None:
        """``ساعتين``, ``عامين ونصف``."""
        reading = self.words[index].readings["time_unit"]
        if reading.article:
            return None
        if not reading.value.endswith("2"):
            return self._single_duration(index, reading)
        found = self._duration(index)
        if found is None:
            return None
        base = Measured(
            index,
            found[1],
            2.0,
            "duration",
            number_first=index,
            number_end=found[1],
            offset=reading.offset,
            number_offset=reading.offset,
        )
        return self._modified_after(self._as_duration(base, found, index))

    def _single_duration(self, index: int, reading: Reading) -> Measured | None:
        """``شهر ونصف``, ``عام واحد``, ``عقدا كاملا``."""
        if not reading.value.endswith("1"):
            return None
        ends = index + 1 >= len(self.words) or self.words[index + 1].breaks
        if self._content == 1:
            found = self._lone_duration(index)
            if found is None:
                return None
            lone = Measured(
                index,
                index + 1,
                1.0,
                "duration",
                number_first=index,
                number_end=index + 1,
                offset=reading.offset,
                number_offset=reading.offset,
            )
            return self._as_duration(lone, found, index)
        following = {} if ends else self.words[index + 1].readings
        one = following.get("unit")
        half = following.get("fraction")
        whole = following.get("whole_unit")
        led = index > 0 and "duration_lead" in self.words[index - 1].readings
        found = self._lone_duration(index)
        compound = found is not None and len(_amounts(found[0])) > 1
        if not (
            (one is not None and one.value == "1" and not one.conjunction)
            or (half is not None and half.conjunction)
            or whole is not None
            or led
            or compound
        ) or reading.value.split()[0] in ("moment", "season"):
            return None
        if found is None:
            return None
        base = Measured(
            index,
            found[1],
            1.0,
            "duration",
            number_first=index,
            number_end=found[1],
            offset=reading.offset,
            number_offset=reading.offset,
        )
        measured = self._as_duration(base, found, index)
        if whole is not None:
            measured = changed(measured, last=found[1] + 1)
        return self._modified_after(measured)

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
        ):
            return None
        counted = self._counted(base, step)
        if counted is None or (counted.last == step and scale is None):
            return None
        return self._modified_after(counted)

    # -- after
    def _modified_after(self, base: Measured) -> Measured:
        """``على الأقل`` and the like after the phrase."""
        index = base.last
        if index >= len(self.words) or self.words[index].breaks:
            return base
        reading = self.words[index].readings.get("modifier_after")
        if reading is not None and reading.conjunction:
            reading = None
        if reading is None and index + 1 < len(self.words) and self.words[index].text in ("(", ","):
            return base
        if reading is None:
            return base
        modifier: Modifier = reading.value  # type: ignore[assignment]
        if base.modifier == "between":
            modifier = "between"
        return changed(base, last=index + reading.words, modifier=modifier)


def _joined(word: Word) -> bool:
    """Whether a word is only known with a conjunction before it."""
    readings = word.readings
    return bool(readings) and all(one.conjunction for one in readings.values())


def _seconds(duration: object) -> float:
    return float(getattr(duration, "seconds", 0.0))


def _amounts(duration: object) -> tuple[tuple[float, str], ...]:
    return tuple((amount.value, amount.unit) for amount in getattr(duration, "amounts", ()))


def seconds_of(unit: str) -> float:
    """Length of a time unit."""
    from arabic_events.times._meaning import SECONDS

    return float(SECONDS.get(unit, 0))


@cache
def _fused_articles() -> tuple[str, ...]:
    table = lexicon.toml("proclitics.toml")
    fronts = [*table["prepositions"], *table["conjunctions"]]
    return (table["fused"], *(front + table["article"] for front in fronts))


@cache
def _article() -> str:
    return str(lexicon.toml("proclitics.toml")["article"])


@cache
def _weak_modifiers() -> frozenset[str]:
    return forms_of_nouns("weak_modifier")


@cache
def _ambiguous_numerals() -> frozenset[str]:
    return forms_of_nouns("ambiguous_numeral")


@cache
def _adjective_endings() -> tuple[str, ...]:
    return tuple(lexicon.toml("proclitics.toml")["adjective_endings"])


@cache
def _plural_endings() -> tuple[str, ...]:
    table = lexicon.toml("proclitics.toml")
    return (table["plural_feminine"], *table["plural_masculine"])


@cache
def _plural_ending() -> str:
    return str(lexicon.toml("proclitics.toml")["plural_feminine"])


@cache
def _verb_letters() -> frozenset[str]:
    table = lexicon.toml("proclitics.toml")
    return frozenset({table["imperfect"][0], *table["conjunctions"], *table["prepositions"]})


@cache
def _dual_endings() -> tuple[str, ...]:
    return tuple(lexicon.toml("proclitics.toml")["dual"])
