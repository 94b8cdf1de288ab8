"""Quantities that belong together: in a list, in brackets, as price or new level; the old level is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from arabic_events import lexicon
from arabic_events.document import Document
from arabic_events.events.arguments import Argument, Candidate
from arabic_events.schema import Quantity
from arabic_events.tokens import Token

__all__ = ["with_joined_amounts"]

_RULE = "rule:joined to another"
_Place = tuple[int, int, Quantity]


def with_joined_amounts(
    arguments: Mapping[int, Sequence[Argument]], doc: Document, places: Sequence[tuple[int, int, object]]
) -> dict[int, list[Argument]]:
    """The arguments of each trigger; a quantity that plays no role takes that of the one it is joined to, and of two
    levels the old one goes: ``تبلغ القيمة | 309 ليوات | (76 دولارا)``, ``تراجع من 30 مليونا إلى | 6 ملايين``.

    Args:
        arguments: by the first token of the trigger; places: token range of each time and quantity.
    """
    quantities = sorted(
        ((first, last, value) for first, last, value in places if isinstance(value, Quantity)), key=lambda one: one[:2]
    )
    found = {trigger: _without_old_levels(own, doc.tokens) for trigger, own in arguments.items()}
    roles: dict[str, list[tuple[int, Argument]]] = {}
    for trigger, own in found.items():
        for argument in own:
            value = argument.candidate.value
            if isinstance(value, Quantity):
                roles.setdefault(value.id, []).append((trigger, argument))
    for before, after in _joined(quantities, doc.tokens):
        both = range(before[0], after[1])
        for (_, _, one), (begin, end, other) in ((before, after), (after, before)):
            # 10 آلاف محكوم و12 ألف موقوف: the words that are counted do not count themselves
            events = [(trigger, argument) for trigger, argument in roles.get(one.id, ()) if trigger not in both]
            taken = any(trigger not in both for trigger, _ in roles.get(other.id, ()))
            if taken or any(at in found for at in range(begin, end)):
                continue
            for trigger, argument in events:
                candidate = Candidate(begin, begin, end, "quantity", other)
                joined = replace(argument, candidate=candidate, rule=_RULE)
                found[trigger].append(joined)
                roles.setdefault(other.id, []).append((trigger, joined))
    return found


def _joined(quantities: Sequence[_Place], tokens: Sequence[Token]) -> Iterator[tuple[_Place, _Place]]:
    """Neighbours that belong together."""
    links = _links()
    for before, after in pairwise(quantities):
        if before[1] > after[0] or tokens[before[0]].sentence != tokens[after[0]].sentence:
            continue
        between = [token.norm for token in tokens[before[1] : after[0]]]
        same = before[2].kind == after[2].kind
        if not between:
            joined = same and bool(tokens[after[0]].proclitics)
        else:
            joined = len(between) == 1 and between[0] in links["same_kind" if same else "other_kind"]
        if joined:
            yield before, after


def _without_old_levels(arguments: Sequence[Argument], tokens: Sequence[Token]) -> list[Argument]:
    """The arguments without the quantities behind "from" where one of the same kind stands behind "to"."""
    levels = lexicon.toml("phrase_words.toml")["levels"]

    def behind(argument: Argument, words: Sequence[str]) -> bool:
        first = argument.candidate.first
        return first > 0 and tokens[first - 1].norm in words

    def is_old(argument: Argument) -> bool:
        value = argument.candidate.value
        return (
            isinstance(value, Quantity)
            and behind(argument, levels["old"])
            and any(
                isinstance(other.candidate.value, Quantity)
                and other.candidate.value.kind == value.kind
                and other.candidate.first > argument.candidate.first
                and behind(other, levels["new"])
                for other in arguments
            )
        )

    return [argument for argument in arguments if not is_old(argument)]


@cache
def _links() -> dict[str, frozenset[str]]:
    table = lexicon.toml("phrase_words.toml")["joined_amounts"]
    return {name: frozenset(words) for name, words in table.items()}
