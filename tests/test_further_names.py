"""The corrected names that hold no text, and how they are laid over one."""

from __future__ import annotations

import importlib
import zlib
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from arabic_events.schema import EntityLabel


@pytest.fixture(scope="module")
def module() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parents[1] / "training")
        return importlib.import_module("further_names")


def test_every_row_is_whole(module: ModuleType) -> None:
    rows = list(importlib.import_module("further_articles").rows(module.NAMES))
    assert len(rows) > 6_900
    assert len({first for first, *_ in rows}) == len(rows)
    for first, count, checksum, names in rows:
        assert first >= 0 and count >= 1 and 0 <= checksum < 2**32
        assert all(start < end for start, end, _ in names)
        assert all(before[1] <= after[0] for before, after in zip(names, names[1:], strict=False))
        assert {label for *_, label in names} <= set(get_args(EntityLabel))


def test_names_are_laid_over_their_own_text_only(module: ModuleType) -> None:
    lines = ["مقدمة", " وصل سامر حداد إلى دمشق ", "ثم غادر."]
    text = "وصل سامر حداد إلى دمشق\nثم غادر."
    row = [1, 2, zlib.crc32(text.encode()), [[4, 13, "PER"], [18, 22, "LOC"]]]
    built = module.record(row, lines)
    assert built["text"] == text
    assert [(name["text"], name["label"]) for name in built["entities"]] == [("سامر حداد", "PER"), ("دمشق", "LOC")]
    with pytest.raises(ValueError, match="line 1"):
        module.record(row, ["مقدمة", "خبر آخر", lines[2]])
