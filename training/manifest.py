"""Writes models/manifest.json: the SHA-256 of every model file.

python training/manifest.py models
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from arabic_events.models import digest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    sha256 = {
        path.relative_to(folder).as_posix(): digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"manifest.json", "MODEL_CARD.md"}
    }
    (folder / "manifest.json").write_text(json.dumps({"version": 1, "sha256": sha256}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
