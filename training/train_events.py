"""Trains the scorers of event triggers and of their arguments: models/events/triggers.npz and arguments.npz.

    python training/train_events.py models/events CORPUS.jsonl... [--more FILE.jsonl] [--only triggers|arguments]

The corpus is annotated articles in the format of data/corpus. Names, times and quantities are those that the
pipeline finds, so train the recogniser first; ``--gold-names`` takes the annotated ones instead. Articles of ``--more``
are annotated less surely: their examples weigh what they say, half if they say nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

import fitting
import gold
from arabic_events.document import Document
from arabic_events.events.arguments import CLASSES, Candidate, Names, SentenceView, pair_features, within_reach
from arabic_events.events.triggers import (
    NONE,
    Trigger,
    candidates,
    choose_sense,
    document_facts,
    phrase_matches,
    trigger_features,
)
from arabic_events.phrases import is_opening
from arabic_events.schema import EVENT_TYPES, ROLES
from arabic_events.vectors import word_vectors

LABELS = (NONE, *EVENT_TYPES)
LESS_SURE = 0.5
Annotated = Sequence[tuple[Document, gold.Record, float]]


def trigger_examples(docs: Annotated) -> tuple[fitting.Examples, np.ndarray]:
    """One example a candidate word."""
    examples = fitting.Examples()
    dense = []
    for doc, record, weight in docs:
        words = document_facts(doc)
        inputs = trigger_features(doc, words, phrase_matches(doc, words), candidates(doc, words))
        labels = gold.trigger_labels(doc, record)
        for index, names in zip(inputs.indices, inputs.names(), strict=True):
            label = labels.get(index, NONE)
            examples.add(names, (0,), LABELS.index(NONE if label == "inside" else label), weight=weight)
        dense.append(inputs.dense.astype(np.float16))
    return examples, np.concatenate(dense)


def gold_triggers(
    doc: Document, record: gold.Record, words: Sequence[Any]
) -> dict[int, list[tuple[Mapping[str, Any], Trigger]]]:
    """The annotated events with their triggers, by sentence."""
    by_sentence: dict[int, list[tuple[Mapping[str, Any], Trigger]]] = {}
    for event in record["events"]:
        touched = gold.tokens_of(doc, event["trigger"])
        if not touched:
            continue
        sentence = doc.sentences[doc.tokens[touched[0]].sentence]
        sense = choose_sense(words, touched[0], sentence.first, sentence.last, event["type"])
        trigger = Trigger(touched[0], touched[-1] + 1, event["type"], sense)
        by_sentence.setdefault(sentence.index, []).append((event, trigger))
    return by_sentence


def head_index(doc: Document, span: Mapping[str, Any]) -> int:
    """The token that an annotated phrase is about: its first word that is no number and no opening word."""
    touched = gold.tokens_of(doc, span)
    for index in touched:
        token = doc.tokens[index]
        if token.kind in ("word", "latin") and not is_opening(token) and token.analysis.pos != "prep":
            return index
    return touched[0]


def role_of(doc: Document, event: Mapping[str, Any], candidates: Sequence[Candidate]) -> dict[int, str]:
    """The role of each candidate in an annotated event."""
    roles: dict[int, str] = {}
    for role in ROLES:
        for span in event[role]:
            head = -1 if role in ("dates", "quantities") else head_index(doc, span)
            for at, candidate in enumerate(candidates):
                value = candidate.value
                if role in ("dates", "quantities"):
                    kind = "time" if role == "dates" else "quantity"
                    hit = (
                        candidate.kind == kind
                        and value is not None
                        and value.start < span["end"]
                        and span["start"] < value.end
                    )
                else:
                    hit = value is None and candidate.head <= head < candidate.last
                if hit:
                    roles.setdefault(at, role)
                    break
    return roles


def argument_examples(docs: Annotated) -> fitting.Examples:
    """One example a pair of trigger and candidate."""
    examples = fitting.Examples()
    for doc, record, weight in docs:
        words = document_facts(doc)
        names = Names.of(doc)
        for sentence, pairs in gold_triggers(doc, record, words).items():
            view = SentenceView(doc, words, doc.sentences[sentence], [trigger for _, trigger in pairs], names)
            for event, trigger in pairs:
                found = pair_features(view, trigger, within_reach(view, trigger))
                roles = role_of(doc, event, found.candidates)
                for at, (features, rows) in enumerate(zip(found.names(view), found.slots(view), strict=True)):
                    examples.add(features, rows, CLASSES.index(roles.get(at, "none")), weight=weight)
    return examples


def documents(records: Sequence[gold.Record], *, gold_names: bool = False, weight: float = 1.0) -> Annotated:
    """The records with their documents, as the event stage gets them, and how much their examples weigh.

    A record may say itself how much it weighs.
    """
    docs = []
    for record in records:
        doc = gold.predicted(record, before="entities" if gold_names else "claims")
        docs.append((gold.with_gold_names(doc, record) if gold_names else doc, record, record.get("weight", weight)))
    return docs


def fit_triggers(docs: Annotated, *, seed: int = 1) -> dict[str, Any]:
    examples, dense = trigger_examples(docs)
    zero = np.zeros((1, 1), np.float32)
    arrays = fitting.fit(
        examples, LABELS, zero, extra=dense, hidden=64, epochs=5, batch=256, lr=2e-3, min_count=3, seed=seed
    )
    arrays["dense"] = arrays["dense"][1:]
    return arrays


def fit_arguments(docs: Annotated, *, seed: int = 1) -> dict[str, Any]:
    examples = argument_examples(docs)
    return fitting.fit(
        examples, CLASSES, word_vectors().table, hidden=64, epochs=4, batch=512, lr=2e-3, min_count=4, seed=seed
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--more", type=Path, nargs="*", default=())
    parser.add_argument("--only", choices=("triggers", "arguments"))
    parser.add_argument("--gold-names", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    docs = [
        *documents(gold.read(args.corpus), gold_names=args.gold_names),
        *documents(gold.read(args.more), weight=LESS_SURE),
    ]
    if args.only != "arguments":
        fitting.save(fit_triggers(docs), args.folder / "triggers.npz", limit=150_000)
    if args.only != "triggers":
        fitting.save(fit_arguments(docs), args.folder / "arguments.npz", limit=170_000)


if __name__ == "__main__":
    main()
