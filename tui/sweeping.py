"""Sweeps for the command line: what is asked, who does the work, and the summary."""

from collections.abc import Callable, Iterable, Mapping
from math import floor, isfinite, log10
from pathlib import Path
from typing import Any

from attrs import asdict

from deliberate import Comparison, Sweep, run_sweep
from deliberate.experiments.varying import named, variations
from deliberate.experiments.varying import settings as read_settings
from deliberate.outcomes import UNITS
from elections import printable
from elections.estimates import Estimate
from tui.progress import since_last
from tui.workers import executor


def plan(
    scenarios: tuple[str, ...],
    varied: tuple[str, ...],
    settings: tuple[str, ...],
    seats: tuple[str, ...],
    asked: Mapping[str, Any],
) -> Sweep:
    """Return the sweep that the words of a command ask for.

    Raises
    ------
    ScenarioError, SweepError
        If a word is not as it must be, or something is given twice.
    """
    choices, ranges = variations(varied)
    return Sweep(
        scenarios=scenarios,
        choices=choices,
        ranges=ranges,
        settings=read_settings(settings),
        seats=named(seats),
        **asked,
    )


def run(
    asked: Sweep,
    out: Path,
    *,
    workers: int,
    cluster: str | None,
    progress: Callable[[int], object],
) -> tuple[Comparison, ...]:
    """Run a sweep, telling how many more games were played.

    Raises
    ------
    OSError
        If a worker process was ended by somebody else, or there is no such cluster.
    """
    with executor(workers, cluster) as sharing:
        return run_sweep(asked, out, executor=sharing, progress=since_last(progress))


def to_dict(found: Iterable[Comparison]) -> list[dict[str, Any]]:
    """Return what `deliberate sweep --json` writes: an arm of a scenario each.

    Where one game alone says nothing of how much they differ, an end of an interval is null.
    """
    return [asdict(each, value_serializer=_plain) for each in found]


def _plain(_owner: Any, _attribute: Any, value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value


def to_text(found: Iterable[Comparison]) -> str:
    """Return the tables of a sweep, one for each arm of each scenario."""
    return "\n\n".join(_table(each) for each in found)


def _table(arm: Comparison) -> str:
    title = f"{printable(arm.scenario)}: {printable(arm.label)}"
    against = f"{'against the first':>18}{'better %':>9}{'worse %':>9}" if arm.arm else ""
    head = f"{'Outcome':<27}{'mean':>16}{against}"
    return "\n".join([title, head, *(_row(arm, name) for name in arm.means)])


def _row(arm: Comparison, name: str) -> str:
    unit = f" ({UNITS[name]})" if name in UNITS else ""
    row = f"{name + unit:<27}{figure(arm.means[name]):>16}"
    if name in arm.differences:
        row += f"{figure(arm.differences[name], sign='+'):>18}"
    if name in arm.better:
        row += f"{arm.better[name].percent(0):>9}{arm.worse[name].percent(0):>9}"
    return row


def figure(estimate: Estimate, sign: str = "-") -> str:
    """Write an estimate to the second digit of its margin.

    >>> figure(Estimate(value=52.3456, low=52.1, high=52.6, trials=100), sign="+")
    '+52.35 ± 0.25'
    >>> figure(Estimate(value=1.0, low=float("-inf"), high=float("inf"), trials=1))
    '1.000 ± ?'
    >>> figure(Estimate(value=float("nan"), low=float("nan"), high=float("nan"), trials=0))
    '–'
    """
    margin = estimate.margin
    if not isfinite(estimate.value):
        return "–"
    if not isfinite(margin):
        return f"{estimate.value:{sign}.3f} ± ?"
    decimals = min(max(1 - floor(log10(margin)), 0), 4) if margin > 0 else 3
    return f"{estimate.value:{sign}.{decimals}f} ± {margin:.{decimals}f}"
