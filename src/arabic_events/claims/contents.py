"""What is said: from the opening of the reported clause to its end, over sentences where a quotation runs on."""

from __future__ import annotations

from arabic_events.claims.cues import Cue
from arabic_events.claims.sources import Phrase
from arabic_events.document import Document

_QUOTE = '"'
_ENDING = frozenset('.،,؛:!؟"')


def content_tokens(doc: Document, cue: Cue, source: Phrase | None) -> tuple[int, int] | None:
    """Tokens ``[first, last)`` of what a cue reports, None where nothing is left."""
    tokens = doc.tokens
    complement = cue.complement
    first, last = cue.sentence.first, cue.sentence.last
    local = source if source is not None and first <= source.first < last else None
    if cue.form == "particle":
        start, end = _around(doc, cue, local)
    elif complement.kind in {"that", "colon", "quote"}:
        start, end = complement.start, last
    else:
        start, end = cue.last, last
        if local is not None and local.first >= cue.last and local.first - cue.last < 6:
            start = local.last
        if _bare(doc, start, end) < 2 and cue.first - first > 2:
            start, end = first, cue.first
    if start < end and end == last:
        end = _quotation_end(doc, start, last)
    while start < end and tokens[start].kind == "punct" and tokens[start].norm != _QUOTE:
        start += 1
    while end > start and tokens[end - 1].norm in _ENDING and tokens[end - 1].norm != _QUOTE:
        end -= 1
    return (start, end) if start < end else None


def _bare(doc: Document, start: int, end: int) -> int:
    return sum(token.kind != "punct" for token in doc.tokens[start:end])


def _around(doc: Document, cue: Cue, source: Phrase | None) -> tuple[int, int]:
    """A particle in the middle or at the end reports what its whole sentence says, at the front what follows its source."""
    first, last = cue.sentence.first, cue.sentence.last
    after = source.last if source is not None and source.first >= cue.last else cue.last
    if cue.first - first > 1:
        return (first, last)
    return after, last


def _quotation_end(doc: Document, start: int, last: int) -> int:
    """The end of a content that runs to the end of its sentence, or of the quotation left open there."""
    tokens = doc.tokens
    if sum(token.norm == _QUOTE for token in tokens[start:last]) % 2 == 0:
        return last
    for index in range(last, min(len(tokens), last + 200)):
        if tokens[index].norm == _QUOTE:
            return index + 1
    return last
