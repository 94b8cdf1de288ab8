"""The words of a text, and the values that the grammars make of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arabic_events.quantities._measured import Measured
from arabic_events.quantities._records import changed
from arabic_events.quantities._scan import _COMMON, _any_pieces, _common_pieces, _lookup
from arabic_events.times._meaning import CalendarDate
from arabic_events.times._rules import may_open


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.sampled_from(_COMMON), max_size=60))
def test_plain_pattern_cuts_like_the_full_one(text: str) -> None:
    common, pieces = _common_pieces()
    assert common.fullmatch(text)
    assert [(m.span(), m.lastgroup) for m in pieces.finditer(text)] == [
        (m.span(), m.lastgroup) for m in _any_pieces().finditer(text)
    ]


def test_changed_is_replace() -> None:
    one = Measured(1, 2, 3.0, "number")
    assert changed(one, last=4, kind="money") == replace(one, last=4, kind="money")
    assert changed(CalendarDate(day=3), month=5) == CalendarDate(day=3, month=5)
    assert one.last == 2
    with pytest.raises(KeyError):
        changed(one, nothing=1)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("word", "category", "conjunction", "preposition", "article"),
    [
        ("يناير", "month", False, "", False),
        ("ويناير", "month", True, "", False),
        ("بيناير", "month", False, "ب", False),
        ("وبيناير", "month", True, "ب", False),
        ("العام", "year_noun", False, "", False),
        ("للاسبوع", "time_unit", False, "ل", True),
        ("وللاسبوع", "time_unit", True, "ل", True),
        ("وبالاسبوع", "time_unit", True, "ب", True),
    ],
)
def test_proclitics_are_taken_away(
    word: str, category: str, conjunction: bool, preposition: str, article: bool
) -> None:
    reading = _lookup(word)[0][category]
    assert (reading.conjunction, reading.preposition, reading.article) == (conjunction, preposition, article)


def test_unknown_word_opens_nothing() -> None:
    readings, phrases = _lookup("وبالقسطنطينيه")
    assert not readings
    assert not phrases
    assert may_open[readings.categories] is False
