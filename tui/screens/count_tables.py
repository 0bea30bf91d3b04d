"""The tables of a count: comparisons two by two, and the figures of each candidate."""

from collections.abc import Iterable
from itertools import accumulate

from textual.content import Content

from elections import Count, cell_width, printable
from elections.count import Table, Votes
from elections.readout import number
from tui.text import FAINT, GOOD, cell, line

Lines = list[Content | str]
Cell = tuple[str, str]

NAME = 20
"""The cells that a name and its mark take."""


def figure(votes: Votes) -> str:
    """Return a figure as a screen has room for it.

    >>> from fractions import Fraction
    >>> figure(1226), figure(Fraction(2453, 2)), figure(Fraction(137, 545))
    ('1,226', '1,226.5', '0.251')
    """
    return number(votes) if votes.denominator in (1, 2) else f"{float(votes):,.3f}"


def apart(lines: Iterable[Content | str]) -> Lines:
    """Return lines with an empty one before them, or nothing."""
    found = list(lines)
    return ["", *found] if found else []


def paint_table(count: Count, word: str, width: int) -> Lines:
    """Return a comparison of the candidates two by two."""
    table, names = count.tables[word], [printable(name) for name in count.candidates]
    rows = [
        [_wins(table, row), *(_pair(table, row, column) for column in range(len(table)))]
        for row in range(len(table))
    ]
    numbers = [f"{place}" for place in range(1, len(names) + 1)]
    heads = next((each for each in _namings(names) if _fits(each, rows, width)), numbers)
    shown = zip(numbers, names, strict=True)
    labels = [f"{place:>2} {name}" for place, name in shown] if heads is numbers else names
    return _grid(labels, ["wins", *heads], rows, width)


def _namings(names: list[str]) -> list[list[str]]:
    """Return the ways to call the columns, where they tell the candidates apart."""
    lasts = [(name.split() or [name])[-1] for name in names]
    return [names, lasts] if len({*lasts}) == len(names) else [names]


def _wins(table: Table, row: int) -> Cell:
    wins = sum(votes > table[column][row] for column, votes in enumerate(table[row]))
    return f"{wins}", f"bold {GOOD}" if wins == len(table) - 1 else ""


def _pair(table: Table, row: int, column: int) -> Cell:
    votes, back = table[row][column], table[column][row]
    style = f"bold {GOOD}" if votes > back else ""
    return ("·", FAINT) if row == column else (number(votes), style)


def paint_figures(count: Count, width: int) -> Lines:
    """Return the figures of each candidate, best first where the count puts them in order."""
    # The order is the end of a count: it is no part of a page that comes before the rounds.
    order = () if count.rounds else count.order
    above = accumulate((len(level) for level in order), initial=1)
    places = {name: place for place, level in zip(above, order, strict=False) for name in level}
    columns = {word: [*map(figure, column)] for word, column in count.columns.items()}
    if places:
        columns = {"place": [f"{places[name]}" for name in count.candidates], **columns}
    rows = zip(count.candidates, *columns.values(), strict=True)
    ranked = sorted(rows, key=lambda row: places.get(row[0], 0))
    cells = [[(text, "") for text in row[1:]] for row in ranked]
    return _grid([row[0] for row in ranked], list(columns), cells, width) if columns else []


def paint_facts(count: Count) -> Lines:
    """Return the figures of the whole election."""
    return _faint(
        f"  {word[0].upper()}{word[1:]}: {figure(fact)}" for word, fact in count.facts.items()
    )


def _fits(heads: list[str], rows: list[list[Cell]], width: int) -> bool:
    return NAME + sum(_widths(["wins", *heads], rows)) <= width


def _widths(heads: list[str], rows: list[list[Cell]]) -> list[int]:
    columns = zip(heads, *([text for text, _ in row] for row in rows), strict=True)
    return [2 + max(map(cell_width, column)) for column in columns]


def _grid(names: list[str], heads: list[str], rows: list[list[Cell]], width: int) -> Lines:
    """Return rows of figures under their heads, with as many columns as fit."""
    ends = [NAME + end for end in accumulate(_widths(heads, rows))]
    shown = sum(end <= width for end in ends)
    widths = _widths(heads, rows)[:shown]
    lines = [_cells("", [(head, FAINT) for head in heads], widths)]
    lines += [_cells(name, row, widths) for name, row in zip(names, rows, strict=True)]
    cut = f"{shown} of {len(heads)} columns; a wider window shows more."
    return [*lines, *_faint([cut] if shown < len(heads) else [])]


def _cells(name: str, row: list[Cell], widths: list[int]) -> Content:
    shown = zip(row, widths, strict=False)
    return line(
        f"  {cell(name, NAME - 2)}",
        *((cell(text, wide, right=True), style) for (text, style), wide in shown),
    )


def _faint(said: Iterable[str]) -> Lines:
    return [line((each, FAINT)) for each in said]
