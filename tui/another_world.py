"""A session and its other world, side by side, told as data or in a table."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from deliberate import State, WhatIf, Year, replay, what_if
from deliberate.experiments.varying import settings as read_settings
from deliberate.experiments.whatif import years
from elections import pad, printable

ABREAST = 5  # years that a table of 80 columns has room for

Lived = tuple[Year, str] | None
"""A year and who led in it, or nothing where a world has no such year."""


def changes(
    system: str | None, governance: str | None, settings: tuple[str, ...]
) -> dict[str, Any]:
    """Return what the words of a command set otherwise.

    Raises
    ------
    ScenarioError
        If a word is not KEY=VALUE, or a key is set twice.
    """
    named = {"system": system, "governance": governance}
    words = [f"{key}={value}" for key, value in named.items() if value]
    return read_settings([*words, *settings])


def played(path: Path, changed: Mapping[str, Any]) -> WhatIf:
    """Play a session again in another world."""
    return what_if(replay(path), changed)


def to_dict(found: WhatIf, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return both worlds as data, year by year."""
    return {
        "changes": dict(changed),
        "groups": [group.id for group in found.session[0].scenario.groups],
        "session": [_year(year, leader) for year, leader in years(found.session)],
        "other": [_year(year, leader) for year, leader in years(found.other)],
        "notes": list(found.notes),
    }


def _year(year: Year, leader: str) -> dict[str, Any]:
    return {
        "year": year.number,
        "leader": leader,
        "buyin": year.buyin.tolist(),
        "pressure": year.services.pressure,
        "balance": _balance(year),
        "spendable_k": year.spendable,
        "split_k": list(year.split),
    }


def _balance(year: Year) -> float:
    """Return the reserves at the end of a year, as a percentage of its pot."""
    return 100 * year.accounts.reserves / year.pot


def to_text(found: WhatIf, changed: Mapping[str, Any]) -> str:
    """Return both worlds side by side: of each pair of figures, the first is the session's."""
    opening = found.session[0]
    otherwise = ", ".join(f"{key}={value}" for key, value in changed.items()) or "nothing changed"
    title = f"{printable(opening.scenario.title)}, seed {opening.seed}"
    rows = [f"{title}: as it was | what if {printable(otherwise)}"]
    pairs = list(zip_longest(years(found.session), years(found.other)))
    for first in range(0, len(pairs), ABREAST):
        rows += ["", *_table(opening, pairs[first : first + ABREAST])]
    return "\n".join([*rows, "", *_leaders(opening, pairs)])


def _table(opening: State, pairs: list[tuple[Lived, Lived]]) -> Iterator[str]:
    numbers = [next(lived[0].number for lived in pair if lived) for pair in pairs]
    yield f"{'':<18}" + "".join(f"{opening.scenario.year_name(each):>12}" for each in numbers)
    for column, group in enumerate(opening.scenario.groups):
        levels = [_both(pair, lambda year, at=column: f"{year.buyin[at]:.1f}") for pair in pairs]
        yield pad(printable(group.name), 18) + "".join(levels)
    pressure = [_both(pair, lambda year: f"{year.services.pressure:.2f}") for pair in pairs]
    yield f"{'Hospital pressure':<18}" + "".join(pressure)
    balance = [_both(pair, lambda year: f"{_balance(year):.1f}") for pair in pairs]
    yield f"{'Balance, % of pot':<18}" + "".join(balance)


def _both(pair: tuple[Lived, Lived], figure: Any) -> str:
    was, other = (figure(lived[0]) if lived else "–" for lived in pair)
    return f"{was:>6}{other:>6}"


def _leaders(opening: State, pairs: list[tuple[Lived, Lived]]) -> Iterator[str]:
    """Yield who led in both worlds, whenever that changes while both go on."""
    before: tuple[str, ...] = ()
    for number, pair in enumerate(pairs, 1):
        names = tuple(printable(lived[1]) if lived else "–" for lived in pair)
        if all(pair) and names != before:
            yield f"{'Leader, ' + opening.scenario.year_name(number):<18}  {names[0]} | {names[1]}"
        before = names
