"""What the package shows, and what it pulls in."""

import re
import subprocess
import sys
from types import ModuleType

import pytest

import deliberate


def rank(name):
    """Order names as ruff does: CONSTANTS, Classes, functions."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def test_the_public_names_are_sorted_and_are_all_that_is_there():
    exposed = {
        name
        for name, value in vars(deliberate).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert sorted(exposed, key=rank) == deliberate.__all__


def test_every_public_name_says_what_it_is():
    undocumented = [
        name
        for name in deliberate.__all__
        if callable(value := getattr(deliberate, name)) and not value.__doc__
    ]
    assert undocumented == []


@pytest.mark.parametrize(
    ("package", "banned"),
    [
        ("deliberate", {"textual", "rich", "click", "tui", "platformdirs"}),
        ("elections", {"textual", "rich", "click", "tui", "cattrs", "deliberate", "sqlite3"}),
    ],
)
def test_a_headless_package_pulls_in_no_terminal(package, banned):
    code = f"import sys, {package}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert package in loaded
    assert loaded & banned == set()


def test_all_errors_have_one_root():
    errors = [
        value
        for value in vars(deliberate).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert len(errors) >= 5
    assert all(issubclass(error, deliberate.DeliberateError) for error in errors)
