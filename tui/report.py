"""A game without a screen: played by an automatic player, told as data or in a few lines."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import asdict

from deliberate import (
    Election,
    Phase,
    Replay,
    Scenario,
    Session,
    State,
    Year,
    choose,
    digest,
    player,
    stakeholder,
)
from deliberate.model.buyin import TERMS
from deliberate.outcomes import outcomes, without_nan
from elections import pad, printable
from tui.told import talks, weeks_used

MONEY = {"overspent": "Overspent, £m", "lost": "Fund lost, £m", "reserves": "Reserves, £m"}


def run(
    scenario: Scenario,
    player_name: str,
    seed: int,
    path: Path | None,
    seats: Mapping[str, str] | None = None,
) -> State:
    """Play to the debrief, keeping the session at `path` if one is given.

    `seats` names the automatic stakeholder who answers for each group.

    Raises
    ------
    ScenarioError, IllegalDecision
        If there is no such player, stakeholder or group; the nearest name is said.
    """
    who = player(player_name)
    seated = {
        scenario.groups[scenario.group(group)].id: stakeholder(name)
        for group, name in (seats or {}).items()
    }
    session = Session.new(scenario, seed, path)
    try:
        while session.state.phase is not Phase.DEBRIEF:
            session.submit(choose(who, session.state, seated))
    finally:
        session.close()
    return session.state


def to_dict(state: State) -> dict[str, Any]:
    """Return a game that has been played, with every term behind every number."""
    scenario = state.scenario
    elections = [_election(each) for each in state.elections]
    return {
        "scenario": scenario.id,
        "footprint": scenario.footprint.id,
        "governance": scenario.governance.id,
        "system": scenario.system,
        "seed": state.seed,
        "leader": state.leader.name if state.leader else None,
        "election": elections[-1] if elections else None,
        "elections": elections,
        "groups": [group.id for group in scenario.groups],
        "lines": [item.id for item in scenario.lines],
        "start": {"buyin": state.history[0].before.tolist(), "pressure": 1.0},
        "years": [_year(state, year) for year in state.history],
        "measures": without_nan(outcomes(state)),
        "digest": digest(state),
    }


def _election(election: Election) -> dict[str, Any]:
    return {
        "year": election.year,
        "system": election.system,
        "elected": election.count.elected,
        "voters": election.voters,
        "turnout": election.turnout,
        "support": election.support,
        "satisfaction": election.satisfaction,
        "mandate": election.mandate,
        "elsewhere": {name: count.elected for name, count in election.counts.items()},
        "rounds": election.count.to_dict()["rounds"],
    }


def _year(state: State, year: Year) -> dict[str, Any]:
    groups = [group.id for group in state.scenario.groups]
    account = year.account
    reasons = {
        group: {
            **{term: float(account.terms[row, column]) for row, term in enumerate(TERMS)},
            "happened": float(account.happened[column]),
            "settling": float(account.settling[column]),
            "luck": float(account.luck[column]),
            "limit": float(account.limit[column]),
        }
        for column, group in enumerate(groups)
    }
    return {
        "year": state.scenario.year_name(year.number),
        "events": list(year.events),
        "consultations": [asdict(each) for each in year.consultations],
        "answers": [asdict(each) for each in year.answers],
        "weeks_late": year.late,
        "stance": year.stance,
        "precept": year.precept,
        "accounts_k": asdict(year.accounts),
        "pot_k": year.pot,
        "spendable_k": year.spendable,
        "plan_k": list(year.plan),
        "split_k": list(year.split),
        "withheld_k": year.withheld.tolist(),
        "drawn_k": year.drawn.tolist(),
        "heard": year.heard.tolist(),
        "pace": year.pace,
        "kept": year.kept,
        "pressure": year.services.pressure,
        "buyin": year.buyin.tolist(),
        "reasons": reasons,
    }


def to_text(state: State) -> str:
    """Return a game in a table by year: buy-in by group, pressure and money; and what happened."""
    scenario, start = state.scenario, state.history[0].before
    place = scenario.footprint.name
    where = place if scenario.title == place else f"{scenario.title} ({place})"
    years = "".join(f"{scenario.year_name(year.number):>9}" for year in state.history)
    rows = [f"{where}, {scenario.governance.name}", *_who_leads(state), ""]
    rows.append(f"{'Buy-in':<18}{'start':>7}{years}")
    for column, group in enumerate(scenario.groups):
        levels = [f"{year.buyin[column]:.1f}" for year in state.history]
        rows.append(_row(printable(group.name), f"{start[column]:.1f}", levels))
    pressure = [f"{year.services.pressure:.3f}" for year in state.history]
    rows.append(_row("Hospital pressure", f"{1:.3f}", pressure))
    rows += [
        _row(name, "", [_millions(getattr(year.accounts, key)) for year in state.history])
        for key, name in MONEY.items()
    ]
    return "\n".join([*rows, "", *_what_happened(state)])


def _row(name: str, start: str, values: list[str]) -> str:
    return f"{pad(name, 18)}{start:>7}{''.join(f'{value:>9}' for value in values)}"


def _what_happened(state: State) -> list[str]:
    """Return what was done and what struck in each year, and what groups answered."""
    scenario, rows = state.scenario, []
    names = {group.id: group.name for group in scenario.groups}
    for year in state.history:
        held = ", ".join(talks(year, scenario)) or "no talks"
        done = [f"{held}: {weeks_used(year, scenario)}", scenario.stance(year.stance).name.lower()]
        if year.precept:
            done.append(f"tax +{year.precept:g}")
        if year.accounts.drawn:
            done.append(f"drawn £{_millions(year.accounts.drawn)}m")
        events = ", ".join(scenario.event(name).name for name in year.events) or "no event"
        answers = [f"{names[each.group]} {each.consent:.0%}" for each in year.answers]
        consents = f"; consent to cuts: {', '.join(answers)}" if answers else ""
        said = f"{'; '.join(done)}; {events}{consents}"
        rows.append(printable(f"{scenario.year_name(year.number)}: {said}"))
    return rows


def _millions(thousands: int) -> str:
    """Return £ thousand as £ million with a true minus."""
    return f"{thousands / 1000:,.1f}".replace("-", "−")


def _who_leads(state: State) -> list[str]:
    if not state.elections:
        return ["A lead was appointed; nobody voted"]
    return [
        f"{state.scenario.year_name(each.year)}: {printable(each.count.elected or '')} was elected "
        f"by {each.count.name}: mandate {100 * each.mandate:.0f}, turnout {each.turnout:.0%}"
        for each in state.elections
    ]


def replay_to_dict(again: Replay) -> dict[str, Any]:
    """Return a replay as data."""
    return {
        "scenario": again.header.scenario.id,
        "seed": again.header.seed,
        "version": again.header.version,
        "proven": again.proven,
        "entries": [
            {
                **entry.table,
                "number": entry.number,
                "phase": str(state.phase),
                "digest": entry.digest,
            }
            for entry, state in zip(again.entries, again.states[1:], strict=True)
        ],
        "differing": list(again.differing),
    }


def replay_to_text(again: Replay) -> str:
    """Return a replay in lines."""
    rows = [
        f"{entry.number:>4}  {entry.table['kind']:<8}  → {state.phase:<13} "
        f"{'differs' if entry.number in again.differing else 'as recorded'}"
        for entry, state in zip(again.entries, again.states[1:], strict=True)
    ]
    verdict = "proven" if again.proven else "not proven"
    title = (
        f"{again.header.scenario.title}, seed {again.header.seed}: {len(rows)} entries, {verdict}"
    )
    return "\n".join([title, *rows])
