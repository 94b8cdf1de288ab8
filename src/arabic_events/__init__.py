"""arabic_events: Modern Standard Arabic news in, typed event objects out.

>>> from arabic_events import extract
>>> result = extract("أعلنت وزارة الدفاع، الثلاثاء، انسحاب قواتها من المدينة.", published="2024-03-14")
>>> [event.type for event in result.events]
['withdrawal']

Importing this package loads nothing heavy: each name is fetched from its module on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from arabic_events._version import __version__

if TYPE_CHECKING:
    from arabic_events.api import extract
    from arabic_events.batch import ErrorRecord
    from arabic_events.errors import (
        ArabicEventsError,
        BackendUnavailable,
        ExplanationError,
        InputError,
        LexiconError,
        ModelError,
        OutputError,
        UnsupportedInput,
    )
    from arabic_events.explanations import Explanation, Reason, explain, why_not
    from arabic_events.pipeline import Extractor
    from arabic_events.schema import (
        EVENT_TYPES,
        Action,
        Article,
        Claim,
        Entity,
        Event,
        EventCluster,
        EventCodes,
        Extraction,
        Participant,
        Quantity,
        Span,
        Time,
        Toll,
        TollSeries,
    )

_HOME = {
    "extract": "api",
    **dict.fromkeys(("Explanation", "Reason", "explain", "why_not"), "explanations"),
    "ErrorRecord": "batch",
    "Extractor": "pipeline",
    **dict.fromkeys(
        (
            "ArabicEventsError",
            "BackendUnavailable",
            "ExplanationError",
            "InputError",
            "LexiconError",
            "ModelError",
            "OutputError",
            "UnsupportedInput",
        ),
        "errors",
    ),
    **dict.fromkeys(
        (
            "EVENT_TYPES",
            "Action",
            "Article",
            "Claim",
            "Entity",
            "Event",
            "EventCluster",
            "EventCodes",
            "Extraction",
            "Participant",
            "Quantity",
            "Span",
            "Time",
            "Toll",
            "TollSeries",
        ),
        "schema",
    ),
}

__all__ = [
    "EVENT_TYPES",
    "Action",
    "ArabicEventsError",
    "Article",
    "BackendUnavailable",
    "Claim",
    "Entity",
    "ErrorRecord",
    "Event",
    "EventCluster",
    "EventCodes",
    "Explanation",
    "ExplanationError",
    "Extraction",
    "Extractor",
    "InputError",
    "LexiconError",
    "ModelError",
    "OutputError",
    "Participant",
    "Quantity",
    "Reason",
    "Span",
    "Time",
    "Toll",
    "TollSeries",
    "UnsupportedInput",
    "__version__",
    "explain",
    "extract",
    "why_not",
]


def __getattr__(name: str) -> Any:
    """Fetches a public name from its module on first use."""
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module 'arabic_events' has no attribute {name!r}")
    value = getattr(import_module(f"arabic_events.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
