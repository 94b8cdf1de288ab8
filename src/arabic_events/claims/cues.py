"""Where a word may report what someone says: candidates from the lexicon, with what follows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from arabic_events import lexicon
from arabic_events.caches import WORD_FORMS
from arabic_events.claims.lexicon import Form, Particle, Reading, complementisers, fillers, particles, readings, words
from arabic_events.document import Document
from arabic_events.phrases import is_nominal
from arabic_events.tokens import Sentence, Token

_REACH = 45
_SHORT_QUOTE = 3
_DECLARED_REACH = 8
_MOST_VERBS = 5
_QUOTE = '"'
_STOPS = frozenset(".؟!؛")
ComplementKind = Literal["that", "colon", "quote", "prep", "noun", "none"]


@dataclass(frozen=True, slots=True)
class Complement:
    """What a cue says, as far as its opening shows.

    Attributes:
        kind: ``that`` (a clause after a complementiser), ``colon``, ``quote``,
            ``prep`` (``اشار الي ارتكاب``), ``noun``, ``none``.
        at: token that opens it; start: first token of the content.
        verbs, commas: how many stand between the cue and ``at``.
        link: preposition before the complementiser or the noun.
    """

    kind: ComplementKind
    at: int
    start: int
    verbs: int = 0
    commas: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A possible reporting cue: tokens ``[first, last)`` of a sentence.

    Attributes:
        form: finite verb, participle, verbal noun or particle.
        readings: its readings as a reporting word, likeliest first; empty for a particle.
        particle: its entry, for a particle.
        reports_before: whether it is a verb that reports what stands before it: ``وفق ما | أعلن``.
    """

    first: int
    last: int
    sentence: Sentence
    form: Form
    readings: tuple[Reading, ...]
    particle: Particle | None
    complement: Complement
    reports_before: bool = False

    @property
    def lemma(self) -> str:
        """Its dictionary form."""
        return " ".join(self.particle.words) if self.particle is not None else self.readings[0].verb.lemma


def time_tokens(doc: Document) -> set[int]:
    """Tokens inside expressions of time."""
    return {index for _, touched in doc.located(doc.times) for index in touched}


def without_conjunction(norm: str) -> str:
    """The word without a conjunction that may stand before a particle: ``بحسب`` of ``وبحسب``."""
    return norm[1:] if norm[0] in words("conjunctions") and len(norm) > 3 else norm


@dataclass(frozen=True, slots=True)
class _Openings:
    """What may begin with a word form: fillers, particles, and its readings as a reporting word."""

    fillers: tuple[tuple[str, ...], ...]
    particles: tuple[Particle, ...]
    readings: tuple[Reading, ...]


@lru_cache(maxsize=WORD_FORMS)
def _openings(norm: str) -> _Openings | None:
    """What may begin with a word form, None for most."""
    table = particles()
    found = _Openings(
        fillers().get(norm, ()), table.get(norm) or table.get(without_conjunction(norm), ()), readings(norm)
    )
    return found if found.fillers or found.particles or found.readings else None


def find_cues(doc: Document, times: Collection[int]) -> list[Cue]:
    """Every word of the document that may be a reporting cue, in order."""
    found: list[Cue] = []
    tokens = doc.tokens
    for sentence in doc.sentences:
        at = sentence.first
        while at < sentence.last:
            token = tokens[at]
            openings = _openings(token.norm) if token.kind == "word" else None
            if openings is None:
                at += 1
                continue
            filler = _filler(tokens, at, sentence.last, openings.fillers)
            if filler:
                at += filler
                continue
            particle = _particle(tokens, at, sentence.last, openings.particles)
            if particle is not None:
                last = at + len(particle.words)
                found.append(Cue(at, last, sentence, "particle", (), particle, Complement("none", last, last)))
                at = last
                continue
            options = openings.readings
            if options:
                complement = find_complement(doc, at, sentence, times, options)
                sourced = complement.kind in {"that", "colon"}
                behind = _reports_before(tokens, at, sentence.first, options)
                fitting = tuple(
                    reading
                    for reading in options
                    if (behind and reading.form == "verb")
                    or (
                        reading.takes(complement.kind)
                        and not _only_declares(doc, reading, complement)
                        and (
                            reading.verb.when != "source"
                            or sourced
                            or _has_slot(tokens, at, sentence.last, reading.verb.source)
                        )
                    )
                )
                if fitting and (behind or not _takes_up(tokens, at, options, complement)):
                    form = fitting[0].form
                    found.append(Cue(at, at + 1, sentence, form, fitting, None, complement, behind and form == "verb"))
            at += 1
    return found


def manner_words(tokens: Sequence[Token], at: int, first: int) -> int:
    """How many words join a verb at ``at`` to what stands before it in its sentence: one for ``حسبما | قال``, two for
    ``وفق ما | أعلن``, none for others.
    """
    if at == first:
        return 0
    last = tokens[at - 1].norm
    if _is_in(last, "manner", "manner_or_also"):
        return 1
    if last not in words("what") or at - 2 < first:
        return 0
    opening = tokens[at - 2].norm
    if _is_in(opening, "manner_openings", "contrary_openings"):
        return 2
    if not _is_in(opening, "manner_openings_of_verbs") or at - 2 == first or tokens[at - 3].kind != "punct":
        return 0  # على is of a word before it: دليل على ما قال
    return 0 if _has_verb_with_on(tokens, first, at - 3) else 2


def _is_in(norm: str, *groups: str) -> bool:
    """Whether a word, or what follows its conjunction, is in one of the groups of ``claim_words.toml``."""
    return any(norm in words(group) or without_conjunction(norm) in words(group) for group in groups)


def _reports_before(tokens: Sequence[Token], at: int, first: int, options: Sequence[Reading]) -> bool:
    """Whether a word stands where a verb reports what is before it: not behind ``كما``, and none that decides there."""
    return (
        manner_words(tokens, at, first) > 0
        and not _is_in(tokens[at - 1].norm, "manner_or_also")
        and words("not_said_there").isdisjoint(reading.verb.lemma for reading in options)
    )


def _takes_up(tokens: Sequence[Token], at: int, options: Sequence[Reading], complement: Complement) -> bool:
    """Whether a pronoun takes up what a verb says, so that nothing is said behind it: ``الاستعدادات التي أعلنتها |
    المقاومة``, ``النتائج التي أعلن | عنها``, but not ``وصفها | بأنها خطيرة``.
    """
    pronouns = lexicon.toml("affixes.toml")["pronouns"]["third"]
    following = tokens[at + 1].analysis if at + 1 < len(tokens) else None
    if following is not None and following.lemma in words("about") and following.enclitic in pronouns:
        return complement.kind not in {"that", "colon", "quote"}
    if tokens[at].analysis.enclitic not in pronouns or not words("describing").isdisjoint(
        reading.verb.lemma for reading in options
    ):
        return False
    said = any(reading.form == "verb" and "obj" in reading.verb.contents for reading in options)
    return said and (complement.kind in {"noun", "none"} or complement.commas > 0)


def _has_verb_with_on(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether there is a verb, or its verbal noun, that a phrase with ``على`` belongs to."""
    analyses = (token.analysis for token in tokens[first:last])
    return any(not words("with_on").isdisjoint((one.lemma, one.base)) for one in analyses)


def _only_declares(doc: Document, reading: Reading, complement: Complement) -> bool:
    """Whether what follows a verb is put in force, not said: ``أعلنت الحكومة حالة الطوارئ``."""
    if reading.verb.lemma not in words("declaring") or complement.kind in {"that", "colon", "quote"}:
        return False
    for token in doc.tokens[complement.at : complement.at + _DECLARED_REACH]:
        if token.kind == "punct" or token.analysis.pos == "verb":
            return False
        if token.analysis.lemma in words("declared"):
            return True
    return False


def _has_slot(tokens: Sequence[Token], at: int, limit: int, slot: str) -> bool:
    """Whether the preposition that brings the source stands after the word, with or without a pronoun."""
    return any(
        tokens[index].norm.startswith(slot) and tokens[index].analysis.lemma == slot
        for index in range(at + 1, min(limit, at + _REACH))
    )


def _filler(tokens: Sequence[Token], at: int, limit: int, phrases: Sequence[tuple[str, ...]]) -> int:
    for phrase in phrases:
        last = at + len(phrase)
        if last <= limit and all(tokens[at + offset].norm == word for offset, word in enumerate(phrase)):
            return len(phrase)
    return 0


def _particle(tokens: Sequence[Token], at: int, limit: int, group: Sequence[Particle]) -> Particle | None:
    for particle in group:
        rest = particle.words[1:]
        if at + len(particle.words) > limit or any(
            tokens[at + 1 + offset].norm != word for offset, word in enumerate(rest)
        ):
            continue
        if particle.source in {"next", "verb", "none"}:
            return particle
        following = tokens[at + len(particle.words)] if at + len(particle.words) < limit else None
        if following is not None and (
            following.norm == particle.source
            or particle.source in following.proclitics
            or following.norm[0] == particle.source
        ):
            return particle
    return None


def find_complement(
    doc: Document, at: int, sentence: Sentence, times: Collection[int], options: Sequence[Reading]
) -> Complement:
    """How what is said opens after the cue word ``at``: a clause first, then colon and quotation mark, then a noun."""
    tokens = doc.tokens
    limit = min(sentence.last, at + 1 + _REACH)
    clause, short = _clause_or_quote(doc, at, limit, sentence.last)
    if clause is not None:
        return clause
    contents = {slot for option in options for slot in option.verb.contents}
    for index in range(at + 1, min(limit, at + 10)):
        token = tokens[index]
        if token.kind == "punct" and token.norm != _QUOTE:
            if token.norm in {".", ":"}:
                break
            continue
        if token.norm in contents:
            return Complement("prep", index, index + 1, link=token.norm)
        clitic = next((clitic for clitic in token.proclitics if clitic in contents), "")
        if clitic:
            return Complement("prep", index, index, link=clitic)
    if short is not None and "obj" not in contents:
        return short
    if "obj" in contents and at + 1 < limit and tokens[at + 1].kind == "word":
        return Complement("noun", at + 1, at + 1)
    return Complement("none", at + 1, at + 1)


def _clause_or_quote(doc: Document, at: int, limit: int, last: int) -> tuple[Complement | None, Complement | None]:
    """The clause, colon or quotation that follows a cue word, and a quotation of few words that may be a mere name."""
    tokens = doc.tokens
    verbs = commas = 0
    in_quote = False
    quoted: Complement | None = None
    short: Complement | None = None
    for index in range(at + 1, limit):
        token = tokens[index]
        norm = token.norm
        if token.kind == "punct":
            if norm == ":" and not in_quote:
                if quoted is None or verbs == quoted.verbs:
                    return Complement("colon", index, index + 1, verbs, commas), None
                break
            if norm in _STOPS:
                break
            if norm == "،":
                commas += 1
            elif norm == _QUOTE:
                in_quote = not in_quote
                if in_quote and quoted is None:
                    opened = Complement("quote", index, index + 1, verbs, commas)
                    if _length(tokens, index, last) > _SHORT_QUOTE:
                        quoted = opened
                    elif short is None:
                        short = opened
        elif token.kind == "word" and norm in complementisers() and not _opens_no_content(doc, index):
            before = tokens[index - 1]
            link = before.norm if before.analysis.pos == "prep" else ""
            owner = index - 2 if link else index - 1
            if owner > at + 1 and any(reading.form != "verbal_noun" for reading in readings(tokens[owner].norm)):
                break
            if quoted is not None and (verbs > quoted.verbs or (in_quote and index > quoted.start)):
                return quoted, None
            return Complement("that", index, index + 1, verbs, commas, link), None
        elif token.kind == "word" and token.analysis.pos == "verb":
            verbs += 1
            if verbs > _MOST_VERBS:
                break
    return (
        quoted if quoted is not None and quoted.verbs == 0 else None,
        short if short is not None and short.verbs == 0 else None,
    )


def _opens_no_content(doc: Document, index: int) -> bool:
    """Whether a complementiser is a part of a name, ``سي أن أن``, or of a conjunction of time: ``بعد أن``."""
    token = doc.tokens[index]
    before = doc.tokens[index - 1].norm
    return before in words("with_that") or doc.entity_over(token.start, token.end) is not None


def _length(tokens: Sequence[Token], opening: int, limit: int) -> int:
    for index in range(opening + 1, limit):
        if tokens[index].norm == _QUOTE:
            return index - opening - 1
    return limit - opening


def word_class(token: Token | None, index: int, times: Collection[int]) -> str:
    """One symbol for what stands at a place, as far as reporting goes."""
    if token is None:
        return "$"
    if index in times:
        return "time"
    if token.kind != "word":
        return token.norm if token.kind == "punct" else token.kind
    if token.norm in complementisers():
        return "that"
    analysis = token.analysis
    if is_nominal(token):
        if analysis.derivation == "verbal_noun":
            return "masdar"
        return "noun" if not token.prefix else "+".join(token.proclitics[:2])
    if token.norm in words("relatives"):
        return "rel"
    return analysis.pos if analysis.pos != "prep" else token.core
