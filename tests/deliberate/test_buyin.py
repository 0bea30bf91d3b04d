"""Buy-in: each of the seven terms by hand, and an account that sums to the change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.model import buyin
from deliberate.model.buyin import Weights

WEIGHTS = Weights()


def one(value):
    return np.array([value], dtype=float)


def test_five_points_won_or_lost_lie_13_4_points_apart():
    won, lost = buyin.outcome(np.array([5.0, -5.0]), np.zeros(2), WEIGHTS)
    assert won == pytest.approx(4.122, abs=1e-3)
    assert lost == pytest.approx(-9.274, abs=1e-3)
    assert won - lost == pytest.approx(13.4, abs=0.05)


@pytest.mark.parametrize(
    ("gain", "heard", "points"), [(-5, 1.0, -6.492), (-5, 0.6, -7.605), (5, 1.0, 4.122), (0, 0, 0)]
)
def test_a_fair_hearing_cushions_a_loss_only(gain, heard, points):
    assert buyin.outcome(one(gain), one(heard), WEIGHTS) == pytest.approx(points, abs=1e-3)


@pytest.mark.parametrize(
    ("relief", "stake", "control", "points"),
    [(-2, 0.8, 1.0, -2.4845), (-2, 0.8, 0.0, -1.6564), (2, 0.8, 1.0, 0.7362), (2, 0.0, 1.0, 0.0)],
)
def test_blame_for_services_follows_control_and_credit_does_not(relief, stake, control, points):
    felt = buyin.services(one(relief), one(stake), control, WEIGHTS)
    assert felt == pytest.approx(points, abs=1e-3)


def test_process_pays_from_shut_out_to_at_the_table():
    heard = np.array([0.0, 0.3, 0.6, 1.0])
    assert buyin.process(heard, WEIGHTS) == pytest.approx([-4.0, -1.6, 0.8, 4.0])


@pytest.mark.parametrize(("years", "points"), [(0, 3.8), (3, 3.8 / np.e), (6, 3.8 / np.e**2)])
def test_a_mandate_fades_with_the_years(years, points):
    assert buyin.mandate(0.65, one(0.75), years, WEIGHTS) == pytest.approx(points)


@pytest.mark.parametrize(("kept", "points"), [(1.0, 2.0), (0.0, -4.5), (0.5, -1.25)])
def test_a_broken_promise_weighs_more_than_a_kept_one(kept, points):
    assert buyin.promise(kept, WEIGHTS) == pytest.approx(points)


@pytest.mark.parametrize(
    ("split", "due", "kept"),
    [
        ((0.5, 0.3, 0.2), 1.0, 0.0),
        ((0.4, 0.4, 0.2), 1.0, 1.0),
        ((0.45, 0.35, 0.2), 1.0, 0.5),
        ((0.475, 0.325, 0.2), 0.25, 1.0),
        ((0.3, 0.5, 0.2), 1.0, 1.0),
        ((0.6, 0.2, 0.2), 1.0, 0.0),
        ((0.4, 0.3, 0.3), 1.0, 0.5),
    ],
    ids=["nothing", "all", "half", "a quarter when due", "more", "backwards", "the cut alone"],
)
def test_a_promise_is_kept_as_far_as_the_money_moved_on_time(split, due, kept):
    before, manifesto = np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.4, 0.2])
    assert buyin.kept_promise(np.array(split), before, manifesto, due) == pytest.approx(kept)


def test_who_promises_no_change_breaks_no_promise():
    same = np.array([0.5, 0.5])
    assert buyin.kept_promise(np.array([0.4, 0.6]), same, same, 1.0) == 1.0


@pytest.mark.parametrize(("control", "points"), [(0.0, -1.6), (1.0, -0.96)])
def test_control_shields_from_contradictory_demands(control, points):
    assert buyin.national(0.5, one(0.8), control, WEIGHTS) == pytest.approx(points)


@pytest.mark.parametrize(
    ("moved", "heard", "points"), [(3.5, 0.0, -2.0), (3.5, 1.0, -1.0), (1.5, 0.0, 0.0), (0, 0, 0)]
)
def test_only_haste_beyond_the_easy_pace_costs(moved, heard, points):
    assert buyin.pace(moved, one(heard), WEIGHTS) == pytest.approx(points)


def test_overlap_counts_the_shared_part_of_two_splits():
    wanted = np.array([[0.5, 0.3, 0.2], [0.4, 0.3, 0.3], [0.0, 0.0, 1.0]])
    assert buyin.overlap(wanted[0], wanted) == pytest.approx([100, 90, 20])


def settled(start, terms, luck=0.0):
    return buyin.settle(one(start), np.array(terms, dtype=float)[:, None], one(luck), WEIGHTS)


@pytest.mark.parametrize(
    ("start", "total", "counted"), [(80, 10, 4), (80, -10, -16), (20, 10, 16), (50, -3, -3)]
)
def test_the_last_sceptic_and_the_last_loyalist_are_hard_to_move(start, total, counted):
    account = settled(start, [total / 2, total / 2, 0, 0, 0, 0, 0])
    assert account.terms.sum() == pytest.approx(counted)
    assert account.settling == pytest.approx(0.25 * (50 - start))


@pytest.mark.parametrize(("luck", "end"), [(200.0, 100.0), (-200.0, 0.0)])
def test_the_ends_of_the_scale_cut_off_what_lies_beyond(luck, end):
    account = settled(50, [0] * 7, luck)
    assert account.limit == pytest.approx(end - 50 - luck)
    assert 50 + account.change() == pytest.approx(end)


@settings(deadline=None, max_examples=100)
@given(
    start=st.floats(0, 100),
    terms=st.lists(st.floats(-40, 40), min_size=7, max_size=7),
    luck=st.floats(-20, 20),
)
def test_the_parts_of_an_account_sum_to_the_change(start, terms, luck):
    account = settled(start, terms, luck)
    total = sum(terms)
    ease = (100 - start) / 50 if total > 0 else start / 50
    free = start + total * ease + 0.25 * (50 - start) + luck
    expected = min(max(free, 0), 100) - start
    assert account.change()[0] == pytest.approx(expected, abs=1e-9)
    parts = [*account.terms[:, 0], *account.settling, *account.luck, *account.limit]
    assert sum(parts) == pytest.approx(expected, abs=1e-9)
