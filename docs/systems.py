"""Print the tables of docs/systems.md from the code."""

from docs.pages import table
from elections import System, systems
from elections.criteria import CRITERIA, criteria_of
from elections.formats.registry import FORMATS

FILES = """\
What a file says beside its ballots (a title, seats, who withdrew, an order for ties) is left out,
and this is said, where another format cannot hold it; ballots are never changed on the way. Named
and refused are files that hold no election of this kind: participatory budgets (Pabulib, `.pb`),
configurations and reports of RCTab, reports of ranked.vote, common data format (NIST) records,
spreadsheets and web pages."""
MARKS = {True: "yes", False: "no", None: "–"}


def tables() -> str:
    """Return Markdown tables: the systems, what they do with ballots, criteria and formats."""
    return "\n\n".join(
        [
            "## The systems",
            table(("id", "name", "counts", "options", "source"), map(_system, systems())),
            "## Candidates left out or ranked equally",
            table(("id", "left out", "equal"), map(_ballots, systems())),
            "## Criteria",
            table(("id", *CRITERIA), map(_criteria, systems())),
            "## One election at a time",
            table(
                ("id", "why"),
                ((_code(each.id), each.unbatched) for each in systems() if each.unbatched),
            ),
            "## Files",
            FILES,
            table(
                ("id", "format", "names end in", "written", "source"),
                map(_format, FORMATS.values()),
            ),
        ]
    )


def _code(word: str) -> str:
    return f"`{word}`"


def _system(each: System) -> tuple[str, ...]:
    options = "; ".join(f"{name}: {', '.join(values)}" for name, values in each.options.items())
    counts = "rankings" if each.takes.__name__ == "Profile" else "ratings"
    return _code(each.id), each.name, counts, options, each.source


def _ballots(each: System) -> tuple[str, ...]:
    return _code(each.id), each.truncated, each.tied


def _criteria(each: System) -> tuple[str, ...]:
    known = criteria_of(each)
    return _code(each.id), *(MARKS[known[criterion]] for criterion in CRITERIA)


def _format(each: object) -> tuple[str, ...]:
    suffixes = ", ".join(map(_code, each.suffixes))
    return _code(each.id), each.name, suffixes, "yes" if each.write else "no", each.source


if __name__ == "__main__":
    print(tables())
