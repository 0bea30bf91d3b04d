"""The decision: the year's split against the pot, with a live forecast of what it brings."""

from typing import ClassVar

from attrs import evolve
from numpy.typing import ArrayLike
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click

from deliberate import (
    PLAYERS,
    Decide,
    choose,
    foresee,
    pressure_ahead,
    proposals,
    spendable,
)
from deliberate.model.money import apportion
from deliberate.model.portioning import piecewise_uniform
from tui.screens.base import GameScreen
from tui.screens.terms import TAX, paint_terms
from tui.screens.why import Why, WhyMoney, beside, line_money, year_money
from tui.sums import diverted, pot_sum
from tui.text import FAINT, cell, fitting, line, moved
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.widgets.split_editor import Row, SplitEditor
from tui.words import reasons

KEYS = "↑↓ line  ←→ £1m  ⇧←→ £10m  space: money comes from ⇄ this line"
LIKELY = 2.0  # standard deviations of luck on either side: about 95 of 100 outcomes


class DecisionScreen(GameScreen):
    """Set the split."""

    HELP: ClassVar[str] = """
The decision. Up and down choose a line, left and right move £1m, with shift £10m: the money
comes from and goes to the line marked ⇄, so that the budget always balances. Space marks
another line; changing the marked line itself spreads over all others. The arrows beside a figure
can be clicked. A draft is kept while you go back and forth within the year.

"As before" is what last year's split would give of this year's money. "Happens" is what would
really be spent, and "against the plan" by how much that misses it and what does most of it.
Acute trusts, or another owner: where you do not hold a line, a cut happens only as far as its
owner's goodwill goes. Not freed: what is not cut elsewhere cannot be spent here. Activity: lines
paid per case draw money by themselves, and all lines pay for it. Delayed: events put it off.

The letter's lines say what your stance saves now, and why a part of next year's national fund is
lost. Below: p raises council tax by a point, for good; v draws half of the reserves, or all, or
nothing; a hospital under pressure overspends by itself, and savings kept back pay for that first.

The forecast shows each group's buy-in now and next year without luck, the range that luck makes
likely, and the largest reasons. e adds up the number under the cursor, a line's or a group's.

l last year's split, m your manifesto or plan, r what the room came to, s your stance on the
national letter, a what an automatic player would do. Enter decides.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "stance", "Stance"),
        Binding("p", "precept", "Tax", show=False),
        Binding("v", "reserves", "Reserves", show=False),
        Binding("l", "last", "Last"),
        Binding("m", "manifesto", "Plan"),
        Binding("r", "room", "Room"),
        Binding("a", "automatic", "Auto"),
        Binding("e", "explain", "Why"),
        Binding("enter", "decide", "Decide"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._player = -1
        self._hint = KEYS

    def compose_body(self) -> ComposeResult:
        """Lay out the editor and the forecast."""
        stances = self.state.scenario.stances
        opening = Decide(split=self.state.split, stance=stances[len(stances) // 2].id)
        terms = self.game.draft or opening
        self.plan = self._fit(terms, terms.split)
        self._year = foresee(self.state, self.plan)
        groups = len(self.state.scenario.groups)
        yield SplitEditor(self.plan.split, self._rows())
        yield Sheet(self._paint_terms, id="stance")
        yield Rows(self._paint_group, groups, head=self._group_head, enters=False, id="forecast")
        yield Sheet(self._paint_pressure, id="ahead")
        yield Sheet(self._paint_details, id="details")

    def second_line(self, width: int) -> str:
        """Return how the pot comes to what the lines share."""
        said = pot_sum(self._year.accounts)
        return fitting(width, f"{said} balanced", said)

    def _fit(self, terms: Decide, shares: ArrayLike) -> Decide:
        """Return a decision on these terms whose split has these proportions."""
        money = spendable(self.state, terms.stance, precept=terms.precept, draw=terms.draw)
        return evolve(terms, split=apportion(money, shares))

    def _rows(self) -> tuple[Row, ...]:
        year = self._year
        return tuple(
            Row(
                name=item.name,
                still=year.standstill[number],
                becomes=year.split[number],
                note=diverted(self.state, year, number),
            )
            for number, item in enumerate(self.state.scenario.lines)
        )

    def _show(self, plan: Decide, hint: str = KEYS) -> None:
        """Take a plan and show what it brings."""
        self.plan, self._hint = plan, hint
        self.game.draft = plan
        self._year = foresee(self.state, plan)
        self.query_one(SplitEditor).show(plan.split, self._rows())
        self.query_one(Rows).refresh()
        for sheet in self.query(Sheet):
            sheet.repaint()

    def _paint_details(self, width: int) -> Content:
        """Return what becomes of the line under the cursor, and of the year's money."""
        at = self.query_one(SplitEditor).cursor if self.is_mounted else 1
        left = line_money(self.state, self._year, at, meant=False)
        return beside(left, year_money(self.state, self._year), width)

    def _paint_terms(self, width: int) -> Content:
        return paint_terms(self.state, self.plan, self._year, width)

    def _group_head(self, width: int) -> Content:
        return line(
            (cell("Buy-in            now    next  likely   because (points)", width), FAINT)
        )

    def _paint_group(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        year = self._year
        group = self.state.scenario.groups[row]
        now, then = float(year.before[row]), float(year.buyin[row])
        swing = LIKELY * self.state.scenario.parameters.buyin.luck
        likely = f"{max(then - swing, 0):.0f}–{min(then + swing, 100):.0f}"
        arrow, style = moved(round(then) - round(now))
        mark = "▸ " if current and self.focused is self.query_one(Rows) else "  "
        return line(
            (mark + cell(group.name, 15), "bold"),
            f"{now:4.0f} ",
            (f"{arrow} {then:4.0f}", style),
            (f"  {likely:>7}   ", FAINT),
            reasons(year, row, width - 40),
        )

    def _paint_pressure(self, width: int) -> Content:
        year = self._year
        ahead = f"this year, {pressure_ahead(self.state, year, 3):.2f} in three if kept"
        held = f"you hold {year.control:.0%}"
        said = f" {year.services_before.pressure:.2f} → {year.services.pressure:.2f} {ahead}"
        return line(
            fitting(
                width,
                f"Hospital pressure{said} · {held} of the pot",
                f"Hospital pressure{said} · {held}",
                f"Pressure{said} · {held}",
            ),
            "\n",
            (fitting(width, self._hint), FAINT),
        )

    def on_split_editor_changed(self, _: SplitEditor.Changed) -> None:
        """Forecast the plan that the editor now shows."""
        self._show(evolve(self.plan, split=self.query_one(SplitEditor).amounts))

    def on_split_editor_moved(self, _: SplitEditor.Moved) -> None:
        """Show the details of the line under the cursor."""
        self.query_one("#details", Sheet).repaint()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Explain a group's forecast."""
        self._explain(event.row)

    def on_click(self, event: Click) -> None:
        """Take the next stance, precept or draw when its place is clicked."""
        sheet = self.query_one("#stance", Sheet)
        at = event.get_content_offset(sheet) if event.widget is sheet else None
        if at is None:
            return
        if at.y < 2:
            self.action_stance()
        elif at.x < TAX:
            self.action_precept()
        else:
            self.action_reserves()

    def action_stance(self) -> None:
        """Take the next stance; the plan keeps its proportions."""
        stances = self.state.scenario.stances
        names = [stance.id for stance in stances]
        chosen = stances[(names.index(self.plan.stance) + 1) % len(names)]
        self._retake(evolve(self.plan, stance=chosen.id), f"{chosen.name}: {chosen.summary}")

    def action_precept(self) -> None:
        """Take another point of council tax, and after the last that is allowed none."""
        most = self.state.scenario.parameters.purse.precept_most
        more = int(self.plan.precept) + 1
        self._retake(evolve(self.plan, precept=float(more if more <= most else 0)))

    def action_reserves(self) -> None:
        """Draw half of the reserves, all of them, or nothing."""
        there = max(0, self.state.reserves)
        if not there:
            self.game.say("There are no reserves to draw on.")
            return
        more = (each for each in (0, there // 2, there) if each > self.plan.draw)
        self._retake(evolve(self.plan, draw=next(more, 0)))

    def _retake(self, terms: Decide, hint: str = KEYS) -> None:
        """Take other terms; the plan keeps its proportions."""
        self._show(self._fit(terms, terms.split), hint)

    def action_last(self) -> None:
        """Plan what was spent last year."""
        self._show(self._fit(self.plan, self.state.split))

    def action_manifesto(self) -> None:
        """Plan the whole manifesto at once."""
        leader = self.state.leader
        if leader is not None:
            self._show(self._fit(self.plan, leader.plan))

    def action_room(self) -> None:
        """Plan what the room's proposals come to."""
        self._show(self._fit(self.plan, piecewise_uniform(proposals(self.state))))

    def action_automatic(self) -> None:
        """Plan what the next automatic player would do, stance and all."""
        players = list(PLAYERS.values())
        self._player = (self._player + 1) % len(players)
        who = players[self._player]
        proposed = choose(who, self.state)
        if isinstance(proposed, Decide):
            self._show(proposed, f"{who.name}: {who.summary}")

    def action_explain(self) -> None:
        """Explain the number under the cursor: a line's money, or a group's forecast."""
        rows, editor = self.query_one(Rows), self.query_one(SplitEditor)
        if rows.has_focus:
            self._explain(rows.cursor)
        else:
            self.app.push_screen(WhyMoney(self.state, self._year, editor.cursor))

    def _explain(self, group: int) -> None:
        self.app.push_screen(Why(self._year, self.state.scenario.groups, group))

    def action_decide(self) -> None:
        """Submit the split."""
        self.game.decide(self.plan)
