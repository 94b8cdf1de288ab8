"""Numbers and dates written out in Arabic, the other way round from what the library does: for round trips."""

from __future__ import annotations

from datetime import date

MASCULINE = ("", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
FEMININE = ("", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
TENS = ("", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
HUNDREDS = ("", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة")
OLD_HUNDREDS = ("", "مائة", "مائتين", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة")
SCALES = (
    (10**9, "مليار", "ملياران", "مليارات"),
    (10**6, "مليون", "مليونان", "ملايين"),
    (10**3, "ألف", "ألفان", "آلاف"),
)
MONTHS = {
    "gregorian": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    "levantine": [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ],
    "maghrebi": [
        "جانفي",
        "فيفري",
        "مارس",
        "أفريل",
        "ماي",
        "جوان",
        "جويلية",
        "أوت",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    "moroccan": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ],
}
ORDINALS = ("", "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر")
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
EASTERN_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def below_hundred(number: int, *, accusative: bool) -> str:
    """A number from 1 to 99."""
    if number <= 10:
        return MASCULINE[number]
    units, tens = number % 10, number // 10
    if tens == 1:
        return f"{('', 'أحد', 'اثنا')[units] if units < 3 else MASCULINE[units]} عشر"
    word = TENS[tens] + ("ين" if accusative else "ون")
    return word if units == 0 else f"{MASCULINE[units]} و{word}"


def below_thousand(number: int, *, accusative: bool = False, old: bool = False) -> str:
    """A number from 1 to 999."""
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        parts.append((OLD_HUNDREDS if old else HUNDREDS)[hundreds])
    if rest:
        parts.append(below_hundred(rest, accusative=accusative))
    return " و".join(parts)


def spell(number: int, *, accusative: bool = False, old: bool = False) -> str:
    """A whole number in words, up to 999,999,999,999.

    >>> spell(325)
    'ثلاثمئة وخمسة وعشرون'
    """
    if number == 0:
        return "صفر"
    parts = []
    for scale, singular, dual, plural in SCALES:
        count, number = divmod(number, scale)
        if count == 1:
            parts.append(singular)
        elif count == 2:
            parts.append(dual)
        elif count:
            parts.append(
                f"{below_thousand(count, accusative=accusative, old=old)} "
                f"{plural if 3 <= count % 100 <= 10 else singular}"
            )
    if number:
        parts.append(below_thousand(number, accusative=accusative, old=old))
    return " و".join(parts)


def ordinal_day(day: int) -> str:
    """A day of the month in words: ``الحادي والعشرين``."""
    units, tens = day % 10, day // 10
    if day <= 10:
        return ORDINALS[day]
    first = "الحادي" if units == 1 else ORDINALS[units]
    if tens == 1:
        return f"{first} عشر"
    word = "ال" + TENS[tens] + "ين"
    return word if units == 0 else f"{first} و{word}"


def date_styles(day: date) -> list[str]:
    """A date in every style of the Arab press that names the year."""
    gregorian, levantine = MONTHS["gregorian"][day.month - 1], MONTHS["levantine"][day.month - 1]
    maghrebi, moroccan = MONTHS["maghrebi"][day.month - 1], MONTHS["moroccan"][day.month - 1]
    weekday = WEEKDAYS[day.weekday()]
    return [
        f"{day.day} {gregorian} {day.year}",
        f"{day.day} {levantine} {day.year}",
        f"{day.day} {maghrebi} {day.year}",
        f"{day.day} {moroccan} {day.year}",
        f"{day.day} {gregorian}/{levantine} {day.year}",
        f"{day.day} {levantine}/{gregorian} {day.year}",
        f"{day.day} {gregorian} ({levantine}) {day.year}",
        f"{day.day} {gregorian} - {levantine} {day.year}",
        f"{ordinal_day(day.day)} من {gregorian} {day.year}",
        f"{ordinal_day(day.day)} من شهر {levantine} عام {day.year}",
        f"{ordinal_day(day.day)} من {gregorian}/{levantine} من عام {day.year}",
        f"{weekday} {day.day} {gregorian} {day.year}",
        f"يوم {weekday} {ordinal_day(day.day)} من {levantine} {day.year}",
        f"{weekday}، {day.day} {gregorian}، {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}-{day.month:02d}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        day.isoformat(),
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        f"{day.day}/{day.month}/{day.year}".translate(EASTERN_DIGITS),
        f"{day.day} {gregorian} {day.year}م".translate(EASTERN_DIGITS),
        f"{weekday} الموافق {day.day} {gregorian} {day.year}",
        f"{day.day} {gregorian} عام {spell(day.year, accusative=True)}",
    ]
