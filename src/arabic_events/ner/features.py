"""What the linear tagger sees of each word: itself, its neighbours, the lexicons, and the rest of the article.

Features are strings. Those of a word alone depend only on its normal form, so a model adds up their weights once a word
and keeps the sum; only the others are looked up at every place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from arabic_events import lexicon
from arabic_events.caches import WORD_FORMS
from arabic_events.clusters import clusters, frequency
from arabic_events.document import Document
from arabic_events.morphology import best
from arabic_events.ner.gazetteer import gazetteer, splits
from arabic_events.vectors import word_vectors

OFFSETS = (-2, -1, 0, 1, 2)
_HEAD_REACH = 6
_OFFICE_REACH = 4
_RARE = 1 / 8000
_FREQUENT = 1 / 400
_VERY_FREQUENT = 1 / 60


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """Features of a word by itself, by where the word stands: here, next to here, or two places away."""

    here: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]

    def at(self, offset: int) -> tuple[str, ...]:
        """Those for a word ``offset`` places after the one that is tagged."""
        if offset == 0:
            return self.here
        return self.near if abs(offset) == 1 else self.far


@lru_cache(maxsize=WORD_FORMS)
def word_flags(word: str) -> tuple[str, ...]:
    """Lexicon classes of a word, of every way to split its clitics; a class seen after a split is marked."""
    flags = gazetteer().flags
    found: dict[str, None] = {}
    for length, core in splits(word):
        for name in flags.get(core, ()):
            found.setdefault(name if length == 0 else f"{name}+")
    return tuple(found)


def vector_row(word: str) -> int:
    """The row of a word in normal form in `word_vectors`; an unknown one takes that of its core behind the clitics.

    >>> vector_row("وبالرباط") == word_vectors().index["الرباط"]
    True
    """
    return word_vectors().row(*(core for _, core in splits(word)))


def word_features(word: str) -> WordFeatures:
    """Features of a word in normal form; to keep those of 20,000 words would take 44 MB."""
    cores = [core for _, core in splits(word)]
    reading = best(word)
    words = [f"w={core}" for core in dict.fromkeys(cores)]
    flags = [f"f={name}" for name in word_flags(word)]
    grouped = [f"c={group}" for core in dict.fromkeys((cores[0], reading.stem)) for group in clusters(core)]
    for core in cores[1:]:
        grouped += [f"d={group}" for group in clusters(core)]
    first = word[0]
    if first.isdigit():
        shape = f"digits{min(len(word), 5)}"
    elif not first.isalpha():
        shape = f"mark{first}"
    elif first < "\u0250":
        shape = "latin" + ("A" if first.isupper() else "a") + str(min(len(word), 4))
    else:
        shape = f"word{min(len(word), 8)}"
    core = word[reading.prefix :]
    here = [
        *words,
        *flags,
        *grouped,
        f"shape={shape}",
        f"pos={reading.pos}",
        f"clitics={''.join(reading.proclitics)}|{reading.enclitic}",
        f"stem={reading.stem}",
        f"p1={core[:1]}",
        f"p2={core[:2]}",
        f"p3={core[:3]}",
        f"p4={core[:4]}",
        f"q3={word[:3]}",
        f"s1={word[-1:]}",
        f"s2={word[-2:]}",
        f"s3={word[-3:]}",
        f"s4={word[-4:]}",
    ]
    near = [
        *words[:1],
        *words[-1:],
        *flags,
        *grouped,
        f"shape={shape}",
        f"pos={reading.pos}",
        f"s2={word[-2:]}",
        f"p2={word[:2]}",
    ]
    far = [words[0], *flags, *grouped]
    return WordFeatures(tuple(here), tuple(dict.fromkeys(near)), tuple(far))


@lru_cache(maxsize=WORD_FORMS)
def _main_flag(word: str) -> str:
    """The class of a word that counts most next to a name; of words in none, whether they are frequent."""
    flags = word_flags(word)
    for name in lexicon.toml("name_clitics.toml")["classes"]:
        if name in flags:
            return str(name)
        if f"{name}+" in flags:
            return f"{name}+"
    if not word[0].isalpha():
        return word[0] if not word[0].isdigit() else "0"
    share = frequency(word)
    return "-" if share < _RARE else "common" if share < _FREQUENT else "frequent"


Neighbours = tuple[str | None, str, str, str, str, str]
"""Classes of the words around a place: two before, before, here and after it, its proclitics and part of speech.

The first is None where the sentence has no such word. A text has few kinds of them, so what they say is added up once a
kind.
"""


def neighbour_features(neighbours: Neighbours) -> Iterator[str]:
    """The features of the classes around a place."""
    earlier, before, here, after, clitics, pos = neighbours
    yield f"f-0={before}|{here}"
    yield f"f0+={here}|{after}"
    yield f"f-+={before}|{after}"
    yield f"f-0+={before}|{here}|{after}"
    yield f"k-0={before}|{clitics}"
    yield f"k0={here}|{clitics}|{pos}"
    yield f"k0+={clitics}|{after}"
    if earlier is not None:
        yield f"f--0={earlier}|{before}|{here}"


def context_features(doc: Document) -> tuple[list[Neighbours], list[list[str]]]:
    """Of each token the classes around it, and the features of more than one word that those do not give."""
    tokens = doc.tokens
    known = gazetteer()
    neighbours: list[Neighbours] = []
    features: list[list[str]] = [[] for _ in tokens]
    seen = _seen_in_article(doc)
    for sentence in doc.sentences:
        quoted = False
        head: tuple[int, str] | None = None
        office: int | None = None
        covered = 0
        classes = [_main_flag(token.norm) for token in tokens[sentence.first : sentence.last]]
        classes = [_main_flag("<"), *classes, _main_flag(">")]
        for index in range(sentence.first, sentence.last):
            token = tokens[index]
            word = token.norm
            mine = features[index]
            before = tokens[index - 1].norm if index > sentence.first else "<"
            after = tokens[index + 1].norm if index + 1 < sentence.last else ">"
            at = index - sentence.first
            flag_before, flag, flag_after = classes[at : at + 3]
            earlier = classes[at - 1] if at > 1 else None
            clitics = "".join(token.proclitics)
            neighbours.append((earlier, flag_before, flag, flag_after, clitics, token.analysis.pos))
            mine.append(f"w-0={before}|{word}")
            mine.append(f"w0+={word}|{after}")
            mine.append(f"s-0={before[-2:]}|{word[-2:]}|{word[:2]}")
            if word == '"':
                quoted = not quoted
            elif quoted:
                mine.append("quoted")
                if before == '"':
                    mine.append("quoted:first")
                if after == '"':
                    mine.append("quoted:last")
                if before == '"' and after == '"':
                    mine.append("quoted:only")
            if head is not None and index - head[0] <= _HEAD_REACH:
                mine.append(f"head={index - head[0]}|{head[1]}")
                mine.append(f"head:{head[1]}|{flag}")
            if office is not None and index - office <= _OFFICE_REACH:
                mine.append(f"office={index - office}")
            flags = word_flags(word)
            for name in flags:
                if name.startswith("org:"):
                    head = (index, name[4:])
                elif name.startswith("office"):
                    office = index
            if sentence.heading:
                mine.append("heading")
            if index == sentence.first:
                mine.append("first")
            match = known.match(tokens, index, sentence.last)
            if match is not None:
                size = min(match.last - match.first, 3)
                plus = "+" if match.prefix else ""
                for kind in dict.fromkeys(entry.kind for entry in match.entries):
                    inside = "in" if index < covered else ""
                    mine.append(f"g=B{size}{plus}{inside}|{kind}")
                    if size == 1:
                        mine.append(f"g=B1{plus}|{kind}|{flag_before}")
                    for later in range(match.first + 1, match.last):
                        features[later].append(f"g=I{size}|{kind}")
                        if later == match.last - 1:
                            features[later].append(f"g=E{size}|{kind}")
                covered = max(covered, match.last)
            for core in dict.fromkeys(core for _, core in splits(word)):
                for name in seen.get(core, ()):
                    mine.append(f"seen={name}")
    return neighbours, features


def _seen_in_article(doc: Document) -> dict[str, set[str]]:
    """What stands before a word at any of its mentions in the article: an office, the head of a place, a first name."""
    tokens = doc.tokens
    seen: dict[str, set[str]] = {}
    for sentence in doc.sentences:
        for index in range(sentence.first + 1, sentence.last):
            token = tokens[index]
            if (
                token.kind != "word"
                or frequency(token.norm) > _FREQUENT
                or frequency(tokens[index - 1].norm) > _VERY_FREQUENT
            ):
                continue
            for name in word_flags(tokens[index - 1].norm):
                if name in ("office", "first", "place:outside", "place:inside", "org", "part:link"):
                    seen.setdefault(token.norm, set()).add(name)
    return seen
