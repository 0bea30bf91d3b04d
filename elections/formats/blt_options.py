"""The candidates of a BLT file by number and nickname, and its option lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from elections.formats.source import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.formats.source import Source

_OPTION: Final = re.compile(r"\[\s*([A-Za-z]+)([^\]]*)\]")


class Options(dict[str, int]):
    """From the numbers and nicknames of the candidates to their indices.

    Parameters
    ----------
    source : Source
        The file.
    candidates : int
        How many it announced.

    Attributes
    ----------
    withdrawn : set of int
        Who withdrew.
    tie_order : tuple of int
        The order in which ties are to be broken.
    """

    def __init__(self, source: Source, candidates: int) -> None:
        super().__init__((str(number), number - 1) for number in range(1, candidates + 1))
        self.source, self.candidates = source, candidates
        self.withdrawn: set[int] = set()
        self.tie_order: tuple[int, ...] = ()

    def take(self, line: int, written: str) -> None:
        """Read a line that begins with ``[`` or ``-``."""
        if written.startswith("-"):
            for name in written.split():
                if not name.startswith("-"):
                    self.source.refuse(line, f'"{quote(name)}" among those who withdrew')
                self.withdrawn.add(self.place(line, name[1:], "withdrawn candidate"))
            return
        option = _OPTION.fullmatch(written)
        if option is None:
            self.source.refuse(line, f'expected an option "[name …]", found "{quote(written)}"')
        read = _OPTIONS.get(option[1].lower())
        if read is None:
            self.source.warn(line, f'the option "{quote(option[1])}" is not known and left aside')
        else:
            read(self, line, option[2].split())

    def place(self, line: int, name: str, word: str = "candidate") -> int:
        """Return the index of a candidate."""
        place = self.get(name)
        if place is None:
            self.source.refuse(line, f"{word} {quote(name)} of {self.candidates}")
        return place

    def _nick(self, line: int, names: list[str]) -> None:
        if len(names) != self.candidates:
            self.source.refuse(line, f"{len(names)} nicknames for {self.candidates} candidates")
        for place, name in enumerate(names):
            if name in self or name == "-" or name.isdigit():
                self.source.refuse(
                    line, f'the nickname "{quote(name)}" is there twice, or is a number'
                )
            self[name] = place

    def _tie(self, line: int, names: list[str]) -> None:
        order = [self.place(line, name) for name in names]
        if len(set(order)) < len(order):
            self.source.refuse(line, "the order for breaking ties names a candidate twice")
        self.tie_order = tuple(order)

    def _withdraw(self, line: int, names: list[str]) -> None:
        self.withdrawn |= {self.place(line, name, "withdrawn candidate") for name in names}

    def _leave(self, line: int, names: list[str]) -> None:
        """Leave aside how another program is to count, and who was written in."""


_OPTIONS: Final[Mapping[str, Callable[[Options, int, list[str]], None]]] = {
    "nick": Options._nick,  # noqa: SLF001
    "tie": Options._tie,  # noqa: SLF001
    "withdrawn": Options._withdraw,  # noqa: SLF001
    "undeclared": Options._leave,  # noqa: SLF001
    "droop": Options._leave,  # noqa: SLF001
}
