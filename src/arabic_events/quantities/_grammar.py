"""The grammar of quantities: numbers with modifiers and what they measure; `_units` says how it is laid out."""

from __future__ import annotations

from typing import Final, Literal

from arabic_events.quantities._measured import Measured
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import ByCategories, Reading
from arabic_events.quantities._spelling import weak_modifiers
from arabic_events.quantities._unnumbered import UnnumberedReader
from arabic_events.schema import Modifier

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
_NEGATED: Final = {"more_than": "at_most", "less_than": "at_least"}
_AFTER_ONE: Final = frozenset(["unit", "modifier_after"])


@ByCategories
def _opens(categories: frozenset[str]) -> bool | Literal["noun", "rank"]:
    """Whether a word can open a quantity: a noun only before ``واحد`` or ``على الأقل``, an ordinal only closes one."""
    openers = _OPENERS & categories
    if openers:
        return "noun" if openers == {"counted_noun"} else True
    return "rank" if "ordinal" in categories else False


class QuantityReader(UnnumberedReader):
    """Reads quantities from the words of one text, outside the words that times have taken."""

    def find(self) -> list[Measured]:
        """Every quantity, in order, without overlaps."""
        found: list[Measured] = []
        done = 0
        taken = self.taken
        for index in _opens.places(self.numbers.categories):
            if index < done or taken[index]:
                continue
            opens = _opens[self.numbers.categories[index]]
            if opens == "rank":
                done = self._after_rank(index, done)
                continue
            if opens == "noun" and _AFTER_ONE.isdisjoint(self._continuing[index + 1]):
                continue
            measured = self.quantity(index)
            if measured is None or any(taken[index : measured.last]):
                if "ordinal" in self.words[index].readings:  # الثانية عشرة من عمره
                    done = self._after_rank(index, done)
                continue
            if measured.modifier == "exact" and measured.number is not None:
                measured = changed(measured, modifier=self._bound_before(index))
            found.append(measured)
            done = measured.last
        return found

    def _after_rank(self, index: int, done: int) -> int:
        ordinal = self.numbers.ordinal(index)
        return ordinal.last if ordinal is not None else done

    def _bound_before(self, index: int) -> Modifier:
        """What a verb says that has its subject between it and the number: ``تجاوزت درجة الحرارة 50 درجة``."""
        for step in range(index - 1, max(-1, index - 5), -1):
            word = self.words[step]
            if word.kind != "word" or self.words[step + 1].breaks:
                break
            verb = word.readings.get("bound_verb")
            if verb is not None:
                negated = step > 0 and "negation" in self.words[step - 1].readings
                return _NEGATED.get(verb.value, "exact") if negated else verb.value  # type: ignore[return-value]
            if "function" in word.readings:
                break
        return "exact"

    def quantity(self, index: int) -> Measured | None:
        """The quantity that starts at a word, its modifiers included."""
        readings = self.words[index].readings
        if index and "article_alone" in self.words[index - 1].readings and self._names_rank(index - 1):
            return None
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
        if core is None or (modifier.form in weak_modifiers() and not core.number):
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
