"""Set-up: where, under which powers, by which voting system, for how long."""

from typing import Any, ClassVar

from attrs import evolve
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Input, Label

from deliberate import (
    Scenario,
    footprints,
    governance,
    governance_names,
    leader_systems,
    load_scenario,
    scenario_names,
)
from elections import printable, system
from tui.screens.base import PlainScreen
from tui.text import FAINT, HEAD, cell, line, millions, stack, wrap
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import LEADS

BEGIN = "Begin"
# Neither control characters nor those that turn the direction of text can be typed or pasted.
VISIBLE = r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*"
ARROW = 20  # the cell of the arrow that leads back
FIRST = "two-towns"  # what a newcomer is offered
GENERIC = "generic"  # stands behind every footprint, so it is not a place of its own


class SetUp(PlainScreen):
    """Choose a game; every row has a default."""

    HELP: ClassVar[str] = """
Set-up. Every row has a default: press enter on Begin and the game is on.

Up and down choose a row; left and right change it, shift with them in tens. A click on a row
takes the next value, and on its left arrow the one before.

Place: two written scenarios, or any of the 44 footprints of 2016 with the same four candidates.
Powers: who holds the budget, and whether the leader is elected. Voting system: how residents
choose. Seed: the same seed brings the same luck, so that two games can be compared.

Tab goes to the name of the session.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", "Change", key_display="←→"),
        Binding("right", "change(1)", "Change", show=False),
        Binding("shift+left", "change(-10)", "Back ten", show=False),
        Binding("shift+right", "change(10)", "On ten", show=False),
        Binding("escape", "app.pop_screen", "Back"),
    ]

    def __init__(self, own: Scenario | None = None) -> None:
        super().__init__()
        self._scenarios = {own.id: own} if own else {}
        written = [name for name in scenario_names() if name not in {GENERIC, *self._scenarios}]
        self._values: dict[str, list[Any]] = {
            "Place": [
                *self._scenarios,
                *sorted(written, key=lambda name: name != FIRST),
                *footprints(),
            ],
            "Powers": list(governance_names()),
            "Voting system": [each.id for each in leader_systems()],
            "Years": list(range(1, 11)),
            "Seed": list(range(1000)),
        }
        self._at = dict.fromkeys(self._values, 0)
        self._changed: set[str] = set()
        self._take_defaults()

    def _take_defaults(self) -> None:
        """Set the other rows, but for those that people have changed, as the place has them."""
        scenario = self._place()
        self._set("Powers", scenario.governance.id)
        self._set("Voting system", scenario.system)
        self._set("Years", scenario.years)

    def _place(self) -> Scenario:
        """Return the chosen place's scenario as it is written."""
        name = self._value("Place")
        if name not in self._scenarios:
            self._scenarios[name] = load_scenario(name)
        return self._scenarios[name]

    def _set(self, row: str, value: Any) -> None:
        if value in self._values[row] and row not in self._changed:
            self._at[row] = self._values[row].index(value)

    def _value(self, row: str) -> Any:
        return self._values[row][self._at[row]]

    def compose(self) -> ComposeResult:
        """Lay out the rows, the name and the description."""
        rows = [*self._values, BEGIN]
        yield Sheet(lambda _: line(("A new game", HEAD)), id="heading")
        yield Rows(self._paint_row, len(rows), start=len(rows) - 1, id="rows")
        yield Label(Content("Name of the session, and of its file:"))
        yield Input(
            placeholder="as the place", max_length=200, restrict=VISIBLE, compact=True, id="name"
        )
        with VerticalScroll(can_focus=False):
            yield Sheet(self._describe, id="about")
        yield Footer(show_command_palette=False, compact=True)

    def _paint_row(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        names = [*self._values, BEGIN]
        mark = "▸ " if current else "  "
        style = "bold reverse" if current else "bold"
        if names[row] == BEGIN:
            return line((cell(mark + BEGIN, 18), style))
        shown = cell(self._shown(names[row]), width - 24)
        return line((cell(mark + names[row], 18), style), "  ◂ ", (shown, ""), " ▸")

    def _shown(self, row: str) -> str:
        value = self._value(row)
        if row == "Place":
            scenario = self._place()
            return f"{scenario.title}" + (
                "" if value in footprints() else f" — {scenario.footprint.name}"
            )
        if row == "Powers":
            return governance(value).name
        if row == "Voting system":
            elected = governance(self._value("Powers")).elected
            return system(value).name if elected else "nobody votes: the lead is appointed"
        return str(value)

    def _describe(self, width: int) -> Content:
        scenario = self.scenario()
        place = scenario.footprint
        facts = (
            f"{place.name}, {place.region}: {place.population:,} people; commissioning groups: "
            f"{place.ccgs}, councils: {place.councils}. Pot about £{millions(place.pot)}m a year "
            f"before growth (estimated by population). Gap by 2020/21 if nothing is done: "
            f"£{place.gap:,.0f}m ({place.gap_scope}; {place.gap_status}). "
            f"The lead of 2016 came from {LEADS[place.lead]}."
        )
        voting = [("", system(scenario.system).summary)] if scenario.governance.elected else []
        parts = [
            ("bold", scenario.title),
            ("", scenario.story),
            (FAINT, facts),
            ("bold", scenario.governance.name),
            ("", scenario.governance.story),
            *voting,
        ]
        return stack(line((each, style)) for style, text in parts for each in wrap(text, width))

    def scenario(self) -> Scenario:
        """Return the scenario as chosen."""
        return evolve(
            self._place(),
            governance=governance(self._value("Powers")),
            system=self._value("Voting system"),
            years=self._value("Years"),
        )

    def action_change(self, by: int) -> None:
        """Change the row under the cursor."""
        rows = self.query_one(Rows)
        names = [*self._values]
        if rows.cursor >= len(names):
            return
        row = names[rows.cursor]
        self._at[row] = (self._at[row] + by) % len(self._values[row])
        self._changed.add(row)
        if row == "Place":
            self._take_defaults()
        rows.refresh()
        self.query_one("#about", Sheet).repaint()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Begin, or take the next value of the row."""
        if event.row == len(self._values):
            self._begin()
        else:
            back = event.at is not None and event.at <= ARROW
            self.action_change(-1 if back else 1)

    def on_input_submitted(self, _: Input.Submitted) -> None:
        """Begin from the name."""
        self._begin()

    def _begin(self) -> None:
        name = self.query_one("#name", Input).value.strip()
        chosen = printable(name) if name else self._value("Place")
        self.game.begin(self.scenario(), self._value("Seed"), chosen)
