"""Fits the judge of event polarity and stores it in models/events/polarity.npz and polarity_agreement.npz.

    python training/train_polarity.py CORPUS/train.jsonl [--more FILE.jsonl] [--check CORPUS/dev.jsonl]

Reads annotated articles, one JSON object a line; those of ``--more`` are annotated less surely and weigh what they say,
half if they say nothing, and where an article has no annotated times those that are found are taken. The second pass
learns from what the first says about articles it was not fitted on (4 folds over articles), so the folds measure the
model too. Prints accuracy of always-asserted, of the rules and of the model.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from arabic_events.document import Document
from arabic_events.events.polarity import (
    POLARITIES,
    agreement_features,
    all_features,
    first_scores,
    judge_all,
    judge_by_rules,
    scores,
    vector_slots,
)
from arabic_events.events.triggers import document_facts
from arabic_events.events.words import WordFacts
from arabic_events.schema import Article, Time
from arabic_events.text import AlignedText
from arabic_events.times import find_times
from arabic_events.tokens import tokenize
from arabic_events.vectors import word_vectors
from fitting import Examples, as_scorer, fit, save

FOLDS = 4
LESS_SURE = 0.5


@dataclass
class Annotated:
    """One article: document with annotated times, word facts, triggers, labels; features are filled in later."""

    doc: Document
    words: list[WordFacts]
    triggers: list[tuple[int, str]]
    labels: np.ndarray
    weight: float = 1.0
    features: list[list[str]] = field(default_factory=list)
    agreement: list[list[str]] = field(default_factory=list)

    @property
    def read(self) -> tuple[Document, list[WordFacts], list[tuple[int, str]]]:
        """What the judge reads."""
        return self.doc, self.words, self.triggers


def read(path: Path, *, weight: float = 1.0) -> list[Annotated]:
    articles = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        aligned = AlignedText.of(record["text"])
        tokens, sentences = tokenize(aligned)
        times = tuple(
            Time(id=f"t{at}", start=t["start"], end=t["end"], text=t["text"], value=t.get("value"), evidence="")
            for at, t in enumerate(record.get("times", []))
        )
        article = Article(text=record["text"], published=record.get("published"))
        doc = Document(article=article, aligned=aligned, tokens=tokens, sentences=sentences, times=times)
        if not times:
            doc = find_times(doc)
        ends = np.array([token.end for token in tokens])
        triggers, labels = [], []
        for event in record["events"]:
            trigger = event.get("trigger") or event["action"]
            index = int(np.searchsorted(ends, trigger["start"], side="right"))
            if index < len(tokens):
                triggers.append((index, event["type"]))
                labels.append(POLARITIES.index(event.get("polarity") or "asserted"))
        if triggers:
            articles.append(
                Annotated(doc, document_facts(doc), triggers, np.array(labels), record.get("weight", weight))
            )
    return articles


def fit_first(articles: list[Annotated]) -> dict[str, np.ndarray]:
    examples = Examples()
    for article in articles:
        rows = vector_slots(*article.read)
        for names, slots, label in zip(article.features, rows, article.labels, strict=True):
            examples.add(names, slots, int(label), weight=article.weight)
    table = word_vectors().table
    return fit(examples, POLARITIES, table, hidden=48, epochs=5, min_count=3, log=lambda *_: None)


def fit_second(articles: list[Annotated]) -> dict[str, np.ndarray]:
    """A linear classifier over the agreement features, in the shape of the model file."""
    examples = [names for article in articles for names in article.agreement]
    counts = Counter(name for names in examples for name in set(names))
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform([{name: 1.0 for name in names if counts[name] >= 5} for names in examples])
    model = LogisticRegression(C=0.1, max_iter=300)
    weights = np.concatenate([np.full(len(article.labels), article.weight) for article in articles])
    model.fit(matrix, np.concatenate([article.labels for article in articles]), weights)
    return {
        "features": list(vectorizer.feature_names_),
        "classes": list(POLARITIES),
        "sparse": model.coef_.T.astype(np.float32),
        "dense": np.zeros((0, 0), np.float32),
        "hidden_bias": np.zeros(0, np.float32),
        "output": np.zeros((0, len(POLARITIES)), np.float32),
        "bias": model.intercept_.astype(np.float32),
    }


def report(title: str, answers: list[np.ndarray], articles: list[Annotated]) -> None:
    predicted = np.concatenate(answers)
    labels = np.concatenate([article.labels for article in articles])
    parts = [
        f"{name} P {np.mean(labels[predicted == at] == at):.3f} R {np.mean(predicted[labels == at] == at):.3f}"
        for at, name in enumerate(POLARITIES)
        if (labels == at).any() and (predicted == at).any()
    ]
    print(f"{title:<24} accuracy {np.mean(predicted == labels):.4f}  {'  '.join(parts)}", flush=True)


def report_rules(title: str, articles: list[Annotated]) -> None:
    report(f"{title} always asserted", [np.zeros_like(article.labels) for article in articles], articles)
    ruled = [np.array([POLARITIES.index(label) for label, _ in judge_by_rules(*article.read)]) for article in articles]
    report(f"{title} rules", ruled, articles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--more", type=Path, help="articles annotated less surely")
    parser.add_argument("--check", type=Path, help="annotated articles to measure on after fitting")
    parser.add_argument("--out", type=Path, default=Path("models/events"))
    args = parser.parse_args()
    torch.set_num_threads(1)

    articles = read(args.corpus) + (read(args.more, weight=LESS_SURE) if args.more else [])
    for article in articles:
        article.features = all_features(*article.read)
    report_rules("train", articles)
    fold_of = np.random.default_rng(1).permutation(len(articles)) % FOLDS
    held: list[np.ndarray] = [article.labels for article in articles]
    for fold in range(FOLDS):
        model = as_scorer(fit_first([a for a, at in zip(articles, fold_of, strict=True) if at != fold]))
        for place, article in enumerate(articles):
            if fold_of[place] == fold:
                probabilities = first_scores(model, *article.read)
                held[place] = probabilities.argmax(axis=1)
                article.agreement = agreement_features(*article.read, probabilities)
    report("folds: first pass", held, articles)
    fold_of = np.random.default_rng(2).permutation(len(articles)) % FOLDS
    for fold in range(FOLDS):
        model = as_scorer(fit_second([a for a, at in zip(articles, fold_of, strict=True) if at != fold]))
        for place, article in enumerate(articles):
            if fold_of[place] == fold:
                nothing = np.zeros((len(article.triggers), 0), np.float32)
                held[place] = model.scores(article.agreement, nothing).argmax(axis=1)
    report("folds: second pass", held, articles)

    save(fit_first(articles), args.out / "polarity.npz")
    save(fit_second(articles), args.out / "polarity_agreement.npz")
    for name in ("polarity.npz", "polarity_agreement.npz"):
        print(f"{args.out / name}: {(args.out / name).stat().st_size} bytes")
    if args.check:
        checked = read(args.check)
        report_rules("check", checked)
        report("check model", [scores(*article.read).argmax(axis=1) for article in checked], checked)
        judged = [np.array([POLARITIES.index(label) for label, _ in judge_all(*article.read)]) for article in checked]
        report("check judge", judged, checked)


if __name__ == "__main__":
    main()
