"""Scores the value suites with our reader and with others, each in its own interpreter, in turns in one run.

    python benchmarks/values.py SCORER SUITES [--peer duckling=PYTHON ...] [--suite NAME ...] [--rounds 5]

SCORER is the script that scores the suites, SUITES the folder that holds them. A peer is one of the functions of
value_peers.py and the interpreter that has its library. Figures are shares of whole cases in percent (value, and
strict: value without surplus answers). Speed is texts per second: ``first``, each text once in a new process after one
call; ``again``, the median of further passes over the same texts; both are medians of the rounds.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
COUNTED = ("valued", "value", "strict", "mods", "mods_ok")


def score(python: str, plugin: str, args: argparse.Namespace) -> dict[str, Any]:
    """What the scorer writes for one reader."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [python, str(args.scorer), plugin, "--root", str(args.suites), "--json", str(out)]
        if args.suite:
            command += ["--suites", *args.suite]
        subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.DEVNULL)
        return dict(json.loads(out.read_text("utf-8")))


def speed(python: str, plugin: str, suite: Path) -> dict[str, float]:
    """Texts per second of one reader on one suite."""
    command = [python, "value_speed.py", plugin, str(suite)]
    done = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


POOLS = ("news_dates", "duckling_*", "maha_*", "all others")


def pool(suite: str) -> str:
    """The group of suites that a suite is counted in."""
    return next((name for name in POOLS[:-1] if fnmatch(suite, name)), POOLS[-1])


def table(scores: Mapping[str, Mapping[str, Any]]) -> str:
    """One row a reader and a group of suites."""
    lines = ["reader         suites        cases  value %  strict %  modifiers %"]
    for name, result in scores.items():
        for group in POOLS:
            suites = [found for suite, found in result["suites"].items() if pool(suite) == group]
            if not suites:
                continue
            total = {key: sum(found[key] for found in suites) for key in COUNTED}
            valued = max(1, total["valued"])
            mods = f"{100 * total['mods_ok'] / total['mods']:.1f}" if total["mods"] else "-"
            lines.append(
                f"{name:<14} {group:<12} {total['valued']:>6}  {100 * total['value'] / valued:>7.1f}"
                f"  {100 * total['strict'] / valued:>8.1f}  {mods:>11}"
            )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("suites", type=Path)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--suite", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--timed", default="news_dates", help="the suite that is timed")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    args.scorer, args.suites = args.scorer.resolve(), args.suites.resolve()
    readers = {"arabic_events": (sys.executable, "values_adapter:values")}
    for peer in args.peer:
        name, _, python = peer.partition("=")
        readers[name] = (str(Path(python).absolute()), f"value_peers:{name}")
    scores = {name: score(python, plugin, args) for name, (python, plugin) in readers.items()}
    speeds: dict[str, list[dict[str, float]]] = {name: [] for name in readers}
    for _ in range(args.rounds):
        for name, (python, plugin) in readers.items():
            speeds[name].append(speed(python, plugin, args.suites / f"{args.timed}.jsonl"))
    medians = {
        name: {key: round(median(one[key] for one in rounds)) for key in ("first", "again")}
        for name, rounds in speeds.items()
    }
    if args.json:
        print(json.dumps({"scores": scores, "texts_per_second": medians, "machine": platform.platform()}))
        return
    print(table(scores))
    print(f"\ntexts/s on {args.timed}   first    again")
    for name, found in medians.items():
        print(f"{name:<22} {found['first']:>7} {found['again']:>8}")


if __name__ == "__main__":
    main()
