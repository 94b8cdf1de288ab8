"""Morphology: clitics, inflection, guesses, and what importing camel_tools must not do."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from arabic_events.errors import ModelError
from arabic_events.morphology import Analysis, Engine, analyze, best, is_verb_form, model_folder, split_glued
from arabic_events.text import normalize

ROOT = Path(__file__).parent.parent
SPEC = tomllib.loads((ROOT / "data" / "specs" / "clitics.toml").read_text("utf-8"))
ACCURACY_FLOOR = 0.98

VERB_FORMS = {
    # word: lemma, aspect, voice, person, gender, number
    "أعلنت": ("اعلن", "perfect", None, "3", "f", "s"),
    "قالوا": ("قال", "perfect", "active", "3", "m", "p"),
    "قلت": ("قال", "perfect", None, "1", None, "s"),
    "قيل": ("قال", "perfect", "passive", "3", "m", "s"),
    "يقولون": ("قال", "imperfect", "active", "3", "m", "p"),
    "لتقولوا": ("قال", "imperfect", "active", "2", "m", "p"),
    "دعت": ("دعا", "perfect", None, "3", "f", "s"),
    "دعوا": ("دعا", "perfect", None, "3", "m", "p"),
    "يدعون": ("دعا", "imperfect", None, "3", "m", "p"),
    "ألقى": ("القي", "perfect", None, "3", "m", "s"),
    "ألقت": ("القي", "perfect", None, "3", "f", "s"),
    "ألقاها": ("القي", "perfect", "active", "3", "m", "s"),
    "شنت": ("شن", "perfect", None, "3", "f", "s"),
    "سنشن": ("شن", "imperfect", None, "1", None, "p"),
    "استمررنا": ("استمر", "perfect", None, "1", None, "p"),
    "تستمر": ("استمر", "imperfect", None, "3", "f", "s"),
    "اغتيل": ("اغتال", "perfect", "passive", "3", "m", "s"),
    "أقيمت": ("اقام", "perfect", "passive", "3", "f", "s"),
    "استقالت": ("استقال", "perfect", "active", "3", "f", "s"),
    "جاؤوا": ("جاء", "perfect", "active", "3", "m", "p"),
    "أنشئت": ("انشا", "perfect", "passive", "3", "f", "s"),
    "بدأت": ("بدا", "perfect", "active", "3", "f", "s"),
    "يوجد": ("وجد", "imperfect", "passive", "3", "m", "s"),
    "وصلا": ("وصل", "perfect", None, "3", "m", "d"),
    "هاجمهم": ("هاجم", "perfect", "active", "3", "m", "s"),
    "استهدفوا": ("استهدف", "perfect", None, "3", "m", "p"),
}
NOUN_FORMS = {
    # word: lemma, gender, number, stem
    "الهجمات": ("هجوم", "f", "p", "هجمات"),
    "هجوماً": ("هجوم", "m", "s", "هجوما"),
    "الوزراء": ("وزير", "m", "p", "وزراء"),
    "غارتين": ("غاره", "f", "d", "غارتين"),
    "جنديان": ("جندي", "m", "d", "جنديان"),
    "مدينتهم": ("مدينه", "f", "s", "مدينه"),
    "ومدنها": ("مدينه", "f", "p", "مدن"),
    "للقصف": ("قصف", "m", "s", "قصف"),
    "للجنة": ("لجنه", "f", "s", "لجنه"),
    "أعضائه": ("عضو", "m", "p", "اعضائ"),
}


def cases() -> list[tuple[str, dict[str, object]]]:
    return [(word, case) for case in SPEC["case"] for word in case["words"]]


def right(word: str, case: dict[str, object]) -> bool:
    found = best(normalize(word))
    return list(found.proclitics) == case["proclitics"] and found.enclitic == case.get("enclitic", "")


def test_clitics_of_the_spec() -> None:
    assert len(cases()) >= 250
    wrong = [word for word, case in cases() if not right(word, case)]
    assert len(wrong) <= (1 - ACCURACY_FLOOR) * len(cases()), wrong


@pytest.mark.parametrize("word", SPEC["case"][0]["words"])
def test_first_letters_stay(word: str) -> None:
    assert best(normalize(word)).proclitics == ()


@pytest.mark.parametrize(
    ("word", "prefix"), [("للقصف", 1), ("وبالهجوم", 2), ("سيعلن", 1), ("الهجوم", 0), ("ولليمن", 2)]
)
def test_prefix_is_without_article(word: str, prefix: int) -> None:
    assert best(normalize(word)).prefix == prefix


@pytest.mark.parametrize("word", VERB_FORMS)
def test_verb(word: str) -> None:
    found = [reading for reading in analyze(normalize(word)) if reading.pos == "verb"]
    features = [(a.lemma, a.aspect, a.voice, a.person, a.gender, a.number) for a in found]
    assert VERB_FORMS[word] in features
    assert is_verb_form(normalize(word))


@pytest.mark.parametrize("word", NOUN_FORMS)
def test_noun(word: str) -> None:
    found = best(normalize(word))
    assert (found.lemma, found.gender, found.number, found.stem) == NOUN_FORMS[word]


@pytest.mark.parametrize(
    ("word", "lemma", "pos"),
    [
        ("بين", "بين", "prep"),
        ("علي", "علي", "prep"),
        ("كان", "كان", "verb"),
        ("وزير", "وزير", "noun"),
        ("العراقية", "عراقي", "adj"),
        ("الذين", "الذي", "rel"),
        ("هذه", "هذا", "dem"),
        ("ألمانيا", "المانيا", "prop"),
        ("أعلن", "اعلن", "verb"),
        ("هجوم", "هجوم", "noun"),
    ],
)
def test_likeliest_reading(word: str, lemma: str, pos: str) -> None:
    found = best(normalize(word))
    assert (found.lemma, found.pos) == (lemma, pos)


def test_both_readings_of_an_ambiguous_word() -> None:
    assert {"verb", "noun"} <= {reading.pos for reading in analyze("وقف")}


def test_derived_words_name_their_verb() -> None:
    found = {(reading.derivation, reading.base) for reading in analyze("استهداف")}
    assert ("verbal_noun", "استهدف") in found
    assert any(reading.base == "استهدف" and reading.pos == "adj" for reading in analyze("مستهدف"))


def test_readings_are_sorted_and_equal_ones_come_once() -> None:
    for word in ("وقف", "بين", "مصاب", "وصلت"):
        readings = analyze(word)
        assert [reading.score for reading in readings] == sorted((r.score for r in readings), reverse=True)
        assert len(set(readings)) == len(readings)


@pytest.mark.parametrize(
    ("word", "proclitics", "lemma"),
    [("وزيلينسكي", ("و",), "زيلينسكي"), ("وبلومبرغ", ("و",), "بلومبرغ"), ("الكوماندوز", ("ال",), "كوماندوز")],
)
def test_unseen_names(word: str, proclitics: tuple[str, ...], lemma: str) -> None:
    found = best(word)
    assert (found.proclitics, found.lemma) == (proclitics, lemma)


@pytest.mark.parametrize("word", ["", "ا", "و", "ال", "لل", "وال", "ظظظظظظ", "abc", "123", "ء" * 500, "\x00", "😀"])
def test_any_string_has_a_reading(word: str) -> None:
    readings = analyze(word)
    assert readings
    assert all(isinstance(reading, Analysis) and 0 <= reading.prefix <= len(word) for reading in readings)


def test_guesses_are_marked() -> None:
    assert best("غرغميش").source == "guess"
    assert best("هجوم").source == "lexicon"


def test_caches_are_bounded() -> None:
    assert analyze.cache_info().maxsize
    assert split_glued.cache_info().maxsize


def test_database_is_built_from_the_lexicons_as_they_are() -> None:
    build = runpy.run_path(str(ROOT / "training" / "build_morphology.py"))
    built = json.loads((ROOT / "models" / "morphology" / "build.json").read_text("utf-8"))
    assert built["lexicons"] == build["sources_digest"](), "run python training/build_morphology.py"


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_damaged_word_list(tmp_path: Path, share: float) -> None:
    folder = shutil.copytree(model_folder(), tmp_path / "morphology")
    path = folder / "words.txt.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ModelError, match=r"words\.txt\.gz"):
        Engine(folder).frequency("وزير")


OFFLINE = """
import os, socket, sys
def refuse(*_, **__): raise AssertionError("a socket was opened")
socket.socket.connect = refuse
socket.create_connection = refuse
home = os.environ["HOME"]
import arabic_events.morphology as morphology
assert not any(name.startswith("camel_tools") for name in sys.modules), "camel_tools is imported late"
print(morphology.best("وزير").lemma == "وزير")
assert os.environ["HOME"] == home
import camel_tools.data
print(camel_tools.data.CT_DATA_DIR)
"""


def run_offline(home: Path, **variables: str) -> list[str]:
    environment = {key: value for key, value in os.environ.items() if key != "CAMELTOOLS_DATA"}
    environment |= {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", **variables}
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_import_neither_downloads_nor_writes_home(tmp_path: Path) -> None:
    known, data = run_offline(tmp_path)
    assert known == "True"
    assert Path(data).is_relative_to(model_folder())
    assert list(tmp_path.iterdir()) == []


def test_installed_data_stay_in_use(tmp_path: Path) -> None:
    home, own = tmp_path / "home", tmp_path / "own"
    home.mkdir()
    own.mkdir()
    (own / "catalogue.json").write_text('{"version": "1.6", "packages": {}, "components": {}}')
    _, data = run_offline(home, CAMELTOOLS_DATA=str(own))
    assert Path(data) == own
    assert list(home.iterdir()) == []
