"""The briefing that opens a year: the pot, the letter, services, and where each group stands."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from deliberate import Proceed
from deliberate.model.money import shares
from deliberate.year import asked
from tui.screens.base import GameScreen
from tui.text import FAINT, HEAD, bar, cell, line, millions, moved, signed, stack, wrap
from tui.widgets.sheet import Sheet
from tui.words import points, reasons


class Briefing(GameScreen):
    """What the leader is told."""

    HELP: ClassVar[str] = """
The briefing. Hospital pressure is demand against capacity; 1.00 is the year before the game.
Buy-in runs from 0 to 100, and 50 is usual; from the second year on, last year's two largest
reasons stand beside it.

The national letter asks for savings now and for change in the long run; how you answer it is
part of your decision.

Enter goes on to deliberation.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,n", "go_on", "Deliberate")]

    def compose_body(self) -> ComposeResult:
        """Lay out the briefing."""
        with VerticalScroll(can_focus=False):
            yield Sheet(self._paint, id="body")

    def _paint(self, width: int) -> Content:
        state = self.state
        return stack(
            [
                *self._letter(width),
                line(
                    ("Hospitals: ", "bold"),
                    f"pressure {state.services.pressure:.2f} (1.00 at first); "
                    f"{100 * state.services.delays:.1f}% of beds lost to delays",
                ),
                *self._money(width),
                line((cell(self._group_head(), width), FAINT)),
                *[self._group(number, width) for number in range(len(state.buyin))],
                *(["", *wrap(state.scenario.story, width)] if state.year == 1 else []),
            ]
        )

    def _letter(self, width: int) -> list[Content]:
        letter = self.state.scenario.letter(self.state.year)
        savings = millions(asked(self.state))
        quoted = wrap(f"The letter: “{letter.text}” Save £{savings}m at once.", width)
        return [
            line((f"Briefing · {self.state.year_name}", HEAD)),
            *[line((each, "italic")) for each in quoted],
        ]

    def _group_head(self) -> str:
        told = "last year's reasons" if self.state.history else "who they are"
        gap = "          " if self.state.history else "  "
        return f"Buy-in              now{gap}{told}"

    def _money(self, width: int) -> list[Content]:
        state = self.state
        share = shares(state.split)
        return [
            line((cell("Spent last year         £m    %", width), FAINT)),
            *[
                line(
                    f"  {cell(item.name, 16)}{millions(amount):>9} {points(part):>5}  ",
                    (bar(float(part), width - 36), "$accent"),
                )
                for item, amount, part in zip(state.scenario.lines, state.split, share, strict=True)
            ],
        ]

    def _group(self, number: int, width: int) -> Content:
        state = self.state
        group = state.scenario.groups[number]
        level = float(state.buyin[number])
        if not state.history:
            return line(
                f"  {cell(group.name, 16)}{level:5.0f}  ", (cell(group.note, width - 26), FAINT)
            )
        last = state.history[-1]
        change = level - float(last.before[number])
        arrow, style = moved(round(level) - round(float(last.before[number])))
        return line(
            f"  {cell(group.name, 16)}{level:5.0f} ",
            (f"{arrow} {signed(change):>5}  ", style),
            (cell(reasons(last, number, width - 34), width - 34), ""),
        )

    def action_go_on(self) -> None:
        """Go on to deliberation."""
        self.game.decide(Proceed())
