"""The classifier that runs on numpy, and what becomes of damaged weights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from arabic_events import ModelError, scoring, vectors
from arabic_events.models import locate
from arabic_events.templates import ABSENT, FeatureIndex, Templates, columns, hashed

FILES = ("events/triggers", "events/arguments", "events/polarity", "claims/cues", "claims/sources")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    scoring.scorer.cache_clear()
    vectors.word_vectors.cache_clear()


def small(features: int = 5, hidden: int = 3) -> scoring.Scorer:
    rng = np.random.default_rng(1)
    draw = lambda *shape: rng.normal(size=shape).astype(np.float32)  # noqa: E731
    names = "\n".join(f"f{at}" for at in range(features)).encode()
    sparse = np.pad(draw(features, 2 + hidden), ((0, 1), (0, 0)))
    return scoring.Scorer(("a", "b"), names, sparse, draw(4, hidden), draw(2), draw(hidden), draw(hidden, 2))


def test_scores_are_probabilities_and_unknown_features_count_nothing() -> None:
    judge = small()
    dense = np.ones((3, 4), np.float32)
    table = judge.scores([["f0", "f1"], ["f0", "unheard", "f1"], []], dense)
    assert np.allclose(table.sum(axis=1), 1)
    assert np.allclose(table[0], table[1])
    assert not np.allclose(table[0], table[2])


def test_pooled_judges_are_between_both_and_a_sure_no_counts() -> None:
    one, other = np.array([[0.5, 0.5], [0.9, 0.1]], np.float32), np.array([[0.9, 0.1], [0.9, 0.1]], np.float32)
    table = scoring.pooled(one, other, 0.5)
    assert table.dtype == np.float32
    assert np.allclose(table, [[0.75, 0.25], [0.9, 0.1]], atol=1e-4)
    assert np.allclose(scoring.pooled(one, other, 1), one, atol=1e-4)
    assert np.allclose(scoring.pooled(one, other, 0), other, atol=1e-4)
    sure_no = np.array([[1.0, 0.0]], np.float32)
    assert scoring.pooled(one[:1], sure_no, 0.5)[0, 1] < 0.01
    assert np.isfinite(scoring.pooled(sure_no, sure_no[:, ::-1], 0.5)).all()


@pytest.mark.parametrize("size", [2, 3, 50])
def test_kept_sums_are_those_of_all_features(size: int) -> None:
    judge = small()
    kept = scoring.SumCache(judge, size)
    groups = {1: ("f0", "f2"), 2: ("f1",), 3: ("f4",), 4: ()}
    keys = np.array([[1, 2], [3, 2], [1, 4]])
    whole = judge.sums([[name for key in example for name in groups[key]] for example in keys.tolist()])
    for _ in range(2):
        assert np.allclose(kept.sums(keys, lambda row, at: groups[keys[row, at]]), whole, atol=1e-6)


def test_sums_of_templates_are_those_of_their_names() -> None:
    templates = Templates("f{at}", "f{at}{more}", "unheard={at}", "f1")
    values = [("0", ""), ("2", ABSENT), ("غ", "4"), ("", "3")]
    rows = [dict(zip(("at", "more"), row, strict=True)) for row in values]
    names = [templates.names(row) for row in rows]
    assert names[:2] == [["f0", "f0", "unheard=0", "f1"], ["f2", "unheard=2", "f1"]]
    judge = small()
    assert np.allclose(judge.sums_of(templates, columns(("at", "more"), values)), judge.sums(names))


@pytest.mark.parametrize("name", FILES)
def test_features_are_found_by_hash(name: str) -> None:
    judge = scoring.scorer(name)
    names = [*judge.features]
    unheard = [f"{name}\u0660" for name in names[:9]]
    assert FeatureIndex(judge.names).rows(hashed([*names, *unheard]).hashes).tolist() == [*range(len(names)), *[-1] * 9]


@pytest.mark.parametrize("name", FILES)
def test_truncated_weights_are_a_model_error(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "weights.npz"
    whole = locate(f"{name}.npz").read_bytes()
    damaged.write_bytes(whole[: len(whole) // 2])
    monkeypatch.setattr(scoring, "locate", lambda _: damaged)
    scoring.scorer.cache_clear()
    with pytest.raises(ModelError, match=r"weights\.npz"):
        scoring.scorer(name)


def test_other_version_is_a_model_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "weights.npz"
    np.savez(other, version=np.int64(99))
    monkeypatch.setattr(scoring, "locate", lambda _: other)
    scoring.scorer.cache_clear()
    with pytest.raises(ModelError, match="version 99"):
        scoring.scorer("events/triggers")


def test_truncated_vectors_are_a_model_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "vectors.npz"
    damaged.write_bytes(locate("words/vectors.npz").read_bytes()[:5000])
    monkeypatch.setattr(vectors, "locate", lambda _: damaged)
    vectors.word_vectors.cache_clear()
    with pytest.raises(ModelError, match=r"vectors\.npz"):
        vectors.word_vectors()
