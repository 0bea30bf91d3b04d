"""A count as a text that a returning officer could read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from elections.text import cell_width, pad, printable, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from elections.count import Count, Round, Table, Tie

_NAME: Final = 30
_WIDEST_TABLE: Final = 12
_FINEST: Final = 100_000

_NO_SHARE: Final = {"grades": "", "pairs": "won"}

_OUTCOMES: Final = {
    "elected": ("is elected", "are elected"),
    "eliminated": ("goes out", "go out"),
    "stays in": ("stays in", "stay in"),
    "passes on": ("passes on votes first", "pass on votes first"),
    "waits": ("waits", "wait"),
    "taken": ("has its victories taken first", "have their victories taken in this order"),
    "last two": ("is one of the last two", "are the last two"),
}


def read_out(count: Count) -> str:
    r"""Write a whole count, round by round, as a text of aligned lines.

    Examples
    --------
    >>> from elections import Profile, elect
    >>> print(elect(Profile.from_text("4: Ann\n3: Bob"), "plurality"))
    First past the post (plurality)
    7 ballots, 2 candidates
    <BLANKLINE>
    Ann  4  57.1 %  elected
    Bob  3  42.9 %
    <BLANKLINE>
    Ann is elected.
    """
    parts = [_title(count)]
    parts += [_round(count, number) for number in range(len(count.rounds))]
    parts += [_columns(count)] if 0 < len(count.columns) <= _WIDEST_TABLE else []
    parts += ["\n".join(str(step) for step in count.steps)] if count.steps else []
    if not count.rounds:
        parts += [read_tie(tie) for tie in count.ties]
        parts += [_order(count)] if count.order else []
    if len(count.candidates) <= _WIDEST_TABLE:
        parts += [_table(word, table, count.candidates) for word, table in count.tables.items()]
    parts.append(_result(count))
    return "\n\n".join(parts)


def number(votes: int | Fraction) -> str:
    """Write votes as people do.

    Examples
    --------
    >>> from fractions import Fraction
    >>> number(12345), number(Fraction(7, 2)), number(Fraction(4, 3))
    ('12,345', '3.5', '1 1/3')
    >>> number(Fraction(4145570, 100_000)), number(Fraction(1, 123_457))
    ('41.4557', '≈0.00001')
    """
    if votes.denominator == 1:
        return f"{votes.numerator:,}"
    if _FINEST % votes.denominator == 0:
        return f"{float(votes):,.5f}".rstrip("0")
    if votes.denominator > _FINEST:
        return f"≈{float(votes):,.5f}"
    whole, rest = divmod(votes.numerator, votes.denominator)
    return f"{whole:,} {rest}/{votes.denominator}" if whole else f"{rest}/{votes.denominator}"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Join names as a sentence does, cleaned for display.

    Examples
    --------
    >>> listed(["Ann", "Bob", "Cat"])
    'Ann, Bob and Cat'
    """
    *first, end = [printable(name) for name in names]
    return f"{', '.join(first)} {last} {end}" if first else end


def _title(count: Count) -> str:
    ballots = _plural(count.voters, "ballot") if count.voters else "No ballots were cast"
    lines = [count.name, f"{ballots}, {_plural(len(count.candidates), 'candidate')}"]
    if not count.voters:
        lines.append("All candidates are level: only the way of breaking ties decides.")
    lines += [f"{_capital(word)}: {number(fact)}" for word, fact in count.facts.items()]
    if count.uncounted:
        lines.append(f"Not counted, as they begin with a tie: {_plural(count.uncounted, 'ballot')}")
    return "\n".join(lines)


def _round(count: Count, place: int) -> str:
    this = count.rounds[place]
    lines = [f"Round {this.number}"] if len(count.rounds) > 1 else []
    lines += _tally(count, this)
    if this.exhausted:
        lines.append(f"Exhausted: {number(this.exhausted)}")
    if this.lost:
        lines.append(f"Cut off: {number(this.lost)}")
    lines += [read_tie(tie) for tie in count.ties if tie.round == this.number]
    if place + 1 < len(count.rounds):
        lines += moves(this, count.rounds[place + 1])
    return "\n".join(lines)


def _tally(count: Count, this: Round) -> list[str]:
    held, gained = _below_each_other(this.tally), _below_each_other(this.transferred)
    rows = [
        (
            shorten(printable(name), _NAME),
            held[name],
            share(count, this, votes),
            f"+{gained[name]}" if name in gained else "",
            f"{number(this.against[name])} against" if name in this.against else "",
            _mark(count, this, name),
        )
        for name, votes in this.tally.items()
    ]
    return aligned(rows, left=(0, 5))


def _below_each_other(votes: Mapping[str, int | Fraction]) -> dict[str, str]:
    """Write votes with as many decimals each, where one needs more than two."""
    parts = {each.denominator for each in votes.values()}
    if all(100 % part == 0 for part in parts) or any(_FINEST % part for part in parts):
        return {name: number(each) for name, each in votes.items()}
    return {name: f"{float(each):,.5f}" for name, each in votes.items()}


def share(count: Count, this: Round, votes: int | Fraction) -> str:
    r"""Write what part of the whole some votes of a round are.

    Examples
    --------
    >>> from elections import Profile, elect
    >>> count = elect(Profile.from_text("4: Ann > Bob\n1: Bob"), "borda")
    >>> share(count, count.rounds[0], 4)
    '0.80 a ballot'
    """
    if this.measure in _NO_SHARE:
        return _NO_SHARE[this.measure]
    if this.measure == "points":
        return f"{float(votes) / count.voters:.2f} a ballot" if count.voters else "–"
    whole = count.voters if this.measure == "approvals" else sum(this.tally.values())
    return f"{100 * float(votes) / float(whole):.1f} %" if whole else "–"


def _mark(count: Count, this: Round, name: str) -> str:
    if name in this.elected:
        return "elected"
    if any(name in each.elected for each in count.rounds[: this.number - 1]):
        return "has a seat"
    return "out" if name in this.eliminated else ""


def aligned(rows: Sequence[Sequence[str]], left: tuple[int, ...] = (0,)) -> list[str]:
    """Align columns by terminal cells, two blanks between; empty columns are left out.

    Examples
    --------
    >>> aligned([("Ann", "4"), ("山田", "12")])
    ['Ann    4', '山田  12']
    """
    widths = [max(cell_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    shown = [place for place, width in enumerate(widths) if width]
    return [
        "  ".join(pad(row[at], widths[at], right=at not in left) for at in shown).rstrip()
        for row in rows
    ]


def moves(this: Round, following: Round) -> list[str]:
    r"""Say who goes out after a round, or has a surplus, and where their votes went.

    Examples
    --------
    >>> from elections import Profile, elect
    >>> count = elect(Profile.from_text("4: Ann\n3: Bob\n2: Cat > Bob"), "irv")
    >>> moves(*count.rounds)
    ['Cat goes out; of 2 votes: 2 to Bob.']
    """
    if this.measure != "votes":
        return [f"{_gone(this)}."] if this.eliminated else []
    if not this.eliminated:
        return [
            f"The surplus of {printable(name)} moves, each ballot at {number(votes - kept)} / "
            f"{number(votes)} of its value; {_destinations(votes - kept, this, following)}"
            for name, votes in this.tally.items()
            if (kept := following.tally[name]) < votes
        ]
    votes = sum(this.tally[name] for name in this.eliminated)
    if not votes:
        return [f"{_gone(this)}, with no votes to move."]
    return [f"{_gone(this)}; {_destinations(votes, this, following)}"]


def _gone(this: Round) -> str:
    return f"{listed(this.eliminated)} {_outcome('eliminated', this.eliminated)}"


def _destinations(votes: int | Fraction, this: Round, following: Round) -> str:
    gains = [f"{number(gain)} to {printable(name)}" for name, gain in following.transferred.items()]
    rest = {
        "exhausted": following.exhausted - this.exhausted,
        "cut off": following.lost - this.lost,
    }
    gains += [f"{number(votes)} {word}" for word, votes in rest.items() if votes]
    return f"of {_plural(votes, 'vote')}: {', '.join(gains)}."


def read_tie(tie: Tie) -> str:
    r"""Say who was level and what was done.

    Examples
    --------
    >>> from elections import Profile, elect
    >>> print(elect(Profile.from_text("Ann\nBob"), "plurality", ties="order").ties[0])
    Ann and Bob are level; Ann is elected, by candidate order.
    """
    if not tie.chosen:
        return f"{listed(tie.candidates)} are level; this tie is {tie.how}."
    return f"{said_of_tie(tie, then=';')}."


def said_of_tie(tie: Tie, then: str = " and") -> str:
    """Say who was level and who was chosen, as part of a sentence.

    Examples
    --------
    >>> from elections import Tie
    >>> tie = Tie(round=1, candidates=("Ann", "Bob"), chosen=("Bob",), purpose="elected", how="")
    >>> said_of_tie(tie)
    'Ann and Bob are level and Bob is elected'
    """
    said = f"{listed(tie.candidates)} are level{then} {listed(tie.chosen)}"
    how = f", {tie.how}" if tie.how else ""
    return f"{said} {_outcome(tie.purpose, tie.chosen)}{how}"


def _outcome(purpose: str, names: Sequence[str]) -> str:
    return _OUTCOMES[purpose][len(names) > 1]


def _order(count: Count) -> str:
    return "Order: " + "; ".join(listed(level) for level in count.order)


def _columns(count: Count) -> str:
    head = ("", *(_capital(word) for word in count.columns))
    rows = [
        (shorten(printable(name), _NAME), *(number(figure) for figure in figures))
        for name, *figures in zip(count.candidates, *count.columns.values(), strict=True)
    ]
    return "\n".join(aligned([head, *rows]))


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]


def _table(word: str, table: Table, candidates: tuple[str, ...]) -> str:
    letters = [str(place) for place in range(1, len(candidates) + 1)]
    head = ("", "", *letters)
    rows = [
        (shorten(printable(name), _NAME), letter, *(number(votes) for votes in row))
        for name, letter, row in zip(candidates, letters, table, strict=True)
    ]
    title = f"{_capital(word)} (row against column)"
    return "\n".join([title, *aligned([head, *rows])])


def _result(count: Count) -> str:
    if count.undecided:
        return f"Undecided: {count.undecided}."
    followed = any(not tie.chosen for tie in count.ties)
    shown = " The rounds show candidate order." if followed and len(count.rounds) > 1 else ""
    if count.elected is not None:
        return f"{printable(count.elected)} is elected.{shown}"
    if "chance" in count.columns:
        return f"{listed(count.winners, last='or')} can win, depending on what is drawn."
    if not any(not tie.chosen for tie in count.ties):
        return f"{listed(count.winners)} are {'elected' if count.rounds else 'chosen'}."
    return f"{listed(count.winners, last='or')} can win, depending on how ties are broken.{shown}"


def _plural(votes: int | Fraction, word: str) -> str:
    return f"{number(votes)} {word}" + ("" if votes == 1 else "s")
