"""The terms of a decision: the answer to the letter, what it loses, council tax and reserves."""

from textual.content import Content

from deliberate import Decide, State, Year
from elections import cell_width
from tui.sums import asked_of, drawn, lost_parts, pot_parts, put_by, saved
from tui.text import FAINT, cell, decimal, fitting, line, millions, stack
from tui.told import weeks

TAX = 12  # the cells of council tax, before those of the reserves


def paint_terms(state: State, plan: Decide, year: Year, width: int) -> Content:
    """Return three lines: the stance and what it saves, what is lost and why, tax and reserves."""
    return stack(
        [
            _stance_line(state, plan, year, width),
            _loss_line(state, year, width),
            _purse_line(state, year, width),
        ]
    )


def _stance_line(state: State, plan: Decide, year: Year, width: int) -> Content:
    parts: list[tuple[str, str]] = [("s", "$accent"), (" letter ", FAINT)]
    for stance in state.scenario.stances:
        chosen = stance.id == plan.stance
        name = cell(stance.name, 16).rstrip()
        parts.append((f"[{name}]" if chosen else f" {name} ", "bold" if chosen else FAINT))
    used = sum(cell_width(text) for text, _ in parts)
    kept = f" saves £{saved(year.accounts):,.1f}m"
    wanted = f" of £{asked_of(year):,.1f}m asked"
    return line(*parts, fitting(width - used, kept + wanted, kept))


def _loss_line(state: State, year: Year, width: int) -> Content:
    """Return what will be lost of next year's fund, with its reasons."""
    due = f"{weeks(year.late)} late" if year.late else f"{weeks(state.weeks)} left until it is due"
    if not year.accounts.lost:
        return line((f"  loses nothing of next year's fund · {due}", FAINT))
    total = f"  loses £{millions(year.accounts.lost)}m"
    parts = lost_parts(state.scenario, year)
    why = f": {' · '.join(f'{name} {decimal(size)}' for name, size, _ in parts)}"
    wordings = (
        f"{total} next year{why}{'' if year.late else f' · {due}'}",
        f"{total} next year{why}",
        f"{total}{why}",
        f"{total} next year, {due}; e explains",
    )
    return line((fitting(width, *wordings), FAINT))


def _purse_line(state: State, year: Year, width: int) -> Content:
    """Return council tax, reserves before and after, and what the hospital overspends."""
    money, before = year.accounts, state.reserves
    draw = round(1000 * pot_parts(money)["reserves"])
    turned = (money.reserves < 0) is not (before < 0)
    after = put_by(money.reserves) if turned else f"£{millions(abs(money.reserves))}m"
    spent = f"overspends £{millions(money.overspent)}m"
    long = f"{put_by(before)} → {after} ({drawn(draw)}) · {spent}"
    short = long.replace("£", "").replace("m ", " ").replace("m)", ")").removesuffix("m")
    return line(
        ("p", "$accent"),
        cell(f" tax +{year.precept:g}", TAX - 4),
        " · ",
        ("v ", "$accent"),
        fitting(width - TAX - 2, long, f"£m {short}", short),
    )
