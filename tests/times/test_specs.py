"""The cases of `data/specs/times*.toml`: one value and many phrasings of it, and what is no time.

In a phrasing, ``[…]`` marks the span; without it only the value counts. ``published`` is the anchor.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arabic_events import times

SPECS = sorted((Path(__file__).parents[2] / "data" / "specs").glob("times*.toml"))


def cases(kind: str) -> Iterator[Any]:
    """Every phrasing of a kind with its case."""
    for path in SPECS:
        for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["case"]):
            for place, phrase in enumerate(case.get(kind, ())):
                yield pytest.param(case, phrase, id=f"{path.stem}-{number}-{place}")


@pytest.mark.parametrize(("case", "phrase"), [*cases("accept")])
def test_accepted(case: dict[str, Any], phrase: str) -> None:
    start, end = phrase.find("["), phrase.find("]") - 1
    text = phrase.replace("[", "").replace("]", "")
    published = date.fromisoformat(case["published"]) if case.get("published") else None
    found = [
        time for time in times.find(text, published=published) if start < 0 or (time.start, time.end) == (start, end)
    ]
    expected = case["value"] or None
    assert expected in [time.value for time in found], [
        (time.text, time.value) for time in times.find(text, published=published)
    ]
    for field in ("missing_anchor", "calendar", "kind", "anchor"):
        if field in case:
            assert case[field] in [getattr(time, field) for time in found if time.value == expected]


@pytest.mark.parametrize(("case", "phrase"), [*cases("reject")])
def test_rejected(case: dict[str, Any], phrase: str) -> None:
    published = date.fromisoformat(case["published"]) if case.get("published") else None
    assert [(time.text, time.value) for time in times.find(phrase, published=published)] == []
