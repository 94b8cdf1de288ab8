"""An extraction as plain text for a terminal.

Each line opens with a Latin label, so that columns stay in place whether or not the terminal reorders Arabic.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from arabic_events.export._files import open_text
from arabic_events.schema import Event, Extraction, Quantity, Span, Time, Toll, TollSeries

__all__ = ["render", "render_text", "write"]

_ROLES = (
    ("actor", "actors"),
    ("target", "targets"),
    ("where", "locations"),
    ("when", "dates"),
    ("how many", "quantities"),
)


def one_line(text: str, limit: int = 100) -> str:
    """A text on one line, cut at a word when it is longer than ``limit``."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


def quantity_value(quantity: Quantity) -> str:
    """The value of a quantity with its bound and unit: ``> 800``, ``~ 50 USD``; ``?`` for an indefinite one."""
    if quantity.value is None:
        return "?"
    sign = {"exact": "", "between": "", "indefinite": "? ", "approx": "~ ", "more_than": "> ", "less_than": "< "}
    sign |= {"at_least": "≥ ", "at_most": "≤ "}
    number = f"{quantity.value:,.10g}" + (f" to {quantity.upper:,.10g}" if quantity.upper is not None else "")
    unit = quantity.currency or ("%" if quantity.kind == "percent" else "")
    return f"{sign[quantity.modifier]}{number} {unit}".strip()


def _said(extraction: Extraction, event: Event) -> str | None:
    claim = next((claim for claim in extraction.claims if claim.id == event.claim), None)
    if claim is None:
        return None
    source = one_line(claim.source.text) if claim.source else "?"
    return f"{source}  ({claim.stance})"


def _shown(span: Span) -> str:
    text = one_line(span.text)
    if isinstance(span, Time):
        return f"{span.value or '?'}  {text}"
    if isinstance(span, Quantity):
        return f"{quantity_value(span)}  {text}"
    return text


def _event_lines(extraction: Extraction, event: Event) -> list[str]:
    notes: list[str] = [] if event.polarity == "asserted" else [event.polarity]
    if event.same_as:
        notes.append(f"= {event.same_as}")
    note = f"  ({', '.join(notes)})" if notes else ""
    lines = [f"{event.id:<5}{event.type:<20}{one_line(event.action.text)}{note}"]
    for label, field in _ROLES:
        lines += [f"       {label:<10}{_shown(span)}" for span in getattr(event, field)]
    said = _said(extraction, event)
    if said:
        lines.append(f"       {'says':<10}{said}")
    lines += [f"       {'tolls':<10}{_tolls(series)}" for series in extraction.tolls if series.event == event.id]
    return lines


def _tolls(series: TollSeries) -> str:
    """The values in text order, the latest marked: ``12, 15, *20  (latest by cue)``."""
    shown = (f"{'*' if toll.latest else ''}{quantity_value(_count(toll))}" for toll in series.tolls)
    return ", ".join(shown) + (f"  (* latest by {series.latest_by})" if series.latest_by else "")


def _count(toll: Toll) -> Quantity:
    return toll.quantity.model_copy(update={"value": toll.value, "upper": toll.upper, "modifier": toll.modifier})


def render_text(extraction: Extraction) -> str:
    """Several lines: what the article is, what was counted, each event with its roles, warnings."""
    article = extraction.article
    published = article.published.isoformat() if article.published else None
    head = " · ".join(filter(None, (article.id, published, article.outlet)))
    title = article.title or one_line(article.text.strip().split("\n", 1)[0])
    counted = ("events", "claims", "times", "quantities", "entities")
    counts = " · ".join(f"{len(getattr(extraction, name))} {name}" for name in counted)
    lines = [line for line in (head, one_line(title), counts) if line]
    for event in extraction.events:
        lines += _event_lines(extraction, event)
    lines += [f"warning: {one_line(warning, 200)}" for warning in extraction.warnings]
    return "\n".join(lines)


def render(extractions: Iterable[Extraction]) -> str:
    """The texts of several extractions, a blank line between them."""
    return "\n\n".join(map(render_text, extractions))


def write(extractions: Iterable[Extraction], path: str | Path) -> None:
    """Writes the texts, each as it comes."""
    with open_text(path) as file:
        for extraction in extractions:
            file.write(render_text(extraction) + "\n\n")
