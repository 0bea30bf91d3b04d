"""Electorates in which voting systems elect different leaders of the same residents."""

import numpy as np
import pytest
from attrs import evolve

from deliberate import begin, load_scenario, play, player
from deliberate.polls import hold_elections
from deliberate.scenario import Candidate, Locality

SPLITS = {
    0.34: (0.34, 0.25, 0.19, 0.17, 0.05),
    0.36: (0.36, 0.24, 0.18, 0.17, 0.05),
    0.40: (0.40, 0.23, 0.17, 0.15, 0.05),
    0.41: (0.41, 0.22, 0.17, 0.15, 0.05),
    0.44: (0.44, 0.21, 0.16, 0.14, 0.05),
    0.47: (0.47, 0.20, 0.15, 0.14, 0.04),
    0.55: (0.55, 0.17, 0.13, 0.12, 0.03),
    0.58: (0.58, 0.16, 0.12, 0.11, 0.03),
    0.60: (0.60, 0.15, 0.11, 0.11, 0.03),
    0.61: (0.61, 0.15, 0.11, 0.10, 0.03),
}
# Residents of clear minds, who name more candidates and put up with all, and manifestos as meant.
CLEAR = {
    "likeness": 200.0,
    "distance": 0.2,
    "alienation": -4.0,
    "names": 2.5,
    "campaign": 0.002,
}


def electorate(places, people):
    """Return a scenario of localities (share, hospital) and candidates (hospital, home, standing).

    Candidates are called "first", who leads on first preferences, "second" and "broad".
    """
    plain = load_scenario("generic")
    parameters = plain.parameters
    return evolve(
        plain,
        turnout=0.33,
        localities=tuple(
            Locality(id=name, name=name, population=share, ideal=SPLITS[hospital])
            for name, (share, hospital) in places.items()
        ),
        candidates=tuple(
            Candidate(name=name, background="gps", ideal=SPLITS[at], home=home, valence=standing)
            for name, (at, home, standing) in people.items()
        ),
        compared=("plurality", "two_round", "supplementary", "irv", "borda", "schulze", "score"),
        parameters=evolve(parameters, electorate=evolve(parameters.electorate, **CLEAR)),
    )


SQUEEZED_CENTRE = electorate(
    {"towns": (0.44, 0.60), "vale": (0.32, 0.47), "hills": (0.24, 0.34)},
    {"first": (0.60, "towns", 0.0), "broad": (0.44, "vale", 0.45), "second": (0.36, "hills", 0.45)},
)
CLONES = electorate(
    {"coast": (0.39, 0.58), "dale": (0.16, 0.41), "moor": (0.45, 0.36)},
    {"first": (0.61, "coast", 0.0), "broad": (0.40, "dale", 0.29), "second": (0.34, "moor", -0.1)},
)
POLARISED_PAIR = electorate(
    {"north": (0.56, 0.55), "south": (0.44, 0.34)},
    {
        "first": (0.55, "north", 0.0),
        "broad": (0.40, "south", 0.43),
        "second": (0.36, "south", 0.23),
    },
)
EXPECTED = {
    "plurality": "first",
    "two_round": "second",
    "supplementary": "second",
    "irv": "second",
    "borda": "broad",
    "schulze": "broad",
    "score": "broad",
}
SEEDS = range(50)
ELECTORATES = pytest.mark.parametrize(
    "scenario", [SQUEEZED_CENTRE, CLONES, POLARISED_PAIR], ids=["squeezed", "clones", "polarised"]
)


@ELECTORATES
def test_three_leaders_are_elected_by_the_same_residents(scenario):
    elected = [
        {
            name: count.elected
            for name, count in hold_elections([begin(scenario, seed)])[0].counts.items()
        }
        for seed in SEEDS
    ]
    assert np.mean([len(set(each.values())) >= 3 for each in elected]) >= 0.8
    for system, leader in EXPECTED.items():
        assert np.mean([each[system] == leader for each in elected]) >= 0.8


@ELECTORATES
def test_the_leader_liked_most_is_not_the_one_with_most_first_preferences(scenario):
    held = {
        name: hold_elections([begin(evolve(scenario, system=name, compared=()), 1)])[0]
        for name in ("plurality", "irv", "schulze")
    }
    assert held["schulze"].satisfaction > held["irv"].satisfaction
    assert held["schulze"].mandate > held["plurality"].mandate


def test_what_residents_think_of_the_leader_stays_with_them():
    ends = {
        name: play(begin(evolve(SQUEEZED_CENTRE, system=name, compared=()), 1), player("directive"))
        for name in ("plurality", "irv", "schulze")
    }
    buyin = {name: round(float(end.buyin.mean()), 1) for name, end in ends.items()}
    assert len(set(buyin.values())) == 3
    assert buyin["schulze"] == max(buyin.values())


def test_clones_stand_near_each_other_and_far_from_their_rival():
    first, broad, second = (np.array(person.ideal) for person in CLONES.candidates)
    apart = [np.abs(a - b).sum() / 2 for a, b in ((broad, second), (first, broad), (first, second))]
    assert apart[0] < apart[1] / 3 < apart[2] / 3
