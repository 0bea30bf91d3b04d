"""Print the parameter tables of docs/model.md from the code."""

from attrs import fields

from deliberate import Parameters


def tables() -> str:
    """Return one Markdown table for each part of the model."""
    return "\n\n".join(_table(part.name, part.type) for part in fields(Parameters))


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
