"""What a ballot file holds, and what a format of such files is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import Attribute, field, frozen

from elections.arrays import UNRANKED
from elections.errors import BallotError, nearest
from elections.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from elections.ballots import Profile
    from elections.formats.source import Source
    from elections.papers import PaperRules
    from elections.scores import Scores


def _listed(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


@frozen(kw_only=True)
class BallotFile:
    """The ballots of one file, and what else it says about the election.

    Attributes
    ----------
    format : str
        The id of its format; empty where the ballots come from no file.
    title : str
        What the election is called; empty where the file does not say.
    seats : int or None
        How many are to be elected, where the file says so.
    withdrawn : tuple of str
        Candidates who withdrew. They stay in the list, and are on no ballot.
    tie_order : tuple of str
        The order in which ties are to be broken, the first favoured.
    rankings : Profile or None
        The ballots as rankings.
    scores : Scores or None
        The ballots as ratings. A file may hold both.

    Examples
    --------
    >>> from elections import Profile
    >>> BallotFile(rankings=Profile.from_text("3: Ann > Bob"), seats=1).ballots.voters
    3
    """

    rankings: Profile | None = None
    scores: Scores | None = None
    format: str = ""
    title: str = ""
    seats: int | None = field(default=None)
    withdrawn: tuple[str, ...] = field(default=(), converter=_listed)
    tie_order: tuple[str, ...] = field(default=(), converter=_listed)

    def __attrs_post_init__(self) -> None:
        if self.rankings is None and self.scores is None:
            raise BallotError("a ballot file holds rankings or ratings, or both")
        if self.scores is not None and self.scores.candidates != self.candidates:
            raise BallotError("the rankings and the ratings are not of the same candidates")
        self._check_names("withdrawn", self.withdrawn)
        self._check_names("the order of ties", self.tie_order)
        for name in self.withdrawn:
            if self._marked(name):
                raise BallotError(f'"{printable(name)}" has withdrawn, but is on a ballot')

    @seats.validator
    def _at_least_one(self, _attribute: Attribute[int | None], seats: int | None) -> None:
        if seats is not None and seats < 1:
            raise BallotError(f"{seats} seats: at least 1 is to be filled")

    @property
    def ballots(self) -> Profile | Scores:
        """The rankings, or where the file has none the ratings."""
        ballots = self.scores if self.rankings is None else self.rankings
        assert ballots is not None  # noqa: S101  # seen to when the value was made
        return ballots

    @property
    def candidates(self) -> tuple[str, ...]:
        """The names of all candidates."""
        return self.ballots.candidates

    def _check_names(self, where: str, names: Sequence[str]) -> None:
        for number, name in enumerate(names):
            if name not in self.candidates:
                found = nearest(name, self.candidates)
                raise BallotError(f'{where}: no candidate "{printable(name)}"; {found}')
            if name in names[:number]:
                raise BallotError(f'{where}: "{printable(name)}" is there twice')

    def _marked(self, name: str) -> bool:
        at = self.candidates.index(name)
        arrays = [
            *([] if self.rankings is None else [self.rankings.ranks]),
            *([] if self.scores is None else [self.scores.ratings]),
        ]
        return any(bool((array[at] != UNRANKED).any()) for array in arrays)


RANKINGS: Final = "rankings"
TIES: Final = "equal ranks"
RATINGS: Final = "ratings"
BOTH: Final = "rankings and ratings together"
SEATS: Final = "seats"
WITHDRAWN: Final = "withdrawn"
TIE_ORDER: Final = "tie_order"
TITLE: Final = "title"


@frozen(kw_only=True)
class Format:
    """A format of ballot files.

    Attributes
    ----------
    id : str
        How programs call it.
    name : str
        How people call it.
    source : str
        Where it is defined.
    suffixes : tuple of str
        How the names of such files end; the first is the usual one.
    recognises : callable
        From the first lines of a file to whether it is of this format, beyond doubt.
    read : callable
        From a file and the rules for raw papers to what it holds.
    write : callable or None
        From what is to be written, and the path, to lines without ends.
    holds : frozenset of str
        What of an election it can write.
    fits : callable
        From a name to whether it can be written so that it is read as it was.
    """

    id: str
    name: str
    source: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Sequence[str]], bool]
    read: Callable[[Source, PaperRules], BallotFile]
    write: Callable[[BallotFile, Path], Iterator[str]] | None = None
    holds: frozenset[str] = frozenset()
    fits: Callable[[str], bool] = field(default=bool)
