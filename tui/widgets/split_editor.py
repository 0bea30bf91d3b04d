"""The split editor: money moves between lines and always balances."""

from typing import ClassVar

from attrs import frozen
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from deliberate.model.money import apportion
from tui.text import BAD, FAINT, GOOD, bar, cell, fitting, gap, line, millions, signed, stack

MILLION = 1000


@frozen(kw_only=True)
class Row:
    """What the editor shows of a line besides the plan.

    `still` is what last year's split would give it of this year's money, and `becomes` what will
    happen.
    """

    name: str
    still: int
    becomes: int
    note: str = ""


def shift(amounts: tuple[int, ...], line_at: int, by: int, purse: int) -> tuple[int, ...]:
    """Return the amounts with `by` more in one line, taken from the purse.

    The purse itself trades with all other lines in proportion. No line goes below nothing, and
    the sum never changes.

    >>> shift((50, 30, 20), 1, 10, purse=0)
    (40, 40, 20)
    >>> shift((50, 30, 20), 0, 10, purse=0)
    (60, 24, 16)
    >>> shift((5, 30, 20), 1, 10, purse=0)
    (0, 35, 20)
    """
    moved = list(amounts)
    if line_at == purse:
        rest = [0 if each == line_at else amount for each, amount in enumerate(amounts)]
        by = max(-amounts[line_at], min(by, sum(rest)))
        shares = rest if sum(rest) else [each != line_at for each in range(len(amounts))]
        others = apportion(sum(rest) - by, shares)
        moved = list(others)
        moved[line_at] = amounts[line_at] + by
        return tuple(moved)
    by = max(-amounts[line_at], min(by, amounts[purse]))
    moved[line_at] += by
    moved[purse] -= by
    return tuple(moved)


class SplitEditor(Widget, can_focus=True):
    """Lines of the budget with what each gets; the plan is `amounts`, £ thousand."""

    DEFAULT_CSS = "SplitEditor { height: auto; text-wrap: nowrap; text-overflow: clip; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Line", show=False),
        Binding("down,j", "move(1)", "Line", show=False),
        Binding("left,minus", "change(-1)", "£1m", show=False),
        Binding("right,plus,equals_sign", "change(1)", "£1m", show=False),
        Binding("shift+left", "change(-10)", "£10m", show=False),
        Binding("shift+right", "change(10)", "£10m", show=False),
        Binding("space", "purse", "Purse", show=False),
    ]

    cursor: reactive[int] = reactive(1)
    purse: reactive[int] = reactive(0)

    class Changed(Message):
        """The plan has changed."""

    class Moved(Message):
        """The cursor stands on another line."""

    def __init__(self, amounts: tuple[int, ...], rows: tuple[Row, ...]) -> None:
        super().__init__(id="editor")
        self.amounts = amounts
        self.rows = rows

    def render(self) -> Content:
        """Return the lines of the budget."""
        width = self.content_size.width
        head = (
            f"{'Line':<17}{'as before':>9}   {'this year':>9}   {'change':>7}  {'happens':>8}"
            "  against the plan"
        )
        rows = [self._paint(number, width) for number in range(len(self.rows))]
        return stack([line((cell(head, width), FAINT)), *rows])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return one line a row and one for the head."""
        return len(self.rows) + 1

    def _paint(self, number: int, width: int) -> Content:
        row, amount = self.rows[number], self.amounts[number]
        current = number == self.cursor
        change = gap(amount, row.still)
        style = GOOD if change > 0 else BAD if change < 0 else FAINT
        purse = "⇄" if number == self.purse else " "
        name = f"{'▸' if current else ' '}{purse}{cell(row.name, 15)}"
        room = width - 83
        noted = min(width - 60, 22)
        share = bar(amount / max(sum(self.amounts), 1), room) if room > 0 else ""
        return line(
            (name, "bold reverse" if current else "bold"),
            f"{millions(row.still):>9} ",
            ("◂ ", "$accent"),
            (f"{millions(amount):>9}", "bold"),
            (" ▸", "$accent"),
            (f"{signed(change):>8}", style),
            (f"{millions(row.becomes):>10}  ", "bold" if row.becomes != amount else FAINT),
            (cell(fitting(noted, row.note), noted), "$text-warning"),
            (share, "$accent"),
        )

    def show(self, amounts: tuple[int, ...], rows: tuple[Row, ...]) -> None:
        """Show a plan and what will come of it."""
        self.amounts, self.rows = amounts, rows
        self.refresh()

    def watch_cursor(self) -> None:
        """Tell the screen where the cursor stands."""
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Go to another line."""
        self.cursor = (self.cursor + by) % len(self.rows)

    def action_change(self, millions_more: int) -> None:
        """Give the line more or less."""
        self.amounts = shift(self.amounts, self.cursor, millions_more * MILLION, self.purse)
        self.post_message(self.Changed())

    def action_purse(self) -> None:
        """Make this line the one that the others take from and give to."""
        self.purse = self.cursor

    def on_click(self, event: Click) -> None:
        """Choose the line under the pointer; its arrows move £1m, with shift £10m.

        A click on the mark before the line makes it the purse.
        """
        at = event.get_content_offset(self)
        if at is None or not 1 <= at.y <= len(self.rows):
            return
        self.cursor = at.y - 1
        step = 10 if event.shift else 1
        if at.x <= 1:
            self.purse = self.cursor
        elif 26 <= at.x <= 29:
            self.action_change(-step)
        elif 38 <= at.x <= 41:
            self.action_change(step)
