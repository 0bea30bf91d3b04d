"""Set-up: where, under which powers, by which voting system, for how long."""

from typing import Any, ClassVar

from attrs import evolve
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Input, Label

from deliberate import (
    Governance,
    Scenario,
    footprints,
    governance,
    governance_names,
    leader_systems,
    load_scenario,
    scenario_names,
)
from deliberate.reading.loading import GENERIC
from elections import printable, system
from tui.screens.base import PlainScreen
from tui.text import FAINT, HEAD, cell, fitting, line, millions, stack, wrap
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import LEADS

BEGIN = "Begin"
# Neither control characters nor those that turn the direction of text can be typed or pasted.
VISIBLE = r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*"
ARROW = 20  # the cell of the arrow that leads back
FIRST = "two-towns"  # what a newcomer is offered


class SetUp(PlainScreen):
    """Choose a game; every row has a default."""

    HELP: ClassVar[str] = """
Set-up. Every row has a default: press enter on Begin and the game is on.

Up and down choose a row; left and right change it, shift with them in tens. A click on a row
takes the next value, and on its left arrow the one before.

Place: a written scenario, or any of the 44 footprints of 2016 with the same candidates.
Powers: who holds the budget, and whether the leader is elected. Voting system: how residents
choose. Seed: the same seed brings the same luck, so that two games can be compared.

Tab goes to the name of the session. Page keys scroll the description below.
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
        self._chosen: dict[str, Any] = {name: values[0] for name, values in self._values.items()}
        self._changed: set[str] = set()
        self._take_defaults()

    def _take_defaults(self) -> None:
        """Set the other rows, but for those that people have changed, as the place has them."""
        scenario = self._place()
        self._values["Powers"] = list(_powers(scenario))
        defaults = {
            "Powers": scenario.governance.id,
            "Voting system": scenario.system,
            "Years": scenario.years,
        }
        for row, value in defaults.items():
            if row not in self._changed or self._chosen[row] not in self._values[row]:
                self._chosen[row] = value

    def _place(self) -> Scenario:
        """Return the chosen place's scenario as it is written."""
        name = self._chosen["Place"]
        if name not in self._scenarios:
            self._scenarios[name] = load_scenario(name)
        return self._scenarios[name]

    def _governance(self) -> Governance:
        """Return the powers that are chosen."""
        return _powers(self._place())[self._chosen["Powers"]]

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
        shown = cell(self._shown(names[row], width - 24), width - 24)
        return line((cell(mark + names[row], 18), style), "  ◂ ", (shown, ""), " ▸")

    def _shown(self, row: str, width: int) -> str:
        value = self._chosen[row]
        if row == "Place":
            scenario = self._place()
            where = "" if value in footprints() else f" — {scenario.footprint.name}"
            return fitting(width, f"{scenario.title}{where}", scenario.title)
        if row == "Powers":
            return self._governance().name
        if row == "Voting system":
            elected = self._governance().elected
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
            governance=self._governance(),
            system=self._chosen["Voting system"],
            years=self._chosen["Years"],
        )

    def action_change(self, by: int) -> None:
        """Change the row under the cursor."""
        rows = self.query_one(Rows)
        names = [*self._values]
        if rows.cursor >= len(names):
            return
        row = names[rows.cursor]
        values = self._values[row]
        self._chosen[row] = values[(values.index(self._chosen[row]) + by) % len(values)]
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
        chosen = printable(name) if name else self._chosen["Place"]
        self.game.begin(self.scenario(), self._chosen["Seed"], chosen)


def _powers(scenario: Scenario) -> dict[str, Governance]:
    """Return the powers that a place can be played under by id: its own, and presets that fit."""
    own = scenario.governance
    presets = [governance(name) for name in governance_names()]
    fitting = [
        each
        for each in presets
        if each.lines.keys() == own.lines.keys() and each.seats.keys() == own.seats.keys()
    ]
    return {own.id: own} | {each.id: each for each in fitting}
