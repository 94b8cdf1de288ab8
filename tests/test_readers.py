"""Files of articles in, rows out; a bad row says what is wrong and where, and the next one is read."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from arabic_events import Article, InputError, UnsupportedInput
from arabic_events.inputs import MAX_LENGTH, to_article
from arabic_events.readers import count_articles, find_inputs, read_articles


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def read(path: Path) -> list[Article | InputError]:
    return list(read_articles([path]))


def test_text_file(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.txt", "\ufeffنص\nثان")) == [Article(text="نص\nثان", id="a")]


def test_jsonl(tmp_path: Path) -> None:
    rows = [
        {"text": "نص", "id": 7, "published": "2024-02-29", "category": "war", "events": [1], "outlet": ""},
        {"text": "نص\u2028آخر", "published": "2024-02-29T10:00:00Z", "metadata": {"page": 2}},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    first, second = read(write(tmp_path / "a.jsonl", lines + "\n\n"))
    assert first == Article(text="نص", id="7", published=date(2024, 2, 29), metadata={"category": "war"})
    assert isinstance(second, Article)
    assert second.id == "a:2"
    assert isinstance(second.published, datetime)
    assert second.metadata == {"page": 2}


def test_json_object_and_list(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.json", '{"text": "نص"}')) == [Article(text="نص", id="a")]
    rows = read(write(tmp_path / "b.json", '[{"text": "نص"}, 3]'))
    assert rows[0] == Article(text="نص", id="b:1")
    assert isinstance(rows[1], InputError)


def test_csv(tmp_path: Path) -> None:
    content = 'id,text,published,kind\n1,"سطر\nوسطر",2024-01-01,x\n2,نص,,y\n3,نص\n4,نص,2024-13-01,z\n'
    rows = read(write(tmp_path / "a.csv", content))
    assert rows[0] == Article(text="سطر\nوسطر", id="1", published=date(2024, 1, 1), metadata={"kind": "x"})
    assert rows[1] == Article(text="نص", id="2", metadata={"kind": "y"})
    assert isinstance(rows[2], InputError)
    assert "fewer cells" in str(rows[2])
    assert isinstance(rows[3], InputError)
    assert rows[3].line == 6


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    table = pa.table({"text": ["نص", None], "published": [date(2024, 1, 1), None], "n": [1, 2]})
    write_table(table, tmp_path / "a.parquet")
    rows = read(tmp_path / "a.parquet")
    assert rows[0] == Article(text="نص", id="a:1", published=date(2024, 1, 1), metadata={"n": 1})
    assert isinstance(rows[1], InputError)
    assert rows[1].line == 2
    assert count_articles([tmp_path / "a.parquet"]) == 2
    damaged = read(write(tmp_path / "b.parquet", b"PAR1 not really"))
    assert isinstance(damaged[0], InputError)


def packed(content: bytes, suffix: str) -> bytes:
    if suffix == ".gz":
        return gzip.compress(content)
    half = len(content) // 2
    compress = pytest.importorskip("pyarrow").compress
    return b"".join(compress(part, codec="zstd", asbytes=True) for part in (content[:half], content[half:]))


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_files_read_the_same(suffix: str, tmp_path: Path) -> None:
    plain, small = tmp_path / "plain", tmp_path / "small"
    plain.mkdir()
    small.mkdir()
    for name, content in {
        "a.txt": "نص\nوسطر",
        "b.json": '[{"text": "نص"}, 3]',
        "c.jsonl": "".join(f'{{"text": "نص {number}"}}\n' for number in range(2000)) + "not json\n",
        "d.csv": 'id,text\n1,"سطر\nوسطر"\n2\n',
    }.items():
        write(plain / name, content)
        write(small / f"{name}{suffix}", packed(content.encode(), suffix))
    assert [Path(name).name for name in find_inputs([small])] == [
        f"{file.name}{suffix}" for file in sorted(plain.iterdir())
    ]
    read_small = list(read_articles([small]))
    assert len(read_small) == 2006
    assert list(map(shown, read_small)) == list(map(shown, read_articles([plain])))
    assert count_articles([small]) is None


def shown(row: Article | InputError) -> object:
    return row if isinstance(row, Article) else str(row).split(": ", 1)[1]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: b"not packed at all" + data])
def test_a_damaged_file_gives_what_can_be_read_and_the_next(
    suffix: str, damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    content = packed(b'{"text": "x"}\n' * 5, suffix)
    bad = write(tmp_path / f"a.jsonl{suffix}", damage(content))
    good = write(tmp_path / "b.txt", "نص")
    *_, error, last = read_articles([bad, good])
    assert isinstance(error, InputError)
    assert error.source == str(bad)
    assert isinstance(last, Article)


def test_packed_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedInput, match=r"all but Parquet with \.gz or \.zst too"):
        find_inputs([write(tmp_path / "a.parquet.gz", "x")])


@pytest.mark.parametrize(
    ("content", "expected"), [("نص\nوسطر", ["نص\nوسطر"]), ('\n{"text": "نص"}\n{"text": "ب"}', ["نص", "ب"])]
)
def test_standard_input(content: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert [row.text for row in read_articles(["-"]) if isinstance(row, Article)] == expected


def test_folder_is_its_files_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.json", "c.md"):
        write(tmp_path / name, "{}")
    assert [Path(name).name for name in find_inputs([tmp_path])] == ["a.json", "b.txt"]


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [("missing.txt", InputError, "no such file"), ("page.docx", UnsupportedInput, "'.docx' are not read")],
)
def test_wrong_files_are_found_before_reading(name: str, error: type[InputError], message: str, tmp_path: Path) -> None:
    if "missing" not in name:
        write(tmp_path / name, "x")
    with pytest.raises(error, match=message):
        find_inputs([tmp_path / name])
    with pytest.raises(InputError, match="has no"):
        find_inputs([tmp_path / "empty"] if (tmp_path / "empty").mkdir() is None else [])


@pytest.mark.parametrize(
    ("name", "content", "line", "message"),
    [
        ("a.jsonl", '{"text": "نص"}\n{"text": \n{"text": "نص"}', 2, "is not JSON"),
        ("a.jsonl", '{"text": "نص"}\n{"title": "نص"}\n{"text": "نص"}', 2, "no 'text' in the row, which has 'title'"),
        ("a.jsonl", '{"text": "نص"}\n[1]\n{"text": "نص"}', 2, "must be a JSON object"),
        ("a.jsonl", '{"text": "نص"}\n{"text": 5}\n{"text": "نص"}', 2, "must be a string, not int"),
        ("a.jsonl", '{"text": "نص"}\n{"text": "\\ud800"}\n{"text": "نص"}', 2, r"lone surrogate U\+D800 at character 0"),
        (
            "a.jsonl",
            '{"text": "نص"}\n{"text": "نص", "published": "2023-02-30"}\n{"text": "نص"}',
            2,
            "'published' is not an ISO 8601 date.*2023-02-30",
        ),
        ("a.jsonl", '{"text": "نص"}\n{"text": "نص", "published": 20230930}\n{"text": "نص"}', 2, "'published' must be"),
        ("a.jsonl", '{"text": "نص"}\n{"text": "نص", "url": ["x"]}\n{"text": "نص"}', 2, "not an article: url"),
        (
            "a.jsonl",
            '{"text": "x"}\n{"text": "x", "title": "a\\udc00"}\n{"text": "x"}',
            2,
            "'title' has a lone surrogate",
        ),
        (
            "a.jsonl",
            '{"text": "x"}\n{"text": "x", "k": "\\udc00"}\n{"text": "x"}',
            2,
            "'metadata' has a lone surrogate",
        ),
        (
            "a.jsonl",
            '{"text": "x"}\n{"text": "x", "metadata": {"k": ' + "[" * 500 + "]" * 500 + '}}\n{"text": "x"}',
            2,
            "nested deeper than 20",
        ),
        ("a.jsonl", b'{"text": "x"}\n{"text": "\xe4\xe5"}\n{"text": "x"}', 2, "is not UTF-8"),
        ("a.jsonl", '{"text": "نص"}\n' + "[" * 200_000 + '\n{"text": "نص"}', 2, "not JSON|nested too deep"),
    ],
)
def test_bad_row(name: str, content: str | bytes, line: int, message: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, content)
    good, bad, last = read(path)
    assert isinstance(good, Article)
    assert isinstance(last, Article)
    assert isinstance(bad, InputError)
    assert (bad.source, bad.line) == (str(path), line)
    with pytest.raises(InputError, match=message):
        raise bad


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", "نص عربي عن وزارة الخارجية".encode("cp1256"), "is not UTF-8 .*iconv -f windows-1256"),
        ("a.txt", "نص عربي".encode("utf-16"), "is UTF-16, not UTF-8"),
        ("a.csv", "title\nنص\n", "line 1: the header has no 'text' column; its columns: 'title'"),
        ("a.csv", "", "its columns: none"),
        ("a.json", '{"text": ', "is not JSON"),
    ],
)
def test_bad_file(name: str, content: str | bytes, message: str, tmp_path: Path) -> None:
    (bad,) = read(write(tmp_path / name, content))
    assert isinstance(bad, InputError)
    with pytest.raises(InputError, match=message):
        raise bad


def test_a_bad_file_does_not_stop_the_next(tmp_path: Path) -> None:
    bad = write(tmp_path / "a.txt", b"\xff\xff")
    good = write(tmp_path / "b.txt", "نص")
    assert [type(row) for row in read_articles([bad, good])] == [UnsupportedInput, Article]


def test_too_long() -> None:
    with pytest.raises(InputError, match=r"1,000,001 characters"):
        to_article("ا" * (MAX_LENGTH + 1))


def test_wrong_type() -> None:
    with pytest.raises(InputError, match="not bytes"):
        to_article(b"text")  # type: ignore[arg-type]
