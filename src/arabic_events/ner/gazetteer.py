"""Names that are known beforehand: the lexicons of places, organisations and people, and finding them in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from arabic_events import lexicon
from arabic_events.caches import WORD_FORMS
from arabic_events.schema import EntityLabel, Sector
from arabic_events.tokens import Token

_LONGEST = 7
_SHORTEST_SPLIT = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One known name.

    Attributes:
        kind: the lexicon it is in: countries, places, cities, organisations …
        label, name, country, latitude, longitude, sector: as in `arabic_events.schema.Entity`.
    """

    kind: str
    label: EntityLabel
    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    sector: Sector | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A known name in a text: tokens ``[first, last)``, and the length in the normal form of the clitics before it."""

    first: int
    last: int
    prefix: int
    form: str
    entries: tuple[Entry, ...]


@lru_cache(maxsize=WORD_FORMS)
def splits(word: str) -> tuple[tuple[int, str], ...]:
    """Every way to take conjunctions and prepositions off a word in normal form: length taken and what is left.

    The first is the whole word. After ``ل`` the article loses its alif, so that ``للعراق`` gives ``(1, "العراق")`` too.

    >>> splits("وواشنطن")
    ((0, 'وواشنطن'), (1, 'واشنطن'))
    """
    clitics = lexicon.toml("name_clitics.toml")
    found = [(0, word)]
    starts = [0]
    if len(word) >= _SHORTEST_SPLIT and word[0] in clitics["conjunctions"]:
        found.append((1, word[1:]))
        starts.append(1)
    for start in starts:
        rest = word[start:]
        if len(rest) >= _SHORTEST_SPLIT and rest[0] in clitics["prepositions"]:
            if rest.startswith(clitics["article_after_lam"]):
                article = clitics["article"]
                found += [(start + 1, article[0] + rest[1:]), (start + 1, rest[1:]), (start + 1, article + rest[1:])]
            else:
                found.append((start + 1, rest[1:]))
    return tuple(found)


_TABLES: tuple[tuple[str, EntityLabel, Sector | None], ...] = (
    ("places", "LOC", None),
    ("cities", "LOC", None),
    ("organisations", "ORG", "international"),
    ("armed_groups", "ORG", "armed_group"),
    ("parties", "ORG", "party"),
    ("media", "ORG", "media"),
    ("companies", "ORG", "business"),
    ("clubs", "ORG", "sport"),
    ("people", "PER", None),
    ("peoples", "GRP", "civilian"),
)


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Every known name by its form, words by what they say about a name next to them.

    Attributes:
        names: form in normal form, words separated by one space, to the entries it may mean, likeliest first.
        lengths: first word of a form to the largest number of words of a form that begins so.
        demonyms: relational adjective without article, every inflection, to the country code (``""`` for none).
        flags: word in normal form without clitics to the classes it belongs to: ``office``, ``first_name`` …
    """

    names: dict[str, tuple[Entry, ...]]
    lengths: dict[str, int]
    demonyms: dict[str, str]
    flags: dict[str, tuple[str, ...]]
    org_sectors: dict[str, Sector]
    office_sectors: dict[str, Sector]
    article: str

    def match(self, tokens: Sequence[Token], start: int, stop: int) -> Match | None:
        """The longest known name that begins at token ``start`` and ends before token ``stop``."""
        best: Match | None = None
        lengths = self.lengths
        for prefix, core in splits(tokens[start].norm):
            longest = lengths.get(core)
            if longest is None:
                continue
            phrase = core
            end = start + 1
            while True:
                entries = self.names.get(phrase)
                if entries is not None and (best is None or end > best.last):
                    best = Match(start, end, prefix, phrase, entries)
                if end - start >= longest or end >= stop:
                    break
                phrase = f"{phrase} {tokens[end].norm}"
                end += 1
        return best

    def demonym(self, word: str) -> str | None:
        """The country of a relational adjective, ``""`` for a people without one, None for other words."""
        country = self.demonyms.get(word)
        if country is None:
            country = self.demonyms.get(word.removeprefix(self.article))
        return country


def _inflections(stem: str, endings: Sequence[str]) -> list[str]:
    """Every inflection of a relational adjective; in one of two words both agree."""
    words = stem.split(" ")
    return [" ".join(word + ending for word in words) for ending in endings]


@cache
def gazetteer() -> Gazetteer:
    """The bundled lexicons of names, read once."""
    names: dict[str, list[Entry]] = {}
    flags: dict[str, set[str]] = {}
    clitics = lexicon.toml("name_clitics.toml")
    article = clitics["article"]

    generic = frozenset(clitics["generic"])

    def add(forms: Sequence[str], entry: Entry) -> None:
        for form in forms:
            head, _, rest = form.partition(" ")
            if not (head in generic and rest in forms):
                names.setdefault(form, []).append(entry)

    for row in lexicon.rows("countries.tsv"):
        entry = Entry("countries", "LOC", row["name"], row["code"], _number(row["latitude"]), _number(row["longitude"]))
        add(lexicon.forms(row["forms"]), entry)
    for table, label, sector in _TABLES:
        for row in lexicon.rows(f"{table}.tsv"):
            entry = Entry(
                table,
                label,
                row["name"],
                row["country"] or None,
                _number(row.get("latitude", "")),
                _number(row.get("longitude", "")),
                cast("Sector | None", row.get("sector") or sector),
            )
            add(lexicon.forms(row["forms"]), entry)
            if row.get("surname"):
                add(
                    lexicon.forms(row["surname"]),
                    Entry("surnames", "PER", entry.name, entry.country, sector=entry.sector),
                )

    demonyms: dict[str, str] = {}
    for row in lexicon.rows("demonyms.tsv"):
        for form in _inflections(row["stem"], clitics["nisba"]["endings"]):
            demonyms.setdefault(form, row["country"])
        plurals = [*_inflections(row["stem"], clitics["nisba"]["group_endings"]), *lexicon.forms(row["plural"])]
        for form in plurals:
            demonyms.setdefault(form, row["country"])
            names.setdefault(article + form, []).append(
                Entry("demonyms", "GRP", article + form, row["country"] or None, sector="civilian")
            )

    def flag(word: str, name: str) -> None:
        flags.setdefault(word, set()).add(name)

    org_sectors: dict[str, Sector] = {}
    for row in lexicon.rows("org_heads.tsv"):
        for form in (row["head"], *lexicon.forms(row["plural"])):
            for shape in (form, article + form):
                org_sectors.setdefault(shape, cast("Sector", row["sector"]))
                flag(shape, "org")
                flag(shape, f"org:{row['sector']}")
    office_sectors: dict[str, Sector] = {}
    for row in lexicon.rows("offices.tsv"):
        office_sectors.setdefault(row["form"], cast("Sector", row["sector"]))
        words = row["form"].split(" ")
        flag(words[-1], "office")
        if len(words) > 1:
            flag(words[0], "office")
    for row in lexicon.rows("place_heads.tsv"):
        flag(row["head"], f"place:{row['part']}")
    for row in lexicon.rows("first_names.tsv"):
        flag(row["name"], "first")
    for row in lexicon.rows("family_name_parts.tsv"):
        flag(row["form"], f"part:{row['kind']}")
    for form, entries in names.items():
        if " " not in form:
            for entry in entries:
                flag(form, entry.kind)
    for form in demonyms:
        flag(form, "nisba")
        flag(article + form, "nisba:definite")
    lengths: dict[str, int] = {}
    for form in names:
        first, count = form.split(" ", 1)[0], form.count(" ") + 1
        lengths[first] = max(lengths.get(first, 0), min(count, _LONGEST))
    return Gazetteer(
        names={form: tuple(entries) for form, entries in names.items()},
        lengths=lengths,
        demonyms=demonyms,
        flags={word: tuple(sorted(found)) for word, found in flags.items()},
        org_sectors=org_sectors,
        office_sectors=office_sectors,
        article=article,
    )
