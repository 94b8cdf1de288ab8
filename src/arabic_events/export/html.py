"""A right-to-left page: each article with coloured spans, a legend, and a table of its events; nothing from outside.

`render_fragment` is what Jupyter shows, `render` the whole page for a browser.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import chain
from pathlib import Path

from arabic_events.export._files import open_text
from arabic_events.export.text import quantity_value
from arabic_events.schema import Event, Extraction, Participant, Span

__all__ = ["render", "render_fragment", "write"]

_STYLE = """
.ae{--ink:#1d2433;--soft:#5d6679;--line:#e2e5ec;--card:#fff;--link:#1f5fa8;--page:#f4f5f8;--per:#d9e7ff;--org:#e8defc;--loc:#d8f0dc;
--grp:#cdeef0;--time:#ffe9bd;--quantity:#ffdbe3;--claim:#9aa4b8;--conflict:#b3261e;--life:#8d3b72;--justice:#5b4a9f;
--politics:#1f5fa8;--economy:#1d7044;--disaster:#a85400;--society:#0f7076;
direction:rtl;text-align:right;color:var(--ink);background:var(--card);line-height:1.6;
font-family:"Noto Sans Arabic","Segoe UI","Geeza Pro","Noto Naskh Arabic",Tahoma,Arial,sans-serif;font-size:16px}
@media(prefers-color-scheme:dark){.ae{--ink:#e6e9f0;--soft:#a2abbd;--line:#353c4b;--card:#1c212b;--link:#7fb2ee;--page:#12161d;
--per:#23406f;--org:#43336b;--loc:#1f4d2b;--grp:#14494d;--time:#5c4512;--quantity:#632a3b;--claim:#6f7a90;
--conflict:#c4453d;--life:#a5548a;--justice:#7767bd;--politics:#3b7cc6;--economy:#2f8a59;--disaster:#bd6a17;
--society:#1f8a91}}
.ae *{box-sizing:border-box}
.ae article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px 24px;margin:0 0 24px}
.ae h1{font-size:24px;margin:0}.ae h2{font-size:20px;line-height:1.5;margin:4px 0 12px}
.ae .meta,.ae .note{color:var(--soft);font-size:13px}
.ae .text{white-space:pre-line;overflow-wrap:anywhere;line-height:2.15;font-size:17px;margin:0 0 16px}
.ae .text mark{color:inherit;border-radius:5px;padding:2px 4px}
.ae .text .headline{font-weight:700;font-size:20px}
.ae .text .said{text-decoration:underline dotted var(--claim);text-decoration-thickness:2px;text-underline-offset:7px}
.ae .per{background:var(--per)}.ae .org{background:var(--org)}.ae .loc{background:var(--loc)}
.ae .grp{background:var(--grp)}.ae .time{background:var(--time)}.ae .quantity{background:var(--quantity)}
.ae .chip,.ae .text mark.action{color:#fff;font-weight:600;white-space:nowrap}
.ae .chip{border-radius:5px;padding:1px 8px;white-space:nowrap;display:inline-block}
.ae .conflict{background:var(--conflict)}.ae .life{background:var(--life)}.ae .justice{background:var(--justice)}
.ae .politics{background:var(--politics)}.ae .economy{background:var(--economy)}
.ae .disaster{background:var(--disaster)}.ae .society{background:var(--society)}
.ae .text mark.action::after{content:attr(data-label);display:inline-block;font-size:11px;font-weight:400;opacity:.85;
padding-inline-start:5px;line-height:1}
.ae .text mark.negated,.ae .text mark.possible,.ae .text mark.planned{outline:1px dashed var(--soft);outline-offset:2px}
.ae .text mark:target,.ae tr:target{outline:3px solid #f0a500;outline-offset:2px}
.ae .legend{display:flex;flex-wrap:wrap;gap:6px 12px;font-size:13px;margin:10px 0 14px;color:var(--soft)}
.ae .legend span{display:inline-block}.ae .legend b{font-weight:400;color:var(--ink);border-radius:5px;padding:1px 8px}
.ae .legend b.chip{color:#fff}.ae .legend b.said{text-decoration:underline dotted var(--claim) 2px;padding:1px 0}
.ae .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
.ae table{border-collapse:collapse;width:100%;font-size:14px;margin:0;color:inherit;background:transparent}
.ae th,.ae td{text-align:right;vertical-align:top;padding:7px 10px;border:0;border-bottom:1px solid var(--line);
background:transparent;white-space:normal}
.ae tr:last-child td{border-bottom:0}
.ae th{color:var(--soft);font-weight:600;white-space:nowrap}.ae th small,.ae td small{color:var(--soft);font-weight:400;
display:block;font-size:12px}
.ae td.n{color:var(--soft);white-space:nowrap}.ae td a{color:inherit;text-decoration:none}
.ae td a:hover{text-decoration:underline}
.ae td bdi.value{white-space:nowrap}.ae td div+div{margin-top:4px}
.ae .warning{border-inline-start:4px solid #f0a500;padding:4px 10px;margin:10px 0 0;font-size:14px}
.ae-page{max-width:1180px;margin:0 auto;padding:28px 20px}
.ae-page nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 22px;font-size:14px}
.ae-page nav a{color:var(--link)}
@media(max-width:640px){.ae article{padding:14px 12px}.ae-page{padding:14px 8px}}
@media print{.ae article{break-inside:avoid-page;border:0}}
"""

_ENGLISH = {
    "event": "event",
    "actor": "who",
    "target": "to whom",
    "location": "where",
    "date": "when",
    "quantity": "how many",
    "claim": "says who",
}


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A coloured stretch of the text: what goes before and after it."""

    start: int
    end: int
    opening: str
    closing: str


def _attribute(text: str) -> str:
    return escape(" ".join(text.split()), quote=True)


def _action_mark(event: Event, prefix: str) -> _Mark:
    labels = _labels()
    about = " · ".join(
        filter(None, (labels["types"][event.type], event.type, labels["polarity"][event.polarity], event.evidence))
    )
    classes = f"action {event.group}" + ("" if event.polarity == "asserted" else f" {event.polarity}")
    label = _attribute(labels["types"][event.type])
    opening = (
        f'<mark class="{classes}" id="{prefix}{_attribute(event.id)}" data-label="{label}" title="{_attribute(about)}">'
    )
    return _Mark(event.action.start, event.action.end, opening, "</mark>")


def _marks(extraction: Extraction, prefix: str) -> Iterator[_Mark]:
    """All stretches, those that matter more first."""
    article = extraction.article
    if article.title and article.text.startswith(article.title):
        yield _Mark(0, len(article.title), '<span class="headline">', "</span>")
    for event in extraction.events:
        yield _action_mark(event, prefix)
    plain: list[tuple[Span, str, str]] = []
    plain += [(time, "time", time.value or "?") for time in extraction.times]
    plain += [(quantity, "quantity", quantity_value(quantity)) for quantity in extraction.quantities]
    plain += [
        (entity, entity.label.lower(), " · ".join(filter(None, (entity.label, entity.name, entity.country))))
        for entity in extraction.entities
    ]
    for span, css, about in plain:
        yield _Mark(span.start, span.end, f'<mark class="{css}" title="{_attribute(about)}">', "</mark>")
    for claim in extraction.claims:
        if claim.content is not None:
            source = claim.source.text if claim.source else "?"
            about = f"{_labels()['stance'][claim.stance]}: {source}"
            opening = f'<span class="said" title="{_attribute(about)}">'
            yield _Mark(claim.content.start, claim.content.end, opening, "</span>")


def _without_crossings(marks: Iterable[_Mark], length: int) -> list[_Mark]:
    """Marks that nest or stand apart, the earlier ones kept where two cross; of equal ones the first."""
    kept: list[_Mark] = []
    for mark in marks:
        if not 0 <= mark.start < mark.end <= length:
            continue
        if not any(
            (mark.start, mark.end) == (other.start, other.end)
            or mark.start < other.start < mark.end < other.end
            or other.start < mark.start < other.end < mark.end
            for other in kept
        ):
            kept.append(mark)
    return sorted(kept, key=lambda mark: (mark.start, -mark.end))


def _marked_text(text: str, marks: list[_Mark]) -> str:
    parts: list[str] = []
    open_marks: list[_Mark] = []
    position = 0

    def advance(until: int) -> None:
        nonlocal position
        while open_marks and open_marks[-1].end <= until:
            mark = open_marks.pop()
            parts.append(escape(text[position : mark.end]) + mark.closing)
            position = mark.end
        parts.append(escape(text[position:until]))
        position = until

    for mark in marks:
        advance(mark.start)
        parts.append(mark.opening)
        open_marks.append(mark)
    advance(len(text))
    return "".join(parts).replace("\0", "\ufffd")


def _legend(extraction: Extraction | None = None) -> str:
    labels = _labels()
    names = [("PER", "per"), ("ORG", "org"), ("LOC", "loc"), ("GRP", "grp"), ("time", "time"), ("quantity", "quantity")]
    groups = list(labels["groups"])
    if extraction is not None:
        groups = [group for group in groups if any(event.group == group for event in extraction.events)]
    items = [f'<b class="chip {group}">{escape(labels["groups"][group])}</b>' for group in groups]
    items += [f'<b class="{css}">{escape(labels["labels"][name])}</b>' for name, css in names]
    items.append(f'<b class="said">{escape(labels["labels"]["claim"])}</b>')
    return f'<div class="legend">{"".join(f"<span>{item}</span>" for item in items)}</div>'


def _cell(spans: Iterable[Span], values: Iterable[str | None] = ()) -> str:
    shown = []
    for span, value in zip(spans, chain(values, _endless_none()), strict=False):
        text = escape(" ".join(span.text.split()))
        inside = (
            f'<bdi class="value" dir="ltr">{escape(value)}</bdi><small>{text}</small>'
            if value
            else f"<bdi>{text}</bdi>"
        )
        shown.append(f"<div>{inside}</div>")
    return "<td>" + "".join(shown) + "</td>"


def _endless_none() -> Iterator[None]:
    while True:
        yield None


def _named(participants: tuple[Participant, ...], extraction: Extraction) -> str:
    entities = {entity.id: entity for entity in extraction.entities}
    shown = []
    for participant in participants:
        entity = entities.get(participant.entity) if participant.entity else None
        country = participant.country or (entity.country if entity else None)
        note = " · ".join(filter(None, (country, participant.sector)))
        text = escape(" ".join(participant.text.split()))
        shown.append(f"<div><bdi>{text}</bdi>{f'<small>{escape(note)}</small>' if note else ''}</div>")
    return "<td>" + "".join(shown) + "</td>"


def _row(event: Event, extraction: Extraction, prefix: str, number: int) -> str:
    labels = _labels()
    claim = next((claim for claim in extraction.claims if claim.id == event.claim), None)
    notes: list[str] = [event.type]
    if event.polarity != "asserted":
        notes.append(labels["polarity"][event.polarity])
    if event.same_as:
        notes.append(f"= {event.same_as}")
    source = ""
    if claim is not None:
        source = f"<bdi>{escape(' '.join(claim.source.text.split()))}</bdi>" if claim.source else "<bdi>؟</bdi>"
        source += f"<small>{escape(labels['stance'][claim.stance])}</small>"
    return (
        f'<tr><td class="n">{number}</td>'
        f'<td><span class="chip {event.group}">{escape(labels["types"][event.type])}</span>'
        f"<small>{escape(' · '.join(notes))}</small></td>"
        f'<td><a href="#{prefix}{_attribute(event.id)}"><bdi>{escape(event.action.text)}</bdi></a></td>'
        + _named(event.actors, extraction)
        + _named(event.targets, extraction)
        + _named(event.locations, extraction)
        + _cell(event.dates, (time.value or "?" for time in event.dates))
        + _cell(event.quantities, (quantity_value(quantity) for quantity in event.quantities))
        + f"<td>{source}</td></tr>"
    )


def _table(extraction: Extraction, prefix: str) -> str:
    labels = _labels()
    if not extraction.events:
        return f'<p class="note">{escape(labels["page"]["none"])}</p>'
    names = [f"<th>{escape(labels['columns'][name])}<small>{_ENGLISH[name]}</small></th>" for name in _ENGLISH]
    head = f"<tr><th></th>{names[0].replace('<th>', '<th colspan=2>')}{''.join(names[1:])}</tr>"
    body = "".join(_row(event, extraction, prefix, number) for number, event in enumerate(extraction.events, start=1))
    return f'<div class="scroll"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def _prefix(extraction: Extraction, position: int = 0) -> str:
    """Keeps ids apart when a page shows several extractions, the same for the same input."""
    article = extraction.article
    return f"a{position}-{sha256(repr((article.id, article.text)).encode('utf-8', 'replace')).hexdigest()[:8]}-"


def _article(extraction: Extraction, position: int) -> str:
    article = extraction.article
    prefix = _prefix(extraction, position)
    published = article.published.isoformat() if article.published else None
    meta = " · ".join(f"<bdi>{escape(part)}</bdi>" for part in (article.outlet, published, article.id) if part)
    title = f"<h2>{escape(article.title)}</h2>" if article.title and not article.text.startswith(article.title) else ""
    marks = _without_crossings(_marks(extraction, prefix), len(article.text))
    warnings = "".join(f'<p class="warning" dir="auto">{escape(warning)}</p>' for warning in extraction.warnings)
    return (
        f'<article id="{prefix}top"><div class="meta">{meta}</div>{title}'
        f'<div class="text">{_marked_text(article.text, marks)}</div>{_table(extraction, prefix)}{warnings}</article>'
    )


def render_fragment(extraction: Extraction) -> str:
    """One extraction as HTML to put into a page or a notebook, with its own style and legend."""
    inside = f"<style>{_STYLE}</style>{_legend(extraction)}{_article(extraction, 0)}"
    return f'<div class="ae" lang="ar" dir="rtl">{inside}</div>'


def _title(extraction: Extraction) -> str:
    article = extraction.article
    return article.title or article.text.strip().split("\n", 1)[0][:100] or article.id or "…"


def _head(title: str) -> str:
    return (
        '<!doctype html>\n<html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{_STYLE}"
        "html{scroll-behavior:smooth}body{margin:0}body.ae{background:var(--page)}</style></head>"
        f'<body class="ae"><main class="ae-page"><h1>{escape(title)}</h1>'
    )


_FOOT = "</main></body></html>\n"


def _navigation(extractions: list[Extraction]) -> str:
    if len(extractions) < 2:
        return ""
    links = (
        f'<a href="#{_prefix(extraction, position)}top">{escape(_title(extraction))}</a>'
        for position, extraction in enumerate(extractions)
    )
    return f"<nav>{''.join(links)}</nav>"


def _pieces(extractions: Iterable[Extraction], title: str | None) -> Iterator[str]:
    everything = list(extractions)
    yield _head(title or _labels()["page"]["title"])
    yield _legend()
    yield _navigation(everything)
    for position, extraction in enumerate(everything):
        yield _article(extraction, position)
    yield _FOOT


def render(extractions: Extraction | Iterable[Extraction], *, title: str | None = None) -> str:
    """A whole page with one or many extractions."""
    many = [extractions] if isinstance(extractions, Extraction) else extractions
    return "".join(_pieces(many, title))


def write(extractions: Iterable[Extraction], path: str | Path, *, title: str | None = None) -> None:
    """Writes the page; all extractions are in memory, for it opens with a list of them."""
    with open_text(path) as file:
        file.writelines(_pieces(extractions, title))
