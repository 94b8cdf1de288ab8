"""Which candidates get a role, given what the scorers say of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from arabic_events import Article, Extractor
from arabic_events.document import Document
from arabic_events.events.arguments import BESIDE, CLASSES, ROLE_THRESHOLD, ScoredPairs, choose_arguments, threshold_of
from arabic_events.events.assembly import read

TEXT = "هاجم مسلحون دورية للجيش ومركزا للشرطة قرب السوق."


def scored_of(text: str, kind: str) -> ScoredPairs:
    """The first event of a type with its candidates, certain as an event."""
    doc = Document.of(Article(id="a", text=text))
    for stage in Extractor().stages[:-1]:
        doc = stage.run(doc)
    scored = next(one for one in read(doc, every=True).arguments.values() if one.trigger.type == kind)
    return replace(scored, trigger=replace(scored.trigger, confidence=1.0))


@pytest.fixture(scope="module")
def attack() -> ScoredPairs:
    return scored_of(TEXT, "attack")


def chosen(scored: ScoredPairs, scores: dict[str, float], role: str = "targets") -> list[str]:
    """The phrases that get the role where the nouns have these probabilities of it, all others none."""
    words = [token.core for token in scored.view.doc.tokens]
    table = np.zeros((len(scored.candidates), len(CLASSES)), np.float32)
    for row, candidate in zip(table, scored.candidates, strict=True):
        row[CLASSES.index(role)] = scores.get(words[candidate.head], 0.0)
        row[0] = 1 - row.sum()
    arguments = choose_arguments([replace(scored, table=table)])[scored.trigger.first]
    assert all(argument.role == role for argument in arguments)
    return [words[argument.candidate.head] for argument in arguments]


def test_a_role_needs_its_threshold(attack: ScoredPairs) -> None:
    least = ROLE_THRESHOLD["targets"]
    assert chosen(attack, {"دوريه": least + 0.01}) == ["دوريه"]
    assert chosen(attack, {"دوريه": least - 0.01}) == []


def test_a_doubtful_event_asks_more_of_its_arguments(attack: ScoredPairs) -> None:
    doubtful = replace(attack, trigger=replace(attack.trigger, confidence=0.5))
    assert threshold_of("targets", doubtful.trigger) == pytest.approx(2 * ROLE_THRESHOLD["targets"])
    assert chosen(doubtful, {"دوريه": 2 * ROLE_THRESHOLD["targets"] - 0.01}) == []
    assert chosen(doubtful, {"دوريه": 2 * ROLE_THRESHOLD["targets"] + 0.01}) == ["دوريه"]


def test_phrases_that_are_far_less_likely_than_the_best_do_not_stand_beside_it(attack: ScoredPairs) -> None:
    assert chosen(attack, {"دوريه": 0.9, "السوق": 0.9 * BESIDE - 0.01}) == ["دوريه"]
    assert chosen(attack, {"دوريه": 0.9, "السوق": 0.9 * BESIDE + 0.01}) == ["دوريه", "السوق"]


def test_what_a_conjunction_joins_stands_beside_the_best(attack: ScoredPairs) -> None:
    assert chosen(attack, {"دوريه": 0.9, "مركزا": ROLE_THRESHOLD["targets"] + 0.01}) == ["دوريه", "مركزا"]


def test_the_noun_of_a_verb_phrase_plays_no_role() -> None:
    death = scored_of("يفارق زوجها الحياة في الحرب.", "death")
    assert chosen(death, {"زوجها": 0.9, "الحياه": 0.9}) == ["زوجها"]


def test_where_the_scorers_are_torn_the_lexicon_says_what_the_subject_is() -> None:
    scored = scored_of("أعلن الجيش أن عشرات المسلحين استسلموا أمس.", "disarmament")
    nouns = [at for at, one in enumerate(scored.candidates) if one.kind == "noun"]
    at = next(at for at in nouns if scored.candidates[at].last == scored.trigger.first)
    for actors, targets, role in ((0.41, 0.54, "actors"), (0.2, 0.7, "targets")):
        table = np.zeros((len(scored.candidates), len(CLASSES)), np.float32)
        table[at, [CLASSES.index("actors"), CLASSES.index("targets")]] = actors, targets
        (argument,) = choose_arguments([replace(scored, table=table)])[scored.trigger.first]
        assert argument.role == role
        assert argument.confidence == pytest.approx(actors if role == "actors" else targets)
