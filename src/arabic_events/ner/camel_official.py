"""The NER models of camel-tools, where the user has them: loaded by its own ``NERecognizer``, offline.

They find people, organisations and places; peoples (``GRP``) they do not know. ``NERecognizer.predict`` pads every
sentence to 256 pieces and tells no score; the model that it loaded is run here over batches of sentences of one length.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from arabic_events.document import Document
from arabic_events.errors import BackendUnavailable, ModelError
from arabic_events.morphology import offline_camel_tools
from arabic_events.ner.tagged import Tag, known_label, recognize_sentences
from arabic_events.schema import Entity

__all__ = ["CamelRecognizer"]

COMMAND = "camel_data -i ner-arabert"
_COMPONENT = "NamedEntityRecognition"
_PIECES = 256
"""Pieces of a sentence that camel-tools gives the model at a time, with the two at its ends."""
_BATCH = 32
_WHOLE_VOCABULARY = 0.95
_LETTERS = 100
"""Letters of a word that are read; longer ones are no words."""
_NEEDED = (
    ("config.json",),
    ("vocab.txt", "tokenizer.json"),
    ("model.safetensors", "pytorch_model.bin", "model.safetensors.index.json", "pytorch_model.bin.index.json"),
)


class CamelRecognizer:
    """Names by a model of camel-tools that the user has installed.

    Args:
        folder: a folder of camel's data (with ``catalogue.json``) or of one model (with ``config.json``); unless
            given, ``$CAMELTOOLS_DATA`` or camel's own folder in the user's home.
        use_gpu: use a graphics card where there is one.

    Raises:
        BackendUnavailable: camel-tools or the model is not there; the message names the command that installs it.
        ModelError: the model is damaged; the message names the file or folder and the remedy.
    """

    name = "camel"

    def __init__(self, folder: str | Path | None = None, *, use_gpu: bool = True) -> None:
        self.folder = None if folder is None else Path(folder)
        self.use_gpu = use_gpu
        _import_camel()
        self._model = _Model.load(self._locate(), use_gpu=use_gpu)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as its settings; a worker process loads the model itself."""
        return partial(CamelRecognizer, self.folder, use_gpu=self.use_gpu), ()

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        """The entities of a document."""
        return self.recognize_many([doc])[0]

    def recognize_many(self, docs: Sequence[Document]) -> list[tuple[Entity, ...]]:
        """The entities of several documents, whose sentences share batches."""
        return recognize_sentences(docs, self._model.tags, evidence="model:camel")

    def _locate(self) -> Path:
        """The folder of the model."""
        places = _data_folders() if self.folder is None else [self.folder]
        for place in places:
            path = _in_data(place) if (place / "catalogue.json").is_file() else place
            if path is not None and (path / "config.json").is_file():
                return path
            if path is not None and path.is_dir() and path != place and any(path.iterdir()):
                raise ModelError(f"camel model {path / 'config.json'} is missing; install it again: {_again()}")
        looked = ", ".join(map(str, places))
        command = COMMAND
        if self.folder is not None:
            command = f"CAMELTOOLS_DATA={str(self.folder)!r} {COMMAND}"
        raise BackendUnavailable(f"recogniser 'camel' finds no model in {looked}; install one: {command}")


def _import_camel() -> None:
    """Imports what loads the model, without a download or a folder in the user's home."""
    try:
        # First, with the true home folder: it remembers where the home is, and camel-tools is imported with another.
        import transformers  # noqa: F401

        with offline_camel_tools():
            import camel_tools.ner  # noqa: F401
    except ImportError as error:
        raise BackendUnavailable(f"recogniser 'camel' needs camel-tools ({error}): pip install camel-tools") from error


def _again() -> str:
    return COMMAND.replace("-i", "-f -i")


def _data_folders() -> list[Path]:
    """Where camel-tools keeps what the user installs."""
    own = os.environ.get("CAMELTOOLS_DATA")
    if own:
        return [Path(own).expanduser()]
    home = Path.home()
    return [home / "AppData" / "Roaming" / "camel_tools" if sys.platform == "win32" else home / ".camel_tools"]


def _in_data(folder: Path) -> Path | None:
    """The folder of the default NER model of a catalogue, None when the catalogue lists none."""
    path = folder / "catalogue.json"
    try:
        component = json.loads(path.read_text("utf-8"))["components"].get(_COMPONENT)
        return None if component is None else folder / "data" / component["datasets"][component["default"]]["path"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(
            f"camel's {path} cannot be read ({error!r}); fetch it again: camel_data -u, then {COMMAND}"
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """No bar while weights are read."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """A loaded model: the parts of a ``NERecognizer``.

    Attributes:
        labels: names of the columns of what the model gives.
        limit: pieces of words that a sequence holds.
    """

    model: Any
    tokenizer: Any
    labels: tuple[str, ...]
    limit: int
    device: str

    @classmethod
    def load(cls, folder: Path, *, use_gpu: bool) -> _Model:
        """Reads a model; only tensors and plain values, never code.

        Raises:
            ModelError: a file is missing or damaged.
        """
        import torch
        from camel_tools.ner import NERecognizer

        for names in _NEEDED:
            if not any((folder / name).is_file() for name in names):
                raise ModelError(f"camel model {folder / names[0]} is missing; install it again: {_again()}")
        try:
            with _quiet():
                loaded = NERecognizer(str(folder), use_gpu=use_gpu)
            config = loaded.model.config
            labels = tuple(loaded.labels_map[at] for at in range(len(loaded.labels_map)))
            size, words = int(config.vocab_size), len(loaded.tokenizer)
            limit = min(_PIECES, int(config.max_position_embeddings)) - 2
        except Exception as error:
            reason = str(error).split("\n", 1)[0]
            raise ModelError(f"camel model {folder} cannot be read ({reason}); install it again: {_again()}") from error
        if not any(map(known_label, labels)):
            raise ModelError(
                f"camel model {folder} knows no names of people, organisations or places, only {', '.join(labels)}; "
                f"install one that does: {COMMAND}"
            )
        if not size * _WHOLE_VOCABULARY <= words <= size:
            raise ModelError(
                f"camel model {folder / _NEEDED[1][0]} holds {words} words where the weights have {size}; install it "
                f"again: {_again()}"
            )
        device = "cuda" if use_gpu and torch.cuda.is_available() else "cpu"
        return cls(loaded.model.to(device).eval(), loaded.tokenizer, labels, limit, device)

    def tags(self, sentences: Sequence[Sequence[str]]) -> list[list[Tag]]:
        """A tag for each word, from its first piece; a word without pieces has none."""
        pieces = self._pieces({word for words in sentences for word in words})
        found: list[list[Tag]] = [[("O", 1.0)] * len(words) for words in sentences]
        rows: list[tuple[list[int], list[tuple[int, int, int]]]] = []
        for at, words in enumerate(sentences):
            ids: list[int] = []
            heads: list[tuple[int, int, int]] = []
            for place, word in enumerate(words):
                part = pieces[word]
                if ids and len(ids) + len(part) > self.limit:
                    rows.append((ids, heads))
                    ids, heads = [], []
                if part:
                    heads.append((len(ids) + 1, at, place))
                    ids = ids + part
            if ids:
                rows.append((ids, heads))
        rows.sort(key=lambda row: -len(row[0]))
        for first in range(0, len(rows), _BATCH):
            self._tag(rows[first : first + _BATCH], found)
        return found

    def _pieces(self, words: set[str]) -> dict[str, list[int]]:
        cut = self.tokenizer
        return {word: cut.convert_tokens_to_ids(cut.tokenize(word[:_LETTERS]))[: self.limit] for word in words}

    def _tag(self, rows: Sequence[tuple[list[int], list[tuple[int, int, int]]]], found: list[list[Tag]]) -> None:
        import torch

        known = self.tokenizer
        ids = torch.full((len(rows), len(rows[0][0]) + 2), int(known.pad_token_id))
        mask = torch.zeros_like(ids)
        for at, (row, _) in enumerate(rows):
            ids[at, : len(row) + 2] = torch.tensor([known.cls_token_id, *row, known.sep_token_id])
            mask[at, : len(row) + 2] = 1
        ids, mask = ids.to(self.device), mask.to(self.device)
        with torch.inference_mode():
            logits = self.model(input_ids=ids, attention_mask=mask, token_type_ids=torch.zeros_like(ids))[0]
            sure, best = (part.cpu().tolist() for part in logits.float().softmax(-1).max(-1))
        for at, (_, heads) in enumerate(rows):
            for column, sentence, place in heads:
                found[sentence][place] = (self.labels[best[at][column]], sure[at][column])
