"""Voters of many elections at once: what they mark, and whom they elect."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import field, frozen

from elections import coalitions
from elections.marking import approvals, normalised, rankings, ratings
from elections.rules import Rules
from elections.stack import Stack
from elections.systems.base import BallotKind
from elections.tactics import RANKING_STRATEGIES, RATING_STRATEGIES, STRATEGIES
from elections.tally import first_preferences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from elections.arrays import Whole
    from elections.breakers import Breaker
    from elections.systems.base import System
    from elections.utilities import Floats, Singles

GREATEST: Final = "greatest_utility"
"""Whoever has the greatest utility, as if a system elected them."""

_UNSURE: Final = 1e-6
_RATED: Final = (BallotKind.APPROVAL, BallotKind.SCORE)


def concerns(strategy: str, kind: BallotKind) -> bool:
    """Say whether a strategy is about ballots of this kind.

    Examples
    --------
    >>> concerns("bury", BallotKind.ONE), concerns("leader_rule", BallotKind.ONE)
    (True, False)
    """
    return strategy in (RATING_STRATEGIES if kind in _RATED else RANKING_STRATEGIES)


@frozen(kw_only=True, eq=False)
class Society:
    """Voters who know what they think, in each of many elections.

    Attributes
    ----------
    liked : float32, [candidate, voter, election]
        Utilities.
    breaker : Breaker
        Breaks ties, alike under every system.
    maximum : int
        The best rating on ballots of scores.
    options : mapping of str to str
        Of the systems, where other than usual.

    Examples
    --------
    >>> from elections import system
    >>> from elections.ties import CandidateOrder
    >>> liked = np.array([[9, 9, 0], [8, 8, 9], [0, 0, 4]], dtype=np.float32)
    >>> breaker = CandidateOrder().breakers("ABC", 0)(1)
    >>> society = Society(liked=liked[:, :, None], breaker=breaker)
    >>> society.winners([system("plurality"), system("score")])
    array([[0],
           [1]])
    """

    liked: Singles
    breaker: Breaker
    maximum: int = 5
    options: Mapping[str, str] = field(factory=dict)

    @cached_property
    def ranked(self) -> Stack:
        """Their sincere rankings."""
        return Stack(values=rankings(self.liked))

    def welfare(self, *, raw: bool = False) -> Floats:
        """Add up what all voters think of each candidate: float64, [candidate, election].

        Each voter's utilities are stretched to reach from 0 to 1 first, unless they are
        to be taken raw.
        """
        utilities = self.liked if raw else normalised(self.liked)
        return np.asarray(utilities.sum(axis=1, dtype=np.float64))

    def greatest(self, welfare: Floats) -> Whole:
        """Choose whoever has the greatest utility: int64, [election].

        Sums that differ by less than single precision can tell count as level.
        """
        most = welfare.max(axis=0)
        unsure = _UNSURE * np.abs(welfare).max(axis=0)
        return self.breaker.first(welfare >= most - unsure)

    def winners(
        self, systems: Iterable[System], strategy: str = "", tactical: float = 0.0
    ) -> Whole:
        """Count under each system.

        Parameters
        ----------
        systems : iterable of System
        strategy : str
            What tactical voters do: an id of `elections.tactics.STRATEGIES`, or empty.
        tactical : float
            How many are tactical, 0 to 1.

        Returns
        -------
        int64, [system, election]
            -1 where a search passed its budget.
        """
        cast: dict[BallotKind, Stack] = {}
        found = []
        for each in systems:
            if each.ballot not in cast:
                cast[each.ballot] = self.cast(each.ballot, strategy, tactical)
            found.append(each.kernel(cast[each.ballot], self._rules(each)).winner)
        return np.array(found, dtype=np.int64).reshape(len(found), self.ranked.elections)

    def cast(self, kind: BallotKind, strategy: str = "", tactical: float = 0.0) -> Stack:
        """Let them mark ballots of a kind, tactically where the strategy is about that kind."""
        rest = {"maximum": self._maximum(kind)} if kind in _RATED else {}
        if concerns(strategy, kind):
            poll = first_preferences(self.ranked.values)
            acting = STRATEGIES[strategy](self.liked, poll, tactical=tactical, **rest)
            return Stack(values=acting)
        if not rest:
            return self.ranked
        if rest["maximum"] == 1:
            return Stack(values=approvals(self.liked))
        return Stack(values=ratings(self.liked, **rest))

    def least_coalitions(self, system: System) -> Whole:
        """Find small coalitions that change a system's results: see `coalitions`."""
        return coalitions.least_coalitions(
            self.cast(system.ballot),
            self.ranked,
            system,
            self._rules(system),
            maximum=self._maximum(system.ballot),
        )

    def _maximum(self, kind: BallotKind) -> int:
        return self.maximum if kind is BallotKind.SCORE else 1

    def _rules(self, system: System) -> Rules:
        chosen = {
            option: self.options.get(option, values[0]) for option, values in system.options.items()
        }
        return Rules(breaker=self.breaker, options=chosen)
