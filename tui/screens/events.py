"""Events on the screen: who gains and who loses, and the choice of one that is to strike."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from deliberate import Event, Scenario
from tui.text import BAD, FAINT, GOOD, HEAD, cell, line, millions, signed, wrap
from tui.told import weeks
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet


def paint_event(scenario: Scenario, event: Event, width: int) -> list[Content]:
    """Return an event: its headline, who gains, who loses, and what it does in numbers."""
    lines = [line((each, "bold")) for each in wrap(f"{event.name}: “{event.headline}”", width)]
    for word, style, text in (
        ("gain", GOOD, event.gains),
        ("lose", BAD, event.losses),
        ("does", FAINT, " · ".join(does(scenario, event))),
    ):
        first, *rest = wrap(text, width - 8)
        lines.append(line((f"  {word}  ", style), first))
        lines += [line("        ", each) for each in rest]
    return lines


def does(scenario: Scenario, event: Event) -> list[str]:
    """Return what an event does in the year in which it strikes, each in a few words.

    >>> from deliberate import load_scenario
    >>> place = load_scenario("two-towns")
    >>> does(place, place.event("judicial_review"))[:3]
    ['money −£2.6m', '1 week less', '50% of the planned change delayed']
    """
    pot, late = round(scenario.footprint.pot * event.pot), abs(event.weeks)
    savings = round(scenario.footprint.pot * event.savings)
    said = (
        (pot, f"money {'−' if pot < 0 else '+'}£{millions(abs(pot))}m"),
        (late, f"{weeks(late)} {'less' if event.weeks < 0 else 'more'}"),
        (event.delivery, f"{event.delivery:.0%} of the planned change delayed"),
        (savings, f"letter asks £{millions(abs(savings))}m {'less' if savings < 0 else 'more'}"),
        (
            event.contradiction,
            f"contradiction of the letter {signed(100 * event.contradiction, 0)} points",
        ),
        (event.consent, f"consent to cuts {signed(100 * event.consent, 0)} points"),
    )
    services = [
        f"{item.name}: {what} {signed(100 * table[item.id])}%"
        for what, table in (("capacity", event.capacity), ("need", event.need))
        for item in scenario.lines
        if item.id in table
    ]
    felt = ", ".join(
        f"{group.name} {signed(event.buyin[group.id])}"
        for group in scenario.groups
        if group.id in event.buyin
    )
    return [
        *(text for size, text in said if size),
        *services,
        *([f"buy-in: {felt}"] if felt else []),
    ]


class EventChoice(ModalScreen[str | None]):
    """Which event strikes now; its answer is the event's id."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,x,q", "close", "Close")]

    def __init__(self, scenario: Scenario, events: Sequence[Event]) -> None:
        super().__init__()
        self._scenario = scenario
        self._events = events

    def compose(self) -> ComposeResult:
        """Lay out the events, and what the one under the cursor says."""
        with Vertical(id="page"):
            yield Sheet(self._paint_title, id="title")
            with VerticalScroll(can_focus=False, id="entries"):
                yield Rows(self._paint_row, len(self._events))
            yield Sheet(self._paint_event, id="moment")

    def _paint_title(self, width: int) -> Content:
        said = " · ↑↓ page keys · enter: it strikes · esc: none"
        return line(("Which event strikes now?", HEAD), (cell(said, width - 24), FAINT))

    def _paint_row(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        event = self._events[row]
        style = "bold reverse" if current else ""
        return line((cell(f"{'▸' if current else ' '} {event.name}", min(width, 44)), style))

    def _paint_event(self, width: int) -> Content:
        event = self._events[self.query_one(Rows).cursor if self.is_mounted else 0]
        return Content("\n").join(paint_event(self._scenario, event, width))

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
