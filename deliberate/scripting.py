"""Games in a script: decisions in plain words, for tests, notebooks and classes."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from deliberate.budget import spendable
from deliberate.decisions import Answer, Consult, Decide, Inject, Poll, Proceed
from deliberate.errors import IllegalDecision, ScenarioError, unknown
from deliberate.model.money import apportion
from deliberate.outcomes import outcomes
from deliberate.players import Player, Seats, player
from deliberate.playing import choose
from deliberate.reading.loading import load_scenario
from deliberate.scenario import Scenario
from deliberate.session import Session
from deliberate.state import Election, Phase, State, Year


class Game:
    """A game that a script plays; it stops where somebody has to decide.

    Every word of it is a decision submitted to a session, so that undo, journal and replay work as
    they do for people.

    Parameters
    ----------
    scenario : Scenario or str
        A scenario, or what `load_scenario` finds under that name.
    seed : int
        The luck of the game.
    path : Path, optional
        Where the session is kept, if anywhere.
    **changes
        Keys of the scenario to be set otherwise, such as ``system="borda"``; keys with dots are
        given as ``**{"governance.elected": False}``.

    Raises
    ------
    ScenarioError
        If there is no such scenario, a change does not fit, changes are given with a scenario that
        has been loaded already, or the seed is no whole number from 0.

    Examples
    --------
    >>> game = Game("two-towns", seed=1, system="irv")
    >>> game.elect().turnout > 0.2
    True
    >>> game.consult("tables")
    >>> year = game.decide({"hospital": -5_000, "social": 5_000}, stance="negotiate")
    >>> sum(year.split) == year.spendable
    True
    >>> game.play("consultative", years=2)
    >>> [year.number for year in game.years]
    [1, 2, 3]
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        *,
        seed: int = 0,
        path: Path | None = None,
        **changes: Any,
    ) -> None:
        if not isinstance(scenario, Scenario):
            scenario = load_scenario(scenario, changes)
        elif changes:
            raise ScenarioError(
                f"{', '.join(changes)}: a scenario that has been loaded is taken as it is; "
                "give its name here, or the changes to load_scenario"
            )
        self._session = Session.new(scenario, seed, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def state(self) -> State:
        """Where the game stands."""
        return self._session.state

    @property
    def years(self) -> tuple[Year, ...]:
        """The years lived so far."""
        return self.state.history

    @property
    def over(self) -> bool:
        """Whether all years have been lived."""
        return self.state.phase is Phase.DEBRIEF

    def elect(self) -> Election | None:
        """Let the residents vote where they do, and go on to the first briefing.

        Returns the election, or None where a lead was appointed.
        """
        while self.state.phase in _BEFORE_OFFICE:
            self._session.submit(Poll() if self.state.phase is Phase.POLLING else Proceed())
        return self.state.election

    def consult(
        self,
        style: str,
        groups: str | Iterable[str] = (),
        *,
        published: bool = True,
    ) -> None:
        """Deliberate in a style, such as "tables", with a group, several, or with all.

        Raises
        ------
        IllegalDecision
            If there is no such format or group, or the weeks do not suffice.
        """
        self._go_on_to(Phase.DELIBERATION)
        everybody = tuple(group.id for group in self.state.scenario.groups)
        invited = (groups,) if isinstance(groups, str) else tuple(groups) or everybody
        self._session.submit(Consult(format=style, groups=invited, published=published))

    def answer(self, group: str, proposal: Iterable[float] = (), *, consent: float = 1.0) -> None:
        """Say for a group which split it proposes, and how far it will consent, 0-1.

        Raises
        ------
        IllegalDecision
            If there is no such group, or the proposal is no split.
        """
        self._go_on_to(Phase.DELIBERATION)
        self._session.submit(Answer(group=group, proposal=tuple(proposal), consent=consent))

    def strike(self, event: str) -> None:
        """Let an event strike this year.

        Raises
        ------
        IllegalDecision
            If there is no such event, or the year's briefing is over.
        """
        self.elect()
        self._session.submit(Inject(event=event))

    def decide(
        self,
        changes: Mapping[str, int] | None = None,
        *,
        shares: Iterable[float] | None = None,
        stance: str = "negotiate",
        precept: float = 0.0,
        draw: int = 0,
    ) -> Year:
        """Decide the year, and return it as it was lived.

        Parameters
        ----------
        changes : mapping of str to int, optional
            £ thousand to add to lines, by id, against what last year's split would give them.
        shares : iterable of float, optional
            The split itself instead, one share a line, in proportion.
        stance, precept, draw
            As in `Decide`.

        Raises
        ------
        IllegalDecision
            If the changes do not balance, or something else is not allowed.
        """
        self._go_on_to(Phase.DECISION)
        money = spendable(self.state, stance, precept=precept, draw=draw)
        try:
            split = apportion(money, self.state.split if shares is None else list(shares))
        except ValueError as problem:
            raise IllegalDecision(str(problem)) from None
        amounts = np.array(split)
        lines = [line.id for line in self.state.scenario.lines]
        for line, amount in (changes or {}).items():
            if line not in lines:
                raise IllegalDecision(unknown("line", line, lines))
            amounts[lines.index(line)] += amount
        self._session.submit(
            Decide(split=tuple(amounts), stance=stance, precept=precept, draw=draw)
        )
        lived = self.years[-1]
        self._session.submit(Proceed())
        return lived

    def play(
        self, who: str | Player = "consultative", *, years: int = 10, seats: Seats | None = None
    ) -> None:
        """Let an automatic player lead for some years, or to the end."""
        leader = who if isinstance(who, Player) else player(who)
        until = len(self.years) + years
        while not self.over and (len(self.years) < until or self.state.phase is Phase.OUTCOME):
            self._session.submit(choose(leader, self.state, seats))

    def undo(self) -> None:
        """Take back the last decision.

        Raises
        ------
        IllegalDecision
            If there is none.
        """
        self._session.undo()

    def outcomes(self) -> dict[str, float]:
        """Return the figures of the game so far: see `deliberate.outcomes`."""
        return outcomes(self.state)

    def close(self) -> None:
        """Let go of the session file, if there is one."""
        self._session.close()

    def _go_on_to(self, phase: Phase) -> None:
        """Go on to a phase of this year, electing a leader if none is in office."""
        self.elect()
        while self.state.phase is not phase:
            self._session.submit(Proceed())


_BEFORE_OFFICE = (Phase.APPOINTMENT, Phase.HUSTINGS, Phase.POLLING, Phase.COUNT)
