"""Trains the stanza tagger of names in ``models/entities/stanza/`` from an annotated corpus and open entity sets.

usage: python training/train_stanza.py CORPUS [--ner FOLDER] [--more NAMES.jsonl] [--hold-out 0.1] [--epochs 30]

CORPUS, FOLDER and NAMES.jsonl are as for train_entities.py. The model is a `stanza.models.ner.model.NERTagger`:
frozen word vectors of ``models/words``, a character LSTM, one bidirectional LSTM, and a tag layer with transitions
for each convention (the corpus, the open sets), so that the sets share what lies below. Seeds are fixed; a checkpoint
after each epoch lets a run that was cut go on; the log of all epochs lies beside it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.doc import Document as StanzaDocument
from stanza.models.common.pretrain import PretrainedWordVocab
from stanza.models.ner.data import DataLoader
from stanza.models.ner.trainer import Trainer
from stanza.models.ner.vocab import MultiVocab
from stanza.models.pos.vocab import CharVocab, CompositeVocab

from arabic_events.ner.linear import LABELS
from arabic_events.ner.stanza_vectors import pretrain, save_without_words
from train_entities import column_sentences, corpus_articles, held_out, read_document, token_labels

SETS = (("newsfane.train.tsv", False), ("aqmar.train.tsv", False), ("wojood_sample.train.txt", True))
Sentence = list[tuple[str, tuple[str, str]]]

SETTINGS: dict[str, Any] = {
    "shorthand": "ar_news",
    "batch_size": 32,
    "scheme": "bio",
    "word_emb_dim": 100,
    "emb_finetune": False,
    "emb_finetune_known_only": True,
    "lowercase": True,
    "char": True,
    "charlm": False,
    "char_lowercase": False,
    "char_emb_dim": 32,
    "char_hidden_dim": 48,
    "char_num_layers": 1,
    "char_rec_dropout": 0,
    "hidden_dim": 192,
    "num_layers": 1,
    "input_transform": True,
    "dropout": 0.4,
    "word_dropout": 0.02,
    "locked_dropout": 0.0,
    "rec_dropout": 0,
    "bert_model": None,
    "use_peft": False,
    "bert_finetune": False,
    "optim": "adam",
    "lr": 2e-3,
    "momentum": 0,
    "max_grad_norm": 5.0,
}


def sentences_of(text: str, mentions: Sequence[tuple[int, int, str]], column: int) -> Iterator[Sentence]:
    """Words in normal form with a label a convention; the conventions that the text does not follow stay empty."""
    doc = read_document(text)
    labels = token_labels(doc, mentions)
    for sentence in doc.sentences:
        words: Sentence = []
        for index in range(sentence.first, sentence.last):
            tag = LABELS[labels[index]]
            words.append((doc.tokens[index].norm or "_", (tag, "-") if column == 0 else ("-", tag)))
        yield words


def as_stanza(sentences: Sequence[Sentence]) -> StanzaDocument:
    """Sentences as stanza's document, with their labels."""
    rows = [
        [{"id": at + 1, "text": word, "multi_ner": tags} for at, (word, tags) in enumerate(sentence)]
        for sentence in sentences
    ]
    return StanzaDocument(rows)


def spans(labels: Sequence[str]) -> set[tuple[int, int, str]]:
    """The names that a sequence of labels marks."""
    found, start = set(), -1
    for at, label in enumerate([*labels, "O"]):
        if start >= 0 and label != f"I-{labels[start][2:]}":
            found.add((start, at, labels[start][2:]))
            start = -1
        if label[0] in "BI" and start < 0:
            start = at
    return found


def score(trainer: Trainer, batches: DataLoader, gold: Sequence[Sentence]) -> float:
    """F1 of whole names on held-out sentences."""
    predicted = [labels for batch in batches for labels in trainer.predict(batch)]
    right = found = known = 0
    for labels, sentence in zip(predicted, gold, strict=True):
        fixed = [label.replace("S-", "B-").replace("E-", "I-") for label in labels]
        ours, theirs = spans(fixed), spans([tags[0] for _, tags in sentence])
        right, found, known = right + len(ours & theirs), found + len(ours), known + len(theirs)
    return 200 * right / max(1, found + known)


def main() -> None:
    """Reads the corpora, trains, writes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--ner", type=Path)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--hold-out", type=float, default=0.0)
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="another setting")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent.parent / "models" / "entities" / "stanza")
    args = parser.parse_args()
    settings = dict(SETTINGS)
    for pair in args.set:
        name, value = pair.split("=", 1)
        settings[name] = json.loads(value)
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    training: list[Sentence] = []
    checking: list[Sentence] = []
    for name, text, mentions in corpus_articles(args.corpus / "train.jsonl"):
        (checking if held_out(name, args.hold_out) else training).extend(sentences_of(text, mentions, 0))
    for _, text, mentions in corpus_articles(args.more) if args.more else ():
        training.extend(sentences_of(text, mentions, 0))
    for file, nested in SETS if args.ner else ():
        for text, mentions in column_sentences(args.ner / file, nested=nested):
            training.extend(sentences_of(text, mentions, 1))
    training = [sentence for sentence in training if 0 < len(sentence) <= 150]
    words = pretrain()
    data = [[(word, tags) for word, tags in sentence] for sentence in training]
    vocab = MultiVocab(
        {
            "char": CharVocab(data, settings["shorthand"]),
            "tag": CompositeVocab([[(tags,) for _, tags in s] for s in data], settings["shorthand"], idx=0, sep=None),
            "word": words.vocab,
        }
    )
    loader = DataLoader(as_stanza(training), args.batch, settings, words, vocab=vocab, scheme="bio")
    held = DataLoader(as_stanza(checking), 64, settings, words, vocab=vocab, evaluation=True) if checking else None
    trainer = Trainer(args=settings, vocab=vocab, pretrain=words, device="cpu")
    args.output.mkdir(parents=True, exist_ok=True)
    checkpoint, log = args.output / "checkpoint.pt", args.output / "log.jsonl"
    first, average, averaged = 0, None, 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        trainer.model.load_state_dict(state["model"])
        trainer.optimizer.load_state_dict(state["optimizer"])
        first, average, averaged = state["epoch"], state["average"], state["averaged"]
    print(f"{len(training)} sentences, {sum(map(len, training))} words, from epoch {first + 1}", flush=True)
    for epoch in range(first, args.epochs):
        started, total = time.perf_counter(), 0.0
        for group in trainer.optimizer.param_groups:
            group["lr"] = settings["lr"] * (1 - 0.95 * epoch / args.epochs)
        for batch in loader:
            total += trainer.update(batch)
        loader.reshuffle()
        if epoch >= args.epochs * 0.6:
            now = {name: value.detach().clone() for name, value in trainer.model.state_dict().items()}
            average = now if average is None else {name: average[name] + now[name] for name in now}
            averaged += 1
        row = {
            "epoch": epoch + 1,
            "loss": round(total / len(loader), 3),
            "seconds": round(time.perf_counter() - started),
        }
        if held is not None and (epoch % 4 == 3 or epoch + 1 == args.epochs):
            row["f1"] = round(score(trainer, held, checking), 2)
        print(row, flush=True)
        with log.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
        torch.save(
            {
                "model": trainer.model.state_dict(),
                "optimizer": trainer.optimizer.state_dict(),
                "epoch": epoch + 1,
                "average": average,
                "averaged": averaged,
            },
            checkpoint,
        )
    if average is not None:
        trainer.model.load_state_dict({name: value / averaged for name, value in average.items()})
        if held is not None:
            print({"averaged": averaged, "f1": round(score(trainer, held, checking), 2)}, flush=True)
    trainer.vocab["word"] = pretrain(PretrainedWordVocab).vocab
    path = args.output / "nertagger.pt"
    trainer.save(str(path))
    save_without_words(path, path)
    checkpoint.unlink()


if __name__ == "__main__":
    main()
