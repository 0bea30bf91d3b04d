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
from deliberate.parameter import All, Each, Named, Shares, Sized, Within, Written
from deliberate.reading.loading import assumption_names, governance_names, scenario_names
from deliberate.reading.scenario_file import KEYED, ScenarioFile
from deliberate.turnouts import turnouts

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {int: "integer", float: "number", str: "string", bool: "boolean"}


def schema() -> Schema:
    """Return the JSON Schema of a scenario file (draft 2020-12).

    Examples
    --------
    >>> schema()["properties"]["years"]["maximum"]
    10
    """
    table = _table(ScenarioFile)
    keys = table["properties"]
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
        names, values = map(_of, arguments)
        return {"type": "object", "propertyNames": names, "additionalProperties": values}
    # Of the types of a scenario only tuples are left: of any length, or of two numbers.
    if arguments[-1] is Ellipsis:
        return {"type": "array", "items": _item(arguments[0])}
    pair = [_of(each) for each in arguments]
    return {"type": "array", "prefixItems": pair, "minItems": len(pair), "maxItems": len(pair)}


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
    _narrow(found, attribute.validator)
    if "basis" in attribute.metadata:
        found["description"] = attribute.metadata["basis"]
    if attribute.default is not NOTHING and isinstance(attribute.default, str | int | float):
        found["default"] = attribute.default
    return found


def _narrow(found: Schema, rule: Any) -> None:
    """Add to a schema what a rule demands, as far as a schema can say it."""
    match rule:
        case Within(low, high):
            found |= {"minimum": low, "maximum": high}
        case Sized(low, high):
            kind = "Length" if found["type"] == "string" else "Items"
            sizes = {f"min{kind}": low, f"max{kind}": high}
            found |= {word: size for word, size in sizes.items() if size is not None}
        case Written():
            found["pattern"] = r"\S"
        case Named(_, known):
            found["propertyNames"] = {"enum": list(known)}
        case Shares():
            _narrow(found, Each(Within(0.0, 1.0)))
        case Each(inner):
            held = found.get("items") or found.get("additionalProperties")
            for each in found.get("prefixItems", [held]):
                _narrow(each, inner)
        case All(rules):
            for each in rules:
                _narrow(found, each)
