"""Nouns that name a place again are replaced by the place they mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arabic_events import Article, Entity, Event, Extractor
from arabic_events.document import Document
from arabic_events.events.places import name_places
from arabic_events.schema import Action, Participant


def document(text: str, places: list[tuple[str, str, str | None]]) -> Document:
    """A document with its words and these named places: text, canonical name, country."""
    doc = Document.of(Article(text=text))
    doc = Extractor(ner="gazetteer").stages[0].run(doc)
    found = []
    for number, (name, canonical, country) in enumerate(places):
        start = text.index(name)
        span = {"start": start, "end": start + len(name), "text": name}
        found.append(Entity(**span, id=f"n{number}", label="LOC", name=canonical, country=country, evidence="test"))
    return replace(doc, entities=tuple(found))


def event(doc: Document, word: str, *places: str) -> Event:
    text = doc.article.text

    def span(of: str) -> dict[str, object]:
        start = text.rindex(of)
        return {"start": start, "end": start + len(of), "text": of}

    entities = {one.text: one.id for one in doc.entities}
    token = doc.token_at(text.rindex(word))
    assert token is not None
    return Event(
        id=word,
        type="visit",
        group="politics",
        action=Action(**span(word), lemma=word),
        sentence=token.sentence,
        locations=tuple(
            Participant(**span(place), head=place, entity=entities.get(place), confidence=0.5, evidence="model")
            for place in places
        ),
        evidence="test",
    )


CASES = [
    (
        "قصف الجيش قطاع غزة. وعاد الهدوء إلى القطاع.",
        [("غزة", "غزة", "PS")],
        [("قصف", "غزة"), ("عاد", "القطاع")],
        "قطاع غزة",
    ),
    (
        "زار الوزير باكستان ومدينة لاهور. ووصل خبراء إلى البلاد.",
        [("باكستان", "باكستان", "PK"), ("لاهور", "لاهور", "PK")],
        [("زار", "باكستان"), ("وصل", "البلاد")],
        "باكستان",
    ),
    (
        "وقع انفجار في مخيم بلاطة. ووصلت الفرق إلى المكان.",
        [],
        [("انفجار", "مخيم بلاطة"), ("وصلت", "المكان")],
        "مخيم بلاطة",
    ),
    (
        "عبر الجنود نهرا قرب مدينة الموصل. ودخلوا بمركباتهم المدينة.",
        [("الموصل", "الموصل", "IQ")],
        [("عبر", "الموصل"), ("دخلوا", "المدينة")],
        "مدينة الموصل",
    ),
    ("وقع انفجار في بلاطة. ووصلت الفرق إلى المدينة.", [], [("انفجار", "بلاطة"), ("وصلت", "المدينة")], "بلاطة"),
    (
        "وقع انفجار في كابل. وزار الوزير المدينة قرب لاهور. ووصلت الفرق إلى المدينة.",
        [("لاهور", "لاهور", "PK")],
        [("انفجار", "كابل"), ("وصلت", "المدينة")],
        "كابل",
    ),
]


@pytest.mark.parametrize(("text", "places", "events", "meant"), CASES)
def test_the_place_that_is_meant(
    text: str, places: list[tuple[str, str, str | None]], events: list[tuple[str, str]], meant: str
) -> None:
    doc = document(text, places)
    found = name_places([event(doc, *pair) for pair in events], doc)
    place = found[-1].locations[0]
    assert place.text == meant == text[place.start : place.end]
    assert place.evidence == f"rule:named again, {events[-1][1]}"
    assert place.confidence < 0.5
    assert found[0].locations[0].evidence == "model"


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("وصلت الفرق إلى المكان.", [("وصلت", "المكان")]),  # nothing before
        ("زار الوزير لاهور. ووصل خبراء إلى البلاد.", [("زار", "لاهور"), ("وصل", "البلاد")]),  # no country
        ("وقع انفجار في لاهور. ووصل خبراء إلى المستشفى.", [("انفجار", "لاهور"), ("وصل", "المستشفى")]),
        ("وقع انفجار في لاهور. ووصل خبراء إلى مكان قريب.", [("انفجار", "لاهور"), ("وصل", "مكان")]),  # no article
        ("وقع انفجار في لاهور. ووصل خبراء إلى المكان نفسه.", [("انفجار", "لاهور"), ("وصل", "المكان نفسه")]),
    ],
)
def test_others_stay(text: str, events: list[tuple[str, str]]) -> None:
    doc = document(text, [("لاهور", "لاهور", "PK")] if "لاهور" in text else [])
    given = [event(doc, *pair) for pair in events]
    assert name_places(given, doc) == given


def test_a_place_named_twice_by_one_event_is_one() -> None:
    doc = document("وقع انفجار في لاهور. ووصلت الفرق إلى المكان في المدينة.", [("لاهور", "لاهور", "PK")])
    first, second = event(doc, "انفجار", "لاهور"), event(doc, "وصلت", "المكان", "المدينة")
    assert [place.text for place in name_places([first, second], doc)[1].locations] == ["لاهور"]
