"""Spaces as the spelling rules have them: scraped news runs words together (``وزارةالخارجية``, ``بتخصيص100``), and some
outlets write the conjunction apart (``الوزير و نائبه``).

Only the normal form changes: it gets the missing space, which has no width in the source, and loses the other one. So
every stage reads words, and every span stays exact.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from arabic_events import lexicon
from arabic_events.morphology import split_glued
from arabic_events.text import AlignedText
from arabic_events.tokens import analysis_of

# Words long enough to be two, digits behind them included; numbers such as 35ر76 do not match.
_LONG = regex.compile(
    r"(?<![\p{L}\p{N}])(?:[\u0621-\u064a]{6,}+(?![\p{L}\p{N}])|[\u0621-\u064a]{4,}+\d++(?![\p{L}.,]*\d))"
)
_SHORTEST = 6
_SHADDA = "\u0651"


class _Letters(NamedTuple):
    """What spelling shows: letters that only end words, one that only begins them behind clitics, and marks."""

    final: str
    initial: str
    yeh: str
    tanwin: str
    alef: str
    clitics: frozenset[str]


@cache
def _letters() -> _Letters:
    table, clitics = lexicon.toml("characters.toml"), lexicon.toml("affixes.toml")["proclitics"]
    ends = table["final"]
    fronts = frozenset("".join((*clitics["conjunctions"], *clitics["prepositions"], clitics["article"])))
    return _Letters(
        ends["letters"], ends["initial"], ends["yeh"], table["vowelled"]["tanwin"], clitics["article"][0], fronts
    )


@cache
def _conjunction_apart() -> regex.Pattern[str]:
    conjunction = lexicon.toml("affixes.toml")["proclitics"]["conjunctions"][0]
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){conjunction}(?P<space>[ \u00a0]+)(?=\p{{L}}{{2}}|\p{{N}}|\")")


def missing_spaces(aligned: AlignedText) -> list[int]:
    """Offsets in the normal form where a space is missing, in order."""
    found: list[int] = []
    for match in _LONG.finditer(aligned.norm):
        start, end = match.span()
        word = match.group()
        letters = word.rstrip("0123456789")
        known = analysis_of(letters).source == "lexicon"
        if len(letters) < len(word):
            if known:
                found.append(start + len(letters))
            end = start + len(letters)
        if known or len(letters) < _SHORTEST:
            continue
        opening = _complementiser(aligned, start, letters)
        if opening:
            found.append(start + opening)
            continue
        shown, yeh = _shown(aligned, start, end)
        found += sorted({start + cut for cut in split_glued(letters, shown, yeh)} - set(found))
    return sorted(found)


def _complementiser(aligned: AlignedText, start: int, word: str) -> int:
    """Length of a complementiser that its shadda shows at the front of a word: 2 for ``أنّالحركة``, else 0."""
    for opening in lexicon.toml("claim_words.toml")["complementisers"]:
        last = start + len(opening) - 1
        if word.startswith(opening) and _SHADDA in aligned.source[aligned.starts[last] : aligned.ends[last]]:
            return len(opening)
    return 0


def _shown(aligned: AlignedText, start: int, end: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For a word of the normal form: offsets where its spelling shows that a word ends, and behind a ي."""
    letters = _letters()
    shown: set[int] = set()
    after_yeh: list[int] = []
    for at in range(start, end):
        cluster = aligned.source[aligned.starts[at] : aligned.ends[at]]
        here, last = at - start, at + 1 == end
        if cluster[0] == letters.yeh:
            after_yeh.append(here + 1)
        elif cluster[0] in letters.final and not last:
            shown.add(here + 1)
        elif letters.tanwin in cluster and not last:
            shown.add(here + 2 if aligned.norm[at + 1] == letters.alef else here + 1)
        elif cluster[0] == letters.initial and not letters.clitics.issuperset(aligned.norm[start:at]):
            shown.add(here)
            if aligned.norm[at - 1] in letters.clitics:
                shown.add(here - 1)
    return tuple(sorted(shown - {end - start})), tuple(after_yeh)


def spaced(aligned: AlignedText) -> AlignedText:
    """The aligned text with its conjunctions joined and its words apart, in the normal form.

    >>> spaced(AlignedText.of("أصدرت وزارةالخارجية و السفارة")).norm
    'اصدرت وزاره الخارجيه والسفاره'
    """
    joined = aligned.respaced(surplus=[match.span("space") for match in _conjunction_apart().finditer(aligned.norm)])
    return joined.respaced(missing=missing_spaces(joined))
