"""The debrief: buy-in, money and pressure over the years, what decided them, and what to ask."""

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
from tui.screens.base import GameScreen
from tui.text import FAINT, HEAD, bar, cell, line, millions, moved, signed, stack, wrap
from tui.widgets.sheet import Sheet
from tui.words import felt, points, put_by


class Debrief(GameScreen):
    """The end of the game and the beginning of the talk about it."""

    HELP: ClassVar[str] = """
The debrief. Everything over the years: buy-in by group, money, hospital pressure, the reasons
that moved most, and the measures, none of which is the score. Up, down and page keys scroll.
Escape goes to the welcome screen; the session is kept and can be replayed.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "home", "Welcome")]

    def compose_body(self) -> ComposeResult:
        """Lay out the debrief."""
        with VerticalScroll():
            yield Sheet(self._paint, id="body")

    def second_line(self) -> str:
        """Return where and how the game was played."""
        scenario = self.state.scenario
        return f"{scenario.footprint.name} · {scenario.governance.name} · years: {scenario.years}"

    def _paint(self, width: int) -> Content:
        return stack(
            [
                line(("Debrief", HEAD)),
                *paint_buyin(self.state, width),
                *paint_elections(self.state, width),
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


def paint_buyin(state: State, width: int) -> list[Content]:
    """Return buy-in by group and year, hospital pressure, promises, reserves and delays.

    Of a long game, as many of the last years as the terminal holds.
    """
    years = state.history[-max(1, (width - 33) // 6) :]
    wide = max(6, min(9, (width - 33) // len(years)))
    names = "".join(f"{state.scenario.year_name(year.number)[2:]:>{wide}}" for year in years)
    lines = [line((f"{'Buy-in':<18}{'start':>6}{names}{'change':>8}", FAINT))]
    start = state.history[0].before
    for number, group in enumerate(state.scenario.groups):
        levels = "".join(f"{year.buyin[number]:>{wide}.0f}" for year in years)
        change = float(state.buyin[number] - start[number])
        lines.append(
            line(
                ("  " + cell(group.name, 16), "bold"),
                f"{start[number]:>6.0f}{levels}",
                (f"{signed(change):>8}", moved(change)[1]),
            )
        )
    first = state.history[0].services_before.pressure
    rise = signed(state.services.pressure - first, 2)
    found = [
        ("Pressure", f"{first:.2f}", [f"{year.services.pressure:.2f}" for year in years], rise),
        ("Reserves, £m", "", [_tenths(year.accounts.reserves) for year in years], ""),
    ]
    if state.election is not None:
        found.append(("Promises kept", "", [f"{year.kept:.0%}" for year in years], ""))
    if any(year.late for year in years):
        found.append(("Weeks late", "", [str(year.late) for year in years], ""))
    for name, start_at, values, change_by in found:
        shown = "".join(f"{value:>{wide}}" for value in values)
        lines.append(line((f"  {name:<16}", FAINT), f"{start_at:>6}{shown}{change_by:>8}"))
    return lines


def _tenths(amount: int) -> str:
    """Return £ thousand as £m with a true minus."""
    return f"{'−' if amount < 0 else ''}{millions(abs(amount))}"


def paint_elections(state: State, width: int) -> list[str]:
    """Return whom residents elected, when and with what mandate."""
    if not state.elections:
        return []
    held = [
        f"{state.scenario.year_name(each.year)} {each.count.elected} "
        f"(mandate {100 * each.mandate:.0f}, turnout {each.turnout:.0%})"
        for each in state.elections
    ]
    return wrap(f"Elected: {' · '.join(held)}", width)


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
    overspent = sum(year.accounts.overspent for year in state.history)
    lost = sum(year.accounts.lost for year in state.history)
    said = (
        f"Overspent over the years £{millions(overspent)}m; lost of national funds "
        f"£{millions(lost)}m, of which £{millions(last.accounts.lost)}m will be withheld next "
        f"year; {put_by(last.accounts.reserves)} at the end."
    )
    return [*lines, *[line((each, FAINT)) for each in wrap(said, width)]]


GLOSSES = {
    "inequality of buy-in (Gini)": "0: all alike",
    "polarisation of buy-in": "0: one camp; 0.2: two",
    "mean overlap": "of 100 that is wanted",
    "hospital pressure": "demand to capacity",
    "money balance": "reserves, % of the pot",
    "overspending": "% of the pot, a year",
    "promised change kept": "1: all that was due",
    "mandate": "of the last election",
    "turnout": "of the last election",
}


def paint_measures(state: State) -> list[Content]:
    """Return every measure of §8 before and after, and what else the game came to."""
    before, after = _at_first(state.history[0]), outcomes(state)
    head = line((f"{'Measures: none is the score':<34}{'start':>9}{'end':>9}", FAINT))
    return [
        head,
        *[
            line(
                f"  {cell(name, 32)}{f'{before[name]:.2f}' if name in before else '':>9}",
                (f"{end:>9.2f}", "bold"),
                (f"   {GLOSSES.get(name, '')}", FAINT),
            )
            for name, end in after.items()
        ],
    ]


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
