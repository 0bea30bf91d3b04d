"""What all systems that search have in common."""

from __future__ import annotations

import pytest

from elections import Manual, Profile, TieError, elect, system, systems
from tests.elections.known import KNOWN, SEARCHES, in_a_cycle, known

CHOOSING = ("young", *SEARCHES)


@pytest.mark.parametrize("example", KNOWN)
def test_known_winners(example):
    for name, winners in zip((*SEARCHES, "maximal_lottery"), KNOWN[example][1], strict=True):
        assert "".join(elect(known(example), name, ties="all").winners) == winners, name


@pytest.mark.parametrize("name", CHOOSING)
def test_a_tie_is_decided_by_hand(name):
    cycle = Profile.from_text("1: Ann>Bob>Cat\n1: Bob>Cat>Ann\n1: Cat>Ann>Bob")
    level = frozenset({"Ann", "Bob", "Cat"})
    count = elect(cycle, name, ties=Manual({level: "Bob"}))
    assert (count.elected, count.ties[-1].chosen) == ("Bob", ("Bob",))
    with pytest.raises(TieError, match='"Ann" and "Bob" and "Cat" are level'):
        elect(cycle, name, ties=Manual({}))
    assert elect(cycle, name, ties="all").winners == ("Ann", "Bob", "Cat")


@pytest.mark.parametrize("name", ["kemeny", "slater"])
def test_the_order_begins_with_the_one_chosen_by_hand(name):
    level = frozenset({"C000", "C001", "C002"})
    assert elect(in_a_cycle(3), name, ties=Manual({level: "C001"})).order[0] == ("C001",)


@pytest.mark.parametrize("name", [*CHOOSING, "maximal_lottery", "random_ballot"])
def test_names_are_cleaned(name):
    hostile = "A\x1b[2J > Bob > C\nBob > C > A\x1b[2J\nC > A\x1b[2J > Bob\nBob"
    assert "\x1b" not in str(elect(Profile.from_text(hostile), name))


def test_who_says_to_search_does_and_who_draws_says_so():
    assert {*CHOOSING, "maximal_lottery"} <= {each.id for each in systems() if each.searches}
    assert {each.id for each in systems() if each.random} == {"random_ballot", "maximal_lottery"}
    assert system("random_ballot").unbatched == ""


@pytest.mark.parametrize("name", [*CHOOSING, "maximal_lottery"])
def test_many_candidates_below_a_sure_winner(name):
    names = [f"C{number}" for number in range(120)]
    sure = Profile.from_rankings([names, [names[0], *names[:0:-1]], names[1:]])
    assert elect(sure, name).elected == "C0"
