"""Coalitions: against a slow twin of the plan, and against everything that voters could do."""

from __future__ import annotations

from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import system
from elections.coalitions import least_coalitions
from elections.marking import approvals, rankings, ratings
from elections.rules import Rules
from elections.stack import Stack
from elections.systems.base import Outcome, System
from elections.ties import CandidateOrder

SCALES = {"approval": 1, "score": 5, "star": 5, "majority_judgment": 3}
RANKED = ("plurality", "borda", "irv", "coombs", "minimax", "bucklin")


def elect(voting, ballots):
    """Elect from rows of ballots, ties being broken in candidate order."""
    stack = Stack(values=np.array(ballots, dtype=np.uint8).T[:, :, None])
    return int(voting.kernel(stack, rules(voting, stack)).winner[0])


def rules(voting, stack):
    usual = {option: values[0] for option, values in voting.options.items()}
    names = "ABCDEFGH"[: stack.candidates]
    breaker = CandidateOrder().breakers(names, 0)(stack.elections)
    return Rules(breaker=breaker, options=usual)


def slow_least(voting, ballots, ranks, top, bottom):
    """Let voters join one by one, in each of the three orders, for each rival."""
    winner = elect(voting, ballots)
    found = [len(ballots) + 1]
    for rival in range(len(ballots[0])):
        joining = [v for v, rank in enumerate(ranks) if rank[rival] < rank[winner]]

        def rise(v, rival=rival):
            return abs(ballots[v][rival] - top)

        def fall(v):
            return abs(ballots[v][winner] - bottom)

        for gain in (rise, fall, lambda v: rise(v) + fall(v)):
            order = sorted(joining, key=lambda v: -gain(v))
            for size in sizes_tried(len(ballots), len(order)):
                acted = [list(ballot) for ballot in ballots]
                for v in order[:size]:
                    acted[v][rival], acted[v][winner] = top, bottom
                if elect(voting, acted) == rival:
                    found.append(size)
    return min(found)


def sizes_tried(voters, members):
    """List 1, 2, 3 … up to all members, or with more than 100 voters the multiples of 2 …."""
    step = (voters + 99) // 100
    return sorted({min(size, members) for size in range(step, voters + step, step)} - {0})


def societies(candidates, voters):
    number = st.floats(0, 1, width=32, exclude_min=True)
    size = candidates * voters
    distinct = st.lists(number, min_size=size, max_size=size, unique=True)
    return distinct.map(lambda each: np.array(each, dtype=np.float32).reshape(candidates, voters))


@pytest.mark.parametrize("name", [*RANKED, *SCALES])
@settings(max_examples=12)
@given(society=st.tuples(st.integers(2, 4), st.integers(1, 7)).flatmap(lambda n: societies(*n)))
def test_the_least_size_is_that_of_trying_all_sizes_one_voter_after_the_other(name, society):
    voting, best = system(name), SCALES.get(name, 0)
    marked = {0: rankings, 1: approvals}.get(best, lambda liked: ratings(liked, best))(society)
    ranks = rankings(society)
    cast, ranked = Stack(values=marked[:, :, None]), Stack(values=ranks[:, :, None])
    counts = least_coalitions(cast, ranked, voting, rules(voting, cast), maximum=best)
    top, bottom = (best, 0) if best else (0, len(society) + 1)
    rows = marked.T.astype(int).tolist()
    assert counts.sum() == 1
    assert counts.argmax() == slow_least(voting, rows, ranks.T.tolist(), top, bottom)


def test_with_many_voters_sizes_are_tried_in_steps():
    society = np.random.default_rng(8).random((3, 217), dtype=np.float32)
    ranks = rankings(society)
    stack, voting = Stack(values=ranks[:, :, None]), system("borda")
    rows = ranks.T.astype(int).tolist()
    found = least_coalitions(stack, stack, voting, rules(voting, stack)).argmax()
    assert found == slow_least(voting, rows, rows, 0, 4) < 217


EVERY = list(permutations([1, 2, 3]))
PROFILES = list(product(EVERY, repeat=4))


def least_of_all(elected, ranks):
    """Try every coalition, and everything that its members could mark."""
    winner = elected[ranks]
    for size in range(1, len(ranks) + 1):
        for members in combinations(range(len(ranks)), size):
            for marks in product(EVERY, repeat=size):
                acted = list(ranks)
                for member, mark in zip(members, marks, strict=True):
                    acted[member] = mark
                new = elected[tuple(acted)]
                if all(ranks[voter][new] < ranks[voter][winner] for voter in members):
                    return size
    return len(ranks) + 1


@pytest.mark.parametrize("name", ["plurality", "borda", "irv", "minimax"])
def test_no_coalition_is_smaller_than_the_least_of_all(name):
    voting = system(name)
    stack = Stack(values=np.array(PROFILES, dtype=np.uint8).transpose(2, 1, 0).copy())
    winners = voting.kernel(stack, rules(voting, stack)).winner.tolist()
    elected = dict(zip(PROFILES, winners, strict=True))
    sizes = []
    for election in range(0, len(PROFILES), 7):
        one = stack.only(election)
        found = int(least_coalitions(one, one, voting, rules(voting, one)).argmax())
        least = least_of_all(elected, PROFILES[election])
        assert found == least if name == "plurality" else found >= least
        sizes.append(found)
    assert {1, 5} <= set(sizes)


def test_many_elections_are_as_each_alone():
    rng = np.random.default_rng(5)
    stack = Stack(values=rankings(rng.random((4, 9, 30))))
    voting = system("irv")
    together = least_coalitions(stack, stack, voting, rules(voting, stack))
    alone = [stack.only(election) for election in range(30)]
    assert (together == sum(least_coalitions(x, x, voting, rules(voting, x)) for x in alone)).all()


def test_whoever_is_everybodys_favourite_is_safe():
    ranks = np.array([[1] * 5, [2] * 5, [3] * 5], dtype=np.uint8)[:, :, None]
    stack = Stack(values=ranks)
    voting = system("borda")
    counts = least_coalitions(stack, stack, voting, rules(voting, stack))
    assert counts.tolist() == [0, 0, 0, 0, 0, 0, 1]


def test_elections_that_stay_undecided_count_nowhere():
    def halting(stack, _rules):
        winner = np.where(stack.values[0, 0] == 1, 0, -1)
        return Outcome(winner=winner, leaders=np.ones((2, stack.elections), dtype=bool))

    voting = System(
        id="halting",
        name="Halting",
        ballot=system("irv").ballot,
        takes=system("irv").takes,
        summary="It never ends.",
        source="",
        truncated="",
        tied="",
        kernel=halting,
    )
    stack = Stack(values=np.array([[[1, 2]], [[2, 1]]], dtype=np.uint8))
    assert least_coalitions(stack, stack, voting, rules(voting, stack)).tolist() == [0, 0, 1]
