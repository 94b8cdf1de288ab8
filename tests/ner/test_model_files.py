"""A bad model file gives a typed error with its path and the remedy, and runs no code."""

from __future__ import annotations

import json
import lzma
import shutil
from pathlib import Path

import numpy as np
import pytest

from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.ner.linear import LABELS, LinearModel


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
