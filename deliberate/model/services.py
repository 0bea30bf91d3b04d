"""What the money does to services: capacity, need and hospital pressure (model §6)."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, dot, floats
from deliberate.parameter import parameter


@frozen(kw_only=True)
class Lines:
    """The budget lines as the equations see them, each an array over lines.

    `hospital`, `care`, `social` and `prevention` mark the part that a line plays: 1 or 0.
    `avoided` is r: £ of hospital cost avoided per extra £1 in the line.
    """

    base: Floats = floats()
    growth: Floats = floats()
    lag: Floats = floats()
    avoided: Floats = floats()
    hospital: Floats = floats()
    social: Floats = floats()
    prevention: Floats = floats()

    @cached_property
    def elasticity(self) -> Floats:
        """By how much, as a share, hospital demand falls for each share that a line grows."""
        return self.avoided * self.base / dot(self.base, self.hospital)

    @cached_property
    def easing(self) -> Floats:
        """The elasticity of the lines that work at once: neither hospital nor prevention."""
        return self.elasticity * (1 - self.hospital) * (1 - self.prevention)

    @cached_property
    def preventing(self) -> float:
        """The elasticity of prevention, whose stock works in its stead."""
        return float(dot(self.elasticity, self.prevention))

    @cached_property
    def prevention_lag(self) -> float:
        """Years over which the stock of prevention follows the money."""
        return float(dot(self.lag, self.prevention))


@frozen(kw_only=True)
class Services:
    """The stocks of one year; everything is 1 in the base year, pressure included.

    `capacity` and `need` are arrays over lines; `prevention` is the stock of health that
    prevention has built up; `delays` the share of beds lost to delayed transfers.
    """

    year: int
    capacity: Floats = floats()
    need: Floats = floats()
    prevention: float
    delays: float
    pressure: float


@frozen(kw_only=True)
class Response:
    """How services answer money: the parameters of model §6 that are not a line's own."""

    growth: float = parameter(0.011, -0.02, 0.034, "real growth of the pot a year, plans of 2016")
    double_running: float = parameter(0.15, 0.0, 0.5, "assumed; share of what is shifted")
    integrated_care: float = parameter(0.035, 0.0, 0.055, "Morciano et al. 2021")
    delay_base: float = parameter(0.05, 0.0, 0.2, "recalled; share of beds")
    delay_share: float = parameter(0.35, 0.0, 1.0, "share of delays that social care decides")
    delay_elasticity: float = parameter(0.75, 0.0, 1.5, "Gaughan et al. 2015")
    # The elasticities were measured near the present, and nothing far from it is known.
    least: float = parameter(
        0.05, 0.01, 0.2, "assumed; share of need that a line without money still meets"
    )


def at_the_start(lines: Lines, response: Response) -> Services:
    """Return the base year, in which capacity meets need everywhere."""
    ones = np.ones_like(lines.base)
    return Services(
        year=0,
        capacity=ones,
        need=ones,
        prevention=1.0,
        delays=response.delay_base,
        pressure=1.0,
    )


def next_year(
    before: Sequence[Services],
    *,
    spend: Floats,
    shift: Floats,
    integration: float,
    lines: Lines,
    response: Response,
    capacity_shock: Floats | float = 0.0,
    need_shock: Floats | float = 0.0,
) -> list[Services]:
    """Return the services a year on, in as many games as there are.

    Parameters
    ----------
    before : sequence of Services
        Each game's stocks of this year.
    spend : array [game, line], or [line] for all alike
        Real spending on each line as a multiple of its base year.
    shift : array [game, line], or [line] for all alike
        Change of each line's share of the pot since last year; growth outside the hospital has
        to run beside the old service for a while, which costs `double_running`.
    integration : float
        Concentration of commissioning, 0-1, which eases demand after a year's delay.
    lines, response
        The place and the parameters.
    capacity_shock, need_shock : array [game, line], or 0
        What events add to or take from capacity and need, as shares, in this year alone.

    Notes
    -----
    Delayed transfers fall with social care capacity at the elasticity of Gaughan et al. (2015);
    integrated commissioning works late and little, as Morciano et al. (2021) found. Moving £1
    out of the hospital eases it only where that line's r is above 1.
    """
    need = np.array([each.need for each in before]) * (1 + lines.growth)
    had = np.array([each.capacity for each in before])
    health = np.array([each.prevention for each in before])
    years = np.array([each.year for each in before]) + 1
    doubled = response.double_running * dot(np.maximum(shift, 0), 1 - lines.hospital)
    bought = spend * (1 - doubled)[..., None]
    capacity = np.maximum(had + (bought - had) / lines.lag, response.least * need)
    built = dot(bought / need, lines.prevention)
    prevention = health + (built - health) / lines.prevention_lag
    prevention = np.maximum(prevention, response.least)
    # What strikes for a year is felt in it, but leaves the stocks as they are.
    there, wanted = capacity * (1 + capacity_shock), need * (1 + need_shock)
    adequacy = there / wanted
    delays = _delays(dot(adequacy, lines.social), response)
    # The first year brings nothing, and the three after it bring a third each.
    integrated = response.integrated_care * integration * np.minimum(1, (years - 1) / 3)
    demand = _demand(adequacy, prevention, wanted, lines) * (1 - integrated)
    pressure = demand * (1 + delays - response.delay_base) / dot(there, lines.hospital)
    return [
        Services(
            year=int(years[at]),
            capacity=capacity[at],
            need=need[at],
            prevention=float(prevention[at]),
            delays=float(delays[at]),
            pressure=float(pressure[at]),
        )
        for at in range(len(before))
    ]


def _delays(social: Floats, response: Response) -> Floats:
    """Return the share of beds lost to delayed transfers, by how adequate `social` care is."""
    shared = response.delay_share * social**-response.delay_elasticity
    return response.delay_base * ((1 - response.delay_share) + shared)


def _demand(adequacy: Floats, prevention: Floats, need: Floats, lines: Lines) -> Floats:
    """Return hospital demand: its own need, eased or worsened by every line outside it."""
    eased = np.prod(adequacy**-lines.easing, axis=-1)
    prevented = prevention**-lines.preventing
    return np.asarray(dot(need, lines.hospital) * eased * prevented, dtype=np.float64)
