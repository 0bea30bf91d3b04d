"""What a study found: figures with confidence intervals."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from elections.errors import ElectionError, nearest
from elections.estimates import Estimate, change, median, ratio, share
from elections.paradoxes import MARKS
from elections.society import GREATEST
from elections.tables import table_of
from elections.text import printable

if TYPE_CHECKING:
    from elections.study import Study

_MARKS: Final = tuple(MARKS)


@frozen(kw_only=True, eq=False)
class Findings:
    """The sums of a study, and what follows from them.

    Methods that ask for a name take the id of a system of the study, "plurality" always,
    and `GREATEST` for whoever has the greatest utility. Elections that a system leaves
    undecided count in none of its figures but `undecided`.

    Attributes
    ----------
    study : Study
        What was asked.
    sums : dict of str to arrays
        What `elections.sums.count_block` adds up.

    Examples
    --------
    >>> from elections.study import Study, run
    >>> found = run(Study(candidates=3, systems=("irv", "black"), elections=4_000))
    >>> found.efficiency("black").value
    1.0
    """

    study: Study
    sums: dict[str, Any] = field(factory=dict, repr=False)

    def plus(self, sums: dict[str, Any]) -> Findings:
        """Add what one more block of elections found."""
        added = {name: self.sums.get(name, 0) + each for name, each in sums.items()}
        return Findings(study=self.study, sums=added)

    @property
    def elections(self) -> int:
        """How many elections were counted."""
        return int(self.sums["elections"])

    @property
    def condorcet_winner(self) -> Estimate:
        """How often there is a candidate who beats every other one."""
        return self.there("condorcet_winner")

    @property
    def paradox(self) -> Estimate:
        """How often nobody beats every other candidate: Condorcet's paradox, or a tie."""
        most = int(self.sums["there"][_MARKS.index("condorcet_winner")])
        return share(self.elections - most, self.elections)

    @property
    def cycle(self) -> Estimate:
        """How often candidates beat each other in a circle, at the top or below."""
        return share(int(self.sums["cycles"]), self.elections)

    @property
    def top_cycle(self) -> Estimate:
        """How often every candidate is beaten by some other one."""
        return share(int(self.sums["top_cycles"]), self.elections)

    def there(self, mark: str) -> Estimate:
        """How often there is somebody with a mark: see `elections.paradoxes.MARKS`."""
        return share(int(self.sums["there"][_MARKS.index(mark)]), self.elections)

    def elects(self, mark: str, name: str) -> Estimate:
        """How often a system elects somebody with a mark, where there is one."""
        return self._elects("", mark, name)

    def efficiency(self, name: str) -> Estimate:
        """Condorcet efficiency: how often the Condorcet winner is elected, if there is one."""
        return self.elects("condorcet_winner", name)

    def utility(self, name: str) -> Estimate:
        """Social-utility efficiency: how much of what a system could gain over chance it gains.

        References
        ----------
        Weber, "Comparison of public choice systems", Cowles Discussion Paper 498, 1978
        (effectiveness); Merrill, "A comparison of efficiency of multicandidate electoral
        systems", American Journal of Political Science 1984.
        """
        return ratio(self.sums["moments"][self._place(name)], self._decided(name))

    def agreement(self, one: str, other: str) -> Estimate:
        """How often two systems elect the same candidate."""
        places = self._place(one), self._place(other)
        return share(int(self.sums["agreed"][places]), int(self.sums["decided"][places]))

    def undecided(self, name: str) -> int:
        """In how many elections a system's search passed its budget."""
        return self.elections - self._decided(name)

    def changed(self, name: str) -> Estimate:
        """How often tactical voting changes whom a system elects."""
        place = self._place(name)
        return share(int(self.sums["moved"][place]), int(self.sums["both"][place]))

    def sincere_efficiency(self, name: str) -> Estimate:
        """Condorcet efficiency as it would be if all voters were sincere."""
        return self._elects("sincere_", "condorcet_winner", name)

    def efficiency_change(self, name: str) -> Estimate:
        """How much tactical voting adds to Condorcet efficiency."""
        gained, lost, paired = (
            int(self.sums[word][self._place(name)]) for word in ("gained", "lost", "paired")
        )
        return change(gained, lost, paired)

    def sincere_utility(self, name: str) -> Estimate:
        """Social-utility efficiency as it would be if all voters were sincere."""
        moments, trials = self.sums["sincere_moments"], self.sums["sincere_decided"]
        return ratio(moments[self._place(name)], int(trials[self._place(name)]))

    def utility_change(self, name: str) -> Estimate:
        """How much tactical voting adds to social-utility efficiency."""
        place = self._place(name)
        return ratio(self.sums["shift_moments"][place], int(self.sums["both"][place]))

    def manipulable(self, name: str) -> Estimate:
        """How often a coalition was found that changes a system's result."""
        sizes = self.sums["coalitions"][self.study.systems.index(name)]
        return share(int(sizes[:-1].sum()), int(sizes.sum()))

    def coalition(self, name: str) -> Estimate:
        """Estimate the median size of the least coalition found, as a share of the voters.

        It is infinite where most elections have none.
        """
        sizes = self.sums["coalitions"][self.study.systems.index(name)]
        return median(sizes, 1 / self.study.voters)

    @property
    def margin(self) -> float:
        """How far the intervals reach at most: what `Study.precision` is about."""
        names = self.study.systems
        figures = [self.condorcet_winner, *map(self.efficiency, names), *map(self.utility, names)]
        return max(figure.margin for figure in figures if figure.trials)

    def rows(self) -> list[dict[str, Any]]:
        """List all figures of each system, as a table's rows.

        Intervals come as ``…_low`` and ``…_high``; None stands for no figure.
        """
        return [self._row(name) for name in self.study.systems]

    def to_dict(self) -> dict[str, Any]:
        """Return everything in values that JSON knows."""
        study, names = self.study, self.study.systems
        pairs = [[self.agreement(one, other) for other in names] for one in names]
        facts = {"cycle": self.cycle, "top_cycle": self.top_cycle}
        facts |= {mark: self.there(mark) for mark in _MARKS}
        told: dict[str, Any] = {
            "model": study.model,
            "parameters": study.settings,
            "candidates": study.candidates,
            "voters": study.voters,
            "elections": self.elections,
            "seed": study.seed,
            "options": dict(study.options),
            "maximum": study.maximum,
            "raw": study.raw,
            "strategy": study.strategy,
            "tactical": study.tactical if study.strategy else 0.0,
        }
        for word, figure in facts.items():
            told |= _spread(word, figure)
        told["systems"] = self.rows()
        told["greatest_utility"] = self._row(GREATEST)
        for end in ("", "_low", "_high"):
            told[f"agreement{end}"] = [[_ends(each)[end] for each in row] for row in pairs]
        return told

    def __str__(self) -> str:
        return table_of(self)

    def _row(self, name: str) -> dict[str, Any]:
        row: dict[str, Any] = {"system": name, "undecided": self.undecided(name)}
        for word, figure in self._figures(name).items():
            row |= _spread(word, figure)
        return row

    def _figures(self, name: str) -> dict[str, Estimate]:
        figures = {
            "condorcet_efficiency": self.efficiency(name),
            "utility_efficiency": self.utility(name),
            "elects_greatest_utility": self.agreement(name, GREATEST),
            "elects_plurality_winner": self.agreement(name, "plurality"),
            **{f"elects_{mark}": self.elects(mark, name) for mark in _MARKS[1:]},
        }
        if self.study.strategy:
            figures |= {
                "changed": self.changed(name),
                "sincere_condorcet_efficiency": self.sincere_efficiency(name),
                "condorcet_efficiency_change": self.efficiency_change(name),
                "sincere_utility_efficiency": self.sincere_utility(name),
                "utility_efficiency_change": self.utility_change(name),
            }
        if self.study.coalition and name in self.study.systems:
            figures["coalition_found"] = self.manipulable(name)
            figures["coalition_size"] = self.coalition(name)
        return figures

    def _elects(self, sums: str, mark: str, name: str) -> Estimate:
        where = _MARKS.index(mark), self._place(name)
        hits, trials = self.sums[f"{sums}elected"][where], self.sums[f"{sums}trials"][where]
        return share(int(hits), int(trials))

    def _decided(self, name: str) -> int:
        place = self._place(name)
        return int(self.sums["decided"][place, place])

    def _place(self, name: str) -> int:
        rows = self.study.rows
        if name not in rows:
            raise ElectionError(
                f'the study is not about "{printable(name)}"; {nearest(name, rows)}'
            )
        return rows.index(name)


def _ends(figure: Estimate) -> dict[str, float | None]:
    ends = {"": figure.value, "_low": figure.low, "_high": figure.high}
    return {end: float(each) if isfinite(each) else None for end, each in ends.items()}


def _spread(word: str, figure: Estimate) -> dict[str, float | None]:
    """Name the value and the ends of its interval; JSON has no word for "there is none"."""
    return {word + end: each for end, each in _ends(figure).items()}
