"""A bad model file gives a typed error with its path and the remedy, and runs no code."""

from __future__ import annotations

import copy
import gzip
import json
import lzma
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from arabic_events import clusters
from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.ner.linear import LABELS, LinearModel
from arabic_events.ner.neural import NeuralTagger


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = locate("entities/weights.npz").parent
    for name in ("weights.npz", "features.txt.xz"):
        shutil.copy(source / name, tmp_path / name)
    return tmp_path


def fails(folder: Path, name: str) -> None:
    with pytest.raises(ModelError) as caught:
        LinearModel.load(folder)
    assert str(folder) in str(caught.value)
    assert name in str(caught.value)
    assert "train_entities.py" in str(caught.value)


def test_whole(folder: Path) -> None:
    assert LinearModel.load(folder).weights.dtype == np.int8


@pytest.mark.parametrize("name", ["weights.npz", "features.txt.xz"])
def test_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    fails(folder, name)


@pytest.mark.parametrize("name", ["weights.npz", "features.txt.xz"])
@pytest.mark.parametrize("share", [0.0, 0.5])
def test_truncated(folder: Path, name: str, share: float) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: int(len(data) * share)])
    fails(folder, name)


def test_rows_missing(folder: Path) -> None:
    (folder / "features.txt.xz").write_bytes(lzma.compress(b"w=x"))
    fails(folder, "features")


def write(folder: Path, meta: dict[str, object], weights: np.ndarray) -> None:
    count = len(LABELS)
    np.savez(
        folder / "weights.npz",
        weights=weights,
        scale=np.ones(count, np.float32),
        transitions=np.zeros((count + 1, count), np.float32),
        meta=np.frombuffer(json.dumps(meta).encode(), np.uint8),
    )


def test_other_version(folder: Path) -> None:
    write(folder, {"format": 99, "labels": LABELS}, np.zeros((1, len(LABELS)), np.int8))
    fails(folder, "version")


def test_pickled_objects_are_not_read(folder: Path) -> None:
    np.savez(
        folder / "weights.npz",
        weights=np.array([object()], dtype=object),
        scale=np.ones(1),
        transitions=np.ones(1),
        meta=np.ones(1),
    )
    fails(folder, "weights.npz")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no gzip",
        gzip.compress(b"\xff"),
        gzip.compress("في\n\n1\t2\t3\n1\t2\t3".encode()),
        gzip.compress(b"x" * 99)[:30],
    ],
    ids=["empty", "no gzip", "no text", "one cluster too many", "truncated"],
)
def test_clusters_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    path = tmp_path / "clusters.txt.gz"
    path.write_bytes(data)
    monkeypatch.setattr(clusters, "locate", lambda _: path)
    with pytest.raises(ModelError, match=r"clusters\.txt\.gz"):
        clusters._table.__wrapped__()


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    return torch.load(locate("entities/stanza/nertagger.pt"), weights_only=True)


@pytest.fixture
def tagger_file(tmp_path: Path) -> Path:
    return tmp_path / "nertagger.pt"


def tagger_fails(path: Path, says: str = "") -> None:
    with pytest.raises(ModelError) as caught:
        NeuralTagger.load(path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    assert "reinstall" in str(caught.value)
    assert "train_stanza.py" in str(caught.value)


def test_tagger_whole(tagger_file: Path) -> None:
    shutil.copy(locate("entities/stanza/nertagger.pt"), tagger_file)
    assert NeuralTagger.load(tagger_file).transitions.shape == (len(LABELS) + 1, len(LABELS))


def test_tagger_missing(tagger_file: Path) -> None:
    tagger_fails(tagger_file)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.999])
def test_tagger_truncated(tagger_file: Path, share: float) -> None:
    data = locate("entities/stanza/nertagger.pt").read_bytes()
    tagger_file.write_bytes(data[: int(len(data) * share)])
    tagger_fails(tagger_file)


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_tagger_damaged(tagger_file: Path, step: int) -> None:
    data = bytearray(locate("entities/stanza/nertagger.pt").read_bytes())
    for at in range(0, len(data), step):
        data[at] ^= 0x55
    tagger_file.write_bytes(data)
    tagger_fails(tagger_file)


def test_tagger_other_file(tagger_file: Path) -> None:
    shutil.copy(locate("entities/weights.npz"), tagger_file)
    tagger_fails(tagger_file)


def without_weight(state: dict[str, Any]) -> None:
    del state["model"]["input_transform.weight"]


def without_weights(state: dict[str, Any]) -> None:
    state["model"].clear()


def with_weight(state: dict[str, Any]) -> None:
    state["model"]["another.weight"] = torch.zeros(1)


def other_labels(state: dict[str, Any]) -> None:
    tags = state["vocab"]["tag"]
    for key in ("_unit2id", "_id2unit"):
        tags[key] = pickle.loads(pickle.dumps(tags[key]).replace(b"B-PER", b"B-XYZ"))


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no weight": without_weight,
    "no weights": without_weights,
    "one weight more": with_weight,
    "other labels": other_labels,
    "no settings": lambda state: state.pop("config"),
    "settings are none": lambda state: state.update(config=None),
    "no words": lambda state: state.update(vocab=3),
    "no labels": lambda state: state["vocab"].pop("tag"),
    "weights of another size": lambda state: state["config"].update(hidden_dim=64),
    "more layers": lambda state: state["config"].update(num_layers=2),
    "vectors of another size": lambda state: state["config"].update(word_emb_dim=50),
    "wants a model of the network": lambda state: state["config"].update(bert_model="nobody/none"),
    "wants a language model": lambda state: state["config"].update(charlm=True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_tagger_other_version(
    tagger_file: Path, state: dict[str, Any], change: Callable[[dict[str, Any]], object]
) -> None:
    changed = copy.deepcopy(state)
    change(changed)
    torch.save(changed, tagger_file)
    tagger_fails(tagger_file)


def test_tagger_not_a_model(tagger_file: Path) -> None:
    torch.save([1, 2], tagger_file)
    tagger_fails(tagger_file)


class Code:
    """Writes a file where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (self.trace, "run", "utf-8")


@pytest.mark.parametrize("how", ["pickle", "torch", "old torch", "in the weights"])
def test_tagger_code_is_never_run(tagger_file: Path, state: dict[str, Any], how: str) -> None:
    trace = tagger_file.parent / "trace"
    code = Code(trace)
    pickle.loads(pickle.dumps(code))
    assert trace.exists()
    trace.unlink()
    if how == "pickle":
        tagger_file.write_bytes(pickle.dumps(code, protocol=2))
    elif how == "in the weights":
        torch.save(state | {"model": {"input_transform.weight": code}}, tagger_file)
    else:
        torch.save(code, tagger_file, _use_new_zipfile_serialization=how == "torch")
    tagger_fails(tagger_file)
    assert not trace.exists()
