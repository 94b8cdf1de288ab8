"""What lexicons and the rest of the article say about mentions that the tagger found, and about missed ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from arabic_events import lexicon
from arabic_events.clusters import frequency
from arabic_events.document import Document
from arabic_events.morphology import analyze
from arabic_events.ner.features import word_flags
from arabic_events.ner.gazetteer import Match, gazetteer, splits
from arabic_events.ner.spans import Mention, free_words, mention
from arabic_events.phrases import hangs_on
from arabic_events.tokens import Token

_FAMILY_NAME = 1 / 3000
"""A word at least this frequent is no proof of a person when it stands alone."""
_REPEATED = 1 / 9000
_SURE = 0.8
_TITLES = frozenset(("office", "nisba"))
_FAMILY_FLAGS = frozenset(("surnames", "first"))


def missed_mentions(doc: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, completed by known names of several words, and with those that repeat a name of the article."""
    named = [found for found in mentions if not _is_prayer(doc, found)]
    mentions = [part for found in named for part in two_people(doc, without_description(doc, found))]
    places = widened(doc, [trimmed(doc, found) for found in mentions])
    return repeated(doc, completed(doc, with_initials(doc, places)))


def _is_prayer(doc: Document, found: Mention) -> bool:
    """Whether a word is the hour of a prayer, and no country: ``صلاة المغرب``."""
    prayers = lexicon.toml("name_clitics.toml")["prayers"]
    before = doc.tokens[found.first - 1] if found.first else None
    return found.form in prayers["hours"] and before is not None and before.core in prayers["before"]


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(
        form
        for row in lexicon.rows("ordinals.tsv")
        for cell in row.values()
        for form in lexicon.forms(cell)
        if form[0].isalpha()
    )


def _resized(doc: Document, found: Mention, first: int, last: int, reason: str = "") -> Mention:
    """A mention with other ends; the evidence gets the reason added."""
    return mention(
        doc,
        first,
        last,
        label=found.label,
        confidence=found.confidence,
        evidence=f"{found.evidence}+{reason}" if reason else found.evidence,
        free_words=free_words(doc),
    )


def trimmed(doc: Document, found: Mention) -> Mention:
    """A place without a last word that only describes it.

    An ordinal belongs to the word before the place: ``حرب قره باغ الأولى`` names ``قره باغ``. A nationality says where
    it lies: ``هامبورغ الألمانية``; unless it is a part of the name (``أميركا اللاتينية``, ``الجمهورية التونسية``).
    """
    known = gazetteer()
    shorter, _, last = found.form.rpartition(" ")
    if found.label != "LOC" or not shorter or found.form in known.names:
        return found
    ordinal = last.removeprefix(known.article) in _ordinals() or last in _ordinals()
    if not (ordinal and shorter in known.names) and not _says_whose(doc, found, shorter, last):
        return found
    return _resized(doc, found, found.first, found.last - 1)


def without_description(doc: Document, found: Mention) -> Mention:
    """A person without a participle that begins a description, ``علي صالح المتحالف`` before ``مع``, and without what
    is done to or with the person: ``علي صالح بالتراضي``.
    """
    tokens, last = doc.tokens, found.last - 1
    if found.label != "PER" or last == found.first:
        return found
    describes = found.last < len(tokens) and hangs_on(tokens[last], tokens[found.last])
    return _resized(doc, found, found.first, last) if describes or _is_adjunct(tokens[last]) else found


def _is_adjunct(token: Token) -> bool:
    """Whether a word is a noun behind a preposition, and no name as ``بالحاج`` is."""
    readings = (one for one in analyze(token.norm) if one.prepositions and one.definite and one.source == "lexicon")
    return any(one.pos == "noun" for one in readings) and not word_flags(token.norm)


def two_people(doc: Document, found: Mention) -> tuple[Mention, ...]:
    """The mentions of a pair of people that was taken for one: ``علاء وجمال``."""
    if found.label == "PER":
        for index in range(found.first + 1, found.last):
            if _begins_another(doc.tokens[index].norm):
                return _resized(doc, found, found.first, index), _resized(doc, found, index, found.last)
    return (found,)


def _begins_another(word: str) -> bool:
    """Whether a word is a conjunction with a first name, and no name with that letter: ``وجمال``, not ``وليد``."""
    flags = word_flags(word)
    conjunction = lexicon.toml("name_clitics.toml")["conjunctions"][0]
    return (
        word[0] == conjunction
        and not _FAMILY_FLAGS.isdisjoint(flag.removesuffix("+") for flag in flags if flag.endswith("+"))
        and _FAMILY_FLAGS.isdisjoint(flags)
    )


def _says_whose(doc: Document, found: Mention, shorter: str, last: str) -> bool:
    """Whether the last word of a place is a nationality that is no part of its name."""
    known = gazetteer()
    if not last.startswith(known.article) or not known.demonym(last) or "nisba:definite" not in word_flags(last):
        return False
    before = doc.tokens[found.last - 2]
    return shorter in known.names or known.article not in before.proclitics


def widened(doc: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Places with the word before them where both are a name: ``جنوب السودان``, ``شمال إفريقيا``."""
    known = gazetteer()
    result: list[Mention] = []
    for found in mentions:
        first = found.first - 1
        before = doc.tokens[first] if first >= 0 else None
        if (
            found.label == "LOC"
            and before is not None
            and before.sentence == doc.tokens[found.first].sentence
            and (not result or result[-1].last <= first)
            and _begins_name(before.norm)
        ):
            match = known.match(doc.tokens, first, found.last)
            if match is not None and match.last == found.last and any(entry.label == "LOC" for entry in match.entries):
                found = _resized(doc, found, first, found.last, f"gazetteer:{match.entries[0].kind}")
        result.append(found)
    return result


def with_initials(doc: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """People with the initials of their other names: ``ياسر ع.``, ``رضا ع. القصوري``."""
    tokens = doc.tokens
    result: list[Mention] = []
    for found in mentions:
        if found.label != "PER":
            result.append(found)
            continue
        if result and found.first < result[-1].last:
            continue
        if found.last - found.first == 1 and len(tokens[found.first].norm) == 1:
            continue
        last = _after_initial(tokens, found.first, found.last)
        if last > found.last:
            following = next((other for other in mentions if other.first == last and other.label == "PER"), None)
            if following is not None:
                last = following.last
            elif last < len(tokens) and not _FAMILY_FLAGS.isdisjoint(word_flags(tokens[last].norm)):
                last += 1
            found = _resized(doc, found, found.first, last, "context:initial")
        result.append(found)
    return result


def _after_initial(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where a name ends with the letter and the full stop behind it; ``last`` where there are none."""
    letter = last - 1 if last - first > 1 and len(tokens[last - 1].norm) == 1 else last
    if letter + 1 >= len(tokens):
        return last
    initial, stop = tokens[letter], tokens[letter + 1]
    if not (len(initial.norm) == 1 and initial.norm.isalpha() and stop.norm == "."):
        return last
    together = initial.norm_end == stop.norm_start and initial.sentence == stop.sentence == tokens[first].sentence
    return letter + 2 if together else last


def _begins_name(word: str) -> bool:
    """Whether a word before a place can be a part of its name: a direction, or what is no head of places."""
    tables = lexicon.toml("name_clitics.toml")
    cores = [core for _, core in splits(word)]
    if any(core in tables["directions"] for core in cores):
        return True
    if any(core in tables["generic"] for core in cores):
        return False
    return not any(flag.startswith("place:") for flag in word_flags(word))


def _known_phrases(doc: Document) -> list[Match]:
    """Known names of organisations of two words or more, and of places that conjunctions join, without overlap."""
    known = gazetteer()
    joint = f" {lexicon.toml('name_clitics.toml')['conjunctions'][0]}"
    found = []
    for sentence in doc.sentences:
        index = sentence.first
        while index < sentence.last:
            match = known.match(doc.tokens, index, sentence.last)
            if match is not None and match.last - match.first > 1:
                joined = joint in match.form and match.entries[0].label == "LOC"  # سيستان وبلوشستان
                if joined or any(entry.label == "ORG" for entry in match.entries):
                    found.append(match)
                index = match.last
            else:
                index += 1
    return found


def completed(doc: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that are only a part of a known name become the whole name."""
    phrases = {index: match for match in _known_phrases(doc) for index in range(match.first, match.last)}
    if not phrases:
        return list(mentions)
    free = free_words(doc)
    result: list[Mention] = []
    for found in mentions:
        match = phrases.get(found.first) or phrases.get(found.last - 1)
        if (
            match is not None
            and match.first <= found.first
            and found.last <= match.last
            and match.last - match.first > found.last - found.first
            and (not result or result[-1].last <= match.first)
        ):
            entry = next((entry for entry in match.entries if entry.label == "ORG"), match.entries[0])
            evidence = f"{found.evidence}+gazetteer:{entry.kind}"
            found = mention(
                doc,
                match.first,
                match.last,
                label=entry.label,
                confidence=found.confidence,
                evidence=evidence,
                free_words=free,
            )
        if result and found.first < result[-1].last:
            continue
        if found.label == "PER" and " " in found.form and found.entries and not _names_person(found):
            evidence = f"{found.evidence}+gazetteer:{found.entries[0].kind}"
            found = replace(found, label=found.entries[0].label, evidence=evidence)
        result.append(found)
    return result


def _names_person(found: Mention) -> bool:
    """Whether a known name may be that of a person: all but those of armed groups and other bodies, ``أبو سياف``."""
    return any(entry.label != "ORG" for entry in found.entries)


def repeated(doc: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Adds bare family names of people named in full, and further occurrences of rare names."""
    forms: dict[str, Mention] = {}
    for found in mentions:
        words = found.form.split(" ")
        if found.label == "PER" and len(words) > 1 and _tells(words[-1], _FAMILY_NAME):
            forms.setdefault(words[-1], found)
        if len(words) == 1 and found.confidence >= _SURE and _tells(found.form, _REPEATED):
            forms.setdefault(found.form, found)
    if not forms:
        return list(mentions)
    taken = {index for found in mentions for index in range(found.first, found.last)}
    free = free_words(doc)
    extra = []
    for token in doc.tokens:
        if token.kind != "word" or token.index in taken:
            continue
        for _, core in splits(token.norm):
            source = forms.get(core)
            if source is not None:
                added = mention(
                    doc,
                    token.index,
                    token.index + 1,
                    label=source.label,
                    confidence=round(source.confidence * 0.8, 3),
                    evidence="context:repeated",
                    free_words=free | {core},
                )
                extra.append(replace(added, entries=source.entries) if source.form == core else added)
                break
    return sorted([*mentions, *extra], key=lambda found: found.first)


def _tells(word: str, most: float) -> bool:
    """Whether a word alone is enough to know the name by."""
    return len(word) > 2 and frequency(word) < most and not _TITLES.intersection(word_flags(word))
