"""Trying a scenario before the day: whether it can be played, and is open at the start."""

from attrs import frozen

from deliberate.game import begin
from deliberate.outcomes import outcomes
from deliberate.players import player
from deliberate.playing import play_all
from deliberate.scenario import Scenario

TRIALS = ("consultative", "directive", "status-quo")
SEEDS = range(4)
LOST, WON = 15.0, 85.0  # mean buy-in, in points
OVERWHELMED, IDLE = 1.75, 0.6  # hospital pressure; 1 is usual
TELLING = 1.0  # points of mean buy-in between the best and the worst player


@frozen(kw_only=True)
class Trial:
    """What came of a scenario under one automatic player, on average over some seeds."""

    player: str
    first: float
    last: float
    lowest: float
    pressure: float
    balance: float


@frozen(kw_only=True)
class Report:
    """The trials of a scenario, and what is wrong with it, in sentences; none if it is sound."""

    trials: tuple[Trial, ...]
    faults: tuple[str, ...]


def try_out(scenario: Scenario) -> Report:
    """Return what three automatic players make of a scenario.

    It is sound if, with each of them, it can be played to the end, mean buy-in stays between 15
    and 85 points in the first year and to the last, hospitals are neither overwhelmed nor idle,
    and if it matters who plays.

    Examples
    --------
    >>> from deliberate.reading.loading import load_scenario
    >>> try_out(load_scenario("two-towns")).faults
    ()
    """
    trials = tuple(_trial(scenario, name) for name in TRIALS)
    return Report(trials=trials, faults=(*_faults(trials), *_indifferent(trials)))


def _trial(scenario: Scenario, name: str) -> Trial:
    ends = play_all([begin(scenario, seed) for seed in SEEDS], player(name))
    found = [outcomes(end) for end in ends]

    def mean(key: str) -> float:
        return sum(each[key] for each in found) / len(found)

    return Trial(
        player=name,
        first=sum(float(end.history[0].buyin.mean()) for end in ends) / len(ends),
        last=mean("mean buy-in"),
        lowest=mean("lowest buy-in"),
        pressure=mean("hospital pressure"),
        balance=mean("money balance"),
    )


def _faults(trials: tuple[Trial, ...]) -> list[str]:
    """Return what no game should be like, whoever plays."""
    found = []
    for trial in trials:
        for when, level in (("after the first year", trial.first), ("at the end", trial.last)):
            if not LOST < level < WON:
                word = "lost" if level <= LOST else "won"
                found.append(
                    f"{trial.player}: all is {word} {when}, with a mean buy-in of {level:.0f}"
                )
        if not IDLE < trial.pressure < OVERWHELMED:
            found.append(
                f"{trial.player}: hospital pressure ends at {trial.pressure:.2f}, outside what the "
                f"model is about ({IDLE} to {OVERWHELMED})"
            )
    return found


def _indifferent(trials: tuple[Trial, ...]) -> list[str]:
    ends = [trial.last for trial in trials]
    if max(ends) - min(ends) >= TELLING:
        return []
    return [f"it does not matter who plays: mean buy-in ends within {TELLING:g} point of itself"]
