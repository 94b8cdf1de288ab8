"""Matrices on one thread while an article is read, and as many as before afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import numpy as np  # noqa: F401  brings the library whose threads are counted
import pytest
import torch
from threadpoolctl import ThreadpoolController

from arabic_events import Article, Extractor
from arabic_events.document import Document, Stage
from arabic_events.threads import one_thread


def counts() -> tuple[int, ...]:
    """Threads of torch, and of each library of matrices."""
    blas = ThreadpoolController().select(user_api="blas").info()
    return torch.get_num_threads(), *(library["num_threads"] for library in blas)


@pytest.fixture(autouse=True)
def several() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def test_threads_are_put_back_after_an_error() -> None:
    before = counts()
    assert before[0] == 2

    def fails() -> None:
        with one_thread():
            raise KeyError(str({*counts()}))

    with pytest.raises(KeyError, match=r"\{1\}"):
        fails()
    assert counts() == before


def test_the_last_to_end_gives_them_back() -> None:
    before = counts()
    inside, first_ended = Barrier(2), Barrier(2)
    seen = []

    def other() -> None:
        with one_thread():
            inside.wait()
            first_ended.wait()
            seen.append(counts())

    thread = Thread(target=other)
    thread.start()
    with one_thread(), one_thread():
        inside.wait()
    first_ended.wait()
    thread.join()
    assert set(seen[0]) == {1}
    assert counts() == before


def test_articles_are_read_on_one_thread() -> None:
    before, seen = counts(), []

    def look(doc: Document) -> Document:
        seen.append(set(counts()))
        return doc

    extractor = Extractor(stages=[Stage("look", frozenset(), frozenset(), look)])
    extractor.extract_one(Article(text="نص"))
    extractor.extract_many([Article(text="نص")])
    assert seen == [{1}, {1}]
    assert counts() == before


def test_what_is_loaded_later_is_limited_too_and_nothing_is_loaded_for_it() -> None:
    code = (
        "import sys\n"
        "from arabic_events.threads import one_thread\n"
        "with one_thread():\n"
        "    assert not {'numpy', 'torch', 'threadpoolctl'} & {*sys.modules}\n"
        "    import torch\n"
        "    torch.set_num_threads(2)\n"
        "    with one_thread():\n"
        "        assert torch.get_num_threads() == 1\n"
        "assert torch.get_num_threads() == 2\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parent)
    assert done.returncode == 0


def test_a_thread_waits_for_torch_that_another_loads() -> None:
    code = (
        "import sys, threading, time\n"
        "from arabic_events.threads import one_thread\n"
        "failed = []\n"
        "def read():\n"
        "    while 'torch' not in sys.modules:\n"
        "        time.sleep(0.001)\n"
        "    try:\n"
        "        with one_thread():\n"
        "            pass\n"
        "    except AttributeError as error:\n"
        "        failed.append(error)\n"
        "readers = [threading.Thread(target=read) for _ in range(2)]\n"
        "for reader in readers: reader.start()\n"
        "import torch\n"
        "for reader in readers: reader.join()\n"
        "assert not failed, failed\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
