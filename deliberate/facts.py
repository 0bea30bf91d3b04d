"""Facts behind the shipped numbers: the purses of 2016/17, and who had a stake in the plans.

They are stated anew in data/, each with its source and how it is known; the turnouts on record are
in `deliberate.turnouts`, the 44 areas in `deliberate.footprint`.
"""

import csv
from functools import cache
from io import StringIO
from typing import Any

from attrs import field, frozen
from attrs.validators import gt

from deliberate.footprint import DATA


@frozen(kw_only=True)
class Purse2016:
    """A part of the money for health and care in England in 2016/17, £bn.

    It belongs to a `line` of the game; `status` is found, recalled, derived or estimated.
    """

    id: str
    name: str
    bn: float = field(converter=float, validator=gt(0.0))
    line: str
    status: str
    source: str


@frozen(kw_only=True)
class Stakeholder2016:
    """Somebody with a stake in the plans of 2016, and the `group` of the game that speaks for them.

    The group is empty where none does; `left_out` is yes, no or partly.
    """

    id: str
    name: str
    group: str
    money: str
    left_out: str
    status: str
    source: str


@cache
def purses() -> tuple[Purse2016, ...]:
    """Return the purses of 2016/17.

    >>> round(sum(purse.bn for purse in purses()))
    118
    """
    return tuple(Purse2016(**row) for row in _rows("budget_lines.csv"))


@cache
def stakes() -> tuple[Stakeholder2016, ...]:
    """Return those who had a stake in the plans of 2016.

    >>> [each.name for each in stakes() if not each.group]
    ['National bodies and the Treasury', 'Members of Parliament']
    """
    return tuple(Stakeholder2016(**row) for row in _rows("stakeholders.csv"))


def _rows(name: str) -> list[dict[str, Any]]:
    text = (DATA / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in StringIO(text) if not line.startswith("#")))
