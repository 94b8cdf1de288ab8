"""Fits the wide-and-deep classifier of `arabic_events.scoring` with torch and stores it in 8 bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn


class WideDeep(nn.Module):
    """The network whose weights `arabic_events.scoring.Scorer` runs on."""

    def __init__(self, features: int, classes: int, dense: int, hidden: int) -> None:
        super().__init__()
        self.sparse = nn.EmbeddingBag(features + 1, classes + hidden, mode="sum", padding_idx=features, sparse=True)
        nn.init.normal_(self.sparse.weight, std=0.01)
        with torch.no_grad():
            self.sparse.weight[features] = 0
        self.dense = nn.Linear(dense, hidden)
        self.output = nn.Linear(hidden, classes)
        self.classes = classes
        self.dropout = nn.Dropout(0.3)

    def forward(self, rows: torch.Tensor, offsets: torch.Tensor, dense: torch.Tensor) -> torch.Tensor:
        """Class scores of a batch."""
        total = self.sparse(rows, offsets)
        hidden = torch.relu(total[:, self.classes :] + self.dense(dense))
        return total[:, : self.classes] + self.output(self.dropout(hidden))


class Examples:
    """Training examples: sparse feature strings, dense slots (word rows and/or numbers), class, weight."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.sparse: list[np.ndarray] = []
        self.slots: list[Sequence[int]] = []
        self.labels: list[int] = []
        self.weights: list[float] = []

    def add(self, sparse: Sequence[str], slots: Sequence[int], label: int, *, weight: float = 1.0) -> None:
        """Adds one example."""
        known = self.names
        self.sparse.append(np.array([known.setdefault(name, len(known)) for name in sparse], np.int32))
        self.slots.append(slots)
        self.labels.append(label)
        self.weights.append(weight)


@dataclass(slots=True)
class _Rows:
    """The rows of all examples end to end."""

    flat: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray

    @classmethod
    def of(cls, parts: Sequence[np.ndarray], renumbered: np.ndarray) -> _Rows:
        flat = renumbered[np.concatenate(parts)]
        owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        known = flat >= 0
        lengths = np.bincount(owners[known], minlength=len(parts))
        return cls(flat[known], np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)

    def batch(self, chosen: np.ndarray, rng: np.random.Generator, drop: float) -> tuple[np.ndarray, np.ndarray]:
        """The rows of some examples, a share of them dropped, and how many are left for each."""
        lengths = self.lengths[chosen]
        owners = np.repeat(np.arange(len(chosen)), lengths)
        places = np.arange(len(owners)) + np.repeat(self.starts[chosen] - (np.cumsum(lengths) - lengths), lengths)
        keep = rng.random(len(owners)) >= drop
        return self.flat[places[keep]], np.bincount(owners[keep], minlength=len(chosen))


def fit(
    examples: Examples,
    classes: Sequence[str],
    table: np.ndarray,
    *,
    extra: np.ndarray | None = None,
    hidden: int = 64,
    epochs: int = 6,
    min_count: int = 3,
    lr: float = 2e-3,
    batch: int = 256,
    feature_drop: float = 0.15,
    seed: int = 1,
    log: Callable[[str], None] = print,
) -> dict[str, np.ndarray]:
    """Fits and returns the arrays of the model file, unquantised."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    counts = np.bincount(np.concatenate(examples.sparse), minlength=len(examples.names))
    vocabulary = [name for name, at in sorted(examples.names.items()) if counts[at] >= min_count]
    unknown = len(vocabulary)
    renumbered = np.full(len(examples.names), -1, np.int64)
    renumbered[[examples.names[name] for name in vocabulary]] = np.arange(unknown)
    rows = _Rows.of(examples.sparse, renumbered)
    slots = torch.tensor(np.array(examples.slots, np.int64))
    vectors = torch.tensor(table)
    labels = torch.tensor(examples.labels)
    weights = torch.tensor(examples.weights, dtype=torch.float32)
    dense_width = slots.shape[1] * table.shape[1] + (extra.shape[1] if extra is not None else 0)
    extras = torch.tensor(extra) if extra is not None else None
    net = WideDeep(unknown, len(classes), dense_width, hidden)
    dense_parameters = [*net.dense.parameters(), *net.output.parameters()]
    optimizers = [
        torch.optim.SparseAdam(net.sparse.parameters(), lr=lr),
        torch.optim.AdamW(dense_parameters, lr=lr, weight_decay=0.01),
    ]
    steps = epochs * ((len(labels) + batch - 1) // batch)
    schedules = [
        torch.optim.lr_scheduler.OneCycleLR(o, max_lr=lr, total_steps=steps, pct_start=0.1, cycle_momentum=False)
        for o in optimizers
    ]
    for epoch in range(epochs):
        order = rng.permutation(len(labels))
        net.train()
        loss_sum = 0.0
        for first in range(0, len(order), batch):
            chosen = order[first : first + batch]
            flat, lengths = rows.batch(chosen, rng, feature_drop)
            offsets = torch.tensor(np.concatenate([[0], np.cumsum(lengths)[:-1]]))
            index = torch.tensor(chosen)
            dense = vectors[slots[index]].reshape(len(chosen), -1)
            if extras is not None:
                dense = torch.cat([dense, extras[index].float()], 1)
            dense = nn.functional.dropout(dense, 0.1)
            logits = net(torch.tensor(flat), offsets, dense)
            losses = nn.functional.cross_entropy(logits, labels[index], reduction="none")
            loss = (losses * weights[index]).mean()
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            for schedule in schedules:
                schedule.step()
            loss_sum += loss.item() * len(chosen)
        log(f"epoch {epoch + 1} loss {loss_sum / len(order):.4f} features {unknown}")
    net.eval()
    with torch.no_grad():
        return {
            "features": vocabulary,
            "classes": list(classes),
            "sparse": net.sparse.weight[:unknown].numpy(),
            "dense": net.dense.weight.T.numpy().copy(),
            "hidden_bias": net.dense.bias.numpy(),
            "output": net.output.weight.T.numpy().copy(),
            "bias": net.output.bias.numpy(),
        }


def as_scorer(arrays: dict) -> object:
    """The fitted model as the library's own Scorer, for measuring before it is stored."""
    from arabic_events.scoring import Scorer

    return Scorer(
        classes=tuple(arrays["classes"]),
        names="\n".join(arrays["features"]).encode(),
        sparse=np.pad(arrays["sparse"].astype(np.float32), ((0, 1), (0, 0))),
        dense=arrays["dense"],
        bias=arrays["bias"],
        hidden_bias=arrays["hidden_bias"],
        output=arrays["output"],
    )


def save(arrays: dict, path: Path, *, limit: int = 1_000_000) -> None:
    """Stores the model: sparse weights in 8 bits with a scale a column, at most ``limit`` features, the strongest."""
    sparse = arrays["sparse"]
    scale = np.abs(sparse).max(axis=0) / 127 + 1e-12
    quantised = np.round(sparse / scale).astype(np.int8)
    strength = np.sqrt((sparse**2).sum(axis=1)) * (np.abs(quantised).sum(axis=1) > 0)
    kept = strength > (np.partition(strength, -limit)[-limit] if limit < len(strength) else 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    features = "\n".join(name for name, keep in zip(arrays["features"], kept, strict=True) if keep)
    np.savez_compressed(
        path,
        version=np.int64(1),
        features=np.frombuffer(features.encode(), np.uint8),
        classes=np.frombuffer("\n".join(arrays["classes"]).encode(), np.uint8),
        sparse=quantised[kept],
        sparse_scale=scale.astype(np.float32),
        dense=arrays["dense"].astype(np.float16),
        hidden_bias=arrays["hidden_bias"].astype(np.float32),
        output=arrays["output"].astype(np.float32),
        bias=arrays["bias"].astype(np.float32),
    )
