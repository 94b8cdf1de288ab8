"""The command line: ``arabic-events extract | show | render | explain | doctor``. The only module that prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Protocol, Self

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from arabic_events import own_process
from arabic_events._version import __version__
from arabic_events.errors import ArabicEventsError, InputError, OutputError, UnsupportedInput

if TYPE_CHECKING:
    from arabic_events.batch import ErrorRecord
    from arabic_events.inputs import BatchItem
    from arabic_events.parts import PartWriter, Totals
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
_SHOWN_ERRORS = 5


class RowsChoice(StrEnum):
    """What a row of a Parquet output is."""

    events = "events"
    claims = "claims"
    entities = "entities"
    articles = "articles"


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
            help="A .txt file (one article), .json, .jsonl, .csv or .parquet (one article a row), all but Parquet as "
            ".gz or .zst too; a folder, or - .",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help=".jsonl: one extraction a line; .parquet: one row an event (see --rows); -: JSON lines on stdout.",
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of publication of articles that have none: 2023-09-22.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
    on_error: Annotated[
        OnErrorChoice,
        typer.Option(help="A bad article: write an error record in its place, skip it, or raise and stop."),
    ] = OnErrorChoice.record,
    ner: Annotated[
        str,
        typer.Option(
            help="Recogniser of names: bundled or linear or gazetteer or stanza or camel or ensemble. stanza and camel "
            "are models of your own (stanza:FOLDER); an ensemble is ensemble:bundled+stanza or "
            "ensemble:vote:bundled+stanza+camel."
        ),
    ] = "bundled",
    rows: Annotated[RowsChoice, typer.Option(help="What a row of a .parquet output is.")] = RowsChoice.events,
    batch_size: Annotated[int, typer.Option(min=1, help="Articles a worker gets at a time.")] = 16,
    part_size: Annotated[
        int, typer.Option(min=1, help="Articles after which the output is safe on disk; a kill loses fewer.")
    ] = 200,
    *,
    context: Annotated[
        bool, typer.Option(help="Ask the network that reads whole sentences; without it: faster, less often right.")
    ] = True,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the output of an interrupted run.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an output that exists.")] = False,
) -> None:
    """Extract the events of articles; without -o, print them as tables."""
    from arabic_events.batch import ErrorRecord
    from arabic_events.inputs import parse_published, with_date
    from arabic_events.ner import check_recognizer
    from arabic_events.pipeline import Extractor
    from arabic_events.readers import count_articles, find_inputs, read_articles

    started = monotonic()
    to_file = output not in (None, "-")
    sink: _Sink | None = None
    try:
        files = find_inputs(inputs)
        date_for_all = parse_published(published)
        _check_output(output, files, resume=resume, overwrite=overwrite)
        check_recognizer(ner)
        if to_file:
            sink = _output_file(
                Path(str(output)),
                {
                    "files": [_stamp(name) for name in files],
                    "published": published,
                    "ner": ner,
                    "context": context,
                    "version": __version__,
                },
                mode="resume" if resume else "overwrite" if overwrite else "new",
                rows=rows.value,
                part_size=part_size,
            )
        else:
            sink = _Printed(output)
        with sink:
            if sink.complete:
                _stderr().print(f"nothing to do: {output} is complete")
                return
            first = sink.done
            articles: Iterable[BatchItem] = islice(read_articles(files), first, None)
            if date_for_all is not None:
                articles = (with_date(row, date_for_all) for row in articles)
            show_progress = sys.stderr.isatty() and to_file
            count = count_articles(files) if show_progress else None
            results = Extractor(ner=ner, context=context).extract(
                articles if count is None else _Sized(articles, count - first),
                processes=processes,
                progress=show_progress,
                on_error="raise" if on_error is OnErrorChoice.stop else "record",
                batch_size=batch_size,
            )
            try:
                for result in results:
                    own_process.loaded()
                    if isinstance(result, ErrorRecord):
                        shown = result.model_copy(update={"index": result.index + first})
                        if output is not None and sink.totals.errors < _SHOWN_ERRORS:
                            _stderr().print(Text.assemble(("bad article: ", "bold red"), str(shown)))
                        sink.put(shown, keep=on_error is not OnErrorChoice.skip)
                    else:
                        sink.put(result)
            finally:
                results.close()
        _summary(sink.totals, sink.before, monotonic() - started, output)
    except ArabicEventsError as error:
        _fail(error)
    except KeyboardInterrupt:
        hint = "; go on with --resume" if to_file else ""
        _stderr().print(f"stopped after {sink.done if sink else 0} articles{hint}")
        raise typer.Exit(130) from None
    except BrokenPipeError:
        _forget_stdout()
        raise typer.Exit(0) from None
    if sink.totals.errors and not sink.totals.articles:
        raise typer.Exit(1)


def _check_output(output: str | None, files: list[str], *, resume: bool, overwrite: bool) -> None:
    if resume and overwrite:
        raise InputError("--resume goes on with an output, --overwrite starts it anew: choose one")
    if output in (None, "-"):
        if resume or overwrite:
            raise InputError(f"--{'resume' if resume else 'overwrite'} needs -o with a file")
        return
    from arabic_events.parts import SUFFIXES

    path = Path(output or "")
    if path.suffix.lower() not in SUFFIXES:
        raise UnsupportedInput(
            f"extract writes {', '.join(SUFFIXES)}; for others: arabic-events render OUT.jsonl -o {path.name}"
        )
    if any(name != "-" and Path(name).resolve() == path.resolve() for name in files):
        raise InputError("the output would replace an input", source=str(path))
    if resume and "-" in files:
        raise InputError("--resume cannot go back in standard input; save it to a file first")


def _stamp(name: str) -> list[str | int]:
    """What tells whether an input is the one that an interrupted run had."""
    if name == "-":
        return [name]
    status = Path(name).stat()
    return [str(Path(name).resolve()), status.st_size, status.st_mtime_ns]


def _output_file(path: Path, run: dict[str, Any], **options: Any) -> PartWriter:
    from arabic_events.parts import PartWriter

    return PartWriter(path, run, **options)


def _forget_stdout() -> None:
    """What still waits to be written goes nowhere, so that the end of the process does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _summary(totals: Totals, before: Totals, seconds: float, output: str | None) -> None:
    """How many articles this run did and how fast; events by type of the whole output."""
    done = totals.articles + totals.errors
    parts = [f"{totals.articles} articles", f"{totals.events.total()} events", f"{totals.errors} errors"]
    parts += [f"{totals.warned} with warnings"] if totals.warned else []
    where = f" -> {output}" if output not in (None, "-") else ""
    earlier = before.articles + before.errors
    after = f", after {earlier} articles of an earlier run" if earlier else ""
    _stderr().print(f"{', '.join(parts)} in {seconds:.1f} s ({done / max(seconds, 1e-9):.1f} articles/s){after}{where}")
    counts = totals.events + before.events
    if counts and output is not None:
        _stderr().print("events by type: " + ", ".join(f"{name} {number}" for name, number in counts.most_common()))


@dataclass
class _Sized:
    """An iterable whose length is known, for the progress bar."""

    rows: Iterable[BatchItem]
    length: int

    def __iter__(self) -> Iterator[BatchItem]:
        return iter(self.rows)

    def __len__(self) -> int:
        return max(self.length, 0)


class _Sink(Protocol):
    """Where results go; the first ``done`` inputs were dealt with by an earlier run."""

    done: int
    complete: bool
    before: Totals
    totals: Totals

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...

    def put(self, result: Extraction | ErrorRecord, *, keep: bool = True) -> None: ...


class _Printed:
    """Results on standard output: JSON lines for ``-``, tables otherwise."""

    complete = False

    def __init__(self, output: str | None) -> None:
        from arabic_events.parts import Totals

        self.done = 0
        self.before, self.totals = Totals(), Totals()
        self._lines = output == "-"
        self._console = _stdout()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Nothing to close."""

    def put(self, result: Extraction | ErrorRecord, *, keep: bool = True) -> None:
        self.done += 1
        self.totals.add(result)
        if not keep:
            return
        try:
            if self._lines:
                from arabic_events.export.jsonl import render

                sys.stdout.buffer.write(render(result).encode("utf-8") + b"\n")
                sys.stdout.buffer.flush()
            else:
                _print_table(self._console, result)
        except BrokenPipeError:
            raise
        except OSError as error:
            _forget_stdout()
            raise OutputError(f"standard output cannot be written: {error.strerror or error}") from error


# --- show and render -------------------------------------------------------------------------------------------------


@app.command()
def show(
    source: Annotated[
        Path, typer.Argument(metavar="EVENTS", help="What extract wrote: .jsonl, or .parquet with --rows articles.")
    ],
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
    source: Annotated[
        Path, typer.Argument(metavar="EVENTS", help="What extract wrote: .jsonl, or .parquet with --rows articles.")
    ],
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
    if not source.is_file():
        raise InputError("no such file", source=str(source))
    if source.suffix.lower() == ".parquet":
        from arabic_events.export import arrow

        return arrow.read(source)
    from arabic_events.export.jsonl import read

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


# --- explain ---------------------------------------------------------------------------------------------------------


@app.command()
def explain(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE", help="A .txt article, or what extract wrote: .jsonl, or .parquet with --rows articles."
        ),
    ],
    article: Annotated[
        str | None, typer.Option("--id", help="The article with this id, where there are several.")
    ] = None,
    events: Annotated[
        list[str] | None, typer.Option("--event", "-e", help="Only this event, such as e0; may be given again.")
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option("--word", "-w", help="Say what stopped this word from becoming an event; may be given again."),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of publication of a .txt article: 2023-09-22.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Say which entry, rule or model score made each event and its arguments, or stopped a word."""
    from arabic_events import explanations

    try:
        extraction = _asked(source, article, published)
        chosen = events if events is not None else [] if words else [event.id for event in extraction.events]
        told: list[explanations.Explanation | explanations.Reason] = [
            explanations.explain(extraction, name) for name in chosen
        ]
        for word in words or ():
            told += explanations.why_not(extraction, word)
        for one in told:
            typer.echo(one.model_dump_json() if as_json else f"{one}\n")
        if not told:
            _stderr().print("no events in this article; ask about a word with --word")
    except ArabicEventsError as error:
        _fail(error)


def _asked(source: Path, article: str | None, published: str | None) -> Extraction:
    """The extraction that is asked about: the only one of the source, or the one with the id."""
    from arabic_events.batch import ErrorRecord

    if source.suffix.lower() == ".txt":
        from arabic_events.api import extract as extract_one
        from arabic_events.readers import read_articles

        (item,) = read_articles([str(source)])
        if isinstance(item, InputError):
            raise item
        return extract_one(item, published=published)
    if published is not None:
        raise InputError("an extraction has its own date: --published is for a .txt article", source=str(source))
    results = (result for result in _results(source) if not isinstance(result, ErrorRecord))
    found = [*islice((result for result in results if article is None or result.article.id == article), 2)]
    if not found:
        raise InputError("no article matches", source=str(source))
    if len(found) > 1:
        raise InputError("there are several articles: choose one with --id", source=str(source))
    return found[0]


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
    own_process.settle()
    app()


if __name__ == "__main__":
    main()
