"""The word vectors of ``models/words`` as stanza's pretrained vectors."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from shutil import copyfile

import numpy as np
import torch
from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
from stanza.models.common.vocab import UNK_ID, VOCAB_PREFIX

from arabic_events.models import locate
from arabic_events.ner.gazetteer import splits
from arabic_events.vectors import word_vectors

_FIRST = len(VOCAB_PREFIX)


@lru_cache(maxsize=20_000)
def vector_row(word: str) -> int:
    """The row of a word in normal form in `word_vectors`; an unknown one takes that of its core behind the clitics.

    >>> vector_row("وبالرباط") == word_vectors().index["الرباط"]
    True
    """
    return word_vectors().row(*(core for _, core in splits(word)))


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
    copyfile(locate("entities/stanza/nertagger.pt"), folder / "ar" / "ner" / f"{_PACKAGE}.pt")
    pretrain(PretrainedWordVocab).save(str(folder / "ar" / "pretrain" / f"{_PACKAGE}.pt"))
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
