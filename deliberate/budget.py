"""A year's money: what there is to decide about, and what a leader's terms make of it."""

from collections.abc import Sequence

from attrs import evolve

from deliberate.decisions import Decide
from deliberate.errors import IllegalDecision
from deliberate.happenings import demands
from deliberate.model.money import Accounts, Purse, overspending, repayment, settle
from deliberate.national import Letter, Stance, lost
from deliberate.scenario import Scenario
from deliberate.state import State


def open_accounts(scenario: Scenario, year: int, before: Accounts) -> Accounts:
    """Return the money that the game's `year` begins with, after the accounts of the last one."""
    grown = round(scenario.footprint.pot * (1 + scenario.parameters.services.growth) ** year)
    return Accounts(
        grown=grown,
        levied=before.levied,
        withheld=before.lost,
        repaid=repayment(before.reserves, grown, scenario.parameters.purse),
        reserves=before.reserves,
    )


def asked(accounts: Accounts, letter: Letter) -> int:
    """Return the savings that a letter asks of a year's money, £ thousand."""
    return round((accounts.pot - accounts.raised) * letter.savings)


def fund(accounts: Accounts, letter: Letter) -> int:
    """Return the conditional fund that a letter holds out for a year, £ thousand."""
    return round(accounts.grown * letter.fund)


def spendable(state: State, stance: str, *, precept: float = 0.0, draw: int = 0) -> int:
    """Return what the lines share, £ thousand, after the stance, a new precept and reserves.

    Raises
    ------
    IllegalDecision
        If there is no such stance, or no such precept or draw is allowed.
    """
    terms = Decide(split=(), stance=stance, precept=precept, draw=draw)
    return budgeted(state.scenario, state.accounts, demands(state), terms).spendable


def budgeted(scenario: Scenario, accounts: Accounts, letter: Letter, decision: Decide) -> Accounts:
    """Return a year's accounts with a decision's stance, precept and draw in them.

    Raises
    ------
    IllegalDecision
        As for `spendable`.
    """
    purse, stance = scenario.parameters.purse, scenario.stance(decision.stance)
    pot = scenario.footprint.pot
    return with_terms(accounts, letter, decision, purse=purse, stance=stance, pot=pot)


def with_terms(
    accounts: Accounts,
    letter: Letter,
    decision: Decide,
    *,
    purse: Purse,
    stance: Stance,
    pot: int,
) -> Accounts:
    """Return a year's accounts with the terms of a decision in them, by what everybody knows.

    `pot` is the yearly pot of the base year, £ thousand.

    Raises
    ------
    IllegalDecision
        If no such precept or draw is allowed, or nothing would be left to spend.
    """
    there = max(0, accounts.reserves)
    if not 0 <= decision.precept <= purse.precept_most:
        raise IllegalDecision(
            f"a precept is from 0 to {purse.precept_most:g} points, not {decision.precept:g}"
        )
    if decision.draw > there:
        raise IllegalDecision(f"the reserves are £{there:,}k, and £{decision.draw:,}k is more")
    raised = round(pot * purse.precept_yield * decision.precept)
    found = evolve(
        accounts,
        levied=accounts.levied + raised,
        raised=raised,
        kept=round(asked(accounts, letter) * stance.saved),
        drawn=decision.draw,
    )
    if found.spendable <= 0:
        raise IllegalDecision("that would leave nothing to spend")
    return found


def allowed(wanted: Decide, reserves: int, *, purse: Purse, stances: Sequence[Stance]) -> Decide:
    """Return a decision whose terms the rules allow, as near to those wanted as they may be.

    A stance that there is not becomes the first that there is; `reserves` are in £ thousand.
    """
    known = [stance.id for stance in stances]
    return evolve(
        wanted,
        stance=wanted.stance if wanted.stance in known else known[0],
        precept=min(wanted.precept, purse.precept_most),
        draw=min(wanted.draw, max(0, reserves)),
    )


def closed(
    scenario: Scenario,
    budget: Accounts,
    letter: Letter,
    stance: str,
    *,
    hospital: int,
    pressure: float,
    weeks_late: int = 0,
) -> Accounts:
    """Return a year's accounts at its end: overspending, what the letter costs, what is left.

    `hospital` is the money of the hospital lines, £ thousand, and `pressure` what they were under
    when the year began.
    """
    parameters = scenario.parameters
    overspent = overspending(hospital, pressure, parameters.purse.overspend)
    reserves, given = settle(
        budget.reserves,
        repaid=budget.repaid,
        drawn=budget.drawn,
        kept=budget.kept,
        overspent=overspent,
    )
    settled = round(asked(budget, letter) * scenario.stance(stance).settled)
    shortfall = max(0, settled + overspent - budget.kept)
    return evolve(
        budget,
        overspent=overspent,
        given=given,
        shortfall=shortfall,
        lost=lost(fund(budget, letter), shortfall, weeks_late, parameters.national),
        reserves=reserves,
    )
