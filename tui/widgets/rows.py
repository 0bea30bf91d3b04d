"""Rows with a cursor, for keyboard and mouse alike."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.text import stack

RowPaint = Callable[[int, int, bool], Content]
HeadPaint = Callable[[int], Content]


class Rows(Widget, can_focus=True):
    """A list of one-line rows; `paint(row, width, current)` makes each.

    Moving posts `Moved`; space or a click on a row posts `Chosen`, and so does enter, unless the
    screen keeps it for itself (`enters` false).
    """

    DEFAULT_CSS = "Rows { height: auto; text-wrap: nowrap; text-overflow: clip; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("home", "move(-999)", "First", show=False),
        Binding("end", "move(999)", "Last", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("enter", "enter", "Choose", show=False),
        Binding("space", "choose", "Choose", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class Chosen(Message):
        """A row was chosen, by a click or by a key.

        `sure` is a choice that nobody makes by the way: by enter, or by a click on the row where
        the cursor already stood. `at` is the cell of the row that was clicked.
        """

        def __init__(self, rows: "Rows", row: int, *, sure: bool, at: int | None = None) -> None:
            super().__init__()
            self.rows = rows
            self.row = row
            self.sure = sure
            self.at = at

        @property
        def clicked(self) -> bool:
            """Whether it was a click that chose."""
            return self.at is not None

    def __init__(
        self,
        paint: RowPaint,
        count: int,
        *,
        head: HeadPaint | None = None,
        start: int = 0,
        enters: bool = True,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._paint = paint
        self._head = head
        self._enters = enters
        self.count = count
        self.set_reactive(Rows.cursor, start)

    def render(self) -> Content:
        """Return head and rows for the width at hand."""
        width = self.content_size.width
        head = [self._head(width)] if self._head else []
        rows = [self._paint(row, width, row == self.cursor) for row in range(self.count)]
        return stack([*head, *rows])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return one line a row, and one for the head."""
        return self.count + (1 if self._head else 0)

    def watch_cursor(self, row: int) -> None:
        """Tell the screen where the cursor stands, and keep it in sight."""
        if isinstance(self.parent, VerticalScroll):
            line = row + (1 if self._head else 0)
            self.parent.scroll_to_region(Region(0, line, 1, 1), animate=False)
        self.post_message(self.Moved(row))

    def action_move(self, by: int) -> None:
        """Move the cursor; a step beyond an end goes to the neighbouring rows, if there are any."""
        wanted = self.cursor + by
        if wanted == self.count:
            self.screen.focus_next(Rows)
        elif wanted == -1:
            self.screen.focus_previous(Rows)
        else:
            self.cursor = max(0, min(wanted, self.count - 1))

    def action_page(self, by: int) -> None:
        """Move the cursor by as many rows as are in sight."""
        wanted = self.cursor + by * max(self._scroller().size.height - 1, 1)
        self.cursor = max(0, min(wanted, self.count - 1))

    def _scroller(self) -> Widget:
        return self.parent if isinstance(self.parent, VerticalScroll) else self

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        self.post_message(self.Chosen(self, self.cursor, sure=False))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Leave to the screen enter, if it keeps it for itself, and pages of rows all in sight."""
        if action == "page":
            return isinstance(self.parent, VerticalScroll)
        return action != "enter" or self._enters

    def action_enter(self) -> None:
        """Choose the row, and be sure."""
        self.post_message(self.Chosen(self, self.cursor, sure=True))

    def on_click(self, event: Click) -> None:
        """Move to the row under the pointer and choose it."""
        at = event.get_content_offset(self)
        row = None if at is None else self.row_at(at.y)
        if at is not None and row is not None:
            again = row == self.cursor
            self.cursor = row
            self.post_message(self.Chosen(self, row, sure=again, at=at.x))

    def row_at(self, y: int) -> int | None:
        """Return the row on this line of the widget, if there is one."""
        row = y - (1 if self._head else 0)
        return row if 0 <= row < self.count else None
