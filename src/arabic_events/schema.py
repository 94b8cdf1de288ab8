"""Every public type: what goes in (`Article`) and what comes out (`Extraction` and its parts).

The JSON names are final. All spans are half-open code-point offsets into ``Article.text`` exactly as it was given:
``article.text[span.start:span.end] == span.text`` always holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    import pandas as pd

EntityLabel = Literal["PER", "ORG", "LOC", "GRP"]
TimeKind = Literal["date", "datetime", "time", "range", "set", "vague"]
Calendar = Literal["gregorian", "hijri"]
Modifier = Literal["exact", "approx", "more_than", "less_than", "at_least", "at_most", "between", "indefinite"]
QuantityKind = Literal["count", "money", "percent", "measure", "duration"]
Polarity = Literal["asserted", "negated", "planned", "possible"]
Stance = Literal["said", "denied", "alleged", "quoted"]
Sector = Literal[
    "state", "military", "police", "armed_group", "party", "court", "media", "business", "civilian", "international",
    "diplomatic", "religious", "medical", "education", "sport", "ngo",
]  # fmt: skip
EventGroup = Literal["conflict", "life", "justice", "politics", "economy", "disaster", "society"]
EventType = Literal[
    "attack", "clash", "military_move", "territorial_control", "withdrawal", "disarmament", "ceasefire", "destruction",
    "death", "injury", "abduction", "displacement", "outbreak", "arrest", "release", "investigation", "trial",
    "seizure", "meeting", "visit", "agreement", "support", "aid", "request", "accusation", "rejection", "threat",
    "sanction", "protest", "election", "personnel", "policy", "transaction", "market_change", "launch", "accident",
    "natural_disaster", "competition", "publication",
]  # fmt: skip
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
GROUPS: dict[EventType, EventGroup] = {
    **dict.fromkeys(EVENT_TYPES[:8], "conflict"),
    **dict.fromkeys(EVENT_TYPES[8:13], "life"),
    **dict.fromkeys(EVENT_TYPES[13:18], "justice"),
    **dict.fromkeys(EVENT_TYPES[18:32], "politics"),
    **dict.fromkeys(EVENT_TYPES[32:35], "economy"),
    **dict.fromkeys(EVENT_TYPES[35:37], "disaster"),
    **dict.fromkeys(EVENT_TYPES[37:], "society"),
}
ROLES = ("actors", "targets", "locations", "dates", "quantities")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Article(_Model):
    """One news text with what is known about it.

    Attributes:
        text: the article as published, title included if it is to be read too; never changed.
        published: date or datetime of publication, the anchor of relative times such as ``أمس``; None leaves those
            without a value.
    """

    text: str
    id: str | None = None
    title: str | None = None
    published: datetime | date | None = None
    outlet: str | None = None
    url: str | None = None
    metadata: Mapping[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _date_before_datetime(cls, data: Any) -> Any:
        """Keeps ``2023-09-22`` a date; a datetime would invent midnight."""
        if isinstance(data, Mapping) and isinstance(data.get("published"), str):
            raw = data["published"].strip()
            data = dict(data)
            if not raw:
                data["published"] = None
            elif len(raw) == 10:
                data["published"] = date.fromisoformat(raw)
            else:
                data["published"] = datetime.fromisoformat(raw)
        return data

    @property
    def published_date(self) -> date | None:
        """The day of publication, None when unknown."""
        return self.published.date() if isinstance(self.published, datetime) else self.published


class Span(_Model):
    """A half-open stretch ``[start, end)`` of the article's text, in code points."""

    start: int
    end: int
    text: str


class Entity(Span):
    """A name: a person, organisation, place, or people.

    ``name`` is canonical (``قره باغ`` for ``ناغورني كاراباخ``), ``country`` an ISO 3166-1 alpha-2 code, coordinates
    are WGS 84 degrees; each is None when not known.
    """

    id: str
    label: EntityLabel
    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    sector: Sector | None = None
    confidence: float = 1.0
    evidence: str


class Time(Span):
    """A time expression.

    ``value`` is EDTF / ISO 8601 (``2023-09-22``, ``2023-09``, ``2011/2015``, ``199X``, ``2019~``) and None when it
    cannot be resolved; ``earliest`` and ``latest`` are the first and last day it may mean, both included.
    """

    id: str
    value: str | None = None
    earliest: date | None = None
    latest: date | None = None
    kind: TimeKind = "date"
    calendar: Calendar = "gregorian"
    anchor: Literal["published", "document", "dateline"] | None = None
    missing_anchor: Literal["published", "document"] | None = None
    confidence: float = 1.0
    evidence: str


class Quantity(Span):
    """A number with what it counts or measures.

    ``value`` is None for indefinite ones (``عشرات``); ``upper`` is the upper bound of ``between``; ``si`` is the
    value in the SI unit ``si_unit`` for measures (metres, kilograms, seconds …).
    """

    id: str
    value: float | None = None
    upper: float | None = None
    modifier: Modifier = "exact"
    unit: str | None = None
    kind: QuantityKind = "count"
    currency: str | None = None
    si: float | None = None
    si_unit: str | None = None
    confidence: float = 1.0
    evidence: str


class Participant(Span):
    """A noun phrase that plays a role in an event, or speaks in a claim."""

    entity: str | None = None
    head: str
    count: str | None = None
    country: str | None = None
    sector: Sector | None = None
    confidence: float = 1.0
    evidence: str


class Claim(_Model):
    """Someone says something: the reporting cue, who speaks, and the content."""

    id: str
    cue: Span
    source: Participant | None = None
    content: Span | None = None
    stance: Stance = "said"
    confidence: float = 1.0
    evidence: str


class Action(Span):
    """The word or fixed phrase that names the event, with its dictionary form."""

    lemma: str


class EventCodes(_Model):
    """Counterparts of the event type in other ontologies, None where there is none."""

    plover: str | None = None
    cameo: str | None = None
    ace: str | None = None


class Event(_Model):
    """Who did what to whom, when, where, how many, and who says so."""

    id: str
    type: EventType
    group: EventGroup
    action: Action
    actors: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    locations: tuple[Participant, ...] = ()
    dates: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    polarity: Polarity = "asserted"
    claim: str | None = None
    same_as: str | None = None
    sentence: int
    codes: EventCodes = EventCodes()
    confidence: float = 1.0
    evidence: str

    @property
    def actor(self) -> Participant | None:
        """The first actor, or None."""
        return self.actors[0] if self.actors else None

    @property
    def target(self) -> Participant | None:
        """The first target, or None."""
        return self.targets[0] if self.targets else None

    @property
    def date(self) -> Time | None:
        """The first date, or None."""
        return self.dates[0] if self.dates else None

    @property
    def location(self) -> Participant | None:
        """The first location, or None."""
        return self.locations[0] if self.locations else None

    @property
    def quantity(self) -> Quantity | None:
        """The first quantity, or None."""
        return self.quantities[0] if self.quantities else None


class Toll(_Model):
    """One value of a count that moves, as one place of the text gives it.

    Attributes:
        value, upper, modifier: the count, as in `Quantity`; of ``من 12 إلى 20`` after a verb of rising, 12 and 20 are
            two tolls.
        quantity: where it stands in the text.
        events: ids of the mentions that have it, the first in the text first.
        claim: id of the claim that the first of them stands in: who says so.
        dates: the days named for it: of the statement where there is one, else of the event.
        polarity: of the first mention; a feared or denied value is never the latest.
        latest: whether this is the value that holds in the end.
    """

    value: float | None
    upper: float | None = None
    modifier: Modifier = "exact"
    quantity: Quantity
    events: tuple[str, ...]
    claim: str | None = None
    dates: tuple[Time, ...] = ()
    polarity: Polarity = "asserted"
    latest: bool = False


class TollSeries(_Model):
    """Different counts of the same thing that the mentions of one event give, in text order; none replaces another.

    Attributes:
        event: id of the first mention of the event; type: its type.
        unit: what is counted, as in the text, where the text says it.
        tolls: at least two; one is `latest`, unless all are feared or denied.
        latest_by: what told the latest: ``polarity``, the others are feared or denied; ``cue``, words in the text
            (``ارتفع عدد القتلى إلى``, ``حصيلة سابقة``); ``date``, the days of the statements; ``order``, only that it
            comes last in the text, which is weak.
    """

    event: str
    type: EventType
    unit: str | None = None
    tolls: tuple[Toll, ...]
    latest_by: Literal["polarity", "cue", "date", "order"] | None = None

    @property
    def latest(self) -> Toll | None:
        """The toll that holds in the end, or None."""
        return next((toll for toll in self.tolls if toll.latest), None)


class EventCluster(tuple[Event, ...]):
    """The mentions of one event, in text order: a tuple of events with what they say together.

    Attributes:
        tolls: the counts on which the mentions differ, each kept with its time and claim.
    """

    tolls: tuple[TollSeries, ...]

    def __new__(cls, mentions: Iterable[Event], tolls: Iterable[TollSeries] = ()) -> Self:
        """A cluster of these mentions."""
        cluster = super().__new__(cls, mentions)
        cluster.tolls = tuple(tolls)
        return cluster


class Extraction(_Model):
    """Everything found in one article."""

    article: Article
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    tolls: tuple[TollSeries, ...] = ()
    warnings: tuple[str, ...] = ()
    versions: Mapping[str, str] = Field(default_factory=dict)

    def event_clusters(self) -> list[EventCluster]:
        """Mentions grouped by the event they name, in order of first mention, with the tolls that differ.

        >>> text = "مقتل 15 شخصا في زلزال هيرات. وكانت حصيلة سابقة أشارت إلى مقتل 12 شخصا في الزلزال."
        >>> [(toll.value, toll.latest) for toll in extract(text).event_clusters()[0].tolls[0].tolls]
        [(15.0, True), (12.0, False)]
        """
        clusters: dict[str, list[Event]] = {}
        for event in self.events:
            clusters.setdefault(event.same_as or event.id, []).append(event)
        return [
            EventCluster(mentions, (series for series in self.tolls if series.event == first))
            for first, mentions in clusters.items()
        ]

    def to_frame(self) -> pd.DataFrame:
        """The events as a pandas DataFrame, one row an event (see `arabic_events.export.table`)."""
        from arabic_events.export.table import to_frame

        return to_frame([self])

    def spans(self) -> Iterator[Span]:
        """Every span of the extraction, for checks and for rendering."""
        yield from self.entities
        yield from self.times
        yield from self.quantities
        for claim in self.claims:
            yield claim.cue
            if claim.source is not None:
                yield claim.source
            if claim.content is not None:
                yield claim.content
        for event in self.events:
            yield event.action
            for participants in (event.actors, event.targets, event.locations):
                yield from participants
            yield from event.dates
            yield from event.quantities
        for series in self.tolls:
            for toll in series.tolls:
                yield toll.quantity
                yield from toll.dates

    def _repr_html_(self) -> str:
        from arabic_events.export.html import render_fragment

        return render_fragment(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What IPython prints in a terminal."""
        printer.text("Extraction(...)" if cycle else str(self))

    def __str__(self) -> str:
        from arabic_events.export.text import render_text

        return render_text(self)
