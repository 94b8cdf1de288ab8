"""Our answers in the form of the value suites (dates, numbers, quantities).

`values(text, reference)` gives what `score_values.py` expects. It reads the same internal results as
`arabic_events.times.find` and `arabic_events.quantities.find`, and only translates: half-open ranges, clock times,
parts of day as hours, modifiers by short names.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from arabic_events.quantities import measured
from arabic_events.quantities._measured import Measured
from arabic_events.quantities._numerals import ORDINAL_OPENERS
from arabic_events.quantities._scan import ByCategories, Word
from arabic_events.text import AlignedText
from arabic_events.times._meaning import (
    DAY_PART_HOURS,
    Amount,
    CalendarDate,
    Clock,
    Context,
    DayPart,
    Duration,
    FewUnits,
    Meaning,
    Now,
    Offset,
    Placed,
    Range,
    Repeating,
    Stretch,
    Vague,
)
from arabic_events.times._resolve import Resolved, reader_of, resolve

_MODS = {
    "approx": "approx",
    "more_than": "gt",
    "less_than": "lt",
    "at_least": "gte",
    "at_most": "lte",
    "indefinite": "vague",
}
_CURRENCIES = {
    "LIRA": "LBP",
    "DINAR": "KWD",
    "RIAL": "SAR",
    "DIRHAM": "AED",
    "FRANC": "CHF",
    "PESO": "MXN",
    "IRT": "IRR",
}
_SUB_UNITS = {"FILS": "CENT", "QIRSH": "CENT", "HALALA": "CENT", "PENNY": "CENT", "CENTIME": "CENT"}


@lru_cache(maxsize=1000)
def _reference(reference: str | None) -> datetime | None:
    if not reference:
        return None
    moment = datetime.fromisoformat(reference)
    return moment.replace(tzinfo=None, microsecond=0)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600 % 24:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def _part_range(placed: Placed, part: str, half: str | None, *, bare: bool) -> dict[str, Any]:
    first, last = DAY_PART_HOURS[part]
    if part == "noon" and bare:
        return {"dimension": "time", "value": "12:00:00"}
    if half == "early":
        last = (first + last) // 2
    elif half in ("late", "end"):
        first = (first + last) // 2
    day = placed.start.isoformat()
    if bare:
        return {
            "dimension": "time_range",
            "value": f"{first:02d}:00:00/{'23:59:59' if last == 24 else f'{last:02d}:00:00'}",
        }
    end = placed.end.isoformat() if last == 24 else f"{day}T{last:02d}:00:00"
    return {"dimension": "datetime_range", "value": f"{day}T{first:02d}:00:00/{end}"}


def _moment(placed: Placed, seconds: int) -> str:
    zone = "+00:00" if placed.zone == 0 else ""
    return f"{placed.start.isoformat()}T{_clock(seconds)}{zone}"


def _temporal(resolved: Resolved, moment: datetime | None, *, unanchored: bool) -> dict[str, Any] | None:
    meaning, placed = resolved.found.meaning, resolved.placed
    if isinstance(meaning, Repeating):
        return {"dimension": "set", "value": meaning.timex}
    if isinstance(meaning, FewUnits) and moment is not None:
        few = Stretch(Duration((Amount(3, meaning.unit),)), meaning.sign)
        stretch = few.place(Context(moment.date(), moment, "published", None, None))
        return _stretch(few, stretch, moment) if stretch else None
    if placed is None:
        return None
    if resolved.found.side in ("before", "after", "since") and isinstance(meaning, (CalendarDate, Clock)):
        return _open(resolved, meaning, placed, unanchored=unanchored)
    if isinstance(meaning, DayPart):
        return _part_range(placed, meaning.part, meaning.half, bare=meaning.day is None)
    if isinstance(meaning, Range) and placed.clock is not None and placed.clock_end is not None:
        last_day = placed.latest.isoformat()
        first = f"{placed.start.isoformat()}T{_clock(placed.clock)}"
        if unanchored:
            return {"dimension": "time_range", "value": f"{_clock(placed.clock)}/{_clock(placed.clock_end)}"}
        return {"dimension": "datetime_range", "value": f"{first}/{last_day}T{_clock(placed.clock_end)}"}
    if isinstance(meaning, Clock):
        if meaning.day is None and unanchored:
            return {"dimension": "time", "value": _clock(meaning.seconds)}
        return {"dimension": "datetime", "value": _moment(placed, placed.clock or 0)}
    if placed.clock is not None:
        return {"dimension": "datetime", "value": _moment(placed, placed.clock)}
    if isinstance(meaning, Stretch) and moment is not None:
        return _stretch(meaning, placed, moment)
    if isinstance(meaning, Offset) and placed.soft:
        return {"dimension": "date", "value": placed.soft[0].isoformat()}
    start, end = placed.start, placed.end
    if placed.soft and placed.approximate:
        start, end = placed.soft
    if end - start == timedelta(1):
        return {"dimension": "date", "value": start.isoformat()}
    return {"dimension": "date_range", "value": f"{start.isoformat()}/{end.isoformat()}"}


def _open(resolved: Resolved, meaning: Meaning, placed: Placed, *, unanchored: bool) -> dict[str, Any]:
    """``قبل 1/1/2016``, ``بعد الساعة الثامنة``, ``منذ عام 2001``: ranges with one end."""
    before = resolved.found.side == "before"
    if isinstance(meaning, Clock):
        bare = meaning.day is None
        moment = _clock(meaning.seconds) if bare or unanchored else _moment(placed, placed.clock or 0)
        return {
            "dimension": "time_range" if bare else "datetime_range",
            "value": f"../{moment}" if before else f"{moment}/..",
        }
    if before:
        return {"dimension": "date_range", "value": f"../{placed.start.isoformat()}"}
    start = placed.end if resolved.found.side == "after" else placed.start
    return {"dimension": "date_range", "value": f"{start.isoformat()}/.."}


def _stretch(meaning: Stretch, placed: Placed, moment: datetime) -> dict[str, Any]:
    seconds = meaning.duration.seconds
    if meaning.duration.finest in ("hour", "minute", "second"):
        other = moment + timedelta(seconds=seconds * meaning.sign)
        first, last = sorted((moment, other))
        return {"dimension": "datetime_range", "value": f"{first.isoformat()}/{last.isoformat()}"}
    if meaning.sign < 0:
        end = moment.date().isoformat()
        return {"dimension": "date_range", "value": f"{placed.start.isoformat()}/{end}"}
    first_day, last_day = placed.start + timedelta(1), placed.end
    return {"dimension": "date_range", "value": f"{first_day.isoformat()}/{last_day.isoformat()}"}


def _iso(one: Measured) -> dict[str, Any]:
    letters = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M", "second": "S"}
    date_part = "".join(
        f"{value:g}{letters[unit]}" for value, unit in one.amounts if unit in ("year", "month", "week", "day")
    )
    time_part = "".join(
        f"{value:g}{letters[unit]}" for value, unit in one.amounts if unit in ("hour", "minute", "second")
    )
    return {"iso": "P" + date_part + ("T" + time_part if time_part else ""), "seconds": one.duration}


def _amount(one: Measured) -> dict[str, float | None]:
    if one.bounds is not None:
        return {"min": one.bounds[0], "max": one.bounds[1]}
    if one.upper is not None:
        return {"min": one.value, "max": one.upper}
    return {"value": one.value}


def _quantity(one: Measured) -> dict[str, Any] | None:
    if one.kind == "duration":
        return {"dimension": "duration", "value": _iso(one)} if one.duration is not None else None
    if one.kind == "money":
        code = one.unit_key or ""
        return {
            "dimension": "money",
            "value": {**_amount(one), "currency": _SUB_UNITS.get(code, _CURRENCIES.get(code, code))},
        }
    if one.kind == "percent":
        return {"dimension": "percent", "value": one.value if one.upper is None else _amount(one)}
    if one.kind == "measure":
        return {"dimension": "quantity", "value": {**_amount(one), "unit": one.unit_key}}
    if one.upper is not None:
        return {"dimension": "number_range", "value": {"min": one.value, "max": one.upper}}
    if one.bounds is not None:
        return {"dimension": "number", "value": _amount(one)}
    return {"dimension": "number", "value": one.value}


def _number_span(one: Measured, words: tuple[Word, ...]) -> tuple[int, int]:
    if one.kind in ("count",) and one.upper is None:
        return words[one.number_first].start + one.number_offset, words[one.number_end - 1].end
    first = one.number_first
    offset = one.number_offset
    return words[first].start + offset, words[max(one.last, one.number_end) - 1].end


def values(text: str, reference: str | None) -> list[dict[str, Any]]:
    """Predictions for one text of a value suite."""
    moment = _reference(reference)
    aligned = AlignedText.of(text)
    words, numbers = reader_of(aligned)
    unanchored = moment is None
    results = resolve(aligned, moment or datetime(2000, 1, 1), ahead=True)
    taken = [False] * len(words)
    answers: list[dict[str, Any]] = []
    for resolved in results:
        first = resolved.found.lead if resolved.found.lead is not None else resolved.found.first
        if not isinstance(resolved.found.meaning, (Vague, Repeating)) or resolved.found.rule.startswith(
            ("vague", "few_units")
        ):
            taken[first : resolved.found.last] = [True] * (resolved.found.last - first)
        if (
            resolved.placed is not None
            and unanchored
            and resolved.placed.anchor is not None
            and not isinstance(resolved.found.meaning, (Clock, DayPart, Range))
        ):
            continue
        if isinstance(resolved.found.meaning, Now) and moment is None:
            continue
        answer = _temporal(resolved, moment, unanchored=unanchored)
        if answer is not None:
            answers.append({**answer, "start": aligned.starts[resolved.start], "end": aligned.ends[resolved.end - 1]})
    answers = _merge_sets(answers)
    _, found = measured(aligned, taken)
    covered = list(taken)
    for one in found:
        answer = _quantity(one)
        covered[one.first : one.last] = [True] * (one.last - one.first)
        if answer is None:
            continue
        start, end = _number_span(one, words)
        mod = _MODS.get(one.modifier)
        if mod is not None:
            answer["mod"] = mod
        answers.append({**answer, "start": aligned.starts[start], "end": aligned.ends[end - 1]})
    answers += _ordinals(words, numbers, covered, aligned)
    return answers


def _merge_sets(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A set with its time of day is one answer: ``كل يوم اثنين الساعة 4 مساء``."""
    sets = [answer for answer in answers if answer["dimension"] == "set"]
    clocks = [
        answer for answer in answers if answer["dimension"] in ("time", "datetime") and "T" in str(answer["value"])
    ]
    if len(sets) != 1 or len(clocks) != 1:
        return answers
    hour = str(clocks[0]["value"]).partition("T")[2][:2]
    base = "" if sets[0]["value"].startswith("P1") else sets[0]["value"]
    merged = {
        **sets[0],
        "value": f"{base}T{hour}",
        "start": min(sets[0]["start"], clocks[0]["start"]),
        "end": max(sets[0]["end"], clocks[0]["end"]),
    }
    return [
        answer
        for answer in answers
        if answer is not sets[0] and answer is not clocks[0] and answer["dimension"] != "time_range"
    ] + [merged]


_RELATIVE = (
    ("following", 1, "current"),
    ("next", 1, "current"),
    ("past", -1, "current"),
    ("this", 0, "current"),
    ("last_adj", 0, "end"),
)


_RELATIVE_CATEGORIES = frozenset(category for category, _, _ in _RELATIVE) | {"edge"}


@ByCategories
def _may_rank(categories: frozenset[str]) -> bool:
    return not (_RELATIVE_CATEGORIES | ORDINAL_OPENERS).isdisjoint(categories)


def _relative(word: Word, before: Word | None) -> dict[str, Any] | None:
    """``التالي``, ``السابق``, ``الأخير``, ``قبل الأخير``: a place counted from here or from the end."""
    if _RELATIVE_CATEGORIES.isdisjoint(word.readings.categories):
        return None
    for category, offset, anchor in _RELATIVE:
        if category in word.readings:
            if anchor == "end" and before is not None and ("before" in before.readings or "precede" in before.readings):
                offset = -1
            return {"offset": offset, "relative_to": anchor}
    edge = word.readings.get("edge")
    if edge is not None and edge.value == "end" and edge.words == 1 and "last_thing" in word.readings:
        return {"offset": 0, "relative_to": "end"}
    return None


def _ordinals(words: tuple[Word, ...], numbers: Any, covered: list[bool], aligned: AlignedText) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    done = 0
    for index in _may_rank.places(numbers.categories):
        if index < done or covered[index]:
            continue
        word = words[index]
        ordinal = numbers.ordinal(index)
        if ordinal is not None:
            start, end = word.start + ordinal.offset, words[ordinal.last - 1].end
            value, done = ordinal.value, ordinal.last
        else:
            value = _relative(word, words[index - 1] if index else None)
            if value is None:
                continue
            start, end = word.start, word.end
        answers.append(
            {
                "dimension": "ordinal",
                "value": value,
                "start": aligned.starts[start],
                "end": aligned.ends[end - 1],
            }
        )
    return answers
