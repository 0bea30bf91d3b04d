"""The debrief's tables by year: buy-in and what came of it, who led, what was done."""

from textual.content import Content

from deliberate import State, Year
from tui.text import FAINT, HEAD, cell, columns, line, millions, moved, signed, wrap
from tui.told import talks, weeks_used
from tui.words import consents


def paint_buyin(state: State, width: int) -> list[Content]:
    """Return buy-in by group and year, hospital pressure, promises, reserves and delays.

    Of a long game, as many of the last years as the terminal holds.
    """
    years = state.history[-max(1, (width - 33) // 6) :]
    wide = max(6, min(9, (width - 33) // len(years)))
    names = "".join(f"{state.scenario.year_name(year.number)[2:]:>{wide}}" for year in years)
    lines = [line((f"{'Buy-in':<18}{'start':>6}{names}{'change':>8}", FAINT))]
    start = state.history[0].before
    for number, group in enumerate(state.scenario.groups):
        levels = "".join(f"{year.buyin[number]:>{wide}.0f}" for year in years)
        change = float(state.buyin[number] - start[number])
        lines.append(
            line(
                ("  " + cell(group.name, 16), "bold"),
                f"{start[number]:>6.0f}{levels}",
                (f"{signed(change):>8}", moved(change)[1]),
            )
        )
    first = state.history[0].services_before.pressure
    rise = signed(state.services.pressure - first, 2)
    found = [
        ("Pressure", f"{first:.2f}", [f"{year.services.pressure:.2f}" for year in years], rise),
        ("Reserves, £m", "", [millions(year.accounts.reserves) for year in years], ""),
    ]
    if state.election is not None:
        found.append(("Promises kept", "", [f"{year.kept:.0%}" for year in years], ""))
    if any(year.late for year in years):
        found.append(("Weeks late", "", [str(year.late) for year in years], ""))
    for name, start_at, values, change_by in found:
        shown = "".join(f"{value:>{wide}}" for value in values)
        lines.append(line((f"  {name:<16}", FAINT), f"{start_at:>6}{shown}{change_by:>8}"))
    return lines


def paint_leaders(state: State, width: int) -> list[str]:
    """Return who led: whom residents elected, when and with what mandate, or who was appointed."""
    if not state.elections:
        name = state.leader.name if state.leader else "nobody"
        return wrap(f"Led throughout: {name[0].lower()}{name[1:]}. Nobody voted.", width)
    held = [
        f"{state.scenario.year_name(each.year)} {each.count.elected} "
        f"(mandate {100 * each.mandate:.0f}, turnout {each.turnout:.0%})"
        for each in state.elections
    ]
    return wrap(f"Elected: {' · '.join(held)}", width)


def paint_years(state: State, width: int) -> list[Content]:
    """Return what was done and what struck, a row a year."""
    rest = max(0, width - 78)
    widths = [9, 28 + rest // 2, 11, 10, 20 + rest - rest // 2]
    head = ["Year", "talks (weeks)", "letter", "tax, draw", "events"]
    rows = [each for year in state.history for each in columns(_row(state, year), widths)]
    return [
        line(("What was done, and what struck; £m", HEAD)),
        line(("".join(cell(each, wide) for each, wide in zip(head, widths, strict=True)), FAINT)),
        *[line(each) for each in rows],
    ]


def _row(state: State, year: Year) -> list[str]:
    """Return the cells of a year."""
    scenario = state.scenario
    names = {group.id: group.name for group in scenario.groups}
    voices = [
        f"{names[each.group]} {consents(each.consent)}" for each in year.answers if each.consent < 1
    ]
    held = ", ".join(talks(year, scenario)) or "none"
    money = year.accounts
    drawn = f"{'draw' if money.drawn > 0 else 'put by'} {millions(abs(money.drawn))}"
    return [
        scenario.year_name(year.number),
        "; ".join([f"{held}: {weeks_used(year, scenario)}", *voices]),
        scenario.stance(year.stance).name,
        ", ".join([f"tax +{year.precept:g}"] * bool(year.precept) + [drawn] * bool(money.drawn))
        or "–",
        ", ".join(scenario.event(name).name for name in year.events) or "none",
    ]
