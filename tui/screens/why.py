"""Why a number is what it is: a group's change, or a line's money, part by part."""

from itertools import zip_longest
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from deliberate import Group, State, Year
from tui.screens.base import Page
from tui.sums import line_parts, lost_parts, overspent, pot_parts, reserves_sum
from tui.text import FAINT, HEAD, cell, decimal, gap, line, millions, moved, signed, stack
from tui.told import weeks
from tui.widgets.sheet import Sheet
from tui.words import explanation

LABEL = 26  # the cells of what a sum of money is called


class Turned(Page):
    """A page on one of several things; up and down go to the others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "turn(-1)", "The one before"),
        Binding("down", "turn(1)", "The next"),
    ]

    def __init__(self, at: int, many: int) -> None:
        self._at, self._many = at, many
        super().__init__(self.paint_at(at))

    def paint_at(self, at: int) -> Content:
        """Return the page on one of them."""
        raise NotImplementedError

    def action_turn(self, by: int) -> None:
        """Go to another."""
        self._at = (self._at + by) % self._many
        self.text = self.paint_at(self._at)
        self.query_one(Sheet).repaint()


class Why(Turned):
    """The account of one group."""

    def __init__(self, year: Year, groups: tuple[Group, ...], group: int) -> None:
        self._year, self._groups = year, groups
        super().__init__(group, len(groups))

    def paint_at(self, at: int) -> Content:
        """Return the account of a group."""
        return paint_why(self._groups[at].name, self._year, at)


class WhyMoney(Turned):
    """What became of the money of one line, and of the whole year."""

    def __init__(self, state: State, year: Year, number: int) -> None:
        self._state, self._year = state, year
        super().__init__(number, len(state.scenario.lines))

    def paint_at(self, at: int) -> Content:
        """Return what became of a line's money."""
        return paint_money_why(self._state, self._year, at)


def paint_why(name: str, year: Year, group: int) -> Content:
    """Return every term of a group's change, in words and points."""
    wanted = " / ".join(f"{100 * share:.1f}" for share in year.wanted[group])
    spent = " / ".join(f"{100 * amount / year.spendable:.1f}" for amount in year.split)
    gain = signed(float(year.gain[group]))
    return stack(
        [
            *group_terms(name, year, group),
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


def group_terms(name: str, year: Year, group: int, *, meant: bool = True) -> list[Content]:
    """Return the parts of a group's change and what they come to; `meant` says what each means."""
    shown = cell(name, 40).rstrip()
    change = round(float(year.buyin[group] - year.before[group]), 1)
    return [
        line((f"Why {shown}: {year.before[group]:.1f} → {year.buyin[group]:.1f}", HEAD)),
        *[
            line(
                f"  {cell(term, 14)}",
                (f"{signed(size):>7}", moved(size, 1)[1]),
                (f"   {meaning}" if meant else "", FAINT),
            )
            for term, size, meaning in explanation(year, group)
        ],
        line(("  together      ", "bold"), (f"{signed(change):>7}", "bold")),
    ]


def paint_money_why(state: State, year: Year, number: int) -> Content:
    """Return what came between a plan and the money of a line, and the accounts of the year."""
    return stack(
        [
            *line_money(state, year, number),
            "",
            *year_money(state, year),
            line(("↑↓ other lines · esc closes", FAINT)),
        ]
    )


def line_money(state: State, year: Year, number: int, *, meant: bool = True) -> list[Content]:
    """Return what came between the plan for a line and its money; `meant` says what each means."""
    name, still = state.scenario.lines[number].name, year.standstill[number]
    plan, done = year.plan[number], year.split[number]
    parts = [each for each in line_parts(state, year, number) if each[1]]
    return [
        line((f"Why {cell(name, 30).rstrip()}, £m", HEAD)),
        _amount("by last year's split", millions(still)),
        _amount("your plan adds", signed(gap(plan, still))),
        _amount("plan", millions(plan), "bold"),
        *[_amount(f"  {word}", signed(size), said=said * meant) for word, size, said in parts],
        _amount("happens", millions(done), "bold"),
    ]


def year_money(state: State, year: Year) -> list[Content]:
    """Return how the pot comes to what is shared, what is lost next year, and the reserves."""
    money, parts = year.accounts, pot_parts(year.accounts)
    total, by_savings, by_reserves = overspent(money)
    words = {"letter": "kept for the letter", "tax": "new tax", "reserves": "from reserves"}
    paid = f"savings pay {by_savings:,.1f}, reserves {by_reserves:,.1f}"
    lost = lost_parts(state.scenario, year)
    used = f"{weeks(year.late)} late" if year.late else "the plan is in time"
    return [
        line(("The year's money, £m", HEAD)),
        _amount("pot", millions(money.pot - money.raised)),
        *[_amount(f"  {words[name]}", signed(part)) for name, part in parts.items() if part],
        _amount("shared by the lines", millions(money.spendable), "bold"),
        _amount("hospital overspends", f"{total:,.1f}", said=paid if total else ""),
        *[_amount(f"  {name}", decimal(size), said=rate) for name, size, rate in lost],
        _amount("lost of next year's fund", millions(money.lost), "bold", said=used),
        line(("  reserves: ", "bold"), reserves_sum(money)),
    ]


def _amount(name: str, amount: str, style: str = "", *, said: str = "") -> Content:
    return line((f"  {cell(name, LABEL)}{amount:>9}", style), (f"  {said}", FAINT))


def beside(left: list[Content], right: list[Content], width: int) -> Content:
    """Return two lists of lines side by side, or one under the other where they do not fit."""
    wide = max(each.cell_length for each in left) + 3
    if wide + max(each.cell_length for each in right) > width:
        return stack([*left, "", *right])
    pairs = zip_longest(left, right, fillvalue=line())
    return stack(line(one.pad_right(wide - one.cell_length), other) for one, other in pairs)
