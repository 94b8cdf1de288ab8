"""What the two learned scorers see: of a possible cue, and of a possible source of a cue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from arabic_events.claims.cues import Cue, word_class
from arabic_events.claims.lexicon import readings
from arabic_events.claims.sources import Candidate, Nominal, Phrase, agreement, head_of, speaks, token_nominal
from arabic_events.document import Document
from arabic_events.tokens import Token
from arabic_events.vectors import word_vectors

CUE_SLOTS = (-1, 0, 1, 2)
_SHADDA = "\u0651"
_NEAR = 3
_STOPS = frozenset(".،؛")


def _bucket(value: int) -> str:
    return str(value) if value < 4 else "4-6" if value < 7 else "7-12" if value < 13 else "13-"


def vector_row(token: Token) -> int:
    """Row of a token's word vector."""
    return word_vectors().row(token.norm, token.core, token.stem)


def token_at(doc: Document, index: int, cue: Cue) -> Token | None:
    """The token at an index if it stands in the cue's sentence."""
    return doc.tokens[index] if cue.sentence.first <= index < cue.sentence.last else None


def cue_features(
    doc: Document, cues: Sequence[Cue], times: Collection[int], labels: Mapping[int, str]
) -> tuple[list[list[str]], list[list[int]]]:
    """Sparse features and word-vector rows of each possible cue."""
    sparse: list[list[str]] = []
    slots: list[list[int]] = []
    starts = {cue.first for cue in cues}
    said: list[Cue] = []
    for cue in cues:
        if said and said[0].sentence is not cue.sentence:
            said.clear()
        token = doc.tokens[cue.first]
        complement = cue.complement
        kind = complement.kind
        lemma = cue.lemma
        first, last = cue.sentence.first, cue.sentence.last
        after = token_at(doc, cue.last, cue)
        second = token_at(doc, cue.last + 1, cue)
        before = token_at(doc, cue.first - 1, cue)
        after_class = word_class(after, cue.last, times)
        second_class = word_class(second, cue.last + 1, times)
        before_class = word_class(before, cue.first - 1, times)
        distance = _bucket(complement.at - cue.last)
        place = "h" if cue.sentence.heading else "0" if cue.sentence.index < 2 else "b"
        names = [
            f"l={lemma}",
            f"f={cue.form}",
            f"lf={lemma}/{cue.form}",
            f"k={kind}",
            f"fk={cue.form}/{kind}",
            f"lk={lemma}/{kind}{complement.link}",
            f"kd={kind}/{distance}",
            f"fkd={cue.form}/{kind}/{distance}",
            f"kv={kind}/{complement.verbs}",
            f"kc={kind}/{min(complement.commas, 3)}",
            f"a={after_class}",
            f"fa={cue.form}/{after_class}",
            f"la={lemma}/{after_class}",
            f"lka={lemma}/{kind}/{after_class}",
            f"a2={after_class}/{second_class}",
            f"b={before_class}",
            f"fb={cue.form}/{before_class}",
            f"lb={lemma}/{before_class}",
            f"at={place}",
            f"fat={cue.form}/{place}/{kind}",
            f"first={cue.first - first if cue.first - first < 3 else 3}",
            f"kf={kind}/{min(cue.first - first, 3)}/{cue.form}/{lemma}",
            f"kb={kind}/{before_class}/{after_class}/{cue.form}",
            f"end={last - cue.last if last - cue.last < 4 else 4}",
        ]
        if after is not None:
            names += [
                f"aw={after.stem}",
                f"law={lemma}/{after.stem}",
                f"ae={labels.get(cue.last)}",
                f"fae={cue.form}/{labels.get(cue.last)}",
            ]
            names += [f"ak={token_nominal(after).kind}", f"lak={lemma}/{token_nominal(after).kind}"]
        if second is not None:
            names += [f"2w={second.stem}", f"2e={labels.get(cue.last + 1)}"]
        if before is not None:
            names += [f"bw={before.norm}", f"fbw={cue.form}/{before.norm}", f"be={labels.get(cue.first - 1)}"]
            earlier = token_at(doc, cue.first - 2, cue)
            if earlier is not None:
                names += [f"b2={earlier.norm}", f"b2b={earlier.norm}/{before.norm}"]
        if cue.readings:
            reading = cue.readings[0]
            analysis = reading.analysis
            names += [
                f"w={token.core}",
                f"pre={'+'.join(analysis.proclitics)}/{cue.form}",
                f"enc={bool(analysis.enclitic)}/{cue.form}",
                f"t={analysis.aspect}{analysis.person}/{cue.form}",
                f"v={analysis.voice}",
                f"n={len(cue.readings)}",
                f"st={reading.verb.stance}",
                f"when={reading.verb.when}/{kind}",
                f"src={reading.verb.source}",
                f"sh={_SHADDA in token.text}/{lemma}",
                f"z={token.norm[-1]}/{cue.form}",
                f"tk={analysis.aspect}/{kind}/{distance}",
                f"gn={analysis.gender}{analysis.number}",
                f"best={token.analysis.pos}/{cue.form}",
                f"sub={analysis.number}{bool(analysis.enclitic)}/{kind}",
            ]
        near = [index for index in range(cue.first - _NEAR, cue.first) if index in starts and index >= first]
        following = [index for index in range(cue.last, min(last, cue.last + 4)) if index in starts]
        names += [f"cb={bool(near)}/{cue.form}", f"ca={bool(following)}/{cue.form}"]
        if following:
            nearest = readings(doc.tokens[following[0]].norm)
            names.append(f"cf={cue.form}/{nearest[0].form if nearest else 'particle'}/{following[0] - cue.last}")
            if nearest:
                names.append(f"cl={nearest[0].verb.lemma}/{lemma}")
        if near:
            nearest = readings(doc.tokens[near[-1]].norm)
            names.append(f"cbf={cue.form}/{nearest[0].form if nearest else 'particle'}/{cue.first - near[-1]}")
        opening = said[-1] if said else None
        if opening is not None:
            names += [
                f"es={cue.form}/{opening.form}/{opening.complement.kind}",
                f"en={min(len(said), 3)}/{cue.form}",
                f"el={opening.lemma}/{lemma}",
                f"ek={opening.complement.kind}/{kind}/{cue.form}",
                f"ep={opening.form}/{kind}/{before_class}/{cue.form}",
                f"ei={opening.complement.start <= cue.first}/{cue.form}/{kind}",
            ]
        else:
            names.append(f"es={cue.form}/-/{kind}")
        if cue.particle is not None or kind in {"that", "colon", "quote"}:
            said.append(cue)
        if cue.particle is not None:
            stop = next((index for index in range(cue.last, last) if doc.tokens[index].norm in _STOPS), last)
            names += [
                f"ps={_bucket(stop - cue.last)}/{stop == last or doc.tokens[stop].norm == '.'}",
                f"pn={lemma}/{_bucket(stop - cue.last)}",
                f"pk={place}/{opening is None}/{stop >= last - 1}",
            ]
        sparse.append(names)
        slots.append(
            [vector_row(doc.tokens[at]) if first <= (at := cue.first + offset) < last else 0 for offset in CUE_SLOTS]
        )
    return sparse, slots


def cue_situation(doc: Document, cue: Cue, times: Collection[int]) -> tuple[str, str, str]:
    """The cue's form, what follows it and what stands before it: shared by the features of its sources."""
    after = word_class(token_at(doc, cue.last, cue), cue.last, times)
    before = word_class(token_at(doc, cue.first - 1, cue), cue.first - 1, times)
    form = cue.form
    if cue.particle is not None:
        return f"particle{cue.particle.source}", after, before
    reading = cue.readings[0]
    if form == "verb" and reading.analysis.voice == "passive":
        return "passive", after, before
    return (form if reading.verb.source in {"", "subj"} else f"{form}:{reading.verb.source}"), after, before


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a phrase: facts of the word, label of the name it is in, first label in its phrase, vector row."""

    facts: Nominal
    label: str
    inner: str
    row: int
    derivation: str
    pair: tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What the choice of sources looks at: the document, its cues, and for each token whether it is quoted or reported.

    Attributes:
        quoted: number of the quotation that a token stands in, 0 outside.
        reported: the cue in whose content, as far as its opening shows, a token stands.
        openers: first finite verb of each sentence.
    """

    doc: Document
    cues: Sequence[Cue]
    times: Collection[int]
    labels: Mapping[int, str]
    quoted: Sequence[int]
    reported: Mapping[int, Cue]
    openers: Sequence[int]
    known: dict[tuple[int, int], Head] = field(default_factory=dict)

    def head(self, phrase: Phrase) -> Head:
        """What the head of a phrase tells, looked up once."""
        key = phrase.first, phrase.last
        found = self.known.get(key)
        if found is None:
            index = head_of(self.doc, phrase)
            token = self.doc.tokens[index]
            label = self.labels.get(index, "-")
            inner = label
            if inner == "-":
                inner = next((self.labels[at] for at in range(index, phrase.last) if at in self.labels), "-")
            facts = token_nominal(token)
            row = vector_row(token)
            nominal = f"{label}/{facts.kind}", f"i{inner}/{facts.kind}"
            found = self.known[key] = Head(facts, label, inner, row, token.analysis.derivation or "-", nominal)
        return found

    @classmethod
    def of(cls, doc: Document, cues: Sequence[Cue], times: Collection[int], labels: Mapping[int, str]) -> Scene:
        """Looks a document over once."""
        quoted: list[int] = []
        number = inside = 0
        openers: list[int] = []
        for sentence in doc.sentences:
            opener = -1
            for index in range(sentence.first, sentence.last):
                token = doc.tokens[index]
                if token.norm == '"':
                    number += not inside
                    inside = 0 if inside else number
                elif opener < 0 and token.kind == "word" and token.analysis.pos == "verb":
                    opener = index
                quoted.append(inside)
            openers.append(opener)
        reported: dict[int, Cue] = {}
        for cue in cues:
            if cue.complement.kind in {"that", "colon", "quote"}:
                reported.update(dict.fromkeys(range(cue.complement.start, cue.sentence.last), cue))
        return cls(doc, cues, times, labels, quoted, reported, openers)


def source_features(scene: Scene, cue: Cue, options: Sequence[Candidate]) -> tuple[list[list[str]], list[list[int]]]:
    """Sparse features and word-vector rows of each candidate source of one cue."""
    doc, times, labels = scene.doc, scene.times, scene.labels
    tokens = doc.tokens
    form, after, before = cue_situation(doc, cue, times)
    gender, number = agreement(cue)
    complement = cue.complement
    slot = cue.particle.source if cue.particle is not None else cue.readings[0].verb.source
    lemma = cue.lemma
    places = {option.place for option in options if option.rank == 0}
    subject_like = any(
        option.place == "after"
        and option.rank == 0
        and option.phrase.first - cue.last < 2
        and not tokens[option.phrase.first].prefix
        and speaks(doc, option.phrase, labels)
        for option in options
    )
    start = cue.first - cue.sentence.first < 2
    sparse: list[list[str]] = []
    slots: list[list[int]] = []
    has_claims = "claim" in places
    quoted = scene.quoted[cue.first]
    for option in options:
        phrase, place, rank = option.phrase, option.place, option.rank
        head = scene.head(phrase)
        facts, label = head.facts, head.label
        kind = facts.kind
        agree = f"{gender or '?'}{facts.gender}{number or '?'}{facts.number}"
        key = f"{place}{rank}"
        names = [
            key,
            f"{key}/{form}",
            f"{key}/{form}/{after}",
            f"{key}/{lemma}",
            f"{key}/{form}/{subject_like}",
            f"{place}/{head.pair[0]}",
            f"{place}/{form}/{label}",
            f"{place}/{form}/{kind}",
            f"{place}/{form}/{agree}",
            f"{place}/{facts.stem}",
            f"{place}/{head.pair[1]}",
            f"{key}/{form}/{before}",
        ]
        if place != "claim":
            teller = scene.reported.get(phrase.first)
            told = (
                "-"
                if teller is None or teller is cue
                else "same"
                if teller is scene.reported.get(cue.first)
                else "other"
            )
            mark = scene.quoted[phrase.first]
            quote = "-" if not mark else "same" if mark == quoted else "other"
            names += [
                f"told={told}/{place}/{form}",
                f"quote={quote}/{place}",
                f"quote={quote}/{told}/{place}/{has_claims}",
                f"tr={told}/{key}/{form}",
            ]
        if place == "after":
            gap = phrase.first - cue.last
            before_it = tokens[phrase.first - 1]
            opening = word_class(before_it, phrase.first - 1, times) if gap else "#"
            prefix = tokens[phrase.first].norm[: tokens[phrase.first].prefix]
            past = complement.kind in {"that", "colon", "quote"} and phrase.first > complement.at
            comma = any(tokens[index].norm == "،" for index in range(cue.last, phrase.first))
            names += [
                f"g={_bucket(gap)}",
                f"g={_bucket(gap)}/{form}/{past}",
                f"o={opening}/{form}",
                f"o={opening}/{prefix}/{lemma}",
                f"pf={prefix}/{form}",
                f"past={past}/{form}",
                f"past={past}/{rank}/{kind}/{label}",
                f"slot={slot in (opening, prefix) or before_it.norm == slot}/{form}/{slot}",
                f"co={comma}/{form}/{past}",
                f"df={facts.definite}/{rank}/{form}/{complement.kind}",
                f"kk={kind}/{label}/{complement.kind}/{rank}",
                f"ms={head.derivation}/{rank}/{form}/{complement.kind}",
                f"nx={word_class(token_at(doc, phrase.last, cue), phrase.last, times)}/{rank}/{form}",
                f"gap={'_'.join(tokens[index].norm for index in range(cue.last, min(phrase.first, cue.last + 3)))}"
                if gap
                else "adjacent",
                f"to={complement.kind}/{_bucket(abs(complement.at - phrase.last))}/{past}",
                f"id={kind}/{label}/{facts.definite}/{gap == 0}/{form}",
            ]
        elif place == "before":
            gap = cue.first - phrase.last
            previous = tokens[phrase.first - 1] if phrase.first > cue.sentence.first else None
            opening = word_class(previous, phrase.first - 1, times)
            prefix = tokens[phrase.first].norm[: tokens[phrase.first].prefix]
            between = tokens[phrase.last : cue.first]
            opener = scene.openers[cue.sentence.index]
            main = _is_subject(scene, phrase.first, phrase.last, cue.sentence.index)
            names += [
                f"bm={main}/{form}/{kind}/{label}",
                f"bm={main}/{rank}/{form}",
                f"bm={main}/{agree}/{form}",
                f"bm={main}/{told}/{form}/{has_claims}",
                f"bo={opener < cue.first}/{form}/{rank}",
            ]
            if previous is not None and opening == "verb":
                names += [f"bl={previous.analysis.lemma}/{form}", f"br={bool(readings(previous.norm))}/{form}/{told}"]
            verbs = sum(other.kind == "word" and other.analysis.pos == "verb" for other in between)
            names += [
                f"g={_bucket(gap)}/{place}",
                f"bg={_bucket(gap)}/{form}/{verbs}",
                f"bo={opening}/{form}",
                f"bo={opening}/{prefix}/{kind}/{label}",
                f"bp={prefix}/{form}",
                f"bv={min(verbs, 3)}/{rank}/{form}",
                f"bk={kind}/{label}/{verbs}/{form}",
                f"bs={phrase.first == cue.sentence.first}/{form}/{verbs}",
                f"bb={before}/{gap}/{form}",
                f"bx={before}/{rank}/{form}/{subject_like}",
                f"bc={has_claims}/{form}/{rank}",
                f"vb={opening}/{kind}/{label}/{form}",
                f"be={agree}/{rank}/{form}",
                f"bt={tokens[phrase.last].norm if gap else '#'}/{form}",
            ]
        else:
            same = cue.sentence.first <= phrase.first
            distance = 0 if same else cue.sentence.index - tokens[phrase.first].sentence
            names += [
                f"d={place}/{_bucket(distance)}",
                f"pd={key}/{_bucket(distance)}/{form}",
                f"ps={key}/{subject_like}/{start}/{form}",
                f"pa={place}/{agree}/{form}",
                f"px={key}/{form}/{after}/{complement.kind}",
                f"pk={place}/{kind}/{label}/{form}",
                f"pr={place}/{rank}/{has_claims}/{form}",
                f"pal={key}/{lemma}/{start}",
                f"pe={key}/{agree}",
            ]
            if option.speaker is not None:
                other = option.speaker.cue
                names += [
                    f"sf={other.form}/{rank}/{form}",
                    f"sn={option.speaker.nested}/{rank}/{form}/{_bucket(distance)}",
                    f"sc={min(option.times, 4)}/{rank}/{form}",
                    f"ss={other.form}/{option.speaker.nested}/{form}/{same}",
                    f"sl={other.lemma}/{lemma}/{rank}",
                    f"sr={scene.reported.get(cue.first) is other}/{rank}/{form}",
                    f"sk={kind}/{label}/{rank}/{other.form}/{form}",
                    f"sq={quoted > 0}/{rank}",
                ]
            if place == "prior":
                main = _is_subject(scene, phrase.first, phrase.last, option_sentence(scene, phrase.first))
                names += [
                    f"pm={main}/{distance}/{has_claims}",
                    f"pm={main}/{kind}/{label}",
                    f"pm={main}/{agree}/{form}",
                    f"pm={main}/{told}/{distance}/{form}",
                    f"pt={start}/{form}/{distance}/{subject_like}",
                ]
                previous = tokens[phrase.first - 1] if phrase.first else None
                opening = word_class(previous, phrase.first - 1, times)
                if previous is not None and opening == "verb":
                    names += [f"pl={previous.analysis.lemma}", f"pz={bool(readings(previous.norm))}/{distance}/{told}"]
                names += [
                    f"po={opening}/{kind}/{label}",
                    f"po={opening}/{distance}/{has_claims}",
                    f"pp={tokens[phrase.first].prefix > 0}/{kind}",
                ]
        sparse.append(names)
        slots.append([head.row])
    return sparse, slots


def option_sentence(scene: Scene, index: int) -> int:
    """The sentence of a token."""
    return scene.doc.tokens[index].sentence


def _is_subject(scene: Scene, first: int, last: int, sentence: int) -> str:
    """Whether a phrase follows the first verb of its sentence, or comes before it at the front."""
    opener = scene.openers[sentence]
    begin = scene.doc.sentences[sentence].first
    if opener == first - 1:
        return "vs" if opener - begin < 4 else "vs-"
    if first == begin:
        return "sv" if last == opener else "s-"
    return "-"
