"""Sentences and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic_events.text import AlignedText
from arabic_events.tokens import tokenize


def sentences(text: str) -> list[str]:
    aligned = AlignedText.of(text)
    tokens, found = tokenize(aligned)
    return [text[tokens[s.first].start : tokens[s.last - 1].end] for s in found]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("وصل الوفد. غادر الوزير.", 2),
        ("قال د. سامي إن الوضع جيد.", 1),
        ("نقلت أ. ف. ب. عن مصدر قوله ذلك.", 1),
        ("بلغت النسبة 4.5 في المئة.", 1),
        ('قال "نعم. سنذهب" ثم خرج.', 1),
        ("عنوان بلا نقطة\nنص الخبر هنا.", 2),
        ("هل وصل؟ نعم!", 2),
        ("انتظر... ثم مضى.", 2),
    ],
)
def test_sentence_count(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


def test_marks_between_words_are_arabic() -> None:
    tokens, _ = tokenize(AlignedText.of("وصل 2,900 شخص, بينهم 3, 4؛ هل بقي أحد?"))
    marks = [(token.text, token.norm) for token in tokens if token.kind == "punct"]
    assert marks == [(",", ","), (",", "،"), (",", "،"), ("؛", "؛"), ("?", "؟")]


def test_heading_is_marked() -> None:
    _, found = tokenize(AlignedText.of("هجوم جديد في المدينة\nقال الجيش إنه صد الهجوم."))
    assert [sentence.heading for sentence in found] == [True, False]


def test_long_text_without_stops_is_cut() -> None:
    _, found = tokenize(AlignedText.of("كلمة " * 1000))
    assert max(sentence.last - sentence.first for sentence in found) <= 200


@pytest.mark.parametrize(
    ("word", "core"),
    [
        ("والهجوم", "الهجوم"),
        ("للقصف", "لقصف"),
        ("وواشنطن", "واشنطن"),
        ("بغداد", "بغداد"),
        ("لبنان", "لبنان"),
        ("كابل", "كابل"),
    ],
)
def test_core_leaves_out_conjunction_and_preposition(word: str, core: str) -> None:
    tokens, _ = tokenize(AlignedText.of(word))
    assert tokens[0].core == core


@given(st.text(st.sampled_from('ابتلوم ً.؟!":\n123/-«»()aب'), max_size=80))
def test_tokens_lie_in_the_source_in_order(text: str) -> None:
    aligned = AlignedText.of(text)
    tokens, found = tokenize(aligned)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= two.start for one, two in zip(tokens, tokens[1:], strict=False))
    assert [index for sentence in found for index in range(sentence.first, sentence.last)] == list(range(len(tokens)))


@pytest.mark.parametrize(("word", "pronoun"), [("وزيرة", ""), ("وزيرةٌ", ""), ("وزيره", "ه")])
def test_the_feminine_ending_is_no_pronoun(word: str, pronoun: str) -> None:
    tokens, _ = tokenize(AlignedText.of(f"وصلت {word} أمس."))
    assert (tokens[1].text, tokens[1].analysis.enclitic) == (word, pronoun)
