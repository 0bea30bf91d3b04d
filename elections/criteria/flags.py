"""Which criteria each voting system meets, and a small profile for each that it fails.

What is known stands in ``elections/systems/criteria.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from elections.ballots import Profile
from elections.counting import find
from elections.criteria.registry import CRITERIA, criterion_of
from elections.frozen import freeze
from elections.scores import Scores
from elections.ties import check_choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from elections.criteria.case import Ballots
    from elections.systems.base import System

FAILS: Final[Mapping[str, tuple[str, ...]]] = {
    "any": ("fails", "fails_truncated", "fails_tied"),
    "strict": ("fails", "fails_truncated"),
    "complete": ("fails",),
}
"""From the ballots that are allowed to the tables of failures that concern them."""


@cache
def known() -> Mapping[str, Any]:
    """Read what is known of each system, by id."""
    text = files("elections.systems").joinpath("criteria.toml").read_text(encoding="utf-8")
    return freeze(tomllib.loads(text))


def criteria_of(system: str | System, *, ballots: str = "any") -> Mapping[str, bool | None]:
    """Say which criteria a voting system meets, counting with its usual options.

    Parameters
    ----------
    system : str or System
        A voting system or its id.
    ballots : {"any", "strict", "complete"}
        Which rankings voters may cast: any; only those that rank no candidates equally;
        or, of these, only those that rank everybody. A system that meets a criterion on
        complete ballots may fail it on others. Ratings are always the same.

    Returns
    -------
    mapping of str to bool or None
        From the id of each criterion to whether the system meets it; None where it does
        not apply, or nothing is known of the system.

    Raises
    ------
    UnknownSystemError
        For an id that no system has.
    ElectionError
        For other ballots.

    Examples
    --------
    >>> criteria_of("irv")["condorcet_winner"]
    False
    >>> [criteria_of("irv", ballots=each)["mutual_majority"] for each in ("any", "strict")]
    [False, True]
    """
    check_choice("ballots", ballots, tuple(FAILS))
    chosen = find(system)
    facts = known().get(chosen.id, {})
    failed = {criterion for table in FAILS[ballots] for criterion in facts.get(table, ())}
    every = {criterion for table in FAILS["any"] for criterion in facts.get(table, ())}
    judged = every | set(facts.get("meets", ()))
    if ballots == "complete" and chosen.takes is Profile:
        judged -= {criterion for criterion in judged if CRITERIA[criterion].truncated}
    return freeze({each: each not in failed if each in judged else None for each in CRITERIA})


def example(system: str | System, criterion: str) -> Ballots | None:
    """Give small ballots that show how a voting system fails a criterion.

    Parameters
    ----------
    system : str or System
        A voting system or its id.
    criterion : str
        The id of a criterion.

    Returns
    -------
    Profile or Scores or None
        None where the system does not fail it. They are the simplest known: complete
        rankings where such are enough, else strict ones, else with equal ranks.

    Raises
    ------
    UnknownSystemError
        For an id that no system has.
    ElectionError
        For an unknown criterion.

    Examples
    --------
    >>> from elections.criteria import violation
    >>> print(violation(example("borda", "majority"), "borda", "majority"))
    3 of 5 voters prefer A to B and C, but B is elected.
    """
    facts, asked = known().get(find(system).id, {}), criterion_of(criterion).id
    shown = (facts.get(table, {}).get(asked) for table in FAILS["any"])
    written = next((each for each in shown if each), None)
    if written is None or isinstance(written, str):
        return Profile.from_text(written) if written else None
    ratings = list(zip(*written["ballots"], strict=True))
    return Scores.from_ratings(
        ratings, written["candidates"], maximum=written["maximum"], weights=written["voters"]
    )
