"""Numbers in digits and words: cardinals, ordinals and fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Final

from arabic_events.quantities._records import record
from arabic_events.quantities._scan import NO_READINGS, Readings, Word

_MAX_DIGITS: Final = 18
_READINGS_OF: Final = attrgetter("readings")
_CATEGORIES_OF: Final = attrgetter("readings.categories")
_BREAKS_BEFORE: Final = attrgetter("breaks")
_BEYOND: Final = (NO_READINGS,) * 32
_LEADING: Final = ("unit", "eleven", "tens", "teen", "hundred", "scale", "scale_dual")
_RANKING: Final = ("tens", "hundred", "scale", "scale_dual", "unit", "teen")
_EXTENDERS: Final = frozenset(("and", "point", "scale", "hundred", "unit", "tens"))
_CARDINAL_OPENERS: Final = frozenset((*_LEADING, "fraction", "digits"))
ORDINAL_OPENERS: Final = frozenset((*_RANKING, "ordinal", "eleven"))


@record
class Numeral:
    """A number read from words ``[first, last)``.

    Attributes:
        value: what it is worth.
        offset: length of the proclitics before its first word.
        digits: whether it is written in digits only.
        article: whether it is definite.
        scaled: whether a scale word (thousand and up) closes it.
        joints: for each conjunction inside, where the number before it ends and what it is worth.
        loose_thousands: the value when a single dot before three digits parts thousands, else None.
        conjunction: whether a conjunction stands before it.
        construct: whether its last word is a dual construct (``ألفي``).
        fractional: whether a fraction word is part of it.
    """

    first: int
    last: int
    value: float
    offset: int = 0
    digits: bool = False
    article: bool = False
    scaled: bool = False
    joints: tuple[tuple[int, float], ...] = ()
    loose_thousands: float | None = None
    conjunction: bool = False
    preposition: str = ""
    construct: bool = False
    fractional: bool = False


def adjacent(words: Sequence[Word], index: int) -> bool:
    """Whether word ``index`` is written right after the one before."""
    return index > 0 and index < len(words) and words[index - 1].end == words[index].start


def _parse_digits(text: str, decimal_comma: bool) -> tuple[float, float | None] | None:
    """Value of a digit string, and its other value if a lone dot may part thousands; None when it is no number."""
    if text.isdigit():
        return (float(text), None) if len(text) <= _MAX_DIGITS else None
    separators = [char for char in text if not char.isdigit()]
    groups = "".join(char if char.isdigit() else " " for char in text).split()
    if sum(map(len, groups)) > _MAX_DIGITS:
        return None
    grouped = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    kinds = set(separators)
    whole = float("".join(groups))
    decimal = float("".join(groups[:-1]) + "." + groups[-1])
    if len(kinds) == 1:
        mark = separators[0]
        if mark in "\u066c\u2019'":
            return (whole, None) if grouped else None
        if len(separators) > 1:
            return (whole, None) if grouped else None
        if mark == ",":
            if decimal_comma or not grouped:
                return decimal, None
            return whole, None
        return decimal, whole if grouped else None
    if separators[-1] in ".," and separators.count(separators[-1]) == 1:
        inner = groups[:-1]
        if all(len(group) == 3 for group in inner[1:]) and len(inner[0]) <= 3:
            return decimal, None
    return None


def scaled(amount: float, scale: float) -> float:
    """An amount times a power of ten, without the noise of binary fractions."""
    return float(Decimal(repr(amount)) * Decimal(int(scale)))


@dataclass(slots=True)
class _State:
    total: float = 0.0
    current: float = 0.0
    units: bool = False
    tens: bool = False
    hundreds: bool = False
    started: bool = False
    last_scale: float = 0.0
    just_scaled: bool = False
    digits_only: bool = True
    construct: bool = False
    fractional: bool = False
    joints: list[tuple[int, float]] = field(default_factory=list)

    @property
    def value(self) -> float:
        return self.total + self.current

    def open(self) -> bool:
        return not (self.units or self.tens or self.hundreds)

    def close(self) -> None:
        self.total += self.current
        self.current = 0.0
        self.units = self.tens = self.hundreds = False


class NumberReader:
    """Reads numbers from the words of one text.

    Attributes:
        words: the words.
        categories: the categories of each word.
        opening: the readings of each word, and none for some words beyond the end.
        continuing: the same for a word that continues an expression: none where a line break lies before it.
    """

    def __init__(self, words: Sequence[Word], decimal_commas: frozenset[int] = frozenset()) -> None:
        self.words = words
        self.categories: list[frozenset[str]] = [*map(_CATEGORIES_OF, words)]
        self.opening: list[Readings] = [*map(_READINGS_OF, words), *_BEYOND]
        self.continuing = self.opening
        if any(map(_BREAKS_BEFORE, words)):
            self.continuing = [*(NO_READINGS if word.breaks else word.readings for word in words), *_BEYOND]
        self._decimal_commas = decimal_commas
        self._cardinals: dict[int, Numeral | None] = {}
        self._ordinals: dict[int, Numeral | None] = {}

    def digits_at(self, index: int) -> tuple[float, int, float | None] | None:
        """(value, words taken, other value) of a number in digits."""
        words = self.words
        word = words[index]
        if word.kind != "number":
            return None
        parsed = _parse_digits(word.text, word.start in self._decimal_commas)
        if parsed is None:
            return None
        value, other = parsed
        if word.text.isdigit() and word.start - 1 in self._decimal_commas and word.start > 0:
            return float(f"0.{word.text}"), 1, None
        if (
            index + 2 < len(words)
            and "decimal_mark" in words[index + 1].readings
            and adjacent(words, index + 1)
            and adjacent(words, index + 2)
            and words[index + 2].text.isdigit()
            and word.text.isdigit()
        ):
            return float(f"{words[index + 2].text}.{word.text}"), 3, None  # the agencies set the fraction first
        taken = 1
        if word.text.isdigit() and len(word.text) <= 3:
            groups = [word.text]
            while (group := self._next_group(index + taken)) is not None:
                groups.append(words[group].text)
                taken = group + 1 - index
            commas = taken == 2 * len(groups) - 1  # 3،200 is one number, 3 200 may be two
            one = commas or groups[-1] == "000" or len(groups) > 2
            if len(groups) > 1 and one and sum(map(len, groups)) <= _MAX_DIGITS:
                return float("".join(groups)), taken, None
            taken = 1
        return value, taken, other

    def _next_group(self, index: int) -> int | None:
        """Where three more digits stand after a space or an Arabic comma: ``2 000 000``, ``2،000،000``."""
        words = self.words
        if index < len(words) and "comma" in words[index].readings and adjacent(words, index):
            index += 1
            if index >= len(words) or not adjacent(words, index):
                return None
        elif index >= len(words) or words[index].start - words[index - 1].end != 1:
            return None
        word = words[index]
        return index if word.text.isdigit() and len(word.text) == 3 and not word.breaks else None

    def cardinal(self, index: int) -> Numeral | None:
        """The longest cardinal number that starts at a word."""
        categories = self.categories[index]
        if _CARDINAL_OPENERS.isdisjoint(categories):
            return None
        if index not in self._cardinals:
            self._cardinals[index] = self._read_digits(index) if "digits" in categories else self._read_words(index)
        return self._cardinals[index]

    def _read_digits(self, first: int) -> Numeral | None:
        got = self.digits_at(first)
        if got is None:
            return None
        value, taken, other = got
        last = first + taken
        if not self._may_extend(last):
            return Numeral(first, last, value, digits=True, loose_thousands=other if taken == 1 else None)
        state = _State(current=value, units=True, tens=True, hundreds=True, started=True)
        last = self._extended(last, state)
        return Numeral(
            first,
            last,
            state.value,
            digits=state.digits_only,
            scaled=state.just_scaled,
            joints=tuple(state.joints),
            loose_thousands=other if last == first + 1 else None,
            construct=state.construct,
            fractional=state.fractional,
        )

    def _may_extend(self, index: int) -> bool:
        """Whether the word after a number in digits can belong to it: a conjunction, or one of the number words."""
        if index >= len(self.words):
            return False
        readings = self.words[index].readings
        return not _EXTENDERS.isdisjoint(readings) or readings.joined

    def _read_words(self, first: int) -> Numeral | None:
        fraction = self._fraction_first(first)
        if fraction is not None:
            return fraction
        state = _State()
        step = self._element(first, state, joined=True)
        if step == 0:
            return None
        readings = self.words[first].readings
        reading = next((readings[name] for name in _LEADING if name in readings), None)
        state.digits_only = False
        state.started = True
        last = self._extended(first + step, state)
        if last == first + 1 and "before_ten" in readings:  # أثنى على is no two
            return None
        return Numeral(
            first,
            last,
            state.value,
            reading.offset if reading is not None else 0,
            state.digits_only,
            reading is not None and reading.article,
            state.just_scaled,
            tuple(state.joints),
            None,
            reading is not None and reading.conjunction,
            reading.preposition if reading is not None else "",
            state.construct,
            state.fractional,
        )

    def _extended(self, index: int, state: _State) -> int:
        """Where the number ends that is read up to a word."""
        words = self.words
        while index < len(words) and not words[index].breaks:
            taken = self._extend(index, state)
            if taken == 0:
                break
            index += taken
        return index

    def _extend(self, index: int, state: _State) -> int:
        """How many words from ``index`` on continue the number, 0 if none."""
        words = self.words
        word = words[index]
        readings = word.readings
        if "and" in readings and readings["and"].offset == 0 and readings["and"].words == 1 and word.kind == "word":
            if index + 1 >= len(words) or words[index + 1].breaks:
                return 0
            saved = state.value
            taken = self._joined(index + 1, state)
            if taken:
                state.joints.append((index, saved))
                return 1 + taken
            return 0
        if word.kind == "number":
            return 0
        for reading in readings.values():
            if reading.conjunction and reading.preposition == "":
                saved = state.value
                taken = self._joined(index, state)
                if taken:
                    state.joints.append((index, saved))
                return taken
        if "point" in readings and state.digits_only and index + 1 < len(words) and words[index + 1].text.isdigit():
            state.current = float(f"{state.current:g}.{words[index + 1].text}")
            return 2
        if "scale" in readings or "hundred" in readings or "unit" in readings or "tens" in readings:
            return self._element(index, state, joined=False)
        if "point" in readings and not state.digits_only and index + 1 < len(words):
            decimals = self._element_value(words[index + 1])
            if decimals is not None and 0 <= decimals < 100:
                state.current += float(f"0.{int(decimals)}")
                return 2
        return 0

    def _element_value(self, word: Word) -> float | None:
        for name in ("unit", "tens", "teen"):
            if name in word.readings:
                return float(word.readings[name].value)
        return None

    def _joined(self, index: int, state: _State) -> int:
        """Continues after a conjunction: a smaller part, a fraction, or digits after a scale."""
        words = self.words
        word = words[index]
        readings = word.readings
        parts = words[index + 1].readings.get("fraction_plural") if index + 1 < len(words) else None
        if parts is not None and "unit" in readings and not state.fractional and not parts.conjunction:
            state.current += float(readings["unit"].value) * float(parts.value)
            state.fractional = True
            return 2
        fraction = readings.get("fraction")
        if fraction is not None and not fraction.article and not state.fractional and "unit" not in readings:
            value = float(fraction.value)
            if state.just_scaled and state.last_scale:
                state.total += value * state.last_scale
                state.fractional = True
                if index + 1 < len(words) and "scale" in words[index + 1].readings:
                    scale = words[index + 1].readings["scale"]
                    if float(scale.value) == state.last_scale and not scale.conjunction:
                        return 2
                return 1
            if state.open() is False or state.current:
                following = words[index + 1] if index + 1 < len(words) else None
                if following is not None and "fraction_unit_stop" in following.readings:
                    return 0
                state.current += value
                state.fractional = True
                return 1
            return 0
        if fraction is not None and state.just_scaled and state.last_scale:
            return 0
        if word.kind == "number":
            if not state.just_scaled:
                return 0
            got = self.digits_at(index)
            if got is None or got[0] >= state.last_scale:
                return 0
            state.close()
            state.current = got[0]
            state.units = state.tens = state.hundreds = True
            state.just_scaled = False
            return got[1]
        return self._element(index, state, joined=True)

    def _element(self, index: int, state: _State, *, joined: bool) -> int:
        """Adds the number word at ``index`` to the state; the number of words taken, 0 if it does not fit."""
        words = self.words
        readings = words[index].readings
        following = words[index + 1].readings if index + 1 < len(words) and not words[index + 1].breaks else None
        if state.started and state.digits_only and not state.just_scaled and "scale" not in readings:
            return 0
        unit = readings.get("unit") or readings.get("eleven")
        if unit is not None and not (state.started and unit.article):
            value = float(unit.value)
            if (
                following is not None
                and "ten_part" in following
                and 0 < value < 10
                and not state.units
                and not state.tens
            ):
                part = following["ten_part"]
                if not part.conjunction and not part.article:
                    self._enter(state, value + 10)
                    state.units = state.tens = True
                    return 2
            if "unit" in readings or (following is not None and "tens" in following and following["tens"].conjunction):
                if following is not None and "hundred" in following and 3 <= value <= 9 and not state.hundreds:
                    times = following["hundred"]
                    if times.value == "100" and not times.conjunction and not times.article:
                        self._enter(state, value * 100)
                        state.hundreds = True
                        return 2
                if not state.units and (value < 10 or not state.tens) and (joined or self._dialect(index, state)):
                    self._enter(state, value)
                    state.units = True
                    state.tens = state.tens or value == 10
                    return 1
        tens = readings.get("tens")
        if tens is not None and not state.tens and (joined or self._dialect(index, state)):
            self._enter(state, float(tens.value))
            state.tens = True
            return 1
        teen = readings.get("teen")
        if teen is not None and not state.tens and not state.units and (joined or self._dialect(index, state)):
            self._enter(state, float(teen.value))
            state.units = state.tens = True
            return 1
        hundred = readings.get("hundred")
        if hundred is not None and not state.hundreds and joined:
            self._enter(state, float(hundred.value))
            state.hundreds = True
            return 1
        return self._scale(index, state, joined=joined)

    def _scale(self, index: int, state: _State, *, joined: bool) -> int:
        readings = self.words[index].readings
        dual = readings.get("scale_dual")
        scale = readings.get("scale")
        if dual is not None and scale is not None and state.started and not joined:
            dual = None
        if dual is not None and (scale is None or (dual.offset <= scale.offset and not state.started)):
            if state.started and not joined:
                return 0
            if scale is not None:
                dual = None
        if dual is not None:
            value = float(dual.value)
            if state.started and state.last_scale and value >= state.last_scale:
                return 0
            state.close()
            state.total += value
            state.last_scale = value / 2
            state.just_scaled = True
            state.construct = True
            state.digits_only = False
            return 1
        if scale is None or (state.started and ((scale.article and joined) or scale.preposition)):
            return 0
        value = float(scale.value)
        if not state.started or joined:
            if state.started and state.last_scale and value >= state.last_scale:
                return 0
            if state.started and not state.last_scale:
                return 0
            state.close()
            state.total += value
        elif state.just_scaled:
            if scale.article or value < state.last_scale:
                return 0
            state.total *= value
        else:
            if state.last_scale and value >= state.last_scale:
                return 0
            amount = state.current
            state.current = 0.0
            state.close()
            state.total += scaled(amount, value)
        state.last_scale = value
        state.just_scaled = True
        state.digits_only = False
        return 1

    @staticmethod
    def _dialect(index: int, state: _State) -> bool:
        """Spoken numbers leave out the conjunction after hundreds: only there may a part follow without it."""
        return state.started and state.hundreds and not state.units and not state.tens and not state.digits_only

    @staticmethod
    def _enter(state: _State, value: float) -> None:
        if state.just_scaled:
            state.close()
            state.just_scaled = False
        state.current += value

    def _fraction_first(self, index: int) -> Numeral | None:
        """``نصف مليون``, ``ربع``, ``ثلاثة أرباع``, ``ثلثي``."""
        words = self.words
        readings = words[index].readings
        following = words[index + 1].readings if index + 1 < len(words) and not words[index + 1].breaks else {}
        unit = readings.get("unit")
        if unit is not None and "fraction_plural" in following and not following["fraction_plural"].conjunction:
            value = float(unit.value) * float(following["fraction_plural"].value)
            taken = 2
            reading = unit
        else:
            found = readings.get("fraction")
            if found is None or unit is not None:
                return None
            reading = found
            value = float(found.value)
            taken = 1
        last = index + taken
        if last < len(words) and not words[last].breaks:
            scale = words[last].readings.get("scale")
            if scale is not None and not scale.conjunction and not scale.preposition:
                return Numeral(
                    index,
                    last + 1,
                    scaled(value, float(scale.value)),
                    reading.offset,
                    article=reading.article,
                    scaled=True,
                    conjunction=reading.conjunction,
                    preposition=reading.preposition,
                    fractional=True,
                )
        return Numeral(
            index,
            last,
            value,
            reading.offset,
            article=reading.article,
            conjunction=reading.conjunction,
            preposition=reading.preposition,
            fractional=True,
        )

    def ordinal(self, index: int) -> Numeral | None:
        """The ordinal that starts at a word: ``الحادي والعشرين``, ``ثالث``, ``الخامسة عشرة``."""
        if ORDINAL_OPENERS.isdisjoint(self.categories[index]):
            return None
        if index not in self._ordinals:
            self._ordinals[index] = self._read_ordinal(index)
        return self._ordinals[index]

    def _read_ordinal(self, index: int) -> Numeral | None:
        words = self.words
        readings = words[index].readings
        reading = readings.get("ordinal")
        following = words[index + 1].readings if index + 1 < len(words) and not words[index + 1].breaks else {}
        if reading is None:
            definite = self._definite_ordinal(index)
            if definite is not None:
                return definite
            first = readings.get("unit") or readings.get("eleven")
            if first is None or not first.article:
                return None
            reading = first
            if (
                ("tens" in following and following["tens"].conjunction and following["tens"].article)
                or (
                    "and" in following
                    and following["and"].offset == 0
                    and index + 2 < len(words)
                    and "tens" in words[index + 2].readings
                    and words[index + 2].readings["tens"].article
                )
                or ("ten_part" in following and not following["ten_part"].conjunction)
            ):
                pass
            else:
                return None
        value = float(reading.value)
        last = index + 1
        if "ten_part" in following and not following["ten_part"].conjunction and value < 10:
            return Numeral(
                index,
                index + 2,
                value + 10,
                reading.offset,
                article=reading.article,
                conjunction=reading.conjunction,
                preposition=reading.preposition,
            )
        if value in (1, 11) and "ten_part" in following and not following["ten_part"].conjunction:
            return Numeral(
                index,
                index + 2,
                11,
                reading.offset,
                article=reading.article,
                conjunction=reading.conjunction,
                preposition=reading.preposition,
            )
        if value == 11 and not ("tens" in following and following["tens"].conjunction) and "and" not in following:
            return None
        step = 1
        if "and" in following and following["and"].offset == 0:
            step = 2
        after = words[index + step].readings if index + step < len(words) else {}
        tens = after.get("tens")
        if tens is not None and (tens.conjunction or step == 2) and value <= 11:
            value = (1 if value == 11 else value) + float(tens.value)
            last = index + step + 1
        elif value == 11:
            return None
        beyond = words[last].readings.get("after") if last + 1 < len(words) else None
        if beyond is not None and beyond.words == 1:
            base = self.cardinal(last + 1)
            if base is not None and base.article and base.value >= 100:
                value, last = value + base.value, base.last
        return Numeral(
            index,
            last,
            value,
            reading.offset,
            article=reading.article,
            conjunction=reading.conjunction,
            preposition=reading.preposition,
        )

    def _definite_ordinal(self, index: int) -> Numeral | None:
        """``العشرون``, ``الخمسمئة``, ``المئة والعاشر``, ``العشرون بعد المئة``: a definite round number that ranks."""
        words = self.words
        readings = words[index].readings
        opening = next((readings[name] for name in _RANKING if name in readings), None)
        if opening is None or not opening.article:
            return None
        number = self.cardinal(index)
        if number is None or number.digits or number.fractional or (opening.category == "unit" and number.value < 100):
            return None
        value, last = number.value, number.last
        step = last
        if step < len(words) and "and" in words[step].readings and words[step].readings["and"].offset == 0:
            step += 1
        if step < len(words) and "ordinal" in words[step].readings and words[step].readings["ordinal"].article:
            rest = self.ordinal(step)
            if rest is not None and (rest.conjunction or step > last):
                return Numeral(
                    index, rest.last, value + rest.value, number.offset, article=True, conjunction=number.conjunction
                )
        beyond = words[last].readings.get("after") if last + 1 < len(words) else None
        if beyond is not None and beyond.words == 1:
            base = self.cardinal(last + 1)
            if base is not None and base.article and base.value > value:
                value, last = value + base.value, base.last
        return Numeral(
            index,
            last,
            value,
            number.offset,
            article=True,
            conjunction=number.conjunction,
            preposition=number.preposition,
        )
