"""The packages that the library is built on are at work, not just installed, when an article is read by default."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

ARTICLE = "أعلنت وزارة الدفاع العراقية، الثلاثاء، مقتل ثلاثة جنود في هجوم على قاعدة قرب مدينة الموصل."

# Calls are noted by module and name where a function is defined, so it does not matter under which name it is imported.
CODE = """
import sys
import threading

called = set()

def note(frame, event, argument):
    if event == "call":
        called.add((frame.f_globals.get("__name__"), frame.f_code.co_qualname))

sys.setprofile(note)
from arabic_events import Extractor
(result,) = Extractor().extract([sys.argv[1]], processes=1)
sys.setprofile(None)

import json
import regex
import pydantic
from camel_tools.morphology.analyzer import Analyzer
from camel_tools.morphology.database import MorphologyDB
from stanza.models.ner.model import NERTagger
import arabic_events.morphology
import arabic_events.text
from arabic_events.ner.neural import neural_tagger

analyzer = arabic_events.morphology._engine()._analyzer
print(json.dumps({
    "called": sorted({f"{module}:{name}" for module, name in called if module}),
    "events": len(result.events),
    "tagger": type(neural_tagger().model) is NERTagger,
    "analyzer": isinstance(analyzer, Analyzer) and type(analyzer._db) is MorphologyDB,
    "result": isinstance(result, pydantic.BaseModel),
    "pattern": isinstance(arabic_events.text._CLUSTER, regex.Pattern),
}))
"""

CALLED = [
    "camel_tools.utils.normalize:normalize_unicode",
    "camel_tools.utils.normalize:normalize_alef_ar",
    "camel_tools.utils.normalize:normalize_alef_maksura_ar",
    "camel_tools.utils.normalize:normalize_teh_marbuta_ar",
    "camel_tools.utils.dediac:dediac_ar",
    "camel_tools.tokenizers.word:simple_word_tokenize",
    "camel_tools.morphology.database:MorphologyDB.__init__",
    "camel_tools.morphology.analyzer:Analyzer._combined_analyses",
    "stanza.models.ner.model:NERTagger.__init__",
    "stanza.models.common.vocab:BaseVocab.map",
    "pydantic.main:BaseModel.__init__",
    "regex._main:compile",
]


@pytest.fixture
def report(python: Callable[..., subprocess.CompletedProcess[str]]) -> dict[str, object]:
    """What a fresh process has called for one article."""
    done = python(CODE, ARTICLE)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_an_article_is_read_with_the_packages(report: dict[str, object]) -> None:
    assert report["events"]
    called = report["called"]
    assert isinstance(called, list)
    assert [name for name in CALLED if name not in called] == []
    assert {"tagger", "analyzer", "result", "pattern"} <= {name for name, value in report.items() if value is True}
