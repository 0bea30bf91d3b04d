"""Services: the published figures, lags, and the r above which moving money eases pressure."""

import numpy as np
import pytest
from attrs import evolve

from deliberate.model.services import Lines, Response, at_the_start, next_year

BASE = np.array([0.50, 0.18, 0.16, 0.13, 0.03])
HOSPITAL, COMMUNITY, _, SOCIAL, PREVENTION = range(5)
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


def after(years, spend, *, lines=STILL, response=CALM, shift=None, integration=0.0):
    services = at_the_start(lines, response)
    for _ in range(years):
        (services,) = next_year(
            [services],
            spend=np.asarray(spend, dtype=float),
            shift=np.zeros(5) if shift is None else shift,
            integration=integration,
            lines=lines,
            response=response,
        )
    return services


def with_line(line, value):
    spend = np.ones(5)
    spend[line] = value
    return spend


def test_social_care_decides_only_its_share_of_all_delays():
    response = Response(growth=0.0)
    delays = after(1, with_line(SOCIAL, 1.10), response=response).delays
    assert 100 * (delays / response.delay_base - 1) == pytest.approx(-6.9 * 0.35, abs=0.05)


@pytest.mark.parametrize("line", [COMMUNITY, 2, SOCIAL, PREVENTION])
@pytest.mark.parametrize(("avoided", "eases"), [(1.5, True), (1.1, True), (0.9, False), (0, False)])
def test_a_pound_out_of_hospital_eases_it_only_where_r_exceeds_one(line, avoided, eases):
    moved = (np.eye(5)[line] - np.eye(5)[HOSPITAL]) * 0.001
    lines = evolve(STILL, avoided=avoided * np.eye(5)[line])
    pressure = after(60, (BASE + moved) / BASE, lines=lines).pressure
    assert (pressure < 1) is eases


def test_nothing_changes_where_capacity_meets_need():
    services = after(5, np.ones(5), response=Response(integrated_care=0.0))
    assert services.pressure == pytest.approx(1)
    assert services.capacity == pytest.approx(np.ones(5))
    assert services.year == 5


@pytest.mark.parametrize(("years", "eased"), [(1, 0), (2, 1 / 3), (3, 2 / 3), (4, 1), (6, 1)])
def test_integration_waits_a_year_and_then_ramps_up_over_three(years, eased):
    response = evolve(CALM, integrated_care=0.035)
    half = after(years, np.ones(5), response=response, integration=0.5).pressure
    full = after(years, np.ones(5), response=response, integration=1.0).pressure
    assert full == pytest.approx(1 - 0.035 * eased)
    assert half == pytest.approx(1 - 0.035 * eased / 2)


def test_capacity_follows_spending_with_each_lines_lag():
    capacity = after(1, np.full(5, 1.2)).capacity
    assert capacity == pytest.approx([1.2, 1.1, 1.1, 1.2, 1.04])
    assert after(2, np.full(5, 1.2)).capacity[COMMUNITY] == pytest.approx(1.15)


def test_prevention_builds_up_over_five_years():
    built = [after(years, with_line(PREVENTION, 2.0)).prevention for years in (1, 2, 60)]
    assert built == pytest.approx([1.2, 1.36, 2.0], abs=1e-4)


def test_double_running_costs_a_part_of_what_grows_outside_the_hospital():
    response = evolve(CALM, double_running=0.15)
    shift = np.array([-0.02, 0.02, 0.0, 0.0, 0.0])
    assert after(1, np.ones(5), response=response, shift=shift).capacity[HOSPITAL] == (
        pytest.approx(1 - 0.15 * 0.02)
    )
    back = after(1, np.ones(5), response=response, shift=-shift)
    assert back.capacity[HOSPITAL] == pytest.approx(1)


def test_need_that_outgrows_money_raises_pressure():
    lines = evolve(STILL, growth=np.full(5, 0.033))
    services = after(1, np.full(5, 1.011), lines=lines)
    assert services.need == pytest.approx(np.full(5, 1.033))
    assert services.pressure == pytest.approx(1.033 / 1.011)


@pytest.mark.parametrize("line", range(5))
def test_a_line_without_money_keeps_a_twentieth_of_need(line):
    lines = evolve(STILL, avoided=np.array([0, 0.28, 0.16, 0.35, 0.67]), lag=np.ones(5))
    services = after(3, with_line(line, 0.0), lines=lines, response=Response(growth=0.0))
    assert services.capacity[line] == pytest.approx(0.05)
    assert 1 < services.pressure <= 20
