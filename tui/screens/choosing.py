"""Choosing the leader: an appointment announced, or hustings and then the polls."""

from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from deliberate import Poll, Proceed
from deliberate.model.money import shares
from elections import BallotKind, system
from tui.screens.base import GameScreen
from tui.text import FAINT, HEAD, bar, cell, line, moved, signed, stack, wrap
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import LEADS, points, seat, seat_style


class Appointment(GameScreen):
    """The lead is announced, with who was asked and who was not."""

    HELP: ClassVar[str] = """
The appointment. Nobody votes under these powers: a lead is named, and those who had a seat by
right were asked. Enter goes on to the first year.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,n", "go_on", "First year")]

    def compose_body(self) -> ComposeResult:
        """Lay out the announcement."""
        yield Sheet(self._paint, id="body")

    def _paint(self, width: int) -> Content:
        scenario, state = self.state.scenario, self.state
        lead = LEADS[scenario.footprint.lead]
        seats = scenario.governance.seats
        rows = []
        for group in scenario.groups:
            heard = seats[group.id]
            rows.append(
                line(
                    "  ",
                    (cell(group.name, 14), "bold"),
                    (cell(seat(heard), 13), seat_style(heard)),
                    (cell(group.note, width - 29), FAINT),
                )
            )
        plan = state.leader.plan if state.leader else ()
        wanted = " · ".join(
            f"{item.name} {points(share)}" for item, share in zip(scenario.lines, plan, strict=True)
        )
        return stack(
            [
                line(("A lead is appointed", HEAD)),
                *wrap(scenario.story, width),
                "",
                *wrap(
                    f"{scenario.governance.story} In 2016 the lead here came from {lead}.", width
                ),
                "",
                line(("Who was asked", "bold")),
                *rows,
                "",
                line(("The lead's own plan, points of the pot", "bold")),
                *wrap(wanted, width),
            ]
        )

    def action_go_on(self) -> None:
        """Go on to the first briefing."""
        self.game.decide(Proceed())


class Hustings(GameScreen):
    """Candidates publish a manifesto, and answer one question each."""

    HELP: ClassVar[str] = """
The hustings. Each candidate proposes a split of the whole budget. Up and down choose a
candidate: below stand their plan, against today's money, and their pledges, due within four
years.

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

    def _paint_head(self, width: int) -> Content:
        return line(
            (
                cell(
                    "  Candidate            comes from       home                 first of all",
                    width,
                ),
                FAINT,
            )
        )

    def _paint_candidate(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        scenario = self.state.scenario
        person = scenario.candidates[row]
        home = next(place.name for place in scenario.localities if place.id == person.home)
        origin = next(group.name for group in scenario.groups if group.id == person.background)
        mark = "▸ " if current else "  "
        return line(
            (mark + cell(person.name, 19), "bold reverse" if current else "bold"),
            (f" {cell(origin, 16)} {cell(home, 20)} ", ""),
            (cell(self._foremost(row), width - 60), FAINT),
        )

    def _foremost(self, row: int) -> str:
        """Return the largest change that a candidate promises."""
        changes = self.state.manifestos[row] - shares(self.state.split)
        foremost = _largest(changes)[0]
        return f"{self.state.scenario.lines[foremost].short} {signed(100 * changes[foremost])}"

    def _paint_detail(self, width: int) -> Content:
        return self._answers(width) if self._question >= 0 else self._manifesto(width)

    def _manifesto(self, width: int) -> Content:
        scenario, state = self.state.scenario, self.state
        row = self.query_one(Rows).cursor if self.is_mounted else 0
        promised = state.manifestos[row]
        today = shares(state.split)
        person = scenario.candidates[row]
        lines = [
            line(
                (f"The manifesto of {cell(person.name, 24).rstrip()}", HEAD),
                cell(f": “{person.slogan}”" if person.slogan else "", width - 42),
            )
        ]
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
        pledges = [
            line(
                "  ",
                _pledge(
                    cell(scenario.lines[each].name, 30).rstrip(), 100 * (promised - today)[each]
                ),
            )
            for each in _largest(promised - today)
        ]
        return stack([*lines, line(("Pledges, within four years", "bold")), *pledges])

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


def _largest(changes: np.ndarray) -> list[int]:
    """Return the three largest changes of half a point or more, by line."""
    order = np.argsort(-np.abs(changes), kind="stable")[:3]
    return [int(each) for each in order if abs(changes[each]) >= 0.005] or [int(order[0])]


def _pledge(what: str, change: float) -> str:
    if abs(change) < 0.25:
        return f"leave {what} as it is"
    verb = "raise" if change > 0 else "cut"
    return f"{verb} {what} by {abs(change):.1f} points of the pot"


PAPERS = {
    BallotKind.ONE: "Vote for one candidate: put a cross (X) beside the name.",
    BallotKind.TWICE: "Put a cross beside one name; if nobody has half, vote again between two.",
    BallotKind.TWO: "Put a cross in the first column, and another in the second if you wish.",
    BallotKind.RANKING: "Number the candidates 1, 2, 3 … as far as you have a view.",
    BallotKind.APPROVAL: "Put a cross beside every candidate whom you could accept.",
    BallotKind.SCORE: "Give each candidate a mark from 0 to 5.",
}


class Polling(GameScreen):
    """Residents are about to vote."""

    HELP: ClassVar[str] = """
Polling day. Residents, drawn by lot to stand for all of the footprint, vote on the ballot paper
of the chosen voting system: for whoever's plan is nearest to what they want, with some weight
for neighbours, single issues and moods of the day. Many stay at home.

Enter opens the polls.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,n", "open_polls", "Open the polls")]

    def compose_body(self) -> ComposeResult:
        """Lay out the ballot paper."""
        yield Sheet(self._paint, id="body")

    def _paint(self, width: int) -> Content:
        scenario = self.state.scenario
        voting = system(scenario.system)
        instruction = PAPERS[voting.ballot]
        boxes = "[ ] [ ]" if voting.ballot is BallotKind.TWO else "    [ ]"
        inner = min(width, 62)
        names = [
            line(f"  │ {cell(person.name, inner - 14)} ", (boxes, "bold"), " │")
            for person in scenario.candidates
        ]
        return stack(
            [
                line((f"Polling day · {voting.name}", HEAD)),
                *wrap(voting.summary, width),
                "",
                f"  ┌{'─' * (inner - 4)}┐",
                line("  │ ", (cell("Election of the footprint's leader", inner - 6), "bold"), " │"),
                *[
                    line("  │ ", (cell(each, inner - 6), ""), " │")
                    for each in wrap(instruction, inner - 6)
                ],
                f"  ├{'─' * (inner - 4)}┤",
                *names,
                f"  └{'─' * (inner - 4)}┘",
                "",
                *wrap(
                    f"{scenario.residents:,} residents, drawn by lot, stand for "
                    f"{scenario.footprint.population:,}. About {scenario.turnout:.0%} are expected "
                    "to vote.",
                    width,
                ),
            ]
        )

    def action_open_polls(self) -> None:
        """Let the residents vote."""
        self.game.decide(Poll())
