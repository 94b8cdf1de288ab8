"""The source text beside its normal form, with the map back. The only place that does offset arithmetic.

The normal form is what lexicons are written in: camel-tools' unicode, diacritic, alef, yeh and teh-marbuta tables,
digits of all scripts in ASCII, Persian letters and quotation marks folded (``lexicons/characters.toml``).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

import regex

from arabic_events.schema import Span

_CLUSTER = regex.compile(r"\X")
_CACHED_LENGTH = 4


@cache
def _cluster_normalizer() -> Callable[[str], str]:
    from camel_tools.utils.dediac import dediac_ar
    from camel_tools.utils.normalize import (
        normalize_alef_ar,
        normalize_alef_maksura_ar,
        normalize_teh_marbuta_ar,
        normalize_unicode,
    )

    tables = tomllib.loads(files("arabic_events.lexicons").joinpath("characters.toml").read_text("utf-8"))
    fold: dict[int, str | None] = {ord(source): target for source, target in tables["fold"].items()}
    for group in ("invisible", "marks"):
        for bounds in tables[group]["ranges"]:
            first, last = (int(bound, 16) for bound in bounds.split("-"))
            fold.update(dict.fromkeys(range(first, last + 1)))

    def fold_digit(char: str) -> str:
        value = unicodedata.decimal(char, None)
        return char if value is None else str(value)

    def normalize_cluster(cluster: str) -> str:
        text = dediac_ar(normalize_unicode(cluster).translate(fold))
        text = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(text)))
        return "".join(map(fold_digit, text))

    def normalize_fully(cluster: str) -> str:
        """Folding may make a character that folds again (a Persian letter with a mark): until nothing changes."""
        text = normalize_cluster(cluster)
        again = normalize_cluster(text)
        while again != text:
            text, again = again, normalize_cluster(again)
        return text

    return normalize_fully


class _ClusterTable(dict[str, str]):
    """Normal form of each short grapheme cluster seen so far."""

    def __missing__(self, cluster: str) -> str:
        normal = _cluster_normalizer()(cluster)
        if len(cluster) <= _CACHED_LENGTH and len(self) < 50_000:
            self[cluster] = normal
        return normal


_CLUSTERS = _ClusterTable()


def normalize(text: str) -> str:
    """The normal form of a text, the spelling of all lexicon entries.

    >>> normalize("الأُسْـرى في غَزّة")
    'الاسري في غزه'
    """
    return "".join([_CLUSTERS[cluster] for cluster in _CLUSTER.findall(text)])


@dataclass(frozen=True, slots=True)
class _Plain:
    """Characters that are a cluster each and have one character as normal form.

    Attributes:
        table: their normal forms by code point.
        whole: matches a text of nothing else.
        runs: matches the next run of them, or the next cluster.
    """

    table: dict[int, str]
    whole: re.Pattern[str]
    runs: regex.Pattern[str]


@cache
def _plain() -> _Plain:
    table = {
        code: normal
        for code in chain((ord("\n"),), range(0x20, 0x250), range(0x600, 0x700), range(0x2010, 0x2028))
        if (unicodedata.category(chr(code))[0] in "LNPZS" or code == ord("\n"))
        and len(normal := _CLUSTERS[chr(code)]) == 1
    }
    letters = "".join(map(re.escape, map(chr, table)))
    return _Plain(
        table,
        re.compile(f"[{letters}]*"),
        regex.compile(rf"[{letters}]+(?![\p{{GCB=Extend}}\p{{GCB=SpacingMark}}\p{{GCB=ZWJ}}])|\X", regex.V0),
    )


@dataclass(frozen=True, slots=True, eq=False)
class AlignedText:
    """A source text, its normal form, and a total, monotone map between them.

    Attributes:
        source: the text as given.
        norm: its normal form.
        starts: for each character of ``norm`` the start of the source cluster it came from, then ``len(source)``.
        ends: for each character of ``norm`` the end of that cluster.
    """

    source: str
    norm: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, source: str) -> AlignedText:
        """Aligns a text with its normal form, grapheme cluster by grapheme cluster."""
        plain = _plain()
        if plain.whole.fullmatch(source):
            length = len(source)
            return cls(source, source.translate(plain.table), range(length + 1), range(1, length + 1))
        starts: list[int] = []
        ends: list[int] = []
        normals: list[str] = []
        position = 0
        table = plain.table
        for piece in plain.runs.findall(source):
            following = position + len(piece)
            if len(piece) > 1 and ord(piece[0]) in table and ord(piece[1]) in table:
                normal = piece.translate(table)
                starts += range(position, following)
                ends += range(position + 1, following + 1)
            else:
                normal = _CLUSTERS[piece]
                starts += [position] * len(normal)
                ends += [following] * len(normal)
            normals.append(normal)
            position = following
        starts.append(len(source))
        return cls(source, "".join(normals), tuple(starts), tuple(ends))

    def respaced(self, *, surplus: Sequence[tuple[int, int]] = (), missing: Sequence[int] = ()) -> AlignedText:
        """The same source with other spaces in its normal form.

        Args:
            surplus: stretches of the normal form to leave out; missing: offsets in it where a space comes in, one
                without width in the source. Both in order, and apart from each other.
        """
        if not surplus and not missing:
            return self
        starts: list[int] = []
        ends: list[int] = []
        parts: list[str] = []
        position = 0
        for first, last in sorted([*surplus, *((at, at) for at in missing)]):
            parts.append(self.norm[position:first])
            starts += self.starts[position:first]
            ends += self.ends[position:first]
            if first == last:
                parts.append(" ")
                starts.append(self.starts[first])
                ends.append(self.starts[first])
            position = last
        parts.append(self.norm[position:])
        starts += self.starts[position:]
        ends += self.ends[position:]
        return AlignedText(self.source, "".join(parts), tuple(starts), tuple(ends))

    def source_offsets(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets ``[start, end)`` of a stretch of the normal form."""
        if end <= start:
            return self.starts[start], self.starts[start]
        return self.starts[start], self.ends[end - 1]

    def span(self, start: int, end: int) -> Span:
        """The source span of the stretch ``[start, end)`` of the normal form."""
        first, last = self.source_offsets(start, end)
        return Span(start=first, end=last, text=self.source[first:last])

    def norm_offsets(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the normal form of the source stretch ``[start, end)``."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end, hi=len(self.ends)))
