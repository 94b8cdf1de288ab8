"""What becomes of the phrases of a role when events are put together."""

from __future__ import annotations

import pytest

from arabic_events import Extractor, extract
from arabic_events.document import Document
from arabic_events.events.assembly import _without_overlaps
from arabic_events.schema import Article, Participant
from arabic_events.text import AlignedText

TEXT = "دبابة أخرى مثل الدبابة المحترقة قرب دبابة"


def participant(start: int, end: int, confidence: float) -> Participant:
    text = TEXT[start:end]
    return Participant(start=start, end=end, text=text, head=text, confidence=confidence, evidence="test")


def test_of_phrases_that_overlap_or_say_the_same_the_surest_is_kept() -> None:
    doc = Document(article=Article(text=TEXT), aligned=AlignedText.of(TEXT))
    first, whole, inside = participant(0, 5, 0.5), participant(15, 31, 0.9), participant(15, 22, 0.7)
    last = participant(36, 41, 0.8)
    assert {first.text, last.text} == {"دبابة"}
    assert _without_overlaps(doc, [first, whole, inside, last]) == [whole, last]
    assert _without_overlaps(doc, [first, whole]) == [first, whole]


def test_a_place_that_is_named_twice_is_one_place() -> None:
    text = "مدينة طنطا وطنطا ثم طنطا"
    doc = Document.of(Article(text=text))
    doc = Extractor(ner="gazetteer").stages[0].run(doc)

    def place(start: int, end: int, confidence: float) -> Participant:
        phrase = text[start:end]
        return Participant(start=start, end=end, text=phrase, head="طنطا", confidence=confidence, evidence="test")

    city, joined, again = place(0, 10, 0.5), place(12, 16, 0.7), place(20, 24, 0.9)
    assert _without_overlaps(doc, [city, again]) == [again]
    assert _without_overlaps(doc, [city, joined]) == [city, joined]


def test_a_time_after_a_name_is_no_part_of_its_phrase() -> None:
    text = "حكمت محكمة في نواكشوط الأسبوع الماضي على سبعة رجال بالسجن."
    (event,) = extract(text, published="2024-05-02").events
    assert [place.text for place in event.locations] == ["نواكشوط"]
    assert [date.text for date in event.dates] == ["الأسبوع الماضي"]


def test_a_name_begins_where_the_recogniser_says() -> None:
    text = "وقال توماس باخ إن الألعاب نجحت. وأدان باخ هجوم المسلحين على القرية."
    event = next(event for event in extract(text, published="2024-05-02").events if event.type == "accusation")
    assert [(actor.text, actor.head) for actor in event.actors] == [("باخ", "باخ")]


def test_a_phrase_ends_in_all_events_where_one_of_them_ends_it() -> None:
    text = "هاجم مفجر انتحاري مدينة مايدوجوري مما أسفر عن مقتل 10 أشخاص على الأقل."
    attack, death = Extractor().extract_one(Article(text=text)).events
    assert [target.text for target in attack.targets] == ["مدينة مايدوجوري"]
    assert [[actor.text for actor in event.actors] for event in (attack, death)] == [["مفجر انتحاري"]] * 2


@pytest.mark.parametrize("means", ["إطلاق نار على حاجز للشرطة", "قصف مدفعي على القرية"])
def test_what_an_attack_was_made_with_is_no_second_one(means: str) -> None:
    (event,) = extract(f"وقع هجوم ب{means}.").events
    assert (event.type, event.action.text) == ("attack", "هجوم")
    assert len(extract("وقع هجوم في المدينة، وقال سكان إن إطلاق نار سمع.").events) == 2


def test_a_name_before_a_verb_begins_a_clause_and_is_in_no_list() -> None:
    (event, *_) = extract("فاز الرجاء على الترجي والأهلي يتعثر أمام الوداد.", published="2024-05-02").events
    assert [target.text for target in event.targets] == ["الترجي"]
