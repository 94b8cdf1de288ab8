"""Words that two sets of annotators mark differently."""

from __future__ import annotations

import runpy
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

TRAINING = Path(__file__).parents[1] / "training"


@pytest.fixture(scope="module")
def module() -> Any:
    sys.path.insert(0, str(TRAINING))
    try:
        yield runpy.run_path(str(TRAINING / "word_rates.py"))
    finally:
        sys.path.remove(str(TRAINING))


def test_keys(module: Any) -> None:
    assert set(module["keys"]("والتعاون")) == {"تعاون"}
    assert "تعاون" in module["keys"]("بتعاون")
    assert module["keys"]("من") == ("من",)


def test_what_is_not_judged(module: Any) -> None:
    rates = module["WordRates"]
    seen = Counter({"تعاون": 100, "اتفاق": 100, "قتل": 100, "نادر": 5})
    sure = rates(seen, Counter({"تعاون": 3, "اتفاق": 90, "قتل": 80, "نادر": 0}))
    less_sure = rates(seen, Counter({"تعاون": 45, "اتفاق": 50, "قتل": 84, "نادر": 5}))
    unjudged = module["Unjudged"].between(sure, less_sure)
    assert unjudged.marked == {"تعاون"}
    assert unjudged.unmarked == {"اتفاق"}
    assert unjudged.leaves_out("والتعاون", 7)
    assert not unjudged.leaves_out("والتعاون", 0)
    assert unjudged.leaves_out("اتفاق", 0)
    assert not unjudged.leaves_out("قتل", 7)
