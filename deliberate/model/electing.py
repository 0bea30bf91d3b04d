"""Who can be elected, and what mandate the count gives (model §2)."""

import numpy as np

from deliberate.arrays import Floats
from elections import UNRATED, ElectionError, Profile, Scores, System, system, systems


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


def satisfaction(utility: Floats, candidate: int) -> Floats:
    """Return how much each voter likes a candidate: 1 like their best, 0 like their worst.

    Who likes all of them alike is half satisfied.

    Parameters
    ----------
    utility : array [candidate, voter]
    candidate : int
        The candidate's number, from 0.

    Examples
    --------
    >>> satisfaction(np.array([[1.0, 5.0], [3.0, 5.0], [2.0, 5.0]]), 2).tolist()
    [0.5, 0.5]
    """
    low = utility.min(axis=0)
    spread = utility.max(axis=0) - low
    above = utility[candidate] - low
    level: Floats = np.divide(above, spread, out=np.full(len(low), 0.5), where=spread > 0)
    return level


def support(ballots: Profile | Scores, winner: int) -> tuple[float, int]:
    r"""Return the share preferring the winner to the strongest rival, and that rival.

    The strongest rival is the one against whom the winner does worst, of the ballots that put one
    of the two above the other. Alone on the paper, the winner rivals nobody: 1.

    Parameters
    ----------
    ballots : Profile or Scores
    winner : int
        The candidate's number, from 0.

    Examples
    --------
    >>> profile = Profile.from_text("4: Ann > Cat > Bob\n3: Bob > Ann\n3: Cat > Bob > Ann")
    >>> support(profile, 0)
    (0.4, 2)
    """
    high = ballots.ranks if isinstance(ballots, Profile) else UNRATED - ballots.ratings
    wins = (high[winner] < high) @ ballots.weights
    met = wins + (high[winner] > high) @ ballots.weights
    share = np.divide(wins, met, out=np.full(len(high), 0.5), where=met > 0)
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
