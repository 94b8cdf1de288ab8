"""Number the sentences of an article, and build corpus records from hand-written annotation drafts.

    python training/annotate.py show data/samples/a01.json
    python training/annotate.py build drafts.jsonl data/samples articles.jsonl

A draft names its spans as substrings of a numbered sentence; `build` turns them into offsets into the text and
refuses the whole file when a span is not there.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# fmt: off
EVENT_TYPES = frozenset(
    {
        "attack", "clash", "military_move", "territorial_control", "withdrawal", "disarmament", "ceasefire",
        "destruction", "death", "injury", "abduction", "displacement", "outbreak", "arrest", "release",
        "investigation", "trial", "seizure", "meeting", "visit", "agreement", "support", "aid", "request",
        "accusation", "rejection", "threat", "sanction", "protest", "election", "personnel", "policy",
        "transaction", "market_change", "launch", "accident", "natural_disaster", "competition", "publication",
    }
)
# fmt: on
LABELS = frozenset({"PER", "ORG", "LOC", "GRP"})
POLARITIES = frozenset({"asserted", "negated", "planned", "possible"})
MODIFIERS = frozenset({"exact", "approx", "more_than", "less_than", "at_least", "at_most", "between", "indefinite"})
KINDS = frozenset({"count", "money", "percent", "measure", "duration"})
ROLES = ("actors", "targets", "locations")

# A sentence ends at a full stop, exclamation or question mark before white space, except after a one-letter
# initial or an abbreviated title. What closes a quotation still belongs to the sentence.
SENTENCE_END = re.compile(r"[.!?؟]+[»\"”)]?(?=[^\S\n])")
INITIAL = re.compile(r"(?<![\w\u064b-\u0652])[^\W\d_]\.$")
PROCLITICS = frozenset("وفبلكس")


class DraftError(ValueError):
    """A draft that does not fit its article; the message names the draft, the sentence and the span."""


def sentences(text: str) -> list[tuple[int, int]]:
    """The half-open offsets of the sentences of a text, without the white space around them.

    >>> text = "وصل د. سامي إلى عمّان. ثم غادر."
    >>> [text[start:end] for start, end in sentences(text)]
    ['وصل د. سامي إلى عمّان.', 'ثم غادر.']
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for mark in SENTENCE_END.finditer(text, start, line.end()):
            if INITIAL.search(text, start, mark.end()):
                continue
            found.append((start, mark.end()))
            start = mark.end()
        found.append((start, line.end()))
    return [span for span in (_stripped(text, start, end) for start, end in found) if span[0] < span[1]]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def occurrences(text: str, needle: str, start: int, end: int) -> list[int]:
    """Where a substring begins in `text[start:end]`.

    Places that are whole words, after proclitics at most, come alone when there are any.

    >>> occurrences("مقتل رجل وقتل آخر", "قتل", 0, 17)
    [10]
    """
    places = []
    at = text.find(needle, start, end)
    while needle and at != -1:
        places.append(at)
        at = text.find(needle, at + 1, end)

    def whole(place: int) -> bool:
        before = place
        while before > start and text[before - 1] in PROCLITICS:
            before -= 1
        after = place + len(needle)
        return not text[before - 1 : before].isalpha() and not text[after : after + 1].isalpha()

    return [place for place in places if whole(place)] or places


@dataclass(frozen=True)
class Reference:
    """A span as a draft writes it: `نص`, `نص#2` (its 2nd occurrence) or `3:نص` (in sentence 3)."""

    sentence: int
    needle: str
    ordinal: int | None

    @classmethod
    def parse(cls, written: str, *, sentence: int) -> Reference:
        """The reference that a draft wrote while speaking of a sentence."""
        if prefix := re.match(r"(\d{1,3}):(?=\D)", written):
            sentence, written = int(prefix[1]), written[prefix.end() :]
        if suffix := re.search(r"#(\d{1,2})$", written):
            return cls(sentence, written[: suffix.start()], int(suffix[1]))
        return cls(sentence, written, None)


class Locator:
    """Finds the spans of one draft in its article."""

    def __init__(self, article: dict[str, Any]) -> None:
        self.id: str = article["id"]
        self.text: str = article["text"]
        self.sentences = sentences(self.text)

    def span(self, written: str, *, sentence: int, near: int | None = None) -> dict[str, Any]:
        """The span a reference names; without an ordinal the one nearest to offset `near`, else the first."""
        reference, places = self._places(written, sentence)
        if reference.ordinal is not None:
            start = places[reference.ordinal - 1]
        elif near is not None:
            start = min(places, key=lambda place: abs(place - near))
        else:
            start = places[0]
        return self._at(start, reference)

    def free_span(self, written: str, *, sentence: int, taken: list[dict[str, Any]]) -> dict[str, Any]:
        """The first span a reference names that overlaps none of those taken; it is taken then."""
        reference, places = self._places(written, sentence)
        if reference.ordinal is not None:
            places = [places[reference.ordinal - 1]]
        for start in places:
            span = self._at(start, reference)
            if all(span["end"] <= other["start"] or other["end"] <= span["start"] for other in taken):
                taken.append(span)
                return span
        raise DraftError(f"{self.id}: sentence {reference.sentence} has no further {written!r} beside the others")

    def _places(self, written: str, sentence: int) -> tuple[Reference, list[int]]:
        reference = Reference.parse(written, sentence=sentence)
        if not 0 <= reference.sentence < len(self.sentences):
            raise DraftError(f"{self.id}: there is no sentence {reference.sentence} (asked for {written!r})")
        places = occurrences(self.text, reference.needle, *self.sentences[reference.sentence])
        if len(places) < (reference.ordinal or 1):
            raise DraftError(f"{self.id}: sentence {reference.sentence} has no {written!r}")
        return reference, places

    @staticmethod
    def _at(start: int, reference: Reference) -> dict[str, Any]:
        return {"start": start, "end": start + len(reference.needle), "text": reference.needle}


def build(draft: dict[str, Any], article: dict[str, Any]) -> dict[str, Any]:
    """The corpus record of one article and its draft.

    Raises:
        DraftError: A span, label or index of the draft does not fit.
    """
    locator = Locator(article)
    record = {key: article.get(key) for key in ("id", "title", "published", "outlet", "category", "text")}
    record["entities"] = list(_entities(draft.get("entities", []), locator))
    record["times"] = list(_times(draft.get("times", []), locator))
    claims = [_claim(claim, locator) for claim in draft.get("claims", [])]
    record["claims"] = [{"id": f"c{index}", **claim} for index, claim in enumerate(claims)]
    events = [_event(event, locator, claims=len(claims)) for event in draft.get("events", [])]
    events.sort(key=lambda event: event["trigger"]["start"])
    record["events"] = [{"id": f"e{index}", **event} for index, event in enumerate(events)]
    return record


def _entities(rows: Sequence[Sequence[Any]], locator: Locator) -> Iterator[dict[str, Any]]:
    """Entities in text order; a repeated row takes the next mention in its sentence."""
    found = []
    taken: list[dict[str, Any]] = []
    for sentence, label, written in rows:
        _check(label, LABELS, "label", locator)
        found.append({"label": label, **locator.free_span(written, sentence=sentence, taken=taken)})
    yield from sorted(found, key=lambda entity: entity["start"])


def _times(rows: Sequence[Sequence[Any]], locator: Locator) -> Iterator[dict[str, Any]]:
    found = []
    taken: list[dict[str, Any]] = []
    for sentence, written, value in rows:
        found.append({**locator.free_span(written, sentence=sentence, taken=taken), "value": value})
    yield from sorted(found, key=lambda time: time["start"])


def _claim(claim: dict[str, Any], locator: Locator) -> dict[str, Any]:
    cue = locator.span(claim["cue"], sentence=claim["s"])
    source = claim.get("source")
    return {"cue": cue, "source": source and locator.span(source, sentence=claim["s"], near=cue["start"])}


def _event(event: dict[str, Any], locator: Locator, *, claims: int) -> dict[str, Any]:
    sentence = event["s"]
    polarity = event.get("polarity", "asserted")
    _check(event["type"], EVENT_TYPES, "event type", locator)
    _check(polarity, POLARITIES, "polarity", locator)
    claim = event.get("claim")
    if claim is not None and not 0 <= claim < claims:
        raise DraftError(f"{locator.id}: event {event['trigger']!r} names claim {claim} of {claims}")
    trigger = locator.span(event["trigger"], sentence=sentence)
    near = trigger["start"]
    built: dict[str, Any] = {
        "type": event["type"],
        "trigger": trigger,
        "polarity": polarity,
        "claim": None if claim is None else f"c{claim}",
    }
    for role in ROLES:
        built[role] = [locator.span(written, sentence=sentence, near=near) for written in event.get(role, [])]
    built["dates"] = [
        {**locator.span(written, sentence=sentence, near=near), "value": value}
        for written, value in event.get("dates", [])
    ]
    built["quantities"] = []
    for written, value, modifier, unit, kind in event.get("quantities", []):
        _check(modifier, MODIFIERS, "modifier", locator)
        _check(kind, KINDS, "quantity kind", locator)
        span = locator.span(written, sentence=sentence, near=near)
        built["quantities"].append({**span, "value": value, "modifier": modifier, "unit": unit, "kind": kind})
    return built


def _check(value: str, allowed: frozenset[str], what: str, locator: Locator) -> None:
    if value not in allowed:
        raise DraftError(f"{locator.id}: {value!r} is no {what}")


def show(path: Path) -> Iterator[str]:
    """The sentences of an article file, one a line, each after its number."""
    text = json.loads(path.read_text("utf-8"))["text"]
    for number, (start, end) in enumerate(sentences(text)):
        yield f"{number}\t{text[start:end]}"


def build_file(drafts: Path, samples: Path) -> list[dict[str, Any]]:
    """The records of a draft file, in its order; all errors are gathered into one."""
    records, errors = [], []
    for line in drafts.read_text("utf-8").splitlines():
        if not line.strip():
            continue
        draft = json.loads(line)
        article = json.loads((samples / f"{draft['id']}.json").read_text("utf-8"))
        try:
            records.append(build(draft, article))
        except DraftError as error:
            errors.append(str(error))
    if errors:
        raise DraftError("\n".join(errors))
    return records


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    shower = commands.add_parser("show", help="print the numbered sentences of an article")
    shower.add_argument("article", type=Path)
    builder = commands.add_parser("build", help="turn drafts into corpus records")
    builder.add_argument("drafts", type=Path)
    builder.add_argument("samples", type=Path, help="folder with one ID.json an article")
    builder.add_argument("out", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "show":
        print("\n".join(show(arguments.article)))
        return 0
    try:
        records = build_file(arguments.drafts, arguments.samples)
    except DraftError as error:
        print(error, file=sys.stderr)
        return 1
    with arguments.out.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    print(f"{len(records)} articles, {sum(len(record['events']) for record in records)} events: {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
