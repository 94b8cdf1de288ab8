"""Keeps packages that a dependency imports, but that are not used here, out of memory until something asks for them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["put_off"]


class _Later(ModuleType):
    """Stands for a module that is imported when something is first asked of it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def put_off(name: str) -> Iterator[None]:
    """Modules that are imported inside have the module ``name``, which itself is imported at first use only.

    Once outside, ``import`` finds the real module again. A module that is imported already stays what it is.
    """
    later = _Later(name)
    mine = sys.modules.setdefault(name, later) is later
    try:
        yield
    finally:
        if mine and sys.modules.get(name) is later:
            del sys.modules[name]
