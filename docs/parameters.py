"""Write the parameters and the shipped data into docs/model.md."""

from collections.abc import Iterable, Mapping

from attrs import asdict, fields

from deliberate import (
    PLAYERS,
    STAKEHOLDERS,
    Appointee,
    Candidate,
    Event,
    Format,
    Governance,
    Group,
    Letter,
    Line,
    Locality,
    Parameters,
    Pledge,
    Scenario,
    Stance,
    governance,
    governance_names,
    load_scenario,
)
from deliberate.footprint import Holding
from docs.pages import rewrite, table

WRITER = "python docs/parameters.py"
PARTS = {
    "buyin": "Buy-in",
    "services": "Services",
    "governance": "Who controls what",
    "talk": "Talk",
    "electorate": "Residents and ballots",
    "national": "The national bodies",
    "purse": "The purse",
    "panel": "Citizens' panels",
    "interest": "Self-interest",
    "events": "Events",
}
DATA = {
    "": Scenario,
    "lines.*.": Line,
    "groups.*.": Group,
    "governance.": Governance,
    "governance.lines.*.": Holding,
    "letters.*.": Letter,
    "stances.*.": Stance,
    "formats.*.": Format,
    "events.*.": Event,
    "localities.*.": Locality,
    "candidates.*.": Candidate,
    "candidates.*.pledges.*.": Pledge,
    "leads.*.": Appointee,
}
COLUMNS = {
    "lines": "name owner share growth lag avoided plausible basis",
    "groups": "name stake exposure openness ideal error bias",
    "stances": "name saved settled relief",
    "formats": "name weeks invited members rounds table_size panel",
    "letters": "savings fund contradiction text",
}


def tables() -> str:
    """Return Markdown: the parameters of each part, then lines, groups and other data."""
    scenario, parts = load_scenario("generic"), asdict(Parameters(), recurse=False)
    return "\n\n".join(
        [
            *(_titled(PARTS[name], _part(name, type(part))) for name, part in parts.items()),
            _titled("Figures of which every row has its own", _figures()),
            *(
                _titled(kind.capitalize(), _rows(getattr(scenario, kind), columns))
                for kind, columns in COLUMNS.items()
            ),
            _titled("Arrangements", _arrangements()),
            _titled("Automatic leaders", _rows(PLAYERS.values(), "id name summary")),
            _titled("Automatic stakeholders", _rows(STAKEHOLDERS.values(), "id name summary")),
        ]
    )


def _titled(title: str, text: str) -> str:
    return f"### {title}\n\n{text}"


def _rows(values: Iterable[object], columns: str) -> str:
    """Return values as a table of some of their fields."""
    names = columns.split()
    return table(names, ([_said(getattr(value, name)) for name in names] for value in values))


def _said(value: object) -> str:
    """Return a value as people write it, each number as short as can be."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_said(each)}" for name, each in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(_said, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _part(name: str, cls: type) -> str:
    return table(
        ("parameter", "default", "range", "basis"),
        (
            (
                f"`{name}.{each.name}`",
                f"{each.default:g}",
                f"{each.metadata['low']:g} to {each.metadata['high']:g}",
                each.metadata["basis"],
            )
            for each in fields(cls)
        ),
    )


def _figures() -> str:
    """Return the keys of the data that have a range; `*` stands for an id or a number."""
    return table(
        ("key", "range", "basis"),
        (
            (
                f"`{prefix}{each.name}`",
                f"{each.metadata['low']:g} to {each.metadata['high']:g}",
                each.metadata["basis"],
            )
            for prefix, cls in DATA.items()
            for each in fields(cls)
            if each.metadata
        ),
    )


def _arrangements() -> str:
    """Return the governance presets: one row each, with what is held of each line and who sits."""
    presets = [governance(name) for name in governance_names()]
    return table(("id", "elected", "held", "paid by", "seats"), map(_arrangement, presets))


def _arrangement(rule: Governance) -> tuple[str, ...]:
    return (
        rule.id,
        "yes" if rule.elected else "no",
        _listed({line: f"{holding.held:g}" for line, holding in rule.lines.items()}),
        _listed({line: holding.payment.value for line, holding in rule.lines.items()}),
        _listed({group: f"{seat:g}" for group, seat in rule.seats.items()}),
    )


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


if __name__ == "__main__":
    rewrite("model.md", WRITER, tables())
