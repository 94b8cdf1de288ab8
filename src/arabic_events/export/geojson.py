"""Events on a map: a GeoJSON FeatureCollection (RFC 7946) with one point an event whose place has coordinates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from arabic_events.export import _codes
from arabic_events.export._files import open_text
from arabic_events.schema import Extraction, Polarity

__all__ = ["features", "render", "write"]

_ALL: tuple[Polarity, ...] = ("asserted", "negated", "planned", "possible")


def features(extractions: Iterable[Extraction], *, polarity: Sequence[Polarity] = _ALL) -> Iterator[dict[str, Any]]:
    """One GeoJSON Feature an event with a located place; mentions of one event are merged."""
    for extraction in extractions:
        article = extraction.article
        for incident in _codes.incidents(extraction, polarity):
            spot = _codes.located(extraction, incident.locations)
            if spot is None:
                continue
            event, entity = incident.event, spot[1]
            published = article.published_date
            yield {
                "type": "Feature",
                "id": f"{article.id or ''}:{event.id}",
                "geometry": {"type": "Point", "coordinates": [entity.longitude, entity.latitude]},
                "properties": {
                    "type": event.type,
                    "group": event.group,
                    "action": event.action.text,
                    "polarity": event.polarity,
                    "actor": _codes.name_of(extraction, incident.actors[0]) if incident.actors else None,
                    "target": _codes.name_of(extraction, incident.targets[0]) if incident.targets else None,
                    "place": entity.name,
                    "country": entity.country,
                    "date": incident.date.value if incident.date else None,
                    "quantity": incident.quantity.text if incident.quantity else None,
                    "article": article.id,
                    "title": article.title,
                    "published": published.isoformat() if published else None,
                    "url": article.url,
                },
            }


def render(extractions: Iterable[Extraction], *, polarity: Sequence[Polarity] = _ALL) -> str:
    """The whole collection as JSON."""
    collection = {"type": "FeatureCollection", "features": list(features(extractions, polarity=polarity))}
    return json.dumps(collection, ensure_ascii=False, indent=1)


def write(extractions: Iterable[Extraction], path: str | Path, *, polarity: Sequence[Polarity] = _ALL) -> None:
    """Writes the collection, each feature as it comes."""
    with open_text(path) as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for number, feature in enumerate(features(extractions, polarity=polarity)):
            file.write((",\n" if number else "\n") + json.dumps(feature, ensure_ascii=False))
        file.write("\n]}\n")
