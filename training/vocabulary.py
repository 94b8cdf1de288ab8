"""Counts words of raw news text in normal form: models/vocabulary/words.tsv.xz.

python training/vocabulary.py RAW.txt.xz models/vocabulary [--size 200000]
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter
from pathlib import Path

import regex

from arabic_events.text import normalize

WORD = regex.compile(r"\p{Arabic}++")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raw", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--text", type=Path, help="also write the normalised text here, a paragraph a line")
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    out = args.text.open("w", encoding="utf-8") if args.text else None
    with lzma.open(args.raw, "rt", encoding="utf-8") as lines:
        for line in lines:
            norm = normalize(line)
            counts.update(WORD.findall(norm))
            if out:
                out.write(norm)
    args.folder.mkdir(parents=True, exist_ok=True)
    with lzma.open(args.folder / "words.tsv.xz", "wt", encoding="utf-8", preset=9) as table:
        for word, count in counts.most_common(args.size):
            table.write(f"{word}\t{count}\n")


if __name__ == "__main__":
    main()
