"""One round of a count: who has what, who leads, what moved and who goes out."""

from fractions import Fraction

from textual.content import Content

from elections import Count, Round, cell_width
from elections.count import Votes
from elections.readout import moves, share
from tui.screens.count_tables import NAME, Lines, apart, figure, paint_facts
from tui.text import BAD, FAINT, GOOD, bar, cell, line, wrap

MEASURES = {
    "votes": (
        "A vote is a ballot, counted for the one whom it puts highest of those still in; shares "
        "are of the votes still counted. A ballot is exhausted when it names nobody still in."
    ),
    "points": "Each ballot gives points; beside their sum stands what a ballot gives on average.",
    "approvals": (
        "A ballot counts for everybody whom it approves of, or names high enough; shares are of "
        "the ballots, and come to more than 100 % together."
    ),
    "grades": (
        "The median grade is the one in the middle of all that a candidate was given: at least "
        "half of the voters give it or a better one."
    ),
    "pairs": "How many of the others still in a candidate beats, compared two by two.",
}

_CALLED = {"grades": "median grades", "pairs": "pairs won"}
_LASTING = ("votes", "approvals")
"""What has one scale in all rounds; points and pairs shrink as candidates go out."""


def called(this: Round) -> str:
    """Return what a round counts, in words."""
    return _CALLED.get(this.measure, this.measure)


def paint_round(count: Count, place: int, width: int) -> Lines:
    """Return a round, counted from 0."""
    this, many = count.rounds[place], len(count.rounds)
    said = [str(step) for step in count.steps if (step.round or many) == this.number]
    return [
        *_tally(count, place, width),
        *_majority(count, this),
        *(paint_facts(count) if this.number == many else []),
        *apart(each for text in said for each in wrap(text, width)),
        *apart(paint_ties(count, this.number, width)),
        *apart(_onwards(count, place, width)),
    ]


def paint_ties(count: Count, number: int, width: int) -> Lines:
    """Return the ties of a round, said aloud."""
    said = [str(tie) for tie in count.ties if tie.round == number]
    return [line((each, "$text-warning")) for text in said for each in wrap(text, width)]


def _tally(count: Count, place: int, width: int) -> Lines:
    """Return a row for each candidate, in the same order in every round."""
    this, first = count.rounds[place], list(count.rounds[0].tally)
    alike = [at for at, each in enumerate(count.rounds) if each.measure == this.measure]
    texts = [
        text
        for at in alike
        for text in (
            _run_out(count, at),
            *(_texts(count, count.rounds[at], name) for name in count.rounds[at].tally),
        )
    ]
    widths = [max(map(cell_width, column)) for column in zip(*texts, strict=True)]
    spaces = [wide + 2 if wide else 0 for wide in widths]
    names = [*first, *(name for name in count.candidates if name not in first)]
    rows: Lines = [_row(count, this, name, spaces, width) for name in names]
    if any(count.rounds[at].exhausted for at in alike):
        moved = zip(_run_out(count, place), spaces, strict=True)
        behind = "".join(cell(text, space, right=True) for text, space in moved)
        rows.append(line((cell("  exhausted", width - sum(spaces)) + behind, FAINT)))
    return rows


def _texts(count: Count, this: Round, name: str) -> tuple[str, ...]:
    """Return what a row says behind its bar."""
    votes, against = this.tally[name], this.against.get(name)
    return (
        figure(votes),
        share(count, this, votes),
        _plus(this.transferred.get(name, 0)),
        "" if against is None else f"{figure(against)} against",
        "out" if name in this.eliminated else "",
    )


def _run_out(count: Count, place: int) -> tuple[str, ...]:
    """Return what the row of the exhausted ballots says."""
    votes = count.rounds[place].exhausted
    more = votes - count.rounds[place - 1].exhausted if place else 0
    return figure(votes), "", _plus(more), "", ""


_STYLES = ("bold", "", GOOD, "", BAD)


def _plus(votes: Votes) -> str:
    return f"+{figure(votes)}" if votes else ""


def _row(count: Count, this: Round, name: str, spaces: list[int], width: int) -> Content:
    if name not in this.tally:
        return line((f"  {cell(name, NAME - 3)} out", FAINT))
    votes, room = this.tally[name], width - NAME - sum(spaces)
    elected, leads = name in this.elected, votes == max(this.tally.values())
    mark = "★" if elected else "▸" if leads else " "
    style = BAD if name in this.eliminated else GOOD if elected else "$accent"
    texts = zip(_texts(count, this, name), spaces, _STYLES, strict=True)
    return line(
        (f"{mark} {cell(name, NAME - 3)} ", "bold" if elected or leads else ""),
        (cell(bar(float(votes / _longest(count, this)), room), room), style),
        *((cell(text, space, right=True), style) for text, space, style in texts),
    )


def _longest(count: Count, this: Round) -> Votes:
    """Return what the longest bar stands for."""
    lasting = this.measure in _LASTING
    alike = [each for each in count.rounds if each.measure == this.measure] if lasting else [this]
    return max(max(each.tally.values()) for each in alike) or 1


def _majority(count: Count, this: Round) -> Lines:
    if this.measure != "votes" or len(count.rounds) == 1:
        return []
    half = int(Fraction(sum(this.tally.values())) / 2) + 1
    return [line((f"  More than half of the votes still counted: {half:,}", FAINT))]


def _onwards(count: Count, place: int, width: int) -> Lines:
    """Return who goes out, where their votes go, and what the next round counts instead."""
    if place + 1 == len(count.rounds):
        return []
    this, following = count.rounds[place : place + 2]
    told = any(step.action == "eliminated" for step in count.steps if step.round == this.number)
    said = [] if told else moves(this, following)
    if following.measure != this.measure:
        said.append(f"The next round counts {called(following)} instead of {called(this)}.")
    return [each for text in said for each in wrap(text, width)]
