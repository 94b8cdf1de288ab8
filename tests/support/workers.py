"""What the batch tests run in worker processes: must be importable there."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from arabic_events import Article, Extraction, InputError


def echo(article: Article) -> Extraction:
    """An extraction without content; some texts do harm."""
    if article.text == "fail":
        raise InputError("asked to fail", source="made", line=3)
    if article.text == "bug":
        raise KeyError("a bug of ours")
    if article.text == "die":
        os._exit(3)
    if article.text.startswith("die once "):
        mark = Path(article.text.removeprefix("die once "))
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if article.text == "slow":
        time.sleep(0.05)
    return Extraction(article=article, versions={"process": str(os.getpid())})


def threads(article: Article) -> Extraction:
    """How many threads numpy was asked to use."""
    return Extraction(article=article, versions={"threads": os.environ.get("OPENBLAS_NUM_THREADS", "")})


class Once:
    """Pickles as its settings and counts how often it was built in each process."""

    built = 0

    def __init__(self, setting: str = "a") -> None:
        self.setting = setting
        type(self).built += 1

    def __reduce__(self) -> tuple[type["Once"], tuple[str]]:
        return type(self), (self.setting,)

    def __call__(self, article: Article) -> Extraction:
        return Extraction(
            article=article, versions={"built": str(self.built), "setting": self.setting, "process": str(os.getpid())}
        )


class Together:
    """Extracts articles one by one or several at a time, and says in ``versions`` with how many others."""

    def one(self, article: Article) -> Extraction:
        return echo(article).model_copy(update={"versions": {"together": "1"}})

    def many(self, articles: Sequence[Article]) -> list[Extraction]:
        return [echo(article).model_copy(update={"versions": {"together": str(len(articles))}}) for article in articles]

    def function(self) -> object:
        return self.many


class Refused(Exception):
    """Comes out of pickling as something that cannot be made again."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def refuse(article: Article) -> Extraction:
    raise Refused("not", "portable")


class CannotBeBuilt:
    """Pickles, but what would unpickle it fails, as an extractor whose weights are missing."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return _missing, ("weights are missing: install them",)

    def __call__(self, article: Article) -> Extraction:
        return echo(article)


def _missing(message: str) -> object:
    raise InputError(message)
