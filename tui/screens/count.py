"""The count, round by round, and who would lead under every other system."""

from fractions import Fraction
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from deliberate import Election, Proceed, State
from elections import Count, Round, system
from tui.screens.base import GameScreen
from tui.text import BAD, FAINT, GOOD, HEAD, bar, cell, line, signed, stack, wrap
from tui.widgets.sheet import Sheet


class CountScreen(GameScreen):
    """The returning officer reads out the count."""

    HELP: ClassVar[str] = """
The count. Left and right step through the rounds. Votes gained from those who went out stand
behind the bar; a ballot is exhausted when none of its choices is still in.

o shows whom the same residents would have elected under every other system, each voter marking
the ballot that it asks for.

The mandate is measured from the count: half of it is the winner's share of the ballots that
choose between the winner and the strongest rival, half how content all residents are with the
winner, and turnout raises or lowers both.

Enter: the leader takes office.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Back", key_display="←"),
        Binding("right", "turn(1)", "Round", key_display="→"),
        Binding("o", "others", "Other systems"),
        Binding("enter,n", "go_on", "Go on"),
    ]

    _round = 0
    _others = False

    @property
    def election(self) -> Election:
        """The election that was held."""
        election = self.state.election
        assert election is not None  # noqa: S101 - this screen comes after the polls
        return election

    def compose_body(self) -> ComposeResult:
        """Lay out the count."""
        with VerticalScroll(can_focus=False):
            yield Sheet(self._paint, id="body")

    def second_line(self) -> str:
        """Return the size of the poll."""
        election = self.election
        return (
            f"{election.voters:,} of {election.residents:,} residents voted "
            f"({election.turnout:.0%}) · {system(election.system).name}"
        )

    def _paint(self, width: int) -> Content:
        if self._others:
            return paint_others(self.election, width)
        return paint_round(self.state, self.election, self._round, width)

    def action_turn(self, by: int) -> None:
        """Step to another round."""
        rounds = max(len(self.election.count.rounds), 1)
        self._others = False
        self._round = max(0, min(self._round + by, rounds - 1))
        self.query_one("#body", Sheet).repaint()

    def action_others(self) -> None:
        """Show the other systems, or go back to the count."""
        self._others = not self._others
        self.query_one("#body", Sheet).repaint()

    def action_go_on(self) -> None:
        """Let the leader take office, once the last round has been seen."""
        if self._round < len(self.election.count.rounds) - 1:
            self.action_turn(1)
        else:
            self.game.decide(Proceed())


def paint_round(state: State, election: Election, number: int, width: int) -> Content:
    """Return one round of the deciding count."""
    count = election.count
    if not count.rounds:
        ties, steps = _ties(count, 1, width), _steps(count, width)
        pairs = paint_pairs(count, width)
        return stack([*pairs, *ties, *paint_result(state, election, width), *steps])
    this, last = count.rounds[number], number == len(count.rounds) - 1
    title = f"{count.name} · {count.voters:,} ballots"
    lines: list[Content | str] = [
        line(
            (cell(title, width - 16), HEAD),
            (cell(f"round {number + 1} of {len(count.rounds)}", 16, right=True), "bold"),
        )
    ]
    first = list(count.rounds[0].tally)
    most = max((max(each.tally.values()) for each in count.rounds), default=1) or 1
    lines += [_candidate(this, name, most, width) for name in first]
    if len(count.rounds) > 1 or this.exhausted:
        lines.append(
            line(
                (
                    f"  {cell('exhausted', 18)}{cell('', width - 42)}{_votes(this.exhausted):>9}",
                    FAINT,
                )
            )
        )
    if len(count.rounds) > 1:
        live = sum(this.tally.values())
        lines.append(
            line(
                (
                    f"  More than half of the {count.measure} still counted: {int(live / 2) + 1:,}",
                    FAINT,
                )
            )
        )
    lines += _ties(count, number + 1, width)
    if this.eliminated:
        goes = "goes" if len(this.eliminated) == 1 else "go"
        said = (
            f"{', '.join(this.eliminated)} {goes} out; the ballots move on in the next round (→)."
        )
        lines += ["", *wrap(said, width)]
    if last:
        lines += [*paint_result(state, election, width), *_steps(count, width)]
    return stack(lines)


def _candidate(this: Round, name: str, most: Fraction | int, width: int) -> Content:
    room = width - 42
    votes = this.tally.get(name)
    if votes is None:
        return line((f"  {cell(name, 17)} {cell('out', room)}{'–':>9}", FAINT))
    gained = this.transferred.get(name, 0)
    winner = name in this.elected
    out = name in this.eliminated
    return line(
        (f"{'★' if winner else ' '} {cell(name, 17)} ", "bold" if winner else ""),
        (cell(bar(float(votes / most), room), room), BAD if out else GOOD if winner else "$accent"),
        (f"{_votes(votes):>9}", "bold"),
        (f" {signed(float(gained), 0) if gained else '':>7}", GOOD),
        ("  out" if out else "", BAD),
    )


def _votes(votes: Fraction | int) -> str:
    return f"{votes:,}" if votes == int(votes) else f"{float(votes):,.1f}"


def _ties(count: Count, number: int, width: int) -> list[Content]:
    """Return the ties of a round, said aloud."""
    said = [str(tie) for tie in count.ties if tie.round == number]
    return [line((each, "$text-warning")) for text in said for each in wrap(text, width)]


def _steps(count: Count, width: int) -> list[Content | str]:
    """Return the steps of a count that were no rounds of votes, said aloud."""
    said = [each for step in count.steps for each in wrap(str(step), width)]
    return ["", *said] if said else []


def paint_pairs(count: Count, width: int) -> list[Content | str]:
    """Return the comparisons of a system that looks at candidates two by two."""
    table = count.tables["pairwise"]
    # Columns bear names while these fit, and else the numbers of the rows.
    named = 20 + 12 * len(table) <= width
    longest = max(len(f"{votes:,}") for row in table for votes in row)
    wide = 11 if named else max(longest, 2)
    shown = min(len(table), max(width - 20, 0) // (wide + 1))
    lines: list[Content | str] = [
        line((cell(f"{count.name} · {count.voters:,} ballots", width), HEAD)),
        line((cell("Ballots that prefer the row to the column; a win is bold.", width), FAINT)),
    ]
    heads = count.candidates if named else [str(column + 1) for column in range(len(table))]
    short = [cell(head, wide, right=True) for head in heads[:shown]]
    lines.append(line((" " * 20 + " ".join(short), FAINT)))
    for row, name in enumerate(count.candidates):
        cells = [
            (
                f" {votes:>{wide},}" if row != column else f" {'·':>{wide}}",
                "bold " + GOOD if votes > table[column][row] else "",
            )
            for column, votes in enumerate(table[row][:shown])
        ]
        mark = "★ " if name == count.elected else "  "
        label = cell(name, 17) if named else f"{row + 1:>2} {cell(name, 14)}"
        lines.append(line((f"{mark}{label}", "bold" if name == count.elected else ""), *cells))
    if shown < len(table):
        lines.append(line((f"{shown} of {len(table)} columns; a wider window shows more.", FAINT)))
    return lines


def paint_result(state: State, election: Election, width: int) -> list[Content | str]:
    """Return who is elected, with what mandate, and who would lead under other systems."""
    rival = election.count.candidates[election.rival]
    usual = 100 * state.scenario.parameters.buyin.usual_mandate
    return [
        "",
        line((cell(f"★ {election.count.elected} is elected.", width), "bold " + GOOD)),
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
        line((cell(f"  {'System':<32}{'would lead':<18}in the last round", width), FAINT)),
    ]
    for name, count in election.counts.items():
        same = count.elected == election.count.elected
        style = "" if same else "bold $text-warning"
        mark = "▸ " if name == election.system else "  "
        lines.append(
            line(
                (mark + cell(count.name, 32), "bold" if name == election.system else ""),
                (cell(count.elected or "–", 17) + " ", style),
                (cell(_last_round(count), width - 52), FAINT),
            )
        )
    different = sorted({count.elected or "–" for count in election.counts.values()})
    said = (
        f"The system chose the leader: {len(different)} different people would lead."
        if len(different) > 1
        else "Here the system makes no difference: all elect the same person."
    )
    note = "Each voter marks the paper that the system asks for; nobody votes tactically. o: back."
    return stack([*lines, "", line((said, "bold")), *wrap(note, width)])


def _last_round(count: Count) -> str:
    if not count.rounds:
        return _by_pairs(count)
    lot = "by lot, " if any(tie.purpose == "elected" for tie in count.ties) else ""
    votes = dict(count.rounds[-1].tally)
    won = votes.pop(count.elected, 0) if count.elected else 0
    if not votes:
        return f"{lot}{_votes(won)}"
    rival = max(votes, key=lambda name: votes[name])
    return f"{lot}{_votes(won)} v {rival} {_votes(votes[rival])}"


def _by_pairs(count: Count) -> str:
    """Return how a system that compares two by two came to its winner."""
    if count.ties:
        return "by lot"
    table, winner = count.tables["pairwise"], count.candidates.index(count.elected or "")
    losses = sum(row[winner] > table[winner][each] for each, row in enumerate(table))
    return "by the strongest chains" if losses else "beats all others by pairs"
