"""Choosing the leader: an appointment announced, or the polls."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from deliberate import Poll, Proceed
from elections import BallotKind, system
from tui.screens.base import GameScreen
from tui.text import FAINT, HEAD, cell, line, stack, wrap
from tui.widgets.sheet import Sheet
from tui.words import LEADS, points, seat, seat_style


class Appointment(GameScreen):
    """The lead is announced, with who was asked and who was not."""

    HELP: ClassVar[str] = """
The appointment. Nobody votes under these powers: a lead is named, and those who had a seat by
right were asked. Up, down and page keys scroll. Enter goes on to the first year.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,n", "go_on", "First year")]

    def compose_body(self) -> ComposeResult:
        """Lay out the announcement."""
        with VerticalScroll():
            yield Sheet(self._paint, id="body")

    def _paint(self, width: int) -> Content:
        scenario, state = self.state.scenario, self.state
        lead = LEADS[scenario.footprint.lead]
        seats = scenario.governance.seats
        rows = []
        for group in scenario.groups:
            heard = seats[group.id]
            first, *more = wrap(group.note, width - 28)
            rows.append(
                line(
                    "  ",
                    (cell(group.name, 13), "bold"),
                    (cell(seat(heard), 13), seat_style(heard)),
                    (first, FAINT),
                )
            )
            rows += [line(" " * 28, (each, FAINT)) for each in more]
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
