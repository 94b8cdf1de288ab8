"""How much is remembered of words that were met."""

from __future__ import annotations

from typing import Final

__all__ = ["FEWER_FORMS", "WORD_FORMS"]

WORD_FORMS: Final = 10_900
"""How many word forms each cache of what is known of a form keeps.

Six hundred articles of 60 words fill them, so memory grows little from there; in running news 15 % of words are then
looked up anew (with 15,000 forms 12 %, which is not measurably faster). A table of Python with more entries takes twice
the room.
"""
FEWER_FORMS: Final = 2_700
"""The same for caches that are asked for few of the words, so that they are full as soon: a quarter of that room."""
