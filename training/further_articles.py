"""Lays the annotations of training/further_articles.jsonl.xz over the paragraphs of a news file, for train_events.py.

    python training/further_articles.py NEWS.txt.xz OUT.jsonl

The annotations hold no text: each row is the first line of an article in the news file, how many lines it has, a
checksum of it, its events as offsets, and how much its examples weigh. A row whose checksum does not fit (another news
file) is an error.

They were made by a language model that followed the annotation guidelines of the corpus after reading 16 to 20 of its
articles. Articles of the corpus that it got unmarked among the others tell how far it agrees with the annotators: where
examples weigh half, 82 to 83 F1 on typed events, 74 to 76 on arguments, 97 % on polarity (240 articles). Where they
weigh 0.8 it also had a list of 370 words with the share of their occurrences that the corpus marks (counted on all of
it): 87, 79 and 95 % (110 articles); the next 23,760 of them, mostly later parts of articles, 85, 76 and 97 % (138
articles; the last 8,700 held none); 5,058 more and 8,080 of the first ones annotated again 85, 76 and 97 % (223
articles), the later half of them knowing how often each event type has each role. Where they weigh 0.97: 87, 78 and
97 % (171 articles), and 0.9 marks the last ones before those. Where they weigh 0.98 the model did not annotate, but
corrected what an earlier release had found; on 91 articles that neither had learned from (40 of other people, 51 of
ours) that raised typed events from 78 to 83 and 84 to 89, polarity from 92 to 95 and 96 to 98. Annotators among
themselves 93, 84 and 95. Entities, times of their own, values and claims are not annotated.
"""

from __future__ import annotations

import argparse
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ANNOTATIONS = Path(__file__).with_suffix(".jsonl.xz")
POLARITIES = ("asserted", "negated", "planned", "possible")
ROLES = ("actors", "targets", "locations", "dates", "quantities")


class OtherText(ValueError):
    """The news file is not the one that was annotated."""


def rows(path: Path = ANNOTATIONS) -> Iterator[list[Any]]:
    """First line, number of lines, checksum, events and weight of each article."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def text_of(first: int, count: int, checksum: int, lines: list[str]) -> str:
    """The text of an article of the news file.

    Raises:
        OtherText: its checksum is another.
    """
    text = "\n".join(line.strip() for line in lines[first : first + count])
    if zlib.crc32(text.encode()) != checksum:
        raise OtherText(f"line {first} of the news file starts another article than the annotated one")
    return text


def record(row: list[Any], lines: list[str]) -> dict[str, Any]:
    """The annotated article of a row.

    Raises:
        OtherText: its checksum is another.
    """
    first, count, checksum, events, weight = row
    text = text_of(first, count, checksum, lines)

    def span(bounds: list[int]) -> dict[str, Any]:
        start, end = bounds
        return {"start": start, "end": end, "text": text[start:end]}

    built = []
    for at, (trigger, kind, polarity, *roles) in enumerate(events):
        found: dict[str, Any] = {"id": f"e{at}", "type": kind, "trigger": span(trigger)}
        found |= {"polarity": POLARITIES[polarity], "claim": None}
        found |= {role: [span(bounds) for bounds in spans] for role, spans in zip(ROLES, roles, strict=True)}
        built.append(found)
    return {
        "id": f"w{first}",
        "title": lines[first].strip(),
        "published": None,
        "outlet": None,
        "text": text,
        "weight": weight,
        "entities": [],
        "times": [],
        "claims": [],
        "events": built,
    }


def lay(description: str, annotations: Path, record: Callable[[list[Any], list[str]], dict[str, Any]]) -> None:
    """The command: lays annotations over the news file that it is given, an article a line."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    with lzma.open(args.news, "rt", encoding="utf-8", newline="\n") as stream:
        lines = stream.read().split("\n")
    with args.out.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows(annotations):
            out.write(json.dumps(record(row, lines), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    lay(__doc__, ANNOTATIONS, record)
