"""Morphological readings of a word: a camel-tools database of our own, and guesses about words it does not know.

The database and the word list in ``models/morphology`` are compiled by ``training/build_morphology.py``. Readings are
ranked out of context by how often their lemma occurs in news and how common their clitics and inflection are.
"""

from __future__ import annotations

import gzip
import math
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from arabic_events import lexicon, models
from arabic_events.caches import FEWER_FORMS, WORD_FORMS
from arabic_events.errors import ModelError

__all__ = ["Analysis", "analyze", "best", "is_verb_form", "split_glued"]

_LOCK = RLock()
_ASPECTS = {"p": "perfect", "i": "imperfect", "c": "imperative"}
_VOICES = {"a": "active", "p": "passive"}
_STATES = {"d": "definite", "c": "construct"}
# A word is a name, against a reading with proclitics, where it is this much commoner than that reading explains.
_OWN_WORD = math.log(20)
_OPEN_CLASSES = frozenset({"verb", "noun", "adj"})
_SHORT = "J"  # stem slot of the jussive that loses a letter: يقل, يدع
_UNSEEN = 0.5
_LEAST_STEM = 3
_LEAST_HALF = 3
_GLUED_SCORE = 12.0
_SHORT_HALF = 6.0
_SHOWN = 4.0
_LONGEST_GLUED = 30
_RARE = 4.0


@cache
def _clitic_letters() -> tuple[tuple[str, ...], str]:
    """The conjunctions, and the article."""
    table = lexicon.toml("affixes.toml")["proclitics"]
    return tuple(table["conjunctions"]), table["article"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word in normal form.

    Attributes:
        lemma: dictionary form in normal form (verbs: perfect 3rd masculine singular; nouns: singular without article).
        pos: verb, noun, adj, prop, num, pron, dem, rel, prep, conj, part, adv, or ``unknown``.
        stem: the word without proclitics, article and enclitic pronoun, the feminine ending restored before a pronoun:
            ``مدينه`` of ``ومدينتهم``.
        prefix: length of conjunctions and prepositions (and the future particle) at the front, article excluded;
            of ``للقصف`` it is 1.
        proclitics: in order, article included, e.g. ``("و", "ب", "ال")``; enclitic: pronoun suffix or ``""``.
        aspect: ``perfect``, ``imperfect``, ``imperative``; voice: ``active``, ``passive``,
            None where the letters leave it open.
        person: ``1``, ``2``, ``3``; gender: ``m``, ``f``; number: ``s``, ``d``, ``p``.
        source: ``lexicon`` or ``guess`` (from the word's shape and corpus frequencies).
        state: of nouns, ``definite`` (with article), ``construct`` (ending or pronoun shows it) or None.
        base: lemma of the verb that a masdar or participle belongs to.
        derivation: ``verbal_noun``, ``active_participle``, ``passive_participle``, ``participle`` (either) or None.
        score: natural logarithm of the expected count of this reading in the word list; comparable between readings.
    """

    lemma: str
    pos: str
    stem: str
    prefix: int = 0
    proclitics: tuple[str, ...] = ()
    enclitic: str = ""
    aspect: str | None = None
    voice: str | None = None
    person: str | None = None
    gender: str | None = None
    number: str | None = None
    source: str = "guess"
    state: str | None = None
    base: str | None = None
    derivation: str | None = None
    score: float = 0.0

    @property
    def definite(self) -> bool:
        """Whether the word has the article."""
        return _clitic_letters()[1] in self.proclitics

    @property
    def conjunction(self) -> str:
        """``و`` for a word with ``و`` or ``ف`` in front, else ``""``."""
        conjunctions = _clitic_letters()[0]
        return conjunctions[0] if any(part in conjunctions for part in self.proclitics) else ""

    @property
    def prepositions(self) -> list[str]:
        """Proclitics that are neither conjunctions nor the article."""
        conjunctions, article = _clitic_letters()
        return [part for part in self.proclitics if part != article and part not in conjunctions]


@dataclass(frozen=True, slots=True)
class _Proclitics:
    """What a string of proclitics means: parts, prefix length without article, letters to cut, log likelihoods."""

    parts: tuple[str, ...]
    prefix: int
    cut: int
    nominal: float
    verbal: float


def model_folder() -> Path:
    """Where the compiled morphology lies: inside an installed package, or in the working copy.

    Raises:
        ModelError: neither place has it.
    """
    return models.locate("morphology/news.db").parent


@contextmanager
def offline_camel_tools(folder: Path | None = None) -> Iterator[None]:
    """While this is open, importing camel_tools neither downloads a catalogue nor makes a folder in the user's home.

    camel_tools makes ``~/.camel_tools`` and fetches ``catalogue.json`` when it is imported. Here both exist already,
    in the model folder; data that the user has installed stay in use.
    """
    with _LOCK:
        if "camel_tools.data" in sys.modules:
            yield
            return
        home = (folder or model_folder()) / "camel"
        own = os.environ.get("CAMELTOOLS_DATA")
        installed = [Path(own).expanduser()] if own else []
        installed.append(Path.home() / ".camel_tools")
        data = next((place for place in installed if (place / "catalogue.json").exists()), home / ".camel_tools")
        saved = {name: os.environ.get(name) for name in ("HOME", "USERPROFILE", "CAMELTOOLS_DATA")}
        os.environ |= {"HOME": str(home), "USERPROFILE": str(home), "CAMELTOOLS_DATA": str(data.absolute())}
        try:
            yield
        finally:
            for name, value in saved.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


class Engine:
    """The analyser over one database, the affix likelihoods and the word list."""

    def __init__(self, folder: Path) -> None:
        with offline_camel_tools(folder):
            from camel_tools.morphology.analyzer import Analyzer
            from camel_tools.morphology.database import MorphologyDB

        class NormalFormAnalyzer(Analyzer):  # type: ignore[misc]
            """Analyses Arabic words in normal form: no tests for digits and marks, no second folding."""

            def analyze(self, word: str) -> list[dict[str, Any]]:
                db, length, found = self._db, len(word), []
                for start in range(min(db.max_prefix_size, length - 1) + 1):
                    prefixes = db.prefix_hash.get(word[:start])
                    if prefixes is None:
                        continue
                    for end in range(max(start + 1, length - db.max_suffix_size), length + 1):
                        stems = db.stem_hash.get(word[start:end])
                        suffixes = db.suffix_hash.get(word[end:]) if stems else None
                        if suffixes:
                            found += self._combined_analyses(word, prefixes, stems, suffixes)
                return found

        self._analyzer = NormalFormAnalyzer(MorphologyDB(str(folder / "news.db"), "a"))
        self._words_path = folder / "words.txt.gz"
        self._words: dict[str, str] | None = None
        affixes = lexicon.toml("affixes.toml")
        self._clitics: dict[str, Any] = affixes["proclitics"]
        self._article: str = self._clitics["article"]
        self._alef, self._lam = self._article
        likelihood = affixes["likelihood"]
        self._default = math.log(likelihood["default"])
        self._logs: dict[str, dict[str, float]] = {
            table: {key: math.log(value) for key, value in likelihood[table].items()}
            for table in ("conjunction", "verb_conjunction", "noun", "verb", "pronoun", "verbal", "nominal")
        }
        self._proclitics: dict[tuple[str, str], _Proclitics] = {}
        self._third_person = frozenset(affixes["pronouns"]["third"])
        self._splits = tuple(self._front_splits())
        self._front_letters = frozenset(self._clitics["conjunctions"] + self._clitics["prepositions"])
        self._maksura = frozenset(lexicon.toml("characters.toml")["final"]["particles"])

    # -- readings of the database

    def readings(self, word: str) -> list[dict[str, Any]]:
        """The analyses of camel-tools."""
        found: list[dict[str, Any]] = self._analyzer.analyze(word)
        return found

    def proclitics(self, joined: str, cut: str = "") -> _Proclitics:
        """What the feature ``prc`` (``و+ب+ال``) means."""
        key = joined, cut
        known = self._proclitics.get(key)
        if known is None:
            parts = tuple(joined.split("+")) if joined else ()
            conjunction = parts[0] if parts and parts[0] in self._clitics["conjunctions"] else ""
            rest = parts[1:] if conjunction else parts
            logs = self._logs
            nominal = logs["conjunction"][conjunction or "none"]
            verbal = logs["verb_conjunction"][conjunction or "none"]
            nominal += logs["noun"].get("+".join(rest) or "none", self._default)
            verbal += logs["verb"].get("+".join(rest) or "none", self._default)
            prefix = sum(len(part) for part in parts if part != self._article)
            letters = int(cut) if cut else prefix + (2 if self._article in parts else 0)
            if not cut and parts[-2:] == (self._lam, self._article):
                letters -= 1
            known = self._proclitics[key] = _Proclitics(parts, prefix, letters, nominal, verbal)
        return known

    def likelihood(self, reading: dict[str, Any]) -> float:
        """Logarithm of the likelihood of a reading's clitics and inflection, given its lemma."""
        clitics = self.proclitics(reading["prc"], reading.get("cut", ""))
        logs = self._logs
        if reading["pos"] == "verb":
            agreement = reading["asp"] + reading["per"] + reading["gen"] + reading["num"]
            score = clitics.verbal + logs["verbal"].get(agreement, self._default)
            if reading["vox"] == "p":
                score += logs["verbal"]["passive"]
            if _SHORT in reading["stemcat"]:
                score += logs["verbal"]["short"]
        else:
            score = clitics.nominal
            if reading["pos"] == "adj":
                score += logs["nominal"]["adjective"]
            state, number = reading.get("stt"), reading["num"]
            if state == "i":
                score += logs["nominal"]["accusative"]
            elif state == "c":
                score += logs["nominal"]["dual_construct" if number == "d" else "plural_construct"]
            score += logs["nominal"].get(number, 0.0)
        enclitic = reading["enc"]
        if not enclitic:
            return score + logs["pronoun"]["none"]
        if enclitic not in self._third_person:
            return score + logs["pronoun"]["first"]
        return score + logs["pronoun"]["verb" if reading["pos"] == "verb" else "noun"]

    def known(self, word: str) -> list[Analysis]:
        """Readings of a word in the database, likeliest first."""
        analyses = dict.fromkeys(self._analysis(word, reading) for reading in self.readings(word))
        return sorted(analyses, key=lambda analysis: -analysis.score)

    def _analysis(self, word: str, reading: dict[str, Any]) -> Analysis:
        clitics = self.proclitics(reading["prc"], reading.get("cut", ""))
        enclitic: str = reading["enc"]
        stem = word[clitics.cut : len(word) - len(enclitic)]
        category: str = reading["stemcat"]
        if enclitic and category[0] == "N" and category[-1] == "T" and reading["num"] != "d":
            stem = stem[:-1] + self._feminine
        verb = reading["pos"] == "verb"
        state = _STATES.get(reading.get("stt", ""))
        return Analysis(
            lemma=reading["lex"],
            pos=reading["pos"],
            stem=stem,
            prefix=clitics.prefix,
            proclitics=clitics.parts,
            enclitic=enclitic,
            aspect=_ASPECTS[reading["asp"]] if verb else None,
            voice=_VOICES.get(reading["vox"]) if verb else None,
            person=_value(reading.get("per")),
            gender=None if reading.get("per") == "1" else _value(reading["gen"]),
            number=_value(reading["num"]),
            source="lexicon",
            state="construct" if enclitic and category[0] == "N" else state,
            base=reading.get("base"),
            derivation=reading.get("drv"),
            score=round(reading["lex_logprob"] + self.likelihood(reading), 2),
        )

    @property
    def _feminine(self) -> str:
        return str(self._clitics["feminine"])

    # -- guesses from the word list

    def frequency(self, word: str) -> float | None:
        """Logarithm of the word's count in the word list, None if it is too rare to be there."""
        if self._words is None:
            self._words = _read_words(self._words_path)
        mark = self._words.get(word)
        return None if mark is None else (ord(mark) - 33) / 4

    def is_own_word(self, word: str, reading: Analysis) -> bool:
        """Whether a word is so much commoner than its reading with proclitics explains that it is a name: ``لندن``."""
        if not reading.prefix or reading.pos not in _OPEN_CLASSES:
            return False
        own = self.frequency(word)
        if own is None or own < reading.score + _OWN_WORD:
            return False
        rest = word[reading.prefix :]
        if self._article in reading.proclitics and not rest.startswith(self._article):
            rest = self._alef + rest
        return own > max(self.frequency(rest) or 0.0, reading.score) + _OWN_WORD

    def half(self, word: str) -> float | None:
        """How well a word could stand beside the other half of a glued word; None if it is not known well enough."""
        if word.endswith(self._article) and self._front_letters.issuperset(word[: -len(self._article)]):
            return None
        count = self.frequency(word)
        known = self.known(word)
        if known and len(word) >= _LEAST_HALF:
            if self._article in known[0].proclitics and len(known[0].stem) < _LEAST_STEM:
                return None
            return max(count or 0.0, known[0].score) - (2 if len(word) == _LEAST_HALF else 0)
        if known and known[0].pos not in _OPEN_CLASSES and known[0].pos != "prop":
            return known[0].score - _SHORT_HALF
        return count if count is not None and len(word) > _LEAST_HALF + 1 else None

    def parts(
        self, word: str, *, least: int, score: float, shown: frozenset[int], final_yeh: frozenset[int]
    ) -> tuple[int, ...]:
        """Where the two or three words end that a word is glued from; none where they are not likely enough.

        Args:
            word: in normal form; least: length of the shortest of two parts; score: what two parts must score.
            shown, final_yeh: as in `split_glued`.
        """
        length = len(word)
        known: dict[tuple[int, int], float | None] = {}

        def half(start: int, end: int) -> float | None:
            """How well a part stands on its own, better where the spelling shows its end; no ``إلى`` written with ي."""
            if (start, end) not in known:
                part = word[start:end]
                value = None if end in final_yeh and part in self._maksura else self.half(part)
                known[start, end] = value if value is None or end not in shown else value + _SHOWN
            return known[start, end]

        cuts: tuple[int, ...] = ()
        best_score = score
        for cut in range(least, length - least + 1):
            if (left := half(0, cut)) is None or (right := half(cut, length)) is None:
                continue
            if left + right > best_score and (cut in shown or not self._article_of_whole(word, cut)):
                best_score, cuts = left + right, (cut,)
        if cuts or length < 3 * _LEAST_HALF + 1:
            return cuts
        best_score = score * 1.5
        for first in range(_LEAST_HALF, length - 2 * _LEAST_HALF + 1):
            if (left := half(0, first)) is None:
                continue
            for second in range(first + _LEAST_HALF, length - least + 1):
                if (right := half(second, length)) is None or (middle := half(first, second)) is None:
                    continue
                if left + middle + right > best_score:
                    best_score, cuts = left + middle + right, (first, second)
        return cuts

    def _article_of_whole(self, word: str, cut: int) -> bool:
        """Whether the letters ال of the left part are likelier the article of the whole: ``الا`` in ``الاربعا``."""
        left = word[1:cut] if word[0] in self._clitics["conjunctions"] else word[:cut]
        if not left.startswith(self._article):
            return False
        reading = self.known(left)[:1]
        if not reading:
            return len(left) < len(self._article) + _LEAST_STEM
        if self._article in reading[0].proclitics:
            return False
        return reading[0].pos != "rel" or not any(right.pos == "verb" for right in self.known(word[cut:])[:1])

    def _front_splits(self) -> Iterator[tuple[str, _Proclitics]]:
        """Letters at the front of a word that may be proclitics."""
        for conjunction in ("", *self._clitics["conjunctions"]):
            for preposition in ("", *self._clitics["prepositions"]):
                letters = conjunction + preposition
                if letters:
                    yield letters, self.proclitics("+".join(filter(None, (conjunction, preposition))))

    def has_article(self, word: str) -> bool:
        """Whether an unknown word's first letters are the article: not if ل before it keeps them (``لالمانيا``)."""
        if not word.startswith(self._article) or len(word) < 2 + _LEAST_STEM:
            return False
        kept, merged = self.frequency(self._lam + word), self.frequency(self._lam + self._lam + word[2:])
        return kept is None or (merged is not None and merged > kept)

    def guesses(self, word: str) -> list[Analysis]:
        """The word whole and split, from frequencies alone, likeliest first."""
        own = self.frequency(word)
        options = [self._guess(word, word, "", _UNSEEN if own is None else own - _OWN_WORD)]
        if word.startswith(self._article) and own is None:
            options[0] = self._guess(word, word, "", _UNSEEN + 3)
        for letters, clitics in self._splits:
            if not word.startswith(letters):
                continue
            rest = word[len(letters) :]
            if letters[-1] == self._lam and rest.startswith(self._lam):
                rest = self._alef + rest
            if len(rest) < _LEAST_STEM:
                continue
            definite = rest.startswith(self._article) and len(rest) >= 2 + _LEAST_STEM
            count = self.frequency(rest)
            if count is None and own is None and (definite or (len(clitics.parts) == 1 and len(rest) > _LEAST_STEM)):
                likely = clitics.parts[0] == self._clitics["conjunctions"][0]
                count = 4.0 if definite else 4.0 if likely else None
            if count is not None:
                score = count + clitics.nominal - self._logs["noun"]["none"] + 0.2
                options.append(self._guess(word, rest, "+".join(clitics.parts), score))
        return sorted(options, key=lambda analysis: -analysis.score)

    def _guess(self, word: str, rest: str, proclitics: str, score: float) -> Analysis:
        definite = self.has_article(rest)
        stem = rest[2:] if definite else rest
        if definite:
            proclitics = f"{proclitics}+{self._article}" if proclitics else self._article
        clitics = self.proclitics(proclitics)
        feminine = len(stem) > _LEAST_STEM and stem.endswith(self._feminine)
        plural = len(stem) > 4 and stem.endswith(self._clitics["feminine_plural"])
        return Analysis(
            lemma=stem,
            pos="noun" if definite or feminine or plural else "unknown",
            stem=stem,
            prefix=clitics.prefix,
            proclitics=clitics.parts,
            gender="f" if feminine or plural else None,
            number="p" if plural else None,
            state="definite" if definite else None,
            score=round(score, 2),
        )


def _read_words(path: Path) -> dict[str, str]:
    """The words of the word list, each with the character that stands for the logarithm of its count."""
    try:
        words, _, marks = gzip.decompress(path.read_bytes()).decode("utf-8").partition("\n\n")
        return dict(zip(words.split("\n"), marks, strict=True))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ModelError(f"word list {path} cannot be read ({error}); reinstall arabic_events") from error


def _value(feature: str | None) -> str | None:
    return None if feature in (None, "-", "") else feature


@cache
def _load() -> Engine:
    return Engine(model_folder())


def _engine() -> Engine:
    with _LOCK:
        return _load()


@lru_cache(maxsize=WORD_FORMS)
def analyze(word: str) -> tuple[Analysis, ...]:
    """All readings of a word in normal form, likeliest first; never empty."""
    engine = _engine()
    known = engine.known(word)
    if not known:
        return tuple(engine.guesses(word))
    if engine.is_own_word(word, known[0]):
        return (engine.guesses(word)[0], *known)
    return tuple(known)


def best(word: str) -> Analysis:
    """The likeliest reading of a word on its own."""
    return analyze(word)[0]


def is_verb_form(word: str) -> bool:
    """Whether any reading of the word is a verb."""
    return any(analysis.pos == "verb" for analysis in analyze(word))


@lru_cache(maxsize=FEWER_FORMS)
def split_glued(word: str, shown: tuple[int, ...] = (), final_yeh: tuple[int, ...] = ()) -> tuple[int, ...]:
    """Offsets of the missing spaces in a word in normal form: all parts are known words, the whole is not.

    Args:
        word: in normal form.
        shown: offsets where the spelling of the source shows that a word ends or begins (behind ``ة`` or ``ى``).
        final_yeh: offsets behind which the source has ``ي``, so that no ``إلى`` ends there.

    >>> split_glued("وزارهالخارجيه")
    (5,)
    """
    if not 2 * _LEAST_HALF <= len(word) <= _LONGEST_GLUED:
        return ()
    engine = _engine()
    own = engine.frequency(word)
    if (own is not None and own > _RARE and not shown) or engine.known(word):
        return ()
    # Scraped text glues some words so often that the glued form is in the word list: then both halves must be long.
    least = 2 if own is None or shown else _LEAST_HALF + 1
    return engine.parts(
        word,
        least=least,
        score=_GLUED_SCORE + (own or 0.0),
        shown=frozenset(shown),
        final_yeh=frozenset(final_yeh),
    )
