"""What a year held, in words that a screen and a report share."""

from deliberate import Scenario, Year
from deliberate.happenings import weeks_given


def weeks(number: int) -> str:
    """Return a number of weeks in words.

    >>> weeks(1), weeks(3)
    ('1 week', '3 weeks')
    """
    return f"{number} week" if number == 1 else f"{number} weeks"


def talks(year: Year, scenario: Scenario) -> list[str]:
    """Return the talks that a year held, with the weeks they took; and whether outside was told."""
    return [
        f"{style.name} ({style.weeks}{'' if held.published else ', not published'})"
        for held in year.consultations
        for style in (scenario.format(held.format),)
    ]


def weeks_used(year: Year, scenario: Scenario) -> str:
    """Return how many of a year's weeks its talks took, and by how many the plan was late."""
    used = sum(scenario.format(held.format).weeks for held in year.consultations)
    given = weeks_given(scenario, year.events)
    late = f", {year.late} late" if year.late else ""
    return f"{used} of {weeks(given)}{late}"
