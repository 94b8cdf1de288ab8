"""The command line on real articles, run in this process; real processes where signals and pipes matter."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from made import MADE
from typer.testing import CliRunner

from arabic_events import ErrorRecord, Extraction, __version__
from arabic_events.cli import app
from arabic_events.export import FORMATS, arrow, jsonl
from arabic_events.export.arrow import Rows

SENTENCE = "أعلنت وزارة الدفاع العراقية، الثلاثاء، مقتل ثلاثة جنود في هجوم على قاعدة قرب مدينة الموصل."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(SENTENCE, "utf-8")
    return path


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"text": SENTENCE, "id": f"n{number}"}, ensure_ascii=False) for number in range(4)]
    lines.insert(2, "not json")
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    jsonl.write([MADE, ErrorRecord(error="InputError", message="bad row", index=1)], path)
    return path


def call(*arguments: str | Path, status: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    return result.stdout, result.stderr


def test_version() -> None:
    assert call("--version")[0].strip() == f"arabic-events {__version__}"


def test_extract_prints_a_table(article: Path) -> None:
    printed, messages = call("extract", article, "--published", "2024-03-14")
    assert "death" in printed
    assert "ثلاثة جنود" in printed
    assert re.search(r"1 articles, \d+ events, 0 errors in [\d.]+ s \([\d.]+ articles/s\)", messages)


def test_extract_to_stdout_is_json_lines(article: Path) -> None:
    printed, _ = call("extract", article, "-o", "-")
    (line,) = printed.splitlines()
    assert json.loads(line)["article"]["id"] == "article"


def test_extract_writes_in_order_with_error_records(rows: Path, tmp_path: Path) -> None:
    output = tmp_path / "new" / "out.jsonl"
    _, messages = call("extract", rows, "-o", output, "--published", "2024-03-14")
    results = list(jsonl.read(output))
    assert [result.id if isinstance(result, ErrorRecord) else result.article.id for result in results] == [
        *("n0", "n1", None, "n2", "n3")
    ]
    record = results[2]
    assert isinstance(record, ErrorRecord)
    assert (record.index, record.line, record.error) == (2, 3, "InputError")
    assert "rows.jsonl, line 3: is not JSON" in messages.replace("\n", "")
    assert [path.name for path in output.parent.iterdir()] == ["out.jsonl"]
    assert not isinstance(results[0], ErrorRecord)
    assert str(results[0].article.published) == "2024-03-14"


def test_on_error_skip_and_raise(rows: Path, tmp_path: Path) -> None:
    call("extract", rows, "-o", tmp_path / "a.jsonl", "--on-error", "skip")
    assert len(list(jsonl.read(tmp_path / "a.jsonl"))) == 4
    _, messages = call("extract", rows, "-o", tmp_path / "b.jsonl", "--on-error", "raise", status=2)
    assert "line 3" in messages
    assert not (tmp_path / "b.jsonl").exists()


@pytest.mark.slow
def test_processes_give_the_same(rows: Path, tmp_path: Path) -> None:
    call("extract", rows, "-o", tmp_path / "a.jsonl")
    call("extract", rows, "-o", tmp_path / "b.jsonl", "--processes", "2")
    assert (tmp_path / "a.jsonl").read_text("utf-8") == (tmp_path / "b.jsonl").read_text("utf-8")


def test_resume_goes_on_where_it_stopped(rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from arabic_events.parts import PartWriter

    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    call("extract", rows, "-o", whole)
    kept_put = PartWriter.put
    calls = []

    def interrupted(self: PartWriter, result: Extraction | ErrorRecord, *, keep: bool = True) -> None:
        if len(calls) == 3:
            raise KeyboardInterrupt
        calls.append(result)
        kept_put(self, result, keep=keep)

    monkeypatch.setattr(PartWriter, "put", interrupted)
    _, messages = call("extract", rows, "-o", output, status=130)
    assert "stopped after 3 articles; go on with --resume" in messages
    assert not output.exists()
    (tmp_path / "out.jsonl.parts" / "part.draft").write_bytes(b'{"half a line')
    monkeypatch.setattr(PartWriter, "put", kept_put)
    _, messages = call("extract", rows, "-o", output, "--published", "2024-01-01", "--resume", status=2)
    assert "not those of the interrupted run" in messages.replace("\n", " ")
    _, messages = call("extract", rows, "-o", output, status=2)
    assert "go on with --resume, or start anew with --overwrite" in messages.replace("\n", " ")
    _, messages = call("extract", rows, "-o", output, "--resume")
    assert messages.startswith("2 articles")
    assert "after 3 articles of an earlier run" in messages
    assert "events by type: death 4" in messages
    assert output.read_text("utf-8") == whole.read_text("utf-8")
    assert "nothing to do" in call("extract", rows, "-o", output, "--resume")[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "rows.jsonl", "whole.jsonl"]


def test_an_output_that_exists_is_kept(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("mine")
    _, messages = call("extract", article, "-o", output, status=2)
    assert "exists; --overwrite replaces it" in messages.replace("\n", " ")
    assert output.read_text() == "mine"
    call("extract", article, "-o", output, "--overwrite")
    assert len(list(jsonl.read(output))) == 1


def test_a_poisoned_article_is_one_bad_row(tmp_path: Path) -> None:
    source, output = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    poison = ['{"text": "x", "title": "\\ud800"}', '{"id": "\\ud800"}', '{"text": "x", "k": NaN}', "\0", "[" * 9999]
    good = json.dumps({"text": SENTENCE})
    source.write_text("\n".join([good, *poison, good]), "utf-8")
    call("extract", source, "-o", output)
    results = list(jsonl.read(output))
    assert [isinstance(result, ErrorRecord) for result in results] == [False, True, True, False, True, True, False]
    for suffix in ("events", "articles"):
        call("extract", source, "-o", tmp_path / f"{suffix}.parquet", "--rows", suffix)
    assert list(arrow.read(tmp_path / "articles.parquet")) == results


@pytest.mark.parametrize("rows_are", ["events", "claims", "entities", "articles"])
def test_extract_writes_parquet(rows_are: Rows, rows: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    call("extract", rows, "-o", tmp_path / "out.parquet", "--rows", rows_are, "--part-size", "2")
    call("extract", rows, "-o", tmp_path / "out.jsonl")
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.equals(arrow.to_arrow(jsonl.read(tmp_path / "out.jsonl"), rows_are))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "out.parquet", "rows.jsonl"]
    if rows_are == "articles":
        assert "death" in call("show", tmp_path / "out.parquet", "--id", "n1")[0]
        call("render", tmp_path / "out.parquet", "-o", tmp_path / "page.html")
    else:
        assert "--rows articles" in " ".join(call("show", tmp_path / "out.parquet", status=2)[1].split())


def test_extract_reads_gz(rows: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(rows.read_bytes()))
    call("extract", packed, "-o", tmp_path / "out.jsonl")
    assert len(list(jsonl.read(tmp_path / "out.jsonl"))) == 5


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "many.jsonl"
    lines = [json.dumps({"text": SENTENCE, "id": f"n{number}"}, ensure_ascii=False) for number in range(200)]
    lines[103] = "poison"
    path.write_text("\n".join(lines), "utf-8")
    return path


def start(*arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "arabic_events.cli", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, text=True, encoding="utf-8", **{**pipes, **options})


def first_part(output: Path) -> None:
    folder = output.with_name(f"{output.name}.parts")
    deadline = time.monotonic() + 60
    while not list(folder.glob(f"part-*{output.suffix}")):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def heed_interrupts() -> None:
    """A shell starts what runs in the background deaf to Ctrl-C, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_ends_cleanly(processes: str, many: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    started = start(
        *("extract", many, "-o", output, "--processes", processes, "--part-size", "5"),
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    first_part(output)
    os.killpg(started.pid, signal.SIGINT)
    _, messages = started.communicate(timeout=20)
    assert started.returncode == 130, messages
    assert "Traceback" not in messages
    stopped = re.search(r"stopped after (\d+) articles; go on with --resume", messages)
    assert stopped
    assert not output.exists()
    last = max(path.stem for path in (tmp_path / "out.jsonl.parts").glob("part-*.jsonl"))
    assert 0 < int(last.split("-")[2]) <= int(stopped[1]) < 200


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_kill_9_and_resume_lose_and_double_nothing(name: str, many: Path, tmp_path: Path) -> None:
    """The whole run is killed, a second one is refused before and not after, and the result is that of one run."""
    output = tmp_path / name
    arguments = ("extract", many, "-o", output, "--rows", "articles", "--part-size", "5")
    started = start(*arguments, "--processes", "2")
    first_part(output)
    assert "another run is writing it" in " ".join(call(*arguments, "--resume", status=2)[1].split())
    started.kill()
    started.communicate()
    assert not output.exists()
    _, messages = call(*arguments, "--resume")
    after = re.search(r"(\d+) articles, .* after (\d+) articles of an earlier run", messages.replace("\n", " "))
    assert after
    assert 5 <= int(after[2]) < 200
    read = list(arrow.read(output) if name.endswith("parquet") else jsonl.read(output))
    assert [result.id if isinstance(result, ErrorRecord) else result.article.id for result in read] == [
        *(f"n{number}" if number != 103 else None for number in range(200))
    ]
    assert isinstance(read[103], ErrorRecord)
    assert (read[103].index, read[103].line) == (103, 104)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["many.jsonl", name])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.slow
def test_a_full_standard_output(article: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = start("extract", article, "-o", "-", stdout=full)
        _, messages = ended.communicate(timeout=60)
    assert ended.returncode == 2
    assert messages.replace("\n", " ").strip() == "error: standard output cannot be written: No space left on device"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.txt"], "missing.txt: no such file"),
        (["{article}", "--published", "2023-02-30"], "not an ISO 8601 date"),
        (["{article}", "-o", "page.html"], "arabic-events render OUT.jsonl -o page.html"),
        (["{article}", "--resume"], "--resume needs -o"),
        (["{article}", "--overwrite"], "--overwrite needs -o"),
        (["{article}", "-o", "x.jsonl", "--resume", "--overwrite"], "choose one"),
        (["{article}", "--ner", "oracle"], "no recogniser 'oracle'; there are bundled, linear, gazetteer"),
        (["{article}", "--processes", "0"], "processes"),
        (["-", "-o", "x.jsonl", "--resume"], "standard input"),
    ],
)
def test_wrong_use_is_explained(arguments: list[str], message: str, article: Path) -> None:
    _, messages = call("extract", *(part.format(article=article) for part in arguments), status=2)
    assert message in " ".join(messages.split())
    assert "Traceback" not in messages


def test_output_never_replaces_an_input(rows: Path) -> None:
    assert "would replace an input" in call("extract", rows, "-o", rows, status=2)[1].replace("\n", " ")


def test_only_bad_articles_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\xff")
    call("extract", tmp_path / "a.txt", "-o", tmp_path / "out.jsonl", status=1)
    assert [type(result) for result in jsonl.read(tmp_path / "out.jsonl")] == [ErrorRecord]


def test_show(events: Path) -> None:
    printed, _ = call("show", events)
    assert str(MADE) in printed
    assert "article 1: InputError: bad row" in printed
    table, _ = call("show", events, "--table", "--id", "made-1")
    assert "negated" in table
    assert "bad row" not in table
    assert "no article matches" in call("show", events, "--type", "election", status=1)[1]
    assert "death" in call("show", events, "--type", "death", "--limit", "1")[0]


@pytest.mark.parametrize("name", FORMATS)
def test_render(name: str, events: Path, tmp_path: Path) -> None:
    output = tmp_path / f"out{FORMATS[name][0]}"
    call("render", events, "-o", output)
    assert output.exists()


def test_render_refuses(events: Path, tmp_path: Path) -> None:
    assert "no export format" in call("render", events, "-o", tmp_path / "a.docx", status=2)[1]
    assert "is not JSON" in call("render", Path(__file__), "-o", tmp_path / "a.html", status=2)[1]


def test_doctor() -> None:
    printed, _ = call("doctor")
    assert printed.count("ok    ") == 4
    assert "all valid" in printed


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_a_closed_pipe_is_no_error(processes: int, rows: Path) -> None:
    inputs = f"{rows} {rows} {rows} --processes {processes} --batch-size 2"
    command = f"{sys.executable} -m arabic_events.cli extract {inputs} -o - | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, encoding="utf-8")
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert json.loads(done.stdout)


def test_help_names_every_command() -> None:
    printed, _ = call("--help")
    for command in ("extract", "show", "render", "doctor"):
        assert command in printed


def test_help_names_every_recogniser() -> None:
    from arabic_events.ner import recognizer_names

    printed = " ".join(call("extract", "--help")[0].replace("│", " ").split())
    assert f"Recogniser of names: {' or '.join(recognizer_names())}" in printed
