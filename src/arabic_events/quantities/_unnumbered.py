"""Quantities without a number: duals, ``عشرات القتلى``, ``عدة سيارات``, ``شهر ونصف``, ``قتيل واحد``."""

from __future__ import annotations

from arabic_events.morphology import best
from arabic_events.quantities._figures import FigureReader
from arabic_events.quantities._measured import Measured, amounts_of
from arabic_events.quantities._nouns import MAX_PHRASE
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import Reading, forms_of_nouns
from arabic_events.quantities._spelling import dual_endings, follows_a_count, fused_articles, joined, the_article
from arabic_events.schema import QuantityKind


class UnnumberedReader(FigureReader):
    """Rules of duals, single things and indefinite amounts."""

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
        if "function" in word.readings or joined(word) or self._verbal(word) or follows_a_count(word):
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
        definite = reading.article or words[index].text.startswith(fused_articles())
        if definite and not self._two_after(index + 1):
            return None
        if "not_dual" in readings:
            return None
        construct = reading.category == "dual_construct"
        if construct and reading.value in forms_of_nouns("place_noun"):
            return None
        last = index + 1
        if construct and (
            last >= len(words)
            or words[last].breaks
            or words[last].kind != "word"
            or "function" in words[last].readings
            or best(words[last].text).pos == "adj"  # موقعي الشخصي
            or best(words[last].text).prepositions  # دراستي للماجستير
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
        while last < len(words) and last - index < MAX_PHRASE and not words[last].breaks and words[last].kind == "word":
            word = words[last]
            if self.taken[last] or "function" in word.readings:
                break
            two = self._plain(last, "unit")
            if two is not None and two.value == "2":
                last += 1
                break
            if (
                any(word.text.endswith(ending) for ending in dual_endings())
                and len(word.text) > 4
                and not word.text.startswith(the_article())
                and best(word.text).pos != "verb"
            ):
                last += 1
                continue
            break
        return self._modified_after(changed(base, last=last, unit_last=last))

    def _two_after(self, index: int) -> bool:
        """Whether the word says two, and not Monday."""
        two = self._plain(index, "unit")
        return two is not None and two.value == "2" and not self.taken[index]

    def _measured_dual(self, index: int) -> Measured | None:
        """``طنين``, ``درجتين تحت الصفر``, ``دولارين``."""
        if "only_alone" in self.words[index].readings and len(self.words) > 2:  # the club of that name
            return None
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
        compound = found is not None and len(amounts_of(found[0])) > 1
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
