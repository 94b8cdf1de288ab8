"""The claims stage: cues, their speakers, what they say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from arabic_events import lexicon
from arabic_events.claims.contents import content_tokens
from arabic_events.claims.cues import Cue, find_cues, time_tokens
from arabic_events.claims.features import Scene, cue_features, source_features
from arabic_events.claims.lexicon import readings, words
from arabic_events.claims.sources import (
    Candidate,
    Phrase,
    Speaker,
    belongs_to,
    candidates,
    described,
    head_of,
    is_carrier,
    is_nested,
    sentence_phrases,
)
from arabic_events.document import Document
from arabic_events.phrases import entity_ends, entity_labels
from arabic_events.schema import Claim, Participant, Span
from arabic_events.scoring import dense_rows, scorer

CUE_MODEL = "claims/cues"
SOURCE_MODEL = "claims/sources"
CUE_THRESHOLD = 0.5
SOURCE_THRESHOLD = 0.003
REPORTED_BEFORE = 0.9
"""The chance of a verb behind ``وفق ما`` and the like: annotators mark nine of ten."""


def find_claims(doc: Document) -> Document:
    """The document with its claims, in the order of their cues.

    Needs tokens, and is better for entities, times and quantities.
    """
    times = time_tokens(doc)
    possible = find_cues(doc, times)
    if not possible:
        return replace(doc, claims=())
    labels = entity_labels(doc)
    sparse, slots = cue_features(doc, possible, times, labels)
    chances = scorer(CUE_MODEL).scores(sparse, dense_rows(slots))[:, 1]
    chances = np.where([cue.reports_before for cue in possible], np.maximum(chances, REPORTED_BEFORE), chances)
    cues: list[tuple[Cue, float]] = []
    for cue, chance in zip(possible, chances.tolist(), strict=True):
        if chance < CUE_THRESHOLD and _says_alone(doc, cue, cues[-1][0] if cues else None):
            chance = CUE_THRESHOLD
        if chance >= CUE_THRESHOLD:
            cues.append((cue, chance))
    speakers: list[Speaker] = []
    name_ends = entity_ends(doc)
    accepted = [cue for cue, _ in cues]
    phrases_of = phrases_by_sentence(doc, accepted, times)
    scene = Scene.of(doc, accepted, times, labels)
    claims: list[Claim] = []
    opening = 0  # the first cue of the sentence
    for number, (cue, chance) in enumerate(cues):
        if accepted[opening].sentence.index != cue.sentence.index:
            opening = number
        options = candidates(doc, cue, phrases_of, speakers, labels)
        choice, sureness = choose_source(scene, cue, options)
        if choice is not None:
            choice = without_told(doc, cue, without_content(doc, cue, choice))
            if choice.speaker is None:
                whole = described(doc, cue, choice.phrase, times=times, labels=labels, name_ends=name_ends)
                choice = without_told(doc, cue, replace(choice, phrase=whole))
            carrier = is_carrier(doc, cue, choice.phrase)
            speakers.append(Speaker(choice.phrase, cue, is_nested(cue, accepted[opening:number]), carrier))
        following = accepted[number + 1] if number + 1 < len(accepted) else None
        content = content_tokens(doc, cue, choice.phrase if choice is not None else None, following)
        claims.append(_claim(doc, number, cue, content, chance=chance, choice=choice, sureness=sureness))
    return replace(doc, claims=tuple(claims))


def _says_alone(doc: Document, cue: Cue, before: Cue | None) -> bool:
    """Whether ``بالقول`` reports as the verb before it does not: ``توجه إليه | بالقول: «…»``, not ``ختم بالقول``."""
    token = doc.tokens[cue.first]
    if token.analysis.lemma not in words("sayings") or not token.prefix:
        return False
    if cue.complement.kind not in {"that", "colon", "quote"} or cue.complement.at - cue.last > 1:
        return False
    return before is None or before.sentence is not cue.sentence


def without_content(doc: Document, cue: Cue, choice: Candidate) -> Candidate:
    """The source without a verbal noun that belongs to what is said: ``الوزاره`` of ``اعلنت الوزاره مقتل``."""
    phrase = choice.phrase
    if choice.place != "after" or cue.complement.kind in {"that", "colon"} or cue.particle is not None:
        return choice
    for index in range(phrase.first + 1, phrase.last):
        token, before = doc.tokens[index], doc.tokens[index - 1]
        if token.kind != "word" or token.prefix or token.analysis.state == "definite":
            continue
        if token.analysis.derivation != "verbal_noun":
            continue
        opens = doc.tokens[doc.sentences[before.sentence].first].start
        names = doc.entities_from(opens, before.end)
        if before.analysis.state == "definite" or any(entity.end == before.end for entity in names):
            return replace(choice, phrase=Phrase(phrase.first, index))
    return choice


def without_told(doc: Document, cue: Cue, choice: Candidate) -> Candidate:
    """The source without those it speaks to, or its saying: ``مصدر عسكري`` of ``قال مصدر عسكري لقناة الغد``, of ``نقلت
    الصحيفة عن مصدر عسكري قوله``.
    """
    phrase = choice.phrase
    press, pronouns = words("press") | words("outlets"), lexicon.toml("affixes.toml")["pronouns"]["third"]
    if cue.particle is not None or doc.tokens[phrase.first].analysis.lemma in press:
        return choice
    for index in range(phrase.first + 1, phrase.last):
        analysis = doc.tokens[index].analysis
        saying = (one.form == "verbal_noun" for one in readings(doc.tokens[index].norm))
        if analysis.enclitic in pronouns and any(saying):
            return replace(choice, phrase=Phrase(phrase.first, index))
        if not words("told").intersection(analysis.prepositions):
            continue
        end = doc.tokens[index].end
        name = doc.entity_over(end - 1, end)
        told = analysis.lemma in press or (name is not None and name.sector == "media")
        if told and not belongs_to(doc, index):
            return replace(choice, phrase=Phrase(phrase.first, index))
    return choice


def phrases_by_sentence(doc: Document, cues: Sequence[Cue], times: Collection[int]) -> Callable[[int], list[Phrase]]:
    """Gives the noun phrases of the sentence with an index, read when they are asked for; none runs over a cue."""
    stops: dict[int, object] = {index: cue for cue in cues for index in range(cue.first, cue.last)}
    stops.update(dict.fromkeys(times))
    name_ends = entity_ends(doc)

    @cache
    def phrases_of(index: int) -> list[Phrase]:
        return sentence_phrases(doc, doc.sentences[index], name_ends=name_ends, times=times, stops=stops)

    return phrases_of


def choose_source(scene: Scene, cue: Cue, options: Sequence[Candidate]) -> tuple[Candidate | None, float]:
    """The likeliest source and its probability; None where no candidate is likely."""
    if not options:
        return None, 0.5
    sparse, slots = source_features(scene, cue, options)
    chances = scorer(SOURCE_MODEL).scores(sparse, dense_rows(slots))[:, 1]
    best = int(chances.argmax())
    if chances[best] < SOURCE_THRESHOLD:
        return None, 1.0 - float(chances[best])
    return options[best], float(chances[best])


def _claim(
    doc: Document,
    number: int,
    cue: Cue,
    content: tuple[int, int] | None,
    *,
    chance: float,
    choice: Candidate | None,
    sureness: float,
) -> Claim:
    stance = cue.particle.stance if cue.particle is not None else cue.readings[0].verb.stance
    link = f"+{cue.complement.kind}" if cue.complement.kind != "none" else ""
    kind = "particle" if cue.particle is not None else "verb"
    return Claim(
        id=f"c{number}",
        cue=cue_span(doc, cue),
        source=_participant(doc, choice, sureness) if choice is not None else None,
        content=token_span(doc, *content) if content is not None else None,
        stance=stance,
        confidence=round(chance * sureness, 3),
        evidence=f"claims:{kind}/{cue.lemma}{link}; model:{CUE_MODEL} {chance:.2f}",
    )


def cue_span(doc: Document, cue: Cue) -> Span:
    """The cue without conjunctions and prepositions attached to it."""
    token, last = doc.tokens[cue.first], doc.tokens[cue.last - 1]
    if cue.particle is None:
        start = token.norm_start + cue.readings[0].analysis.prefix
    else:
        start = token.norm_start + len(token.norm) - len(cue.particle.words[0])
    return doc.aligned.span(start, last.norm_end)


def token_span(doc: Document, first: int, last: int) -> Span:
    """The source span of tokens ``[first, last)``."""
    return doc.aligned.span(doc.tokens[first].norm_start, doc.tokens[last - 1].norm_end)


def _participant(doc: Document, choice: Candidate, sureness: float) -> Participant:
    phrase = choice.phrase
    tokens = doc.tokens
    span = doc.aligned.span(tokens[phrase.first].norm_core_start, tokens[phrase.last - 1].norm_end)
    opening = next(iter(doc.entities_from(tokens[phrase.first].start, tokens[phrase.first].end)), None)
    if opening is not None and opening.start != span.start and opening.start < span.end:
        span = Span(start=opening.start, end=span.end, text=doc.article.text[opening.start : span.end])
    head = head_of(doc, phrase)
    inside = [entity for entity in doc.entities_from(span.start, span.end) if entity.end <= span.end]
    named = next((entity for entity in inside if entity.label == "PER"), None)
    if named is None:
        named = next((entity for entity in inside if entity.start <= tokens[head].start < entity.end), None)
    return Participant(
        start=span.start,
        end=span.end,
        text=span.text,
        entity=named.id if named is not None else None,
        head=tokens[head].core,
        country=named.country if named is not None else None,
        sector=named.sector if named is not None else None,
        confidence=round(sureness, 3),
        evidence=f"model:{SOURCE_MODEL}/{choice.place}",
    )


def claim_of(doc: Document, position: int) -> Claim | None:
    """The innermost claim whose content covers a source offset, None where the reporter speaks."""
    return innermost_claim(doc.claims, position)


def innermost_claim(claims: Iterable[Claim], position: int) -> Claim | None:
    """The same among these claims."""
    best: Claim | None = None
    size = 0
    for claim in claims:
        content = claim.content
        if (
            content is None
            or not content.start <= position < content.end
            or claim.cue.start <= position < claim.cue.end
        ):
            continue
        if best is None or content.end - content.start < size:
            best, size = claim, content.end - content.start
    return best
