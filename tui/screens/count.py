"""The count, page by page, and who would lead under every other system."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from deliberate import Election, Proceed, State
from elections import system
from tui.screens.base import GameScreen, Page
from tui.screens.count_pages import CountPage, pages
from tui.screens.count_result import mandate, paint_others, paint_result
from tui.text import HEAD, fitting, line, spread, stack
from tui.widgets.sheet import Sheet

OTHERS = """
Other systems. The residents are the same throughout, with the same plans, neighbours and moods;
each marks the paper that a system asks for, and some mark it tactically, which pays under some
systems and not under others.

“How” gives the figures by which the winner comes before the next: votes of the last round, points
or approvals, each as its system counts them, so that they cannot be compared between systems.
"""


class CountScreen(GameScreen):
    """The returning officer reads out the count."""

    HELP: ClassVar[str] = """
The count. Left and right step through its pages: rounds of votes, or comparisons two by two and
what follows from them; the last one says who is elected. Page up and down scroll a long page.

▸ leads and ★ is elected; + is what a candidate gained since the round before; a ballot is
exhausted when none of its choices is still in.

e explains the page and the system.

o shows whom the same residents would have elected under every other system, each voter marking
the ballot that it asks for.

Enter: the next page; from the last, the leader takes office.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Back", key_display="←"),
        Binding("right", "turn(1)", "Next", key_display="→"),
        Binding("o", "others", "Other systems"),
        Binding("e", "explain", "Why"),
        Binding("enter,n", "go_on", "Go on"),
    ]

    _page = 0
    _others = False

    @property
    def election(self) -> Election:
        """The election that was held."""
        election = self.state.election
        assert election is not None  # noqa: S101 - this screen comes after the polls
        return election

    def compose_body(self) -> ComposeResult:
        """Lay out the count."""
        with VerticalScroll(can_focus=False):
            yield Sheet(self._paint, id="body")

    def second_line(self, width: int) -> str:
        """Return the size of the poll."""
        election = self.election
        voted = (
            f"{election.voters:,} of {election.residents:,} residents voted "
            f"({election.turnout:.0%}), {election.tactical:,} tactically; "
        )
        return fitting(
            width,
            f"{voted}{election.spoilt:,} papers were spoilt",
            f"{voted}{election.spoilt:,} spoilt",
        )

    @property
    def pages(self) -> list[CountPage]:
        """The pages of the deciding count."""
        return pages(self.election.count)

    def _paint(self, width: int) -> Content:
        if self._others:
            return paint_others(self.election, width)
        return paint_page(self.state, self.election, self._page, width)

    def action_turn(self, by: int) -> None:
        """Step to another page."""
        self._others = False
        self._page = max(0, min(self._page + by, len(self.pages) - 1))
        self._show()

    def action_others(self) -> None:
        """Show the other systems, or go back to the count."""
        self._others = not self._others
        self._show()

    def _show(self) -> None:
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.query_one("#body", Sheet).repaint()

    def action_explain(self) -> None:
        """Explain the page, the system and, where it is the last page, the mandate."""
        if self._others:
            self.app.push_screen(Page(OTHERS))
            return
        self.app.push_screen(Page(explanation(self.state, self.election, self._page)))

    def action_go_on(self) -> None:
        """Let the leader take office, once the last page has been seen."""
        if self._page < len(self.pages) - 1:
            self.action_turn(1)
        else:
            self.game.decide(Proceed())


def paint_page(state: State, election: Election, number: int, width: int) -> Content:
    """Return one page of the deciding count, the result under the last."""
    count, found = election.count, pages(election.count)
    page, last = found[number], number == len(found) - 1
    title = spread(f"{count.name} · {count.voters:,} ballots", page.label, width)
    result = paint_result(state, election, width) if last else []
    return stack([line((title, HEAD)), *page.paint(width), *result])


def explanation(state: State, election: Election, number: int) -> str:
    """Return what a page shows, how the system works and, on the last page, the mandate."""
    counted, found = system(election.system), pages(election.count)
    said = [
        found[number].about,
        f"{counted.name}: {counted.summary}",
        f"The paper asks for {counted.ballot.value}.",
        f"Candidates whom a ballot leaves out: {counted.truncated}",
    ]
    if number == len(found) - 1:
        said.append(mandate(state, election))
    return "\n\n".join(said)
