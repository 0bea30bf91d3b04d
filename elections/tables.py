"""What studies found, as tables for people: in percent, and no wider than a terminal."""

from __future__ import annotations

from itertools import zip_longest
from math import isfinite
from typing import TYPE_CHECKING, Final, TypeAlias

from elections.paradoxes import MARKS
from elections.readout import aligned
from elections.society import GREATEST, concerns
from elections.systems import system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from fractions import Fraction

    from elections.estimates import Estimate
    from elections.findings import Findings

Columns: TypeAlias = "dict[str, Callable[[str], str]]"
"""From headings, of two lines, to what gives a row's cell by its name."""

_ABREAST: Final = 8


def table_of(
    found: Findings,
    exact: Sequence[Fraction | None] = (),
    *,
    paradoxes: bool = False,
    agreement: bool = False,
) -> str:
    """Write what one study found.

    Parameters
    ----------
    found : Findings
    exact : sequence of Fraction or None
        The exact chance of a Condorcet winner, if it is asked for; None if it is not known.
    paradoxes : bool
        Whether to add how often candidates are elected whom majorities are for or against.
    agreement : bool
        Whether to add how often each two systems elect the same candidate.

    Examples
    --------
    >>> from elections.study import Study, run
    >>> print(table_of(run(Study(systems="irv", elections=1000))))
    1,000 elections of 5 candidates by 25 voters
    Model: random
    In percent, with 95 % confidence intervals
    <BLANKLINE>
    A Condorcet winner                         77.4 ± 2.7
    A cycle at the top                         22.6 ± 2.7
    A cycle at the top or below                44.8 ± 3.1
    A Condorcet loser, if any, wins plurality   1.8 ± 1.2
    <BLANKLINE>
                       Condorcet  Social-utility  Has greatest     Same as
                      efficiency      efficiency       utility   plurality
    irv               87.0 ± 2.6      81.7 ± 2.3    64.4 ± 3.0  61.2 ± 3.1
    greatest_utility  77.3 ± 3.1     100.0 ± 0.0   100.0 ± 0.4  52.5 ± 3.1
    """
    study = found.study
    parts = ["\n".join([*_title(found), _PERCENT]), _facts(found, exact)]
    if study.systems:
        parts.append(_table((*study.systems, GREATEST), _main(found)))
    if paradoxes:
        parts.append(f"{_PARADOXES}\n{_table((*study.systems, GREATEST), _marked(found))}")
    if study.strategy:
        kinds = {name: system(name).ballot for name in study.systems}
        affected = [name for name, kind in kinds.items() if concerns(study.strategy, kind)]
        parts.append(f"{_TACTICS}\n{_table(affected, _tactics(found))}")
    if study.coalition:
        parts.append(f"{_COALITIONS}\n{_table(study.systems, _coalitions(found))}")
    if agreement:
        parts.append(f"{_AGREEMENT}\n{_matrix(found)}")
    return "\n\n".join(parts)


_PERCENT: Final = "In percent, with 95 % confidence intervals"
_PARADOXES: Final = "How often such a candidate is elected, where there is one"
_TACTICS: Final = "What tactical voting changes (the figures above are with it)"
_COALITIONS: Final = "Coalitions that get somebody elected whom all members prefer"
_AGREEMENT: Final = "How often systems elect the same candidate"


def comparison(found: Sequence[Findings], exact: Sequence[Fraction | None] = ()) -> str:
    """Write the Condorcet efficiencies of several studies that differ in size alone.

    Parameters
    ----------
    found : sequence of Findings
    exact : sequence of Fraction or None
        For each study the exact chance of a Condorcet winner, if it is asked for.

    Examples
    --------
    >>> from elections.study import Study, run
    >>> both = [run(Study(systems="irv", candidates=m, elections=5000)) for m in (3, 4)]
    >>> print(comparison(both))
    Model: random
    Condorcet efficiency in percent; 95 % confidence intervals
    <BLANKLINE>
    Candidates             3     4
    Voters                25    25
    irv                 95.9  92.2
    greatest_utility    83.6  79.0
    each within ±        0.6   0.9
    A Condorcet winner  91.7  83.1
    """
    first = found[0]
    parts = ["\n".join(_model(first))]
    if first.study.systems:
        blocks = [found[start : start + _ABREAST] for start in range(0, len(found), _ABREAST)]
        parts[0] += "\nCondorcet efficiency in percent; 95 % confidence intervals"
        parts += [_side_by_side(block) for block in blocks]
    if exact:
        parts.append(f"{_CHANCES}\n{_chances(found, exact)}")
    return "\n\n".join(parts)


_CHANCES: Final = "How often nobody beats every other candidate, in percent"


def _title(found: Findings) -> list[str]:
    size = f"{found.study.candidates} candidates by {found.study.voters:,} voters"
    return [f"{found.elections:,} elections of {size}", *_model(found)]


def _model(found: Findings) -> list[str]:
    study = found.study
    settings = (f"{word} {value:g}" for word, value in study.settings.items())
    lines = [", ".join([f"Model: {study.model}", *settings])]
    if study.options:
        chosen = ", ".join(f"{option} {value}" for option, value in study.options.items())
        lines.append(f"Options of systems: {chosen}")
    if study.strategy:
        lines.append(f"Tactical voters: {100 * study.tactical:g} %, by {study.strategy}")
    if study.raw:
        lines.append("Utilities are added up as they are drawn")
    return lines


def _facts(found: Findings, exact: Sequence[Fraction | None]) -> str:
    facts = {
        "A Condorcet winner": found.condorcet_winner,
        "A cycle at the top": found.top_cycle,
        "A cycle at the top or below": found.cycle,
        "A Condorcet loser, if any, wins plurality": found.elects("condorcet_loser", "plurality"),
    }
    beside = [f"exactly {_percent(chance)}" for chance in exact]
    rows = zip_longest(facts, map(str, facts.values()), beside, fillvalue="")
    return "\n".join(aligned(list(rows), left=(0, 2)))


def _main(found: Findings) -> Columns:
    columns: Columns = {
        "Condorcet\nefficiency": lambda name: str(found.efficiency(name)),
        "Social-utility\nefficiency": lambda name: str(found.utility(name)),
        "Has greatest\nutility": lambda name: str(found.agreement(name, GREATEST)),
        "Same as\nplurality": lambda name: str(found.agreement(name, "plurality")),
    }
    if any(map(found.undecided, found.study.systems)):
        columns["Undecided\nelections"] = lambda name: f"{found.undecided(name):,}"
    return columns


def _marked(found: Findings) -> Columns:
    def column(mark: str) -> Callable[[str], str]:
        return lambda name: str(found.elects(mark, name))

    heads = (word.capitalize() for word in MARKS)
    return {head.replace("_", "\n"): column(mark) for head, mark in zip(heads, MARKS, strict=True)}


def _tactics(found: Findings) -> Columns:
    return {
        "Result\nchanged": lambda name: str(found.changed(name)),
        "Condorcet eff.\nif sincere": lambda name: str(found.sincere_efficiency(name)),
        "change\n": lambda name: _signed(found.efficiency_change(name)),
        "Utility eff.\nif sincere": lambda name: str(found.sincere_utility(name)),
        "change": lambda name: _signed(found.utility_change(name)),
    }


def _coalitions(found: Findings) -> Columns:
    return {
        "Coalition\nfound": lambda name: str(found.manipulable(name)),
        "Median share\nof voters": lambda name: str(found.coalition(name)),
    }


def _table(names: Iterable[str], columns: Columns) -> str:
    heads = [head.partition("\n")[::2] for head in columns]
    above, below = zip(*heads, strict=True)
    rows = [(name, *(cell(name) for cell in columns.values())) for name in names]
    return "\n".join(aligned([("", *above), ("", *below), *rows]))


def _matrix(found: Findings) -> str:
    names = found.study.systems
    numbers = [str(number) for number in range(1, len(names) + 1)]
    rows = [
        (name, number, *(_figure(found.agreement(name, other)) for other in names))
        for name, number in zip(names, numbers, strict=True)
    ]
    margin = max(found.agreement(one, other).margin for one in names for other in names)
    within = f"Every figure is within ± {100 * margin:.1f}"
    return "\n".join([*aligned([("", "", *numbers), *rows]), within])


def _side_by_side(found: Sequence[Findings]) -> str:
    names = found[0].study.systems
    rows = [
        (name, *(_figure(each.efficiency(name)) for each in found)) for name in (*names, GREATEST)
    ]
    margins = (max(each.efficiency(name).margin for name in names) for each in found)
    return "\n".join(
        aligned(
            [
                ("Candidates", *(str(each.study.candidates) for each in found)),
                ("Voters", *(f"{each.study.voters:,}" for each in found)),
                *rows,
                ("each within ±", *(f"{100 * margin:.1f}" for margin in margins)),
                ("A Condorcet winner", *(_figure(each.condorcet_winner) for each in found)),
            ]
        )
    )


def _chances(found: Sequence[Findings], exact: Sequence[Fraction | None]) -> str:
    rows = [
        (
            str(each.study.candidates),
            f"{each.study.voters:,}",
            each.paradox.percent(2),
            _percent(None if chance is None else 1 - chance),
        )
        for each, chance in zip(found, exact, strict=True)
    ]
    return "\n".join(aligned([("Candidates", "Voters", "Found", "Exactly"), *rows], left=()))


def _figure(figure: Estimate) -> str:
    return f"{100 * figure.value:.1f}" if isfinite(figure.value) else "–"


def _signed(figure: Estimate) -> str:
    text = str(figure)
    return f"+{text}" if figure.value > 0 else text.replace("-", "−")


def _percent(chance: Fraction | None) -> str:
    return "–" if chance is None else f"{100 * float(chance):.3f}"
