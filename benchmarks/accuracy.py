"""Extracts events from an annotated file and writes predictions in the public JSON, for a scorer to read.

python benchmarks/accuracy.py CORPUS.jsonl PREDICTED.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from arabic_events import Article, Extractor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("predicted", type=Path)
    args = parser.parse_args()
    records = [json.loads(line) for line in args.corpus.open(encoding="utf-8") if line.strip()]
    extractor = Extractor()
    articles = [
        Article(
            text=record["text"], **{name: record.get(name) or None for name in ("id", "title", "published", "outlet")}
        )
        for record in records
    ]
    extractor.extract_one(articles[0])
    began = time.perf_counter()
    with args.predicted.open("w", encoding="utf-8") as out:
        for article in articles:
            out.write(extractor.extract_one(article).model_dump_json() + "\n")
    spent = time.perf_counter() - began
    words = sum(len(record["text"].split()) for record in records)
    sys.stderr.write(f"{len(records)} articles, {len(records) / spent:.1f} articles/s, {words / spent:.0f} words/s\n")


if __name__ == "__main__":
    main()
