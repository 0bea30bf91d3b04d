"""The arrays that the model works on, read off a scenario; nothing here changes in a game."""

import numpy as np
from attrs import frozen

from deliberate.arrays import Floats, floats
from deliberate.footprint import Line, Role
from deliberate.model.governance import control, integration
from deliberate.model.money import apportion, shares
from deliberate.model.services import Lines
from deliberate.scenario import Scenario, kept


@frozen(kw_only=True)
class Ground:
    """A scenario as arrays over lines and groups.

    `control` is the share of the pot that the leader directs at the start, and `hospital_shares`
    how the hospital lines share what they overspend; `error` and `bias` are `[group, line]`.
    `public` marks the groups that vote, and `voice` is with which weight each speaks for the
    residents: those that vote alike, or all where none does.
    """

    lines: Lines
    base: tuple[int, ...]
    integration: float
    control: float
    owner: tuple[int, ...]
    held: Floats = floats()
    activity: Floats = floats()
    hospital_shares: Floats = floats()
    seats: Floats = floats()
    ideals: Floats = floats()
    stake: Floats = floats()
    exposure: Floats = floats()
    openness: Floats = floats()
    public: Floats = floats()
    voice: Floats = floats()
    locality_ideals: Floats = floats()
    population: Floats = floats()
    error: Floats = floats()
    bias: Floats = floats()


@kept  # a game asks for it dozens of times
def ground(scenario: Scenario) -> Ground:
    """Return the scenario as arrays."""
    lines, groups, governance = scenario.lines, scenario.groups, scenario.governance
    commissioned = governance.commissioned(lines, scenario.bodies, scenario.footprint)
    names = [group.id for group in groups]
    public = np.array([group.votes for group in groups], dtype=float)
    ideals = np.array([group.ideal for group in groups])
    population = np.array([place.population for place in scenario.localities])
    everywhere = public @ ideals / max(public.sum(), 1.0)
    local = np.array(
        [everywhere if place.ideal is None else place.ideal for place in scenario.localities]
    )
    holdings = [governance.lines[line.id] for line in lines]
    held, base = np.array([holding.held for holding in holdings]), _lines(lines)
    hospital = base.base * base.hospital
    return Ground(
        lines=base,
        base=apportion(scenario.footprint.pot, [line.share for line in lines]),
        integration=integration(commissioned),
        owner=tuple(names.index(line.owner) for line in lines),
        control=float(control(base.base, held)),
        held=held,
        hospital_shares=hospital / max(hospital.sum(), 1e-12),
        activity=np.array([holding.payment.marginal_price for holding in holdings]),
        seats=np.array([governance.seats[name] for name in names]),
        # What residents as a group want is what those of the localities want together.
        ideals=np.where(public[:, None] > 0, population @ local, ideals),
        stake=np.array([group.stake for group in groups]),
        exposure=np.array([group.exposure for group in groups]),
        openness=np.array([group.openness for group in groups]),
        public=public,
        voice=shares(public if public.any() else np.ones(len(groups))),
        locality_ideals=local,
        population=population,
        error=np.array([group.error for group in groups]),
        bias=np.array([group.bias for group in groups]),
    )


def _lines(lines: tuple[Line, ...]) -> Lines:
    return Lines(
        base=np.array([line.share for line in lines]),
        growth=np.array([line.growth for line in lines]),
        lag=np.array([line.lag for line in lines]),
        avoided=np.array([line.avoided for line in lines]),
        hospital=np.array([line.role is Role.HOSPITAL for line in lines]),
        social=np.array([line.role is Role.SOCIAL for line in lines]),
        prevention=np.array([line.role is Role.PREVENTION for line in lines]),
    )
