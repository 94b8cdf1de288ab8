"""What the grammar of quantities finds: a measured amount, its units and durations."""

from __future__ import annotations

from functools import cache

from arabic_events import lexicon
from arabic_events.quantities._numerals import Numeral
from arabic_events.quantities._records import record
from arabic_events.schema import Modifier, QuantityKind


@record
class Measured:
    """A quantity over words ``[first, last)``.

    Attributes:
        number: the number itself, None for duals and indefinite amounts.
        number_end: the word after the number.
        value, upper: its value; upper for between. Both None when indefinite.
        low, high: bounds of an indefinite amount.
        unit_first, unit_last: the words of the unit.
        unit_key: key of the unit or code of the currency.
        offset: proclitics left out at the front.
    """

    first: int
    last: int
    value: float | None
    rule: str
    kind: QuantityKind = "count"
    upper: float | None = None
    modifier: Modifier = "exact"
    number: Numeral | None = None
    number_first: int = 0
    number_end: int = 0
    unit_first: int | None = None
    unit_last: int = 0
    unit_key: str | None = None
    offset: int = 0
    number_offset: int = 0
    bounds: tuple[float, float] | None = None
    duration: float | None = None
    amounts: tuple[tuple[float, str], ...] = ()
    dual: bool = False


@record
class Unit:
    """A unit of measure: its kind, and factor to the SI unit."""

    key: str
    factor: float
    si: str


@cache
def units() -> dict[str, Unit]:
    """Units of measure by key."""
    return {row["key"]: Unit(row["key"], float(row["factor"]), row["si"]) for row in lexicon.rows("units.tsv")}


def seconds_in(duration: object) -> float:
    return float(getattr(duration, "seconds", 0.0))


def amounts_of(duration: object) -> tuple[tuple[float, str], ...]:
    return tuple((amount.value, amount.unit) for amount in getattr(duration, "amounts", ()))


def seconds_of(unit: str) -> float:
    """Length of a time unit."""
    from arabic_events.times._meaning import SECONDS

    return float(SECONDS.get(unit, 0))
