"""Cases of data/specs/same_event.toml, and what holds for any linking."""

import itertools
import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from arabic_events.document import Document
from arabic_events.events.coreference import link
from arabic_events.events.triggers import document_facts
from arabic_events.events.words import token_facts
from arabic_events.schema import Action, Article, Entity, Event, Participant, Quantity, Span, Time
from arabic_events.text import AlignedText
from arabic_events.tokens import tokenize

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "data/specs/same_event.toml").read_text("utf-8"))["case"]


def find(text: str, wanted: str) -> Span:
    words, _, number = wanted.partition("#")
    start = -1
    for _ in range(int(number or 1)):
        start = text.index(words, start + 1)
    return Span(start=start, end=start + len(words), text=words)


def nearest(text: str, words: str, to: int) -> Span:
    starts = []
    at = text.find(words)
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    start = min(starts, key=lambda start: abs(start - to))
    return Span(start=start, end=start + len(words), text=words)


def document(text: str, names: dict[str, list[str]]) -> Document:
    aligned = AlignedText.of(text)
    tokens, sentences = tokenize(aligned)
    entities = []
    for label, forms in names.items():
        for form in forms:
            at = text.find(form)
            while at >= 0:
                entities.append(
                    Entity(
                        id=f"n{len(entities)}",
                        label=label,
                        name=form,
                        start=at,
                        end=at + len(form),
                        text=form,
                        evidence="spec",
                    )
                )
                at = text.find(form, at + 1)
    return Document(
        article=Article(text=text),
        aligned=aligned,
        tokens=tokens,
        sentences=sentences,
        entities=tuple(sorted(entities, key=lambda e: e.start)),
    )


def events_of(case: dict, doc: Document) -> list[Event]:
    text = doc.article.text
    events = []
    for number, given in enumerate(case["events"]):
        action = find(text, given["trigger"])
        token = next(token for token in doc.tokens if token.start <= action.start < token.end)

        def participants(role: str, given: dict = given, at: int = action.start) -> tuple[Participant, ...]:
            spans = [nearest(text, words, at) for words in given.get(role, [])]
            return tuple(Participant(**span.model_dump(), head=span.text.split()[0], evidence="spec") for span in spans)

        def day(value: str) -> date | None:
            return date.fromisoformat(value) if len(value) == 10 else None

        events.append(
            Event(
                id=f"e{number}",
                type=given["type"],
                group="conflict",
                action=Action(**action.model_dump(), lemma=token_facts(token).analysis.lemma),
                actors=participants("actors"),
                targets=participants("targets"),
                locations=participants("locations"),
                dates=tuple(
                    Time(
                        id="t",
                        start=0,
                        end=0,
                        text="",
                        value=value,
                        earliest=day(value),
                        latest=day(value),
                        evidence="spec",
                    )
                    for value in given.get("dates", [])
                ),
                quantities=tuple(
                    Quantity(id="q", start=0, end=0, text="", value=value, unit=unit, evidence="spec")
                    for value, unit in given.get("quantities", [])
                ),
                polarity=given.get("polarity", "asserted"),
                sentence=token.sentence,
                evidence="spec",
            )
        )
    return events


def clusters(events: tuple[Event, ...]) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for number, event in enumerate(events):
        found.setdefault(event.same_as or event.id, []).append(number)
    return sorted(group for group in found.values() if len(group) > 1)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_same_event(case):
    doc = document(case["text"].strip(), case["names"])
    linked = link(events_of(case, doc), doc, document_facts(doc))
    assert clusters(linked) == sorted(case["same"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_links_point_to_a_first_mention(case):
    doc = document(case["text"].strip(), case["names"])
    events = events_of(case, doc)
    linked = link(events, doc, document_facts(doc))
    assert [event.id for event in linked] == [event.id for event in events]
    by_id = {event.id: event for event in linked}
    for event in linked:
        if event.same_as:
            first = by_id[event.same_as]
            assert first.same_as is None
            assert first.action.start < event.action.start
    assert link(linked, doc, document_facts(doc)) == linked


def test_order_of_events_does_not_matter():
    case = CASES[0]
    doc = document(case["text"].strip(), case["names"])
    events = events_of(case, doc)
    expected = {event.id: event.same_as for event in link(events, doc, document_facts(doc))}
    for order in itertools.permutations(events):
        assert {event.id: event.same_as for event in link(order, doc, document_facts(doc))} == expected


def test_nothing_to_link():
    doc = document("", {})
    assert link((), doc, document_facts(doc)) == ()


def test_own_articles_have_no_links_between_far_types():
    """Linked mentions in our own corpus are of types that may name one happening."""
    allowed = [
        {"attack", "clash", "military_move"},
        {"agreement", "ceasefire"},
        {"visit", "meeting"},
        {"launch", "policy"},
    ]
    allowed += [{"withdrawal", "displacement"}, {"arrest", "release"}]
    record = json.loads((ROOT / "data/corpus/articles_a.jsonl").read_text("utf-8").splitlines()[0])
    doc = document(record["text"], {})
    events = []
    for event in record["events"]:
        trigger = event.get("trigger") or event["action"]
        token = next(token for token in doc.tokens if token.end > trigger["start"])
        action = Action(
            start=trigger["start"], end=trigger["end"], text=trigger["text"], lemma=token_facts(token).analysis.lemma
        )
        events.append(
            Event(
                id=event["id"],
                type=event["type"],
                group="conflict",
                action=action,
                sentence=token.sentence,
                evidence="x",
            )
        )
    by_id = {event.id: event for event in link(events, doc, document_facts(doc))}
    for event in by_id.values():
        if event.same_as:
            kinds = {event.type, by_id[event.same_as].type}
            assert len(kinds) == 1 or any(kinds <= group for group in allowed)
