"""Settings of the processes that are the library's own: the command, and the workers it starts."""

from __future__ import annotations

import gc
import os

_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
_COLLECT_EVERY = 50_000


def settle() -> None:
    """One thread for matrices, and fewer collections of garbage; has to come before numpy is imported.

    The matrices are small: threads of numpy that wait for each other take twice the time of the work itself, and more
    where processes share the cores. What is loaded stays: to look through it for cycles after every 700 new objects
    takes a fifth of the start. A number of threads that the user has set in the environment stays.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    gc.set_threshold(_COLLECT_EVERY)
