"""The words of reporting: verbs with their frames, particles, openings that report nobody, kinds of speakers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from arabic_events import lexicon
from arabic_events.caches import WORD_FORMS
from arabic_events.morphology import Analysis, analyze
from arabic_events.schema import Stance

Form = Literal["verb", "participle", "verbal_noun", "particle"]
SUBJECT = "subj"
CONTENT = "content"
SOURCE = "source"


@dataclass(frozen=True, slots=True, eq=False)
class ReportingVerb:
    """One reporting verb.

    Attributes:
        lemma: perfect 3rd person masculine singular in normal form.
        contents: slots that bring what is said: ``that`` (a clause), ``quote``, ``obj``, or a preposition.
        source: slot that brings who says it: ``subj``, or a preposition (``عن`` of ``نقل``).
        stance: how the speaker, or the reporter, stands to the content.
        when: ``clause`` for a verb that reports only with a clause or a quotation; ``source`` for one that
            needs its source slot.
    """

    lemma: str
    contents: frozenset[str]
    source: str
    stance: Stance
    when: str


@dataclass(frozen=True, slots=True, eq=False)
class Particle:
    """A fixed expression that gives the source: ``وفقا ل``.

    Attributes:
        words: its words in normal form.
        source: where the source stands: ``next``, ``verb`` (``وفق ما اعلن``), or a preposition.
    """

    words: tuple[str, ...]
    source: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a word as a reporting word."""

    verb: ReportingVerb
    analysis: Analysis
    form: Form

    def takes(self, complement: str) -> bool:
        """Whether a word so read can report with this kind of complement (`arabic_events.claims.cues.Complement`)."""
        if complement in {"that", "colon", "quote"} and self.form != "verbal_noun":
            return True
        clause_only = self.verb.when == "clause"
        if self.form == "verb":
            return not (clause_only and complement == "none")
        if self.form == "participle":
            return not (complement == "none" or (clause_only and complement == "noun"))
        return complement == "that" if clause_only else complement != "none"


@cache
def verbs() -> dict[str, ReportingVerb]:
    """Reporting verbs by lemma."""
    table: dict[str, ReportingVerb] = {}
    for row in lexicon.rows("reporting_verbs.tsv"):
        slots = dict(part.split("=") for part in row["frame"].split(";"))
        source = next((slot for slot, role in slots.items() if role == SOURCE), "")
        contents = frozenset(slot for slot, role in slots.items() if role == CONTENT)
        table[row["lemma"]] = ReportingVerb(row["lemma"], contents, source, cast(Stance, row["stance"]), row["when"])
    return table


@cache
def particles() -> dict[str, tuple[Particle, ...]]:
    """Particles by first word, longest first."""
    table: dict[str, list[Particle]] = {}
    for row in lexicon.rows("reporting_particles.tsv"):
        words = tuple(row["form"].split())
        table.setdefault(words[0], []).append(Particle(words, row["source"], cast(Stance, row["stance"])))
    return {first: tuple(sorted(group, key=lambda particle: -len(particle.words))) for first, group in table.items()}


@lru_cache(maxsize=WORD_FORMS)
def readings(norm: str) -> tuple[Reading, ...]:
    """How a word in normal form can report: as a finite verb, participle or verbal noun of a reporting verb."""
    table = verbs()
    found: list[Reading] = []
    seen: set[tuple[str, Form]] = set()
    for analysis in analyze(norm):
        if analysis.pos == "verb":
            verb = table.get(analysis.lemma)
            form: Form = "verb"
        else:
            derivation = analysis.derivation or ""
            verb = table.get(analysis.base or "")
            form = "verbal_noun" if derivation == "verbal_noun" else "participle"
            if form == "participle" and (
                derivation == "passive_participle"
                or analysis.state == "definite"
                or analysis.enclitic
                or not norm.endswith(tuple(adverbial_endings()))
            ):
                verb = None
        if verb is not None and (verb.lemma, form) not in seen:
            seen.add((verb.lemma, form))
            found.append(Reading(verb, analysis, form))
    if not any(reading.form == "participle" for reading in found):
        adverb = _adverb(norm)
        if adverb is not None:
            found.insert(0, adverb)
    return tuple(found)


@cache
def adverbial_endings() -> dict[str, str]:
    """Endings of a participle that tells what the speaker does besides, with gender and number."""
    return dict(lexicon.toml("claim_words.toml")["adverbial_endings"])


def tells_besides(norm: str) -> bool:
    """Whether a word is a participle that tells what a speaker does besides, cue or not: ``مضيفا``, ``مطالبة``."""
    ending = next((ending for ending in adverbial_endings() if norm.endswith(ending)), "")
    listed = bool(ending) and norm.removesuffix(ending) in words("turns")
    return listed or any(reading.form == "participle" for reading in readings(norm))


@cache
def _listed_participles() -> dict[str, ReportingVerb]:
    table = verbs()
    return {
        form + ending: table[row["lemma"]]
        for row in lexicon.rows("reporting_verbs.tsv")
        for form in lexicon.forms(row["participle"])
        for ending in adverbial_endings()
    }


def _adverb(norm: str) -> Reading | None:
    """A participle listed with its verb because its letters could be those of another word: ``منوها``."""
    prefix = 1 if norm[0] in words("conjunctions") and norm[1:] in _listed_participles() else 0
    verb = _listed_participles().get(norm[prefix:])
    if verb is None:
        return None
    ending = next(ending for ending in sorted(adverbial_endings(), key=len, reverse=True) if norm.endswith(ending))
    agreement = adverbial_endings()[ending]
    analysis = Analysis(
        lemma=norm[prefix:],
        pos="adj",
        stem=norm[prefix:],
        prefix=prefix,
        proclitics=tuple(norm[:prefix]),
        gender=agreement[0],
        number=agreement[1],
        base=verb.lemma,
        derivation="active_participle",
    )
    return Reading(verb, analysis, "participle")


@cache
def words(group: str) -> frozenset[str]:
    """A group of ``claim_words.toml``."""
    return frozenset(lexicon.toml("claim_words.toml")[group])


@cache
def complementisers() -> frozenset[str]:
    """Words that open a reported clause, with and without a pronoun."""
    return frozenset(
        base + pronoun
        for base in words("complementisers")
        for pronoun in ("", *words("pronouns"))
        if not pronoun or base not in words("without_pronoun")
    )


@cache
def fillers() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Openings that report nobody, by first word."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in words("fillers"):
        parts = tuple(phrase.split())
        table.setdefault(parts[0], []).append(parts)
    return {first: tuple(group) for first, group in table.items()}


@cache
def speaker_kinds() -> dict[str, str]:
    """Kind of speaker by noun: ``person``, ``body``, ``outlet``, ``document``."""
    return {form: row["kind"] for row in lexicon.rows("speaker_words.tsv") for form in lexicon.forms(row["forms"])}
