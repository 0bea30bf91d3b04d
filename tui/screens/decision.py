"""The decision: the year's split against the pot, with a live forecast of what it brings."""

from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click

from deliberate import (
    PLAYERS,
    STANCES,
    Decide,
    Year,
    choose,
    foresee,
    pressure_ahead,
    spendable,
)
from deliberate.model.money import apportion
from deliberate.model.portioning import piecewise_uniform
from tui.screens.base import GameScreen
from tui.screens.why import Why
from tui.text import FAINT, cell, gap, line, millions, moved, signed
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.widgets.split_editor import Row, SplitEditor
from tui.words import LEAST, friction, reasons

KEYS = "↑↓ line  ←→ £1m  ⇧←→ £10m  space: money comes from ⇄ this line"
LIKELY = 2.0  # standard deviations of luck on either side: about 95 of 100 outcomes


class DecisionScreen(GameScreen):
    """Set the split."""

    HELP: ClassVar[str] = """
The decision. Up and down choose a line, left and right move £1m, with shift £10m: the money
comes from and goes to the line marked ⇄ (space marks another), so that the budget always
balances. The arrows beside a figure can be clicked.

"As before" is what last year's split would give of this year's money. "Happens" is what would
really be spent: where you do not hold a line, its owner lets a cut through only as far as their
goodwill goes, and lines paid for activity draw money by themselves.

The forecast below shows each group's buy-in now and next year without luck, the range that luck
makes likely, and the two largest reasons; e explains every point.

l last year's split, m your manifesto or plan, r what the room came to, s your stance on the
national letter, a what an automatic player would do. Enter decides.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "stance", "Stance"),
        Binding("l", "last", "Last"),
        Binding("m", "manifesto", "Plan"),
        Binding("r", "room", "Room"),
        Binding("a", "automatic", "Auto"),
        Binding("e", "explain", "Why"),
        Binding("enter", "decide", "Decide"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stance = "negotiate"
        self._player = -1
        self._hint = KEYS

    def compose_body(self) -> ComposeResult:
        """Lay out the editor and the forecast."""
        self._amounts = self._fit(np.array(self.state.split))
        self._year = self._foresee()
        groups = len(self.state.scenario.groups)
        yield SplitEditor(self._amounts, self._rows())
        yield Sheet(self._paint_stance, id="stance")
        yield Rows(self._paint_group, groups, head=self._group_head, enters=False, id="forecast")
        yield Sheet(self._paint_pressure, id="pressure")

    def second_line(self) -> str:
        """Return the pot and the powers."""
        pot, left = self.state.pot, self._year.spendable
        return (
            f"Pot £{millions(pot)}m − {gap(pot, left):,.1f} for the letter = "
            f"£{millions(left)}m, balanced · you hold {self._year.control:.0%}"
        )

    def _fit(self, shares: np.ndarray) -> tuple[int, ...]:
        """Return a split of the spendable pot in these proportions."""
        return apportion(spendable(self.state, self._stance), shares)

    def _foresee(self) -> Year:
        return foresee(self.state, Decide(split=self._amounts, stance=self._stance))

    def _rows(self) -> tuple[Row, ...]:
        rows = []
        still = self._year.standstill
        for number, item in enumerate(self.state.scenario.lines):
            cause, size = friction(self.state, self._year, number)
            changed = abs(self._year.blocked[number]) >= LEAST
            rows.append(
                Row(
                    name=item.name,
                    still=still[number],
                    becomes=self._year.split[number],
                    note=f"{signed(size)} {cause}" if changed else "",
                )
            )
        return tuple(rows)

    def _plan(self, amounts: tuple[int, ...], hint: str = KEYS) -> None:
        """Take a plan and show what it brings."""
        self._amounts, self._hint = amounts, hint
        self._year = self._foresee()
        self.query_one(SplitEditor).show(amounts, self._rows())
        self.query_one(Rows).refresh()
        for sheet in self.query(Sheet):
            sheet.repaint()

    def _paint_stance(self, width: int) -> Content:
        parts: list[tuple[str, str]] = [("Letter: ", FAINT)]
        for stance in STANCES.values():
            chosen = stance.id == self._stance
            shown = f"[{stance.name}]" if chosen else f" {stance.name} "
            parts.append((shown, "bold" if chosen else FAINT))
        used = sum(len(text) for text, _ in parts)
        return line(*parts, (cell(f"  {STANCES[self._stance].summary}", max(width - used, 0)), ""))

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
            cell(reasons(year, row, width - 40), width - 40),
        )

    def _paint_pressure(self, width: int) -> Content:
        year = self._year
        ahead = pressure_ahead(self.state, year, 3)
        return line(
            ("Hospital pressure ", FAINT),
            (f"{year.services_before.pressure:.2f} → {year.services.pressure:.2f}", "bold"),
            cell(f" this year, {ahead:.2f} in three if the split is kept", max(width - 29, 0)),
            "\n",
            (cell(self._hint, width), FAINT),
        )

    def on_split_editor_changed(self, _: SplitEditor.Changed) -> None:
        """Forecast the plan that the editor now shows."""
        self._plan(self.query_one(SplitEditor).amounts)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Explain a group's forecast."""
        self._explain(event.row)

    def on_click(self, event: Click) -> None:
        """Take the next stance when the letter's line is clicked."""
        if event.widget is self.query_one("#stance"):
            self.action_stance()

    def action_stance(self) -> None:
        """Take the next stance; the plan keeps its proportions."""
        names = list(STANCES)
        self._stance = names[(names.index(self._stance) + 1) % len(names)]
        self._plan(self._fit(np.array(self._amounts)))

    def action_last(self) -> None:
        """Plan what was spent last year."""
        self._plan(self._fit(np.array(self.state.split)))

    def action_manifesto(self) -> None:
        """Plan the whole manifesto at once."""
        leader = self.state.leader
        if leader is not None:
            self._plan(self._fit(leader.plan))

    def action_room(self) -> None:
        """Plan what the room's proposals come to."""
        self._plan(self._fit(piecewise_uniform(self.state.positions)))

    def action_automatic(self) -> None:
        """Plan what the next automatic player would do, stance and all."""
        players = list(PLAYERS.values())
        self._player = (self._player + 1) % len(players)
        proposed = choose(players[self._player], self.state)
        if isinstance(proposed, Decide):
            self._stance = proposed.stance
            who = players[self._player]
            self._plan(proposed.split, f"{who.name}: {who.summary}")

    def action_explain(self) -> None:
        """Explain the forecast of the group under the cursor."""
        self._explain(self.query_one(Rows).cursor)

    def _explain(self, group: int) -> None:
        self.app.push_screen(Why(self._year, self.state.scenario.groups, group))

    def action_decide(self) -> None:
        """Submit the split."""
        self.game.decide(Decide(split=self._amounts, stance=self._stance))
