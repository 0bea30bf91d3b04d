"""The experiment: arms that differ in governance alone, over draws from the parameters' ranges."""

import numpy as np
import pytest

from docs import arms

DRAWS = 150
REFORM, BEFORE = ("Reform 2017", "STP 2016")


@pytest.fixture(scope="module", params=[False, True], ids=["published ranges", "all ranges"])
def ends(request):
    """Return what the reform and 2016 end with in every draw, [arm, draw, measure]."""
    return arms.ends(DRAWS, wide=request.param, arms=(REFORM, BEFORE))


@pytest.mark.parametrize("measure", arms.MEASURES)
def test_the_reform_ends_better_in_some_worlds_and_not_in_others(ends, measure):
    at = arms.MEASURES.index(measure)
    low, high = arms.BANDS[at]
    assert low <= arms.better(*ends)[at].value <= high


def test_buy_in_neither_collapses_nor_saturates(ends):
    low, high = np.percentile(ends[:, :, 0], [1, 99])
    assert low > 15
    assert high < 80
    assert high - low > 20


@pytest.fixture(scope="module")
def averages():
    """Return mean buy-in, and that of the councils, with usual parameters."""
    return arms.averages(30)


def test_who_is_asked_matters_as_much_as_who_is_in_charge(averages):
    asked = averages["Reform, a consultative leader"][0] - averages["Reform, a directive leader"][0]
    assert asked > abs(averages[REFORM][0] - averages[BEFORE][0])


@pytest.mark.parametrize(
    ("seated", "shut_out"),
    [("2016 with councils at the table", BEFORE), (REFORM, "Reform without councils")],
)
def test_councils_at_the_table_are_worth_most_to_councils(averages, seated, shut_out):
    mean, councils = np.subtract(averages[seated], averages[shut_out])
    assert councils > 5 > mean > 0


def test_pressure_turns_with_what_a_pound_elsewhere_avoids():
    assert arms.more_pressure(20) > 0 > arms.more_pressure(20, "plan-optimism")


def test_a_refused_cut_happens_in_part_where_the_plan_is_rescaled():
    state = arms.place()
    kept = arms.end(arms.ARMS[BEFORE], state, 1)[1]
    with arms.rescaled():
        assert arms.end(arms.ARMS[BEFORE], state, 1)[1] > kept
    assert arms.end(arms.ARMS[BEFORE], state, 1)[1] == kept
