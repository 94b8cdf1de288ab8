"""Explanations say what really decided: their numbers are those of the scorers, their words those of the lexicon."""

from __future__ import annotations

import json
import tomllib
from math import log
from pathlib import Path

import numpy as np
import pytest
from made import MADE
from typer.testing import CliRunner

from arabic_events import Article, Extraction, errors, explain, extract, why_not
from arabic_events.cli import app
from arabic_events.document import Document
from arabic_events.events.arguments import BESIDE, ROLE_THRESHOLD, SentenceView
from arabic_events.events.assembly import Reading, read
from arabic_events.events.feature_names import describe_argument, describe_word, group_of
from arabic_events.events.triggers import NONE, THRESHOLD
from arabic_events.explanations import Explanation, Reason
from arabic_events.pipeline import Extractor
from arabic_events.schema import ROLES
from arabic_events.scoring import Scorer, scorer
from arabic_events.threads import one_thread

TEXT = (
    "أعلنت وزارة الدفاع العراقية، الثلاثاء، مقتل ثلاثة جنود في هجوم على قاعدة قرب مدينة الموصل. "
    "ولم تعلن أي جهة مسؤوليتها. وقال المتحدث باسم الوزارة إن الجيش سيشن غارات على مواقع المسلحين."
)
PUBLISHED = "2024-03-14"


@pytest.fixture(scope="module")
def result() -> Extraction:
    return extract(TEXT, published=PUBLISHED)


@pytest.fixture(scope="module")
def doc() -> Document:
    return Extractor().run(Article(text=TEXT, published=PUBLISHED))


def reading_of(doc: Document) -> Reading:
    """The article read again, every word scored, on one thread as `explain` does."""
    with one_thread():
        return read(doc, every=True)


# --- the numbers -----------------------------------------------------------------------------------------------------


def test_contributions_add_up_to_the_log_odds() -> None:
    random = np.random.default_rng(7)

    def made(*shape: int) -> np.ndarray:
        return random.normal(size=shape).astype(np.float32)

    judge = Scorer(
        ("none", "a", "b"),
        b"x\ny\nz",
        np.pad(made(3, 7), ((0, 1), (0, 0))),
        made(6, 4),
        made(3),
        made(4),
        made(4, 3),
    )
    dense = made(6)
    row = judge.scores([["x", "unmet", "z", "x"]], dense[None])[0]
    found = judge.contributions(["x", "unmet", "z", "x"], dense, of="b", against="none", dimensions=3)
    assert [name for name, _ in found.sparse] == ["x", "z", "x"]
    assert len(found.dense) == 2
    assert found.total == pytest.approx(log(row[2] / row[0]), abs=1e-4)


def test_the_word_has_the_numbers_of_the_scorer(doc: Document, result: Extraction) -> None:
    reading = reading_of(doc)
    scores = reading.scores
    assert scores is not None
    classes = scorer("events/triggers").classes
    for event, trigger in zip(result.events, reading.triggers, strict=True):
        score = explain(result, event).word
        at = scores.inputs.indices.index(next(t.index for t in doc.tokens if t.start <= score.word.start < t.end))
        assert score.probability == pytest.approx(float(scores.fires[at]))
        assert score.probability == pytest.approx(trigger.confidence)
        assert score.probability >= score.threshold == THRESHOLD
        assert score.types[0].type == event.type
        assert score.types[0].probability == pytest.approx(float(scores.table[at, classes.index(event.type)]))
        assert 1 - score.model == pytest.approx(float(scores.model[at, classes.index(NONE)]), abs=1e-6)


def test_groups_add_up_to_the_log_odds_with_the_lexicon(doc: Document, result: Extraction) -> None:
    reading = reading_of(doc)
    scores = reading.scores
    assert scores is not None
    silent = scorer("events/triggers").classes.index(NONE)
    for event in result.events:
        score = explain(result, event).word
        at = next(at for at, index in enumerate(scores.inputs.indices) if doc.tokens[index].end == score.word.end)
        odds = score.types[0].probability / float(scores.table[at, silent])
        assert sum(group.weight for group in score.groups) == pytest.approx(log(odds), abs=0.02)
        weights = [abs(feature.weight) for feature in score.features]
        assert weights == sorted(weights, reverse=True)


def test_roles_have_the_numbers_of_the_scorer(result: Extraction) -> None:
    met = set()
    for event in result.events:
        explanation = explain(result, event)
        assert [role.role for role in explanation.roles] == list(ROLES)
        for role in explanation.roles:
            values = getattr(event, role.role)
            assert [one.phrase.start for one in role.chosen] == [value.start for value in values]
            assert role.threshold == pytest.approx(min(1, ROLE_THRESHOLD[role.role] / event.confidence), abs=0.002)
            for value, one in zip(values, role.chosen, strict=True):
                assert one.stopped is None
                met.add(role.role)
                if one.by == "model":
                    assert one.probability is not None
                    assert one.probability >= role.threshold
                    if role.role in ("actors", "targets", "locations"):
                        assert value.confidence == pytest.approx(one.probability, abs=0.001)
            if role.next is not None and role.next.probability is not None:
                assert role.next.stopped
                likelier = role.next.otherwise and role.next.otherwise[1] >= role.next.probability
                best = max((one.probability or 0 for one in role.chosen), default=0)
                behind = role.next.probability < BESIDE * best
                assert role.next.probability < role.threshold or likelier or behind
    assert {"targets", "locations", "quantities"} <= met


def test_every_feature_has_a_description(doc: Document) -> None:
    reading = reading_of(doc)
    assert reading.scores is not None
    for names in reading.scores.inputs.names():
        missing = [name for name in names if describe_word(name) == name]
        assert not missing, f"say what they mean in events/feature_names.py: {missing}"
    for scored in reading.arguments.values():
        for names in scored.pairs.names(scored.view):
            missing = [name for name in names if describe_argument(name) == name]
            assert not missing, f"say what they mean in events/feature_names.py: {missing}"
    assert isinstance(scored.view, SentenceView)
    assert scored.pairs.candidates == scored.candidates
    assert len(scored.pairs.values) == len(scored.table) > 0


@pytest.mark.parametrize(
    ("feature", "says", "group"),
    [
        ("-1s=شن", "the word before has the stem شن", "the words around"),
        ("2x=attack", "the word 2 places after is in the lexicon under attack", "the words around"),
        ("xf=aid+wnoun", "a sense in the lexicon: aid, fits by a word near, as noun", "the lexicon"),
        ("z3=جوم", "it ends in جوم", "its form"),
        ("brand new=1", "brand new=1", "the words around"),
    ],
)
def test_features_in_words(feature: str, says: str, group: str) -> None:
    assert (describe_word(feature), group_of(feature)) == (says, group)


def test_argument_features_in_words() -> None:
    assert describe_argument("fs=ليtarget.a0.+.N") == "the lexicon's frame, and where the phrase stands: " + (
        "لي brings the target, a0, +, N"
    )
    assert describe_argument("new=1") == "new=1"


# --- explain ---------------------------------------------------------------------------------------------------------


def test_the_page_names_what_decided(result: Extraction) -> None:
    explanation = explain(result, "e0")
    assert explanation.event == result.events[0]
    assert {sense.entry for sense in explanation.word.senses} >= {"event_nouns/مقتل"}
    page = str(explanation)
    for part in (
        "e0 death: مقتل",
        f"threshold {THRESHOLD:.2f}",
        "event_nouns/مقتل (death): holds anywhere",
        "ثلاثة جنود",
        "c0:",
    ):
        assert part in page
    assert explanation.claim is not None
    assert Explanation.model_validate_json(explanation.model_dump_json()) == explanation


def test_a_text_and_its_extraction_are_explained_alike(result: Extraction) -> None:
    assert explain(TEXT, "e1", published=PUBLISHED) == explain(result, "e1")
    assert explain(Article(text=TEXT, published=PUBLISHED), "e1") == explain(result, result.events[1])
    again = Extraction.model_validate_json(result.model_dump_json())
    assert explain(again, "e1") == explain(result, "e1")


def test_another_recogniser_is_no_hindrance() -> None:
    other = extract(TEXT, published=PUBLISHED, ner="gazetteer")
    assert [explain(other, event).event for event in other.events] == list(other.events)


def test_rules_that_make_arguments_are_named() -> None:
    text = "اجتمع وزير الخارجية المصري مع نظيره التركي في القاهرة. وغادر القاهرة مساء."
    found = extract(text, published=PUBLISHED)
    rules = {
        one.by
        for event in found.events
        for role in explain(found, event).roles
        for one in role.chosen
        if one.by != "model"
    }
    made = {actor.evidence for event in found.events for actor in event.actors if actor.evidence.startswith("rule:")}
    assert made <= rules
    assert made, "this text is here for its dropped subject"


def test_the_rule_of_polarity_is_named() -> None:
    found = extract("لم يهاجم الجيش القرية.", published=PUBLISHED)
    polarity = explain(found, found.events[0]).polarity
    assert polarity.polarity == found.events[0].polarity == "negated"
    assert polarity.rules[0] == "negated"
    assert "لم" in polarity.rules[1]
    assert sum(polarity.probabilities.values()) == pytest.approx(1)


def test_events_that_are_not_there(result: Extraction) -> None:
    with pytest.raises(
        errors.ExplanationError, match=r"no event 'e99' in this article; its events are: e0 \(death مقتل\)"
    ):
        explain(result, "e99")
    with pytest.raises(errors.ExplanationError, match="extract the article again"):
        explain(MADE, "e4")
    with pytest.raises(errors.ExplanationError, match="its own date"):
        explain(result, "e0", published=PUBLISHED)
    with pytest.raises(errors.ExplanationError, match="its events are: none"):
        explain("no Arabic here", "e0")
    with pytest.raises(errors.InputError):
        explain({"title": "x"}, "e0")


def test_explaining_changes_nothing(result: Extraction) -> None:
    explain(result, "e0")
    why_not(result, "قاعدة")
    assert extract(TEXT, published=PUBLISHED) == result


# --- why_not ---------------------------------------------------------------------------------------------------------


def one(text: str | Extraction, word: str) -> Reason:
    (reason,) = why_not(text, word)
    return reason


def test_no_such_word(result: Extraction) -> None:
    reason = one(result, "قاعده جويه")
    assert (reason.kind, reason.word) == ("no_such_word", None)
    assert "it has الموصل" in one(result, "الموصلي").says


def test_it_is_an_event_after_all(result: Extraction) -> None:
    reason = one(result, "هجوم")
    assert (reason.kind, reason.event) == ("event", "e1")
    assert reason.score is not None
    assert reason.score.probability >= reason.score.threshold


def test_part_of_the_words_of_an_event() -> None:
    text = "أعلنت الحكومة وقف إطلاق النار مع المتمردين."
    event = next(event for event in extract(text).events if event.type == "ceasefire")
    for word in event.action.text.split():
        if event.action.text != word:
            reason = one(text, word)
            assert (reason.kind, reason.event) == ("part_of_event", event.id)
            assert "event_phrases/" in reason.says
    assert one(text, event.action.text).kind == "event"


@pytest.mark.parametrize("word", ["في", "،", "3"])
def test_not_a_candidate(word: str) -> None:
    reason = one("قتل 3 جنود في الموصل، أمس.", word)
    assert (reason.kind, reason.score) == ("not_a_candidate", None)
    assert "never name events" in reason.says


def test_dropped_by_a_rule(result: Extraction) -> None:
    reason = one(result, "الموصل")
    assert (reason.kind, reason.rule) == ("dropped", "inside a name")
    assert "LOC" in reason.says
    latin = one("Iraq: attack", "attack")
    assert (latin.kind, latin.rule) == ("dropped", "no Arabic letters")


def test_unknown_word() -> None:
    reason = one("وقال السكان إن الأطفال تشقلظوا في الساحة.", "تشقلظوا")
    assert reason.kind == "unknown_word"
    assert "neither the event lexicon nor the scorer knows the word" in reason.says
    assert reason.score is not None
    assert (reason.score.senses, reason.score.phrase) == ((), None)


def test_scored_as_no_event(result: Extraction) -> None:
    reason = one(result, "قاعدة")
    assert reason.kind == "scored_as_no_event"
    assert reason.score is not None
    assert reason.score.probability < reason.score.threshold == THRESHOLD
    assert reason.score.types[0].probability <= reason.score.probability + 1e-6
    assert f"below the threshold {THRESHOLD:.2f}" in reason.says
    assert Reason.model_validate_json(reason.model_dump_json()) == reason


def test_what_rules_a_sense_out_is_named() -> None:
    reason = one("أجرى الأطباء عملية جراحية للمريض.", "عملية")
    assert reason.score is not None
    fits = {(sense.type, sense.fit): sense.words for sense in reason.score.senses}
    assert fits["military_move", "ruled out"] == ("جراحيه",)


def test_a_cue_of_a_claim_is_called_one(result: Extraction) -> None:
    assert "introduces claim c" in one(result, "أعلنت").says


def test_every_place_and_every_form_of_a_word() -> None:
    text = "في القرية هجوم. بعد الهجوم غادر السكان القرية."
    assert len(why_not(text, "القرية")) == 2
    assert [reason.word.text for reason in why_not(text, "هجوم") if reason.word] == ["هجوم"]
    assert [reason.word.text for reason in why_not(text, "قرية") if reason.word] == ["القرية", "القرية"]
    assert [reason.word.text for reason in why_not(text, "غادَرَ السكان") if reason.word] == ["غادر السكان"]


@pytest.mark.parametrize("word", ["", "  "])
def test_an_empty_word(word: str) -> None:
    with pytest.raises(errors.ExplanationError, match="give a word of the text"):
        why_not(TEXT, word)


@pytest.mark.parametrize(
    "case", tomllib.loads((Path(__file__).parents[1] / "data/specs/events.toml").read_text("utf-8"))["case"][:12]
)
def test_each_word_of_a_text_has_a_reason(case: dict[str, str]) -> None:
    found = extract(case["text"])
    for word in set(case["text"].split()):
        for reason in why_not(found, word):
            assert reason.kind != "no_such_word"
            assert reason.says
            assert (reason.event is not None) == (reason.kind in ("event", "part_of_event"))
    for event in found.events:
        assert explain(found, event).event == event


# --- command line ----------------------------------------------------------------------------------------------------


def call(*arguments: str, status: int = 0) -> str:
    done = CliRunner().invoke(app, ["explain", *arguments])
    assert done.exit_code == status, done.output
    return done.output


def test_command(tmp_path: Path, result: Extraction) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, "utf-8")
    events = tmp_path / "a.jsonl"
    events.write_text(result.model_dump_json() + "\n", "utf-8")
    page = call(str(article), "--published", PUBLISHED)
    assert page == call(str(events))
    assert page.count("  polarity") == len(result.events)
    assert call(str(events), "--event", "e1").startswith("e1 attack: هجوم")
    words = call(str(events), "--word", "قاعدة", "--json")
    assert json.loads(words)["kind"] == "scored_as_no_event"
    assert "no event 'e77'" in call(str(events), "--event", "e77", status=2)
    assert "for a .txt article" in call(str(events), "--published", PUBLISHED, status=2)
    assert "no article matches" in call(str(events), "--id", "other", status=2)
    assert "no such file" in call(str(tmp_path / "none.jsonl"), status=2)


def test_command_with_several_articles(tmp_path: Path) -> None:
    events = tmp_path / "a.jsonl"
    many = [extract(Article(text=TEXT, id=name, published=None)) for name in ("n1", "n2")]
    events.write_text("".join(one.model_dump_json() + "\n" for one in many), "utf-8")
    assert "choose one with --id" in call(str(events), status=2)
    assert "e1 attack" in call(str(events), "--id", "n2", "-e", "e1")


def test_events_without_the_network_are_explained_without_it() -> None:
    article = Article(text=TEXT, published="2024-05-02")
    without = Extractor(context=False).extract_one(article)
    assert without.events
    assert all("model:triggers" in event.evidence for event in without.events)
    for event in without.events:
        score = explain(without, event).word
        assert score.context is None
        assert all(kind.context is None for kind in score.types)
        assert "as a whole" not in str(explain(without, event))
        assert sum(group.weight for group in score.groups) == pytest.approx(
            log(score.types[0].probability / (1 - score.probability)), abs=0.02
        )
    for event in Extractor().extract_one(article).events:
        assert "model+context:triggers" in event.evidence
