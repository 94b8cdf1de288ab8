"""Fits the encoder to event types, roles and polarity: models/events/context.npz.

    python training/train_context.py models/events/context.npz ENCODER.pt CORPUS.jsonl... [--more FILE.jsonl]

ENCODER.pt is what ``pretrain_encoder.py`` wrote. The corpus is annotated articles in the format of data/corpus. Names,
times and quantities are those that the pipeline finds. Articles of ``--more`` are annotated less surely: their examples
weigh what they say or half, words that they mark otherwise than the corpus does are not judged where they weigh no more
than half, and the last epochs do without them. With several ``--seeds`` the network is fitted once for each, from the
same beginning in another order, and the weights are averaged. ``--held-out`` prints figures of articles that are not
trained on.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import gold
from arabic_events.document import Document
from arabic_events.events.arguments import CLASSES, Names, SentenceView, within_reach
from arabic_events.events.context import (
    DISTANCES,
    KINDS,
    LINKS,
    NAMES,
    SENSES,
    SIDES,
    ContextInputs,
    context_inputs,
)
from arabic_events.events.triggers import NONE, document_facts, fits_of, is_candidate, phrase_matches
from arabic_events.schema import EVENT_TYPES, Polarity
from arabic_events.vectors import word_vectors
from encoder_network import HEADS, HIDDEN_WORD, EncoderNetwork, arrays_of, save
from train_events import LABELS, LESS_SURE, Annotated, documents, gold_triggers, role_of
from word_rates import Unjudged, WordRates

POLARITIES = get_args(Polarity)
HIDDEN = 192
WORDS_HIDDEN, SENSES_HIDDEN = 0.06, 0.1
LEARNING_RATE, LAST_RATE, OWN_RATE, WARM_UP = 4e-4, 1.5e-4, 2.5, 100
BATCH, SORTED = 24, 20
_FAR = -1e4


@dataclass(slots=True)
class Window:
    """Words that are read together, with what is to be found.

    Attributes:
        types: index in ``LABELS``, -1 for words that name no events; polarities: of trigger words, else -1.
        pairs: `PhraseRows.pairs`, tokens counted from the window; roles: index in ``CLASSES``.
    """

    inputs: ContextInputs
    first: int
    last: int
    types: np.ndarray
    polarities: np.ndarray
    pairs: np.ndarray
    roles: np.ndarray
    weight: float

    def __len__(self) -> int:
        return self.last - self.first


def windows_of(doc: Document, record: gold.Record, weight: float, unjudged: Unjudged | None = None) -> list[Window]:
    """The windows of an annotated article."""
    words = document_facts(doc)
    names, matches = Names.of(doc), phrase_matches(doc, words)
    phrases = {match.first: match.phrase.sense.type for match in matches.values()}
    inputs = context_inputs(doc, names.labels, names.name_starts, names.values, fits_of(doc, words), phrases)
    labels = gold.trigger_labels(doc, record)
    types = np.full(len(words), -1)
    for at, word in enumerate(words):
        if is_candidate(word) and (word.senses or at not in names.labels):
            label = labels.get(at, NONE)
            types[at] = LABELS.index(NONE if label == "inside" else label)
            if unjudged is not None and label != "inside" and unjudged.leaves_out(doc.tokens[at].stem, types[at]):
                types[at] = -1
    polarities = np.full(len(words), -1)
    rows = [np.empty((0, 8), np.int64)]
    roles: list[int] = []
    for sentence, found in gold_triggers(doc, record, words).items():
        view = SentenceView(doc, words, doc.sentences[sentence], [trigger for _, trigger in found], names)
        for event, trigger in found:
            polarities[trigger.first] = POLARITIES.index(event.get("polarity") or "asserted")
            annotated, places = role_of(doc, event, view.candidates), within_reach(view, trigger)
            rows.append(view.phrase_rows.pairs((trigger.first, trigger.last, trigger.type), places))
            roles += [CLASSES.index(annotated.get(at, "none")) for at in places]
    pairs, classes = np.concatenate(rows, axis=0), np.array(roles, np.int64)
    parts = []
    for first, last in inputs.ranges:
        inside = (pairs[:, 0] >= first) & (pairs[:, 0] < last)
        moved = pairs[inside] - np.array([first] * 3 + [0] * 5)
        part = types[first:last], polarities[first:last]
        parts.append(Window(inputs, first, last, *part, moved, classes[inside], weight))
    return parts


@dataclass(slots=True)
class Batch:
    """Windows side by side, padded."""

    words: torch.Tensor
    starts: torch.Tensor
    names: torch.Tensor
    values: torch.Tensor
    headings: torch.Tensor
    senses: torch.Tensor
    topics: torch.Tensor
    mask: torch.Tensor
    types: torch.Tensor
    polarities: torch.Tensor
    pairs: torch.Tensor
    roles: torch.Tensor
    weights: torch.Tensor
    pair_weights: torch.Tensor

    @classmethod
    def of(cls, parts: Sequence[Window]) -> Batch:
        """Lays windows side by side."""
        length = max(map(len, parts))
        deepest = max((len(rows) for part in parts for rows in part.inputs.senses[part.first : part.last]), default=0)

        def padded(arrays: Sequence[np.ndarray], empty: int = 0) -> torch.Tensor:
            whole = np.full((len(arrays), length, *arrays[0].shape[1:]), empty, np.int64)
            for at, array in enumerate(arrays):
                whole[at, : len(array)] = array
            return torch.tensor(whole)

        def inputs(name: str) -> torch.Tensor:
            return padded([getattr(part.inputs, name)[part.first : part.last] for part in parts])

        senses = np.zeros((len(parts), length, max(deepest, 1)), np.int64)
        for row, part in enumerate(parts):
            for at, found in enumerate(part.inputs.senses[part.first : part.last]):
                senses[row, at, : len(found)] = found
        beyond = torch.arange(length)[None] >= torch.tensor([*map(len, parts)])[:, None]
        moved = np.array([1] * 3 + [0] * 5) * length
        weights = torch.tensor([part.weight for part in parts])
        return cls(
            *(inputs(name) for name in ("words", "starts", "names", "values", "headings")),
            torch.tensor(senses),
            torch.tensor(np.stack([part.inputs.topic for part in parts])),
            torch.zeros(beyond.shape).masked_fill(beyond, _FAR)[:, None, None],
            padded([part.types for part in parts], -1),
            padded([part.polarities for part in parts], -1),
            torch.tensor(np.concatenate([part.pairs + moved * at for at, part in enumerate(parts)])),
            torch.tensor(np.concatenate([part.roles for part in parts])),
            weights[:, None].expand(beyond.shape),
            torch.repeat_interleave(weights, torch.tensor([len(part.roles) for part in parts])),
        )


def _table(rows: int, width: int, spread: float) -> nn.Embedding:
    table = nn.Embedding(rows, width)
    nn.init.normal_(table.weight, std=spread)
    return table


class ContextNetwork(nn.Module):
    """`arabic_events.events.context.Context`."""

    def __init__(self, encoder: EncoderNetwork, dropout: float = 0.2) -> None:
        super().__init__()
        width = encoder.norm.w.shape[0]
        self.encoder = encoder
        self.names, self.values = _table(2 * len(NAMES), width, 0.01), _table(5, width, 0.01)
        self.headings = _table(2, width, 0.01)
        self.senses = nn.EmbeddingBag(SENSES, width, mode="sum", padding_idx=0)
        nn.init.normal_(self.senses.weight, std=0.01)
        self.topic = nn.Linear(word_vectors().table.shape[1], width)
        nn.init.normal_(self.topic.weight, std=0.01)
        nn.init.zeros_(self.topic.bias)
        with torch.no_grad():
            self.senses.weight[0] = 0
        self.types, self.polarities = nn.Linear(width, len(LABELS)), nn.Linear(width, len(POLARITIES))
        self.trigger = nn.Linear(width, HIDDEN)
        self.head, self.begin, self.trigger_gate, self.head_gate = (
            nn.Linear(width, HIDDEN, bias=False) for _ in range(4)
        )
        self.pair_tables = nn.ModuleDict(
            {
                f"of_{name}": _table(rows, HIDDEN, 0.1)
                for name, rows in (
                    ("type", len(EVENT_TYPES)),
                    ("distance", DISTANCES),
                    ("link", LINKS),
                    ("kind", len(KINDS)),
                    ("side", SIDES),
                )
            }
        )
        self.roles = nn.Linear(HIDDEN, len(CLASSES))
        self.prior = _table(len(EVENT_TYPES) * len(KINDS) * SIDES, len(CLASSES), 0.0)
        self.drop = nn.Dropout(dropout)

    def states(self, batch: Batch) -> torch.Tensor:
        """The words in context, shape (rows * length, width)."""
        total = self.encoder.embed(batch.words, batch.starts)
        total = total + self.names(batch.names) + self.values(batch.values) + self.headings(batch.headings)
        total = total + self.senses(batch.senses.flatten(0, 1)).view(total.shape) + self.topic(batch.topics)[:, None]
        return self.encoder.encode(total, batch.mask.to(self.encoder.dtype)).float().flatten(0, 1)

    def role_scores(self, states: torch.Tensor, pairs: torch.Tensor) -> torch.Tensor:
        """Scores of the roles of pairs."""
        trigger, head, begin, name, distance, link, kind, side = pairs.T
        hidden = self.trigger(states[trigger]) + self.head(states[head]) + self.begin(states[begin])
        hidden = hidden + self.trigger_gate(states[trigger]) * self.head_gate(states[head])
        for table, rows in zip(self.pair_tables.values(), (name, distance, link, kind, side), strict=True):
            hidden = hidden + table(rows)
        prior = self.prior((name * len(KINDS) + kind) * SIDES + side)
        return self.roles(self.drop(functional.relu(hidden))) + prior

    def losses(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Of types, roles and polarity; some words and senses are hidden."""
        batch.words[torch.rand(batch.words.shape[:2]) < WORDS_HIDDEN] = torch.tensor(
            [HIDDEN_WORD, *[0] * (batch.words.shape[-1] - 1)]
        )
        batch.senses[torch.rand(batch.senses.shape[:2]) < SENSES_HIDDEN] = 0
        states = self.drop(self.states(batch))

        def loss(scores: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
            if not len(labels):
                return scores.sum() * 0
            return (functional.cross_entropy(scores, labels, reduction="none") * weights).mean()

        types, polarities, weights = batch.types.flatten(), batch.polarities.flatten(), batch.weights.flatten()
        judged, named = types >= 0, polarities >= 0
        return (
            loss(self.types(states[judged]), types[judged], weights[judged]),
            loss(self.role_scores(states, batch.pairs), batch.roles, batch.pair_weights),
            loss(self.polarities(states[named]), polarities[named], weights[named]),
        )

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights under the names that the library reads."""
        arrays = arrays_of(self.encoder)
        for name in ("names", "values", "headings", "senses", "prior"):
            arrays[name] = getattr(self, name).weight.detach().numpy()
        for name in ("topic", "types", "polarities", "trigger", "roles"):
            layer = getattr(self, name)
            arrays[name] = layer.weight.detach().numpy().T
            arrays[f"{name}_bias"] = layer.bias.detach().numpy()
        for name in ("head", "begin", "trigger_gate", "head_gate"):
            arrays[name] = getattr(self, name).weight.detach().numpy().T
        for name, table in self.pair_tables.items():
            arrays[name.removeprefix("of_")] = table.weight.detach().numpy()
        return arrays


def _best_f1(labels: torch.Tensor, chances: torch.Tensor) -> str:
    """F1 of the classes but the first at the best threshold, judged one by one."""
    best = (0.0, 0.0)
    fire, choice = 1 - chances[:, 0], chances[:, 1:].argmax(1) + 1
    for threshold in np.arange(0.2, 0.8, 0.05):
        fired = fire > threshold
        right, found, there = (int(x.sum()) for x in (fired & (choice == labels), fired, labels > 0))
        best = max(best, (200 * right / max(1, found + there), float(threshold)))
    return f"{best[0]:.2f} at {best[1]:.2f}"


def evaluate(net: ContextNetwork, parts: Sequence[Window]) -> str:
    """Figures of types, roles and polarity."""
    net.eval()
    types, roles, right, asked = [], [], 0, 0
    with torch.no_grad():
        for first in range(0, len(parts), BATCH):
            batch = Batch.of(parts[first : first + BATCH])
            states = net.states(batch)
            labels, polarities = batch.types.flatten(), batch.polarities.flatten()
            judged, named = labels >= 0, polarities >= 0
            types.append((labels[judged], net.types(states[judged]).softmax(-1)))
            right += int((net.polarities(states[named]).argmax(-1) == polarities[named]).sum())
            asked += int(named.sum())
            if len(batch.roles):
                roles.append((batch.roles, net.role_scores(states, batch.pairs).softmax(-1)))
    found = [_best_f1(*(torch.cat(column) for column in zip(*pairs, strict=True))) for pairs in (types, roles)]
    return f"types {found[0]} roles {found[1]} polarity {100 * right / max(1, asked):.2f}"


def fit(
    net: ContextNetwork,
    parts: Sequence[Window],
    *,
    epochs: int,
    seed: int,
    rate: float = LEARNING_RATE,
    held_out: Sequence[Window] = (),
) -> None:
    """Fits the network."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    groups: dict[str, list[nn.Parameter]] = {"plain": [], "encoder": [], "own": []}
    for name, parameter in net.named_parameters():
        looked_up = ".core." in name or ".hash." in name or parameter.dim() < 2
        groups["plain" if looked_up else "encoder" if name.startswith("encoder.") else "own"].append(parameter)
    rates = {"plain": rate, "encoder": rate, "own": rate * OWN_RATE}
    decay = {"plain": 0.0, "encoder": 0.05, "own": 0.02}
    optimizer = torch.optim.AdamW(
        [{"params": group, "lr": rates[name], "weight_decay": decay[name]} for name, group in groups.items()],
        betas=(0.9, 0.98),
        foreach=True,
    )
    steps, step, began = epochs * math.ceil(len(parts) / BATCH), 0, time.monotonic()
    for epoch in range(epochs):
        net.train()
        order = rng.permutation(len(parts))
        total = np.zeros(3)
        for chunk in (order[at : at + BATCH * SORTED] for at in range(0, len(order), BATCH * SORTED)):
            by_length = sorted(chunk, key=lambda at: len(parts[at]))
            batches = [by_length[at : at + BATCH] for at in range(0, len(by_length), BATCH)]
            for at in rng.permutation(len(batches)):
                pace = min(1, (step + 1) / WARM_UP) * (1 - step / steps)
                for group, its_rate in zip(optimizer.param_groups, rates.values(), strict=True):
                    group["lr"] = its_rate * pace
                losses = net.losses(Batch.of([parts[number] for number in batches[at]]))
                (3 * losses[0] + 1.5 * losses[1] + 0.5 * losses[2]).backward()
                torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
                total += [loss.item() for loss in losses]
                step += 1
        figures = evaluate(net, held_out) if held_out else ""
        print(f"epoch {epoch + 1} {total / step * (epoch + 1)} {figures} {time.monotonic() - began:.0f} s", flush=True)


def begun(encoder: Path | None) -> ContextNetwork:
    """The network before it is fitted, the same every time, around an encoder that was taught, or None that was not."""
    torch.manual_seed(0)
    network = EncoderNetwork()
    if encoder is not None:
        network.load_state_dict(torch.load(encoder)["net"], strict=False)
    return ContextNetwork(network)


def fitted(
    encoder: Path,
    parts: Sequence[Window],
    *,
    epochs: int,
    last_epochs: int,
    seed: int,
    held_out: Sequence[Window] = (),
) -> ContextNetwork:
    """A network fitted to all articles, then to the sure ones; what it begins with is the same for every seed."""
    net = begun(encoder)
    fit(net, parts, epochs=epochs, seed=seed, held_out=held_out)
    sure = [part for part in parts if part.weight == 1]
    fit(net, sure, epochs=last_epochs, seed=seed, rate=LAST_RATE, held_out=held_out)
    return net


def averaged(nets: Sequence[ContextNetwork]) -> ContextNetwork:
    """The first network with the mean of the weights of all."""
    states = [net.state_dict() for net in nets]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    nets[0].load_state_dict(mean)
    return nets[0]


def windows_of_all(docs: Annotated) -> list[Window]:
    """The windows of annotated articles."""
    return [part for doc, record, weight in docs for part in windows_of(doc, record, weight)]


def windows_of_more(docs: Annotated, more: Annotated) -> list[Window]:
    """Those of articles that are annotated less surely: of each weight, words that are marked otherwise than in the
    corpus are not judged.
    """
    windows: list[Window] = []
    sure = WordRates.of(docs)
    for weight in sorted({weight for _, _, weight in more}):
        alike = [one for one in more if one[2] == weight]
        unjudged = Unjudged.between(sure, WordRates.of(alike)) if weight <= LESS_SURE else None
        windows += [part for doc, record, _ in alike for part in windows_of(doc, record, weight, unjudged)]
    return windows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--more", type=Path, nargs="*", default=())
    parser.add_argument("--held-out", type=Path, nargs="*", default=())
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--last-epochs", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=(2,))
    args = parser.parse_args()
    torch.set_num_threads(1)
    docs = documents(gold.read(args.corpus))
    more = windows_of_more(docs, documents(gold.read(args.more), weight=LESS_SURE))
    parts, held_out = [*windows_of_all(docs), *more], windows_of_all(documents(gold.read(args.held_out)))
    nets = [
        fitted(args.encoder, parts, epochs=args.epochs, last_epochs=args.last_epochs, seed=seed, held_out=held_out)
        for seed in args.seeds
    ]
    save(averaged(nets).arrays(), args.model, HEADS)


if __name__ == "__main__":
    main()
