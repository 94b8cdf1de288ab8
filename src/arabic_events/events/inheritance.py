"""Arguments that the event's own words do not have: dropped subjects, speakers, the day of an announced act."""

from __future__ import annotations

from collections.abc import Sequence

from arabic_events import lexicon
from arabic_events.document import Document
from arabic_events.events.triggers import Trigger
from arabic_events.events.words import WordFacts
from arabic_events.schema import Event, Participant, Time
from arabic_events.tokens import Token

_OPENING = 2
_DISCOUNT = 0.7
_FIRST_PERSON = 0.8
_HAS_ACTOR = "actor"


def inherit(
    events: Sequence[Event], doc: Document, words: Sequence[WordFacts], triggers: Sequence[Trigger]
) -> list[Event]:
    """The events; a verb that opens a sentence without a subject takes its actor from the sentence before.

    A verb in the first person has the speaker of its claim as actor.

    The actor is the last one named there, of an event or as the source of a claim, that agrees with the verb in gender.
    """
    speakers = sorted(
        (claim.source for claim in doc.claims if claim.source is not None), key=lambda source: source.start
    )
    reach = _Announcements(doc, words)
    sources = {claim.id: claim.source for claim in doc.claims if claim.source is not None}
    result: list[Event] = []
    for event, trigger in zip(events, triggers, strict=True):
        analysis = words[trigger.first].analysis
        sentence = doc.sentences[event.sentence]
        dropped = (
            analysis.pos == "verb"
            and analysis.person == "3"
            and analysis.voice != "passive"
            and trigger.first - sentence.first < _OPENING
            and not event.actors
            and event.sentence > 0
            and (trigger.sense is None or trigger.sense.frame.get("subj") == _HAS_ACTOR)
        )
        if analysis.person == "1" and not event.actors and event.claim in sources:
            speaker = sources[event.claim]
            update = {"confidence": _FIRST_PERSON, "evidence": "rule:speaker in the first person"}
            event = event.model_copy(update={"actors": (speaker.model_copy(update=update),)})
        elif dropped:
            before = doc.sentences[event.sentence - 1]
            first, last = doc.tokens[before.first].start, doc.tokens[before.last - 1].end
            named = [actor for earlier in result if earlier.sentence == before.index for actor in earlier.actors]
            named += [source for source in speakers if first <= source.start < last]
            agreeing = [actor for actor in named if _agrees(actor, analysis.gender, doc, words)]
            if agreeing:
                actor = max(agreeing, key=lambda one: one.start)
                update = {"confidence": round(actor.confidence * _DISCOUNT, 3), "evidence": "rule:dropped subject"}
                event = event.model_copy(update={"actors": (actor.model_copy(update=update),)})
        announced = reach.date_of(event, trigger)
        if announced is not None:
            event = event.model_copy(update={"dates": (announced,), "evidence": f"{event.evidence} rule:announced act"})
        result.append(event)
    return result


class _Announcements:
    """Dates of acts that are done by announcing them: ``أعلنت الوزارة، الثلاثاء، إطلاق عملية`` happened on Tuesday."""

    def __init__(self, doc: Document, words: Sequence[WordFacts]) -> None:
        acts = lexicon.toml("phrase_words.toml")["announced_acts"]
        self._types = frozenset(acts["types"])
        self._doc = doc
        self._cues: dict[str, Token] = {}
        for claim in doc.claims:
            token = doc.token_at(claim.cue.start)
            if token is not None and words[token.index].analysis.lemma in acts["verbs"]:
                self._cues[claim.id] = token

    def date_of(self, event: Event, trigger: Trigger) -> Time | None:
        """The one day named in the sentence before an announced act that has no date of its own."""
        cue = self._cues.get(event.claim or "")
        if cue is None or event.dates or event.type not in self._types or event.polarity != "asserted":
            return None
        if cue.sentence != event.sentence or cue.index > trigger.first:
            return None
        tokens = self._doc.tokens
        if any(tokens[index].analysis.pos in ("conj", "rel") for index in range(cue.index + 1, trigger.first)):
            return None
        first = tokens[self._doc.sentences[event.sentence].first].start
        days = [time for time in self._doc.times if first <= time.start < event.action.start]
        return days[0] if len(days) == 1 and days[0].value is not None and days[0].kind == "date" else None


def _agrees(actor: Participant, gender: str | None, doc: Document, words: Sequence[WordFacts]) -> bool:
    """Whether a noun phrase can be the subject of a verb of this gender; broken plurals may take either."""
    head = doc.token_at(actor.start)
    if head is None or gender is None:
        return True
    analysis = words[head.index].analysis
    if analysis.number == "p" or analysis.gender is None:
        return True
    return analysis.gender == gender
