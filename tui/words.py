"""What the numbers are called: the words of reasons, seats and changes."""

from deliberate import State, Year
from deliberate.footprint import Lead
from deliberate.involvement import CONSULTED, SHUT_OUT
from deliberate.model.buyin import TERMS
from deliberate.reasons import heard_by
from tui.text import BAD, GOOD, add_up, joined, signed

# Each reason as a gain and as a loss, in the order of the model's terms.
REASONS = {
    "outcome": ("split", "split"),
    "services": ("services", "services"),
    "process": ("heard", "not heard"),
    "mandate": ("mandate", "mandate"),
    "promise": ("promise kept", "promise broken"),
    "national": ("letter", "letter"),
    "pace": ("pace", "pace"),
}
# What else moved people, as the model's account has it.
BESIDES = {
    "happened": "events, tax",
    "settling": "settling",
    "luck": "luck",
    "limit": "limit",
}

EXPLAINED = {
    "outcome": "how near the split came to theirs, against habit",
    "services": "hospital pressure against what they expect",
    "process": "how far they were asked",
    "mandate": "the count, and how near the winner is; it fades",
    "promise": "manifesto change on time; broken weighs more",
    "national": "national demands that contradict each other",
    "pace": "more money moved in a year than people can follow",
    "happened": "the year's events, and a rise of council tax",
    "settling": "the pull back towards the usual level",
    "luck": "what nobody planned",
    "limit": "the ends of the scale",
}

LEADS = {
    Lead.PROVIDER: "an NHS provider",
    Lead.CCG: "a clinical commissioning group",
    Lead.COUNCIL: "a council",
    Lead.INDEPENDENT: "none of them: an independent chair",
}

_SEATS = ((0.99, "at the table"), (0.59, "consulted"), (0.29, "informed"), (-1.0, "shut out"))


def seat(heard: float) -> str:
    """Return how far a group is involved, in words.

    >>> seat(0.6)
    'consulted'
    """
    return next(word for least, word in _SEATS if heard >= least)


def seat_style(heard: float) -> str:
    """Return the style in which a seat is shown: being asked is good, being shut out is bad."""
    return GOOD if heard >= CONSULTED else BAD if heard == SHUT_OUT else ""


def reasons(year: Year, group: int, width: int) -> str:
    """Return the largest reasons why a group's buy-in moved, with their points.

    Two of them fit the smallest terminal; each twenty cells more make room for another. Where
    there is room, what the rest comes to stands last, so that all add up to the change.
    """
    most = max(2, width // 20)
    largest = sorted(felt(year, group), key=lambda each: -abs(each[1]))
    said = [f"{word} {signed(size)}" for word, size in largest[:most] if round(size, 1)]
    rest = round(sum(size for _, size in largest[most:]), 1)
    if rest:
        said.append(f"rest {signed(rest)}")
    return joined(said, width) or "nothing moved it"


def felt(year: Year, group: int) -> list[tuple[str, float]]:
    """Return every part of a group's change and its points, which add up as they are shown."""
    return [(word, size) for word, size, _ in explanation(year, group)]


def explanation(year: Year, group: int) -> list[tuple[str, float, str]]:
    """Return every part of a group's change: its name, its points, and what it means.

    The points are rounded to tenths so that they add up to the change as it is shown.
    """
    terms = {name: float(year.account.terms[at, group]) for at, name in enumerate(TERMS)}
    besides = {name: float(getattr(year.account, name)[group]) for name in BESIDES}
    change = float(year.buyin[group] - year.before[group])
    parts = {**terms, **besides}
    sizes = add_up(list(parts.values()), change)
    return [
        (_called(name, size), size, EXPLAINED[name])
        for name, size in zip(parts, sizes, strict=True)
    ]


def _called(name: str, points: float) -> str:
    """Return what a part of a change is called, as a gain or as a loss."""
    gain, loss = REASONS.get(name) or (BESIDES[name], BESIDES[name])
    return gain if points >= 0 else loss


def points(share: float) -> str:
    """Return a share of the pot as points.

    >>> points(0.18)
    '18.0'
    """
    return f"{100 * share:.1f}"


CONSENTS = {
    1.0: "all of its usual consent",
    0.5: "half of its usual consent",
    0.0: "none of its usual consent",
}


def consents(part: float) -> str:
    """Return how far a group consents to cuts of its lines this year.

    >>> consents(0.5), consents(0.3)
    ('gives half of its usual consent', 'gives 30% of its usual consent')
    """
    return f"gives {CONSENTS.get(part) or f'{part:.0%} of its usual consent'}"


def why_heard(state: State, group: int) -> str:
    """Return how far a group is involved this year, and by what."""
    held = heard_by(state, group)
    how = seat(float(state.heard[group]))
    if held is None:
        return f"{how}: its seat by right"
    style = state.scenario.format(held.format).name
    if state.scenario.groups[group].id in held.groups:
        return f"{how}: invited ({style})"
    spoken = state.scenario.format(held.format).panel and state.scenario.groups[group].votes
    return f"{how}: {'a panel spoke for it' if spoken else f'told of published talks ({style})'}"
