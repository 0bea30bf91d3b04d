"""What can be chosen for counting votes, as rows of plain data."""

from collections.abc import Callable
from typing import Any

from elections import System, systems
from elections.criteria import CRITERIA
from elections.formats.registry import FORMATS
from elections.models import MODELS
from elections.papers import CHOICES, JURISDICTIONS
from elections.tactics import RANKING_STRATEGIES, STRATEGIES

Rows = list[dict[str, Any]]


def _systems() -> Rows:
    return [
        {
            "id": each.id,
            "name": each.name,
            "ballot": each.ballot.name.lower(),
            "summary": each.summary,
        }
        for each in systems()
    ]


def _options() -> Rows:
    found: dict[str, list[System]] = {}
    for each in systems():
        for option in each.options:
            found.setdefault(option, []).append(each)
    return [
        {
            "id": option,
            "values_usual_first": " ".join(having[0].options[option]),
            "systems": " ".join(each.id for each in having),
        }
        for option, having in found.items()
    ]


def _criteria() -> Rows:
    return [
        {"id": each.id, "name": each.name, "meaning": each.meaning} for each in CRITERIA.values()
    ]


def _formats() -> Rows:
    return [
        {
            "id": each.id,
            "name": each.name,
            "names_end_in": " ".join(each.suffixes) or ".csv",
            "written": each.write is not None,
        }
        for each in FORMATS.values()
    ]


def _places() -> Rows:
    return [
        {"id": place, **{rule: getattr(rules, rule) for rule in CHOICES}}
        for place, rules in JURISDICTIONS.items()
    ]


def _rules() -> Rows:
    return [
        {"id": rule, "values_usual_first": " ".join(choices)} for rule, choices in CHOICES.items()
    ]


def _models() -> Rows:
    return [
        {"id": each.id, "parameters": dict(each.parameters), "summary": each.summary}
        for each in MODELS.values()
    ]


def _strategies() -> Rows:
    return [
        {
            "id": name,
            "ballots": "rankings" if name in RANKING_STRATEGIES else "ratings",
            "summary": (strategy.__doc__ or "").partition("\n")[0],
        }
        for name, strategy in STRATEGIES.items()
    ]


VOTING: dict[str, Callable[[], Rows]] = {
    "systems": _systems,
    "options": _options,
    "criteria": _criteria,
    "formats": _formats,
    "places": _places,
    "rules": _rules,
    "models": _models,
    "strategies": _strategies,
}
