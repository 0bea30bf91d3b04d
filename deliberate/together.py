"""Doing at once, for many, what can be done at once, and no more than memory is there for."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")
Made = TypeVar("Made")


def together(
    make: Callable[[Key, list[Item]], Sequence[Made]],
    items: Sequence[Item],
    key: Callable[[Item], Key],
) -> list[Made]:
    """Return what `make` makes of each item, called once for each key with all that have it.

    >>> beside = lambda letter, words: [f"{letter}{len(words)}" for _ in words]
    >>> together(beside, ["ape", "bee", "ant"], key=lambda word: word[0])
    ['a2', 'b1', 'a2']
    """
    alike: dict[Key, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        alike[key(item)].append(place)
    made: dict[int, Made] = {}
    for shared, places in alike.items():
        made.update(zip(places, make(shared, [items[place] for place in places]), strict=True))
    return [made[place] for place in range(len(items))]


def in_parts(
    make: Callable[[Sequence[Item]], Iterable[Made]], items: Sequence[Item], most: int
) -> list[Made]:
    """Return what `make` makes of each item, called for so many at once at most, one at least.

    >>> in_parts(lambda words: [len(words) for _ in words], ["ape", "bee", "ant"], 2)
    [2, 2, 1]
    """
    size = max(most, 1)
    parts = (items[first : first + size] for first in range(0, len(items), size))
    return [made for part in parts for made in make(part)]
