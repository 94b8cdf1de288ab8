"""The command line: ``arabic-events extract | show | render | doctor``. The only module that prints."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Annotated, Any, NoReturn, Self

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from arabic_events._version import __version__
from arabic_events.errors import ArabicEventsError, InputError, UnsupportedInput

if TYPE_CHECKING:
    from arabic_events.batch import ErrorRecord
    from arabic_events.inputs import BatchItem
    from arabic_events.schema import Event, Extraction, Span

__all__ = ["app", "main"]

app = typer.Typer(
    name="arabic-events",
    help="Arabic news in, typed events out: who did what to whom, when, where, how many, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_ISOLATE, _POP = "\u2068", "\u2069"
_STATE_SECONDS = 1.0


class OnErrorChoice(StrEnum):
    """What becomes of an article that cannot be read."""

    record = "record"
    skip = "skip"
    stop = "raise"


def _stderr() -> Console:
    return Console(stderr=True, soft_wrap=True, highlight=False)


def _stdout() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=160)


def _fail(error: Exception, status: int = 2) -> NoReturn:
    _stderr().print(Text.assemble(("error: ", "bold red"), str(error)))
    raise typer.Exit(status)


@app.callback(invoke_without_command=True)
def _options(
    *, show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False
) -> None:
    if show_version:
        typer.echo(f"arabic-events {__version__}")
        raise typer.Exit


# --- extract ---------------------------------------------------------------------------------------------------------


@app.command()
def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="A .txt file (one article), .json, .jsonl, .csv or .parquet (one article a row), a folder, or - .",
        ),
    ],
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="JSONL file to write, one extraction a line; - for stdout.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of publication of articles that have none: 2023-09-22.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
    on_error: Annotated[
        OnErrorChoice,
        typer.Option(help="A bad article: write an error record in its place, skip it, or raise and stop."),
    ] = OnErrorChoice.record,
    ner: Annotated[str, typer.Option(help="Recogniser of names: linear or gazetteer.")] = "linear",
    *,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the output of an interrupted run.")] = False,
) -> None:
    """Extract the events of articles; without -o, print them as tables."""
    from arabic_events.batch import ErrorRecord
    from arabic_events.inputs import parse_published, with_date
    from arabic_events.ner import recognizer_names
    from arabic_events.pipeline import Extractor
    from arabic_events.readers import count_articles, find_inputs, read_articles

    started = monotonic()
    totals = _Totals()
    try:
        files = find_inputs(inputs)
        date_for_all = parse_published(published)
        to_file = output not in (None, "-")
        _check_output(output, files, resume=resume)
        if ner not in recognizer_names():
            raise InputError(f"no recogniser {ner!r}; there are {', '.join(recognizer_names())}")
        settings = {"published": published, "ner": ner, "on_error": on_error.value, "version": __version__}
        sink: _Sink = _JsonlFile(Path(str(output)), files, settings, resume=resume) if to_file else _Printed(output)
        first = sink.done
        rows: Iterable[BatchItem] = islice(read_articles(files), first, None)
        if date_for_all is not None:
            rows = (with_date(row, date_for_all) for row in rows)
        show_progress = sys.stderr.isatty() and to_file
        count = count_articles(files) if show_progress else None
        results = Extractor(ner=ner).extract(
            rows if count is None else _Sized(rows, count - first),
            processes=processes,
            progress=show_progress,
            on_error="raise" if on_error is OnErrorChoice.stop else "record",
        )
        with sink:
            for result in results:
                if isinstance(result, ErrorRecord):
                    totals.add_error(result, show=output is not None)
                    shown = result.model_copy(update={"index": result.index + first})
                    sink.put(None if on_error is OnErrorChoice.skip else shown)
                else:
                    totals.add(result)
                    sink.put(result)
    except ArabicEventsError as error:
        _fail(error)
    except KeyboardInterrupt:
        hint = "; go on with --resume" if output not in (None, "-") else ""
        _stderr().print(f"stopped after {totals.articles + totals.errors} articles{hint}")
        raise typer.Exit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    totals.report(monotonic() - started, output)
    if totals.errors and not totals.articles:
        raise typer.Exit(1)


def _check_output(output: str | None, files: list[str], *, resume: bool) -> None:
    if output in (None, "-"):
        if resume:
            raise InputError("--resume needs -o with a file")
        return
    path = Path(output or "")
    if path.suffix.lower() not in (".jsonl", ".ndjson"):
        raise UnsupportedInput(f"extract writes .jsonl; then: arabic-events render OUT.jsonl -o {path.name}")
    if any(name != "-" and Path(name).resolve() == path.resolve() for name in files):
        raise InputError("the output would replace an input", source=str(path))
    if resume and "-" in files:
        raise InputError("--resume cannot go back in standard input; save it to a file first")


@dataclass
class _Totals:
    articles: int = 0
    events: int = 0
    errors: int = 0
    warned: int = 0

    def add(self, result: Extraction) -> None:
        self.articles += 1
        self.events += len(result.events)
        self.warned += bool(result.warnings)

    def add_error(self, record: ErrorRecord, *, show: bool) -> None:
        self.errors += 1
        if show and self.errors <= 5:
            _stderr().print(Text.assemble(("bad article: ", "bold red"), str(record)))

    def report(self, seconds: float, output: str | None) -> None:
        parts = [f"{self.articles} articles", f"{self.events} events"]
        parts += [f"{self.errors} errors"] if self.errors else []
        parts += [f"{self.warned} with warnings"] if self.warned else []
        where = f" -> {output}" if output not in (None, "-") else ""
        _stderr().print(f"{', '.join(parts)} in {seconds:.1f} s{where}")


@dataclass
class _Sized:
    """An iterable whose length is known, for the progress bar."""

    rows: Iterable[BatchItem]
    length: int

    def __iter__(self) -> Iterator[BatchItem]:
        return iter(self.rows)

    def __len__(self) -> int:
        return max(self.length, 0)


class _Sink:
    """Where results go; ``done`` inputs were dealt with by an earlier run."""

    done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Nothing to close."""

    def put(self, result: Extraction | ErrorRecord | None) -> None:
        raise NotImplementedError


class _Printed(_Sink):
    """Results on standard output: JSON lines for ``-``, tables otherwise."""

    def __init__(self, output: str | None) -> None:
        self._lines = output == "-"
        self._console = _stdout()

    def put(self, result: Extraction | ErrorRecord | None) -> None:
        if result is None:
            return
        if self._lines:
            from arabic_events.export.jsonl import render

            sys.stdout.write(render(result) + "\n")
            sys.stdout.flush()
        else:
            _print_table(self._console, result)


@dataclass
class _JsonlFile(_Sink):
    """A JSONL file that appears when it is complete.

    Until then the lines are in ``NAME.part`` and how far they go in ``NAME.part.state``, for ``--resume``.
    """

    path: Path
    files: list[str]
    settings: dict[str, Any]
    resume: bool = field(kw_only=True)

    def __post_init__(self) -> None:
        self._part = self.path.with_name(self.path.name + ".part")
        self._state = self.path.with_name(self.path.name + ".part.state")
        self._run = {"files": [self._stamp(name) for name in self.files], **self.settings}
        self._kept = 0
        if self.resume and self._part.exists() and self._state.exists():
            state = json.loads(self._state.read_text("utf-8"))
            if state["run"] != self._run:
                raise InputError(
                    "the inputs or options are not those of the interrupted run; start anew without --resume",
                    source=str(self.path),
                )
            self.done, self._kept = state["done"], state["bytes"]
        self._saved = monotonic()
        self._file: IO[bytes]

    @staticmethod
    def _stamp(name: str) -> list[str | int]:
        if name == "-":
            return [name]
        status = Path(name).stat()
        return [str(Path(name).resolve()), status.st_size, status.st_mtime_ns]

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._part.open("r+b" if self._kept else "wb")
        self._file.truncate(self._kept)
        self._file.seek(self._kept)
        return self

    def put(self, result: Extraction | ErrorRecord | None) -> None:
        from arabic_events.export.jsonl import render

        if result is not None:
            self._file.write((render(result) + "\n").encode("utf-8"))
        self.done += 1
        if monotonic() - self._saved > _STATE_SECONDS:
            self._save()

    def _save(self) -> None:
        self._file.flush()
        draft = self._state.with_suffix(".draft")
        draft.write_text(json.dumps({"run": self._run, "done": self.done, "bytes": self._file.tell()}), "utf-8")
        draft.replace(self._state)
        self._saved = monotonic()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._save()
            self._file.close()
            return
        self._file.close()
        self._part.replace(self.path)
        self._state.unlink(missing_ok=True)


# --- show and render -------------------------------------------------------------------------------------------------


@app.command()
def show(
    source: Annotated[Path, typer.Argument(metavar="EVENTS.jsonl", help="What extract wrote.")],
    article: Annotated[str | None, typer.Option("--id", help="Only the article with this id.")] = None,
    event_type: Annotated[str | None, typer.Option("--type", help="Only articles with an event of this type.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many articles.")] = None,
    *,
    table: Annotated[bool, typer.Option("--table", help="One line an event.")] = False,
) -> None:
    """Print extractions in full: each event with its roles, one to a line."""
    from arabic_events.batch import ErrorRecord

    console = _stdout()
    shown = 0
    try:
        for result in _results(source):
            if article is not None and (result.id if isinstance(result, ErrorRecord) else result.article.id) != article:
                continue
            if event_type and (
                isinstance(result, ErrorRecord) or all(event.type != event_type for event in result.events)
            ):
                continue
            if table:
                _print_table(console, result)
            else:
                typer.echo(f"{result}\n")
            shown += 1
            if shown == limit:
                break
    except ArabicEventsError as error:
        _fail(error)
    if not shown:
        _fail(InputError("no article matches", source=str(source)), 1)


@app.command()
def render(
    source: Annotated[Path, typer.Argument(metavar="EVENTS.jsonl", help="What extract wrote.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; its suffix chooses the format.")],
    chosen: Annotated[str | None, typer.Option("--format", "-f", help="Format, if the suffix does not say it.")] = None,
) -> None:
    """Write extractions as a page (.html), a table (.csv, .parquet), PLOVER, CAMEO, GeoJSON or brat files."""
    from arabic_events.batch import ErrorRecord
    from arabic_events.export import write

    try:
        extractions = (result for result in _results(source) if not isinstance(result, ErrorRecord))
        write(extractions, output, format=chosen)
    except ArabicEventsError as error:
        _fail(error)
    _stderr().print(f"-> {output}")


def _results(source: Path) -> Iterator[Extraction | ErrorRecord]:
    from arabic_events.export.jsonl import read

    if not source.is_file():
        raise InputError("no such file", source=str(source))
    return read(source)


def _cell(spans: Iterable[Span], values: Iterable[str | None] = ()) -> Text:
    from arabic_events.export.text import one_line

    lines = []
    known = [*values]
    for position, span in enumerate(spans):
        value = known[position] if position < len(known) else None
        lines.append(value or f"{_ISOLATE}{one_line(span.text, 60)}{_POP}")
    return Text("\n".join(lines))


def _event_row(result: Extraction, event: Event) -> list[Text]:
    from arabic_events.export.text import one_line, quantity_value

    claim = next((claim for claim in result.claims if claim.id == event.claim), None)
    said = "" if claim is None else f"{_ISOLATE}{one_line(claim.source.text, 40)}{_POP}" if claim.source else "?"
    return [
        Text(event.type, style="bold"),
        Text(f"{_ISOLATE}{one_line(event.action.text)}{_POP}"),
        _cell(event.actors),
        _cell(event.targets),
        _cell(event.locations),
        _cell(event.dates, [time.value for time in event.dates]),
        _cell(event.quantities, [quantity_value(quantity) for quantity in event.quantities]),
        Text(said),
        Text("" if event.polarity == "asserted" else event.polarity),
    ]


def _print_table(console: Console, result: Extraction | ErrorRecord) -> None:
    from arabic_events.batch import ErrorRecord
    from arabic_events.export.text import one_line

    if isinstance(result, ErrorRecord):
        console.print(Text.assemble(("bad article: ", "bold red"), str(result)))
        return
    article = result.article
    published = article.published.isoformat() if article.published else ""
    title = one_line(article.title or article.text.strip().split("\n", 1)[0])
    console.print(Text("  ".join(filter(None, (article.id, published, f"{_ISOLATE}{title}{_POP}"))), style="bold"))
    if result.events:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in ("type", "action", "who", "to whom", "where", "when", "how many", "says who", ""):
            table.add_column(name, overflow="fold", no_wrap=name in ("type", "when"))
        for event in result.events:
            table.add_row(*_event_row(result, event))
        console.print(table)
    else:
        console.print("no events", style="dim")
    for warning in result.warnings:
        console.print(Text(f"warning: {warning}", style="yellow"))
    console.print()


# --- doctor ----------------------------------------------------------------------------------------------------------

_PACKAGES = ("camel-tools", "stanza", "torch", "pydantic", "regex", "hijridate", "numpy", "typer", "rich")
_EXTRAS = {"tables": ("pandas", "pyarrow"), "ray": ("ray",), "notebooks": ("nbclient", "ipykernel", "matplotlib")}


@app.command()
def doctor() -> None:
    """Check the installation: packages, lexicons, models, and one extraction from end to end."""
    console = _stdout()
    console.print(f"arabic_events {__version__}, Python {sys.version.split()[0]} on {sys.platform}")
    failed = 0
    for name, check in (("packages", _packages), ("lexicons", _lexicons), ("models", _models), ("extraction", _sample)):
        try:
            console.print(Text.assemble(("ok    ", "green"), f"{name}: {check()}"))
        except (ArabicEventsError, PackageNotFoundError, ImportError) as error:
            failed += 1
            console.print(Text.assemble(("FAIL  ", "bold red"), f"{name}: {error}"))
    for extra, modules in _EXTRAS.items():
        missing = [module for module in modules if not _importable(module)]
        note = f"not installed ({', '.join(missing)}); pip install 'arabic_events[{extra}]'" if missing else "installed"
        console.print(Text.assemble(("-     ", "dim"), f"extra {extra}: {note}"))
    if failed:
        raise typer.Exit(1)


def _importable(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


def _packages() -> str:
    return ", ".join(f"{name} {version(name)}" for name in _PACKAGES)


def _lexicons() -> str:
    from importlib.resources import files

    from arabic_events import lexicon

    readers = {".toml": lexicon.toml, ".tsv": lexicon.rows}
    names = sorted(path.name for path in files("arabic_events.lexicons").iterdir() if Path(path.name).suffix in readers)
    for name in names:
        readers[Path(name).suffix](name)
    return f"{len(names)} files, all valid"


def _models() -> str:
    models = import_module("arabic_events.models")
    names = models.manifest()
    for name in names:
        models.verified(name)
    return f"{len(names)} files, all as in manifest.json"


def _sample() -> str:
    import tomllib
    from importlib.resources import files

    from arabic_events.api import extract as extract_one

    labels = tomllib.loads(files("arabic_events.export").joinpath("labels.toml").read_text("utf-8"))
    started = monotonic()
    result = extract_one(labels["doctor"]["sample"], published="2024-03-14")
    if not result.events:
        raise ArabicEventsError("no event found in the sample sentence; reinstall arabic_events")
    types = ", ".join(dict.fromkeys(event.type for event in result.events))
    return f"{len(result.events)} events ({types}) in {monotonic() - started:.1f} s, loading included"


def main() -> None:
    """Entry point of the ``arabic-events`` command."""
    app()


if __name__ == "__main__":
    main()
