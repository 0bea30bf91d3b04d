"""Talk: how positions move at a table (model §3).

Friedkin and Johnsen's model (1999) on whole budget splits, with bounded confidence: people listen
less to those whose split is too far from their own (Hegselmann and Krause 2002). A convex
combination of splits is a split, so shares stay at or above zero and sum to one.

With an openness of 1 it is DeGroot's model (1974); with a sharp boundary and equal trust besides,
Hegselmann and Krause's. Talk two at a time is Deffuant, Neau, Amblard and Weisbuch's (2000).
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, Integers, floats
from deliberate.model.money import shares
from deliberate.parameter import parameter

ALMOST_NOTHING = 1e-15


@frozen(kw_only=True)
class Talk:
    """How people talk."""

    confidence: float = parameter(0.10, 0.03, 0.20, "assumed; share of the budget in dispute")
    sharpness: float = parameter(0.02, 0.001, 0.05, "assumed")
    trust_across: float = parameter(0.5, 0.0, 1.0, "assumed; trust within a group is 1")
    own_weight: float = parameter(0.2, 0.0, 1.0, "assumed; least weight of one's own view")
    anchor_drift: float = parameter(0.1, 0.0, 0.5, "assumed; a year")
    likeness: float = parameter(200.0, 20.0, 1000.0, "assumed; concentration within a group")
    published: float = parameter(
        0.3, 0.0, 0.6, "assumed; involvement of those who can only read what was said"
    )
    panel_seen: float = parameter(
        0.6, 0.3, 1.0, "residents' involvement by a panel: no better than an open meeting's"
    )


def individuals(wanted: Floats, likeness: float, lots: Sequence[np.random.Generator]) -> Floats:
    """Return the splits that single people want, array [game, person, line] as `wanted`.

    They are Dirichlet around what is wanted on average where each comes from, with concentration κ
    `likeness`: higher is more alike. Each game draws by its own lot.

    >>> people = individuals(np.full((1, 999, 2), 0.5), 20.0, [np.random.default_rng(1)])
    >>> people.mean(axis=1).round(1).tolist()
    [[0.5, 0.5]]
    """
    drawn = zip(lots, likeness * wanted, strict=True)
    # A Dirichlet draw is gamma draws rescaled; this way everybody may have their own mean.
    return shares(np.array([lot.standard_gamma(shape) for lot, shape in drawn]))


def distances(positions: Floats) -> Floats:
    """Return how far apart each pair of splits is: the share of the budget in dispute, 0-1.

    `positions` is an array [..., person, line], the answer [..., person, person].

    >>> distances(np.array([[1., 0.], [.5, .5]])).tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    # Lines outermost: there are few of them, and inner loops are fast where they are long.
    lines = positions.transpose(-1, *range(positions.ndim - 1)).copy()
    gaps = lines[..., :, None] - lines[..., None, :]
    return np.asarray(np.abs(gaps, out=gaps).sum(axis=0) / 2, dtype=np.float64)


def influence(
    positions: Floats,
    trust: Floats,
    confidence: float,
    *,
    sharpness: float = 0.02,
    own_weight: float = 0.2,
) -> Floats:
    """Return who listens to whom: rows sum to one, the diagonal at least `own_weight`.

    Parameters
    ----------
    positions : array [..., person, line]
    trust : array [..., person, person]
        How much each gives for each other's word before hearing it, at least 0; for one's own
        more than 0.
    confidence : float
        Distance at which half of the attention is gone; `inf` listens to all.
    sharpness : float
        Width of that boundary; towards 0 it is a hard cut-off.
    own_weight : float
        Floor on the weight of one's own position.

    Examples
    --------
    >>> everyone = np.ones((2, 2))
    >>> influence(np.array([[1., 0.], [0., 1.]]), everyone, np.inf).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    # Beyond 500 widths nobody is heard, and the exponential would soon overflow.
    beyond = np.minimum((distances(positions) - confidence) / sharpness, 500)
    heard = trust / (1 + np.exp(beyond))
    own = np.einsum("...ii->...i", heard)
    others = heard.sum(axis=-1) - own
    # The floor raises one's own voice to its share of all that is heard.
    own[:] = np.maximum(own, others * (own_weight / max(1 - own_weight, ALMOST_NOTHING)))
    return np.asarray(heard / (own + others)[..., None], dtype=np.float64)


def talk(positions: Floats, anchors: Floats, weights: Floats, openness: Floats) -> Floats:
    """Return the positions after one round: p ← λWp + (1-λ)p(0).

    Positions and anchors are arrays [..., person, line], weights [..., person, person], and
    `openness` [person] is λ: 0 stays with the anchor, 1 follows the table.

    >>> p = np.array([[1., 0.], [0., 1.]])
    >>> talk(p, p, np.full((2, 2), .5), np.array([1., 0.])).tolist()
    [[0.5, 0.5], [0.0, 1.0]]
    """
    return anchors + openness[:, None] * (weights @ positions - anchors)


def converse(
    positions: Floats,
    anchors: Floats,
    group: Integers,
    openness: Floats,
    *,
    tables: Integers,
    manner: Talk,
) -> Floats:
    """Return everyone's position after rounds of talk at reshuffled tables.

    People of one `group` trust each other fully and people of others by `manner.trust_across`.

    Parameters
    ----------
    positions, anchors : array [..., person, line]
        Splits that people hold, and that they lean back to; rows sum to one.
    group : int array [person]
    openness : array [person]
        λ, 0-1, as in `talk`.
    tables : int array [..., round, person]
        At which table each sits, as `seating` draws it.
    manner : Talk

    Returns
    -------
    array [..., person, line]

    Examples
    --------
    >>> far, everyone = np.array([[1.0, 0.0], [0.9, 0.1]]), np.ones(2)
    >>> talked = converse(far, far, np.array([0, 1]), everyone, tables=np.zeros((9, 2), int),
    ...                   manner=Talk())
    >>> bool(np.ptp(talked[:, 0]) < 0.01)
    True
    """
    trust = np.where(group[:, None] == group, 1.0, manner.trust_across)
    moved = positions
    for turn in range(tables.shape[-2]):
        table = tables[..., turn, :]
        # One matrix holds all tables: who sits at another is not trusted.
        weights = influence(
            moved,
            trust * (table[..., :, None] == table[..., None, :]),
            manner.confidence,
            sharpness=manner.sharpness,
            own_weight=manner.own_weight,
        )
        moved = talk(moved, anchors, weights, openness)
    return moved


def seating(
    people: int, table_size: int, rounds: int, lots: Sequence[np.random.Generator]
) -> Integers:
    """Return who sits at which table, int array [game, round, person], anew each round.

    Each game is seated by its own lot. Tables are of at most `table_size`, and their sizes differ
    by one at most.

    >>> np.sort(seating(5, 3, 2, [np.random.default_rng(1)])).tolist()
    [[[0, 0, 0, 1, 1], [0, 0, 0, 1, 1]]]
    """
    number = -(-people // table_size)
    size, larger = divmod(people, number)
    seats = np.repeat(np.arange(number), size + (np.arange(number) < larger))
    tables = np.empty((len(lots), rounds, people), dtype=np.int64)
    for game, lot in zip(tables, lots, strict=True):
        for table in game:
            table[lot.permutation(people)] = seats
    return tables


@frozen(kw_only=True)
class Settled:
    """Where talk under lasting weights led, and whether it had come to rest there."""

    positions: Floats = floats()
    rounds: int
    converged: bool


def settle(
    positions: Floats,
    weights: Floats,
    openness: Floats,
    *,
    tolerance: float = 1e-12,
    most_rounds: int = 1000,
) -> Settled:
    """Return where people end who go on talking with the same weights, from their anchors.

    Where everyone is fully open this is DeGroot's model, whose people come to rest in one place,
    in several, or, where they swap views for ever, nowhere. Where everyone hears, if only through
    others, somebody who is anchored, they come to rest at Friedkin and Johnsen's
    (I-ΛW)⁻¹(I-Λ)p(0).

    Parameters
    ----------
    positions : array [person, line]
        Where they begin, which is also what anchors them.
    weights : array [person, person]
        Who listens to whom; rows sum to one.
    openness : array [person]
        λ, as in `talk`.
    tolerance : float
        People are at rest when a round moves no share by more than this.
    most_rounds : int
        After so many rounds in motion, they are not reported as converged.

    Examples
    --------
    >>> swap = np.array([[0., 1.], [1., 0.]])
    >>> settle(np.eye(2), swap, np.ones(2)).converged
    False
    >>> settle(np.eye(2), swap, np.array([1., 0.])).positions.tolist()
    [[0.0, 1.0], [0.0, 1.0]]
    """
    now = positions
    for number in range(1, most_rounds + 1):
        before, now = now, talk(now, positions, weights, openness)
        if np.abs(now - before).max() <= tolerance:
            return Settled(positions=now, rounds=number, converged=True)
    return Settled(positions=now, rounds=most_rounds, converged=False)


def pairwise_talk(
    positions: Floats,
    confidence: float,
    *,
    rounds: int,
    rng: np.random.Generator,
    step: float = 0.5,
) -> Floats:
    """Return everyone's position after `rounds` of talk two at a time.

    Each round all pair off by lot; of an odd number one waits. Two whose splits differ by less than
    `confidence`, a share of the budget, each go `step` of the way to the other (½: they meet
    in the middle). The average position never moves (Deffuant et al. 2000, *Mixing beliefs
    among interacting agents*).

    >>> near = np.array([[.6, .4], [.5, .5]])
    >>> lot = np.random.default_rng(0)
    >>> pairwise_talk(near, .2, rounds=1, rng=lot).round(2).tolist()
    [[0.55, 0.45], [0.55, 0.45]]
    >>> pairwise_talk(near, .09, rounds=1, rng=lot).tolist()
    [[0.6, 0.4], [0.5, 0.5]]
    """
    moved = positions.copy()
    pairs = len(positions) // 2
    for _ in range(rounds):
        one, other = rng.permutation(len(positions))[: 2 * pairs].reshape(2, pairs)
        apart = moved[other] - moved[one]
        near = np.abs(apart).sum(axis=1) / 2 < confidence
        pull = step * near[:, None] * apart
        moved[one] += pull
        moved[other] -= pull
    return moved
