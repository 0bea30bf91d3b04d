"""A group's own proposal: a split of the pot that somebody types for it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from deliberate import Scenario
from deliberate.arrays import Floats
from tui.text import BAD, FAINT, HEAD, cell, line, stack, wrap
from tui.widgets.sheet import Sheet
from tui.words import points


class Proposal(ModalScreen[tuple[float, ...] | None]):
    """Which split a group proposes; its answer is the shares, or nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close")]

    def __init__(self, scenario: Scenario, name: str, now: Floats) -> None:
        super().__init__()
        self._scenario, self._name, self._now = scenario, name, now
        self._fault = ""

    def compose(self) -> ComposeResult:
        """Lay out what is asked, and a line to type it in."""
        with Vertical(id="page"):
            yield Sheet(self._paint)
            yield Input(" ".join(points(share) for share in self._now), compact=True, max_length=80)
            yield Sheet(self._paint_fault, id="fault")

    def _paint(self, width: int) -> Content:
        names = ", ".join(item.name for item in self._scenario.lines)
        asked = wrap(f"Points of the pot for {names}; they come to 100.", width)
        return stack(
            [
                line((cell(f"A split that {self._name} proposes", width), HEAD)),
                *[line((each, FAINT)) for each in asked],
            ]
        )

    def _paint_fault(self, width: int) -> Content:
        said = self._fault or "enter: propose it · esc: leave it as it is"
        return line((cell(said, width), BAD if self._fault else FAINT))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the split, or say what is wrong with it."""
        try:
            self.dismiss(read_split(event.value, len(self._now)))
        except ValueError as problem:
            self._fault = str(problem)
            self.query_one("#fault", Sheet).repaint()

    def action_close(self) -> None:
        """Propose nothing."""
        self.dismiss(None)


def read_split(text: str, lines: int) -> tuple[float, ...]:
    """Return the shares that somebody typed as points of the pot.

    Raises
    ------
    ValueError
        If they are not as many numbers as there are lines, 0 or more, that come to 100.

    Examples
    --------
    >>> read_split("50 20 30", 3)
    (0.5, 0.2, 0.3)
    """
    words = text.replace("/", " ").split()
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        raise ValueError(f"type {lines} numbers with spaces between, such as 20 or 12.5") from None
    if len(numbers) != lines:
        raise ValueError(f"there are {lines} lines; you typed {len(numbers)}")
    if not all(0 <= number <= 100 for number in numbers):
        raise ValueError("each number is from 0 to 100")
    total = sum(numbers)
    # Tenths that somebody rounded may miss a hundred a little.
    if abs(total - 100) > 0.05 * lines + 1e-9:
        raise ValueError(f"they come to {total:.1f}, and have to come to 100")
    return tuple(number / total for number in numbers)
