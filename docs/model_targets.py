"""The targets of governance, elections and buy-in."""

from functools import cache

import numpy as np
from attrs import evolve

from deliberate import Election, begin, governance, leader_systems, load_scenario, scenario_names
from deliberate.arrays import Floats
from deliberate.ground import ground
from deliberate.model import buyin
from deliberate.model.electorate import Electorate
from deliberate.model.governance import consent, control, drift, execute, integration
from deliberate.model.residents import Places, draw_residents
from deliberate.polls import hold_elections
from deliberate.turnouts import turnouts
from docs.targets import about


def _hospital_spread() -> float:
    place = Places(
        population=np.ones(1),
        ideals=np.array([[0.50, 0.18, 0.16, 0.13, 0.03]]),
        devoted=np.zeros(1),
        older=np.zeros(1),
        leanings=np.zeros((1, 0)),
    )
    drawn = draw_residents(50_000, place, manner=Electorate(), rng=np.random.default_rng(1))
    return 100 * float(drawn.ideals[0].std())


@cache
def _held(system: str, turnout: float) -> Election:
    scenario = evolve(load_scenario("generic"), system=system, turnout=turnout, compared=())
    return hold_elections([begin(evolve(scenario, residents=20_000), 1)])[0]


def _turnouts() -> list[float]:
    return [100 * _held("supplementary", share).turnout for share in (0.14, 0.23, 0.28, 0.33)]


def _on_record() -> list[float]:
    names = ("fife-2010", "dumfries-galloway-2010", "mayors-2017", "police-2021")
    return [100 * turnouts()[name].share for name in names]


def _spoilt(system: str) -> float:
    held = _held(system, 0.28)
    return 100 * held.spoilt / held.voters


def _concentration(name: str) -> float:
    scenario = evolve(load_scenario("west-yorkshire"), governance=governance(name))
    return ground(scenario).integration


def _gap() -> float:
    won, lost = buyin.outcome(np.array([5.0, -5.0]), np.zeros(2), buyin.Weights())
    return float(won - lost)


def _refused() -> Floats:
    """Return the split where one body refuses the cut that was to pay for all rises."""
    before, plan = np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.36, 0.24])
    return execute(plan, before, np.zeros(3), np.zeros(3))


def _wasted() -> float:
    """Return the mean over the shipped scenarios, which differ as places do."""
    shares = []
    for name in scenario_names():
        scenario = evolve(load_scenario(name), system="supplementary", compared=())
        shares.append(hold_elections([begin(scenario, 1)])[0].wasted)
    return 100 * float(np.mean(shares))


def _usual_mandate() -> float:
    """Return the mean mandate over the shipped scenarios and all systems that elect a leader."""
    found = []
    for name in scenario_names():
        opening = begin(evolve(load_scenario(name), residents=500, compared=()), 1)
        for each in leader_systems():
            scenario = evolve(opening.scenario, system=each.id)
            found.append(hold_elections([evolve(opening, scenario=scenario)])[0].mandate)
    return float(np.mean(found))


def _at_the_table() -> Floats:
    return buyin.process(np.ones(1), buyin.Weights())


GOVERNANCE = about(
    "Who controls what",
    "the definition, by hand",
    "derived",
    (
        ("integration with one commissioner", 1.0, 1e-9, lambda: integration([1.0])),
        ("integration of two equal ones", 0.5, 1e-9, lambda: integration([0.5, 0.5])),
        (
            "share of a cut that happens, nothing held and an owner at 50 points",
            0.175,
            1e-9,
            lambda: consent(np.zeros(1), np.full(1, 50.0), 0.35),
        ),
        (
            "points of the pot that activity pulls in, nothing held, and all held",
            (0.5, 0.0),
            1e-9,
            lambda: 100 * drift(np.ones(2), np.array([0.0, 1.0]), 0.5),
        ),
        (
            "control of (½, ½) with all of one and a fifth of the other held",
            0.6,
            1e-9,
            lambda: control(np.full(2, 0.5), np.array([1.0, 0.2])),
        ),
        ("a split whose only cut is refused stays", (0.5, 0.3, 0.2), 1e-9, _refused),
    ),
) + about(
    "Who controls what",
    "twelve groups, ten councils and a national body; one commissioner for nine tenths",
    "assumed",
    (
        ("integration of the plans of 2016", 0.1, 0.03, lambda: _concentration("stp-2016")),
        ("integration of the reform", 0.9, 0.03, lambda: _concentration("reform-2017")),
    ),
)

ELECTIONS = (
    about(
        "Elections",
        "elections of 2010, 2010, 2017 and 2021; see the data of turnouts",
        "found",
        (
            ("turnout, %: set, and met by residents", (14, 23, 28, 33), 0.05, _turnouts),
            ("turnout, %: on record", (14, 23, 28, 33), 0.5, _on_record),
        ),
    )
    + about(
        "Elections",
        "health boards of New Zealand 2004-07; English elections of 2017",
        "found",
        (
            ("rankings spoilt, %: 5 to 9", 7.0, 2.0, lambda: _spoilt("irv")),
            ("crosses spoilt, %: 0.2 to 1.3", 0.75, 0.55, lambda: _spoilt("plurality")),
            ("first and second choices wasted at the second count, %", 8.1, 5.0, _wasted),
        ),
    )
    + about(
        "Elections",
        "the usual mandate, from which buy-in counts",
        "assumed",
        (
            (
                "mean mandate over the shipped scenarios and all systems",
                buyin.Weights().usual_mandate,
                0.015,
                _usual_mandate,
            ),
        ),
    )
    + about(
        "Elections",
        "Dirichlet with κ = 60 around a half, by hand",
        "derived",
        (("spread of the hospital share that residents want, points", 6.4, 0.1, _hospital_spread),),
    )
)

BUYIN = about(
    "Buy-in",
    "Tversky and Kahneman 1992 with the usual parameters, by hand",
    "derived",
    (
        ("gap between five points of split won and lost, points", 13.4, 0.05, _gap),
        ("a seat at the table, points", 4.0, 1e-9, _at_the_table),
    ),
) + about(
    "Buy-in",
    "a vignette study, which found 15.5 ± 3.7",
    "found",
    (("gap between an outcome won and lost, points", 15.5, 3.7, _gap),),
)

TARGETS = (*GOVERNANCE, *ELECTIONS, *BUYIN)
