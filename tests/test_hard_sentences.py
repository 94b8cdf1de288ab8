"""benchmarks/README.md shows what is read today from the hard sentences."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_page_shows_what_is_read() -> None:
    path = ROOT / "benchmarks" / "hard_sentences.py"
    spec = importlib.util.spec_from_file_location("hard_sentences", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = list(module.lines())
    assert len(written) == 40
    assert "\n".join(written) in (ROOT / "benchmarks" / "README.md").read_text("utf-8")
