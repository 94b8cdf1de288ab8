"""README and CONTRIBUTING keep up with the program: code runs, commands and options exist, nothing is left out."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import regex
import typer

from arabic_events import EVENT_TYPES, __version__
from arabic_events.cli import app
from arabic_events.export import FORMATS
from arabic_events.export.html import _labels

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
BLOCK = regex.compile(r"^```(\w+)\n(.*?)^```$", regex.MULTILINE | regex.DOTALL)
BLOCKS = [(kind, code) for kind, code in BLOCK.findall(README)]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


CLUSTERS = ("import ray\n", "spark_schema()")
"""What needs a cluster; tests/test_ray.py runs it."""


@pytest.mark.parametrize(
    "code", [code for kind, code in BLOCKS if kind == "python" and not any(part in code for part in CLUSTERS)]
)
def test_python_in_the_readme_runs(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {"__name__": "readme"})


def shell_lines() -> list[str]:
    return [
        line.split("#")[0].strip()
        for kind, code in BLOCKS
        if kind == "bash"
        for line in code.splitlines()
        if line.split("#")[0].strip()
    ]


@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("arabic-events")])
def test_commands_in_the_readme_exist(line: str) -> None:
    _, command, *arguments = shlex.split(line)
    parameters = COMMANDS[command].params
    known = {option for parameter in parameters for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {argument for argument in arguments if argument.startswith("-")} <= known


@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("make")])
def test_make_targets_in_the_readme_exist(line: str) -> None:
    assert regex.search(rf"^{line.split()[1]}:", (ROOT / "Makefile").read_text("utf-8"), regex.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"arabic-events {command}" in README


def test_every_event_type_is_in_the_readme() -> None:
    rows = regex.findall(r"^\| `(\w+)` \| ([^|]+) \|", README.split("### Event types")[1], regex.MULTILINE)
    assert [name for name, _ in rows[: len(EVENT_TYPES)]] == list(EVENT_TYPES)
    assert [label.strip() for _, label in rows[: len(EVENT_TYPES)]] == list(_labels()["types"].values())


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_format_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README.split("### Exports")[1].split("##")[0]


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_files_that_are_named_exist(text: str) -> None:
    named = regex.findall(r"`((?:src|tests|data|notebooks|training|models|benchmarks)/[\w./-]*)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
    linked = regex.findall(r"\]\((?!http)([^)#]+)\)", text)
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_the_version_has_an_entry_in_the_changelog() -> None:
    assert f"## [{__version__}]" in CHANGELOG


def test_dependencies_are_in_the_tested_set() -> None:
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {
        regex.sub(r"[-_.]+", "-", line.split("==")[0]).lower(): line.split("==")[1]
        for line in lines
        if line and not line.startswith("#")
    }
    assert pinned["torch"] == "2.13.0"
    extras = project["optional-dependencies"]
    for line in [
        *project["dependencies"],
        *extras["tables"],
        *extras["notebooks"],
        *extras["dev"],
        *extras["training"],
    ]:
        requirement = Requirement(line)
        name = regex.sub(r"[-_.]+", "-", requirement.name).lower()
        if name != "arabic-events":
            assert name in pinned, f"{name} is not in constraints.txt"
            assert requirement.specifier.contains(pinned[name])
