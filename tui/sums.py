"""The money of a year in words, in parts that add up to what is shown."""

from attrs import frozen

from deliberate import Line, Scenario, State, Year
from deliberate.budget import asked
from deliberate.model.money import Accounts
from deliberate.reasons import diversion, loss
from tui.text import add_up, gap, millions, signed
from tui.told import weeks

LEAST = 50.0  # £ thousand: what a screen in tenths of a million can show


def pot_parts(money: Accounts) -> dict[str, float]:
    """Return what lies between the pot and what the lines share, £m, in tenths that add up.

    >>> pot_parts(Accounts(grown=5_353_245, kept=16_060))
    {'letter': -16.0, 'tax': 0.0, 'reserves': 0.0}
    """
    parts = {"letter": -money.kept, "tax": money.raised, "reserves": money.drawn}
    before = money.pot - money.raised
    shown = add_up([part / 1000 for part in parts.values()], gap(money.spendable, before))
    return dict(zip(parts, shown, strict=True))


def saved(money: Accounts) -> float:
    """Return what was kept for the letter, £m, so that the tenths on the screen add up.

    >>> saved(Accounts(grown=5_353_245, kept=16_060))
    16.0
    """
    return abs(pot_parts(money)["letter"])


def asked_of(year: Year) -> float:
    """Return the savings that a year's letter asks, £m."""
    return asked(year.accounts, year.letter) / 1000


def pot_sum(money: Accounts) -> str:
    """Return how the pot comes to what the lines share.

    >>> pot_sum(Accounts(grown=5_353_245, kept=16_060))
    'Pot £5,353.2m − 16.0 letter = £5,337.2m'
    """
    pot, steps = millions(money.pot - money.raised), _steps(pot_parts(money))
    return f"Pot £{pot}m{steps} = £{millions(money.spendable)}m"


def _steps(parts: dict[str, float]) -> str:
    """Return what is added and taken away, £m, to be read after a sum; what is nothing is left out.

    >>> _steps({"drawn": -6.6, "tax": 0.0, "repaid": 1.0})
    ' − 6.6 drawn + 1.0 repaid'
    """
    return "".join(
        f" {'+' if part > 0 else '−'} {abs(part):,.1f} {name}"
        for name, part in parts.items()
        if part
    )


def line_parts(state: State, year: Year, number: int) -> list[tuple[str, float, str]]:
    """Return what came between the plan for a line and its money: name, £m, and what it means.

    The tenths add up to the difference of plan and money as they are shown.
    """
    parts, line = diversion(year), state.scenario.lines[number]
    found = [
        ("delayed", parts.delayed, "put off by events"),
        (owner(state, line), parts.withheld, "kept from being cut by its owner"),
        ("not freed", parts.unfreed, "too little was cut elsewhere"),
        (
            "activity",
            parts.activity,
            "drawn per case, less what it pays",
        ),
    ]
    sizes = [float(part[number]) / 1000 for _, part, _ in found]
    shown = add_up(sizes, gap(year.split[number], year.plan[number]))
    return [(name, size, said) for (name, _, said), size in zip(found, shown, strict=True)]


def diverted(state: State, year: Year, number: int) -> str:
    """Return by how much a line missed the plan, £m, and what did most of it; or nothing."""
    net = gap(year.split[number], year.plan[number])
    if not net:
        return ""
    parts = [(name, size) for name, size, _ in line_parts(state, year, number) if size * net > 0]
    most = max(parts, key=lambda each: abs(each[1]), default=("rounding", net))
    return f"{signed(net)} {most[0]}"


def lost_parts(scenario: Scenario, year: Year) -> list[tuple[str, float, str]]:
    """Return why a part of next year's fund is lost: name, £m, and at what rate.

    The tenths add up to what is lost as it is shown; what is nothing is left out.
    """
    why, terms = loss(scenario, year), scenario.parameters.national
    found = [
        ("savings short", why.savings, f"£{terms.clawback:g} for each £1 not saved"),
        ("overspending", why.overspending, f"£{terms.clawback:g} for each £1 overspent"),
        (f"{weeks(year.late)} late", why.lateness, f"{terms.late:.0%} of the fund a week"),
        ("no more than all", why.limit, "the fund is the most to lose"),
    ]
    shown = add_up([part / 1000 for _, part, _ in found], year.accounts.lost / 1000)
    return [(name, size, said) for (name, _, said), size in zip(found, shown, strict=True) if size]


def overspent(money: Accounts) -> tuple[float, float, float]:
    """Return what the hospital overspent, and what savings and reserves paid of it, £m."""
    savings, total = money.overspent - money.uncovered, round(money.overspent / 1000, 1)
    by_savings, by_reserves = add_up([savings / 1000, money.uncovered / 1000], total)
    return total, by_savings, by_reserves


def reserves_sum(money: Accounts) -> str:
    """Return how reserves come from what they were to what they are, £m.

    >>> reserves_sum(Accounts(grown=0, drawn=6_600, kept=100, overspent=2_500, reserves=4_200))
    '13.2 − 6.6 drawn − 2.4 overspent = 4.2'
    """
    before = money.reserves - money.repaid + money.drawn + money.uncovered
    parts = {"drawn": -money.drawn, "overspent": -money.uncovered, "repaid": money.repaid}
    if money.drawn < 0:
        parts = {"put by": -money.drawn, **parts, "drawn": 0}
    shown = add_up([part / 1000 for part in parts.values()], gap(money.reserves, before))
    steps = _steps(dict(zip(parts, shown, strict=True)))
    return f"{millions(before)}{steps} = {millions(money.reserves)}"


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
