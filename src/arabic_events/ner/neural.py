"""The bundled stanza tagger: an LSTM over word vectors and letters that ships in ``models/entities/stanza``.

`training/train_stanza.py` fits it. What its layers make of a word alone is kept by word, so that only the sentence
layer runs over the text, all sentences of an article at once. The file has no list of words: it is stanza's own format
but for that, and words and vectors are those of `word_vectors`.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.utils.rnn import PackedSequence, pack_sequence

from arabic_events.late_imports import put_off

# stanza imports transformers, 0.4 s and 17 MB, for parsers that are not used here; tqdm, which it imports too,
# warns in notebooks without widgets.
with warnings.catch_warnings(), put_off("transformers"):
    warnings.simplefilter("ignore")
    from stanza.models.common.pretrain import PretrainedWordVocab
    from stanza.models.common.vocab import EMPTY, UNK_ID
    from stanza.models.ner.model import NERTagger
    from stanza.models.ner.vocab import MultiVocab
    from stanza.models.pos.vocab import CharVocab, CompositeVocab

from arabic_events.caches import WORD_FORMS
from arabic_events.document import Document
from arabic_events.encoder import grouped
from arabic_events.errors import ModelError
from arabic_events.models import locate
from arabic_events.ner.features import vector_row
from arabic_events.ner.linear import LABELS, Scores
from arabic_events.row_cache import RowCache
from arabic_events.threads import one_thread
from arabic_events.vectors import word_vectors

Float = NDArray[np.float32]
_GROUP = 16
_TOGETHER = 6_000
_FEWEST = 4
"""Products of fewer rows than these add up in another order, which shows in the last bit."""
_WIDTH = 100
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


class NeuralTagger:
    """Scores of the labels `LABELS` from a stanza NERTagger.

    Attributes:
        model: the loaded ``stanza.models.ner.model.NERTagger``.
        transitions: shape (labels + 1, labels), as in `arabic_events.ner.linear`; the last row is from the start.
    """

    def __init__(self, model: NERTagger) -> None:
        self.model = model.eval()
        tags = model.vocab["tag"]
        self._columns = torch.tensor([tags.unit2id((name, EMPTY))[0] for name in LABELS])
        steps = self.model.crits[0]._transitions.detach()[self._columns][:, self._columns].numpy()
        self.transitions: Float = np.concatenate([steps, np.zeros((1, len(LABELS)), np.float32)])
        self._vectors = torch.from_numpy(word_vectors().table)
        self._words: RowCache[str] = RowCache(WORD_FORMS, self.model.taggerlstm.lstm.input_size)

    @classmethod
    def load(cls, path: Path) -> NeuralTagger:
        """Reads a file that stanza's trainer wrote; only tensors and plain values, never code.

        Raises:
            ModelError: the file is missing, damaged or of another kind; the message names it and the remedy.
        """
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
            config, saved = state["config"], frozenset(state["model"])
            # What stanza would look for elsewhere, if need be on the network.
            if any(config[name] for name in ("bert_model", "use_peft", "charlm")) or config["word_emb_dim"] != _WIDTH:
                raise ModelError(f"entity model {path} is of another version; {_REMEDY}")
            # Not by stanza's Trainer: an optimizer to go with the model would take longer than all the rest.
            kinds = {"char": CharVocab, "tag": CompositeVocab}
            vocab = {name: kind.load_state_dict(state["vocab"][name]) for name, kind in kinds.items()}
            # Its words and vectors are those of `word_vectors`, which are in memory anyway.
            model = NERTagger(config, MultiVocab(vocab | {"word": PretrainedWordVocab([], lang="ar")}))
            model.load_state_dict(state["model"], strict=False)
            tagger = cls(model)
        except _UNREADABLE as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise ModelError(f"entity model {path} cannot be read ({reason}); {_REMEDY}") from error
        own = {name for name in tagger.model.state_dict() if name.partition(".")[0] not in tagger.model.unsaved_modules}
        if own != saved or int(tagger._columns.min()) <= UNK_ID:
            raise ModelError(f"entity model {path} is of another version: weights or labels differ; {_REMEDY}")
        return tagger

    def scores(self, docs: Sequence[Document], *, share: float = 1.0) -> list[Scores]:
        """Scores of the labels for the tokens of articles, times ``share``.

        The sentences of all articles are read together, up to `_TOGETHER` words at a time. What comes out for a
        sentence does not depend on those beside it.
        """
        with torch.inference_mode(), one_thread():
            words = [token.norm or "_" for doc in docs for token in doc.tokens]
            starts = [0, *accumulate(len(doc.tokens) for doc in docs)]
            ranges = [
                (start + sentence.first, start + sentence.last)
                for start, doc in zip(starts, docs, strict=False)
                for sentence in doc.sentences
            ]
            found = torch.empty(len(words), len(LABELS))
            for group in grouped(ranges, _TOGETHER):
                self._read(words, group, found)
            emissions = found.numpy() * np.float32(share)
        transitions = self.transitions * np.float32(share)
        return [Scores(emissions[start:end], transitions) for start, end in pairwise(starts)]

    def _read(self, words: Sequence[str], ranges: Sequence[tuple[int, int]], found: torch.Tensor) -> None:
        """Fills in the scores of the words in ``ranges``, which follow each other."""
        begin, end = ranges[0][0], ranges[-1][1]
        some = words[begin:end]
        rows = torch.from_numpy(self._words.rows(some, lambda new: self._encoded([some[at] for at in new]).numpy()))
        ordered = sorted(ranges, key=lambda one: one[0] - one[1])
        ordered[:0] = ordered[:1] * (_FEWEST - 1)
        order = pack_sequence([torch.arange(*one) for one in ordered])
        packed = PackedSequence(rows[order.data - begin], order.batch_sizes)
        model = self.model
        start = tuple(
            state.expand(-1, len(ordered), -1).contiguous()
            for state in (model.taggerlstm_h_init, model.taggerlstm_c_init)
        )
        outputs: PackedSequence = model.taggerlstm.lstm(packed, start)[0]
        found[order.data] = model.tag_clfs[0](outputs.data)[:, self._columns]

    def _encoded(self, words: Sequence[str]) -> torch.Tensor:
        """What the layers below the sentence make of words: vector and letters, through the input layer.

        Words go in groups of one length and one size, so that what comes out for a word does not depend, not even in
        the last bit, on the words that happen to be new together with it.
        """
        places: dict[int, list[int]] = {}
        for at, word in enumerate(words):
            places.setdefault(len(word), []).append(at)
        found = torch.empty(len(words), self.model.taggerlstm.lstm.input_size)
        for group in places.values():
            for first in range(0, len(group), _GROUP):
                chosen = group[first : first + _GROUP]
                filled = [words[at] for at in chosen] + [words[chosen[0]]] * (_GROUP - len(chosen))
                found[torch.tensor(chosen)] = self._group(filled)[: len(chosen)]
        return found

    def _group(self, words: Sequence[str]) -> torch.Tensor:
        """The same for `_GROUP` words of one length."""
        model, vocab, part = self.model, self.model.vocab, self.model.charmodel
        letters = part.char_emb(torch.tensor([vocab["char"].map(list(word)) for word in words]))
        start = tuple(
            state.expand(-1, _GROUP, -1).contiguous() for state in (part.charlstm_h_init, part.charlstm_c_init)
        )
        _, (last, _) = part.charlstm.lstm(letters, start)
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
