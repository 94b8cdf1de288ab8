"""Settings of the processes that are the library's own: the command, and the workers it starts."""

from __future__ import annotations

import atexit
import gc
import os

_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
_COLLECT_EVERY = 50_000
_WHILE_LOADING = 2_000_000


def settle() -> None:
    """One thread for matrices, hardly a collection of garbage until `loaded`; has to come before numpy is imported.

    The matrices are small: threads of numpy that wait for each other take twice the time of the work itself, and more
    where processes share the cores. What is loaded stays: to look through it for cycles after every 700 new objects
    takes a fifth of the start, and once more at the end. A number of threads that the user has set in the environment
    stays.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    gc.set_threshold(_WHILE_LOADING)
    atexit.register(gc.freeze)


def loaded() -> None:
    """After an article: packages, word lists and models are in memory, garbage is collected from now on.

    Does something once, and only in a process that is the library's own.
    """
    if gc.get_threshold()[0] == _WHILE_LOADING:
        gc.set_threshold(_COLLECT_EVERY)
