"""Replay: a kept session computed again, entry by entry, with the proof beside it."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer

from deliberate import DeliberateError, Replay, Scenario, replay
from deliberate.journal import Entry
from tui.screens.base import PlainScreen
from tui.sessions import Kept
from tui.sums import drawn
from tui.text import BAD, FAINT, GOOD, HEAD, cell, line, millions, stack, wrap
from tui.widgets.rows import Rows
from tui.widgets.sheet import Sheet
from tui.words import consents


def choice(name: str, note: str, width: int, *, current: bool) -> Content:
    """Return a row of a menu: what it does, and a word about it."""
    mark, style = ("▸ ", "bold reverse") if current else ("  ", "bold")
    return line((cell(f" {mark}{name}", 32), style), (cell(f"  {note}", width - 32), FAINT))


class ReplayChoice(PlainScreen):
    """Which session to watch again."""

    HELP: ClassVar[str] = """
Choose the session to watch again; the newest stands first. Finished games are here too.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.pop_screen", "Back")]

    def __init__(self, sessions: list[Kept]) -> None:
        super().__init__()
        self._sessions = sessions

    def compose(self) -> ComposeResult:
        """Lay out the sessions."""
        yield Sheet(lambda _: line(("Replay which session?", HEAD)), id="heading")
        with VerticalScroll(can_focus=False):
            yield Rows(self._paint_session, len(self._sessions))
        yield Footer(show_command_palette=False, compact=True)

    def _paint_session(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        kept = self._sessions[row]
        return choice(kept.path.stem, f"{kept.title} · {kept.stands}", width, current=current)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Compute the session again and show it."""
        try:
            again = replay(self._sessions[event.row].path)
        except DeliberateError as problem:
            self.game.say(str(problem), wrong=True)
        else:
            self.app.push_screen(ReplayScreen(self._sessions[event.row].path.stem, again))


class ReplayScreen(PlainScreen):
    """A session watched again."""

    HELP: ClassVar[str] = """
Replay. The session is computed anew from its scenario, its seed and its decisions, and each
state is compared with the fingerprint that was written down at the time: "as recorded" is that
proof.

Up and down go from entry to entry; below stands what was true then.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.pop_screen", "Back")]

    def __init__(self, name: str, again: Replay) -> None:
        super().__init__()
        self._name = name
        self._again = again

    def compose(self) -> ComposeResult:
        """Lay out the proof, the entries and the moment."""
        yield Sheet(self._paint_heading, id="heading")
        with VerticalScroll(id="entries", can_focus=False):
            yield Rows(self._paint_entry, max(len(self._again.entries), 1))
        yield Sheet(self._paint_moment, id="moment")
        yield Footer(show_command_palette=False, compact=True)

    def _paint_heading(self, width: int) -> Content:
        again = self._again
        proof = (
            (f"all {len(again.entries)} entries give the state that was recorded", GOOD)
            if again.proven
            else (f"entries whose state differs from the record: {len(again.differing)}", BAD)
        )
        title = f"Replay · {self._name} · {again.header.scenario.title}"
        return stack([line((cell(title, width), HEAD)), line(proof)])

    def _paint_entry(self, row: int, width: int, current: bool) -> Content:  # noqa: FBT001
        if not self._again.entries:
            return line(("nothing was decided in this session", FAINT))
        entry = self._again.entries[row]
        same = entry.number not in self._again.differing
        proof = ("as recorded", GOOD) if same else ("differs", BAD)
        mark = "▸ " if current else "  "
        text = cell(
            f"{mark}{entry.number:>3}  {said(entry, self._again.header.scenario)}", width - 12
        )
        return line((text, "bold" if current else ""), " ", proof)

    def _paint_moment(self, width: int) -> Content:
        row = self.query_one(Rows).cursor if self.is_mounted else 0
        entries, scenario = self._again.entries, self._again.header.scenario
        whole = wrap(said(entries[row], scenario), width) if entries else []
        state = self._again.states[min(row + 1, len(self._again.states) - 1)]
        leader = state.leader.name if state.leader else "nobody yet"
        buyin = "  ".join(
            f"{group.name} {level:.0f}"
            for group, level in zip(state.scenario.groups, state.buyin, strict=True)
        )
        return stack(
            [
                *[line((each, "")) for each in whole],
                line(
                    (cell(f"{state.year_name} · {state.phase} · leader: {leader}", width), "bold")
                ),
                *wrap(f"buy-in  {buyin}", width),
                line((cell(f"hospital pressure {state.services.pressure:.3f}", width), "")),
            ]
        )

    def on_rows_moved(self, _: Rows.Moved) -> None:
        """Show the moment after the entry."""
        self.query_one("#moment", Sheet).repaint()


PLAIN = {"proceed": "Went on", "poll": "Opened the polls", "undo": "Took it back"}


def said(entry: Entry, scenario: Scenario) -> str:
    """Return an entry in words."""
    table = entry.table
    names = {group.id: group.name for group in scenario.groups}
    match table:
        case {"kind": "consult", "format": style, "groups": groups}:
            invited = ", ".join(names[group] for group in groups)
            how = "" if table["published"] else ", not published"
            return f"{scenario.format(style).name} with {invited}{how}"
        case {"kind": "answer", "group": group, "consent": consent}:
            own = ", and proposes its own split" if table["proposal"] else ""
            return f"{names[group]} {consents(consent)} to cuts{own}"
        case {"kind": "inject", "event": event}:
            return f"Let an event strike: {scenario.event(event).name}"
        case {"kind": "decide"}:
            return _decided(table, scenario)
        case {"kind": kind}:
            return PLAIN[kind]
    return "?"


def _decided(table: dict[str, Any], scenario: Scenario) -> str:
    """Return a year's decision in words."""
    amounts = " / ".join(millions(amount) for amount in table["split"])
    more = [scenario.stance(table["stance"]).name]
    if table["precept"]:
        more.append(f"tax +{table['precept']:g}")
    if table["draw"]:
        more.append(drawn(table["draw"]))
    return f"Decided £m {amounts} · {' · '.join(more)}"
