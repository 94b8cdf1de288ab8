"""`extract`: the library in one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, overload

from arabic_events.batch import ErrorRecord, OnError
from arabic_events.inputs import BatchItem, parse_published, to_article, with_date
from arabic_events.schema import Article, Extraction

if TYPE_CHECKING:
    from arabic_events.ner import Recognizer
    from arabic_events.pipeline import Extractor

__all__ = ["extract"]


def _new_extractor(ner: str | Recognizer, *, context: bool) -> Extractor:
    from arabic_events.pipeline import Extractor

    return Extractor(ner=ner, context=context)


@cache
def _extractor(ner: str, *, context: bool) -> Extractor:
    return _new_extractor(ner, context=context)


@overload
def extract(  # type: ignore[overload-overlap] # a text is an iterable too: the first signature wins
    article: str | Article | Mapping[str, Any],
    *,
    published: str | date | datetime | None = None,
    ner: str | Recognizer = "bundled",
    context: bool = True,
) -> Extraction: ...


@overload
def extract(
    article: Iterable[BatchItem],
    *,
    published: str | date | datetime | None = None,
    ner: str | Recognizer = "bundled",
    context: bool = True,
    processes: int = 1,
    progress: bool = False,
    on_error: OnError = "record",
    batch_size: int = 16,
) -> Iterator[Extraction | ErrorRecord]: ...


def extract(
    article: str | Article | Mapping[str, Any] | Iterable[BatchItem],
    *,
    published: str | date | datetime | None = None,
    ner: str | Recognizer = "bundled",
    context: bool = True,
    processes: int = 1,
    progress: bool = False,
    on_error: OnError = "record",
    batch_size: int = 16,
) -> Extraction | Iterator[Extraction | ErrorRecord]:
    """Everything found in an article; for many articles, an iterator of that, in their order.

    Args:
        article: a text, an `Article`, a row with a ``text`` key, or an iterable of those.
        published: date of publication where the article has none; without one, ``أمس`` has no value.
        ner: which recogniser finds the names: its name, as in `arabic_events.ner`, or one of your own.
        context: whether the network that reads whole sentences judges too, see `Extractor`.
        processes: worker processes; progress: show a bar; on_error: ``record``, ``skip`` or ``raise``; batch_size:
            articles a worker gets at a time. All four for an iterable only.

    Raises:
        InputError: a single article cannot be read, or there is no recogniser of that name.
        BackendUnavailable: the recogniser's model is not installed; the message says which command installs it.
    """
    extractor = _extractor(ner, context=context) if isinstance(ner, str) else _new_extractor(ner, context=context)
    if isinstance(article, str | Article | Mapping):
        return extractor.extract_one(to_article(article, published=published))
    articles: Iterable[BatchItem] = article
    date_for_all = parse_published(published)
    if date_for_all is not None:
        articles = (with_date(item, date_for_all) for item in article)
    return extractor.extract(articles, processes=processes, progress=progress, on_error=on_error, batch_size=batch_size)
