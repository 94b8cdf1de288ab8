"""The cases of `data/specs/quantities*.toml` and `numbers*.toml`: one value and many phrasings of it, and what is none.

In a phrasing, ``[…]`` marks the span; without it only the value counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arabic_events import quantities

FOLDER = Path(__file__).parents[2] / "data" / "specs"
FIELDS = ("value", "upper", "modifier", "unit", "kind", "currency", "si", "si_unit")


def cases(pattern: str, kind: str) -> Iterator[Any]:
    """Every phrasing of a kind with its case."""
    for path in sorted(FOLDER.glob(pattern)):
        for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["case"]):
            for place, phrase in enumerate(case.get(kind, ())):
                yield pytest.param(case, phrase, id=f"{path.stem}-{number}-{place}")


@pytest.mark.parametrize(("case", "phrase"), [*cases("quantities*.toml", "accept")])
def test_accepted(case: dict[str, Any], phrase: str) -> None:
    start, end = phrase.find("["), phrase.find("]") - 1
    text = phrase.replace("[", "").replace("]", "")
    everything = quantities.find(text)
    found = [one for one in everything if start < 0 or (one.start, one.end) == (start, end)]
    expected = {name: case[name] for name in FIELDS if name in case}
    if case.get("indefinite"):
        expected["value"] = None
    seen: list[dict[str, Any]] = [{name: getattr(one, name) for name in expected} for one in found]
    for one in seen:
        if isinstance(one.get("si"), float):
            one["si"] = round(one["si"], 4)
    assert expected in seen, [(one.text, one.value, one.upper, one.modifier, one.kind, one.unit) for one in everything]


@pytest.mark.parametrize(("case", "phrase"), [*cases("quantities*.toml", "reject")])
def test_rejected(case: dict[str, Any], phrase: str) -> None:
    assert [(one.text, one.value) for one in quantities.find(phrase)] == []


@pytest.mark.parametrize(("case", "phrase"), [*cases("numbers*.toml", "accept")])
def test_number_accepted(case: dict[str, Any], phrase: str) -> None:
    found = quantities.numbers(phrase)
    assert [(round(one.value, 6), one.kind) for one in found] == [(case["value"], case.get("kind", "cardinal"))]


@pytest.mark.parametrize(("case", "phrase"), [*cases("numbers*.toml", "reject")])
def test_number_rejected(case: dict[str, Any], phrase: str) -> None:
    assert [(one.text, one.value) for one in quantities.numbers(phrase)] == []
