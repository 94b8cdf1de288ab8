"""The counted noun with what belongs to it: ``قطعة سلاح``, ``ثلاثة من رجال الأمن``, ``المتهمين الخمسة``."""

from __future__ import annotations

from typing import Final

from arabic_events import lexicon
from arabic_events.morphology import analyze, best
from arabic_events.quantities._measured import Measured
from arabic_events.quantities._numerals import Numeral
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading, Word, forms_of_nouns, tanwin
from arabic_events.quantities._spelling import (
    adjective_endings,
    ambiguous_numerals,
    follows_a_count,
    fused_articles,
    joined,
    plural_ending,
    plural_endings,
    the_article,
    verb_letters,
)
from arabic_events.quantities._units import UnitReader

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
MAX_PHRASE: Final = 4
_SCALES: Final = (1e3, 1e6, 1e9)


def _is_plain_noun(word: Word) -> bool:
    """Whether a word that begins like an imperfect verb or with a conjunction is a noun of the lexicon: ``وفاة``."""
    reading = best(word.text)
    return reading.pos == "noun" and reading.source == "lexicon" and not reading.prefix and not reading.enclitic


class NounReader(UnitReader):
    """What is counted, and numbers that count nothing."""

    def _counted(self, base: Measured, index: int) -> Measured | None:
        """Adds what follows the number: percent, currency, unit, duration or counted noun."""
        words = self.words
        number = base.number
        again = self._again(number, index) if number is not None and base.value == number.value else None
        if again is not None:
            index, value = again
            base = changed(base, last=index, value=value)
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
            readings["unit"].value in ("1", "0") or readings["unit"].form in ambiguous_numerals()
        ):
            return self._content > 1
        return "scale" in readings and not number.digits and self._content > 1

    def _counted_before(self, base: Measured) -> Measured | None:
        """``المتهمين الخمسة``: the noun stands before."""
        index = base.first
        if index == 0 or self.words[index].breaks or base.number is None or base.number.value < 2 or base.number.offset:
            return None
        if base.number.value >= 20 and not self.words[index - 1].text.endswith(tuple(plural_endings())):
            return None
        first = index - 1
        noun = self.words[first]
        article = the_article()
        if "homograph_numeral" in self.words[index].readings and not noun.text.endswith(plural_ending()):
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
        if word.kind != "word" or "function" in readings or self.taken[index] or joined(word):
            return self._alone(base)
        if number is not None and self._is_homograph(number) and best(word.text).number != "p":
            return None
        if len(word.text) > 5 and word.text.startswith(fused_articles()) and "counted_noun" not in readings:
            return self._alone(base)
        if "counted_noun" not in readings and "people_noun" not in readings and "other" not in readings:
            if any(name in readings for name in ("modifier_after", "edge_", "past", "next")) or self._verbal(word):
                return self._alone(base)
            if number is not None and not self._agrees(base, word):
                return self._alone(base)
        if follows_a_count(word):
            return self._alone(base)
        last = self._phrase_end(base, index)
        base = self._loose(base, False)
        return changed(base, last=last, unit_first=index, unit_last=last, rule="count")

    def _again(self, number: Numeral, index: int) -> tuple[int, float] | None:
        """Where the same number ends that stands in words or brackets too, and its value: ``(18) ثمانية عشر``,
        ``خمسة (5)``, ``50 خمسون مليون``.
        """
        words = self.words
        bracketed = not number.digits
        start = index + bracketed
        if start >= len(words) or words[index].breaks or (bracketed and words[index].text != "("):
            return None
        if words[start].kind != ("number" if bracketed else "word"):
            return None
        again = self.numbers.cardinal(start)
        if again is None or again.conjunction or again.preposition:
            return None
        if not bracketed and again.value in (number.value, *(number.value * scale for scale in _SCALES)):
            return again.last, again.value
        closed = again.last < len(words) and words[again.last].text == ")"
        return (again.last + 1, again.value) if bracketed and closed and again.value == number.value else None

    def _is_homograph(self, number: Numeral) -> bool:
        """Whether a numeral is another word too: ``لست خائفا``, ``تلت الهجوم``, the club ``وست هام``."""
        homograph = self.words[number.first].readings.get("homograph_numeral")
        if homograph is None or number.last - number.first > 1:
            return False
        return homograph.value == "always" or bool(number.preposition) or number.conjunction

    def _agrees(self, base: Measured, word: Word) -> bool:
        """Whether a word can be the counted noun of a number: no definite noun after a number below a hundred."""
        number = base.number
        if number is None:
            return True
        definite = word.text.startswith(the_article()) and len(word.text) > 4
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
        while last < len(words) and last - index < MAX_PHRASE:
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
            if "function" in readings or self._verbal(word) or not _PHRASE_STOPS.isdisjoint(readings) or joined(word):
                break
            if follows_a_count(word) or self._begins_object(previous, word):
                break
            if (
                head.text.endswith(tail)
                and previous.text.endswith(tail)
                and word.text.endswith(tail)
                and len(word.text) > 3
            ):
                last += 1
                continue
            if genitive and word.text.startswith(the_article()):
                last += 1
                continue
            if self._adjective_of(previous, word) or (last == index + 1 and self._complement_of(previous, word)):
                last += 1
                continue
            break
        return last

    def _begins_object(self, previous: Word, word: Word) -> bool:
        """Whether a noun with its article begins another phrase: ``مئات المستوطنين | المسجد``."""
        article = the_article()
        if not (previous.text.startswith(article) and word.text.startswith(article)):
            return False
        readings = analyze(word.text)
        if readings[0].source != "lexicon" or readings[0].derivation is not None:
            return False
        return readings[0].pos == "noun" and all(reading.pos != "adj" for reading in readings)

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
            word.text.startswith(the_article())
            or len(word.text) < 3
            or word.text.endswith(tanwin())
            or (word.text[0] in verb_letters() and not _is_plain_noun(word))
        )

    def _adjective_of(self, previous: Word, word: Word) -> bool:
        """Whether the word after a noun is its relational adjective or its indefinite genitive."""
        endings = adjective_endings()
        feminine = lexicon.toml("proclitics.toml")["feminine"]
        if (
            word.text.endswith(feminine)
            and not word.readings
            and previous.text.endswith((plural_ending(), feminine))
            and len(word.text) > 4
        ):
            return word.text[0] not in verb_letters()
        if word.text.startswith(the_article()) or len(word.text) < 4:
            return previous.text.startswith(the_article()) and word.text.startswith(the_article())
        return any(word.text.endswith(ending) for ending in endings)
