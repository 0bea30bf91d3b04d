"""The chance in one election, drawn before and apart from everything that is compared (§9)."""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats


@frozen(kw_only=True, eq=False)
class Luck:
    """The chance in one election.

    It knows nothing of the voting system, nor of the parameters: two worlds that are put before
    the same residents meet the same moods, the same people held at home, the same who name few
    candidates, spoil their paper or follow the poll.

    Attributes
    ----------
    mood : array [candidate, resident]
        Standard Gumbel.
    held : array [resident]
        Standard logistic: what keeps each resident at home.
    names, slip, guile : array [resident]
        Even from 0 to 1: as in `deliberate.model.marking.Voters`.
    """

    mood: Floats
    held: Floats
    names: Floats
    slip: Floats
    guile: Floats


def draw_luck(residents: int, candidates: int, *, rng: np.random.Generator) -> Luck:
    """Draw the chance of one election.

    Examples
    --------
    >>> draw_luck(100, 3, rng=np.random.default_rng(1)).mood.shape
    (3, 100)
    """
    names, slip, guile = rng.random((3, residents))
    # Minus the logarithm of an exponential draw is Gumbel; this way it is drawn quickest.
    mood = rng.standard_exponential((candidates, residents))
    np.negative(np.log(mood, out=mood), out=mood)
    return Luck(
        mood=mood,
        held=rng.logistic(size=residents),
        names=names,
        slip=slip,
        guile=guile,
    )
