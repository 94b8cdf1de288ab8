"""Standoff annotation for brat: ``NAME.txt`` with the text, ``NAME.ann`` with the spans, and ``annotation.conf``.

Offsets are code points, as brat counts them; a span across a line end is written in fragments, as brat asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import regex

from arabic_events.export._files import open_text
from arabic_events.schema import EVENT_TYPES, Event, Extraction, Span

__all__ = ["CONFIGURATION", "render", "write"]

_ROLES = (
    ("Actor", "actors"),
    ("Target", "targets"),
    ("Location", "locations"),
    ("Date", "dates"),
    ("Quantity", "quantities"),
)
_UNSAFE = regex.compile(r"[^\p{L}\p{N}._-]+")
_LINE_END = regex.compile(r"[\r\n]+")

CONFIGURATION = "\n".join(
    [
        "[entities]",
        *("PER", "ORG", "LOC", "GRP", "Time", "Number", "Participant", "Cue", "Source", "Content"),
        "[relations]",
        "Same_as\tArg1:<EVENT>, Arg2:<EVENT>",
        "Said_by\tArg1:Cue, Arg2:Source",
        "Says\tArg1:Cue, Arg2:Content",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
        "[events]",
        *(
            f"{event_type}\tActor*:<ENTITY>, Target*:<ENTITY>, Location*:<ENTITY>, Date*:<ENTITY>, Quantity*:<ENTITY>"
            for event_type in EVENT_TYPES
        ),
        "[attributes]",
        "Polarity\tArg:<EVENT>, Value:negated|planned|possible",
        "Stance\tArg:Cue, Value:said|denied|alleged|quoted",
        "",
    ]
)
"""The ``annotation.conf`` of a collection written here."""


class _Spans:
    """Numbers the text-bound annotations, each (label, start, end) once."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._known: dict[tuple[str, int, int], str] = {}

    def add(self, label: str, span: Span) -> str:
        key = (label, span.start, span.end)
        if key not in self._known:
            name = self._known[key] = f"T{len(self._known) + 1}"
            fragments, position = [], span.start
            for gap in _LINE_END.finditer(span.text):
                fragments.append(f"{position} {span.start + gap.start()}")
                position = span.start + gap.end()
            fragments.append(f"{position} {span.end}")
            self.lines.append(f"{name}\t{label} {';'.join(fragments)}\t{_LINE_END.sub(' ', span.text)}")
        return self._known[key]


def render(extraction: Extraction) -> str:
    """The ``.ann`` file of one extraction."""
    spans = _Spans()
    notes: list[tuple[str, str]] = []
    by_place: dict[tuple[int, int], str] = {}
    for entity in extraction.entities:
        name = by_place[entity.start, entity.end] = spans.add(entity.label, entity)
        notes.append((name, "; ".join(filter(None, (entity.name, entity.country)))))
    for time in extraction.times:
        notes.append((spans.add("Time", time), time.value or "?"))
    for quantity in extraction.quantities:
        value = "?" if quantity.value is None else f"{quantity.value:g}"
        notes.append((spans.add("Number", quantity), " ".join(filter(None, (quantity.modifier, value, quantity.unit)))))
    rest: list[str] = []
    relations = 0
    for attribute, claim in enumerate(extraction.claims, start=1):
        cue = spans.add("Cue", claim.cue)
        rest.append(f"A{attribute}\tStance {cue} {claim.stance}")
        for label, relation, span in (("Source", "Said_by", claim.source), ("Content", "Says", claim.content)):
            if span is not None:
                relations += 1
                rest.append(f"R{relations}\t{relation} Arg1:{cue} Arg2:{spans.add(label, span)}")
    attributes = len(extraction.claims)
    numbers = {event.id: f"E{number}" for number, event in enumerate(extraction.events, start=1)}
    for event in extraction.events:
        rest.append(
            f"{numbers[event.id]}\t{event.type}:{spans.add(event.type, event.action)}{_roles(event, spans, by_place)}"
        )
        if event.polarity != "asserted":
            attributes += 1
            rest.append(f"A{attributes}\tPolarity {numbers[event.id]} {event.polarity}")
        if event.same_as in numbers:
            relations += 1
            rest.append(f"R{relations}\tSame_as Arg1:{numbers[event.id]} Arg2:{numbers[event.same_as]}")
    rest += [f"#{number}\tAnnotatorNotes {name}\t{note}" for number, (name, note) in enumerate(notes, start=1)]
    return "".join(line + "\n" for line in spans.lines + rest)


def _roles(event: Event, spans: _Spans, by_place: dict[tuple[int, int], str]) -> str:
    parts = []
    for role, field in _ROLES:
        for number, span in enumerate(getattr(event, field), start=1):
            if role in ("Date", "Quantity"):
                name = spans.add("Time" if role == "Date" else "Number", span)
            else:
                name = by_place.get((span.start, span.end)) or spans.add("Participant", span)
            parts.append(f" {role}{number if number > 1 else ''}:{name}")
    return "".join(parts)


def write(extractions: Iterable[Extraction], path: str | Path) -> None:
    """Writes a brat collection into a folder, made where it is missing."""
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    with open_text(folder / "annotation.conf") as file:
        file.write(CONFIGURATION)
    taken: set[str] = set()
    for number, extraction in enumerate(extractions, start=1):
        name = _UNSAFE.sub("_", extraction.article.id or "").strip("._") or f"article-{number}"
        if name in taken:
            name = f"{name}-{number}"
        taken.add(name)
        with open_text(folder / f"{name}.txt") as file:
            file.write(extraction.article.text)
        with open_text(folder / f"{name}.ann") as file:
            file.write(render(extraction))
