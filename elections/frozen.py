"""A dictionary that cannot be changed, for values that are frozen all the way down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dict that refuses every change; equal to a dict of the same items.

    It can be hashed where all its values can.

    Examples
    --------
    >>> FrozenDict({"Ann": 4})["Ann"]
    4
    >>> FrozenDict({"Ann": 4})["Ann"] = 9
    Traceback (most recent call last):
    TypeError: this mapping is frozen
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping is frozen")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type, tuple[dict[K, V]]]:
        return FrozenDict, (dict(self),)


def freeze(items: Mapping[Any, Any]) -> FrozenDict[Any, Any]:
    """Return a mapping that cannot be changed: the converter of a frozen value's field.

    Examples
    --------
    >>> freeze({"Ann": 4}) == {"Ann": 4}
    True
    """
    return FrozenDict(items)
