"""Event rows for users of CAMEO data (ICEWS, Phoenix, GDELT): actor and event codes, tab-separated with a header line.

An actor code is the country in ISO alpha-3 followed by the role: ``AZEMIL`` for the Azerbaijani army. Where our type
covers two CAMEO roots the first is the code and ``Alternatives`` has the rest. Mentions of one event in an article make
one row; only asserted events go out unless others are asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from arabic_events.export import _codes
from arabic_events.export._files import open_text
from arabic_events.schema import Extraction, Participant, Polarity

__all__ = ["COLUMNS", "actor_code", "render", "rows", "write"]

COLUMNS = (
    "EventID",
    "Date",
    "Year",
    "Month",
    "Day",
    "DateKnown",
    "SourceActorFull",
    "SourceActorEntity",
    "SourceActorRole",
    "SourceActorText",
    "TargetActorFull",
    "TargetActorEntity",
    "TargetActorRole",
    "TargetActorText",
    "EventCode",
    "EventRootCode",
    "Alternatives",
    "QuadClass",
    "Polarity",
    "EventText",
    "Lat",
    "Lon",
    "LocationName",
    "CountryCode",
    "SentenceID",
    "Mentions",
    "URL",
    "NewsSource",
)


def actor_code(extraction: Extraction, participant: Participant | None) -> str:
    """Country and role of a participant, ``AZEMIL``; ``""`` when neither is known."""
    country = _codes.alpha3(_codes.country_of(extraction, participant))
    return country + _codes.sector_of(extraction, participant)


def _root_quad(root: str) -> int:
    """Quad class of a CAMEO root code."""
    number = int(root)
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4


def rows(
    extractions: Iterable[Extraction], *, polarity: Sequence[Polarity] = ("asserted",)
) -> Iterator[dict[str, str | float | int]]:
    """One row an event that CAMEO has a code for; its columns are `COLUMNS`."""
    for extraction in extractions:
        article = extraction.article
        for incident in _codes.incidents(extraction, polarity):
            event = incident.event
            if event.codes.cameo is None:
                continue
            code, *others = event.codes.cameo.split("/")
            day = _codes.day_of(extraction, incident)
            year, month, number = day.split("-") if day else ("", "", "")
            actor = incident.actors[0] if incident.actors else None
            target = incident.targets[0] if incident.targets else None
            spot = _codes.located(extraction, incident.locations)
            place = spot[0] if spot else (incident.locations[0] if incident.locations else None)
            yield {
                "EventID": f"{article.id or ''}:{event.id}",
                "Date": year + month + number,
                "Year": year,
                "Month": month,
                "Day": number,
                "DateKnown": int(bool(incident.date and incident.date.earliest)),
                "SourceActorFull": actor_code(extraction, actor),
                "SourceActorEntity": _codes.alpha3(_codes.country_of(extraction, actor)),
                "SourceActorRole": _codes.sector_of(extraction, actor),
                "SourceActorText": " ".join(actor.text.split()) if actor else "",
                "TargetActorFull": actor_code(extraction, target),
                "TargetActorEntity": _codes.alpha3(_codes.country_of(extraction, target)),
                "TargetActorRole": _codes.sector_of(extraction, target),
                "TargetActorText": " ".join(target.text.split()) if target else "",
                "EventCode": code,
                "EventRootCode": code[:2],
                "Alternatives": "/".join(others),
                "QuadClass": _root_quad(code[:2]),
                "Polarity": event.polarity,
                "EventText": event.action.text,
                "Lat": spot[1].latitude if spot and spot[1].latitude is not None else "",
                "Lon": spot[1].longitude if spot and spot[1].longitude is not None else "",
                "LocationName": _codes.name_of(extraction, place),
                "CountryCode": _codes.alpha3(_codes.country_of(extraction, place)),
                "SentenceID": event.sentence,
                "Mentions": incident.mentions,
                "URL": article.url or "",
                "NewsSource": article.outlet or "",
            }


def render(extractions: Iterable[Extraction], *, polarity: Sequence[Polarity] = ("asserted",)) -> str:
    """The rows, tab-separated, with a header line."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(extractions, polarity=polarity))
    return buffer.getvalue()


def write(extractions: Iterable[Extraction], path: str | Path, *, polarity: Sequence[Polarity] = ("asserted",)) -> None:
    """Writes the rows, each as it comes."""
    with open_text(path) as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(extractions, polarity=polarity))
