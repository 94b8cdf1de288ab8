"""Every file of words: it loads, is in normal form, names things that exist, and is listed in CONTRIBUTING.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import regex

from arabic_events import EVENT_TYPES, lexicon
from arabic_events.text import normalize

FOLDER = Path(lexicon.__file__).with_name("lexicons")
FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".toml", ".tsv"))
TSV = [name for name in FILES if name.endswith(".tsv")]
DISPLAY = {"name"}
"""Columns and keys that hold a name to show, in its usual spelling, beside the forms that are matched."""
CHARACTER_TABLES = {"characters.toml"}
ARABIC = regex.compile(r"\p{Arabic}")
ROLES = {"actor", "target", "location", "date", "quantity", "content", "source", "instrument", "none"}
EVENT_FILES = {
    "event_verbs.tsv": ["lemma", "imperfect", "masdar", "type", "frame", "when", "not"],
    "event_nouns.tsv": ["lemma", "plural", "type", "frame", "when", "not"],
    "event_phrases.tsv": ["phrase", "head", "type", "frame", "not"],
}


def strings(value: Any, key: str = "") -> Iterator[str]:
    """The strings of a TOML value, those to show left out."""
    if isinstance(value, str):
        if key not in DISPLAY:
            yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if ARABIC.search(name):
                yield name
            yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)


def words(name: str) -> list[str]:
    if name.endswith(".toml"):
        return [word for word in strings(lexicon.toml(name)) if ARABIC.search(word)]
    return [
        form
        for row in lexicon.rows(name)
        for column, cell in row.items()
        if not (column in DISPLAY and "forms" in row)
        for form in lexicon.forms(cell)
        if ARABIC.search(form)
    ]


def test_there_are_lexicons() -> None:
    assert len(FILES) >= 20
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} - set(FILES) <= {"__init__.py"}


@pytest.mark.parametrize("name", [name for name in FILES if name not in CHARACTER_TABLES])
def test_words_are_in_normal_form(name: str) -> None:
    found = words(name)
    assert found or name not in TSV, "an empty lexicon"
    wrong = {word: normalize(word) for word in found if word != normalize(word)}
    assert not wrong, f"{name}: write these in normal form (arabic_events.text.normalize): {wrong}"


@pytest.mark.parametrize("name", TSV)
def test_rows_are_whole_and_said_once(name: str) -> None:
    rows = [tuple(row.values()) for row in lexicon.rows(name)]
    twice = {row for row in rows if rows.count(row) > 1} if len(set(rows)) < len(rows) else set()
    assert not twice, f"{name}: said twice: {sorted(twice)[:5]}"
    for number, line in enumerate((FOLDER / name).read_text("utf-8").splitlines(), start=1):
        assert line == line.rstrip(" \r"), f"{name}, line {number}: blank at the end"


@pytest.mark.parametrize("name", EVENT_FILES)
def test_event_words_name_real_types_and_roles(name: str) -> None:
    for row in lexicon.rows(name):
        assert list(row) == EVENT_FILES[name]
        assert row["type"] in {*EVENT_TYPES, "light"}, row
        for slot in filter(None, row["frame"].split(";")):
            key, _, role = slot.partition("=")
            assert key.strip(), row
            assert role.strip() in ROLES, row


def test_every_event_type_has_words() -> None:
    named = {row["type"] for name in EVENT_FILES for row in lexicon.rows(name)}
    assert set(EVENT_TYPES) <= named, f"no trigger for {sorted(set(EVENT_TYPES) - named)}"


@pytest.mark.parametrize("name", FILES)
def test_contributing_says_what_each_file_is_for(name: str, root: Path) -> None:
    assert f"`{name}`" in (root / "CONTRIBUTING.md").read_text("utf-8"), f"add {name} to the list in CONTRIBUTING.md"


@pytest.mark.parametrize(
    ("content", "message"),
    [("a\tb\n1\t2\n\n1\n", "line 4: 1 cells, the header has 2"), ("a\n1\t2\n", "line 2: 2 cells")],
)
def test_a_broken_row_is_named(content: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "read_text", lambda name: content)
    with pytest.raises(lexicon.LexiconError, match=message):
        lexicon.rows.__wrapped__("made.tsv")
