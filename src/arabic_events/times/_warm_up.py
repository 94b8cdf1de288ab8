"""Reads made-up phrases before the first text, so that none of the texts waits for tables to be built.

A phrase is a row of categories; each stands for one of its lexicon forms. They mean nothing, but lead through the
lexicons, both calendars and the rules that most texts need, which the interpreter has then seen often enough to run
them at full speed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from arabic_events.quantities._scan import lexicon_forms
from arabic_events.text import AlignedText

_ROUNDS: Final = 4
_WHEN: Final = datetime(2020, 5, 8)
_PHRASES: Final = (
    "day_word weekday 3 month 2020 of month , past_verb counted_noun 12",
    "future_verb weekday next 15 month / month year_noun past to 4 time_unit",
    "in 3 month , 2019 to 12 month 2021 - counted_noun 163 , unit",
    "weekday ( 5 month ) , daypart day_word clock 4 : 30 daypart zone .",
    "from 3 to 9 month next : modifier_before 120 counted_noun",
    "before 3 time_unit , after unit time_unit from_now",
    "since year_noun 2011 until year_noun 2015 , year_noun past",
    "ordinal of month past , ordinal hijri_month 1445 era_ah",
    "edge month 2020 , edge year_noun , season year_noun next",
    "day_noun 12/5/2020 , 2020-05-12 , 5/2020 in 12.5.2020",
    "demonstrative time_unit , time_unit past , vague , now , decade",
    "quarter ordinal of year_noun next , holiday 2020 , weekend next",
    "modifier_before unit scale currency , 1.5 scale currency , 3,200 currency",
    "between 10 and 20 % , from 3 to 5 unit_of_measure , 12 unit_of_measure",
    "indefinite counted_noun , several counted_noun , dual of counted_noun",
    "hundred and unit and tens counted_noun modifier_after , teen counted_noun",
    "fraction scale currency , unit fraction_plural , currency_dual , 3-1",
    "unit time_unit and fraction , each weekday , repeat , 7 time_unit",
)


def _texts() -> Iterator[str]:
    forms = lexicon_forms()
    for turn in range(_ROUNDS):
        for phrase in _PHRASES:
            yield " ".join(
                forms[word][turn % len(forms[word])] if word in forms else word.replace("0", str(turn))
                for word in phrase.split()
            )


def warm_up() -> None:
    """Reads the phrases, then collects what loading and reading them left behind, which is due about now anyway."""
    from arabic_events.quantities import measured
    from arabic_events.times._resolve import place_all

    for text in _texts():
        aligned = AlignedText.of(text)
        found = place_all(aligned, _WHEN)
        place_all(aligned, _WHEN, ahead=True)
        taken = [False] * len(text)
        for one in found:
            taken[one.found.first : one.found.last] = [True] * (one.found.last - one.found.first)
        measured(aligned, taken)
        measured(aligned, [False] * len(text))
    gc.collect()
