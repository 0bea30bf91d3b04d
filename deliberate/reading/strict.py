"""Strict conversion between plain data and values: nothing unknown, no type turned into another.

Whatever is wrong is found at once: one `Impossible` carries every fault, with the way to it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import cattrs
from attrs import NOTHING, fields, has
from cattrs.preconf.json import make_converter

from deliberate.faults import Fault, Impossible
from deliberate.parameter import Rule
from elections import printable

Step = TypeVar("Step", str, int)
Structure = Callable[..., Any]


def strict_converter(keyed: Collection[type] = ()) -> cattrs.Converter:
    """Return a converter that forbids unknown keys and turns no type into another.

    Values of the classes `keyed` stand under their ids in tables, and do not say them again. What
    it cannot structure it refuses with `Impossible`, which has every fault.
    """
    converter = make_converter()
    kinds: dict[Callable[[Any], bool], Callable[..., Structure]] = {
        has: partial(_instance, keyed),
        lambda kind: get_origin(kind) is dict: partial(_table, keyed),
        lambda kind: get_origin(kind) is tuple: _list,
    }
    for belongs, hook in kinds.items():
        converter.register_structure_hook_factory(belongs, partial(hook, converter))
    for kind, read in ((int, _whole), (float, _number), (str, _text), (bool, _truth)):
        converter.register_structure_hook(kind, read)
    return converter


def _refused(expected: str, found: Any, **more: Any) -> Impossible:
    return Impossible([Fault(expected=expected, found=found, **more)])


def _whole(value: Any, _: type) -> int:
    if type(value) is not int:
        raise _refused("a whole number", value)
    return value


def _number(value: Any, _: type) -> float:
    if type(value) not in (int, float):
        raise _refused("a number", value)
    try:
        return float(value)
    except OverflowError:
        raise _refused("a number", value) from None


def _text(value: Any, kind: type[str]) -> str:
    if type(value) is not str:
        raise _refused("text", value)
    # cattrs sends the members of a StrEnum here too, as they are text.
    if issubclass(kind, StrEnum) and value not in list(kind):
        raise _refused(kind.__name__.lower(), value, known=tuple(kind))
    return kind(printable(value)) if value else kind()


def _truth(value: Any, _: type) -> bool:
    if type(value) is not bool:
        raise _refused("true or false", value)
    return value


def _gather(
    read: Callable[[Step], Any], steps: Iterable[Step]
) -> tuple[dict[Step, Any], list[Fault]]:
    """Return what can be read at each step, and the faults of all that cannot."""
    kept, found = {}, []
    for step in steps:
        try:
            kept[step] = read(step)
        except Impossible as problem:
            found += [fault.within(step) for fault in problem.faults]
    return kept, found


def _all(read: Callable[[Step], Any], steps: Iterable[Step]) -> Iterable[Any]:
    """Return what is read at each step, or refuse with the faults of all."""
    kept, found = _gather(read, steps)
    if found:
        raise Impossible(found)
    return kept.values()


def _list(converter: cattrs.Converter, kind: Any) -> Structure:
    inner = get_args(kind)
    endless = inner[-1] is Ellipsis
    hooks = [(converter.get_structure_hook(each), each) for each in inner if each is not Ellipsis]

    def structure(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise _refused("a list", value)
        if not endless and len(value) != len(inner):
            raise _refused(f"a list of {len(inner)}", value)

        def entry(at: int) -> Any:
            read, wanted = hooks[0 if endless else at]
            return read(value[at], wanted)

        return tuple(_all(entry, range(len(value))))

    return structure


def _table(keyed: Collection[type], converter: cattrs.Converter, kind: Any) -> Structure:
    name_kind, inner = get_args(kind)
    read_name, read = map(converter.get_structure_hook, (name_kind, inner))

    def entry(table: dict[str, Any], key: str) -> tuple[Any, Any]:
        name = read_name(key, name_kind)
        more = {"id": name} if inner in keyed else {}
        return name, read(table[key], inner, **more)

    def structure(value: Any, _: Any) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise _refused("a table", value)
        entries = dict(_all(partial(entry, value), value))
        if len(entries) < len(value):
            raise _refused("names that differ to the eye", list(value))
        return entries

    return structure


def _instance(keyed: Collection[type], converter: cattrs.Converter, cls: type) -> Structure:
    known = {each.name: each for each in fields(cls) if not (each.name == "id" and cls in keyed)}
    required = {each.name for each in known.values() if each.default is NOTHING}
    kinds = get_type_hints(cls)
    hooks = {name: (converter.get_structure_hook(kinds[name]), kinds[name]) for name in known}

    def part(table: dict[str, Any], key: str) -> Any:
        if key not in known:
            raise _refused("key", key, known=tuple(known))
        read, wanted = hooks[key]
        return read(table[key], wanted)

    def structure(value: Any, _: Any, **more: Any) -> Any:
        if not isinstance(value, dict):
            raise _refused("a table", value)
        kept, found = _gather(partial(part, value), value)
        if not found and required <= kept.keys():
            try:
                return cls(**kept, **more)
            except Impossible:
                pass  # an attrs class stops at its first fault; all are found below
        missing = tuple(name for name in known if name in required - value.keys())
        lacking = [Fault(missing=missing)] if missing else []
        broken = [fault for name in known if name in value for fault in _broken(cls, name, value)]
        # What is of a wrong type is not of a wrong size besides.
        mistyped = {fault.key for fault in found}
        raise Impossible([*lacking, *found, *(each for each in broken if each.key not in mistyped)])

    return structure


def _broken(cls: type, name: str, table: dict[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the plain value of a field by the rule of that field."""
    rule = getattr(fields(cls), name).validator
    if isinstance(rule, Rule):
        yield from (fault.within(name) for fault in rule.faults(table[name]))
