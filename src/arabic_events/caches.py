"""How much is remembered of words that were met."""

from __future__ import annotations

from typing import Final

__all__ = ["WORD_FORMS"]

WORD_FORMS: Final = 15_000
"""How many word forms each cache of what is known of a form keeps.

A thousand articles of 60 words fill them, so memory grows little from there; in running news 12 % of words are then
looked up anew (with 20,000 forms 10 %, with 10,000 16 %).
"""
