"""An output in parts: kills, a full disk, two runs at once; nothing lost, nothing twice, nothing half written."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made import MADE

from arabic_events import BackendUnavailable, ErrorRecord, Extraction, InputError, OutputError, UnsupportedInput
from arabic_events.export import arrow, jsonl
from arabic_events.parts import PartWriter, Totals

RUN = {"inputs": "made"}
SUPPORT = Path(__file__).with_name("support")
posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


def result(number: int) -> Extraction | ErrorRecord:
    if number % 10 == 7:
        return ErrorRecord(error="InputError", message="bad", index=number)
    return MADE.model_copy(update={"article": MADE.article.model_copy(update={"id": str(number)})})


def fill(parts: PartWriter, last: int) -> None:
    for number in range(parts.done, last):
        parts.put(result(number))


def read(path: Path) -> list[Extraction | ErrorRecord]:
    return list(arrow.read(path) if path.suffix == ".parquet" else jsonl.read(path))


@pytest.fixture(params=["out.jsonl", "out.parquet"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / request.param


def writer(path: Path, mode: str = "new", **options: object) -> PartWriter:
    return PartWriter(path, RUN, **{"mode": mode, "part_size": 4, "rows": "articles", **options})  # type: ignore[arg-type]


class Stop(Exception):
    """Ends a run."""


def interrupted(path: Path, last: int, error: type[BaseException] = Stop, **options: object) -> None:
    def run() -> None:
        with writer(path, **options) as parts:  # type: ignore[arg-type]
            fill(parts, last)
            raise error

    with pytest.raises(error):
        run()


def test_one_file_in_order_and_nothing_else(path: Path) -> None:
    with writer(path) as parts:
        fill(parts, 30)
        assert sorted(file.name for file in path.with_name(f"{path.name}.parts").glob("part-*.*"))[:4] == [
            f"part-000000000000-000000000004{end}" for end in sorted([".json", path.suffix])
        ] + [f"part-000000000004-000000000008{end}" for end in sorted([".json", path.suffix])]
        assert not path.exists()
    assert read(path) == [result(number) for number in range(30)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert (parts.totals.articles, parts.totals.errors, parts.totals.events["attack"]) == (27, 3, 54)


def test_no_input_gives_an_empty_file(path: Path) -> None:
    with writer(path):
        pass
    assert read(path) == []


@pytest.mark.parametrize("error", [Stop, KeyboardInterrupt])
def test_resume_after_an_error_loses_and_doubles_nothing(path: Path, error: type[BaseException]) -> None:
    interrupted(path, 6, error)
    assert not path.exists()
    interrupted(path, 17, error, mode="resume")
    with writer(path, "resume") as parts:
        assert parts.done == 17
        assert (parts.before.articles, parts.before.errors) == (16, 1)
        fill(parts, 30)
    assert read(path) == [result(number) for number in range(30)]
    assert parts.totals.articles + parts.before.articles == 27
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_is_not_kept_counts(tmp_path: Path) -> None:
    def run() -> None:
        with writer(tmp_path / "out.jsonl") as parts:
            for number in range(8):
                parts.put(result(number), keep=number != 7)
            raise Stop

    with pytest.raises(Stop):
        run()
    with writer(tmp_path / "out.jsonl", "resume") as parts:
        assert (parts.done, parts.before.errors) == (8, 1)
    assert read(tmp_path / "out.jsonl") == [result(number) for number in range(7)]


def test_ctrl_c_in_the_middle_of_writing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is half written is not counted as done."""

    def half(self: Totals, result: object) -> None:
        if self.articles == 10:
            raise KeyboardInterrupt
        added(self, result)  # type: ignore[arg-type]

    added = Totals.add
    monkeypatch.setattr(Totals, "add", half)
    with pytest.raises(KeyboardInterrupt), writer(path) as parts:
        fill(parts, 30)
    monkeypatch.setattr(Totals, "add", added)
    with writer(path, "resume") as parts:
        assert parts.done == 8
        fill(parts, 30)
    assert read(path) == [result(number) for number in range(30)]


def test_an_output_that_exists_is_kept(path: Path) -> None:
    path.write_text("old")
    with pytest.raises(OutputError, match="exists; --overwrite replaces it"):
        writer(path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    interrupted(path, 9, mode="overwrite")
    assert path.read_text() == "old"
    with pytest.raises(OutputError, match=r"interrupted run left its first 9 articles .* --resume, .* --overwrite"):
        writer(path)
    with writer(path, "overwrite") as parts:
        assert parts.done == 0
        fill(parts, 5)
    assert read(path) == [result(number) for number in range(5)]
    with writer(path, "resume") as parts:
        assert parts.complete
    assert read(path) == [result(number) for number in range(5)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_run_that_did_nothing_leaves_nothing(path: Path) -> None:
    interrupted(path, 0)
    assert list(path.parent.iterdir()) == []


def test_another_run_is_not_gone_on_with(path: Path) -> None:
    interrupted(path, 9)
    with pytest.raises(InputError, match="not those of the interrupted run"):
        PartWriter(path, {"inputs": "others"}, mode="resume", rows="articles")
    with writer(path, "resume") as parts:
        assert parts.done == 9


def test_a_lost_part_is_done_again(path: Path) -> None:
    interrupted(path, 18)
    folder = path.with_name(f"{path.name}.parts")
    (folder / f"part-000000000008-000000000012{path.suffix}").unlink()
    with writer(path, "resume") as parts:
        assert parts.done == 8
        fill(parts, 30)
    assert read(path) == [result(number) for number in range(30)]


def test_wrong_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnsupportedInput, match=r"jsonl, \.ndjson, \.parquet, not 'out\.csv'"):
        writer(tmp_path / "out.csv")
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        writer(tmp_path / "folder.jsonl")
    with pytest.raises(ValueError, match="part_size"):
        writer(tmp_path / "out.jsonl", part_size=0)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        writer(tmp_path / "file" / "out.jsonl")
    arrow._schema.cache_clear()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BackendUnavailable, match=r"arabic_events\[tables\]"):
        writer(tmp_path / "out.parquet")


# --- a full disk -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("moment", range(3, 30, 4))
def test_a_disk_that_fails_leaves_the_earlier_parts(
    path: Path, number: int, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step it is that fails."""
    calls: list[int] = []
    to_disk = os.fsync

    def fail(file: int) -> None:
        calls.append(file)
        if len(calls) >= moment:
            raise OSError(number, os.strerror(number))
        to_disk(file)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError) as caught, writer(path) as parts:
        fill(parts, 30)
    if number == errno.ENOSPC:
        assert "no space left to write to" in str(caught.value)
        assert "make room, then go on with --resume" in str(caught.value)
    monkeypatch.setattr(os, "fsync", to_disk)
    with writer(path, "resume") as parts:
        if parts.done:
            assert f"the first {parts.done} articles are safe" in str(caught.value) or moment % 5 != 3
        fill(parts, 30)
    assert read(path) == [result(number) for number in range(30)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


SCRIPT = f"""
import sys, time
sys.path.insert(0, {str(SUPPORT)!r}); sys.path.insert(0, {str(SUPPORT.parent)!r})
from pathlib import Path
from test_parts import fill, result, writer
from arabic_events import OutputError
"""


def script(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT + code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@posix
@pytest.mark.slow
def test_a_limit_of_the_system_on_files(path: Path) -> None:
    """Without a monkey's patch: the system refuses to let a part grow."""
    code = """
import resource
path = Path(sys.argv[1])
parts = writer(path, part_size=20)
try:
    with parts:
        fill(parts, 20)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
        fill(parts, 5000)
except OutputError as error:
    print(error)
"""
    process = script(code, path)
    printed, errors = process.communicate(timeout=60)
    assert "no space left to write to; the first 20 articles are safe in" in printed, errors
    assert errors == ""
    with writer(path, "resume", part_size=20) as parts:
        assert parts.done == 20
        fill(parts, 30)
    assert read(path) == [result(number) for number in range(30)]


@posix
@pytest.mark.slow
def test_a_really_full_disk(tmp_path: Path) -> None:
    """On a small file system in memory, where the tests may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("no right to mount a file system")
    try:
        with (
            pytest.raises(OutputError, match="no space left to write to") as caught,
            writer(disk / "out.jsonl") as parts,
        ):
            fill(parts, 500)
        (safe,) = map(int, [word for word in str(caught.value).split() if word.isdigit()])
        assert safe > 4
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        with writer(disk / "out.jsonl", "resume") as parts:
            assert parts.done == safe
            fill(parts, 500)
        assert read(disk / "out.jsonl") == [result(number) for number in range(500)]
    finally:
        subprocess.run(["umount", str(disk)], check=False)


# --- kills and two runs at once --------------------------------------------------------------------------------------


@posix
@pytest.mark.slow
def test_any_number_of_kills_loses_and_doubles_nothing(path: Path) -> None:
    last = 1000 if path.suffix == ".jsonl" else 200
    code = """
with writer(Path(sys.argv[1]), "resume", part_size=7) as parts:
    print("open", flush=True)
    fill(parts, int(sys.argv[2]))
"""
    moments = random.Random(6)
    kills = 0
    for _ in range(4):
        process = script(code, path, str(last))
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n", process.communicate()[1]
        time.sleep(moments.random() * 0.2)
        process.kill()
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
        if path.exists():
            break
    assert kills >= 1
    with writer(path, "resume", part_size=7) as parts:
        if not parts.complete:
            fill(parts, last)
    assert read(path) == [result(number) for number in range(last)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_kill_while_the_parts_go_leaves_nothing_after_resume(path: Path) -> None:
    with writer(path) as parts:
        fill(parts, 20)
    folder = path.with_name(path.name + ".parts")
    folder.mkdir()
    for name in ("lock", f"part-000000000000-000000000007{path.suffix}", "part-000000000000-000000000007.json"):
        (folder / name).write_bytes(b"")
    with writer(path, "resume") as parts:
        assert parts.complete
    assert read(path) == [result(number) for number in range(20)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.slow
def test_a_second_run_refuses_and_a_killed_one_leaves_no_lock(path: Path) -> None:
    code = """
with writer(Path(sys.argv[1])) as parts:
    fill(parts, 6)
    print("open", flush=True)
    time.sleep(60)
"""
    process = script(code, path)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n", process.communicate()[1]
        for mode in ("new", "resume", "overwrite"):
            with pytest.raises(OutputError, match="another run is writing it"):
                writer(path, mode)
    finally:
        process.kill()
        process.communicate()
    with writer(path, "resume") as parts:
        assert parts.done == 4
        fill(parts, 10)
    assert read(path) == [result(number) for number in range(10)]


def test_two_runs_in_one_process(path: Path) -> None:
    with writer(path) as parts:
        fill(parts, 5)
        with pytest.raises(OutputError, match="another run is writing it"):
            writer(path, "overwrite")
        fill(parts, 10)
    assert read(path) == [result(number) for number in range(10)]


@pytest.mark.parametrize("step", ["replace", "unlink"])
def test_an_end_in_the_middle_of_the_end(path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while the parts become one file, before or after it has its name."""
    import arabic_events.parts as module

    def stop(*arguments: object) -> None:
        raise Stop

    parts = writer(path)
    fill(parts, 30)
    if step == "unlink":
        monkeypatch.setattr(PartWriter, "_clear", stop)
    else:
        moved = module._move
        monkeypatch.setattr(module, "_move", lambda draft, to: stop() if to == path else moved(draft, to))
    with pytest.raises(Stop):
        parts.__exit__(None)
    monkeypatch.undo()
    assert path.exists() == (step == "unlink")
    with writer(path, "resume") as parts:
        assert parts.done == 30
    assert read(path) == [result(number) for number in range(30)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_totals_survive_as_json() -> None:
    totals = Totals()
    for number in range(20):
        totals.add(result(number))
    assert Totals.of_json(totals.to_json()) == totals
    assert json.loads(totals.to_json())["events"]["attack"] == 36


def test_parquet_is_joined_in_large_row_groups(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    with writer(tmp_path / "out.parquet", rows="events") as parts:
        fill(parts, 100)
    assert parquet.read_metadata(tmp_path / "out.parquet").num_row_groups == 1
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.schema.equals(arrow.schema("events"))
    assert table.equals(arrow.to_arrow(map(result, range(100))))
