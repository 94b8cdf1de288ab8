"""What a time expression says before it is placed on the calendar, and how it is placed there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, Literal

from arabic_events import lexicon
from arabic_events.quantities._records import changed, record
from arabic_events.times import _calendar as cal

Grain = Literal[
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "half",
    "season",
    "year",
    "decade",
    "century",
    "range",
]
Anchor = Literal["published", "document", "dateline"]
Tense = Literal["past", "since", "future", "near"] | None

_MONTHS_OF_SEASON: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_EDTF_OF_SEASON: Final = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_MONTHS_OF_UNIT: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
COMING_DAYS: Final = {None: 90, "past": 30}
"""How far ahead a date of no year may lie, by the tense of its clause; one further ahead was a year ago."""
COMING_HIJRI_DAYS: Final = 10
"""The same for the Hijri calendar where the clause looks back: the fast that a court has announced."""
FEASTS: Final = ("eid_fitr", "eid_adha")
DAY_PART_HOURS: Final = {
    "dawn": (4, 6),
    "morning": (8, 12),
    "noon": (12, 16),
    "afternoon": (12, 16),
    "evening": (16, 20),
    "night": (20, 24),
}


@record
class Placed:
    """A stretch of the calendar.

    Attributes:
        start, end: first day and the day after the last.
        grain: how fine the expression is.
        text: its EDTF form.
        anchor: what it was resolved against, None when it needs nothing.
        approximate: whether it is only roughly there.
        clock, clock_end: time of day in seconds; zone: offset from UTC in minutes when named.
        hijri: whether it was given in the Hijri calendar.
        soft: a narrower stretch for early, mid and late.
        part: part of the day.
    """

    start: date
    end: date
    grain: Grain
    text: str
    anchor: Anchor | None = None
    approximate: bool = False
    clock: int | None = None
    clock_end: int | None = None
    zone: int | None = None
    hijri: bool = False
    soft: tuple[date, date] | None = None
    part: str | None = None

    @property
    def latest(self) -> date:
        """The last day."""
        return self.end - timedelta(1)


@record
class Context:
    """What expressions are resolved against.

    Attributes:
        today: day of publication, or of the dateline; now: its time of day if known.
        origin: where ``today`` comes from.
        last: the time mentioned last.
        tense: whether the clause looks back or forward; ``since``: what it names was the beginning of something.
        beside: the time mentioned last, if it was in the same sentence.
        ahead: whether an undirected weekday or month is the coming one (bare phrases outside a text).
    """

    today: date | None
    now: datetime | None
    origin: Anchor
    last: Placed | None
    tense: Tense
    ahead: bool = False
    beside: Placed | None = None


def edtf(start: date, end: date, grain: Grain) -> str:
    """EDTF of the half-open stretch at a grain."""
    last = end - timedelta(1)
    if grain == "day":
        return start.isoformat()
    if grain == "month":
        return f"{start:%Y-%m}" if start.year >= 1000 else f"{start.year:04d}-{start.month:02d}"
    if grain == "year":
        return f"{start.year:04d}"
    if grain == "decade":
        return f"{start.year // 10:03d}X"
    if grain == "century":
        return f"{start.year // 100:02d}XX"
    if grain in ("quarter", "half"):
        return f"{start.year:04d}-{start.month:02d}/{last.year:04d}-{last.month:02d}"
    return f"{start.isoformat()}/{last.isoformat()}"


def place(
    start: date | None, end: date | None, grain: Grain, anchor: Anchor | None = None, **more: object
) -> Placed | None:
    """A stretch with its EDTF, None when a bound is out of range."""
    if start is None or end is None or end <= start:
        return None
    return Placed(start, end, grain, edtf(start, end, grain), anchor, **more)  # type: ignore[arg-type]


def day_place(day: date | None, anchor: Anchor | None = None, **more: object) -> Placed | None:
    """One day."""
    return None if day is None else place(day, cal.shift_days(day, 1), "day", anchor, **more)


def month_place(year: int, month: int, anchor: Anchor | None = None) -> Placed | None:
    """One month."""
    if not 1 <= year <= 9998:
        return None
    start = date(year, month, 1)
    return place(start, cal.shift_months(start, 1), "month", anchor)


def year_place(year: int, anchor: Anchor | None = None) -> Placed | None:
    """One year."""
    if not 1 <= year <= 9998:
        return None
    return place(date(year, 1, 1), date(year + 1, 1, 1), "year", anchor)


@record
class Meaning:
    """Base of all meanings."""

    def place(self, context: Context) -> Placed | None:
        """Where it lies, None when the context does not say."""
        raise NotImplementedError

    def needs(self, context: Context) -> Literal["published", "document"]:
        """Which anchor is missing when it cannot be placed."""
        return "published" if context.today is None else "document"


@record
class Vague(Meaning):
    """``مؤخرا``: no place on the calendar."""

    def place(self, context: Context) -> Placed | None:
        """Nothing."""
        return None


@record
class FewUnits(Vague):
    """``الأيام القليلة الماضية``: an unknown number of units before or after publication."""

    unit: str = "day"
    sign: int = -1


@record
class Now(Meaning):
    """``الآن``."""

    def place(self, context: Context) -> Placed | None:
        """The day of publication."""
        placed = day_place(context.today, context.origin)
        if placed and context.now:
            moment = context.now
            return changed(placed, clock=moment.hour * 3600 + moment.minute * 60 + moment.second, grain="second")
        return placed


@record
class Then(Meaning):
    """``حينها``, ``اليوم التالي``: at or some days from the time mentioned last."""

    days: int = 0
    whole: bool = True
    fallback: bool = False

    def place(self, context: Context) -> Placed | None:
        """The time mentioned last, shifted."""
        last = context.last
        if last is None:
            if self.fallback and context.today:
                return day_place(cal.shift_days(context.today, self.days), context.origin)
            return None
        if self.whole:
            return changed(last, anchor="document")
        if last.grain not in ("day", "hour", "minute", "second") and last.end - last.start > timedelta(7):
            return None
        base = last.latest if self.days > 0 else last.start
        return day_place(cal.shift_days(base, self.days), "document")


@record
class SameDay(Meaning):
    """The day of ``فجراً`` in a report: the one that its sentence is about, else that of publication."""

    def place(self, context: Context) -> Placed | None:
        """The day."""
        beside = context.beside
        if beside is not None and beside.end - beside.start == timedelta(1):
            return day_place(beside.start, "document")
        return day_place(context.today, context.origin)


@record
class DayWord(Meaning):
    """``أمس``: a day some days from publication, checked against a weekday if one is named."""

    days: int
    weekday: int | None = None

    def place(self, context: Context) -> Placed | None:
        """The day."""
        if context.today is None:
            return None
        day = cal.shift_days(context.today, self.days)
        if self.weekday and day:
            day = nearest_weekday(day, self.weekday)
        return day_place(day, context.origin)


def nearest_weekday(day: date, weekday: int) -> date | None:
    """The weekday on or before a day, or on the day after it."""
    forward = (weekday - day.isoweekday()) % 7
    return cal.shift_days(day, forward if forward <= 1 else forward - 7)


@record
class CalendarDate(Meaning):
    """A date in parts, any of which may be left open.

    ``direction`` is -1, 0, 1 for last, this, next (of the month, or of the day when no month is given); ``year_shift``
    counts from the year of publication; ``same_year`` takes the year of the time mentioned last.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hijri: bool = False
    direction: int | None = None
    year_shift: int | None = None
    same_year: bool = False
    month_shift: int | None = None

    def place(self, context: Context) -> Placed | None:
        """The day, month or year."""
        if self.hijri:
            return self._place_hijri(context)
        if self.year is not None or (self.month is None and self.day is None and self.weekday is None):
            return self._place_known_year(context)
        if self.year_shift is not None:
            if context.today is None:
                return None
            placed = replace_year(self, context.today.year + self.year_shift)._place_known_year(context)
            return changed(placed, anchor=context.origin) if placed else None
        if self.same_year:
            if context.last is None:
                return None
            placed = replace_year(self, context.last.start.year)._place_known_year(context)
            return changed(placed, anchor="document") if placed else None
        if context.today is None:
            return None
        if self.month is not None:
            return self._place_month(context, context.today)
        if self.day is not None:
            return self._place_day_of_month(context, context.today)
        return self._place_weekday(context, context.today)

    def _place_known_year(self, context: Context) -> Placed | None:
        year = self.year
        if year is None:
            if self.year_shift is None or context.today is None:
                return None
            return year_place(context.today.year + self.year_shift, context.origin)
        if not 1 <= year <= 9998:
            return None
        if self.month is None:
            return year_place(year)
        if self.day is None:
            return month_place(year, self.month)
        try:
            return day_place(date(year, self.month, self.day))
        except ValueError:
            return None

    def _place_month(self, context: Context, today: date) -> Placed | None:
        month = self.month or 1
        years: list[int] = []
        if self.day is None:
            difference = month - today.month
        else:
            own, now = (month, self.day), (today.month, today.day)
            difference = (own > now) - (own < now)
        if self.direction is not None and self.direction < 0:
            year = today.year + self.direction + 1 - (difference >= 0)
        elif self.direction is not None and self.direction > 0:
            year = today.year + self.direction - 1 + (difference <= 0)
        elif self.direction == 0 or context.ahead:
            year = today.year
        elif context.tense == "near":
            year = self._nearest_year(month, today)
        elif context.tense == "future":
            year = today.year + (difference < 0)
            if difference < 0 and self._recent(month, today):
                year = today.year
        else:
            year = today.year - (difference > 0 and not self._coming(month, today, context.tense))
        loose = self.weekday and self.day and self.direction is None
        years = [year, year - 1, year + 1] if loose else [year]
        for candidate in years:
            try:
                day = date(candidate, month, self.day or 1)
            except ValueError:
                continue
            if len(years) == 1 or day.isoweekday() == self.weekday:
                if self.day is None:
                    return month_place(candidate, month, context.origin)
                return day_place(day, context.origin)
        try:
            return day_place(date(year, month, self.day or 1), context.origin)
        except ValueError:
            return None

    def _coming(self, month: int, today: date, tense: Tense) -> bool:
        """Whether a date still ahead this year is meant, rather than that of last year."""
        try:
            day = date(today.year, month, self.day or 15)
        except ValueError:
            return False
        return (day - today).days <= COMING_DAYS.get(tense, 0)

    def _nearest_year(self, month: int, today: date) -> int:
        """The year of the nearest such month."""
        distance = (month - today.month) % 12
        return today.year + (today.month + distance > 12) if distance <= 6 else today.year - (month > today.month)

    def _recent(self, month: int, today: date) -> bool:
        """Whether a month just gone is meant although a future verb stands near."""
        return self.day is not None and month == today.month and today.day - self.day <= 1

    def _place_day_of_month(self, context: Context, today: date) -> Placed | None:
        """``الخامس عشر``, ``يوم 27`` with no month: of this month, or of the one named by ``month_shift``."""
        base = cal.shift_months(cal.first_of_month(today), self.month_shift or 0)
        if base is None:
            return None
        candidates = [base]
        if self.month_shift is None:
            before, after = cal.shift_months(base, -1), cal.shift_months(base, 1)
            order = [base, before, after] if context.tense != "future" else [base, after, before]
            candidates = [one for one in order if one]
        days = []
        for one in candidates:
            try:
                days.append(one.replace(day=self.day or 1))
            except ValueError:
                continue
        if self.weekday and (self.day or 9) <= 5 and days and days[0].isoweekday() != self.weekday:
            return day_place(cal.nth_weekday(base.year, base.month, self.weekday, self.day or 1), context.origin)
        for day in days:
            if self.weekday is None or day.isoweekday() == self.weekday:
                return day_place(day, context.origin)
        return day_place(days[0], context.origin) if days else None

    def _place_weekday(self, context: Context, today: date) -> Placed | None:
        weekday = self.weekday or 1
        back = (today.isoweekday() - weekday) % 7
        forward = (weekday - today.isoweekday()) % 7
        if self.month_shift is not None:  # a week named beside it
            start = cal.monday(today) + timedelta(7 * self.month_shift)
            return day_place(start + timedelta(weekday - 1), context.origin)
        if self.direction is not None and self.direction < 0:
            days = -(back or 7) - 7 * (-self.direction - 1)
        elif self.direction is not None and self.direction > 0:
            days = (forward or 7) + 7 * (self.direction - 1)
        elif self.direction == 0 or context.tense in ("future", "near") or context.ahead:
            days = forward
        else:
            days = -back
        return day_place(cal.shift_days(today, days), context.origin)

    def _place_hijri(self, context: Context) -> Placed | None:
        year = self.year
        anchor: Anchor | None = None
        if year is None:
            if context.today is None:
                return None
            now = cal.to_hijri(context.today)
            if now is None:
                return None
            anchor = context.origin
            year = now[0] + (self.year_shift or 0)
            if self.month is not None and self.year_shift is None:
                if self.direction:
                    if self.direction > 0:
                        year += self.month <= now[1]
                    else:
                        year -= self.month >= now[1]
                elif not context.ahead or self.month < now[1]:
                    future = year + (self.month < now[1])
                    past = year - (self.month > now[1])
                    if context.tense in ("future", "near") or context.ahead:
                        year = future
                    else:
                        near = (self.month - now[1]) % 12 <= 2
                        if near and context.tense == "past":
                            begins = cal.from_hijri(future, self.month, self.day or 1)
                            near = begins is not None and (begins - context.today).days <= COMING_HIJRI_DAYS
                        year = future if near else past
        if self.month is None:
            start, end = cal.from_hijri(year, 1, 1), cal.from_hijri(year + 1, 1, 1)
            placed = place(start, end, "range", anchor)
        elif self.day is None:
            bounds = cal.hijri_month(year, self.month)
            placed = place(*bounds, "range", anchor) if bounds else None
        else:
            placed = day_place(cal.from_hijri(year, self.month, self.day), anchor)
        return changed(placed, hijri=True) if placed else None


def replace_year(when: CalendarDate, year: int) -> CalendarDate:
    """The same date in a given year."""
    return changed(when, year=year, year_shift=None, same_year=False)


@record
class Period(Meaning):
    """``الأسبوع الماضي``: a calendar unit counted from the one of publication."""

    unit: str
    shift: int

    def place(self, context: Context) -> Placed | None:
        """The week, month, quarter, year, decade or century."""
        return place_unit(context.today, self.unit, self.shift, context.origin) if context.today else None


def place_unit(today: date, unit: str, shift: int, anchor: Anchor | None) -> Placed | None:
    """The calendar unit around a day, shifted."""
    if unit == "day":
        return day_place(cal.shift_days(today, shift), anchor)
    if unit == "week":
        start = cal.shift_days(cal.monday(today), 7 * shift)
        return place(start, cal.shift_days(start, 7) if start else None, "week", anchor)
    if unit == "weekend":
        start = cal.shift_days(cal.monday(today), 7 * shift + 5)
        return place(start, cal.shift_days(start, 2) if start else None, "range", anchor)
    months = _MONTHS_OF_UNIT.get(unit)
    if months is None:
        return None
    if unit in ("decade", "century"):
        size = 10 if unit == "decade" else 100
        year = today.year // size * size + shift * size
        if not 1 <= year <= 9000:
            return None
        return place(date(year, 1, 1), date(year + size, 1, 1), unit, anchor)  # type: ignore[arg-type]
    first = date(today.year, (today.month - 1) // months * months + 1, 1) if months < 12 else date(today.year, 1, 1)
    start = cal.shift_months(first, months * shift)
    return place(start, cal.shift_months(start, months) if start else None, unit, anchor)  # type: ignore[arg-type]


@record
class SplitYear(Meaning):
    """``الموسم الماضي``, ``العام الدراسي المقبل``: a year that runs from summer to summer."""

    shift: int

    def place(self, context: Context) -> Placed | None:
        """Both calendar years; in summer the coming one is the one about to begin."""
        if context.today is None:
            return None
        year = context.today.year - (context.today.month < 7)
        shift = self.shift
        if shift > 0 and 6 <= context.today.month <= 8:
            shift -= context.today.month > 6
        start, end = date(year + shift, 7, 1), date(year + shift + 1, 7, 1)
        return Placed(start, end, "range", f"{start.year:04d}/{end.year:04d}", context.origin)


@record
class SameUnit(Meaning):
    """``الشهر نفسه``: the unit around the time mentioned last."""

    unit: str
    shift: int = 0

    def place(self, context: Context) -> Placed | None:
        """The unit."""
        if context.last is None:
            return (
                place_unit(context.today, self.unit, self.shift, context.origin)
                if context.today and self.shift
                else None
            )
        return place_unit(context.last.start, self.unit, self.shift, "document")


@record
class SameInYear(Meaning):
    """``الفترة نفسها من العام الماضي``: what was mentioned last, in another year."""

    same: Meaning
    year: Meaning

    def place(self, context: Context) -> Placed | None:
        """The stretch with its months moved."""
        same, year = self.same.place(context), self.year.place(context)
        if same is None or year is None or year.hijri:
            return None
        months = 12 * (year.start.year - same.start.year)
        start, end = cal.shift_months(same.start, months), cal.shift_months(same.end, months)
        if same.grain == "range" and start is not None and end is not None and start.day == end.day == 1:
            last = end - timedelta(1)
            moved = place(start, end, "range", "document")
            return changed(moved, text=f"{start:%Y-%m}/{last:%Y-%m}") if moved else None
        return place(start, end, same.grain, "document")


@record
class PartOfYear(Meaning):
    """``الربع الأول من 2022``, ``النصف الثاني من العام``, ``صيف 2014``."""

    parts: int
    number: int
    year: Meaning
    season: str | None = None
    direction: int | None = None

    def place(self, context: Context) -> Placed | None:
        """The quarter, half or season."""
        if self.season and self.direction is not None:
            return self._place_season(context)
        year = self.year.place(context)
        if year is None:
            return None
        if self.season:
            return season_place(year.start.year, self.season, year.anchor)
        if year.grain != "year" and not year.hijri:
            return None
        months = 12 // self.parts
        start = cal.shift_months(year.start, months * (self.number - 1))
        grain: Grain = {4: "quarter", 2: "half"}.get(self.parts, "quarter")  # type: ignore[assignment]
        return place(start, cal.shift_months(start, months) if start else None, grain, year.anchor)

    def _place_season(self, context: Context) -> Placed | None:
        if context.today is None or self.season is None:
            return None
        year = context.today.year
        candidates = [season_place(year + shift, self.season, context.origin) for shift in (-1, 0, 1)]
        around = [one for one in candidates if one]
        if self.direction and self.direction < 0:
            past = [one for one in around if one.end <= context.today]
            return past[-1] if past else None
        if self.direction and self.direction > 0:
            coming = [one for one in around if one.start > context.today]
            return coming[0] if coming else None
        return next((one for one in around if one.start <= context.today < one.end), candidates[1])


def season_place(year: int, season: str, anchor: Anchor | None) -> Placed | None:
    """A season by EDTF code."""
    if not 1 <= year <= 9000:
        return None
    start = date(year, _MONTHS_OF_SEASON[season], 1)
    placed = place(start, cal.shift_months(start, 3), "season", anchor)
    return changed(placed, text=f"{year:04d}-{_EDTF_OF_SEASON[season]}") if placed else None


@record
class Decade(Meaning):
    """``الثمانينيات``, ``ستينيات القرن التاسع عشر``; ``first``: ``العقد الأول``."""

    tens: int
    century: Meaning | None = None

    def place(self, context: Context) -> Placed | None:
        """Ten years."""
        if self.century is None:
            base = 2000 if self.tens < 30 else 1900
            anchor: Anchor | None = None
        else:
            century = self.century.place(context)
            if century is None:
                return None
            base, anchor = century.start.year // 100 * 100, century.anchor
        start = base + self.tens
        return place(date(start, 1, 1), date(start + 10, 1, 1), "decade", anchor) if 0 < start < 9000 else None


@record
class Century(Meaning):
    """``القرن التاسع عشر``."""

    number: int
    before_christ: bool = False

    def place(self, context: Context) -> Placed | None:
        """A hundred years; None before Christ."""
        start = (self.number - 1) * 100
        if self.before_christ or not 1 <= self.number <= 30:
            return None
        return place(date(max(start, 1), 1, 1), date(start + 100, 1, 1), "century")


@record
class Amount:
    """How much of a time unit: a part of a duration."""

    value: float
    unit: str


SECONDS: Final = {
    "second": 1,
    "moment": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "night": 86400,
    "week": 604800,
    "month": 2592000,
    "quarter": 7776000,
    "season": 7776000,
    "year": 31536000,
    "decade": 315360000,
    "century": 3153600000,
}


@record
class Duration:
    """A stretch of time such as ``خمس سنوات وشهرين``."""

    amounts: tuple[Amount, ...]

    @property
    def seconds(self) -> float:
        """Length, with months of 30 and years of 365 days."""
        return sum(amount.value * SECONDS[amount.unit] for amount in self.amounts)

    @property
    def finest(self) -> str:
        """The smallest unit named."""
        return min(self.amounts, key=lambda amount: SECONDS[amount.unit]).unit


def shift(base: date, duration: Duration, sign: int) -> tuple[date, float] | None:
    """A day some duration away, and the seconds that are left over."""
    day: date | None = base
    seconds = 0.0
    for amount in duration.amounts:
        if day is None:
            return None
        value = amount.value * sign
        months = {"month": 1, "quarter": 3, "season": 3, "year": 12, "decade": 120, "century": 1200}.get(amount.unit)
        if abs(value) > 1e7:
            return None
        if months is not None:
            whole = int(value * months)
            day = cal.shift_months(day, whole)
            if day is not None:
                day = cal.shift_days(day, round((value * months - whole) * 30))
        elif amount.unit in ("day", "night", "week"):
            days = value * (7 if amount.unit == "week" else 1)
            day = cal.shift_days(day, int(days))
        else:
            seconds += value * SECONDS[amount.unit]
    return (day, seconds) if day is not None else None


@record
class Offset(Meaning):
    """``قبل ثلاثة أيام``, ``بعد أسبوع من 5 مايو``."""

    duration: Duration
    sign: int
    approximate: bool = False
    base: Meaning | None = None
    chained: bool = False

    def place(self, context: Context) -> Placed | None:
        """The day, or the month or year when the duration counts in those."""
        anchor: Anchor | None = context.origin
        day, moment = context.today, context.now
        if self.base is not None:
            found = self.base.place(context)
            if found is None:
                return None
            day = found.latest if self.sign > 0 else found.start
            anchor, moment = found.anchor, None
        elif self.chained and context.last is not None and context.tense != "future" and context.last.grain == "day":
            day, anchor, moment = context.last.start, "document", None
        elif self.chained and context.tense == "past" and not context.ahead:
            return None
        if day is None:
            return None
        moved = shift(day, self.duration, self.sign)
        if moved is None:
            return None
        target, seconds = moved
        unit = self.duration.finest
        if unit in ("second", "moment", "minute", "hour"):
            return self._place_moment(target, seconds, moment, anchor)
        placed = day_place(target, anchor)
        if placed is None:
            return None
        if unit in ("year", "decade", "century"):
            coarse = year_place(target.year, anchor)
        elif unit == "month":
            coarse = month_place(target.year, target.month, anchor)
        else:
            coarse = placed
        if coarse is None:
            return None
        text = coarse.text + ("~" if self.approximate else "")
        return changed(coarse, text=text, approximate=self.approximate, soft=(placed.start, placed.end))

    def _place_moment(
        self, target: date, seconds: float, moment: datetime | None, anchor: Anchor | None
    ) -> Placed | None:
        if moment is None:
            placed = day_place(cal.shift_days(target, int(seconds / 86400)), anchor)
            return changed(placed, grain="hour") if placed else None
        try:
            when = datetime(
                target.year, target.month, target.day, moment.hour, moment.minute, moment.second
            ) + timedelta(seconds=seconds)
        except OverflowError:
            return None
        placed = day_place(when.date(), anchor)
        return (
            changed(placed, clock=when.hour * 3600 + when.minute * 60 + when.second, grain="second") if placed else None
        )


@record
class Stretch(Meaning):
    """``السنوات الخمس الماضية``: so long before or after publication; ``few``: an unknown number."""

    duration: Duration
    sign: int
    few: bool = False
    recent: bool = False

    def place(self, context: Context) -> Placed | None:
        """From the day that far away to the day of publication, or the reverse."""
        if context.today is None:
            return None
        moved = shift(context.today, self.duration, self.sign)
        if moved is None:
            return None
        far = cal.shift_days(moved[0], int(moved[1] / 86400) or (self.sign if moved[1] else 0))
        if far is None:
            return None
        start, end = (far, context.today) if self.sign < 0 else (context.today, far)
        unit = self.duration.finest
        if unit == "day" and not self.recent:
            if self.sign < 0:
                end = end - timedelta(1)
            else:
                start = start + timedelta(1)
        elif unit == "day":
            start = start + timedelta(1)
        placed = place(start, cal.shift_days(end, 1), "range", context.origin)
        if placed is None:
            return None
        if unit in ("year", "decade", "century"):
            placed = changed(placed, text=f"{start.year:04d}/{end.year:04d}")
        elif unit == "month":
            placed = changed(placed, text=f"{start.year:04d}-{start.month:02d}/{end.year:04d}-{end.month:02d}")
        return placed


@record
class Edge(Meaning):
    """``مطلع``, ``منتصف``, ``أواخر``: the beginning, middle or end of something."""

    edge: str
    inner: Meaning

    def place(self, context: Context) -> Placed | None:
        """The inner stretch with ``~``, or its last month for the end of a year."""
        inner = self.inner.place(context)
        if inner is None:
            return None
        days = (inner.end - inner.start).days
        if days <= 1:
            return inner
        if self.edge == "rest":
            start = max(inner.start, context.today) if context.today else inner.start
            return place(start, inner.end, "range", inner.anchor)
        thirds = {"early": (0, 10), "mid": (10, 20), "late": (20, 30), "end": (20, 30)}.get(self.edge)
        if thirds is None:
            return inner
        if inner.grain == "month":
            start = inner.start + timedelta(thirds[0])
            soft = (start, inner.end if thirds[1] == 30 else inner.start + timedelta(thirds[1]))
        elif inner.grain == "week" and self.edge != "mid":
            soft = (
                (inner.start, inner.start + timedelta(3))
                if self.edge == "early"
                else (inner.start + timedelta(3), inner.end)
            )
        else:
            soft = (inner.start + timedelta(days * thirds[0] // 30), inner.start + timedelta(days * thirds[1] // 30))
        text = inner.text
        if "/" in text:
            if inner.grain == "week":
                text = self._inside(inner, 3).isoformat()
            elif inner.hijri or inner.grain in ("quarter", "half", "range"):
                when = self._inside(inner, days // 2)
                if inner.hijri and days < 32 and self.edge == "early":
                    return day_place(when, inner.anchor, hijri=True)
                text = when.isoformat() if inner.hijri and days < 32 else f"{when.year:04d}-{when.month:02d}"
        elif inner.grain == "year" and self.edge == "end":
            text = f"{inner.start.year:04d}-12"
        return changed(inner, text=text.rstrip("~") + "~", approximate=True, soft=soft)

    def _inside(self, inner: Placed, middle: int) -> date:
        """A day that stands for the part."""
        if self.edge == "early":
            return inner.start
        return inner.start + timedelta(middle) if self.edge == "mid" else inner.latest


@record
class Clock(Meaning):
    """A time of day, on a day if one is named."""

    seconds: int
    day: Meaning | None = None
    zone: int | None = None
    part: str | None = None

    def place(self, context: Context) -> Placed | None:
        """The day with the time of day."""
        if self.day is not None:
            base = self.day.place(context)
        elif context.last is not None and context.last.grain == "day" and not context.ahead:
            base = changed(context.last, anchor="document")
        else:
            base = day_place(context.today, context.origin)
        if base is None or (base.end - base.start).days != 1:
            return None
        hours, rest = divmod(self.seconds, 3600)
        seconds = f":{rest % 60:02d}" if rest % 60 else ""
        day = base
        if hours >= 24:
            moved = day_place(cal.shift_days(base.start, 1), base.anchor)
            if moved is None:
                return None
            day, hours = moved, 0
        text = f"{day.start.isoformat()}T{hours:02d}:{rest // 60:02d}{seconds}"
        return changed(day, grain="minute", text=text, clock=self.seconds % 86400, zone=self.zone, part=self.part)


@record
class DayPart(Meaning):
    """``صباح السبت``: part of a day."""

    part: str
    day: Meaning | None = None
    half: str | None = None

    def place(self, context: Context) -> Placed | None:
        """The day."""
        base = self.day.place(context) if self.day else day_place(context.today, context.origin)
        return changed(base, part=self.part) if base else None


@record
class Range(Meaning):
    """``من … إلى …``: both ends named."""

    first: Meaning
    second: Meaning

    def place(self, context: Context) -> Placed | None:
        """From the beginning of the first to the end of the second."""
        second = self.second.place(context)
        first = self.first.place(context)
        if first is None or second is None:
            return None
        if second.end <= first.start:
            later = self._next_year(first, second)
            earlier = self._next_year(second, first, back=True)
            if earlier:
                first = earlier
            elif later:
                second = later
            else:
                return None
        if second.end <= first.start:
            return None
        left, right = first.text, second.text
        if "/" in left:
            left = left.split("/")[0]
        if "/" in right:
            right = right.split("/")[1]
        approximate = first.approximate or second.approximate
        clock, clock_end = first.clock, second.clock
        grain: Grain = "range"
        return Placed(
            first.start,
            second.end,
            grain,
            f"{left}/{right}",
            first.anchor or second.anchor,
            approximate,
            clock,
            clock_end,
            hijri=first.hijri and second.hijri,
            part=second.part,
        )

    @staticmethod
    def _next_year(early: Placed, late: Placed, *, back: bool = False) -> Placed | None:
        if late.grain not in ("day", "month") or late.anchor is None or early.grain not in ("day", "month"):
            return None
        step = -12 if back else 12
        start, end = cal.shift_months(late.start, step), cal.shift_months(late.end, step)
        return place(start, end, late.grain, late.anchor)


@record
class NthWeekday(Meaning):
    """``ثالث ثلاثاء في أيلول``; -1 is the last."""

    position: int
    weekday: int
    month: Meaning

    def place(self, context: Context) -> Placed | None:
        """The day."""
        month = self.month.place(context)
        if month is None or month.grain != "month":
            return None
        return day_place(
            cal.nth_weekday(month.start.year, month.start.month, self.weekday, self.position), month.anchor
        )


@record
class NthUnit(Meaning):
    """``الأسبوع الأول من يوليو``, ``اليوم الأخير من الشهر``."""

    position: int
    unit: str
    inner: Meaning

    def place(self, context: Context) -> Placed | None:
        """The day, week or month."""
        inner = self.inner.place(context)
        if inner is None:
            return None
        if self.unit == "day":
            day = inner.latest if self.position == -1 else cal.shift_days(inner.start, self.position - 1)
            return day_place(day, inner.anchor) if day and inner.start <= day < inner.end else None
        if self.unit == "half" and inner.grain == "month":
            middle = inner.start + timedelta(15)
            bounds = (inner.start, middle) if self.position == 1 else (middle, inner.end)
            return place(*bounds, "range", inner.anchor)
        if self.unit == "week":
            if self.position == -1:
                start = cal.monday(inner.latest - timedelta(3))
                if inner.latest - start < timedelta(3):
                    start -= timedelta(7)
            else:
                start = cal.monday(inner.start + timedelta(3)) + timedelta(7 * (self.position - 1))
            return place(start, start + timedelta(7), "week", inner.anchor)
        if self.unit == "month" and self.position > 0:
            start_month = cal.shift_months(inner.start, self.position - 1)
            if start_month is None or start_month >= inner.end:
                return None
            return month_place(start_month.year, start_month.month, inner.anchor)
        if self.unit == "decade" and inner.grain == "century" and 1 <= self.position <= 10:
            year = inner.start.year // 100 * 100 + 10 * (self.position - 1)
            return place(date(year, 1, 1), date(year + 10, 1, 1), "decade", inner.anchor)
        return None


@record
class FirstUnits(Meaning):
    """``الأشهر التسعة الأولى من العام``: the first so many units of something; the last ones when ``sign`` is -1."""

    count: int
    unit: str
    inner: Meaning
    sign: int = 1

    def place(self, context: Context) -> Placed | None:
        """From the beginning to the end of the last unit."""
        inner = self.inner.place(context)
        if inner is None or self.unit not in ("month", "day", "week") or not 1 <= self.count <= 366:
            return None
        duration = Duration((Amount(self.count, self.unit),))
        moved = shift(inner.start if self.sign > 0 else inner.end, duration, self.sign)
        if moved is None:
            return None
        start, end = (inner.start, moved[0]) if self.sign > 0 else (moved[0], inner.end)
        placed = place(start, end, "range", inner.anchor)
        if placed is None or self.unit != "month":
            return placed
        last = placed.latest
        return changed(placed, text=f"{start.year:04d}-{start.month:02d}/{last.year:04d}-{last.month:02d}")


@record
class Holiday(Meaning):
    """A feast or fixed day, in a year if one is named."""

    key: str
    year: int | None = None
    hijri_year: bool = False
    year_shift: int | None = None
    direction: int | None = None

    def place(self, context: Context) -> Placed | None:
        """Its day or days."""
        row = next((row for row in lexicon.rows("holidays.tsv") if row["key"] == self.key), None)
        if row is None:
            return None
        if row["calendar"] == "feast":
            return self._nearest_feast(row, context)
        if self.year is not None:
            return self._in_year(row, self.year, None, hijri=self.hijri_year)
        if context.today is None:
            return None
        year = context.today.year + (self.year_shift or 0)
        around = [self._in_year(row, year + step, context.origin, hijri=False) for step in (-1, 0, 1)]
        if self.year_shift is not None or context.ahead:
            return around[1]
        found = [one for one in around if one]
        if (self.direction and self.direction > 0) or (self.direction is None and context.tense == "future"):
            coming = [one for one in found if one.end > context.today]
            return coming[0] if coming else None
        if self.direction and self.direction < 0:
            gone = [one for one in found if one.end <= context.today]
            return gone[-1] if gone else None
        today = context.today
        near = [one for one in found if abs((one.start - today).days) <= 45]
        if near:
            return min(near, key=lambda one: abs((one.start - today).days))
        gone = [one for one in found if one.start <= today]
        return gone[-1] if gone else None

    def _nearest_feast(self, row: dict[str, str], context: Context) -> Placed | None:
        """``ثاني أيام العيد``: days from the nearer of the two feasts; ``day`` in the lexicon says how many."""
        if context.today is None or self.year is not None or self.year_shift is not None:
            return None
        both = [changed(self, key=key).place(context) for key in FEASTS]
        found = [one for one in both if one]
        if not found:
            return None
        feast = min(found, key=lambda one: abs((one.start - context.today).days) if context.today else 0)
        start, days = cal.shift_days(feast.start, int(row["day"])), int(row["days"])
        end = cal.shift_days(start, days) if start else None
        placed = place(start, end, "day" if days == 1 else "range", feast.anchor)
        return changed(placed, hijri=True) if placed else None

    @staticmethod
    def _in_year(row: dict[str, str], year: int, anchor: Anchor | None, *, hijri: bool) -> Placed | None:
        kind, month, length = row["calendar"], int(row["month"]), int(row["days"])
        if not 2 <= year <= 9000:
            return None
        start: date | None
        if kind == "gregorian":
            start = date(year, month, int(row["day"]))
        elif kind == "easter":
            start = cal.easter(year) + timedelta(int(row["day"]))
        elif kind == "nth_weekday":
            rule, _, extra = row["day"].partition("+")
            position, weekday = rule.split(".")
            found = cal.nth_weekday(year, month, int(weekday), int(position))
            start = found + timedelta(int(extra or 0)) if found else None
        elif hijri:
            start = cal.from_hijri(year, month, int(row["day"]))
        else:
            start = None
            reference = cal.to_hijri(date(year, 1, 1))
            if reference is not None:
                for hijri_year in (reference[0], reference[0] + 1):
                    candidate = cal.from_hijri(hijri_year, month, int(row["day"]))
                    if candidate and candidate.year == year:
                        start = candidate
                        break
        if start is None:
            return None
        if kind == "hijri_month":
            now = cal.to_hijri(start)
            bounds = cal.hijri_month(now[0], month) if now else None
            placed = place(*bounds, "range", anchor) if bounds else None
        else:
            placed = place(start, start + timedelta(length), "day" if length == 1 else "range", anchor)
        return changed(placed, hijri=kind.startswith("hijri")) if placed else None


@record
class Repeating(Meaning):
    """``كل يوم``: a set of times, in TIMEX form."""

    timex: str

    def place(self, context: Context) -> Placed | None:
        """Nothing: a set has no single place."""
        return None
