"""The contract of all recognisers; those of others run on small models made here and loaded by their own code."""

from __future__ import annotations

import copy
import json
import pickle
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import numpy as np
import pytest
from documents import check_entities, document
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_models import SENTENCES, TAGGED, WORDS, write_camel, write_stanza

from arabic_events import Article, Extraction, Extractor, extract
from arabic_events.document import Document
from arabic_events.errors import BackendUnavailable, InputError, ModelError
from arabic_events.ner import Recognizer, check_recognizer, get_recognizer, recognizer_names
from arabic_events.ner.camel_official import CamelRecognizer
from arabic_events.ner.ensemble import EnsembleRecognizer
from arabic_events.ner.linking import link
from arabic_events.ner.stanza_official import StanzaRecognizer
from arabic_events.ner.tagged import model_word, tagged_mentions
from arabic_events.schema import Entity, EntityLabel

TEXTS = [" ".join(word for word, _ in sentence) for sentence in TAGGED]
TEXT = "\n".join(TEXTS)
PROCLITICS = "اجتمع الوفدان في واشنطن وبغداد، ثم توجها لموسكو."
PIECES = [
    *WORDS,
    "للعراق",
    "قَرَه باغ",
    "«داعش»",
    "محمد بن سلمان",
    "\n",
    "(",
    '"',
    "2023",
    "و",
    "لل",
    "بـ",
    "\u200f",
    "\u064b",
    "فيالسفارة",
    "🙂",
    "ﻻ",
    "أ.ف.ب",
    "-",
]
RECOGNIZERS = [*recognizer_names(), "stanza with charlm", "ensemble:vote"]


@pytest.fixture(scope="session")
def stanza_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_stanza(tmp_path_factory.mktemp("stanza"))


@pytest.fixture(scope="session")
def charlm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_stanza(tmp_path_factory.mktemp("charlm"), charlm=True)


@pytest.fixture(scope="session")
def camel_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_camel(tmp_path_factory.mktemp("camel"))


@pytest.fixture(params=RECOGNIZERS)
def ner(request: pytest.FixtureRequest) -> str:
    """What a user writes to have this recogniser."""
    kind = request.param

    def folder(name: str) -> Path:
        path: Path = request.getfixturevalue(name)
        return path

    if kind == "stanza":
        return f"stanza:{folder('stanza_folder')}"
    if kind == "stanza with charlm":
        return f"stanza:{folder('charlm_folder')}"
    if kind == "camel":
        return f"camel:{folder('camel_folder')}"
    if kind == "ensemble:vote":
        return f"ensemble:vote:linear+stanza:{folder('stanza_folder')}+camel:{folder('camel_folder')}"
    return str(kind)


@pytest.fixture
def recognizer(ner: str) -> Recognizer:
    return get_recognizer(ner)


def found(recognizer: Recognizer, text: str) -> list[tuple[str, str]]:
    return [(entity.text, entity.label) for entity in recognizer.recognize(document(text))]


def many(recognizer: Recognizer, docs: list[Document]) -> list[tuple[Entity, ...]]:
    together = getattr(recognizer, "recognize_many", None)
    return [recognizer.recognize(doc) for doc in docs] if together is None else together(docs)


# --- the contract ----------------------------------------------------------------------------------------------------


def test_has_the_protocol(recognizer: Recognizer, ner: str) -> None:
    assert isinstance(recognizer, Recognizer)
    assert recognizer.name == ner.partition(":")[0]
    assert get_recognizer(ner) is recognizer


def test_names_are_found_without_what_is_attached(recognizer: Recognizer) -> None:
    assert found(recognizer, PROCLITICS) == [("واشنطن", "LOC"), ("بغداد", "LOC"), ("موسكو", "LOC")]


def test_offsets_are_exact_in_order_without_overlap(recognizer: Recognizer) -> None:
    entities = recognizer.recognize(document(TEXT))
    assert len(entities) >= 5
    check_entities(TEXT, entities)


def test_whatever_the_text(recognizer: Recognizer) -> None:
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=25).map(" ".join))
    def spans_are_exact(text: str) -> None:
        check_entities(text, recognizer.recognize(document(text)))

    spans_are_exact()


@pytest.mark.parametrize("text", ["", " \n ", "\u200f\u064b", "Only Latin words here.", "؟؟؟ ... !!!", "123 456", "و"])
def test_poor_text(recognizer: Recognizer, text: str) -> None:
    check_entities(text, recognizer.recognize(document(text)))


def test_latin_names(recognizer: Recognizer) -> None:
    text = TEXTS[4]
    entities = recognizer.recognize(document(text))
    check_entities(text, entities)
    if recognizer.name in ("stanza", "camel"):
        assert [entity.text for entity in entities] == ["John Smith", "London", "NATO"]


def test_diacritics_and_tatweel_change_nothing(recognizer: Recognizer) -> None:
    text = "اجتمع الوفدان في وَاشِنْطُنَ وبَغْـــداد، ثم توجها لمُوسكو."
    entities = recognizer.recognize(document(text))
    check_entities(text, entities)
    assert [entity.text for entity in entities] == ["وَاشِنْطُنَ", "بَغْـــداد", "مُوسكو"]


def test_long_sentence(recognizer: Recognizer) -> None:
    text = " ".join([PROCLITICS.rstrip(".")] * 60) + " " + "ب" * 5000
    entities = recognizer.recognize(document(text))
    check_entities(text, entities)
    assert sum(entity.text == "بغداد" for entity in entities) >= 50


def test_batch_equals_single(recognizer: Recognizer) -> None:
    texts = [*TEXTS, "", TEXT, PROCLITICS, " ".join(WORDS), TEXTS[0] * 20]
    random.Random(1).shuffle(texts)
    docs = [document(text) for text in texts]
    single = [recognizer.recognize(doc) for doc in docs]
    for doc, one, other in zip(docs, single, many(recognizer, docs), strict=True):
        check_entities(doc.article.text, other)
        assert [entity.model_copy(update={"confidence": 1}) for entity in other] == [
            entity.model_copy(update={"confidence": 1}) for entity in one
        ]
        assert [entity.confidence for entity in other] == pytest.approx([entity.confidence for entity in one], abs=2e-3)
    assert many(recognizer, []) == []


def test_same_text_same_entities(recognizer: Recognizer) -> None:
    assert recognizer.recognize(document(TEXT)) == recognizer.recognize(document(TEXT))


def test_extractor_pickles(ner: str) -> None:
    extractor = Extractor(ner=ner)
    other = pickle.loads(pickle.dumps(extractor))
    assert other.ner == ner
    assert other.extract_one(Article(text=TEXT)).entities == extract(TEXT, ner=ner).entities


def test_names_reach_the_extraction(ner: str) -> None:
    results = list(extract([TEXT, PROCLITICS], ner=ner))
    assert all(isinstance(result, Extraction) and result.entities for result in results)


# --- choosing one ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ner", ["oracle", "", "linear:folder", "ensemble:linear", "ensemble:linear+oracle", 7, None])
def test_unknown_names_are_explained_before_anything_is_read(ner: Any) -> None:
    for ask in (check_recognizer, get_recognizer, lambda ner: Extractor(ner=ner), lambda ner: extract("", ner=ner)):
        with pytest.raises(InputError, match=r"recogniser"):
            ask(ner)


@pytest.mark.parametrize("ner", ["stanza:x", "camel:x", "ensemble:vote:linear+stanza:x+camel:x", "ensemble", "linear"])
def test_known_names_load_nothing(ner: str) -> None:
    check_recognizer(ner)
    Extractor(ner=ner)


class Always:
    """A recogniser that finds given names."""

    name = "always"

    def __init__(self, *names: tuple[str, EntityLabel]) -> None:
        self.names = names

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        text = doc.article.text
        spans = sorted((text.index(name), name, label) for name, label in self.names if name in text)
        return tuple(
            Entity(
                id=f"e{at}",
                start=start,
                end=start + len(name),
                text=name,
                label=label,
                name=name,
                confidence=0.5,
                evidence=f"always:{label}",
            )
            for at, (start, name, label) in enumerate(spans)
        )


def test_a_recogniser_of_ones_own() -> None:
    own = Always(("الوفدان", "GRP"))
    extractor = Extractor(ner=own)
    again = pickle.loads(pickle.dumps(extractor))
    for result in (extract(PROCLITICS, ner=own), *extractor.extract([PROCLITICS]), *again.extract([PROCLITICS])):
        assert isinstance(result, Extraction)
        assert [(entity.text, entity.label) for entity in result.entities] == [("الوفدان", "GRP")]


# --- tags to mentions ------------------------------------------------------------------------------------------------


def mentions(*tags: str, text: str = "في القاهرة الكبرى ( بغداد ) وصل جون كيري") -> list[tuple[str, str]]:
    doc = document(text)
    given = [(tag, 0.5) for tag in [*tags, *["O"] * (len(doc.tokens) - len(tags))]]
    return [(doc.article.text[one.start : one.end], one.label) for one in tagged_mentions(doc, given, evidence="made")]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O B-LOC I-LOC", [("القاهرة الكبرى", "LOC")]),
        ("O I-LOC I-LOC", [("القاهرة الكبرى", "LOC")]),
        ("O B-LOC B-LOC", [("القاهرة", "LOC"), ("الكبرى", "LOC")]),
        ("O B-LOC I-ORG", [("القاهرة", "LOC"), ("الكبرى", "ORG")]),
        ("O B-GPE E-GPE O S-GPE", [("القاهرة الكبرى", "LOC"), ("بغداد", "LOC")]),
        ("O S-LOC I-LOC", [("القاهرة", "LOC"), ("الكبرى", "LOC")]),
        ("O O O B-LOC I-LOC I-LOC", [("بغداد", "LOC")]),
        ("O O O B-LOC", []),
        ("O O O O O O O B-PERS I-PERS", [("جون كيري", "PER")]),
        ("O O O O B-MISC O O B-NORP I-NORP", [("جون كيري", "GRP")]),
        ("O B-DATE I-DATE", []),
    ],
)
def test_tags(tags: str, expected: list[tuple[str, str]]) -> None:
    assert mentions(*tags.split()) == expected


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=15).map(" ".join))
def test_spans_are_exact_whatever_the_tags(data: st.DataObject, text: str) -> None:
    doc = document(text)
    tag = st.sampled_from(["O", "B-LOC", "I-LOC", "E-PERS", "S-ORG", "I-PERS", "B-MISC", "I-ORG", "B-NORP"])
    tags = data.draw(st.lists(tag, min_size=len(doc.tokens), max_size=len(doc.tokens)))
    found = tagged_mentions(doc, [(tag, 0.5) for tag in tags], evidence="made")
    check_entities(text, link(doc, found))


def test_a_name_ends_with_its_sentence() -> None:
    assert mentions("B-LOC", "I-LOC", text="القاهرة\nبغداد") == [("القاهرة", "LOC"), ("بغداد", "LOC")]


@pytest.mark.parametrize(
    ("text", "word"), [("بَغْـداد", "بغداد"), ("\u200fأُسامة", "أسامة"), ("ﻻ", "لا"), ("ـ", "_"), ("NATO", "NATO")]
)
def test_what_a_model_reads(text: str, word: str) -> None:
    assert model_word(text) == word


def test_official_models_learnt_their_labels(stanza_folder: Path, camel_folder: Path) -> None:
    expected = [
        [("واشنطن", "LOC"), ("بغداد", "LOC"), ("موسكو", "LOC")],
        [("فلاديمير بوتين", "PER"), ("الأمم المتحدة", "ORG")],
        [("جون كيري", "PER"), ("بغداد", "LOC"), ("القاهرة", "LOC")],
        [("منظمة الصحة العالمية", "ORG"), ("القاهرة", "LOC")],
        [("John Smith", "PER"), ("London", "LOC"), ("NATO", "ORG")],
        [("بغداد", "LOC")],
    ]
    assert len(expected) == len(SENTENCES)
    for recognizer in (StanzaRecognizer(stanza_folder), CamelRecognizer(camel_folder)):
        assert [found(recognizer, text) for text in TEXTS] == expected
    linked = StanzaRecognizer(stanza_folder).recognize(document(TEXTS[0]))
    assert linked[1].country == "IQ"
    assert {entity.evidence for entity in linked} == {"model:stanza"}


def test_camel_tags_are_those_of_its_own_predict(camel_folder: Path) -> None:
    from camel_tools.ner import NERecognizer

    sentences = [[word for word, _ in sentence] for sentence in TAGGED]
    sentences += [sentences[0] * 40, WORDS * 12, ["NATO"], sentences[2][::-1]]
    theirs = NERecognizer(str(camel_folder / "data" / "ner" / "tiny")).predict(sentences)
    ours = CamelRecognizer(camel_folder)._model.tags(sentences)
    assert [[tag for tag, _ in tags] for tags in ours] == theirs


# --- ensembles -------------------------------------------------------------------------------------------------------

PLACE = Always(("واشنطن", "LOC"), ("بغداد", "LOC"))
BODY = Always(("واشنطن", "ORG"))
LONGER = Always(("واشنطن وبغداد", "ORG"))


@pytest.mark.parametrize(
    ("members", "how", "expected"),
    [
        ((PLACE, BODY), "union", [("واشنطن", "LOC"), ("بغداد", "LOC")]),
        ((BODY, PLACE), "union", [("واشنطن", "ORG"), ("بغداد", "LOC")]),
        ((LONGER, PLACE), "union", [("واشنطن وبغداد", "ORG")]),
        ((LONGER, PLACE, PLACE), "union", [("واشنطن", "LOC"), ("بغداد", "LOC")]),
        ((PLACE, BODY), "vote", []),
        ((BODY, PLACE, PLACE), "vote", [("واشنطن", "LOC"), ("بغداد", "LOC")]),
        ((BODY, BODY, PLACE, LONGER), "vote", []),
        ((BODY, BODY, PLACE, BODY), "vote", [("واشنطن", "ORG")]),
    ],
)
def test_ensemble(members: tuple[Recognizer, ...], how: Any, expected: list[tuple[str, str]]) -> None:
    assert found(EnsembleRecognizer(members, how=how), PROCLITICS) == expected


def test_names_of_an_ensemble_are_linked_together() -> None:
    text = "وصل فلاديمير بوتين إلى موسكو. وقال بوتين إنه سيعود."
    whole, short = Always(("فلاديمير بوتين", "PER")), _Last("بوتين")
    entities = EnsembleRecognizer([whole, short]).recognize(document(text))
    check_entities(text, entities)
    assert [entity.text for entity in entities] == ["فلاديمير بوتين", "بوتين"]
    assert len({entity.name for entity in entities}) == 1
    assert [entity.evidence for entity in entities] == ["always:PER", "always:PER"]


class _Last(Always):
    """The last occurrence of a name only."""

    def __init__(self, name: str) -> None:
        super().__init__((name, "PER"))

    def recognize(self, doc: Document) -> tuple[Entity, ...]:
        (entity,) = super().recognize(doc)
        start = doc.article.text.rindex(entity.text)
        return (entity.model_copy(update={"start": start, "end": start + len(entity.text)}),)


@pytest.mark.parametrize(("members", "how"), [((), "union"), (("linear",), "union"), (("linear", "linear"), "both")])
def test_no_ensemble(members: Any, how: Any) -> None:
    with pytest.raises(InputError, match="ensemble"):
        EnsembleRecognizer(members, how=how)


# --- missing and damaged models --------------------------------------------------------------------------------------

STANZA_FILES = ["ner", "pretrain", "forward_charlm", "backward_charlm"]


def copied(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


@pytest.fixture
def stanza_copy(charlm_folder: Path, tmp_path: Path) -> Path:
    """A copy in a folder whose name needs quoting."""
    return copied(charlm_folder, tmp_path / "my models")


@pytest.fixture
def camel_copy(camel_folder: Path, tmp_path: Path) -> Path:
    return copied(camel_folder, tmp_path / "camel")


def stanza_command(folder: Path) -> str:
    return f"""python -c "import stanza; stanza.download('ar', processors='ner', model_dir='{folder}')\""""


def test_stanza_model_of_another_package(stanza_copy: Path) -> None:
    with pytest.raises(ModelError, match=r"resources.json has no Arabic NER model 'other'; there are tiny"):
        StanzaRecognizer(stanza_copy, package="other")
    assert found(StanzaRecognizer(stanza_copy, package="tiny", use_gpu=False), PROCLITICS)


def test_no_stanza_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BackendUnavailable) as caught:
        get_recognizer(f"stanza:{tmp_path / 'none'}")
    assert stanza_command(tmp_path / "none") in str(caught.value)
    monkeypatch.setattr("stanza.resources.common.DEFAULT_MODEL_DIR", str(tmp_path))
    with pytest.raises(BackendUnavailable) as caught:
        list(extract([TEXT], ner="stanza"))
    assert """python -c "import stanza; stanza.download('ar', processors='ner')\"""" in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", STANZA_FILES)
def test_stanza_file_missing(stanza_copy: Path, kind: str) -> None:
    path = stanza_copy / "ar" / kind / "tiny.pt"
    path.unlink()
    with pytest.raises(BackendUnavailable) as caught:
        StanzaRecognizer(stanza_copy)
    assert str(path) in str(caught.value)
    assert stanza_command(stanza_copy) in str(caught.value)


@pytest.mark.parametrize("kind", STANZA_FILES)
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.97])
def test_stanza_file_truncated(stanza_copy: Path, kind: str, share: float, capfd: pytest.CaptureFixture[str]) -> None:
    path = stanza_copy / "ar" / kind / "tiny.pt"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelError) as caught:
        StanzaRecognizer(stanza_copy)
    assert str(path) in str(caught.value)
    assert stanza_command(stanza_copy) in str(caught.value)
    assert capfd.readouterr() == ("", "")


class _Bomb:
    """What runs code when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return print, ("the model ran code",)


@pytest.mark.parametrize("kind", STANZA_FILES)
def test_stanza_file_of_another_kind_runs_no_code(
    stanza_copy: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    import torch

    path = stanza_copy / "ar" / kind / "tiny.pt"
    torch.save({"model": _Bomb()}, path)
    with pytest.raises(ModelError, match=kind):
        StanzaRecognizer(stanza_copy)
    torch.save([1, 2], path)
    with pytest.raises(ModelError, match=r"tiny\.pt"):
        StanzaRecognizer(stanza_copy)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"ar": {}}', '{"ar": {"ner": []}}', '{"ar": {"ner": {}}}'])
def test_stanza_index_damaged(stanza_copy: Path, content: str) -> None:
    path = stanza_copy / "resources.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ModelError) as caught:
        StanzaRecognizer(stanza_copy)
    assert str(path) in str(caught.value)


def test_no_camel_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, camel_folder: Path) -> None:
    with pytest.raises(BackendUnavailable) as caught:
        get_recognizer(f"camel:{tmp_path / 'none'}")
    assert f"CAMELTOOLS_DATA='{tmp_path / 'none'}' camel_data -i ner-arabert" in str(caught.value)
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    (tmp_path / "catalogue.json").write_text(json.dumps({"version": "1", "packages": {}, "components": {}}), "utf-8")
    with pytest.raises(BackendUnavailable, match=r"install one: camel_data -i ner-arabert") as caught:
        list(extract([TEXT], ner="camel"))
    assert str(tmp_path) in str(caught.value)
    (tmp_path / "catalogue.json").write_bytes((camel_folder / "catalogue.json").read_bytes())
    with pytest.raises(BackendUnavailable, match=r"camel_data -i ner-arabert"):
        CamelRecognizer()
    monkeypatch.delenv("CAMELTOOLS_DATA")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    with pytest.raises(BackendUnavailable, match=r"camel_tools; install one: camel_data -i ner-arabert"):
        CamelRecognizer()
    assert [path.name for path in tmp_path.iterdir()] == ["catalogue.json"]


def test_camel_model_where_camel_data_puts_it(monkeypatch: pytest.MonkeyPatch, camel_folder: Path) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(camel_folder))
    assert found(CamelRecognizer(), PROCLITICS)
    assert found(CamelRecognizer(camel_folder / "data" / "ner" / "tiny", use_gpu=False), PROCLITICS)


@pytest.mark.parametrize("name", ["config.json", "vocab.txt", "model.safetensors"])
def test_camel_file_missing(camel_copy: Path, name: str) -> None:
    for path in (camel_copy / "data" / "ner" / "tiny").glob("tokenizer.json" if name == "vocab.txt" else name):
        path.unlink()
    path = camel_copy / "data" / "ner" / "tiny" / name
    path.unlink(missing_ok=True)
    with pytest.raises(ModelError) as caught:
        CamelRecognizer(camel_copy)
    assert str(path.parent) in str(caught.value)
    assert "camel_data -f -i ner-arabert" in str(caught.value)


@pytest.mark.parametrize("name", ["config.json", "vocab.txt", "model.safetensors"])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_camel_file_truncated(camel_copy: Path, name: str, share: float) -> None:
    folder = camel_copy / "data" / "ner" / "tiny"
    (folder / "tokenizer.json").unlink(missing_ok=True)
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelError) as caught:
        CamelRecognizer(camel_copy)
    assert str(folder) in str(caught.value)
    assert "camel_data -f -i ner-arabert" in str(caught.value)


def test_camel_weights_run_no_code(camel_copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import torch

    folder = camel_copy / "data" / "ner" / "tiny"
    (folder / "model.safetensors").unlink()
    torch.save({"classifier.bias": _Bomb()}, folder / "pytorch_model.bin")
    with pytest.raises(ModelError):
        CamelRecognizer(camel_copy)
    assert "ran code" not in capfd.readouterr().out


def test_camel_model_with_other_labels(camel_copy: Path) -> None:
    path = camel_copy / "data" / "ner" / "tiny" / "config.json"
    config = json.loads(path.read_text("utf-8"))
    config["id2label"] = {at: f"LABEL_{at}" for at in config["id2label"]}
    config["label2id"] = {label: int(at) for at, label in config["id2label"].items()}
    path.write_text(json.dumps(config), "utf-8")
    with pytest.raises(ModelError, match="LABEL_0"):
        CamelRecognizer(camel_copy)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"components": {"NamedEntityRecognition": {}}}'])
def test_camel_catalogue_damaged(camel_copy: Path, content: str) -> None:
    path = camel_copy / "catalogue.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ModelError) as caught:
        CamelRecognizer(camel_copy)
    assert str(path) in str(caught.value)
    assert "camel_data" in str(caught.value)


@pytest.mark.parametrize(("ner", "package"), [("stanza", "stanza"), ("camel", "transformers"), ("camel", "torch")])
def test_missing_package(ner: str, package: str, python: Callable[..., CompletedProcess[str]]) -> None:
    done = python(
        "import sys; sys.modules[sys.argv[2]] = None\n"
        "from arabic_events import extract, BackendUnavailable\n"
        "try: extract('بغداد', ner=sys.argv[1])\n"
        "except BackendUnavailable as error: print(error)",
        ner,
        package,
    )
    assert done.returncode == 0, done.stderr
    assert "pip install " + {"stanza": "stanza", "camel": "camel-tools"}[ner] in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("ner", ["stanza", "camel"])
def test_official_models_need_no_network_and_write_nothing(
    ner: str,
    python: Callable[..., CompletedProcess[str]],
    tmp_path: Path,
    charlm_folder: Path,
    camel_folder: Path,
) -> None:
    folder = charlm_folder if ner == "stanza" else camel_folder
    before = sorted([*tmp_path.rglob("*"), *folder.rglob("*")])
    done = python(
        "import socket, sys\n"
        "def refuse(*_, **__): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from arabic_events import extract\n"
        "print(*(entity.text for entity in extract(sys.argv[1], ner=sys.argv[2]).entities))",
        PROCLITICS,
        ner,
        STANZA_RESOURCES_DIR=str(charlm_folder),
        CAMELTOOLS_DATA=str(camel_folder),
        PYTHONIOENCODING="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["واشنطن", "بغداد", "موسكو"]
    assert done.stderr == ""
    assert sorted([*tmp_path.rglob("*"), *folder.rglob("*")]) == before


def test_a_sentence_has_the_same_scores_alone_and_among_others() -> None:
    from arabic_events.ner.neural import neural_tagger

    texts = [TEXT, PROCLITICS, "بغداد.", "\n".join([TEXT] * 120)]
    docs = [document(text) for text in texts]
    assert len(docs[-1].tokens) > 4_000
    tagger = neural_tagger()
    together = tagger.scores(docs)
    for doc, scores in zip(docs, together, strict=True):
        assert np.allclose(scores.emissions, tagger.scores([doc])[0].emissions, rtol=0, atol=1e-5)
    count = len(docs[0].tokens)
    assert np.allclose(together[-1].emissions[:count], together[0].emissions, rtol=0, atol=1e-5)
    assert tagger.scores([]) == []


def test_words_are_read_once_and_those_that_went_are_read_again_alike() -> None:
    from arabic_events.ner.neural import NeuralTagger, neural_tagger
    from arabic_events.row_cache import RowCache

    texts = [TEXT, "وصل الوزير إلى بغداد أمس.", TEXT]
    wanted = [scores.emissions for scores in neural_tagger().scores([document(text) for text in texts])]
    tagger = copy.copy(neural_tagger())
    size = len({token.norm for token in document(TEXT).tokens})
    tagger._words = RowCache(size, tagger.model.taggerlstm.lstm.input_size)
    read: list[str] = []
    tagger._encoded = lambda words: read.extend(words) or NeuralTagger._encoded(tagger, words)  # type: ignore[method-assign]
    for text, emissions in zip(texts, wanted, strict=True):
        before = len(read)
        assert np.allclose(tagger.scores([document(text)])[0].emissions, emissions, rtol=0, atol=1e-5)
    assert 0 < len(read) - before < size
    longer = document(f"{TEXT} وصل الوزير إلى بغداد أمس.")
    emissions = neural_tagger().scores([longer])[0].emissions
    assert np.allclose(tagger.scores([longer])[0].emissions, emissions, rtol=0, atol=1e-5)


def test_no_product_has_so_few_rows_that_they_add_up_in_another_order() -> None:
    from arabic_events.ner.neural import neural_tagger

    tagger, sizes = neural_tagger(), []
    hook = tagger.model.taggerlstm.lstm.register_forward_pre_hook(
        lambda _, inputs: sizes.append(int(inputs[0].batch_sizes.min()))
    )
    try:
        tagger.scores([document("وصل الوزير إلى بغداد."), document("بغداد")])
        tagger.scores([document("بغداد")])
    finally:
        hook.remove()
    assert sizes == [4, 4]


def test_what_a_word_says_is_the_sum_of_its_features_at_each_offset() -> None:
    from arabic_events.ner.features import OFFSETS, word_features
    from arabic_events.ner.linear import linear_model

    model = linear_model()
    words = ("وزير", "بغداد", "ولبغداد", "2024", "المصري", ".")
    for word, scores in zip(words, model._scores_of_words(words).reshape(len(words), len(OFFSETS), -1), strict=True):
        for place, offset in enumerate(OFFSETS):
            names = word_features(word).at(offset)
            rows = [row for name in names if (row := model.features.get(f"{offset}{name}")) is not None]
            wanted = model.weights[rows].astype(np.int32).sum(axis=0) * model.scale
            assert np.allclose(scores[place], wanted, atol=1e-4)
            assert offset or scores[place].any()
