"""What may come in: turns a text or a row into an `Article`, and says what is wrong with one that cannot be read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import regex
from pydantic import ValidationError

from arabic_events.errors import InputError
from arabic_events.schema import Article

__all__ = ["MAX_LENGTH", "ArticleLike", "BatchItem", "parse_published", "text_warnings", "to_article", "with_date"]

ArticleLike = Article | str | Mapping[str, Any]
BatchItem = ArticleLike | InputError
"""One input of a batch; a reader passes on a row that it could not read as the error itself."""

MAX_LENGTH = 1_000_000
"""Longest article in characters; a longer text is a whole corpus that lost its line ends."""

_MAX_DEPTH = 20
_FIELDS = ("id", "title", "outlet", "url")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_ARABIC = regex.compile(r"\p{Arabic}")


def parse_published(value: object) -> date | datetime | None:
    """The date of publication in a row; None for none.

    Raises:
        InputError: the value is not a date that exists, or is a bare number that could mean anything.
    """
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise InputError(f"'published' must be an ISO 8601 date such as 2023-09-22, not {value!r}")
    raw = value.strip()
    if not raw:
        return None
    try:
        return date.fromisoformat(raw) if len(raw) == 10 else datetime.fromisoformat(raw)
    except ValueError as error:
        raise InputError(f"'published' is not an ISO 8601 date such as 2023-09-22: {value!r} ({error})") from error


def _check_text(text: object) -> str:
    if not isinstance(text, str):
        raise InputError(f"'text' must be a string, not {type(text).__name__}")
    surrogate = _SURROGATE.search(text)
    if surrogate:
        raise InputError(
            f"the text has a lone surrogate U+{ord(surrogate.group()):04X} at character {surrogate.start()}: "
            "it was decoded wrongly; read the source again as UTF-8"
        )
    if len(text) > MAX_LENGTH:
        raise InputError(
            f"the text has {len(text):,} characters, the longest article may have {MAX_LENGTH:,}: "
            "give one article at a time, or one a line as JSON"
        )
    return text


def _check_rest(article: Article) -> Article:
    """The article, if what it says beside the text can be written to a file."""
    for name in (*_FIELDS, "metadata"):
        value = getattr(article, name)
        if value and any(map(_SURROGATE.search, _strings(value))):
            raise InputError(f"{name!r} has a lone surrogate: it was decoded wrongly; read the source again as UTF-8")
    return article


def _strings(value: object, depth: int = 0) -> Iterator[str]:
    """Every string in a value."""
    if depth > _MAX_DEPTH:
        raise InputError(f"'metadata' is nested deeper than {_MAX_DEPTH} levels: give it flat")
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for pair in value.items():
            for part in pair:
                yield from _strings(part, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _strings(part, depth + 1)


def to_article(
    item: ArticleLike,
    *,
    published: str | date | datetime | None = None,
    source: str | None = None,
    line: int | None = None,
) -> Article:
    """An article from a text, from a row with a ``text`` key, or the article itself.

    Args:
        item: other keys of a row than those of `Article` go to ``metadata`` when their values are plain.
        published: used where the item has no date of its own.
        source: file name for error messages; line: 1-based line in it.

    Raises:
        InputError: what is wrong, and where.
    """
    try:
        fallback = parse_published(published)
        if isinstance(item, Article):
            _check_text(item.text)
            _check_rest(item)
            if item.published is None and fallback is not None:
                return item.model_copy(update={"published": fallback})
            return item
        if isinstance(item, str):
            return Article(text=_check_text(item), published=fallback)
        if not isinstance(item, Mapping):
            raise InputError(f"an article is a text, a mapping or an Article, not {type(item).__name__}")
        return _from_row(item, fallback)
    except InputError as error:
        if source is None or error.source is not None:
            raise
        raise InputError(str(error), source=source, line=line) from error.__cause__


def _from_row(row: Mapping[str, Any], fallback: date | datetime | None) -> Article:
    if row.get("text") is None:
        raise InputError(f"no 'text' in the row, which has {', '.join(map(repr, row)) or 'nothing'}")
    fields: dict[str, Any] = {"text": _check_text(row["text"])}
    for name in _FIELDS:
        value = row.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        fields[name] = value or None
    fields["published"] = parse_published(row.get("published")) or fallback
    given = row.get("metadata")
    metadata = dict(given) if isinstance(given, Mapping) else {}
    known = {"text", "published", "metadata", *_FIELDS}
    metadata |= {
        str(name): value
        for name, value in row.items()
        if name not in known and isinstance(value, str | int | float | bool) and not _missing(value)
    }
    try:
        return _check_rest(Article(**fields, metadata=metadata))
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise InputError(f"not an article: {problems}") from error


def _missing(value: object) -> bool:
    """Whether it is the NaN that tables hold where nothing is known; JSON has no word for it, nor for infinity."""
    return isinstance(value, float) and not math.isfinite(value)


def with_date(item: BatchItem, published: date | datetime) -> BatchItem:
    """The item, dated if it has no date of its own; one that cannot be read passes as it is."""
    if isinstance(item, str):
        return {"text": item, "published": published}
    if isinstance(item, Article):
        return item if item.published else item.model_copy(update={"published": published})
    if isinstance(item, Mapping):
        return item if item.get("published") else {**item, "published": published}
    return item


def has_arabic(text: str) -> bool:
    """Whether there is any Arabic letter to read."""
    return _ARABIC.search(text) is not None


def text_warnings(text: str) -> tuple[str, ...]:
    """What is poor about a text that can be read all the same."""
    if not text.strip():
        return ("the text is empty",)
    warnings = []
    if not has_arabic(text):
        warnings.append("the text has no Arabic letters")
    if "\0" in text:
        warnings.append(f"the text has NUL characters, the first at character {text.index(chr(0))}")
    if "\ufffd" in text:
        warnings.append(f"the text has replacement characters, the first at character {text.index(chr(0xFFFD))}")
    return tuple(warnings)
