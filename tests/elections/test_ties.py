"""Every way of breaking ties, on kernels of every shape."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections import (
    CandidateOrder,
    ElectionError,
    EveryWay,
    Lot,
    LotNumbers,
    Manual,
    Profile,
    TieError,
    elect,
    elect_many,
)
from elections.breakers import ByHand, ByPriority

LEVEL = Profile.from_text("2: Ann\n1: Bob\n1: Cat\n1: Dan")


def test_lot_numbers_favour_the_lower():
    numbers = LotNumbers({"Ann": 4, "Bob": 3, "Cat": 1, "Dan": 2})
    count = elect(LEVEL, "two_round", ties=numbers)
    assert [tie.chosen for tie in count.ties] == [("Cat",)]
    assert str(count.ties[0]).endswith("Cat stays in, by published lot numbers.")
    gone = [each.eliminated for each in elect(LEVEL, "irv", ties=numbers).rounds]
    assert gone == [("Bob",), ("Dan",), ()]


def test_a_lot_may_have_its_own_seed():
    assert elect(LEVEL, "irv", ties=Lot(5)) == elect(LEVEL, "irv", seed=5)


def test_decided_by_hand():
    hand = Manual({frozenset({"Bob", "Cat", "Dan"}): "Dan", frozenset({"Bob", "Cat"}): "Cat"})
    count = elect(LEVEL, "irv", ties=hand)
    assert [each.eliminated for each in count.rounds] == [("Dan",), ("Cat",), ()]
    assert count.ties[0].how == "decided by hand"
    stays = elect(LEVEL, "two_round", ties=hand)
    assert stays.rounds[1].tally == {"Ann": 2, "Dan": 1}


def test_a_tie_that_nobody_decided_is_named():
    with pytest.raises(TieError, match='"Bob" and "Cat" and "Dan" are level, and no choice'):
        elect(LEVEL, "irv", ties=Manual({}))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: LotNumbers({"Ann": 1, "Bob": 2, "Cat": 3}), 'candidate "Dan" has no lot number'),
        (lambda: LotNumbers(dict.fromkeys(("Ann", "Bob", "Cat", "Dan"), 1)), "the same lot number"),
        (lambda: Manual({frozenset({"Ann", "Bbo"}): "Ann"}), 'candidate "Bbo"; did you mean "Bob"'),
        (lambda: Manual({frozenset({"Ann", "Bob"}): "Anne"}), 'is not one of .* mean "Ann"'),
        (lambda: "lots", 'ties cannot be "lots"; did you mean "lot"'),
    ],
)
def test_policies_that_cannot_be_followed(make, words):
    with pytest.raises(ElectionError, match=words):
        elect(LEVEL, "irv", ties=make())


def test_many_elections_call_candidates_by_number():
    ranks = np.ones((3, 1, 2), dtype=np.uint8)
    numbers = LotNumbers({"1": 9, "2": 5, "3": 7})
    assert elect_many(ranks, "plurality", ties=numbers).tolist() == [1, 1]
    hand = Manual({frozenset("123"): "3"})
    assert elect_many(ranks, "plurality", ties=hand, overvotes="split").tolist() == [2, 2]


levels = st.integers(1, 6).flatmap(
    lambda many: st.tuples(
        st.lists(st.booleans(), min_size=many, max_size=many).filter(any),
        st.permutations(range(many)),
    )
)


@given(levels, st.data())
def test_a_hand_that_follows_an_order_does_as_the_order(drawn, data):
    level, order = np.array(drawn[0])[:, None], np.array(drawn[1])[:, None]
    names = tuple("ABCDEF"[: len(order)])
    draws = np.zeros(1)

    class Favours(dict):
        def get(self, names):
            return min(names, key=lambda name: order["ABCDEF".index(name), 0])

    priority, hand = ByPriority(order, draws), ByHand(names, Favours(), draws)
    many = np.array([data.draw(st.integers(0, max(int(level.sum()) - 2, 0)))])
    assert priority.first(level) == hand.first(level)
    assert (priority.keep(level, many) == hand.keep(level, many)).all()
    assert priority.keep(level, many).sum() == many
    everyone = np.ones_like(level)
    assert (hand.order(everyone) == priority.order(everyone)).all()
    # The level are in the same order as among all, and all the others come after them.
    asked = hand.order(level)[:, 0]
    assert np.argsort(asked)[: level.sum()].tolist() == [
        place for place in np.argsort(order[:, 0]) if level[place]
    ]
    assert sorted(asked) == list(range(len(order)))
    assert hand.some(np.array([0])).chance() == priority.chance()


@given(st.sampled_from([Lot(), Lot(3), CandidateOrder(), EveryWay()]), st.integers(0, 9))
def test_every_policy_orders_all_candidates_and_draws_chances(policy, seed):
    breaker = policy.breakers("ABCD", seed)(5)
    assert (np.sort(breaker.priority, axis=0) == np.arange(4)[:, None]).all()
    assert ((breaker.chance() >= 0) & (breaker.chance() < 1)).all()
    again = policy.breakers("ABCD", seed)(5).some(np.array([3]))
    assert (again.priority == breaker.priority[:, 3:4]).all()
