"""What the numbers are called: the words of reasons, seats and changes."""

from collections.abc import Iterator

from attrs import frozen

from deliberate import Line, State, Year
from deliberate.footprint import Lead
from deliberate.involvement import CONSULTED, SHUT_OUT
from deliberate.model.buyin import TERMS
from deliberate.model.money import Accounts
from tui.text import BAD, GOOD, gap, millions, signed

# Each reason as a gain and as a loss, in the order of the model's terms.
REASONS = {
    "outcome": ("split", "split"),
    "services": ("services", "services"),
    "process": ("heard", "not heard"),
    "mandate": ("mandate", "mandate"),
    "promise": ("promise kept", "promise broken"),
    "national": ("letter", "letter"),
    "pace": ("pace", "pace"),
}
# What else moved people, as the model's account has it.
BESIDES = {
    "happened": "events, tax",
    "settling": "settling",
    "luck": "luck",
    "limit": "limit",
}

EXPLAINED = {
    "outcome": "how near the split came to theirs, against habit",
    "services": "hospital pressure against what they expect",
    "process": "how far they were asked",
    "mandate": "the count, and how near the winner is; it fades",
    "promise": "manifesto change on time; broken weighs more",
    "national": "national demands that contradict each other",
    "pace": "more money moved in a year than people can follow",
    "happened": "the year's events, and a rise of council tax",
    "settling": "the pull back towards the usual level",
    "luck": "what nobody planned",
    "limit": "the ends of the scale",
}

LEAST = 50.0  # £ thousand: what a screen in tenths of a million can show

LEADS = {
    Lead.PROVIDER: "an NHS provider",
    Lead.CCG: "a clinical commissioning group",
    Lead.COUNCIL: "a council",
    Lead.INDEPENDENT: "none of them: an independent chair",
}

_SEATS = ((0.99, "at the table"), (0.59, "consulted"), (0.29, "informed"), (-1.0, "shut out"))


def seat(heard: float) -> str:
    """Return how far a group is involved, in words.

    >>> seat(0.6)
    'consulted'
    """
    return next(word for least, word in _SEATS if heard >= least)


def seat_style(heard: float) -> str:
    """Return the style in which a seat is shown: being asked is good, being shut out is bad."""
    return GOOD if heard >= CONSULTED else BAD if heard == SHUT_OUT else ""


def reasons(year: Year, group: int, width: int) -> str:
    """Return the largest reasons why a group's buy-in moved, with their points.

    Two of them fit the smallest terminal; each twenty cells more make room for another.
    """
    most = max(2, width // 20)
    largest = sorted(felt(year, group), key=lambda each: -abs(each[1]))[:most]
    said = [f"{word} {signed(size)}" for word, size in largest]
    return " · ".join(each for each in said if not each.endswith(" 0.0")) or "nothing moved it"


def felt(year: Year, group: int) -> list[tuple[str, float]]:
    """Return the reasons that people had, with their points: the seven terms, and what happened."""
    return [(word, size) for word, size, _ in explanation(year, group)][: len(TERMS) + 1]


def reason(term: int, points: float) -> str:
    """Return what a term is called, as a gain or as a loss."""
    gain, loss = REASONS[TERMS[term]]
    return gain if points >= 0 else loss


def explanation(year: Year, group: int) -> Iterator[tuple[str, float, str]]:
    """Yield every part of a group's change: its name, its points, and what it means."""
    for term, name in enumerate(TERMS):
        points = float(year.account.terms[term, group])
        yield reason(term, points), points, EXPLAINED[name]
    for name, word in BESIDES.items():
        yield word, float(getattr(year.account, name)[group]), EXPLAINED[name]


def friction(state: State, year: Year, number: int) -> tuple[str, float]:
    """Return what most kept a line from what was planned, and by how much, £m.

    Events delay a part of the plan; an owner withholds a cut, and lines that were to gain go
    without; activity draws money in, and every line pays.
    """
    sources = (year.delayed, year.withheld, year.drawn)
    delayed, withheld, drawn = (float(each[number]) / 1000 for each in sources)
    paid = year.blocked[number] / 1000 - delayed - withheld - drawn
    line = state.scenario.lines[number]
    gains = year.plan[number] > year.standstill[number]
    causes = [
        ("delayed", delayed),
        (owner(state, line), withheld),
        ("activity", drawn),
        ("not freed" if gains else "drawn away", paid),
    ]
    return max(causes, key=lambda cause: abs(cause[1]))


@frozen(kw_only=True)
class Withheld:
    """A cut that did not happen whole: `kept` of `cut`, £m, kept back by the owner of `line`."""

    owner: str
    line: str
    cut: float
    kept: float


def withheld(state: State, year: Year) -> list[Withheld]:
    """Return the cuts that did not happen whole, against a standstill, largest first."""
    found = [
        Withheld(
            owner=owner(state, line),
            line=line.name,
            cut=(still - plan) / 1000,
            kept=float(kept) / 1000,
        )
        for line, still, plan, kept in zip(
            state.scenario.lines, year.standstill, year.plan, year.withheld, strict=True
        )
        if kept >= LEAST
    ]
    return sorted(found, key=lambda each: -each.kept)


def owner(state: State, line: Line) -> str:
    """Return the name of the group that owns a line."""
    return next(group.name for group in state.scenario.groups if group.id == line.owner)


def points(share: float) -> str:
    """Return a share of the pot as points.

    >>> points(0.18)
    '18.0'
    """
    return f"{100 * share:.1f}"


def saved(money: Accounts) -> float:
    """Return what was kept for the letter, £m, so that the tenths on the screen add up.

    >>> saved(Accounts(grown=5_353_245, kept=16_060))
    16.0
    """
    beside = round(money.raised / 1000, 1) + round(money.drawn / 1000, 1)
    return round(gap(money.pot - money.raised, money.spendable) + beside, 1)


def weeks(number: int) -> str:
    """Return a number of weeks in words.

    >>> weeks(1), weeks(3)
    ('1 week', '3 weeks')
    """
    return f"{number} week" if number == 1 else f"{number} weeks"


def put_by(reserves: int) -> str:
    """Return reserves, or a deficit, of so many £ thousand.

    >>> put_by(26_500), put_by(-3_100)
    ('reserves £26.5m', 'deficit £3.1m')
    """
    return f"{'deficit' if reserves < 0 else 'reserves'} £{millions(abs(reserves))}m"


def drawn(draw: int) -> str:
    """Return what is taken from the reserves, or put there, £ thousand.

    >>> drawn(13_200), drawn(-10_700), drawn(0)
    ('draw £13.2m', 'put by £10.7m', 'draw nothing')
    """
    if not draw:
        return "draw nothing"
    return f"{'draw' if draw > 0 else 'put by'} £{millions(abs(draw))}m"
