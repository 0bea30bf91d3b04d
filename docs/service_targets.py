"""The targets of services, of self-interest under separate purses, and of measures."""

import numpy as np
from attrs import evolve

from deliberate.arrays import Floats
from deliberate.model.measures import gini, polarisation
from deliberate.model.selfinterest import (
    activity_share,
    common_optimum,
    overbidding,
    pooling_wins,
    separate_contributions,
)
from deliberate.model.services import Lines, Response, Services, at_the_start, next_year
from docs.targets import about

BASE = np.array([0.50, 0.18, 0.16, 0.13, 0.03])
HOSPITAL, SOCIAL = 0, 3
THETA = np.array([0.45, 0.25, 0.15, 0.10, 0.05])
RAMP = (0.0, 3.5 / 3, 7 / 3, 3.5, 3.5)
STILL = Lines(
    base=BASE,
    growth=np.zeros(5),
    lag=np.array([1.0, 2.0, 2.0, 1.0, 5.0]),
    avoided=np.zeros(5),
    hospital=np.array([1, 0, 0, 0, 0]),
    social=np.array([0, 0, 0, 1, 0]),
    prevention=np.array([0, 0, 0, 0, 1]),
)
CALM = Response(growth=0.0, double_running=0.0, integrated_care=0.0, delay_base=0.0)


def after(
    years: int,
    spend: Floats,
    lines: Lines = STILL,
    response: Response = CALM,
    joined: float = 0.0,
) -> Services:
    """Return the services after so many years of the same spending, need standing still."""
    state = at_the_start(lines, response)
    for _ in range(years):
        (state,) = next_year(
            [state],
            spend=spend,
            shift=np.zeros(5),
            integration=joined,
            lines=lines,
            response=response,
        )
    return state


def social_care(times: float) -> Floats:
    """Return spending in which social care alone is changed."""
    return np.where(np.arange(5) == SOCIAL, times, 1.0)


def _visits() -> float:
    # r such that the elasticity of demand is the published -0.47.
    avoided = np.where(np.arange(5) == SOCIAL, 0.47 * BASE[HOSPITAL] / BASE[SOCIAL], 0.0)
    return 100 * (after(1, social_care(0.69), evolve(STILL, avoided=avoided)).pressure - 1)


def _delays() -> float:
    response = Response(delay_share=1.0, growth=0.0)
    found = after(1, social_care(1.10), response=response)
    return 100 * (found.delays / response.delay_base - 1)


def _level() -> float:
    """Return the r at which a pound moved from the hospital to social care changes nothing."""
    moved = np.where(np.arange(5) == SOCIAL, 0.001, 0.0) - np.where(np.arange(5) == 0, 0.001, 0.0)
    tried = np.linspace(0.5, 1.5, 101)
    pressures = [
        after(
            1, (BASE + moved) / BASE, evolve(STILL, avoided=r * (np.arange(5) == SOCIAL))
        ).pressure
        for r in tried
    ]
    return float(np.interp(-1.0, -np.array(pressures), tried))


def _ramp() -> Floats:
    response = evolve(CALM, integrated_care=0.035)
    ones = np.ones(5)
    found = [after(years, ones, response=response, joined=1.0) for years in range(1, 6)]
    return np.array([100 * (1 - each.pressure) for each in found])


def _gini() -> list[float]:
    return [gini(np.array(values)) for values in ((0.0, 1.0), (0.0, 0.0, 0.0, 8.0))]


SERVICES = (
    about(
        "Services",
        "31 % less spent on social care, elasticity -0.47",
        "found",
        (("more visits to hospital of those over 65, %", 19.0, 1.0, _visits),),
    )
    + about(
        "Services",
        "Gaughan, Gravelle and Siciliani 2015: 10 % more beds in care homes",
        "found",
        (("fewer delays in leaving hospital, %", -6.9, 0.05, _delays),),
    )
    + about(
        "Services",
        "Morciano and others 2021: a year's delay, then a ramp of three",
        "found",
        (("demand eased by one commissioner in years 1 to 5, %", RAMP, 1e-9, _ramp),),
    )
    + about(
        "Services",
        "the equations, by hand",
        "derived",
        (("r at which £1 moved out of the hospital changes nothing", 1.0, 0.01, _level),),
    )
)

SELF_INTEREST = about(
    "Separate purses",
    "closed forms with A = 2, γ = ½ and θ = (.45, .25, .15, .10, .05)",
    "derived",
    (
        ("spent upstream, best for all", 1.0, 1e-9, lambda: common_optimum(THETA, 2.0, 0.5)),
        (
            "spent upstream from separate purses",
            0.2025,
            1e-9,
            lambda: separate_contributions(THETA, 2.0, 0.5).sum(),
        ),
        (
            "the hospital's share of the benefit when paid 1, 0.7 and 0.3 a case, cost 0.65",
            (-0.242, -0.035, 0.242),
            5e-4,
            lambda: [activity_share(0.45, 0.65, price) for price in (1.0, 0.7, 0.3)],
        ),
        (
            "times too much bid for a common pool by 1, 3 and 5",
            (1.0, 1.5, 5 / 3),
            1e-9,
            lambda: [overbidding(bidders) for bidders in (1, 3, 5)],
        ),
        (
            "does pooling win (1) with a leader's weight of 0.6, and of 0.3",
            (1, 0),
            0.0,
            lambda: [pooling_wins(weight, THETA) for weight in (0.6, 0.3)],
        ),
    ),
)

MEASURES = about(
    "Measures",
    "the definitions, by hand",
    "derived",
    (
        ("Gini coefficient of (0, 1), and of (0, 0, 0, 8)", (0.5, 0.75), 1e-9, _gini),
        (
            "polarisation of two equal camps at 0 and 1 (Esteban and Ray 1994)",
            2**-2.3,
            1e-9,
            lambda: polarisation(np.array([0.0, 1.0])),
        ),
    ),
)

TARGETS = (*SERVICES, *SELF_INTEREST, *MEASURES)
