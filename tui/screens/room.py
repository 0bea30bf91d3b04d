"""What the room comes to by every rule, who would gain by misreporting, and the odds of a panel."""

from textual.content import Content

from deliberate import Format, State, proposals, room
from deliberate.errors import PanelError
from deliberate.model.portioning import RULES, who_gains
from deliberate.panels import panel_odds
from tui.text import FAINT, HEAD, cell, line, stack, wrap
from tui.words import points

BESIDE = 56  # the cells beside a rule's name on the smallest page
TELLING = 0.05  # points of overlap below which nobody would trouble


def paint_rules(state: State) -> Content:
    """Return all portioning rules side by side, and who would gain under each by misreporting."""
    names = "".join(cell(item.short, 10, right=True) for item in state.scenario.lines)
    rows = [
        line(cell(name, 20), "".join(f"{points(share):>10}" for share in split))
        for name, split in room(state).items()
    ]
    return stack(
        [
            line(("What the room's proposals come to", HEAD)),
            line((cell("", 20) + names, FAINT)),
            *rows,
            "",
            line(("Who would gain by naming another split than they want, in points", HEAD)),
            *[each for name in RULES for each in _gains(state, name)],
            "",
            line(("Rules under which nobody does cannot be gamed by exaggerating.", FAINT)),
        ]
    )


def _gains(state: State, name: str) -> list[Content]:
    """Return who would gain under a rule, and how many points of overlap with their own split."""
    gains = who_gains(proposals(state), RULES[name])
    found = [
        f"{cell(group.name, 12).rstrip()} {gain:.1f}"
        for group, gain in zip(state.scenario.groups, gains, strict=True)
        if gain >= TELLING
    ]
    first, *rest = wrap(", ".join(found) or "nobody", BESIDE)
    return [line(cell(name, 20), first), *[line(cell("", 20), each) for each in rest]]


def tell_odds(state: State) -> str:
    """Return the odds of a seat on each panel that could be called now, in words."""
    told = [_odds(state, style) for style in state.scenario.formats if style.panel]
    note = (
        "Who came forward is unlike the rest, and quotas put that right: by where people live, by "
        "age, and by whether the hospital is all they care about. The price is that not all who "
        "came forward have the same chance."
    )
    return "\n\n".join([*(told or ["No panel can be called here."]), note])


def _odds(state: State, style: Format) -> str:
    try:
        odds = panel_odds(state, style)
    except PanelError as problem:
        return f"{style.name}: {problem}"
    return (
        f"{style.name}, {style.panel} seats drawn by lot. Whoever has the smallest chance among "
        f"those who came forward has {odds.lowest:.1%}; without quotas each would have "
        f"{odds.equal:.1%}."
    )
