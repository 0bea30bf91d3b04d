"""From residents to a leader: ideals, utilities, turnout, ballots and the mandate (model §2)."""

from collections.abc import Callable

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from deliberate.arrays import Floats
from deliberate.parameter import parameter
from elections import BallotKind, ElectionError, Profile, Scores, System, system, systems

SCORE_MAXIMUM = 5
Ballots = Profile | Scores


def leader_systems() -> tuple[System, ...]:
    """Return the systems that always elect one person, whatever the ballots."""
    return tuple(each for each in systems() if not each.whole_set and not each.searches)


def leader_system(name: str) -> System:
    """Find a voting system by which a leader can be elected.

    Raises
    ------
    ElectionError
        If there is none of that id, or it may answer with a set or with nobody.

    Examples
    --------
    >>> leader_system("irv").name
    'Alternative vote (IRV)'
    """
    found = system(name)
    if found not in leader_systems():
        raise ElectionError(f"{found.name} does not always elect one person, as a leader must be")
    return found


@frozen(kw_only=True)
class Electorate:
    """How residents choose."""

    likeness: float = parameter(60.0, 10.0, 500.0, "assumed; hospital share varies by 6.4 points")
    distance: float = parameter(0.1, 0.02, 0.5, "assumed; utility a point of split")
    mood: float = parameter(0.5, 0.0, 2.0, "assumed; scale of chance in a choice")
    neighbour: float = parameter(0.5, 0.0, 2.0, "assumed; utility of a candidate from here")
    names: float = parameter(1.6, 0.0, 10.0, "assumed; names ranked beyond the first, on average")
    issue_weight: float = parameter(3.0, 1.0, 5.0, "assumed; single-issue voters, Scotland 2010")
    courting: float = parameter(0.2, 0.0, 1.0, "assumed; how far a manifesto goes to the middle")
    campaign: float = parameter(
        0.005, 0.0, 0.05, "assumed; standard deviation of each promised share"
    )
    turnout_exponent: float = parameter(0.25, 0.0, 1.0, "assumed")
    record: float = parameter(0.4, 0.0, 2.0, "assumed; utility for ten points of residents' buy-in")


@frozen(kw_only=True, eq=False)
class Residents:
    """A sample of residents.

    `ideals[resident, line]` are the splits they want, `weights[resident, line]` how much they
    care about each line (mean 1), and `locality[resident]` where they live, by number.
    """

    ideals: Floats
    weights: Floats
    locality: NDArray[np.int64]


@frozen(kw_only=True, eq=False)
class Luck:
    """The chance in one election, drawn before and apart from the voting system.

    So two systems put before the same residents meet the same moods, the same people who stay
    at home, and the same people who rank few names.
    """

    mood: Floats
    staying: Floats
    names: NDArray[np.int64]


def draw_residents(
    count: int,
    *,
    ideals: Floats,
    population: Floats,
    concentration: float,
    single_issue: Floats,
    issue_weights: Floats,
    rng: np.random.Generator,
) -> Residents:
    """Draw `count` residents.

    Parameters
    ----------
    count : int
    ideals : array [locality, line]
        Mean wanted split of each locality, rows sum to one.
    population : array [locality]
        Share of the residents who live there, sums to one.
    concentration : float
        Dirichlet concentration κ: higher is more alike.
    single_issue : array [locality]
        Share of residents there who care about one line above all.
    issue_weights : array [line]
        How those residents weigh the lines; all others weigh them alike.
    rng : Generator
    """
    locality = rng.choice(len(population), size=count, p=population)
    # A Dirichlet draw is gamma draws rescaled; this way every resident may have their own mean.
    gammas = rng.standard_gamma(concentration * ideals[locality])
    devoted = rng.random(count) < single_issue[locality]
    weights = np.where(devoted[:, None], issue_weights, 1.0)
    return Residents(
        ideals=gammas / gammas.sum(axis=1, keepdims=True), weights=weights, locality=locality
    )


def draw_luck(
    residents: int, candidates: int, *, noise: float, names: float, rng: np.random.Generator
) -> Luck:
    """Draw the chance of one election: moods (Gumbel, scale `noise`), turnout, ballot length."""
    return Luck(
        mood=rng.gumbel(0.0, noise, size=(residents, candidates)),
        staying=rng.random(residents),
        names=1 + rng.poisson(names, size=residents),
    )


def utilities(
    residents: Residents,
    *,
    manifestos: Floats,
    valence: Floats,
    home: NDArray[np.int64],
    distance: float,
    neighbour: float,
    mood: Floats,
) -> Floats:
    """Return how much each resident likes each candidate, array [resident, candidate].

    Nearness of the manifesto to the resident's own split (by the lines they care about), the
    candidate's standing, a bonus for a neighbour, and a mood.
    """
    gaps = np.abs(residents.ideals[:, None, :] - manifestos[None, :, :])
    points = 100 * np.einsum("rcl,rl->rc", gaps, residents.weights) / 2
    near = residents.locality[:, None] == home[None, :]
    return np.asarray(-distance * points + valence + neighbour * near + mood, dtype=np.float64)


def turnout(utility: Floats, staying: Floats, target: float) -> NDArray[np.bool_]:
    """Return who votes: those with more at stake sooner, calibrated to the `target` share.

    `staying[resident]` are uniform draws; the more a resident's best and worst candidate differ,
    the likelier they vote (logit in the standardised range, slope one).
    """
    stake = np.ptp(utility, axis=1)
    spread = stake.std()
    eagerness = (stake - stake.mean()) / (spread if spread > 0 else 1.0)
    low, high = -20.0, 20.0
    for _ in range(50):
        level = (low + high) / 2
        expected = float((1 / (1 + np.exp(-(level + eagerness)))).mean())
        low, high = (level, high) if expected < target else (low, level)
    votes = staying < 1 / (1 + np.exp(-(high + eagerness)))
    # An election in which nobody at all turns out is outside what the model is about.
    votes[np.argmax(eagerness)] = True
    return np.asarray(votes, dtype=np.bool_)


def _ranking(utility: Floats, places: NDArray[np.int64], names: tuple[str, ...]) -> Profile:
    """Return rankings by utility that stop after each voter's number of `places`."""
    order = np.argsort(np.argsort(-utility, axis=1, kind="stable"), axis=1) + 1
    ranks = np.where(order <= places[:, None], order, 255).astype(np.uint8)
    return Profile.from_ranks(ranks.T, names)


def _approvals(utility: Floats, _: NDArray[np.int64], names: tuple[str, ...]) -> Scores:
    approved = utility >= utility.mean(axis=1, keepdims=True)
    return Scores.from_ratings(approved.T.astype(np.uint8), names, maximum=1)


def _scores(utility: Floats, _: NDArray[np.int64], names: tuple[str, ...]) -> Scores:
    rated = np.rint(SCORE_MAXIMUM * range_normalised(utility)).astype(np.uint8)
    return Scores.from_ratings(rated.T, names, maximum=SCORE_MAXIMUM)


def _at_most(limit: int) -> Callable[[Floats, NDArray[np.int64], tuple[str, ...]], Profile]:
    return lambda utility, places, names: _ranking(utility, np.minimum(places, limit), names)


def _in_full(utility: Floats, _: NDArray[np.int64], names: tuple[str, ...]) -> Profile:
    """Return full rankings: who comes back for a second round can choose between any two."""
    return _ranking(utility, np.full(len(utility), utility.shape[1]), names)


MARKING: dict[BallotKind, Callable[[Floats, NDArray[np.int64], tuple[str, ...]], Ballots]] = {
    BallotKind.ONE: _at_most(1),
    BallotKind.TWO: _at_most(2),
    BallotKind.TWICE: _in_full,
    BallotKind.RANKING: _ranking,
    BallotKind.APPROVAL: _approvals,
    BallotKind.SCORE: _scores,
}


def ballots(
    kind: BallotKind, utility: Floats, names: NDArray[np.int64], candidates: tuple[str, ...]
) -> Ballots:
    """Return the ballots that voters with this `utility[voter, candidate]` mark.

    Rankings stop after each voter's number of `names`; approval goes to every candidate at or
    above the voter's own mean; scores run from 0 for the worst to 5 for the best.
    """
    return MARKING[kind](utility, names, candidates)


def range_normalised(utility: Floats) -> Floats:
    """Return utilities stretched to 0-1 for each resident (row); 0.5 where all are alike.

    >>> range_normalised(np.array([[1., 3., 2.], [5., 5., 5.]])).tolist()
    [[0.0, 1.0, 0.5], [0.5, 0.5, 0.5]]
    """
    low = utility.min(axis=1, keepdims=True)
    spread = np.ptp(utility, axis=1, keepdims=True)
    level = np.divide(utility - low, spread, out=np.full_like(utility, 0.5), where=spread > 0)
    return np.asarray(level, dtype=np.float64)


def support(preferences: NDArray[np.int64], winner: int) -> tuple[float, int]:
    """Return the share preferring the winner to the strongest rival, and that rival.

    `preferences[row, column]` counts ballots that prefer row to column. The strongest rival is
    the one against whom the winner does worst. Alone on the paper, the winner rivals nobody: 1.

    >>> support(np.array([[0, 6, 5], [4, 0, 1], [5, 1, 0]]), 0)
    (0.5, 2)
    """
    wins, losses = preferences[winner].astype(float), preferences[:, winner].astype(float)
    met = wins + losses
    share = np.divide(wins, met, out=np.full_like(met, 0.5), where=met > 0)
    share[winner] = np.inf if len(share) > 1 else 1.0
    rival = int(np.argmin(share))
    return float(share[rival]), rival


def mandate(support: float, satisfaction: float, turnout: float, exponent: float) -> float:
    """Return the mandate μ that the count gives: half support, half satisfaction, by turnout.

    μ = (½z + ½s̄)(turnout/0.35)^θ, where z is the share of ballots preferring the winner to the
    strongest rival and s̄ the mean range-normalised utility of all residents.

    >>> round(mandate(.6, .6, .35, .25), 3)
    0.6
    """
    return float((support / 2 + satisfaction / 2) * (turnout / 0.35) ** exponent)
