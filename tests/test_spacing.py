"""Missing spaces: words that scraped text ran together come apart, others do not, and offsets stay exact."""

from __future__ import annotations

import tomllib
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic_events import Article, Extractor
from arabic_events.morphology import split_glued
from arabic_events.spacing import missing_spaces, spaced
from arabic_events.text import AlignedText
from arabic_events.tokens import tokenize

CLITICS = tomllib.loads((Path(__file__).parents[1] / "data" / "specs" / "clitics.toml").read_text("utf-8"))
SPEC = tomllib.loads((Path(__file__).parents[1] / "data" / "specs" / "spacing.toml").read_text("utf-8"))


@pytest.mark.parametrize("marked", SPEC["accept"])
def test_words_come_apart(marked: str) -> None:
    lead, parts = "قال إن ", marked.split("|")
    aligned = AlignedText.of(f"{lead}{''.join(parts)} أمس")
    ends = [len(lead) + end for end in accumulate(map(len, parts))]
    assert [aligned.starts[at] for at in missing_spaces(aligned)] == ends[:-1]


@pytest.mark.parametrize("word", [*SPEC["reject"], *CLITICS["case"][0]["words"]])
def test_whole_words_stay_whole(word: str) -> None:
    assert missing_spaces(AlignedText.of(f"قال إن {word} أمس")) == []
    assert missing_spaces(AlignedText.of(word)) == []


def test_tokens_are_words_with_exact_offsets() -> None:
    text = "أعلنت وزارةالخارجية أنّمئات العائلات نزحت إلىاجتماع المدينة"
    aligned = spaced(AlignedText.of(text))
    tokens, _ = tokenize(aligned)
    assert [token.text for token in tokens] == [
        "أعلنت", "وزارة", "الخارجية", "أنّ", "مئات", "العائلات", "نزحت", "إلى", "اجتماع", "المدينة",
    ]  # fmt: skip
    assert all(text[token.start : token.end] == token.text for token in tokens)
    start, end = aligned.norm_offsets(text.index("الخارجية"), text.index("الخارجية") + len("الخارجية"))
    assert aligned.norm[start:end] == "الخارجيه"


def test_an_event_in_glued_words_is_found() -> None:
    (event, *_) = Extractor().extract_one(Article(text="أدانت وزارةالخارجية اغتيالالصحفي في بغداد أمس.")).events
    assert event.action.text == "أدانت"
    assert [actor.text for actor in event.actors] == ["وزارةالخارجية"]


@given(st.text(alphabet="ابتةهوىيلمنسرقدفعكجأإًّ 1234.،", max_size=60))
def test_nothing_but_spaces_comes_and_goes(text: str) -> None:
    before = AlignedText.of(text)
    after = spaced(before)

    def letters(aligned: AlignedText) -> list[tuple[str, int, int]]:
        return [one for one in zip(aligned.norm, aligned.starts, aligned.ends, strict=False) if one[0] != " "]

    assert letters(after) == letters(before)
    assert list(after.starts) == sorted(after.starts)
    assert list(after.ends) == sorted(after.ends)
    assert len(after.starts) == len(after.norm) + 1 == len(after.ends) + 1
    assert all(text[token.start : token.end] == token.text for token in tokenize(after)[0])


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("الوزير و نائبه", "الوزير ونائبه"),
        ("قال «نعم» و «لا»", 'قال "نعم" و"لا"'),
        ("الفقرتان أ و ب", "الفقرتان ا و ب"),
        ("الوزير و\nنائبه", "الوزير و\nنائبه"),
        ("و قتل 3 و 5", "وقتل 3 و5"),
    ],
)
def test_a_conjunction_joins_what_follows(text: str, norm: str) -> None:
    assert spaced(AlignedText.of(text)).norm == norm


def test_a_very_long_word_stays_whole() -> None:
    assert split_glued("الوزارهالخارجيه" * 500) == ()
