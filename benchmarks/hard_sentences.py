"""Twenty hard news sentences of our own with the times and quantities that are read from them, as a Markdown list.

    python benchmarks/hard_sentences.py

Relative times are resolved against 22 September 2023. `benchmarks/README.md` holds the output; a test compares them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from arabic_events.quantities import find as find_quantities
from arabic_events.schema import Quantity
from arabic_events.times import find as find_times

SENTENCES = Path(__file__).resolve().parents[1] / "data" / "specs" / "hard_sentences.toml"
PUBLISHED = date(2023, 9, 22)


def lines() -> Iterator[str]:
    """The sentences, each with a line for what came out."""
    for number, text in enumerate(tomllib.loads(SENTENCES.read_text("utf-8"))["sentences"], 1):
        found: list[tuple[int, str]] = []
        for time in find_times(text, published=PUBLISHED):
            found.append((time.start, f"`{time.text}` = {time.value or 'no value'}"))
        found += [(one.start, f"`{one.text}` = {_value(one)}") for one in find_quantities(text)]
        yield f"{number}. {text}"
        yield "   " + "; ".join(written for _, written in sorted(found))


def _value(one: Quantity) -> str:
    number = "no number" if one.value is None else f"{one.value:,.10g}"
    if one.upper is not None:
        number += f" to {one.upper:,.10g}"
    unit = one.currency or one.unit or ""
    modifier = "" if one.modifier == "exact" else f", {one.modifier}"
    return f"{number} {unit}".rstrip() + f" ({one.kind}{modifier})"


if __name__ == "__main__":
    print("\n".join(lines()))
