"""The hustings: candidates say what they would do, and an incumbent is held to account."""

from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from deliberate import Candidate, Proceed, State
from deliberate.model.money import shares
from deliberate.office import residents_buyin
from elections import cell_width
from tui.screens.base import GameScreen
from tui.text import FAINT, HEAD, bar, cell, line, moved, signed, stack
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import points


class Hustings(GameScreen):
    """Candidates publish a manifesto, and answer one question each.

    Before a later year it is an incumbent who stands again.
    """

    HELP: ClassVar[str] = """
The hustings. Each candidate proposes a split of the whole budget. Up and down choose a
candidate: below stand their plan, in points of the pot beside today's (a bar as long as its line
is the whole pot), and what they pledge besides. A quarter of the plan is due each year.

Whoever leads (★) stands again when a term has ended, or when residents recall them. They are
judged by residents' buy-in too.

q puts one question to all of them, a budget line at a time: what would you do with it?

Enter goes on to the polls.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "ask", "Question"),
        Binding("n", "go_on", "To the polls", key_display="⏎"),
    ]

    _question = -1

    def compose_body(self) -> ComposeResult:
        """Lay out the candidates and what the chosen one says."""
        scenario = self.state.scenario
        yield Rows(self._paint_candidate, len(scenario.candidates), head=self._paint_head)
        yield Sheet(self._paint_detail, id="detail")

    def second_line(self, width: int) -> str:
        """Return the facts under the title: an incumbent's record, if there is one."""
        return record(self.state) if self.state.leader else super().second_line(width)

    def _paint_head(self, width: int) -> Content:
        who = "Candidate (★ leads)" if self.state.leader else "Candidate"
        head = f"  {who:<20} {'comes from':<16} {'home':<20} first of all"
        return line((cell(head, width), FAINT))

    def _paint_candidate(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        scenario = self.state.scenario
        person = scenario.candidates[row]
        home = next(place.name for place in scenario.localities if place.id == person.home)
        origin = next(group.name for group in scenario.groups if group.id == person.background)
        leads = self.state.leader is not None and person.name == self.state.leader.name
        mark = ("▸" if current else " ") + ("★" if leads else " ")
        return line(
            (mark + cell(person.name, 19), "bold reverse" if current else "bold"),
            (f" {cell(origin, 16)} {cell(home, 20)} ", ""),
            (cell(self._foremost(row), width - 60), FAINT),
        )

    def _foremost(self, row: int) -> str:
        """Return the largest change that a candidate promises."""
        changes = self.state.manifestos[row] - shares(self.state.split)
        foremost = int(np.argmax(np.abs(changes)))
        return f"{self.state.scenario.lines[foremost].short} {signed(100 * changes[foremost])}"

    def _paint_detail(self, width: int) -> Content:
        return self._answers(width) if self._question >= 0 else self._manifesto(width)

    def _manifesto(self, width: int) -> Content:
        scenario, state = self.state.scenario, self.state
        row = self.query_one(Rows).cursor if self.is_mounted else 0
        promised = state.manifestos[row]
        today = shares(state.split)
        person = scenario.candidates[row]
        party = f", {person.party}" if person.party else ""
        who = f"The manifesto of {cell(person.name, 24).rstrip()}"
        said = f"{party}: “{person.slogan}”" if person.slogan else party
        lines = [line((who, HEAD), cell(said, width - cell_width(who)))]
        for item, now, then in zip(scenario.lines, today, promised, strict=True):
            change = 100 * (then - now)
            lines.append(
                line(
                    f"  {cell(item.name, 15)}",
                    f"today {points(now):>5}  plan {points(then):>5}  ",
                    (cell(signed(change), 6, right=True), moved(change, 1)[1]),
                    " ",
                    (bar(float(then), width - 46), "$accent"),
                )
            )
        return stack([*lines, line((self._due(), FAINT)), *self._pledges(person)])

    def _due(self) -> str:
        """Return by when the plan is due, and whether the game lasts so long."""
        left = self.state.scenario.years - self.state.year + 1
        due = "A quarter of the plan is due each year"
        return f"{due}; the game lasts {left} of these four." if left < 4 else f"{due}."

    def _pledges(self, person: Candidate) -> list[Content]:
        """Return what a candidate pledges besides the plan, and by when."""
        names = {item.id: item.name for item in self.state.scenario.lines}
        said = [
            line(
                f"  {_pledge(cell(names[pledge.line], 20).rstrip(), 100 * pledge.change)}",
                (f", by year {pledge.by} of the term", FAINT),
            )
            for pledge in person.pledges
        ]
        return [line(("Pledges", "bold")), *said] if said else []

    def _answers(self, width: int) -> Content:
        scenario, state = self.state.scenario, self.state
        item = self._question
        today = float(shares(state.split)[item])
        asked = f"What would you do with {scenario.lines[item].name}?"
        lines = [line((cell(asked, width), HEAD))]
        for person, promised in zip(scenario.candidates, state.manifestos, strict=True):
            answer = _pledge("it", 100 * (promised[item] - today))
            lines.append(
                line(
                    f"  {cell(person.name, 19)} ",
                    (cell(f"“I would {answer}.”", width - 22), "italic"),
                )
            )
        return stack(lines)

    def action_ask(self) -> None:
        """Put the next question, and after the last one go back to the manifestos."""
        self._question += 1
        if self._question == len(self.state.scenario.lines):
            self._question = -1
        self.query_one("#detail", Sheet).repaint()

    def action_go_on(self) -> None:
        """Go on to the polls."""
        self.game.decide(Proceed())

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go on by enter; a click only looks at a candidate."""
        if not event.clicked:
            self.action_go_on()

    def on_rows_moved(self, _: Rows.Moved) -> None:
        """Show the other candidate's manifesto."""
        self._question = -1
        self.query_one("#detail", Sheet).repaint()


def record(state: State) -> str:
    """Return why residents vote again, and by what they judge whoever leads."""
    assert state.leader is not None  # noqa: S101 - nobody stands again before one is in office
    level, least = residents_buyin(state), state.scenario.recall
    ended = state.year - state.leader.since == state.scenario.term
    why = (
        f"The term has ended · residents' buy-in {level:.0f}"
        if ended
        else f"Recalled: residents' buy-in is {level:.1f}, below {least:g}"
    )
    return f"{why} · promises due: {state.history[-1].kept:.0%} kept"


def _pledge(what: str, change: float) -> str:
    if abs(change) < 0.25:
        return f"leave {what} as it is"
    verb = "raise" if change > 0 else "cut"
    return f"{verb} {what} by {abs(change):.1f} points of the pot"
