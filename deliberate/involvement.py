"""Who is asked, and how: degrees of involvement, and the formats of deliberation."""

from attrs import frozen

from deliberate.parameter import figure

SHUT_OUT, CONSULTED = 0.0, 0.6


@frozen(kw_only=True)
class Format:
    """A way to deliberate: its cost in weeks, and how far it involves those invited (0-1).

    `members` of each group invited, and `panel` residents drawn by lot, talk for `rounds` at
    tables of at most `table_size`.
    """

    id: str = ""
    name: str
    summary: str
    weeks: int = figure(1, 26, "assumed")
    invited: float = figure(0.0, 1.0, "assumed; 0.3 informed, 0.6 consulted, 1 at the table")
    members: int = figure(1, 20, "assumed; of each group")
    rounds: int = figure(1, 10, "assumed")
    table_size: int = figure(2, 1000, "assumed")
    panel: int = figure(0, 200, "12 to 25 in practice, recalled", default=0)
