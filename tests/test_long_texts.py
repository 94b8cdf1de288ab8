"""Time grows with the length of a text only."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from arabic_events import Article, Extractor

CORPUS = Path(__file__).parents[1] / "data" / "samples"


def steps(extractor: Extractor, article: Article) -> int:
    """Lines of Python that run: a count that no busy machine changes."""
    count = 0

    def trace(frame: object, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        extractor.extract_one(article)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.slow
def test_ten_times_the_text_takes_ten_times_the_steps() -> None:
    texts = [json.loads(path.read_text("utf-8"))["text"].strip() for path in sorted(CORPUS.glob("*.json"))[:8]]
    text = "\n".join(texts)
    assert len(text) > 5_000
    extractor = Extractor(ner="gazetteer")
    extractor.extract_one(Article(text=text, published="2024-05-02"))
    once = steps(extractor, Article(text=text, published="2024-05-02"))
    often = steps(extractor, Article(text="\n".join([text] * 10), published="2024-05-02"))
    assert often < 1.5 * 10 * once
