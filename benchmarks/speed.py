"""Articles and words a second, import time and memory, on the articles of a corpus; prints a table, writes JSON.

    python benchmarks/speed.py [CORPUS.jsonl or folder ...] [--ner bundled] [--no-context] [--repeat 3] [--json FILE]

Without arguments it measures on data/samples, on one core. On a busy machine look at the figures per CPU second.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

ROOT = Path(__file__).resolve().parents[1]


def import_seconds(repeat: int) -> float:
    """Median wall time of ``import arabic_events`` in a fresh process, the start of Python taken off."""

    def run(code: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - started

    with_import = [run("import arabic_events") for _ in range(repeat)]
    without = [run("pass") for _ in range(repeat)]
    return statistics.median(with_import) - statistics.median(without)


def measure(inputs: list[str], ner: str, repeat: int, *, context: bool = True) -> dict[str, Any]:
    """The figures by name."""
    from arabic_events import Article, Extractor
    from arabic_events.readers import read_articles

    articles = [row for row in read_articles(inputs) if isinstance(row, Article)]
    words = sum(len(article.text.split()) for article in articles)
    extractor = Extractor(ner=ner, context=context)
    started = time.perf_counter()
    extractor.extract_one(articles[0])
    first = time.perf_counter() - started
    rounds, processor = [], []
    for _ in range(repeat):
        started, used = time.perf_counter(), time.process_time()
        for article in articles:
            extractor.extract_one(article)
        rounds.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    together = []
    for _ in range(repeat):
        started = time.perf_counter()
        for _ in extractor.extract(articles):
            pass
        together.append(time.perf_counter() - started)
    best = min(rounds)
    return {
        "articles": len(articles),
        "words": words,
        "ner": ner,
        "context": context,
        "first_article_seconds": round(first, 3),
        "cold_round_articles_per_second": round(len(articles) / rounds[0], 1),
        "articles_per_second": round(len(articles) / best, 1),
        "articles_per_cpu_second": round(len(articles) / min(processor), 1),
        "articles_per_second_in_batches": round(len(articles) / min(together), 1),
        "words_per_second": round(words / best),
        "import_seconds": round(import_seconds(5), 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "torch_loaded": "torch" in sys.modules,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description="Speed of extraction.")
    parser.add_argument("inputs", nargs="*", default=[str(ROOT / "data" / "samples")])
    parser.add_argument("--ner", default="bundled")
    parser.add_argument("--no-context", action="store_true", help="without the network that reads whole sentences")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = measure(options.inputs, options.ner, options.repeat, context=not options.no_context)
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):<34}{value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
