"""Local buy-in: seven reasons why a group comes on side or drifts away (model §5).

Every function returns points of buy-in a group, on a scale of 0-100: an array [group], or of many
games [game, group]; what is one figure of each game is then an array [game, 1]. That outcomes weigh
most and a fair hearing helps is found (Esaiasson et al. 2019); most of the sizes are assumptions,
each of them a parameter.
"""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, floats
from deliberate.parameter import parameter

Figure = Floats | float
TERMS = ("outcome", "services", "process", "mandate", "promise", "national", "pace")


@frozen(kw_only=True)
class Weights:
    """The parameters of the seven terms (symbols: docs/model.md)."""

    curvature: float = parameter(0.88, 0.7, 1.0, "Tversky and Kahneman 1992, recalled")
    loss_aversion: float = parameter(2.25, 1.0, 3.0, "Tversky and Kahneman 1992, recalled")
    outcome: float = parameter(
        1.0, 0.5, 1.5, "5 points of split give a 13-point gap; a vignette study found 15.5±3.7"
    )
    habit: float = parameter(0.5, 0.2, 0.9, "assumed")
    cushion: float = parameter(0.3, 0.0, 0.5, "Esaiasson et al. 2019; the size is assumed")
    services: float = parameter(0.5, 0.0, 2.0, "assumed")
    blame: float = parameter(0.5, 0.0, 1.0, "Powell and Whitten 1993, recalled; size assumed")
    process: float = parameter(8.0, 2.0, 15.0, "Esaiasson et al. 2019; the size is assumed")
    fair_process: float = parameter(0.5, 0.0, 1.0, "assumed")
    mandate: float = parameter(15.0, 0.0, 30.0, "winner-loser gap of 5-10; evidence is mixed")
    usual_mandate: float = parameter(
        0.53, 0.3, 0.8, "the mean over the shipped scenarios and systems, so that usual is neutral"
    )
    affinity: float = parameter(8.0, 0.0, 16.0, "assumed")
    honeymoon: float = parameter(3.0, 1.0, 6.0, "assumed; years")
    promise: float = parameter(4.0, 0.0, 8.0, "Naurin et al. 2019; the size is assumed")
    broken_promise: float = parameter(2.25, 1.0, 3.0, "Naurin et al. 2019; the size is assumed")
    national: float = parameter(4.0, 0.0, 8.0, "members' survey of contradiction; size assumed")
    shield: float = parameter(0.4, 0.0, 1.0, "assumed")
    pace: float = parameter(1.0, 0.0, 2.5, "reported tension; points a point, assumed")
    easy_pace: float = parameter(1.5, 0.0, 5.0, "assumed; points of budget a year")
    settling: float = parameter(0.25, 0.1, 0.5, "assumed")
    usual_buyin: float = parameter(50.0, 30.0, 70.0, "assumed")
    luck: float = parameter(2.0, 0.0, 5.0, "assumed; standard deviation in points")
    start_spread: float = parameter(4.0, 0.0, 10.0, "assumed; standard deviation in points")


@frozen(kw_only=True)
class Account:
    """Why buy-in moved in one year, in points: its parts sum to the change exactly.

    All are arrays over groups. `terms[term, group]` are the seven reasons in the order of `TERMS`,
    as they counted for groups with that much buy-in to gain or lose; `happened` is what events and
    a rise of council tax did, `settling` the pull towards the usual level, `luck` what nobody
    planned, and `limit` what the ends of the scale cut off.
    """

    terms: Floats = floats()
    happened: Floats = floats()
    settling: Floats = floats()
    luck: Floats = floats()
    limit: Floats = floats()

    def change(self) -> Floats:
        """Return the whole change of each group's buy-in, points."""
        seven = self.terms.sum(axis=-2)
        total = seven + self.happened + self.settling + self.luck + self.limit
        return np.asarray(total, dtype=np.float64)

    def only(self, game: int) -> "Account":
        """Return the account of one game out of an account of many, [game, ...]."""
        return Account(
            terms=self.terms[game],
            happened=self.happened[game],
            settling=self.settling[game],
            luck=self.luck[game],
            limit=self.limit[game],
        )


def value(points: Floats, weights: Weights) -> Floats:
    """Return how a gain or loss feels, array as `points`: losses loom larger.

    Above 0 it is z^α, below it -λ|z|^α (Tversky and Kahneman 1992).

    >>> value(np.array([1.0, -1.0]), Weights()).tolist()
    [1.0, -2.25]
    """
    size = np.abs(points) ** weights.curvature
    return np.where(points >= 0, size, -weights.loss_aversion * size)


def overlap(split: Floats, wanted: Floats) -> Floats:
    """Return how much of the split is what each group wanted, 0-100, array [..., group].

    `split` [..., 1, line], or [line], and `wanted` [..., group, line] are shares that sum to one.

    >>> overlap(np.array([.5, .5]), np.array([[.5, .5], [1., 0.]])).tolist()
    [100.0, 50.0]
    """
    return np.asarray(100 * (1 - np.abs(split - wanted).sum(axis=-1) / 2), dtype=np.float64)


def outcome(gain: Floats, heard: Floats, weights: Weights) -> Floats:
    """Return points for the split, array [group].

    `gain` [group] is in points of overlap over what each has got used to. A fair hearing (`heard`
    [group], 0-1) cushions a loss (Brockner and Wiesenfeld 1996).

    >>> outcome(np.array([1.0, -1.0]), np.array([1.0, 1.0]), Weights()).tolist()
    [1.0, -1.575]
    """
    felt = weights.outcome * value(gain, weights)
    return np.where(felt < 0, felt * (1 - weights.cushion * heard), felt)


def services(relief: Floats, stake: Floats, control: Figure, weights: Weights) -> Floats:
    """Return points for services, array [group].

    `relief` [group] is by how many points pressure beat what each had come to expect, `stake`
    [group] how much services matter to each, 0-1, and `control` the share of the pot that the
    leader holds: who holds more is blamed more (Powell and Whitten 1993).

    >>> services(np.array([-1.0]), np.array([1.0]), 1.0, Weights()).tolist()
    [-1.6875]
    """
    felt = weights.services * stake * value(relief, weights)
    return np.where(felt < 0, felt * (1 + weights.blame * control), felt)


def process(heard: Floats, weights: Weights) -> Floats:
    """Return points for being asked, array [group]: `heard` [group] is 0 (shut out) to 1.

    >>> process(np.array([0.0, 1.0]), Weights()).tolist()
    [-4.0, 4.0]
    """
    return np.asarray(weights.process * (heard - weights.fair_process), dtype=np.float64)


def mandate(measured: Figure, affinity: Floats, years: Figure, weights: Weights) -> Floats:
    """Return points for how the leader was chosen, array [group].

    They fade over the `years` since the election. `measured` is the mandate μ, `affinity` [group]
    how near each group stood to the winner, 0-1.

    >>> mandate(Weights().usual_mandate, np.array([0.5, 1.0]), 0.0, Weights()).tolist()
    [0.0, 4.0]
    """
    fading = np.exp(-np.asarray(years) / weights.honeymoon)
    points = weights.mandate * (measured - weights.usual_mandate)
    return np.asarray(fading * (points + weights.affinity * (affinity - 0.5)), dtype=np.float64)


def promise(kept: Figure, weights: Weights) -> Figure:
    """Return points for promised change, `kept` 0-1 of it on time; broken promises weigh more.

    Every group feels them alike.

    >>> promise(1.0, Weights()), promise(0.0, Weights())
    (2.0, -4.5)
    """
    return weights.promise / 2 * (kept - weights.broken_promise * (1 - kept))


def kept_promise(split: Floats, before: Floats, manifesto: Floats, due: float) -> float:
    """Return the share of the promised change that is there on time, 0-1.

    `due` is how much of the change from `before` to `manifesto` should have come by now, 0-1.

    >>> before, promised = np.array([.5, .5]), np.array([.4, .6])
    >>> round(kept_promise(np.array([.45, .55]), before, promised, 1.0), 3)
    0.5
    """
    promised = (manifesto - before) * due
    expected = float(np.abs(promised).sum())
    if expected == 0:
        return 1.0
    delivered = (split - before) * np.sign(promised)
    there = np.minimum(np.maximum(delivered, 0), np.abs(promised))
    return float(there.sum()) / expected


def kept_pledge(changed: float, due: float) -> float:
    """Return how much of a pledged change has come, 0-1; going the other way keeps nothing.

    >>> kept_pledge(0.01, 0.02), kept_pledge(-0.01, 0.02), kept_pledge(0.0, 0.0)
    (0.5, 0.0, 1.0)
    """
    return 1.0 if due == 0 else min(1.0, max(0.0, changed / due))


def national(contradiction: Figure, exposure: Floats, control: Figure, weights: Weights) -> Floats:
    """Return points lost to national demands that contradict each other, array [group].

    `contradiction` is 0-1, `exposure` [group] how far the demands reach each, 0-1; a leader shields
    them by the share of the pot under `control`.

    >>> national(1.0, np.array([0.5]), 0.0, Weights()).tolist()
    [-2.0]
    """
    shielded = 1 - weights.shield * control
    return np.asarray(-weights.national * contradiction * exposure * shielded, dtype=np.float64)


def pace(moved: Figure, heard: Floats, weights: Weights) -> Floats:
    """Return points lost to haste, array [group].

    `moved` is points of the budget moved in the year; those `heard` [group], 0-1, mind it less.

    >>> pace(3.5, np.array([0.0, 1.0]), Weights()).tolist()
    [-2.0, -1.0]
    """
    hurry = np.maximum(0.0, moved - weights.easy_pace)
    return np.asarray(-weights.pace * hurry * (1 - heard / 2), dtype=np.float64)


def settle(
    buyin: Floats, terms: Floats, luck: Floats, weights: Weights, happened: Floats | float = 0.0
) -> Account:
    """Return the account of the year: how the seven `terms` and the rest move `buyin`.

    `buyin`, `luck` and `happened` are arrays [..., group], `terms` [..., term, group], in points.

    The last sceptic and the last loyalist are hard to move: what a group gains shrinks as it
    nears 100, and what it loses as it nears 0. What `happened` counts as it is, as luck does.
    """
    total = terms.sum(axis=-2)
    ease = np.where(total > 0, (100 - buyin) / 50, buyin / 50)
    pull = weights.settling * (weights.usual_buyin - buyin)
    struck = np.zeros_like(buyin) + happened
    free = buyin + total * ease + struck + pull + luck
    return Account(
        terms=terms * ease[..., None, :],
        happened=struck,
        settling=pull,
        luck=luck,
        limit=np.clip(free, 0, 100) - free,
    )
