"""Systems that go by defeats: published examples, what they explain, and how they are related."""

from __future__ import annotations

from itertools import pairwise, permutations
from textwrap import dedent

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import LotNumbers, Manual, Profile, TieError, elect, elect_many, system
from elections.systems.defeats import chain, narrow, strongest_paths
from elections.systems.locking import in_turn

PROFILES = {
    "tennessee": "42: M>N>C>K\n26: N>C>K>M\n15: C>K>N>M\n17: K>C>N>M",
    "five winners": (
        "18: A>D>E>C>B\n12: B>E>D>C>A\n10: C>B>E>D>A\n9: D>C>E>B>A\n4: E>B>D>C>A\n2: E>C>D>B>A"
    ),
    "schulze 45": (
        "5: A>C>B>E>D\n5: A>D>E>C>B\n8: B>E>D>A>C\n3: C>A>B>E>D\n"
        "7: C>A>E>B>D\n2: C>B>A>D>E\n7: D>C>E>B>A\n8: E>B>A>D>C"
    ),
    "schulze 21": "8: A>C>D>B\n2: B>A>D>C\n4: C>D>B>A\n4: D>B>A>C\n3: D>C>B>A",
    "schulze 30": "3: A>C>D>B\n9: B>A>C>D\n8: C>D>A>B\n5: D>A>B>C\n5: D>B>C>A",
    "tideman": (
        "7: V>W>X>Y>Z\n3: Z>Y>V>W>X\n6: Y>Z>W>X>V\n3: W>X>V>Z>Y\n5: Z>X>V>W>Y\n3: Y>X>V>W>Z"
    ),
    "condorcet": "23: A>B>C\n17: B>C>A\n2: B>A>C\n10: C>A>B\n8: C>B>A",
    "fishburn": "30: A>B>C\n1: A>C>B\n29: B>A>C\n10: B>C>A\n10: C>A>B\n1: C>B>A",
    "borda or condorcet": "3: A>B>C\n2: B>C>A",
    "squeeze": "40: L>C>R\n35: R>C>L\n13: C>L>R\n12: C>R>L",
}
NAMES = (
    "copeland",
    "llull",
    "minimax",
    "schulze",
    "ranked_pairs",
    "river",
    "split_cycle",
    "raynaud",
    "smith",
    "schwartz",
    "uncovered",
    "condorcet",
)
WINNERS = {
    "tennessee": ["N"] * 12,
    "five winners": ["E"] * 12,
    "schulze 45": ["E", "E", "E", "E", "A", "A", "AE", "E", "ABCDE", "ABCDE", "ACE", "ABCDE"],
    "schulze 21": ["CD", "CD", "D", "D", "A", "D", "AD", "D", "ABCD", "ABCD", "ACD", "ABCD"],
    "schulze 30": ["AD", "AD", "A", "C", "C", "C", "C", "A", "ABCD", "ABCD", "ACD", "ABCD"],
    "tideman": ["Z", "Z", "Y", "V", "V", "V", "V", "V", "VWXYZ", "VWXYZ", "VWXYZ", "VWXYZ"],
    "condorcet": ["ABC", "ABC", "B", "B", "B", "B", "B", "A", "ABC", "ABC", "ABC", "ABC"],
    "fishburn": ["A"] * 12,
    "borda or condorcet": ["A"] * 12,
    "squeeze": ["C"] * 12,
}


def profile_of(margins: dict[str, int]) -> Profile:
    """Make ballots with given even margins, as McGarvey did: {"AB": 6} for A over B by 6."""
    names = sorted({name for pair in margins for name in pair})
    ballots = []
    for (one, other), size in margins.items():
        rest = [name for name in names if name not in (one, other)]
        ballots += [(size // 2, [one, other, *rest]), (size // 2, [*rest[::-1], one, other])]
    text = "\n".join(f"{weight}: {' > '.join(ranking)}" for weight, ranking in ballots)
    return Profile.from_text(text, candidates=names)


# River locks in no second defeat of D, so that nothing contradicts its defeat of B.
RIVER_BED = profile_of({"AC": 2, "AD": 8, "BA": 12, "CD": 12, "DB": 6})
CYCLE = Profile.from_text("1: Ann>Bob>Cat>Dan\n1: Bob>Cat>Ann>Dan\n1: Cat>Ann>Bob>Dan")


@pytest.mark.parametrize("example", PROFILES)
@pytest.mark.parametrize("name", NAMES)
def test_worked_examples(example, name):
    count = elect(Profile.from_text(PROFILES[example]), name, ties="all")
    assert "".join(sorted(count.winners)) == WINNERS[example][NAMES.index(name)]


@pytest.mark.parametrize(
    ("example", "name", "order"),
    [
        ("schulze 45", "schulze", "EACBD"),
        ("schulze 45", "ranked_pairs", "ACEBD"),
        ("tideman", "ranked_pairs", "VWXYZ"),
        ("tennessee", "copeland", "NCKM"),
        ("tennessee", "minimax", "NMCK"),
    ],
)
def test_published_orders(example, name, order):
    count = elect(Profile.from_text(PROFILES[example]), name)
    assert count.order == tuple((each,) for each in order)


@pytest.mark.parametrize(
    ("example", "paths"),
    [
        ("schulze 21", ((0, 14, 14, 12), (13, 0, 13, 12), (13, 15, 0, 12), (13, 19, 13, 0))),
        ("schulze 30", ((0, 17, 17, 17), (18, 0, 19, 19), (18, 20, 0, 20), (18, 21, 19, 0))),
    ],
)
def test_schulzes_strongest_paths(example, paths):
    profile = Profile.from_text(PROFILES[example], candidates="ABCD")
    count = elect(profile, "schulze", strength="winning_votes")
    assert count.tables["strongest paths"] == paths


def test_worst_defeats_in_tennessee():
    profile = Profile.from_text(PROFILES["tennessee"], candidates="MNCK")
    assert elect(profile, "minimax").columns["worst defeat"] == (16, 0, 36, 66)
    by_votes = elect(profile, "minimax", strength="winning_votes")
    assert by_votes.columns["worst defeat"] == (58, 0, 68, 83)
    opposed = elect(profile, "minimax", strength="opposition")
    assert opposed.columns["worst defeat"] == (58, 42, 68, 83)
    assert [str(step) for step in opposed.steps] == [
        "M is defeated worst by N, C and K: 58.",
        "N is defeated worst by M: 42.",
        "C is defeated worst by N: 68.",
        "K is defeated worst by C: 83.",
    ]
    assert str(by_votes.steps[1]) == "N is not defeated."


def test_opposition_may_elect_whom_hardly_anybody_wants():
    # Venzke's example: few prefer Cat to anybody, but no single candidate has all against Cat.
    profile = Profile.from_text("9999: Ann\n1: Ann = Cat > Bob\n1: Bob = Cat > Ann\n9999: Bob")
    assert elect(profile, "minimax", strength="opposition").elected == "Cat"
    assert elect(profile, "minimax", ties="all").winners == ("Ann", "Bob")


def test_a_win_a_draw_and_many_elections():
    ranks = np.array([[[1, 2], [2, 1]], [[2, 1], [1, 1]], [[3, 3], [3, 3]]], dtype=np.uint8)
    for name, elected in (("copeland", [0, 1]), ("llull", [0, 1])):
        assert elect_many(ranks, name, ties="order").tolist() == elected


def test_draws_may_count_nothing():
    # Ann draws with everybody, Bob beats Cat alone.
    profile = Profile.from_text("1: Ann > Bob > Cat > Dan\n1: Dan > Bob > Cat > Ann")
    counted = {
        "copeland": elect(profile, "copeland", ties="all"),
        "zero": elect(profile, "copeland", draws="zero", ties="all"),
        "llull": elect(profile, "llull", ties="all"),
    }
    assert [count.columns["score"] for count in counted.values()] == [
        (1.5, 2, 1, 1.5),
        (0, 1, 0, 0),
        (3, 3, 2, 3),
    ]
    winners = [count.winners for count in counted.values()]
    assert winners == [("Bob",), ("Bob",), ("Ann", "Bob", "Dan")]
    assert counted["copeland"].columns["wins"] == (0, 1, 0, 0)
    assert counted["copeland"].columns["draws"] == (3, 2, 2, 3)
    assert counted["copeland"].columns["losses"] == (0, 0, 1, 0)


def test_the_weakest_of_each_cycle_is_dropped():
    count = elect(Profile.from_text(PROFILES["schulze 30"], candidates="ABCD"), "split_cycle")
    assert [(step.action, step.candidates, step.size) for step in count.steps] == [
        ("stands", ("D", "B"), 12),
        ("stands", ("C", "D"), 10),
        ("dropped", ("B", "C"), 8),
        ("stands", ("D", "A"), 6),
        ("dropped", ("A", "C"), 4),
        ("dropped", ("A", "B"), 2),
    ]
    assert str(count.steps[4]).endswith("no defeat is weaker in A > C > D > A.")
    assert count.elected == "C"


def test_river_locks_in_one_defeat_a_head():
    pairs, river = elect(RIVER_BED, "ranked_pairs"), elect(RIVER_BED, "river")
    assert (pairs.elected, river.elected) == ("B", "C")
    assert [str(step) for step in river.steps] == [
        "B over A (12) is locked in.",
        "C over D (12) is locked in.",
        "A over D (8) is skipped: C over D is locked in.",
        "D over B (6) is locked in.",
        "A over C (2) is skipped: C > D > B > A is locked in.",
    ]
    assert [step.action for step in pairs.steps] == ["locked"] * 3 + ["skipped", "locked"]
    assert not pairs.ties
    assert "tie order" not in pairs.columns


def test_level_defeats_in_the_order_of_their_winners():
    numbers = LotNumbers({"Ann": 4, "Bob": 3, "Cat": 2, "Dan": 1})
    assert str(elect(CYCLE, "ranked_pairs", ties=numbers)) == lines(
        """
        Ranked pairs (Tideman)
        3 ballots, 4 candidates

             Tie order
        Ann          4
        Bob          3
        Cat          2
        Dan          1

        Cat over Dan (3) is locked in.
        Bob over Dan (3) is locked in.
        Ann over Dan (3) is locked in.
        Cat over Ann (1) is locked in.
        Bob over Cat (1) is locked in.
        Ann over Bob (1) is skipped: Bob > Cat > Ann is locked in.

        Ann, Bob and Cat are level; Cat, Bob and Ann have their victories taken in this order, by \
published lot numbers.

        Order: Bob; Cat; Ann; Dan

        Pairwise (row against column)
                1  2  3  4
        Ann  1  0  2  1  3
        Bob  2  1  0  2  3
        Cat  3  2  1  0  3
        Dan  4  0  0  0  0

        Strengths (row against column)
                1  2  3  4
        Ann  1  0  1  0  3
        Bob  2  0  0  1  3
        Cat  3  1  0  0  3
        Dan  4  0  0  0  0

        Locked (row against column)
                1  2  3  4
        Ann  1  0  0  0  3
        Bob  2  0  0  1  3
        Cat  3  1  0  0  3
        Dan  4  0  0  0  0

        Bob is elected.
        """
    )


def lines(text: str) -> str:
    return dedent(text).strip()


@pytest.mark.parametrize("name", ["ranked_pairs", "river"])
def test_level_defeats_by_hand(name):
    hand = {frozenset({"Ann", "Bob", "Cat"}): "Cat", frozenset({"Ann", "Bob"}): "Bob"}
    count = elect(CYCLE, name, ties=Manual(hand))
    assert count.elected == "Bob"
    assert [tie.chosen for tie in count.ties] == [("Cat", "Bob", "Ann")]
    # Dan beats nobody, so that nobody is asked when Dan's turn is.
    with pytest.raises(TieError, match=r'^"Ann" and "Bob" and "Cat" are level'):
        elect(CYCLE, name, ties=Manual({}))
    # Two who beat Cat by as much are level, but that decides nothing.
    harmless = Profile.from_text("2: Ann > Bob > Cat\n1: Bob > Ann > Cat")
    count = elect(harmless, name, ties=Manual({}))
    assert (count.elected, count.ties) == ("Ann", ())


def test_who_beats_a_candidate_first_is_asked_only_where_that_may_decide_who_wins():
    # B and C beat D by as much, D beats A, and A is level with B or C, or beats both.
    in_doubt = profile_of({"BD": 4, "CD": 4, "DA": 2})
    with pytest.raises(TieError, match=r'^"B" and "C" are level'):
        elect(in_doubt, "river", ties=Manual({}))
    settled = profile_of({"BD": 4, "CD": 4, "DA": 2, "AB": 6, "AC": 6})
    assert elect(settled, "river", ties="all").winners == ("A",)
    assert elect(settled, "river", ties=Manual({})).elected == "A"


@pytest.mark.parametrize("name", ["ranked_pairs", "river"])
def test_every_order_of_level_defeats(name):
    count = elect(CYCLE, name, ties="all")
    assert count.winners == ("Ann", "Bob", "Cat")
    assert "this tie is not broken" in str(count)
    assert str(count).endswith("Ann, Bob or Cat can win, depending on how ties are broken.")


@pytest.mark.parametrize("name", ["ranked_pairs", "river"])
def test_what_is_left_of_a_level_cycle_decides_who_is_beaten_next(name):
    # If D over B is skipped, B is above D and beats A; if not, A, who beats D, is above B.
    profile = profile_of({"BC": 6, "CD": 6, "DB": 6, "AD": 4, "BA": 2})
    assert elect(profile, name, ties=LotNumbers({"D": 1, "C": 2, "B": 3, "A": 4})).elected == "C"
    assert elect(profile, name, ties="order").elected == "B"
    assert elect(profile, name, ties="all").winners == ("A", "B", "C")


@pytest.mark.parametrize("name", ["ranked_pairs", "river"])
def test_level_defeats_away_from_the_strongest_way_back(name):
    # The strongest way from A back to C is cut, so that a weaker one that is level decides.
    ranks = [
        [2, 5, 2, 255, 5, 2, 2, 1],
        [1, 5, 255, 2, 255, 2, 255, 5],
        [2, 255, 1, 1, 2, 5, 3, 5],
        [255, 3, 5, 255, 2, 2, 1, 1],
    ]
    profile = Profile.from_ranks(ranks, "ABCD", [1, 1, 2, 1, 1, 2, 1, 2])
    count = elect(profile, name, strength="opposition", ties="all")
    assert count.winners == ("A", "D")


@pytest.mark.parametrize("name", ["ranked_pairs", "river", "raynaud"])
def test_undecided_beyond_the_budget(name):
    count = elect(CYCLE, name, ties="all", budget=2)
    assert count.undecided.startswith("ties can be broken in more ways than the 2 cases")
    assert count.winners == ()
    ranks = np.stack([CYCLE.ranks, np.tile(np.arange(4)[:, None], 3)], axis=2)
    found = elect_many(ranks, name, ties="all", budget=2)
    assert found.T.tolist() == [[False] * 4, [True, False, False, False]]


@pytest.mark.parametrize("name", ["ranked_pairs", "river"])
def test_of_as_many_winning_votes_the_less_opposed_come_first(name):
    """Eppley, A mathematically formal definition of MAM, 2004."""
    profile = Profile.from_text("2: A>B>C\n1: B>C>A\n3: C>A>B\n2: A=B>C\n1: B=C>A")
    assert profile.pairwise().tolist() == [[0, 5, 4], [2, 0, 5], [5, 3, 0]]
    count = elect(profile, name, strength="winning_votes", ties="all")
    assert count.winners == ("A",)
    assert [str(step) for step in count.steps] == [
        "A over B (5 to 2) is locked in.",
        "B over C (5 to 3) is locked in.",
        "C over A (5 to 4) is skipped: A > B > C is locked in.",
    ]
    # Whatever the votes against, these defeats are level where their order is not asked.
    assert elect(profile, "schulze", strength="winning_votes", ties="all").winners == (*"ABC",)


def test_ways_in_which_level_defeats_are_taken():
    ways = [step for step in elect(CYCLE, "ranked_pairs", ties="all").steps if step.action == "way"]
    assert [way.candidates for way in ways] == [("Bob",), ("Cat",)]
    assert str(ways[0]) == (
        "Bob can win: Ann, Bob and Cat are level and Bob, Cat and Ann have their victories taken "
        "in this order."
    )


def test_level_at_the_end_is_a_tie_like_any_other():
    profile = Profile.from_text("1: Ann > Bob > Cat\n1: Cat > Bob > Ann")
    for name in ("ranked_pairs", "river", "raynaud"):
        hand = Manual({frozenset({"Ann", "Bob", "Cat"}): "Cat"})
        count = elect(profile, name, ties=hand)
        assert [(tie.candidates, tie.purpose) for tie in count.ties] == [
            (("Ann", "Bob", "Cat"), "elected")
        ]
        assert count.elected == "Cat"


def test_out_goes_the_loser_of_the_strongest_defeat():
    count = elect(Profile.from_text(PROFILES["schulze 45"], candidates="ABCDE"), "raynaud")
    assert [each.eliminated for each in count.rounds] == [("D",), ("B",), ("C",), ("A",), ()]
    assert count.rounds[0].against == {"D": 21, "B": 13, "C": 11, "A": 5, "E": 3}
    assert count.rounds[0].tally == {"E": 3, "A": 2, "B": 2, "C": 2, "D": 1}
    assert str(count.steps[0]) == "B over D (21) is the strongest defeat: D goes out."
    assert "D  1  won  21 against  out" in str(count)


def test_level_losers_go_out_as_ties_are_broken():
    hand = Manual({frozenset({"Ann", "Bob", "Cat"}): "Bob"})
    count = elect(CYCLE, "raynaud", ties=hand)
    assert [each.eliminated for each in count.rounds] == [("Dan",), ("Bob",), ("Ann",), ()]
    assert [(tie.round, tie.chosen) for tie in count.ties] == [(2, ("Bob",))]
    # An election that is over asks for no more choices, though another of its stack does.
    ranks = np.stack([np.ones((4, 3), dtype=np.uint8), CYCLE.ranks], axis=2)
    by_number = Manual({frozenset("123"): "2", frozenset("1234"): "1"})
    assert elect_many(ranks, "raynaud", ties=by_number).tolist() == [0, 2]


def test_why_the_sets_are_what_they_are():
    inside = {
        name: [str(step) for step in elect(CYCLE, name).steps]
        for name in ("smith", "schwartz", "uncovered", "condorcet")
    }
    assert inside == {
        "smith": ["Ann, Bob and Cat each beat everybody else, and no fewer candidates do."],
        "schwartz": ["Dan is out: Ann > Dan, and no chain leads back."],
        "uncovered": ["Ann covers Dan: Ann beats Dan, and so does whoever beats Ann."],
        "condorcet": ["Nobody beats every other candidate, so that nobody is ruled out."],
    }
    assert str(elect(CYCLE, "smith")).endswith("Ann, Bob and Cat are chosen.")
    three = Profile.from_text("Ann > Bob > Cat\nBob > Cat > Ann\nCat > Ann > Bob")
    assert [str(elect(three, name).steps[0]) for name in ("smith", "schwartz", "uncovered")] == [
        "All candidates are in the set: no fewer of them each beat everybody else.",
        "All candidates are in the set: each chain of defeats has a chain back.",
        "All candidates are in the set: nobody covers another.",
    ]
    squeeze = Profile.from_text(PROFILES["squeeze"], candidates="LCR")
    assert [str(elect(squeeze, name).steps[0]) for name in ("smith", "uncovered", "condorcet")] == [
        "C beats every other candidate.",
        "C covers L: C beats L, and nobody beats C.",
        "C beats every other candidate.",
    ]
    whole = Profile.from_text(PROFILES["condorcet"])
    assert str(elect(whole, "smith").steps[0]).startswith("All candidates are in the set")


def test_a_chain_of_more_than_one_step():
    # A draws with C and D, and leads to them through B alone.
    profile = profile_of({"AB": 2, "BC": 2, "CD": 2})
    assert [str(step) for step in elect(profile, "schwartz").steps] == [
        "B is out: A > B, and no chain leads back.",
        "C is out: A > B > C, and no chain leads back.",
        "D is out: A > B > C > D, and no chain leads back.",
    ]
    assert elect(profile, "smith").winners == tuple("ABCD")


def test_sets_break_no_tie():
    for name in ("smith", "schwartz", "uncovered", "condorcet"):
        assert not elect(CYCLE, name, ties=Manual({})).ties
        assert system(name).whole_set


square = st.integers(1, 6).flatmap(
    lambda many: st.lists(
        st.lists(st.integers(-4, 4), min_size=many, max_size=many), min_size=many, max_size=many
    )
)


@given(square, st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_strongest_paths_are_the_strongest(rows, elections):
    strength = np.array(rows)
    np.fill_diagonal(strength, 0)
    stacked = np.stack([np.roll(strength, turn, axis=(0, 1)) for turn in range(elections)], axis=2)
    paths = strongest_paths(stacked)
    many = range(len(strength))
    for one, other in permutations(many, 2):
        between = [c for c in many if c not in (one, other)]
        routes = [
            (one, *middle, other)
            for length in range(len(between) + 1)
            for middle in permutations(between, length)
        ]
        weakest = [min(strength[a, b] for a, b in pairwise(route)) for route in routes]
        assert paths[one, other, 0] == max(0, *weakest)
        if paths[one, other, 0]:
            step = strength >= paths[one, other, 0]
            found = chain(step, one, other)
            assert (found[0], found[-1]) == (one, other)
            assert all(step[a, b] for a, b in pairwise(found))


def test_numbers_take_no_more_room_than_they_need():
    sizes = [0, 255, 256, 65_535, 65_536, 2**40]
    assert [narrow(np.array([size])).itemsize for size in sizes] == [1, 1, 2, 2, 4, 8]
    huge = np.array([[0, 2**50, 0], [0, 0, 2**40], [3, 0, 0]])[:, :, None]
    assert strongest_paths(huge)[0, 2, 0] == 2**40


@pytest.mark.parametrize("name", ["ranked_pairs", "river", "raynaud"])
@pytest.mark.parametrize("ties", ["order", "all"])
def test_many_elections_without_a_tie(name, ties):
    ranks = np.array([[1, 2, 3], [2, 1, 2], [3, 3, 1]])[:, None]
    found = elect_many(ranks, name, ties=ties)
    winners = found if ties == "order" else found.argmax(axis=0)
    assert winners.tolist() == [0, 1, 2]


def test_turns_end_where_an_election_has_no_more_defeats():
    strength = np.zeros((3, 3, 2), dtype=np.int64)
    strength[0, 1] = 5, 2
    strength[1, 2, 1] = 7
    turns = in_turn(strength, np.tile(np.arange(3)[:, None], 2))
    assert turns.size.tolist() == [[5, 7], [0, 2]]


rankings = st.integers(2, 6).flatmap(
    lambda many: st.lists(st.permutations(range(many)), min_size=1, max_size=9)
)


@given(rankings)
@settings(max_examples=60, deadline=None)
def test_how_the_systems_are_related(ballots):
    ranks = np.argsort(np.array(ballots), axis=1).T.astype(np.uint8)
    profile = Profile.from_ranks(ranks, "ABCDEF"[: len(ranks)])
    won = {name: set(elect(profile, name, ties="all").winners) for name in NAMES}
    for name in ("schulze", "ranked_pairs", "river"):
        assert won[name] <= won["split_cycle"]
    # Whoever is covered has lost to more than its coverer, so that Llull's do not choose it.
    assert won["llull"] <= won["uncovered"] <= won["smith"]
    assert won["copeland"] <= won["smith"]
    assert won["schwartz"] <= won["smith"] <= won["condorcet"]
    for name in ("schulze", "ranked_pairs", "river", "split_cycle"):
        assert won[name] <= won["smith"]
    if len(won["condorcet"]) == 1:
        assert all(each == won["condorcet"] for each in won.values())
