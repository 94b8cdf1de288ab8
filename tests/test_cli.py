"""The command line on real articles, run in this process; real processes where signals and pipes matter."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made import MADE
from typer.testing import CliRunner

from arabic_events import ErrorRecord, __version__
from arabic_events.cli import app
from arabic_events.export import FORMATS, jsonl

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
    assert re.search(r"1 articles, \d+ events in", messages)


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
    from arabic_events.cli import _JsonlFile

    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    call("extract", rows, "-o", whole)
    kept_put = _JsonlFile.put
    calls = []

    def interrupted(self: _JsonlFile, result: object) -> None:
        if len(calls) == 3:
            raise KeyboardInterrupt
        calls.append(result)
        kept_put(self, result)  # type: ignore[arg-type]

    monkeypatch.setattr(_JsonlFile, "put", interrupted)
    _, messages = call("extract", rows, "-o", output, status=130)
    assert "--resume" in messages
    assert not output.exists()
    part = tmp_path / "out.jsonl.part"
    part.write_bytes(part.read_bytes() + b'{"half a line')
    monkeypatch.setattr(_JsonlFile, "put", kept_put)
    _, messages = call("extract", rows, "-o", output, "--published", "2024-01-01", "--resume", status=2)
    assert "not those of the interrupted run" in messages.replace("\n", " ")
    _, messages = call("extract", rows, "-o", output, "--resume")
    assert messages.strip().endswith(f"-> {output}") or str(output) in messages.replace("\n", "")
    assert messages.startswith("2 articles")
    assert output.read_text("utf-8") == whole.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "rows.jsonl", "whole.jsonl"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_ends_cleanly_and_resumes(processes: str, tmp_path: Path) -> None:
    source, output = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps({"text": SENTENCE}) for _ in range(20_000)), "utf-8")
    command = [sys.executable, "-m", "arabic_events.cli", "extract", str(source), "-o", str(output)]
    started = subprocess.Popen(
        [*command, "--processes", processes], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    state = tmp_path / "out.jsonl.part.state"
    deadline = time.monotonic() + 60
    while not state.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    os.killpg(started.pid, signal.SIGINT)
    _, messages = started.communicate(timeout=60)
    assert started.returncode == 130, messages
    assert "Traceback" not in messages
    assert "go on with --resume" in messages
    assert not output.exists()
    done = json.loads(state.read_text("utf-8"))["done"]
    assert 0 < done < 20_000
    assert len((tmp_path / "out.jsonl.part").read_text("utf-8").splitlines()) == done


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.txt"], "missing.txt: no such file"),
        (["{article}", "--published", "2023-02-30"], "not an ISO 8601 date"),
        (["{article}", "-o", "page.html"], "arabic-events render OUT.jsonl -o page.html"),
        (["{article}", "--resume"], "--resume needs -o"),
        (["{article}", "--ner", "oracle"], "no recogniser 'oracle'; there are linear, gazetteer"),
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
def test_a_closed_pipe_is_no_error(rows: Path) -> None:
    command = f"{sys.executable} -m arabic_events.cli extract {rows} {rows} {rows} -o - | head -n 1"
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
