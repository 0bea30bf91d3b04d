"""Welcome: begin, go on with a session, watch one again, or read how to play."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer

from tui.screens.base import Page, PlainScreen
from tui.screens.replay import ReplayChoice, choice
from tui.screens.setup import SetUp
from tui.sessions import Kept, kept_sessions
from tui.text import FAINT, HEAD, line, stack
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet

HOW_TO_PLAY = """
You lead a footprint, one of the 44 areas into which England was cut in 2016 to plan health and
social care together.

First a leader is chosen: appointed, or elected by residents under the voting system that you
pick. Then come five years. In each, you read a briefing, decide whom to ask and how, set the
split of the budget, and see what really happened.

Seven groups watch: hospitals, GPs, community services, councils, charities, staff and
residents. Each moves for reasons that the game always shows: the split they wanted, whether
they were asked, what became of services, who has a mandate, promises, national letters, pace and
events.

Nobody's plan wins on every measure, and the game has no score. What happens comes from a
published model whose sizes are partly assumptions; docs/model.md says which.

The keys that work stand at the foot of every screen, and can be clicked. ? explains a screen and
says what the session is called, z takes back a decision, f2 changes between dark and light. ctrl+q
leaves; every decision is kept, and “deliberate resume” goes on with the last session.
"""


WORDS = {
    "resume": ("", ""),
    "new": ("New game", "a place, its powers and a voting system"),
    "replay": ("Replay", "watch a kept session again, and prove it"),
    "how": ("How to play", "one page"),
    "leave": ("Leave", ""),
}
OFFERED = 6
Choice = tuple[str, Kept | None]


class Welcome(PlainScreen):
    """The first screen."""

    HELP: ClassVar[str] = HOW_TO_PLAY

    def compose(self) -> ComposeResult:
        """Lay out the title, the choices and the keys."""
        self._kept = kept_sessions(self.game.folder)
        going_on = [kept for kept in self._kept if not kept.over][:OFFERED]
        unfinished: list[Choice] = [("resume", kept) for kept in going_on]
        # The session that was left last is the first thing on offer.
        self._choices = [
            *unfinished[:1],
            ("new", None),
            *unfinished[1:],
            ("replay", None),
            ("how", None),
            ("leave", None),
        ]
        yield Sheet(_title, id="title")
        with VerticalScroll(can_focus=False):
            yield Rows(self._paint_choice, len(self._choices), id="choices")
        yield Footer(show_command_palette=False, compact=True)

    def _paint_choice(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        verb, kept = self._choices[row]
        name, note = WORDS[verb]
        if kept is not None:
            name, note = f"Resume {kept.path.stem}", f"{kept.title} · {kept.stands}"
        return choice(name, note, width, current=current)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Do what was chosen."""
        verb, kept = self._choices[event.row]
        if kept is not None:
            self.game.resume(kept.path)
            return
        doings = {
            "new": lambda: self.app.push_screen(SetUp(self.game.scenario)),
            "replay": self._replay,
            "how": lambda: self.app.push_screen(Page(HOW_TO_PLAY)),
            "leave": self.game.leave,
        }
        doings[verb]()

    def _replay(self) -> None:
        if self._kept:
            self.app.push_screen(ReplayChoice(self._kept))
        else:
            self.game.say("No session has been kept yet: play one first.")


def _title(width: int) -> Content:
    bar = "━" * max(width, 0)
    return stack(
        [
            "",
            line(("DELIBERATE", HEAD)),
            line(("One leader, one budget, forty-four footprints.", "bold")),
            line(("Would an elected leader with the whole budget bring people on side?", FAINT)),
            line((bar, FAINT)),
        ]
    )
