"""Defeats between two candidates, and how strong they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from elections.arrays import Whole
    from elections.rules import Rules
    from elections.stack import Stack

LEFT_OUT: Final = "They lie below all that are ranked, and level with each other."
NEITHER_AHEAD: Final = "The ballot prefers neither of them to the other."


def _margins(preferred: Whole) -> Whole:
    return np.asarray(np.maximum(preferred - preferred.swapaxes(0, 1), 0))


def _winning_votes(preferred: Whole) -> Whole:
    return np.where(preferred > preferred.swapaxes(0, 1), preferred, 0)


def _opposition(preferred: Whole) -> Whole:
    return preferred


MEASURES: Final[Mapping[str, Callable[[Whole], Whole]]] = {
    "margins": _margins,
    "winning_votes": _winning_votes,
    "opposition": _opposition,
}
"""How strong one candidate is against another: by how many more voters prefer it, by how
many do where they are more than the others, or by how many do in any case."""

STRENGTH: Final[Mapping[str, tuple[str, ...]]] = {"strength": tuple(MEASURES)}
"""The option of every system that goes by defeats."""


def strengths(stack: Stack, rules: Rules) -> Whole:
    r"""Measure each candidate (row) against each other, as the option "strength" says.

    Returns
    -------
    int64, [candidate, candidate, election]
        0 where row does not beat column; under "opposition" the voters who prefer
        row, whether they are more than the others or not.

    References
    ----------
    Schulze, "The Schulze method of voting", 2018, section 2.1 (margins, winning votes);
    Woodall, "Properties of preferential election rules", 1994 (pairwise opposition).

    Examples
    --------
    >>> from elections import Profile, elect
    >>> profile = Profile.from_text("2: Ann > Bob\n1: Bob > Ann")
    >>> elect(profile, "schulze", strength="winning_votes").tables["strongest paths"]
    ((0, 2), (0, 0))
    """
    return MEASURES[rules.options["strength"]](stack.pairwise)
