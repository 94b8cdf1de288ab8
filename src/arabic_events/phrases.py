"""Noun phrases around a head word: quantifiers and numbers before it; genitives, adjectives and names after it.

A phrase ends before prepositions, conjunctions, verbs, relative clauses and punctuation; an apposition after a comma
is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, product

from arabic_events import lexicon
from arabic_events.document import Document
from arabic_events.morphology import analyze
from arabic_events.quantities._spelling import dual_endings
from arabic_events.schema import Time
from arabic_events.tokens import Sentence, Token

_COMPLEMENT = 9
_TITLES = 3
_GIVING_REACH = 6
_LONGEST = 14
_DATELINE = 10
_DASHES = frozenset("-–—")
_BRACKETS = {"(": ")", "/": "/", "[": "]"}
_SEPARATORS = frozenset('/"')
_NOMINAL = frozenset({"noun", "adj", "prop", "unknown", "num"})


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(lexicon.toml("phrase_words.toml")[group])


@cache
def _compound_prepositions() -> dict[str, frozenset[str]]:
    """What may stand before each noun that forms a preposition with it."""
    table = lexicon.toml("phrase_words.toml")["compound_prepositions"]
    return {
        noun: frozenset(first for first, nouns in table.items() if noun in nouns) for noun in chain(*table.values())
    }


def compound_preposition(tokens: Sequence[Token], index: int) -> str | None:
    """The preposition that ``tokens[index]`` forms with what stands before it, such as ``عن طريق``, or None."""
    token = tokens[index]
    if token.kind != "word":
        return None
    known = _compound_prepositions()
    if token.stem in known:
        for part in token.proclitics:
            if part in known[token.stem]:
                return f"{part}_{token.stem}"
    if index and token.core in known and not token.prefix and tokens[index - 1].stem in known[token.core]:
        return f"{tokens[index - 1].stem}_{token.core}"
    return None


class NameEnds(dict[int, int]):
    """For each token inside a name, the index after its last token.

    ``begins`` are the first tokens of names that begin with their word: ``واين روني``, not ``وواشنطن``. ``people``,
    ``places`` and ``bodies`` are the last tokens of persons, of places, and of bodies but the media.
    """

    begins: set[int]
    people: set[int]
    places: set[int]
    bodies: set[int]


def entity_ends(doc: Document) -> NameEnds:
    """Where the names of a document end."""
    ends = NameEnds()
    ends.begins, ends.people, ends.places, ends.bodies = set(), set(), set(), set()
    kinds = {"PER": ends.people, "LOC": ends.places, "ORG": ends.bodies}
    for entity, touched in doc.located(doc.entities):
        ends.update(dict.fromkeys(touched, touched.stop))
        if touched and entity.start == doc.tokens[touched.start].start:
            ends.begins.add(touched.start)
        if entity.label in kinds and (entity.label != "ORG" or entity.sector != "media"):
            kinds[entity.label].add(touched.stop - 1)
    return ends


def entity_labels(doc: Document) -> dict[int, str]:
    """Entity label of each token inside a name."""
    return {index: entity.label for entity, touched in doc.located(doc.entities) for index in touched}


def after_dateline(doc: Document, sentence: Sentence, labels: Mapping[int, str]) -> int:
    """Index of the first token of a sentence after its dateline, which tells where a report was written.

    ``عمّان (رويترز) -``, ``بيروت ـ «الحياة»:``, ``الرباط/هسبريس -``, ``مسقط في 3 مارس /العمانية/``.

    Args:
        labels: `entity_labels` of the document.
    """
    tokens, first = doc.tokens, sentence.first
    if labels.get(first) != "LOC" or sentence.heading:
        return first
    if first and "\n" not in doc.aligned.norm[tokens[first - 1].norm_end : tokens[first].norm_start]:
        return first
    limit = min(first + _DATELINE, sentence.last - 1)
    rest = at = first
    sourced = False  # an agency or a date has been named
    while at < limit:
        word = tokens[at].norm
        closing = next((last for last in range(at + 2, limit) if tokens[last].norm == _BRACKETS.get(word)), None)
        if closing is not None:
            sure = tokens[closing + 1].norm in _DASHES or (word == "/" and closing - at == len("//"))
            if not sure and not all(_is_agency(tokens[inside], labels) for inside in range(at + 1, closing)):
                break
            at = rest = closing + 1
            sourced = True
        elif _in_dateline(doc, at, labels):
            sourced = sourced or labels.get(at) != "LOC"
            at += 1
        elif word in _DASHES or (word == ":" and sourced):
            at = rest = at + 1
            if word == ":":
                break
        elif word in _SEPARATORS:
            at += 1
        else:
            break
    return rest if rest == at or tokens[rest - 1].norm in _DASHES else first


def _is_agency(token: Token, labels: Mapping[int, str]) -> bool:
    """Whether a word is an agency, or parts two."""
    return labels.get(token.index) == "ORG" or token.norm in _agencies() or token.norm in _SEPARATORS


@cache
def _agencies() -> frozenset[str]:
    return frozenset(form for row in lexicon.rows("media.tsv") for form in lexicon.forms(row["forms"]))


@cache
def _outlets() -> frozenset[str]:
    return frozenset(lexicon.toml("claim_words.toml")["outlets"])


def _in_dateline(doc: Document, index: int, labels: Mapping[int, str]) -> bool:
    """Whether a word can stand in a dateline: a place, an agency, a date."""
    token = doc.tokens[index]
    if token.norm in _SEPARATORS:
        return False
    if labels.get(index) == "LOC" or _is_agency(token, labels):
        return True
    if any(time.start <= token.start < time.end for time in doc.times):
        return True
    return token.analysis.pos == "prep" and doc.tokens[index + 1].kind == "number"


def is_nominal(token: Token) -> bool:
    """Whether a word can stand in a noun phrase: a noun, adjective, name or unknown word."""
    return (
        token.kind == "word" and token.analysis.pos in _NOMINAL and token.core not in _words("stops")
    ) or token.kind == "latin"


def is_person(token: Token) -> bool:
    """Whether a word is a noun for a person, in any number: ``شرطيا``, ``وزير``."""
    if token.kind != "word" or token.analysis.pos not in ("noun", "adj"):
        return False
    words = token.stem, token.analysis.lemma
    return not (person_nouns().isdisjoint(words) and _words("persons").isdisjoint(words))


def is_head(token: Token) -> bool:
    """Whether a word can head a phrase that plays a role: nominal, and more than a quantifier or generic place word."""
    return is_nominal(token) and not is_opening(token) and not _is_adverb(token)


def heads_phrase(tokens: Sequence[Token], index: int, limit: int, name_ends: NameEnds) -> bool:
    """Whether a word heads a phrase where it stands: by itself, counted (``20 | فلسطينيا``), or as a place word that
    opens no name or noun (``قصف | مستشفى في الضاحية``).
    """
    token = tokens[index]
    if _is_rank(tokens, index):
        return False
    if is_head(token):
        return True
    counted = index > 0 and (tokens[index - 1].kind == "number" or tokens[index - 1].analysis.pos == "num")
    if counted and is_nominal(token) and _is_adverb(token):
        return True
    words = _words("place_heads" if counted else "bare_places")
    if token.kind != "word" or token.core not in words or token.analysis.enclitic:
        return False
    if index + 1 >= limit:
        return True
    following = tokens[index + 1]
    if index + 1 in name_ends or (following.norm == '"' and index + 2 < limit):
        return False
    return bool(following.prefix) or not (is_nominal(following) or is_opening(following))


def _is_rank(tokens: Sequence[Token], index: int) -> bool:
    """Whether ``كبار`` says of what rank the persons before it are: ``مسؤولون أميركيون كبار``, not ``كبار القادة``."""
    if tokens[index].norm not in _words("ranks") or index == 0 or tokens[index - 1].sentence != tokens[index].sentence:
        return False
    before = tokens[index - 1]
    head = tokens[index - 2] if before.analysis.pos == "adj" and index > 1 else before
    indefinite = not before.analysis.definite and not head.analysis.definite and not before.analysis.enclitic
    return indefinite and is_person(head) and head.analysis.number == "p"


def is_opening(token: Token) -> bool:
    """Whether a word only opens a phrase: a quantifier, demonstrative or generic place word."""
    word = token.core
    return word in _words("quantifiers") or word in _words("demonstratives") or word in _words("place_heads")


def phrase_start(doc: Document, head: int, *, sentence_first: int) -> int:
    """Index of the first token of the phrase whose head is token ``head``."""
    tokens = doc.tokens
    first = head
    while first > sentence_first:
        if tokens[first].prefix and first != head:
            break
        if first == head and tokens[head].prefix:
            break
        before = tokens[first - 1]
        if compound_preposition(tokens, first - 1) is not None:
            break
        if before.core in _words("towards") and not _is_counted(tokens[first]):
            break
        if before.kind == "number" or (before.kind == "word" and before.analysis.pos == "num") or is_opening(before):
            first -= 1
        elif (
            before.core in _words("partitive") and not before.prefix and first - 2 >= sentence_first
            and not _words("partitive_heads").isdisjoint((tokens[first - 2].stem, tokens[first - 2].analysis.lemma))
        ):  # fmt: skip
            first -= 2
        elif first == head and _follows_place_word(tokens, first):
            first -= 2
        else:
            break
    return first


def _is_counted(token: Token) -> bool:
    """Whether a word is a number, or opens one: ``أكثر``."""
    return token.kind == "number" or token.analysis.pos == "num" or is_opening(token)


def leading_word(tokens: Sequence[Token], first: int, head: int) -> int:
    """The word that governs a phrase: the one before a partitive, ``عدد`` of ``عدد من رجال الأمن``, else the head."""
    return next((at - 1 for at in range(first + 1, head) if tokens[at].core in _words("partitive")), head)


def _follows_place_word(tokens: Sequence[Token], head: int) -> bool:
    """Whether ``head`` is the first word of a quoted name that a generic place word opens: ``قاعدة "حميميم"``."""
    if head < 2 or tokens[head - 1].norm != '"' or _ends_quotation(tokens, head - 1):
        return False
    word = tokens[head - 2]
    return word.sentence == tokens[head].sentence and word.kind == "word" and word.core in _words("place_heads")


def _ends_quotation(tokens: Sequence[Token], mark: int) -> bool:
    """Whether a quotation mark ends a quotation: it touches the word before it, and not the one after it."""
    touches_before = mark > 0 and tokens[mark - 1].norm_end == tokens[mark].norm_start
    touches_after = mark + 1 < len(tokens) and tokens[mark + 1].norm_start == tokens[mark].norm_end
    return touches_before and not (touches_after and tokens[mark + 1].kind == "word")


def phrase_end(
    doc: Document, head: int, *, sentence_last: int, name_ends: NameEnds, stops: Mapping[int, object]
) -> int:
    """Index after the last token of the phrase whose head is token ``head``.

    Args:
        name_ends: `entity_ends` of the document.
        stops: token indices that no phrase may run over, such as the triggers of events.
    """
    return _Phrase(doc.tokens, head, sentence_last, name_ends, stops).end()


@dataclass(slots=True, eq=False)
class _Phrase:
    """A phrase that is read from its head on.

    Its methods are asked about the token ``last`` that follows what has been read. They say where to go on, which is
    ``last`` itself where the phrase ends before it, or None where they do not know.
    """

    tokens: Sequence[Token]
    head: int
    limit: int
    name_ends: NameEnds
    stops: Mapping[int, object]

    def end(self) -> int:
        """Index after the last token of the phrase."""
        last = self._after(self.head)
        while last < min(self.limit, self.head + _LONGEST):
            following = self._step(last)
            if following == last:
                break
            last = following
        return last

    def _after(self, index: int) -> int:
        """Index after a word, or after the name that it is in."""
        return max(index + 1, self.name_ends.get(index, 0))

    def _step(self, last: int) -> int:
        named = _name_after_letter(self.tokens, last, self.limit, self.name_ends)
        if named is not None:
            return named
        if last in self.stops and last not in self.name_ends:
            return self._over_event(last)
        if self._parts_names(last):
            return last
        kind = self.tokens[last].kind
        if kind == "punct":
            return self._over_mark(last)
        if kind == "number":
            return last
        linked = self._linked(last)
        if linked is not None:
            return linked
        if self._ends_before(last):
            return last
        return self._over_word(last)

    def _over_event(self, last: int) -> int:
        """Over an event noun that the word before it governs: ``منفذ | الهجوم``."""
        event = self.stops[last]
        taken = event is not None and not isinstance(event, Time) and _governs(self.tokens, last - 1, self.name_ends)
        return last + 1 if taken else last

    def _parts_names(self, last: int) -> bool:
        """Whether a name ends before ``last`` and another one, or an ordinal, begins there: ``باريس | لندن``."""
        tokens, name_ends = self.tokens, self.name_ends
        if last - 1 not in name_ends:
            return False
        if tokens[last].kind == "word" and tokens[last].stem in _ordinals():
            return True
        if last not in name_ends or not (last - 1 in name_ends.people or last - 1 in name_ends.places):
            return False
        titled = last - 1 in name_ends.places and name_ends[last] - 1 in name_ends.people
        return not (titled and _is_office_holder(tokens[self.head]))

    def _over_mark(self, last: int) -> int:
        """Over a short quotation or bracket, and the end of a quoted name."""
        tokens, mark = self.tokens, self.tokens[last].norm
        if mark == '"' and _ends_quotation(tokens, last):
            return last + 1 if _follows_place_word(tokens, self.head) else last
        closed = _quoted_name(tokens, last, self.limit)
        if closed is None or tokens[last - 1].kind == "punct" or self._is_remark(last + 1, closed):
            return last
        if last - 1 == self.head and last + 1 in self.name_ends.begins and _is_specified(tokens, self.head):
            return last
        age = mark == "(" and tokens[last + 1].kind == "number"
        return last if age or last - 1 in self.name_ends.places else closed  # after a place it is an agency, or quoted

    def _is_remark(self, first: int, closed: int) -> bool:
        """Whether what is quoted is no name: ``"على الفور"``, ``"أن يرحبوا"``, but ``مرشح "إلى الأمام" إيمانويل``."""
        return first not in self.name_ends and closed not in self.name_ends and _opens_remark(self.tokens[first])

    def _linked(self, last: int) -> int | None:
        """Over what a preposition, a conjunction, a demonstrative or a title links to the phrase."""
        tokens, head, limit, name_ends, stops = self.tokens, self.head, self.limit, self.name_ends, self.stops
        token, previous = tokens[last], tokens[last - 1]
        free = last + 1 < limit and last + 1 not in stops
        if token.norm in _words("inner_links") and last + 1 < limit:
            return last if _denies(tokens, last, name_ends) else last + 1
        if token.analysis.pos == "prep" and token.analysis.enclitic and previous.stem in _words("bound_participles"):
            return last + 1
        if token.norm in _words("selves") and previous.analysis.definite and last - 1 not in name_ends:
            return self._last(last)
        person = _titled_name(tokens, head, last, name_ends)
        if person is not None and person <= limit:
            return person
        if _complements_office(tokens, head, last, name_ends) and last not in stops:
            return self._after(last)
        ahead = _name_ahead(tokens, head, last, name_ends, stops)
        if ahead is not None and ahead <= limit:
            return ahead
        body = _of_body(tokens, head, last, name_ends)
        if body is not None and body <= limit and stops.keys().isdisjoint(range(last, body)):
            return body
        if free and _links_office(tokens, head, last):
            return last + 1
        if free and not token.prefix and token.core in _words("demonstratives"):
            governs = previous.analysis.pos == "noun" or previous.analysis.state == "construct"
            shown = last - 1 not in name_ends and governs and tokens[last + 1].analysis.definite
            return last + 1 if shown else last
        partitive = _partitive(tokens, head, last, limit)
        if partitive is not None and partitive not in stops:
            self.head = partitive
            return self._after(partitive)
        if last not in name_ends and last - 1 not in name_ends and _second_adjective(tokens, head, last):
            return last + 1
        if _is_rank(tokens, last):
            return self._last(last)
        return None

    def _last(self, last: int) -> int:
        """Over a word that nothing of the phrase follows."""
        self.limit = last + 1
        return last + 1

    def _ends_before(self, last: int) -> bool:
        """Whether a word that nothing links to the phrase is no genitive, adjective or name of it."""
        tokens, name_ends = self.tokens, self.name_ends
        token, previous = tokens[last], tokens[last - 1]
        if (token.prefix and last not in name_ends.begins) or not (is_nominal(token) or last in name_ends):
            return True
        if (last - 1 in name_ends and self._ends_at_name(last)) or _wishes(tokens, last):
            return True
        if previous.kind != "word":
            return False
        goes_on = last in name_ends and (last - 1 not in name_ends or name_ends[last] - 1 in name_ends.people)
        if not goes_on:
            dual = last - 1 == self.head and _is_dual_subject(tokens, self.head)
            if _closes(previous, token, dual=dual):
                return True
        return _stands_alone(previous, token)

    def _ends_at_name(self, last: int) -> bool:
        """Whether the word after a name says something else: a new noun, a predicate, an office of somebody else."""
        token, name_ends = self.tokens[last], self.name_ends
        analysis = token.analysis
        if last - 1 in name_ends.people and (_opens_next(token) or (self.head not in name_ends and _is_title(token))):
            return True
        if token.kind == "word" and analysis.pos == "noun" and analysis.enclitic:
            return True
        if last not in name_ends and (_is_new_noun(token) or _is_predicate(token)):
            return True
        return last - 1 in name_ends.places and analysis.pos == "adj" and analysis.derivation is not None

    def _over_word(self, last: int) -> int:
        """Over a word of the phrase, and to the head of what completes it: ``المعارضة المؤيدة | للأكراد``."""
        tokens = self.tokens
        if last not in self.name_ends and last + 1 < self.limit:
            complement = _complement(tokens, last, self.limit)
            if complement is not None and self.stops.keys().isdisjoint(range(last, complement + 1)):
                self.head = complement
                return self._after(complement)
            if hangs_on(tokens[last], tokens[last + 1]):
                return last
        return self._after(last)


def _wishes(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word that looks like a noun is the verb of what a source wishes: ``مسؤول | طلب عدم ذكر اسمه``."""
    wish = tokens[index].norm in _words("wishing") and index + 1 < len(tokens)
    return wish and tokens[index + 1].norm in _words("not_to")


def _name_after_letter(tokens: Sequence[Token], stop: int, limit: int, name_ends: NameEnds) -> int | None:
    """Index after the name of a person whose title of one letter ends in the full stop ``stop``: ``د. سامي``."""
    while stop + 1 < limit and tokens[stop].norm == "." and tokens[stop - 1].norm in _words("title_letters"):
        end = name_ends.get(stop + 1)
        if end is not None:
            return end if end - 1 in name_ends.people else None
        stop += 2
    return None


def ends_phrase(tokens: Sequence[Token], last: int, name_ends: NameEnds) -> bool:
    """Whether no genitive follows token ``last``, so that a time after it belongs to the sentence: ``عمّان أمس``,
    ``معاهدة مشتركة اليوم``.
    """
    analysis = tokens[last].analysis
    if last in name_ends or analysis.definite or bool(analysis.enclitic):
        return True
    return analysis.pos == "adj" and last > 0 and tokens[last - 1].analysis.pos == "noun"


def second_of_two(
    doc: Document, first: int, last: int, *, sentence_last: int, name_ends: NameEnds, stops: Mapping[int, object]
) -> int:
    """Index after the last token of the phrase ``[first, last)`` with the second name after a dual, where there is one.

    ``محافظتي ينبع`` becomes ``محافظتي ينبع والعيص``: a dual that governs one name governs the next too.
    """
    tokens = doc.tokens
    if last >= sentence_last or last in stops or last - first < 2:
        return last
    joined = is_nominal(tokens[last]) and tokens[last].kind == "word" and tokens[last].analysis.conjunction
    if not joined or not any(_is_dual_construct(tokens[at]) for at in (first, first + 1) if at < last - 1):
        return last
    return phrase_end(doc, last, sentence_last=sentence_last, name_ends=name_ends, stops=stops)


def _is_dual_construct(token: Token) -> bool:
    """Whether a word may be a dual that governs what follows: ``قريتي`` or ``رئيسا``."""
    if token.kind != "word":
        return False
    return any(
        reading.pos == "noun" and reading.number == "d" and reading.state == "construct" and not reading.enclitic
        for reading in analyze(token.norm)
    )


def _is_dual_subject(tokens: Sequence[Token], index: int) -> bool:
    """Whether a noun is a dual before its genitive and not an accusative that looks the same: ``وزيرا الدفاع``, not
    ``سلم 12 عنصرا السلاح``.
    """
    before = tokens[index - 1] if index else None
    counted = before is not None and (before.kind == "number" or before.analysis.pos == "num")
    vowelled = tokens[index].text.endswith(_accusative_endings())
    return not counted and not vowelled and _is_dual_construct(tokens[index])


def _closes(previous: Token, token: Token, *, dual: bool) -> bool:
    """Whether ``token`` cannot continue a phrase that ends in ``previous``: a new definite noun after a definite
    one.

    Args:
        dual: whether ``previous`` is a dual that governs what follows.
    """
    definite = previous.analysis.definite or (bool(previous.analysis.enclitic) and not _is_dual_construct(previous))
    analysis = token.analysis
    plain_noun = analysis.pos == "noun" and analysis.source == "lexicon" and analysis.derivation is None
    if definite and previous.analysis.pos == "adj" and plain_noun and analysis.definite:
        return True
    if definite and analysis.derivation == "verbal_noun" and analysis.source == "lexicon":
        return True
    if previous.analysis.definite and is_body(token):
        return True
    if not definite and token.norm in _words("resumptives"):
        return True
    if not definite and previous.analysis.pos == "adj" and analysis.definite and _is_sound_plural(previous):
        return True
    if _is_accusative(token) and not _is_accusative(previous):
        return True
    if _is_accusative(previous) and not (analysis.definite and dual):
        return analysis.definite or token.analysis.pos == "noun"
    if definite and not analysis.definite:
        if token.analysis.pos == "num":
            return previous.stem not in _ordinals() and previous.analysis.pos != "num"
        return token.analysis.pos in {"noun", "adj"} and token.analysis.source == "lexicon"
    return False


def _complements_office(tokens: Sequence[Token], head: int, last: int, name_ends: NameEnds) -> bool:
    """Whether token ``last`` says what an office is of: ``الأمين العام | للأمم المتحدة``, but not ``| لصحيفة``."""
    token, previous = tokens[last], tokens[last - 1]
    if token.kind != "word" or not token.prefix or token.analysis.enclitic or token.analysis.conjunction:
        return False
    if (
        token.core in _agencies()
        or (token.stem in _outlets() and not (previous.stem in _words("general") and last in name_ends))
        or not _words("of_office").issuperset(token.analysis.prepositions)
    ):
        return False
    if last - 1 == head or not _is_office_holder(tokens[head]):
        return False
    whole = token.analysis.definite or last in name_ends or token.stem in _words("affairs")
    return whole and (previous.analysis.definite or last - 1 in name_ends)


def _name_ahead(
    tokens: Sequence[Token], head: int, last: int, name_ends: NameEnds, stops: Mapping[int, object]
) -> int | None:
    """Index after the name of the person of an office, where what the office is for stands before it: ``رئيس اللجنة |
    لتصحيح أوضاع الجالية عبد الله``, ``وزير الصحة | والبيئة الدكتور علاء``.
    """
    token, links = tokens[last], _office_prepositions()
    analysis = token.analysis
    linked = token.norm in links or (token.prefix > 0 and not links.isdisjoint(analysis.prepositions))
    joined = token.prefix > 0 and bool(analysis.conjunction)
    field = joined and not linked and analysis.definite and not analysis.prepositions
    if not field and (not linked or joined):
        return None
    if token.kind != "word" or analysis.enclitic:
        return None
    if not _stands_for_person(tokens[head]) or any(at in name_ends.people for at in range(head, last)):
        return None
    if (last - 1 == head and not tokens[head].analysis.definite) or _stands_for_person(token):
        return None
    if token.core in _agencies() or token.stem in _outlets():
        return None
    for at in range(last, min(last + _COMPLEMENT, len(tokens))):
        word = tokens[at]
        if word.norm == '"' and at > last:  # the name of the outlet or body
            continue
        if word.kind != "word" or word.sentence != token.sentence or (at in stops and stops[at] is not None):
            return None
        if at in name_ends and name_ends[at] - 1 in name_ends.people:
            return name_ends[at] if at > last else None
        if at not in name_ends and word.analysis.pos not in ("noun", "adj", "prep", "prop", "unknown"):
            return None
    return None


@cache
def _office_prepositions() -> frozenset[str]:
    """The prepositions of what an office is for, and of where a person belongs."""
    return (_words("of_office") | _words("of_employment")) - _words("partitive")


def _of_body(tokens: Sequence[Token], head: int, last: int, name_ends: NameEnds) -> int | None:
    """Index after the name of the body whose the phrase is: ``طائرة | للجيش``, of persons also ``المسؤولون | في
    وزارة الصحة``, ``عنصران | من حزب الله``, ``قاضي التحقيق | بالمحكمة الابتدائية``.
    """
    if head in name_ends or last - 1 in name_ends.people or tokens[last - 1].analysis.enclitic:
        return None
    token = tokens[last]
    if not is_person(tokens[head]):
        links = frozenset() if _gives(tokens, head) else _words("of_office")
    else:
        links = _words("of_employment")
        if tokens[last - 1].analysis.definite:  # تلقى المسؤولون | من الأمم المتحدة
            links -= _words("partitive")
    apart = token.norm in links and last + 1 < len(tokens) and not tokens[last + 1].prefix
    first = last + 1 if apart else last
    if not apart and (token.analysis.conjunction or not links.intersection(token.analysis.prepositions)):
        return None
    named = (
        tokens[first].sentence == tokens[head].sentence
        and first in name_ends
        and name_ends.get(first - 1) != name_ends[first]
    )
    if named:
        return name_ends[first] if name_ends[first] - 1 in name_ends.bodies else None
    return last + 1 if not apart and is_body(token) and not tokens[last - 1].analysis.definite else None


def _gives(tokens: Sequence[Token], head: int) -> bool:
    """Whether a verb or verbal noun before a phrase gives it to somebody: ``باعت فرنسا | طائرات للجيش المصري``."""
    here = tokens[max(0, head - _GIVING_REACH) : head]
    analyses = (one.analysis for one in here if one.sentence == tokens[head].sentence)
    return any(not _words("giving").isdisjoint((one.lemma, one.base)) for one in analyses)


def _denies(tokens: Sequence[Token], index: int, name_ends: NameEnds) -> bool:
    """Whether ``غير`` says something of the phrase before it: ``الأطراف | غير مستعدة``, not ``القوات غير النظامية``."""
    whole = index - 1 in name_ends or tokens[index - 1].analysis.definite
    following = tokens[index + 1].analysis
    return whole and tokens[index].norm in _words("negative") and following.pos == "adj" and not following.definite


def _titled_name(tokens: Sequence[Token], head: int, last: int, name_ends: NameEnds) -> int | None:
    """Index after the name of the person of an office, where titles stand before it: ``وزير الصحة | المهندس خالد``."""
    if not _stands_for_person(tokens[head]) or last - 1 in name_ends.people:
        return None
    at = last
    while at < len(tokens) and at not in name_ends and _is_title(tokens[at]) and at - last < _TITLES:
        at += 1
    known = at > last and at in name_ends and tokens[at].sentence == tokens[head].sentence
    return name_ends[at] if known and name_ends[at] - 1 in name_ends.people else None


def _governs(tokens: Sequence[Token], index: int, name_ends: NameEnds) -> bool:
    """Whether a word governs the event noun after it, which then is part of its phrase: ``منفذ | الهجوم``, ``آلاف |
    القتلى``, but not ``الجيش | الهجوم``.
    """
    word, event = tokens[index], tokens[index + 1]
    if index in name_ends or event.prefix or event.kind != "word" or event.analysis.pos != "noun":
        return False
    if word.kind == "number" or word.analysis.pos == "num":
        return True
    if word.analysis.pos != "noun" or word.analysis.definite or word.analysis.enclitic or _is_accusative(word):
        return False
    if _is_whole_dual(word):
        return False
    return event.analysis.definite or not any(reading.pos == "verb" for reading in analyze(event.norm))


def _is_whole_dual(token: Token) -> bool:
    """Whether a dual has the ending that it loses before a genitive: ``شخصان``."""
    analysis = token.analysis
    return analysis.number == "d" and analysis.state != "construct" and token.norm.endswith(dual_endings())


def _is_predicate(token: Token) -> bool:
    """Whether an adjective without article can only say something of the name before it: ``تونس | ملتزمة``."""
    return token.kind == "word" and token.analysis.pos == "adj" and not token.analysis.definite and not token.prefix


def _is_title(token: Token) -> bool:
    """Whether a word is the title of a person with its article: ``الدكتور``."""
    return token.kind == "word" and token.analysis.definite and not token.prefix and _stands_for_person(token)


def _is_office_holder(token: Token) -> bool:
    """Whether a word is an office, a rank or a profession: ``وزير``."""
    return not person_nouns().isdisjoint((token.stem, token.analysis.lemma))


def _stands_for_person(token: Token) -> bool:
    """Whether a word is an office or a form of address: ``وزير``, ``معالي``."""
    words = token.stem, token.analysis.lemma
    return not (person_nouns().isdisjoint(words) and _words("honorifics").isdisjoint(words))


def _links_office(tokens: Sequence[Token], head: int, last: int) -> bool:
    """Whether a word links an office to what it is for: ``سفير النرويج | لدى المملكة``, ``مدير | عام الصحة``."""
    token, previous = tokens[last], tokens[last - 1]
    if token.prefix or token.analysis.enclitic or token.kind != "word":
        return False
    if token.norm in _words("general") and last - 1 == head:
        return _is_office_holder(previous)
    heads = _office_links().get(token.norm, frozenset())
    return not heads.isdisjoint((tokens[head].stem, tokens[head].analysis.lemma))


@cache
def _office_links() -> dict[str, frozenset[str]]:
    """The prepositions that link an office to what it is for, each with the offices that have it."""
    return {link: frozenset(heads) for link, heads in lexicon.toml("phrase_words.toml")["office_links"].items()}


def _partitive(tokens: Sequence[Token], head: int, last: int, limit: int) -> int | None:
    """The head of what a part is taken from, where ``last`` is the partitive: ``العديد | من الحالات``, ``كميات كبيرة |
    من الأسلحة``.
    """
    if tokens[last].norm not in _words("partitive") or last + 1 >= limit:
        return None
    parts = _words("partitive_heads")
    first = head - 1 if head and tokens[head - 1].sentence == tokens[head].sentence else head
    here = tokens[first : head + 1]
    taken = any(not parts.isdisjoint((one.core, one.stem, one.analysis.lemma)) for one in here)  # عدد كبير | من المباني
    measured = head > 0 and tokens[head - 1].kind == "number" and tokens[head].norm in _measures()
    if not taken and not measured and tokens[head].analysis.pos != "num":
        return None
    if any(tokens[at].analysis.pos != "adj" for at in range(head + 1, last)):
        return None
    of = last + 1
    while of + 1 < limit and (is_opening(tokens[of]) or tokens[of].kind == "number"):
        of += 1
    return of if is_nominal(tokens[of]) and not tokens[of].prefix else None


def _second_adjective(tokens: Sequence[Token], head: int, last: int) -> bool:
    """Whether a conjunction joins an adjective to the one before it: ``الكوادر الطبية | والفنية``."""
    token, previous = tokens[last], tokens[last - 1]
    here, before = token.analysis, previous.analysis
    return (
        last - 1 > head
        and here.pos == before.pos == "adj"
        and bool(here.conjunction)
        and not (here.prepositions or here.enclitic or before.enclitic)
        and (here.definite, here.gender) == (before.definite, before.gender)
        and token.stem not in _words("others")
    )


def _is_sound_plural(token: Token) -> bool:
    """Whether a word is a masculine plural that kept its ending, so that it governs nothing: ``غاضبون``."""
    return token.analysis.number == "p" and token.norm.endswith((_ending("sound_plural"), _ending("oblique_plural")))


def begins_body(tokens: Sequence[Token], index: int) -> bool:
    """Whether a noun for a body begins a phrase of its own: ``اتهمت منظمة العفو الدولية | السلطات المصرية``."""
    token, previous = tokens[index], tokens[index - 1]
    return not token.prefix and previous.analysis.definite and previous.analysis.pos == "adj" and is_body(token)


def is_body(token: Token) -> bool:
    """Whether a word is a noun with its article for a body that acts: ``البرلمان``, ``السلطات``."""
    return token.analysis.definite and token.stem in _words("bodies")


def _is_new_noun(token: Token) -> bool:
    """Whether a word after a name begins another phrase: ``في طهران مؤشرات``, ``ألقى الجيش الجزائري | القبض``."""
    analysis = token.analysis
    if token.kind != "word" or analysis.pos not in ("noun", "num") or analysis.source != "lexicon":
        return False
    return not is_person(token)


def _opens_next(token: Token) -> bool:
    """Whether a word after a person's name begins another phrase: a noun for a thing, or an office without article
    (``استقبل السوداني | وزير الدفاع``), not the title that ``المدير الفني`` is.
    """
    analysis = token.analysis
    if analysis.pos != "noun" or analysis.source != "lexicon":
        return False
    office = not analysis.definite and not _offices().isdisjoint((token.stem, analysis.lemma))
    thing = analysis.derivation in (None, "verbal_noun") and not _is_office_holder(token)
    return office or thing


@cache
def _offices() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon.rows("offices.tsv"))


@cache
def person_nouns() -> frozenset[str]:
    """Nouns for persons: offices, ranks, professions."""
    speakers = (row["forms"] for row in lexicon.rows("speaker_words.tsv") if row["kind"] == "person")
    return _offices().union(*map(lexicon.forms, speakers))


def _stands_alone(previous: Token, token: Token) -> bool:
    """Whether ``previous`` cannot govern ``token``: a noun with its article before another (``في التسجيلات الجيش``), or
    a sound plural that kept its ending (``ناشطون مشاهد``).
    """
    before, here = previous.analysis, token.analysis
    if token.norm in _words("directions"):
        return before.definite or previous.stem == before.lemma + _ending("oblique_plural") or _is_accusative(previous)
    people = previous.stem in (before.lemma + _ending("oblique_plural"), before.lemma + _ending("sound_plural"))
    if people and here.pos == "adj" and (here.gender, here.number) == ("f", "s"):  # مسلحون | دورية: it does not agree
        return True
    if here.pos != "noun" or here.source != "lexicon" or here.derivation is not None:
        return False
    if people:
        return True
    if _is_whole_dual(previous):
        return True
    if before.pos != "noun":
        return False
    return before.definite and here.definite and before.derivation == "verbal_noun" and before.number == "p"


@cache
def _hanging() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Participles that begin a description, every inflection; lemmas of those that need no preposition; and the
    prepositions that are written with a word.
    """
    table = lexicon.toml("phrase_words.toml")["hanging_participles"]
    forms = frozenset(base + ending for base in table["bases"] for ending in table["endings"])
    return forms, frozenset(table["always"]), frozenset(table["prepositions"])


def hangs_on(token: Token, following: Token) -> bool:
    """Whether a word begins a description, most with the preposition after it: ``التابعة لنابلس``."""
    forms, always, prepositions = _hanging()
    if token.kind != "word" or not token.analysis.definite or token.stem not in forms:
        return False
    if token.analysis.lemma in always:
        return True
    return following.analysis.pos == "prep" or not prepositions.isdisjoint(following.proclitics)


@cache
def _complements() -> dict[str, frozenset[str]]:
    """The prepositions of what completes each participle, by every inflection of it."""
    table = lexicon.toml("phrase_words.toml")
    found: dict[str, frozenset[str]] = {}
    for link, bases in table["participle_complements"].items():
        for base, ending in product(bases, table["hanging_participles"]["endings"]):
            found[base + ending] = found.get(base + ending, frozenset()) | {link}
    return found


def _complement(tokens: Sequence[Token], last: int, limit: int) -> int | None:
    """The head of what completes a participle: ``المعارضة المؤيدة | للأكراد``, ``الجماعات المتحالفة | مع النظام``."""
    token, following = tokens[last], tokens[last + 1]
    links = _complements().get(token.stem) if token.kind == "word" and not token.prefix else None
    if links is None:
        return None
    if not links.isdisjoint(following.analysis.prepositions) and not following.analysis.enclitic:
        this = following.core in _words("demonstratives") and last + 2 < limit
        return last + 2 if this else last + 1
    apart = following.norm in links and last + 2 < limit
    return last + 2 if apart and is_nominal(tokens[last + 2]) and not tokens[last + 2].prefix else None


@cache
def _measures() -> frozenset[str]:
    """Units of measure, of which a part is taken: ``36 ألف طن | من التمور``."""
    return frozenset(form for row in lexicon.rows("units.tsv") for form in lexicon.forms(row["forms"]))


@cache
def _ordinals() -> frozenset[str]:
    """Ordinals after a name belong to the word before it: ``حرب كاراباخ الأولى``."""
    return frozenset(form for row in lexicon.rows("ordinals.tsv") for form in lexicon.forms(row["forms"]))


@cache
def _ending(name: str) -> str:
    return str(lexicon.toml("characters.toml")["letters"][name])


@cache
def _accusative_endings() -> tuple[str, ...]:
    return tuple(lexicon.toml("characters.toml")["vowelled"]["accusative"])


def _is_accusative(token: Token) -> bool:
    """Whether a word shows the ending of the indefinite accusative: ``مثيرا`` of ``مثير``."""
    ending = _ending("accusative")
    return token.norm.endswith(ending) and (
        token.core == token.analysis.lemma + ending or token.text.endswith(_accusative_endings())
    )


def _is_adverb(token: Token) -> bool:
    """Whether a relational adjective in the accusative says how or in what respect: ``مبدئيا``, ``عسكريا``."""
    return token.analysis.pos == "adj" and token.norm.endswith(_ending("adverbial")) and _is_accusative(token)


def _is_specified(tokens: Sequence[Token], index: int) -> bool:
    """Whether a noun only says what a number from 11 on counts, so that no name follows: ``13 دولة | "إسرائيل"``."""
    return index > 0 and tokens[index - 1].kind == "number" and tokens[index].analysis.number == "s"


def _opens_remark(token: Token) -> bool:
    """Whether what is quoted is no name, by its first word: ``"على الفور"``, ``"أن يرحبوا"``, ``"للقضاء"``."""
    analysis = token.analysis
    governed = bool(analysis.prepositions) and analysis.source == "lexicon"
    return token.kind == "word" and (analysis.pos in ("prep", "conj") or governed)


def _quoted_name(tokens: Sequence[Token], opening: int, limit: int) -> int | None:
    """Index after the closing mark when ``tokens[opening]`` opens a short quotation or parenthesis, else None."""
    closing = {'"': '"', "(": ")", "'": "'"}.get(tokens[opening].norm)
    if closing is None:
        return None
    for at in range(opening + 1, min(opening + 6, limit)):
        if tokens[at].norm == closing:
            return at + 1 if at > opening + 1 else None
        if tokens[at].kind == "punct":
            return None
    return None
