"""Times a plugin of the value scorer over the texts of suites; runs in the interpreter of the plugin's library.

    PYTHON value_speed.py MODULE:FUNCTION SUITE.jsonl...

Prints texts per second as JSON: ``first``, each text once after one call, and ``again``, the median of six more passes.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from statistics import median


def main() -> None:
    module, name = sys.argv[1].split(":")
    plugin = getattr(importlib.import_module(module), name)
    cases = []
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as stream:  # noqa: PTH123
            cases += [json.loads(line) for line in stream]
    texts = [(case["text"], case.get("reference")) for case in cases]
    plugin(*texts[0])
    speeds = []
    for _ in range(7):
        start = time.perf_counter()
        for text, reference in texts:
            plugin(text, reference)
        speeds.append(len(texts) / (time.perf_counter() - start))
    print(json.dumps({"first": speeds[0], "again": median(speeds[1:])}))


if __name__ == "__main__":
    main()
