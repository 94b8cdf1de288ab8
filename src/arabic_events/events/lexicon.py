"""The event lexicon: which words name which events, and how their arguments are attached."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from arabic_events import lexicon
from arabic_events.morphology import Analysis


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense of an event word.

    Attributes:
        type: an event type, or ``light`` for a verb that only carries a noun event.
        entry: where it stands, for evidence: ``event_verbs/شن``.
        frame: slot (``subj``, ``obj``, ``gen``, ``adj`` or a preposition) to role.
        when: words of which one must stand near; excluded: words that rule the sense out.
    """

    type: str
    entry: str
    frame: MappingProxyType[str, str]
    when: frozenset[str]
    excluded: frozenset[str]

    def fits(self, near: set[str]) -> bool:
        """Whether the words near allow this sense."""
        return not (self.excluded and self.excluded & near) and (not self.when or bool(self.when & near))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fixed phrase that names an event; ``[first, last)`` of its words are the action."""

    words: tuple[str, ...]
    first: int
    last: int
    sense: Sense


def _frame(cell: str) -> MappingProxyType[str, str]:
    pairs = (part.split("=") for part in cell.split(";") if "=" in part)
    return MappingProxyType({slot.strip(): role.strip() for slot, role in pairs})


def _sense(row: dict[str, str], entry: str) -> Sense:
    return Sense(
        row["type"], entry, _frame(row["frame"]), frozenset(lexicon.forms(row.get("when", ""))),
        frozenset(lexicon.forms(row["not"])),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class EventLexicon:
    """Senses by dictionary form: verbs, verbal nouns and event nouns apart, and the fixed phrases by first word."""

    verbs: dict[str, tuple[Sense, ...]]
    verbal_nouns: dict[str, tuple[Sense, ...]]
    nouns: dict[str, tuple[Sense, ...]]
    phrases: dict[str, tuple[Phrase, ...]]

    def senses(self, analysis: Analysis) -> tuple[Sense, ...]:
        """The senses of a word in one of its readings."""
        if analysis.pos == "verb":
            return self.verbs.get(analysis.lemma, ())
        found = self.nouns.get(analysis.lemma, ()) or self.nouns.get(analysis.stem, ())
        found += self.verbal_nouns.get(analysis.lemma, ()) or self.verbal_nouns.get(analysis.stem, ())
        return found


@cache
def event_lexicon() -> EventLexicon:
    """The bundled event lexicon."""
    verbs: dict[str, list[Sense]] = defaultdict(list)
    verbal_nouns: dict[str, list[Sense]] = defaultdict(list)
    nouns: dict[str, list[Sense]] = defaultdict(list)
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    for row in lexicon.rows("event_verbs.tsv"):
        sense = _sense(row, f"event_verbs/{row['lemma']}")
        verbs[row["lemma"]].append(sense)
        for masdar in lexicon.forms(row["masdar"]):
            verbal_nouns[masdar].append(sense)
    for row in lexicon.rows("event_nouns.tsv"):
        sense = _sense(row, f"event_nouns/{row['lemma']}")
        for form in (row["lemma"], *lexicon.forms(row["plural"])):
            nouns[form].append(sense)
    for row in lexicon.rows("event_phrases.tsv"):
        words = tuple(row["phrase"].split())
        head = tuple(row["head"].split())
        starts = [at for at in range(len(words)) if words[at : at + len(head)] == head]
        first = starts[0] if starts else 0
        phrase = Phrase(words, first, first + len(head), _sense(row, f"event_phrases/{row['phrase']}"))
        phrases[words[0]].append(phrase)

    def frozen(table: dict[str, list[Sense]]) -> dict[str, tuple[Sense, ...]]:
        return {word: tuple(senses) for word, senses in table.items()}

    longest_first = {
        word: tuple(sorted(group, key=lambda phrase: -len(phrase.words))) for word, group in phrases.items()
    }
    return EventLexicon(frozen(verbs), frozen(verbal_nouns), frozen(nouns), longest_first)
