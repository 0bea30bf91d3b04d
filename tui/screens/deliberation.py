"""Deliberation: whom to invite, how, and what it does to what they want."""

from typing import ClassVar

from attrs import evolve
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from deliberate import Answer, Consult, Format, Proceed, demands, proposals
from deliberate.arrays import Floats
from deliberate.budget import fund
from deliberate.involvement import CONSULTED
from deliberate.model.money import shares
from deliberate.model.portioning import mean, piecewise_uniform
from deliberate.national import lost
from tui.screens.base import GameScreen, Page
from tui.screens.room import paint_rules, tell_odds
from tui.text import FAINT, HEAD, cell, line, millions, moved, stack
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import points, seat, seat_style, weeks

KEYS = "space: invite · enter, or a second click, on a format: hold it · n: decide"
CONSENTS = (1.0, 0.5, 0.0)


class Deliberation(GameScreen):
    """Choose whom to ask, and how."""

    AUTO_FOCUS = "#groups"
    HELP: ClassVar[str] = """
Deliberation. Weeks are scarce: each format takes some of those until the date when the plan is
due, and each week past it costs a part of the national fund. Formats involve people more or
less. Being asked moves buy-in by itself, and talk moves what people want: they listen to those
who are not too far away.

Space or a click on a group invites it or not; on "Published", says whether those outside are
told. Enter on a format, or a second click, holds it with the groups invited. More than one may
be held while weeks last. Seats by right make a group consulted at most; a place at the table
has to be offered.

The figures are the split that each group proposes, in points of the pot; arrows show how far
that is from where they started. Below them is what the room's proposals come to; r shows it by
all six rules, and who would gain by misreporting. o shows the odds of a seat on a panel.

a is a group's answer, for whoever sits in the seat under the cursor: whether it will let cuts to
its own lines through as ever, half as far, or not at all.

n goes on to the decision. z takes the last step back.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "room", "Room's rules"),
        Binding("o", "odds", "Odds"),
        Binding("a", "answer", "Answer"),
        Binding("n", "go_on", "Decide"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._published = True
        self._invited: set[str] | None = None

    @property
    def invited(self) -> set[str]:
        """The groups that the next event invites: at first those with a seat by right."""
        if self._invited is None:
            seats = self.state.scenario.governance.seats
            self._invited = {name for name, heard in seats.items() if heard >= CONSULTED}
        return self._invited

    def second_line(self) -> str:
        """Return the weeks that are left."""
        state = self.state
        held = ", ".join(
            state.scenario.format(each.format).name.lower() for each in state.consultations
        )
        said = f"held this year: {held}" if held else "nothing held yet this year"
        left = (
            f"{weeks(state.weeks)} left until the date"
            if state.weeks >= 0
            else f"{weeks(-state.weeks)} late: {self._cost(-state.weeks)} of the fund lost"
        )
        return f"{left} · {said}"

    def _cost(self, late: int) -> str:
        """Return what so many weeks past the date cost."""
        state = self.state
        terms = state.scenario.parameters.national
        amount = lost(fund(state.accounts, demands(state)), 0, late, terms)
        return f"£{millions(amount)}m"

    @property
    def _formats(self) -> tuple[Format, ...]:
        return self.state.scenario.formats

    def compose_body(self) -> ComposeResult:
        """Lay out formats, groups and the room's answers."""
        groups = len(self.state.scenario.groups)
        yield Rows(
            self._paint_format,
            len(self._formats) + 1,
            head=self._format_head,
            start=len(self._formats),
            id="formats",
        )
        yield Rows(self._paint_group, groups, head=self._group_head, enters=False, id="groups")
        yield Sheet(self._paint_room, id="room")

    def _format_head(self, width: int) -> Content:
        return line(
            ("Hold", HEAD),
            (
                cell(
                    "                weeks   the invited are   with the groups ticked below",
                    width - 4,
                ),
                FAINT,
            ),
        )

    def _paint_format(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        mark = "▸ " if current and self._has_focus("formats") else "  "
        style = "bold reverse" if mark.strip() else "bold"
        if row == len(self._formats):
            tick = "[x]" if self._published else "[ ]"
            note = (
                "those outside are told what was said"
                if self._published
                else "behind closed doors: those outside learn nothing from it"
            )
            return line((f"{mark}{tick} Published", style), (f"     {note}", FAINT))
        form = self._formats[row]
        enough = form.weeks <= self.state.weeks + self.state.scenario.overrun
        return line(
            (mark + cell(form.name, 18), style if enough else FAINT),
            (f" {form.weeks:>3}   {cell(seat(form.invited), 14)} ", "" if enough else FAINT),
            (cell(self._note(form) if enough else "not enough weeks left", width - 42), FAINT),
        )

    def _note(self, form: Format) -> str:
        """Return what a format is, or what it costs once it takes the plan past its date."""
        late = form.weeks - self.state.weeks
        return form.summary if late <= 0 else f"{weeks(late)} late: costs {self._cost(late)}"

    def _group_head(self, width: int) -> Content:
        names = "".join(f"{cell(item.short, 8, right=True)} " for item in self.state.scenario.lines)
        return line(("Groups", HEAD), (cell(f"{'':13}involved     {names}", width - 6), FAINT))

    def _paint_group(self, row: int, _: int, current: bool) -> Content:  # noqa: FBT001
        state = self.state
        group = state.scenario.groups[row]
        mark = "▸ " if current and self._has_focus("groups") else "  "
        tick = "[x]" if group.id in self.invited else "[ ]"
        heard = float(state.heard[row])
        figures = [
            part
            for wanted, first in zip(proposals(state)[row], state.anchors[row], strict=True)
            for part in _moved_share(float(wanted), float(wanted - first))
        ]
        return line(
            (cell(f"{mark}{tick} {group.name}", 18), "bold reverse" if mark.strip() else "bold"),
            (f" {cell(seat(heard), 12)} ", seat_style(heard)),
            *figures,
        )

    def _paint_room(self, width: int) -> Content:
        wanted = proposals(self.state)
        return stack(
            [
                self._splits("the split last year", shares(self.state.split), width),
                self._splits("the room, by piecewise uniform", piecewise_uniform(wanted), width),
                self._answers(width)
                if self.state.answers
                else self._splits("the room, by the mean", mean(wanted), width),
                line((cell(KEYS, width), FAINT)),
            ]
        )

    def _answers(self, width: int) -> Content:
        """Return what groups said of themselves."""
        names = {group.id: group.name for group in self.state.scenario.groups}
        said = " · ".join(
            f"{names[each.group]} {each.consent:.0%}{', own split' if each.proposal else ''}"
            for each in self.state.answers
        )
        return line((cell(f"  usual consent to cuts: {said}", width), "$text-warning"))

    def _splits(self, name: str, split: Floats, width: int) -> Content:
        figures = "".join(f"{points(share):>8} " for share in split)
        return line((cell(f"  {name}", 32), FAINT), (cell(figures, width - 32), "$accent"))

    def _has_focus(self, name: str) -> bool:
        focused = self.focused
        return focused is not None and focused.id == name

    def on_rows_moved(self, _: Rows.Moved) -> None:
        """Show the cursor where it now stands."""
        self._refresh_rows()

    def on_descendant_focus(self, _: object) -> None:
        """Show the cursor where it now stands."""
        self._refresh_rows()

    def _refresh_rows(self) -> None:
        for rows in self.query(Rows):
            rows.refresh()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Tick a group, publish, or hold the format."""
        if event.rows.id == "groups":
            group = self.state.scenario.groups[event.row].id
            self.invited.symmetric_difference_update({group})
        elif event.row == len(self._formats):
            self._published = not self._published
        elif event.sure:
            self._hold(self._formats[event.row].id)
        self._refresh_rows()

    def _hold(self, style: str) -> None:
        groups = tuple(group.id for group in self.state.scenario.groups if group.id in self.invited)
        self.game.decide(Consult(format=style, groups=groups, published=self._published))

    def refresh_state(self) -> None:
        """Paint the state anew after an event of deliberation."""
        self._refresh_rows()
        for sheet in self.query(Sheet):
            sheet.repaint()

    def action_answer(self) -> None:
        """Answer for the group under the cursor: it consents to cuts as ever, half, or not."""
        group = self.state.scenario.groups[self.query_one("#groups", Rows).cursor].id
        answered = {each.group: each for each in self.state.answers}
        said = answered.get(group, Answer(group=group))
        lower = (each for each in CONSENTS if each < said.consent)
        self.game.decide(evolve(said, consent=next(lower, CONSENTS[0])))

    def action_room(self) -> None:
        """Show all portioning rules side by side."""
        self.app.push_screen(Page(paint_rules(self.state)))

    def action_odds(self) -> None:
        """Show the odds of a seat on a panel."""
        self.app.push_screen(Page(tell_odds(self.state)))

    def action_go_on(self) -> None:
        """Go on to the decision."""
        self.game.decide(Proceed())


def _moved_share(wanted: float, change: float) -> list[tuple[str, str]]:
    arrow, style = moved(100 * change, 1)
    return [(f"{points(wanted):>8}", ""), (arrow if arrow != "·" else " ", style)]
