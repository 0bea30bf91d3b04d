"""Doing at once for many what can be done at once."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def together(
    make: Callable[[list[Item]], Sequence[Made]],
    items: Sequence[Item],
    key: Callable[[Item], Hashable],
) -> list[Made]:
    """Return what `make` makes of each item, called once for all the items of one key.

    >>> beside = lambda words: [len(words) for _ in words]
    >>> together(beside, ["ape", "bee", "ant"], key=lambda word: word[0])
    [2, 1, 2]
    """
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        alike[key(item)].append(place)
    made: dict[int, Made] = {}
    for places in alike.values():
        made.update(zip(places, make([items[place] for place in places]), strict=True))
    return [made[place] for place in range(len(items))]
