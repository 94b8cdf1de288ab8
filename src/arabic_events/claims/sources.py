"""Who speaks: noun phrases near a cue and earlier speakers as candidates, with what tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from arabic_events import lexicon
from arabic_events.caches import FEWER_FORMS
from arabic_events.claims.cues import Cue
from arabic_events.claims.lexicon import SUBJECT, speaker_kinds, tells_besides, words
from arabic_events.document import Document
from arabic_events.phrases import NameEnds, is_nominal, is_opening, is_person, person_nouns, phrase_end, second_of_two
from arabic_events.tokens import Sentence, Token, ends_feminine

Place = Literal["after", "before", "claim", "prior"]
_AFTER, _BEFORE, _CLAIMS, _PRIOR = 4, 5, 4, 4
_TOLD_WITHIN = 2  # words between a verb and those it tells
_FIRST, _EARLIER = 3, 3
_LONGEST = 26
_COMMA = "،"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, tokens ``[first, last)``."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """The source of a claim found before.

    Attributes:
        nested: whether its cue stands in what another says.
        carrier: whether it is an outlet that only carried what another said, as in ``حسب رويترز``.
    """

    phrase: Phrase
    cue: Cue
    nested: bool
    carrier: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be the source of a cue, where it stands, and its rank among those there, nearest first."""

    phrase: Phrase
    place: Place
    rank: int
    speaker: Speaker | None = None
    times: int = 0


def sentence_phrases(
    doc: Document,
    sentence: Sentence,
    *,
    name_ends: NameEnds,
    times: Collection[int],
    stops: Mapping[int, object],
) -> list[Phrase]:
    """The noun phrases of a sentence in order, without expressions of time; none is inside another."""
    tokens = doc.tokens
    found: list[Phrase] = []
    at = sentence.first
    partitive = _phrase_words("partitive")
    while at < sentence.last:
        token = tokens[at]
        if (
            at in times
            or at in stops
            or not (is_nominal(token) or at in name_ends)
            or (at not in name_ends and _is_adverb(token))
        ):
            at += 1
            continue
        head = at
        if is_opening(token):
            while (
                head + 1 < sentence.last
                and is_opening(tokens[head])
                and is_nominal(tokens[head + 1])
                and not tokens[head + 1].prefix
            ):
                head += 1
            if (
                head + 2 < sentence.last
                and tokens[head + 1].norm in partitive
                and tokens[head].stem in _phrase_words("partitive_heads")
            ):
                head += 2
        last = phrase_end(doc, head, sentence_last=sentence.last, name_ends=name_ends, stops=stops)
        last = second_of_two(doc, at, last, sentence_last=sentence.last, name_ends=name_ends, stops=stops)
        found.append(Phrase(at, last))
        at = last
    return found


def _is_adverb(token: Token) -> bool:
    """Whether a word says how one speaks, or that one does, and is no speaker: ``مضيفا``, ``بالقول``."""
    saying = token.analysis.lemma in words("sayings") and token.prefix
    return bool(saying) or tells_besides(token.norm)


@lru_cache(maxsize=8)
def _phrase_words(group: str) -> frozenset[str]:
    return frozenset(lexicon.toml("phrase_words.toml")[group])


def candidates(
    doc: Document,
    cue: Cue,
    phrases_of: Callable[[int], Sequence[Phrase]],
    speakers: Sequence[Speaker],
    labels: Mapping[int, str],
) -> list[Candidate]:
    """The phrases that may be the source of a cue.

    A speaker right after a finite verb or a particle leaves no others.

    Args:
        phrases_of: gives the noun phrases of a sentence by its index.
        speakers: sources of the claims before this one, latest last.
    """
    index = cue.sentence.index
    own = phrases_of(index)
    behind = (phrase for phrase in own if phrase.first >= cue.last and not _disagrees(doc, cue, phrase))
    following = [speaker for phrase in behind for speaker in _speakers(doc, cue, phrase)][:_AFTER]
    if cue.last == cue.sentence.last and index + 1 < len(doc.sentences):
        following = list(phrases_of(index + 1)[:1])
    found = [Candidate(phrase, "after", rank) for rank, phrase in enumerate(following)]
    direct = following and cue.form in {"verb", "particle"} and following[0].first == cue.last
    if direct and speaks(doc, following[0], labels) and _takes_subject(doc, cue):
        return found[:2]
    before = [phrase for phrase in own if phrase.last <= cue.first]
    near = before[-1 : -1 - _BEFORE : -1]
    found += [Candidate(phrase, "before", rank) for rank, phrase in enumerate(near)]
    found += [Candidate(phrase, "before", _BEFORE) for phrase in before[: max(0, min(_FIRST, len(before) - _BEFORE))]]
    seen: dict[int, int] = {}
    for speaker in speakers:
        seen[speaker.phrase.first] = seen.get(speaker.phrase.first, 0) + 1
    ranks: set[int] = set()
    if cue.particle is None and not all(speaker.carrier for speaker in speakers):
        speakers = [speaker for speaker in speakers if not speaker.carrier]
    for speaker in reversed(speakers):
        if speaker.phrase.first not in ranks:
            found.append(Candidate(speaker.phrase, "claim", len(ranks), speaker, seen[speaker.phrase.first]))
            ranks.add(speaker.phrase.first)
            if len(ranks) == _CLAIMS:
                break
    for distance in range(1, min(_EARLIER, index) + 1):
        group = [phrase for phrase in phrases_of(index - distance) if phrase.first not in seen]
        found += [
            Candidate(phrase, "prior", min(rank, 3))
            for rank, phrase in enumerate(group[: _PRIOR if distance > 1 else 2 * _PRIOR])
        ]
    return found


def _disagrees(doc: Document, cue: Cue, phrase: Phrase) -> bool:
    """Whether a woman right behind a masculine verb cannot be its subject: ``وصف | الفنانة بأنها مبدعة``."""
    if phrase.first != cue.last or cue.form != "verb":
        return False
    verb, head = doc.tokens[cue.first].analysis, doc.tokens[head_of(doc, phrase)]
    if (verb.person, verb.gender, verb.number) != ("3", "m", "s"):
        return False
    woman = head.analysis.pos == "noun" and ends_feminine(head.text)
    return woman and not person_nouns().isdisjoint((head.stem, head.stem[:-1]))


def _speakers(doc: Document, cue: Cue, phrase: Phrase) -> list[Phrase]:
    """A phrase behind a cue, or what is left of it behind those that the cue tells."""
    if not _is_told(doc, cue, phrase):
        return [phrase]
    last = phrase.first
    for token in doc.tokens[phrase.first : min(phrase.first + 2, phrase.last)]:  # the name, or the outlet and its name
        name = doc.entity_over(token.end - 1, token.end)
        end = doc.token_at(name.end - 1) if name is not None else None
        if end is not None:
            last = end.index
            break
    return [Phrase(last + 1, phrase.last)] if last + 1 < phrase.last else []


def belongs_to(doc: Document, index: int) -> bool:
    """Whether ``ل`` before a word says whose the body or office before it is, not to whom one speaks: ``الاتحاد
    الدولي | للصحفيين``, ``المدير العام | لقناة الغد``.
    """
    token, before = doc.tokens[index], doc.tokens[index - 1]
    name = doc.entity_over(token.start, token.end)
    person = doc.entity_over(before.start, before.end)
    if person is not None and person.label == "PER" and (name is None or name.start >= token.start):
        return False
    if (name is not None and name.start < token.start) or before.stem in _phrase_words("general"):
        return True
    at = index - 1
    while at > 0 and doc.tokens[at].analysis.pos == "adj":
        at -= 1
    return at < index - 1 and not is_person(doc.tokens[at])


def _is_told(doc: Document, cue: Cue, phrase: Phrase) -> bool:
    """Whether a phrase says to whom a verb that has its speaker as subject speaks: ``قال | لـ«الغد» المدير``."""
    if cue.particle is not None or cue.readings[0].verb.source != SUBJECT or phrase.first > cue.last + _TOLD_WITHIN:
        return False
    told = words("told")
    before = (token.norm for token in doc.tokens[cue.last : phrase.first] if token.kind == "word")
    return bool(told.intersection(doc.tokens[phrase.first].analysis.prepositions)) or not told.isdisjoint(before)


def _takes_subject(doc: Document, cue: Cue) -> bool:
    """Whether the noun right after the cue can be its source as far as grammar goes."""
    if cue.particle is not None:
        return True
    return cue.readings[0].verb.source == SUBJECT and not doc.tokens[cue.last].prefix


def speaks(doc: Document, phrase: Phrase, labels: Mapping[int, str]) -> bool:
    """Whether the head of a phrase is a name of a person or body, or a noun for one that speaks."""
    head = head_of(doc, phrase)
    return labels.get(head) in {"PER", "ORG"} or token_nominal(doc.tokens[head]).kind != "-"


def is_carrier(doc: Document, cue: Cue, phrase: Phrase) -> bool:
    """Whether a source is an outlet that a particle names for carrying what another said."""
    if cue.particle is None:
        return False
    head = head_of(doc, phrase)
    named = doc.entities_from(doc.tokens[head].start, doc.tokens[head].end)
    return token_nominal(doc.tokens[head]).kind == "outlet" or any(entity.sector == "media" for entity in named)


def head_of(doc: Document, phrase: Phrase) -> int:
    """Index of the head word: the first that does not only open the phrase."""
    tokens = doc.tokens
    at = phrase.first
    while at + 1 < phrase.last and (
        is_opening(tokens[at]) or tokens[at].kind == "punct" or tokens[at].norm in _phrase_words("partitive")
    ):
        at += 1
    return at


@dataclass(frozen=True, slots=True)
class Nominal:
    """What a head word tells about a speaker."""

    stem: str
    kind: str
    gender: str
    number: str
    definite: bool


@lru_cache(maxsize=FEWER_FORMS)
def nominal(token_norm: str, stem: str, gender: str | None, number: str | None, definite: bool) -> Nominal:
    """The facts of a head word."""
    kinds = speaker_kinds()
    kind = kinds.get(stem) or kinds.get(token_norm) or "-"
    return Nominal(stem, kind, gender or "-", number or "-", definite)


def token_nominal(token: Token) -> Nominal:
    """The facts of a token as head word."""
    if token.kind != "word":
        return Nominal(token.norm, "-", "-", "-", False)
    analysis = token.analysis
    return nominal(token.norm, analysis.stem, analysis.gender, analysis.number, analysis.state == "definite")


def agreement(cue: Cue) -> tuple[str, str]:
    """Gender and number that the cue asks of its subject."""
    if not cue.readings:
        return "", ""
    analysis = cue.readings[0].analysis
    return analysis.gender or "", analysis.number or ""


def described(
    doc: Document,
    cue: Cue,
    phrase: Phrase,
    *,
    times: Collection[int],
    labels: Mapping[int, str],
    name_ends: NameEnds,
) -> Phrase:
    """A speaker's phrase with what describes the speaker: name after office, office after name, a body after
    ``باسم``, ``ل`` or ``في``.

    ``وزير النفط`` becomes ``وزير النفط الايراني، جواد اوجي``, but in ``مصدر قيادي للميادين`` the outlet is
    told, it does not speak.
    """
    tokens = doc.tokens
    head = head_of(doc, phrase)
    kind = token_nominal(tokens[head]).kind
    sentence = doc.sentences[tokens[phrase.first].sentence]
    limit = min(sentence.last, phrase.first + _LONGEST)
    if sentence.index == cue.sentence.index and phrase.first < cue.first:
        limit = min(limit, cue.first)
    elif (
        sentence.index == cue.sentence.index
        and cue.complement.kind in {"that", "colon", "quote"}
        and cue.complement.at > phrase.first
    ):
        limit = min(limit, cue.complement.at)
    stops: dict[int, object] = dict.fromkeys(times)
    named = any(labels.get(index) == "PER" for index in range(phrase.first, phrase.last))

    def end_of(first: int) -> int:
        return phrase_end(doc, first, sentence_last=limit, name_ends=name_ends, stops=stops)

    def names_person(first: int, last: int) -> bool:
        return any(labels.get(index) == "PER" for index in range(first, last))

    last = phrase.last
    while last < limit and last not in times:
        token = tokens[last]
        following = last + 1
        reached = last
        if (
            token.norm == _COMMA
            and following < limit
            and following not in times
            and (is_nominal(tokens[following]) or following in labels)
        ):
            after = end_of(following)
            person = token_nominal(tokens[following]).kind == "person"
            closed = after >= limit or tokens[after].kind == "punct" or tokens[after].norm == _opening_word(tokens, cue)
            if (
                not tokens[following].prefix
                and names_person(following, after)
                and not named
                and (labels.get(following) == "PER" or person)
            ):
                reached, named = after, True
            elif named and person and closed and not tokens[following].prefix:
                reached = after
        elif last in labels or (is_nominal(token) and not token.prefix):
            after = end_of(last)
            person = token_nominal(token).kind == "person" and after < sentence.last
            what = token.analysis.derivation == "verbal_noun" and last not in labels  # أعلن المجلس | فوز محمد
            if not token.prefix and not what and not named and names_person(last, after):
                reached, named = after, True
            elif (
                (named and person and "PER" in (labels.get(head), labels.get(last - 1)) and not token.prefix)
                or (token.prefix and kind != "-" and _belongs(tokens, last, labels))
                or (
                    token.proclitics[:1]
                    and token.proclitics[0] in words("conjunctions")
                    and labels.get(last)
                    and labels.get(last) == labels.get(head)
                )
            ):
                reached = after
        elif token.prefix and is_nominal(token) and kind != "-" and _belongs(tokens, last, labels):
            reached = end_of(last)
        elif token.core.startswith(tuple(words("spokesmanship"))):
            reached = (
                end_of(following)
                if token.norm in words("spokesmanship") and following < limit and is_nominal(tokens[following])
                else following
            )
        elif (
            token.norm in words("inside")
            and kind != "-"
            and following < limit
            and following not in times
            and is_nominal(tokens[following])
        ):
            inner = token_nominal(tokens[following]).kind
            if labels.get(following) in {"LOC", "ORG"} or inner in {"body", "outlet"}:
                reached = end_of(following)
        if reached <= last:
            break
        last = min(reached, limit)
    return Phrase(phrase.first, last) if last > phrase.last else phrase


def _opening_word(tokens: Sequence[Token], cue: Cue) -> str:
    return tokens[cue.complement.at].norm if cue.complement.kind == "that" else ""


def _belongs(tokens: Sequence[Token], index: int, labels: Mapping[int, str]) -> bool:
    """Whether ``ل`` or ``ب`` with this noun tells whose or where the speaker is, not whom the speaker tells."""
    token = tokens[index]
    if token.proclitics[0] in words("conjunctions") or token.norm[: token.prefix] not in words("belonging"):
        return False
    if token.stem in words("outlets") or token.stem in words("media") or token.analysis.derivation == "verbal_noun":
        return False
    return (
        labels.get(index) in {"ORG", "LOC"}
        or token_nominal(token).kind in {"body", "other", "person"}
        or token.analysis.state == "definite"
    )


def is_nested(cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether a cue stands in what another cue of its sentence reports, as far as its opening shows."""
    return any(
        other.sentence.index == cue.sentence.index
        and other.first < cue.first
        and other.complement.kind in {"that", "colon", "quote"}
        and other.complement.start <= cue.first
        for other in cues
    )
