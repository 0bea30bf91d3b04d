"""Measures of where a footprint stands."""

import numpy as np
import pytest

from deliberate import begin, outcomes
from deliberate.model.measures import gini, polarisation, summary


def test_two_equal_camps_at_the_ends_are_as_polarised_as_can_be():
    assert polarisation(np.array([0.0, 1.0])) == pytest.approx(2**-2.3)
    assert polarisation(np.array([0.0, 0.0, 1.0, 1.0]) / 2) < polarisation(np.array([0.0, 1.0]))
    assert polarisation(np.full(7, 0.4)) == 0


@pytest.mark.parametrize(
    ("values", "expected"), [([1, 1, 1], 0), ([0, 1], 0.5), ([0, 0, 0, 8], 0.75), ([0, 0], 0)]
)
def test_gini(values, expected):
    assert gini(np.array(values, dtype=float)) == pytest.approx(expected)


def test_all_measures_are_reported_and_none_is_the_score():
    measures = summary(np.array([40.0, 90.0]), np.array([64.0, 100.0]), 1.1)
    assert measures == pytest.approx(
        {
            "mean buy-in": 65,
            "lowest buy-in": 40,
            "geometric mean buy-in": 60,
            "inequality of buy-in (Gini)": 2 * 50 / (2 * 2 * 130),
            "polarisation of buy-in": 2 * 0.5**3.3 * 0.5,
            "mean overlap": 82,
            "lowest overlap": 64,
            "geometric mean overlap": 80,
            "hospital pressure": 1.1,
        }
    )


def test_one_group_without_buy_in_leaves_no_geometric_mean():
    measures = summary(np.array([0.0, 80.0]), np.array([50.0, 50.0]), 1.0)
    assert measures["geometric mean buy-in"] == 0


def test_a_game_that_has_not_been_played_has_no_outcomes(two_towns):
    with pytest.raises(ValueError, match="has to be played"):
        outcomes(begin(two_towns))
