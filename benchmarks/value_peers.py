"""Answers of other readers of Arabic dates and numbers, in the form that values_adapter gives ours.

Each function is a plugin of the scorer of the value suites and runs in an environment where its library is installed
(Python 3.8 or later; the wheels of Duckling and Maha need older versions of Python and of `regex` than we do):

* `duckling`: pyduckling-native. DUCKLING_ZONES names a folder of time zones (default: /usr/share/zoneinfo).
* `maha`: mahad.
* `dateparser`: dateparser's search.

What a library gives is translated, not improved: its grain says whether a value is a day or a period.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "cent": "CENT", "Pound": "POUND"}
NEXT = {"year": 366, "quarter": 93, "month": 31, "week": 7}


def _moment(reference: str | None) -> datetime:
    return datetime.fromisoformat(reference).replace(tzinfo=None) if reference else datetime(2020, 1, 1)


def _period(start: datetime, grain: str) -> tuple[str, str]:
    """A date, a moment or a half-open period, by the grain of the value."""
    if grain in NEXT:
        end = start + timedelta(NEXT[grain])
        if grain != "week":
            end = end.replace(day=1)
        return "date_range", f"{start:%Y-%m-%d}/{end:%Y-%m-%d}"
    if grain == "day":
        return "date", f"{start:%Y-%m-%d}"
    return "datetime", f"{start:%Y-%m-%dT%H:%M:%S}"


@lru_cache(maxsize=1)
def _duckling() -> tuple[Any, ...]:
    import duckling as library

    zones = library.load_time_zones(os.environ.get("DUCKLING_ZONES", "/usr/share/zoneinfo"))
    locale = library.parse_locale("AR_XX", library.default_locale_lang(library.parse_lang("AR")))
    names = [
        "time",
        "duration",
        "number",
        "ordinal",
        "amount-of-money",
        "quantity",
        "temperature",
        "volume",
        "distance",
    ]
    return library, zones, locale, library.parse_dimensions(names)


def _duckling_time(value: dict[str, Any]) -> tuple[str, str]:
    def read(part: dict[str, Any]) -> tuple[datetime, str]:
        return datetime.fromisoformat(part["value"][:19]), part["grain"]

    if value.get("type") == "interval":
        ends = [read(value[name]) if name in value else None for name in ("from", "to")]
        day = all(end is None or end[1] in ("day", "week", "month", "year", "quarter") for end in ends)
        form = "%Y-%m-%d" if day else "%Y-%m-%dT%H:%M:%S"
        first, last = (end[0].strftime(form) if end else ".." for end in ends)
        return ("date_range" if day else "datetime_range"), f"{first}/{last}"
    return _period(*read(value))


def duckling(text: str, reference: str | None) -> list[dict[str, Any]]:
    """Duckling through pyduckling-native."""
    library, zones, locale, dimensions = _duckling()
    moment = _moment(reference)
    zone = "Africa/Cairo"
    now = library.parse_ref_time(zones, zone, int((moment - datetime(1970, 1, 1)).total_seconds()) - 7200)
    answers = []
    for found in library.parse(text, library.Context(now, locale), dimensions, False):
        value, dim = found["value"], found["dim"]
        base = {"start": found["start"], "end": found["end"]}
        if dim == "time":
            base["dimension"], base["value"] = _duckling_time(value)
        elif dim == "duration":
            seconds = value["normalized"]["value"]
            base.update(dimension="duration", value={"iso": f"PT{seconds}S", "seconds": seconds})
        elif dim in ("number", "ordinal"):
            base.update(dimension=dim, value=value["value"])
        else:
            money = dim == "amount-of-money"
            if value.get("type") == "interval":
                ends = value.get("from"), value.get("to")
                amount = {key: end["value"] for key, end in zip(("min", "max"), ends) if end}  # noqa: B905
                unit = next(end["unit"] for end in ends if end)
            else:
                amount, unit = {"value": value["value"]}, value.get("unit", "")
            amount["currency" if money else "unit"] = CURRENCIES.get(unit, unit) if money else unit
            base.update(dimension="money" if money else "quantity", value=amount)
        answers.append(base)
    return answers


def _maha_time(value: Any, moment: datetime) -> tuple[str, str]:
    if hasattr(value, "start"):
        first, last = (_maha_time(part, moment)[1] if part else ".." for part in (value.start, value.end))
        dimension = "datetime_range" if "T" in first + last else "date_range"
        return dimension, f"{first.split('/')[0]}/{last.split('/')[-1]}"
    fields = {
        name for name in ("years", "months", "weeks", "days", "hours", "minutes", "seconds") if getattr(value, name, 0)
    }
    fields |= {
        name for name in ("year", "month", "day", "weekday", "hour", "minute") if getattr(value, name, None) is not None
    }
    at = moment + value
    if fields & {"hour", "minute", "hours", "minutes", "seconds"}:
        return "datetime", at.strftime("%Y-%m-%dT%H:%M:%S")
    if fields & {"day", "days", "weekday", "weeks"}:
        return "date", at.strftime("%Y-%m-%d")
    if fields & {"month", "months"}:
        return _period(at.replace(day=1), "month")
    return _period(at.replace(day=1, month=1), "year")


def maha(text: str, reference: str | None) -> list[dict[str, Any]]:
    """Maha, the dimensions that it has for Arabic."""
    from maha.parsers.functions import parse_dimension

    moment = _moment(reference)
    answers = []
    for found in parse_dimension(text, time=True, duration=True, numeral=True, ordinal=True):
        name, value = found.dimension_type.name, found.value
        base = {"start": found.start, "end": found.end}
        if name == "TIME":
            base["dimension"], base["value"] = _maha_time(value, moment)
        elif name == "DURATION":
            seconds = value.normalized_value.value
            base.update(dimension="duration", value={"iso": f"PT{seconds}S", "seconds": seconds})
        else:
            base.update(dimension="number" if name == "NUMERAL" else "ordinal", value=value)
        answers.append(base)
    return answers


def dateparser(text: str, reference: str | None) -> list[dict[str, Any]]:
    """Dateparser's search for dates in Arabic text."""
    from dateparser.search import search_dates

    moment = _moment(reference)
    answers, position = [], 0
    for surface, value in search_dates(text, languages=["ar"], settings={"RELATIVE_BASE": moment}) or ():
        start = max(text.find(surface, position), 0)
        position = start + len(surface)
        clock = (value.hour, value.minute) != (moment.hour, moment.minute) and (value.hour or value.minute)
        dimension, written = _period(value.replace(tzinfo=None), "second" if clock else "day")
        answers.append({"start": start, "end": position, "dimension": dimension, "value": written})
    return answers
