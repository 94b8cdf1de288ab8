"""What a mention stands for: canonical name, country, coordinates, sector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from arabic_events import lexicon
from arabic_events.document import Document
from arabic_events.ner.features import word_flags
from arabic_events.ner.gazetteer import Entry, gazetteer, splits
from arabic_events.ner.spans import Mention
from arabic_events.schema import Entity, Sector
from arabic_events.text import normalize

_OFFICE_REACH = 5
_CONTAINED_REACH = 4
_TRIMMED = "\"'\u00ab\u00bb\u201c\u201d \n"


def link(doc: Document, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    """The entities of mentions in order: aliases get one name, and everything known about them."""
    countries = _countries(doc, mentions)
    full = _full_names(doc, mentions)
    doubtful = _doubtful(mentions)
    entities: list[Entity] = []
    for mention in mentions:
        entry = _entry(doc, mention, countries)
        longer = full.get((mention.label, mention.form))
        source = longer or mention
        if entry is None and longer is not None:
            entry = _entry(doc, longer, countries)
        if entry is None:
            name = _surface(doc, source)
        else:
            name = _group_name(doc, mention) if entry.kind == "demonyms" else entry.name
        country = entry.country if entry is not None else None
        if country is None and mention.label != "GRP":
            country = _country_inside(doc, source)
            if country in doubtful:
                country = None
            country = country or (_country_before(doc, source) if mention.label == "PER" else None)
        sector = entry.sector if entry is not None and entry.sector is not None else None
        if sector is None:
            sector = _sector(doc, source)
        entities.append(
            Entity(
                id=f"e{len(entities)}",
                start=mention.start,
                end=mention.end,
                text=doc.aligned.source[mention.start : mention.end],
                label=mention.label,
                name=name,
                country=country,
                latitude=entry.latitude if entry is not None else None,
                longitude=entry.longitude if entry is not None else None,
                sector=sector,
                confidence=mention.confidence,
                evidence=mention.evidence,
            )
        )
    return tuple(_contained(doc, mentions, entities))


def _contained(doc: Document, mentions: Sequence[Mention], entities: list[Entity]) -> list[Entity]:
    """Places unknown to the lexicons lie in the country of the place that they are said to be in."""
    inside = frozenset(lexicon.toml("name_clitics.toml")["inside"])
    for at in range(len(entities) - 2, -1, -1):
        place, around = entities[at], entities[at + 1]
        if not (place.label == around.label == "LOC" and around.country) or place.country or mentions[at].entries:
            continue
        first, last = mentions[at].last, mentions[at + 1].first + 1
        between = doc.tokens[first:last]
        if len(between) > _CONTAINED_REACH or doc.tokens[first - 1].sentence != between[-1].sentence:
            continue
        words = [token.norm for token in between]
        if words[0] not in inside and not (words[0][0] in inside and len(splits(words[0])) > 1):
            continue
        if all("place:outside" in word_flags(word) or word in inside or _is_head(word, inside) for word in words[:-1]):
            entities[at] = place.model_copy(update={"country": around.country})
    return entities


def _is_head(word: str, inside: frozenset[str]) -> bool:
    """Whether a word with a preposition attached to it is the head of a name of a place."""
    return word[0] in inside and any("place:outside" in word_flags(core) for _, core in splits(word)[1:])


def _doubtful(mentions: Sequence[Mention]) -> frozenset[str]:
    """Countries whose relational adjective is a common word, where no place of theirs is named: ``وزارة المالية``."""
    named = {entry.country for mention in mentions if mention.label == "LOC" for entry in mention.entries}
    return frozenset(lexicon.toml("name_clitics.toml")["common_nisbas"]["countries"]) - named


def _surface(doc: Document, mention: Mention) -> str:
    """A mention as written, on one line, without quotation marks; the alif of an article after ``ل`` given back."""
    text = " ".join(doc.aligned.source[mention.start : mention.end].split()).strip(_TRIMMED)
    first = mention.form.split(" ", 1)[0]
    article = gazetteer().article
    if first.startswith(article) and not normalize(text).startswith(article):
        text = article[0] + text
    return text or mention.form


def _group_name(doc: Document, mention: Mention) -> str:
    """A people named by a relational adjective, in the nominative: ``الفلسطينيون`` of ``الفلسطينيين``."""
    nisba = lexicon.toml("name_clitics.toml")["nisba"]
    text = _surface(doc, mention)
    if text.endswith(nisba["oblique"]):
        return text.removesuffix(nisba["oblique"]) + str(nisba["nominative"])
    return text


def _countries(doc: Document, mentions: Sequence[Mention]) -> Counter[str]:
    """How often the article speaks of each country, by unambiguous names and by relational adjectives."""
    counts: Counter[str] = Counter()
    known = gazetteer()
    for mention in mentions:
        codes = {entry.country for entry in mention.entries if entry.label == mention.label}
        if len(codes) == 1:
            code = codes.pop()
            if code:
                counts[code] += 2
    for token in doc.tokens:
        if token.kind == "word":
            for _, core in splits(token.norm):
                code = known.demonym(core)
                if code:
                    counts[code] += 1
                    break
    return counts


def _entry(doc: Document, mention: Mention, countries: Counter[str]) -> Entry | None:
    """The entry of the right label that is meant.

    The spelling decides where only one name is spelt so; else the country that the article speaks of most,
    but a country gives way only where the article does not speak of it, and a place of our own list never to a
    namesake of the long list of cities.
    """
    entries = [entry for entry in mention.entries if entry.label == mention.label]
    if not entries:
        return None
    first = entries[0]
    if len({entry.country for entry in entries}) == 1:
        return first
    text = doc.aligned.source[mention.start : mention.end]
    spelt = [entry for entry in entries if entry.name == text and entry.label == "LOC"]
    if len({entry.country for entry in spelt}) == 1 and len(spelt) < len(entries) and text != normalize(text):
        return spelt[0]
    if first.kind == "countries" and countries[first.country or ""]:
        return first
    if first.kind != "cities":
        entries = [entry for entry in entries if entry.kind != "cities"]
    return max(entries, key=lambda entry: countries[entry.country or ""])


def _full_names(doc: Document, mentions: Sequence[Mention]) -> dict[tuple[str, str], Mention]:
    """For short forms the longer mention in the article that they shorten.

    A person's last name or first names stand for the full name (``بوتين``), an organisation's name without its head for
    the whole (``الدفاع الأذربيجانية``).
    """
    longest: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        words = mention.form.split(" ")
        if mention.label == "PER":
            parts = {" ".join(words[cut:]) for cut in range(1, len(words))}
            parts |= {" ".join(words[:cut]) for cut in range(1, len(words))}
        elif mention.label == "ORG":
            parts = {" ".join(words[1:])} if len(words) > 2 else set()
        else:
            continue
        for part in parts:
            key = (mention.label, part)
            if key not in longest or len(words) > len(longest[key].form.split(" ")):
                longest[key] = mention
    return longest


def _country_inside(doc: Document, mention: Mention) -> str | None:
    """The country that a name itself says: a relational adjective or a known place in it."""
    known = gazetteer()
    for token in reversed(doc.tokens[mention.first : mention.last]):
        for _, core in splits(token.norm):
            code = known.demonym(core)
            if code:
                return code
    if mention.label == "PER":
        return None
    for index in range(mention.first + 1, mention.last):
        match = known.match(doc.tokens, index, mention.last)
        if match is not None:
            for entry in match.entries:
                if entry.label == "LOC" and entry.kind != "cities" and entry.country:
                    return entry.country
    return None


def _country_before(doc: Document, mention: Mention) -> str | None:
    """The country in the office before a person: ``الرئيس الروسي فلاديمير بوتين``, ``رئيس وزراء لبنان``."""
    known = gazetteer()
    first = max(doc.sentences[doc.tokens[mention.first].sentence].first, mention.first - _OFFICE_REACH)
    country: str | None = None
    for index in range(mention.first - 1, first - 1, -1):
        token = doc.tokens[index]
        if token.kind != "word":
            if token.norm == "\u060c" and index == mention.first - 1:
                continue
            return None
        flags = word_flags(token.norm)
        if country is None:
            country = known.demonym(token.norm) or None
            if country is None:
                for entry in known.names.get(token.norm, ()):
                    if entry.kind == "countries":
                        country = entry.country
        if "office" in flags or "office+" in flags:
            return country
    return None


def _sector(doc: Document, mention: Mention) -> Sector | None:
    """Military, state, police …: from the head of an organisation, or the office before a person."""
    known = gazetteer()
    tokens = doc.tokens
    if mention.label == "GRP":
        return "civilian"
    if mention.label == "ORG":
        words = mention.form.split(" ")
        for size in (2, 1):
            for start in range(min(2, len(words))):
                sector = known.org_sectors.get(" ".join(words[start : start + size]))
                if sector is not None:
                    return sector
        if mention.first > 0:
            for _, core in splits(tokens[mention.first - 1].norm):
                if core in known.org_sectors:
                    return known.org_sectors[core]
        return None
    if mention.label == "PER":
        first = max(doc.sentences[tokens[mention.first].sentence].first, mention.first - _OFFICE_REACH)
        for index in range(mention.first - 1, first - 1, -1):
            for _, core in splits(tokens[index].norm):
                if core in known.office_sectors:
                    pair = f"{core} {tokens[index + 1].norm}"
                    return known.office_sectors.get(pair, known.office_sectors[core])
    return None
