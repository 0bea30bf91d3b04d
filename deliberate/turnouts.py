"""Turnouts of real elections, to set a scenario's by: facts with where they were read."""

import csv
from functools import cache
from io import StringIO

from attrs import field, frozen
from attrs.validators import and_, gt, le

from deliberate.errors import ScenarioError, unknown
from deliberate.footprint import DATA


@frozen(kw_only=True)
class Turnout:
    """The turnout of an election that was held.

    `share` is of those who could vote; `status` says whether it was found in `source` or recalled,
    and `note` what else should be known of it.
    """

    id: str
    election: str
    date: str
    system: str
    share: float = field(converter=float, validator=and_(gt(0.0), le(1.0)))
    source: str
    status: str
    note: str = ""


@cache
def turnouts() -> dict[str, Turnout]:
    """Return the turnouts on record by id.

    >>> turnouts()["mayors-2017"].share
    0.278
    """
    text = (DATA / "turnout.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in StringIO(text) if not line.startswith("#"))
    return {row["id"]: Turnout(**row) for row in rows}


def turnout(name: str) -> Turnout:
    """Return the turnout of that id.

    Raises
    ------
    ScenarioError
        If there is none; it names the nearest.

    Examples
    --------
    >>> turnout("fife-2010").share
    0.139
    >>> turnout("mayor-2017")
    Traceback (most recent call last):
    deliberate.errors.ScenarioError: no turnout is called "mayor-2017"; the nearest is "mayors-2017"
    """
    if name not in turnouts():
        raise ScenarioError(unknown("turnout", name, turnouts()))
    return turnouts()[name]
