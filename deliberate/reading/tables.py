"""Scenario files as tables: read from TOML, laid over one another, and set key by key."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import Any

from attrs import frozen

from deliberate.errors import ScenarioError
from deliberate.faults import Fault, KeyPath, key_of, shown
from deliberate.parameter import parts
from deliberate.reading.positions import positions
from elections import printable

Table = dict[str, Any]

WHOLE = {"commissioners"}
"""Tables that say the shares of a whole, so that one laid over another replaces it."""

_STEP = re.compile(r"\.?([\w-]+)|\[(\d+)\]")


@frozen(kw_only=True)
class Layer:
    """What a file says, or whatever else is laid over another layer: where it is, and its table.

    The `text` is that of the file; what comes of no file has none, and then no lines to point at.
    """

    where: str
    text: str
    table: Table

    def places(self) -> dict[KeyPath, int]:
        """Return the ways to all that is said here, and on which line it is (0 for no line)."""
        if self.text:
            return positions(self.text)
        return {path: 0 for path, _ in everything(self.table)}


def read(path: Traversable) -> Layer:
    """Return a TOML file as it is.

    Raises
    ------
    ScenarioError
        If there is no such file, or it is not TOML.
    """
    where = printable(str(path))
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise ScenarioError(f"{where}: {problem.strerror}") from None
    except ValueError as problem:
        raise ScenarioError(f"{where}: no path to a file: {problem}") from None
    try:
        text = raw.decode("utf-8-sig")
        # An empty file still has a first line to point at.
        return Layer(where=where, text=text or "\n", table=tomllib.loads(text))
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        found = f"byte {problem.start + 1} of the file is {raw[problem.start]:#04x}"
        raise ScenarioError(f"{where}:{line}: not a text in UTF-8: {found}") from None
    except (ValueError, RecursionError) as problem:
        said = printable(str(problem))
        named = re.search(r"at line (\d+)", said)
        line = int(named[1]) if named else text.count("\n") + 1
        raise ScenarioError(f"{where}:{line}: not TOML: {said}") from None


def lay_over(base: Any, over: Any) -> Any:
    """Return `base` with what `over` says in its place: tables merge, all else is replaced.

    A table laid over a name extends what is called so; a table that extends something itself
    starts from that. A table of the shares of a whole is replaced like any other value.

    >>> lay_over({"a": 1, "b": {"c": 2}}, {"b": {"d": 3}})
    {'a': 1, 'b': {'c': 2, 'd': 3}}
    >>> lay_over("reform-2017", {"elected": False})
    {'extends': 'reform-2017', 'elected': False}
    >>> lay_over({"commissioners": {"ccgs": 0.5, "leader": 0.5}}, {"commissioners": {"ccgs": 1.0}})
    {'commissioners': {'ccgs': 1.0}}
    """
    if not isinstance(over, dict) or "extends" in over:
        return over
    if isinstance(base, str):
        return {"extends": base, **over}
    if not isinstance(base, dict):
        return over
    merged = {
        key: value if key in WHOLE else lay_over(base.get(key), value)
        for key, value in over.items()
    }
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
    found: Table = _put(table, steps(key), value, key)
    return found


def steps(key: str) -> KeyPath:
    """Return the way that a key means.

    >>> steps("candidates[0].valence")
    ('candidates', 0, 'valence')

    Raises
    ------
    ScenarioError
        If it is no key.
    """
    path = tuple(int(place) if place else name for name, place in _STEP.findall(key))
    if not path or key_of(path) != key:
        raise ScenarioError(f'"{printable(key)}" is no key; keys look like parameters.buyin.habit')
    return path


def _put(node: Any, path: KeyPath, value: Any, key: str) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        below = node.get(step) if isinstance(node, dict) else None
        return lay_over(node, {step: _put(below, rest, value, key)})
    if not isinstance(node, list) or step >= len(node):
        raise ScenarioError(f'"{printable(key)}" leads past the end of a list')
    return [*node[:step], _put(node[step], rest, value, key), *node[step + 1 :]]


def setting(key: str, value: Any) -> Layer:
    """Return the layer that sets one key and says nothing else."""
    table = value
    for step in reversed(steps(key)):
        table = {step: table}
    return Layer(where=f"{printable(key)} = {shown(value)}", text="", table=table)


def everything(node: Any, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the way to each value in a table or a list but to itself, and the value.

    >>> list(everything({"a": [1, {"b": 2}]}))
    [(('a',), [1, {'b': 2}]), (('a', 0), 1), (('a', 1), {'b': 2}), (('a', 1, 'b'), 2)]
    """
    for step, value in parts(node):
        yield (*at, step), value
        yield from everything(value, (*at, step))


def faulty(layers: Iterable[Layer], faults: Iterable[Fault]) -> ScenarioError:
    """Return the error that names each fault with the file and the line of its key.

    Of several layers, the one that is blamed is the last that says what is at fault.
    """
    placed = [(layer, layer.places()) for layer in layers]
    said = sorted((_placed(placed, fault) for fault in faults), key=lambda each: each[:2])
    return ScenarioError("\n".join(sentence for _, _, sentence in said))


def _placed(placed: list[tuple[Layer, dict[KeyPath, int]]], fault: Fault) -> tuple[int, int, str]:
    """Return which layer is to blame, on which line, and what is to be said of it."""
    ways = fault.because or (fault.key,)
    while True:
        for number, (layer, lines) in reversed(list(enumerate(placed))):
            known = [way for way in ways if way in lines]
            if known and fault.where in ("", layer.where):
                line = lines[known[0]]
                return number, line, _sentence(layer, line, fault)
        if not any(ways):
            return len(placed), 0, str(fault)
        ways = tuple(way[:-1] for way in ways)


def _sentence(layer: Layer, line: int, fault: Fault) -> str:
    at, key = f":{line}" if line else "", key_of(fault.key)
    told_already = not key or layer.where.startswith(f"{key} = ")
    return f"{layer.where}{at}: {fault}" + ("" if told_already else f" (at {key})")
