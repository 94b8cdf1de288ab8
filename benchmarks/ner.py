"""Recognisers of names side by side: speed and memory beside a BERT-base tagger, accuracy and errors on a corpus.

    python benchmarks/ner.py [--speed] [--corpus FILE.jsonl ...] [--ner NAME ...] [--json FILE]

``--speed`` measures on data/samples, each recogniser in a process of its own on one core: words a second, when words
have been seen before, of finding names in tokenised articles; seconds to import what is needed, then to load the model
and read three words; peak memory of the process. The peer has the shape of camel-tools' recogniser (BERT base, 12
layers of 768, a label a word piece) with random weights, which say nothing but take the same time, and a vocabulary
of word pieces made here, about 1.5 to a word.

``--corpus`` takes annotated articles (our own in data/corpus unless files are given): exact span and label. An error
is a wrong label where only the label differs, too short or too long where the span lies within the annotated one or
holds it, other overlap, missed, or extra. Without options both are done.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ("bundled", "linear", "gazetteer")
PEER = "bert-base"
MODULES = {"bundled": "arabic_events.ner.neural", PEER: "transformers.models.bert.modeling_bert"}
LABELS = ("all", "PER", "ORG", "LOC", "GRP")
ERRORS = ("wrong label", "too short", "too long", "other overlap", "missed", "extra")
Span = tuple[int, int, str]


def samples() -> list[str]:
    """The texts of data/samples."""
    paths = sorted((ROOT / "data" / "samples").glob("*.json"))
    return [json.loads(path.read_text("utf-8"))["text"] for path in paths]


def documents(texts: Iterable[str]) -> list[Any]:
    """Tokenised documents."""
    from arabic_events import Article
    from arabic_events.document import Document
    from arabic_events.text import AlignedText
    from arabic_events.tokens import tokenize

    docs = []
    for text in texts:
        aligned = AlignedText.of(text)
        tokens, sentences = tokenize(aligned)
        docs.append(Document(article=Article(text=text), aligned=aligned, tokens=tokens, sentences=sentences))
    return docs


def word_pieces(sentences: Sequence[Sequence[str]]) -> dict[str, int]:
    """A vocabulary: the most frequent words of the texts, and pieces of one to four letters for the others."""
    words = Counter(word for sentence in sentences for word in sentence)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary += [word for word, _ in words.most_common(len(words) // 4)]
    parts = {word[at : at + size] for word in words for at in range(len(word)) for size in (1, 2, 3, 4)}
    vocabulary += sorted(parts - set(vocabulary)) + sorted(f"##{part}" for part in parts)
    return {piece: at for at, piece in enumerate(vocabulary)}


def pieces(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """A word in pieces, the longest first, as BERT's tokenizer cuts."""
    found, at = [], 0
    while at < len(word):
        head = "##" if at else ""
        for end in range(len(word), at, -1):
            row = vocabulary.get(head + word[at:end])
            if row is not None:
                found.append(row)
                at = end
                break
        else:
            return [vocabulary["[UNK]"]]
    return found


def bert(docs: Sequence[Any], batch: int) -> tuple[Callable[[], None], float, float]:
    """A round of the peer over all sentences, in batches of one length; seconds to make it, pieces a word."""
    import torch
    from transformers import BertConfig, BertForTokenClassification

    torch.set_num_threads(1)
    sentences = [[token.text for token in doc.tokens[s.first : s.last]] for doc in docs for s in doc.sentences]
    sentences.sort(key=len)
    vocabulary = word_pieces(sentences)
    started = time.perf_counter()
    model = BertForTokenClassification(BertConfig(num_labels=9)).eval()
    loaded = time.perf_counter() - started
    memory: dict[str, list[int]] = {}

    def rows(sentence: Sequence[str]) -> list[int]:
        found = [vocabulary["[CLS]"]]
        for word in sentence:
            if word not in memory:
                memory[word] = pieces(word, vocabulary)
            found += memory[word]
        return [*found[:511], vocabulary["[SEP]"]]

    def run() -> None:
        with torch.inference_mode():
            for first in range(0, len(sentences), batch):
                encoded = [rows(sentence) for sentence in sentences[first : first + batch]]
                longest = max(map(len, encoded))
                inputs = torch.zeros(len(encoded), longest, dtype=torch.long)
                mask = torch.zeros(len(encoded), longest, dtype=torch.long)
                for row, one in enumerate(encoded):
                    inputs[row, : len(one)] = torch.tensor(one)
                    mask[row, : len(one)] = 1
                model(input_ids=inputs, attention_mask=mask).logits.argmax(-1).tolist()

    words = sum(len(doc.article.text.split()) for doc in docs)
    return run, loaded, sum(len(rows(sentence)) - 2 for sentence in sentences) / words


def time_one(name: str, repeat: int, batch: int) -> dict[str, Any]:
    """The figures of one recogniser, in this process."""
    docs = documents(samples())
    words = sum(len(doc.article.text.split()) for doc in docs)
    started = time.perf_counter()
    importlib.import_module(MODULES.get(name, "arabic_events.ner.recognizers"))
    figures: dict[str, Any] = {"name": name, "words": words, "import_seconds": time.perf_counter() - started}
    if name == PEER:
        run, figures["load_seconds"], figures["pieces_a_word"] = bert(docs, batch)
    else:
        from arabic_events.ner import get_recognizer

        started = time.perf_counter()
        recognizer = get_recognizer(name)
        recognizer.recognize(documents([" ".join(docs[0].article.text.split()[:3])])[0])
        figures["load_seconds"] = time.perf_counter() - started

        def run() -> None:
            for doc in docs:
                recognizer.recognize(doc)

        started = time.perf_counter()
        run()
        figures["first_words_per_second"] = words / (time.perf_counter() - started)
    rounds, processor = [], []
    for _ in range(repeat):
        started, used = time.perf_counter(), time.process_time()
        run()
        rounds.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    figures["words_per_second"] = words / statistics.median(rounds)
    figures["words_per_cpu_second"] = words / statistics.median(processor)
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {key: round(value, 2) if isinstance(value, float) else value for key, value in figures.items()}


def speed(names: Sequence[str], repeat: int, batch: int) -> list[dict[str, Any]]:
    """The figures of each recogniser and the peer, each from a process of its own."""
    rows = []
    for name in (*names, PEER):
        count = repeat if name != PEER else 1
        command = [sys.executable, __file__, "--one", name, "--repeat", str(count), "--batch", str(batch)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        rows.append(dict(json.loads(done.stdout)))
    return rows


def speed_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """One row a recogniser."""
    lines = ["recogniser    words/s  words/CPU s  first pass  times BERT  import s  load s  memory MB"]
    peer = next(row["words_per_cpu_second"] for row in rows if row["name"] == PEER)
    for row in rows:
        first = row.get("first_words_per_second")
        lines.append(
            f"{row['name']:<12} {row['words_per_second']:>8.0f}  {row['words_per_cpu_second']:>11.0f}"
            f"  {f'{first:.0f}' if first else '-':>10}  {row['words_per_cpu_second'] / peer:>10.1f}"
            f"  {row['import_seconds']:>8.2f}  {row['load_seconds']:>6.2f}  {row['peak_memory_mb']:>9.0f}"
        )
    return "\n".join(lines)


def error_classes(gold: Sequence[Span], found: Sequence[Span]) -> Counter[str]:
    """The errors of one article; a name that overlaps an annotated one counts once, with it."""
    counts: Counter[str] = Counter()
    spare = sorted(set(found) - set(gold))
    for start, end, label in sorted(set(gold) - set(found)):
        hit = next((one for one in spare if one[0] < end and start < one[1]), None)
        if hit is None:
            counts["missed"] += 1
            continue
        spare.remove(hit)
        if hit[:2] == (start, end):
            counts["wrong label"] += 1
        elif start <= hit[0] and hit[1] <= end:
            counts["too short"] += 1
        elif hit[0] <= start and end <= hit[1]:
            counts["too long"] += 1
        else:
            counts["other overlap"] += 1
        if hit[2] != label and hit[:2] != (start, end):
            counts["of another label too"] += 1
    counts["extra"] += len(spare)
    return counts


def accuracy(name: str, records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """F1 in percent of each label, and the errors."""
    from arabic_events.ner import get_recognizer

    recognizer = get_recognizer(name)
    counts: Counter[tuple[str, str]] = Counter()
    errors: Counter[str] = Counter()
    for record, doc in zip(records, documents(record["text"] for record in records), strict=True):
        gold = [(entity["start"], entity["end"], entity["label"]) for entity in record["entities"]]
        found = [(entity.start, entity.end, entity.label) for entity in recognizer.recognize(doc)]
        for kind, spans in (("gold", set(gold)), ("found", set(found)), ("hits", set(gold) & set(found))):
            for span in spans:
                counts["all", kind] += 1
                counts[span[2], kind] += 1
        errors.update(error_classes(gold, found))
    f1 = {
        label: 200 * counts[label, "hits"] / max(1, counts[label, "found"] + counts[label, "gold"]) for label in LABELS
    }
    return {"name": name, "names": counts["all", "gold"], "f1": f1, "errors": dict(errors)}


def accuracy_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """F1 by label, then errors by class."""
    lines = [f"{rows[0]['names']} names", "recogniser      all    PER    ORG    LOC    GRP"]
    lines += [f"{row['name']:<12}" + "".join(f"{row['f1'][label]:>7.1f}" for label in LABELS) for row in rows]
    lines += ["", f"{'errors':<12}" + "".join(f"{kind:>15}" for kind in ERRORS)]
    lines += [f"{row['name']:<12}" + "".join(f"{row['errors'].get(kind, 0):>15}" for kind in ERRORS) for row in rows]
    return "\n".join(lines)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--corpus", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--ner", nargs="+", default=list(BUNDLED), metavar="NAME")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--batch", type=int, default=8, help="sentences of a batch of the peer")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(time_one(args.one, args.repeat, args.batch)))
        return
    result: dict[str, Any] = {}
    both = not args.speed and args.corpus is None
    if args.speed or both:
        result["speed"] = speed(args.ner, args.repeat, args.batch)
        print(speed_table(result["speed"]))
        peer = result["speed"][-1]
        print(f"{peer['words']} words; {peer['pieces_a_word']:.2f} word pieces a word\n")
    if args.corpus is not None or both:
        files = args.corpus or sorted((ROOT / "data" / "corpus").glob("articles_*.jsonl"))
        records = [json.loads(line) for file in files for line in file.read_text("utf-8").split("\n") if line.strip()]
        result["accuracy"] = [accuracy(name, records) for name in args.ner]
        print(accuracy_table(result["accuracy"]))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
