"""Empties objects that nobody needs any more, so that circles between their parts do not keep all of it in memory."""

from __future__ import annotations


def take_apart(*wholes: object) -> None:
    """Take every attribute from each of ``wholes`` and from their parts that come from the same package.

    Their parts know each other, so none would be freed before a cycle collector has looked at everything the program
    holds, which a window notices. Whoever still has one of them in hand finds it empty (AttributeError).
    """
    packages = {_package(whole) for whole in wholes}
    waiting = list(wholes)
    while waiting:
        part = waiting.pop()
        attributes = getattr(part, "__dict__", None)
        if attributes and not isinstance(part, type) and _package(part) in packages:
            waiting.extend(attributes.values())
            attributes.clear()


def _package(thing: object) -> str:
    return type(thing).__module__.rpartition(".")[0]
