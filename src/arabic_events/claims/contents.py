"""What is said: from the opening of the reported clause to its end, over sentences where a quotation runs on."""

from __future__ import annotations

from arabic_events.claims.cues import Cue, manner_words, without_conjunction
from arabic_events.claims.lexicon import tells_besides, words
from arabic_events.claims.sources import Phrase
from arabic_events.document import Document
from arabic_events.morphology import analyze
from arabic_events.tokens import Token

_QUOTE = '"'
_QUOTE_REACH = 80
_LEAST_SAID = 2
_ASIDE = 5
_COMMA = "،"
_ENDING = frozenset('.،؛:!؟"')


def content_tokens(doc: Document, cue: Cue, source: Phrase | None, following: Cue | None) -> tuple[int, int] | None:
    """Tokens ``[first, last)`` of what a cue reports, None where nothing is left.

    Args:
        source: who speaks, wherever that stands.
        following: the next cue of the document.
    """
    tokens = doc.tokens
    complement = cue.complement
    first, last = cue.sentence.first, cue.sentence.last
    local = source if source is not None and first <= source.first < last else None
    taken = following is not None and following.particle is None and following.first < complement.at
    opened = complement.kind in {"that", "colon", "quote"} and not taken
    if cue.reports_before and without_conjunction(tokens[cue.first - 2].norm) in words("contrary_openings"):
        return None
    if cue.form == "particle":
        start, end = _around(doc, cue, local)
    elif complement.kind != "that" and _manner(doc, cue):
        start, end = first, cue.first - manner_words(tokens, cue.first, first)
    elif opened:
        start, end = complement.start, last
        if complement.kind == "quote":
            after = local.last if local is not None and local.first >= cue.last else cue.last
            start = _announced(doc, after, complement.at) or start
    else:
        start, end = cue.last, last
        if local is not None and local.first >= cue.last and local.first - cue.last < 6:
            start = local.last
        start = _after_adverbials(doc, start, end)
        if complement.kind == "prep" and (complement.at == start or _is_aside(doc, start, complement.at)):
            start = complement.start
        if _bare(doc, start, end) < 2 and cue.first - first > 2:
            start, end = first, cue.first
        end = _contrast(doc, start, end)
    if cue.form != "particle":
        end = _next_claim(doc, start, end, following)
    if start < end and end == last:
        end = _turn(doc, start, end)
        if end == last:
            end = _quotation_end(doc, start, first, last)
    end = _without_tag(doc, start, end)
    while start < end and _is_lead_in(tokens[start]):
        start += 1
    while end > start and tokens[end - 1].norm in _ENDING and tokens[end - 1].norm != _QUOTE:
        end -= 1
    marks = sum(token.norm == _QUOTE for token in tokens[start:end])
    if marks % 2 and start > cue.last and tokens[start - 1].norm == _QUOTE:
        start -= 1
    return (start, end) if start < end else None


def _after_adverbials(doc: Document, start: int, end: int) -> int:
    """Where what is said begins behind when and in what it is: ``أعلن الجيش | اليوم الأحد، سيطرته``, ``في بيان له``."""
    tokens = doc.tokens
    at = start
    while at < end - 1:
        token, following = tokens[at], tokens[at + 1]
        if token.norm in words("inside") and following.stem in words("media"):
            at += 2
            while at < end and (tokens[at].norm in words("of_its_own") or _may_describe(tokens[at])):
                at += 1
        elif any(time.start <= token.start < time.end for time in doc.times) or token.norm == _COMMA:
            at += 1
        else:
            break
    return at if _bare(doc, at, end) else start


def _may_describe(token: Token) -> bool:
    return token.kind == "word" and not token.prefix and any(one.pos == "adj" for one in analyze(token.norm))


def _without_tag(doc: Document, start: int, end: int) -> int:
    """The end of a content without the words that only say whose it is: ``عدوان سافر | على حد قوله``."""
    tokens = doc.tokens
    last = end
    while last > start and tokens[last - 1].kind == "punct" and tokens[last - 1].norm != _QUOTE:
        last -= 1
    saying = tokens[last - 1] if last > start else None
    if saying is None or not saying.analysis.enclitic or saying.stem not in words("own_words"):
        return end
    at = last - 2
    if at > start and tokens[at].norm in words("to_the_extent"):
        at -= 1
    elif at <= start or tokens[at].norm not in words("manner_openings"):
        return end
    return at


def _is_aside(doc: Document, start: int, end: int) -> bool:
    """Whether only where something is said stands between the source and what the verb's preposition brings: ``شددت
    الوزارة | في بيان | على ضرورة``.
    """
    tokens = doc.tokens
    if not 0 < end - start <= _ASIDE or tokens[start].norm not in words("inside"):
        return False
    return tokens[start + 1].stem in words("media") and all(token.kind == "word" for token in tokens[start:end])


def _is_lead_in(token: Token) -> bool:
    """Whether a word or mark only leads to what is said: ``فإن`` and a comma after ``وبحسب الوزارة``."""
    return (token.kind == "punct" and token.norm != _QUOTE) or token.norm in words("complementisers")


def _next_claim(doc: Document, start: int, end: int, following: Cue | None) -> int:
    """Where the next claim begins inside a content that would run over it: a particle or ``وفق ما`` after what is said,
    or another verb of saying that a conjunction joins.
    """
    tokens = doc.tokens
    for at in range(start + _LEAST_SAID, end - 1):
        if tokens[at].norm in words("manner_openings") and tokens[at + 1].norm in words("what"):
            end = _before(doc, start, at, end)
            break
    if following is None or not start + _LEAST_SAID <= following.first < end:
        return end
    at = following.first
    if following.form != "particle":
        joined = following.form == "verb" and tokens[at].analysis.conjunction and following.complement.kind != "none"
        if _manner(doc, following):
            at -= manner_words(tokens, at, following.sentence.first)
        elif not joined:
            return end
    return _before(doc, start, at, end)


def _before(doc: Document, start: int, at: int, end: int) -> int:
    """The end of a content before the token ``at``, unless that lies in a quotation."""
    tokens = doc.tokens
    if sum(token.norm == _QUOTE for token in tokens[start:at]) % 2:
        return end
    while at > start and tokens[at - 1].norm in words("reporter_openings"):
        at -= 1
    return at if at >= start + _LEAST_SAID else end


def _announced(doc: Document, start: int, end: int) -> int | None:
    """The verbal noun before a quotation that is announced with it: ``أعلن الجيش بدء حملة "لتطهير" المدينة``."""
    tokens = doc.tokens
    for index in range(start, end):
        token = tokens[index]
        if (
            token.kind == "word"
            and token.analysis.derivation == "verbal_noun"
            and not token.prefix
            and tokens[index - 1].analysis.pos != "prep"
        ):
            return index
    return None


def _manner(doc: Document, cue: Cue) -> bool:
    """Whether a word such as ``حسبما`` or ``وفق ما`` joins the cue to what stands before it."""
    first = cue.sentence.first
    return cue.first - first >= 3 and manner_words(doc.tokens, cue.first, first) > 0


def _turn(doc: Document, start: int, last: int) -> int:
    """Where the reporter goes on about the speaker: at a participle of a speech act after a comma, unquoted."""
    tokens = doc.tokens
    quoted = _QUOTE in (tokens[start].norm, tokens[start - 1].norm if start else "")
    for index in range(start + 1, last):
        token = tokens[index]
        if token.norm == _QUOTE:
            quoted = not quoted
        elif token.kind == "word" and not quoted and tokens[index - 1].norm == _COMMA and tells_besides(token.norm):
            return index
    return last


def _contrast(doc: Document, start: int, last: int) -> int:
    """Where a noun phrase of what is said ends before another clause: ``سيطرته على القاعدة، | فيما قصف الطيران``."""
    tokens = doc.tokens
    for index in range(start + _LEAST_SAID, last):
        if tokens[index - 1].norm == _COMMA and tokens[index].norm in words("contrasts"):
            return index
    return last


def _bare(doc: Document, start: int, end: int) -> int:
    return sum(token.kind != "punct" for token in doc.tokens[start:end])


def _around(doc: Document, cue: Cue, source: Phrase | None) -> tuple[int, int]:
    """A particle at the front reports what follows its source, elsewhere what its whole sentence says."""
    first, last = cue.sentence.first, cue.sentence.last
    after = source.last if source is not None and source.first >= cue.last else cue.last
    if cue.first - first > 1:
        closes = all(token.kind == "punct" for token in doc.tokens[after:last])
        return first, cue.first if closes else last
    return after, last


def _quotation_end(doc: Document, start: int, first: int, last: int) -> int:
    """The end of a content that runs to the end of its sentence, or of the quotation left open there."""
    tokens = doc.tokens
    marks = [index for index in range(first, last) if tokens[index].norm == _QUOTE]
    if len(marks) % 2 == 0 or marks[-1] < start - 1:
        return last
    for index in range(last, min(len(tokens), last + _QUOTE_REACH)):
        if tokens[index].norm == _QUOTE:
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            closes = following is None or following.start > tokens[index].end or following.kind == "punct"
            return index + 1 if closes else last
    return last
