"""What is set and what is varied, as people write it: `KEY=VALUE`, `KEY=A,B` and `KEY=LOW:HIGH`."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from deliberate.errors import ScenarioError
from elections import printable

Choices = dict[str, tuple[Any, ...]]
"""The values that a key takes, one in each arm."""

Ranges = dict[str, tuple[float, float]]
"""Between which numbers a key is drawn, anew for each game."""

_NUMBER = r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*"
_RANGE = re.compile(f"{_NUMBER}:{_NUMBER}")


def value_of(said: str) -> Any:
    """Return a value as a scenario file has it, or the text itself where it is none.

    >>> value_of("0.7"), value_of("true"), value_of("irv")
    (0.7, True, 'irv')
    """
    try:
        found = tomllib.loads(f"value = {said}")
    except (ValueError, RecursionError):
        return said
    plain = len(found) == 1 and isinstance(found["value"], bool | int | float | str | list | dict)
    return found["value"] if plain else said


def settings(texts: Iterable[str]) -> dict[str, Any]:
    """Return the keys that are set and their values.

    Raises
    ------
    ScenarioError
        If a text is not ``KEY=VALUE``, or a key is set twice.

    Examples
    --------
    >>> settings(["parameters.buyin.habit=0.7", "system=irv", "governance.elected=true"])
    {'parameters.buyin.habit': 0.7, 'system': 'irv', 'governance.elected': True}
    """
    return {key: value_of(said) for key, said in _pairs(texts, "KEY=VALUE").items()}


def named(texts: Iterable[str]) -> dict[str, str]:
    """Return keys and the names that they are given, as `settings` reads them.

    >>> named(["acute=block"])
    {'acute': 'block'}
    """
    return {key: str(name) for key, name in settings(texts).items()}


def variations(texts: Iterable[str]) -> tuple[Choices, Ranges]:
    """Return what is varied: values that make arms, and ranges from which games are drawn.

    Raises
    ------
    ScenarioError
        If a text is neither ``KEY=A,B`` nor ``KEY=LOW:HIGH``, or a key or a value comes twice.

    Examples
    --------
    >>> variations(["system=irv,borda", "parameters.buyin.habit=0.2:0.9"])
    ({'system': ('irv', 'borda')}, {'parameters.buyin.habit': (0.2, 0.9)})
    """
    choices: Choices = {}
    ranges: Ranges = {}
    for key, said in _pairs(texts, "KEY=A,B or KEY=LOW:HIGH").items():
        between = _RANGE.fullmatch(said)
        if between:
            ranges[key] = _ends(key, float(between[1]), float(between[2]))
        else:
            choices[key] = _values(key, said)
    return choices, ranges


def whole_first(*changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return all changes in one table, those of a whole before those of its parts.

    So a governance can be chosen, and one of its powers be set otherwise.

    >>> whole_first({"governance.elected": False}, {"governance": "reform-2017"})
    {'governance': 'reform-2017', 'governance.elected': False}
    """
    together = {key: value for each in changes for key, value in each.items()}
    return dict(sorted(together.items(), key=lambda item: len(re.findall(r"[.\[]", item[0]))))


def _pairs(texts: Iterable[str], wanted: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in texts:
        key, equals, said = (part.strip() for part in text.partition("="))
        if not (key and equals and said):
            raise ScenarioError(f'"{printable(text)}" is not {wanted}')
        if key in pairs:
            raise ScenarioError(f'"{printable(key)}" is given twice')
        pairs[key] = said
    return pairs


def _ends(key: str, low: float, high: float) -> tuple[float, float]:
    if not (low < high and isfinite(high - low)):
        raise ScenarioError(
            f"{printable(key)}: a range goes from the smaller number to the greater, "
            f"not from {low:g} to {high:g}"
        )
    return low, high


def _values(key: str, said: str) -> tuple[Any, ...]:
    whole = value_of(f"[{said}]")
    parts = (
        whole if isinstance(whole, list) else [value_of(part.strip()) for part in said.split(",")]
    )
    written = [json.dumps(part, default=str) for part in parts]
    for number, part in enumerate(written):
        if parts[number] == "":
            raise ScenarioError(f'{printable(key)}: a value is missing in "{printable(said)}"')
        if part in written[:number]:
            raise ScenarioError(f"{printable(key)}: the value {printable(part)} comes twice")
    return tuple(parts)
