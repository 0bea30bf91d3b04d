"""Models of utilities, against their means, spreads and correlations.

An estimate may lie five standard errors from what it estimates, and the seeds are fixed.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from elections.errors import ElectionError
from elections.marking import rankings
from elections.tally import pairwise
from elections.utilities import closeness, positions, random_utilities, spatial

MANY = 100_000


@pytest.fixture
def rng():
    return np.random.default_rng(1984)


def test_random_utilities_are_even_and_independent(rng):
    utilities = random_utilities(3, 4, MANY, rng=rng)
    assert utilities.dtype == np.float32
    assert utilities.min() >= 0
    assert utilities.max() < 1
    for quarter in range(4):
        among = (utilities >= quarter / 4) & (utilities < (quarter + 1) / 4)
        assert abs(among.mean() - 0.25) < 5 * math.sqrt(0.25 * 0.75 / utilities.size)
    mixed = np.corrcoef(utilities.reshape(12, -1)) - np.eye(12)
    assert np.abs(mixed).max() < 5 / math.sqrt(MANY)


@pytest.mark.parametrize(
    ("dimensions", "correlation"), [(1, 0), (2, 0), (2, 0.5), (4, 0.5), (3, -0.5), (4, -0.2)]
)
@pytest.mark.parametrize("dispersion", [0.5, 1, 2.0])
def test_positions_have_the_correlation_and_dispersion_asked_for(
    dimensions, correlation, dispersion, rng
):
    shape = {"dimensions": dimensions, "correlation": correlation, "dispersion": dispersion}
    voters, candidates = positions(2, 5, MANY // 5, **shape, rng=rng)
    wanted = np.full((dimensions, dimensions), correlation) + (1 - correlation) * np.eye(dimensions)
    for places, spread in ((voters, 1), (candidates, dispersion)):
        draws = places.reshape(dimensions, -1).astype(np.float64)
        found = draws @ draws.T / draws.shape[1]
        # A covariance of normal draws has a standard error of at most √(2/n) variances.
        assert np.abs(found - wanted * spread**2).max() < 5 * spread**2 * math.sqrt(
            2 / draws.shape[1]
        )
        assert np.abs(draws.mean(axis=1)).max() < 5 * spread / math.sqrt(draws.shape[1])


def test_voters_and_candidates_stand_apart(rng):
    voters, candidates = positions(1, 1, MANY, dimensions=1, rng=rng)
    together = (voters * candidates).mean()
    assert abs(together) < 5 / math.sqrt(MANY)


@pytest.mark.parametrize("elections", [1, 7, 700])
def test_spatial_utilities_are_minus_distances(elections):
    shape = {"dimensions": 3, "correlation": 0.3, "dispersion": 0.5}
    utilities = spatial(4, 60, elections, **shape, rng=np.random.default_rng(5))
    voters, candidates = positions(4, 60, elections, **shape, rng=np.random.default_rng(5))
    assert utilities.shape == (4, 60, elections)
    assert utilities.dtype == np.float32
    for candidate, voter, election in ((0, 0, 0), (3, 59, elections - 1), (2, 31, elections // 2)):
        apart = math.dist(voters[:, voter, election], candidates[:, candidate, election])
        assert math.isclose(utilities[candidate, voter, election], -apart, rel_tol=1e-5)


@pytest.mark.parametrize("shape", [{"dimensions": 1}, {"dimensions": 3, "correlation": 1}])
def test_on_a_line_the_median_voter_has_the_condorcet_winner(shape, rng):
    preferred = pairwise(rankings(spatial(5, 25, 2000, **shape, rng=rng)))
    wins = (preferred > preferred.transpose(1, 0, 2)).sum(axis=1)
    assert (wins.max(axis=0) == 4).all()


@pytest.mark.parametrize("draw", [random_utilities, spatial, positions])
def test_the_seed_decides(draw):
    one, same, other = (
        np.concatenate([np.ravel(part) for part in draw(4, 5, 6, rng=np.random.default_rng(seed))])
        for seed in (1, 1, 2)
    )
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize(
    ("sizes", "given", "message"),
    [
        ((0, 3), {}, "the number of candidates is a whole number 1 to 254, not 0"),
        ((3, 0), {}, "the number of voters is a whole number from 1, not 0"),
        ((3, 3, 1.0), {}, "the number of elections is a whole number from 1, not 1.0"),
        ((3, 3), {"dimensions": 0}, "the number of dimensions is a whole number from 1, not 0"),
        (
            (3, 3),
            {"dimensions": 3, "correlation": -0.6},
            "correlation is a number -0.5 to 1, not -0.6",
        ),
        ((3, 3), {"dispersion": 0}, "dispersion is a number above 0 to 1e+06, not 0"),
        ((3, 3), {"dispersion": "wide"}, "dispersion is a number above 0 to 1e+06, not 'wide'"),
    ],
)
def test_what_is_out_of_range_is_refused(sizes, given, message, rng):
    with pytest.raises(ElectionError) as caught:
        spatial(*sizes, **given, rng=rng)
    assert str(caught.value) == message


@pytest.mark.parametrize("draw", [random_utilities, spatial])
def test_a_seed_is_no_generator(draw):
    with pytest.raises(ElectionError, match=r"rng is a generator such as .*, not a int"):
        draw(3, 3, rng=7)


@pytest.mark.parametrize(
    ("voters", "candidates"),
    [
        (np.zeros((2, 3)), np.zeros((2, 3))),
        (np.zeros((2, 3, 4)), np.zeros((2, 3, 5))),
        (np.zeros((2, 3, 4)), np.zeros((3, 3, 4))),
    ],
)
def test_positions_that_do_not_fit_are_refused(voters, candidates):
    with pytest.raises(ElectionError, match="positions need the axes"):
        closeness(voters, candidates)
