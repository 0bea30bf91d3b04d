"""What came of the claim, told in Markdown: docs/findings.md is what this writes."""

from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import Any

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats
from deliberate.experiments.claim import (
    ARMS,
    BOTH,
    ELECTED,
    NEITHER,
    POOLED,
    Claim,
    Results,
    setting,
)
from deliberate.experiments.sensitivity import LEADING, Influence
from deliberate.outcomes import BETTER
from elections.estimates import share

PAIRS = (
    (BOTH, NEITHER),
    (BOTH, ELECTED),
    (BOTH, POOLED),
    (ELECTED, NEITHER),
    (POOLED, NEITHER),
)
CALLED = {
    NEITHER: "neither",
    ELECTED: "elected, purses separate",
    POOLED: "appointed, purse pooled",
    BOTH: "elected with the whole purse",
}
DECIDED = "mean buy-in"
SHOWN = LEADING + 4
DIGITS = {name: 3 if name == "hospital pressure" else 1 for name in BETTER}

CAVEATS = """\
* The sizes of most reasons for buy-in (mandate, process, promise, letter, pace) are assumptions
  with wide ranges. That outcomes weigh most, and that a fair hearing helps, was found in studies.
* Ranges are drawn evenly and independently. Nobody knows that they are so; "in 90 % of draws" is
  not a probability that something happens in England.
* Groups want splits that were assumed. Real organisations want many other things, and people in
  them disagree.
* The leader in every arm is the same automatic player, who asks nobody anew. People who lead differ
  far more than arrangements do: the table of players above shows how much.
* The usual mandate is by definition the mean over this project's own scenarios and voting systems;
  that it may lie anywhere from 0.3 to 0.8 is an assumption, and one that decides much.
* This page gives everybody the same hearing in all arms. [The page of validation](validation.md)
  compares the arrangements with the seats that each of them really gives, and finds other figures.
* Electing costs money and time, attracts other people than appointing does, and changes what they
  dare. None of it is in the model. Nor are staff, buildings, quality of care, or deaths.
* Money outside the hospital eases it only as far as the published figures say, and they are few.
"""


@frozen(kw_only=True)
class Telling:
    """Everything that the page is written from.

    `played[arrangement, player]` holds mean buy-in, lowest buy-in and pressure with the usual
    parameters, by the names of both.
    """

    results: Results
    influences: tuple[Influence, ...] = ()
    played: dict[str, dict[str, tuple[float, float, float]]]


def tell(telling: Telling) -> str:
    """Return the page."""
    results = telling.results
    parts = [
        opening(results.claim),
        _in_short(results, telling.influences),
        _better(results),
        _arms(results),
        _together(results),
        *([_decides(results, telling.influences)] if telling.influences else []),
        _players(telling.played),
        "## What the model cannot know\n\n" + CAVEATS.rstrip(),
    ]
    return "\n\n".join(_wrapped(part) for part in parts) + "\n"


def _wrapped(part: str) -> str:
    """Return a part of the page with its paragraphs filled; all else stays as it is."""
    return "\n\n".join(
        each if each.startswith(("|", "#", "* ")) else fill(" ".join(each.split()), 100)
        for each in part.split("\n\n")
    )


def opening(claim: Claim) -> str:
    """Return how the page opens: what is asked of which world, and over how much."""
    here = setting(claim)
    return f"""\
# The claim, put to the test

*Would one elected person with the whole budget secure local buy-in and relieve the hospitals, and
when not?* Four arms differ in two things alone: whether the leader is elected, and whether the
purses are pooled. Each of {claim.draws:,} draws gives all {len(here.unknowns)} uncertain numbers of
the model a value from their ranges, the same in all four arms, as are the luck, the player that
leads and how far everybody is heard. Place: {here.place.title}; {claim.years} years;
{claim.residents} residents vote by {here.place.system}.

This page is what `deliberate claim` prints, with 95 % confidence intervals; none of it is a
prediction."""


def _in_short(results: Results, influences: tuple[Influence, ...]) -> str:
    """Return the answer in a paragraph."""

    def often(arm: int, other: int, name: str) -> str:
        return f"{results.better(arm, other, name).value:.0%}"

    told = f"""\
**In short.** An elected leader with the whole purse ends with more {DECIDED} than an appointed one
without in {often(BOTH, NEITHER, DECIDED)} of draws, and with less hospital pressure in
{often(BOTH, NEITHER, "hospital pressure")}. Pooling does an elected leader good in
{often(BOTH, ELECTED, DECIDED)}, and electing does a pooled purse good in
{often(BOTH, POOLED, DECIDED)}; where purses stay separate, electing does good in
{often(ELECTED, NEITHER, DECIDED)}."""
    if not influences:
        return told
    key, low, high = max(
        ((each.key, *_thirds(results, each.key)) for each in influences[:SHOWN]),
        key=lambda each: abs(each[1].value - each[2].value),
    )
    return f"""\
{told} What tilts it most, of the numbers that nobody knows, is `{key}`: where it is in the lowest
third of its range, both do better than neither in {low.value:.0%}, in the highest third in
{high.value:.0%}."""


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def _better(results: Results) -> str:
    rows = [
        (
            f"{CALLED[arm]}, against {CALLED[other]}",
            *(results.better(arm, other, name) for name in BETTER),
        )
        for arm, other in PAIRS
    ]
    gaps = [
        (
            f"{ARMS[arm]} against {ARMS[other]}",
            *(_gap(results, arm, other, name) for name in BETTER),
        )
        for arm, other in PAIRS
    ]
    head = [("lower " if way < 0 else "higher ") + name for name, way in BETTER.items()]
    return f"""\
## How often is it better?

In percent of draws, at the end:

{_table(["", *head], rows)}

By how much it differs on average, and in brackets in how many percent of draws it goes the other
way:

{_table(["", *BETTER], gaps)}"""


def _gap(results: Results, arm: int, other: int, name: str) -> str:
    gap = results.column(arm, name) - results.column(other, name)
    return f"{_average(gap, name)} ({results.flips(arm, other, name).value:.0%})"


def _average(gaps: Floats, name: str) -> str:
    """Write the mean of differences of an outcome, and its margin."""
    half = 1.96 * gaps.std(ddof=1) / len(gaps) ** 0.5
    return f"{gaps.mean():+.{DIGITS[name]}f} ± {half:.{DIGITS[name]}f}"


def _arms(results: Results) -> str:
    rows = []
    for name in BETTER:
        cells = []
        for arm in range(len(ARMS)):
            column = results.column(arm, name)
            low, high = np.percentile(column, [5, 95])
            cells.append(
                f"{column.mean():.{DIGITS[name]}f} "
                f"({low:.{DIGITS[name]}f} to {high:.{DIGITS[name]}f})"
            )
        rows.append((name, *cells))
    head = ["", *(CALLED[arm] for arm in range(len(ARMS)))]
    return f"""\
## Where the arms end

Averages, and where nine draws in ten lie (buy-in in points of 100, pressure 1 at the start, balance
in percent of the pot):

{_table(head, rows)}"""


def _together(results: Results) -> str:
    rows = []
    for name in BETTER:
        gap = results.interaction(name)
        often = share(int((gap * BETTER[name] > 0).sum()), len(gap))
        rows.append((name, _average(gap, name), often))
    return f"""\
## Do the two help each other?

What both bring beyond what each brings alone, on average, and how often that is for the better, in
percent:

{_table(["", "beyond the sum", "for the better"], rows)}"""


def _decides(results: Results, influences: tuple[Influence, ...]) -> str:
    unknowns = {each.key: each for each in setting(results.claim).unknowns}
    rows = [
        (
            f"`{each.key}`",
            f"{unknowns[each.key].low:g} to {unknowns[each.key].high:g}",
            f"{each.morris:.1f} ± {each.morris_margin:.1f}",
            _index(each.first, each.first_margin),
            _index(each.total, each.total_margin),
            *_thirds(results, each.key),
        )
        for each in influences[:SHOWN]
    ]
    head = ["parameter", "range", "moves it by", "first", "total", "low third", "high third"]
    return f"""\
## What decides it, and when not

What moves the difference in {DECIDED} between both and neither: by how many points on average, over
the parameter's range (Morris), and which part of the variance it accounts for, alone and with
others (Sobol's first and total indices, among the leading {LEADING} with all else at its usual
value; from so few worlds a first index may come out above its total). The last columns say in how
many percent of draws both do better than neither, where the parameter is in the lowest and in the
highest third of its range.

{_table(head, rows)}"""


def _index(value: float, margin: float) -> str:
    return "–" if np.isnan(value) else f"{value:.2f} ± {margin:.2f}"


def _thirds(results: Results, key: str) -> tuple[Any, Any]:
    """Return how often both beat neither in the lowest and in the highest third of a range."""
    unknowns = setting(results.claim).unknowns
    at = [each.key for each in unknowns].index(key)
    values, each = results.values[:, at], unknowns[at]
    part = (values - each.low) / (each.high - each.low)
    gap = results.column(BOTH, DECIDED) - results.column(NEITHER, DECIDED)
    low, high = gap[part < 1 / 3], gap[part > 2 / 3]
    return share(int((low > 0).sum()), len(low)), share(int((high > 0).sum()), len(high))


def _players(played: dict[str, dict[str, tuple[float, float, float]]]) -> str:
    players = list(next(iter(played.values())))
    rows = [
        (name, *(" / ".join((f"{m:.0f}", f"{low:.0f}", f"{p:.2f}")) for m, low, p in ends.values()))
        for name, ends in played.items()
    ]
    return f"""\
## Who leads matters as much

The shipped arrangements as they are, seats included, with every number at its usual value: mean and
lowest buy-in and hospital pressure at the end, on average.

{_table(["", *players], rows)}"""
