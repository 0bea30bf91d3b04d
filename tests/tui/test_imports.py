"""Who loads what: help is quick, and arrows point down only."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tui

ROOT = Path(__file__).parents[2]
SCREEN = ("textual", "rich", "click")


def loaded_by(name):
    """Return the top-level packages that a fresh interpreter has loaded after an import."""
    asked = f"import sys, {name}; print(*sorted({{each.split('.')[0] for each in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, check=True, text=True, timeout=60
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("elections", (*SCREEN, "deliberate", "tui", "cattrs", "platformdirs")),
        ("deliberate", (*SCREEN, "tui", "platformdirs")),
        ("tui.cli", ("textual", "rich", "numpy", "deliberate", "elections")),
        ("tui.report", ("textual", "rich", "click")),
        ("tui.counting", ("textual", "rich", "click", "deliberate")),
    ],
)
def test_an_import_leaves_out_what_it_does_not_need(name, others):
    loaded = loaded_by(name)
    assert name.split(".")[0] in loaded
    assert loaded & set(others) == set()


def test_the_game_loads_what_the_command_line_does_not():
    assert {"textual", "numpy", "deliberate", "elections"} <= loaded_by("tui.launch")


def test_the_terminal_shows_other_programs_its_exit_codes_and_nothing_else():
    assert tui.__all__ == ["Exit"]
    assert {code.name: int(code) for code in tui.Exit} == {
        "OK": 0,
        "FAILED": 1,
        "USAGE": 2,
        "ENVIRONMENT": 3,
        "INTERRUPTED": 130,
    }


def test_help_needs_neither_the_screen_nor_the_model():
    asked = (
        "import sys; from tui.cli import deliberate; "
        "deliberate(['elect', '--help'], standalone_mode=False); "
        "assert not {'textual', 'numpy'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, check=False, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout


def test_the_import_contracts_are_kept():
    linter = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if linter is None:
        pytest.skip("lint-imports is not installed: pip install '.[check]'")
    done = subprocess.run(
        [linter, "--no-cache"], capture_output=True, check=False, cwd=ROOT, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
