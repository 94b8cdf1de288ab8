"""Names that are known beforehand: the lexicons of places, organisations and people, and finding them in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    names = _names()
    demonyms: dict[str, str] = {}
    for row in lexicon.rows("demonyms.tsv"):
        adjectives, plurals = _demonym_forms(row)
        for form in (*adjectives, *plurals):
            demonyms.setdefault(form, row["country"])
    org_sectors: dict[str, Sector] = {}
    for row in lexicon.rows("org_heads.tsv"):
        for shape in _org_shapes(row):
            org_sectors.setdefault(shape, cast("Sector", row["sector"]))
    office_sectors: dict[str, Sector] = {}
    for row in lexicon.rows("offices.tsv"):
        office_sectors.setdefault(row["form"], cast("Sector", row["sector"]))
    lengths: dict[str, int] = {}
    for form in names:
        first, count = form.split(" ", 1)[0], form.count(" ") + 1
        lengths[first] = max(lengths.get(first, 0), min(count, _LONGEST))
    return Gazetteer(
        names={form: tuple(entries) for form, entries in names.items()},
        lengths=lengths,
        demonyms=demonyms,
        flags={word: tuple(sorted(found)) for word, found in _flags(names, demonyms).items()},
        org_sectors=org_sectors,
        office_sectors=office_sectors,
        article=_article(),
    )


@cache
def _article() -> str:
    return str(lexicon.toml("name_clitics.toml")["article"])


def _names() -> dict[str, list[Entry]]:
    """Every known name by its form, in the order of the lexicons."""
    names: dict[str, list[Entry]] = {}
    generic = frozenset(lexicon.toml("name_clitics.toml")["generic"])

    def add(forms: Sequence[str], entry: Entry) -> None:
        for form in forms:
            head, _, rest = form.partition(" ")
            if not (head in generic and rest in forms):
                names.setdefault(form, []).append(entry)

    for row in lexicon.rows("countries.tsv"):
        place = _number(row["latitude"]), _number(row["longitude"])
        add(lexicon.forms(row["forms"]), Entry("countries", "LOC", row["name"], row["code"], *place))
    for table, label, general in _TABLES:
        for row in lexicon.rows(f"{table}.tsv"):
            sector = cast("Sector | None", row.get("sector") or general)
            place = _number(row.get("latitude", "")), _number(row.get("longitude", ""))
            entry = Entry(table, label, row["name"], row["country"] or None, *place, sector)
            add(lexicon.forms(row["forms"]), entry)
            if row.get("surname"):
                surname = Entry("surnames", "PER", entry.name, entry.country, sector=sector)
                add(lexicon.forms(row["surname"]), surname)
    for row in lexicon.rows("demonyms.tsv"):
        for form in map(_article().__add__, _demonym_forms(row)[1]):
            people = Entry("demonyms", "GRP", form, row["country"] or None, sector="civilian")
            names.setdefault(form, []).append(people)
    return names


def _demonym_forms(row: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The inflections of a relational adjective, and those that name a people."""
    nisba = lexicon.toml("name_clitics.toml")["nisba"]
    adjectives = _inflections(row["stem"], nisba["endings"])
    return adjectives, [*_inflections(row["stem"], nisba["group_endings"]), *lexicon.forms(row["plural"])]


def _org_shapes(row: Mapping[str, str]) -> Iterator[str]:
    """The forms of a word that organisations begin with, without and with its article."""
    for form in (row["head"], *lexicon.forms(row["plural"])):
        yield from (form, _article() + form)


def _flags(names: Mapping[str, Sequence[Entry]], demonyms: Iterable[str]) -> dict[str, set[str]]:
    """The classes of each word that say something of a name."""
    flags: defaultdict[str, set[str]] = defaultdict(set)
    for row in lexicon.rows("org_heads.tsv"):
        for shape in _org_shapes(row):
            flags[shape] |= {"org", f"org:{row['sector']}"}
    for row in lexicon.rows("offices.tsv"):
        words = row["form"].split(" ")
        flags[words[-1]].add("office")
        flags[words[0]].add("office")
    for row in lexicon.rows("place_heads.tsv"):
        flags[row["head"]].add(f"place:{row['part']}")
    for row in lexicon.rows("first_names.tsv"):
        flags[row["name"]].add("first")
    for row in lexicon.rows("family_name_parts.tsv"):
        flags[row["form"]].add(f"part:{row['kind']}")
    for form, entries in names.items():
        if " " not in form:
            flags[form].update(entry.kind for entry in entries)
    for form in demonyms:
        flags[form].add("nisba")
        flags[_article() + form].add("nisba:definite")
    return flags
