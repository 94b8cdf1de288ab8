"""What the network is told of a document, and the shape of what it says."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic_events import Article, Extractor, encoder
from arabic_events.document import Document
from arabic_events.events import context as module
from arabic_events.events.arguments import CLASSES, Names
from arabic_events.events.context import (
    DISTANCES,
    LINKS,
    NAMES,
    SENSES,
    Context,
    ContextInputs,
    PhraseRows,
    context_inputs,
    distance_row,
    link_row,
)
from arabic_events.events.polarity import POLARITIES
from arabic_events.events.triggers import document_facts, fits_of, phrase_matches
from arabic_events.schema import EVENT_TYPES

ROOT = Path(__file__).parents[2]
TEXT = "مقتل 3 جنود في هجوم\nأعلنت وزارة الدفاع العراقية الثلاثاء مقتل 3 جنود في هجوم قرب بغداد. ولقي مدني مصرعه."


@pytest.fixture(scope="module")
def doc() -> Document:
    return Extractor(ner="gazetteer").run(Article(text=TEXT, published="2024-05-02"))


@pytest.fixture(scope="module")
def inputs(doc: Document) -> ContextInputs:
    words = document_facts(doc)
    names, matches = Names.of(doc), phrase_matches(doc, words)
    phrases = {match.first: match.phrase.sense.type for match in matches.values()}
    return context_inputs(doc, names.labels, names.name_starts, names.values, fits_of(doc, words), phrases)


def at(doc: Document, text: str, place: int = 0) -> int:
    return [token.index for token in doc.tokens if token.text == text][place]


def test_each_token_has_what_is_known_of_it(doc: Document, inputs: ContextInputs) -> None:
    assert len(inputs.words) == len(inputs.senses) == len(doc.tokens)
    first = [sentence.first for sentence in doc.sentences]
    assert inputs.starts[first].tolist() == [3, 3, 1]
    assert inputs.starts.sum() == 7
    assert inputs.headings[: doc.sentences[0].last].all()
    assert not inputs.headings[doc.sentences[1].first :].any()
    assert inputs.names[at(doc, "بغداد")] == NAMES.index("LOC") + len(NAMES)
    assert inputs.values[at(doc, "الثلاثاء")] == 1
    assert inputs.values[at(doc, "3")] == 3
    assert inputs.senses[at(doc, "هجوم")]
    assert not inputs.senses[at(doc, "في")]
    assert all(0 < row < SENSES for rows in inputs.senses for row in rows)


def test_probabilities_have_their_shapes(doc: Document, inputs: ContextInputs) -> None:
    context = Context.of(inputs)
    here = [at(doc, "هجوم", 1), at(doc, "في", 1)]
    types, polarities = context.types(here), context.polarities(here)
    assert types.shape == (2, 1 + len(EVENT_TYPES))
    assert polarities.shape == (2, len(POLARITIES))
    phrases = [(at(doc, word), at(doc, word), kind, "+") for word, kind in (("بغداد", "name"), ("الثلاثاء", "time"))]
    roles = context.roles(PhraseRows.of(phrases).pairs((here[0], here[0] + 1, "attack"), [0, 1]))
    assert roles.shape == (2, len(CLASSES))
    for table in (types, polarities, roles):
        assert np.allclose(table.sum(axis=1), 1, atol=1e-5)
    assert EVENT_TYPES[int(types[0, 1:].argmax())] == "attack"
    assert types[0, 0] < 0.5 < types[1, 0]
    assert CLASSES[int(roles[0].argmax())] == "locations"


def test_a_pair_does_not_hang_on_the_others(doc: Document, inputs: ContextInputs) -> None:
    context = Context.of(inputs)
    trigger = at(doc, "مقتل", 1)
    phrases = PhraseRows.of((index, index, "noun", "+") for index in range(trigger - 2, trigger + 4))
    pairs = phrases.pairs((trigger, trigger + 1, "death"), range(6))
    together = context.roles(pairs)
    assert np.allclose(together, np.vstack([context.roles(pairs[[row]]) for row in range(6)]), atol=1e-5)


@given(st.integers(-400, 400))
def test_distances_have_rows_near_ones_their_own(distance: int) -> None:
    row = distance_row(distance)
    assert 0 <= row < DISTANCES
    if distance != 0:
        assert row != distance_row(-distance)
    if abs(distance) < 12:
        assert row == distance_row(distance) != distance_row(distance + 1)
    assert (row >= DISTANCES // 2) == (distance < 0)


@given(st.text(max_size=6))
def test_links_have_rows(link: str) -> None:
    assert 1 <= link_row(link) < LINKS


def test_a_pair_knows_its_side() -> None:
    phrases = PhraseRows.of((head, head, "noun", "+") for head in (4, 5, 6, 7))
    assert phrases.pairs((5, 7, "attack"), range(4))[:, -1].tolist() == [2, 0, 0, 1]


@given(st.integers(0, 900), st.integers(0, 900))
def test_a_pair_knows_its_distance(first: int, head: int) -> None:
    (row,) = PhraseRows.of([(head, head, "noun", "+")]).pairs((first, first + 1, "attack"), [0])
    assert row.tolist()[:3] == [first, head, head]
    assert row[4] == distance_row(head - first)


def test_the_library_says_what_training_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inputs, names of arrays and the order of classes are the same; weights in 8 bits are a little off."""
    torch = pytest.importorskip("torch")
    monkeypatch.syspath_prepend(ROOT / "training")
    training, network = importlib.import_module("train_context"), importlib.import_module("encoder_network")
    record = json.loads((ROOT / "data/corpus/articles_a.jsonl").read_text("utf-8").splitlines()[0])
    doc = importlib.import_module("gold").predicted(record, before="claims")
    parts = training.windows_of(doc, record, 1.0)
    torch.manual_seed(3)
    net = training.ContextNetwork(network.EncoderNetwork(dtype=torch.float32)).eval()
    for parameter in net.parameters():
        parameter.data *= 1.5
    network.save(net.arrays(), tmp_path / "made.npz", network.HEADS)
    monkeypatch.setattr(encoder, "locate", lambda name: tmp_path / name)
    made = encoder.encoder_arrays("made")
    monkeypatch.setattr(module, "_arrays", lambda: made.floats)
    monkeypatch.setattr(module, "_encoder", lambda: encoder.Encoder.of(made))
    context = Context.of(parts[0].inputs)
    assert training.LABELS[1:] == tuple(EVENT_TYPES)
    assert training.POLARITIES == POLARITIES
    judged = pairs = 0
    for part in parts:
        batch = training.Batch.of([part])
        with torch.no_grad():
            states = net.states(batch)
            types = net.types(states).softmax(-1).numpy()
            polarities = net.polarities(states).softmax(-1).numpy()
            roles = net.role_scores(states, batch.pairs).softmax(-1).numpy()
        here = range(part.first, part.last)
        assert np.abs(context.types(here) - types).max() < 0.1
        assert np.abs(context.polarities(here) - polarities).max() < 0.1
        moved = part.pairs + np.array([part.first] * 3 + [0] * 5)
        if len(moved):
            assert np.abs(context.roles(moved) - roles).max() < 0.1
        judged += int((part.types > 0).sum())
        pairs += int((part.roles > 0).sum())
    assert judged > 5
    assert pairs > 5


def test_the_mean_of_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")
    monkeypatch.syspath_prepend(ROOT / "training")
    training, network = importlib.import_module("train_context"), importlib.import_module("encoder_network")
    nets = [training.ContextNetwork(network.EncoderNetwork(layers=1)) for _ in range(2)]
    one, other = (net.types.weight.detach().clone() for net in nets)
    assert torch.allclose(training.averaged(nets).types.weight, (one + other) / 2)


def test_long_texts_are_read_in_parts_with_the_same_result(inputs: ContextInputs) -> None:
    network = module._encoder()
    embedded = np.tile(network.embed(inputs.words, inputs.starts), (60, 1))
    size = len(inputs.words)
    ranges = [(at * size, (at + 1) * size) for at in range(60)]
    together = network.states(embedded, ranges)
    alone = network.states(embedded[:size], [(0, size)])
    assert together.shape == (60 * size, alone.shape[1])
    for first, last in ranges:
        assert np.allclose(together[first:last], alone, atol=1e-4)
