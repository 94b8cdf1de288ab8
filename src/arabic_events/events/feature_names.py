"""What the features of the trigger and argument scorers say, in words, for `arabic_events.explain`."""

from __future__ import annotations

from collections.abc import Mapping

import regex

__all__ = ["describe_argument", "describe_word", "group_of"]

_WORD: Mapping[str, str] = {
    "w": "the word is {}",
    "c": "without what is attached before, the word is {}",
    "s": "its stem is {}",
    "l": "its dictionary form is {}",
    "p": "its part of speech is {}",
    "i": "its inflection is {}",
    "pre": "attached before it: {}",
    "enc": "its pronoun ending is {}",
    "d": "it has the article: {}",
    "src": "its reading comes from the {}",
    "a2": "it begins with {}",
    "a3": "it begins with {}",
    "z2": "it ends in {}",
    "z3": "it ends in {}",
    "len": "its stem has {} letters",
    "sk": "its consonants are {}",
    "r": "it can be read as {}",
    "k": "its kind is {}",
    "k0": "it is used like the words of coarse group {}",
    "k1": "it is used like the words of group {}",
    "k2": "it is used like the words of fine group {}",
    "x": "the lexicon has it under {}",
    "xp": "the lexicon has it under {}",
    "xn": "the lexicon has it under so many types: {}",
    "xf": "a sense in the lexicon: {}",
    "b": "the word before and it: {}",
    "n": "it and the word after: {}",
    "at": "its sentence (h heading, 0 lead, b body): {}",
    "ph": "it heads a fixed phrase that names {}",
    "phi": "it stands inside a fixed phrase that names {}",
    "phx": "it stands in a fixed phrase that names {}",
    "qa": "a quantity comes after it: {}",
    "qad": "a quantity comes after it, so far away: {}",
    "qb": "a quantity stands before it: {}",
    "qbd": "a quantity stands before it, so far away: {}",
    "en": "the next name is {}",
    "e0": "it is inside a name: {}",
    "e1": "the next word is inside a name: {}",
    "first": "it opens its sentence",
    "ob": "the noun after it is {}",
    "obk0": "the noun after it is of coarse group {}",
    "obk1": "the noun after it is of group {}",
    "l+ob": "it with the noun after it: {}",
    "l+obk0": "it with a noun after it of coarse group: {}",
    "l+obk1": "it with a noun after it of group: {}",
    "gv": "the verb before it is {}",
    "l+gv": "it under the verb: {}",
    "gvx": "the verb before it can name {}",
}
_NEAR: Mapping[str, str] = {
    "w": "is {}",
    "s": "has the stem {}",
    "p": "is of the class {}",
    "pre": "has attached before it {}",
    "k": "is of the kind {}",
    "k1": "is used like the words of group {}",
    "x": "is in the lexicon under {}",
}
_ARGUMENT: Mapping[str, str] = {
    "s": "it stands {} the event word",
    "k": "it is a {}",
    "vk": "kind of time or quantity, and side: {}",
    "vu": "unit, and side: {}",
    "lb": "its label as a name is {}",
    "ln": "what ties it to the words before: {}",
    "cj": "its conjunction, and side: {}",
    "h": "its head is {}",
    "g": "its head is used like the words of group, and side: {}",
    "g+ln": "coarse group of its head, and its tie: {}",
    "pv": "the word before it, and side: {}",
    "fo": "what follows it: {}",
    "op": "its phrase opens with {}",
    "tr": "it names an event itself, and side: {}",
    "gv": "the verb before it, and side: {}",
    "T": "the event is of type {}",
    "F": "form and type of the event word: {}",
    "ol": "what ties the event word to the words before: {}",
    "enc": "pronoun ending and form of the event word: {}",
    "enc+s": "a pronoun on the event word, and where the phrase stands: {}",
    "T+vk": "type, kind of time or quantity, side: {}",
    "s+r": "side, and how many phrases away: {}",
    "s+b": "side, and verbs, marks, events between: {}",
    "T+lb": "type and label: {}",
    "T+ln": "type, tie, side: {}",
    "T+lb+ln": "type, label, tie, side: {}",
    "F+s+r+ln": "form of the event word, place, tie: {}",
    "L": "event word, form, side: {}",
    "L+ln": "event word, form, tie, side: {}",
    "L+r": "event word, form, place, tie: {}",
    "F+path+ln": "form, side, words between, tie: {}",
    "T+path": "type, form, side, words between: {}",
    "lb+path": "label, form, side, words between: {}",
    "T+h": "type and head: {}",
    "T+g": "type and group of the head: {}",
    "T+g0": "type, coarse group of the head, form, side: {}",
    "fr+s": "role that the lexicon's frame gives to its tie, and place: {}",
    "fs": "the lexicon's frame, and where the phrase stands: {}",
    "T+tr": "type, and the event that the phrase names itself: {}",
    "gv+T": "type, verb before, side: {}",
    "dist+lb": "distance and label: {}",
    "b+F": "what stands between, form, place, tie: {}",
}
_SIDES = {"a": "after", "b": "before", "i": "inside"}
_OFFSET = regex.compile(r"(-?\d)(\D\w*)")
_SENSE = regex.compile(
    r"(?P<type>[a-z_]+?)(?P<fit>[-+]?)(?P<when>w?)(?P<pos>noun|verb|adj|prop|part|unknown|num|adv|prep)"
)
_SLOT = regex.compile(r"(subj|obj|gen|adj|\P{Latin}+)([a-z]+)")


def describe_word(feature: str) -> str:
    """A feature of the trigger scorer in words; one without a description as it is.

    >>> describe_word("-1s=شن")
    'the word before has the stem شن'
    """
    key, _, value = feature.partition("=")
    if key in ("xf", "xp") and (sense := _SENSE.fullmatch(value)):
        fit = {"+": ", fits", "-": ", does not fit", "": ""}[sense["fit"]] + (
            " by a word near" if sense["when"] else ""
        )
        return _WORD[key].format(f"{sense['type']}{fit}, as {sense['pos']}")
    if key in _WORD:
        return _WORD[key].format(value.replace("_", " ") or "nothing")
    near = _OFFSET.fullmatch(key)
    if near is None or near[2] not in _NEAR:
        return feature
    distance = int(near[1])
    side = "before" if distance < 0 else "after"
    which = f"the word {side}" if abs(distance) == 1 else f"the word {abs(distance)} places {side}"
    return f"{which} {_NEAR[near[2]].format(value or 'nothing')}"


def describe_argument(feature: str) -> str:
    """A feature of the argument scorer in words; one without a description as it is.

    >>> describe_argument("T+h=death.جندي")
    'type and head: death, جندي'
    """
    key, _, value = feature.partition("=")
    if key not in _ARGUMENT:
        return feature
    parts = [_SIDES.get(part, part) for part in value.split(".")]
    if key == "fs" and (slot := _SLOT.fullmatch(parts[0])):
        parts[0] = f"{slot[1]} brings the {slot[2]}"
    return _ARGUMENT[key].format(", ".join(filter(None, parts)) or "nothing")


_GROUPS: Mapping[str, tuple[str, ...]] = {
    "its form": ("w", "c", "s", "l", "a2", "a3", "z2", "z3", "len", "sk"),
    "its grammar": ("p", "i", "pre", "enc", "d", "src", "r", "k"),
    "the lexicon": ("x", "xp", "xn", "xf", "ph", "phi", "phx", "lexicon"),
    "words used like it": ("k0", "k1", "k2"),
    "names and numbers near": ("en", "e0", "e1", "qa", "qad", "qb", "qbd"),
    "its place": ("at", "first"),
    "meanings": ("vector",),
    "the sentence as a whole": ("context",),
    "how common the type is": ("constant",),
}
_GROUP_OF = {key: group for group, keys in _GROUPS.items() for key in keys}


def group_of(feature: str) -> str:
    """Which kind of evidence a feature of the trigger scorer is; the words around it, where nothing else.

    >>> group_of("z3=جوم"), group_of("-1s=شن")
    ('its form', 'the words around')
    """
    return _GROUP_OF.get(feature.partition("=")[0], "the words around")
