"""Slow twins of the voting systems: each says, in plain Python, everyone who can win.

A twin shares no code with `elections`. It is called with the ballots, the number of
candidates and the system's options, all of them, and answers with the set of winners
over every way to break ties. Ballots of rankings are ``(weight, groups)``: groups are
lists of candidates, best first, more than one being a tie; who is left out is ranked by
nobody. Ballots of ratings are ``(weight, ratings)``, None for unrated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.elections.twins import defeats, first_choices, hybrids, positional, searches, stv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Twin = Callable[[list[Any], int, Mapping[str, str]], set[int]]

TWINS: dict[str, Twin] = {
    **first_choices.TWINS,
    **stv.TWINS,
    **defeats.TWINS,
    **positional.TWINS,
    **hybrids.TWINS,
    **searches.TWINS,
}
