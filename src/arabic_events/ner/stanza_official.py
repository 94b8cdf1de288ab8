"""The official Arabic NER models of stanza, where the user has them: loaded by stanza's own pipeline, offline.

They find people, organisations and places; peoples (``GRP``) they do not know.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from arabic_events.document import Document
from arabic_events.errors import BackendUnavailable, ModelError
from arabic_events.ner.tagged import Tag, known_label, recognize_sentences
from arabic_events.schema import Entity

__all__ = ["StanzaRecognizer"]

CONFIDENCE = 0.75
"""What stands for the score that stanza's pipeline does not tell: about the published precision of its model."""

_LANGUAGE = "ar"
_BATCH = 32


class StanzaRecognizer:
    """Names by a stanza model that the user has downloaded.

    Args:
        folder: stanza's ``dir``, where ``resources.json`` lies; its default one (``$STANZA_RESOURCES_DIR``) unless
            given.
        package: which of the models, such as ``aqmar_charlm``; stanza's default one unless given.
        use_gpu: use a graphics card where there is one.

    Raises:
        BackendUnavailable: stanza or the model is not there; the message names the command that installs it.
        ModelError: the model is damaged; the message names the file and the remedy.
    """

    name = "stanza"

    def __init__(self, folder: str | Path | None = None, *, package: str = "default", use_gpu: bool = True) -> None:
        self.folder = None if folder is None else Path(folder)
        self.package = package
        self.use_gpu = use_gpu
        self._pipeline = self._load()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as its settings; a worker process loads the model itself."""
        return partial(StanzaRecognizer, self.folder, package=self.package, use_gpu=self.use_gpu), ()

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        """The entities of a document."""
        return self.recognize_many([doc])[0]

    def recognize_many(self, docs: Sequence[Document]) -> list[tuple[Entity, ...]]:
        """The entities of several documents, whose sentences share batches."""
        return recognize_sentences(docs, self._tags, evidence="model:stanza")

    def _tags(self, sentences: Sequence[Sequence[str]]) -> list[list[Tag]]:
        done = self._pipeline([list(words) for words in sentences])
        return [[(token.ner or "O", CONFIDENCE) for token in sentence.tokens] for sentence in done.sentences]

    def _command(self, folder: Path) -> str:
        chosen = repr("ner") if self.package == "default" else f"{{'ner': {self.package!r}}}, package=None"
        place = "" if self.folder is None else f", model_dir={str(folder)!r}"
        return f'python -c "import stanza; stanza.download({_LANGUAGE!r}, processors={chosen}{place})"'

    def _load(self) -> Any:
        try:
            from stanza import Pipeline
            from stanza.resources.common import DEFAULT_MODEL_DIR
        except ImportError as error:
            raise BackendUnavailable(f"recogniser 'stanza' needs stanza ({error}): pip install stanza") from error
        folder = self.folder if self.folder is not None else Path(DEFAULT_MODEL_DIR)
        command = self._command(folder)
        paths = self._files(folder, command)
        missing = [str(path) for path in paths if not path.is_file()]
        if missing:
            raise BackendUnavailable(f"recogniser 'stanza' lacks {', '.join(missing)}; download the model: {command}")
        try:
            pipeline = Pipeline(
                _LANGUAGE,
                dir=str(folder),
                package=None,
                processors={"tokenize": self.package, "ner": self.package},
                tokenize_pretokenized=True,
                ner_batch_size=_BATCH,
                download_method=None,
                use_gpu=None if self.use_gpu else False,
                logging_level="CRITICAL",
            )
            tags = pipeline.processors["ner"].get_known_tags()
        except Exception as error:
            bad = _damaged(paths)
            raise ModelError(
                f"stanza model {bad} cannot be read ({error}); delete it and download it again: {command}"
            ) from error
        if not any(map(known_label, tags)):
            raise ModelError(
                f"stanza model {paths[0]} knows no names of people, organisations or places, only {', '.join(tags)}; "
                f"choose another package, or download the default one: {self._command(folder)}"
            )
        return pipeline

    def _files(self, folder: Path, command: str) -> list[Path]:
        """The files of the model, as ``resources.json`` lists them; the model itself comes first."""
        index = folder / "resources.json"
        try:
            packages = json.loads(index.read_text("utf-8"))[_LANGUAGE]
            models = packages["ner"]
            named = packages.get("packages", {}).get(self.package, {})
            chosen = self.package if self.package in models else named.get("ner", named.get("optional", {}).get("ner"))
            if chosen is None:
                known = ", ".join(sorted(models))
                raise ModelError(f"{index} has no Arabic NER model {self.package!r}; there are {known}")
            needs = [(one["model"], one["package"]) for one in models[chosen].get("dependencies", ())]
        except (FileNotFoundError, NotADirectoryError) as error:
            raise BackendUnavailable(
                f"recogniser 'stanza' finds no model in {folder} (no resources.json there); download one: {command}"
            ) from error
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise ModelError(
                f"stanza's {index} cannot be read, or lists no Arabic NER model ({error!r}); delete it and download it "
                f"again: {command}"
            ) from error
        return [folder / _LANGUAGE / kind / f"{name}.pt" for kind, name in [("ner", chosen), *needs]]


def _damaged(paths: Sequence[Path]) -> Path:
    """The first of these files that is no whole archive of tensors, else the first."""
    import torch

    for path in paths:
        try:
            torch.load(path, map_location="cpu", weights_only=True)
        except (OSError, EOFError, LookupError, ValueError, RuntimeError, AttributeError, pickle.UnpicklingError):
            return path
    return paths[0]
