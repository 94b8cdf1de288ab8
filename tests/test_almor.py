"""The reader of the morphological database against camel-tools' own, and what becomes of a damaged file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from arabic_events import ModelError
from arabic_events.almor import Database
from arabic_events.morphology import model_folder, offline_camel_tools

DATABASE = model_folder() / "news.db"


def test_words_have_the_readings_that_camel_tools_gives() -> None:
    with offline_camel_tools():
        from camel_tools.morphology.analyzer import Analyzer
        from camel_tools.morphology.database import MorphologyDB

    theirs, ours = Analyzer(MorphologyDB(str(DATABASE), "a")), Database(DATABASE)
    listed = gzip.decompress((model_folder() / "words.txt.gz").read_bytes()).decode("utf-8").partition("\n\n")[0]
    for word in listed.split("\n")[::20]:
        expected = [in_order(reading) for reading in theirs.analyze(word) if reading["pos"] != "foreign"]
        assert sorted(map(in_order, ours.readings(word))) == sorted(expected), word


def in_order(reading: dict[str, object]) -> list[tuple[str, str]]:
    """The features of a reading but for those that repeat or are for people only."""
    return sorted((name, str(value)) for name, value in reading.items() if name not in ("stem", "stemgloss", "source"))


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.98])
def test_truncated(tmp_path: Path, share: float) -> None:
    path, whole = tmp_path / "news.db", DATABASE.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ModelError, match=r"news\.db"):
        Database(path)


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"news\.db"):
        Database(tmp_path / "news.db")
