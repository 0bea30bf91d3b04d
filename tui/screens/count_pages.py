"""The pages of a count: comparisons, figures, steps and rounds, the deciding page last."""

from collections.abc import Callable, Iterator
from functools import partial

from attrs import evolve, frozen

from elections import Count
from tui.screens.count_rounds import MEASURES, called, paint_round, paint_ties
from tui.screens.count_tables import Lines, apart, paint_facts, paint_figures, paint_table
from tui.text import FAINT, line, wrap

Paint = Callable[[int], Lines]

_FEW = 3
"""So many steps still fit beside the result."""

_LABELS = {"pairwise": "pairs"}
_TABLES = {
    "pairwise": "Ballots that prefer the row to the column; a win is bold.",
    "strengths": "How strong each win is: by how many ballots the row beats the column.",
    "strongest paths": (
        "The strongest chain of wins from row to column, which is as strong as its weakest link; "
        "stronger than the chain back is bold."
    ),
    "locked": "The wins that are locked in, row over column, and their strengths.",
    "matches": "By how many ballots the row is ahead of the column; minus, where it is behind.",
}
_STEPS = "Step by step; a number is the strength of a win or of a chain of wins."
_BEFORE = {
    "grades": "How many voters gave each grade.",
    "votes": "With what chance each candidate is drawn.",
}
_FIGURES = "What the count found for each candidate."


@frozen(kw_only=True)
class CountPage:
    """One page: its label, what it says of itself, and what it paints for a width."""

    label: str
    about: str
    paint: Paint


def pages(count: Count) -> list[CountPage]:
    """Return the pages of a count; a label says how far each is."""
    found = [*_before(count), *(_rounds(count) if count.rounds else _without_rounds(count))]
    many = len(found)
    return [
        evolve(page, label=f"{page.label} · page {place} of {many}")
        if many > 1 and "round" not in page.label
        else page
        for place, page in enumerate(found, 1)
    ]


def _before(count: Count) -> Iterator[CountPage]:
    """Yield what is known before anything is decided."""
    for word in count.tables:
        paint = partial(_under, _TABLES[word], partial(paint_table, count, word))
        yield CountPage(label=_LABELS.get(word, word), about=_TABLES[word], paint=paint)
    if count.rounds and count.columns:
        said = _BEFORE.get(count.measure, _FIGURES)
        paint = partial(_under, said, partial(paint_figures, count))
        yield CountPage(label="figures", about=said, paint=paint)


def _rounds(count: Count) -> Iterator[CountPage]:
    many = len(count.rounds)
    for place, this in enumerate(count.rounds):
        label = called(this) + (f" · round {this.number} of {many}" if many > 1 else "")
        paint = partial(paint_round, count, place)
        yield CountPage(label=label, about=MEASURES[this.measure], paint=paint)


def _without_rounds(count: Count) -> Iterator[CountPage]:
    """Yield how a winner was found by steps, where they are many, and what came of it."""
    if len(count.steps) > _FEW:
        paint = partial(_under, _STEPS, partial(_steps, count))
        yield CountPage(label="steps", about=_STEPS, paint=paint)
    yield CountPage(label="result", about=_FIGURES, paint=partial(_result, count))


def _under(said: str, paint: Paint, width: int) -> Lines:
    """Return what is painted, under a sentence that says what it is."""
    return [*(line((each, FAINT)) for each in wrap(said, width)), "", *paint(width)]


def _steps(count: Count, width: int) -> Lines:
    return [each for step in count.steps for each in wrap(str(step), width)]


def _result(count: Count, width: int) -> Lines:
    few = _steps(count, width) if len(count.steps) <= _FEW else []
    return [
        *paint_figures(count, width),
        *paint_facts(count),
        *apart(few),
        *apart(paint_ties(count, 1, width)),
    ]
