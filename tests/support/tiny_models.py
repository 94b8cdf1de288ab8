"""Small models of names in the formats of stanza and camel-tools, fitted to a handful of sentences in seconds."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from arabic_events import threads

SENTENCES = """
اجتمع/O الوفدان/O في/O واشنطن/B-LOC وبغداد/B-LOC ،/O ثم/O توجها/O لموسكو/B-LOC ./O
قال/O الرئيس/O فلاديمير/B-PER بوتين/I-PER إن/O الأمم/B-ORG المتحدة/I-ORG وافقت/O ./O
وصل/O جون/B-PER كيري/I-PER إلى/O بغداد/B-LOC والقاهرة/B-LOC أمس/O ./O
أعلنت/O منظمة/B-ORG الصحة/I-ORG العالمية/I-ORG أن/O القاهرة/B-LOC استقبلت/O الجرحى/O ./O
اجتمع/O John/B-PER Smith/I-PER في/O London/B-LOC مع/O NATO/B-ORG ./O
تحدث/O عن/O الإسلام/B-MISC والمسيحية/B-MISC في/O بغداد/B-LOC ./O
""".strip().splitlines()
TAGGED = [[tuple(pair.rsplit("/", 1)) for pair in line.split()] for line in SENTENCES]
WORDS = sorted({word for sentence in TAGGED for word, _ in sentence})
LETTERS = sorted({letter for word in WORDS for letter in word})

_STANZA_SETTINGS: dict[str, Any] = {
    "shorthand": "ar_tiny",
    "scheme": "bioes",
    "batch_size": 4,
    "word_emb_dim": 16,
    "emb_finetune": False,
    "emb_finetune_known_only": True,
    "lowercase": True,
    "char": True,
    "charlm": False,
    "char_lowercase": False,
    "char_emb_dim": 16,
    "char_hidden_dim": 16,
    "char_num_layers": 1,
    "char_rec_dropout": 0,
    "char_dropout": 0,
    "hidden_dim": 32,
    "num_layers": 1,
    "input_transform": True,
    "dropout": 0.0,
    "word_dropout": 0.0,
    "locked_dropout": 0.0,
    "rec_dropout": 0,
    "bert_model": None,
    "use_peft": False,
    "bert_finetune": False,
    "optim": "adam",
    "lr": 1e-2,
    "momentum": 0,
    "max_grad_norm": 5.0,
}


@contextmanager
def one_thread() -> Iterator[None]:
    """Small tensors gain nothing by threads, and lose much where other processes have the cores."""
    import torch  # noqa: F401  what is not loaded keeps its threads

    with threads.one_thread():
        yield


@one_thread()
def write_stanza(folder: Path, *, charlm: bool = False, steps: int = 25) -> Path:
    """A stanza model as `stanza.download` leaves one: ``resources.json``, the model and what it depends on."""
    import torch
    from stanza.models.common.char_model import CharacterLanguageModel
    from stanza.models.common.doc import Document
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
    from stanza.models.ner.data import DataLoader
    from stanza.models.ner.trainer import Trainer
    from stanza.models.pos.vocab import CharVocab

    torch.manual_seed(1)
    random.seed(1)
    language = folder / "ar"
    vectors = Pretrain()
    vectors._vocab = PretrainedWordVocab([word.lower() for word in WORDS], lang="ar")
    vectors._emb = torch.randn(len(vectors._vocab), _STANZA_SETTINGS["word_emb_dim"])
    vectors.save(str(language / "pretrain" / "tiny.pt"))
    settings = {**_STANZA_SETTINGS, "charlm": charlm}
    needs = ["pretrain"]
    if charlm:
        letters = CharVocab([[*LETTERS, " ", "\n"]], lang="ar")
        for direction in ("forward", "backward"):
            path = language / f"{direction}_charlm" / "tiny.pt"
            CharacterLanguageModel(settings, {"char": letters}, is_forward_lm=direction == "forward").save(str(path))
            settings[f"charlm_{direction}_file"] = str(path)
            needs.append(f"{direction}_charlm")
    rows = [
        [{"id": at + 1, "text": word, "ner": tag, "multi_ner": (tag,)} for at, (word, tag) in enumerate(sentence)]
        for sentence in TAGGED
    ]
    batches = DataLoader(Document(rows), 4, settings, vectors)
    trainer = Trainer(args=settings, vocab=batches.vocab, pretrain=vectors, device="cpu")
    for _ in range(steps):
        for batch in batches:
            trainer.update(batch)
    (language / "ner").mkdir(parents=True)
    trainer.save(str(language / "ner" / "tiny.pt"))
    resources = {
        "ar": {
            "lang_name": "Arabic",
            "packages": {"default": {"tokenize": "tiny", "ner": "tiny"}},
            "ner": {"tiny": {"dependencies": [{"model": kind, "package": "tiny"} for kind in needs]}},
            "tokenize": {"tiny": {}},
            **{kind: {"tiny": {}} for kind in needs},
        }
    }
    (folder / "resources.json").write_text(json.dumps(resources), "utf-8")
    return folder


@one_thread()
def write_camel(folder: Path, *, steps: int = 40) -> Path:
    """A model as ``camel_data -i ner-arabert`` leaves one: ``catalogue.json``, and a BERT under ``data``."""
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizer

    labels = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]
    torch.manual_seed(1)
    path = folder / "data" / "ner" / "tiny"
    path.mkdir(parents=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted({word.lower() for word in WORDS})]
    (path / "vocab.txt").write_text("\n".join(dict.fromkeys([*vocabulary, *LETTERS, *(f"##{one}" for one in LETTERS)])))
    tokenizer = BertTokenizer(str(path / "vocab.txt"))
    tokenizer.save_pretrained(path)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        id2label=dict(enumerate(labels)),
        label2id={label: at for at, label in enumerate(labels)},
    )
    model = BertForTokenClassification(config).train()
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    ids = torch.zeros(len(TAGGED), 64, dtype=torch.long)
    gold = torch.full_like(ids, -100)
    for row, sentence in enumerate(TAGGED):
        words = [(word, tag.replace("-PER", "-PERS")) for word, tag in sentence]
        parts = [tokenizer.convert_tokens_to_ids(tokenizer.tokenize(word)) for word, _ in words]
        ids[row, 0] = tokenizer.cls_token_id
        at = 1
        for part, (_, tag) in zip(parts, words, strict=True):
            ids[row, at : at + len(part)] = torch.tensor(part)
            gold[row, at] = labels.index(tag)
            at += len(part)
        ids[row, at] = tokenizer.sep_token_id
    for _ in range(steps):
        optimizer.zero_grad()
        model(input_ids=ids, attention_mask=(ids != tokenizer.pad_token_id).long(), labels=gold).loss.backward()
        optimizer.step()
    model.save_pretrained(path)
    dataset = {"arabert": {"path": "ner/tiny"}}
    catalogue = {
        "version": "1.6.0",
        "packages": {},
        "components": {"NamedEntityRecognition": {"default": "arabert", "datasets": dataset}},
    }
    (folder / "catalogue.json").write_text(json.dumps(catalogue), "utf-8")
    return folder
