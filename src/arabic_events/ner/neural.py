"""The bundled stanza tagger: an LSTM over word vectors and letters that ships in ``models/entities/stanza``.

`training/train_stanza.py` fits it with stanza. Here its layers run on torch alone, because ``import stanza`` brings all
of stanza and takes longer than the model. What the layers make of a word alone is kept by word, so that only the
sentence layer runs over the text, all sentences of an article at once.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence

from arabic_events.clusters import frequency
from arabic_events.document import Document
from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.ner.features import glued, vector_row
from arabic_events.ner.linear import LABELS, Scores
from arabic_events.vectors import word_vectors

Float = NDArray[np.float32]
_WORD_CACHE = 20_000
_GROUP = 8
_WIDTH = 100
_UNKNOWN = 1  # what stanza puts in the place of a letter or label that it has not met
_UNREADABLE = (
    OSError,
    EOFError,
    MemoryError,
    LookupError,
    TypeError,
    ValueError,
    AssertionError,
    AttributeError,
    RuntimeError,
    ArithmeticError,
    pickle.UnpicklingError,
)
"""What torch and stanza raise at a file that is not theirs, or not whole."""
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


@lru_cache(maxsize=20_000)
def _word(norm: str) -> str:
    """The word that stands for a token: of two that ran together the rarer, which is the name if one of them is."""
    halves = glued(norm)
    return min(halves, key=frequency) if halves else norm or "_"


class _Letters(nn.Module):
    """stanza's ``CharacterModel`` in both directions, without attention."""

    def __init__(self, config: Mapping[str, Any], letters: int) -> None:
        super().__init__()
        hidden, layers = config["char_hidden_dim"], config["char_num_layers"]
        self.char_emb = nn.Embedding(letters, config["char_emb_dim"])
        self.charlstm = nn.ModuleDict({"lstm": _lstm(config["char_emb_dim"], hidden, layers)})
        self.charlstm_h_init = nn.Parameter(torch.zeros(2 * layers, 1, hidden))
        self.charlstm_c_init = nn.Parameter(torch.zeros(2 * layers, 1, hidden))


class Layers(nn.Module):
    """The layers of stanza's ``NERTagger`` but for its word vectors, under the names that stanza saves them by.

    Args:
        config: stanza's settings, which come with the weights.
        letters: how many letters it knows; labels: how many labels each of its tag layers has.
    """

    def __init__(self, config: Mapping[str, Any], letters: int, labels: Sequence[int]) -> None:
        super().__init__()
        hidden, layers = config["hidden_dim"], config["num_layers"]
        width = config["word_emb_dim"] + 2 * config["char_hidden_dim"]
        self.charmodel = _Letters(config, letters)
        self.input_transform = nn.Linear(width, width)
        self.taggerlstm = nn.ModuleDict({"lstm": _lstm(width, hidden, layers)})
        self.taggerlstm_h_init = nn.Parameter(torch.zeros(2 * layers, 1, hidden))
        self.taggerlstm_c_init = nn.Parameter(torch.zeros(2 * layers, 1, hidden))
        self.tag_clfs = nn.ModuleList([nn.Linear(2 * hidden, count) for count in labels])
        self.crits = nn.ModuleList([nn.ParameterDict({"_transitions": torch.zeros(n, n)}) for n in labels])


def _lstm(width: int, hidden: int, layers: int) -> nn.LSTM:
    return nn.LSTM(width, hidden, layers, batch_first=True, bidirectional=True)


class NeuralTagger:
    """Scores of the labels `LABELS` from a tagger that stanza trained.

    Attributes:
        model: its layers.
        transitions: shape (labels + 1, labels), as in `arabic_events.ner.linear`; the last row is from the start.
    """

    def __init__(self, model: Layers, letters: Mapping[str, int], labels: Mapping[str, int]) -> None:
        self.model = model.eval()
        self._letters = letters
        self._columns = torch.tensor([labels[name] for name in LABELS])
        steps = model.state_dict()["crits.0._transitions"][self._columns][:, self._columns].numpy()
        self.transitions: Float = np.concatenate([steps, np.zeros((1, len(LABELS)), np.float32)])
        self._vectors = torch.from_numpy(word_vectors().table)
        self._rows: dict[str, int] = {}
        self._table = torch.zeros(_WORD_CACHE, model.input_transform.out_features)

    @classmethod
    def load(cls, path: Path) -> NeuralTagger:
        """Reads a file that stanza's trainer wrote; only tensors and plain values, never code.

        Raises:
            ModelError: the file is missing, damaged or of another kind; the message names it and the remedy.
        """
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
            config, weights = state["config"], state["model"]
            letters, labels = (state["vocab"][kind]["_unit2id"] for kind in ("char", "tag"))
            # What stanza would look for elsewhere, if need be on the network.
            foreign = any(config[name] for name in ("bert_model", "use_peft", "charlm"))
            if foreign or config["word_emb_dim"] != _WIDTH or not labels[0].keys() >= set(LABELS):
                raise ModelError(f"entity model {path} is of another version; {_REMEDY}")
            # Its words and vectors are those of `word_vectors`, which are in memory anyway.
            model = Layers(config, len(letters), [len(names) for names in labels.values()])
            if model.state_dict().keys() != weights.keys():
                raise ModelError(f"entity model {path} is of another version: weights differ; {_REMEDY}")
            model.load_state_dict(weights)
            return cls(model, letters, labels[0])
        except _UNREADABLE as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise ModelError(f"entity model {path} cannot be read ({reason}); {_REMEDY}") from error

    def scores(self, doc: Document, *, share: float = 1.0) -> Scores:
        """Scores of the labels for the tokens of an article, times ``share``."""
        with torch.inference_mode(), _one_thread():
            rows = self._word_rows([_word(token.norm) for token in doc.tokens])
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
        outputs: PackedSequence = model.taggerlstm["lstm"](packed, start)[0]
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
        """What the layers below the sentence make of words: vector and letters, through the input layer.

        Words go in groups of one length and one size, so that what comes out for a word does not depend, not even in
        the last bit, on the words that happen to be new together with it.
        """
        places: dict[int, list[int]] = {}
        for at, word in enumerate(words):
            places.setdefault(len(word), []).append(at)
        found = torch.empty(len(words), self._table.shape[1])
        for group in places.values():
            for first in range(0, len(group), _GROUP):
                chosen = group[first : first + _GROUP]
                filled = [words[at] for at in chosen] + [words[chosen[0]]] * (_GROUP - len(chosen))
                found[torch.tensor(chosen)] = self._group(filled)[: len(chosen)]
        return found

    def _group(self, words: Sequence[str]) -> torch.Tensor:
        """The same for `_GROUP` words of one length."""
        model, part = self.model, self.model.charmodel
        numbers = [[self._letters.get(letter, _UNKNOWN) for letter in word] for word in words]
        letters = part.char_emb(torch.tensor(numbers))
        start = tuple(
            state.expand(-1, _GROUP, -1).contiguous() for state in (part.charlstm_h_init, part.charlstm_c_init)
        )
        _, (last, _) = part.charlstm["lstm"](letters, start)
        by_letters = last.transpose(0, 1).reshape(_GROUP, -1)
        vectors = self._vectors[torch.tensor([vector_row(word.lower()) for word in words])]
        encoded: torch.Tensor = model.input_transform(torch.cat([vectors, by_letters], 1))
        return encoded


@cache
def neural_tagger() -> NeuralTagger:
    """The bundled tagger, read once.

    Raises:
        ModelError: it is missing or damaged.
    """
    return NeuralTagger.load(locate("entities/stanza/nertagger.pt"))
