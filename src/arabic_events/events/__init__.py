"""Events: triggers, arguments, polarity, links to claims and between mentions."""

from __future__ import annotations

from arabic_events.document import Document

__all__ = ["find_events"]


def find_events(doc: Document, *, context: bool = True) -> Document:
    """The pipeline stage: fills ``doc.events`` from tokens, entities, times, quantities and claims.

    ``context`` is whether the network that reads whole sentences is asked.
    """
    from arabic_events.events.assembly import assemble

    return assemble(doc, context=context)
