"""Games that automatic players play: what is decided now, and all of it to the end."""

from collections.abc import Sequence

from deliberate.decisions import Decision, Poll, Proceed
from deliberate.game import step_all
from deliberate.players import Player, Seats, consult, decide, respond
from deliberate.state import Phase, State
from deliberate.together import together
from deliberate.views import group_view, leader_view, public_view

_ORDER = {phase: place for place, phase in enumerate(Phase)}


def choose(who: Player, state: State, seats: Seats | None = None) -> Decision:
    """Return what is decided now: by the leader, or before that by a stakeholder in its seat.

    In the debrief nothing is left to decide.

    Raises
    ------
    IllegalDecision
        If a seat is of a group that the scenario does not have.

    >>> from deliberate.game import begin
    >>> from deliberate.players import player
    >>> from deliberate.reading.loading import load_scenario
    >>> choose(player("directive"), begin(load_scenario("two-towns")))
    Proceed()
    """
    return choose_all(who, [state], seats)[0]


def choose_all(who: Player, states: Sequence[State], seats: Seats | None = None) -> list[Decision]:
    """Return what is decided now in each game, the same as if it were alone.

    Raises
    ------
    IllegalDecision
        As for `choose`.

    Examples
    --------
    >>> from deliberate.game import begin
    >>> from deliberate.players import player
    >>> from deliberate.reading.loading import load_scenario
    >>> scenario = load_scenario("two-towns")
    >>> choose_all(player("directive"), [begin(scenario, seed) for seed in range(2)])
    [Proceed(), Proceed()]
    """

    def chosen(shared: tuple[Phase, int], alike: list[State]) -> Sequence[Decision]:
        if shared[0] is Phase.DECISION:
            return decide(who, [leader_view(state) for state in alike])
        return [_beside_the_decision(who, state, seats) for state in alike]

    return together(chosen, states, key=lambda state: (state.phase, id(state.scenario)))


def _beside_the_decision(who: Player, state: State, seats: Seats | None) -> Decision:
    if state.phase is Phase.POLLING:
        return Poll()
    if state.phase is Phase.DELIBERATION:
        talks = consult(who, public_view(state))
        silent = [group for group in seats or {} if group not in _answered(state)]
        if talks is None and seats and silent:
            return respond(seats[silent[0]], group_view(state, silent[0]))
        return talks or Proceed()
    return Proceed()


def _answered(state: State) -> set[str]:
    return {each.group for each in state.answers}


def play(state: State, who: Player, seats: Seats | None = None) -> State:
    """Return the debrief of a game that these players play from `state` to the end.

    Raises
    ------
    IllegalDecision
        If a seat is of a group that the scenario does not have, or a panel cannot be filled however
        often letters go out.

    Examples
    --------
    >>> from deliberate.game import begin
    >>> from deliberate.players import player
    >>> from deliberate.reading.loading import load_scenario
    >>> len(play(begin(load_scenario("two-towns")), player("directive")).history)
    5
    """
    return play_all([state], who, seats)[0]


def play_all(states: Sequence[State], who: Player, seats: Seats | None = None) -> list[State]:
    """Return the debriefs of games that these players play, each the same as if it were alone.

    Raises
    ------
    IllegalDecision
        As for `play`.

    Examples
    --------
    >>> from deliberate.game import begin
    >>> from deliberate.players import player
    >>> from deliberate.reading.loading import load_scenario
    >>> scenario = load_scenario("two-towns")
    >>> over = play_all([begin(scenario, seed) for seed in range(3)], player("directive"))
    >>> [str(game.phase) for game in over]
    ['debrief', 'debrief', 'debrief']
    """
    games = list(states)
    while far := {at: _progress(game) for at, game in enumerate(games) if not _over(game)}:
        # Whoever has had an election between is waited for, so that all go on together.
        last = min(far.values())
        behind = [at for at, progress in far.items() if progress == last]
        waiting = [games[at] for at in behind]
        moved = step_all(waiting, choose_all(who, waiting, seats))
        for at, game in zip(behind, moved, strict=True):
            games[at] = game
    return games


def _over(game: State) -> bool:
    return game.phase is Phase.DEBRIEF


def _progress(game: State) -> tuple[int, int]:
    """Return how far a game has come: its year, and the phase in it."""
    return game.year, _ORDER[game.phase]
