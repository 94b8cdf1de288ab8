"""Puts events together: triggers, arguments, polarity, links to claims and between mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from arabic_events import lexicon
from arabic_events.claims import innermost_claim
from arabic_events.document import Document
from arabic_events.events.amounts import with_joined_amounts
from arabic_events.events.arguments import (
    TORN,
    Argument,
    Candidate,
    Names,
    ScoredPairs,
    SentenceView,
    choose_arguments,
    in_sure_slot,
    score_arguments,
)
from arabic_events.events.codes import codes
from arabic_events.events.context import Context, context_inputs
from arabic_events.events.coreference import link, two_sided
from arabic_events.events.inheritance import inherit
from arabic_events.events.places import name_places
from arabic_events.events.polarity import judge_all, stopping_cue
from arabic_events.events.tolls import find_tolls
from arabic_events.events.triggers import (
    Trigger,
    WordScores,
    choose_triggers,
    document_facts,
    fits_of,
    phrase_matches,
    score_words,
)
from arabic_events.events.words import WordFacts
from arabic_events.morphology import analyze
from arabic_events.phrases import ends_phrase, is_body, is_person, phrase_end, second_of_two
from arabic_events.schema import GROUPS, Action, Claim, Event, Participant, Quantity, Span, Time
from arabic_events.tokens import Token

__all__ = ["Reading", "assemble", "read"]

_QUOTE = '"'
_COMMAS = frozenset(",\u060c")
_OBJECT = 0.5  # how sure the object after the subject is, and what a preposition of the lexicon brings
_SPREADS = 0.5
"""From how sure a name plays a role those joined to it do too."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The events of a document with all that decided on them.

    Attributes:
        words: facts of every token.
        scores: what is known of the words that may name events; None where there is no such word.
        triggers: the event words, in the order of ``events``.
        arguments: candidates for the roles of each trigger, by its first token.
        context: the document as the network understands it; None where it was not asked.
    """

    doc: Document
    words: list[WordFacts]
    scores: WordScores | None
    triggers: list[Trigger]
    arguments: dict[int, ScoredPairs]
    events: tuple[Event, ...]
    builder: Builder | None
    context: Context | None = None


def assemble(doc: Document, *, context: bool = True) -> Document:
    """The pipeline stage: fills ``doc.events`` and ``doc.tolls`` from tokens, entities, times, quantities, claims."""
    reading = read(doc, context=context)
    if not reading.triggers:
        return doc
    return replace(doc, events=reading.events, tolls=find_tolls(reading.events, doc, reading.words))


def read(doc: Document, *, context: bool = True, every: bool = False) -> Reading:
    """Reads the events of a document from tokens, entities, times, quantities and claims.

    Args:
        context: whether the network that reads whole sentences is asked: without it the scorers judge alone.
        every: whether words and phrases are scored that the network settles; it changes no event, but there is more to
            explain.
    """
    words = document_facts(doc)
    names = Names.of(doc)
    matches = phrase_matches(doc, words)
    fits = fits_of(doc, words)
    network = None
    if context:
        phrases = {match.first: match.phrase.sense.type for match in matches.values()}
        network = Context.of(context_inputs(doc, names.labels, names.name_starts, names.values, fits, phrases))
    scores = score_words(doc, words, matches, fits, network, every=every)
    triggers = choose_triggers(doc, words, scores) if scores is not None else []
    if not triggers:
        return Reading(doc, words, scores, [], {}, (), None, network)
    polarities = judge_all(doc, words, [(trigger.first, trigger.type) for trigger in triggers], network)
    builder = Builder(doc, words, names, triggers, "model" if network is None else "model+context")
    by_sentence: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_sentence.setdefault(doc.tokens[trigger.first].sentence, []).append(trigger)
    views = [SentenceView(doc, words, doc.sentences[at], group, names) for at, group in by_sentence.items()]
    scored = score_arguments(views, network, every=every)
    arguments = with_joined_amounts(choose_arguments(scored), doc, names.values)
    by_trigger = {one.trigger.first: one for one in scored}
    revised = [
        builder.revised(trigger, arguments.get(trigger.first, ()), by_trigger.get(trigger.first), polarity)
        for trigger, (polarity, _) in zip(triggers, polarities, strict=True)
    ]
    builder.limit(revised)
    events = [
        builder.event(f"e{number}", trigger, found, *judged)
        for number, (trigger, found, judged) in enumerate(zip(triggers, revised, polarities, strict=True))
    ]
    events = name_places(inherit(events, doc, words, triggers), doc)
    return Reading(doc, words, scores, triggers, by_trigger, link(events, doc, words), builder, network)


class Builder:
    """Turns triggers and arguments into public events."""

    def __init__(
        self, doc: Document, words: Sequence[WordFacts], names: Names, triggers: Sequence[Trigger], judge: str
    ) -> None:
        self.doc = doc
        self.judge = judge
        self.words = words
        self.names = names
        self.stops: dict[int, object] = {
            index: trigger for trigger in triggers for index in range(trigger.first, trigger.last)
        }
        for first, _, value in names.values:
            if isinstance(value, Time) and first and ends_phrase(doc.tokens, first - 1, names.name_ends):
                self.stops.setdefault(first, value)
        self.entities = {entity.id: entity for entity in doc.entities}
        self.entity_at = {index: entity for entity, touched in doc.located(doc.entities) for index in touched}
        self.quantities = {quantity.id: quantity for quantity in doc.quantities}
        self.quantity_at: dict[int, Quantity] = {}
        self.counted_words = {quantity.id: _counted_words(doc, quantity) for quantity in doc.quantities}
        self.number_at: dict[int, tuple[int, range]] = {}  # of a number: where it begins, and the words it counts
        for quantity, touched in doc.located(doc.quantities):
            counted = self.counted_words[quantity.id]
            for index in touched:
                self.quantity_at.setdefault(index, quantity)
                if quantity.kind == "measure" or (counted and index <= counted.start):
                    self.number_at.setdefault(index, (touched.start, counted))
        self.limits: dict[int, int] = {}
        self.claims_in: dict[int, list[Claim]] = {}
        for claim in doc.claims:
            for sentence in _sentences(doc, claim.content) if claim.content is not None else ():
                self.claims_in.setdefault(sentence, []).append(claim)

    def limit(self, events: Sequence[Sequence[Argument]]) -> None:
        """Lets no phrase run on in one event where another event ends it: the actor of both in ``هاجم انتحاري | مدينة
        وقتل 10 أشخاص``.
        """
        limits: dict[int, int] = {}
        for arguments in events:
            for argument in arguments:
                head = argument.candidate.head
                limits[head] = min(limits.get(head, len(self.words)), self._limit(argument, arguments))
        self.limits = limits

    def event(self, identifier: str, trigger: Trigger, arguments: Sequence[Argument], polarity: str, cue: str) -> Event:
        """The public event of a trigger."""
        doc = self.doc
        tokens = doc.tokens
        span = doc.aligned.span(tokens[trigger.first].norm_core_start, tokens[trigger.last - 1].norm_end)
        claim = innermost_claim(self.claims_in.get(tokens[trigger.first].sentence, ()), span.start)
        lexical = f"lexicon:{trigger.sense.entry} " if trigger.sense else ""
        participants: dict[str, list[Participant]] = {"actors": [], "targets": [], "locations": []}
        dates: list[Time] = []
        quantities: list[Quantity] = []
        for argument in arguments:
            value = argument.candidate.value
            if isinstance(value, Time):
                dates.append(value)
            elif isinstance(value, Quantity):
                quantities.append(value)
            else:
                participants[argument.role].append(self.participant(argument, arguments))
        analysis = self.words[trigger.first].analysis
        _add_counts(participants["targets"], quantities, self.quantities)
        if participants["targets"] or trigger.type in _counted_targets():
            participants["targets"] += self._counted(quantities, participants)
        sides = {role: tuple(_without_overlaps(doc, found)) for role, found in participants.items()}
        return Event.model_validate(
            {
                "id": identifier,
                "type": trigger.type,
                "group": GROUPS[trigger.type],
                "action": Action(start=span.start, end=span.end, text=span.text, lemma=analysis.base or analysis.lemma),
                **sides,
                "dates": tuple(dates),
                "quantities": tuple(quantities),
                "polarity": polarity,
                "claim": claim.id if claim else None,
                "sentence": tokens[trigger.first].sentence,
                "codes": codes(
                    trigger.type,
                    lemma=analysis.lemma,
                    actors=sides["actors"],
                    targets=sides["targets"],
                    entities=self.entities,
                ),
                "confidence": round(trigger.confidence, 3),
                "evidence": f"{lexical}{self.judge}:triggers={trigger.confidence:.2f}{f' {cue}' if cue else ''}",
            }
        )

    def _counted(
        self, quantities: Sequence[Quantity], participants: Mapping[str, Sequence[Participant]]
    ) -> list[Participant]:
        """The counted people or things that play no role yet, as those that the event is done to: all where it has no
        target, else those that a conjunction joins to one, ``7 رجال | و4 نساء``, ``800 قطعة سلاح | وقنبلة``.
        """
        tokens, targets = self.doc.tokens, participants["targets"]
        taken = [one for found in participants.values() for one in found]
        ends = {one.end for one in targets}
        firsts = filter(None, (self.doc.token_at(one.start) for one in targets))
        joined = {token.index for token in firsts if token.analysis.conjunction}
        counted: list[Participant] = []
        for quantity, touched in self.doc.located(quantities):
            if quantity.kind != "count" or any(one.start < quantity.end and quantity.start < one.end for one in taken):
                continue
            first = touched.start
            follows = first and tokens[first].analysis.conjunction and tokens[first - 1].end in ends
            if targets and not follows and touched.stop not in joined:
                continue
            ends.add(quantity.end)
            words = self.counted_words[quantity.id]
            counted.append(
                Participant(
                    start=quantity.start,
                    end=quantity.end,
                    text=quantity.text,
                    head=_core_text(self.doc, tokens[words.start if words else touched[-1]]),
                    count=quantity.id,
                    confidence=quantity.confidence,
                    evidence="rule:what is counted",
                )
            )
        return counted

    def revised(
        self, trigger: Trigger, arguments: Sequence[Argument], scored: ScoredPairs | None, polarity: str
    ) -> Sequence[Argument]:
        """The arguments of an event, corrected by what grammar and lexicon say of their roles."""
        arguments = self.with_slot(self.of_whole_lists(self.of_one_role(arguments), scored), scored)
        return self.with_object(trigger, self.without_stopper(trigger, arguments, polarity), scored)

    def of_one_role(self, arguments: Sequence[Argument]) -> Sequence[Argument]:
        """The arguments, each that a conjunction joins to an actor or target right before it in the same role:
        ``تخلي المجموعات المسلحة | والقوات عن سلاحها``.
        """
        if not any(self._joins(one.candidate) for one in arguments):
            return arguments
        role_at: dict[int, str] = {}
        found: list[Argument] = []
        for argument in sorted(arguments, key=lambda one: one.candidate.first):
            candidate, role = argument.candidate, argument.role
            if role in ("actors", "targets") and candidate.value is None:
                joined = role_at.get(candidate.first, role)
                if joined != role and self._joins(candidate):
                    argument = replace(argument, role=joined, rule="rule:joined to another")
                role_at[self._phrase_end(candidate, self._limit(argument, ()))] = argument.role
            found.append(argument)
        return found

    def of_whole_lists(self, arguments: Sequence[Argument], scored: ScoredPairs | None) -> Sequence[Argument]:
        """The arguments with the names that a conjunction joins to one of the same label: ``اقتحمت القوات نابلس | ورام
        الله وطولكرم``.
        """
        if scored is None:
            return arguments
        labels = self.names.labels
        names = (one for one in scored.view.candidates if one.kind == "name")
        beside = {
            one.first: (one, other)
            for one, other in pairwise(names)
            if self._joins(other) and labels[one.head] == labels[other.head] and not self._acts(other)
        }
        taken = {argument.candidate.first for argument in arguments}
        found = [*arguments]
        for argument in found if beside else ():
            if argument.role not in ("actors", "targets", "locations") or argument.confidence < _SPREADS:
                continue
            one, other = beside.get(argument.candidate.first, (None, None))
            if one is not argument.candidate or other is None or other.first in taken:
                continue
            if self._phrase_end(one, other.first) == other.first:
                taken.add(other.first)
                found.append(replace(argument, candidate=other, rule="rule:joined to another"))
        return found

    def _acts(self, candidate: Candidate) -> bool:
        """Whether a verb stands right behind a name, which so begins a clause: ``فاز أمام الترجي | والأهلي يتعثر``."""
        tokens = self.doc.tokens
        return candidate.last < len(tokens) and tokens[candidate.last].analysis.pos == "verb"

    def _joins(self, candidate: Candidate) -> bool:
        """Whether a phrase begins with a conjunction and no preposition."""
        analysis = self.words[candidate.first].analysis
        return bool(analysis.conjunction) and not analysis.prepositions

    @staticmethod
    def with_slot(arguments: Sequence[Argument], scored: ScoredPairs | None) -> Sequence[Argument]:
        """The arguments, where there is no target with the one that a preposition of the lexicon brings."""
        if scored is None or any(one.role == "targets" for one in arguments):
            return arguments
        target = in_sure_slot(scored)
        if target is None or any(one.candidate is target for one in arguments):
            return arguments
        return [*arguments, Argument("targets", target, _OBJECT, "rule:preposition of the lexicon")]

    def without_stopper(self, trigger: Trigger, arguments: Sequence[Argument], polarity: str) -> Sequence[Argument]:
        """The arguments without those who foiled or prevented an event: they are no actors of it.

        ``أحبطت | قوات الأمن محاولة تفجير``, ``تمكنت | قوات الأمن من إحباط هجوم``.
        """
        found = stopping_cue(self.doc, trigger.first) if polarity == "negated" else None
        if found is None:
            return arguments
        tokens = self.doc.tokens

        def stops(argument: Argument) -> bool:
            candidate = argument.candidate
            if argument.role != "actors" or candidate.first >= trigger.first:
                return False
            if candidate.first > found.first:
                return found.cue.name == "foiling"
            last = self._phrase_end(candidate, found.first)
            return last + (tokens[last].analysis.pos == "prep") == found.first

        return [argument for argument in arguments if not stops(argument)]

    def with_object(
        self, trigger: Trigger, arguments: Sequence[Argument], scored: ScoredPairs | None
    ) -> Sequence[Argument]:
        """The arguments with the person or body behind the subject of a verb, where nothing else is its object:
        ``حل الملك | البرلمان``, ``استقبل الملك، اليوم، في القصر، | وزير الدفاع``. What might be subject or object is
        the subject there.
        """
        tokens = self.doc.tokens
        role = "actors" if trigger.type in two_sided() else "targets"
        if scored is None or not any(reading.pos == "verb" for reading in analyze(tokens[trigger.first].norm)):
            return arguments
        parties = (one for one in arguments if one.role in ("actors", "targets"))
        behind = next((one for one in parties if one.candidate.first == trigger.last), None)
        if behind is None:
            return arguments
        subject, others = behind, [one for one in arguments if one is not behind]
        if behind.role == "targets" and role == "targets":
            subject = replace(behind, role="actors", confidence=scored.chance(behind.candidate, "actors"))
            if subject.confidence < TORN or any(one.role == "actors" for one in others):
                return arguments
        if subject.role != "actors" or any(one.role == role for one in others):
            return arguments
        last = self._after_adverbials(self._phrase_end(subject.candidate, self._limit(subject, arguments)), arguments)
        if any(one.candidate.first <= last < one.candidate.last for one in arguments):
            return arguments
        for candidate in scored.view.candidates:  # those too that the network finds unlikely, and that are not scored
            if candidate.head == last and candidate.value is None and self._is_party(last):
                chance = max(scored.chance(candidate, role), _OBJECT)
                found = Argument(role, candidate, chance, "rule:object after its subject")
                return [*(subject if one is behind else one for one in arguments), found]
        return arguments

    def _after_adverbials(self, index: int, arguments: Sequence[Argument]) -> int:
        """Index of the first token from ``index`` on that is in no time, place of the event or comma between them; the
        same where there is no time or place.
        """
        tokens = self.doc.tokens
        limit = self.doc.sentences[tokens[index - 1].sentence].last
        places = {one.candidate.first: one.candidate for one in arguments if one.role == "locations"}
        at, adverbial = index, False
        while at < limit:
            place = places.get(at + 1 if tokens[at].analysis.pos == "prep" else at)
            if at in self.names.times:
                at, adverbial = at + 1, True
            elif place is not None:
                at, adverbial = self._phrase_end(place, limit), True
            elif tokens[at].norm in _COMMAS:
                at += 1
            else:
                break
        return at if adverbial else index

    def _is_party(self, index: int) -> bool:
        """Whether a noun or name without a clitic before it stands for a person or a body."""
        token = self.doc.tokens[index]
        if token.prefix or token.analysis.enclitic:
            return False
        return self.names.labels.get(index) in ("PER", "ORG") or is_person(token) or is_body(token)

    def _limit(self, argument: Argument, others: Sequence[Argument]) -> int:
        """Index of the token that the phrase of an argument cannot reach: the end of the sentence or, for an actor, the
        target after it (``طالبت النقابة | وزارة الصحة``), or the place after a definite noun (``اقتحام الاحتلال | بيت
        لحم``).
        """
        tokens, head = self.doc.tokens, argument.candidate.head
        last = self.doc.sentences[tokens[head].sentence].last
        last = min(last, self.limits.get(head, last))
        if argument.role != "actors":
            return last
        for other in others:
            first = other.candidate.first
            if not head < first < last or other.candidate.value is not None:
                continue
            if other.role == "targets" or (other.role == "locations" and tokens[first - 1].analysis.definite):
                last = first
        return last

    def _phrase_end(self, candidate: Candidate, limit: int) -> int:
        """Index after the last token of the phrase of a candidate, which stays before the token ``limit``."""
        ends, stops = self.names.name_ends, self.stops
        first, counted = self._number(candidate)
        head = counted[-1] if counted else candidate.head
        last = phrase_end(self.doc, head, sentence_last=limit, name_ends=ends, stops=stops)
        return second_of_two(self.doc, first, last, sentence_last=limit, name_ends=ends, stops=stops)

    def _number(self, candidate: Candidate) -> tuple[int, range]:
        """First token of a phrase and, where its head is a word of a number, the words that this counts: all of
        ``خمسة وعشرون طفلا`` for ``خمسة``.
        """
        first, counted = self.number_at.get(candidate.head, (candidate.first, range(0)))
        return min(first, candidate.first), counted

    def participant(self, argument: Argument, others: Sequence[Argument]) -> Participant:
        """The public participant of an argument, among those of its event."""
        doc = self.doc
        tokens = doc.tokens
        candidate = argument.candidate
        last = self._phrase_end(candidate, self._limit(argument, others))
        first, counted = self._number(candidate)
        entity = self.entity_at.get(candidate.head)
        start = tokens[first].norm_core_start
        head = _core_text(doc, tokens[counted.start if counted else candidate.head])
        if entity is not None and candidate.first == candidate.head:
            start = doc.aligned.norm_offsets(entity.start, entity.end)[0]
            head = doc.aligned.span(start, tokens[candidate.head].norm_end).text
        marks = sum(tokens[at].norm == _QUOTE for at in range(first, last))
        if marks % 2 and last < doc.sentences[tokens[candidate.head].sentence].last and tokens[last].norm == _QUOTE:
            last += 1
        end = tokens[last - 1].norm_end
        span = doc.aligned.span(start, end)
        named = entity or next((self.entity_at[at] for at in range(first, last) if at in self.entity_at), None)
        counting = self.quantity_at.get(candidate.head)
        count = counting.id if counting and counting.start <= tokens[candidate.head].start < counting.end else None
        return Participant(
            start=span.start,
            end=span.end,
            text=span.text,
            entity=entity.id if entity else None,
            head=head,
            count=count,
            country=named.country if named else None,
            sector=named.sector if named else None,
            confidence=round(argument.confidence, 3),
            evidence=argument.rule or f"{self.judge}:arguments={argument.confidence:.2f}",
        )


@cache
def _counted_targets() -> frozenset[str]:
    return frozenset(lexicon.toml("phrase_words.toml")["counted_targets"]["types"])


def _sentences(doc: Document, span: Span) -> range:
    """The sentences that a span reaches into."""
    first, last = doc.token_at(span.start), doc.token_at(max(span.start, span.end - 1))
    return range(first.sentence, last.sentence + 1) if first and last else range(len(doc.sentences))


def _add_counts(targets: Sequence[Participant], quantities: list[Quantity], known: Mapping[str, Quantity]) -> None:
    """A counted phrase that is a target counts in the event: its quantity is added where it is missing."""
    present = {quantity.id for quantity in quantities}
    counts = {target.count for target in targets if target.count is not None} - present
    quantities += [known[count] for count in counts]
    quantities.sort(key=lambda quantity: quantity.start)


def _counted_words(doc: Document, quantity: Quantity) -> range:
    """The tokens of what a count counts; none where that is understood or nothing is counted."""
    at = -1
    if quantity.kind == "count" and quantity.unit:
        at = doc.article.text.find(quantity.unit, quantity.start, quantity.end)
    if at < 0 or not quantity.unit:
        return range(0)
    first, last = doc.token_at(at), doc.token_at(at + len(quantity.unit) - 1)
    return range(0) if first is None or last is None else range(first.index, last.index + 1)


def _core_text(doc: Document, token: Token) -> str:
    return doc.aligned.span(token.norm_core_start, token.norm_end).text


def _without_overlaps(doc: Document, found: Sequence[Participant]) -> list[Participant]:
    """Keeps the surest of phrases that overlap or say the same, but not what another has after its conjunction."""
    kept: list[Participant] = []
    whole = [one for one in found if not any(_has_second(doc, other, one) for other in found)]
    for participant in sorted(whole, key=lambda one: -one.confidence):
        apart = (participant.end <= other.start or other.end <= participant.start for other in kept)
        if all(apart) and not any(_says_the_same(doc, participant, other) for other in kept):
            kept.append(participant)
    return sorted(kept, key=lambda one: one.start)


def _says_the_same(doc: Document, one: Participant, other: Participant) -> bool:
    """Whether two phrases are the same words, or one only opens the other: ``مدينة طنطا`` and ``طنطا``, unless a
    conjunction tells them apart.
    """
    if one.text == other.text:
        return True
    joined = (token is not None and token.analysis.conjunction for token in map(doc.token_at, (one.start, other.start)))
    return (one.text.endswith(f" {other.text}") or other.text.endswith(f" {one.text}")) and not any(joined)


def _has_second(doc: Document, whole: Participant, part: Participant) -> bool:
    """Whether one phrase lies inside another and is joined there to what stands before it."""
    if not whole.start < part.start or part.end > whole.end:
        return False
    token = doc.token_at(part.start)
    return token is not None and bool(token.analysis.conjunction)
