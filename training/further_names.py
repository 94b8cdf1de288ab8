"""Lays the names of training/further_names.jsonl.xz over the paragraphs of a news file.

    python training/further_names.py NEWS.txt.xz OUT.jsonl

for train_entities.py and train_stanza.py.

As in further_articles.py a row holds no text: the first line of an article in the news file, how many lines it has, a
checksum of it, and its names as offsets and labels.

The names are those that the recogniser of an earlier release found, corrected by a language model that followed the
annotation guidelines of the corpus after reading 26 of its articles, and a list of 420 words with the share of their
places that the corpus has inside a name. Most articles were chosen because the recogniser was unsure of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from further_articles import lay, text_of

NAMES = Path(__file__).with_suffix(".jsonl.xz")


def record(row: list[Any], lines: list[str]) -> dict[str, Any]:
    """The article of a row with its names.

    Raises:
        OtherText: its checksum is another.
    """
    first, count, checksum, names = row
    text = text_of(first, count, checksum, lines)
    entities = [{"start": start, "end": end, "text": text[start:end], "label": label} for start, end, label in names]
    return {"id": f"w{first}", "text": text, "entities": entities}


if __name__ == "__main__":
    lay(__doc__, NAMES, record)
