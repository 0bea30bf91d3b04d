"""Which tactic suits a voting system, by what it asks and which criterion it meets (§2)."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from attrs import frozen

from deliberate.model.electorate import Electorate
from elections import Profile, Scores, System
from elections.criteria.flags import criteria_of
from elections.tactics import bullet, bury, compromise


@frozen(kw_only=True, eq=False)
class Tactic:
    """A tactic: how who knows the poll ranks the candidates, and the share of voters who do so."""

    name: str
    rank: Callable[..., Any]
    share: Callable[[Electorate], float]


COMPROMISE = Tactic(name="compromise", rank=compromise, share=attrgetter("compromise"))
BURY = Tactic(name="bury", rank=bury, share=attrgetter("burial"))
BULLET = Tactic(name="bullet", rank=bullet, share=attrgetter("bullet"))

SUITED: dict[tuple[type[Profile | Scores], bool | None], Tactic] = {
    (Profile, True): COMPROMISE,
    (Profile, False): BURY,
    (Scores, False): BULLET,
}
"""By the ballots that a system takes, and whether it meets later-no-harm.

Where lower preferences cannot harm the first, only deserting it can pay. Where they can, rankings
put a rival last and ratings name one candidate alone. Of a lottery nothing is known, and nobody
has reason to mislead it.
"""


@cache
def tactic_for(system: System) -> Tactic | None:
    """Return the tactic that suits a voting system; None where nothing is known to pay.

    Examples
    --------
    >>> from elections import systems
    >>> {str(each.ballot.name): getattr(tactic_for(each), "name", None)
    ...  for each in systems() if each.many_seats or each.random}
    {'ONE': None, 'RANKING': 'compromise'}
    """
    return SUITED.get((system.takes, criteria_of(system, ballots="strict")["later_no_harm"]))
