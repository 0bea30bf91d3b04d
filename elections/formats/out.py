"""What the writers of ballot files share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from elections.arrays import UNRANKED, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from elections.arrays import Bytes

_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
_NO_LINE: Final = re.compile("[\x00\r\n\ud800-\udfff]|^[ \t]|[ \t]$")


class UnwritableError(Exception):
    """What a format cannot hold, in words that follow "PrefLib cannot hold"."""


def encodable(name: str) -> bool:
    r"""Say whether a file of text can hold a name at all.

    Examples
    --------
    >>> encodable("Zoë"), encodable("\ud800")
    (True, False)
    """
    return not _NO_TEXT.search(name)


def on_one_line(name: str) -> bool:
    r"""Say whether a name comes back from a line that is read without blanks at its ends.

    Examples
    --------
    >>> on_one_line("Ann Lee"), on_one_line("Ann\nLee"), on_one_line(" Ann")
    (True, False, False)
    """
    return not _NO_LINE.search(name)


def tiers(ranks: Bytes) -> Iterator[list[list[int]]]:
    """List the candidates of each ballot by rank, best first, equals together.

    Examples
    --------
    >>> import numpy as np
    >>> list(tiers(np.array([[2, 255], [1, 255], [2, 255]], dtype=np.uint8)))
    [[[1], [0, 2]], []]
    """
    for column in ranks.T.tolist():
        groups: dict[int, list[int]] = {}
        for candidate, rank in enumerate(column):
            if rank != UNRANKED:
                groups.setdefault(rank, []).append(candidate)
        yield [groups[rank] for rank in sorted(groups)]


def orders(
    ranks: Bytes,
    names: Sequence[str],
    *,
    above: str,
    beside: str,
    opening: str = "",
    closing: str = "",
) -> Iterator[str]:
    """Write the ranking on each ballot, best first.

    Parameters
    ----------
    ranks : uint8, [candidate, ballot]
        Without gaps; 255 unranked.
    names : sequence of str
        How each candidate is written.
    above, beside : str
        What stands between ranks, and between candidates who are tied.
    opening, closing : str
        What stands around candidates who are tied.

    Examples
    --------
    >>> import numpy as np
    >>> list(orders(np.array([[2], [1], [2]], dtype=np.uint8), "ABC", above=">", beside="="))
    ['B>A=C']
    """
    spelt = [
        f"{before}{name}{after}"
        for before, after in (
            (above, ""),
            (beside, closing),
            (above + opening, ""),
            (beside, ""),
        )
        for name in names
    ]
    for part in blocks(ranks.shape[1], len(ranks) * 16):
        order = np.argsort(ranks[:, part].T, axis=1, kind="stable")
        level = np.take_along_axis(ranks[:, part].T, order, axis=1)
        same = level[:, 1:] == level[:, :-1]
        # 0 alone, 1 the last of a tie, 2 the first, 3 within: a place in the list of spellings.
        order[:, 1:] += len(names) * same
        order[:, :-1] += 2 * len(names) * same
        ranked = (level != UNRANKED).sum(axis=1).tolist()
        for row, count in zip(order.tolist(), ranked, strict=True):
            yield "".join([spelt[place] for place in row[:count]])[len(above) :]
