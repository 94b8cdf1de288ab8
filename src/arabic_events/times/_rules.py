"""Which rules are worth trying where, by the categories of words."""

from __future__ import annotations

from typing import Final, Literal

from arabic_events.quantities._scan import ByCategories

RULES: Final[dict[str, tuple[str, ...]]] = {
    "day_word": ("_day_word",),
    "day_noun": ("_weekday", "_day_month", "_day_numeric"),
    "weekday": ("_weekday",),
    "weekday_after_day": ("_weekday",),
    "ordinal": ("_day_month", "_two_days", "_clock", "_ordinal_weekday", "_stretch"),
    "unit": ("_day_month", "_clock", "_stretch", "_from_now"),
    "eleven": ("_day_month", "_clock"),
    "tens": ("_day_month", "_stretch", "_from_now"),
    "teen": ("_day_month",),
    "first_day": ("_day_month",),
    "last_day": ("_day_month",),
    "article_alone": ("_day_month", "_stretch"),
    "month": ("_month",),
    "month_homograph": ("_month",),
    "hijri_month": ("_month",),
    "hijri_homograph": ("_month",),
    "month_noun": ("_month",),
    "year_noun": ("_year",),
    "time_unit": ("_period", "_stretch", "_from_now", "_century", "_quarter"),
    "demonstrative": ("_period",),
    "demonstrative_last": ("_period",),
    "same": ("_period",),
    "season": ("_period",),
    "weekend": ("_period",),
    "decade": ("_decade",),
    "quarter": ("_quarter",),
    "half": ("_quarter",),
    "daypart": ("_day_part",),
    "midnight": ("_midnight",),
    "clock": ("_clock",),
    "holiday": ("_holiday",),
    "same_stretch": ("_same_stretch",),
    "vague": ("_vague",),
    "now": ("_vague",),
    "then": ("_vague",),
    "day_last": ("_vague",),
    "edge": ("_edge", "_stretch"),
    "before": ("_offset_from",),
    "after": ("_offset_from",),
    "since": ("_offset_from",),
    "then_after": ("_after_that",),
    "repeat": ("_repeating",),
    "each": ("_repeating",),
    "each_days": ("_repeating",),
}
NUMERAL_CATEGORIES: Final = frozenset(["unit", "tens", "teen", "hundred", "scale", "eleven", "ten_part"])
YEAR_RULE: Final = ("_bare_year",)
NUMBER_RULES: Final = ("_numeric", "_day_month", "_two_days", "_clock", "_stretch", "_from_now")
_AFTER_DAY: Final = frozenset(
    [
        "partitive",
        "month",
        "month_noun",
        "month_homograph",
        "hijri_month",
        "hijri_homograph",
        "demonstrative",
        "demonstrative_last",
        "same",
        "this",
        "weekend",
        "season",
        "time_unit",
    ]
)
_AFTER_HOUR: Final = frozenset(
    [
        "zone",
        "daypart",
        "meridiem",
        "part_joint",
        "open_bracket",
        "clock_half",
        "clock_quarter",
        "clock_third",
        "and",
        "except",
    ]
)
_AFTER_COUNT: Final = frozenset(["time_unit", "scale", "hundred", "unit", "tens", "and", "point", "decimal_mark"])
_JOINTS: Final = frozenset(
    ["comma", "open_bracket", "corresponding", "clock_joint", "from", "clock", "daypart", "part_joint", "of"]
)


@ByCategories
def rules_of(categories: frozenset[str]) -> tuple[str, ...]:
    """The rules that may read an expression from a word on."""
    return tuple(dict.fromkeys(name for category, rules in RULES.items() if category in categories for name in rules))


class _NumberRulesOf(dict[tuple[frozenset[str], bool, str, bool], tuple[str, ...]]):
    """The rules that may read a number in digits, in the order of ``NUMBER_RULES``.

    The key is what follows the number: the categories of the next word, whether it has a conjunction, the mark or
    number that it is; and whether the number has dots inside.
    """

    def __missing__(self, key: tuple[frozenset[str], bool, str, bool]) -> tuple[str, ...]:
        categories, joined, sign, dotted = key
        counts = joined or sign == "0" or not _AFTER_COUNT.isdisjoint(categories)
        may = {
            "_numeric": dotted or sign in ("/", "-", "\\"),
            "_day_month": sign in ("/", "-", ".") or not _AFTER_DAY.isdisjoint(categories),
            "_two_days": joined or "and" in categories,
            "_clock": joined or sign == ":" or not _AFTER_HOUR.isdisjoint(categories),
            "_stretch": counts and (sign != "" or dotted or not categories.isdisjoint(("time_unit", "scale"))),
            "_from_now": counts,
        }
        self[key] = found = tuple(name for name in NUMBER_RULES if may[name])
        return found


NUMBER_RULES_OF: Final = _NumberRulesOf()


@ByCategories
def may_open(categories: frozenset[str]) -> bool | Literal["number"]:
    """Whether a word can open a time: a number only where what follows lets it."""
    if "digits" in categories:
        return "number"
    if not (rules_of[categories] or "from" in categories or "pair_noun" in categories):
        return False
    return True if NUMERAL_CATEGORIES.isdisjoint(categories) else "number"


@ByCategories
def may_belong(categories: frozenset[str]) -> bool:
    """Whether a word after a point in time can add to it."""
    return bool(rules_of[categories]) or not _JOINTS.isdisjoint(categories)
