"""Why a group moves: every point of its change, in words."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from deliberate import Group, Year
from tui.screens.base import Page
from tui.text import FAINT, HEAD, cell, line, moved, signed, stack
from tui.widgets.sheet import Sheet
from tui.words import explanation


class Why(Page):
    """The account of one group; up and down go to the others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "turn(-1)", "Group before"),
        Binding("down", "turn(1)", "Next group"),
    ]

    def __init__(self, year: Year, groups: tuple[Group, ...], group: int) -> None:
        super().__init__(paint_why(groups[group].name, year, group))
        self._year, self._groups, self._group = year, groups, group

    def action_turn(self, by: int) -> None:
        """Go to another group."""
        self._group = (self._group + by) % len(self._groups)
        self.text = paint_why(self._groups[self._group].name, self._year, self._group)
        self.query_one(Sheet).repaint()


def paint_why(name: str, year: Year, group: int) -> Content:
    """Return every term of a group's change, in words and points."""
    rows = [
        line(
            f"  {cell(term, 14)}",
            (f"{signed(size):>7}", moved(size, 1)[1]),
            (f"   {meaning}", FAINT),
        )
        for term, size, meaning in explanation(year, group)
    ]
    wanted = " / ".join(f"{100 * share:.1f}" for share in year.wanted[group])
    spent = " / ".join(f"{100 * amount / year.spendable:.1f}" for amount in year.split)
    change = float(year.buyin[group] - year.before[group])
    gain = signed(float(year.gain[group]))
    shown = cell(name, 40).rstrip()
    return stack(
        [
            line((f"Why {shown}: {year.before[group]:.1f} → {year.buyin[group]:.1f}", HEAD)),
            *rows,
            line(("  together      ", "bold"), (f"{signed(change):>7}", "bold")),
            "",
            f"  wanted {wanted}",
            f"  gets   {spent}",
            f"  overlap {year.overlap[group]:.1f} of 100: {gain} on what they are used to",
            "  (a loss is felt more than a gain of the same size)",
            "",
            "  The order of the reasons is better known than their sizes, which are",
            "  mostly assumptions (docs/model.md).",
            line(("  ↑↓ other groups · esc closes", FAINT)),
        ]
    )
