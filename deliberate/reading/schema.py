"""The JSON Schema of scenario files, for editors that complete and check as one types.

It is made from the classes that read the files, so that the two cannot disagree. What an editor
cannot know, such as whether a split sums to one, `deliberate check` says.
"""

import types
import typing
from enum import StrEnum
from typing import Any, get_args, get_origin

from attrs import NOTHING, Attribute, fields, has

from deliberate.footprint import footprints
from deliberate.model.electing import leader_systems
from deliberate.reading.loading import KEYED, assumption_names, governance_names, scenario_names
from deliberate.reading.scenario_file import ScenarioFile
from deliberate.scenario import Scenario
from deliberate.turnouts import turnouts

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {int: "integer", float: "number", str: "string", bool: "boolean"}
_BOUNDS = {">=": "minimum", "<=": "maximum", ">": "exclusiveMinimum", "<": "exclusiveMaximum"}


def schema() -> Schema:
    """Return the JSON Schema of a scenario file (draft 2020-12).

    Examples
    --------
    >>> schema()["properties"]["years"]["maximum"]
    10
    """
    table = _table(ScenarioFile)
    keys = table["properties"]
    for each in fields(Scenario):
        if each.name in keys:
            keys[each.name] |= _bounds(each, keys[each.name])
    names = {"type": "string", "enum": sorted((*scenario_names(), *assumption_names()))}
    keys["extends"] = {
        "description": "scenarios or sets of assumptions that this file is laid over",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"anyOf": [names, _TEXT]}}],
    }
    preset = {"type": "string", "enum": list(governance_names())}
    keys["governance"]["properties"]["extends"] = preset
    keys["governance"] = {"anyOf": [preset, keys["governance"]]}
    keys["footprint"] = {"type": "string", "enum": list(footprints())}
    system = {"type": "string", "enum": [each.id for each in leader_systems()]}
    keys["system"] = system
    keys["compared"] = {"type": "array", "items": system}
    named = {"type": "string", "enum": list(turnouts())}
    keys["turnout"] = {"anyOf": [keys["turnout"], named]}
    return {"$schema": DIALECT, "title": "A scenario of Deliberate", **table}


_TEXT = {"type": "string"}


def _of(kind: Any) -> Schema:
    """Return the schema of a type."""
    if has(kind):
        return _table(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [str(member) for member in kind]}
    arguments = get_args(kind)
    if isinstance(kind, types.UnionType):
        kind = next(each for each in arguments if each is not type(None))
        return _of(kind)
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    return _of_many(kind, arguments)


def _of_many(kind: Any, arguments: tuple[Any, ...]) -> Schema:
    """Return the schema of a table of values, or of a list."""
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": _of(arguments[1])}
    # Of the types of a scenario only tuples are left: of any length, or of two numbers.
    if arguments[-1] is Ellipsis:
        return {"type": "array", "items": _item(arguments[0])}
    return {"type": "array", "prefixItems": [_of(each) for each in arguments]}


def _item(kind: Any) -> Schema:
    """Return the schema of what stands in a list: lists are not merged, so it is whole."""
    found = _of(kind)
    if has(kind):
        found["required"] = [each.name for each in fields(kind) if each.default is NOTHING]
    return found


def _table(cls: type) -> Schema:
    """Return the schema of a table, which may say as little as it likes over another."""
    hints = typing.get_type_hints(cls)
    named = [each for each in fields(cls) if not (each.name == "id" and cls in KEYED.values())]
    return {
        "type": "object",
        "description": (cls.__doc__ or "").partition("\n")[0],
        "properties": {each.name: _key(each, hints[each.name]) for each in named},
        "additionalProperties": False,
    }


def _key(attribute: "Attribute[Any]", kind: Any) -> Schema:
    found = _of(kind)
    found |= _bounds(attribute, found)
    if "basis" in attribute.metadata:
        found["description"] = attribute.metadata["basis"]
        if attribute.default is not NOTHING:
            found["default"] = attribute.default
    return found


def _bounds(attribute: "Attribute[Any]", found: Schema) -> Schema:
    """Return the bounds that the validators of a number set."""
    if found.get("type") not in {"integer", "number"}:
        return {}
    bounded = [each for each in _validators(attribute.validator) if hasattr(each, "bound")]
    return {_BOUNDS[each.compare_op]: each.bound for each in bounded}


def _validators(validator: Any) -> tuple[Any, ...]:
    """Return the parts of a validator of attrs."""
    return getattr(validator, "_validators", (validator,) if validator else ())
