"""From the symbols or words of many ballots to rows: a byte for each candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import MOST_CANDIDATES, UNRANKED, Bytes, Truth, Whole
from elections.formats.scan import COMMA, EQUAL, NUMBER, OPEN, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from elections.formats.scan import Scan

_MOST_PLACES: Final = 1 << 16
NONE: Final = bytes([UNRANKED])


def places_of(numbers: Iterable[str]) -> Whole:
    """Make the table from the number a file gives a candidate to the candidate's index.

    Returns
    -------
    int64, [number]
        -1 where no candidate has the number. The last is always such.

    Examples
    --------
    >>> places_of(["0", "2"])
    array([ 0, -1,  1, -1])
    """
    plain = {
        int(number): place
        for place, number in enumerate(numbers)
        if len(number) < 6 and str(int(number)) == number and int(number) < _MOST_PLACES
    }
    table = np.full(max(plain, default=-1) + 2, -1)
    table[list(plain)] = list(plain.values())
    return table


def order_rows(scan: Scan, places: Whole, candidates: int) -> Bytes:
    r"""Turn lines that list candidates, best first, into ranks.

    Parameters
    ----------
    scan : Scan
        Braces or ``=`` are ties. Lines that are no ranking are marked as bad.
    places : int64, [number]
        From numbers to candidates: see `places_of`.
    candidates : int
        How many there are.

    Returns
    -------
    uint8, [line, candidate]
        1 is a first preference, 255 unranked. Without meaning on bad lines.

    Examples
    --------
    >>> from elections.formats.scan import Grammar, Scan
    >>> grammar = Grammar({"\n": "n", "n": ":", ":": "9{", "9": ",}\n", ",": "9{", "{": "9",
    ...                    "}": ",\n"})
    >>> order_rows(Scan("5: 2,{1,3}\n1: 3", grammar), places_of("123"), 3)
    array([[  2,   1,   2],
           [255, 255,   1]], dtype=uint8)
    """
    before = scan.symbols[scan.marks - 1]
    tied = (before == EQUAL) | (scan.inside_braces()[scan.marks] & (before != OPEN))
    rows, sound = rank_rows(*_listed(scan, places, np.cumsum(~tied)), (len(scan.bad), candidates))
    scan.bad |= ~sound
    return rows


def rank_rows(
    lines: Whole, who: Whole, tiers: Whole, shape: tuple[int, int]
) -> tuple[Bytes, Truth]:
    """Rank the candidates of many ballots.

    Parameters
    ----------
    lines : int64, [mark]
        On which ballot each mark stands, in order.
    who : int64, [mark]
        For which candidate it is; on a ballot the best come first.
    tiers : int64, [mark]
        Marks beside each other that share a number are tied.
    shape : tuple of int
        How many ballots and candidates there are.

    Returns
    -------
    uint8, [ballot, candidate]
        1 is a first preference, 255 unranked.
    bool, [ballot]
        Whether nobody is there twice.

    Examples
    --------
    >>> lines, who, tiers = np.array([0, 0, 0]), np.array([2, 0, 1]), np.array([5, 6, 6])
    >>> rank_rows(lines, who, tiers, (1, 3))
    (array([[2, 2, 1]], dtype=uint8), array([ True]))
    """
    begins = np.ones(len(lines), dtype=np.bool_)
    begins[1:] = lines[1:] != lines[:-1]
    leads = begins.copy()
    leads[1:] |= tiers[1:] != tiers[:-1]
    running = np.cumsum(leads)
    starts = np.flatnonzero(begins)
    before = np.repeat(running[starts] - 1, np.diff(starts, append=len(lines)))
    return _marked(lines, who, running - before, shape)


def category_rows(scan: Scan, places: Whole, candidates: int, categories: int) -> Bytes:
    """Turn lines that list the members of categories, best first, into ratings.

    Parameters
    ----------
    scan, places, candidates
        As for `order_rows`. A category is one number, or braces around any number of them.
    categories : int
        How many there are.

    Returns
    -------
    uint8, [line, candidate]
        0 for the last category; 255 unrated. Without meaning on bad lines.
    """
    parts = scan.since_line_began((scan.symbols == COMMA) & ~scan.inside_braces())
    scan.doubt(np.flatnonzero(parts >= categories))
    ratings = (categories - 1 - parts)[scan.marks]
    rows, sound = _marked(*_listed(scan, places, ratings), (len(scan.bad), candidates))
    scan.bad |= ~sound
    return rows


def _listed(scan: Scan, places: Whole, marks: Whole) -> tuple[Whole, Whole, Whole]:
    """Return the lines, candidates and marks of those who are listed; mark unknown ones as bad."""
    lines, values = scan.lines, scan.values
    if ZERO in scan.symbols:
        listed = scan.symbols[scan.marks] == NUMBER
        lines, values, marks = lines[listed], values[listed], marks[listed]
    who = places[np.minimum(values, len(places) - 1)]
    scan.bad[lines[who < 0]] = True
    return lines, np.maximum(who, 0), marks


def _marked(lines: Whole, who: Whole, marks: Whole, shape: tuple[int, int]) -> tuple[Bytes, Truth]:
    rows = np.full(shape, UNRANKED, dtype=np.uint8)
    rows.ravel()[lines * shape[1] + who] = marks.astype(np.uint8)
    if np.count_nonzero(rows != UNRANKED) == len(lines):
        return rows, np.ones(shape[0], dtype=np.bool_)
    sound = np.bincount(lines, minlength=shape[0]) == (rows != UNRANKED).sum(axis=1)
    return rows, np.asarray(sound)


def table_rows(
    scan: Scan, targets: Whole, width: int, highest: int = MOST_CANDIDATES
) -> tuple[Bytes, Whole]:
    """Turn lines of a table, a column for each candidate, into the numbers in its cells.

    Parameters
    ----------
    scan : Scan
        Commas part the cells. Lines with too many cells or too high numbers are marked bad.
    targets : int64, [column]
        The candidate of each column; -1 where it is to be left aside, -2 for the votes.
    width : int
        How many candidates there are.
    highest : int
        The highest number that a cell may hold.

    Returns
    -------
    uint8, [line, candidate]
        255 where the cell is empty. Without meaning on bad lines.
    int64, [line]
        The votes; 1 where no column gives them.
    """
    rows = np.full((len(scan.bad), width), UNRANKED, dtype=np.uint8)
    votes = np.full(len(rows), -1 if -2 in targets else 1)
    commas = scan.since_line_began(scan.symbols == COMMA)
    scan.bad |= commas[scan.ends] >= len(targets)
    target = targets[np.minimum(commas[scan.marks], len(targets) - 1)]
    counted = np.flatnonzero(scan.counts >= 0)
    for lines, where, values in (
        (counted, np.full(len(counted), targets[0]), scan.counts[counted]),
        (scan.lines, target, scan.values),
    ):
        marked = where >= 0
        scan.bad[lines[marked & (values > highest)]] = True
        rows.ravel()[lines[marked] * width + where[marked]] = values[marked].astype(np.uint8)
        votes[lines[where == -2]] = values[where == -2]
    scan.bad |= votes < 0
    return rows, votes


def short(rows: Bytes) -> list[bytes]:
    """Cut rows after the last candidate on each ballot, as `Bundles` takes them.

    Examples
    --------
    >>> [list(row) for row in short(np.array([[1, 2], [1, 255], [255, 255]], dtype=np.uint8))]
    [[1, 2], [1], []]
    """
    if not rows.size:
        return [b""] * len(rows)
    each = np.ascontiguousarray(rows).view(f"V{rows.shape[1]}").ravel().tolist()
    return [row.rstrip(NONE) for row in each]
