"""Extracts from an annotated corpus and measures precision, recall and F1 of what is found.

    python benchmarks/accuracy.py [CORPUS.jsonl...] [-o PREDICTED.jsonl] [--json]

Without a corpus it takes the project's own annotated articles. Predictions are written in the public JSON for other
scorers.

An event is found when its action overlaps the annotated trigger and has its type; an argument when the event is
found and the phrases share a word; a claim when cue and source agree; an entity when span and label are the same; a
time when value and place are.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from arabic_events import Article, Extraction, Extractor

CORPUS = Path(__file__).resolve().parents[1] / "data" / "corpus"
PARTICIPANTS = ("actors", "targets", "locations")
Record = Mapping[str, Any]


def read(paths: Sequence[Path]) -> list[Record]:
    """The annotated articles of these files."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").split("\n") if line.strip()]


def to_article(record: Record) -> Article:
    """The article of an annotated record."""
    return Article(
        text=record["text"], **{name: record.get(name) or None for name in ("id", "title", "published", "outlet")}
    )


def _overlap(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return bool(gold["start"] < found["end"] and found["start"] < gold["end"])


def _matched(gold: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]) -> list[tuple[Any, Any]]:
    """Pairs, one to one, each gold item with the first free found one that is the same."""
    free = list(found)
    pairs = []
    for item in gold:
        hit = next((at for at, other in enumerate(free) if same(item, other)), None)
        if hit is not None:
            pairs.append((item, free.pop(hit)))
    return pairs


def count(record: Record, extraction: Extraction) -> Counter[tuple[str, str]]:
    """Hits, found and annotated items of one article, by figure."""
    data = extraction.model_dump(mode="json")
    counts: Counter[tuple[str, str]] = Counter()

    def add(name: str, hits: int, found: int, gold: int) -> None:
        counts[name, "hits"] += hits
        counts[name, "found"] += found
        counts[name, "gold"] += gold

    gold_events, events = record["events"], data["events"]
    typed = _matched(gold_events, events, lambda g, f: g["type"] == f["type"] and _overlap(g["trigger"], f["action"]))
    add("event", len(typed), len(events), len(gold_events))
    for role in (*PARTICIPANTS, "dates", "quantities"):
        hits = sum(len(_matched(gold[role], found[role], _overlap)) for gold, found in typed)
        add(f"argument.{role}", hits, sum(len(e[role]) for e in events), sum(len(e[role]) for e in gold_events))
    add("polarity", sum(gold["polarity"] == found["polarity"] for gold, found in typed), len(typed), len(typed))

    def same_claim(gold: Any, found: Any) -> bool:
        sources = gold.get("source"), found.get("source")
        agree = _overlap(*sources) if all(sources) else not any(sources)
        return agree and _overlap(gold["cue"], found["cue"])

    add(
        "claim", len(_matched(record["claims"], data["claims"], same_claim)), len(data["claims"]), len(record["claims"])
    )
    key = ("start", "end", "label")
    exact = _matched(record["entities"], data["entities"], lambda g, f: all(g[k] == f[k] for k in key))
    add("entity", len(exact), len(data["entities"]), len(record["entities"]))
    valued = _matched(record["times"], data["times"], lambda g, f: _overlap(g, f) and g["value"] == f["value"])
    add("time", len(valued), len(data["times"]), len(record["times"]))
    return counts


def figures(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 by figure, in percent."""
    result = {}
    for name in sorted({name for name, _ in counts}):
        hits, found, gold = (counts[name, part] for part in ("hits", "found", "gold"))
        precision, recall = (hits / total if total else 0.0 for total in (found, gold))
        f1 = 2 * hits / (found + gold) if found + gold else 0.0
        result[name] = {"precision": 100 * precision, "recall": 100 * recall, "f1": 100 * f1}
    return result


def measure(records: Sequence[Record], extractions: Sequence[Extraction]) -> dict[str, dict[str, float]]:
    """The figures of a corpus."""
    total: Counter[tuple[str, str]] = Counter()
    for record, extraction in zip(records, extractions, strict=True):
        total.update(count(record, extraction))
    return figures(total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="*")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    records = read(args.corpus or sorted(CORPUS.glob("articles_*.jsonl")))
    extractor = Extractor()
    articles = [to_article(record) for record in records]
    extractor.extract_one(articles[0])
    began = time.perf_counter()
    extractions = [extractor.extract_one(article) for article in articles]
    spent = time.perf_counter() - began
    if args.output:
        with args.output.open("w", encoding="utf-8") as out:
            out.writelines(extraction.model_dump_json() + "\n" for extraction in extractions)
    table = measure(records, extractions)
    if args.json:
        print(json.dumps(table))
        return
    print(f"{len(articles)} articles, {len(articles) / spent:.1f} articles/s")
    for name, row in table.items():
        print(f"{name:22s} " + "  ".join(f"{part} {value:5.1f}" for part, value in row.items()))


if __name__ == "__main__":
    main()
