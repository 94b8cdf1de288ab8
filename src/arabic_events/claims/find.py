"""The claims stage: cues, their speakers, what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from arabic_events.claims.contents import content_tokens
from arabic_events.claims.cues import Cue, find_cues, time_tokens
from arabic_events.claims.features import cue_features, source_features
from arabic_events.claims.sources import Candidate, Phrase, candidates, head_of, sentence_phrases
from arabic_events.document import Document
from arabic_events.phrases import entity_ends
from arabic_events.schema import Claim, Participant, Span
from arabic_events.scoring import dense_rows, scorer

CUE_MODEL = "claims/cues"
SOURCE_MODEL = "claims/sources"
CUE_THRESHOLD = 0.5
SOURCE_THRESHOLD = 0.1


def find_claims(doc: Document) -> Document:
    """The document with its claims, in the order of their cues.

    Needs tokens, and is better for entities, times and quantities.
    """
    times = time_tokens(doc)
    possible = find_cues(doc, times)
    if not possible:
        return replace(doc, claims=())
    labels = token_labels(doc)
    sparse, slots = cue_features(doc, possible, times, labels)
    chances = scorer(CUE_MODEL).scores(sparse, dense_rows(slots))[:, 1]
    cues = [(cue, float(chance)) for cue, chance in zip(possible, chances, strict=True) if chance >= CUE_THRESHOLD]
    phrases = document_phrases(doc, [cue for cue, _ in cues], times)
    speakers: list[Phrase] = []
    claims: list[Claim] = []
    for cue, chance in cues:
        options = candidates(cue, phrases, speakers)
        choice, sureness = choose_source(doc, cue, options, times=times, labels=labels)
        if choice is not None:
            speakers.append(choice.phrase)
        claims.append(_claim(doc, len(claims), cue, chance, choice, sureness, labels))
    return replace(doc, claims=tuple(claims))


def document_phrases(doc: Document, cues: Sequence[Cue], times: Collection[int]) -> list[list[Phrase]]:
    """Noun phrases of each sentence; none runs over a cue."""
    stops: dict[int, object] = {index: cue for cue in cues for index in range(cue.first, cue.last)}
    stops.update(dict.fromkeys(times))
    name_ends = entity_ends(doc)
    return [sentence_phrases(doc, sentence, name_ends=name_ends, times=times, stops=stops) for sentence in doc.sentences]


def token_labels(doc: Document) -> dict[int, str]:
    """Entity label of each token inside a name."""
    labels: dict[int, str] = {}
    tokens = doc.tokens
    at = 0
    for entity in doc.entities:
        while at < len(tokens) and tokens[at].end <= entity.start:
            at += 1
        inside = at
        while inside < len(tokens) and tokens[inside].start < entity.end:
            labels[inside] = entity.label
            inside += 1
    return labels


def choose_source(
    doc: Document, cue: Cue, options: Sequence[Candidate], *, times: Collection[int], labels: Mapping[int, str]
) -> tuple[Candidate | None, float]:
    """The likeliest source and its probability; None where no candidate is likely."""
    if not options:
        return None, 0.5
    sparse, slots = source_features(doc, cue, options, times=times, labels=labels)
    chances = scorer(SOURCE_MODEL).scores(sparse, dense_rows(slots))[:, 1]
    best = int(chances.argmax())
    if chances[best] < SOURCE_THRESHOLD:
        return None, 1.0 - float(chances[best])
    return options[best], float(chances[best])


def _claim(
    doc: Document, number: int, cue: Cue, chance: float, choice: Candidate | None, sureness: float, labels: Mapping[int, str]
) -> Claim:
    phrase = choice.phrase if choice is not None else None
    content = content_tokens(doc, cue, phrase)
    stance = cue.particle.stance if cue.particle is not None else cue.readings[0].verb.stance
    link = f"+{cue.complement.kind}" if cue.complement.kind != "none" else ""
    kind = "particle" if cue.particle is not None else "verb"
    return Claim(
        id=f"c{number}",
        cue=cue_span(doc, cue),
        source=_participant(doc, choice, sureness, labels) if choice is not None else None,
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


def _participant(doc: Document, choice: Candidate, sureness: float, labels: Mapping[int, str]) -> Participant:
    phrase = choice.phrase
    tokens = doc.tokens
    span = doc.aligned.span(tokens[phrase.first].norm_core_start, tokens[phrase.last - 1].norm_end)
    head = head_of(doc, phrase)
    inside = [entity for entity in doc.entities if span.start <= entity.start and entity.end <= span.end]
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
    best: Claim | None = None
    size = 0
    for claim in doc.claims:
        content = claim.content
        if content is None or not content.start <= position < content.end or claim.cue.start <= position < claim.cue.end:
            continue
        if best is None or content.end - content.start < size:
            best, size = claim, content.end - content.start
    return best
