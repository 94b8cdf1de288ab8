"""Words of a text with their lexicon readings: the input of the number, quantity and time grammars.

A word is read by the lexicons in full first, then without known proclitics (conjunction, preposition, article, in that
order), and only a form that a lexicon lists counts as the rest, so that nothing is stripped blindly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, compress, count, product
from typing import Final, TypeVar

import regex

from arabic_events import lexicon
from arabic_events.caches import WORD_FORMS
from arabic_events.quantities._records import record
from arabic_events.text import AlignedText

# A number, a word in Arabic letters, a word in other letters, any other mark; the character classes are filled in.
_PIECES: Final = r"""
    (?P<word> [{arabic}]++ )
    | (?P<number> (?: (?<![{digit}{letter}.,]) \. )? [{digit}]++ (?: [.,\u066c\u2019'] [{digit}]++ )*+ )
    | (?P<latin> [{letter}]++ )
    | (?P<mark> [^{space}] )
    """
_CLASSES: Final = {"arabic": r"\p{Arabic}--\p{P}--\p{N}", "digit": r"\d", "letter": r"\p{L}", "space": r"\s"}
_COMMON: Final = ("\n", *map(chr, chain(range(0x20, 0x250), range(0x600, 0x700), range(0x2010, 0x2028))))
_MAX_WORD: Final = 24
_MIN_CORE: Final = 2


@cache
def _any_pieces() -> regex.Pattern[str]:
    """Matches the pieces of any text."""
    return regex.compile(_PIECES.format_map(_CLASSES), regex.VERBOSE | regex.V1)


@cache
def _common_pieces() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Matches a text of common characters, and its pieces: the same ones as `_any_pieces`, in half the time."""
    classes = {
        name: "".join(map(re.escape, regex.findall(f"[{members}]", "".join(_COMMON), regex.V1)))
        for name, members in _CLASSES.items()
    }
    pieces = re.compile(_PIECES.format_map(classes), re.VERBOSE)
    return re.compile(f"[{''.join(map(re.escape, _COMMON))}]*"), pieces


def _pieces(norm: str) -> Iterable[re.Match[str] | regex.Match[str]]:
    common, pieces = _common_pieces()
    return pieces.finditer(norm) if common.fullmatch(norm) else _any_pieces().finditer(norm)


@record
class Reading:
    """One lexicon reading of a word or of a phrase that starts at it.

    Attributes:
        category: what the lexicon says it is, ``month`` or ``scale``.
        value: its value, as the lexicon writes it.
        offset: length of the proclitics before it, the article excluded.
        article: whether an article was taken away to find it.
        conjunction: whether a conjunction was; preposition: the preposition that was, or ``""``.
        words: how many words it takes.
        form: the lexicon form.
        definite: whether it has the article, taken away or part of the form.
    """

    category: str
    value: str
    offset: int
    article: bool
    conjunction: bool
    preposition: str
    words: int
    form: str
    definite: bool


class Readings(dict[str, Reading]):
    """Readings by category.

    Attributes:
        categories: the categories alone, the same object for all words that have the same ones; ``digits`` for a number
            in digits, which has no readings.
        joined: whether one of the readings has a conjunction before it.
    """

    __slots__ = ("categories", "joined")

    categories: frozenset[str]
    joined: bool

    def __init__(self, readings: Mapping[str, Reading], *more: str) -> None:
        super().__init__(readings)
        categories = frozenset((*readings, *more))
        self.categories = _CATEGORIES.setdefault(categories, categories)
        self.joined = any(reading.conjunction for reading in readings.values())


_CATEGORIES: Final[dict[frozenset[str], frozenset[str]]] = {}
NO_READINGS: Final = Readings({})
_DIGITS: Final = Readings({}, "digits")
T = TypeVar("T")


class ByCategories(dict[frozenset[str], T]):
    """What a grammar makes of the categories of a word: a function of them, asked once for each set of categories."""

    def __init__(self, function: Callable[[frozenset[str]], T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, categories: frozenset[str]) -> T:
        self[categories] = found = self._function(categories)
        return found

    def places(self, words: Iterable[frozenset[str]]) -> Iterator[int]:
        """The places of the words, given by their categories, that the function says yes to."""
        return compress(count(), map(self.__getitem__, words))


@dataclass(slots=True)
class Word:
    """One word, number or mark of the normal form.

    Attributes:
        text: the characters; start, end: offsets in the normal form.
        kind: ``number``, ``word``, ``latin`` or ``mark``.
        readings: lexicon readings by category.
        breaks: whether a line break lies before it.
        sentence: index of its sentence.
    """

    text: str
    start: int
    end: int
    kind: str
    readings: Readings
    breaks: bool
    sentence: int


@record
class _Entry:
    """A lexicon form: its reading, the words after its first one, and whether proclitics may stand before it."""

    reading: Reading
    rest: tuple[str, ...]
    strip: bool


@record
class _Front:
    """Proclitics before a word; ``offset`` is the length of those before the article."""

    offset: int
    conjunction: bool
    preposition: str
    article: bool


_Phrases = dict[str, list[tuple[tuple[str, ...], Reading]]]
_NO_PHRASES: Final[_Phrases] = {}
_NOTHING: Final[tuple[Readings, _Phrases]] = NO_READINGS, _NO_PHRASES


@record
class _Index:
    """The lexicons by the first word of their forms, and the proclitics that may stand before it.

    Attributes:
        entries: the lexicon forms that begin with a word, longest first.
        whole: what `_lookup` gives for a word with nothing taken away.
        fronts: the proclitics by how they are written.
        cuts: how to take away as many letters as proclitics may have.
        like: the preposition that is part of no hundred.
    """

    entries: dict[str, tuple[_Entry, ...]]
    whole: dict[str, tuple[Readings, _Phrases]]
    fronts: dict[str, _Front]
    cuts: tuple[slice, ...]
    like: str


def _split(form: str) -> tuple[str, ...]:
    return tuple(match.group() for match in _any_pieces().finditer(form))


_LexiconForm = tuple[str, str, str, bool]
"""Category, value, form, and whether proclitics may precede it."""


def _entries() -> Iterator[_LexiconForm]:
    """Every form of the lexicons of times, numbers and quantities."""
    yield from _calendar_entries()
    yield from _number_entries()
    yield from _modifier_entries()
    yield from _unit_entries()
    yield from _noun_entries()


def _calendar_entries() -> Iterator[_LexiconForm]:
    named: list[tuple[str, Callable[[Mapping[str, str]], tuple[str, str]]]] = [
        ("time_words.tsv", lambda row: (row["category"], row["value"])),
        ("months.tsv", lambda row: ("month_homograph" if row["homograph"] else "month", row["value"])),
        ("hijri_months.tsv", lambda row: ("hijri_homograph" if row["homograph"] else "hijri_month", row["value"])),
        ("weekdays.tsv", lambda row: ("weekday_after_day" if row["bare"] == "after_day" else "weekday", row["value"])),
    ]
    for table, meaning in named:
        for row in lexicon.rows(table):
            category, value = meaning(row)
            for form in lexicon.forms(row["forms"]):
                yield category, value, form, True
    for row in lexicon.rows("time_units.tsv"):
        for number, column in (("1", "singular"), ("2", "dual"), ("3", "plural")):
            for form in lexicon.forms(row[column]):
                yield "time_unit", f"{row['unit']} {number}", form, True
    for row in lexicon.rows("holidays.tsv"):
        for form in lexicon.forms(row["forms"]):
            yield "holiday", row["key"], form, True


def _number_entries() -> Iterator[_LexiconForm]:
    """Numerals, the hundreds that are put together from two parts, and ordinals."""
    prefixes: list[tuple[int, str]] = []
    suffixes: list[str] = []
    for row in lexicon.rows("numerals.tsv"):
        for form in lexicon.forms(row["forms"]):
            match row["class"]:
                case "hundreds_prefix":
                    prefixes.append((int(row["value"]), form))
                case "hundreds_suffix":
                    suffixes.append(form)
                case kind:
                    yield kind, row["value"], form, True
    for (digit, prefix), suffix in product(prefixes, suffixes):
        yield "hundred", str(100 * digit), prefix + suffix, True
    for row in lexicon.rows("ordinals.tsv"):
        for form in lexicon.forms(row["forms"]):
            yield "ordinal", row["value"], form, True


def _modifier_entries() -> Iterator[_LexiconForm]:
    """Modifiers; an asterisk stands for any noun of a measure."""
    rows = lexicon.rows("modifiers.tsv")
    measures = next(lexicon.forms(row["forms"]) for row in rows if row["place"] == "measure")
    for row in rows:
        if row["place"] == "measure":
            continue
        for form in lexicon.forms(row["forms"]):
            for whole in [form.replace("*", measure) for measure in measures] if "*" in form else [form]:
                yield f"modifier_{row['place']}", row["modifier"], whole, True


def _unit_entries() -> Iterator[_LexiconForm]:
    for table, category, key in (("units.tsv", "unit_of_measure", "key"), ("currencies.tsv", "currency", "code")):
        for row in lexicon.rows(table):
            for form in lexicon.forms(row["forms"]):
                yield category, row[key], form, len(form) > 1
            for form in lexicon.forms(row["dual"]):
                yield f"{category}_dual", row[key], form, True


def _noun_entries() -> Iterator[_LexiconForm]:
    """Counted nouns, and their duals."""
    nouns = {row["category"]: frozenset(lexicon.forms(row["forms"])) for row in lexicon.rows("counted_nouns.tsv")}
    for row in lexicon.rows("counted_nouns.tsv"):
        if row["category"] in ("sound_plural", "construct_dual"):
            continue
        for form in lexicon.forms(row["forms"]):
            if row["category"] != "countable":
                yield row["category"], row["value"], form, True
                continue
            yield "counted_noun", form, form, True
            yield from _duals(form, like_plural=form in nouns["sound_plural"], governs=form in nouns["construct_dual"])


def _duals(form: str, *, like_plural: bool, governs: bool) -> Iterator[_LexiconForm]:
    """The duals of a noun.

    Args:
        like_plural: whether its oblique dual is written like its plural; governs: whether its dual without the last
            letter is known, as that of all feminine nouns is.
    """
    endings = lexicon.toml("proclitics.toml")
    feminine = form.endswith(endings["feminine"])
    stem = form[:-1] + endings["feminine_stem"] if feminine else form
    nominative, oblique = endings["dual"]
    yield "dual", form, stem + nominative, True
    yield "dual_or_plural" if like_plural else "dual", form, stem + oblique, True
    if feminine or governs:
        yield "dual_construct", form, stem + endings["dual_construct"], True


@cache
def _index() -> _Index:
    article = lexicon.toml("proclitics.toml")["article"]
    collected: dict[str, list[_Entry]] = {}
    for category, value, form, strip in _entries():
        first, *rest = _split(form)
        reading = Reading(category, value, 0, False, False, "", 1 + len(rest), form, form.startswith(article))
        collected.setdefault(first, []).append(_Entry(reading, tuple(rest), strip))
    entries = {word: tuple(sorted(found, key=_length_of_rest, reverse=True)) for word, found in collected.items()}
    fronts = _fronts()
    return _Index(
        entries,
        {word: _readings((entry, entry.reading) for entry in found) for word, found in entries.items()},
        fronts,
        tuple(slice(cut, None) for cut in range(1, max(map(len, fronts)) + 1)),
        lexicon.toml("proclitics.toml")["prepositions"][-1],
    )


def _fronts() -> dict[str, _Front]:
    """Every way to put a conjunction, a preposition and the article before a word."""
    tables = lexicon.toml("proclitics.toml")
    article, fused = tables["article"], tables["fused"]
    fronts: dict[str, _Front] = {}
    for conjunction in ("", *tables["conjunctions"]):
        for preposition in ("", *tables["prepositions"]):
            before = conjunction + preposition
            for written, definite in (
                (before, False),
                (before + article, True),
                (conjunction + fused if preposition == fused[0] else "", True),
            ):
                if written:
                    fronts[written] = _Front(len(before), bool(conjunction), preposition, definite)
    return fronts


def _length_of_rest(entry: _Entry) -> int:
    return len(entry.rest)


def _readings(found: Iterable[tuple[_Entry, Reading]]) -> tuple[Readings, _Phrases]:
    """One-word readings, and phrase readings by their second word, of entries in order."""
    single: dict[str, Reading] = {}
    phrases: _Phrases = {}
    for entry, reading in found:
        if entry.rest:
            phrases.setdefault(entry.rest[0], []).append((entry.rest, reading))
        else:
            single.setdefault(reading.category, reading)
    return (Readings(single) if single else NO_READINGS), phrases or _NO_PHRASES


@lru_cache(maxsize=WORD_FORMS)
def _lookup(word: str) -> tuple[Readings, _Phrases]:
    """One-word readings, and phrase readings by their second word, longest first."""
    if len(word) > _MAX_WORD:
        return _NOTHING
    index = _index()
    has_front = word[0] in index.fronts or word[:2] in index.fronts
    if has_front and not index.entries.keys().isdisjoint(map(word.__getitem__, index.cuts)):
        found = [(entry, entry.reading) for entry in index.entries.get(word, ())]
        found += _without_proclitics(word, index)
        return _readings(sorted(found, key=lambda pair: -len(pair[0].rest)))
    return index.whole.get(word, _NOTHING)


def _without_proclitics(word: str, index: _Index) -> Iterator[tuple[_Entry, Reading]]:
    """The entries of what is left of a word without proclitics, and their readings; fewest letters away first."""
    for cut in range(1, min(len(word) - _MIN_CORE, len(index.cuts)) + 1):
        entries = index.entries.get(word[cut:])
        front = index.fronts.get(word[:cut])
        if entries is None or front is None:
            continue
        for entry in entries:
            whole = entry.reading
            if front.offset and not (entry.strip and (whole.category != "hundred" or front.preposition != index.like)):
                continue
            yield (
                entry,
                Reading(
                    whole.category,
                    whole.value,
                    front.offset,
                    front.article,
                    front.conjunction,
                    front.preposition,
                    whole.words,
                    whole.form,
                    front.article or whole.definite,
                ),
            )


_STOPS: Final = frozenset(".!?\u061f")


@lru_cache(maxsize=8)
def scan(aligned: AlignedText) -> tuple[Word, ...]:
    """The words of a text with their readings, in order."""
    norm, source = aligned.norm, aligned.source
    words: list[Word] = []
    phrases_at: list[tuple[int, _Phrases]] = []
    lines = "\n" in norm
    vowelled = marked_dual() in source
    position = sentence = 0
    breaks = after_stop = False
    for match in _pieces(norm):
        start, end = match.span()
        text = match[0]
        kind = match.lastgroup or "mark"
        if lines or after_stop:
            gap = norm[position:start]
            breaks = "\n" in gap
            if gap and (breaks or after_stop) and words:
                sentence += 1
            after_stop = False
        if kind == "number":
            readings = _DIGITS
        else:
            readings, phrases = _lookup(text) if kind != "latin" else _lookup(text.lower())
            if phrases:
                phrases_at.append((len(words), phrases))
            if kind == "mark":
                after_stop = text in _STOPS
            elif vowelled and "dual_or_plural" in readings and _is_marked_dual(aligned, start, end):
                readings = Readings({**readings, "dual": readings["dual_or_plural"]})
        words.append(Word(text, start, end, kind, readings, breaks, sentence))
        position = end
    for at, phrases in phrases_at:
        if at + 1 >= len(words):
            break
        second = words[at + 1]
        candidates = phrases.get(second.text if second.kind != "latin" else second.text.lower())
        if candidates is None or second.breaks:
            continue
        longer: dict[str, Reading] = {}
        for rest, reading in candidates:
            if reading.category not in longer and _follows(words, at + 1, rest):
                longer[reading.category] = reading
        if longer:
            words[at].readings = Readings({**words[at].readings, **longer})
    return tuple(words)


def _is_marked_dual(aligned: AlignedText, start: int, end: int) -> bool:
    """Whether the vowels of a word in the source show that it is a dual."""
    first, last = aligned.source_offsets(start, end)
    return marked_dual() in aligned.source[first:last]


def _follows(words: Sequence[Word], index: int, rest: tuple[str, ...]) -> bool:
    """Whether the words from ``index`` on are the rest of a phrase."""
    if index + len(rest) > len(words):
        return False
    for step, text in enumerate(rest):
        word = words[index + step]
        if word.breaks or (word.text != text and word.text.lower() != text):
            return False
    return True


@cache
def preposition(place: int) -> str:
    """The fused prepositions in the order of ``proclitics.toml``."""
    return str(lexicon.toml("proclitics.toml")["prepositions"][place])


@cache
def marked_tanwin() -> str:
    """What tells an adverb from other nouns in a source text with vowels: ``مساءً``."""
    return str(lexicon.toml("characters.toml")["vowelled"]["tanwin"])


@cache
def marked_dual() -> str:
    """What tells a dual from a sound plural in a source text with vowels."""
    return str(lexicon.toml("characters.toml")["vowelled"]["dual"])


@cache
def tanwin() -> str:
    """The letter that ends an indefinite accusative noun."""
    return str(lexicon.toml("proclitics.toml")["tanwin"])


@cache
def forms_of(category: str) -> frozenset[str]:
    """The forms of a category of ``time_words.tsv``."""
    return frozenset(
        form
        for row in lexicon.rows("time_words.tsv")
        if row["category"] == category
        for form in lexicon.forms(row["forms"])
    )


@cache
def forms_of_nouns(category: str) -> frozenset[str]:
    """The forms of a category of ``counted_nouns.tsv``."""
    return frozenset(
        form
        for row in lexicon.rows("counted_nouns.tsv")
        if row["category"] == category
        for form in lexicon.forms(row["forms"])
    )
