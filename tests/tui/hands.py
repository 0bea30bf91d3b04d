"""Hands and eyes for a game: keys and clicks go in, what stands on the screen comes out.

Nothing here waits for time to pass: whoever expects something waits until it is so, and a
deadline, far beyond what any machine needs, says what was never seen.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual._context import visible_screen_stack
from textual.events import Key, MouseDown, MouseUp, Paste
from textual.widget import Widget
from textual.widgets._footer import FooterKey

from deliberate import Phase, Session, digest
from elections import cell_width
from tui.app import SCREENS, DeliberateApp
from tui.screens.base import Page
from tui.screens.events import EventChoice
from tui.screens.why import Why
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.widgets.split_editor import SplitEditor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen
    from textual.strip import Strip

    from deliberate import Scenario, State
    from tui.exits import Exit

Kind = TypeVar("Kind", bound=Widget)
DEADLINE = 30.0
# A key goes from the application to the widget with the focus, from there to its screen, and what
# it caused goes the same way again.
HOPS = 5
# The key that leads out of each phase.
ONWARDS = {
    Phase.APPOINTMENT: "enter",
    Phase.HUSTINGS: "n",
    Phase.POLLING: "enter",
    Phase.COUNT: "enter",
    Phase.BRIEFING: "enter",
    Phase.DELIBERATION: "n",
    Phase.DECISION: "enter",
    Phase.OUTCOME: "n",
}


class Hands:
    """A person who plays: presses keys, clicks, and looks."""

    def __init__(self, app: DeliberateApp, pilot: Pilot[Exit]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def state(self) -> State:
        """Where the game stands."""
        return self.app.session.state

    async def press(self, *keys: str) -> None:
        """Press keys, each one after the last has done its work."""
        for key in keys:
            self.app.post_message(Key(key, key if len(key) == 1 else None))
            await self.settle()

    async def paste(self, text: str) -> None:
        """Paste a text where the cursor is."""
        self.app.post_message(Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Let every message that is under way arrive."""
        for _ in range(HOPS):
            await self.pilot.pause(0)

    async def until(self, reached: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        deadline = monotonic() + DEADLINE
        while not reached():
            if monotonic() > deadline:
                raise AssertionError(f"never came about: {what}; the screen shows\n{self.frame()}")
            await self.pilot.pause(0.005)

    async def reach(self, *screens: type[Screen[None]]) -> None:
        """Wait until a screen of one of these kinds stands there, laid out and painted."""
        names = " or ".join(each.__name__ for each in screens)
        await self.until(lambda: isinstance(self.app.screen, screens) and self._painted(), names)
        await self.settle()

    def _painted(self) -> bool:
        screen = self.app.screen
        return (
            screen.is_mounted and screen.outer_size == self.app.size and bool(self.frame().strip())
        )

    async def sees(self, *texts: str) -> None:
        """Wait until all these texts stand on the screen."""
        for text in texts:
            await self.until(lambda text=text: text in self.frame(), f'"{text}"')

    async def begin(self, scenario: Scenario, seed: int = 1, name: str = "test") -> None:
        """Begin a game at its first screen."""
        self.app.begin(scenario, seed, name)
        await self.at_phase()

    async def at_phase(self) -> None:
        """Wait until the screen of the game's phase is there."""
        await self.reach(SCREENS[self.state.phase])

    async def onwards(self) -> None:
        """Leave the phase by its key, pressed as often as it takes (a count has rounds)."""
        before = digest(self.state)
        for _ in range(20):
            await self.press(ONWARDS[self.state.phase])
            if digest(self.state) != before:
                break
        await self.at_phase()

    async def play_to(self, phase: Phase, *, year: int = 1) -> None:
        """Play on by keys until a phase of a year comes round."""
        while self.state.phase is not phase or self.state.year != year:
            await self.onwards()

    async def told(self, text: str) -> None:
        """Wait until the game has said something in passing."""
        said = self.app._notifications
        await self.until(lambda: any(text in each.message for each in said), f'"{text}" is said')

    async def strike(self) -> None:
        """Play to the first briefing and let the first event strike, by keys."""
        await self.play_to(Phase.BRIEFING)
        await self.press("x")
        await self.reach(EventChoice)
        await self.press("enter")
        await self.until(lambda: bool(self.state.events), "the event strikes")
        await self.at_phase()

    async def hold(self, number: int = 0) -> None:
        """Hold a format of deliberation, counted from the first, by keys."""
        self.app.screen.query_one("#groups").focus()
        await self.press("home", "up", "home", *["down"] * number, "enter")

    async def click_at(self, x: int, y: int, *, shift: bool = False) -> None:
        """Press and let go of the mouse on a cell of the screen."""
        for kind in (MouseDown, MouseUp):
            self.app.post_message(kind(None, x, y, 0, 0, 1, shift, False, False, x, y))  # noqa: FBT003
            await self.settle()

    async def click(self, selector: str, row: int, *, x: int = 4, shift: bool = False) -> None:
        """Click a line of a widget, counted from its first."""
        place = self.app.screen.query_one(selector).content_region
        await self.click_at(place.x + x, place.y + row, shift=shift)

    async def click_on(self, text: str) -> None:
        """Click where a text stands on the screen."""
        await self.sees(text)
        y, row = next((y, row) for y, row in enumerate(self.frame().split("\n")) if text in row)
        await self.click_at(cell_width(row[: row.index(text)]), y)

    async def click_key(self, action: str) -> None:
        """Click the key at the foot of the screen that does this."""

        def found() -> list[FooterKey]:
            keys = self.app.screen.query(FooterKey)
            return [each for each in keys if each.action.endswith(action)]

        await self.until(lambda: len(found()) == 1, f"a key at the foot for {action}")
        await self.click_at(found()[0].region.x, found()[0].region.y)

    async def read_page(self, key: str) -> str:
        """Open a page with a key, read it, and close it."""
        below = self.app.screen
        await self.press(key)
        await self.reach(Page, Why)
        text = self.frame()
        await self.press("escape")
        await self.until(lambda: self.app.screen is below, "the page closes")
        return text

    def strips(self) -> list[Strip]:
        """Return the lines of the screen, with their styles."""
        visible_screen_stack.set(list(self.app._background_screens))
        return self.app.screen._compositor.render_strips()

    def frame(self) -> str:
        """Return the characters of the screen."""
        return "\n".join(strip.text.rstrip() for strip in self.strips())

    def body(self) -> str:
        """Return the text of the screen's body, whether in sight or not, in one line."""
        return " ".join(self.app.screen.query_one("#body", Sheet).render().plain.split())

    def shown(self, kind: type[Kind]) -> list[Kind]:
        """Return the widgets of a kind that the screen has room to show."""
        return [each for each in self.app.screen.query(kind) if each.display]

    def too_wide(self) -> Iterator[str]:
        """Yield each painted line that is wider than its place, and would be broken up."""
        for kind in (Sheet, Rows, SplitEditor):
            for widget in self.shown(kind):
                for line in widget.render().plain.split("\n"):
                    if cell_width(line.rstrip()) > widget.content_size.width:
                        yield line


@asynccontextmanager
async def playing(
    folder: Path,
    *,
    size: tuple[int, int] = (80, 24),
    scenario: Scenario | None = None,
    resume: Path | None = None,
) -> AsyncIterator[Hands]:
    """Open the game on a screen of that size, its sessions kept in `folder`."""
    session = Session.resume(resume) if resume else None
    app = DeliberateApp(folder, scenario=scenario, session=session)
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        hands = Hands(app, pilot)
        await hands.settle()
        yield hands
