"""The criteria that voting systems are judged by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from attrs import frozen

from elections.criteria import acting, alone, recounting
from elections.errors import ElectionError, nearest
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.criteria.case import Case, Violation


@frozen(kw_only=True, eq=False)
class Criterion:
    """A property that people may want of a voting system.

    Attributes
    ----------
    id : str
        How programs call it.
    name : str
        How people call it.
    meaning : str
        What it demands, in one sentence.
    sets : str
        What it demands of a system that answers a set or, where it is about one
        profile, of a lottery's candidates with a chance.
    rated : str
        What it means for ratings, where that does not go without saying.
    source : str
        Where it is defined.
    look : callable
        From a `Case` to a `Violation` or None.
    change : bool
        Whether it compares the results of several elections. Lotteries are not judged
        by such criteria: chances would have to be compared.
    truncated : bool
        Whether it is about ballots that leave candidates out, so that it says nothing
        of those that do not.

    Examples
    --------
    >>> print(CRITERIA["condorcet_winner"])
    Condorcet winner
    """

    id: str
    name: str
    meaning: str
    sets: str
    source: str
    look: Callable[[Case], Violation | None]
    rated: str = "A voter prefers whom they rate higher."
    change: bool = False
    truncated: bool = False

    def __str__(self) -> str:
        return self.name


def _of_one(demands: alone.Demands) -> Callable[[Case], Violation | None]:
    return partial(alone.look, demands=demands)


def _solid(sizes: Callable[[int], range]) -> Callable[[Case], Violation | None]:
    return _of_one(partial(alone.solid_majority, sizes=sizes))


_FELSENTHAL: Final = "Felsenthal, in Electoral Systems (ed. Felsenthal and Machover), 2012"
_WOODALL: Final = "Woodall, Properties of preferential election rules, Voting matters 3, 1994"
_ALL_OF_IT: Final = "Nobody else is in the set, or has a chance."
_NO_OTHER: Final = "Nobody else is in the set."

_ALL: Final = (
    Criterion(
        id="majority",
        name="Majority",
        meaning="Whom more than half of the voters prefer to every other candidate is elected.",
        sets=_ALL_OF_IT,
        source=_FELSENTHAL,
        look=_solid(lambda many: range(1, min(many, 2))),
    ),
    Criterion(
        id="majority_loser",
        name="Majority loser",
        meaning="To whom more than half of the voters prefer every other is not elected.",
        sets="The loser is not in the set, and has no chance.",
        source=_FELSENTHAL,
        look=_solid(lambda many: range(max(many - 1, 1), many)),
    ),
    Criterion(
        id="mutual_majority",
        name="Mutual majority",
        meaning=(
            "If more than half of the voters prefer each of some candidates to everybody else, "
            "one of those is elected."
        ),
        sets=_ALL_OF_IT,
        source=f"{_WOODALL}; solid coalitions: Dummett, Voting Procedures, 1984",
        look=_solid(lambda many: range(1, many)),
    ),
    Criterion(
        id="condorcet_winner",
        name="Condorcet winner",
        meaning="Whom more voters prefer to each other candidate than the reverse is elected.",
        sets=_ALL_OF_IT,
        source="Condorcet, Essai sur l’application de l’analyse, 1785; Fishburn, 1977",
        look=_of_one(alone.beats_all),
    ),
    Criterion(
        id="condorcet_loser",
        name="Condorcet loser",
        meaning="To whom more voters prefer each other candidate than the reverse is not elected.",
        sets="The loser is not in the set, and has no chance.",
        source=f"Borda, Mémoire sur les élections au scrutin, 1784; {_FELSENTHAL}",
        look=_of_one(alone.loses_to_all),
    ),
    Criterion(
        id="smith",
        name="Smith",
        meaning=(
            "One of the fewest candidates is elected of whom each beats everybody else, two by two."
        ),
        sets=_ALL_OF_IT,
        source="Smith, Aggregation of preferences with variable electorate, Econometrica 1973",
        look=_of_one(alone.smith),
    ),
    Criterion(
        id="pareto",
        name="Pareto",
        meaning="To whom every voter prefers a certain other candidate is not elected.",
        sets="Nobody of this kind is in the set, or has a chance.",
        source=f"Arrow, Social Choice and Individual Values, 1951; {_FELSENTHAL}",
        look=_of_one(alone.pareto),
    ),
    Criterion(
        id="monotonicity",
        name="Monotonicity",
        meaning=(
            "The only winner still can win if some voters move that candidate up and leave the "
            "order of the others as it is."
        ),
        sets="Each member of the set is still in it, if moved up.",
        rated="Some voters rate that candidate higher, and the others as before.",
        source=f"Fishburn, Monotonicity paradoxes, Discrete Applied Mathematics 1982; {_WOODALL}",
        look=acting.monotonicity,
        change=True,
    ),
    Criterion(
        id="participation",
        name="Participation",
        meaning=(
            "Voters with equal ballots do not prefer everyone who can win if they stay at home to "
            "everyone who can win if they vote."
        ),
        sets=(
            "They do not hold every member of the one set at least as good as every member of the "
            "other, and some better (Kelly)."
        ),
        source=(
            "Fishburn and Brams, Paradoxes of preferential voting, Mathematics Magazine 1983; "
            "Moulin, Condorcet’s principle implies the no show paradox, 1988"
        ),
        look=acting.participation,
        change=True,
    ),
    Criterion(
        id="clones",
        name="Independence of clones",
        meaning=(
            "Of candidates whom no voter tells apart in comparison with any other, one or more may "
            "stand, and who is elected stays the same, the clones being taken for one."
        ),
        sets="The set stays the same, the clones being taken for one.",
        rated="Clones are candidates whom every voter rates the same.",
        source=(
            "Tideman, Independence of clones as a criterion for voting rules, Social Choice and "
            "Welfare 1987; with equal ranks: Schulze, 2011"
        ),
        look=recounting.clones,
        change=True,
    ),
    Criterion(
        id="later_no_harm",
        name="Later-no-harm",
        meaning=(
            "Voters do not prevent somebody whom they rank from winning by ranking more "
            "candidates below."
        ),
        sets="Nobody is in the set only if they do not rank more candidates below.",
        rated="By rating others at all, who are rated no higher.",
        source=_WOODALL,
        look=acting.later_no_harm,
        change=True,
        truncated=True,
    ),
    Criterion(
        id="later_no_help",
        name="Later-no-help",
        meaning="Voters do not help somebody whom they rank by ranking more candidates below.",
        sets="Nobody is in the set only if they rank more candidates below.",
        rated="By rating others at all, who are rated no higher.",
        source=_WOODALL,
        look=acting.later_no_help,
        change=True,
        truncated=True,
    ),
    Criterion(
        id="reversal",
        name="Reversal symmetry",
        meaning="The only winner is not the only winner if every ballot is turned upside down.",
        sets="A set of one is not the same then.",
        rated="Every rating is taken from the best that there is.",
        source="Saari, Geometry of Voting, 1994",
        look=recounting.reversal,
        change=True,
    ),
    Criterion(
        id="reinforcement",
        name="Reinforcement",
        meaning=(
            "If the voters of two parts, counted apart, elect the same only winner, that one can "
            "win if they are counted together."
        ),
        sets="If both parts choose somebody, all together choose exactly whom both choose.",
        source="Young, Social choice scoring functions, SIAM J. on Applied Mathematics 1975",
        look=recounting.reinforcement,
        change=True,
    ),
)
CRITERIA: Final[Mapping[str, Criterion]] = {each.id: each for each in _ALL}


def criterion_of(name: str) -> Criterion:
    """Find a criterion by its id.

    Raises
    ------
    ElectionError
        With the nearest id.

    Examples
    --------
    >>> criterion_of("smith").name
    'Smith'
    """
    found = CRITERIA.get(name)
    if found is None:
        shown = printable(str(name))
        raise ElectionError(f'no criterion "{shown}"; {nearest(shown, CRITERIA)}')
    return found
