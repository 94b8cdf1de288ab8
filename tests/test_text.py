"""The normal form and the map back to the source."""

from __future__ import annotations

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from arabic_events.text import AlignedText, normalize

LETTERS = "ابتةىيأإآؤئءلكهوﻻﷺکیـًٌَُِّْٰٕٓٔ٠١٢۳٫،؟«»“”… .\n\u200f\u200d\u202b\u0600\u06dd\u0e33a1-🇱🇧👩"
ARABIC = st.text(st.sampled_from(LETTERS), max_size=60)


@given(st.text(max_size=60) | ARABIC)
@example("اٰ\u200d\u0654ﻻ\r\nA\u0e33")
def test_map_is_total_and_monotone(source: str) -> None:
    aligned = AlignedText.of(source)
    assert len(aligned.starts) == len(aligned.norm) + 1
    assert len(aligned.ends) == len(aligned.norm)
    assert aligned.starts[-1] == len(source)
    assert list(aligned.starts) == sorted(aligned.starts)
    assert list(aligned.ends) == sorted(aligned.ends)
    assert all(start < end for start, end in zip(aligned.starts, aligned.ends, strict=False))


@given(st.text(max_size=60) | ARABIC)
def test_runs_are_read_as_their_clusters(source: str) -> None:
    aligned = AlignedText.of(source)
    clusters = regex.findall(r"\X", source)
    assert aligned.norm == "".join(normalize(cluster) for cluster in clusters) == normalize(source)
    offsets = [0]
    for cluster in clusters:
        offsets.append(offsets[-1] + len(cluster))
    assert set(aligned.starts) <= set(offsets)
    assert set(aligned.ends) <= set(offsets)


@given(ARABIC)
def test_span_is_cut_from_the_source(source: str) -> None:
    aligned = AlignedText.of(source)
    for start in range(0, len(aligned.norm), 7):
        span = aligned.span(start, min(start + 5, len(aligned.norm)))
        assert source[span.start : span.end] == span.text
        first, last = aligned.norm_offsets(span.start, span.end)
        assert first <= start
        assert last >= min(start + 5, len(aligned.norm))


@given(st.text(st.sampled_from("ابتةىيأإآؤئءلكهوﻻکیـًَُِّْٰ٠١٢۳٫،؟«»“”… .\n"), max_size=60))
def test_normal_form_is_its_own(source: str) -> None:
    assert normalize(normalize(source)) == normalize(source)


def test_normal_form_of_news_spellings() -> None:
    assert normalize("الأُسْـرى في غَزّة") == "الاسري في غزه"
    assert normalize("«١٢٫٥٪» کابل") == '"12,5%" كابل'
    assert normalize("هجوماً مفاجئًا") == "هجوما مفاجئا"
