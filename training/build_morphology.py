"""Compiles the morphological database models/morphology from the lexicons and a word list.

    python training/build_morphology.py [--words models/vocabulary/words.tsv.xz] [--folder models/morphology]

Reads the verbs, nouns, adjectives and function words of ``lexicons/`` and writes

- ``news.db``: a camel-tools database (ALMOR format): prefixes, stems, suffixes and which go together;
- ``words.txt.gz``: words of the word list with the logarithm of their count, for guesses about unknown words;
- ``camel/.camel_tools/catalogue.json``: the catalogue that camel-tools wants to find when it is imported;
- ``build.json``: a digest of the lexicons, which tells whether the database is up to date.

How often each lemma occurs, which ranks the readings of a word, is estimated from the word list: counts are shared out
among the readings of each word in proportion to their likelihood until that settles (expectation maximisation).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import lzma
import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from arabic_events import morphology

LEXICONS = Path(__file__).parent.parent / "src" / "arabic_events" / "lexicons"

# Letters of the normal form, in which the rules of inflection are written.
HAMZA, ALEF, BA, TA, SIN, LAM, MIM, NUN, HA, WAW, YA = "ءابتسلمنهوي"
WAW_HAMZA, YA_HAMZA = "ؤئ"
PERFECT_SLOTS, IMPERFECT_SLOTS = "0pDTWC", "0pWDN"
ROUNDS = 6
LONGEST = 18
LEAST_COUNT = 6
ARTICLE_SHARE = 0.3
UNLISTED = 0.1  # prior weight of a participle that no lexicon lists
SELDOM = 0.2  # prior weight of a verb that is rarer than the noun of its form


@dataclass(frozen=True)
class Verb:
    """A verb as the lexicon gives it."""

    lemma: str
    imperfect: str
    masdars: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stem:
    """One stem line: form, category letters, attached slots, features."""

    form: str
    kind: str
    slots: str
    lemma: str
    pos: str
    features: tuple[tuple[str, str], ...] = ()

    @property
    def category(self) -> str:
        """Name of the stem category: kind, lam first, slots."""
        lam = "L" if self.kind == "N" and self.form.startswith(LAM) else ""
        return f"{self.kind}{lam}-{self.slots}"


@dataclass
class Database:
    """Sections of an ALMOR file."""

    prefixes: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    suffixes: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    stems: dict[Stem, None] = field(default_factory=dict)


SOURCES = (
    *("affixes.toml", "verb_classes.toml", "function_words.tsv", "event_verbs.tsv", "reporting_verbs.tsv"),
    *("common_verbs.tsv", "event_nouns.tsv", "common_nouns.tsv", "common_adjectives.tsv"),
    *("countries.tsv", "places.tsv", "cities.tsv"),
)


def sources_digest() -> str:
    """SHA-256 of the lexicon lines the database is built from, which tells whether it is up to date."""
    lines: set[str] = set()
    for name in SOURCES:
        for path in (LEXICONS / name, *LEXICONS.glob(name + ".part*")):
            if path.exists():
                lines.update(path.read_text("utf-8").splitlines())
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def table(name: str) -> list[dict[str, str]]:
    """Rows of a TSV lexicon and of its parts while it is still in parts; nothing if there is none."""
    rows: list[dict[str, str]] = []
    whole = LEXICONS / name
    for path in [*([whole] if whole.exists() else []), *sorted(LEXICONS.glob(name + ".part*"))]:
        lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        header = lines[0].split("\t")
        rows += [dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:]]
    return rows


def cells(value: str | None) -> tuple[str, ...]:
    """First word of each alternative in a cell."""
    return tuple(part.split()[0] for part in (value or "").split("|") if part.strip())


class VerbForms:
    """Stems of a verb of any class, found from its perfect and imperfect in normal form."""

    def __init__(self, classes: dict[str, list[str]]) -> None:
        self._doubled = frozenset(classes["doubled"])
        self._final_i = frozenset(classes["final_i"])
        self._medial_hamza = frozenset(classes["medial_hamza"])
        self._final_ha = frozenset(classes["final_ha"])
        self._no_perfect = frozenset(classes["no_perfect"])

    def keeps_ha(self, form: str, base: str = "") -> bool:
        """Whether the last letter is a radical ha (اتجاه, متوجه), not the feminine ending, which looks the same."""
        return form in self._final_ha or (base[-1:] == form[-1:] == HA and form[-2] != HA)

    def stems(self, verb: Verb) -> Iterator[tuple[str, str, str, str]]:
        """Stem, kind (PV, IV, CV), slots, voice (``a``, ``p``, ``-``)."""
        perfect, imperfect = verb.lemma, verb.imperfect[1:]
        last = perfect[-1]
        if last == HAMZA and perfect[-2] == ALEF:
            yield from self._hollow_hamza(perfect, imperfect)
        elif self.is_hollow(verb):
            yield from self._hollow(perfect, imperfect)
        elif last == ALEF and imperfect[-1] in (ALEF, YA_HAMZA, WAW_HAMZA):
            yield from self._final_hamza(perfect, imperfect)
        elif last in (ALEF, YA):
            yield from self._defective(perfect, imperfect)
        elif self.is_doubled(verb):
            yield perfect, "PV", "0pDTW", "-"
            yield perfect + last, "PV", "C", "-"
            yield imperfect, "IV", "0pWD", "-"
            yield imperfect + last, "IV", "JN", "-"
        else:
            yield from self._sound(perfect, imperfect)

    def used(self, verb: Verb) -> Iterator[tuple[str, str, str, str]]:
        """The same without those of a perfect that news does not use."""
        return (stem for stem in self.stems(verb) if stem[1] != "PV" or verb.lemma not in self._no_perfect)

    def is_hollow(self, verb: Verb) -> bool:
        """Whether the middle radical is weak: قال, اقام, اختار."""
        perfect = verb.lemma
        return (
            len(perfect) >= 3
            and perfect[-2] == ALEF
            and perfect[-1] not in (ALEF, YA, HAMZA)
            and (len(perfect) == 3 or (perfect[0] == ALEF and len(perfect) > 3))
            and perfect not in self._medial_hamza
            and YA_HAMZA not in verb.imperfect
        )

    def is_doubled(self, verb: Verb) -> bool:
        """Whether the last radical is doubled: شن, اقر, استمر."""
        perfect = verb.lemma
        if len(perfect) == 2 or perfect in self._doubled:
            return True
        return len(perfect) == 3 and perfect[0] == ALEF and len(verb.imperfect) == 3

    @staticmethod
    def _hollow(perfect: str, imperfect: str) -> Iterator[tuple[str, str, str, str]]:
        yield perfect, "PV", "0pDTW", "a"
        yield perfect[:-2] + perfect[-1], "PV", "C", "-"
        yield perfect[:-2] + YA + perfect[-1], "PV", "0pDTW", "p"
        if len(imperfect) >= 3 and imperfect[-2] in (ALEF, WAW, YA):
            yield imperfect, "IV", "0pWD", "-" if imperfect[-2] == ALEF else "a"
            yield imperfect[:-2] + imperfect[-1], "IV", "JN", "-"
            if imperfect[-2] != ALEF:
                yield imperfect[:-2] + ALEF + imperfect[-1], "IV", "0pWD", "p"
        else:
            yield imperfect, "IV", IMPERFECT_SLOTS, "-"

    @staticmethod
    def _hollow_hamza(perfect: str, imperfect: str) -> Iterator[tuple[str, str, str, str]]:
        yield perfect, "PV", "0pDTW", "a"
        yield perfect[:-1] + WAW_HAMZA, "PV", "W", "a"
        yield perfect[:-2] + (YA_HAMZA if len(perfect) == 3 else ALEF), "PV", "C", "-"
        yield perfect[:-2] + YA + HAMZA, "PV", "0", "p"
        yield imperfect, "IV", "0p", "-"
        yield imperfect[:-1] + YA_HAMZA, "IV", "WDp", "-"
        yield imperfect[:-2] + YA_HAMZA, "IV", "J", "-"

    @staticmethod
    def _final_hamza(perfect: str, imperfect: str) -> Iterator[tuple[str, str, str, str]]:
        yield perfect, "PV", PERFECT_SLOTS, "a"
        yield perfect[:-1] + WAW_HAMZA, "PV", "W", "a"
        yield perfect[:-1] + YA_HAMZA, "PV", PERFECT_SLOTS, "p"
        if imperfect[-1] == ALEF:
            yield imperfect, "IV", IMPERFECT_SLOTS, "-"
            yield imperfect[:-1] + WAW_HAMZA, "IV", "pW", "-"
        else:
            yield imperfect, "IV", IMPERFECT_SLOTS, "a"
            yield imperfect[:-1] + ALEF, "IV", "0p", "p"

    def _defective(self, perfect: str, imperfect: str) -> Iterator[tuple[str, str, str, str]]:
        root = perfect[:-1]
        weak = WAW if imperfect[-1] == WAW else YA
        # The passive has the letter ya, which the active shows only where the perfect ends in it.
        yield perfect, "PV", "0", "a" if perfect[-1] == ALEF else "-"
        yield root if root[-1] == ALEF else root + ALEF, "PV", "p", "a"
        yield root, "PV", "TW", "-"
        yield root + weak, "PV", "CD", "-"
        if perfect in self._final_i:
            yield perfect, "PV", "pT", "a"
        else:
            yield root + YA, "PV", "pT" + ("0" if perfect[-1] == ALEF else ""), "p"
        yield imperfect, "IV", "0pDN", "a" if weak == WAW else "-"
        stem = imperfect[:-1]
        yield stem, "IV", "JW", "-"
        if weak == WAW:
            yield stem + YA, "IV", "0", "p"
        yield stem + ALEF, "IV", "p", "-"
        if len(perfect) == 4 and perfect[1] == ALEF:
            yield perfect[0] + WAW + perfect[2:], "PV", "0pT", "p"

    def _sound(self, perfect: str, imperfect: str) -> Iterator[tuple[str, str, str, str]]:
        with_alef = (len(perfect) == 4 and perfect[1] == ALEF) or (
            len(perfect) == 5 and perfect[0] == TA and perfect[2] == ALEF
        )
        medial = perfect in self._medial_hamza
        yield perfect, "PV", PERFECT_SLOTS, "a" if with_alef or medial else "-"
        if with_alef:
            place = 1 if len(perfect) == 4 else 2
            yield perfect[:place] + WAW + perfect[place + 1 :], "PV", PERFECT_SLOTS, "p"
        if medial:
            yield perfect[:-2] + YA_HAMZA + perfect[-1], "PV", PERFECT_SLOTS, "p"
        initial = len(perfect) == 3 and perfect[0] in (WAW, ALEF) and (imperfect == perfect[1:] or perfect[0] == ALEF)
        yield imperfect, "IV", IMPERFECT_SLOTS, "a" if initial else "-"
        if initial and perfect[0] == WAW:
            yield perfect, "IV", IMPERFECT_SLOTS, "p"
        elif initial and imperfect[0] == ALEF:
            yield WAW_HAMZA + imperfect[1:], "IV", IMPERFECT_SLOTS, "p"
        if len(perfect) == 3 and imperfect == perfect and perfect[0] not in (WAW, ALEF):
            yield ALEF + imperfect, "CV", "0W", "-"
            yield imperfect, "CV", "W", "-"

    def participles(self, verb: Verb) -> Iterator[tuple[str, str]]:
        """Participles, each with its derivation, which is plain ``participle`` where the letters leave it open."""
        perfect, imperfect = verb.lemma, verb.imperfect[1:]
        second_form = any(
            masdar[0] == TA and len(masdar) >= 5 and (masdar[-2] == YA or masdar[-1] == HA) for masdar in verb.masdars
        )
        first_form = not second_form or len(verb.masdars) > 1
        if len(perfect) == 2:
            yield perfect[0] + ALEF + perfect[1], "active_participle"
            yield MIM + perfect + WAW + perfect[1], "passive_participle"
        elif len(perfect) == 3 and not self.is_doubled(verb) and first_form:
            yield from self._first_form_participles(verb)
        if len(perfect) > 3 or second_form or (len(perfect) == 3 and self.is_doubled(verb)):
            yield MIM + imperfect, "participle"
            if self.is_hollow(verb) and imperfect[-2] == YA:
                yield MIM + imperfect[:-2] + ALEF + imperfect[-1], "passive_participle"
            if imperfect[-1] == YA_HAMZA:
                yield MIM + imperfect[:-1] + ALEF, "passive_participle"

    def _first_form_participles(self, verb: Verb) -> Iterator[tuple[str, str]]:
        first, second, third = tuple(verb.lemma)
        weak = verb.imperfect[-2]
        if self.is_hollow(verb):
            yield first + ALEF + YA_HAMZA + third, "active_participle"
            if weak in (WAW, YA):
                yield MIM + first + weak + third, "passive_participle"
        elif third == HAMZA:
            return
        elif third == ALEF and verb.imperfect[-1] in (ALEF, YA_HAMZA):
            yield first + ALEF + second + YA_HAMZA, "active_participle"
            yield MIM + first + second + WAW + HAMZA, "passive_participle"
        elif third in (ALEF, YA):
            yield first + ALEF + second + YA, "active_participle"
            yield MIM + first + second + (WAW if verb.imperfect[-1] == WAW else YA), "passive_participle"
        elif verb.lemma in self._medial_hamza:
            yield first + ALEF + YA_HAMZA + third, "active_participle"
            yield MIM + first + WAW_HAMZA + WAW + third, "passive_participle"
        else:
            if first != ALEF:
                yield first + ALEF + second + third, "active_participle"
            yield MIM + first + second + WAW + third, "passive_participle"


def verb_stems(verb: Verb, forms: VerbForms) -> Iterator[Stem]:
    for form, kind, slots, voice in forms.used(verb):
        aspect = {"PV": "p", "IV": "i", "CV": "c"}[kind]
        yield Stem(
            form,
            kind,
            slots,
            verb.lemma,
            "verb",
            (("asp", aspect), ("vox", voice), ("per", "3"), ("gen", "m"), ("num", "s")),
        )


def _single_stems(form: str, *, dual: bool, relational: bool = False, feminine: bool) -> Iterator[tuple[str, str]]:
    """Stem and slots of a noun that is singular or broken plural; relational adjectives keep their last letter."""
    last = form[-1]
    if feminine:
        yield form[:-1], "T"
    elif last == HAMZA:
        yield form, "0p" if form[-2] == ALEF else "0ap"
        yield form[:-1] + YA_HAMZA, "pd" if dual else "p"
        yield form[:-1] + WAW_HAMZA, "p"
        if dual:
            yield form, "d"
    elif last == ALEF:
        yield form, "0p"
    elif last == YA:
        yield form, "0apd" if dual else "0ap"
        yield form[:-1] + ALEF, "p"
        defective = (len(form) == 4 and form[1] == ALEF) or (len(form) == 5 and form[2] == ALEF)
        if (defective or form[0] == MIM) and not relational:
            yield form[:-1], "0m" if dual else "0"
    else:
        yield form, "0apd" if dual else "0ap"


def noun_stems(
    lemma: str,
    plurals: Iterable[str],
    *,
    pos: str = "noun",
    gender: str = "",
    base: str = "",
    derivation: str = "",
    sound_feminine: bool = False,
    forms: VerbForms,
) -> Iterator[Stem]:
    feminine = lemma[-1] == HA and len(lemma) > 2 and not forms.keeps_ha(lemma, base)
    gender = gender or ("f" if feminine else "m")
    derived = (("base", base), ("drv", derivation)) if base else ()

    def stem(form: str, slots: str, number: str, of: str = gender) -> Stem:
        return Stem(form, "N", slots, lemma, pos, (("gen", of), ("num", number), *derived))

    for form, slots in _single_stems(lemma, dual=True, relational=pos == "adj" and not base, feminine=feminine):
        yield stem(form, slots, "s")
    if sound_feminine:
        yield stem(lemma[:-1] if feminine else lemma, "f", "p")
    for plural in plurals:
        if plural.endswith(WAW + NUN) and len(plural) > 4:
            yield stem(plural[:-2], "m", "p")
        elif plural.endswith(ALEF + TA) and len(plural) > 3:
            yield stem(plural[:-2], "f", "p")
        else:
            ending = plural[-1] == HA and len(plural) > 2 and not forms.keeps_ha(plural, base)
            for form, slots in _single_stems(plural, dual=False, feminine=ending):
                yield stem(form, slots, "p")


def adjective_stems(
    lemma: str, plurals: Iterable[str], *, gender: str = "", base: str = "", derivation: str = "", forms: VerbForms
) -> Iterator[Stem]:
    """An adjective or participle in both genders; a feminine form of another pattern (كبري) stands for itself."""
    yield from noun_stems(lemma, plurals, pos="adj", gender=gender, base=base, derivation=derivation, forms=forms)
    if gender:
        return
    derived = (("base", base), ("drv", derivation)) if base else ()
    if lemma[-1] == ALEF or (lemma[-1] == HA and not forms.keeps_ha(lemma, base)):
        return
    yield Stem(lemma, "N", "T", lemma, "adj", (("gen", "f"), ("num", "s"), *derived))
    yield Stem(lemma, "N", "f", lemma, "adj", (("gen", "f"), ("num", "p"), *derived))
    if lemma[-1] == YA or lemma[0] == MIM or base:
        yield Stem(lemma, "N", "m", lemma, "adj", (("gen", "m"), ("num", "p"), *derived))


def name_stems(form: str, pos: str = "prop", *, article: bool = False) -> Iterator[Stem]:
    """A name or number word, uninflected, which takes the article or not."""
    gender = "f" if form[-1] == HA else "-"
    yield Stem(form, "N" if article else "G", "0", form, pos, (("gen", gender), ("num", "-")))


def place_names(words: dict[str, int]) -> Iterator[tuple[str, bool, str]]:
    """Single words that are names of countries and places, without their article; whether it has one; the lexicon."""
    for name in ("countries.tsv", "places.tsv", "cities.tsv"):
        for row in table(name):
            for form in (row.get("forms") or "").split("|"):
                if len(form) < 3 or " " in form:
                    continue
                # Only an article merges with the preposition: للعراق, but لالمانيا.
                kept, merged = words.get(LAM + form, 0), words.get(LAM + LAM + form[2:], 0)
                article = form.startswith(ALEF + LAM) and len(form) > 4 and merged >= kept
                yield form[2:] if article else form, article, name


def function_stems(row: dict[str, str]) -> Iterator[Stem]:
    """A function word: ``before`` holds the proclitics it takes, ``pronoun`` is ``y`` where it takes pronouns."""
    features = tuple(
        (key, row.get(column) or "-") for key, column in (("per", "person"), ("gen", "gender"), ("num", "number"))
    )
    slots = "0p" if row.get("pronoun") == "y" else "0"
    yield Stem(
        row["form"], "F" + row["before"].replace(" ", ""), slots, row["lemma"] or row["form"], row["pos"], features
    )


def all_stems(forms: VerbForms, words: dict[str, int]) -> Iterator[Stem]:
    """Stems of all lexicons; the word list tells which names take the article."""
    for row in table("function_words.tsv"):
        yield from function_stems(row)
    verbs: dict[tuple[str, str], list[str]] = {}
    for name in ("event_verbs.tsv", "reporting_verbs.tsv", "common_verbs.tsv"):
        for row in table(name):
            lemma, imperfect = (row["lemma"].split() or [""])[0], (row["imperfect"].split() or [""])[0]
            if len(lemma) < 2 or len(imperfect) < 3 or imperfect[0] != YA:
                continue
            verbs.setdefault((lemma, imperfect), []).extend(cells(row.get("masdar")))
    nouns: dict[tuple[str, str], list[str]] = {}
    adjectives: dict[str, list[str]] = {}
    genders: dict[str, str] = {}
    for name in ("event_nouns.tsv", "common_nouns.tsv"):
        for row in table(name):
            lemma = row["lemma"]
            if " " not in lemma and len(lemma) > 1:
                nouns.setdefault((lemma, row.get("pos") or "noun"), []).extend(cells(row.get("plural")))
                genders[lemma] = row.get("gender") or ""
    for row in table("common_adjectives.tsv"):
        adjectives.setdefault(row["lemma"], []).extend(cells(row.get("plural")))
    masdars: dict[str, list[str]] = {}
    for (lemma, imperfect), names in verbs.items():
        verb = Verb(lemma, imperfect, tuple(dict.fromkeys(names)))
        yield from verb_stems(verb, forms)
        for masdar in verb.masdars:
            if len(masdar) > 1 and lemma not in masdars.setdefault(masdar, []):
                masdars[masdar].append(lemma)
        for participle, derivation in forms.participles(verb):
            adjectives.setdefault(participle, [])
            yield from adjective_stems(
                participle, adjectives[participle], base=lemma, derivation=derivation, forms=forms
            )
    for masdar, bases in masdars.items():
        plurals = nouns.pop((masdar, "noun"), [])
        for base in bases:
            yield from noun_stems(
                masdar,
                dict.fromkeys(plurals),
                base=base,
                derivation="verbal_noun",
                gender=genders.get(masdar, ""),
                sound_feminine=len(masdar) > 3,
                forms=forms,
            )
    for (lemma, pos), plurals in nouns.items():
        if pos == "prop" or (pos == "num" and not plurals):
            often = words.get(ALEF + LAM + lemma, 0) > ARTICLE_SHARE * words.get(lemma, 0)
            yield from name_stems(lemma, pos, article=pos == "num" or often)
            continue
        yield from noun_stems(lemma, dict.fromkeys(plurals), pos=pos, gender=genders.get(lemma, ""), forms=forms)
    for row in table("common_adjectives.tsv"):
        yield from adjective_stems(
            row["lemma"], dict.fromkeys(adjectives[row["lemma"]]), gender=row.get("gender") or "", forms=forms
        )


def _agreement(code: str) -> dict[str, str]:
    keys = ("per", "gen", "num")[-len(code) :] if code else ()
    return {key: value for key, value in zip(keys, code, strict=True) if value != "-" or key == "gen"}


def add_affixes(database: Database, affixes: dict[str, Any]) -> None:
    """Prefixes and suffixes with their categories."""
    clitics = affixes["proclitics"]
    conjunctions = ["", *clitics["conjunctions"]]
    prepositions = ["", *clitics["prepositions"]]
    article, future, lam = str(clitics["article"]), str(clitics["future"]), str(clitics["lam"])
    lam_article = str(clitics["lam_article"])
    prefixes = database.prefixes

    def clitic(*parts: str) -> dict[str, str]:
        joined = "+".join(part for part in parts if part)
        return {"prc": joined} if joined else {}

    for conjunction in conjunctions:
        prefixes.append((conjunction, "Pv", clitic(conjunction)))
        prefixes.append((conjunction, "Cv", clitic(conjunction)))
        for particle in ("", future, lam):
            for row in affixes["imperfect_prefix"]:
                letter = row["form"]
                feats = clitic(conjunction, particle)
                agreement = {"per": row["person"], "gen": row["gender"], "num": "p" if row.get("plural") else "s"}
                own = "If" if particle == future else "Is"
                prefixes.append((conjunction + particle + letter, own, feats | agreement))
                if letter in (YA, TA):
                    prefixes.append((conjunction + particle + letter, "Iy" if letter == YA else "It", feats))
        for preposition in prepositions:
            prefixes.append(
                (conjunction + preposition, "Np" if preposition else "Nz", clitic(conjunction, preposition))
            )
            prefixes.append((conjunction + preposition, "F" + (preposition or "z"), clitic(conjunction, preposition)))
            form = lam_article if preposition == LAM else preposition + article
            definite = clitic(conjunction, preposition, article) | {"stt": "d"}
            prefixes.append((conjunction + form, "Na", definite))
            if preposition == LAM:
                prefixes.append((conjunction + LAM, "NaL", definite | {"cut": str(len(conjunction) + 1)}))
    pronouns = affixes["pronouns"]
    for kind, name in (("P", "perfect"), ("I", "imperfect"), ("C", "imperative"), ("N", "nominal")):
        own = pronouns["nominal" if kind == "N" else "verbal"]
        attached = [*pronouns["third"], *pronouns["others"], *own]
        for row in affixes[name]:
            agreement_code = str(row.get("agreement", ""))
            for category, feats in _suffix_variants(kind, row, agreement_code):
                if "form" in row:
                    database.suffixes.append((str(row["form"]), category, feats))
                if "link" in row:
                    for pronoun in attached:
                        pronoun_feats = {key: value for key, value in feats.items() if key != "stt"} | {"enc": pronoun}
                        bound = category[:-1] + "c" if kind == "N" else category
                        database.suffixes.append((str(row["link"]) + pronoun, bound, pronoun_feats))
    database.suffixes.append(("", "SF0", {}))
    for pronoun in [*pronouns["third"], *pronouns["others"], *pronouns["nominal"], *pronouns["verbal"]]:
        database.suffixes.append((pronoun, "SFp", {"enc": pronoun}))


def _suffix_variants(kind: str, row: dict[str, object], code: str) -> Iterator[tuple[str, dict[str, str]]]:
    slot = str(row["slot"])
    if kind == "N":
        feats = _agreement(code)
        feats = {key: value for key, value in feats.items() if value != "-"}
        if row.get("construct"):
            yield f"SN{slot}c", feats | {"stt": "c"}
        elif row.get("indefinite"):
            yield f"SN{slot}i", feats | {"stt": "i"}
        else:
            yield f"SN{slot}b", feats
    elif kind in "PC":
        yield f"S{kind}{slot}", _agreement(code)
    elif not code:
        yield f"SI{slot}s", {}
    elif code == "d":
        yield f"SI{slot}y", {"per": "3", "gen": "m", "num": "d"}
        yield f"SI{slot}t", {"per": "3", "gen": "f", "num": "d"}
    else:
        yield f"SI{slot}y", {"per": "3"} | _agreement(code)
        if code == "mp":
            yield f"SI{slot}t", {"per": "2"} | _agreement(code)


def compatible(prefix: str, stem: str, suffix: str) -> tuple[bool, bool, bool]:
    """Whether prefix and stem, stem and suffix, prefix and suffix categories go together."""
    kind, slots = stem.rsplit("-", 1)
    if kind.startswith("F"):
        before = kind[1:]
        prefix_stem = prefix[0] == "F" and (WAW in before if prefix == "Fz" else prefix[1:] in before)
    else:
        prefix_stem = {
            "PV": prefix == "Pv",
            "IV": prefix in ("Is", "If", "Iy", "It"),
            "CV": prefix == "Cv",
            "N": prefix in ("Nz", "Np", "Na"),
            "G": prefix in ("Nz", "Np"),
            "NL": prefix in ("Nz", "Np", "Na", "NaL"),
        }[kind]
    stem_suffix = suffix[1] == ("N" if kind == "G" else kind[0]) and suffix[2] in slots
    variant = suffix[3:] or ""
    prefix_suffix = {
        "Pv": suffix[1] == "P",
        "Cv": suffix[1] == "C",
        "Is": suffix[1] == "I" and variant == "s",
        "If": suffix[1] == "I" and variant == "s" and suffix[2] != "J",
        "Iy": suffix[1] == "I" and variant == "y",
        "It": suffix[1] == "I" and variant == "t",
        "Nz": suffix[1] == "N",
        "Np": suffix[1] == "N" and variant != "i",
        "Na": suffix[1] == "N" and variant == "b",
        "NaL": suffix[1] == "N" and variant == "b",
    }.get(prefix, suffix[1] == "F")
    return prefix_stem, stem_suffix, prefix_suffix


DEFAULTS = {
    "verb": "pos:verb",
    "noun": "pos:noun",
    "digit": "pos:digit gen:- num:-",
    "punc": "pos:punc gen:- num:-",
    "latin": "pos:latin gen:- num:-",
}
OPEN = ("lex", "pos", "prc", "enc", "base", "drv", "cut", "lex_logprob")
CLOSED = {
    "gen": "- m f",
    "num": "- s d p",
    "per": "- 1 2 3",
    "asp": "- p i c",
    "vox": "- a p",
    "stt": "- d i c",
}


def write(database: Database, path: Path, weights: dict[tuple[str, str], float]) -> None:
    """Writes the database in ALMOR format, with the logarithm of each lemma's weight."""
    lines = ["###DEFINES###"]
    lines += [f"DEFINE {name} {name}:*open*" for name in OPEN]
    lines += [
        f"DEFINE {name} " + " ".join(f"{name}:{value}" for value in values.split()) for name, values in CLOSED.items()
    ]
    lines += ["###DEFAULTS###", *(f"DEFAULT {feats}" for feats in DEFAULTS.values())]
    lines += ["###ORDER###", "ORDER " + " ".join([*OPEN, *CLOSED]), "###TOKENIZATIONS###", "TOKENIZATION prc"]
    lines += ["###STEMBACKOFF###", "STEMBACKOFF NOUN N-0", "###PREFIXES###"]

    def features(feats: Iterable[tuple[str, str]]) -> str:
        return " ".join(f"{key}:{value}" for key, value in feats)

    stem_categories = sorted({stem.category for stem in database.stems})
    prefixes = [row for row in database.prefixes if any(compatible(row[1], stem, "SF0")[0] for stem in stem_categories)]
    lines += [f"{form}\t{category}\t{features(feats.items())}" for form, category, feats in prefixes]
    lines.append("###SUFFIXES###")
    lines += [f"{form}\t{category}\t{features(feats.items())}" for form, category, feats in database.suffixes]
    lines.append("###STEMS###")
    ranks = _base_ranks(database, weights)
    for stem in database.stems:
        weight = weights.get((stem.lemma, stem.pos), 0.0) - 0.01 * ranks.get(stem, 0)
        base = [
            ("lex", stem.lemma),
            ("pos", stem.pos),
            ("diac", ""),
            ("prc", ""),
            ("enc", ""),
            ("stt", ""),
            ("cut", ""),
        ]
        if stem.kind not in ("N", "G"):
            base = [pair for pair in base if pair[0] not in ("stt", "cut")]
        lines.append(
            f"{stem.form}\t{stem.category}\t{features([*base, *stem.features, ('lex_logprob', f'{weight:.2f}')])}"
        )
    prefix_categories = sorted({category for _, category, _ in prefixes})
    suffix_categories = sorted({category for _, category, _ in database.suffixes})
    lines.append("###TABLE AB###")
    lines += [
        f"{p} {s}" for p in prefix_categories for s in stem_categories if compatible(p, s, suffix_categories[0])[0]
    ]
    lines.append("###TABLE BC###")
    lines += [
        f"{s} {x}" for s in stem_categories for x in suffix_categories if compatible(prefix_categories[0], s, x)[1]
    ]
    lines.append("###TABLE AC###")
    lines += [
        f"{p} {x}" for p in prefix_categories for x in suffix_categories if compatible(p, stem_categories[0], x)[2]
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _base_ranks(database: Database, weights: dict[tuple[str, str], float]) -> dict[Stem, int]:
    """Of stems that differ only in the verb they are derived from: 0 for the commonest verb, 1 for the next."""
    groups: dict[tuple[str, str, str], list[tuple[float, Stem]]] = defaultdict(list)
    for stem in database.stems:
        base = dict(stem.features).get("base")
        if base:
            groups[stem.form, stem.lemma, stem.slots].append((-weights.get((base, "verb"), 0.0), stem))
    return {
        stem: rank
        for group in groups.values()
        for rank, (_, stem) in enumerate(sorted(group, key=lambda pair: (pair[0], pair[1].features)))
    }


def estimate(words: dict[str, int], folder: Path, prior: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Logarithm of the expected count of each lemma; the prior (default 1) makes a lemma less likely from the start."""
    engine = morphology.Engine(folder)
    readings: list[tuple[int, list[tuple[tuple[str, str], float]]]] = []
    for word, count in words.items():
        if count < LEAST_COUNT:
            continue
        found: dict[tuple[str, str], float] = defaultdict(float)
        for reading in engine.readings(word):
            likelihood = math.exp(engine.likelihood(reading))
            key = (reading["lex"], reading["pos"])
            found[key] = max(found[key], likelihood * prior.get(key, 1.0))
        if found:
            readings.append((count, list(found.items())))
    weights: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    for _ in range(ROUNDS):
        shares: dict[tuple[str, str], float] = defaultdict(float)
        for count, options in readings:
            total = sum(weights[key] * likelihood for key, likelihood in options)
            for key, likelihood in options:
                shares[key] += count * weights[key] * likelihood / total
        weights = defaultdict(lambda: 0.1, {key: share + 0.1 for key, share in shares.items()})
    return {key: math.log(weight * prior.get(key, 1.0)) for key, weight in weights.items()}


def read_words(path: Path) -> dict[str, int]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        pairs = (line.rstrip("\n").split("\t") for line in lines)
        return {word: int(count) for word, count in pairs}


def main() -> None:
    root = Path(__file__).parent.parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=Path, default=root / "models" / "vocabulary" / "words.tsv.xz")
    parser.add_argument("--folder", type=Path, default=root / "models" / "morphology")
    args = parser.parse_args()
    words = read_words(args.words)
    with TemporaryDirectory(dir=args.folder.parent) as fresh:
        print(build(words, Path(fresh)))
        for place in sorted(Path(fresh).rglob("*")):
            target = args.folder / place.relative_to(fresh)
            if place.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                place.replace(target)


def build(words: dict[str, int], folder: Path) -> str:
    """Writes the files of the model to a folder; says how large it is."""
    catalogue = folder / "camel" / ".camel_tools" / "catalogue.json"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('{"version": "1.6", "packages": {}, "components": {}}\n', "utf-8")
    kept = sorted((word, count) for word, count in words.items() if count >= LEAST_COUNT and len(word) < LONGEST)
    marks = "".join(chr(33 + round(4 * math.log(count))) for _, count in kept)
    text = "\n".join(word for word, _ in kept) + "\n\n" + marks
    (folder / "words.txt.gz").write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    database, path = Database(), folder / "news.db"
    add_affixes(database, tomllib.loads((LEXICONS / "affixes.toml").read_text("utf-8")))
    classes = tomllib.loads((LEXICONS / "verb_classes.toml").read_text("utf-8"))
    forms = VerbForms(classes)
    database.stems.update(dict.fromkeys(all_stems(forms, words)))
    write(database, path, {})
    add_places(database, words, morphology.Engine(folder))
    write(database, path, {})
    weights = estimate(words, folder, prior_weights(database, classes["seldom"]))
    write(database, path, weights)
    (folder / "build.json").write_text(json.dumps({"lexicons": sources_digest()}) + "\n", "utf-8")
    lemmas = {(stem.lemma, stem.pos) for stem in database.stems}
    return f"{len(lemmas)} lemmas, {len(database.stems)} stems, {path.stat().st_size / 1e6:.1f} MB"


def add_places(database: Database, words: dict[str, int], engine: morphology.Engine) -> None:
    """Adds the names of places that are no words otherwise; كابل is no ابل with a preposition."""
    for form, article, source in place_names(words):
        if words.get(ALEF + LAM + form if article else form, 0) < LEAST_COUNT and source != "countries.tsv":
            continue
        readings = engine.readings(form)
        if source == "cities.tsv" and readings:
            continue
        if source == "countries.tsv" or all(reading["prc"] for reading in readings):
            database.stems.update(dict.fromkeys(name_stems(form, article=article)))


def prior_weights(database: Database, seldom: Iterable[str]) -> dict[tuple[str, str], float]:
    """Weights of participles that no lexicon lists and of ``seldom`` verbs: where a noun shares their form, it comes
    first.
    """
    derived, listed = set(), set()
    for stem in database.stems:
        features = dict(stem.features)
        if "participle" in features.get("drv", ""):
            derived.add((stem.lemma, stem.pos))
        elif stem.kind == "N" and not features.get("base"):
            listed.add((stem.lemma, stem.pos))
    return dict.fromkeys(derived - listed, UNLISTED) | dict.fromkeys(((verb, "verb") for verb in seldom), SELDOM)


if __name__ == "__main__":
    main()
