"""The application: it holds the session, and shows the screen that the state calls for."""

import math
from asyncio import get_running_loop
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from signal import SIGINT
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Event, Key, Resize
from textual.theme import Theme

from deliberate import (
    Decide,
    Decision,
    DeliberateError,
    IllegalDecision,
    Phase,
    Scenario,
    Session,
    StorageError,
)
from deliberate.reasons import decision
from elections import ElectionError, printable
from tui.exits import Exit
from tui.screens.base import PlainScreen
from tui.screens.briefing import Briefing
from tui.screens.choosing import Appointment, Polling
from tui.screens.count import CountScreen
from tui.screens.debrief import Debrief
from tui.screens.decision import DecisionScreen
from tui.screens.deliberation import Deliberation
from tui.screens.hustings import Hustings
from tui.screens.outcome import Outcome
from tui.screens.setup import SetUp
from tui.screens.too_small import SMALLEST, TooSmall
from tui.screens.welcome import Welcome
from tui.sessions import new_path

SCREENS: dict[Phase, type[PlainScreen]] = {
    Phase.APPOINTMENT: Appointment,
    Phase.HUSTINGS: Hustings,
    Phase.POLLING: Polling,
    Phase.COUNT: CountScreen,
    Phase.BRIEFING: Briefing,
    Phase.DELIBERATION: Deliberation,
    Phase.DECISION: DecisionScreen,
    Phase.OUTCOME: Outcome,
    Phase.DEBRIEF: Debrief,
}

DARK = Theme(
    name="evening",
    primary="#5fafaf",
    secondary="#87afd7",
    accent="#7fc8c8",
    success="#87c38f",
    warning="#e0b05c",
    error="#e58a7b",
    foreground="#d8dee4",
    background="#10161c",
    surface="#161e26",
    panel="#1d2731",
    dark=True,
)
LIGHT = Theme(
    name="morning",
    primary="#1f6f78",
    secondary="#3a5f8a",
    accent="#14606a",
    success="#2b6e3f",
    warning="#8a5a00",
    error="#a83428",
    foreground="#1c2329",
    background="#fbfaf6",
    surface="#f3f1ea",
    panel="#e7e4da",
    dark=False,
    # Faint text has to stay legible on a projector: a contrast of 6 to 1. Gains, losses and
    # warnings have to be told apart from it, and would be mixed with black.
    variables={
        "foreground-muted": "#5b6166",
        "text-success": "#0b7a33",
        "text-error": "#c0271a",
        "text-warning": "#955b00",
        "text-accent": "#14606a",
    },
)


class DeliberateApp(App[Exit]):
    """The game. `folder` is where sessions are kept, and `session` one to go on with.

    With a `scenario` it opens at the set-up, where that one stands first.

    `kept_at` is where the session last played is kept, and `draft` a decision of this year that
    has not been made, or has been taken back.
    """

    CSS_PATH = "app.tcss"
    TITLE = "Deliberate"
    ENABLE_COMMAND_PALETTE = False
    # Where the terminal is tall enough for more than the least, screens show their details.
    VERTICAL_BREAKPOINTS = [(0, "-low"), (40, "-tall")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Leave", priority=True),
        Binding("f2", "light", "Light or dark", show=False),
    ]

    def __init__(
        self, folder: Path, *, scenario: Scenario | None = None, session: Session | None = None
    ) -> None:
        super().__init__()
        self.folder = folder
        self.scenario = scenario
        self._opened = session
        self._session: Session | None = None
        self.kept_at: Path | None = None
        self.draft: Decide | None = None
        self._shown_at = 0.0

    @property
    def session(self) -> Session:
        """The session being played."""
        if self._session is None:
            raise LookupError("no session is open")
        return self._session

    async def on_event(self, event: Event) -> None:
        """Pass events on, but for keys typed before the screen was there: they were not for it."""
        if not (isinstance(event, Key) and event.time < self._shown_at):
            await super().on_event(event)

    def shown(self, time: float) -> None:
        """Note since when the present screen has been there."""
        self._shown_at = time

    def on_mount(self) -> None:
        """Open the welcome screen, or the session asked for."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        # Nothing of the kind on Windows, or where tests run the game beside other work.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            get_running_loop().add_signal_handler(SIGINT, self.exit, Exit.INTERRUPTED)
        self.push_screen(Welcome())
        if self._opened is not None:
            self._open(self._opened)
        elif self.scenario is not None:
            self.push_screen(SetUp(self.scenario))

    def on_resize(self, event: Resize) -> None:
        """Cover the game while the terminal is too small for it."""
        small = event.size.width < SMALLEST.width or event.size.height < SMALLEST.height
        covered = isinstance(self.screen, TooSmall)
        if small and not covered:
            self.push_screen(TooSmall())
        elif covered and not small:
            self.pop_screen()

    def begin(self, scenario: Scenario, seed: int, name: str) -> None:
        """Begin a session and keep it under a name of its own."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._open(Session.new(scenario, seed, new_path(self.folder, name)))
        except (DeliberateError, OSError) as problem:
            self.say(str(problem), wrong=True)

    def resume(self, path: Path) -> None:
        """Go on with a kept session where it was left."""
        try:
            self._open(Session.resume(path))
        except DeliberateError as problem:
            self.say(str(problem), wrong=True)

    def _open(self, session: Session) -> None:
        self._close()
        self._session = session
        self.kept_at = session.path
        self.draft = None
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.show()

    def _close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def show(self) -> None:
        """Show the screen of the phase; the same phase again refreshes its screen."""
        self.clear_notifications()
        wanted = SCREENS[self.session.state.phase]
        if isinstance(self.screen, Deliberation) and wanted is Deliberation:
            self.screen.refresh_state()
        else:
            # What is typed from now until the next screen is there is for neither of the two.
            self.shown(math.inf)
            self.switch_screen(wanted())

    def decide(self, decision: Decision) -> None:
        """Carry out a decision; it is on disk before the next screen shows."""
        self._change(lambda: self.session.submit(decision))

    def take_back(self) -> None:
        """Take back the last decision; a split that was decided is offered again as a draft."""
        state = self.session.state
        if state.phase is Phase.OUTCOME:
            self.draft = decision(state.history[-1])
        self._change(self.session.undo)

    def _change(self, change: Callable[[], object]) -> None:
        """Change the state and show it, unless a screen that is on its way out asks for it."""
        if self._shown_at == math.inf:
            return
        year = self.session.state.year
        try:
            change()
        except (IllegalDecision, StorageError, ElectionError) as problem:
            self.say(str(problem), wrong=True)
        else:
            if self.session.state.year != year:
                self.draft = None
            self.show()

    def go_home(self) -> None:
        """Close the session and show the welcome screen."""
        self._close()
        self.switch_screen(Welcome())

    def say(self, message: str, *, wrong: bool = False) -> None:
        """Tell people something in passing."""
        # A message may name a file, whose name may hold anything.
        clean = "\n".join(printable(each) for each in message.splitlines() if each)
        self.notify(clean, severity="error" if wrong else "information", markup=False)

    def action_light(self) -> None:
        """Change between the light and the dark theme."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def leave(self) -> None:
        """Leave; the session is kept."""
        self.exit(Exit.OK)

    action_leave = leave

    def on_unmount(self) -> None:
        """Let go of the session file."""
        self._close()
