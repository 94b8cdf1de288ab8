"""benchmarks/scaling.py: texts of the right size, and table and plot of made-up figures; nothing is measured here."""

from __future__ import annotations

import json
import lzma
import runpy
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCALING = runpy.run_path(str(ROOT / "benchmarks" / "scaling.py"))
LINES = ["وصل وزير الخارجية المصري إلى الدوحة أمس.", "  ", "ارتفعت أسعار النفط بنسبة 2 في المئة.", "قتل ثلاثة جنود."]


def made_up() -> dict[str, object]:
    rounds = {
        kb: [{"bytes": 1000 * kb, "words": 90 * kb, "events": kb, "articles": 1, "peak_mb": 400 + kb / 5}
             | {"cpu_seconds": seconds * kb / 50, "wall_seconds": seconds * kb / 48} for seconds in (1.0, 1.1, 3.0)]
        for kb in (1, 3, 10, 30, 100, 200, 1000)
    }  # fmt: skip
    counts = (1000, 2000, 5000, 10000, 20000)
    memory = [
        {"articles": count, "peak_mb": 480 + count / 1000, "current_mb": 470.0 + count / 2000}
        | {"articles_per_second": 70.0, "articles_per_cpu_second": 71.5}
        for count in counts
    ]
    speeds = [
        {"processes": n, "articles": 2192, "first_result_seconds": 2.5}
        | {"articles_per_second": 35.0 * n**0.9, "articles_per_second_with_start": 33.0 * n**0.8}
        for n in (1, 2)
    ]
    about = {"ner": "bundled", "words_an_article": 120}
    run = {"command": "arabic-events extract articles.jsonl", "printed": "5 articles, 9 events, 0 errors in 1.0 s\n"}
    run |= {"exit_status": 0, "output_lines": 5, "articles": 5, "output_mb": 0.1, "cpu_seconds": 8.0}
    machine = {"processor": "made up", "cores": 2, "memory_gb": 16.0, "python": "3.11.7"}
    return {
        "machine": machine | {"arabic_events": "0.1.0", "commit": "abc"},
        "parts": {
            "length": about | SCALING["length_figures"](rounds),
            "articles": about | {"rows": memory, "different_words": 99_000, "peak_ratio_last_to_first": 1.04},
            "processes": about | {"rows": SCALING["with_speed_up"](speeds), "measured_articles": 2000},
            "run": about | run | {"wall_seconds": 4.0, "largest_process_mb": 500.0},
        },
    }


@pytest.mark.parametrize("suffix", [".txt", ".txt.xz"])
def test_paragraphs_come_again(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"news{suffix}"
    data = "\n".join(LINES).encode("utf-8")
    path.write_bytes(lzma.compress(data) if suffix.endswith("xz") else data)
    kept = [line for line in LINES if line.strip()]
    assert [*islice(SCALING["paragraphs"](path), 6)] == kept * 2


def test_own_paragraphs_are_shuffled_by_seed() -> None:
    first, again, other = ([*islice(SCALING["paragraphs"](None, seed), 50)] for seed in (0, 0, 1))
    assert first == again != other
    assert len(set(first)) == 50


@pytest.mark.parametrize("size", [1_000, 10_000, 100_000])
def test_text_of_bytes(size: int) -> None:
    text = SCALING["text_of_bytes"](SCALING["paragraphs"](None), size)
    assert size - 40 < len(text.encode("utf-8")) <= size


def test_last_word_fits_exactly() -> None:
    assert SCALING["text_of_bytes"](iter(["من هنا", "إلى هناك"]), len("من هنا\nإلى".encode())) == "من هنا\nإلى"


def test_text_of_words() -> None:
    text = SCALING["text_of_words"](SCALING["paragraphs"](None), 60)
    assert len(text.split()) == 60
    assert SCALING["text_of_words"](iter(["من هنا", "إلى هناك"]), 2) == "من هنا"


def test_texts_of_the_rounds() -> None:
    rows = [*SCALING["length_texts"](SCALING["paragraphs"](None), (1, 2, 1000), 2, 4)][SCALING["WARM_UP_TEXTS"] :]
    assert [(row["kb"], row["round"]) for row in rows] == (
        [(1, 0)] * 4 + [(1, 1)] * 4 + [(2, 0)] * 2 + [(2, 1)] * 2 + [(1000, 0)]
    )


def test_ratio_is_of_the_medians() -> None:
    figures = made_up()["parts"]["length"]  # type: ignore[index]
    assert figures["ratios"]["cpu_200_to_10_kb"] == pytest.approx(1.0, abs=0.001)
    assert [row["cpu_seconds"] for row in figures["rows"]][:3] == [0.022, 0.066, 0.22]
    assert SCALING["length_ratios"](figures["rows"][:3])["cpu_200_to_10_kb"] is None


def test_table() -> None:
    shown = SCALING["table"](made_up())
    assert "| 1,000 kB | 90,000 | 22.000 |" in shown
    assert "200 kB take 1.00 times the CPU time of 20 texts of 10 kB" in shown
    assert "| 20,000 | 500 | 480 | 70.0 | 71.5 |" in shown
    assert "| 2 | 65.3 | 1.87 |" in shown
    assert "\n5 articles, 9 events, 0 errors in 1.0 s\n```" in shown


def test_failures(capsys: pytest.CaptureFixture[str]) -> None:
    results = json.loads(json.dumps(made_up()))
    assert SCALING["failures"](results) == []
    results["parts"]["length"]["ratios"]["cpu_200_to_10_kb"] = 1.4
    results["parts"]["run"]["output_lines"] = 4
    assert len(SCALING["failures"](results)) == 2
    assert "4 lines of 5" in capsys.readouterr().err


def test_plot_is_a_page_of_its_own(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    results = made_up()
    path, again = tmp_path / "results" / "scaling.svg", tmp_path / "again.svg"
    SCALING["draw"](results, path)
    SCALING["draw"](results, again)
    written = path.read_text("utf-8")
    assert written == again.read_text("utf-8")
    assert ElementTree.fromstring(written).tag.endswith("svg")
    assert "<script" not in written and "@import" not in written and "<image" not in written


def test_readme_is_filled_between_the_markers() -> None:
    readme = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    once = SCALING["filled"](readme, "a table\n")
    assert "a table" in once
    assert SCALING["filled"](once, "a table\n") == once
    with pytest.raises(ValueError, match="scaling table"):
        SCALING["filled"]("no markers", "a table")
