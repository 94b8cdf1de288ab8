"""The encoder: what goes in, what it does, that numpy and torch say the same, that damage is told."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic_events import encoder as module
from arabic_events.encoder import BUCKETS, KNOWN, WINDOW, Encoder, encoder_arrays, windows, word_inputs
from arabic_events.errors import ModelError
from arabic_events.text import AlignedText
from arabic_events.tokens import Sentence, tokenize

TRAINING = Path(__file__).parents[1] / "training"


def sentences(*lengths: int) -> list[Sentence]:
    found, first = [], 0
    for index, length in enumerate(lengths):
        found.append(Sentence(index, first, first + length, 0, 0, False))
        first += length
    return found


@given(st.lists(st.integers(1, 200), min_size=1, max_size=40))
def test_windows_hold_whole_sentences_in_order(lengths: list[int]) -> None:
    given_sentences = sentences(*lengths)
    found = windows(given_sentences)
    bounds = [bound for window in found for bound in window]
    assert bounds[0] == 0
    assert bounds[-1] == sum(lengths)
    assert bounds[1:-1:2] == bounds[2::2]
    starts = {sentence.first for sentence in given_sentences}
    assert {first for first, _ in found} <= starts
    for first, last in found:
        assert last - first <= WINDOW or (first, last) in {(s.first, s.last) for s in given_sentences}


def test_windows_are_of_about_one_length() -> None:
    assert windows([]) == []
    assert windows(sentences(128, 128)) == [(0, 256)]
    assert windows(sentences(128, 128, 1)) == [(0, 128), (128, 257)]
    assert windows(sentences(*[20] * 15)) == [(0, 140), (140, 280), (280, 300)]
    assert windows(sentences(*[10] * 30)) == [(0, 150), (150, 300)]
    assert windows(sentences(1, 290, 3)) == [(0, 1), (1, 291), (291, 294)]


@given(st.text(st.characters(min_codepoint=0x620, max_codepoint=0x64A), min_size=1, max_size=12))
def test_inputs_are_rows_of_the_tables(word: str) -> None:
    tokens, _ = tokenize(AlignedText.of(word))
    for token in tokens:
        own, row, stem, *hashed = word_inputs(token.norm, token.kind)
        assert 0 <= own <= KNOWN
        assert row >= 0
        assert stem >= 0
        assert all(0 <= at < size for at, size in zip(hashed, BUCKETS, strict=True))


def test_forms_of_a_word_share_what_they_share() -> None:
    plain, joined = word_inputs("هجوم", "word"), word_inputs("وبالهجوم", "word")
    assert plain[2] == joined[2] > 0
    assert plain[3] != joined[3]
    assert plain[6:] == joined[6:]
    assert word_inputs("1948", "number") == word_inputs("2023", "number") != word_inputs("19", "number")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.of(encoder_arrays("events/context"))


def embedded(encoder: Encoder, text: str) -> np.ndarray:
    tokens, _ = tokenize(AlignedText.of(text))
    inputs = np.array([word_inputs(token.norm, token.kind) for token in tokens])
    return encoder.embed(inputs, np.zeros(len(tokens), np.intp))


def test_words_see_their_window_and_no_other(encoder: Encoder) -> None:
    one = embedded(encoder, "شن الجيش هجوما على المدينة")
    other, third = embedded(encoder, "وقتل ثلاثة مدنيين"), embedded(encoder, "وأعلنت الهدنة أمس")
    size = len(one)
    together = encoder.states(np.vstack([one, other]), [(0, size), (size, size + len(other))])
    apart = encoder.states(np.vstack([one, third]), [(0, size), (size, size + len(third))])
    assert np.allclose(together[:size], apart[:size], atol=1e-5)
    whole = encoder.states(np.vstack([one, other]), [(0, size + len(other))])
    assert not np.allclose(together[:size], whole[:size], atol=1e-2)


def test_the_same_word_differs_by_its_place(encoder: Encoder) -> None:
    states = encoder.states(embedded(encoder, "هاجم الجيش الجيش"), [(0, 3)])
    assert not np.allclose(states[1], states[2], atol=1e-2)


def test_the_library_says_what_the_network_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the last step: the network is given the weights of the file, and rounds its rows as the library does."""
    torch = pytest.importorskip("torch")
    monkeypatch.syspath_prepend(TRAINING)
    network = __import__("encoder_network")
    torch.manual_seed(0)
    net = network.EncoderNetwork(
        width=32, layers=2, heads=2, inner=64, size=16, dropout=0.0, dtype=torch.float32
    ).eval()
    for layer in net.modules():
        if isinstance(layer, torch.nn.Linear | torch.nn.Embedding):
            across = isinstance(layer, torch.nn.Linear)
            weights = layer.weight.detach().numpy()
            values, scale = network.in_8_bits(weights.T if across else weights)
            layer.weight.data = torch.tensor((values * scale).T.copy() if across else values * scale)
    network.save(network.arrays_of(net), tmp_path / "rounded.npz", 2)
    monkeypatch.setattr(module, "locate", lambda name: tmp_path / name)
    ours = Encoder.of(encoder_arrays("rounded"))
    inner = [layer for one in net.layers for layer in (one.qkv, one.o, one.up, one.down)]
    exact = network.linear

    def rounded(layer: object, x: object) -> object:
        if not any(layer is one for one in inner):
            return exact(layer, x)
        step = x.abs().amax(-1, keepdim=True) / 127  # type: ignore[attr-defined]
        return exact(layer, (x / step).round() * step)

    monkeypatch.setattr(network, "linear", rounded)
    tokens, _ = tokenize(AlignedText.of("أعلنت وزارة الدفاع مقتل 3 جنود في هجوم على قاعدة قرب الموصل."))
    inputs = np.array([word_inputs(token.norm, token.kind) for token in tokens])
    starts = np.arange(len(tokens)) % 4
    with torch.no_grad():
        theirs = net(torch.tensor(inputs)[None], torch.tensor(starts)[None])[0].numpy()
    found = ours.states(ours.embed(inputs, starts), [(0, len(tokens))])
    assert np.abs(found - theirs).max() < 1e-3
    assert np.abs(found).max() > 0.1
    sys.modules.pop("encoder_network", None)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not whole", b"x" * 3000])
def test_a_damaged_file_is_told(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    monkeypatch.setattr(module, "locate", lambda _: path)
    with pytest.raises(ModelError, match=r"broken\.npz is damaged"):
        encoder_arrays("a broken one")
