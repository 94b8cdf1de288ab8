"""What each part of the event stage is worth, and which errors are left: ablations and the commonest classes of error.

    python benchmarks/events.py [CORPUS.jsonl...] [--errors 30]

Without a corpus it takes the project's own annotated articles. Names, times, quantities and claims are read once;
then events are read by the lexicon alone, by the scorers alone, by the network alone, and by their combinations.
Counting is that of ``accuracy.py``.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from accuracy import CORPUS, PARTICIPANTS, count, figures, read, to_article
from arabic_events import Extraction, Extractor
from arabic_events.document import Document
from arabic_events.events import arguments, polarity, triggers
from arabic_events.events.assembly import assemble
from arabic_events.events.triggers import NONE, fits_of
from arabic_events.text import AlignedText

ROLES = (*PARTICIPANTS, "dates", "quantities")
Record = Mapping[str, Any]
Gold = Mapping[str, Any]


# --- ablations -------------------------------------------------------------------------------------------------------


@contextmanager
def _shares(share: float | None, *, lexicon: bool) -> Iterator[None]:
    """The network with this share in every judgement (None: its own); without ``lexicon`` no odds are raised.

    Where it has no share, it does not decide either which words the scorers are asked for.
    """
    with ExitStack() as stack:
        if share is not None:
            of_kinds = dict.fromkeys(arguments.CONTEXT_SHARE, share)
            for module, shares in ((triggers, share), (arguments, of_kinds), (polarity, share)):
                stack.enter_context(mock.patch.object(module, "CONTEXT_SHARE", shares))
        if share == 0:
            for module, name, never in (
                (triggers, "UNLIKELY", 0),
                (triggers, "SURE", 2),
                (triggers, "LEXICON_SHARE", 1),
                (arguments, "UNLIKELY", 0),
                (polarity, "SURE", 2),
            ):
                stack.enter_context(mock.patch.object(module, name, never))
        if not lexicon:
            for name in ("FIRING", "CHOICE", "FIRING_UNMET", "CHOICE_UNMET"):
                stack.enter_context(mock.patch.object(triggers, name, (1.0, 1.0, 1.0)))
            stack.enter_context(mock.patch.object(triggers, "PHRASE_HEAD", 1.0))
        yield


def _by_lexicon(
    doc: Document, words: Sequence[Any], matches: Any, fits: Any, _: object, *, every: bool = False
) -> triggers.WordScores | None:
    """In the place of `triggers.score_words`: a word names an event where a sense of it fits, the best fit first."""
    inputs = triggers.trigger_features(doc, words, matches, triggers.candidates(doc, words))
    if not inputs.indices:
        return None
    classes = triggers.scorer("events/triggers").classes
    table = np.zeros((len(inputs.indices), len(classes)), np.float32)
    heads = {match.first: match.phrase.sense.type for match in matches.values()}
    for row, index in enumerate(inputs.indices):
        fitting = {kind: fit for kind, fit in fits.get(index, {}).items() if fit >= 0 and kind in classes}
        kind = heads.get(index) or max(fitting, key=fitting.__getitem__, default=NONE)
        table[row, classes.index(kind if kind in classes else NONE)] = 1
    ones = np.ones_like(table)
    silent = classes.index(NONE)
    types = table.copy()
    types[:, silent] = 0
    return triggers.WordScores(
        matches, inputs.indices, inputs, table, table, table, ones, ones, 1 - table[:, silent], types.argmax(axis=1)
    )


def _events(docs: Sequence[Document]) -> list[Extraction]:
    found = []
    for doc in docs:
        read_doc = assemble(doc)
        found.append(
            Extraction(
                article=doc.article,
                entities=doc.entities,
                times=doc.times,
                quantities=doc.quantities,
                claims=doc.claims,
                events=read_doc.events,
            )
        )
    return found


def ablations(docs: Sequence[Document]) -> Iterator[tuple[str, list[Extraction]]]:
    """What is found by each part of the event stage alone and by its combinations."""
    with mock.patch("arabic_events.events.assembly.score_words", _by_lexicon), _shares(0.0, lexicon=True):
        yield "lexicon alone (arguments by the scorer)", _events(docs)
    with _shares(0.0, lexicon=False):
        yield "scorers alone", _events(docs)
    with _shares(1.0, lexicon=False):
        yield "network alone", _events(docs)
    with _shares(0.0, lexicon=True):
        yield "scorers and lexicon (`context=False`)", _events(docs)
    with _shares(1.0, lexicon=True):
        yield "network and lexicon", _events(docs)
    with _shares(None, lexicon=False):
        yield "scorers and network", _events(docs)
    yield "all: the default", _events(docs)


def _table(docs: Sequence[Document], records: Sequence[Record]) -> Iterator[str]:
    names = ("event", "actors", "targets", "locations", "dates", "quantities", "polarity")
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "--:|" * len(names)
    for label, extractions in ablations(docs):
        total: Counter[tuple[str, str]] = Counter()
        for record, extraction in zip(records, extractions, strict=True):
            total.update(count(record, extraction))
        found = figures(total)
        cells = [found[name if name in ("event", "polarity") else f"argument.{name}"]["f1"] for name in names]
        yield f"| {label} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |"


# --- errors ----------------------------------------------------------------------------------------------------------


def _overlap(one: Gold, other: Gold) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


class Errors:
    """Classes of error with their counts and an example each."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = defaultdict(list)

    def add(self, name: str, example: str) -> None:
        """Counts one error."""
        self.counts[name] += 1
        self.examples[name].append(" ".join(example.split()))

    def article(self, doc: Document, record: Record, extraction: Extraction) -> None:
        """Compares one article."""
        events = extraction.model_dump(mode="json")["events"]
        fits = fits_of(doc, triggers.document_facts(doc))
        text = record["text"]
        free = list(range(len(events)))
        for gold in record["events"]:
            word = gold["trigger"]
            around = text[max(0, word["start"] - 30) : word["end"] + 25]
            touching = [at for at in free if _overlap(word, events[at]["action"])]
            same = next((at for at in touching if events[at]["type"] == gold["type"]), None)
            if same is not None:
                free.remove(same)
                self._arguments(doc, gold, events[same])
            elif touching:
                free.remove(touching[0])
                self.add(f"type: {gold['type']} read as {events[touching[0]]['type']}", around)
            else:
                here = [token.index for token in doc.tokens if token.start < word["end"] and word["start"] < token.end]
                known = any(fits.get(at, {}).get(gold["type"], -9) >= 0 for at in here)
                self.add(f"missed: {gold['type']}, {'in' if known else 'not in'} the lexicon", around)
        for at in free:
            action = events[at]["action"]
            around = text[max(0, action["start"] - 30) : action["end"] + 25]
            self.add(f"extra: {events[at]['type']}", around)

    def _arguments(self, doc: Document, gold: Gold, found: Gold) -> None:
        def sentence(offset: int) -> int:
            return next((token.sentence for token in reversed(doc.tokens) if token.start <= offset), 0)

        here = sentence(gold["trigger"]["start"])
        for role in ROLES:
            others = [span for other in ROLES if other != role for span in found[other]]
            gold_others = [span for other in ROLES if other != role for span in gold[other]]
            for span in gold[role]:
                example = f"{gold['trigger']['text']} ({gold['type']}): {span['text']}"
                if any(_overlap(span, one) for one in found[role]):
                    continue
                if any(_overlap(span, one) for one in others):
                    self.add(f"{role}: given another role", example)
                elif sentence(span["start"]) != here:
                    self.add(f"{role}: missed, in another sentence", example)
                else:
                    self.add(f"{role}: missed, in the sentence", example)
            for span in found[role]:
                example = f"{gold['trigger']['text']} ({gold['type']}): {span['text']}"
                if any(_overlap(span, one) for one in gold[role]):
                    continue
                if any(_overlap(span, one) for one in gold_others):
                    continue  # counted above
                beside = "beside the right one" if gold[role] else "where there is none"
                self.add(f"{role}: extra, {beside}", example)
        if gold["polarity"] != found["polarity"]:
            self.add(f"polarity: {gold['polarity']} read as {found['polarity']}", gold["trigger"]["text"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="*")
    parser.add_argument("--errors", type=int, default=30)
    args = parser.parse_args()
    records = read(args.corpus or sorted(CORPUS.glob("articles_*.jsonl")))
    docs = [Document(article=article, aligned=AlignedText.of(article.text)) for article in map(to_article, records)]
    for stage in Extractor().stages:
        if "events" not in stage.provides:
            docs = stage.run_many(docs) if stage.run_many is not None else [stage.run(doc) for doc in docs]
    for line in _table(docs, records):
        print(line, flush=True)
    errors = Errors()
    for doc, record, extraction in zip(docs, records, _events(docs), strict=True):
        errors.article(doc, record, extraction)
    print(
        f"\n| {sum(errors.counts.values())} errors in {len(records)} articles: class | count | example |\n|---|--:|---|"
    )
    for name, number in errors.counts.most_common(args.errors):
        print(f"| {name} | {number} | {errors.examples[name][0]} |")


if __name__ == "__main__":
    main()
