"""The bundled stanza tagger: an LSTM over word vectors and letters that ships in ``models/entities/stanza``.

`training/train_stanza.py` fits it. What its layers make of a word alone is kept by word, so that only the sentence
layer runs over the text, all sentences of an article at once.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.common.vocab import EMPTY
from stanza.models.ner.trainer import Trainer
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pack_sequence, pad_sequence

from arabic_events.document import Document
from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.ner.linear import LABELS, Scores
from arabic_events.ner.stanza_vectors import pretrain

Float = NDArray[np.float32]
_WORD_CACHE = 30_000
_REMEDY = "reinstall arabic_events, or rebuild it: python training/train_stanza.py CORPUS"


@contextmanager
def _one_thread() -> Iterator[None]:
    """Matrices as small as these are slower on several threads, and workers share the cores."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


class NeuralTagger:
    """Scores of the labels `LABELS` from a stanza NERTagger.

    Attributes:
        model: the loaded ``stanza.models.ner.model.NERTagger``.
        transitions: shape (labels + 1, labels), as in `arabic_events.ner.linear`; the last row is from the start.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.model = trainer.model.eval()
        tags = trainer.vocab["tag"]
        self._columns = torch.tensor([tags.unit2id((name, EMPTY))[0] for name in LABELS])
        steps = self.model.crits[0]._transitions.detach()[self._columns][:, self._columns].numpy()
        self.transitions: Float = np.concatenate([steps, np.zeros((1, len(LABELS)), np.float32)])
        self._rows: dict[str, int] = {}
        width = self.model.taggerlstm.lstm.input_size
        self._table = torch.zeros(_WORD_CACHE, width)

    @classmethod
    def load(cls, path: Path) -> NeuralTagger:
        """Reads a file that stanza's trainer wrote; only tensors and plain values, never code.

        Raises:
            ModelError: the file is missing, damaged or of another kind; the message names it and the remedy.
        """
        try:
            words = pretrain()
            trainer = Trainer(model_file=str(path), pretrain=words, device="cpu")
            trainer.model.vocab["word"] = words.vocab
            return cls(trainer)
        except (OSError, EOFError, KeyError, ValueError, RuntimeError, AttributeError, pickle.UnpicklingError) as error:
            raise ModelError(f"entity model {path} cannot be read ({error}); {_REMEDY}") from error

    def scores(self, doc: Document, *, share: float = 1.0) -> Scores:
        """Scores of the labels for the tokens of an article, times ``share``."""
        with torch.inference_mode(), _one_thread():
            rows = self._word_rows([token.norm or "_" for token in doc.tokens])
            sentences = sorted(doc.sentences, key=lambda sentence: sentence.first - sentence.last)
            packed = pack_sequence([self._table[rows[sentence.first : sentence.last]] for sentence in sentences])
            outputs = self._run(packed, len(sentences))
            found = torch.empty(len(rows), len(LABELS))
            logits = self.model.tag_clfs[0](outputs.data)[:, self._columns]
            order = pack_sequence([torch.arange(s.first, s.last) for s in sentences]).data
            found[order] = logits
            return Scores(found.numpy() * np.float32(share), self.transitions * np.float32(share))

    def _run(self, packed: PackedSequence, count: int) -> PackedSequence:
        model = self.model
        start = tuple(
            state.expand(-1, count, -1).contiguous() for state in (model.taggerlstm_h_init, model.taggerlstm_c_init)
        )
        outputs: PackedSequence = model.taggerlstm.lstm(packed, start)[0]
        return outputs

    def _word_rows(self, words: Sequence[str]) -> torch.Tensor:
        new = [word for word in dict.fromkeys(words) if word not in self._rows]
        if len(self._rows) + len(new) > _WORD_CACHE:
            self._rows.clear()
            new = list(dict.fromkeys(words))
            if len(new) > _WORD_CACHE:
                self._table = torch.zeros(len(new), self._table.shape[1])
        if new:
            first = len(self._rows)
            self._table[first : first + len(new)] = self._encoded(new)
            self._rows.update({word: first + at for at, word in enumerate(new)})
        return torch.tensor([self._rows[word] for word in words])

    def _encoded(self, words: Sequence[str]) -> torch.Tensor:
        """What the layers below the sentence make of words: vector and letters, through the input layer."""
        model, vocab = self.model, self.model.vocab
        order = sorted(range(len(words)), key=lambda at: -len(words[at]))
        letters = [torch.tensor(vocab["char"].map(list(words[at]))) for at in order]
        part = model.charmodel
        embedded = part.char_emb(pad_sequence(letters, batch_first=True))
        packed = pack_padded_sequence(embedded, [len(one) for one in letters], batch_first=True)
        start = tuple(
            state.expand(-1, len(words), -1).contiguous() for state in (part.charlstm_h_init, part.charlstm_c_init)
        )
        _, (last, _) = part.charlstm.lstm(packed, start)
        by_letters = torch.empty(len(words), last.shape[0] * last.shape[2])
        by_letters[torch.tensor(order)] = last.transpose(0, 1).reshape(len(words), -1)
        vectors = model.word_emb(torch.tensor(vocab["word"].map([word.lower() for word in words])))
        joined = torch.cat([vectors, by_letters], 1)
        return model.input_transform(joined) if model.input_transform is not None else joined


@cache
def neural_tagger() -> NeuralTagger:
    """The bundled tagger, read once.

    Raises:
        ModelError: it is missing or damaged.
    """
    return NeuralTagger.load(locate("entities/stanza/nertagger.pt"))
