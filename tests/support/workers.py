"""What the batch tests run in worker processes: must be importable there."""

import os

from arabic_events import Article, Extraction, InputError


def echo(article: Article) -> Extraction:
    """An extraction without content; some texts do harm."""
    if article.text == "fail":
        raise InputError("asked to fail", source="made", line=3)
    if article.text == "bug":
        raise KeyError("a bug of ours")
    if article.text == "die":
        os._exit(3)
    return Extraction(article=article, versions={"process": str(os.getpid())})


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
