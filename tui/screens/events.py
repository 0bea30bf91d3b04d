"""Events on the screen: who gains and who loses, and the choice of one that is to strike."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from deliberate import Event
from tui.text import BAD, FAINT, GOOD, HEAD, cell, line, wrap
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet


def paint_event(event: Event, width: int) -> list[Content]:
    """Return an event: its headline, who gains and who loses."""
    lines = [line((each, "bold")) for each in wrap(f"{event.name}: “{event.headline}”", width)]
    for word, style, text in (("gain", GOOD, event.gains), ("lose", BAD, event.losses)):
        first, *rest = wrap(text, width - 8)
        lines.append(line((f"  {word}  ", style), first))
        lines += [line("        ", each) for each in rest]
    return lines


class EventChoice(ModalScreen[str | None]):
    """Which event strikes now; its answer is the event's id."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,x,q", "close", "Close")]

    def __init__(self, events: Sequence[Event]) -> None:
        super().__init__()
        self._events = events

    def compose(self) -> ComposeResult:
        """Lay out the events, and what the one under the cursor says."""
        with Vertical(id="page"):
            yield Sheet(self._paint_title, id="title")
            with VerticalScroll(can_focus=False, id="entries"):
                yield Rows(self._paint_row, len(self._events))
            yield Sheet(self._paint_event, id="moment")

    def _paint_title(self, width: int) -> Content:
        said = " · enter: it strikes · esc: none"
        return line(("Which event strikes now?", HEAD), (cell(said, width - 24), FAINT))

    def _paint_row(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        event = self._events[row]
        style = "bold reverse" if current else ""
        return line((cell(f"{'▸' if current else ' '} {event.name}", min(width, 44)), style))

    def _paint_event(self, width: int) -> Content:
        event = self._events[self.query_one(Rows).cursor if self.is_mounted else 0]
        return Content("\n").join(paint_event(event, width))

    def on_rows_moved(self, _: Rows.Moved) -> None:
        """Show the event under the cursor."""
        self.query_one("#moment", Sheet).repaint()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Answer with the event; a first click only looks at it."""
        if event.sure or not event.clicked:
            self.dismiss(self._events[event.row].id)

    def action_close(self) -> None:
        """Let nothing strike."""
        self.dismiss(None)
