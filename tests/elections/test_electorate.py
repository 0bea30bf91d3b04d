"""Cultures, against what is known of them exactly.

A frequency may lie five standard errors from its chance: once in two million draws, and
the seeds are fixed.
"""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest

from elections.electorate import (
    impartial_anonymous_culture,
    impartial_culture,
    mallows,
    plackett_luce,
    single_peaked,
    urn,
)
from elections.errors import ElectionError
from elections.marking import rankings
from elections.tally import pairwise
from elections.utilities import random_utilities

MANY = 60_000

CULTURES = {
    "impartial": impartial_culture,
    "anonymous": impartial_anonymous_culture,
    "mallows": lambda *sizes, rng: mallows(*sizes, phi=0.6, rng=rng),
    "urn": lambda *sizes, rng: urn(*sizes, alpha=0.3, rng=rng),
    "plackett_luce": lambda m, *sizes, rng: plackett_luce(range(1, m + 1), *sizes, rng=rng),
    "walsh": lambda *sizes, rng: single_peaked(*sizes, kind="walsh", rng=rng),
    "conitzer": lambda *sizes, rng: single_peaked(*sizes, kind="conitzer", rng=rng),
}


@pytest.fixture
def rng():
    return np.random.default_rng(1984)


def near(found, chance, draws):
    """Say whether a frequency is within five standard errors of a chance."""
    return abs(found - chance) <= 5 * math.sqrt(chance * (1 - chance) / draws)


def frequencies(ranks):
    """Count the rankings on all ballots: how often each tuple of ranks was drawn."""
    ballots = ranks.reshape(len(ranks), -1)
    kinds, counts = np.unique(ballots, axis=1, return_counts=True)
    shares = (counts / ballots.shape[1]).tolist()
    return dict(zip(map(tuple, kinds.T.tolist()), shares, strict=True))


def follows(ranks, chances):
    """Say whether rankings come as often as they should, and no others at all."""
    found = frequencies(ranks)
    draws = ranks[0].size
    possible = {ranking for ranking, chance in chances.items() if chance}
    return set(found) <= possible and all(
        near(found.get(ranking, 0), float(chance), draws) for ranking, chance in chances.items()
    )


def has_condorcet_winner(ranks):
    preferred = pairwise(ranks)
    wins = (preferred > preferred.transpose(1, 0, 2)).sum(axis=1)
    return (wins == len(ranks) - 1).any(axis=0)


@pytest.mark.parametrize("culture", CULTURES)
@pytest.mark.parametrize("candidates", [1, 2, 9, 254])
def test_every_culture_draws_complete_strict_rankings(culture, candidates, rng):
    ranks = CULTURES[culture](candidates, 3, 5, rng=rng)
    assert ranks.shape == (candidates, 3, 5)
    assert ranks.dtype == np.uint8
    whole = np.arange(1, candidates + 1)[:, None, None]
    assert (np.sort(ranks, axis=0) == whole).all()


@pytest.mark.parametrize("draw", CULTURES.values(), ids=CULTURES)
def test_the_seed_decides(draw):
    one, same, other = (draw(4, 5, 6, rng=np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize("culture", CULTURES)
def test_voters_stand_in_no_order(culture, rng):
    ranks = CULTURES[culture](3, 4, MANY, rng=rng)
    first = (ranks[0] == 1).mean(axis=1)
    spread = math.sqrt(2 * 0.25 / MANY)
    assert np.ptp(first) < 5 * spread


def test_impartial_culture_draws_each_ranking_alike(rng):
    chances = dict.fromkeys(permutations((1, 2, 3, 4)), Fraction(1, 24))
    assert follows(impartial_culture(4, 2, MANY, rng=rng), chances)


# How often there is a strict Condorcet winner, exactly: for the impartial culture by counting
# all cases, for the anonymous one from Gehrlein and Fishburn 1976.
@pytest.mark.parametrize(
    ("culture", "candidates", "voters", "chance"),
    [
        (impartial_culture, 3, 3, 17 / 18),
        (impartial_culture, 3, 4, 4 / 9),
        (impartial_culture, 4, 5, 31 / 36),
        (impartial_culture, 5, 25, 1 - 0.241649),
        (impartial_anonymous_culture, 3, 3, 27 / 28),
        (impartial_anonymous_culture, 3, 25, 15 * 28**2 / (16 * 27 * 29)),
        (lambda *sizes, rng: rankings(random_utilities(*sizes, rng=rng)), 5, 25, 1 - 0.241649),
        (lambda *sizes, rng: mallows(*sizes, phi=1, rng=rng), 3, 3, 17 / 18),
        (lambda *sizes, rng: urn(*sizes, alpha=0, rng=rng), 3, 3, 17 / 18),
    ],
)
def test_condorcet_winners_are_as_frequent_as_known(culture, candidates, voters, chance, rng):
    ranks = culture(candidates, voters, MANY, rng=rng)
    assert near(has_condorcet_winner(ranks).mean(), chance, MANY)


def test_impartial_anonymous_culture_draws_each_profile_alike(rng):
    elections = 5 * MANY
    ranks = impartial_anonymous_culture(3, 3, elections, rng=rng).astype(np.int64)
    names = np.sort(ranks[0] * 10 + ranks[1], axis=0)
    counts = Counter((names[0] * 10_000 + names[1] * 100 + names[2]).tolist())
    assert len(counts) == math.comb(3 + 6 - 1, 3)
    assert all(near(count / elections, 1 / 56, elections) for count in counts.values())


@pytest.mark.parametrize("alpha", [0, 1 / 6, 0.5, 3.0, math.inf])
def test_urn_makes_voters_agree_as_often_as_it_says(alpha, rng):
    ranks = urn(3, 3, MANY, alpha=alpha, rng=rng)
    alike = (ranks == ranks[:, :1]).all(axis=0)
    heavy = 1.0 if alpha == math.inf else alpha / (1 + alpha)
    heavier = 1.0 if alpha == math.inf else 2 * alpha / (1 + 2 * alpha)
    two, three = heavy + (1 - heavy) / 6, heavier + (1 - heavier) / 6
    for one, other in combinations(range(3), 2):
        assert near((ranks[:, one] == ranks[:, other]).all(axis=0).mean(), two, MANY)
    assert near(alike.all(axis=0).mean(), two * three, MANY)
    assert follows(ranks[:, 2], dict.fromkeys(permutations((1, 2, 3)), Fraction(1, 6)))


def turned_pairs(ranking):
    return sum(first > second for first, second in combinations(ranking, 2))


@pytest.mark.parametrize("phi", [0, 0.25, 0.8, 1.0])
@pytest.mark.parametrize("candidates", [3, 4])
def test_mallows_has_its_exact_distribution(candidates, phi, rng):
    weights = {each: phi ** turned_pairs(each) for each in permutations(range(1, candidates + 1))}
    total = sum(weights.values())
    chances = {ranking: weight / total for ranking, weight in weights.items()}
    assert math.isclose(
        total, math.prod(sum(phi**k for k in range(n)) for n in range(1, 1 + candidates))
    )
    assert follows(mallows(candidates, 2, MANY, phi=phi, rng=rng), chances)


def test_plackett_luce_has_its_exact_distribution(rng):
    strengths = (5, 3, 2)
    chances = {}
    for order in permutations(range(3)):
        left, chance = sum(strengths), Fraction(1)
        for candidate in order:
            chance *= Fraction(strengths[candidate], left)
            left -= strengths[candidate]
        chances[tuple(order.index(candidate) + 1 for candidate in range(3))] = chance
    assert sum(chances.values()) == 1
    assert follows(plackett_luce(strengths, 2, MANY, rng=rng), chances)


def test_plackett_luce_bears_any_strengths(rng):
    ranks = plackett_luce([1e-300, 1e300, 1], 50, 20, rng=rng)
    assert (ranks == np.array([3, 1, 2])[:, None, None]).all()


@pytest.mark.parametrize("kind", ["walsh", "conitzer"])
def test_single_peaked_rankings_have_one_peak(kind, rng):
    ranks = single_peaked(8, 10, 2000, kind=kind, rng=rng).astype(int)
    worse = np.diff(ranks, axis=0) > 0
    assert not (worse[:-1] & ~worse[1:]).any()
    assert len(frequencies(ranks)) == 2**7
    assert has_condorcet_winner(ranks[:, :9].astype(np.uint8)).all()


def from_the_peak(candidates, placed=(), chance=Fraction(1)):
    """Follow every way that Conitzer's draw can go: orders from the best, with chances."""
    if len(placed) == candidates:
        yield placed, chance
        return
    low, high = (min(placed) - 1, max(placed) + 1) if placed else (0, candidates - 1)
    steps = {low, high} if placed else set(range(candidates))
    steps &= set(range(candidates))
    for step in steps:
        yield from from_the_peak(candidates, (*placed, step), chance / len(steps))


@pytest.mark.parametrize("candidates", [3, 5])
def test_single_peaked_draws_have_their_exact_distributions(candidates, rng):
    conitzer = {
        tuple(order.index(candidate) + 1 for candidate in range(candidates)): chance
        for order, chance in from_the_peak(candidates)
    }
    assert sum(conitzer.values()) == 1
    walsh = dict.fromkeys(conitzer, Fraction(1, 2 ** (candidates - 1)))
    assert len(walsh) == 2 ** (candidates - 1)
    assert follows(single_peaked(candidates, 2, MANY, kind="conitzer", rng=rng), conitzer)
    assert follows(single_peaked(candidates, 2, MANY, kind="walsh", rng=rng), walsh)


WRONG_SIZES = [
    ((0, 3, 1), "the number of candidates is a whole number 1 to 254, not 0"),
    ((255, 3, 1), "the number of candidates is a whole number 1 to 254, not 255"),
    ((3, 0, 1), "the number of voters is a whole number from 1, not 0"),
    ((3, 2.5, 1), "the number of voters is a whole number from 1, not 2.5"),
    ((3, 3, True), "the number of elections is a whole number from 1, not True"),
]


@pytest.mark.parametrize("draw", CULTURES.values(), ids=CULTURES)
@pytest.mark.parametrize(("sizes", "message"), WRONG_SIZES)
def test_sizes_out_of_range_are_refused(draw, sizes, message, rng):
    with pytest.raises(ElectionError) as caught:
        draw(*sizes, rng=rng)
    assert str(caught.value) == message


@pytest.mark.parametrize("draw", CULTURES.values(), ids=CULTURES)
def test_a_seed_is_no_generator(draw):
    with pytest.raises(ElectionError, match=r"rng is a generator such as .*, not a int"):
        draw(3, 3, rng=7)


@pytest.mark.parametrize(
    ("draw", "given", "message"),
    [
        (mallows, {"phi": 1.01}, "phi is a number 0 to 1, not 1.01"),
        (mallows, {"phi": math.nan}, "phi is a number 0 to 1, not nan"),
        (mallows, {"phi": "half"}, "phi is a number 0 to 1, not 'half'"),
        (urn, {"alpha": -0.1}, "alpha is a number 0 to inf, not -0.1"),
        (
            single_peaked,
            {"kind": "wash"},
            'kind cannot be "wash"; did you mean "walsh"?',
        ),
    ],
)
def test_parameters_out_of_range_are_refused(draw, given, message, rng):
    with pytest.raises(ElectionError) as caught:
        draw(3, 3, **given, rng=rng)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("strengths", "message"),
    [
        ([1, 0], "strengths are a list of numbers above 0"),
        ([1, math.inf], "strengths are a list of numbers above 0"),
        ([[1, 2]], "strengths are a list of numbers above 0"),
        (["Ann"], "strengths are numbers, not"),
        ([[1], [1, 2]], "the strengths are ragged"),
        ([], "strengths are numbers|the number of candidates"),
    ],
)
def test_wrong_strengths_are_refused(strengths, message, rng):
    with pytest.raises(ElectionError, match=message):
        plackett_luce(strengths, 3, rng=rng)
