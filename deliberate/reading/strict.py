"""Strict conversion between plain data and values: nothing unknown, no type turned into another."""

import re
from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from typing import Any

import cattrs
from attrs import fields, has
from cattrs.gen import make_dict_structure_fn, override
from cattrs.preconf.json import make_converter

from deliberate.errors import unknown
from elections import printable

INVALID = (cattrs.ClassValidationError, cattrs.IterableValidationError)
Invalid = cattrs.ClassValidationError | cattrs.IterableValidationError


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
        raise ValueError(unknown(kind.__name__.lower(), printable(value), kind))
    return kind(printable(value)) if value else kind()


def _truth(value: Any, _: type) -> bool:
    if type(value) is not bool:
        raise TypeError(f"expected true or false, found {value!r}")
    return value


def _table(
    cls: type, converter: cattrs.Converter, keyed: Collection[type] = ()
) -> Callable[[Any, Any], Any]:
    omitted: Any = {"id": override(omit=True)} if cls in keyed else {}
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, **omitted
    )

    def table(value: Any, kind: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"expected a table, found {value!r}")
        return structure(value, kind)

    return table


def strict_converter(keyed: Collection[type] = ()) -> cattrs.Converter:
    """Return a converter that forbids unknown keys and turns no type into another.

    Values of the classes `keyed` stand under their ids in tables, and do not say them again.
    """
    converter = make_converter(forbid_extra_keys=True)
    converter.register_structure_hook_factory(
        has, lambda cls, converter: _table(cls, converter, keyed)
    )
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _truth)
    return converter


def faults(error: Invalid, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield each fault that a converter found: the path of the key, and a sentence."""
    noted, plain = error.group_exceptions()
    for problem, note in noted:
        step: Any = getattr(note, "name", None) or note.index
        within = f"{at}[{step}]" if isinstance(step, int) else f"{at}.{printable(step)}"
        if isinstance(problem, INVALID):
            yield from faults(problem, within)
        elif isinstance(problem, KeyError):
            yield at, f"the key {problem.args[0]!r} is missing"
        else:
            yield within, _sentence(problem)
    for problem in plain:
        if isinstance(problem, cattrs.ForbiddenExtraKeysError):
            known = [attribute.name for attribute in fields(problem.cl)]
            for key in sorted(map(str, problem.extra_fields)):
                yield f"{at}.{printable(key)}", unknown("key", printable(key), known)
        else:
            yield at + bounded(problem), _sentence(problem)


def bounded(problem: BaseException) -> str:
    """Return the key path of the field whose bounds a validator of attrs found broken."""
    named = re.search(r"'(\w+)' must be", str(problem))
    return f".{named[1]}" if named else ""


def _sentence(problem: BaseException) -> str:
    # What is said here is said above, or by attrs' validators; Python's own words are not shown.
    said = str(problem.args[0]) if problem.args else ""
    foreign = isinstance(problem, TypeError | AttributeError) and not said.startswith("expected")
    return "expected a list or a table" if foreign else said
