"""The country that linking gives a place: on our own annotated articles, and where several countries have the name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from documents import document

from arabic_events.ner import get_recognizer

CORPUS = Path(__file__).parents[2] / "data" / "corpus"
FLOOR = 0.90
NO_COUNTRY = "-"


def annotated() -> dict[str, str]:
    """Country by name as in the articles."""
    header, *rows = (CORPUS / "countries.tsv").read_text("utf-8").splitlines()
    assert header == "name\tcountry"
    pairs = [(name, country) for name, country in (row.split("\t") for row in rows)]
    assert len({name for name, _ in pairs}) == len(pairs)
    return dict(pairs)


def places() -> list[tuple[str, set[tuple[int, int]]]]:
    """Text and annotated places of each article."""
    found = []
    for path in sorted(CORPUS.glob("articles_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            article = json.loads(line)
            spans = {(one["start"], one["end"]) for one in article["entities"] if one["label"] == "LOC"}
            found.append((article["text"], spans))
    return found


def test_every_place_of_the_corpus_has_a_country() -> None:
    assert set(annotated()) == {text[start:end] for text, spans in places() for start, end in spans}


@pytest.mark.parametrize("ner", ["bundled", "linear"])
def test_country_of_places(ner: str) -> None:
    countries = annotated()
    right, wrong = 0, []
    for text, spans in places():
        for entity in get_recognizer(ner).recognize(document(text)):
            if entity.label == "LOC" and (entity.start, entity.end) in spans:
                if (entity.country or NO_COUNTRY) == countries[entity.text]:
                    right += 1
                else:
                    wrong.append((entity.text, entity.country))
    assert right >= FLOOR * (right + len(wrong)), wrong


def countries_in(text: str) -> dict[str, str | None]:
    return {entity.text: entity.country for entity in get_recognizer("linear").recognize(document(text))}


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("عُقدت الجولة في عمّان أمس، ووصل الوفد من صنعاء.", "عمّان", "JO"),
        ("زار الملك الأردني سلطنة الخليج، وقال إن عُمان وسيط.", "عُمان", "OM"),
        ("قالت الحكومة الأردنية إن وفداً وصل إلى عمان، واستقبله وزير الخارجية الأردني.", "عمان", "JO"),
        ("أعلنت القاهرة أن وزير الخارجية المصري سيزور الرياض غداً.", "الرياض", "SA"),
        ("نُقل المصابون إلى مستشفى الرازي في طرطوس، وفق وزارة الصحة.", "مستشفى الرازي", "SY"),
    ],
)
def test_country_of_a_place(text: str, place: str, country: str) -> None:
    assert countries_in(text)[place] == country


def test_a_common_adjective_names_no_country() -> None:
    assert countries_in("قالت وزارة المالية إن العجز تراجع.") == {"وزارة المالية": None}
    assert countries_in("قالت وزارة المالية الكينية إن العجز تراجع.") == {"وزارة المالية الكينية": "KE"}
