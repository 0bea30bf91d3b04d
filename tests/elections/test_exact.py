"""Exact chances of a Condorcet winner, against published tables and every profile there is."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, permutations, product
from math import asin, pi

import pytest

from elections.errors import ElectionError
from elections.exact import (
    anonymous_condorcet_winner_chance,
    condorcet_winner_chance,
    condorcet_winner_limit,
    known_chance,
)

RATIONAL = {
    (3, 3): "1/18",
    (3, 5): "5/72",
    (3, 7): "875/11664",
    (3, 9): "65485/839808",
    (4, 3): "1/9",
    (4, 5): "5/36",
    (4, 7): "875/5832",
    (5, 3): "4/25",
    (5, 5): "7981/40000",
    (6, 3): "91/450",
    (7, 3): "10531/44100",
    (3, 2): "2/3",
    (3, 4): "5/9",
    (3, 6): "955/1944",
    (4, 4): "379/576",
}
VOTERS = (3, 5, 7, 9, 11, 15, 21, 25)
DECIMAL = {
    3: "0.055556 0.069444 0.075017 0.077976 0.079814 0.081980 0.083653 0.084316",
    4: "0.111111 0.138889 0.150034 0.155952 0.159628 0.163959 0.167307 0.168633",
    5: "0.160000 0.199525 0.215334 0.223717 0.228920 0.235045 0.239776 0.241649",
    6: "0.202222 0.251353 0.270916 0.281270 0.287689 0.295237 0.301060 0.303365",
    7: "0.238798 0.295755 0.318321 0.330240 0.337618 0.346284",
}
PUBLISHED = [
    ((candidates, voters), float(paradox))
    for candidates, row in DECIMAL.items()
    for voters, paradox in zip(VOTERS, row.split(), strict=False)
]
MANY_VOTERS = {51: 0.086073594, 101: 0.086901284, 201: 0.087319185}
NIEMI_AND_WEISBERG = """
.0000 .0000 .0877 .1755 .2513 .3152 .3692 .4151 .4545 .4887 .5187 .5452 .5687 .5898 .6087 .6259
.6416 .6559 .6690 .6811 .6923 .7027 .7123 .7213 .7297 .7376 .7451 .7520 .7586 .7648 .7707 .7763
.7816 .7866 .7911 .7960 .8004 .8045 .8085 .8123 .8160 .8195 .8228 .8261 .8292 .8322 .8351 .8379
.8405"""
MISPRINT = 35


def has_condorcet_winner(profile, candidates):
    """Compare every two candidates on every ballot: each lists the candidates, best first."""

    def beats(one, other):
        return 2 * sum(vote.index(one) < vote.index(other) for vote in profile) > len(profile)

    everyone = range(candidates)
    return any(all(beats(one, other) for other in everyone if other != one) for one in everyone)


def chance(profiles, candidates):
    found = [has_condorcet_winner(profile, candidates) for profile in profiles]
    return Fraction(sum(found), len(found))


@pytest.mark.parametrize(("size", "paradox"), RATIONAL.items())
def test_the_chance_is_the_known_fraction(size, paradox):
    assert 1 - condorcet_winner_chance(*size) == Fraction(paradox)


@pytest.mark.parametrize(("size", "paradox"), PUBLISHED)
def test_the_chance_is_the_known_decimal(size, paradox):
    assert float(1 - condorcet_winner_chance(*size)) == pytest.approx(paradox, abs=6e-7)


@pytest.mark.parametrize(("voters", "paradox"), MANY_VOTERS.items())
def test_three_candidates_with_many_voters(voters, paradox):
    assert float(1 - condorcet_winner_chance(3, voters)) == pytest.approx(paradox, abs=6e-10)


@pytest.mark.parametrize("voters", VOTERS)
def test_four_candidates_have_the_paradox_twice_as_often_as_three(voters):
    three, four = (1 - condorcet_winner_chance(candidates, voters) for candidates in (3, 4))
    assert four == 2 * three


@pytest.mark.parametrize(("candidates", "voters"), [(1, 3), (2, 4), (3, 1), (3, 4), (4, 2), (4, 3)])
def test_the_chance_is_that_of_all_profiles_together(candidates, voters):
    profiles = list(product(permutations(range(candidates)), repeat=voters))
    assert condorcet_winner_chance(candidates, voters) == chance(profiles, candidates)


@pytest.mark.parametrize("voters", range(1, 8))
def test_the_anonymous_chance_is_that_of_all_anonymous_profiles_together(voters):
    profiles = list(combinations_with_replacement(permutations(range(3)), voters))
    assert anonymous_condorcet_winner_chance(voters) == chance(profiles, 3)


def test_the_anonymous_chance_nears_fifteen_sixteenths():
    assert float(anonymous_condorcet_winner_chance(10**7)) == pytest.approx(15 / 16, abs=1e-6)
    assert float(anonymous_condorcet_winner_chance(10**7 + 1)) == pytest.approx(15 / 16, abs=1e-6)


@pytest.mark.parametrize(
    ("candidates", "paradox"), list(enumerate(map(float, NIEMI_AND_WEISBERG.split()), 1))
)
def test_countless_voters(candidates, paradox):
    near = 4e-4 if candidates == MISPRINT else 6e-5
    assert 1 - condorcet_winner_limit(candidates) == pytest.approx(paradox, abs=near)


def test_three_candidates_with_countless_voters_have_a_closed_form():
    assert condorcet_winner_limit(3) == pytest.approx(0.75 + 1.5 / pi * asin(1 / 3), abs=1e-14)


def test_more_voters_come_near_to_countless_ones():
    assert float(condorcet_winner_chance(3, 101)) == pytest.approx(
        condorcet_winner_limit(3), abs=1e-3
    )


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((0, 3), "candidates is a whole number 1 to 254, not 0"),
        ((255, 3), "candidates is a whole number 1 to 254, not 255"),
        ((3, 0), "voters is a whole number from 1, not 0"),
        ((3, 2.5), "voters is a whole number from 1, not 2.5"),
        ((7, 23), "7 candidates and 23 voters would take too long"),
        ((254, 10**12), "would take too long"),
    ],
)
def test_sizes_that_cannot_be_worked_out_are_refused(size, said):
    with pytest.raises(ElectionError, match=said):
        condorcet_winner_chance(*size)


def test_other_sizes_are_refused_as_well():
    with pytest.raises(ElectionError, match="voters"):
        anonymous_condorcet_winner_chance(0)
    with pytest.raises(ElectionError, match="candidates"):
        condorcet_winner_limit(0)


def test_what_is_known_depends_on_the_model():
    assert known_chance("random", 3, 3) == known_chance("impartial", 3, 3) == Fraction(17, 18)
    assert known_chance("anonymous", 3, 3) == Fraction(27, 28)
    assert known_chance("anonymous", 4, 3) is None
    assert known_chance("random", 20, 101) is None
    with pytest.raises(ElectionError, match=r'no exact chance is known for model "urn"; there are'):
        known_chance("urn", 3, 3)
