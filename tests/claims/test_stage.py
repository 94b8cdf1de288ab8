"""What holds for the claims of any text."""

from __future__ import annotations

import pytest
from tests.claims.test_specs import CASES, read

from arabic_events.claims import claim_of

TEXTS = [
    *(case["text"] for case in CASES),
    "",
    "قال",
    "قال إن",
    "وقال:",
    '"',
    "بحسب",
    "وفقا ل",
    "قال قال قال قال",
    'أن أن أن : " : أن',
    "12.5% (أ ب) --- !!! ؟",
    "قال " * 300 + "إن الأمر انتهى",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_spans_are_slices_and_claims_are_in_order(text: str) -> None:
    doc = read(text, ner=None)
    assert [claim.id for claim in doc.claims] == [f"c{number}" for number in range(len(doc.claims))]
    assert [claim.cue.start for claim in doc.claims] == sorted(claim.cue.start for claim in doc.claims)
    for claim in doc.claims:
        for span in (claim.cue, claim.source, claim.content):
            if span is not None:
                assert text[span.start : span.end] == span.text
                assert span.text.strip()
        assert 0 <= claim.confidence <= 1
        assert claim.evidence.startswith("claims:")


def test_the_innermost_claim_holds_an_offset() -> None:
    text = "قالت صحيفة الوطن إن الوزير أكد أن الميناء مغلق. وغادر الوفد المدينة."
    doc = read(text)
    inner = claim_of(doc, text.index("مغلق"))
    outer = claim_of(doc, text.index("الوزير"))
    assert inner is not None and outer is not None
    assert (outer.cue.text, inner.cue.text) == ("قالت", "أكد")
    assert claim_of(doc, text.index("غادر")) is None


def test_a_quotation_that_runs_over_sentences_is_one_content() -> None:
    text = 'وقال الوزير: "وقعنا الاتفاق اليوم. سنرسل القوات غدا".'
    doc = read(text)
    assert len(doc.claims) == 1
    content = doc.claims[0].content
    assert content is not None
    assert "القوات" in content.text


def test_attached_conjunctions_stay_outside_the_cue() -> None:
    doc = read("وأكدت الحكومة أن المدارس ستفتح أبوابها.")
    assert [claim.cue.text for claim in doc.claims] == ["أكدت"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("أكد الوزير أن الحكومة ستوقع الاتفاق غدا، وفق ما نقلته وكالة رويترز.", "الحكومة ستوقع الاتفاق غدا"),
        ("أعلنت المفوضية أن النمو تراجع وقال المفوض إن الأسعار سترتفع.", "النمو تراجع"),
        ("أعلنت الشركة خفض أسعارها بعد أن هبطت إيراداتها.", "خفض أسعارها بعد أن هبطت إيراداتها"),
    ],
)
def test_a_content_ends_where_another_claim_begins_and_starts_behind_no_conjunction(text: str, content: str) -> None:
    found = read(text, ner=None).claims[0].content
    assert found is not None
    assert found.text == content


def test_a_quotation_is_whole() -> None:
    doc = read('وقال كريم سعيد "الوضع صعب. لكننا نعمل على الحل". وغادر.')
    assert [claim.content and claim.content.text for claim in doc.claims] == ['"الوضع صعب. لكننا نعمل على الحل"']
