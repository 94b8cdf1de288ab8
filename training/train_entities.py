"""Trains the entity tagger in ``models/entities/`` from an annotated corpus and open entity sets.

usage: python training/train_entities.py CORPUS [--ner FOLDER] [--more NAMES.jsonl] [--hold-out 0.15] [--epochs 8]

CORPUS is a folder with ``train.jsonl`` (articles with entity spans), FOLDER one with ``newsfane.train.tsv``,
``aqmar.train.tsv``, ``wojood_sample.train.txt`` (token and label a line). The corpus has weights of its own beside
those that it shares with these sets of other conventions; the sum of both ships. NAMES.jsonl has further articles with
names marked as in the corpus (``further_names.py``).
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from arabic_events.document import Document
from arabic_events.ner.features import OFFSETS, context_features, neighbour_features, word_features
from arabic_events.ner.linear import FORMAT, LABELS
from arabic_events.schema import Article
from arabic_events.text import AlignedText
from arabic_events.tokens import tokenize

SOURCES = ("corpus", "newsfane", "aqmar", "wojood")
WOJOOD = {"PERS": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "GRP"}
Mention = tuple[int, int, str]
_SETTLED = 0.5
"""From this share of the epochs on the weights are averaged."""


@dataclass(slots=True)
class Example:
    """One sentence: rows of the features of each token, and its labels."""

    rows: list[np.ndarray]
    labels: list[int]
    source: int


def read_document(text: str) -> Document:
    """Text as a tokenised document."""
    aligned = AlignedText.of(text)
    tokens, sentences = tokenize(aligned)
    return Document(article=Article(text=text), aligned=aligned, tokens=tokens, sentences=sentences)


def token_labels(doc: Document, mentions: Sequence[Mention]) -> list[int]:
    """Label of each token; a token that holds more than a name gets the name's label."""
    labels = [0] * len(doc.tokens)
    index = 0
    for start, end, label in sorted(mentions):
        while index < len(doc.tokens) and doc.tokens[index].end <= start:
            index += 1
        place, begin = index, True
        while place < len(doc.tokens) and doc.tokens[place].start < end:
            if labels[place] == 0:
                labels[place] = LABELS.index(f"{'B' if begin else 'I'}-{label}")
                begin = False
            place += 1
    return labels


def corpus_articles(path: Path) -> Iterator[tuple[str, str, list[Mention]]]:
    """Id, text and mentions of annotated articles."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            article = json.loads(line)
            yield article["id"], article["text"], [(e["start"], e["end"], e["label"]) for e in article["entities"]]


def column_sentences(path: Path, *, nested: bool) -> Iterator[tuple[str, list[Mention]]]:
    """Text and mentions of passages of up to 12 sentences from a file of tokens and labels."""
    text, mentions, sentences = "", [], 0
    current: Mention | None = None
    for line in [*path.read_text("utf-8").splitlines(), "", *[""] * 20]:
        if not line.strip():
            if current:
                mentions.append(current)
                current = None
            if text and not text.endswith("\n"):
                text = text.rstrip() + "\n"
                sentences += 1
                if sentences == 12:
                    yield text, mentions
                    text, mentions, sentences = "", [], 0
            continue
        token, *rest = line.split() if nested else line.split("\t")
        found = "O"
        if nested:
            for label in rest:
                kind = WOJOOD.get(label[2:])
                if kind:
                    found = label[:2] + kind
                    break
        else:
            found = rest[0]
        start = len(text)
        text += token
        if found[0] == "B" or (found[0] == "I" and (current is None or current[2] != found[2:])):
            if current:
                mentions.append(current)
            current = (start, len(text), found[2:])
        elif found[0] == "I" and current:
            current = (current[0], len(text), current[2])
        elif current:
            mentions.append(current)
            current = None
        text += " "
    if text:
        yield text, mentions


class FeatureTable:
    """Feature strings to rows; grows while open."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.words: dict[str, list[np.ndarray]] = {}

    def row(self, name: str) -> int:
        """The row of a feature."""
        return self.rows.setdefault(name, len(self.rows))

    def word(self, word: str) -> list[np.ndarray]:
        """Rows of the features of a word, by offset."""
        rows = self.words.get(word)
        if rows is None:
            features = word_features(word)
            rows = [
                np.array([self.row(f"{offset}{name}") for name in features.at(offset)], np.int32) for offset in OFFSETS
            ]
            self.words[word] = rows
        return rows

    def sentences(self, doc: Document, labels: Sequence[int], source: int) -> Iterator[Example]:
        """Training examples of a document."""
        around, context = context_features(doc)
        for sentence in doc.sentences:
            rows = []
            for index in range(sentence.first, sentence.last):
                names = (*neighbour_features(around[index]), *context[index])
                parts = [np.array([self.row(name) for name in names], np.int32)]
                for place, offset in enumerate(OFFSETS):
                    if sentence.first <= index + offset < sentence.last:
                        parts.append(self.word(doc.tokens[index + offset].norm)[place])
                rows.append(np.concatenate(parts))
            yield Example(rows, list(labels[sentence.first : sentence.last]), source)


class Crf(torch.nn.Module):
    """A linear-chain conditional random field with shared weights and weights of each source."""

    def __init__(self, features: int, own: bool) -> None:
        super().__init__()
        count = len(LABELS)
        self.shared = torch.nn.EmbeddingBag(features, count, mode="sum")
        self.own = torch.nn.EmbeddingBag(features, count, mode="sum")
        torch.nn.init.zeros_(self.shared.weight)
        torch.nn.init.zeros_(self.own.weight)
        self.steps = torch.nn.Parameter(torch.zeros(count + 1, count))
        self.source_steps = torch.nn.Parameter(torch.zeros(len(SOURCES), count))
        forbidden = torch.zeros(count + 1, count)
        for label, name in enumerate(LABELS):
            if name[0] == "I":
                for before in range(count + 1):
                    if before not in (label, label - 1):
                        forbidden[before, label] = -30.0
        self.register_buffer("forbidden", forbidden)
        self.two = own

    def loss(
        self, rows: torch.Tensor, offsets: torch.Tensor, sources: torch.Tensor, batch: Sequence[Example]
    ) -> torch.Tensor:
        """Negative log-likelihood of each sentence."""
        scores = self.shared(rows, offsets)
        if self.two:
            scores = scores + self.own(rows, offsets) * (sources == 0).float()[:, None]
        scores = scores + self.source_steps[sources]
        steps = self.steps + self.forbidden
        lengths = [len(example.labels) for example in batch]
        longest = max(lengths)
        count = len(LABELS)
        padded = torch.nn.utils.rnn.pad_sequence(torch.split(scores, lengths), batch_first=True)
        labels = torch.nn.utils.rnn.pad_sequence([torch.tensor(e.labels) for e in batch], batch_first=True)
        mask = torch.arange(longest)[None, :] < torch.tensor(lengths)[:, None]
        gold = (padded.gather(2, labels[:, :, None])[:, :, 0] * mask).sum(1) + steps[count][labels[:, 0]]
        gold = gold + (steps[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]).sum(1)
        forward = padded[:, 0] + steps[count]
        for step in range(1, longest):
            after = torch.logsumexp(forward[:, :, None] + steps[None, :count], 1) + padded[:, step]
            forward = torch.where(mask[:, step, None], after, forward)
        return torch.logsumexp(forward, 1) - gold


def train(
    examples: list[Example],
    features: int,
    *,
    epochs: int,
    weights: Sequence[float],
    own: bool,
    seed: int = 7,
    rate: float = 0.15,
    decay: float = 2e-6,
    dropout: float = 0.2,
) -> list[dict[str, torch.Tensor]]:
    """Weights after each of the last epochs.

    Fits with Adagrad; features are dropped at random so that no single one is relied on.
    """
    torch.manual_seed(seed)
    chooser = random.Random(seed)
    numbers = np.random.default_rng(seed)
    model = Crf(features, own)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=rate, weight_decay=0.0, initial_accumulator_value=0.1)
    states: list[dict[str, torch.Tensor]] = []
    size = 96
    for epoch in range(epochs):
        order = sorted(examples, key=lambda e: len(e.labels) + chooser.random() * 6)
        batches = [order[i : i + size] for i in range(0, len(order), size)]
        chooser.shuffle(batches)
        total = 0.0
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 - 0.9 * epoch / epochs)
        for batch in batches:
            flat = np.concatenate([row for example in batch for row in example.rows])
            counts = np.array([len(row) for example in batch for row in example.rows])
            keep = numbers.random(len(flat)) >= dropout
            owner = np.repeat(np.arange(len(counts)), counts)[keep]
            counts = np.bincount(owner, minlength=len(counts))
            offsets = np.concatenate([[0], np.cumsum(counts)[:-1]])
            sources = np.concatenate([np.full(len(e.labels), e.source) for e in batch])
            losses = model.loss(
                torch.from_numpy(flat[keep].astype(np.int64)),
                torch.from_numpy(offsets),
                torch.from_numpy(sources),
                batch,
            )
            weight = torch.tensor([weights[e.source] for e in batch])
            loss = (losses * weight).sum() / size
            loss = loss + decay * ((model.shared.weight**2).sum() + (model.own.weight**2).sum())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}", flush=True)
        if epoch >= epochs * _SETTLED:
            states.append({name: value.detach().clone() for name, value in model.state_dict().items()})
    return states


def export(model: Crf, names: list[str], folder: Path, *, scale_share: float, limit: int) -> None:
    """Writes the weights in 8 bits, without the features that hardly matter."""
    folder.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        table = (model.shared.weight + model.own.weight).numpy() * scale_share
        steps = (model.steps + model.forbidden).numpy().copy()
        bias = model.source_steps[0].numpy()
    steps += bias[None, :]
    strength = np.abs(table).max(axis=1)
    kept = np.argsort(-strength, kind="stable")[:limit]
    kept = kept[strength[kept] > 0.01]
    kept = np.array(sorted(kept, key=lambda row: names[row]))
    table = table[kept]
    scale = np.maximum(np.quantile(np.abs(table), 0.9999, axis=0), 1e-6) / 127
    quantised = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
    meta = json.dumps({"format": FORMAT, "labels": LABELS}).encode("utf-8")
    np.savez_compressed(
        folder / "weights.npz",
        weights=quantised,
        scale=scale.astype(np.float32),
        transitions=steps.astype(np.float32),
        meta=np.frombuffer(meta, np.uint8),
    )
    text = "\n".join(names[row] for row in kept).encode("utf-8")
    (folder / "features.txt.xz").write_bytes(lzma.compress(text, preset=9))
    print(f"{len(kept)} features, {sum(p.stat().st_size for p in folder.glob('*.*')) / 1e6:.2f} MB")


def held_out(name: str, share: float) -> bool:
    """Whether an article is kept out of training: by a hash of its id, so that the same ones are each time."""
    return zlib.crc32(name.encode()) % 1000 < share * 1000


def main() -> None:
    """Reads the corpora, trains, writes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--ner", type=Path)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--hold-out", type=float, default=0.0)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--weights", default="1,0.5,0.3,0.3", help="weight of each source: " + ", ".join(SOURCES))
    parser.add_argument("--shared-only", action="store_true")
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--decay", type=float, default=2e-6)
    parser.add_argument("--rate", type=float, default=0.2)
    parser.add_argument("--runs", type=int, default=1, help="runs from different seeds whose weights are averaged")
    parser.add_argument("--limit", type=int, default=150_000, help="features that ship at most")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent.parent / "models" / "entities")
    args = parser.parse_args()
    weights = [float(part) for part in args.weights.split(",")]
    torch.set_num_threads(1)
    table = FeatureTable()
    examples: list[Example] = []
    for name, text, mentions in corpus_articles(args.corpus / "train.jsonl"):
        if not held_out(name, args.hold_out):
            doc = read_document(text)
            examples += table.sentences(doc, token_labels(doc, mentions), 0)
    for _, text, mentions in corpus_articles(args.more) if args.more else ():
        doc = read_document(text)
        examples += table.sentences(doc, token_labels(doc, mentions), 0)
    if args.ner:
        for source, file in ((1, "newsfane.train.tsv"), (2, "aqmar.train.tsv"), (3, "wojood_sample.train.txt")):
            if weights[source]:
                for text, mentions in column_sentences(args.ner / file, nested=source == 3):
                    doc = read_document(text)
                    examples += table.sentences(doc, token_labels(doc, mentions), source)
    examples = [example for example in examples if len(example.labels) <= 250]
    counts: Counter[int] = Counter()
    total = np.zeros(len(table.rows), np.int64)
    for example in examples:
        for row in example.rows:
            total[row] += 1
    del counts
    kept = np.flatnonzero(total >= 2)
    renumbered = np.full(len(total), -1, np.int32)
    renumbered[kept] = np.arange(len(kept))
    for example in examples:
        example.rows = [mapped[mapped >= 0] for mapped in (renumbered[row] for row in example.rows)]
    every = list(table.rows)
    names = [every[row] for row in kept]
    print(
        f"{len(examples)} sentences, {sum(len(e.labels) for e in examples)} tokens, {len(names)} features",
        flush=True,
    )
    states = []
    for seed in range(args.runs):
        states += train(
            examples,
            len(names),
            epochs=args.epochs,
            weights=weights,
            own=not args.shared_only,
            seed=7 + seed,
            dropout=args.dropout,
            decay=args.decay,
            rate=args.rate,
        )
    model = Crf(len(names), not args.shared_only)
    model.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    export(model, names, args.output, scale_share=1.0, limit=args.limit)


if __name__ == "__main__":
    main()
