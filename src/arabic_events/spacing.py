"""Missing spaces: scraped news runs words together (``وزارةالخارجية``, ``إلىاجتماع``, ``بتخصيص100``).

The normal form gets the space, which has no width in the source, so every stage reads words and every span stays exact.
"""

from __future__ import annotations

from functools import cache

import regex

from arabic_events import lexicon
from arabic_events.morphology import best, split_glued
from arabic_events.text import AlignedText

# Words long enough to be two, digits behind them included; numbers such as 35ر76 do not match.
_LONG = regex.compile(r"(?<![\p{L}\p{N}])[\u0621-\u064a]{4,}(?:\d++(?![\p{L}.,]*\d)|(?![\p{L}\p{N}]))")
_SHORTEST = 6


@cache
def _final() -> tuple[str, str, str]:
    """Letters that only end words, the yeh, and the mark of tanwin."""
    table = lexicon.toml("characters.toml")
    return table["final"]["letters"], table["final"]["yeh"], table["vowelled"]["tanwin"]


def missing_spaces(aligned: AlignedText) -> list[int]:
    """Offsets in the normal form where a space is missing, in order."""
    found: list[int] = []
    for match in _LONG.finditer(aligned.norm):
        start, end = match.span()
        word = match.group()
        letters = word.rstrip("0123456789")
        if len(letters) < len(word):
            if best(letters).source == "lexicon":
                found.append(start + len(letters))
            end = start + len(letters)
        if len(letters) < _SHORTEST or best(letters).source == "lexicon":
            continue
        shown, yeh = _shown(aligned, start, end)
        found += sorted({start + cut for cut in split_glued(letters, shown, yeh)} - set(found))
    return sorted(found)


def _shown(aligned: AlignedText, start: int, end: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For a word of the normal form: offsets behind letters that end a word, and behind a ي, in the source."""
    only_final, yeh, tanwin = _final()
    shown: list[int] = []
    after_yeh: list[int] = []
    for at in range(start, end):
        cluster = aligned.source[aligned.starts[at] : aligned.ends[at]]
        if cluster[0] == yeh:
            after_yeh.append(at + 1 - start)
        elif at + 1 < end and (cluster[0] in only_final or (tanwin in cluster and at + 2 < end)):
            alef = tanwin in cluster and aligned.norm[at + 1] == "ا"
            shown.append(at + 1 + alef - start)
    return tuple(shown), tuple(after_yeh)


def spaced(aligned: AlignedText) -> AlignedText:
    """The aligned text with the missing spaces in its normal form.

    >>> spaced(AlignedText.of("أصدرت وزارةالخارجية")).norm
    'اصدرت وزاره الخارجيه'
    """
    cuts = missing_spaces(aligned)
    if not cuts:
        return aligned
    starts, ends, norm = list(aligned.starts), list(aligned.ends), aligned.norm
    for cut in reversed(cuts):
        starts.insert(cut, starts[cut])
        ends.insert(cut, starts[cut])
        norm = f"{norm[:cut]} {norm[cut:]}"
    return AlignedText(aligned.source, norm, tuple(starts), tuple(ends))
