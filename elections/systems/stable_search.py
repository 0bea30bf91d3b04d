"""Finding out who wins among some of the candidates, in Stable Voting."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from attrs import define, field, frozen

from elections.errors import UndecidedError
from elections.systems.defeats import strongest_paths
from elections.systems.split_cycle import undefeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from elections.arrays import Whole

Some: TypeAlias = int
"""A set of candidates: bit ``c`` says whether candidate ``c`` is in it."""


@frozen(kw_only=True)
class Match:
    """One candidate against another, as it was considered.

    Attributes
    ----------
    one, other : int
    size : int
        How strong the one is against the other.
    without : int
        The set of those who win once the other is out.
    """

    one: int
    other: int
    size: int
    without: Some


@frozen(kw_only=True)
class Level:
    """Part of the way to a winner: what was considered among some of the candidates.

    Attributes
    ----------
    among : int
        The set of these candidates.
    open_to : int
        The set of those who may win there.
    matches : tuple of Match
        Strongest first; by the last of them a winner wins. None where only one may win.
    """

    among: Some
    open_to: Some
    matches: tuple[Match, ...]


@define(kw_only=True, eq=False)
class Search:
    """Finds out who wins among sets of candidates of one election, each looked at once.

    Attributes
    ----------
    beats : tuple of int
        For each candidate the set of those whom it beats.
    defeats : int64, [candidate, candidate], or None
        What Split Cycle goes by; None where nobody is ruled out by it.
    sizes : int64, [candidate, candidate]
        How strong row is against column.
    budget : int
        How many sets may be looked at, those with many candidates counting as several.
    """

    beats: tuple[Some, ...]
    defeats: Whole | None
    sizes: Whole
    budget: int
    spent: int = 0
    known: dict[Some, Some] = field(factory=dict, init=False)

    def winners(self, among: Some) -> Some:
        """Find the set of those who win among some.

        Raises
        ------
        UndecidedError
            Where that takes more cases than may be looked at.
        """
        if among not in self.known:
            self.spent += 1 + (self.defeats is not None) + among.bit_count() ** 3 // 2_000
            if self.spent > self.budget:
                raise UndecidedError(
                    "who would win among fewer candidates has to be found for more than the "
                    f"{self.budget:,} cases that may be looked at"
                )
            self.known[among] = self._found(among, self.open_to(among))
        return self.known[among]

    def _found(self, among: Some, open_to: Some) -> Some:
        if open_to.bit_count() == 1:
            return open_to
        won, strongest = 0, 0
        for size, one, other in self._matches(among, open_to):
            if won and size < strongest:
                break
            if self.winners(among ^ 1 << other) >> one & 1:
                won, strongest = won | 1 << one, size
        return won

    def _matches(self, among: Some, open_to: Some) -> Iterator[tuple[int, int, int]]:
        """Give how strong one is against another, the one and the other: strongest first."""
        ones, others = self._members(open_to), self._members(among)
        sizes = self.sizes[ones][:, others].ravel()
        for place in np.argsort(-sizes, kind="stable").tolist():
            one, other = ones[place // len(others)], others[place % len(others)]
            if one != other:
                yield int(sizes[place]), one, other

    def _members(self, some: Some) -> list[int]:
        return [place for place in range(len(self.sizes)) if some >> place & 1]

    def open_to(self, among: Some) -> Some:
        """Give the set of those who may win among some.

        That is who beats all the others, or whoever Split Cycle leaves undefeated; one
        alone wins in any case.
        """
        inside = self._members(among)
        for place in inside:
            if among & ~self.beats[place] == 1 << place:
                return 1 << place
        if self.defeats is None:
            return among
        defeats = self.defeats[inside][:, inside, None]
        left = undefeated(defeats, strongest_paths(defeats))[:, 0]
        return sum(1 << place for place, is_left in zip(inside, left, strict=True) if is_left)

    def below(self, way: tuple[Level, ...], most: int) -> tuple[tuple[Level, ...], int]:
        """Show the other counts that a way goes by, each once: how all who win there do.

        Returns
        -------
        levels : tuple of Level
            No more than asked for.
        untold : int
            How many more there are at least.
        """
        whole = [self._level(level.among) for level in way]
        told = {level.among: level for level in whole if level in way}
        levels = {level.among: level for level in whole if level not in way}
        waiting = [each for level in (*way, *whole) for each in _smaller(level)]
        for among in waiting:
            if among not in told and among not in levels and len(levels) < most:
                levels[among] = self._level(among)
                waiting += _smaller(levels[among])
        return tuple(levels.values()), len({*waiting} - told.keys() - levels.keys())

    def _level(self, among: Some) -> Level:
        """Show how those who win among some do: by all matches that are not weaker."""
        open_to = self.open_to(among)
        matches: list[Match] = []
        if open_to.bit_count() > 1:
            strongest = None
            for size, one, other in self._matches(among, open_to):
                if strongest is not None and size < strongest:
                    break
                without = self.winners(among ^ 1 << other)
                matches.append(Match(one=one, other=other, size=size, without=without))
                strongest = size if without >> one & 1 else strongest
        return Level(among=among, open_to=open_to, matches=tuple(matches))

    def way(self, winner: int) -> tuple[Level, ...]:
        """Tell how a winner among all candidates wins: set by set, match by match."""
        among, levels = (1 << len(self.beats)) - 1, []
        while (open_to := self.open_to(among)).bit_count() > 1:
            matches = self._matches(among, open_to)
            tried: list[Match] = []
            while not tried or tried[-1].one != winner or not tried[-1].without >> winner & 1:
                size, one, other = next(matches)
                without = self.winners(among ^ 1 << other)
                tried.append(Match(one=one, other=other, size=size, without=without))
            levels.append(Level(among=among, open_to=open_to, matches=tuple(tried)))
            among ^= 1 << tried[-1].other
        return (*levels, Level(among=among, open_to=open_to, matches=()))


def _smaller(level: Level) -> list[Some]:
    """Name the sets whose winners decide the matches of a level."""
    return [level.among ^ 1 << match.other for match in level.matches]
