"""Cross-validation of the linear tagger on one open set of names alone: trains on the other folds, scores each fold.

usage: python training/newsfane_folds.py newsfane.train.tsv [--folds 5] [--epochs 5] [--json FILE]

Neighbouring passages stay in one fold, in blocks of 120 sentences, so that few articles lie on both sides. The score is
that of whole names (span and label), counted in tokens; lexicons and repetition come on top of it in a recogniser.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from arabic_events.document import Document
from arabic_events.ner.linear import LABELS, LinearModel
from train_entities import Crf, FeatureTable, column_sentences, export, read_document, token_labels, train

_BLOCK = 10
"""Passages of 12 sentences that stay together."""


def spans(doc: Document, labels: list[int]) -> set[tuple[int, int, str]]:
    """The names that labels mark in a document."""
    found, start = set(), -1
    ends = {sentence.last for sentence in doc.sentences}
    names = [LABELS[label] for label in labels]
    for at, name in enumerate([*names, "O"]):
        if start >= 0 and (at in ends or name != f"I-{names[start][2:]}"):
            found.add((start, at, names[start][2:]))
            start = -1
        if name[0] in "BI" and start < 0:
            start = at
    return found


def f1(counts: Counter[tuple[str, str]], label: str) -> float:
    """F1 in percent."""
    return 200 * counts[label, "hits"] / max(1, counts[label, "found"] + counts[label, "gold"])


def fold_model(passages: list[tuple[Document, list[int]]], epochs: int, folder: Path) -> LinearModel:
    """The tagger that these passages alone give, as it would ship."""
    table = FeatureTable()
    examples = [one for doc, labels in passages for one in table.sentences(doc, labels, 0)]
    examples = [one for one in examples if len(one.labels) <= 250]
    total = np.zeros(len(table.rows), np.int64)
    for one in examples:
        for row in one.rows:
            np.add.at(total, row, 1)
    kept = np.flatnonzero(total >= 2)
    renumbered = np.full(len(total), -1, np.int32)
    renumbered[kept] = np.arange(len(kept))
    for one in examples:
        one.rows = [mapped[mapped >= 0] for mapped in (renumbered[row] for row in one.rows)]
    every = list(table.rows)
    names = [every[row] for row in kept]
    weights = (1.0, 0.0, 0.0, 0.0)
    states = train(examples, len(names), epochs=epochs, weights=weights, own=False, rate=0.2, dropout=0.3)
    model = Crf(len(names), own=False)
    model.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    export(model, names, folder, scale_share=1.0, limit=220_000)
    return LinearModel.load(folder)


def main() -> None:
    """Reads the set, trains and scores fold by fold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(1)
    read = ((read_document(text), mentions) for text, mentions in column_sentences(args.file, nested=False))
    passages = [(doc, token_labels(doc, mentions)) for doc, mentions in read]
    total: Counter[tuple[str, str]] = Counter()
    rows = []
    print(f"{len(passages)} passages, {sum(len(labels) for _, labels in passages)} tokens", flush=True)
    for fold in range(args.folds):
        started = time.perf_counter()
        inside = [at // _BLOCK % args.folds == fold for at in range(len(passages))]
        with tempfile.TemporaryDirectory() as folder:
            rest = [one for one, held in zip(passages, inside, strict=True) if not held]
            model = fold_model(rest, args.epochs, Path(folder))
        counts: Counter[tuple[str, str]] = Counter()
        for (doc, gold), held in zip(passages, inside, strict=True):
            if not held:
                continue
            known, found = spans(doc, gold), spans(doc, model.tag(doc).labels)
            for kind, names in (("gold", known), ("found", found), ("hits", known & found)):
                counts.update((label, kind) for _, _, label in names)
                counts["all", kind] += len(names)
        total += counts
        row = {label: round(f1(counts, label), 1) for label in ("all", "PER", "ORG", "LOC", "GRP")}
        rows.append(row)
        print(f"fold {fold + 1}: {row} in {time.perf_counter() - started:.0f} s", flush=True)
    every = {label: round(f1(total, label), 1) for label in ("all", "PER", "ORG", "LOC", "GRP")}
    print(f"all folds: {every}")
    if args.json:
        args.json.write_text(json.dumps({"folds": rows, "all": every}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
