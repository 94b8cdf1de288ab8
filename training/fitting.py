"""Fits the wide-and-deep classifier of `arabic_events.scoring` with torch and stores it in 8 bits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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
        self.sparse: list[Sequence[str]] = []
        self.slots: list[Sequence[int]] = []
        self.labels: list[int] = []

    def add(self, sparse: Sequence[str], slots: Sequence[int], label: int) -> None:
        """Adds one example."""
        self.sparse.append(sparse)
        self.slots.append(slots)
        self.labels.append(label)


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
    identity: tuple[str, ...] = (),
    identity_drop: float = 0.0,
    seed: int = 1,
    log: Callable[[str], None] = print,
) -> dict[str, np.ndarray]:
    """Fits and returns the arrays of the model file, unquantised.

    Args:
        identity: prefixes of features that name the word itself; ``identity_drop`` of the examples are seen without
            them, so that the model learns to judge words it has not met.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    counts = Counter(name for names in examples.sparse for name in names)
    vocabulary = {name: row for row, name in enumerate(sorted(n for n, c in counts.items() if c >= min_count))}
    unknown = len(vocabulary)
    rows = [np.array([vocabulary[n] for n in names if n in vocabulary], np.int64) for names in examples.sparse]
    names_identity = np.array([name.startswith(identity) if identity else False for name in vocabulary], bool)
    slots = torch.tensor(np.array(examples.slots, np.int64))
    vectors = torch.tensor(table)
    labels = torch.tensor(examples.labels)
    dense_width = slots.shape[1] * table.shape[1] + (extra.shape[1] if extra is not None else 0)
    extras = torch.tensor(extra) if extra is not None else None
    net = WideDeep(unknown, len(classes), dense_width, hidden)
    dense_parameters = [*net.dense.parameters(), *net.output.parameters()]
    optimizers = [
        torch.optim.SparseAdam(net.sparse.parameters(), lr=lr),
        torch.optim.AdamW(dense_parameters, lr=lr, weight_decay=0.01),
    ]
    loss_fn = nn.CrossEntropyLoss()
    steps = epochs * ((len(rows) + batch - 1) // batch)
    schedules = [
        torch.optim.lr_scheduler.OneCycleLR(o, max_lr=lr, total_steps=steps, pct_start=0.1, cycle_momentum=False)
        for o in optimizers
    ]
    for epoch in range(epochs):
        order = rng.permutation(len(rows))
        net.train()
        loss_sum = 0.0
        for first in range(0, len(order), batch):
            chosen = order[first : first + batch]
            kept = []
            for position in chosen:
                r = rows[position]
                keep = rng.random(len(r)) >= feature_drop
                if identity and rng.random() < identity_drop:
                    keep &= ~names_identity[r]
                kept.append(r[keep])
            lengths = np.array([len(r) for r in kept])
            offsets = torch.tensor(np.concatenate([[0], np.cumsum(lengths)[:-1]]))
            index = torch.tensor(chosen)
            dense = vectors[slots[index]].reshape(len(chosen), -1)
            if extras is not None:
                dense = torch.cat([dense, extras[index]], 1)
            dense = nn.functional.dropout(dense, 0.1)
            logits = net(torch.tensor(np.concatenate(kept)), offsets, dense)
            loss = loss_fn(logits, labels[index])
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
            "features": list(vocabulary),
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
        features={name: row for row, name in enumerate(arrays["features"])},
        sparse=arrays["sparse"].astype(np.float32),
        dense=arrays["dense"],
        bias=arrays["bias"],
        hidden_bias=arrays["hidden_bias"],
        output=arrays["output"],
    )


def save(arrays: dict, path: Path) -> None:
    """Stores the model: sparse weights in 8 bits with a scale a column; features with no weight left are dropped."""
    sparse = arrays["sparse"]
    scale = np.abs(sparse).max(axis=0) / 127 + 1e-12
    quantised = np.round(sparse / scale).astype(np.int8)
    kept = np.abs(quantised).sum(axis=1) > 0
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
