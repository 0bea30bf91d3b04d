"""A game without a screen: played by an automatic player, told as data or in a few lines."""

from pathlib import Path
from typing import Any

from attrs import evolve

from deliberate import (
    Phase,
    Replay,
    Scenario,
    Session,
    State,
    Year,
    choose,
    digest,
    governance,
    leader_system,
    load_scenario,
    player,
)
from deliberate.model.buyin import TERMS
from deliberate.model.measures import summary
from elections import pad, printable


def choose_scenario(
    name: str, *, system_id: str | None, governance_id: str | None, years: int | None
) -> Scenario:
    """Return a scenario with some of its choices made otherwise.

    Raises
    ------
    ScenarioError, UnknownSystemError
        If there is no such scenario, governance or system; the nearest name is said.
    """
    scenario = load_scenario(name)
    return evolve(
        scenario,
        system=leader_system(system_id).id if system_id else scenario.system,
        governance=governance(governance_id) if governance_id else scenario.governance,
        years=years or scenario.years,
    )


def run(scenario: Scenario, player_name: str, seed: int, path: Path | None) -> State:
    """Play to the debrief, keeping the session at `path` if one is given."""
    who = player(player_name)
    session = Session.new(scenario, seed, path)
    try:
        while session.state.phase is not Phase.DEBRIEF:
            session.submit(choose(who, session.state))
    finally:
        session.close()
    return session.state


def to_dict(state: State) -> dict[str, Any]:
    """Return a game that has been played, with every term behind every number."""
    scenario = state.scenario
    last = state.history[-1]
    return {
        "scenario": scenario.id,
        "footprint": scenario.footprint.id,
        "governance": scenario.governance.id,
        "system": scenario.system,
        "seed": state.seed,
        "leader": state.leader.name if state.leader else None,
        "election": _election(state),
        "groups": [group.id for group in scenario.groups],
        "lines": [item.id for item in scenario.lines],
        "start": {"buyin": state.history[0].before.tolist(), "pressure": 1.0},
        "years": [_year(state, year) for year in state.history],
        "measures": summary(last.buyin, last.overlap, last.services.pressure),
        "digest": digest(state),
    }


def _election(state: State) -> dict[str, Any] | None:
    election = state.election
    if election is None:
        return None
    return {
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
            "settling": float(account.settling[column]),
            "luck": float(account.luck[column]),
            "limit": float(account.limit[column]),
        }
        for column, group in enumerate(groups)
    }
    return {
        "year": state.scenario.year_name(year.number),
        "stance": year.stance,
        "pot_k": year.pot,
        "spendable_k": year.spendable,
        "plan_k": list(year.plan),
        "split_k": list(year.split),
        "heard": year.heard.tolist(),
        "pace": year.pace,
        "kept": year.kept,
        "pressure": year.services.pressure,
        "buyin": year.buyin.tolist(),
        "reasons": reasons,
    }


def to_text(state: State) -> str:
    """Return a game in a table: buy-in by group and year, and hospital pressure."""
    scenario, start = state.scenario, state.history[0].before
    place = scenario.footprint.name
    where = place if scenario.title == place else f"{scenario.title} ({place})"
    years = "".join(f"{scenario.year_name(year.number):>9}" for year in state.history)
    rows = [f"{where}, {scenario.governance.name}", _who_leads(state), ""]
    rows.append(f"{'Buy-in':<18}{'start':>7}{years}")
    for column, group in enumerate(scenario.groups):
        levels = "".join(f"{year.buyin[column]:>9.1f}" for year in state.history)
        rows.append(f"{pad(printable(group.name), 18)}{start[column]:>7.1f}{levels}")
    pressure = "".join(f"{year.services.pressure:>9.3f}" for year in state.history)
    return "\n".join([*rows, f"{'Hospital pressure':<18}{1:>7.3f}{pressure}"])


def _who_leads(state: State) -> str:
    election = state.election
    if election is None:
        return "A lead was appointed; nobody voted"
    return (
        f"{printable(election.count.elected or '')} was elected by {election.count.name}: "
        f"mandate {100 * election.mandate:.0f}, turnout {election.turnout:.0%}"
    )


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
