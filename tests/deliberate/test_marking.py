"""Papers: what voters mark, by the kind of paper and by a tactic, and how many are spoilt."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.model.electorate import Electorate
from deliberate.model.marking import PAPERS, Voters, cast
from deliberate.model.tactics import BULLET, BURY, COMPROMISE, tactic_for
from elections import BallotKind, Scores, system, systems

NAMES = ("Ann", "Bob", "Cat")
UTILITY = np.array([[3.0, 1.0, 0.0], [2.0, 3.0, 1.0], [1.0, 2.0, 5.0]])
EXACT = Electorate(
    alienation=-10.0, spoilt_cross=0.0, spoilt_pair=0.0, spoilt_ranking=0.0, spoilt_scores=0.0
)
# With 1.6 further names on average, these draws are voters who rank one, two and three.
ONE_TWO_THREE = np.array([0.1, 0.4, 0.6])


def three(**change):
    voters = Voters(
        utility=UTILITY,
        poll=np.array([0.5, 0.3, 0.2]),
        names=ONE_TWO_THREE,
        slip=np.full(3, 0.5),
        guile=np.zeros(3),
    )
    return evolve(voters, **change)


def crowd(count=20_000, seed=2):
    rng = np.random.default_rng(seed)
    names, slip, guile = rng.random((3, count))
    return Voters(
        utility=rng.normal(size=(3, count)),
        poll=np.array([0.5, 0.3, 0.2]),
        names=names,
        slip=slip,
        guile=guile,
    )


def table(done):
    ballots = done.ballots
    return ballots.ratings if isinstance(ballots, Scores) else ballots.ranks


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (BallotKind.ONE, [[1, 255, 255], [255, 1, 255], [255, 255, 1]]),
        (BallotKind.TWO, [[1, 255, 255], [255, 1, 2], [255, 2, 1]]),
        (BallotKind.TWICE, [[1, 2, 3], [3, 1, 2], [3, 2, 1]]),
        (BallotKind.RANKING, [[1, 255, 255], [255, 1, 2], [3, 2, 1]]),
        (BallotKind.APPROVAL, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        (BallotKind.SCORE, [[5, 3, 0], [0, 5, 3], [0, 1, 5]]),
    ],
)
def test_ballots_say_what_the_voter_likes(kind, expected):
    [done] = cast([three()], kind, NAMES, tactic=None, manner=EXACT)
    assert table(done).T.tolist() == expected
    assert (done.spoilt, done.tactical) == (0, 0)


def test_every_kind_of_paper_can_be_marked():
    assert set(PAPERS) == set(BallotKind)
    assert {each.ballot for each in systems()} <= set(BallotKind)


def test_voters_rank_one_name_and_further_ones_by_poissons_law():
    voters = crowd()
    voters = evolve(voters, utility=np.arange(12)[::-1, None] + 0.1 * np.zeros(20_000))
    voters = evolve(voters, poll=np.full(12, 1 / 12))
    [done] = cast([voters], BallotKind.RANKING, tuple("abcdefghijkl"), tactic=None, manner=EXACT)
    ranked = (done.ballots.ranks < 255).sum(axis=0)
    assert ranked.mean() == pytest.approx(2.6, abs=0.03)
    assert (ranked == 1).mean() == pytest.approx(np.exp(-1.6), abs=0.01)


def test_nobody_ranks_a_candidate_whom_they_cannot_bear():
    manner = evolve(EXACT, alienation=0.0, names=10.0)
    [done] = cast(
        [three(utility=UTILITY - 1.5)], BallotKind.RANKING, NAMES, tactic=None, manner=manner
    )
    assert done.ballots.ranks.T.tolist() == [[1, 2, 255], [255, 1, 2], [255, 255, 1]]


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        (BallotKind.ONE, 0.002, 0.013),
        (BallotKind.TWICE, 0.002, 0.013),
        (BallotKind.TWO, 0.013, 0.035),
        (BallotKind.RANKING, 0.05, 0.09),
        (BallotKind.APPROVAL, 0.002, 0.013),
        (BallotKind.SCORE, 0.05, 0.09),
    ],
)
def test_papers_are_spoilt_as_often_as_was_seen(kind, low, high):
    [done] = cast([crowd()], kind, NAMES, tactic=None, manner=Electorate())
    assert low < done.spoilt / 20_000 < high
    assert done.ballots.voters + done.spoilt == 20_000


@pytest.mark.parametrize(
    ("tactic", "kind", "expected"),
    [
        # Ann and Bob have a chance, and the third voter likes Cat best and Bob better than Ann.
        (COMPROMISE, BallotKind.ONE, [255, 1, 255]),
        (COMPROMISE, BallotKind.RANKING, [3, 1, 2]),
        (BURY, BallotKind.RANKING, [3, 1, 2]),
        (BULLET, BallotKind.APPROVAL, [0, 1, 0]),
        (BULLET, BallotKind.SCORE, [0, 5, 0]),
    ],
)
def test_a_tactic_does_the_best_with_those_who_have_a_chance(tactic, kind, expected):
    [done] = cast([three()], kind, NAMES, tactic=tactic, manner=EXACT)
    assert table(done)[:, 2].tolist() == expected


def test_burying_puts_the_rival_last():
    voters = three(names=np.full(3, 0.99))
    [done] = cast([voters], BallotKind.RANKING, NAMES, tactic=BURY, manner=EXACT)
    assert done.ballots.ranks[:, 0].tolist() == [1, 3, 2]


@pytest.mark.parametrize("name", [each.id for each in systems() if each.takes is Scores])
def test_a_bullet_names_one_candidate(name):
    voters, chosen = crowd(), system(name)
    [done] = cast([voters], chosen.ballot, NAMES, tactic=tactic_for(chosen), manner=EXACT)
    bullets = table(done)[:, voters.guile < EXACT.bullet]
    assert (bullets == bullets.max()).sum(axis=0).tolist() == [1] * bullets.shape[1]
    assert (bullets > 0).sum() == bullets.shape[1]


@pytest.mark.parametrize(
    ("tactic", "share"), [(COMPROMISE, "compromise"), (BURY, "burial"), (BULLET, "bullet")]
)
@pytest.mark.parametrize("value", [0.0, 0.05, 0.3])
def test_the_share_of_tactical_voters_is_the_parameter(tactic, share, value):
    kind = BallotKind.SCORE if tactic is BULLET else BallotKind.RANKING
    voters, manner = crowd(), evolve(EXACT, **{share: value})
    [sincere] = cast([voters], kind, NAMES, tactic=None, manner=manner)
    [done] = cast([voters], kind, NAMES, tactic=tactic, manner=manner)
    changed = (table(sincere) != table(done)).any(axis=0)
    assert changed.sum() == done.tactical <= (voters.guile < value).sum()
    assert not changed[voters.guile >= value].any()
    assert (done.tactical > 0) == (value > 0)


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 99),
    kind=st.sampled_from(BallotKind),
    number=st.integers(1, 30),
    candidates=st.integers(2, 8),
)
def test_every_paper_is_counted_or_spoilt(seed, kind, number, candidates):
    rng = np.random.default_rng(seed)
    names, slip, guile = rng.random((3, number))
    voters = Voters(
        utility=rng.normal(size=(candidates, number)),
        poll=rng.random(candidates) + 0.01,
        names=names,
        slip=slip,
        guile=guile,
    )
    tactic = BULLET if PAPERS[kind].maximum else COMPROMISE
    [done] = cast(
        [voters], kind, tuple("abcdefgh"[:candidates]), tactic=tactic, manner=Electorate()
    )
    assert done.ballots.voters + done.spoilt == number
    assert done.spoilt == (slip < PAPERS[kind].spoilt(Electorate())).sum()
    marks = table(done)
    if isinstance(done.ballots, Scores):
        assert (marks.max(axis=0) == PAPERS[kind].maximum).all()
    else:
        # Ranks run 1, 2, 3 without a hole, so a paper's best is 1 and its worst says how many.
        ranked = (marks < 255).sum(axis=0)
        assert (marks.min(axis=0) == 1).all()
        assert np.where(marks < 255, marks, 0).max(axis=0).tolist() == ranked.tolist()


@pytest.mark.parametrize("each", systems(), ids=lambda each: each.id)
def test_the_tactic_follows_from_what_lower_preferences_can_do(each):
    tactic = tactic_for(each)
    if each.takes is Scores:
        assert tactic in (BULLET, None)
    elif each.random:
        assert tactic is None
    else:
        assert tactic in (COMPROMISE, BURY, None)


@pytest.mark.parametrize(
    ("names", "tactic"),
    [
        (["plurality", "two_round", "supplementary", "contingent", "irv"], COMPROMISE),
        (["borda", "copeland", "minimax", "schulze", "ranked_pairs", "benham"], BURY),
        (["approval", "score", "star"], BULLET),
        (["random_ballot"], None),
    ],
)
def test_the_tactics_are_those_of_the_literature(names, tactic):
    assert {tactic_for(system(name)) for name in names} == {tactic}


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 99),
    kind=st.sampled_from(BallotKind),
    numbers=st.lists(st.integers(0, 30), min_size=1, max_size=4),
    candidates=st.integers(2, 10),
    sincere=st.booleans(),
)
def test_who_votes_elsewhere_changes_no_paper(seed, kind, numbers, candidates, sincere):
    rng, tactic = np.random.default_rng(seed), BULLET if PAPERS[kind].maximum else BURY
    electorates = []
    for number in numbers:
        names, slip, guile = rng.random((3, number))
        utility, poll = rng.normal(size=(candidates, number)), rng.random(candidates) + 0.01
        electorates.append(Voters(utility=utility, poll=poll, names=names, slip=slip, guile=guile))
    how = {"tactic": None if sincere else tactic, "manner": evolve(Electorate(), burial=0.3)}
    people = tuple("abcdefghij"[:candidates])
    assert cast(electorates, kind, people, **how) == [
        cast([each], kind, people, **how)[0] for each in electorates
    ]
