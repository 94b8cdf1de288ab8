"""The word vectors of ``models/words`` as stanza's pretrained vectors."""

from __future__ import annotations

import numpy as np
import torch
from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
from stanza.models.common.vocab import UNK_ID

from arabic_events.ner.gazetteer import splits
from arabic_events.vectors import word_vectors


class NewsVocab(PretrainedWordVocab):  # type: ignore[misc]  # stanza has no type hints
    """Words in normal form; an unknown one takes the vector of what stands behind its clitics, if that is known."""

    def unit2id(self, unit: str) -> int:
        """The row of a word, `UNK_ID` when neither it nor its core is known."""
        row = self._unit2id.get(unit)
        if row is None:
            row = int(
                next((found for _, core in splits(unit) if (found := self._unit2id.get(core)) is not None), UNK_ID)
            )
            if len(self._unit2id) < 300_000:
                self._unit2id[unit] = row
        return int(row)


def pretrain(kind: type[PretrainedWordVocab] = NewsVocab) -> Pretrain:
    """The vectors, with the four rows that stanza puts first; with stanza's own vocabulary where a file is written."""
    vectors = word_vectors()
    words = sorted(vectors.index, key=vectors.index.__getitem__)
    found = Pretrain()
    found._vocab = kind(words[1:], lang="ar_news")
    table = np.concatenate([np.zeros((4, vectors.table.shape[1]), np.float32), vectors.table[1:]])
    found._emb = torch.from_numpy(table)
    return found
