"""What all screens of a game share: the heading, the keys, help and undo."""

from pathlib import Path
from typing import Any, ClassVar, Protocol, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Mount
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer

from deliberate import Decide, Decision, Phase, Scenario, Session, State, demands
from deliberate.budget import asked
from elections import printable
from tui.text import FAINT, HEAD, cell, joined, line, millions, spread, stack, wrap
from tui.widgets.sheet import Sheet

CHOOSING = (Phase.HUSTINGS, Phase.POLLING, Phase.COUNT)
EVERYWHERE = """
On every screen: z takes the last step back, f2 changes between dark and light, ctrl+q leaves and
keeps the session.
"""


class Game(Protocol):
    """What a screen may ask of the application."""

    folder: Path
    scenario: Scenario | None
    kept_at: Path | None
    draft: Decide | None

    @property
    def session(self) -> Session:
        """The session being played."""

    def begin(self, scenario: Scenario, seed: int, name: str) -> None:
        """Begin a session and keep it under a name of its own."""

    def resume(self, path: Path) -> None:
        """Go on with a kept session where it was left."""

    def decide(self, decision: Decision) -> None:
        """Carry out a decision; it is on disk before the next screen shows."""

    def take_back(self) -> None:
        """Take back the last decision."""

    def go_home(self) -> None:
        """Close the session and show the welcome screen."""

    def shown(self, time: float) -> None:
        """Note since when the present screen has been there."""

    def leave(self) -> None:
        """Leave; the session is kept."""

    def say(self, message: str, *, wrong: bool = False) -> None:
        """Tell people something in passing."""


class PlainScreen(Screen[None]):
    """A screen that can explain itself: `HELP` says what it is for and what its keys do."""

    HELP: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "explain_screen", "Help", key_display="?"),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
    ]

    @property
    def game(self) -> Game:
        """The application, which holds the session."""
        return cast("Game", self.app)

    def action_page(self, by: int) -> None:
        """Scroll what does not fit the screen."""
        for area in self.query(VerticalScroll):
            area.scroll_relative(y=by * area.size.height, animate=False)

    def action_explain_screen(self) -> None:
        """Show what this screen is for."""
        self.app.push_screen(Page(self.help_text()))

    def help_text(self) -> str:
        """Return what this screen says of itself."""
        return self.HELP


class GameScreen(PlainScreen):
    """A screen on a state of the game; a subclass says what its body is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z", "undo", "Undo"),
        Binding("x", "elsewhere('x strikes events in the briefing')", show=False),
        Binding("o", "elsewhere('o shows the odds of a panel in the deliberation')", show=False),
    ]

    def on_mount(self, event: Mount) -> None:
        """Tell the application since when this screen has been there."""
        self.game.shown(event.time)

    @property
    def state(self) -> State:
        """Where the game stands."""
        return self.game.session.state

    def compose(self) -> ComposeResult:
        """Lay out the heading, the body and the keys."""
        yield Sheet(self.paint_heading, id="heading")
        yield from self.compose_body()
        yield Footer(show_command_palette=False, compact=True)

    def compose_body(self) -> ComposeResult:
        """Return the widgets between heading and keys."""
        yield from ()

    def help_text(self) -> str:
        """Return what this screen says of itself, and where the session is kept."""
        return f"{self.HELP.strip()}\n\n{EVERYWHERE.strip()}{self._kept()}"

    def _kept(self) -> str:
        kept = self.game.kept_at
        if kept is None:
            return ""
        name = printable(kept.stem)
        return f" It is called {name}: “deliberate resume {name}” goes on with it."

    def paint_heading(self, width: int) -> Content:
        """Return the two lines at the top: where and when; who leads; what they face."""
        scenario, state = self.state.scenario, self.state
        when = f"{state.year_name}, year {state.year} of {scenario.years}"
        first = spread(scenario.title, who_leads(state), width - len(when) - 3)
        return stack(
            [
                line((first, HEAD), "   ", (when, "bold")),
                line((cell(self.second_line(width), width), FAINT)),
            ]
        )

    def second_line(self, width: int) -> str:
        """Return the facts under the title, none of them cut short."""
        return joined(money_facts(self.state), width)

    def action_elsewhere(self, said: str) -> None:
        """Say where a key works that does nothing here."""
        self.game.say(f"{said}.")

    def action_undo(self) -> None:
        """Take back the last decision."""
        self.game.take_back()


def who_leads(state: State) -> str:
    """Return who leads, by what right and with what mandate."""
    if state.leader is None:
        return "no leader yet"
    if state.phase in CHOOSING:
        return f"{cell_name(state.leader.name)} stands again"
    if state.election is None:
        return "an appointed lead · nobody voted"
    return f"{cell_name(state.leader.name)} leads · mandate {100 * state.election.mandate:.0f}"


def cell_name(name: str, most: int = 18) -> str:
    """Return a person's name, short enough for a heading."""
    return cell(name, most).rstrip()


def money_facts(state: State) -> tuple[str, ...]:
    """Return the pot, what the national letter asks of it, the powers and the place."""
    savings = asked(state.accounts, demands(state))
    return (
        f"Pot £{millions(state.pot)}m",
        f"letter: save £{millions(savings)}m",
        state.scenario.governance.name,
        state.scenario.footprint.name,
    )


class Page(ModalScreen[None]):
    """A page of text over the screen; escape, enter or a click closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,question_mark,e,q", "close", "Close"),
        Binding("up", "scroll(-1)", "Up"),
        Binding("down", "scroll(1)", "Down"),
        Binding("pageup", "scroll(-10)", "Page up"),
        Binding("pagedown", "scroll(10)", "Page down"),
    ]

    def __init__(self, text: str | Content) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="page", can_focus=False):
            yield Sheet(self._paint)

    def _paint(self, width: int) -> Content:
        if isinstance(self.text, Content):
            return self.text
        paragraphs = self.text.strip().split("\n\n")
        lines = [each for text in paragraphs for each in (*wrap(text, width), "")]
        return stack([*lines, line(("esc closes this page", FAINT))])

    def action_scroll(self, by: int) -> None:
        """Show what does not fit the page."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_close(self) -> None:
        """Go back to the screen below."""
        self.dismiss()

    def on_click(self, _: Any) -> None:
        """Close on any click."""
        self.dismiss()
