"""The annotations that hold no text, and how they are laid over one."""

from __future__ import annotations

import runpy
import zlib
from pathlib import Path

import pytest

from arabic_events.schema import EVENT_TYPES

MODULE = runpy.run_path(str(Path(__file__).parents[1] / "training" / "further_articles.py"))


def test_every_row_is_whole() -> None:
    rows = list(MODULE["rows"]())
    assert len(rows) > 2_700
    for first, count, checksum, events, weight in rows:
        assert first >= 0 and count >= 1 and 0 <= checksum < 2**32 and weight in (0.5, 0.8, 0.9, 0.97, 0.98)
        starts = [trigger[0] for trigger, *_ in events]
        assert starts == sorted(set(starts))
        for trigger, kind, polarity, *roles in events:
            assert kind in EVENT_TYPES and polarity in range(4) and len(roles) == len(MODULE["ROLES"])
            assert all(0 <= start < end for start, end in (trigger, *(span for spans in roles for span in spans)))


def test_annotations_are_laid_over_their_own_text_only() -> None:
    lines = ["مقدمة", " قتل جندي في الموصل ", "وقال مصدر أمني إن الهجوم وقع فجرا."]
    text = "قتل جندي في الموصل\nوقال مصدر أمني إن الهجوم وقع فجرا."
    row = [1, 2, zlib.crc32(text.encode()), [[[0, 3], "death", 0, [], [[4, 8]], [[12, 18]], [], []]], 0.5]
    built = MODULE["record"](row, lines)
    assert built["text"] == text
    event = built["events"][0]
    assert event["trigger"]["text"] == "قتل"
    assert [span["text"] for role in ("targets", "locations") for span in event[role]] == ["جندي", "الموصل"]
    with pytest.raises(MODULE["OtherText"], match="line 1"):
        MODULE["record"](row, ["مقدمة", "خبر آخر", lines[2]])
