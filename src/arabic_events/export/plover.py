"""Event rows for users of PLOVER and POLECAT: types, quad codes and actor codes of that ontology, as CSV.

Mentions of one event in an article make one row. Only asserted events go out unless others are asked for; types that
PLOVER does not have (deaths, elections, market changes …) are left out. ``Event Date`` falls back to the day of
publication, and ``Date Known`` says whether it did.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from arabic_events.export import _codes
from arabic_events.export._files import open_text
from arabic_events.schema import Extraction, Participant, Polarity

__all__ = ["COLUMNS", "render", "rows", "write"]

COLUMNS = (
    "Event ID",
    "Event Date",
    "Date Known",
    "Event Type",
    "Quad Code",
    "Polarity",
    "Actor Name",
    "Actor Name Raw",
    "Actor Country",
    "Actor Sector",
    "Recipient Name",
    "Recipient Name Raw",
    "Recipient Country",
    "Recipient Sector",
    "Placename",
    "Country",
    "Latitude",
    "Longitude",
    "Number",
    "Event Text",
    "Native Type",
    "Mentions",
    "Source",
    "Publication Date",
    "URL",
    "Language",
)


def _raw(participant: Participant | None) -> str:
    return " ".join(participant.text.split()) if participant else ""


def rows(
    extractions: Iterable[Extraction], *, polarity: Sequence[Polarity] = ("asserted",)
) -> Iterator[dict[str, str | float | int]]:
    """One row an event that PLOVER has a type for; its columns are `COLUMNS`."""
    for extraction in extractions:
        article = extraction.article
        for incident in _codes.incidents(extraction, polarity):
            event = incident.event
            if event.codes.plover is None:
                continue
            actor = incident.actors[0] if incident.actors else None
            target = incident.targets[0] if incident.targets else None
            spot = _codes.located(extraction, incident.locations)
            place = spot[0] if spot else (incident.locations[0] if incident.locations else None)
            quad = _codes.QUAD_CLASSES.get(event.codes.plover)
            number = incident.quantity.value if incident.quantity else None
            published = article.published_date
            yield {
                "Event ID": f"{article.id or ''}:{event.id}",
                "Event Date": _codes.day_of(extraction, incident),
                "Date Known": int(bool(incident.date and incident.date.earliest)),
                "Event Type": event.codes.plover,
                "Quad Code": quad[1] if quad else "",
                "Polarity": event.polarity,
                "Actor Name": _codes.name_of(extraction, actor),
                "Actor Name Raw": _raw(actor),
                "Actor Country": _codes.alpha3(_codes.country_of(extraction, actor)),
                "Actor Sector": _codes.sector_of(extraction, actor),
                "Recipient Name": _codes.name_of(extraction, target),
                "Recipient Name Raw": _raw(target),
                "Recipient Country": _codes.alpha3(_codes.country_of(extraction, target)),
                "Recipient Sector": _codes.sector_of(extraction, target),
                "Placename": _codes.name_of(extraction, place),
                "Country": _codes.alpha3(_codes.country_of(extraction, place)),
                "Latitude": spot[1].latitude if spot and spot[1].latitude is not None else "",
                "Longitude": spot[1].longitude if spot and spot[1].longitude is not None else "",
                "Number": "" if number is None else number,
                "Event Text": event.action.text,
                "Native Type": event.type,
                "Mentions": incident.mentions,
                "Source": article.outlet or "",
                "Publication Date": published.isoformat() if published else "",
                "URL": article.url or "",
                "Language": "ar",
            }


def render(extractions: Iterable[Extraction], *, polarity: Sequence[Polarity] = ("asserted",)) -> str:
    """The rows as CSV with a header line."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(extractions, polarity=polarity))
    return buffer.getvalue()


def write(extractions: Iterable[Extraction], path: str | Path, *, polarity: Sequence[Polarity] = ("asserted",)) -> None:
    """Writes the rows as CSV, each as it comes."""
    with open_text(path) as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(extractions, polarity=polarity))
