"""The briefing that opens a year: letter, money, events, services, and where each group stands."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from deliberate import Inject, Proceed, demands, gap_to_need, leaders_picture
from deliberate.budget import asked, fund
from deliberate.model.money import shares
from deliberate.national import lost
from tui.screens.base import GameScreen
from tui.screens.events import EventChoice, paint_event
from tui.sums import put_by
from tui.text import FAINT, HEAD, bar, cell, line, millions, moved, signed, stack, wrap
from tui.widgets.sheet import Sheet
from tui.words import points, reasons


class Briefing(GameScreen):
    """What the leader is told."""

    HELP: ClassVar[str] = """
The briefing. Up, down and page keys scroll. Hospital pressure is demand against capacity; 1.00
is the year before the game. Buy-in runs from 0 to 100, and 50 is usual; from the second year on,
last year's two largest reasons stand beside it.

The national letter asks for savings now and for change in the long run; how you answer it is
part of your decision. Each pound short of the savings, and each week late, costs some of a fund.

Weeks are those until the plan is due: talks take them, and events add or take some. Under each
event stands what it does this year.

How well services are served, as a share of what is needed, nobody knows exactly: the range is
what you would bet nine to one on. It is narrower, and more one-sided, for lines that you come
from.

x lets an event of the facilitator's choice strike. Enter goes on to deliberation.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "inject", "Event strikes"),
        Binding("enter,n", "go_on", "Deliberate"),
    ]

    def compose_body(self) -> ComposeResult:
        """Lay out the briefing."""
        with VerticalScroll():
            yield Sheet(self._paint, id="body")

    def _paint(self, width: int) -> Content:
        state = self.state
        return stack(
            [
                *self._letter(width),
                *wrap(self._accounts(), width),
                *wrap(self._weeks(), width),
                *self._events(width),
                line(
                    ("Hospitals: ", "bold"),
                    f"pressure {state.services.pressure:.2f} (1.00 at first); "
                    f"{100 * state.services.delays:.1f}% of beds lost to delays",
                ),
                *self._money(width),
                line((cell(self._group_head(), width), FAINT)),
                *[
                    each
                    for number in range(len(state.buyin))
                    for each in self._group(number, width)
                ],
                *(["", *wrap(state.scenario.story, width)] if state.year == 1 else []),
            ]
        )

    def _letter(self, width: int) -> list[Content]:
        letter, accounts = demands(self.state), self.state.accounts
        said = (
            f"The letter: “{letter.text}” Save £{millions(asked(accounts, letter))}m at once, on "
            f"which £{millions(fund(accounts, letter))}m of next year's money depends."
        )
        quoted = wrap(said, width)
        return [
            line((f"Briefing · {self.state.year_name}", HEAD)),
            *[line((each, "italic")) for each in quoted],
        ]

    def _accounts(self) -> str:
        """Return what came into this year's money, and what went out of it unasked."""
        money = self.state.accounts
        found = (
            (money.withheld, "£{}m withheld for last year's letter"),
            (money.repaid, "£{}m repaid of the deficit"),
            (money.levied, "£{}m from rises of council tax"),
            (max(money.events, 0), "£{}m more by events"),
            (max(-money.events, 0), "£{}m less by events"),
        )
        said = [text.format(millions(amount)) for amount, text in found if amount]
        return f"Money: {' · '.join([*said, put_by(money.reserves), self._gap()])}"

    def _weeks(self) -> str:
        """Return the weeks until the plan is due, and what each one late would cost."""
        state = self.state
        held_out = fund(state.accounts, demands(state))
        cost = lost(held_out, 0, 1, state.scenario.parameters.national)
        more = state.weeks - state.scenario.weeks
        events = f" ({abs(more)} {'more' if more > 0 else 'less'} by events)" if more else ""
        return (
            f"Weeks: {state.weeks} until the plan is due{events}; each week late "
            f"({state.scenario.overrun} at most) costs £{millions(cost)}m of the fund."
        )

    def _gap(self) -> str:
        """Return what is missing for the need that there is, as published and as it is here."""
        place, short = self.state.scenario.footprint, gap_to_need(self.state)
        if self.state.year == 1:
            return (
                f"gap by 2020/21 with nothing done: £{place.gap:,.0f}m "
                f"({place.gap_scope}; {place.gap_status})"
            )
        return f"£{millions(short)}m short of need" if short > 0 else "as much money as need"

    def _events(self, width: int) -> list[Content]:
        scenario, struck = self.state.scenario, self.state.events
        if not struck:
            return [line(("No event strikes this year.", FAINT))]
        return [
            each for name in struck for each in paint_event(scenario, scenario.event(name), width)
        ]

    def _group_head(self) -> str:
        told = "last year's reasons" if self.state.history else "who they are"
        gap = "          " if self.state.history else "  "
        return f"Buy-in              now{gap}{told}"

    def _money(self, width: int) -> list[Content]:
        state = self.state
        share, seen = shares(state.split), leaders_picture(state)
        rows = zip(state.scenario.lines, state.split, share, seen.low, seen.high, strict=True)
        head = "Spent last year         £m    %  of need met, as you see it"
        return [
            line((cell(head, width), FAINT)),
            *[
                line(
                    f"  {cell(item.name, 16)}{millions(amount):>9} {points(part):>5}  ",
                    (f"{f'{100 * low:.0f}–{100 * high:.0f}%':<9} ", "bold"),
                    (bar(float(part), width - 46), "$accent"),
                )
                for item, amount, part, low, high in rows
            ],
        ]

    def _group(self, number: int, width: int) -> list[Content]:
        state = self.state
        group = state.scenario.groups[number]
        level = float(state.buyin[number])
        if not state.history:
            first, *more = wrap(group.note, width - 26)
            return [
                line(f"  {cell(group.name, 16)}{level:5.0f}  ", (first, FAINT)),
                *[line(" " * 25, (each, FAINT)) for each in more],
            ]
        last = state.history[-1]
        change = level - float(last.before[number])
        arrow, style = moved(round(level) - round(float(last.before[number])))
        return [
            line(
                f"  {cell(group.name, 16)}{level:5.0f} ",
                (f"{arrow} {signed(change):>5}  ", style),
                (reasons(last, number, width - 34), ""),
            )
        ]

    def action_inject(self) -> None:
        """Choose an event that is to strike."""
        left = [each for each in self.state.scenario.events if each.id not in self.state.events]
        if left:
            self.app.push_screen(EventChoice(self.state.scenario, left), self._strike)
        else:
            self.game.say("No event is left that could strike this year.")

    def _strike(self, event: str | None) -> None:
        if event is not None:
            self.game.decide(Inject(event=event))

    def action_go_on(self) -> None:
        """Go on to deliberation."""
        self.game.decide(Proceed())
