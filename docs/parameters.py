"""Print the parameter tables of docs/model.md from the code."""

from collections.abc import Iterable

from attrs import fields

from deliberate import FORMATS, STANCES, Parameters, load_scenario


def tables() -> str:
    """Return Markdown tables: the parameters of each part, then lines, groups, stances, formats."""
    scenario = load_scenario("generic")
    return "\n\n".join(
        [
            *[_table(part.name, part.type) for part in fields(Parameters)],
            _rows(scenario.lines, "name", "share", "growth", "lag", "avoided"),
            _rows(scenario.groups, "name", "stake", "exposure", "openness", "ideal"),
            _rows(STANCES.values(), "name", "saved", "relief", "penalty"),
            _rows(FORMATS.values(), "name", "weeks", "invited", "members", "rounds", "panel"),
        ]
    )


def _rows(values: Iterable[object], *names: str) -> str:
    """Return values as a table of some of their fields."""
    rows = [
        "| " + " | ".join(str(getattr(value, name)) for name in names) + " |" for value in values
    ]
    return "\n".join(["| " + " | ".join(names) + " |", "| --- " * len(names) + "|", *rows])


def _table(name: str, cls: type) -> str:
    rows = [
        f"| `{name}.{each.name}` | {each.default:g} | {each.metadata['low']:g} to "
        f"{each.metadata['high']:g} | {each.metadata['basis']} |"
        for each in fields(cls)
    ]
    return "\n".join(
        ["| parameter | default | range | basis |", "| --- | --- | --- | --- |", *rows]
    )


if __name__ == "__main__":
    print(tables())
