"""Date arithmetic: months, weeks, the Hijri calendar, Easter."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

FIRST_HIJRI_YEAR: Final = 1343
LAST_HIJRI_YEAR: Final = 1500


def shift_months(day: date, months: int) -> date | None:
    """The same day of the month some months away, the month's last day when it has no such day; None out of range."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9998:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift_days(day: date, days: int) -> date | None:
    """The day some days away, None out of range."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def first_of_month(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def last_of_month(year: int, month: int) -> int:
    """The number of the last day of a month."""
    return monthrange(year, month)[1]


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(day.weekday())


@lru_cache(maxsize=4096)
def from_hijri(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of an Umm al-Qura date, None when there is no such day.

    >>> from_hijri(1445, 9, 15)
    datetime.date(2024, 3, 25)
    """
    if not FIRST_HIJRI_YEAR <= year <= LAST_HIJRI_YEAR:
        return None
    from hijridate import Hijri

    try:
        return Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=4096)
def to_hijri(day: date) -> tuple[int, int, int] | None:
    """The Umm al-Qura date of a Gregorian day, None out of range."""
    from hijridate import Gregorian

    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month, found.day


def hijri_month(year: int, month: int) -> tuple[date, date] | None:
    """First day and first day after a Hijri month."""
    start = from_hijri(year, month, 1)
    following = from_hijri(year + month // 12, month % 12 + 1, 1)
    return (start, following) if start and following else None


def easter(year: int) -> date:
    """Western Easter Sunday (Gauss and Meeus)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, leap_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    quarter, quarter_rest = divmod(rest, 4)
    weekday = (32 + 2 * leap_rest + 2 * quarter - moon - quarter_rest) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, position: int) -> date | None:
    """The n-th ISO weekday of a month, the last one for -1; None when the month has no such day."""
    if position == -1:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta((last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (position - 1))
    return found if found.month == month else None
