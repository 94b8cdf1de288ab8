"""The lexicons of names keep their own rules."""

from __future__ import annotations

import pytest
from babel import Locale

from arabic_events import lexicon
from arabic_events.ner.gazetteer import gazetteer, splits
from arabic_events.schema import Sector
from arabic_events.text import normalize

NAMED = [
    "countries",
    "places",
    "cities",
    "organisations",
    "armed_groups",
    "parties",
    "media",
    "companies",
    "clubs",
    "people",
    "peoples",
]
WORDS = {
    "demonyms": ("stem", "plural"),
    "org_heads": ("head", "plural"),
    "place_heads": ("head",),
    "offices": ("form",),
    "first_names": ("name",),
    "family_name_parts": ("form",),
}
COUNTRIES = set(Locale("ar").territories)
SECTORS = set(Sector.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", NAMED)
def test_named_table(table: str) -> None:
    rows = lexicon.rows(f"{table}.tsv")
    assert rows
    for row in rows:
        forms = lexicon.forms(row["forms"])
        assert row["name"] and forms, row
        for form in forms:
            assert form == normalize(form) == " ".join(form.split()), row
        assert len(set(forms)) == len(forms), row
        country = row.get("country", row.get("code", ""))
        assert not country or country in COUNTRIES, row
        if "sector" in row:
            assert row["sector"] in SECTORS, row
        if "latitude" in row:
            assert bool(row["latitude"]) == bool(row["longitude"]), row
            if row["latitude"]:
                assert -90 <= float(row["latitude"]) <= 90 and -180 <= float(row["longitude"]) <= 180, row


@pytest.mark.parametrize("table", sorted(WORDS))
def test_word_table(table: str) -> None:
    for row in lexicon.rows(f"{table}.tsv"):
        for column in WORDS[table]:
            for form in lexicon.forms(row[column]):
                assert form == normalize(form), row
        if "sector" in row:
            assert row["sector"] in SECTORS, row


def test_sizes() -> None:
    assert len(lexicon.rows("first_names.tsv")) >= 1500
    assert len(lexicon.rows("countries.tsv")) >= 170
    assert len(gazetteer().names) > 8000


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("لبناني", "LB"),
        ("اللبنانيه", "LB"),
        ("لبنانيون", "LB"),
        ("اللبنانيين", "LB"),
        ("الارمن", "AM"),
        ("اميركيه", "US"),
        ("كتاب", None),
    ],
)
def test_demonym(word: str, country: str | None) -> None:
    assert gazetteer().demonym(word) == country


@pytest.mark.parametrize(
    ("word", "core"),
    [
        ("وواشنطن", "واشنطن"),
        ("للعراق", "العراق"),
        ("وللعراق", "العراق"),
        ("بالعراق", "العراق"),
        ("للبنان", "لبنان"),
        ("بغداد", "بغداد"),
    ],
)
def test_splits(word: str, core: str) -> None:
    assert core in {left for _, left in splits(word)}
    assert splits(word)[0] == (0, word)
