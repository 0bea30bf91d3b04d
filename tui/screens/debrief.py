"""The debrief: buy-in, money and pressure over the years, what decided them, and what to ask."""

from math import isfinite
from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from deliberate import State, Year
from deliberate.model.measures import summary
from deliberate.model.money import shares
from deliberate.outcomes import outcomes
from elections import printable
from tui.screens.base import GameScreen
from tui.screens.debrief_years import paint_buyin, paint_leaders, paint_years
from tui.sums import overspent, put_by
from tui.text import (
    FAINT,
    HEAD,
    bar,
    cell,
    decimal,
    joined,
    line,
    millions,
    moved,
    signed,
    stack,
    wrap,
)
from tui.widgets.sheet import Sheet
from tui.words import felt, points


class Debrief(GameScreen):
    """The end of the game and the beginning of the talk about it."""

    HELP: ClassVar[str] = """
The debrief. Everything over the years: buy-in by group, money, hospital pressure; who led; the
talks held and the weeks they took, the answer to each letter, tax and reserves, and what struck;
the reasons that moved most; and the measures, none of which is the score. Up, down and page keys
scroll. Escape goes to the welcome screen; the session is kept and can be replayed.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "home", "Welcome")]

    def compose_body(self) -> ComposeResult:
        """Lay out the debrief."""
        with VerticalScroll():
            yield Sheet(self._paint, id="body")

    def second_line(self, width: int) -> str:
        """Return how and where the game was played, and as what it is kept."""
        scenario, kept = self.state.scenario, self.game.kept_at
        name = [f"kept as {printable(kept.stem)}"] if kept else []
        return joined([scenario.governance.name, *name, scenario.footprint.name], width)

    def _paint(self, width: int) -> Content:
        return stack(
            [
                line(("Debrief", HEAD)),
                *paint_buyin(self.state, width),
                *paint_leaders(self.state, width),
                "",
                *paint_years(self.state, width),
                "",
                *paint_moves(self.state, width),
                "",
                *paint_lines(self.state, width),
                "",
                *paint_measures(self.state),
                "",
                *paint_talk(self.state, width),
            ]
        )

    def action_home(self) -> None:
        """Go to the welcome screen."""
        self.game.go_home()


def paint_moves(state: State, width: int) -> list[Content]:
    """Return the five largest single movements: which year, whom, why."""
    found = [
        (size, year, group, word)
        for year in state.history
        for group in range(len(state.buyin))
        for word, size in felt(year, group)
    ]
    found.sort(key=lambda each: -abs(each[0]))
    lines = [line(("What moved most", HEAD))]
    for size, year, group, word in found[:5]:
        name = state.scenario.groups[group].name
        lines.append(
            line(
                f"  {state.scenario.year_name(year.number)}  {cell(name, 14)}",
                (f"{signed(size):>6}", moved(size)[1]),
                cell(f"  {word}", width - 31),
            )
        )
    return lines


def paint_lines(state: State, width: int) -> list[Content]:
    """Return the budget at the beginning and at the end."""
    first, last = state.history[0], state.history[-1]
    lines = [
        line(
            (
                cell(f"{'Money, £m':<18}{'before':>9}{'at the end':>12}{'of the pot':>12}", width),
                FAINT,
            )
        )
    ]
    now, changes = shares(last.split), shares(last.split) - shares(first.previous)
    for number, item in enumerate(state.scenario.lines):
        change = 100 * float(changes[number])
        lines.append(
            line(
                f"  {cell(item.name, 16)}{millions(first.previous[number]):>9}",
                (f"{millions(last.split[number]):>12}", "bold"),
                f"{points(now[number]):>10} %",
                (f"{signed(change):>7}  ", moved(change, 1)[1]),
                (bar(float(now[number]), max(width - 62, 1)), "$accent"),
            )
        )
    sums = [overspent(year.accounts) for year in state.history]
    total, by_savings, by_reserves = (sum(column) for column in zip(*sums, strict=True))
    lost = sum(year.accounts.lost for year in state.history)
    paid = (
        f", of which savings kept back paid £{by_savings:,.1f}m and reserves £{by_reserves:,.1f}m"
    )
    said = (
        f"Overspent over the years £{total:,.1f}m{paid if total else ''}; lost of national funds "
        f"£{millions(lost)}m, of which £{millions(last.accounts.lost)}m will be withheld next "
        f"year; {put_by(last.accounts.reserves)} at the end."
    )
    return [*lines, *[line((each, FAINT)) for each in wrap(said, width)]]


GLOSSES = {
    "mean buy-in": "of 100, over all groups",
    "lowest buy-in": "of 100",
    "geometric mean buy-in": "of 100; low where one is low",
    "inequality of buy-in (Gini)": "0: all alike",
    "polarisation of buy-in": "0: one camp; 0.2: two",
    "mean overlap": "of 100 that is wanted",
    "lowest overlap": "of 100 that is wanted",
    "geometric mean overlap": "of 100 that is wanted",
    "hospital pressure": "demand to capacity",
    "money balance": "reserves, % of the pot",
    "gap to need": "short of need, % of the pot",
    "overspending": "% of the pot, a year",
    "promised change kept": "% of what was due",
    "mandate": "of 100; the last election",
    "turnout": "% of residents, at the last",
}
OF_A_HUNDRED = ("promised change kept", "mandate", "turnout")


def paint_measures(state: State) -> list[Content]:
    """Return every measure of §8 before and after, and what else the game came to."""
    before, after = _at_first(state.history[0]), outcomes(state)
    head = line((f"{'Measures: none is the score':<30}{'start':>8}{'end':>8}", FAINT))
    return [
        head,
        *[
            line(
                f"  {cell(name, 28)}{_measure(name, before[name]) if name in before else '':>8}",
                (f"{_measure(name, end):>8}", "bold"),
                (f"  {GLOSSES.get(name, '')}", FAINT),
            )
            for name, end in after.items()
            if isfinite(end)
        ],
    ]


def _measure(name: str, value: float) -> str:
    """Return a measure as the rest of the game shows it."""
    return decimal(100 * value, 0) if name in OF_A_HUNDRED else decimal(value, 2)


def _at_first(year: Year) -> dict[str, float]:
    """Return the measures of the moment before the first year."""
    return summary(year.before, year.overlap - year.gain, year.services_before.pressure)


def paint_talk(state: State, width: int) -> list[Content | str]:
    """Return the discussion questions and what the model cannot know."""
    change = state.buyin - state.history[0].before
    names = [group.name for group in state.scenario.groups]
    won, lost = names[int(np.argmax(change))], names[int(np.argmin(change))]
    election = state.election
    led = election.count.elected if election else None
    others = sorted(
        {count.elected for count in election.counts.values() if count.elected not in {led, None}}
        if election
        else ()
    )
    voting = (
        f"Under other systems {' or '.join(others)} would have led. Would the years have differed?"
        if others
        else "Every system would have elected the same leader. What else could have differed?"
        if election
        else "Nobody voted. What would a mandate have changed, and for whom?"
    )
    asked = [
        f"{won} came on side most and {lost} least. Was that the plan, the process or the powers?",
        voting,
        "Which decision would you take back, and what would it have cost?",
        "Which money outside the hospital eased it, and which not? How long would you wait?",
    ]
    caveat = (
        "These are outcomes of a model, not predictions. That what people get weighs most is "
        "found in studies; the sizes of mandate, process, promise, letter and pace are assumptions."
    )
    return [
        line(("To talk over", HEAD)),
        *[
            each
            for number, text in enumerate(asked, 1)
            for each in wrap(f"{number}. {text}", width)
        ],
        "",
        *[line((each, FAINT)) for each in wrap(caveat, width)],
    ]
