"""Who lives there and whom they like: ideals, leanings and utilities (model §2).

Arrays over residents have them last, as those over voters have in `elections`.
"""

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from deliberate.arrays import Floats
from deliberate.model.electorate import Electorate

Truth = NDArray[np.bool_]
Whole = NDArray[np.int64]


@frozen(kw_only=True, eq=False)
class Places:
    """The localities that residents are drawn from.

    Attributes
    ----------
    population : array [locality]
        Share of the residents who live there, sums to one.
    ideals : array [locality, line]
        Mean wanted split there, sums to one.
    devoted, older : array [locality]
        Share of residents there who care about one issue, and who are 65 or over.
    leanings : array [locality, party]
        Share of residents there who lean to each party; what is left leans to none.
    """

    population: Floats
    ideals: Floats
    devoted: Floats
    older: Floats
    leanings: Floats


@frozen(kw_only=True, eq=False)
class Residents:
    """A sample of residents.

    Attributes
    ----------
    ideals : array [line, resident]
        The splits that they want, each sums to one.
    locality : int array [resident]
        Where they live, by number.
    devoted, older : bool array [resident]
        Whether they care about one issue, and are 65 or over.
    party : int array [resident]
        The party that they lean to, by number; as many as there are parties for none.
    """

    ideals: Floats
    locality: Whole
    devoted: Truth
    older: Truth
    party: Whole


def draw_residents(
    count: int, places: Places, *, manner: Electorate, rng: np.random.Generator
) -> Residents:
    """Draw `count` residents.

    Their ideals are Dirichlet around that of their locality, with concentration κ
    `manner.likeness`: higher is more alike.

    Parameters
    ----------
    count : int
    places : Places
    manner : Electorate
    rng : Generator

    Examples
    --------
    >>> places = Places(
    ...     population=np.ones(1), ideals=np.array([[0.6, 0.4]]), devoted=np.array([0.5]),
    ...     older=np.array([0.2]), leanings=np.zeros((1, 0)),
    ... )
    >>> drawn = draw_residents(1000, places, manner=Electorate(), rng=np.random.default_rng(1))
    >>> drawn.ideals.mean(axis=1).round(2).tolist()
    [0.6, 0.4]
    """
    where, devotion, age, leaning = rng.random((4, count))
    locality = np.minimum(_pick(places.population[:, None], where), len(places.population) - 1)
    # A Dirichlet draw is gamma draws rescaled; this way every resident may have their own mean.
    ideals = rng.standard_gamma((manner.likeness * places.ideals.T)[:, locality])
    ideals /= ideals.sum(axis=0)
    return Residents(
        ideals=ideals,
        locality=locality,
        devoted=devotion < places.devoted[locality],
        older=age < places.older[locality],
        party=_pick(places.leanings[locality].T, leaning),
    )


def _pick(shares: Floats, chance: Floats) -> Whole:
    """Return on which of the shares [choice, resident] each chance falls; beyond them their number.

    One column of shares serves all residents.
    """
    return np.asarray((chance >= np.cumsum(shares, axis=0)).sum(axis=0), dtype=np.int64)


def utilities(
    residents: Residents,
    *,
    manifestos: Floats,
    valence: Floats,
    home: Whole,
    party: Whole,
    issue: Truth,
    mood: Floats,
    manner: Electorate,
) -> Floats:
    """Return how much each resident likes each candidate, array [candidate, resident].

    u = -β·100·½Σ_ℓ w_ℓ|p_ℓ-m_ℓ| + V + γ·[same party] + η·[same locality] + σ·mood: nearness of the
    manifesto to the resident's own split, by the lines they care about, the candidate's standing,
    a bonus for the own party and for a neighbour, and the mood of the day.

    Parameters
    ----------
    residents : Residents
    manifestos : array [candidate, line]
        Proposed splits, each sums to one.
    valence : array [candidate]
        V, in units of utility.
    home, party : int array [candidate]
        The candidate's locality and party, by number; -1 for no party.
    issue : bool array [line]
        What single-issue residents care about.
    mood : array [candidate, resident]
        Draws from the standard Gumbel distribution.
    manner : Electorate
        β `distance`, γ `party`, η `neighbour`, σ `mood`, and w of the issue `issue_weight`.
    """
    weights = np.array([np.ones(len(issue)), issue_weights(issue, manner)])
    liking = manner.mood * mood + valence[:, None]
    liking += manner.neighbour * (home[:, None] == residents.locality)
    liking += manner.party * (party[:, None] == residents.party)
    for candidate, manifesto in enumerate(manifestos):
        others, devoted = weights @ np.abs(residents.ideals - manifesto[:, None])
        liking[candidate] -= 50 * manner.distance * np.where(residents.devoted, devoted, others)
    return liking


def issue_weights(issue: Truth, manner: Electorate) -> Floats:
    """Return how a single-issue resident weighs the lines, array [line]; the mean is 1.

    >>> issue_weights(np.array([True, False, False, False, False]), Electorate()).tolist()
    [3.0, 0.5, 0.5, 0.5, 0.5]
    """
    lines, wanted = len(issue), max(int(issue.sum()), 1)
    weight = min(manner.issue_weight, lines / wanted)
    others = (lines - wanted * weight) / max(lines - wanted, 1)
    return np.where(issue, weight, others) if issue.any() else np.ones(lines)
