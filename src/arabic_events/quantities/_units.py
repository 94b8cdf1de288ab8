"""Money, measures and durations after a number, and the modifiers after them.

The grammar is one class in layers, a module each: `_units`, `_nouns`, `_figures`, `_unnumbered`, `_grammar`. A layer
uses the rules of those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from arabic_events.quantities._measured import Measured, amounts_of, seconds_in, seconds_of
from arabic_events.quantities._numerals import NumberReader, adjacent
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading, Word
from arabic_events.schema import Modifier


class UnitReader:
    """What is measured: money, units of measure and of time."""

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

    def _money(self, base: Measured, index: int) -> Measured | None:
        currency = self.get(index, "currency")
        if currency is None or currency.conjunction or currency.preposition:
            return None
        if currency.article and not (base.number and base.number.scaled) and base.modifier != "indefinite":
            return None
        last = index + currency.words
        value = base.value
        code = currency.value
        cents = self._cents(last, code)
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

    def _cents(self, index: int, whole: str) -> tuple[float, int] | None:
        """``و42 سنتا`` after an amount, and the half cent after cents: ``22 سنتا ونصف السنت``."""
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
            return number.value / (1 if currency.value == whole else 100), number.last + currency.words
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
        amounts = amounts_of(found[0])
        value = amounts[0][0]
        seconds = seconds_in(found[0])
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
