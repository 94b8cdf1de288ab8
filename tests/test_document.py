"""Looking up what covers a place in the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arabic_events.document import Document
from arabic_events.schema import Article, Entity
from arabic_events.text import AlignedText
from arabic_events.tokens import tokenize

TEXT = "وصل وزير الخارجية المصري سامح شكري إلى بغداد، ثم زار أربيل والتقى مسعود بارزاني."
ENDS = st.integers(-2, len(TEXT) + 2)


def document() -> Document:
    aligned = AlignedText.of(TEXT)
    tokens, sentences = tokenize(aligned)
    entities = []
    for number, name in enumerate(("سامح شكري", "بغداد", "أربيل", "مسعود بارزاني")):
        start = TEXT.index(name)
        entities.append(
            Entity.model_validate(
                {
                    "id": f"n{number}",
                    "label": "PER",
                    "start": start,
                    "end": start + len(name),
                    "text": name,
                    "name": name,
                    "evidence": "given",
                }
            )
        )
    return Document(
        article=Article(text=TEXT), aligned=aligned, tokens=tokens, sentences=sentences, entities=tuple(entities)
    )


@given(start=ENDS, end=ENDS)
def test_entities_that_begin_in_a_range(start: int, end: int) -> None:
    doc = document()
    assert doc.entities_from(start, end) == tuple(one for one in doc.entities if start <= one.start < end)


@given(start=ENDS, end=ENDS)
def test_the_entity_over_a_range(start: int, end: int) -> None:
    doc = document()
    covering = [one for one in doc.entities if one.start <= start and end <= one.end and start < one.end]
    if start < end:
        assert doc.entity_over(start, end) == (covering[0] if covering else None)


@given(offset=ENDS)
def test_the_token_at_an_offset(offset: int) -> None:
    doc = document()
    assert doc.token_at(offset) == next((one for one in doc.tokens if one.start <= offset < one.end), None)
