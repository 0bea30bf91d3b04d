"""What studies found, as people read it."""

from __future__ import annotations

import sys
from fractions import Fraction

import numpy as np
import pytest

from elections import system
from elections.findings import Findings
from elections.society import GREATEST
from elections.study import MERRILL, Study, run
from elections.systems import systems
from elections.systems.base import Outcome, System
from elections.tables import comparison, table_of


def found_of(**asked):
    return run(Study(**{"candidates": 3, "voters": 5, "elections": 400, **asked}))


@pytest.fixture(scope="module")
def everything():
    return found_of(candidates=4, strategy="compromise", tactical=0.25, coalition=True)


def paragraphs(text):
    return [part.splitlines() for part in text.split("\n\n")]


def row(lines, name):
    [line] = [line for line in lines if line.split()[0] == name]
    return line


def test_the_title_says_what_was_asked():
    found = found_of(
        model="spatial",
        parameters={"dispersion": 0.5},
        systems="coombs",
        options={"stop": "none"},
        strategy="bury",
        tactical=0.125,
        raw=True,
    )
    assert str(found).splitlines()[:7] == [
        "400 elections of 3 candidates by 5 voters",
        "Model: spatial, dimensions 2, correlation 0, dispersion 0.5",
        "Options of systems: stop none",
        "Tactical voters: 12.5 %, by bury",
        "Utilities are added up as they are drawn",
        "In percent, with 95 % confidence intervals",
        "",
    ]


def test_a_plain_study_has_its_facts_and_one_table(everything):
    found = found_of()
    title, facts, table = paragraphs(str(found))
    assert len(title) == 3
    assert facts[0].split("  ")[-1].strip() == str(found.condorcet_winner)
    assert [line.split()[0] for line in table[2:]] == [*MERRILL, GREATEST]
    assert str(found.efficiency("irv")) in row(table, "irv")
    assert str(found.utility("irv")) in row(table, "irv")
    assert len(paragraphs(str(everything))) == 5


def test_an_exact_chance_stands_beside_what_was_found():
    found = found_of(systems="irv")
    facts = paragraphs(table_of(found, [Fraction(17, 18)]))[1]
    assert facts[0].endswith(f"{found.condorcet_winner}  exactly 94.444")
    assert paragraphs(table_of(found, [None]))[1][0].endswith("exactly –")


def test_paradoxes_and_agreement_are_added_when_asked(everything):
    parts = paragraphs(table_of(everything, paradoxes=True, agreement=True))
    heads = [part[0] for part in parts[3:]]
    assert heads == [
        "How often such a candidate is elected, where there is one",
        "What tactical voting changes (the figures above are with it)",
        "Coalitions that get somebody elected whom all members prefer",
        "How often systems elect the same candidate",
    ]
    assert str(everything.elects("condorcet_loser", "borda")) in row(parts[3], "borda")
    assert str(everything.coalition("irv")) in row(parts[5], "irv")
    cells = row(parts[6], "irv").split()
    assert cells[1] == "3"
    assert cells[2 + 4] == f"{100 * everything.agreement('irv', 'borda').value:.1f}"
    assert parts[6][-1].startswith("Every figure is within ± ")


def test_what_tactics_change_is_said_of_the_systems_that_they_are_about(everything):
    tactics = paragraphs(str(everything))[3]
    assert [line.split()[0] for line in tactics[3:]] == [n for n in MERRILL if n != "approval"]
    change = everything.efficiency_change("plurality")
    sign = "+" if change.value > 0 else "−"
    shown = f"{sign}{abs(100 * change.value):.1f} ± {100 * change.margin:.1f}"
    assert shown in row(tactics, "plurality")


def test_tables_fit_a_terminal(everything):
    text = table_of(everything, [Fraction(1, 2)], paradoxes=True, agreement=True)
    names = [each.id for each in systems() if not each.whole_set]
    wide = found_of(candidates=3, systems=names, elections=20)
    several = comparison([wide] * 9, [None] * 9)
    for line in [*text.splitlines(), *several.splitlines(), *table_of(wide).splitlines()]:
        assert len(line) <= 80


def test_undecided_elections_are_told_where_there_are_any(monkeypatch):
    def kernel(stack, _rules):
        winner = np.where(stack.values[0, 0] == 1, 0, -1)
        return Outcome(winner=winner, leaders=np.ones((3, stack.elections), dtype=bool))

    voting = system("irv")
    halting = System(
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
    stood_in = {**{each.id: each for each in systems()}, "dodgson": halting}
    monkeypatch.setattr(sys.modules["elections.systems"], "_load", stood_in.__getitem__)
    found = found_of(systems=("dodgson", "irv"))
    table = paragraphs(str(found))[2]
    assert table[0].split()[-1] == "Undecided"
    assert row(table, "dodgson").split()[-1] == str(found.undecided("dodgson")) != "0"
    assert row(table, "irv").split()[-1] == "0"
    assert "Undecided" not in str(found_of())


def test_a_study_without_systems_is_its_facts():
    assert len(paragraphs(str(found_of(systems=())))) == 2


def test_what_no_election_was_about_is_a_dash():
    found = Findings(study=Study(systems="irv", candidates=2))
    nothing = {"elections": 3, "top_cycles": 0, "cycles": 0, "there": np.zeros(5, dtype=int)}
    rows = {
        "trials": np.zeros((5, 3), dtype=int),
        "elected": np.zeros((5, 3), dtype=int),
        "moments": np.zeros((3, 5)),
        "decided": np.zeros((3, 3), dtype=int),
        "agreed": np.zeros((3, 3), dtype=int),
    }
    both = [found.plus({**nothing, **rows})] * 2
    assert row(paragraphs(comparison(both))[1], "irv").split() == ["irv", "–", "–"]
    assert row(paragraphs(str(both[0]))[2], "irv").split() == ["irv", "–", "–", "–", "–", "3"]


def test_several_sizes_stand_side_by_side_up_to_eight():
    several = [found_of(candidates=3, voters=voters, elections=100) for voters in range(1, 11)]
    title, first, second = paragraphs(comparison(several))
    assert title == [
        "Model: random",
        "Condorcet efficiency in percent; 95 % confidence intervals",
    ]
    assert first[1].split() == ["Voters", *"12345678"]
    assert second[1].split() == ["Voters", "9", "10"]
    figures = [f"{100 * each.efficiency('borda').value:.1f}" for each in several]
    assert row(first, "borda").split()[1:] == figures[:8]
    assert row(second, "borda").split()[1:] == figures[8:]
    widest = max(several[8].efficiency(name).margin for name in MERRILL)
    assert row(second, "each").split()[3] == f"{100 * widest:.1f}"


def test_exact_chances_of_several_sizes_are_a_table_of_their_own():
    several = [found_of(systems=(), voters=voters) for voters in (3, 5)]
    title, table = paragraphs(comparison(several, [Fraction(17, 18), None]))
    assert title == ["Model: random"]
    assert table[0] == "How often nobody beats every other candidate, in percent"
    assert table[2].split() == ["3", "3", *several[0].paradox.percent(2).split(), "5.556"]
    assert table[3].split()[-1] == "–"
