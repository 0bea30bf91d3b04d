"""What is always true of systems that go by places, and of the parts that they share."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import Profile, elect
from elections.sharing import by_size, exact, parts, share
from elections.systems.dowdall import places
from elections.systems.lineup import LineUp
from tests.elections.oracle import ballots_of
from tests.elections.twins.positional import TWINS

quick = settings(max_examples=50, deadline=None)


@st.composite
def profiles(draw: st.DrawFn, *, complete: bool = False) -> Profile:
    candidates = draw(st.integers(1, 5))
    strict = st.permutations(range(1, candidates + 1)).map(list)
    loose = st.lists(st.sampled_from([1, 2, 3, 255]), min_size=candidates, max_size=candidates)
    rows = draw(st.lists(strict if complete else st.one_of(strict, loose), min_size=1, max_size=7))
    weights = draw(st.lists(st.integers(1, 3), min_size=len(rows), max_size=len(rows)))
    return Profile.from_ranks(np.array(rows, dtype=np.uint8).T, "ABCDE"[:candidates], weights)


@quick
@given(profiles(), st.sampled_from(["baldwin", "nanson", "black"]))
def test_the_condorcet_winner_is_elected(profile, name):
    winner = profile.condorcet_winner()
    if winner is not None:
        assert elect(profile, name, ties="all").winners == (winner,)


@quick
@given(profiles(), st.sampled_from(["borda", "baldwin", "nanson", "black"]))
def test_the_condorcet_loser_is_not(profile, name):
    margins = profile.pairwise() - profile.pairwise().T
    for place, candidate in enumerate(profile.candidates):
        if (np.delete(margins[place], place) < 0).all() and len(margins) > 1:
            assert candidate not in elect(profile, name, ties="all").winners


@quick
@given(profiles(), st.sampled_from(["coombs", "contingent", "bucklin", "baldwin", "nanson"]))
def test_a_majority_elects_its_first_choice(profile, name):
    alone = (profile.ranks == 1).sum(axis=0) == 1
    firsts = ((profile.ranks == 1) & alone) @ profile.weights
    for place in np.flatnonzero(2 * firsts > profile.voters):
        assert elect(profile, name, ties="all").winners == (profile.candidates[place],)


@quick
@given(profiles(complete=True))
def test_sums_of_complete_ballots(profile):
    many, voters = len(profile.candidates), profile.voters
    sums = {
        "anti_plurality": (many - 1) * voters,
        "dowdall": voters * sum(Fraction(1, place) for place in range(1, many + 1)),
        "borda": Fraction(many * (many - 1), 2) * voters,
    }
    for name, total in sums.items():
        assert sum(elect(profile, name).rounds[0].tally.values()) == total
    points = elect(profile, "borda").rounds[0].tally
    assert elect(profile, "borda", truncated="zero").rounds[0].tally == points
    assert elect(profile, "borda", truncated="modified").rounds[0].tally == {
        name: each + voters for name, each in points.items()
    }


@quick
@given(profiles(), st.sampled_from(["majority", "none"]), st.sampled_from(["exhaust", "split"]))
def test_every_coombs_round_adds_up(profile, stop, overvotes):
    count = elect(profile, "coombs", stop=stop, overvotes=overvotes)
    assert sum(count.rounds[0].tally.values()) == count.voters - count.uncounted
    for before, after in zip(count.rounds, count.rounds[1:], strict=False):
        assert sum(before.against.values()) == sum(before.tally.values())
        assert before.against[before.eliminated[0]] == max(before.against.values())
        assert sum(after.tally.values()) + after.exhausted == sum(count.rounds[0].tally.values())
    assert not count.rounds[-1].against


@quick
@given(profiles(), st.sampled_from(["majority", "none"]), st.sampled_from(["skip", "split"]))
def test_coombs_with_overvotes_skipped_or_split_is_as_its_twin(profile, stop, overvotes):
    options = {"stop": stop, "overvotes": overvotes}
    ballots = ballots_of(profile.ranks.T.tolist(), profile.weights.tolist())
    expected = TWINS["coombs"](ballots, len(profile.candidates), options)
    winners = elect(profile, "coombs", ties="all", **options).winners
    assert winners == tuple(profile.candidates[place] for place in sorted(expected))


@quick
@given(profiles())
def test_bucklin_votes_only_grow(profile):
    count = elect(profile, "bucklin")
    for before, after in zip(count.rounds, count.rounds[1:], strict=False):
        gained = {name: after.tally[name] - before.tally[name] for name in before.tally}
        assert {name: gain for name, gain in gained.items() if gain} == after.transferred
        assert max(before.tally.values()) < count.facts["majority"]


masks = st.tuples(st.integers(1, 5), st.integers(1, 6), st.integers(1, 3)).flatmap(
    lambda shape: st.lists(
        st.booleans(), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))
    ).map(lambda drawn: np.array(drawn).reshape(shape))
)


@quick
@given(masks, st.booleans())
def test_shares_are_exact(marked, weighted):
    many = len(marked)
    weights = np.arange(2, 2 + marked.shape[1]) if weighted else None
    each = np.ones(marked.shape[1], dtype=int) if weights is None else weights
    found = share(marked, weights, parts(many), np.int64)
    for candidate, election in np.ndindex(many, marked.shape[2]):
        column = marked[:, :, election]
        held = [
            Fraction(int(weight), int(column[:, ballot].sum()))
            for ballot, weight in enumerate(each)
            if column[candidate, ballot]
        ]
        assert Fraction(int(found[candidate, election]), parts(many)) == sum(held)
    total = sum(by_size(marked, weights).values(), np.zeros(marked.shape[::2], dtype=int))
    assert (total == (marked * each[:, None]).sum(axis=1)).all()


def test_numbers_are_as_long_as_they_must_be():
    assert exact(2**62 - 1) is np.int64
    assert exact(2**62) is object
    assert [parts(most) for most in range(5)] == [1, 1, 2, 6, 12]


@quick
@given(profiles())
def test_places_are_counted_on_each_ballot(profile):
    first, last = places(profile.ranks[:, :, None])
    for ranks, low, high in zip(profile.ranks.T, first[:, :, 0].T, last[:, :, 0].T, strict=True):
        for rank, its_first, its_last in zip(ranks, low, high, strict=True):
            above, level = (ranks < rank).sum(), (ranks == rank).sum()
            its = (above + 1, above + level) if rank < 255 else (255, 255)
            assert (its_first, its_last) == its


@quick
@given(st.data(), st.integers(2, 6), st.integers(1, 4))
def test_a_line_up_holds_the_rows_of_those_standing(data, candidates, elections):
    ranks = np.arange(candidates * 3 * elections, dtype=np.uint8).reshape(candidates, 3, elections)
    line, standing = LineUp.of(ranks), [set(range(candidates)) for _ in range(elections)]
    everyone = np.arange(elections)
    for _ in range(candidates - 1):
        gone = [data.draw(st.sampled_from(sorted(each))) for each in standing]
        standing = [each - {out} for each, out in zip(standing, gone, strict=True)]
        line = line.without(np.array(gone))
        spread = line.spread(line.ranks[:, 0], everyone)
        for election, each in enumerate(standing):
            assert set(line.who[:, election].tolist()) == each
            assert all(spread[c, election] == ranks[c, 0, election] for c in each)
