"""Dates written in every style of the Arab press are read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.quantities.spelling import date_styles

from arabic_events import times
from arabic_events.times._calendar import from_hijri, to_hijri


@settings(deadline=None, max_examples=150)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.data())
def test_date_is_read_back_in_every_style(day: date, data: st.DataObject) -> None:
    style = data.draw(st.sampled_from(date_styles(day)))
    text = f"وقع الطرفان الاتفاق في {style} في العاصمة"
    found = times.find(text, published=date(2024, 5, 1))
    assert [time.value for time in found] == [day.isoformat()], text
    assert found[0].earliest == found[0].latest == day


@given(st.dates(date(1925, 1, 1), date(2076, 1, 1)))
@settings(deadline=None, max_examples=100)
def test_hijri_calendar_goes_both_ways(day: date) -> None:
    parts = to_hijri(day)
    assert parts is not None
    assert from_hijri(*parts) == day


ABSURD = [
    "في ٣٣/١٣/٢٠٢٣ عقد الاجتماع",
    "يوم 45 يناير 2020",
    "31/2/2021",
    "عام 99999",
    "الساعة 31 مساء",
    "الساعة 25:61",
    "قبل 99999999999999999999 سنة",
    "بعد 900000 قرن",
    "منذ 5000 عام من الآن",
    "في 15 رمضان 9999 هـ",
    "القرن المئة والعشرين",
    "1" * 10_000,
    "من 31 إلى 2 فبراير",
    "30 فبراير الماضي",
    "0/0/0000",
    "٠٠-٠٠-٠٠٠٠",
    "29 فبراير 2023",
]


@pytest.mark.parametrize("text", ABSURD, ids=range(len(ABSURD)))
def test_absurd_dates_have_no_value(text: str) -> None:
    for time in times.find(text, published=date(2024, 5, 1)):
        assert time.value is None or (time.earliest is not None and time.earliest.year < 2200), time


@given(st.text(alphabet="0123456789/-.:,() \nوالفيمنحتىيومعامشهرساعة٢٠٪", max_size=80), st.booleans())
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_without_error(text: str, dated: bool) -> None:
    for time in times.find(text, published=date(2024, 5, 1) if dated else None):
        assert text[time.start : time.end] == time.text
        assert time.value is None or time.earliest is not None
