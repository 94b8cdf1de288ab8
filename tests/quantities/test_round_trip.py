"""Numbers written in words and digits are read back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.quantities.spelling import EASTERN_DIGITS, ordinal_day, spell

from arabic_events import quantities


@given(st.integers(0, 999_999_999_999), st.booleans(), st.booleans())
@settings(deadline=None, max_examples=300)
def test_number_words_are_read_back(number: int, accusative: bool, old: bool) -> None:
    text = spell(number, accusative=accusative, old=old)
    assert [found.value for found in quantities.numbers(text)] == [number], text


@given(st.integers(0, 10**12), st.booleans())
@settings(deadline=None, max_examples=150)
def test_digits_are_read_back(number: int, eastern: bool) -> None:
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", "٬")):
        written = text.translate(EASTERN_DIGITS) if eastern else text
        assert [found.value for found in quantities.numbers(written)] == [number], written


@given(st.integers(0, 9999), st.integers(1, 99))
@settings(deadline=None, max_examples=150)
def test_decimals_are_read_back(whole: int, hundredths: int) -> None:
    value = whole + hundredths / 100
    for mark in (".", ",", "٫"):
        text = f"{whole}{mark}{hundredths:02d}"
        assert [round(found.value, 6) for found in quantities.numbers(text)] == [round(value, 6)], text


@given(st.integers(3, 999_999_999))
@settings(deadline=None, max_examples=150)
def test_counted_noun_takes_the_whole_number(number: int) -> None:
    noun = "قتلى" if 3 <= number % 100 <= 10 else "قتيلا" if number % 100 > 10 else "قتيل"
    found = quantities.find(f"وبلغت الحصيلة {spell(number)} {noun} وفق بيان.")
    assert [(quantity.value, quantity.kind, quantity.unit) for quantity in found] == [(number, "count", noun)]


def test_ordinal_days_are_ordinals() -> None:
    for day in range(1, 32):
        found = quantities.numbers(ordinal_day(day))
        assert [(number.value, number.kind) for number in found] == [(day, "ordinal")], ordinal_day(day)


@given(st.text(alphabet="0123456789/-.:,()%$ \nوالفيمنثلاثةمئةألفيننصفدولاركم٢٠٪", max_size=80))
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_without_error(text: str) -> None:
    for found in (*quantities.find(text), *quantities.numbers(text)):
        assert text[found.start : found.end] == found.text


def test_a_run_of_characters_takes_no_time() -> None:
    import time

    for char in "1وا(%-.٫/:":
        start = time.perf_counter()
        quantities.find(char * 5000)
        assert time.perf_counter() - start < 1.0, char
