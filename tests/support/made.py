"""An article of our own with its extraction written by hand, so that exporters are tested apart from the pipeline."""

from datetime import date

from arabic_events import (
    Action,
    Article,
    Claim,
    Entity,
    Event,
    EventCodes,
    Extraction,
    Participant,
    Quantity,
    Span,
    Time,
    Toll,
    TollSeries,
)

TITLE = "مقتل ثلاثة من عمال الإغاثة قرب الفاشر"
TEXT = f"""{TITLE}
أعلنت وزارة الخارجية النرويجية، الثلاثاء، مقتل ثلاثة من عمال الإغاثة في هجوم شنه مسلحون على قافلة قرب مدينة الفاشر.
ونفى متحدث باسم المسلحين <وقوع> الهجوم & قال إن قواته "لم تقصف" القافلة.
وتعتزم الحكومة السودانية فتح تحقيق.
"""
ARTICLE = Article(
    id="made-1",
    title=TITLE,
    text=TEXT,
    published=date(2024, 3, 13),
    outlet="وكالة <الشمال>",
    url="https://example.org/1?a=1&b=2",
)


def span(words: str, nth: int = 0) -> Span:
    """The nth occurrence of some words in the text."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start=start, end=start + len(words), text=words)


def fields(words: str, nth: int = 0) -> dict[str, object]:
    """The same as keyword arguments."""
    return span(words, nth).model_dump()


def participant(words: str, nth: int = 0, **more: object) -> Participant:
    return Participant(**fields(words, nth), head=words.split()[0], evidence="by hand", **more)


NORWAY = Entity(
    **fields("وزارة الخارجية النرويجية"),
    id="t1",
    label="ORG",
    name="وزارة الخارجية النرويجية",
    country="NO",
    sector="state",
    evidence="by hand",
)
FASHER = Entity(
    **fields("الفاشر", 1),
    id="t2",
    label="LOC",
    name="الفاشر",
    country="SD",
    latitude=13.63,
    longitude=25.35,
    evidence="by hand",
)
SUDAN = Entity(
    **fields("الحكومة السودانية"),
    id="t3",
    label="ORG",
    name="الحكومة السودانية",
    country="SD",
    sector="state",
    evidence="by hand",
)
TUESDAY = Time(
    **fields("الثلاثاء"),
    id="d1",
    value="2024-03-12",
    earliest=date(2024, 3, 12),
    latest=date(2024, 3, 12),
    anchor="published",
    evidence="weekday",
)
THREE = Quantity(**fields("ثلاثة من عمال الإغاثة", 1), id="q1", value=3, unit="عامل", evidence="number word")
MANY = Quantity(**fields("ثلاثة من عمال الإغاثة"), id="q2", value=3, modifier="more_than", evidence="number word")
SAID = Claim(
    id="c1",
    cue=span("أعلنت"),
    source=participant("وزارة الخارجية النرويجية", entity="t1"),
    content=span("مقتل ثلاثة من عمال الإغاثة في هجوم شنه مسلحون على قافلة قرب مدينة الفاشر"),
    evidence="reporting verb",
)
DENIED = Claim(
    id="c2", cue=span("نفى"), source=None, content=span("الهجوم"), stance="denied", evidence="reporting verb"
)
GUNMEN = participant("مسلحون", sector="armed_group")
PLACE = participant("مدينة الفاشر", entity="t2")

DEATH = Event(
    id="e1",
    type="death",
    group="life",
    action=Action(**fields("مقتل", 1), lemma="مقتل"),
    targets=(participant("ثلاثة من عمال الإغاثة", 1, count="q1", sector="civilian"),),
    locations=(PLACE,),
    dates=(TUESDAY,),
    quantities=(THREE,),
    claim="c1",
    sentence=1,
    codes=EventCodes(ace="Life.Die"),
    evidence="verbal noun",
)
ATTACK = Event(
    id="e2",
    type="attack",
    group="conflict",
    action=Action(**fields("هجوم"), lemma="هجوم"),
    actors=(GUNMEN,),
    targets=(participant("قافلة"),),
    locations=(PLACE,),
    dates=(TUESDAY,),
    claim="c1",
    sentence=1,
    codes=EventCodes(plover="ASSAULT", cameo="18/19", ace="Conflict.Attack"),
    evidence="event noun",
)
ATTACK_AGAIN = Event(
    id="e3",
    type="attack",
    group="conflict",
    action=Action(**fields("الهجوم"), lemma="هجوم"),
    claim="c2",
    same_as="e2",
    polarity="negated",
    sentence=2,
    codes=EventCodes(plover="ASSAULT", cameo="18/19", ace="Conflict.Attack"),
    evidence="event noun",
)
INQUIRY = Event(
    id="e4",
    type="investigation",
    group="justice",
    action=Action(**fields("تحقيق"), lemma="تحقيق"),
    actors=(participant("الحكومة السودانية", entity="t3"),),
    polarity="planned",
    sentence=3,
    codes=EventCodes(plover="ACCUSE", cameo="09", ace="Justice.Charge-Indict"),
    evidence="event noun",
)
TOLLS = TollSeries(
    event="e1",
    type="death",
    unit="عامل",
    tolls=(
        Toll(value=3, modifier="more_than", quantity=MANY, events=("e1",)),
        Toll(value=3, quantity=THREE, events=("e1",), claim="c1", dates=(TUESDAY,), latest=True),
    ),
    latest_by="cue",
)
MADE = Extraction(
    article=ARTICLE,
    entities=(NORWAY, FASHER, SUDAN),
    times=(TUESDAY,),
    quantities=(MANY, THREE),
    claims=(SAID, DENIED),
    events=(DEATH, ATTACK, ATTACK_AGAIN, INQUIRY),
    tolls=(TOLLS,),
    warnings=("a warning with <angle> brackets",),
    versions={"arabic_events": "0"},
)
EMPTY = Extraction(article=Article(text="لا شيء هنا."), versions={"arabic_events": "0"})
