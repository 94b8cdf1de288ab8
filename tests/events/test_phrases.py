"""Where a noun phrase ends."""

from __future__ import annotations

import pytest

from arabic_events import Article, Extractor
from arabic_events.phrases import entity_ends, is_head, phrase_end


@pytest.mark.parametrize(
    ("text", "head", "phrase"),
    [
        ("وتداول ناشطون مشاهد للجسر.", "ناشطون", "ناشطون"),
        ("ويظهر في التسجيلات الجيش وهو يزيل الحواجز.", "التسجيلات", "التسجيلات"),
        ("قتل جنود الجيش السوداني في الهجوم.", "جنود", "جنود الجيش السوداني"),
        ("ووصف أحمد نعمان الخطة بأنها جريئة.", "أحمد", "أحمد نعمان"),
        ("وثمن أحمد نعمان مبادرة الأهالي.", "أحمد", "أحمد نعمان"),
        ("وعلقت باكو عمليتها في الإقليم.", "باكو", "باكو"),
        ("ووصلت بلدة حوارة التابعة لنابلس أمس.", "حوارة", "حوارة"),
        ("وانسحبت القوات الروسية المتمركزة في الإقليم.", "القوات", "القوات الروسية"),
        ("ورفضت المجموعات المسلحة الموالية لإيران العرض.", "المجموعات", "المجموعات المسلحة"),
        ("وتفقد الوزير السجون التابعة.", "السجون", "السجون التابعة"),
        ("وهاجم أحمد نعمان المدرب العام للفريق.", "أحمد", "أحمد نعمان المدرب العام"),
    ],
)
def test_phrase_ends(text: str, head: str, phrase: str) -> None:
    doc = Extractor(ner="gazetteer").run(Article(text=text))
    first = next(token.index for token in doc.tokens if token.text.endswith(head))
    sentence = doc.sentences[0]
    ends = entity_ends(doc)
    last = phrase_end(doc, first, sentence_last=sentence.last, name_ends=ends, stops={})
    start = doc.tokens[first].end - len(head)
    assert text[start : doc.tokens[last - 1].end] == phrase


def test_words_written_together_head_no_phrase() -> None:
    doc = Extractor(ner="gazetteer").run(Article(text="وقتل مالايقل عن شخصين."))
    assert [token.text for token in doc.tokens if is_head(token)] == ["شخصين"]
