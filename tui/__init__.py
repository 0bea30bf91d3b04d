"""The terminal: the command line and the full-screen game."""

from tui.exits import Exit

__all__ = ["Exit"]
