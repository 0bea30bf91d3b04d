"""Strict conversion between plain data and values: nothing unknown, no type turned into another."""

from enum import StrEnum
from typing import Any

import cattrs
from cattrs.preconf.json import make_converter

from deliberate.errors import unknown
from elections import printable


def _whole(value: Any, _: type) -> int:
    if type(value) is not int:
        raise TypeError(f"expected a whole number, found {value!r}")
    return value


def _number(value: Any, _: type) -> float:
    if type(value) not in (int, float):
        raise TypeError(f"expected a number, found {value!r}")
    return float(value)


def _text(value: Any, kind: type[str]) -> str:
    if type(value) is not str:
        raise TypeError(f"expected text, found {value!r}")
    # cattrs sends the members of a StrEnum here too, as they are text.
    if issubclass(kind, StrEnum) and value not in list(kind):
        raise ValueError(unknown(kind.__name__.lower(), value, kind))
    return kind(printable(value))


def _truth(value: Any, _: type) -> bool:
    if type(value) is not bool:
        raise TypeError(f"expected true or false, found {value!r}")
    return value


def strict_converter() -> cattrs.Converter:
    """Return a converter that forbids unknown keys and turns no type into another."""
    converter = make_converter(forbid_extra_keys=True)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _truth)
    return converter
