"""Scorers are not asked where the network is sure: that says nothing else, and asks for much less."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from arabic_events import Article, Extractor
from arabic_events.document import Document
from arabic_events.events import arguments, polarity, triggers
from arabic_events.events.assembly import Reading, read
from arabic_events.events.context import Context

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "data/corpus/articles_b.jsonl").read_text("utf-8").splitlines()[:6]


def before_events(text: str) -> Document:
    doc = Document.of(Article(id="a", text=text))
    for stage in Extractor().stages[:-1]:
        doc = stage.run(doc)
    return doc


@pytest.fixture(scope="module")
def readings() -> list[tuple[Reading, Reading]]:
    docs = [before_events(json.loads(line)["text"]) for line in LINES]
    return [(read(doc), read(doc, every=True)) for doc in docs]


def test_what_is_not_asked_changes_no_event(readings: list[tuple[Reading, Reading]]) -> None:
    for quick, whole in readings:
        assert quick.events == whole.events
        assert [(one.first, one.type) for one in quick.triggers] == [(one.first, one.type) for one in whole.triggers]
        assert quick.events


def test_an_object_that_was_not_scored_is_one_all_the_same() -> None:
    doc = before_events("عزل البرلمان الكوري الجنوبي الرئيس يون سوك يول.")
    quick = read(doc)
    (event,) = quick.events
    assert [actor.text for actor in event.actors] == ["البرلمان الكوري الجنوبي"]  # which scores higher as target
    assert [target.text for target in event.targets] == ["الرئيس يون سوك يول"]
    assert event.targets[0].evidence == "rule:object after its subject"
    assert quick.events == read(doc, every=True).events


def asked_of_scorer(doc: Document, monkeypatch: pytest.MonkeyPatch, *, every: bool = False) -> list[tuple[str, str]]:
    """The pairs that the scorer of roles is asked about: text of the event word and of the head of the phrase."""
    asked: list[tuple[str, str]] = []
    judge = arguments._by_scorer

    def by_scorer(near: arguments._Near) -> np.ndarray:
        for view, trigger, places in near:
            heads = (doc.tokens[view.candidates[at].head].text for at in places)
            asked.extend((doc.tokens[trigger.first].text, head) for head in heads)
        return judge(near)

    with monkeypatch.context() as patch:
        patch.setattr(arguments, "_by_scorer", by_scorer)
        read(doc, every=every)
    return asked


def test_most_words_and_pairs_are_not_asked(
    readings: list[tuple[Reading, Reading]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def words(reading: Reading) -> int:
        return len(reading.scores.inputs.indices) if reading.scores is not None else 0

    asked, all_of_them = (sum(map(words, column)) for column in zip(*readings, strict=True))
    assert 0 < asked < 0.1 * all_of_them
    docs = [quick.doc for quick, _ in readings]
    few, many = (sum(len(asked_of_scorer(doc, monkeypatch, every=every)) for doc in docs) for every in (False, True))
    assert 0 < few < 0.2 * many


def test_which_pairs_the_scorer_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = before_events("قتل الجيش عددا من المسلحين و20 مدنيا في الرقة.")
    kinds = ("-", "noun", "name", "time", "quantity")

    def asked(noun: float, quantity: float, *, every: bool = False) -> set[str]:
        def roles(self: Context, pairs: np.ndarray) -> np.ndarray:
            found = np.zeros((len(pairs), len(arguments.CLASSES)), np.float32)
            counted = pairs[:, 6] == kinds.index("quantity")
            found[:, arguments.CLASSES.index("targets")] = np.where(counted, 0, noun)
            found[:, arguments.CLASSES.index("quantities")] = np.where(counted, quantity, 0)
            found[:, arguments.CLASSES.index("none")] = 1 - np.where(counted, quantity, noun)
            return found

        monkeypatch.setattr(Context, "roles", roles)
        return {head for event, head in asked_of_scorer(doc, monkeypatch, every=every) if event == "قتل"}

    assert asked(0.1, 0.1) == set()
    assert asked(0.9, 0.1) == set()
    nouns = asked(0.5, 0.1, every=True) - {"و20"}
    assert nouns >= {"الجيش", "المسلحين", "مدنيا", "الرقة"}
    assert asked(0.5, 0.1) == nouns - {"المسلحين"}  # for whom the network is asked about ``عددا``
    assert asked(0.1, 0.9) == {"و20"}  # the scorer weighs more for quantities


def test_the_scorer_of_roles_is_not_asked_where_the_network_is_sure(readings: list[tuple[Reading, Reading]]) -> None:
    share = max(arguments.CONTEXT_SHARE.values())
    above = share * arguments.SURE + 1 - share + 0.01  # what the mean with the scorer cannot reach
    sure = asked = 0
    for quick, whole in readings:
        for first, scored in quick.arguments.items():
            every = whole.arguments[first]
            for at, place in enumerate(scored.places):
                row = every.places.index(place)
                assert np.allclose(scored.table[at], every.table[row], atol=1e-5)
                if scored.table[at, 1:].max() >= above and scored.candidates[at].kind != "quantity":
                    assert np.array_equal(scored.model[at], scored.table[at])
                    sure += not np.array_equal(every.model[row], every.table[row])
                else:
                    asked += not np.array_equal(scored.model[at], scored.table[at])
    assert min(sure, asked) > 20


def test_without_the_network_all_are_asked(readings: list[tuple[Reading, Reading]]) -> None:
    doc, scores = readings[0][0].doc, readings[0][1].scores
    alone = read(doc, context=False)
    assert alone.scores is not None
    assert scores is not None
    assert alone.scores.inputs.indices == scores.inputs.indices
    assert read(doc, context=False, every=True).events == alone.events


def test_scorers_judge_the_polarity_of_doubtful_events_alone(
    readings: list[tuple[Reading, Reading]], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = readings[0][0]
    pairs = [(trigger.first, trigger.type) for trigger in reading.triggers]
    assert len(pairs) > 2
    sure = np.tile(np.array([0.02, 0.96, 0.01, 0.01], np.float32), (len(pairs), 1))
    doubtful = sure.copy()
    doubtful[1] = 0.3, 0.3, 0.2, 0.2
    for given, asked in ((sure, []), (doubtful, [1])):
        monkeypatch.setattr(Context, "polarities", lambda self, tokens, given=given: given.copy())
        found = polarity.scores(reading.doc, reading.words, pairs, reading.context)
        changed = np.flatnonzero((found != given).any(axis=1)).tolist()
        assert changed == asked
        assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("fits", "sure"),
    [
        ({}, True),
        ({"attack": 0}, True),
        ({"attack": -2}, False),
        ({"attack": 0, "death": 2}, False),
        ({"attack": 2}, True),
    ],
)
def test_the_network_is_not_sure_of_what_the_lexicon_rules_out(fits: dict[str, int], sure: bool) -> None:
    classes = ("none", "attack", "death")
    chances = np.array([[0.1, 0.85, 0.05]], np.float32)
    assert triggers._is_sure(chances, [7], classes, {7: fits}).tolist() == [sure]
