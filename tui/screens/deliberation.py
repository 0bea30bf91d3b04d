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
from deliberate.reasons import panel_wish, panels_held
from elections import cell_width
from tui.screens.base import GameScreen, Page
from tui.screens.proposal import Proposal
from tui.screens.room import about_group, paint_rules, rule_rows, tell_odds
from tui.text import FAINT, HEAD, cell, fitting, line, millions, moved, named, stack
from tui.told import weeks
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import points, seat, seat_style

CONSENTS = (1.0, 0.5, 0.0)


class Deliberation(GameScreen):
    """Choose whom to ask, and how."""

    AUTO_FOCUS = "#groups"
    HELP: ClassVar[str] = """
Deliberation. Weeks are scarce: each format takes some of those until the date when the plan is
due, and each week past it costs a part of the national fund. Formats involve people more or
less. Being asked moves buy-in by itself, and talk moves what people want: they listen to those
who are not too far away.

Space, enter or a click on a group invites it or not; on "Published", says whether those outside
are told. Enter on a format, or a second click, holds it with the groups invited. More than one
may be held while weeks last. Seats by right make a group consulted at most; a place at the table
has to be offered. The last line says why the group under the cursor is involved as it is.

The figures are the split that each group proposes, in points of the pot; arrows show how far
that is from where they started. Below them is what the room's proposals come to, and what the
members of a panel wanted; r shows all six rules, and who would gain by misreporting. o shows the
odds of a seat on a panel.

a gives the group under the cursor a voice, for whoever sits in its seat: whether it will let cuts
to its own lines through as ever, half as far, or not at all. p lets it propose a split of its own.

n goes on to the decision. z takes the last step back.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "room", "Room's rules"),
        Binding("o", "odds", "Odds"),
        Binding("a", "answer", "Voice"),
        Binding("p", "propose", "Propose"),
        Binding("n", "go_on", "Decide"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._published: bool | None = None
        self._invited: set[str] | None = None

    @property
    def invited(self) -> set[str]:
        """The groups that the next event invites.

        At first those of the last one, or those with a seat by right.
        """
        if self._invited is None:
            held, seats = self.state.consultations, self.state.scenario.governance.seats
            by_right = {name for name, heard in seats.items() if heard >= CONSULTED}
            self._invited = set(held[-1].groups) if held else by_right
        return self._invited

    @property
    def published(self) -> bool:
        """Whether those outside will be told: at first as it was last time."""
        if self._published is None:
            before = [each for year in self.state.history for each in year.consultations]
            held = [*before, *self.state.consultations]
            self._published = held[-1].published if held else True
        return self._published

    def second_line(self, width: int) -> str:
        """Return the weeks that are left, and which talks were held."""
        state = self.state
        held = [state.scenario.format(each.format).name.lower() for each in state.consultations]
        left = (
            f"{weeks(state.weeks)} left until the date"
            if state.weeks >= 0
            else f"{weeks(-state.weeks)} late: {self._cost(-state.weeks)} of the fund lost"
        )
        start = f"{left} · held this year: "
        return start + (named(held, width - cell_width(start)) or "nothing yet")

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
        yield Rows(self._paint_group, groups, head=self._group_head, id="groups")
        yield Sheet(self._paint_room, id="room")
        yield Sheet(lambda _: stack(rule_rows(self.state, explained=False)), id="details")

    def _format_head(self, width: int) -> Content:
        return line(
            ("Hold", HEAD),
            (
                cell(
                    "              weeks   the invited are with the groups ticked below",
                    width - 4,
                ),
                FAINT,
            ),
        )

    def _paint_format(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        mark = "▸ " if current and self._has_focus("formats") else "  "
        style = "bold reverse" if mark.strip() else "bold"
        if row == len(self._formats):
            tick = "[x]" if self.published else "[ ]"
            note = (
                "those outside are told what was said"
                if self.published
                else "behind closed doors: those outside learn nothing from these talks"
            )
            return line((f"{mark}{tick} Published", style), (f"     {note}", FAINT))
        form = self._formats[row]
        enough = form.weeks <= self.state.weeks + self.state.scenario.overrun
        return line(
            (mark + cell(form.name, 18), style if enough else FAINT),
            (f"{form.weeks:>3}   {cell(seat(form.invited), 13)} ", "" if enough else FAINT),
            (fitting(width - 40, form.summary) if enough else "not enough weeks left", FAINT),
        )

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
        state = self.state
        wanted = proposals(state)
        rows = [
            self._splits("the split last year", shares(state.split)),
            self._splits("the room (Piecewise Uniform)", piecewise_uniform(wanted)),
            self._splits("the room, by the mean", mean(wanted)),
        ]
        rows += [
            self._splits("the panel's members, mean", panel_wish(state, place))
            for place in panels_held(state)[-1:]
        ]
        return stack([*rows, line((self._hint(width), "$text-warning"))])

    def _hint(self, width: int) -> str:
        """Return what there is to say of the row under the cursor."""
        if not self._has_focus("formats"):
            at = self.query_one("#groups", Rows).cursor
            return about_group(self.state, at, width, draft=self.game.draft is not None)
        row = self.query_one("#formats", Rows).cursor
        if row == len(self._formats):
            return "space: published or not · n: decide"
        late = self._formats[row].weeks - self.state.weeks
        hold = "enter, or a second click: hold it"
        if late <= 0:
            return f"{hold} · {weeks(-late)} would be left"
        return fitting(width, f"{hold} · {weeks(late)} late: costs {self._cost(late)}")

    def _splits(self, name: str, split: Floats) -> Content:
        figures = "".join(f"{points(share):>8} " for share in split)
        return line((cell(f"  {name}", 31), FAINT), (f" {figures}", "$accent"))

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
        self.query_one("#room", Sheet).repaint()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Tick a group, publish, or hold the format."""
        if event.rows.id == "groups":
            group = self.state.scenario.groups[event.row].id
            self.invited.symmetric_difference_update({group})
        elif event.row == len(self._formats):
            self._published = not self.published
        elif event.sure:
            self._hold(self._formats[event.row].id)
        self._refresh_rows()

    def _hold(self, style: str) -> None:
        groups = tuple(group.id for group in self.state.scenario.groups if group.id in self.invited)
        self.game.decide(Consult(format=style, groups=groups, published=self.published))

    def refresh_state(self) -> None:
        """Paint the state anew after an event of deliberation."""
        self._refresh_rows()
        for sheet in self.query(Sheet):
            sheet.repaint()

    def _voice(self) -> Answer:
        """Return what the group under the cursor has said of itself so far."""
        group = self.state.scenario.groups[self.query_one("#groups", Rows).cursor].id
        answered = {each.group: each for each in self.state.answers}
        return answered.get(group, Answer(group=group))

    def action_answer(self) -> None:
        """Answer for the group under the cursor: it consents to cuts as ever, half, or not."""
        said = self._voice()
        lower = (each for each in CONSENTS if each < said.consent)
        self.game.decide(evolve(said, consent=next(lower, CONSENTS[0])))

    def action_propose(self) -> None:
        """Let the group under the cursor propose a split of its own."""
        at, scenario = self.query_one("#groups", Rows).cursor, self.state.scenario
        now = proposals(self.state)[at]
        self.app.push_screen(Proposal(scenario, scenario.groups[at].name, now), self._proposed)

    def _proposed(self, split: tuple[float, ...] | None) -> None:
        if split is not None:
            self.game.decide(evolve(self._voice(), proposal=split))

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
