"""The outcome: what really happened, and why each group moved."""

from itertools import zip_longest
from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click

from deliberate import Proceed, State, Year
from deliberate.model.buyin import TERMS
from tui.screens.base import GameScreen
from tui.screens.why import Why, WhyMoney, beside, group_terms, year_money
from tui.sums import LEAST, overspent, pot_parts, saved, withheld
from tui.text import (
    BAD,
    FAINT,
    HEAD,
    cell,
    fitting,
    gap,
    line,
    millions,
    moved,
    named,
    signed,
    stack,
)
from tui.told import talks, weeks_used
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import reasons


class Outcome(GameScreen):
    """What the year brought."""

    HELP: ClassVar[str] = """
The outcome. "As before" is what last year's split would have given; plan is what you decided;
"happened" is what was spent after owners let through what they would, and after activity drew
money.

Beside it stand the accounts, £m: what was kept for the letter, what the hospital spent beyond its
budget and how much of that savings kept back paid, how much of the national fund will be withheld
next year, what was drawn from the reserves, and what is left of them. m, or a click on the money,
adds them up.

Each group's buy-in stands with its largest reasons, luck and the pull back to the usual level
(settling) included; e, or a click on a group, adds up every point.

Talk over the three questions before enter, the next year.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "explain", "Why"),
        Binding("m", "money", "Money"),
        Binding("enter,n", "go_on", "Go on"),
    ]

    @property
    def year(self) -> Year:
        """The year that has just been lived."""
        return self.state.history[-1]

    def compose_body(self) -> ComposeResult:
        """Lay out money, buy-in, headline and questions."""
        yield Sheet(self._paint_money, id="body")
        yield Rows(self._paint_group, len(self.state.buyin), head=self._group_head, enters=False)
        yield Sheet(self._paint_questions, id="questions")
        yield Sheet(self._paint_details, id="details")

    def _paint_money(self, width: int) -> Content:
        names = [item.name for item in self.state.scenario.lines]
        head = f"{'£m':<18}{'as before':>9}{'plan':>10}{'happened':>10}{'change':>8}"
        beside = zip_longest(
            [line((head, FAINT)), *paint_money(self.year, names)],
            paint_accounts(self.year),
            fillvalue=line(" " * len(head)),
        )
        return stack([*[line(left, right) for left, right in beside], *self._headlines(width)])

    def _paint_details(self, width: int) -> Content:
        """Return the parts of the change of the group under the cursor, and the year's money."""
        at = self.query_one(Rows).cursor if self.is_mounted else 0
        name = self.state.scenario.groups[at].name
        terms = group_terms(name, self.year, at, meant=False)
        return beside(terms, year_money(self.state, self.year), width)

    def on_rows_moved(self, _: Rows.Moved) -> None:
        """Show the details of the group under the cursor."""
        self.query_one("#details", Sheet).repaint()

    def second_line(self, width: int) -> str:
        """Return the pressure, the answer to the letter, and what else was decided."""
        year = self.year
        before, after = year.services_before.pressure, year.services.pressure
        facts = [
            f"Pressure {before:.2f} → {after:.2f}",
            f"letter: {self.state.scenario.stance(year.stance).name.lower()}",
        ]
        if year.precept:
            facts.append(f"tax +{year.precept:g}")
        if self.state.election is not None:
            facts.append(f"promises due: {year.kept:.0%} kept")
        short = [each.replace("promises due: ", "promises ") for each in facts]
        return fitting(width, *(" · ".join(each) for each in (facts, short)))

    def _headlines(self, width: int) -> list[Content]:
        """Return the year in a sentence, the talks held and the events that struck."""
        scenario, year = self.state.scenario, self.year
        struck = [scenario.event(name).name for name in year.events]
        return [
            line((headline(self.state, year, width), "bold")),
            _listed(f"Talks, {weeks_used(year, scenario)}: ", talks(year, scenario), "none", width),
            _listed("Events: ", struck, "none", width),
        ]

    def _group_head(self, width: int) -> Content:
        return line((cell("Buy-in            was     is           because (points)", width), FAINT))

    def _paint_group(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        year = self.year
        was, now = float(year.before[row]), float(year.buyin[row])
        arrow, style = moved(round(now) - round(was))
        name = self.state.scenario.groups[row].name
        return line(
            (("▸ " if current else "  ") + cell(name, 15), "bold"),
            f"{was:4.0f} ",
            (f"{arrow} {now:4.0f} {signed(now - was):>7}", style),
            "   ",
            reasons(year, row, width - 40),
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
        self.app.push_screen(Why(self.year, self.state.scenario.groups, group))

    def action_money(self) -> None:
        """Add up the money."""
        self.app.push_screen(WhyMoney(self.state, self.year, 0))

    def on_click(self, event: Click) -> None:
        """Explain the line of money under the pointer."""
        sheet = self.query_one("#body", Sheet)
        at = event.get_content_offset(sheet) if event.widget is sheet else None
        if at is not None and 1 <= at.y <= len(self.year.split):
            self.app.push_screen(WhyMoney(self.state, self.year, at.y - 1))

    def action_go_on(self) -> None:
        """Go on to the next year, or to the debrief."""
        self.game.decide(Proceed())


def _listed(what: str, names: list[str], nothing: str, width: int) -> Content:
    return line((what, FAINT), named(names, width - len(what)) or nothing)


def headline(state: State, year: Year, width: int) -> str:
    """Return the year in a sentence: what was withheld, and who gained and lost where it fits."""
    change = year.buyin - year.before
    names = [group.name for group in state.scenario.groups]
    up, down = names[int(np.argmax(change))], names[int(np.argmin(change))]
    moves = f"{up} {signed(float(change.max()))}, {down} {signed(float(change.min()))} points"
    told = _friction(state, year)
    return fitting(width, f"{told}; {moves}", told)


def _friction(state: State, year: Year) -> str:
    """Return what came most between the plan and the money."""
    kept = withheld(state, year)
    if kept:
        most = kept[0]
        cut = f"£{most.kept:,.1f}m of the cut of £{most.cut:,.1f}m"
        return f"{most.line}: {cut} kept back by {most.owner}"
    sentences = (
        (year.delayed, "Events delay £{:,.1f}m of the plan in {}"),
        (year.drawn, "Activity draws £{:,.1f}m into {}"),
    )
    for amounts, sentence in sentences:
        if amounts.max() >= LEAST:
            where = state.scenario.lines[int(np.argmax(amounts))].name
            return sentence.format(amounts.max() / 1000, where)
    return "The plan went through"


ASKED = {
    "outcome": "The split moved them most. Whose split should it be?",
    "services": "Services moved people most. Who is to blame, and who is blamed?",
    "process": "Being asked moved people most. Is that fair if nothing else changes?",
    "mandate": "The mandate moved people most. How long should an election count?",
    "promise": "Promises moved people most. Would you promise less, or keep more?",
    "national": "The letter moved people most. Whose letter would you answer?",
    "pace": "Pace moved people most. What could have waited a year?",
    "happened": "Events and tax moved people most. Who could have been ready for it?",
}


def questions(state: State) -> list[str]:
    """Return three questions about the year, from what moved most in it."""
    year = state.history[-1]
    names = [group.name for group in state.scenario.groups]
    change = year.buyin - year.before
    last, quiet = names[int(np.argmin(change))], names[int(np.argmin(year.heard))]
    lost = change.min() < 0
    first = (
        f"{last} lost most. What would it have cost, and whom, to spare them?"
        if lost
        else f"{last} gained least. What would it have cost, and whom, to do more for them?"
    )
    reasons = [*np.abs(year.account.terms), np.abs(year.account.happened)]
    strongest = [*TERMS, "happened"][int(np.argmax(np.sum(reasons, axis=1)))]
    unheard = f"{quiet} were heard least. What would they have said?"
    equal = "All were heard alike. Who would have gained from being heard more?"
    listening = unheard if year.heard.min() < year.heard.max() else equal
    return [first, ASKED[strongest], _purse(state, year) if year.number % 2 else listening]


def _purse(state: State, year: Year) -> str:
    """Return a question about who could keep the money from moving."""
    if withheld(state, year):
        return "Who held money back, and would you have done so in their place?"
    if year.control > 0.99:
        return "Nobody could block the plan. Is that a strength or a danger?"
    return "Others hold the purses, and nothing was held back. What was not even tried?"


def paint_money(year: Year, names: list[str]) -> list[Content]:
    """Return what a standstill would have been, what was planned, and what happened."""
    return [
        line(
            f"  {cell(name, 16)}{millions(still):>9}{millions(meant):>10}",
            (f"{millions(done):>10}", "bold"),
            (f"{signed(gap(done, still)):>8}", moved(gap(done, still), 1)[1]),
        )
        for name, still, meant, done in zip(
            names, year.standstill, year.plan, year.split, strict=True
        )
    ]


def paint_accounts(year: Year) -> list[Content]:
    """Return what became of the money beside the split."""
    money = year.accounts
    total, by_savings, _ = overspent(money)
    rows = (
        ("for the letter", saved(money), ""),
        ("overspent", total, BAD),
        ("savings paid", by_savings, ""),
        ("lost next year", money.lost / 1000, BAD),
        ("put by" if money.drawn < 0 else "drawn", abs(pot_parts(money)["reserves"]), ""),
        ("deficit" if money.reserves < 0 else "reserves", abs(money.reserves) / 1000, "bold"),
    )
    return [
        line((f"  {name:<14}", FAINT), (f"{amount:>7,.1f}", style if amount else FAINT))
        for name, amount, style in rows
    ]
