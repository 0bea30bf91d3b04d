"""What the room comes to by every rule, who would gain by misreporting, and the odds of a panel."""

from textual.content import Content

from deliberate import Format, State, proposals, room
from deliberate.errors import PanelError
from deliberate.model.portioning import RULES, who_gains
from deliberate.panels import panel_odds
from deliberate.reasons import as_it_was, asked_for_consent, panel_wish, panels_held
from tui.text import FAINT, HEAD, cell, joined, line, stack, wrap
from tui.words import consents, points, why_heard

NAME = 20  # the cells of a rule's name
BESIDE = 56  # the cells beside it on the smallest page
TELLING = 0.05  # points of overlap below which nobody would trouble
GLOSSES = {
    "piecewise uniform": "Near the mean, but nobody gains by exaggerating.",
    "mean": "The average proposal. Exaggerating pays.",
    "median": "Each line's middle proposal, scaled to the pot.",
    "independent markets": "If each group names one line only, money follows their numbers.",
    "utilitarian": "Most overlap with all proposals together; majorities win.",
    "ladder": "No line falls far short of the average proposed for it.",
}


def paint_rules(state: State) -> Content:
    """Return all portioning rules side by side, and who would gain under each by misreporting."""
    return stack(
        [
            *rule_rows(state),
            "",
            line(("Who would gain by naming another split than they want, in points", HEAD)),
            *[each for name in RULES for each in _gains(state, name)],
            "",
            line(("Rules under which nobody does cannot be gamed by exaggerating.", FAINT)),
            line(("↑↓ and page keys scroll · esc closes", FAINT)),
        ]
    )


def rule_rows(state: State, *, explained: bool = True) -> list[Content]:
    """Return what the room's proposals come to by each rule, and what the rule is."""
    names = "".join(cell(item.short, 10, right=True) for item in state.scenario.lines)
    rows = [
        line(("What the room's proposals come to, by rule", HEAD)),
        line((cell("", NAME) + names, FAINT)),
    ]
    for name, split in room(state).items():
        figures = "".join(f"{points(share):>10}" for share in split)
        rows.append(line(cell(name.title(), NAME), figures))
        rows += [line((f"  {GLOSSES[name]}", FAINT))] * explained
    return rows


def _gains(state: State, name: str) -> list[Content]:
    """Return who would gain under a rule, and how many points of overlap with their own split."""
    gains = who_gains(proposals(state), RULES[name])
    found = [
        f"{cell(group.name, 12).rstrip()} {gain:.1f}"
        for group, gain in zip(state.scenario.groups, gains, strict=True)
        if gain >= TELLING
    ]
    first, *rest = wrap(", ".join(found) or "nobody", BESIDE)
    return [line(cell(name.title(), NAME), first), *[line(cell("", NAME), each) for each in rest]]


def tell_odds(state: State) -> str:
    """Return what the panels held this year wanted and their odds, and those of one called now."""
    held = [_held(state, place) for place in panels_held(state)]
    ahead = [_ahead(state, style) for style in state.scenario.formats if style.panel]
    note = (
        "Those who come forward are unlike the rest, and quotas put that right: by where people "
        "live, by age, and by whether the hospital is all they care about. The price is that not "
        "all who come forward have the same chance."
    )
    return "\n\n".join([*held, *(ahead or ["No panel can be called here."]), note])


def _held(state: State, place: int) -> str:
    """Return what the members of a panel wanted, and the odds by which they were drawn."""
    style = state.scenario.format(state.consultations[place].format)
    wish = zip(state.scenario.lines, panel_wish(state, place), strict=True)
    advice = ", ".join(f"{item.name} {points(share)}" for item, share in wish)
    odds = panel_odds(as_it_was(state, place), style)
    return (
        f"{style.name}, held this year. On average its {style.panel} members wanted, in points: "
        f"{advice}. Of those who came forward, whoever was least likely to be drawn had a chance "
        f"of {odds.lowest:.1%}; without quotas each would have had {odds.equal:.1%}."
    )


def _ahead(state: State, style: Format) -> str:
    """Return the odds of a seat on a panel that nobody has been asked to yet."""
    try:
        odds = panel_odds(state, style)
    except PanelError as problem:
        return f"{style.name}: {problem}"
    return (
        f"{style.name}, if one is called next: {style.panel} seats are drawn by lot from those who "
        f"will come forward. Whoever of them is least likely to be drawn will have a chance of "
        f"{odds.lowest:.1%}; without quotas each would have {odds.equal:.1%}."
    )


def about_group(state: State, row: int, width: int, *, draft: bool) -> str:
    """Return why a group is involved, what it said of itself, and what its row is for."""
    group = state.scenario.groups[row]
    said = next((each for each in state.answers if each.group == group.id), None)
    why = f"{group.name} {why_heard(state, row)}"
    if said is None:
        kept = ["your draft of the split is kept"] * draft
        return joined([why, *kept, "space: invite", "a: its voice", "n: decide"], width)
    answered = f"{group.name} {consents(said.consent)}{_effect(state, group.id)}"
    own = [answered, "its own split"] if said.proposal else [answered]
    return joined([*own, why], width)


def _effect(state: State, group: str) -> str:
    """Return where a group's consent counts, if it does."""
    counts = ", ".join(item.name for item in asked_for_consent(state.scenario, group))
    if counts:
        return f" to cuts of {counts}"
    owns = any(item.owner == group for item in state.scenario.lines)
    return f"; no effect: {'you hold its lines' if owns else 'it owns no line'}"
