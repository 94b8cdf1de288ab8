"""Values that the grammars make by the dozen for every text.

A record is a dataclass that type checkers hold to be frozen. At run time nothing guards it, because a frozen dataclass
takes three times as long to make, and `dataclasses.replace` five times as long to copy it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import replace as changed

__all__ = ["changed", "record"]

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A class as a record: a dataclass with slots whose instances are never changed."""
    return dataclass(slots=True)(cls)


if not TYPE_CHECKING:

    @cache
    def _fields_of(cls: type[T]) -> tuple[dict[str, int], Callable[[T], tuple[object, ...]]]:
        """Where the fields stand, and how to get their values and the class."""
        names = [field.name for field in fields(cls)]
        return {name: place for place, name in enumerate(names)}, attrgetter(*names, "__class__")

    def changed(one: T, **changes: object) -> T:
        """The same record with some fields changed."""
        places, values = _fields_of(one.__class__)
        *arguments, cls = values(one)
        for name, value in changes.items():
            arguments[places[name]] = value
        return cls(*arguments)
