"""Extents of noun phrases around a head word."""

from __future__ import annotations

import pytest

from arabic_events import Article, Extractor
from arabic_events.phrases import entity_ends, phrase_end, phrase_start

CASES = [
    ("سلمت المجموعات المسلحة الأرمنية غير القانونية مواقعها.", "المجموعات", "المجموعات المسلحة الأرمنية غير القانونية"),
    ("زار وزير الخارجية الأردني أيمن الحمدان القاهرة.", "وزير", "وزير الخارجية الأردني أيمن الحمدان"),
    ("اعتقلت الشرطة عددا من المتظاهرين في الميدان.", "المتظاهرين", "عددا من المتظاهرين"),
    ("دخل الجيش مدينة حلب من الشمال.", "حلب", "مدينة حلب"),
    ("دعا وزير الداخلية اللبناني الأهالي إلى الهدوء.", "وزير", "وزير الداخلية اللبناني"),
    ("اشتبك الجيش مع مسلحين قرب بلدة حدودية.", "مسلحين", "مسلحين"),
    ("أبدت الجزائر انزعاجاً من القرار.", "الجزائر", "الجزائر"),
    ("اندلعت حرب كاراباخ الأولى قبل عقود.", "كاراباخ", "كاراباخ"),
    ("ضرب إعصار تايوان مخلفا دمارا.", "تايوان", "تايوان"),
    ("أعلنت وزارة الدفاع الأذربيجانية التوصل إلى هدنة.", "وزارة", "وزارة الدفاع الأذربيجانية"),
]


@pytest.mark.parametrize(("text", "head", "phrase"), CASES, ids=[case[1] for case in CASES])
def test_phrase_around_a_head(text: str, head: str, phrase: str) -> None:
    doc = Extractor().run(Article(text=text))
    index = next(token.index for token in doc.tokens if token.text == head)
    sentence = doc.sentences[doc.tokens[index].sentence]
    first = phrase_start(doc, index, sentence_first=sentence.first)
    last = phrase_end(doc, index, sentence_last=sentence.last, name_ends=entity_ends(doc), stops={})
    found = text[doc.tokens[first].start : doc.tokens[last - 1].end]
    assert found == phrase
