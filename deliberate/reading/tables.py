"""Scenario files as tables: read from TOML, laid over one another, and set key by key."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import Any

from attrs import frozen

from deliberate.errors import ScenarioError
from elections import printable

Table = dict[str, Any]

_STEP = re.compile(r"\.?([\w-]+)|\[(\d+)\]")


@frozen(kw_only=True)
class Layer:
    """A file that was read: where it is, its text, and the table that the text means."""

    where: str
    text: str
    table: Table


def read(path: Traversable) -> Layer:
    """Return a TOML file as it is.

    Raises
    ------
    ScenarioError
        If there is no such file, or it is not TOML.
    """
    where = printable(str(path))
    try:
        text = path.read_text(encoding="utf-8")
        return Layer(where=where, text=text, table=tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise ScenarioError(f"{where}: not TOML: {problem}") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{where}: not a text file in UTF-8") from None
    except OSError as problem:
        raise ScenarioError(f"{where}: {problem.strerror}") from None
    except ValueError as problem:
        raise ScenarioError(f"{where}: no path to a file: {problem}") from None


def lay_over(base: Any, over: Any) -> Any:
    """Return `base` with what `over` says in its place: tables merge, all else is replaced.

    A table laid over a name extends what is called so; a table that extends something itself
    starts from that.

    >>> lay_over({"a": 1, "b": {"c": 2}}, {"b": {"d": 3}})
    {'a': 1, 'b': {'c': 2, 'd': 3}}
    >>> lay_over("reform-2017", {"elected": False})
    {'extends': 'reform-2017', 'elected': False}
    """
    if not isinstance(over, dict) or "extends" in over:
        return over
    if isinstance(base, str):
        return {"extends": base, **over}
    if not isinstance(base, dict):
        return over
    merged = {key: lay_over(base.get(key), value) for key, value in over.items()}
    return {**base, **merged}


def put(table: Table, key: str, value: Any) -> Table:
    """Return the table with one value set, by a key such as ``candidates[0].valence``.

    >>> put({"candidates": [{"valence": 0.0}]}, "candidates[0].valence", 0.3)
    {'candidates': [{'valence': 0.3}]}

    Raises
    ------
    ScenarioError
        If the key is none, or leads past the end of a list.
    """
    steps = _STEP.findall(key)
    if "".join(f"[{place}]" if place else f".{name}" for name, place in steps) != f".{key}":
        raise ScenarioError(f'"{printable(key)}" is no key; keys look like parameters.buyin.habit')
    found: Table = _put(table, steps, value, key)
    return found


def _put(node: Any, steps: list[tuple[str, str]], value: Any, key: str) -> Any:
    if not steps:
        return value
    (name, place), rest = steps[0], steps[1:]
    if not place:
        below = node.get(name) if isinstance(node, dict) else None
        return lay_over(node, {name: _put(below, rest, value, key)})
    at = int(place)
    if not isinstance(node, list) or at >= len(node):
        raise ScenarioError(f'"{printable(key)}" leads past the end of a list')
    return [*node[:at], _put(node[at], rest, value, key), *node[at + 1 :]]


def alone(key: str) -> Table:
    """Return a table in which this key is set and nothing else is; places in lists are keys too.

    >>> alone("candidates[0].valence")
    {'candidates': {'0': {'valence': True}}}
    """
    table: Any = True
    for name, place in reversed(_STEP.findall(key)):
        table = {place or name: table}
    found: Table = table
    return found


def faulty(layers: Iterable[Layer], problems: Iterable[tuple[str, str]]) -> ScenarioError:
    """Return the error that names each fault with the file and the line of its key.

    Of several layers, the file that is blamed is the last one that sets the key.
    """
    last_first = list(layers)[::-1]
    return ScenarioError("\n".join(_named(last_first, *problem) for problem in problems))


def _named(last_first: list[Layer], key: str, sentence: str) -> str:
    layer = next((each for each in last_first if _holds(each.table, key)), last_first[0])
    at = f":{_line_of(layer.text, key)}" if layer.text else ""
    return f"{layer.where}{at}: {sentence}" + (f" (at {key.lstrip('.')})" if key else "")


def _holds(node: Any, key: str) -> bool:
    """Whether a table sets this key, or has a table where it is missing."""
    for name, place in _STEP.findall(key):
        if isinstance(node, list):
            node = dict(zip(map(str, range(len(node))), node, strict=True))
        if not isinstance(node, dict) or (place or name) not in node:
            return False
        node = node[place or name]
    return True


def _line_of(text: str, key: str) -> int:
    """Return the line, counted from 1, on which a key such as `candidates[1].ideal` is set."""
    position = 0
    for name, nth in _names(key):
        pattern = rf"^[ \t]*(?:\[+(?:[\w-]+\.)*{name}\]+|(?:[\w-]+\.)*{name}(?:\.[\w-]+)*[ \t]*=)"
        found = list(re.compile(pattern, re.MULTILINE).finditer(text, position))
        position = found[min(nth, len(found) - 1)].start() if found else position
    return text.count("\n", 0, position) + 1


def _names(key: str) -> Iterator[tuple[str, int]]:
    """Yield each name of a key, and which of those so called is meant."""
    for name, place in re.findall(r"\.?([\w-]+)(?:\[(\d+)\])?", key):
        yield name, int(place or 0)
