"""Self-interest under separate purses: what organisations do when each minds its own (model §7).

Three temptations, each with its closed form. Care and prevention *upstream* are a public good: one
pays, all gain. With b_i a purse, x_i what goes upstream from it, X the sum of all x_i and θ_i the
organisation's share of the benefit, organisation i has

    π_i = b_i - x_i + θ_i A X^γ,    A > 0, 0 < γ < 1.

*Payment by activity* costs a hospital income when fewer people need it. A *common pool* invites
everyone to bid for more than all together would want.

Whether one purse does better depends on who holds it, and on nothing else: see `pooling_wins`.
Purses are taken to be deep enough. θ, A, γ and c are assumptions wherever they are used.

Sources: Samuelson 1954, *The pure theory of public expenditure*; Olson 1965, *The logic of
collective action*; Bergstrom, Blume and Varian 1986, *On the private provision of public goods*;
Gordon 1954, *The economic theory of a common-property resource*.
"""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats
from deliberate.parameter import parameter


@frozen(kw_only=True)
class Interest:
    """What those who mind their own purse reckon with."""

    marginal_cost: float = parameter(
        0.65, 0.3, 0.95, "recalled; what a case more costs, as a part of its average cost"
    )
    returns: float = parameter(0.5, 0.1, 0.9, "assumed; γ of what is spent upstream")


def contribution(weight: float, worth: float, returns: float) -> float:
    """Return how much the holder of a purse spends upstream: (weight·A·γ)^(1/(1-γ)).

    It is the X at which one more pound stops being worth it to the holder.

    Parameters
    ----------
    weight : float
        Share of the whole benefit that counts for the holder. Where it is 0 or less, nothing is
        spent.
    worth : float
        A: the benefit of the first unit spent upstream, in the same units.
    returns : float
        γ, above 0 and below 1: the lower, the sooner more money stops helping.

    Examples
    --------
    >>> contribution(1.0, worth=2.0, returns=0.5)
    1.0
    """
    return float((max(weight, 0.0) * worth * returns) ** (1 / (1 - returns)))


def common_optimum(theta: Floats, worth: float, returns: float) -> float:
    """Return the X that is best for all organisations together.

    `theta` is each organisation's share of the benefit; `worth` and `returns` are as in
    `contribution`.

    >>> theta = np.array([.45, .25, .15, .10, .05])
    >>> round(common_optimum(theta, worth=2.0, returns=0.5), 9)
    1.0
    """
    return contribution(float(theta.sum()), worth, returns)


def separate_contributions(theta: Floats, worth: float, returns: float) -> Floats:
    """Return what each organisation spends upstream in the Nash equilibrium, array [organisation].

    Only the best placed pays: once it has, a pound more is worth less than a pound to everyone
    (Olson's exploitation of the great by the small). Several who are equally well placed split the
    bill here; other splits of the same sum are equilibria too.

    >>> theta = np.array([.45, .25, .15, .10, .05])
    >>> separate_contributions(theta, worth=2.0, returns=0.5).round(4).tolist()
    [0.2025, 0.0, 0.0, 0.0, 0.0]
    """
    best_placed = theta == theta.max()
    paid = contribution(float(theta.max()), worth, returns)
    return np.asarray(paid * best_placed / best_placed.sum(), dtype=np.float64)


def separate_part(theta: Floats, returns: float) -> float:
    """Return the X of separate purses as a part of the common optimum: (θ_max/Σθ)^(1/(1-γ)).

    However much is at stake (A), it is the same part.

    >>> round(separate_part(np.array([.45, .25, .15, .10, .05]), returns=0.5), 4)
    0.2025
    """
    return float((max(theta.max(), 0.0) / theta.sum()) ** (1 / (1 - returns)))


def activity_share(theta: float, cost: float, price: float) -> float:
    """Return a hospital's share of the benefit where each case avoided costs it income: θ(c-τ)/c.

    Below 0 it loses by what eases it, and does better to let it be.

    Parameters
    ----------
    theta : float
        Its share under a block payment, when it keeps all that it saves.
    cost : float
        c: what one case more costs it, as a part of the full price of a case.
    price : float
        τ: what one case more brings it, as a part of the full price; 1 is payment by activity, 0 a
        block.

    Examples
    --------
    >>> [round(activity_share(.45, cost=.65, price=price), 3) for price in (1.0, .7, .3)]
    [-0.242, -0.035, 0.242]
    """
    return theta * (cost - price) / cost


def overbidding(bidders: int) -> float:
    """Return how many times too much is bid for a common pool in the Nash equilibrium: 2n/(n+1).

    Bidder i, asking for x_i of a pool K, has x_i(1 - X/K): what is spread thin does less good.
    Together they would ask for K/2; each for itself, for nK/(n+1).

    >>> overbidding(1), overbidding(3)
    (1.0, 1.5)
    """
    return 2 * bidders / (bidders + 1)


def pooling_wins(theta_leader: float, theta: Floats) -> bool:
    """Return whether one purse leaves all together better off than separate purses do.

    It does if the leader gives the common good more weight than the best-placed organisation gives
    it for its own sake. `theta_leader` is that weight, from 0 to Σθ, at which the leader wants what
    is best for all.

    >>> theta = np.array([.45, .25, .15, .10, .05])
    >>> pooling_wins(.6, theta), pooling_wins(.3, theta)
    (True, False)
    """
    return bool(theta_leader > theta.max())
