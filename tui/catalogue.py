"""What can be chosen, as rows of plain data."""

from collections.abc import Callable, Iterator
from typing import Any

from deliberate import (
    PLAYERS,
    STAKEHOLDERS,
    Scenario,
    assumption_names,
    footprints,
    governance,
    governance_names,
    load_scenario,
    scenario_names,
)
from deliberate.facts import purses, stakes
from deliberate.footprint import DATA
from deliberate.reading.loading import GENERIC
from deliberate.reading.tables import Table, read
from deliberate.turnouts import turnouts
from elections import cell_width, pad, printable
from tui.voting import VOTING, Rows


def _scenarios() -> Rows:
    rows = []
    for name in scenario_names():
        scenario = load_scenario(name)
        rows.append(
            {
                "id": name,
                "title": scenario.title,
                "footprint": scenario.footprint.id,
                "system": scenario.system,
                "governance": scenario.governance.id,
            }
        )
    return rows


def _footprints() -> Rows:
    return [
        {
            "id": place.id,
            "name": place.name,
            "region": place.region,
            "population": place.population,
            "ccgs": place.ccgs,
            "councils": place.councils,
            "gap_m": place.gap,
            "gap_scope": place.gap_scope,
            "gap_status": place.gap_status,
            "lead": str(place.lead),
            "pot_k": place.pot,
            "pot_status": "estimated by population",
        }
        for place in footprints().values()
    ]


def _governances() -> Rows:
    presets = [governance(name) for name in governance_names()]
    return [
        {"id": each.id, "name": each.name, "elected": each.elected, "story": each.story}
        for each in presets
    ]


def _players() -> Rows:
    return [
        {"id": each.id, "name": each.name, "summary": each.summary} for each in PLAYERS.values()
    ]


def _stakeholders() -> Rows:
    return [
        {"id": each.id, "name": each.name, "summary": each.summary}
        for each in STAKEHOLDERS.values()
    ]


def _usual() -> Scenario:
    """Return the scenario with what all have in common unless they say otherwise."""
    return load_scenario(GENERIC)


def _talks() -> Rows:
    return [
        {
            "id": each.id,
            "name": each.name,
            "weeks": each.weeks,
            "invited": each.invited,
            "panel": each.panel,
            "summary": each.summary,
            "status": "assumed",
        }
        for each in _usual().formats
    ]


def _stances() -> Rows:
    return [
        {
            "id": each.id,
            "name": each.name,
            "saved": each.saved,
            "settled": each.settled,
            "relief": each.relief,
            "summary": each.summary,
            "status": "assumed",
        }
        for each in _usual().stances
    ]


def _events() -> Rows:
    return [
        {
            "id": each.id,
            "name": each.name,
            "chance": each.chance,
            "headline": each.headline,
            "gains": each.gains,
            "losses": each.losses,
            "source": each.source,
            "status": "fact as in source; chance and sizes assumed",
        }
        for each in _usual().events
    ]


def _groups() -> Rows:
    return [
        {
            "id": each.id,
            "name": each.name,
            "votes": each.votes,
            "stake": each.stake,
            "exposure": each.exposure,
            "openness": each.openness,
            "ideal": list(each.ideal),
            "speaks_for": [one.name for one in stakes() if one.group == each.id],
            "note": each.note,
            "status": each.basis,
        }
        for each in _usual().groups
    ]


def _lines() -> Rows:
    return [
        {
            "id": each.id,
            "name": each.name,
            "role": str(each.role),
            "owner": each.owner,
            "share": each.share,
            "growth": each.growth,
            "lag": each.lag,
            "avoided": each.avoided,
            "avoided_most": each.avoided_most,
            "bn_2016": round(sum(one.bn for one in purses() if one.line == each.id), 1),
            "status": f"share {each.basis}; growth and avoided published; lag assumed",
        }
        for each in _usual().lines
    ]


def _turnouts() -> Rows:
    return [
        {
            "id": each.id,
            "election": each.election,
            "date": each.date,
            "share": each.share,
            "status": each.status,
            "source": each.source,
        }
        for each in turnouts().values()
    ]


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
    if isinstance(value, dict):
        return " ".join(f"{name}={setting:g}" for name, setting in value.items()) or "–"
    return str(value)
