"""From a paper as a voter marked it to the ranking that counts.

A paper has a cell for each rank: a name, nothing, or words such as "overvote". What an
empty rank, a candidate marked twice, a rank marked twice over and a name written in do to
the rest of the paper is a matter of law, and differs from place to place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import Attribute, field, frozen

from elections.errors import BallotError, ElectionError, nearest
from elections.frozen import FrozenDict
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Paper: TypeAlias = "Iterable[str]"
"""A cell for each rank, the first preference first."""
Ranking: TypeAlias = "tuple[str | tuple[str, ...], ...]"
"""Names, best first; names in a tuple of their own are ranked equally."""

CHOICES: Final[Mapping[str, tuple[str, ...]]] = FrozenDict(
    {
        "skipped": ("close", "exhaust", "exhaust_after_two"),
        "repeated": ("first", "exhaust", "refuse"),
        "overvotes": ("exhaust", "skip"),
        "write_ins": ("keep", "merge", "leave_out"),
    }
)
WRITE_IN: Final = "Write-in"
"""The candidate that all names written in become where they are merged."""
_SKIPS: Final = {"close": 10**9, "exhaust": 0, "exhaust_after_two": 1}


def _folded(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(label.strip().casefold() for label in labels)


def _known(_rules: object, attribute: Attribute[str], value: str) -> None:
    choices = CHOICES[attribute.name]
    if value not in choices:
        wanted = printable(str(value))
        raise ElectionError(f'{attribute.name}: "{wanted}" is no rule; {nearest(wanted, choices)}')


@frozen(kw_only=True)
class PaperRules:
    """What raw papers count for.

    Attributes
    ----------
    skipped : {"close", "exhaust", "exhaust_after_two"}
        Ranks left empty before a marked one: later marks move up; or the paper ends
        at the first; or where two follow each other.
    repeated : {"first", "exhaust", "refuse"}
        A candidate marked again: the first mark counts and the others are passed over;
        or the paper ends at the second; or the paper is refused, being damaged data.
    overvotes : {"exhaust", "skip"}
        A rank of which the data say only that it was overvoted: the paper ends there, or
        goes on with the next rank. Where the data name the candidates, they are ranked
        equally, and `elections.elect` says what that counts for.
    write_ins : {"keep", "merge", "leave_out"}
        Names written in: candidates like others; or one candidate, "Write-in"; or nobody,
        though their rank is not an empty one.
    undervote_labels, overvote_labels, write_in_labels : tuple of str
        What cells say for an empty rank, an overvoted rank and a name written in, in any
        case; a write-in's own name may follow (``Write-in: Dee``). The defaults are those
        of RCTab, with a few more.
    delimiter : str
        What parts the names in a cell that names all candidates of an overvoted rank.

    Raises
    ------
    ElectionError
        For a rule that there is not.

    Notes
    -----
    The rules of some places, also in `JURISDICTIONS`:

    - Maine: an overvote exhausts, two skipped ranks in sequence exhaust, a repeated
      candidate does not (Maine Revised Statutes 21-A, section 723-A, 1 D).
    - Alaska: as Maine (Alaska Statutes 15.15.350).
    - Minneapolis: skipped, overvoted and repeated ranks are all passed over (Code of
      Ordinances, chapter 167). RCTab's own sample of its election of 2017 exhausts after
      two skipped ranks, and comes out 12 votes short of the official 46,716.
    - San Francisco: an overvote exhausts, a skipped rank does not (Charter, 13.102).

    RCTab calls these "how many consecutive skipped ranks are allowed" (unlimited, 0 or 1),
    "exhaust on multiple ranks for the same candidate" and "overvote rule": Tabulation
    Options for RCV Tabulation, "Voter Error Rules".

    Examples
    --------
    >>> read_paper(["", "", "Ann"], PaperRules(skipped="exhaust_after_two"))
    ()
    """

    skipped: str = field(default="close", validator=_known)
    repeated: str = field(default="first", validator=_known)
    overvotes: str = field(default="exhaust", validator=_known)
    write_ins: str = field(default="keep", validator=_known)
    undervote_labels: tuple[str, ...] = field(
        default=("", "undervote", "skipped"), converter=_folded
    )
    overvote_labels: tuple[str, ...] = field(default=("overvote",), converter=_folded)
    write_in_labels: tuple[str, ...] = field(
        default=("UWI", "write-in", "write in", "undeclared write-ins"), converter=_folded
    )
    delimiter: str = ""

    @property
    def skips(self) -> int:
        """How many empty ranks in sequence leave a paper alive."""
        return _SKIPS[self.skipped]

    def is_write_in(self, mark: str) -> bool:
        """Say whether a name is one that was written in.

        Examples
        --------
        >>> rules = PaperRules()
        >>> rules.is_write_in("Write-In: Dee"), rules.is_write_in("UWI"), rules.is_write_in("Dee")
        (True, True, False)
        """
        folded = mark.casefold()
        return any(
            folded == label or (label and folded.startswith((f"{label}:", f"{label} ")))
            for label in self.write_in_labels
        )


def read_paper(paper: Paper, rules: PaperRules | None = None) -> Ranking:
    """Turn a raw paper into a ranking.

    Parameters
    ----------
    paper : iterable of str
        A cell for each rank, the first preference first.
    rules : PaperRules
        What counts; by default nothing but an overvote ends a paper.

    Returns
    -------
    tuple of str or tuple of str
        Names, best first, those ranked equally in a tuple: as `Profile.from_rankings`
        takes them. Empty where nothing counts.

    Raises
    ------
    BallotError
        For a candidate marked twice, under ``repeated="refuse"``.

    Examples
    --------
    >>> read_paper(["Ann", "undervote", "Ann", "Bob", "overvote", "Cat"])
    ('Ann', 'Bob')
    >>> read_paper(["Ann", "Bob|Cat"], PaperRules(delimiter="|"))
    ('Ann', ('Bob', 'Cat'))
    """
    return Papers(rules or PaperRules()).ranking(paper)


_EMPTY: Final = ("",)
_OVERVOTE: Final = ("", "")


class Papers:
    """Turns many papers into rankings by the same rules; what a cell means is kept.

    Parameters
    ----------
    rules : PaperRules
        What counts.

    Examples
    --------
    >>> Papers(PaperRules(repeated="exhaust")).ranking(["Ann", "Ann", "Bob"])
    ('Ann',)
    """

    def __init__(self, rules: PaperRules) -> None:
        self.rules = rules
        self._meanings: dict[str, tuple[str, ...]] = {}

    def ranking(self, paper: Paper) -> Ranking:
        """Turn a paper into a ranking: see `read_paper`."""
        rules, meanings = self.rules, self._meanings
        ranking: list[str | tuple[str, ...]] = []
        seen: set[str] = set()
        skips = 0
        for cell in paper:
            names = meanings.get(cell)
            if names is None:
                names = meanings[cell] = self._meaning(cell)
            if names is _EMPTY:
                skips += 1
                continue
            if skips > rules.skips:
                break
            skips = 0
            if names is _OVERVOTE and rules.overvotes == "skip":
                continue
            fresh = [name for name in names if name not in seen]
            if names is _OVERVOTE or (len(fresh) < len(names) and not self._passes(names, seen)):
                break
            seen.update(fresh)
            if fresh:
                ranking.append(fresh[0] if len(fresh) == 1 else tuple(fresh))
        return tuple(ranking)

    def _passes(self, names: tuple[str, ...], seen: set[str]) -> bool:
        """Say whether a paper goes on after a candidate is marked again."""
        # Two marks for names written in may be for two people.
        again = [name for name in names if name in seen and not self.rules.is_write_in(name)]
        if again and self.rules.repeated == "refuse":
            raise BallotError(f'"{printable(again[0])}" is marked twice')
        return not again or self.rules.repeated == "first"

    def _meaning(self, cell: str) -> tuple[str, ...]:
        """List whom a cell names."""
        rules, mark = self.rules, cell.strip()
        label = mark.casefold()
        if label in rules.undervote_labels and label not in rules.write_in_labels:
            return _EMPTY
        if label in rules.overvote_labels:
            return _OVERVOTE
        written = mark.split(rules.delimiter) if rules.delimiter else [mark]
        names = (self._name(each.strip()) for each in written)
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def _name(self, name: str) -> str | None:
        """Return whom a mark is for; None where it is for nobody."""
        if not self.rules.is_write_in(name):
            return name
        if self.rules.write_ins == "leave_out":
            return None
        return WRITE_IN if self.rules.write_ins == "merge" else name or WRITE_IN


JURISDICTIONS: Final[Mapping[str, PaperRules]] = FrozenDict(
    {
        "alaska": PaperRules(skipped="exhaust_after_two"),
        "maine": PaperRules(skipped="exhaust_after_two"),
        "minneapolis": PaperRules(overvotes="skip"),
        "san_francisco": PaperRules(),
    }
)
"""The rules of some places: see `PaperRules` for their sources."""
