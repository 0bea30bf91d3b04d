"""Who is elected, with what mandate, and whom the same residents would elect elsewhere."""

from textual.content import Content

from deliberate import Election, State
from elections import Count
from tui.screens.count_tables import Lines, figure
from tui.text import FAINT, GOOD, HEAD, cell, line, stack, wrap


def paint_result(state: State, election: Election, width: int) -> Lines:
    """Return who is elected, with what mandate, and who would lead under other systems."""
    rival = election.count.candidates[election.rival]
    usual = 100 * state.scenario.parameters.buyin.usual_mandate
    return [
        "",
        line((cell(f"★ {election.count.elected} is elected.", width), f"bold {GOOD}")),
        *wrap(
            f"Mandate {100 * election.mandate:.0f} ({usual:.0f} is usual): of the ballots that "
            f"choose between them, {election.support:.0%} put the winner above {rival}, the "
            f"strongest rival on these papers; residents' satisfaction is "
            f"{election.satisfaction:.0%}; turnout {election.turnout:.0%}.",
            width,
        ),
        "",
        *wrap(elsewhere(election), width),
    ]


def mandate(state: State, election: Election) -> str:
    """Return how the mandate is made, in words and figures."""
    both = (election.support + election.satisfaction) / 2
    usual = 100 * state.scenario.parameters.buyin.usual_mandate
    return (
        f"Mandate {100 * election.mandate:.0f}: halfway between {election.support:.0%}, the "
        "winner's share of the ballots that choose between the winner and the strongest rival, "
        f"and {election.satisfaction:.0%}, how content all residents are with the winner, lies "
        f"{both:.0%}; a turnout of {election.turnout:.0%} multiplies it by "
        f"{election.mandate / both:.2f}. {usual:.0f} is usual."
    )


def elsewhere(election: Election) -> str:
    """Return in a sentence who would lead under the other systems."""
    systems_of: dict[str, list[str]] = {}
    for count in election.counts.values():
        if count.elected and count.elected != election.count.elected:
            systems_of.setdefault(count.elected, []).append(count.name)
    if not systems_of:
        return "The same residents elect the same person under every other system (o)."
    other = "; ".join(f"{name} by {', '.join(how)}" for name, how in systems_of.items())
    return f"The same residents would have elected {other} (o shows all)."


def paint_others(election: Election, width: int) -> Content:
    """Return whom the same residents would have elected under every system."""
    lines = [
        line(("The same residents under every system", HEAD)),
        line((cell(f"  {'System':<32}{'would lead':<18}how", width), FAINT)),
    ]
    for name, count in election.counts.items():
        same = count.elected == election.count.elected
        style = "" if same else "bold $text-warning"
        mark = "▸ " if name == election.system else "  "
        lines.append(
            line(
                (mark + cell(count.name, 32), "bold" if name == election.system else ""),
                (cell(count.elected or "–", 17) + " ", style),
                (cell(how(count), width - 52), FAINT),
            )
        )
    different = sorted({count.elected or "–" for count in election.counts.values()})
    said = (
        f"The system chose the leader: {len(different)} different people would lead."
        if len(different) > 1
        else "Here the system makes no difference: all elect the same person."
    )
    note = "Each voter marks the paper that the system asks for; some of them tactically. o: back."
    return stack([*lines, "", line((said, "bold")), *wrap(note, width)])


def how(count: Count) -> str:
    r"""Return in a few words how a count came to its winner.

    >>> from elections import Profile, elect
    >>> squeeze = Profile.from_text("4: Ann > Bob\n2: Bob\n3: Cat > Bob")
    >>> [how(elect(squeeze, each)) for each in ("plurality", "schulze")]
    ['4 v Cat 3', 'beats all others by pairs']
    """
    if not count.elected:
        return "undecided"
    if "chance" in count.columns:
        chance = count.columns["chance"][count.candidates.index(count.elected)]
        return f"drawn, at a {float(chance):.0%} chance"
    lot = "by lot, " if any(tie.purpose == "elected" for tie in count.ties) else ""
    if "pairwise" in count.tables and _beats_all(count, count.elected):
        return "beats all others by pairs"
    if not count.rounds or count.rounds[-1].measure == "pairs":
        return "by lot" if lot else "beats not all by pairs"
    return lot + _last_round(count, count.elected)


def _beats_all(count: Count, name: str) -> bool:
    table, winner = count.tables["pairwise"], count.candidates.index(name)
    others = (place for place in range(len(table)) if place != winner)
    return all(table[winner][other] > table[other][winner] for other in others)


def _last_round(count: Count, winner: str) -> str:
    tally = count.rounds[-1].tally
    if count.rounds[-1].measure == "grades":
        return f"median grade {figure(tally[winner])}"
    rivals = [f" v {name} {figure(votes)}" for name, votes in tally.items() if name != winner]
    return figure(tally[winner]) + "".join(rivals[:1])
