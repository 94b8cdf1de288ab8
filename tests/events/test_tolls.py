"""Cases of data/specs/tolls.toml, and what holds for any series: nothing is lost, one value is the latest."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arabic_events import Article, Claim, Event, EventCluster, Extraction, Quantity, Span, Time, extract
from arabic_events.document import Document
from arabic_events.events.tolls import counted_thing, find_tolls
from arabic_events.events.words import token_facts
from arabic_events.schema import Action, Stance
from arabic_events.text import AlignedText
from arabic_events.tokens import tokenize

SPECS = tomllib.loads((Path(__file__).parents[2] / "data/specs/tolls.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = SPECS["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_series(case: dict[str, Any]) -> None:
    result = extract(case["text"].strip(), published=SPECS["published"])
    found = [
        {
            "type": series.type,
            "values": [toll.value for toll in series.tolls],
            "latest": next(at for at, toll in enumerate(series.tolls) if toll.latest),
            "by": series.latest_by,
        }
        for series in result.tolls
    ]
    assert found == case["series"]
    for series in result.tolls:
        assert sum(toll.latest for toll in series.tolls) == 1
        assert [toll.quantity.start for toll in series.tolls] == sorted(toll.quantity.start for toll in series.tolls)
        cluster = next(cluster for cluster in result.event_clusters() if cluster[0].id == series.event)
        assert cluster.tolls == (series,)
        named = {event.id: event for event in cluster}
        for toll in series.tolls:
            assert toll.events
            assert all(toll.quantity in named[mention].quantities for mention in toll.events)
            assert toll.claim == named[toll.events[0]].claim
    assert Extraction.model_validate_json(result.model_dump_json()) == result


def test_time_and_claim_are_kept() -> None:
    result = extract(CASES[2]["text"], published=SPECS["published"])
    first, second = result.tolls[0].tolls
    assert (first.claim, second.claim) == ("c0", "c1")
    assert [time.value for time in first.dates] == ["2024-03-12"]
    assert [time.value for time in second.dates] == ["2024-03-11"]


def mentions(text: str, values: list[tuple[str, float]], **more: Any) -> tuple[list[Event], Document]:
    """Mentions of one event, on these words with these counts, each standing at its digits."""
    aligned = AlignedText.of(text)
    tokens, sentences = tokenize(aligned)
    events = []
    for number, (word, value) in enumerate(values):
        start = text.index(word)
        token = next(token for token in tokens if token.start <= start < token.end)
        at = text.index(str(int(value)))
        digits = str(int(value))
        count = Quantity(id=f"q{number}", start=at, end=at + len(digits), text=digits, value=value, evidence="made")
        fields = {name: given[number] for name, given in more.items()}
        action = Action(start=start, end=start + len(word), text=word, lemma=word)
        events.append(
            Event(
                id=f"e{number}",
                type="death",
                group="life",
                action=action,
                quantities=(count,),
                same_as="e0" if number else None,
                sentence=token.sentence,
                evidence="made",
                **fields,
            )
        )
    return events, Document(article=Article(text=text), aligned=aligned, tokens=tokens, sentences=sentences)


def series_of(events: list[Event], doc: Document) -> Any:
    (series,) = find_tolls(events, doc, [token_facts(token) for token in doc.tokens])
    return series


PLAIN = "سقط 12 شخصا قتلى. وسقط 15 شخصا ضحايا."
WORDS = [("قتلى", 12.0), ("ضحايا", 15.0)]


def on(day: int) -> Time:
    when = date(2024, 3, day)
    return Time(
        id=f"t{day}", start=0, end=0, text="", value=when.isoformat(), earliest=when, latest=when, evidence="made"
    )


def test_days_decide_where_no_word_does() -> None:
    events, doc = mentions(PLAIN, WORDS, dates=[(on(14),), (on(13),)])
    series = series_of(events, doc)
    assert (series.latest.value, series.latest_by) == (12, "date")


def test_order_decides_last_and_says_so() -> None:
    series = series_of(*mentions(PLAIN, WORDS))
    assert (series.latest.value, series.latest_by) == (15, "order")
    undated = series_of(*mentions(PLAIN, WORDS, dates=[(on(14),), ()]))
    assert (undated.latest.value, undated.latest_by) == (15, "order")


def test_what_is_feared_is_kept_but_not_the_latest() -> None:
    series = series_of(*mentions(PLAIN, WORDS, polarity=["asserted", "possible"]))
    assert [toll.value for toll in series.tolls] == [12, 15]
    assert (series.latest.value, series.latest_by) == (12, "polarity")
    feared = series_of(*mentions(PLAIN, WORDS, polarity=["possible", "possible"]))
    assert (feared.latest, feared.latest_by) == (None, None)


@pytest.mark.parametrize(("stance", "latest"), [("denied", 12), ("said", 15)])
def test_what_is_denied_is_not_the_latest(stance: Stance, latest: float) -> None:
    events, doc = mentions(PLAIN, WORDS, claim=[None, "c0"])
    claim = Claim(id="c0", cue=Span(start=18, end=22, text="وسقط"), stance=stance, evidence="made")
    from dataclasses import replace

    series = series_of(events, replace(doc, claims=(claim,)))
    assert series.latest.value == latest


def test_a_count_of_two_mentions_comes_once() -> None:
    text = "سقط 12 شخصا قتلى. وسقط 15 شخصا ضحايا موتى."
    events, doc = mentions(text, [*WORDS, ("موتى", 15.0)])
    assert [toll.events for toll in series_of(events, doc).tolls] == [("e0",), ("e1", "e2")]


def test_the_order_of_events_does_not_matter() -> None:
    events, doc = mentions(PLAIN, WORDS)
    words = [token_facts(token) for token in doc.tokens]
    assert find_tolls(events, doc, words) == find_tolls(events[::-1], doc, words)


@pytest.mark.parametrize(
    ("units", "same"),
    [(("قتيلا", "شخصا"), True), (("جنود", "جنديين"), True), (("مدنيا", "شخصا"), False), ((None, "قتيل"), True)],
)
def test_what_counts_the_same(units: tuple[str | None, str | None], same: bool) -> None:
    things = {
        counted_thing("death", Quantity(id="q", start=0, end=0, text="", unit=unit, evidence="made")) for unit in units
    }
    assert (len(things) == 1) is same


def test_a_cluster_is_a_tuple_of_its_mentions() -> None:
    import pickle

    result = extract(CASES[1]["text"].strip(), published=SPECS["published"])
    cluster = result.event_clusters()[0]
    assert isinstance(cluster, EventCluster)
    assert cluster == tuple(event for event in result.events if "e0" in (event.id, event.same_as))
    again = pickle.loads(pickle.dumps(cluster))
    assert (again, again.tolls) == (cluster, cluster.tolls)


def test_the_text_form_shows_tolls() -> None:
    shown = str(extract(CASES[1]["text"].strip(), published=SPECS["published"]))
    assert "tolls     15, *15, 12  (* latest by cue)" in shown
