"""What happens when candidates are level.

A policy says how ties are broken: by lot, in candidate order, by published lot numbers,
by hand, or not at all, every way being followed. For each stack of elections it makes a
breaker, which does the choosing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from attrs import field, frozen

from elections.breakers import Breaker, ByHand, ByPriority
from elections.errors import ElectionError, TieError, nearest
from elections.frozen import freeze
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from elections.arrays import Whole

Breakers: TypeAlias = "Callable[[int], Breaker]"
"""From a number of elections to their breaker; elections draw one after the other."""
_CHANCES: Final = 1
"""The key of what systems draw that elect by chance, apart from lots."""


@frozen
class Lot:
    """Candidates who are level draw lots, from a seed (the law in the United Kingdom).

    The elections of a stack draw one after the other, so that the result does not
    depend on how the stack is cut into pieces.

    Attributes
    ----------
    seed : int or None
        0 or more; None for the seed of the count.

    Examples
    --------
    >>> Lot(7).breakers(("Ann", "Bob", "Cat"), seed=0)(2).priority.shape
    (3, 2)
    """

    seed: int | None = None

    def breakers(self, candidates: Sequence[str], seed: int) -> Breakers:
        """Prepare to break the ties of elections between these candidates."""
        generator = generator_of(self._seed(seed))
        chances = generator_of(self._seed(seed), _CHANCES)

        def draw(elections: int) -> ByPriority:
            orders = np.tile(np.arange(len(candidates)), (elections, 1))
            priority = generator.permuted(orders, axis=1).T
            return ByPriority(priority, chances.random(elections))

        return draw

    def words(self, seed: int) -> str:
        """Say how ties were broken."""
        return f"by lot (seed {self._seed(seed)})"

    def _seed(self, seed: int) -> int:
        return seed if self.seed is None else self.seed


@frozen
class CandidateOrder:
    """Of candidates who are level, the one listed first is favoured.

    Examples
    --------
    >>> CandidateOrder().breakers(("Ann", "Bob"), seed=0)(1).priority.ravel()
    array([0, 1])
    """

    def breakers(self, candidates: Sequence[str], seed: int) -> Breakers:
        """Prepare to break the ties of elections between these candidates."""
        return _fixed(np.arange(len(candidates)), seed)

    def words(self, _seed: int) -> str:
        """Say how ties were broken."""
        return "by candidate order"


@frozen
class LotNumbers:
    """Lots drawn and published before the count: the lower number is favoured.

    Attributes
    ----------
    numbers : mapping of str to int
        The number that each candidate drew; all different.

    Examples
    --------
    >>> numbers = LotNumbers({"Ann": 20, "Bob": 3})
    >>> numbers.breakers(("Ann", "Bob"), seed=0)(1).priority.ravel()
    array([1, 0])
    """

    numbers: Mapping[str, int] = field(converter=freeze)

    def breakers(self, candidates: Sequence[str], seed: int) -> Breakers:
        """Prepare to break the ties of elections between these candidates.

        Raises
        ------
        TieError
            Where a candidate has no number, or two have the same.
        """
        missing = [name for name in candidates if name not in self.numbers]
        if missing:
            raise TieError(f'candidate "{printable(missing[0])}" has no lot number')
        drawn = [self.numbers[name] for name in candidates]
        if len(set(drawn)) < len(drawn):
            raise TieError("two candidates have the same lot number")
        return _fixed(np.argsort(np.argsort(drawn)), seed)

    def words(self, _seed: int) -> str:
        """Say how ties were broken."""
        return "by published lot numbers"


@frozen
class Manual:
    r"""Somebody decides each tie, as a returning officer does.

    Attributes
    ----------
    choices : mapping of frozenset of str to str
        For each set of candidates who are level, the one to whom it happens: who is
        elected, stays in, or goes out. A tie that is not there is an error naming it,
        so that it can be decided and the count run again.

    Examples
    --------
    >>> from elections import Profile, elect
    >>> choices = {frozenset({"Ann", "Bob"}): "Bob"}
    >>> elect(Profile.from_text("Ann\nBob"), "plurality", ties=Manual(choices)).elected
    'Bob'
    """

    choices: Mapping[frozenset[str], str] = field(converter=freeze)

    def __attrs_post_init__(self) -> None:
        for level, chosen in self.choices.items():
            if chosen not in level:
                raise TieError(
                    f'"{printable(chosen)}" is not one of those who are level; '
                    f"{nearest(chosen, sorted(level))}"
                )

    def breakers(self, candidates: Sequence[str], seed: int) -> Breakers:
        """Prepare to break the ties of elections between these candidates.

        Raises
        ------
        TieError
            Where a choice names somebody who is no candidate.
        """
        for name in (name for level in self.choices for name in sorted(level)):
            if name not in candidates:
                raise TieError(f'no candidate "{printable(name)}"; {nearest(name, candidates)}')
        chances = generator_of(seed, _CHANCES)
        return lambda elections: ByHand(tuple(candidates), self.choices, chances.random(elections))

    def words(self, _seed: int) -> str:
        """Say how ties were broken."""
        return "decided by hand"


@frozen
class EveryWay:
    r"""No tie is broken: every way is followed, and all who can win are named.

    References
    ----------
    Conitzer, Rognlie and Xia, "Preference functions that score rankings and maximum
    likelihood estimation", IJCAI 2009 (parallel-universes tie-breaking).

    Examples
    --------
    >>> from elections import Profile, elect
    >>> elect(Profile.from_text("Ann\nBob"), "plurality", ties=EveryWay()).winners
    ('Ann', 'Bob')
    """

    def breakers(self, candidates: Sequence[str], seed: int) -> Breakers:
        """Follow one way, by candidate order: every other way is then searched for."""
        return _fixed(np.arange(len(candidates)), seed)

    def words(self, _seed: int) -> str:
        """Say how ties were broken."""
        return "not broken: every way is followed"


Beforehand: TypeAlias = Lot | CandidateOrder | LotNumbers
"""The policies by which every tie is decided before it is met."""
TiePolicy: TypeAlias = Beforehand | Manual | EveryWay

POLICIES: Final[Mapping[str, TiePolicy]] = {
    "lot": Lot(),
    "order": CandidateOrder(),
    "all": EveryWay(),
}
"""The policies that need nothing said but their names."""


def policy(ties: str | TiePolicy) -> TiePolicy:
    """Find a tie policy by its name; a policy stands for itself.

    Raises
    ------
    ElectionError
        With the nearest valid name.

    Examples
    --------
    >>> policy("order")
    CandidateOrder()
    """
    if isinstance(ties, TiePolicy):
        return ties
    if not isinstance(ties, str):
        named = ", ".join(f'"{name}"' for name in POLICIES)
        raise ElectionError(f"ties are {named} or a policy such as Lot(), not {ties!r}")
    check_choice("ties", ties, POLICIES)
    return POLICIES[ties]


def check_choice(word: str, given: str, known: Iterable[str]) -> None:
    """Refuse an option that is not among the known ones.

    Raises
    ------
    ElectionError
        With the nearest valid one.
    """
    if given not in known:
        raise ElectionError(f'{word} cannot be "{given}"; {nearest(str(given), known)}')


def generator_of(seed: int, *key: int) -> np.random.Generator:
    """Make a generator from a seed, and from a key where there are several.

    Raises
    ------
    ElectionError
        Where the seed is no whole number from 0.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ElectionError(f"a seed is a whole number from 0, not {seed!r}")
    return np.random.default_rng([int(seed), *key] if key else int(seed))


def _fixed(priority: Whole, seed: int) -> Breakers:
    chances = generator_of(seed, _CHANCES)

    def repeat(elections: int) -> ByPriority:
        return ByPriority(
            np.broadcast_to(priority[:, None], (len(priority), elections)),
            chances.random(elections),
        )

    return repeat
