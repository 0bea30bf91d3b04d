"""The outcome: what really happened, and why each group moved."""

from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from deliberate import STANCES, Proceed, State, Year
from tui.screens.base import GameScreen, Page
from tui.screens.decision import paint_money, paint_why
from tui.text import FAINT, HEAD, cell, line, moved, signed, stack
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import held_back, reasons


class Outcome(GameScreen):
    """What the year brought."""

    HELP: ClassVar[str] = """
The outcome. Plan is what you decided; "happened" is what was spent after owners let through
what they would, and after activity drew money. Each group's buy-in stands with its two largest
reasons; e, or enter on a group, explains every point, luck included.

Talk over the three questions before n, the next year.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "explain", "Why"),
        Binding("n", "go_on", "Next year"),
    ]

    @property
    def year(self) -> Year:
        """The year that has just been lived."""
        return self.state.history[-1]

    def compose_body(self) -> ComposeResult:
        """Lay out money, buy-in, headline and questions."""
        yield Sheet(self._paint_money, id="body")
        yield Rows(self._paint_group, len(self.state.buyin), head=self._group_head)
        yield Sheet(self._paint_questions, id="questions")

    def _paint_money(self, width: int) -> Content:
        names = [item.name for item in self.state.scenario.lines]
        head = f"{'£m':<18}{'last year':>9}{'plan':>10}{'happened':>10}{'change':>9}"
        return stack(
            [
                line((cell(head, width), FAINT)),
                *paint_money(self.year, names),
                *self._headlines(width),
            ]
        )

    def _headlines(self, width: int) -> list[Content]:
        year = self.year
        before, after = year.services_before.pressure, year.services.pressure
        pressure = (
            f"Pressure {before:.2f} → {after:.2f} · letter: {STANCES[year.stance].name.lower()}"
        )
        return [
            line((cell(headline(self.state, year), width), "bold")),
            line((cell(f"{pressure} · manifesto kept on time: {year.kept:.0%}", width), FAINT)),
        ]

    def _group_head(self, width: int) -> Content:
        return line((cell("Buy-in            was     is           because (points)", width), FAINT))

    def _paint_group(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        year = self.year
        was, now = float(year.before[row]), float(year.buyin[row])
        arrow, style = moved(now - was)
        name = self.state.scenario.groups[row].name
        return line(
            (("▸ " if current else "  ") + cell(name, 15), "bold"),
            f"{was:4.0f} ",
            (f"{arrow} {now:4.0f} {signed(now - was):>7}", style),
            "   ",
            cell(reasons(year, row, width - 39), width - 39),
        )

    def _paint_questions(self, width: int) -> Content:
        return stack(
            line((f"{number}. ", HEAD), cell(text, width - 3))
            for number, text in enumerate(questions(self.state), 1)
        )

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Explain a group's change."""
        self._explain(event.row)

    def action_explain(self) -> None:
        """Explain the group under the cursor."""
        self._explain(self.query_one(Rows).cursor)

    def _explain(self, group: int) -> None:
        name = self.state.scenario.groups[group].name
        self.app.push_screen(Page(paint_why(name, self.year, group)))

    def action_go_on(self) -> None:
        """Go on to the next year, or to the debrief."""
        self.game.decide(Proceed())


def headline(state: State, year: Year) -> str:
    """Return the year in a sentence: what was held back, or who gained and who lost."""
    change = year.buyin - year.before
    names = [group.name for group in state.scenario.groups]
    up, down = names[int(np.argmax(change))], names[int(np.argmin(change))]
    moves = f"{up} {signed(float(change.max()))}, {down} {signed(float(change.min()))} points"
    for number, item in enumerate(state.scenario.lines):
        if kept := held_back(state, year, number):
            return f"{kept[0]} keep £{kept[1]:,.1f}m of the cut to {item.name}; {moves}"
    return f"The plan went through; {moves}"


def questions(state: State) -> list[str]:
    """Return three questions about the year, from what moved most in it."""
    year = state.history[-1]
    names = [group.name for group in state.scenario.groups]
    change = year.buyin - year.before
    loser, quiet = names[int(np.argmin(change))], names[int(np.argmin(year.heard))]
    blocked = any(held_back(state, year, number) for number in range(len(year.plan)))
    purse = (
        "Who held money back, and would you have done so in their place?"
        if blocked
        else "Nobody could block the plan. Is that a strength or a danger?"
    )
    return [
        f"{loser} lost most. What would it have cost, and whom, to spare them?",
        f"{quiet} were heard least. What would they have said?",
        purse,
    ]
