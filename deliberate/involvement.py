"""Who is asked, and how: degrees of involvement, and the formats of deliberation."""

from attrs import field, frozen
from attrs.validators import and_, ge, le

SHUT_OUT, INFORMED, CONSULTED, AT_THE_TABLE = 0.0, 0.3, 0.6, 1.0

_share = and_(ge(0.0), le(1.0))


@frozen(kw_only=True)
class Format:
    """A way to deliberate: its cost in weeks, and how far it involves those invited (0-1).

    `members` of each group invited, and `panel` residents drawn by lot, talk for `rounds` at
    tables of at most `table_size`.
    """

    id: str = ""
    name: str
    summary: str
    weeks: int = field(validator=and_(ge(1), le(26)))
    invited: float = field(validator=_share)
    members: int = field(validator=and_(ge(1), le(20)))
    rounds: int = field(validator=and_(ge(1), le(10)))
    table_size: int = field(validator=and_(ge(2), le(1000)))
    panel: int = field(default=0, validator=and_(ge(0), le(200)))
