"""Studies: many elections drawn from a model, counted under many systems, and compared.

Elections come in blocks, each drawn from its own part of the seed, and blocks are only
added up, in their order. So a study gives the same figures whoever shares the work.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from attrs import Attribute, field, frozen

from elections.arrays import MOST_CANDIDATES
from elections.errors import ElectionError, nearest
from elections.findings import Findings
from elections.frozen import freeze
from elections.models import model
from elections.society import GREATEST, concerns
from elections.spreading import spread
from elections.sums import count_block
from elections.systems import system
from elections.systems.base import BallotKind
from elections.tactics import STRATEGIES
from elections.text import printable
from elections.ties import check_choice
from elections.utilities import check_number, check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Executor

MERRILL: Final = ("plurality", "two_round", "irv", "approval", "borda", "coombs", "black")
"""The systems of Merrill's Table 1, in its order."""

_BLOCK: Final = 1 << 19
_LARGEST: Final = 10_000_000


def _unique(names: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([names] if isinstance(names, str) else names))


@frozen(kw_only=True)
class Study:
    """What is asked: which elections to draw, and under which systems to count them.

    Attributes
    ----------
    model : str
        How voters are drawn: an id of `elections.models.MODELS`.
    parameters : mapping of str to float
        Of the model, where other than usual.
    candidates, voters : int
        In each election: from 2 to 254 candidates, and ten million utilities at most.
    systems : tuple of str
        Each must elect one candidate. None are needed to study cycles alone.
    options : mapping of str to str
        Of the systems, where other than usual; each goes to the systems that have it.
    maximum : int
        The best rating on ballots of scores.
    raw : bool
        Whether utilities are added up as they are drawn, as in Weber, Comparison of
        Public Choice Systems, 1978, rather than stretched from 0 to 1 for each voter,
        as in Merrill 1984.
    strategy : str
        What tactical voters do, an id of `elections.tactics.STRATEGIES`; empty where
        all are sincere. It is about ballots of one kind; the others stay sincere. The
        poll that they have seen is right: the sincere first preferences.
    tactical : float
        How many voters are tactical, 0 to 1.
    coalition : bool
        Whether to look for the least coalition that changes each result: slow.
    elections : int
        How many at most.
    precision : float
        Stop before, once this is how far the intervals reach at most: that of how often
        there is a Condorcet winner, and those of each system's two efficiencies. 0 for
        never.
    seed : int

    Raises
    ------
    ElectionError
        For a number out of range or a name that nothing has.

    Examples
    --------
    >>> findings = run(Study(systems=("plurality", "borda"), elections=20_000))
    >>> print(findings.condorcet_winner)
    76.2 ± 0.6
    """

    model: str = field(default="random", validator=lambda *at: model(at[2]))
    parameters: Mapping[str, float] = field(factory=dict, converter=freeze)
    candidates: int = 5
    voters: int = 25
    systems: tuple[str, ...] = field(default=MERRILL, converter=_unique)
    options: Mapping[str, str] = field(factory=dict, converter=freeze)
    maximum: int = field(default=5)
    raw: bool = False
    strategy: str = field(default="")
    tactical: float = 1.0
    coalition: bool = False
    elections: int = 100_000
    precision: float = 0.0
    seed: int = 0

    @systems.validator
    def _elect_one(self, _attribute: Attribute[Any], names: tuple[str, ...]) -> None:
        for each in map(system, names):
            if each.whole_set:
                raise ElectionError(f"{each.name} answers a set; a study compares single winners")

    @options.validator
    def _belong_to_systems(self, _attribute: Attribute[Any], options: Mapping[str, str]) -> None:
        for option, value in options.items():
            choices = [each.options.get(option) for each in map(system, self.systems)]
            known = [each for each in choices if each]
            if not known:
                raise ElectionError(f'no system studied has an option "{printable(option)}"')
            for values in known:
                check_choice(option, value, values)

    @maximum.validator
    def _can_be_counted(self, _attribute: Attribute[Any], maximum: int) -> None:
        rated = [each for each in map(system, self.systems) if each.ballot is BallotKind.SCORE]
        check_whole("the best rating", maximum, 1, min([each.most for each in rated], default=254))

    @strategy.validator
    def _about_some_ballots(self, _attribute: Attribute[Any], strategy: str) -> None:
        if not strategy:
            return
        if strategy not in STRATEGIES:
            raise ElectionError(
                f'no strategy "{printable(strategy)}"; {nearest(strategy, STRATEGIES)}'
            )
        if not any(concerns(strategy, system(name).ballot) for name in self.systems):
            raise ElectionError(
                f'strategy "{strategy}" is about other ballots than those of the systems studied'
            )

    def __attrs_post_init__(self) -> None:
        check_whole("the number of candidates", self.candidates, 2, MOST_CANDIDATES)
        check_whole("the number of voters", self.voters, 1)
        if self.candidates * self.voters > _LARGEST:
            raise ElectionError(
                f"{self.candidates} candidates by {self.voters:,} voters are more than the "
                f"{_LARGEST:,} utilities that an election of a study may have"
            )
        check_whole("the number of elections", self.elections, 1)
        check_whole("the seed", self.seed, 0)
        check_number("the share of tactical voters", self.tactical, 0, 1)
        check_number("the precision", self.precision, 0, 1)
        model(self.model).settings(self.parameters)

    @property
    def settings(self) -> dict[str, float]:
        """All parameters of the model."""
        return model(self.model).settings(self.parameters)

    @property
    def rows(self) -> tuple[str, ...]:
        """Whoever has the greatest utility, the winner of plurality, and the systems."""
        return (GREATEST, "plurality", *self.systems)

    @property
    def block(self) -> int:
        """How many elections are drawn at a time."""
        return max(_BLOCK // (self.candidates * self.voters), 1)

    @property
    def blocks(self) -> int:
        """How many blocks hold all elections."""
        return -(-self.elections // self.block)


def run(
    study: Study,
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Findings:
    """Draw the elections of a study, count them, and say what was found.

    Parameters
    ----------
    study : Study
    executor : concurrent.futures.Executor, optional
        Who shares the work; the figures are the same with any or none.
    progress : callable, optional
        Called after every block with the elections counted and those there are.

    Returns
    -------
    Findings

    Examples
    --------
    >>> found = run(Study(systems=("irv",), candidates=3, elections=5_000, seed=1))
    >>> found.elections, 0.95 < found.efficiency("irv").value < 0.98
    (5000, True)
    """
    findings = Findings(study=study)
    with closing(spread(partial(count_block, study), range(study.blocks), executor)) as counted:
        for sums in counted:
            findings = findings.plus(sums)
            if progress is not None:
                progress(findings.elections, study.elections)
            if study.precision and findings.margin <= study.precision:
                break
    return findings
