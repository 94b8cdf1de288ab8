"""Texts that no newspaper prints: a typed error that says what is wrong, or a warning and no events; never a crash."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arabic_events import Article, ErrorRecord, Extraction, Extractor, InputError, extract

NEWS = "أعلنت وزارة الدفاع العراقية، الثلاثاء، مقتل ثلاثة جنود في هجوم على قاعدة قرب مدينة الموصل."
BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"


def check(result: Extraction) -> Extraction:
    """All spans are where they say they are, all references lead somewhere, and JSON comes back the same."""
    text = result.article.text
    for span in result.spans():
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
    entities = {entity.id for entity in result.entities}
    claims = {claim.id for claim in result.claims}
    quantities = {quantity.id for quantity in result.quantities}
    events = {event.id for event in result.events}
    assert len(events) == len(result.events)
    for event in result.events:
        assert event.claim is None or event.claim in claims
        assert event.same_as is None or event.same_as in events
        for participant in (*event.actors, *event.targets, *event.locations):
            assert participant.entity is None or participant.entity in entities
            assert participant.count is None or participant.count in quantities
    assert Extraction.model_validate_json(result.model_dump_json()) == result
    assert result._repr_html_()
    assert str(result)
    return result


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("", "the text is empty"),
        (" \n\t\u00a0\u200f ", "the text"),
        ("Plain English news without any Arabic.", "no Arabic letters"),
        ("12345 67 %", "no Arabic letters"),
        ("\0\0", "the text"),
        ("😀" * 100, "no Arabic letters"),
        ("中文新闻", "no Arabic letters"),
    ],
)
def test_poor_text_gives_nothing_and_says_so(text: str, warning: str) -> None:
    result = check(extract(text))
    assert not result.events
    assert not result.entities
    assert any(warning in found for found in result.warnings)


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{NEWS}",
        NEWS.replace(" ", "\u00a0"),
        NEWS.replace(" ", "\r\n\r\n"),
        BIDI.join(NEWS.split(" ")),
        "".join(BIDI[position % len(BIDI)] + char for position, char in enumerate(NEWS)),
        NEWS.replace("ل", "ل\u0640\u0640"),
        "".join(char + "\u064e\u0651" for char in NEWS),
        NEWS[::-1],
        "؟؟!!..«»\"\"''()[]{}<>" * 200,
        "(" * 5000 + NEWS + ")" * 5000,
        NEWS * 40,
        "و" * 3000,
        "ال" * 3000,
        "بال" * 1500 + " " + "1" * 3000,
        "٣" * 400 + " قتيلا",
        "22/22/2222 31/02/2024 99:99 -5 %" + NEWS,
        "\u0300" * 500 + NEWS,
    ],
    ids=lambda text: text[:12].encode("unicode_escape").decode(),
)
def test_odd_text_is_read(text: str) -> None:
    check(extract(text, published="2024-03-14"))


def test_nul_is_read_and_warned_about() -> None:
    result = check(extract(NEWS.replace("،", "،\0")))
    assert any("NUL" in warning for warning in result.warnings)


def test_bidi_controls_change_nothing_found() -> None:
    plain = extract(NEWS, published="2024-03-14")
    marked = check(extract("\u200f" + NEWS.replace(" ", " \u200f"), published="2024-03-14"))
    assert [event.type for event in marked.events] == [event.type for event in plain.events]


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("خبر \ud800 هنا", r"lone surrogate U\+D800 at character 4"),
        ("ا" * 5_000_000, "5,000,000 characters"),
        ({"title": "بلا نص"}, "no 'text' in the row, which has 'title'"),
        ({"text": None}, "no 'text'"),
        ({"text": 3}, "must be a string"),
        ({"text": NEWS, "published": "2023-02-30"}, "not an ISO 8601 date.*2023-02-30"),
        ({"text": NEWS, "published": "أمس"}, "not an ISO 8601 date"),
        ({"text": NEWS, "published": 20230930}, "must be an ISO 8601 date"),
        (7, "not int"),
    ],
    ids=["surrogate", "too long", "no text", "null", "number", "no such day", "no date", "bare number", "no article"],
)
def test_what_cannot_be_an_article(item: object, message: str) -> None:
    if isinstance(item, str | dict):
        with pytest.raises(InputError, match=message):
            extract(item)
    found = list(Extractor().extract([NEWS, item, NEWS]))  # type: ignore[list-item]
    assert [type(result) for result in found] == [Extraction, ErrorRecord, Extraction]
    with pytest.raises(InputError, match=message):
        list(Extractor().extract([item], on_error="raise"))  # type: ignore[list-item]


def test_impossible_published_in_the_call() -> None:
    with pytest.raises(InputError, match="2023-13-01"):
        extract(NEWS, published="2023-13-01")
    with pytest.raises(InputError, match="2023-13-01"):
        extract([NEWS], published="2023-13-01")


def test_article_itself_refuses_an_impossible_date() -> None:
    with pytest.raises(ValueError, match=r"2023-02-30|day"):
        Article(text=NEWS, published="2023-02-30")  # type: ignore[arg-type]


@pytest.mark.slow
def test_time_grows_with_length_not_with_its_square() -> None:
    """One sentence of 3 and of 12 thousand characters: four times the text takes about four times as long."""
    extract(NEWS)
    seconds = []
    for size in (3_000, 12_000):
        text = ((NEWS[:-1] + "، و") * (size // len(NEWS)))[:size]
        started = time.process_time()
        extract(text)
        seconds.append(time.process_time() - started)
    assert seconds[1] < 8 * seconds[0] + 0.5


PIECES = st.sampled_from(
    [
        *NEWS.split(),
        "،",
        ".",
        "\n",
        " ",
        "«",
        "»",
        "800",
        "٪",
        "2023",
        "سبتمبر/أيلول",
        "\u200f",
        "\0",
        "د.",
        "أ ف ب",
        "'",
        "X",
        "ـ",
        "َ",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join) | st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    try:
        check(extract(text, published="2024-03-14"))
    except InputError:
        assert any("\ud800" <= char <= "\udfff" for char in text)
