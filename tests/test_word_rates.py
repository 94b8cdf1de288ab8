"""Words that two sets of annotators mark differently."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

TRAINING = Path(__file__).parents[1] / "training"


@pytest.fixture(scope="module")
def module() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TRAINING))
        yield runpy.run_path(str(TRAINING / "word_rates.py"))


def test_words_are_counted_by_their_stems(module: Any) -> None:
    gold = module["gold"]
    text = "قتل جندي. وبقتل الجندي بدأ القتل."
    doc = gold.predicted({"text": text}, before="entities")
    record = {"text": text, "events": [{"trigger": {"start": 0, "end": 3}, "type": "death"}]}
    rates = module["WordRates"].of([(doc, record, 0.5)])
    assert (rates.seen["جندي"], rates.marked["جندي"]) == (2, 0)
    assert (rates.seen["قتل"], rates.marked["قتل"]) == (3, 1)


def test_what_is_not_judged(module: Any) -> None:
    rates = module["WordRates"]
    seen = Counter({"تعاون": 100, "اتفاق": 100, "قتل": 100, "نادر": 5})
    sure = rates(seen, Counter({"تعاون": 3, "اتفاق": 90, "قتل": 80, "نادر": 0}))
    less_sure = rates(seen, Counter({"تعاون": 45, "اتفاق": 50, "قتل": 84, "نادر": 5}))
    unjudged = module["Unjudged"].between(sure, less_sure)
    assert unjudged.marked == {"تعاون"}
    assert unjudged.unmarked == {"اتفاق"}
    assert unjudged.leaves_out("تعاون", 7)
    assert not unjudged.leaves_out("تعاون", 0)
    assert unjudged.leaves_out("اتفاق", 0)
    assert not unjudged.leaves_out("قتل", 7)
