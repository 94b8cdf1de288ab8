"""Where a noun phrase ends."""

from __future__ import annotations

import pytest

from arabic_events import Article, Extractor
from arabic_events.phrases import after_dateline, entity_ends, entity_labels, is_head, phrase_end


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
        ("وتكلم د. أحمد نعمان في الندوة.", "د", "د. أحمد نعمان"),
        ("ورافق وكيل الوزارة أ. د. أحمد نعمان الوفد.", "وكيل", "وكيل الوزارة أ. د. أحمد نعمان"),
        ("وصرح في نواكشوط (رويترز) بذلك.", "نواكشوط", "نواكشوط"),
        ("وأوقفت الشرطة شابا (٢٨ عاما) في المدينة.", "شابا", "شابا"),
        ("ورحب الاتحاد الدولي (الفيفا) بذلك.", "الاتحاد", "الاتحاد الدولي (الفيفا)"),
        ("وسلمت ألمانيا أوكرانيا خمس دبابات.", "ألمانيا", "ألمانيا"),
        ("وسلمت ألمانيا أوكرانيا خمس دبابات.", "أوكرانيا", "أوكرانيا"),
        ("ولم تحمل لقاءات طهران مؤشرات جديدة.", "لقاءات", "لقاءات طهران"),
        ("وقصفت الطائرات الموصل شمال العراق.", "الموصل", "الموصل"),
        ("وهاجم أحمد نعمان المدرب العام للفريق.", "أحمد", "أحمد نعمان المدرب العام"),
        ("واستقبل أحمد نعمان وزير الدفاع اليمني.", "أحمد", "أحمد نعمان"),
        ('وقصفت الطائرات قاعدة "حميميم" ومطار "النيرب".', "حميميم", 'حميميم"'),
        ("وكرم الفنان المصري عادل نعمان أمس.", "الفنان", "الفنان المصري عادل نعمان"),
        ("وحيدت القوات 9 إرهابيين شمالي العراق.", "إرهابيين", "إرهابيين"),
        ("وقصفت البلدات الحدودية جنوبي لبنان.", "البلدات", "البلدات الحدودية"),
        ("وانسحبت من مناطق شمالي العراق.", "مناطق", "مناطق شمالي العراق"),
        ("والتقى رئيس وزراء اليونان أحمد نعمان أمس.", "رئيس", "رئيس وزراء اليونان أحمد نعمان"),
        ("وزار مدينة نابلس أحمد نعمان أمس.", "مدينة", "مدينة نابلس"),
        ("ورافق رئيس البلدية و نائبه الوفد.", "رئيس", "رئيس البلدية"),
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


def test_a_name_after_a_letter_stays_in_its_sentence() -> None:
    doc = Extractor(ner="gazetteer").run(Article(text="ورافق وكيل الوزارة د. أحمد نعمان الوفد."))
    ends, stop = entity_ends(doc), next(token.index for token in doc.tokens if token.text == ".")
    assert phrase_end(doc, 1, sentence_last=stop + 1, name_ends=ends, stops={}) == stop


def test_words_written_together_head_no_phrase() -> None:
    doc = Extractor(ner="gazetteer").run(Article(text="وقتل مالايقل عن شخصين."))
    assert [token.text for token in doc.tokens if is_head(token)] == ["شخصين"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("القاهرة - رويترز: التقى الرئيس الوفد.", "التقى"),
        ("طنجة/هسبريس - أوقفت الشرطة شخصا.", "أوقفت"),
        ("بيروت (الأناضول) قتل جنديان في هجوم.", "قتل"),
        ("بيروت ـ «رويترز»: اتهم الوزير الحزب.", "اتهم"),
        ("طرابلس 12 يناير 2024 (رويترز) - أعلنت المؤسسة ذلك.", "أعلنت"),
        ("صنعاء/سبأ/ أصيبت امرأة جراء قصف.", "أصيبت"),
        ("الدوحة في 3 مارس /العمانية/ وقعت الوزارة اتفاقا.", "وقعت"),
        ("رام الله 7-10-2023 رويترز- أصيب شاب.", "أصيب"),
        ("تونس 2-1 الجزائر في مباراة أمس.", "تونس"),
        ("سوريا والعراق: اتفاق على فتح الحدود.", "سوريا"),
        ("مقديشو (رويترز) - قتل تسعة أشخاص.", "قتل"),
        ("كييف/موسكو – تبادلت روسيا وأوكرانيا الأسرى.", "تبادلت"),
        ("عمان - قرر البنك المركزي ذلك.", "قرر"),
        ("عمان تستضيف القمة - للمرة الأولى.", "عمان"),
        ("الوزير - قال إنه باق.", "الوزير"),
        ("عمان (مع دمشق) قررت ذلك.", "عمان"),
    ],
)
def test_a_dateline_is_no_part_of_what_is_told(text: str, rest: str) -> None:
    doc = Extractor(ner="gazetteer").run(Article(text=text))
    assert doc.tokens[after_dateline(doc, doc.sentences[0], entity_labels(doc))].text == rest


def test_a_dateline_stands_at_the_start_of_a_paragraph() -> None:
    doc = Extractor(ner="gazetteer").run(Article(text="وصل الوفد.\nعمان - قرر البنك ذلك. عمان - قرر البنك ذلك."))
    labels = entity_labels(doc)
    assert [doc.tokens[after_dateline(doc, one, labels)].text for one in doc.sentences] == ["وصل", "قرر", "عمان"]
