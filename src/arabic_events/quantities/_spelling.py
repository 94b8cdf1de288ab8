"""Letters and endings that tell nouns, adjectives and verbs beside numbers apart."""

from __future__ import annotations

from functools import cache

from arabic_events import lexicon
from arabic_events.morphology import best
from arabic_events.quantities._scan import Word, forms_of_nouns


def joined(word: Word) -> bool:
    """Whether a word is only known with a conjunction before it."""
    readings = word.readings
    return bool(readings) and all(one.conjunction for one in readings.values())


def follows_a_count(word: Word) -> bool:
    """Whether a word begins with a preposition, so that it is not what is counted: ``مقتل 5 بانفجار لغم``."""
    counted = word.readings.get("counted_noun")
    if counted is not None and not counted.preposition:
        return False
    return not _after_counts().isdisjoint(best(word.text).prepositions)


@cache
def _after_counts() -> frozenset[str]:
    return frozenset(lexicon.toml("proclitics.toml")["after_counts"])


@cache
def fused_articles() -> tuple[str, ...]:
    table = lexicon.toml("proclitics.toml")
    fronts = [*table["prepositions"], *table["conjunctions"]]
    return (table["fused"], *(front + table["article"] for front in fronts))


@cache
def the_article() -> str:
    return str(lexicon.toml("proclitics.toml")["article"])


@cache
def weak_modifiers() -> frozenset[str]:
    return forms_of_nouns("weak_modifier")


@cache
def ambiguous_numerals() -> frozenset[str]:
    return forms_of_nouns("ambiguous_numeral")


@cache
def adjective_endings() -> tuple[str, ...]:
    return tuple(lexicon.toml("proclitics.toml")["adjective_endings"])


@cache
def plural_endings() -> tuple[str, ...]:
    table = lexicon.toml("proclitics.toml")
    return (table["plural_feminine"], *table["plural_masculine"])


@cache
def plural_ending() -> str:
    return str(lexicon.toml("proclitics.toml")["plural_feminine"])


@cache
def verb_letters() -> frozenset[str]:
    table = lexicon.toml("proclitics.toml")
    return frozenset({table["imperfect"][0], *table["conjunctions"], *table["prepositions"]})


@cache
def dual_endings() -> tuple[str, ...]:
    return tuple(lexicon.toml("proclitics.toml")["dual"])
