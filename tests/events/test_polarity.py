"""Cases of data/specs/polarity.toml, and what holds for any judgement."""

import tomllib
from pathlib import Path

import pytest

from arabic_events.document import Document
from arabic_events.events.polarity import POLARITIES, judge, judge_all, judge_by_rules
from arabic_events.events.triggers import document_facts
from arabic_events.lexicon import toml
from arabic_events.schema import EVENT_TYPES, Article
from arabic_events.text import AlignedText, normalize
from arabic_events.tokens import tokenize

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "data/specs/polarity.toml").read_text("utf-8"))["case"]
SENTENCES = [(case, marked) for case in CASES for marked in case["accept"]]


def read(case: dict, marked: str) -> tuple[Document, list[tuple[int, str]]]:
    at = marked.index("[")
    text = marked.replace("[", "").replace("]", "")
    aligned = AlignedText.of(text)
    tokens, sentences = tokenize(aligned)
    doc = Document(article=Article(text=text), aligned=aligned, tokens=tokens, sentences=sentences)
    triggers = [(next(token.index for token in tokens if token.end > at), case["type"])]
    for word, kind in case.get("others", {}).items():
        triggers.append((next(token.index for token in tokens if token.text == word), kind))
    return doc, triggers


@pytest.mark.parametrize(("case", "marked"), SENTENCES, ids=[marked for _, marked in SENTENCES])
def test_polarity(case, marked):
    doc, triggers = read(case, marked)
    (polarity, evidence), *_ = judge_all(doc, document_facts(doc), triggers)
    assert polarity == case["polarity"], evidence
    assert evidence


@pytest.mark.parametrize(("case", "marked"), SENTENCES, ids=[marked for _, marked in SENTENCES])
def test_one_is_judged_as_in_the_batch(case, marked):
    doc, triggers = read(case, marked)
    words = document_facts(doc)
    (index, kind), *others = triggers
    assert judge(doc, words, index, kind, governors=others) == judge_all(doc, words, triggers)[0]


def test_every_trigger_gets_an_answer_and_order_does_not_matter():
    case, marked = SENTENCES[-1]
    doc, triggers = read(case, marked)
    words = document_facts(doc)
    forward, backward = judge_all(doc, words, triggers), judge_all(doc, words, triggers[::-1])
    assert forward == backward[::-1]
    assert all(polarity in POLARITIES for polarity, _ in forward)
    assert judge_all(doc, words, []) == []


def test_rules_name_the_cue():
    case, marked = next((case, marked) for case, marked in SENTENCES if case["polarity"] == "negated")
    doc, triggers = read(case, marked)
    polarity, evidence = judge_by_rules(doc, document_facts(doc), triggers)[0]
    assert polarity == "negated"
    assert evidence.endswith("لم")


def test_a_full_stop_ends_the_scope():
    text = "لم تعلق الوزارة. وقصفت الطائرات المدينة."
    aligned = AlignedText.of(text)
    tokens, sentences = tokenize(aligned)
    doc = Document(article=Article(text=text), aligned=aligned, tokens=tokens, sentences=sentences)
    index = next(token.index for token in tokens if token.text == "وقصفت")
    assert judge_by_rules(doc, document_facts(doc), [(index, "attack")])[0][0] == "asserted"


def test_cue_lexicon_is_whole():
    table = toml("polarity_cues.toml")
    assert set(table["governors"]) <= set(EVENT_TYPES)
    names = [cue["name"] for cue in table["cue"]]
    assert len(names) == len(set(names))
    for cue in table["cue"]:
        assert cue["polarity"] in POLARITIES
        assert cue["reach"] in {"next", "content", "clause", "after"}
        forms = [*cue.get("words", ()), *cue.get("more", ()), *(form for verb in cue.get("verbs", ()) for form in verb)]
        assert forms
        assert all(form == normalize(form) for form in forms)


def test_long_sentences_without_marks_are_quick():
    text = "قال الوزير إن الحكومة قد ترفع الأسعار " * 60
    aligned = AlignedText.of(text)
    tokens, sentences = tokenize(aligned)
    doc = Document(article=Article(text=text), aligned=aligned, tokens=tokens, sentences=sentences)
    triggers = [(token.index, "market_change") for token in tokens if token.text == "ترفع"]
    assert len(judge_all(doc, document_facts(doc), triggers)) == 60
