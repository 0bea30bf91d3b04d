"""What stands over the game while the terminal is too small for it."""

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen

from tui.text import stack, wrap
from tui.widgets.sheet import Sheet

SMALLEST = Size(80, 24)


class TooSmall(ModalScreen[None]):
    """Asks for a larger terminal, and goes away by itself."""

    def compose(self) -> ComposeResult:
        """Lay out the message."""
        yield Sheet(self._paint)

    def _paint(self, width: int) -> Content:
        message = (
            f"This terminal is {self.app.size.width}×{self.app.size.height}. The game needs "
            f"{SMALLEST.width}×{SMALLEST.height}: enlarge the window or choose a smaller font. "
            "Nothing is lost; ctrl+q leaves with the session kept."
        )
        return stack(wrap(message, max(width, 10)))
