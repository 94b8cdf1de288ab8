"""The word vectors of ``models/words`` as stanza's pretrained vectors."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
from stanza.models.common.vocab import UNK_ID, VOCAB_PREFIX

from arabic_events.models import locate
from arabic_events.ner.features import vector_row
from arabic_events.vectors import word_vectors

_FIRST = len(VOCAB_PREFIX)


class NewsVocab(PretrainedWordVocab):  # type: ignore[misc]  # stanza has no type hints
    """The words of `word_vectors` behind the rows that stanza puts first, looked up as `vector_row` does."""

    def unit2id(self, unit: str) -> int:
        """The row of a word, `UNK_ID` when neither it nor its core is known."""
        row = vector_row(unit)
        return row - 1 + _FIRST if row else UNK_ID


def pretrain(kind: type[PretrainedWordVocab] = NewsVocab) -> Pretrain:
    """The vectors, with the four rows that stanza puts first; with stanza's own vocabulary where a file is written."""
    vectors = word_vectors()
    words = sorted(vectors.index, key=vectors.index.__getitem__)
    found = Pretrain()
    found._vocab = kind(words[1:], lang="ar_news")
    table = np.concatenate([np.zeros((_FIRST, vectors.table.shape[1]), np.float32), vectors.table[1:]])
    found._emb = torch.from_numpy(table)
    return found


_PACKAGE = "arabic_events"


def save_without_words(saved: Path, path: Path) -> None:
    """Copies a tagger that stanza saved but for its list of words, which is that of `word_vectors` and slow to read."""
    state = torch.load(saved, weights_only=True)
    del state["vocab"]["word"]
    torch.save(state, path)


def write_stanza_folder(folder: Path) -> Path:
    """The bundled tagger as a folder that stanza itself reads: ``resources.json``, the model and its word vectors.

    Text has to be in normal form (`arabic_events.text.normalize`), its words apart by blanks:

        folder = write_stanza_folder(Path("ours"))
        pipeline = stanza.Pipeline("ar", dir=str(folder), package=None, processors={"ner": "arabic_events", ...})

    Raises:
        FileExistsError: the folder exists.
        ModelError: the bundled model is missing.
    """
    folder.mkdir(parents=True)
    for kind in ("ner", "pretrain"):
        (folder / "ar" / kind).mkdir(parents=True)
    words = pretrain(PretrainedWordVocab)
    words.save(str(folder / "ar" / "pretrain" / f"{_PACKAGE}.pt"))
    state = torch.load(locate("entities/stanza/nertagger.pt"), weights_only=True)
    state["vocab"]["word"] = words.vocab.state_dict()
    torch.save(state, folder / "ar" / "ner" / f"{_PACKAGE}.pt")
    needs = [{"model": "pretrain", "package": _PACKAGE}]
    resources = {
        "ar": {
            "lang_name": "Arabic",
            "packages": {"default": {"tokenize": _PACKAGE, "ner": _PACKAGE}},
            "ner": {_PACKAGE: {"dependencies": needs}},
            "tokenize": {_PACKAGE: {}},
            "pretrain": {_PACKAGE: {}},
        }
    }
    (folder / "resources.json").write_text(json.dumps(resources, indent=1), "utf-8")
    return folder
