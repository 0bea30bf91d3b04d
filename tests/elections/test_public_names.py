"""The public face: exactly these names, light to import, and nothing of the floors above."""

from __future__ import annotations

import inspect
import subprocess
import sys

import elections


def test_all_is_every_public_name_in_order():
    names = {
        name
        for name, value in vars(elections).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert set(elections.__all__) == names
    assert elections.__all__ == sorted(
        elections.__all__, key=lambda name: (not name.isupper(), name)
    )


def test_names_that_scripts_rely_on():
    relied = {"Profile", "Scores", "elect", "elect_many", "read", "systems", "system", "printable"}
    assert relied <= set(elections.__all__)
    for name in ("elected", "winners", "rounds", "ties", "to_dict"):
        assert hasattr(elections.Count, name)


def test_import_stays_light():
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, elections; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"textual", "rich", "click", "cattrs", "sqlite3", "deliberate", "tui"} & set(seen)


def test_every_system_says_what_it_is():
    for system in elections.systems():
        assert elections.system(system.id) is system
        assert str(system) == system.name
        assert system.summary.endswith(".")
        assert system.source
        assert system.truncated.endswith(".")
        assert system.tied.endswith(".")
        assert len(system.name) <= 32
