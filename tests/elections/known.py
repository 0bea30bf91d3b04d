"""Published and constructed examples, and profiles drawn at random, for systems that search."""

from __future__ import annotations

from textwrap import dedent

import numpy as np
from hypothesis import strategies as st

from elections import Profile

SEARCHES = ("kemeny", "slater", "dodgson", "stable_voting", "simple_stable_voting")
# Shared known results, sections 4 and 5: who wins under those five, and who has a chance in
# a maximal lottery (the essential set).
KNOWN = {
    "Tennessee": ("42: M>N>C>K\n26: N>C>K>M\n15: C>K>N>M\n17: K>C>N>M", ["N"] * 6),
    "Burlington 2009": (
        (
            "1332: M>K>W\n767: M>W>K\n455: M\n2043: K>M>W\n371: K>W>M\n568: K\n"
            "1513: W>M>K\n495: W>K>M\n1289: W"
        ),
        ["M"] * 6,
    ),
    "five methods, five winners": (
        "18: A>D>E>C>B\n12: B>E>D>C>A\n10: C>B>E>D>A\n9: D>C>E>B>A\n4: E>B>D>C>A\n2: E>C>D>B>A",
        ["E"] * 6,
    ),
    "Schulze's example 3": (
        (
            "5: A>C>B>E>D\n5: A>D>E>C>B\n8: B>E>D>A>C\n3: C>A>B>E>D\n7: C>A>E>B>D\n"
            "2: C>B>A>D>E\n7: D>C>E>B>A\n8: E>B>A>D>C"
        ),
        ["E", "CE", "E", "A", "A", "ACE"],
    ),
    "Schulze's example 1": (
        "8: A>C>D>B\n2: B>A>D>C\n4: C>D>B>A\n4: D>B>A>C\n3: D>C>B>A",
        ["A", "C", "D", "A", "A", "ACD"],
    ),
    "Schulze's example 2": (
        "3: A>C>D>B\n9: B>A>C>D\n8: C>D>A>B\n5: D>A>B>C\n5: D>B>C>A",
        ["D", "D", "A", "C", "C", "ACD"],
    ),
    "Tideman's example 5": (
        "7: V>W>X>Y>Z\n3: Z>Y>V>W>X\n6: Y>Z>W>X>V\n3: W>X>V>Z>Y\n5: Z>X>V>W>Y\n3: Y>X>V>W>Z",
        ["V", "Z", "Z", "V", "V", "VWXYZ"],
    ),
    "Condorcet's cycle": (
        "23: A>B>C\n17: B>C>A\n2: B>A>C\n10: C>A>B\n8: C>B>A",
        ["B", "ABC", "B", "B", "B", "ABC"],
    ),
    "no scoring rule": (
        "30: A>B>C\n1: A>C>B\n29: B>A>C\n10: B>C>A\n10: C>A>B\n1: C>B>A",
        ["A"] * 6,
    ),
    "Borda against Condorcet": ("3: A>B>C\n2: B>C>A", ["A"] * 6),
    "centre squeeze": ("40: L>C>R\n35: R>C>L\n13: C>L>R\n12: C>R>L", ["C"] * 6),
}


def known(example: str) -> Profile:
    """Give the ballots of an example, its candidates in the order of the alphabet."""
    text = KNOWN[example][0]
    return Profile.from_text(text, candidates=sorted({each for each in text if each.isalpha()}))


def lines(text: str) -> str:
    return dedent(text).strip()


def in_a_cycle(candidates: int) -> Profile:
    """Let everybody beat the next half of all, in a circle."""
    names = [f"C{number:03}" for number in range(candidates)]
    return Profile.from_rankings([names[at:] + names[:at] for at in range(candidates)])


def at_random(candidates: int, ballots: int, seed: int) -> Profile:
    """Draw strict rankings; nobody may be a Condorcet winner."""
    rng = np.random.default_rng(seed)
    ranks = rng.permuted(np.tile(np.arange(1, candidates + 1), (ballots, 1)), axis=1).T
    profile = Profile.from_ranks(ranks, [f"C{number:03}" for number in range(candidates)])
    assert profile.condorcet_winner() is None
    return profile


def beside_a_sure_winner(profile: Profile) -> np.ndarray:
    """Put a second election beside this one, in which the first candidate beats everybody."""
    return np.stack([profile.ranks, np.sort(profile.ranks, axis=0)], axis=2)


@st.composite
def profiles(draw: st.DrawFn, most: int = 5) -> Profile:
    """Draw rankings of any kind: strict, tied, truncated, with weights."""
    candidates, ballots = draw(st.integers(2, most)), draw(st.integers(1, 7))
    rank = st.sampled_from([1, 2, 3, 4, 5, 255])
    row = st.lists(rank, min_size=ballots, max_size=ballots)
    rows = draw(st.lists(row, min_size=candidates, max_size=candidates))
    weights = draw(st.lists(st.integers(1, 5), min_size=ballots, max_size=ballots))
    return Profile.from_ranks(np.array(rows), "ABCDEF"[:candidates], weights)
