"""Entities: the cases of data/specs/entities.toml, and what holds for every recogniser and every text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arabic_events.document import Document
from arabic_events.ner import Recognizer, find_entities, get_recognizer, recognizer_names
from arabic_events.schema import Article, Entity
from arabic_events.text import AlignedText
from arabic_events.tokens import tokenize

SPECS = Path(__file__).parents[2] / "data" / "specs" / "entities.toml"
CASES = tomllib.loads(SPECS.read_text("utf-8"))["case"]
PIECES = [
    "وواشنطن",
    "للعراق",
    "قَرَه باغ",
    "«داعش»",
    "الرئيس",
    "محمد بن سلمان",
    "وزارة",
    "الدفاع",
    "الروسية",
    ".",
    "\n",
    "،",
    "(",
    ")",
    '"',
    "NATO",
    "2023",
    "و",
    "ل",
    "لل",
    "ولل",
    "بـ",
    "ـ",
    "\u200f",
    "\u064b",
    "فيالسفارة",
    "x",
    "🙂",
    "ﻻ",
    "أ.ف.ب",
    "-",
]


def document(text: str) -> Document:
    aligned = AlignedText.of(text)
    tokens, sentences = tokenize(aligned)
    return Document(article=Article(text=text), aligned=aligned, tokens=tokens, sentences=sentences)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:30] for case in CASES])
def test_spec(case: dict[str, Any]) -> None:
    found = find_entities(document(case["text"])).entities
    for label, text, *details in case.get("expect", []):
        same = [entity for entity in found if entity.text == text and entity.label == label]
        assert same, f"{label} {text} not in {[(e.label, e.text) for e in found]}"
        for name, value in zip(("name", "country", "sector"), details, strict=False):
            if value:
                assert getattr(same[0], name) == value, text
    assert not {entity.text for entity in found} & set(case.get("reject", []))


def check(text: str, entities: tuple[Entity, ...]) -> None:
    for entity in entities:
        assert text[entity.start : entity.end] == entity.text
        assert entity.text.strip()
        assert entity.evidence
        assert 0 <= entity.confidence <= 1
        assert (entity.latitude is None) == (entity.longitude is None)
    assert all(first.end <= second.start for first, second in zip(entities, entities[1:], strict=False))
    assert [entity.id for entity in entities] == [f"e{index}" for index in range(len(entities))]


@pytest.mark.parametrize("name", recognizer_names())
def test_spans_are_exact_whatever_the_text(name: str) -> None:
    recognizer = get_recognizer(name)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=25).map(" ".join))
    def spans_are_exact(text: str) -> None:
        check(text, recognizer.recognize(document(text)))

    spans_are_exact()


@pytest.mark.parametrize("name", recognizer_names())
@pytest.mark.parametrize("text", ["", " \n ", "Only Latin words here.", "؟؟؟ ... !!!", "123 456"])
def test_poor_text_gives_no_error(name: str, text: str) -> None:
    recognizer = get_recognizer(name)
    assert isinstance(recognizer, Recognizer)
    check(text, recognizer.recognize(document(text)))


@pytest.mark.parametrize("name", recognizer_names())
def test_same_text_same_entities(name: str) -> None:
    text = "".join(case["text"] + "\n" for case in CASES)
    recognizer = get_recognizer(name)
    assert recognizer.recognize(document(text)) == recognizer.recognize(document(text))


def test_evidence_says_what_found_a_name() -> None:
    text = "وصل وزير الخارجية المصري سامح شكري إلى الخرطوم."
    assert all(
        entity.evidence.startswith("model:entities") for entity in get_recognizer("linear").recognize(document(text))
    )
    evidence = {entity.text: entity.evidence for entity in get_recognizer("gazetteer").recognize(document(text))}
    assert evidence["الخرطوم"] == "gazetteer:places"


def test_ambiguous_place_follows_the_country_of_the_article() -> None:
    libya = "اندلعت اشتباكات في طرابلس، وقالت الحكومة الليبية إن الجيش الليبي انتشر في شوارع ليبيا."
    lebanon = "اندلعت اشتباكات في طرابلس، وقالت الحكومة اللبنانية إن الجيش اللبناني انتشر في شوارع لبنان."
    for text, country in ((libya, "LY"), (lebanon, "LB")):
        places = [entity for entity in find_entities(document(text)).entities if entity.text == "طرابلس"]
        assert [place.country for place in places] == [country]
        assert places[0].latitude is not None


def test_unknown_recognizer() -> None:
    with pytest.raises(ValueError, match="linear"):
        get_recognizer("no such")
