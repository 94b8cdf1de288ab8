"""Events: triggers, arguments, polarity, links to claims and between mentions."""

from __future__ import annotations

from arabic_events.document import Document

__all__ = ["find_events"]


def find_events(doc: Document) -> Document:
    """The pipeline stage: fills ``doc.events`` from tokens, entities, times, quantities and claims."""
    from arabic_events.events.assembly import assemble

    return assemble(doc)
