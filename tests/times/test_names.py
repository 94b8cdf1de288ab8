"""A date inside a name is a part of the name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import document

from arabic_events.schema import Entity
from arabic_events.times import find_times


@pytest.mark.parametrize(
    ("text", "name", "times"),
    [
        ("ذكرت صحيفة عين اليوم أن الجسر أغلق أمس.", "عين اليوم", ["أمس"]),
        ("وتظاهر طلاب في ساحة 13 مايو أمس.", "ساحة 13 مايو", ["أمس"]),
        ("وتظاهر طلاب في ساحة النصر اليوم.", "ساحة النصر", ["اليوم"]),
        ("وزار قرية 7 نيسان في 7 نيسان 2013.", "7 نيسان", ["7 نيسان 2013"]),
    ],
)
def test_a_time_inside_a_name_is_none(text: str, name: str, times: list[str]) -> None:
    start = text.index(name)
    entity = Entity(
        id="n0", label="ORG", name=name, start=start, end=start + len(name), text=name, evidence="test"
    )  # fmt: skip
    found = find_times(replace(document(text), entities=(entity,))).times
    assert [time.text for time in found] == times
    assert [time.id for time in found] == [f"t{number}" for number in range(len(times))]
