"""How time and memory grow with the length of a text, the number of articles and of processes; JSON, table and plot.

    python benchmarks/scaling.py [--text NEWS.txt.xz] [--only length,articles,processes,run] [--ner NER] [--readme]

Each part runs in a fresh process, with one thread for matrices. The parts:

length     one article of 1 to 1000 kB (UTF-8). A round takes as many texts of a size as make --sample kB, the figure is
           the median of --repeats rounds (one for 1000 kB and more). No text is read twice, so that no part of the work
           is remembered but for frequent words, as on a stream of news.
articles   memory after 1,000 to 20,000 articles of --words words, streamed through `Extractor.extract`.
processes  articles a second with 1, 2 ... --processes processes, with their start and without.
run        the command line over --run articles of --run-words words; its summary as it is printed.

The texts are cut from --text, a paragraph a line, in its order; without it from the annotated articles and samples,
shuffled: those are few, so words come again and again. The exit status is 1 when long texts cost too much.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
README = ROOT / "benchmarks" / "README.md"
PARTS = ("length", "articles", "processes", "run")
LENGTHS = (1, 3, 10, 30, 100, 200, 1000)
ARTICLES = (1_000, 2_000, 5_000, 10_000, 20_000)
SHORT_KB, LONG_KB, LIMIT = 10, 200, 1.3
ONCE_KB = 1000
WARM_UP_TEXTS, WARM_UP_KB = 30, 3
BATCH_SIZE = 16
PUBLISHED = "2024-03-14"
MARKERS = ("<!-- scaling table -->", "<!-- end of scaling table -->")
Figures = dict[str, Any]


# --- texts -----------------------------------------------------------------------------------------------------------


def paragraphs(source: Path | None, seed: int = 0) -> Iterator[str]:
    """Paragraphs without end: when all were given they come again, those of the project in another order."""
    shuffled = random.Random(seed)
    known = None if source else _own_paragraphs()
    while True:
        if source:
            empty = True
            with (
                lzma.open(source, "rt", encoding="utf-8")
                if source.suffix == ".xz"
                else source.open(encoding="utf-8") as lines
            ):
                for line in lines:
                    if paragraph := line.strip():
                        empty = False
                        yield paragraph
            if empty:
                raise SystemExit(f"{source} has no text")
        elif known:
            shuffled.shuffle(known)
            yield from known


def _own_paragraphs() -> list[str]:
    """The different paragraphs of the annotated articles and the samples."""
    texts = [json.loads(path.read_text("utf-8"))["text"] for path in sorted((ROOT / "data" / "samples").glob("*.json"))]
    for path in sorted((ROOT / "data" / "corpus").glob("articles_*.jsonl")):
        texts += [json.loads(line)["text"] for line in path.read_text("utf-8").split("\n") if line.strip()]
    return [*dict.fromkeys(line.strip() for text in texts for line in text.split("\n") if line.strip())]


def text_of_bytes(source: Iterator[str], size: int) -> str:
    """The next paragraphs, the last of them cut behind a word, as a text of at most so many bytes of UTF-8."""
    return _joined(source, size, lambda word: len(word.encode("utf-8")) + 1, 1)


def text_of_words(source: Iterator[str], words: int) -> str:
    """The next paragraphs, the last of them cut, as a text of so many words."""
    return _joined(source, words, lambda word: 1, 0)


def _joined(source: Iterator[str], size: int, measure: Callable[[str], int], spare: int) -> str:
    """Paragraphs until they are full; ``spare`` is what the last word does not need of what ``measure`` says."""
    left = size + spare
    taken: list[str] = []
    while left > 0:
        kept: list[str] = []
        words = next(source).split()
        for word in words:
            if measure(word) > left:
                break
            left -= measure(word)
            kept.append(word)
        if kept:
            taken.append(" ".join(kept))
        if len(kept) < len(words):
            break
    return "\n".join(taken)


def length_texts(source: Iterator[str], lengths: Sequence[int], repeats: int, sample: int) -> Iterator[Figures]:
    """The texts of the part ``length`` in the order they are read; those of the warm-up have no size."""
    for _ in range(WARM_UP_TEXTS):
        yield {"kb": None, "round": 0, "text": text_of_bytes(source, 1000 * WARM_UP_KB)}
    for kb in lengths:
        for number in range(1 if kb >= ONCE_KB else repeats):
            for _ in range(max(1, sample // kb)):
                yield {"kb": kb, "round": number, "text": text_of_bytes(source, 1000 * kb)}


def article_rows(source: Iterator[str], count: int, words: int) -> Iterator[Figures]:
    """So many articles of so many words."""
    for number in range(count):
        yield {"id": f"n{number}", "text": text_of_words(source, words), "published": PUBLISHED}


def write_lines(path: Path, rows: Iterable[Figures]) -> None:
    """A file of JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_lines(path: Path) -> Iterator[Any]:
    """The rows of such a file, one at a time."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def different_words(path: Path) -> int:
    """How many different words the texts of a file have."""
    return len({word for row in read_lines(path) for word in row["text"].split()})


# --- what a fresh process measures -----------------------------------------------------------------------------------


def memory() -> Figures:
    """Peak and present resident memory of this process in MB."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").split("\n")
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("VmHWM", "VmRSS"))}
        return {"peak_mb": round(kilobytes["VmHWM"] / 1024, 1), "current_mb": round(kilobytes["VmRSS"] / 1024, 1)}
    except OSError:  # not Linux
        unit = 1024**2 if sys.platform == "darwin" else 1024
        return {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1), "current_mb": None}


def measure_length(folder: Path, settings: Figures) -> Figures:
    """Seconds an article, by length."""
    from arabic_events import Article, Extractor

    extractor = Extractor(ner=settings["ner"])
    rounds: dict[int, list[Figures]] = {}
    for (kb, number), rows in groupby(read_lines(folder / "texts.jsonl"), lambda row: (row["kb"], row["round"])):
        articles = [Article(text=row["text"], id=str(number), published=PUBLISHED) for row in rows]
        events = 0
        started, used = time.perf_counter(), time.process_time()
        for article in articles:
            events += len(extractor.extract_one(article).events)
        wall, cpu = time.perf_counter() - started, time.process_time() - used
        if kb is not None:
            total = {
                "bytes": sum(len(article.text.encode("utf-8")) for article in articles),
                "words": sum(len(article.text.split()) for article in articles),
                "events": events,
                "cpu_seconds": cpu,
                "wall_seconds": wall,
            }
            each = {name: value / len(articles) for name, value in total.items()}
            rounds.setdefault(kb, []).append({**each, "articles": len(articles), **memory()})
            _say(f"length: {kb} kB, round {number + 1}: {each['cpu_seconds']:.3f} CPU seconds an article")
    return length_figures(rounds)


def length_figures(rounds: Mapping[int, Sequence[Figures]]) -> Figures:
    """The medians of the rounds, and how the time a kB of a long text stands to that of a short one."""
    rows = []
    for kb, figures in rounds.items():
        middle = {name: statistics.median(one[name] for one in figures) for name in ("cpu_seconds", "wall_seconds")}
        kilobytes = statistics.fmean(one["bytes"] for one in figures) / 1000
        rows.append(
            {
                "kb": kb,
                "rounds": len(figures),
                "articles_a_round": figures[0]["articles"],
                "bytes": round(1000 * kilobytes),
                "words": round(statistics.fmean(one["words"] for one in figures)),
                "events": round(statistics.fmean(one["events"] for one in figures), 1),
                **{name: round(value, 4) for name, value in middle.items()},
                "cpu_ms_per_kb": round(1000 * middle["cpu_seconds"] / kilobytes, 3),
                "wall_ms_per_kb": round(1000 * middle["wall_seconds"] / kilobytes, 3),
                "peak_mb": max(one["peak_mb"] for one in figures),
            }
        )
    return {"rows": rows, "ratio_limit": LIMIT, "ratios": length_ratios(rows)}


def length_ratios(rows: Sequence[Figures]) -> Figures:
    """Time of a long text over that of as many kB in short texts; None when one of the two was not measured."""
    by_size = {row["kb"]: row for row in rows}

    def ratio(kb: int, kind: str) -> float | None:
        if kb not in by_size or SHORT_KB not in by_size:
            return None
        return round(float(by_size[kb][f"{kind}_ms_per_kb"] / by_size[SHORT_KB][f"{kind}_ms_per_kb"]), 3)

    return {f"{kind}_{kb}_to_{SHORT_KB}_kb": ratio(kb, kind) for kb in (LONG_KB, ONCE_KB) for kind in ("cpu", "wall")}


def measure_articles(folder: Path, settings: Figures) -> Figures:
    """Memory after so many articles, and the rate since the mark before, without the first article, which loads."""
    from arabic_events import ErrorRecord, Extractor

    marks = set(settings["marks"])
    rows: list[Figures] = []
    errors = events = since = 0
    started = used = 0.0
    for done, result in enumerate(Extractor(ner=settings["ner"]).extract(read_lines(folder / "articles.jsonl")), 1):
        if isinstance(result, ErrorRecord):
            errors += 1
        else:
            events += len(result.events)
        if done in marks:
            wall, cpu = time.perf_counter() - started, time.process_time() - used
            rates = {"articles_per_second": (done - since) / wall, "articles_per_cpu_second": (done - since) / cpu}
            rows.append({"articles": done, **memory(), **{name: round(rate, 2) for name, rate in rates.items()}})
            _say(f"articles: {done}, peak {rows[-1]['peak_mb']} MB, {rates['articles_per_second']:.1f} articles/s")
        if done == 1 or done in marks:
            since, started, used = done, time.perf_counter(), time.process_time()
    ratio = round(rows[-1]["peak_mb"] / rows[0]["peak_mb"], 3)
    return {"rows": rows, "errors": errors, "events": events, "peak_ratio_last_to_first": ratio}


def measure_processes(folder: Path, settings: Figures) -> Figures:
    """Articles a second with this number of processes.

    The start is left out by a clock that runs from the last article of the warm-up to some articles before the last:
    at both moments as many articles are under way.
    """
    from arabic_events import Extractor, own_process

    own_process.settle()
    processes, warm_up, measured = settings["processes"], settings["warm_up"], settings["measured"]
    began = time.perf_counter()
    moments: dict[int, float] = {}
    done = 0
    rows = read_lines(folder / "articles.jsonl")
    for done, _ in enumerate(
        Extractor(ner=settings["ner"]).extract(rows, processes=processes, batch_size=BATCH_SIZE), 1
    ):
        own_process.loaded()
        if done in (1, warm_up, warm_up + measured):
            moments[done] = time.perf_counter()
    total = time.perf_counter() - began
    working = moments[warm_up + measured] - moments[warm_up]
    return {
        "processes": processes,
        "articles": done,
        "first_result_seconds": round(moments[1] - began, 2),
        "articles_per_second": round(measured / working, 2),
        "articles_per_second_with_start": round(done / total, 2),
    }


def measure_run(folder: Path, settings: Figures) -> Figures:
    """What the command line prints and takes."""
    command = ["extract", "articles.jsonl", "-o", "events.jsonl"]
    command += ["--processes", str(settings["processes"]), "--ner", settings["ner"]]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "arabic_events.cli", *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    output = folder / "events.jsonl"
    return {
        "command": " ".join(["arabic-events", *command]),
        "exit_status": done.returncode,
        "printed": done.stdout,
        "wall_seconds": round(wall, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "largest_process_mb": round(used.ru_maxrss / unit, 1),
        "output_lines": sum(1 for _ in read_lines(output)) if output.exists() else 0,
        "output_mb": round(output.stat().st_size / 1e6, 1) if output.exists() else 0.0,
    }


MEASURES = dict(zip(PARTS, (measure_length, measure_articles, measure_processes, measure_run), strict=True))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def in_fresh_process(part: str, folder: Path, settings: Figures) -> Figures:
    """The figures of a part, measured by a Python that does nothing else."""
    (folder / "settings.json").write_text(json.dumps({"part": part, **settings}), "utf-8")
    subprocess.run([sys.executable, __file__, "--child", str(folder)], check=True)
    figures: Figures = json.loads((folder / "figures.json").read_text("utf-8"))
    return figures


def child(folder: Path) -> None:
    """Measures what the settings in the folder say; leaves the figures there."""
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    figures = MEASURES[settings["part"]](folder, settings)
    (folder / "figures.json").write_text(json.dumps(figures), "utf-8")


# --- the parts -------------------------------------------------------------------------------------------------------


def run_part(part: str, options: argparse.Namespace) -> Figures:
    """The figures of a part with what they were measured on."""
    about = {
        "ner": options.ner,
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_before": [round(value, 2) for value in os.getloadavg()],
        "text": options.text.name if options.text else "data/corpus and data/samples",
    }
    source = paragraphs(options.text)
    with tempfile.TemporaryDirectory(prefix="scaling-") as name:
        folder = Path(name)
        articles = folder / "articles.jsonl"
        settings = {"ner": options.ner}
        if part == "length":
            write_lines(folder / "texts.jsonl", length_texts(source, options.lengths, options.repeats, options.sample))
            return {**about, **in_fresh_process(part, folder, settings)}
        if part == "articles":
            about |= {"words_an_article": options.words}
            write_lines(articles, article_rows(source, max(options.articles), options.words))
            figures = in_fresh_process(part, folder, {**settings, "marks": options.articles})
            return {**about, "different_words": different_words(articles), **figures}
        about |= {"words_an_article": options.run_words}
        if part == "run":
            write_lines(articles, article_rows(source, options.run, options.run_words))
            settings["processes"] = options.processes
            return {**about, "articles": options.run, **in_fresh_process(part, folder, settings)}
        under_way = 2 * options.processes * BATCH_SIZE
        settings |= {"warm_up": 2 * under_way, "measured": options.measured}
        write_lines(articles, article_rows(source, 3 * under_way + options.measured, options.run_words))
        rows = []
        for number in range(1, options.processes + 1):
            rows.append(in_fresh_process(part, folder, {**settings, "processes": number}))
            _say(f"processes: {number}, {rows[-1]['articles_per_second']} articles/s")
        return {**about, "measured_articles": options.measured, "rows": with_speed_up(rows)}


def with_speed_up(rows: Sequence[Figures]) -> list[Figures]:
    """The rows with how many times as fast as the first they are."""
    names = {"speed_up": "articles_per_second", "speed_up_with_start": "articles_per_second_with_start"}
    return [{**row, **{new: round(row[old] / rows[0][old], 2) for new, old in names.items()}} for row in rows]


def machine() -> Figures:
    """What the figures were measured with."""
    from arabic_events import __version__

    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text("utf-8").split("\n")
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "arabic_events": __version__,
        "commit": commit.stdout.strip() or None,
    }


# --- table and plot --------------------------------------------------------------------------------------------------


def table(results: Figures) -> str:
    """The figures in Markdown, a table for each part that was measured."""
    kept, parts = results["machine"], results["parts"]
    written = [
        f"{kept['processor']}, {kept['cores']} cores, {kept['memory_gb']} GB; Python {kept['python']}, "
        f"arabic_events {kept['arabic_events']} ({kept['commit']}); names by "
        + ", ".join(sorted({f"`{figures['ner']}`" for figures in parts.values()}))
        + "."
    ]
    writers = dict(zip(PARTS, (_length_table, _articles_table, _processes_table, _run_table), strict=True))
    return "\n\n".join(written + [writers[part](parts[part]) for part in PARTS if part in parts]) + "\n"


def _markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---:"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _length_table(figures: Figures) -> str:
    rows = [
        (
            f"{row['kb']:,} kB",
            f"{row['words']:,}",
            f"{row['cpu_seconds']:.3f}",
            f"{row['wall_seconds']:.3f}",
            f"{row['cpu_ms_per_kb']:.1f}",
            f"{row['peak_mb']:,.0f}",
        )
        for row in figures["rows"]
    ]
    shown = _markdown(("one article of", "words", "CPU s", "wall s", "CPU ms a kB", "peak MB so far"), rows)
    cpu, wall = (figures["ratios"][f"{kind}_{LONG_KB}_to_{SHORT_KB}_kb"] for kind in ("cpu", "wall"))
    if cpu is None:
        return shown
    return (
        f"{shown}\n\n{LONG_KB} kB take {cpu:.2f} times the CPU time of {LONG_KB // SHORT_KB} texts of {SHORT_KB} kB "
        f"({wall:.2f} times the wall time); at most {figures['ratio_limit']} are allowed."
    )


def _articles_table(figures: Figures) -> str:
    rows = [
        (
            f"{row['articles']:,}",
            f"{row['peak_mb']:,.0f}",
            "" if row["current_mb"] is None else f"{row['current_mb']:,.0f}",
            f"{row['articles_per_second']:.1f}",
            f"{row['articles_per_cpu_second']:.1f}",
        )
        for row in figures["rows"]
    ]
    first, last = figures["rows"][0]["articles"], figures["rows"][-1]["articles"]
    return (
        _markdown(
            ("after so many articles", "peak MB", "MB now", "articles/s since the row above", "a CPU second"), rows
        )
        + f"\n\nArticles of {figures['words_an_article']} words with {figures['different_words']:,} different words, "
        f"one process. Peak after {last:,} over peak after {first:,}: {figures['peak_ratio_last_to_first']:.2f}."
    )


def _processes_table(figures: Figures) -> str:
    rows = [
        (
            f"{row['processes']}",
            f"{row['articles_per_second']:.1f}",
            f"{row['speed_up']:.2f}",
            f"{row['articles_per_second_with_start']:.1f}",
            f"{row['speed_up_with_start']:.2f}",
            f"{row['first_result_seconds']:.1f}",
        )
        for row in figures["rows"]
    ]
    header = ("processes", "articles/s", "times one", "with their start", "times one", "first result after s")
    return (
        _markdown(header, rows)
        + f"\n\nArticles of {figures['words_an_article']} words; {figures['measured_articles']:,} "
        f"without the start, {figures['rows'][0]['articles']:,} with it."
    )


def _run_table(figures: Figures) -> str:
    return (
        f"```\n$ {figures['command']}\n{figures['printed'].rstrip()}\n```\n\n"
        f"Articles of {figures['words_an_article']} words; {figures['output_lines']:,} lines, {figures['output_mb']} "
        f"MB written; {figures['cpu_seconds']:,.0f} CPU s, {figures['wall_seconds']:,.0f} s; the largest process "
        f"had {figures['largest_process_mb']:,.0f} MB."
    )


def draw(results: Figures, path: Path) -> None:
    """Writes the plot: a small panel for each part that has a curve; nothing when none has."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    panels = {"length": _draw_length, "articles": _draw_articles, "processes": _draw_processes}
    shown = [part for part in panels if part in results["parts"]]
    if not shown:
        return
    style: dict[Any, Any] = {
        "svg.hashsalt": "scaling",
        "font.size": 9,
        "axes.titlesize": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "#e3e3e3",
        "axes.axisbelow": True,
        "legend.frameon": False,
        "figure.facecolor": "white",
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=(3.6 * len(shown), 3.1), layout="constrained")
        for axes, part in zip(figure.subplots(1, len(shown), squeeze=False)[0], shown, strict=True):
            panels[part](axes, results["parts"][part])
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Title": "How arabic_events scales"})
    path.write_text("\n".join(line.rstrip() for line in path.read_text("utf-8").split("\n")), "utf-8")


BLUE, GREY = "#1f5fa8", "#8a8a8a"


def _plain(axis: Any, values: Sequence[float]) -> None:
    """A logarithmic axis that names these values and no others."""
    axis.set_major_locator(_locator(values))
    axis.set_major_formatter(lambda value, _: f"{value:,g}")
    axis.set_minor_locator(_locator([]))


def _locator(values: Sequence[float]) -> Any:
    from matplotlib.ticker import FixedLocator

    return FixedLocator([*values])


def _draw_length(axes: Any, figures: Figures) -> None:
    sizes = [row["bytes"] / 1000 for row in figures["rows"]]
    seconds = [row["cpu_seconds"] for row in figures["rows"]]
    anchor = next((at for at, row in enumerate(figures["rows"]) if row["kb"] == SHORT_KB), 0)
    linear = [seconds[anchor] * size / sizes[anchor] for size in sizes]
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.plot(sizes, linear, color=GREY, linestyle="--", linewidth=1, label=f"linear from {sizes[anchor]:.0f} kB")
    axes.plot(sizes, seconds, color=BLUE, marker="o", markersize=4, label="measured")
    _plain(axes.xaxis, [row["kb"] for row in figures["rows"] if row["kb"] != LONG_KB])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.set(title="Time of one article", xlabel="length of the text, kB", ylabel="CPU seconds")
    axes.legend(loc="upper left")


def _draw_articles(axes: Any, figures: Figures) -> None:
    counts = [row["articles"] for row in figures["rows"]]
    peaks = [row["peak_mb"] for row in figures["rows"]]
    axes.plot(counts, peaks, color=BLUE, marker="o", markersize=4, label="peak")
    if all(row["current_mb"] is not None for row in figures["rows"]):
        now = [row["current_mb"] for row in figures["rows"]]
        axes.plot(counts, now, color=GREY, marker=".", linestyle="--", linewidth=1, label="at that moment")
    axes.set_xlim(0, max(counts) * 1.08)
    axes.set_ylim(0, max(peaks) * 1.25)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.set(title="Memory of one process", xlabel="articles read", ylabel="MB")
    axes.legend(loc="lower right")


def _draw_processes(axes: Any, figures: Figures) -> None:
    rows = figures["rows"]
    numbers = [row["processes"] for row in rows]
    rates = [row["articles_per_second"] for row in rows]
    linear = [rates[0] * number for number in numbers]
    axes.plot(numbers, linear, color=GREY, linestyle="--", linewidth=1, label="linear from one")
    axes.plot(numbers, rates, color=BLUE, marker="o", markersize=4, label="at work")
    with_start = [row["articles_per_second_with_start"] for row in rows]
    axes.plot(
        numbers,
        with_start,
        color=BLUE,
        marker="o",
        markersize=4,
        markerfacecolor="white",
        linestyle=":",
        label="with the start",
    )
    axes.set_xlim(0.7, max(numbers) + 0.3)
    axes.set_ylim(0, max(*linear, *rates) * 1.1)
    axes.xaxis.set_major_locator(_locator(numbers))
    words = figures["words_an_article"]
    axes.set(title="Speed", xlabel="processes", ylabel=f"articles of {words} words a second")
    axes.legend(loc="lower right")


def filled(readme: str, content: str) -> str:
    """The text with the content between the markers, in the place of what was there."""
    start, end = MARKERS
    if readme.count(start) != 1 or readme.count(end) != 1 or readme.index(start) > readme.index(end):
        raise ValueError(f"the text needs {start} and behind it {end}, each once")
    before, after = readme.split(start)[0], readme.split(end)[1]
    return f"{before}{start}\n\n{content.strip()}\n\n{end}{after}"


# --- the command -----------------------------------------------------------------------------------------------------


def _numbers(text: str) -> list[int]:
    numbers = sorted({int(part) for part in text.split(",")})
    if not numbers or numbers[0] < 1:
        raise argparse.ArgumentTypeError("needs numbers of 1 or more, with commas between")
    return numbers


def _parts(text: str) -> list[str]:
    chosen = text.split(",")
    if unknown := set(chosen) - set(PARTS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return [part for part in PARTS if part in chosen]


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=_parts, default=[*PARTS], metavar="PARTS", help=",".join(PARTS))
    parser.add_argument("--ner", default="bundled", help="recogniser of names (bundled)")
    parser.add_argument("--text", type=Path, help="plain or .xz file, a paragraph a line")
    parser.add_argument("--lengths", type=_numbers, default=[*LENGTHS], metavar="KB,KB", help="of one article")
    parser.add_argument("--repeats", type=int, default=3, help="rounds for each length (3)")
    parser.add_argument("--sample", type=int, default=100, metavar="KB", help="text of a round (100)")
    parser.add_argument("--articles", type=_numbers, default=[*ARTICLES], metavar="N,N", help="to look at memory after")
    parser.add_argument("--words", type=int, default=60, help="of an article in the part articles (60)")
    parser.add_argument("--processes", type=int, default=2, help="most processes (2)")
    parser.add_argument("--measured", type=int, default=2000, metavar="N", help="articles in the part processes (2000)")
    parser.add_argument("--run", type=int, default=10_000, metavar="N", help="articles in the part run (10000)")
    parser.add_argument("--run-words", type=int, default=120, help="of an article in the parts processes and run (120)")
    parser.add_argument("--json", type=Path, default=RESULTS / "scaling.json")
    parser.add_argument("--svg", type=Path, default=RESULTS / "scaling.svg")
    parser.add_argument("--add", action="store_true", help="keep the other parts of the JSON file")
    parser.add_argument("--redraw", action="store_true", help="measure nothing: table and plot of the JSON file")
    parser.add_argument(
        "--readme", nargs="?", type=Path, const=README, help="write the table there (benchmarks/README.md)"
    )
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    return parser


def main() -> int:
    """Measures, writes and prints."""
    options = _options().parse_args()
    if options.child:
        child(options.child)
        return 0
    results: Figures = {"machine": {}, "parts": {}}
    if options.redraw or (options.add and options.json.exists()):
        results = json.loads(options.json.read_text("utf-8"))
    if not options.redraw:
        results["machine"] = machine()
        for part in options.only:
            results["parts"][part] = run_part(part, options)
            options.json.parent.mkdir(parents=True, exist_ok=True)
            options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    draw(results, options.svg)
    shown = table(results)
    print(shown)
    if options.readme:
        picture = Path(os.path.relpath(options.svg.resolve(), options.readme.resolve().parent)).as_posix()
        content = f"![Time against length, memory against articles, speed against processes]({picture})\n\n{shown}"
        options.readme.write_text(filled(options.readme.read_text("utf-8"), content), "utf-8")
    return 1 if failures(results) else 0


def failures(results: Figures) -> list[str]:
    """What is not as it must be; said on standard error too."""
    found = []
    ratios = results["parts"].get("length", {}).get("ratios", {})
    ratio = ratios.get(f"cpu_{LONG_KB}_to_{SHORT_KB}_kb")
    if ratio is not None and ratio > LIMIT:
        found.append(f"{LONG_KB} kB take {ratio} times as long a kB as {SHORT_KB} kB, more than {LIMIT}")
    run = results["parts"].get("run")
    if run and (run["exit_status"] or run["output_lines"] != run["articles"]):
        found.append(f"the run wrote {run['output_lines']} lines of {run['articles']}, status {run['exit_status']}")
    if errors := results["parts"].get("articles", {}).get("errors"):
        found.append(f"{errors} articles gave error records")
    for line in found:
        _say(f"FAILED: {line}")
    return found


if __name__ == "__main__":
    sys.exit(main())
