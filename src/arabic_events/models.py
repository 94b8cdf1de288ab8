"""Where the weights that ship are found, and whether they are whole.

In a source tree they lie in ``models/``; a wheel carries them inside the package. ``manifest.json`` lists each file
with its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from arabic_events.errors import ModelError

_REMEDY = "reinstall arabic_events, or rebuild the file with the command in its MODEL_CARD.md"


def _folders() -> list[Path]:
    package = Path(str(files("arabic_events")))
    return [package / "_models", package.parents[1] / "models"]


@cache
def locate(name: str) -> Path:
    """The path of a model file such as ``"morphology/news.db"``.

    Raises:
        ModelError: it is in none of the places looked at; the message lists them.
    """
    places = [folder / name for folder in _folders()]
    for place in places:
        if place.exists():
            return place
    raise ModelError(f"model file {name!r} not found; looked at {', '.join(map(str, places))}; {_REMEDY}")


@cache
def manifest() -> dict[str, str]:
    """SHA-256 of each model file by name."""
    data = json.loads(locate("manifest.json").read_text("utf-8"))
    return {name: str(digest) for name, digest in data["sha256"].items()}


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def verified(name: str) -> Path:
    """The path of a model file after its SHA-256 was compared with the manifest.

    Raises:
        ModelError: the file is missing, not listed, or differs.
    """
    path = locate(name)
    expected = manifest().get(name)
    if expected is None:
        raise ModelError(f"model file {path} is not in manifest.json; {_REMEDY}")
    if digest(path) != expected:
        raise ModelError(f"model file {path} is damaged (SHA-256 differs from manifest.json); {_REMEDY}")
    return path
