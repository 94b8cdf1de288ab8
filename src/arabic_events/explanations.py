"""Why a word is an event and why another is not: the entries, rules and model scores that decided, in readable words.

`explain` takes an event apart, `why_not` a word. Both read the text again with the pipeline's own steps and report the
numbers these decide by; nothing is kept for them while events are extracted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from math import log
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from arabic_events.errors import ExplanationError
from arabic_events.inputs import has_arabic, to_article
from arabic_events.schema import (
    ROLES,
    Article,
    Claim,
    Event,
    Extraction,
    Participant,
    Polarity,
    Quantity,
    Span,
    Time,
)
from arabic_events.threads import one_thread

if TYPE_CHECKING:
    from arabic_events.document import Document
    from arabic_events.events.arguments import Candidate, ScoredPairs
    from arabic_events.events.assembly import Reading
    from arabic_events.events.triggers import PhraseMatch, Trigger
    from arabic_events.scoring import Contributions, Float
    from arabic_events.tokens import Token

__all__ = [
    "ArgumentScore",
    "Contribution",
    "Explanation",
    "PolarityScore",
    "Reason",
    "RoleScore",
    "SenseFit",
    "TypeScore",
    "WordScore",
    "explain",
    "why_not",
]

ReasonKind = Literal[
    "no_such_word", "event", "part_of_event", "not_a_candidate", "dropped", "unknown_word", "scored_as_no_event"
]
_STRONGEST = 6
_STRONGEST_OF_ARGUMENT = 3
_TYPES = 3
_NEEDED = 6
_LEAST = 0.01
_FITS: dict[int, Literal["always", "word near", "object", "word missing", "ruled out"]] = {
    0: "always",
    1: "word near",
    2: "object",
    -1: "word missing",
    -2: "ruled out",
}


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _chance(probability: float) -> str:
    """A probability to read: ``0.93``, ``<0.01``."""
    return "<0.01" if probability < _LEAST else f"{probability:.2f}"


class Contribution(_Model):
    """What one thing adds to the log-odds of the type against no event, or of the role against no role.

    ``feature`` is its name in the scorer, ``says`` the same in words.
    """

    feature: str
    says: str
    weight: float

    def __str__(self) -> str:
        return f"{self.weight:+.2f} {self.says}"


class SenseFit(_Model):
    """A sense of a word in the event lexicon, and whether it holds here.

    Attributes:
        entry: where it stands: ``event_verbs/شن``; type: the event type it names.
        fit: ``always``, it needs nothing; ``word near`` or ``object``, what it needs is there; ``word missing``, it is
            not; ``ruled out``, a word that excludes it is near.
        words: those that decided; for ``word missing`` some that it needs.
        factor: by how much it raised the odds of its type, 1 where it does not hold.
    """

    entry: str
    type: str
    fit: Literal["always", "word near", "object", "word missing", "ruled out"]
    words: tuple[str, ...] = ()
    factor: float = 1.0

    def __str__(self) -> str:
        words = ", ".join(self.words)
        why = {
            "always": "holds anywhere",
            "word near": f"holds, near it: {words}",
            "object": f"holds, its object: {words}",
            "word missing": f"does not hold, none of these near: {words} …",
            "ruled out": f"ruled out by {words}",
        }[self.fit]
        raised = f", odds ×{self.factor:.3g}" if self.factor != 1 else ""
        return f"{self.entry} ({self.type}): {why}{raised}"


class TypeScore(_Model):
    """How likely a word names an event of a type.

    ``probability`` counts the lexicon in, ``model`` is the scorer's alone, ``context`` that of the network which reads
    whole sentences (the lexicon raises the two pooled); once there is an event, its type is the one
    with the highest probability times ``lexicon``.
    """

    type: str
    probability: float
    model: float
    context: float | None
    lexicon: float = 1.0


class WordScore(_Model):
    """How a word was judged as an event word.

    Attributes:
        word: the word; reading: its dictionary form and part of speech.
        probability: that it names an event, the lexicon counted in; threshold: from where on it does.
        model: the same by the scorer alone; context: by the network that reads whole sentences alone, None
            where it was not asked.
        types: the likeliest types, best first.
        senses: what the event lexicon knows of it; phrase: entry of the fixed phrase that it stands in.
        groups: what each kind of evidence adds; their sum is the logarithm of the odds of the best type against no
            event. features: single ones that weighed most, strongest first.
    """

    word: Span
    reading: str
    probability: float
    threshold: float
    model: float
    context: float | None
    types: tuple[TypeScore, ...]
    senses: tuple[SenseFit, ...] = ()
    phrase: str | None = None
    groups: tuple[Contribution, ...] = ()
    features: tuple[Contribution, ...] = ()

    def lines(self) -> Iterator[str]:
        """The score as lines of a page."""
        yield (
            f"an event with probability {_chance(self.probability)}, threshold {self.threshold:.2f}; "
            f"the word and its neighbours alone say {_chance(self.model)}"
            + (f", the sentence as a whole {_chance(self.context)}" if self.context is not None else "")
        )
        best, *others = self.types
        weighed = f" (its lexicon entry weighs ×{best.lexicon:.3g})" if best.lexicon != 1 else ""
        then = ", ".join(f"{other.type} {_chance(other.probability)}" for other in others)
        yield f"type {best.type} {_chance(best.probability)}{weighed}; next {then}"
        yield f"read as {self.reading}"
        if self.phrase:
            yield f"fixed phrase {self.phrase}"
        yield from (f"lexicon {sense}" for sense in self.senses)
        if not self.senses and not self.phrase:
            yield "not in the event lexicon"
        yield f"weighed for {best.type} against no event, in log-odds:"
        yield "  " + ", ".join(f"{group.says} {group.weight:+.1f}" for group in self.groups)
        yield from (f"  {feature}" for feature in self.features)


class ArgumentScore(_Model):
    """How a phrase, time or quantity was judged in a role.

    Attributes:
        phrase: the words; by: ``model``, or the rule that made it (``rule:dropped subject``).
        probability: that it plays the role, None where only a rule says so.
        otherwise: the next best role with its probability, ``none`` for no role.
        stopped: why it does not play the role, None where it does.
        features: what weighed most for the role, strongest first.
    """

    phrase: Span
    by: str = "model"
    probability: float | None = None
    otherwise: tuple[str, float] | None = None
    stopped: str | None = None
    features: tuple[Contribution, ...] = ()

    def __str__(self) -> str:
        text = " ".join(self.phrase.text.split())
        score = f" {_chance(self.probability)}" if self.probability is not None else ""
        rule = f", {self.by}" if self.by != "model" else ""
        other = f", else {self.otherwise[0]} {_chance(self.otherwise[1])}" if self.otherwise else ""
        stopped = f": {self.stopped}" if self.stopped else ""
        return f"{text}{score}{other}{rule}{stopped}"


class RoleScore(_Model):
    """Who plays a role, and the best of those who do not.

    ``role`` is a field of `Event`, ``threshold`` the probability from where on the model gives the role: the less sure
    the event itself, the higher.
    """

    role: Literal["actors", "targets", "locations", "dates", "quantities"]
    threshold: float
    chosen: tuple[ArgumentScore, ...] = ()
    next: ArgumentScore | None = None

    def lines(self) -> Iterator[str]:
        """The role as lines of a page."""
        for score in self.chosen:
            yield f"{score}"
            yield from (f"  {feature}" for feature in score.features)
        if not self.chosen:
            yield "nobody" if self.role in ("actors", "targets") else "nothing"
        if self.next is not None:
            yield f"not {self.next}"


class PolarityScore(_Model):
    """Why an event is asserted, negated, planned or possible.

    Attributes:
        polarity: what was decided; by: ``model``, or ``rule`` where a sure cue stands near and the model hesitates.
        probabilities: of the model, by polarity.
        rules: what the rules say by themselves, and why: ``negated``, ``negation, لم``.
    """

    polarity: Polarity
    by: Literal["model", "rule"]
    probabilities: Mapping[Polarity, float]
    rules: tuple[Polarity, str]

    def __str__(self) -> str:
        scores = ", ".join(f"{name} {_chance(value)}" for name, value in self.probabilities.items())
        return f"{self.polarity} by the {self.by}; model: {scores}; rules: {self.rules[0]} ({self.rules[1]})"


class Explanation(_Model):
    """What made an event: `str()` of it is a page to read.

    Attributes:
        event: the event; sentence: the text of its sentence.
        word: how the word that names it was judged.
        roles: who plays which role and who nearly did, one for each role.
        polarity: why it is asserted, negated, planned or possible.
        claim: the claim that it stands in.
    """

    event: Event
    sentence: str
    word: WordScore
    roles: tuple[RoleScore, ...]
    polarity: PolarityScore
    claim: Claim | None = None

    def __str__(self) -> str:
        event = self.event
        lines = [f"{event.id} {event.type}: {event.action.text}", f"  {'in':<12}{' '.join(self.sentence.split())}"]

        def add(label: str, parts: Iterator[str]) -> None:
            for number, part in enumerate(parts):
                lines.append(f"  {'' if number else label:<12}{part}")

        add("word", self.word.lines())
        for role in self.roles:
            add(role.role, role.lines())
        add("polarity", iter([str(self.polarity)]))
        if self.claim is not None:
            source = self.claim.source.text if self.claim.source else "?"
            add("claim", iter([f"{self.claim.id}: {source}, {self.claim.cue.text} ({self.claim.evidence})"]))
        if event.same_as:
            add("same as", iter([f"{event.same_as}, the first mention of the event"]))
        return "\n".join(lines)


class Reason(_Model):
    """What stopped a word from becoming an event.

    Attributes:
        kind: ``no_such_word``, the text does not have it; ``event``, it is one after all; ``part_of_event``, it belongs
            to the words of an event; ``not_a_candidate``, its kind of word never names an event; ``dropped``, a rule
            left it out; ``unknown_word``, neither the lexicon nor the scorer knows it; ``scored_as_no_event``, it is
            known and scored too low.
        word: the place in the text, None for ``no_such_word``.
        says: the reason in a sentence.
        event: id of the event that it is or belongs to; rule: name of the rule that left it out.
        score: how it was judged, where it was.
    """

    kind: ReasonKind
    word: Span | None = None
    says: str
    event: str | None = None
    rule: str | None = None
    score: WordScore | None = None

    def __str__(self) -> str:
        lines = [self.says]
        if self.score is not None:
            lines += [f"  {line}" for line in self.score.lines()]
        return "\n".join(lines)


def explain(
    source: Extraction | Article | str | Mapping[str, Any],
    event: str | Event,
    *,
    published: str | date | datetime | None = None,
) -> Explanation:
    """What made an event and each of its arguments.

    >>> result = extract("قتل ثلاثة جنود في هجوم على قاعدة قرب الموصل.")
    >>> explanation = explain(result, "e0")
    >>> explanation.word.senses[0].entry, explanation.roles[1].chosen[0].phrase.text
    ('event_nouns/قتل', 'ثلاثة جنود')

    Args:
        source: an extraction, or a text, `Article` or row with a ``text`` key, which is extracted first.
        event: the event or its id.
        published: date of publication of a text that has none.

    Raises:
        ExplanationError: there is no such event, or the extraction is of other weights, lexicons or stages.
        InputError: the article cannot be read.
    """
    doc, given = _read(source, published)
    reading = _reading(doc, given)
    wanted = event if isinstance(event, str) else event.id
    known = given.events if given is not None else _reading(doc, None, every=False).events
    asked = next((one for one in known if one.id == wanted), None)
    if asked is None:
        have = ", ".join(f"{one.id} ({one.type} {one.action.text})" for one in known) or "none"
        raise ExplanationError(f"no event {wanted!r} in this article; its events are: {have}")
    number = next((at for at, one in enumerate(reading.events) if _same(one, asked)), None)
    if number is None:
        raise ExplanationError(
            f"event {wanted!r} ({asked.type} {asked.action.text}) is not found again as it is: its extraction was made "
            "with other weights, lexicons or stages than those installed; extract the article again"
        )
    return _explanation(reading, number).model_copy(update={"event": asked})


def why_not(
    text: str | Extraction | Article | Mapping[str, Any],
    word: str,
    *,
    published: str | date | datetime | None = None,
) -> tuple[Reason, ...]:
    """What stopped a word from becoming an event, for each place where the text has it, in text order.

    >>> why_not("ارتفعت درجات الحرارة في الشمال.", "في")[0].kind
    'not_a_candidate'

    Args:
        text: a text, `Article` or row with a ``text`` key, or an extraction.
        word: as in the text, or without what is attached to it, or its dictionary form; or several words in a row.
        published: date of publication of a text that has none.

    Returns:
        At least one reason; a single one of kind ``no_such_word`` where the text does not have the word.

    Raises:
        ExplanationError: the word is empty.
        InputError: the article cannot be read.
    """
    doc, given = _read(text, published)
    wanted = _tokens(word)
    if not wanted:
        raise ExplanationError("the word is empty: give a word of the text, such as one of a headline")
    places = _places(doc, wanted)
    if not places:
        near = get_close_matches(wanted[0].norm, {token.norm for token in doc.tokens if token.kind == "word"}, n=3)
        hint = f"; it has {', '.join(near)}" if near else ""
        return (Reason(kind="no_such_word", says=f"the text does not have {word.strip()}{hint}"),)
    reading = _reading(doc, given)
    return tuple(_reason(reading, place) for place in places)


# --- reading again ---------------------------------------------------------------------------------------------------


def _read(
    source: Extraction | Article | str | Mapping[str, Any], published: str | date | datetime | None
) -> tuple[Document, Extraction | None]:
    """The document as it stands before the stage of events, and the extraction where one was given."""
    from arabic_events.document import Document
    from arabic_events.tokens import tokenize

    if isinstance(source, Extraction):
        if published is not None:
            raise ExplanationError("an extraction has its own date: give published with a text, or extract again")
        doc = Document.of(source.article)
        tokens, sentences = tokenize(doc.aligned)
        return replace(
            doc,
            tokens=tokens,
            sentences=sentences,
            entities=source.entities,
            times=source.times,
            quantities=source.quantities,
            claims=source.claims,
        ), source
    from arabic_events.pipeline import default_stages

    article = to_article(source, published=published)
    doc = Document.of(article)
    for stage in default_stages():
        if "events" not in stage.provides:
            doc = stage.run(doc)
    return doc, None


def _reading(doc: Document, extraction: Extraction | None, *, every: bool = True) -> Reading:
    """Reads the events again, with the network that reads whole sentences unless the extraction was made without.

    Args:
        every: whether words and phrases are scored that `extract` leaves out; the last digits of the others may differ.
    """
    from arabic_events.events.assembly import Reading, read

    events = extraction.events if extraction is not None else ()
    context = not events or any("model+context:" in event.evidence for event in events)
    if not has_arabic(doc.article.text):
        return Reading(doc, [], None, [], {}, (), None)
    with one_thread():  # as `extract` does: more of them add up in another order
        return read(doc, context=context, every=every)


def _same(one: Event, other: Event) -> bool:
    """Whether an event has come out again as it was; the last digits of confidences aside."""

    def spans(event: Event) -> list[tuple[int, int]]:
        roles: list[Sequence[Span]] = [getattr(event, role) for role in ROLES]
        return [(span.start, span.end) for role in roles for span in role]

    return (one.type, one.action, one.polarity, spans(one)) == (other.type, other.action, other.polarity, spans(other))


def _tokens(text: str) -> Sequence[Token]:
    from arabic_events.spacing import spaced
    from arabic_events.text import AlignedText
    from arabic_events.tokens import tokenize

    return tokenize(spaced(AlignedText.of(text)))[0]


def _places(doc: Document, wanted: Sequence[Token]) -> list[range]:
    """Where the words stand: as they are, else without what is attached, else in another form of the same word."""
    tokens = doc.tokens

    def as_it_is(token: Token, word: Token) -> bool:
        return token.norm == word.norm

    def bare(token: Token, word: Token) -> bool:
        return word.norm in (token.core, token.stem)

    def same_word(token: Token, word: Token) -> bool:
        return token.kind == "word" and token.analysis.lemma in (word.norm, word.analysis.lemma)

    for alike in (as_it_is, bare, same_word):
        found = [
            range(first, first + len(wanted))
            for first in range(len(tokens) - len(wanted) + 1)
            if all(alike(tokens[first + at], word) for at, word in enumerate(wanted))
        ]
        if found:
            return found
    return []


def _span(doc: Document, place: range) -> Span:
    return doc.aligned.span(doc.tokens[place.start].norm_start, doc.tokens[place.stop - 1].norm_end)


# --- words -----------------------------------------------------------------------------------------------------------


def _strongest(parts: Sequence[Contribution], limit: int) -> tuple[Contribution, ...]:
    """The strongest parts; those of one name, as of two senses of a word, together."""
    together: dict[tuple[str, str], float] = {}
    for part in parts:
        together[part.feature, part.says] = together.get((part.feature, part.says), 0.0) + part.weight
    strongest = sorted(together.items(), key=lambda item: -abs(item[1]))[:limit]
    return tuple(Contribution(feature=feature, says=says, weight=weight) for (feature, says), weight in strongest)


def _grouped(parts: Sequence[Contribution]) -> tuple[Contribution, ...]:
    """What each kind of evidence comes to, strongest first."""
    from arabic_events.events.feature_names import group_of

    sums: dict[str, float] = {}
    for part in parts:
        group = group_of(part.feature)
        sums[group] = sums.get(group, 0.0) + part.weight
    ordered = sorted(sums.items(), key=lambda item: -abs(item[1]))
    return tuple(Contribution(feature=group, says=group, weight=weight) for group, weight in ordered)


def _word_parts(found: Contributions) -> list[Contribution]:
    """The parts of a trigger's score: features, and word vectors by what they are of."""
    from arabic_events.events.feature_names import describe_word
    from arabic_events.events.triggers import WINDOW

    parts = [Contribution(feature=name, says=describe_word(name), weight=weight) for name, weight in found.sparse]
    around = (
        f"what the word {abs(offset)} {'before' if offset < 0 else 'after'} means"
        for offset in range(-WINDOW, WINDOW + 1)
    )
    says = ["what the word means" if of.startswith("what the word 0") else of for of in around]
    says += ["what the sentence is about", "what the article is about"]
    for meaning, weight in zip(says, found.dense, strict=True):
        parts.append(Contribution(feature="vector", says=f"{meaning} (word vectors)", weight=weight))
    parts.append(Contribution(feature="constant", says="how common the type is", weight=found.constant))
    return parts


def _of_context(mixed: Float, model: Float, of: int, against: int) -> Contribution:
    """What the network that reads whole sentences adds to the log-odds that the scorer alone gives."""
    weight = log(float(mixed[of] / mixed[against])) - log(float(model[of] / model[against]))
    return Contribution(feature="context", says="the sentence as a whole (network)", weight=weight)


def word_score(reading: Reading, index: int) -> WordScore | None:
    """How a token was judged; None when it was no candidate."""
    from arabic_events.events.triggers import NONE, THRESHOLD, sense_fits
    from arabic_events.scoring import scorer
    from arabic_events.vectors import word_vectors

    scores, doc = reading.scores, reading.doc
    if scores is None or index not in scores.inputs.indices:
        return None
    judge = scorer("events/triggers")
    at = scores.inputs.indices.index(index)
    types = [column for column, name in enumerate(judge.classes) if name != NONE]
    types.sort(key=lambda column: -float(scores.table[at, column] * scores.choice[at, column]))
    best = judge.classes[types[0]]
    names = [*scores.inputs.names()][at]
    found = judge.contributions(
        names, scores.inputs.dense[at], of=best, against=NONE, dimensions=word_vectors().table.shape[1]
    )
    parts = _word_parts(found)
    silent = judge.classes.index(NONE)
    if reading.context is not None:
        parts.append(_of_context(scores.mixed[at], scores.model[at], types[0], silent))
    raised = float(scores.raised[at, types[0]])
    if raised != 1:
        parts.append(Contribution(feature="lexicon", says=f"the lexicon names {best} here", weight=log(raised)))
    token = doc.tokens[index]
    senses = []
    for sense, fit, decided in sense_fits(doc, reading.words, index, doc.sentences[token.sentence]):
        known = sense.type in judge.classes and fit >= 0
        factor = float(scores.raised[at, judge.classes.index(sense.type)]) if known else 1.0
        words = tuple(sorted(decided)) if fit != -1 else tuple(sorted(sense.when)[:_NEEDED])
        senses.append(SenseFit(entry=sense.entry, type=sense.type, fit=_FITS[fit], words=words, factor=factor))
    match = next((match for match in scores.matches.values() if index in match.at), None)
    in_context = reading.context.types([index])[0].tolist() if reading.context is not None else None
    return WordScore(
        word=_span(doc, range(index, index + 1)),
        reading=_described(reading, index),
        probability=float(scores.fires[at]),
        threshold=THRESHOLD,
        model=1 - float(scores.model[at, silent]),
        context=1 - in_context[silent] if in_context else None,
        types=tuple(
            TypeScore(
                type=judge.classes[column],
                probability=float(scores.table[at, column]),
                model=float(scores.model[at, column]),
                context=in_context[column] if in_context else None,
                lexicon=float(scores.choice[at, column]),
            )
            for column in types[:_TYPES]
        ),
        senses=tuple(senses),
        phrase=match.phrase.sense.entry if match is not None else None,
        groups=_grouped(parts),
        features=_strongest([part for part in parts if part.feature != "constant"], _STRONGEST),
    )


def _described(reading: Reading, index: int) -> str:
    """Dictionary form and part of speech of a token."""
    analysis = reading.words[index].analysis
    kind = (analysis.derivation or analysis.pos).replace("_", " ")
    guessed = (
        ", a guess from its shape" if analysis.source != "lexicon" and reading.doc.tokens[index].kind == "word" else ""
    )
    return f"{analysis.lemma}, {kind}{guessed}"


def _phrase_of(reading: Reading, trigger: Trigger) -> PhraseMatch | None:
    """The fixed phrase whose head is this trigger."""
    scores = reading.scores
    matches = scores.matches.values() if scores is not None else ()
    return next((match for match in matches if (match.first, match.last) == (trigger.first, trigger.last)), None)


def _decisive(reading: Reading, trigger: Trigger) -> int:
    """The token that made a trigger: of a fixed phrase the one with the highest score."""
    scores = reading.scores
    if scores is None:
        return trigger.first
    match = _phrase_of(reading, trigger)
    fires = dict(zip(scores.inputs.indices, scores.fires.tolist(), strict=True))
    return max(match.at if match else (trigger.first,), key=lambda index: fires.get(index, -1.0))


# --- events ----------------------------------------------------------------------------------------------------------


def _explanation(reading: Reading, number: int) -> Explanation:
    doc = reading.doc
    event, trigger = reading.events[number], reading.triggers[number]
    score = word_score(reading, _decisive(reading, trigger))
    if score is None:
        raise ExplanationError(f"the word of event {event.id!r} was not scored; extract the article again")
    sentence = doc.sentences[event.sentence]
    return Explanation(
        event=event,
        sentence=_span(doc, range(sentence.first, sentence.last)).text,
        word=score,
        roles=_roles(reading, event, trigger),
        polarity=_polarity(reading, number),
        claim=next((claim for claim in doc.claims if claim.id == event.claim), None),
    )


def _polarity(reading: Reading, number: int) -> PolarityScore:
    from arabic_events.events.polarity import POLARITIES, judge_all, judge_by_rules, scores

    triggers = [(trigger.first, trigger.type) for trigger in reading.triggers]
    row = scores(reading.doc, reading.words, triggers, reading.context)[number].tolist()
    polarity, evidence = judge_all(reading.doc, reading.words, triggers, reading.context)[number]
    ruled, why = judge_by_rules(reading.doc, reading.words, triggers)[number]
    return PolarityScore(
        polarity=polarity,
        by="model" if evidence.startswith("polarity model") else "rule",
        probabilities=dict(zip(POLARITIES, row, strict=True)),
        rules=(ruled, why.removeprefix("polarity rule: ")),
    )


class _Judged:
    """The candidates for the roles of one event, with their probabilities."""

    def __init__(self, reading: Reading, scored: ScoredPairs | None) -> None:
        from arabic_events.events.arguments import role_scores
        from arabic_events.scoring import scorer

        self.reading = reading
        self.scored = scored
        self.judge = scorer("events/arguments")
        self.candidates: list[Candidate] = scored.candidates if scored is not None else []
        labels = scored.view.names.labels if scored is not None else {}
        self.rows: list[dict[str, float]] = (
            role_scores(self.candidates, scored.table, self.judge.classes, labels) if scored is not None else []
        )
        self.spans = [self._span(candidate) for candidate in self.candidates]

    def _span(self, candidate: Candidate) -> Span:
        from arabic_events.events.arguments import Argument

        value = candidate.value
        if value is not None:
            return Span(start=value.start, end=value.end, text=value.text)
        builder = self.reading.builder
        assert builder is not None
        made = builder.participant(Argument("actors", candidate, 0.0), ())
        return Span(start=made.start, end=made.end, text=made.text)

    def find(self, value: Participant | Time | Quantity) -> int | None:
        """Which candidate a participant, time or quantity of the event is."""
        for at, (candidate, span) in enumerate(zip(self.candidates, self.spans, strict=True)):
            if isinstance(value, Participant):
                if candidate.value is None and (span.start, span.end) == (value.start, value.end):
                    return at
            elif candidate.value is not None and candidate.value.id == value.id:
                return at
        return None

    def features(self, at: int, role: str) -> tuple[Contribution, ...]:
        """What weighed most for a role against none."""
        from arabic_events.events.feature_names import describe_argument
        from arabic_events.scoring import dense_rows
        from arabic_events.vectors import word_vectors

        scored = self.scored
        if scored is None:
            return ()
        names = [*scored.pairs.names(scored.view)][at]
        dense: Float = dense_rows([scored.pairs.slots(scored.view)[at]])[0]
        found = self.judge.contributions(
            names, dense, of=role, against="none", dimensions=word_vectors().table.shape[1]
        )
        parts = [
            Contribution(feature=name, says=describe_argument(name), weight=weight) for name, weight in found.sparse
        ]
        of, against = self.judge.classes.index(role), self.judge.classes.index("none")
        if self.reading.context is not None:
            parts.append(_of_context(scored.table[at], scored.model[at], of, against))
        return _strongest(parts, _STRONGEST_OF_ARGUMENT)

    def score(self, at: int, role: str, *, by: str = "model", stopped: str | None = None) -> ArgumentScore:
        """The score of a candidate in a role."""
        row = self.rows[at]
        other = max((name for name in row if name != role), key=row.__getitem__)
        return ArgumentScore(
            phrase=self.spans[at],
            by=by,
            probability=row[role],
            otherwise=(other, row[other]),
            stopped=stopped,
            features=() if stopped else self.features(at, role),
        )


def _roles(reading: Reading, event: Event, trigger: Trigger) -> tuple[RoleScore, ...]:
    from arabic_events.events.arguments import is_in_verb_phrase, threshold_of

    scored = reading.arguments.get(trigger.first)
    judged = _Judged(reading, scored)
    thresholds = {role: threshold_of(role, trigger) for role in ROLES}
    taken: dict[int, str] = {}
    chosen: dict[str, list[ArgumentScore]] = {}
    for role in ROLES:
        chosen[role] = []
        for value in getattr(event, role):
            at = judged.find(value)
            by = _maker(value, role, at is not None and judged.rows[at].get(role, 0.0) >= thresholds[role])
            if at is not None:
                taken[at] = role
            if at is None or role not in judged.rows[at]:
                chosen[role].append(
                    ArgumentScore(phrase=Span(start=value.start, end=value.end, text=value.text), by=by)
                )
            else:
                chosen[role].append(judged.score(at, role, by=by))
    roles = []
    for role in ROLES:
        left = [
            at
            for at, row in enumerate(judged.rows)
            if role in row
            and taken.get(at) != role
            and not _overlaps(judged.spans[at], chosen[role])
            and not (scored is not None and is_in_verb_phrase(scored, judged.candidates[at]))
        ]
        at = max(left, key=lambda at: judged.rows[at][role], default=None)
        nearest = None
        if at is not None and judged.rows[at][role] >= _LEAST:
            if judged.rows[at][role] < thresholds[role]:
                stopped = f"below the threshold {thresholds[role]:.2f}"
            else:
                row = judged.rows[at]
                other = max((name for name in row if name != "none"), key=row.__getitem__)
                likelier = f"likelier among the {taken.get(at, other)}"
                stopped = likelier if other != role else "another phrase is far likelier in this role"
            nearest = judged.score(at, role, stopped=stopped)
        roles.append(
            RoleScore.model_validate(
                {"role": role, "threshold": thresholds[role], "chosen": chosen[role], "next": nearest}
            )
        )
    return tuple(roles)


def _overlaps(span: Span, chosen: Sequence[ArgumentScore]) -> bool:
    return any(span.start < score.phrase.end and score.phrase.start < span.end for score in chosen)


def _maker(value: Participant | Time | Quantity, role: str, sure: bool) -> str:
    """What gave a role: the model, or the rule that did."""
    if isinstance(value, Participant) and value.evidence.startswith("rule:"):
        return value.evidence
    if sure:
        return "model"
    return "rule:it counts a target" if role == "quantities" else "rule:announced act"


# --- words that are no events ----------------------------------------------------------------------------------------


def _reason(reading: Reading, place: range) -> Reason:
    """Why the words at a place are no event."""
    doc = reading.doc
    word = _span(doc, place)
    belongs = _belongs(reading, place, word)
    if belongs is not None:
        return belongs
    if not reading.words:
        says = f"{word.text}: the text has no Arabic letters, so nothing was read"
        return Reason(kind="dropped", word=word, says=says, rule="no Arabic letters")
    judged = [score for score in (word_score(reading, index) for index in place) if score is not None]
    if not judged:
        return _not_judged(reading, place, word)
    score = max(judged, key=lambda score: score.probability)
    best = score.types[0]
    cue = next((claim for claim in doc.claims if claim.cue.start < word.end and word.start < claim.cue.end), None)
    note = f"; it introduces claim {cue.id}" if cue is not None else ""
    low = (
        f"{_chance(score.probability)}, below the threshold {score.threshold:.2f}; "
        f"likeliest type {best.type} {_chance(best.probability)}"
    )
    if not score.senses and score.phrase is None and not any(_is_met(reading, index) for index in place):
        says = f"{word.text}: neither the event lexicon nor the scorer knows the word; by its context {low}{note}"
        return Reason(kind="unknown_word", word=word, says=says, score=score)
    says = f"{word.text}: scored as no event, {low}{note}"
    return Reason(kind="scored_as_no_event", word=word, says=says, score=score)


def _belongs(reading: Reading, place: range, word: Span) -> Reason | None:
    """For words of an event."""
    for event, trigger in zip(reading.events, reading.triggers, strict=True):
        match = _phrase_of(reading, trigger)
        own = range(trigger.first, trigger.last)
        if place.start <= own.start and own.stop <= place.stop:
            says = f"{word.text}: it is event {event.id} ({event.type}); explain says what made it"
            return Reason(
                kind="event",
                word=word,
                says=says,
                event=event.id,
                score=word_score(reading, _decisive(reading, trigger)),
            )
        words = {*own, *(match.at if match else ())}
        if not words.isdisjoint(place):
            phrase = f", by the fixed phrase {match.phrase.sense.entry}" if match else ""
            says = f"{word.text}: it belongs to event {event.id} ({event.type} {event.action.text}){phrase}"
            return Reason(kind="part_of_event", word=word, says=says, event=event.id)
    return None


def _not_judged(reading: Reading, place: range, word: Span) -> Reason:
    """For words that were never scored."""
    from arabic_events.events.triggers import is_candidate

    doc = reading.doc
    for index in place:
        if is_candidate(reading.words[index]):
            token = doc.tokens[index]
            name = next(
                (entity for entity in doc.entities if entity.start < token.end and token.start < entity.end), None
            )
            inside = f" {name.label} {' '.join(name.text.split())}" if name is not None else ""
            says = f"{word.text}: dropped, it stands inside the name{inside} and the event lexicon does not have it"
            return Reason(kind="dropped", word=word, says=says, rule="inside a name")
    read = "; ".join(dict.fromkeys(_described(reading, index) for index in place))
    says = f"{word.text}: not read as a candidate, such words never name events: {read}"
    return Reason(kind="not_a_candidate", word=word, says=says)


def _is_met(reading: Reading, index: int) -> bool:
    """Whether the scorer has met the word, its stem or its dictionary form in training."""
    from arabic_events.scoring import scorer

    own = reading.words[index].features_at(0)
    features = scorer("events/triggers").features
    return any(name in features for name in own if name.startswith(("w=", "c=", "s=", "l=")))
