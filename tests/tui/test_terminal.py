"""The installed game in a real terminal: played, resized, killed, resumed and left."""

import json
import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from time import monotonic, sleep

import pytest

from deliberate import Phase, Session, load_scenario

ROOT = Path(__file__).parents[2]
DEADLINE = 30.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are those of Unix")


def until(found, what):
    """Wait until something is so, and return what was found."""
    deadline = monotonic() + DEADLINE
    while not (result := found()):
        if monotonic() > deadline:
            pytest.fail(f"never came about: {what() if callable(what) else what}")
        sleep(0.02)
    return result


def done(*words, **options):
    """Run a command that has to succeed, and return what it said."""
    ran = subprocess.run(
        list(map(str, words)), capture_output=True, check=False, text=True, timeout=180, **options
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel as a release would."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel: pip install '.[test]'")
    built = tmp_path_factory.mktemp("wheel")
    # Built from a copy, so that nothing is left in the checkout.
    source = tmp_path_factory.mktemp("source")
    for name in ("elections", "deliberate", "tui"):
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", built, cwd=source)
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel in an environment of its own; its dependencies are those of this one."""
    place = tmp_path_factory.mktemp("installed")
    done(sys.executable, "-m", "venv", place)
    python = place / "bin" / "python"
    done(python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", wheel)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(done(python, "-c", asked).strip())
    ours = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (packages / "dependencies.pth").write_text("\n".join(ours) + "\n", encoding="utf-8")
    return place


class Terminal:
    """A terminal of tmux on a server of its own."""

    def __init__(self, socket, home):
        self.socket, self.home = socket, home

    def __call__(self, *words):
        return done("tmux", "-S", self.socket, "-f", os.devnull, *words)

    def open(self, width=80, height=24):
        """Open a shell that has nothing of this process's surroundings but the path."""
        env = {
            "PATH": os.environ["PATH"],
            "TERM": "screen-256color",
            "LANG": "C.UTF-8",
            "HOME": self.home,
            "DELIBERATE_HOME": self.home,
            "PS1": "ready> ",
        }
        shell = shlex.join(["env", "-i", *(f"{key}={value}" for key, value in env.items()), "sh"])
        self("new-session", "-d", "-s", "game", "-x", str(width), "-y", str(height), shell)
        self("set-option", "-g", "remain-on-exit", "on")
        self.sees("ready>")

    def screen(self):
        return self("capture-pane", "-p", "-t", "game")

    def type(self, *keys):
        self("send-keys", "-t", "game", *keys)

    def line(self, text):
        self("send-keys", "-t", "game", "-l", text)
        self.type("Enter")

    def sees(self, *texts):
        for text in texts:
            until(
                lambda text=text: text in self.screen(),
                lambda text=text: f"{text!r} on\n{self.screen()}",
            )

    def resize(self, width, height):
        self("resize-window", "-t", "game", "-x", str(width), "-y", str(height))

    def flag(self, name):
        return self("display-message", "-p", "-t", "game", f"#{{{name}}}").strip()


@pytest.fixture
def terminal(tmp_path):
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    home = tmp_path / "home"
    home.mkdir()
    # A socket's path may not be long.
    socket = Path("/tmp") / f"deliberate-{os.getpid()}.tmux"
    terminal = Terminal(socket, home)
    try:
        terminal.open()
        yield terminal
    finally:
        subprocess.run(["tmux", "-S", str(socket), "kill-server"], check=False, capture_output=True)
        socket.unlink(missing_ok=True)


def rows(path):
    """Return the decisions in a session file that nobody has open, looked at in a copy."""
    copy = path.with_name("copy")
    for tail in ("", "-wal"):
        source = path.with_name(path.name + tail)
        copy.with_name(copy.name + tail).unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, copy.with_name(copy.name + tail))
    connection = sqlite3.connect(copy)
    try:
        found = connection.execute("SELECT entry, digest FROM journal ORDER BY seq").fetchall()
    finally:
        connection.close()
    return [(json.loads(entry), digest) for entry, digest in found]


def replayed(installed, path):
    """Prove a session by the installed command, and return what it tells."""
    return json.loads(done(installed / "bin" / "deliberate", "replay", path, "--json"))


def play_to_deliberation(terminal):
    """Begin a new game at welcome, and play through the election to the first deliberation."""
    terminal.sees("New game")
    terminal.type("Enter")
    terminal.sees("Begin")
    terminal.type("Enter")
    terminal.sees("manifesto of")
    terminal.type("n")
    terminal.sees("Polling day")
    terminal.type("Enter")
    terminal.sees("round 1 of")
    terminal.type(*["Right"] * 8)
    terminal.sees("is elected", "Mandate")
    terminal.type("Enter")
    terminal.sees("Briefing")
    terminal.type("Enter")
    terminal.sees("weeks left until the date")


def test_the_wheel_holds_the_three_packages_their_data_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "elections",
        "deliberate",
        "tui",
    }
    there = {
        path.relative_to(ROOT).as_posix()
        for package in ("elections", "deliberate", "tui")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert there <= set(names)
    assert {f"{package}/py.typed" for package in ("elections", "deliberate", "tui")} <= there
    assert any(name.startswith("deliberate/data/scenarios/") for name in names)
    assert {"tui/app.tcss", "deliberate/data/footprints.csv"} <= there
    tests = ("test_", "conftest")
    assert not [name for name in names if name.rpartition("/")[2].startswith(tests)]
    assert not [name for name in names if name.endswith(".pyc")]


def test_what_is_played_here_is_what_was_installed(installed):
    asked = "import elections, deliberate, tui; print(elections.__file__, tui.__file__)"
    said = done(installed / "bin" / "python", "-c", asked, cwd=installed)
    assert all(Path(path).is_relative_to(installed) for path in said.split())
    assert done(installed / "bin" / "deliberate", "--version").startswith("deliberate, version")


def test_a_year_is_played_in_a_real_terminal_and_the_terminal_is_left_as_it_was(
    installed, terminal
):
    code = terminal.home / "code"
    command = shlex.quote(str(installed / "bin" / "deliberate"))
    terminal.line(f"{command} play; echo $? > {shlex.quote(str(code))}")
    play_to_deliberation(terminal)
    assert terminal.flag("alternate_on") == "1"
    terminal.resize(60, 18)
    terminal.sees("60×18", "80×24")
    terminal.resize(80, 24)
    until(lambda: "80×24" not in terminal.screen(), "the game is uncovered")
    terminal.sees("weeks left until the date", "Residents", "Leave")
    terminal.type("Up", "Home", "Enter")
    terminal.sees("held this year: closed talks")
    terminal.type("n")
    terminal.sees("this year, ")
    terminal.type("S-Right", "Enter")
    terminal.sees("happened")
    terminal.type("n")
    terminal.sees("Briefing", "year 2 of")
    terminal.resize(120, 40)
    terminal.sees("Briefing")
    terminal.type("C-q")
    until(code.exists, lambda: f"the game ends\n{terminal.screen()}")
    until(lambda: code.read_text(encoding="utf-8").endswith("\n"), "an exit code")
    assert code.read_text(encoding="utf-8") == "0\n"
    until(lambda: terminal.flag("alternate_on") == "0", "the screen from before is back")
    assert terminal.flag("cursor_flag") == "1"
    assert terminal.flag("mouse_any_flag") == "0"
    terminal.sees("The session is kept: deliberate resume two-towns-1")
    terminal.line("echo still $((40 + 2)) here")
    terminal.sees("still 42 here")
    (path,) = terminal.home.glob("*.deliberate")
    assert sorted(each.name for each in terminal.home.iterdir()) == ["code", path.name]
    told = replayed(installed, path)
    kinds = [entry["kind"] for entry in told["entries"]]
    assert kinds == [
        *["proceed", "poll", "proceed"],
        *["proceed", "consult", "proceed", "decide", "proceed"],
    ]
    assert told["proven"] is True
    assert told["entries"][-1]["phase"] == Phase.BRIEFING


def test_a_killed_game_loses_nothing_that_was_confirmed(installed, terminal):
    command = shlex.quote(str(installed / "bin" / "deliberate"))
    pid = terminal.home / "pid"
    start = f"echo $$ > {shlex.quote(str(pid))}; exec {command} play"
    terminal.line(f"sh -c {shlex.quote(start)}")
    play_to_deliberation(terminal)
    terminal.type("Up", "Home", "Enter")
    terminal.sees("held this year: closed talks")
    terminal.type("n")
    terminal.sees("this year, ")
    terminal.type("S-Right", "S-Right")
    os.kill(int(pid.read_text(encoding="utf-8")), signal.SIGKILL)
    terminal.sees("Killed")
    (path,) = terminal.home.glob("*.deliberate")
    confirmed = rows(path)
    assert [entry["kind"] for entry, _ in confirmed] == [
        *["proceed", "poll", "proceed"],
        *["proceed", "consult", "proceed"],
    ]
    terminal("respawn-pane", "-k", "-t", "game")
    terminal.sees("ready>")
    code = terminal.home / "code"
    terminal.line(f"{command} resume; echo $? > {shlex.quote(str(code))}")
    terminal.sees("this year, ", "year 1 of")
    terminal.type("Enter")
    terminal.sees("happened")
    terminal.type("C-q")
    until(lambda: code.exists() and code.read_text(encoding="utf-8") == "0\n", "the game ends")
    kept = rows(path)
    assert kept[: len(confirmed)] == confirmed
    assert [entry["kind"] for entry, _ in kept[len(confirmed) :]] == ["decide"]
    told = replayed(installed, path)
    assert told["proven"] is True
    assert told["entries"][-1]["phase"] == Phase.OUTCOME


def test_a_terminal_that_is_too_small_is_refused_before_the_game_opens(installed, terminal):
    terminal.resize(70, 20)
    command = shlex.quote(str(installed / "bin" / "deliberate"))
    terminal.line(f"{command} play; echo code $?")
    terminal.sees("70×20", "code 3")
    assert terminal.flag("alternate_on") == "0"


def test_a_game_that_is_interrupted_from_outside_keeps_its_session_and_says_so(installed, terminal):
    command = shlex.quote(str(installed / "bin" / "deliberate"))
    pid = terminal.home / "pid"
    start = f"echo $$ > {shlex.quote(str(pid))}; exec {command} play"
    terminal.line(f"sh -c {shlex.quote(start)}; echo code $?")
    play_to_deliberation(terminal)
    os.kill(int(pid.read_text(encoding="utf-8")), signal.SIGINT)
    terminal.sees("interrupted", "deliberate resume two-towns-1", "code 130")
    assert terminal.flag("alternate_on") == "0"


def test_what_cannot_be_resumed_is_refused_before_the_game_opens(installed, terminal):
    command = shlex.quote(str(installed / "bin" / "deliberate"))
    other = terminal.home / "notes.deliberate"
    other.write_text("not a session", encoding="utf-8")
    terminal.line(f"{command} resume {shlex.quote(str(other))}; echo code $?")
    terminal.sees("this is not a session of Deliberate", "code 2")
    path = terminal.home / "mine.deliberate"
    session = Session.new(load_scenario("two-towns"), 1, path)
    terminal.line(f"clear; {command} resume {shlex.quote(str(path))}; echo code $?")
    terminal.sees("another game has this session open", "code 3")
    session.close()
