"""Fits the two scorers of `arabic_events.claims` (cues, sources) on an annotated corpus; stores them in models/claims.

    python training/train_claims.py CORPUS_DIRECTORY [--judge]

``--judge`` fits on four fifths of train.jsonl, writes the claims of the rest
beside their annotations for a scorer, and stores no model; without it everything is fitted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import fitting
from arabic_events.claims import find as stage
from arabic_events.claims.cues import find_cues, time_tokens
from arabic_events.claims.features import Scene, cue_features, source_features
from arabic_events.claims.sources import Phrase, Speaker, candidates, head_of, is_carrier, is_nested
from arabic_events.document import Document
from arabic_events.schema import Article, Entity, Time
from arabic_events.text import AlignedText
from arabic_events.tokens import tokenize
from arabic_events.vectors import word_vectors

CLASSES = ("no", "yes")
FOLDS = 5
MODELS, HIDDEN = 4, 12
NAMES_LEFT_OUT, TIMES_LEFT_OUT = 0.12, 0.05


def document(record: dict) -> Document:
    """An annotated article as a document with its annotated names and times."""
    text = record["text"]
    aligned = AlignedText.of(text)
    tokens, sentences = tokenize(aligned)
    entities = [
        Entity(**span, id=f"n{number}", name=span["text"], evidence="annotation")
        for number, span in enumerate(sorted(record["entities"], key=lambda span: span["start"]))
    ]
    times = [
        Time(start=span["start"], end=span["end"], text=span["text"], id=f"t{number}", evidence="annotation")
        for number, span in enumerate(sorted(record["times"], key=lambda span: span["start"]))
    ]
    published = date.fromisoformat(record["published"][:10]) if record.get("published") else None
    return Document(
        article=Article(text=text, id=record["id"], published=published),
        aligned=aligned,
        tokens=tokens,
        sentences=sentences,
        entities=tuple(entities), times=tuple(times),
    )  # fmt: skip


def gold_cue(record: dict, span: tuple[int, int]) -> dict | None:
    """The annotated claim whose cue overlaps a stretch of the text."""
    return next(
        (claim for claim in record["claims"] if claim["cue"]["start"] < span[1] and span[0] < claim["cue"]["end"]), None
    )


def add_article(
    record: dict, doc: Document, cues: fitting.Examples, sources: fitting.Examples, groups: list[int]
) -> None:
    """Examples of one article."""
    times = time_tokens(doc)
    labels = stage.token_labels(doc)
    possible = find_cues(doc, times)
    golds = []
    for cue in possible:
        span = stage.cue_span(doc, cue)
        golds.append(gold_cue(record, (span.start, span.end)))
    for names, rows, gold in zip(*cue_features(doc, possible, times, labels), golds, strict=True):
        cues.add(names, rows, int(gold is not None))
    accepted = [(cue, gold) for cue, gold in zip(possible, golds, strict=True) if gold is not None]
    chosen_cues = [cue for cue, _ in accepted]
    phrases_of = stage.phrases_by_sentence(doc, chosen_cues, times)
    scene = Scene.of(doc, chosen_cues, times, labels)
    groups_of_phrases = map(phrases_of, range(len(doc.sentences)))
    by_token = {
        index: phrase for group in groups_of_phrases for phrase in group for index in range(phrase.first, phrase.last)
    }
    speakers = []
    for cue, gold in accepted:
        options = candidates(doc, cue, phrases_of, speakers, labels)
        source = gold["source"]
        right = [source is not None and matches(doc, record, source, option.phrase) for option in options]
        if options:
            for names, rows, label in zip(*source_features(scene, cue, options), right, strict=True):
                sources.add(names, rows, int(label))
            groups.append(len(options))
        if source is not None:
            chosen = next((option.phrase for option, label in zip(options, right, strict=True) if label), None)
            if chosen is None:
                start = scorer_head(source)[0]
                chosen = next(
                    (by_token[t.index] for t in doc.tokens if t.start <= start < t.end and t.index in by_token), None
                )
            if chosen is not None:
                carrier = is_carrier(doc, cue, chosen)
                speakers.append(Speaker(chosen, cue, is_nested(cue, chosen_cues), carrier))


def scorer_head(source: dict) -> tuple[int, int]:
    """Offsets of the first word of a source."""
    text = source["text"].lstrip('"« (')
    start = source["start"] + len(source["text"]) - len(text)
    return start, start + len(text.split()[0])


def matches(doc: Document, record: dict, source: dict, phrase: Phrase) -> bool:
    """Whether a phrase is the annotated source: its head lies in it and the annotated first word lies in the phrase."""
    tokens = doc.tokens
    start, end = tokens[phrase.first].start, tokens[phrase.last - 1].end
    head = tokens[head_of(doc, phrase)]
    first = scorer_head(source)[0]
    inside = source["start"] < head.end and head.start < source["end"]
    return inside and start <= first < end


def with_gaps(doc: Document, rng: np.random.Generator) -> Document:
    """The document without some of its names and times, as a recogniser leaves them out."""
    entities = tuple(entity for entity in doc.entities if rng.random() >= NAMES_LEFT_OUT)
    times = tuple(time for time in doc.times if rng.random() >= TIMES_LEFT_OUT)
    return replace(doc, entities=entities, times=times)


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def fit(records: Sequence[dict], docs: Sequence[Document], seed: int = 1) -> tuple[dict, dict]:
    """The arrays of the two models."""
    cues, sources, groups = fitting.Examples(), fitting.Examples(), []
    rng = np.random.default_rng(seed)
    for record, doc in zip(records, docs, strict=True):
        add_article(record, with_gaps(doc, rng), cues, sources, groups)
    print(f"cues {Counter(cues.labels)} sources {Counter(sources.labels)} of {len(groups)}")
    return averaged(cues, seed), averaged(sources, seed)


def averaged(examples: fitting.Examples, seed: int) -> dict:
    """One model that averages several, fitted from different seeds: their hidden units side by side."""
    table = word_vectors().table
    options = {"hidden": HIDDEN, "epochs": 8, "min_count": 2, "lr": 4e-3, "log": lambda line: None}
    fitted = [fitting.fit(examples, CLASSES, table, seed=seed + number, **options) for number in range(MODELS)]
    classes = len(CLASSES)
    wide = sum(model["sparse"][:, :classes] for model in fitted) / MODELS
    return {
        "features": fitted[0]["features"],
        "classes": fitted[0]["classes"],
        "sparse": np.concatenate([wide, *(model["sparse"][:, classes:] for model in fitted)], axis=1),
        "dense": np.concatenate([model["dense"] for model in fitted], axis=1),
        "hidden_bias": np.concatenate([model["hidden_bias"] for model in fitted]),
        "output": np.concatenate([model["output"] for model in fitted]) / MODELS,
        "bias": sum(model["bias"] for model in fitted) / MODELS,
    }


def use(models: tuple[dict, dict]) -> None:
    """Puts fitted models in the place of the bundled ones."""
    table = {stage.CUE_MODEL: fitting.as_scorer(models[0]), stage.SOURCE_MODEL: fitting.as_scorer(models[1])}
    stage.scorer = table.__getitem__


def predict(docs: Sequence[Document]) -> list[Document]:
    return [stage.find_claims(doc) for doc in docs]


def write(docs: Sequence[Document], path: Path) -> None:
    """Predicted claims in the library's JSON, for a scorer outside."""
    with path.open("w", encoding="utf-8") as out:
        for doc in docs:
            row = {"article": {"id": doc.article.id}, "claims": [claim.model_dump(mode="json") for claim in doc.claims]}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "models" / "claims")
    arguments = parser.parse_args()
    records = read(arguments.corpus / "train.jsonl")
    docs = [document(record) for record in records]
    if arguments.judge:
        held = [index for index in range(len(records)) if index % FOLDS == 0]
        kept = [index for index in range(len(records)) if index % FOLDS]
        use(fit([records[index] for index in kept], [docs[index] for index in kept]))
        arguments.out.mkdir(parents=True, exist_ok=True)
        write(predict([docs[index] for index in held]), arguments.out / "held.jsonl")
        with (arguments.out / "held_gold.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(records[index], ensure_ascii=False) + "\n" for index in held)
        return
    cues, sources = fit(records, docs)
    fitting.save(cues, arguments.out / "cues.npz")
    fitting.save(sources, arguments.out / "sources.npz")


if __name__ == "__main__":
    main()
