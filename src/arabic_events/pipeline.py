"""The stages in order, and the `Extractor` that runs them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal

from arabic_events.document import Document, Stage
from arabic_events.inputs import has_arabic, text_warnings
from arabic_events.ner import Recognizer, check_recognizer
from arabic_events.schema import Article, Entity, Extraction
from arabic_events.threads import one_thread

if TYPE_CHECKING:
    from arabic_events.batch import ErrorRecord, ExtractMany
    from arabic_events.inputs import BatchItem

__all__ = ["Extractor", "default_stages"]

_TEXT = frozenset({"tokens", "sentences"})
_TOGETHER = 100_000  # characters


def _words(doc: Document) -> Document:
    from arabic_events.tokens import tokenize

    tokens, sentences = tokenize(doc.aligned)
    return replace(doc, tokens=tokens, sentences=sentences)


def _times(doc: Document) -> Document:
    from arabic_events.times import find_times

    return find_times(doc)


def _quantities(doc: Document) -> Document:
    from arabic_events.quantities import find_quantities

    return find_quantities(doc)


def _claims(doc: Document) -> Document:
    from arabic_events.claims import find_claims

    return find_claims(doc)


def _events(doc: Document) -> Document:
    from arabic_events.events import find_events

    return find_events(doc)


def _events_without_context(doc: Document) -> Document:
    from arabic_events.events import find_events

    return find_events(doc, context=False)


def _entity_stage(ner: str | Recognizer) -> Stage:
    def run(doc: Document) -> Document:
        from arabic_events.ner import get_recognizer

        return replace(doc, entities=tuple(get_recognizer(ner).recognize(doc)))

    def run_many(docs: Sequence[Document]) -> list[Document]:
        together = _recognize_many(ner)
        if together is None:
            return [run(doc) for doc in docs]
        return [replace(doc, entities=tuple(found)) for doc, found in zip(docs, together(docs), strict=True)]

    return Stage("entities", _TEXT, frozenset({"entities"}), run, run_many)


def _recognize_many(ner: str | Recognizer) -> Callable[[Sequence[Document]], Sequence[Iterable[Entity]]] | None:
    """How a recogniser takes several documents at a time: its ``recognize_many``, which neural ones have."""
    from arabic_events.ner import get_recognizer

    return getattr(get_recognizer(ner), "recognize_many", None)


def default_stages(ner: str | Recognizer = "bundled", *, context: bool = True) -> tuple[Stage, ...]:
    """The explicit pipeline: each stage with what it needs and what it fills."""
    events = _events if context else _events_without_context
    return (
        Stage("words", frozenset(), _TEXT, _words),
        _entity_stage(ner),
        Stage("times", _TEXT, frozenset({"times"}), _times),
        Stage("quantities", _TEXT | {"times"}, frozenset({"quantities"}), _quantities),
        Stage("claims", _TEXT | {"entities", "times", "quantities"}, frozenset({"claims"}), _claims),
        Stage("events", _TEXT | {"entities", "times", "quantities", "claims"}, frozenset({"events", "tolls"}), events),
    )


def _check(stages: Sequence[Stage]) -> None:
    """Raises ValueError when a stage needs what none before it provides."""
    provided: set[str] = set()
    for stage in stages:
        missing = stage.requires - provided
        if missing:
            have = ", ".join(sorted(provided)) or "nothing"
            raise ValueError(
                f"stage {stage.name!r} needs {', '.join(sorted(missing))}; the stages before it provide {have}"
            )
        provided |= stage.provides


def _missing_anchor(doc: Document) -> Iterator[str]:
    unresolved = sum(time.missing_anchor == "published" for time in doc.times)
    if unresolved:
        yield f"{unresolved} relative times have no value: the article has no publication date"


def _extraction(article: Article, doc: Document | None) -> Extraction:
    """What is handed out for a document; for none, an article without anything to read."""
    warnings = text_warnings(article.text)
    if doc is None:
        return Extraction(article=article, warnings=warnings, versions=_versions())
    return Extraction(
        article=article,
        entities=doc.entities,
        times=doc.times,
        quantities=doc.quantities,
        claims=doc.claims,
        events=doc.events,
        tolls=doc.tolls,
        warnings=(*warnings, *doc.warnings, *_missing_anchor(doc)),
        versions=_versions(),
    )


@cache
def _versions() -> Mapping[str, str]:
    from arabic_events import __version__

    return {"arabic_events": __version__}


def _groups(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """Neighbouring articles that are in work together: however long they are, memory holds one of the longest."""
    first = size = 0
    for at, article in enumerate(articles):
        if at > first and size + len(article.text) > _TOGETHER:
            yield articles[first:at]
            first, size = at, 0
        size += len(article.text)
    if articles:
        yield articles[first:]


class _Frozen:
    """Whether others have frozen what is in memory (`gc.freeze`), as servers do before they fork."""

    found = False

    def look(self) -> bool:
        """Looks until the answer is yes: to count what is frozen takes milliseconds."""
        self.found = self.found or gc.get_freeze_count() > 0
        return self.found


_frozen = _Frozen()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Puts off the search for cycles in memory while articles are read.

    What is made meanwhile is in use, and so are models and word lists: to look through them over and over takes a tenth
    of the time, and the more the longer the article is. What is no longer needed should be gone when this ends, without
    any search; what is left, results and what is remembered of words, joins what was there before, as if it had been
    looked through: to freeze and unfreeze does that. Where an error ends this, the next search finds all of it.
    """
    collects = gc.isenabled()
    joins = collects and not _frozen.look()
    if joins:
        gc.collect(1)  # what others have made since
    gc.disable()
    try:
        yield
        if joins:
            gc.freeze()
            gc.unfreeze()
    finally:
        if collects:
            gc.enable()


class Extractor:
    """Extracts events from articles; holds the pipeline, loads models at first use.

    Args:
        ner: the recogniser of names, or its name: ``bundled`` (default), ``linear``, ``gazetteer``, ``stanza``,
            ``camel``, ``ensemble`` (see `arabic_events.ner`).
        context: whether a network that reads whole sentences judges events too; without it articles are read about a
            fifth faster, and events and their arguments are less often right.
        stages: a pipeline of your own instead of the default one.

    Raises:
        ValueError: a stage needs what no stage before it provides.
        InputError: there is no recogniser of that name.
    """

    def __init__(
        self, *, ner: str | Recognizer = "bundled", context: bool = True, stages: Sequence[Stage] | None = None
    ) -> None:
        check_recognizer(ner)
        self.ner = ner
        self.context = context
        self._own_stages = stages
        self.stages = tuple(stages) if stages is not None else default_stages(ner, context=context)
        _check(self.stages)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as its settings; a worker process loads its own models."""
        if self._own_stages is None:
            return partial(Extractor, ner=self.ner, context=self.context), ()
        return partial(Extractor, ner=self.ner, context=self.context, stages=self._own_stages), ()

    def run(self, article: Article) -> Document:
        """The document after all stages, for those who need tokens and sentences too."""
        with _uncollected(), one_thread():
            doc = Document.of(article)
            for stage in self.stages:
                doc = stage.run(doc)
        return doc

    def extract_one(self, article: Article) -> Extraction:
        """Everything found in one article.

        >>> Extractor().extract_one(Article(text="أعلنت الوزارة مقتل 3 جنود أمس.",
        published="2024-05-02")).events[0].type 'death'
        """
        with _uncollected():
            return _extraction(article, self.run(article) if has_arabic(article.text) else None)

    def extract_many(self, articles: Sequence[Article]) -> list[Extraction]:
        """The same as `extract_one` gives for each, with the stages that gain by it taking all articles together."""
        found: list[Extraction] = []
        for group in _groups(articles):
            readable = [article for article in group if has_arabic(article.text)]
            with _uncollected(), one_thread():
                docs: Sequence[Document] = [Document.of(article) for article in readable]
                for stage in self.stages:
                    docs = stage.run_many(docs) if stage.run_many is not None else [stage.run(doc) for doc in docs]
                doc_of = {id(article): doc for article, doc in zip(readable, docs, strict=True)}
                found += [_extraction(article, doc_of.get(id(article))) for article in group]
                del docs, doc_of
        return found

    def _together(self) -> ExtractMany | None:
        """What extracts several articles at a time, None where that brings nothing; loads the recogniser to know."""
        if self._own_stages is None:
            return self.extract_many if _recognize_many(self.ner) is not None else None
        return self.extract_many if any(stage.run_many is not None for stage in self.stages) else None

    def extract(
        self,
        articles: Iterable[BatchItem],
        *,
        processes: int = 1,
        progress: bool = False,
        on_error: Literal["record", "skip", "raise"] = "record",
        batch_size: int = 16,
    ) -> Generator[Extraction | ErrorRecord, None, None]:
        """Extractions of many articles, lazily and in order (see `arabic_events.batch.run_batch`).

        The first article is done alone, so that its result comes at once, then up to ``batch_size`` together.
        """
        from arabic_events.batch import run_batch

        return run_batch(
            self.extract_one,
            articles,
            processes=processes,
            progress=progress,
            on_error=on_error,
            batch_size=batch_size,
            extract_many=self._together,
        )
