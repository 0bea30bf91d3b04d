"""A sheet: text painted for the width that there is."""

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget


class Sheet(Widget):
    """Shows what `paint` makes of the width, and again whenever that changes."""

    DEFAULT_CSS = "Sheet { height: auto; text-wrap: nowrap; text-overflow: clip; }"

    def __init__(self, paint: Callable[[int], Content], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._paint = paint

    def render(self) -> Content:
        """Return the content for the width at hand."""
        return self._paint(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the number of lines that the content takes at this width."""
        return self._paint(width).plain.count("\n") + 1

    def repaint(self) -> None:
        """Paint again: what is behind the sheet has changed."""
        self.refresh(layout=True)
