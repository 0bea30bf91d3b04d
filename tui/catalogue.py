"""What can be chosen, as rows of plain data."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from attrs import fields

from deliberate import (
    PLAYERS,
    STAKEHOLDERS,
    Line,
    assumption_names,
    footprints,
    governance,
    governance_names,
    load_scenario,
    scenario_names,
)
from deliberate.facts import purses, stakes
from deliberate.footprint import DATA, UNSURE
from deliberate.reading.loading import GENERIC
from deliberate.reading.tables import Table, read
from deliberate.turnouts import turnouts
from elections import cell_width, pad, printable
from tui.voting import VOTING, Rows


def _rows(values: Iterable[object], names: str, **more: Any) -> Rows:
    """Return some fields of each value, and more: a constant, or a function of the value."""
    return [
        {name: _plain(getattr(each, name)) for name in names.split()}
        | {name: said(each) if callable(said) else said for name, said in more.items()}
        for each in values
    ]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, StrEnum) else value


def _usual(part: str) -> Any:
    """Return what all scenarios have in common unless they say otherwise."""
    return getattr(load_scenario(GENERIC), part)


def _scenarios() -> Rows:
    return _rows(
        map(load_scenario, scenario_names()),
        "id title",
        footprint=lambda each: each.footprint.id,
        system=lambda each: each.system,
        governance=lambda each: each.governance.id,
    )


def _footprints() -> Rows:
    return _rows(
        footprints().values(),
        "id name region population population_status ccgs councils",
        gap_m=lambda each: each.gap,
        gap_scope=lambda each: each.gap_scope,
        gap_status=lambda each: each.gap_status,
        lead=lambda each: str(each.lead),
        lead_status=lambda each: each.lead_status,
        pot_k=lambda each: each.pot,
        pot_status="estimated by population",
    )


def _governances() -> Rows:
    return _rows(
        map(governance, governance_names()),
        "id name elected story",
        status="assumed: what is held, who commissions and who sits",
    )


def _players() -> Rows:
    return _rows(PLAYERS.values(), "id name summary")


def _stakeholders() -> Rows:
    return _rows(STAKEHOLDERS.values(), "id name summary")


def _talks() -> Rows:
    return _rows(_usual("formats"), "id name weeks invited panel summary", status="assumed")


def _stances() -> Rows:
    return _rows(_usual("stances"), "id name saved settled relief summary", status="assumed")


def _events() -> Rows:
    return _rows(
        _usual("events"),
        "id name chance headline gains losses source",
        status="fact as in source; chance and sizes assumed",
    )


def _groups() -> Rows:
    return _rows(
        _usual("groups"),
        "id name votes stake exposure openness ideal",
        speaks_for=lambda group: [one.name for one in stakes() if one.group == group.id],
        note=lambda group: group.note,
        status=lambda group: group.basis,
    )


def _lines() -> Rows:
    bases = "".join(f"; {name}: {getattr(fields(Line), name).metadata['basis']}" for name in UNSURE)
    return _rows(
        _usual("lines"),
        "id name role owner share growth lag avoided",
        plausible=lambda line: {name: list(ends) for name, ends in line.plausible.items()},
        bn_2016=lambda line: round(sum(one.bn for one in purses() if one.line == line.id), 1),
        status=lambda line: f"share {line.basis}{bases}",
    )


def _turnouts() -> Rows:
    return _rows(turnouts().values(), "id election date share status source")


def _assumptions() -> Rows:
    files = {name: read(DATA / "assumptions" / f"{name}.toml") for name in assumption_names()}
    return [
        {
            "id": name,
            "sets": dict(_settings(layer.table)),
            "summary": layer.text.partition("\n")[0].removeprefix("# "),
        }
        for name, layer in files.items()
    ]


def _settings(table: Table, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each key that a table sets, such as ``lines.social.avoided``, and its value."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _settings(value, f"{at}{key}.")
        else:
            yield f"{at}{key}", value


CATALOGUES: dict[str, Callable[[], Rows]] = {
    **VOTING,
    "scenarios": _scenarios,
    "footprints": _footprints,
    "governances": _governances,
    "lines": _lines,
    "turnouts": _turnouts,
    "groups": _groups,
    "talks": _talks,
    "stances": _stances,
    "events": _events,
    "assumptions": _assumptions,
    "players": _players,
    "stakeholders": _stakeholders,
}


def to_text(rows: Rows) -> str:
    """Return rows as a table for people, its columns aligned.

    >>> print(to_text([{"id": "irv", "seats": 1}]))
    id   seats
    irv  1
    """
    shown = [{key: printable(_cell(value)) for key, value in row.items()} for row in rows]
    widths = {key: max(cell_width(row[key]) for row in [{key: key}, *shown]) for key in shown[0]}
    table = [dict(zip(widths, widths, strict=True)), *shown]
    return "\n".join(
        "  ".join(pad(row[key], width) for key, width in widths.items()).rstrip() for row in table
    )


def _cell(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{name}={_cell(each)}" for name, each in value.items()) or "–"
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
