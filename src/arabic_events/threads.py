"""Matrices on one thread: they are small, and threads that wait for each other take longer than the work itself.

OpenBLAS, which numpy brings, waits by spinning: beside another busy process an article took eight times as long on the
two threads of a machine with two cores as on one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

__all__ = ["one_thread"]

_LOCK = Lock()
_BLAS = ("numpy", "scipy.linalg")
"""Modules that bring a library of matrices."""


@lru_cache(maxsize=len(_BLAS))
def _controller(_: tuple[str, ...]) -> ThreadpoolController:
    """The libraries of matrices in the process, looked up anew once another module is loaded."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class _Limits:
    """What is limited at present in the whole process, by how many, and how it is undone."""

    def __init__(self) -> None:
        self.users = 0
        self.limited: tuple[str, ...] = ()
        self.undo = ExitStack()

    def add(self) -> None:
        """One more; limits what has been loaded since the last."""
        self.users += 1
        loaded = tuple(name for name in _BLAS if name in sys.modules)
        if loaded != self.limited:
            self.limited = loaded
            self.undo.enter_context(_controller(loaded).limit(limits=1, user_api="blas"))

    def remove(self) -> None:
        """One less; the last gives the threads back."""
        self.users -= 1
        if not self.users:
            self.limited = ()
            self.undo.close()


_limits = _Limits()


@contextmanager
def one_thread() -> Iterator[None]:
    """One thread for the matrices of torch, in this thread, and of numpy and scipy, in the whole process.

    Of several that are open at a time the last to end gives the threads of numpy and scipy back.
    """
    torch = sys.modules.get("torch")
    if torch is not None:
        torch = import_module("torch")  # waits for a thread that is loading it
    threads = torch.get_num_threads() if torch is not None else 1
    with _LOCK:
        _limits.add()
    if torch is not None:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if torch is not None:
            torch.set_num_threads(threads)
        with _LOCK:
            _limits.remove()
