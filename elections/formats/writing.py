"""Writing ballots to a file: what the format holds, or an error that says what it does not."""

from __future__ import annotations

import gzip
import io
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn

import numpy as np
from attrs import evolve, fields_dict

from elections.errors import BallotFileError, BallotFileWarning, nearest, place
from elections.formats.base import (
    BOTH,
    RANKINGS,
    RATINGS,
    SEATS,
    TIE_ORDER,
    TIES,
    TITLE,
    WITHDRAWN,
    BallotFile,
)
from elections.formats.out import UnwritableError, tiers
from elections.formats.registry import FORMATS
from elections.formats.source import plain_suffix, quote, reason
from elections.tally import has_tie
from elections.whole_file import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from elections.formats.base import Format


def write_file(file: BallotFile, path: Path, wanted: str | None, *, strict: bool = False) -> None:
    """Write ballots: see `elections.formats.write`."""
    if path.is_dir():
        raise BallotFileError(path, None, "this is a directory; name a file in it")
    needs = {feature: what for feature, find in _NEEDS.items() if (what := find(file))}
    chosen = _choose(path, wanted, needs.keys())
    able = [each for each in FORMATS.values() if each.write and needs.keys() <= each.holds]
    for feature, what in needs.items():
        if feature not in chosen.holds:
            _refuse(path, chosen, what, able)
    for name in file.candidates:
        if not chosen.fits(name):
            fitting = [each for each in able if each.fits(name)]
            _refuse(path, chosen, f'the name "{quote(name)}"', fitting)
    left = _without_details(file, path, chosen, strict=strict)
    assert chosen.write is not None  # noqa: S101  # no other is chosen
    try:
        with whole_file(path) as raw:
            packed = Path(os.path.realpath(path)).suffix.lower() == ".gz"
            _write_lines(raw, chosen.write(left, path), packed=packed)
    except UnwritableError as error:
        raise BallotFileError(path, None, f"{chosen.name} cannot hold {error}") from None
    except (OSError, ValueError) as error:
        raise BallotFileError(path, None, reason("written", error)) from None


def _choose(path: Path, wanted: str | None, needs: Iterable[str]) -> Format:
    """Choose the format by its id, or by the suffix of the path."""
    writable = {each.id: each for each in FORMATS.values() if each.write}
    if wanted is not None:
        if wanted in FORMATS and wanted not in writable:
            refusal = f"{FORMATS[wanted].name} is read only; {', '.join(writable)} are written"
            raise BallotFileError(path, None, refusal)
        if wanted not in writable:
            message = f'no format "{quote(wanted)}"; {nearest(wanted, writable)}'
            raise BallotFileError(path, None, message)
        return writable[wanted]
    suffix = plain_suffix(path)
    named = [each for each in writable.values() if suffix in each.suffixes]
    if not named:
        suffixes = sorted({end for each in writable.values() for end in each.suffixes})
        message = f'no format is written to "{quote(suffix)}" files; {", ".join(suffixes)} are'
        raise BallotFileError(path, None, message)
    return next((each for each in named if set(needs) <= each.holds), named[0])


def _without_details(file: BallotFile, path: Path, chosen: Format, *, strict: bool) -> BallotFile:
    """Leave out what a format cannot hold beside the ballots, and say so."""
    left: dict[str, Any] = {}
    for feature, find in _DETAILS.items():
        what = find(file)
        held = feature in chosen.holds and (feature != TITLE or chosen.fits(file.title))
        if not what or held:
            continue
        message = f"{chosen.name} cannot hold {what}"
        if strict:
            raise BallotFileError(path, None, message)
        warnings.warn(BallotFileWarning(f"{place(path, None)}{message}: left out"), stacklevel=4)
        left[feature] = fields_dict(BallotFile)[feature].default
    return evolve(file, **left)


def _refuse(path: Path, chosen: Format, what: str, able: Iterable[Format]) -> NoReturn:
    ids = ", ".join(each.id for each in able)
    can = f"{ids} can" if ids else "no format can"
    raise BallotFileError(path, None, f"{chosen.name} cannot hold {what}; {can}")


def _tie(file: BallotFile) -> str:
    profile = file.rankings
    if profile is None:
        return ""
    tied = np.flatnonzero(has_tie(profile.ranks))
    if not tied.size:
        return ""
    tier = next(each for each in next(tiers(profile.ranks[:, tied[:1]])) if len(each) > 1)
    names = " = ".join(f'"{quote(profile.candidates[place])}"' for place in tier[:2])
    return f"the equal ranks of ballot {tied[0] + 1} ({names})"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{quote(name)}"' for name in names)


_NEEDS: Final[Mapping[str, Callable[[BallotFile], str]]] = {
    RANKINGS: lambda file: "rankings" if file.rankings is not None else "",
    RATINGS: lambda file: "ratings" if file.scores is not None else "",
    BOTH: lambda file: BOTH if file.rankings is not None and file.scores is not None else "",
    TIES: _tie,
}
"""For each kind of ballots that a format may lack, what of it a file has, in words, or nothing."""
_DETAILS: Final[Mapping[str, Callable[[BallotFile], str]]] = {
    SEATS: lambda file: f"the number of seats ({file.seats})" if file.seats else "",
    WITHDRAWN: lambda file: f"who withdrew ({_quoted(file.withdrawn)})" if file.withdrawn else "",
    TIE_ORDER: lambda file: "the order for breaking ties" if file.tie_order else "",
    TITLE: lambda file: f'the title ("{quote(file.title)}")' if file.title else "",
}
"""The same for what a file says beside its ballots."""


def _write_lines(raw: BinaryIO, lines: Iterable[str], *, packed: bool) -> None:
    # Without a name and a time in it, equal ballots make equal files.
    data = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if packed else raw
    text = io.TextIOWrapper(data, encoding="utf-8", newline="\n")
    text.writelines(f"{line}\n" for line in lines)
    text.flush()
    text.detach()
    if packed:
        data.close()
