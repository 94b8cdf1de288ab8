"""What is kept of words seen is bounded."""

from __future__ import annotations

import functools
import gc
import warnings

from arabic_events import extract
from arabic_events.row_cache import RowCache

LARGEST = 20_000
FEW_KEYS = 400


def test_every_cache_of_words_is_bounded() -> None:
    extract("أعلنت وزارة الدفاع، الثلاثاء، مقتل ثلاثة جنود في هجوم على قاعدة قرب مدينة الموصل ولم يصب أحد.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        caches = [
            found
            for found in gc.get_objects()
            if isinstance(found, functools._lru_cache_wrapper) and found.__module__.startswith("arabic_events")
        ]
    assert len(caches) > 50
    rows = [found.size for found in gc.get_objects() if type(found) is RowCache]
    assert len(rows) >= 3
    assert max(rows) <= LARGEST
    by_word = [found for found in caches if found.cache_info().maxsize is not None]
    assert by_word and max(found.cache_info().maxsize or 0 for found in by_word) <= LARGEST
    loose = {found.__qualname__: found.cache_info().currsize for found in caches if found not in by_word}
    assert all(size <= FEW_KEYS for size in loose.values()), loose
