"""What a block of a study adds up, against plain Python that looks at one election at a time."""

from __future__ import annotations

import sys
from itertools import combinations

import numpy as np
import pytest

from elections import LotNumbers, Profile, Scores, elect, system, systems
from elections.findings import Findings
from elections.marking import approvals, ratings
from elections.paradoxes import MARKS, cycles, top_cycles
from elections.society import GREATEST, concerns
from elections.stack import Stack
from elections.study import Study
from elections.sums import _society, count_block
from elections.systems.base import BallotKind, Outcome, System
from elections.tactics import STRATEGIES

SYSTEMS = ("irv", "borda", "approval", "score", "black", "minimax")


class Slow:
    """One election: voters' utilities as lists, and everything that follows from them."""

    def __init__(self, utilities, priority, study):
        self.utilities, self.priority, self.study = utilities, priority, study
        self.candidates = range(len(utilities[0]))
        self.orders = [sorted(self.candidates, key=lambda c: -own[c]) for own in utilities]
        self.welfare = self._welfare()

    def _welfare(self):
        total = [0.0] * len(self.candidates)
        for own in self.utilities:
            low, span = (0, 1) if self.study.raw else (min(own), max(own) - min(own))
            for c in self.candidates:
                total[c] += (own[c] - low) / span
        return total

    def beats(self, one, other):
        above = sum(order.index(one) < order.index(other) for order in self.orders)
        return 2 * above > len(self.orders)

    def marked(self):
        half = len(self.orders) / 2
        others = {c: [d for d in self.candidates if d != c] for c in self.candidates}
        return {
            "condorcet_winner": {
                c for c in self.candidates if all(self.beats(c, d) for d in others[c])
            },
            "majority_winner": {
                c for c in self.candidates if sum(o[0] == c for o in self.orders) > half
            },
            "condorcet_loser": {
                c for c in self.candidates if all(self.beats(d, c) for d in others[c])
            },
            "majority_loser": {
                c for c in self.candidates if sum(o[-1] == c for o in self.orders) > half
            },
            "dominated": {
                c
                for c in self.candidates
                if any(all(o.index(d) < o.index(c) for o in self.orders) for d in others[c])
            },
        }

    def top_cycle(self):
        return all(any(self.beats(d, c) for d in self.candidates) for c in self.candidates)

    def cycle(self):
        def walk(path):
            following = [c for c in self.candidates if self.beats(path[-1], c)]
            return path[0] in following or any(walk([*path, c]) for c in following if c not in path)

        return any(walk([c]) for c in self.candidates)

    def winner(self, name, strategy=""):
        if name == GREATEST:
            most = max(self.welfare)
            level = [c for c in self.candidates if self.welfare[c] == pytest.approx(most, 1e-6)]
            return min(level, key=lambda c: self.priority[c])
        ballots = self._ballots(system(name).ballot, strategy)
        names = ballots.candidates
        numbers = dict(zip(names, self.priority, strict=True))
        return names.index(elect(ballots, name, ties=LotNumbers(numbers)).elected)

    def _ballots(self, kind, strategy):
        names = [f"c{c}" for c in self.candidates]
        liked = np.array(self.utilities).T
        rated = kind in (BallotKind.APPROVAL, BallotKind.SCORE)
        scale = 1 if kind is BallotKind.APPROVAL else self.study.maximum
        if concerns(strategy, kind):
            poll = [sum(order[0] == c for order in self.orders) for c in self.candidates]
            rest = {"maximum": scale} if rated else {}
            marks = STRATEGIES[strategy](liked, poll, tactical=self.study.tactical, **rest)
        elif rated:
            marks = approvals(liked) if scale == 1 else ratings(liked, scale)
        else:
            marks = [[order.index(c) + 1 for order in self.orders] for c in self.candidates]
        if rated:
            return Scores.from_ratings(marks, names, maximum=scale)
        return Profile.from_ranks(marks, names)


def slow_elections(study, number):
    society = _society(study, number)
    liked, order = society.liked.astype(float), society.breaker.priority
    return [
        Slow(liked[:, :, e].T.tolist(), (order[:, e] + 1).tolist(), study)
        for e in range(liked.shape[2])
    ]


def slow_moments(pairs):
    return [
        sum(figures)
        for figures in zip(*((x, y, x * x, y * y, x * y) for x, y in pairs), strict=True)
    ]


def slow_judged(elections, winners):
    marks = [each.marked() for each in elections]
    moments = []
    for chosen in winners:
        pairs = []
        for each, winner in zip(elections, chosen, strict=True):
            average = sum(each.welfare) / len(each.welfare)
            pairs.append((max(each.welfare) - average, each.welfare[winner] - average))
        moments.append(slow_moments(pairs))
    return {
        "trials": [[sum(bool(m[word]) for m in marks) for _ in winners] for word in MARKS],
        "elected": [
            [sum(w in m[word] for w, m in zip(chosen, marks, strict=True)) for chosen in winners]
            for word in MARKS
        ],
        "moments": moments,
    }


def slow_shifted(elections, before, after):
    marks = [each.marked()["condorcet_winner"] for each in elections]
    sums = {"both": [], "moved": [], "paired": [], "gained": [], "lost": [], "shift_moments": []}
    for was, now in zip(before, after, strict=True):
        pairs = []
        for each, old, new in zip(elections, was, now, strict=True):
            best = max(each.welfare) - sum(each.welfare) / len(each.welfare)
            pairs.append((best, each.welfare[new] - each.welfare[old]))
        triples = list(zip(marks, was, now, strict=True))
        sums["both"].append(len(triples))
        sums["moved"].append(sum(old != new for _, old, new in triples))
        sums["paired"].append(sum(bool(mark) for mark, _, _ in triples))
        sums["gained"].append(sum(new in mark and old not in mark for mark, old, new in triples))
        sums["lost"].append(sum(old in mark and new not in mark for mark, old, new in triples))
        sums["shift_moments"].append(slow_moments(pairs))
    return sums


def slow_sums(study, number):
    elections = slow_elections(study, number)
    winners = [[e.winner(row, study.strategy) for e in elections] for row in study.rows]
    rows = range(len(winners))
    sums = {
        "elections": len(elections),
        "top_cycles": sum(each.top_cycle() for each in elections),
        "cycles": sum(each.cycle() for each in elections),
        "there": [sum(bool(each.marked()[word]) for each in elections) for word in MARKS],
        "decided": [[len(elections)] * len(winners)] * len(winners),
        "agreed": [
            [sum(a == b for a, b in zip(winners[r], winners[s], strict=True)) for s in rows]
            for r in rows
        ],
        **slow_judged(elections, winners),
    }
    if study.strategy:
        sincere = [[each.winner(row) for each in elections] for row in study.rows]
        told = slow_judged(elections, sincere)
        sums |= {f"sincere_{word}": each for word, each in told.items()}
        sums["sincere_decided"] = [len(elections)] * len(winners)
        sums |= slow_shifted(elections, sincere, winners)
    return sums


STUDIES = [
    {"candidates": 3, "voters": 7},
    {"candidates": 5, "voters": 4, "raw": True},
    {"candidates": 2, "voters": 1},
    {"candidates": 4, "voters": 9, "strategy": "compromise", "tactical": 0.6},
    {"candidates": 4, "voters": 8, "strategy": "bullet", "model": "spatial"},
    {"candidates": 4, "voters": 9, "strategy": "above_expectation", "maximum": 3},
    {"candidates": 4, "voters": 9, "model": "mallows", "parameters": {"phi": 0.7}},
    {"candidates": 6, "voters": 5, "model": "walsh"},
]


@pytest.mark.parametrize("asked", STUDIES, ids=lambda asked: " ".join(map(str, asked.values())))
def test_a_block_adds_up_what_is_found_election_by_election(asked):
    study = Study(systems=SYSTEMS, elections=12, seed=3, **asked)
    fast, slow = count_block(study, 0), slow_sums(study, 0)
    assert fast.keys() == slow.keys()
    for word, figures in slow.items():
        assert np.asarray(fast[word]).shape == np.shape(figures), word
        assert fast[word] == pytest.approx(np.array(figures), rel=1e-4, abs=1e-4), word


def test_marks_and_cycles_of_random_profiles_are_those_of_the_definitions():
    study = Study(candidates=5, voters=6, elections=60, systems=())
    stack = _society(study, 0).ranked
    for e, slow in enumerate(slow_elections(study, 0)):
        for word, mark in MARKS.items():
            assert set(np.flatnonzero(mark(stack)[:, e]).tolist()) == slow.marked()[word]
        assert top_cycles(stack)[e] == slow.top_cycle()
        assert cycles(stack)[e] == slow.cycle()


def stand_in(monkeypatch, other):
    """Let a made-up system take the place of the one that has its id."""
    known = {each.id: each for each in systems()}
    place = sys.modules["elections.systems"]
    monkeypatch.setattr(place, "_load", {**known, other.id: other}.__getitem__)


def halting(known):
    """Make a system that elects the first candidate, and is undecided unless ``known``."""

    def kernel(stack, _rules):
        winner = np.where(known(stack), 0, -1)
        return Outcome(winner=winner, leaders=np.ones((stack.candidates, stack.elections), bool))

    voting = system("irv")
    return System(
        id="dodgson",
        name="Halting",
        ballot=voting.ballot,
        takes=voting.takes,
        summary="It may not end.",
        source="",
        truncated="",
        tied="",
        kernel=kernel,
    )


def test_undecided_elections_count_in_no_figure(monkeypatch):
    def first_voter_agrees(stack):
        return stack.values[0, 0] == 1

    stand_in(monkeypatch, halting(first_voter_agrees))
    study = Study(candidates=3, voters=5, elections=90, systems=("dodgson", "irv"), coalition=True)
    found = Findings(study=study).plus(count_block(study, 0))
    slow = slow_elections(study, 0)
    decided = [each for each in slow if each.orders[0][0] == 0]
    undecided = len(slow) - len(decided)
    assert 0 < undecided == found.undecided("dodgson") < 90
    assert found.undecided("irv") == 0
    with_winner = [w for each in decided if (w := each.marked()["condorcet_winner"])]
    assert found.efficiency("dodgson").trials == len(with_winner)
    assert found.efficiency("dodgson").value == sum(w == {0} for w in with_winner) / len(
        with_winner
    )
    assert found.utility("dodgson").trials == len(decided)
    assert found.agreement("dodgson", "dodgson").value == 1
    assert found.agreement("dodgson", "irv").trials == len(decided)
    assert found.agreement("dodgson", "irv").value == sum(
        each.winner("irv") == 0 for each in decided
    ) / len(decided)
    assert found.manipulable("dodgson").trials == len(decided)


def test_what_is_undecided_only_with_tactics_is_no_change(monkeypatch):
    def first_voter_agrees(stack):
        return stack.values[0, 0] == 1

    stand_in(monkeypatch, halting(first_voter_agrees))
    study = Study(candidates=3, voters=5, elections=90, systems=("dodgson",), strategy="compromise")
    sums = count_block(study, 0)
    found = Findings(study=study).plus(sums)
    assert found.changed("dodgson").trials == sums["both"][2] < sums["sincere_decided"][2] < 90
    assert found.changed("dodgson").value == 0
    assert found.sincere_utility("dodgson").trials == sums["sincere_decided"][2]


@pytest.mark.parametrize("name", [each.id for each in systems() if not each.whole_set])
def test_every_system_that_elects_one_candidate_can_be_studied(name):
    study = Study(candidates=4, voters=6, elections=40, systems=(name,))
    found = Findings(study=study).plus(count_block(study, 0))
    assert 0 <= found.efficiency(name).value <= 1
    assert found.undecided(name) == 0


def test_a_cycle_below_the_top_is_no_top_cycle():
    # A beats all; B beats C beats D beats B.
    ranks = np.array([[1, 1, 1], [2, 4, 3], [3, 2, 4], [4, 3, 2]], dtype=np.uint8)
    stack = Stack(values=ranks[:, :, None])
    assert cycles(stack)[0]
    assert not top_cycles(stack)[0]


def test_ties_all_round_are_no_cycle():
    ranks = np.array([list(pair) for pair in combinations([1, 2], 2)] * 2, dtype=np.uint8)
    stack = Stack(values=np.stack([ranks[0], ranks[0][::-1]])[:, :, None])
    assert not cycles(stack)[0]
    assert not top_cycles(stack)[0]
