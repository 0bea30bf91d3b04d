"""Names from files and players: whatever they hold, they are shown and nothing else happens."""

import ast
import json
import sys
import unicodedata
from itertools import cycle
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import tui
from deliberate import Phase
from elections import cell_width, printable
from tests.tui.hands import playing
from tui import cli
from tui.exits import Exit
from tui.screens.replay import ReplayChoice, ReplayScreen
from tui.screens.setup import SetUp
from tui.screens.welcome import Welcome
from tui.sessions import new_path
from tui.text import bar, cell, line, moved, signed, spread, stack, wrap

NASTY = {
    "a closing tag": "[/]",
    "an action": "[@click=app.quit]x[/]",
    "a style": "[bold red on blink]$error {name} %s",
    "escapes": "\x1b[2J\x1b]0;x\x07\x9b31m",
    "line breaks": "a\r\n\tb\x0b\x0c\x85\u2028c",
    "200 characters": "W" * 200,
    "right to left": "\u202eشبكة עברית\u2066x\u061c",
    "wide": "山田太郎" * 8,
    "combining": "Zo" + "\u0308\u0323" * 30,
    "nothing visible": "\u200b\u200d\ufeff",
    "blanks": "   ",
    "outside the plane": "𝔄\U0001f468\u200d\U0001f469\u200d\U0001f467\ue000\U000e0041",
}
UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def acts(text):
    """Return the characters of a text that could do something to a terminal."""
    return {each for each in text if unicodedata.category(each) in UNSAFE}


def check(hands):
    """Nothing on the screen acts, nothing breaks up its line, and the game goes on."""
    assert hands.app.is_running
    assert hands.app.return_value is None
    for strip in hands.strips():
        for segment in strip:
            assert acts(segment.text) == set()
            if segment.style:
                assert segment.style.link is None
                assert "@click" not in segment.style.meta
    assert list(hands.too_wide()) == []


def dressed(scenario, first=0):
    """Return the scenario with hostile names wherever a name or a text stands, from the first."""
    names = cycle([*NASTY.values()][first:] + [*NASTY.values()][:first])

    def renamed(parts, *fields):
        return tuple(evolve(each, **{field: next(names) for field in fields}) for each in parts)

    return evolve(
        scenario,
        title=next(names),
        story=" ".join(NASTY.values()),
        footprint=evolve(scenario.footprint, name=next(names), region=next(names)),
        governance=evolve(scenario.governance, name=next(names), story=next(names)),
        lines=renamed(scenario.lines, "name", "short"),
        groups=renamed(scenario.groups, "name", "note"),
        localities=renamed(scenario.localities, "name"),
        # Two people may not look alike, and nobody may have no name at all.
        candidates=tuple(
            evolve(each, name=next(names) + letter, slogan=next(names))
            for each, letter in zip(scenario.candidates, "abcdefgh", strict=False)
        ),
        letters=renamed(scenario.letters, "text"),
        stances=renamed(scenario.stances, "name", "summary"),
        formats=renamed(scenario.formats, "name", "summary"),
        events=tuple(
            evolve(
                each,
                name=f"{next(names)[:30]}{number}",
                headline=f"{next(names)[:90]}{number}",
                gains=f"{next(names)[:70]}{number}",
                losses=f"{next(names)[:70]}{number}",
            )
            for number, each in enumerate(scenario.events)
        ),
    )


EXTRAS = {
    Phase.HUSTINGS: ["down", "q", "q"],
    Phase.COUNT: ["right", "right", "right", "o"],
    Phase.BRIEFING: ["question_mark", "escape", "x", "down", "escape", "x", "enter"],
    Phase.DELIBERATION: ["r", "escape", "o", "escape", "a", "a"],
    Phase.DECISION: ["shift+right", "e", "down", "escape", "s", "p", "v"],
    Phase.OUTCOME: ["down", "e", "escape"],
    Phase.DEBRIEF: ["end"],
}


@pytest.mark.parametrize("first", [0, 4, 8])
async def test_a_game_full_of_hostile_names_is_played_to_its_end(folder, elected, first):
    async with playing(folder, scenario=dressed(elected, first)) as hands:
        await hands.reach(SetUp)
        check(hands)
        await hands.press("enter")
        await hands.at_phase()
        while True:
            check(hands)
            for key in EXTRAS.get(hands.state.phase, ["question_mark", "escape"]):
                await hands.press(key)
                check(hands)
            if hands.state.phase is Phase.DEBRIEF:
                break
            await hands.onwards()
        await hands.press("escape")
        await hands.reach(Welcome)
        check(hands)
        await hands.click_on("Replay")
        await hands.reach(ReplayChoice)
        check(hands)
        await hands.press("enter")
        await hands.reach(ReplayScreen)
        check(hands)


async def test_an_appointment_full_of_hostile_names_is_announced(folder, appointed):
    async with playing(folder) as hands:
        await hands.begin(dressed(appointed))
        check(hands)
        await hands.play_to(Phase.DECISION)
        await hands.press(*["shift+right"] * 3)
        check(hands)
        await hands.onwards()
        check(hands)


async def test_what_the_count_refuses_is_said_and_the_game_stands(folder, elected):
    nameless = evolve(elected.candidates[0], name="\u200b")
    people = (nameless, evolve(nameless, name="\u200d"), *elected.candidates[2:])
    async with playing(folder) as hands:
        await hands.begin(evolve(elected, candidates=people))
        await hands.press("n")
        await hands.at_phase()
        await hands.press("enter")
        await hands.settle()
        assert hands.state.phase in {Phase.POLLING, Phase.COUNT}
        check(hands)


@pytest.mark.parametrize("name", [" ".join(NASTY.values()), NASTY["an action"], "../../etc/x"])
async def test_whatever_a_player_types_as_a_name_is_only_a_name(folder, name):
    async with playing(folder) as hands:
        await hands.press("enter")
        await hands.reach(SetUp)
        await hands.press("tab")
        await hands.paste(name)
        check(hands)
        await hands.press("enter")
        await hands.at_phase()
        check(hands)
        path = hands.app.kept_at
    assert path.parent == folder
    assert list(folder.iterdir()) == [path]


@given(name=st.text() | st.sampled_from([*NASTY.values(), "../../etc/x", "a/b\\c:d*e?", ".", "-r"]))
def test_the_file_of_a_session_has_a_plain_name_and_stays_in_the_folder(name):
    path = new_path(Path("sessions"), printable(name))
    assert path.parent == Path("sessions")
    assert acts(path.name) == set()
    assert path.name[0].isalnum()
    assert set(r'/\:*?"<>|. ').isdisjoint(path.stem)
    assert len(path.name.encode()) <= 255


@pytest.mark.parametrize("name", ["a closing tag", "an action", "escapes", "right to left"])
async def test_the_names_of_session_files_are_only_shown(folder, elected, keep, name):
    sound = keep(elected, Phase.DECISION)
    hostile = folder / f"{NASTY[name].replace('/', '_')}.deliberate"
    try:
        sound.rename(hostile)
    except OSError as problem:
        pytest.skip(f"no such file name here: {problem}")
    async with playing(folder) as hands:
        await hands.sees("Resume")
        check(hands)
        hostile.write_bytes(b"no session")
        await hands.press("enter")
        await hands.told("not a session")
        assert isinstance(hands.app.screen, Welcome)
        check(hands)


# Ballot files


@pytest.fixture
def count(monkeypatch, capsys, tmp_path):
    """Count a ballot file with these candidates; returns what was written on stdout and stderr."""

    def counted(names, *words):
        path = tmp_path / "ward.soi"
        head = "".join(f"# ALTERNATIVE NAME {n}: {name}\n" for n, name in enumerate(names, 1))
        path.write_text(f"{head}3: 1,2,3\n2: 2,3\n2: 3,1\n", encoding="utf-8", newline="\n")
        monkeypatch.setattr(sys, "argv", ["deliberate", "elect", str(path), "--all", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert left.value.code == Exit.OK
        return capsys.readouterr()

    return counted


@pytest.mark.parametrize("name", sorted(set(NASTY) - {"line breaks", "blanks"}))
def test_a_candidate_s_name_does_nothing_to_the_terminal_of_who_counts(count, name):
    names = [NASTY[name] + tail for tail in ("A", "B", "C")]
    said = count(names)
    assert acts(said.out.replace("\n", "")) == set()
    assert acts(said.err.replace("\n", "")) == set()


@pytest.mark.parametrize("name", sorted(set(NASTY) - {"line breaks", "blanks"}))
def test_a_candidate_s_name_is_whole_in_json_and_plain_ascii(count, name):
    names = [NASTY[name] + tail for tail in ("A", "B", "C")]
    said = count(names, "--json")
    assert said.out.isascii()
    assert acts(said.out.replace("\n", "")) == set()
    told = json.loads(said.out)
    assert told["candidates"] == names
    assert {each["elected"] for each in told["counts"]} <= {*names, None}
    assert {name for each in told["counts"] for name in each["winners"]} <= set(names)


@pytest.mark.parametrize("powers", ["reform-2017", "stp-2016"])
def test_a_scenario_file_does_nothing_to_the_terminal_of_who_runs_it(
    tmp_path, monkeypatch, capsys, powers
):
    import deliberate  # noqa: PLC0415 - only where its data lie

    shipped = Path(deliberate.__file__).parent / "data" / "scenarios" / "two-towns.toml"
    text = shipped.read_text(encoding="utf-8").replace(
        'title = "', r'title = "\u001b[2J[@click=app.quit]\u202e'
    )
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    session = tmp_path / "game.deliberate"
    for words in (
        ["run", path, "--governance", powers, "--years", 1, "--session", session],
        ["replay", session],
    ):
        monkeypatch.setattr(sys, "argv", ["deliberate", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        assert left.value.code == Exit.OK
        assert "[@click=app.quit]" in said.out
        assert acts((said.out + said.err).replace("\n", "")) == set()


# The functions that all text goes through

widths = st.integers(-3, 90)


@given(text=st.text(), width=widths, right=st.booleans())
def test_a_cell_is_exactly_as_wide_as_asked_and_acts_on_nothing(text, width, right):
    shown = cell(text, width, right=right)
    assert cell_width(shown) == max(width, 0)
    assert acts(shown) == set()


@given(left=st.text(), right=st.text(), width=widths)
def test_two_texts_at_the_ends_of_a_line_keep_to_its_width(left, right, width):
    shown = spread(left, right, width)
    assert cell_width(shown) <= max(width, 0)
    assert acts(shown) == set()


@given(text=st.text(), width=widths)
def test_a_wrapped_paragraph_keeps_to_its_width(text, width):
    lines = wrap(text, width)
    assert lines
    assert all(cell_width(each) <= max(width, 1) for each in lines)
    assert acts("".join(lines)) == set()


@given(words=st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1))
def test_a_wrapped_paragraph_loses_no_word(words):
    lines = wrap(" ".join(words), 20)
    assert " ".join(lines).split() == words
    assert all(each == each.strip() != "" for each in lines)


@given(text=st.text(alphabet="[]/@=click.app$quit {}\\bold"))
def test_a_line_takes_no_text_for_markup(text):
    content = line(text, (text, "bold"))
    assert content.plain == text * 2
    assert {str(span.style) for span in content.spans} <= {"bold"}
    assert stack([text, content]).plain == f"{text}\n{text}{text}"


@given(share=st.floats(-2, 3), width=st.integers(-5, 60))
def test_a_bar_never_passes_its_width(share, width):
    assert cell_width(bar(share, width)) <= max(width, 0)


@given(value=st.floats(-1e6, 1e6), digits=st.integers(0, 3))
def test_a_sign_stands_only_before_something(value, digits):
    shown = signed(value, digits)
    something = any(each in "123456789" for each in shown)
    assert shown.startswith(("+", "−")) == something
    assert "-" not in shown


@given(change=st.floats(-100, 100), digits=st.integers(0, 2))
def test_an_arrow_points_where_the_number_goes(change, digits):
    arrow, _ = moved(change, digits)
    seen = round(change, digits)
    assert arrow == ("·" if seen == 0 else "▲" if seen > 0 else "▼")


# In the source: nothing is handed to Textual as a bare string that it would read as markup

SHOWS = {"Static", "Label", "Button", "Option", "Checkbox", "RadioButton", "Markdown", "Link"}
SAFE = {"Content", "line", "stack", "assemble"}
TITLES = {"border_title", "border_subtitle", "tooltip"}


def called(node):
    """Return the last name of what a call calls, if the node is a call."""
    if not isinstance(node, ast.Call):
        return None
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def risks(source):
    """Yield the line of each place where a string would be read as markup."""
    for node in ast.walk(ast.parse(source)):
        name = called(node)
        if name in SHOWS | {"update", "set_label"} and isinstance(node, ast.Call):
            shown = [each for each in node.args if called(each) not in SAFE]
            if shown:
                yield node.lineno
        if name == "notify" and not any(
            each.arg == "markup" and getattr(each.value, "value", True) is False
            for each in node.keywords
        ):
            yield node.lineno
        if name in {"from_markup", "from_text", "escape"}:
            yield node.lineno
        if isinstance(node, ast.keyword) and node.arg in TITLES:
            yield node.value.lineno
        if isinstance(node, ast.Attribute) and node.attr in TITLES and is_set(node):
            yield node.lineno
        if isinstance(node, ast.FunctionDef) and node.name == "render":
            returns = ast.unparse(node.returns) if node.returns else ""
            if returns != "Content":
                yield node.lineno


def is_set(node):
    return isinstance(node.ctx, ast.Store)


@pytest.mark.parametrize(
    "source",
    [
        "Static('a')",
        "Label(name)",
        "Label(f'{name}')",
        "self.app.notify(name)",
        "self.notify(name, markup=True)",
        "self.query_one(Label).update(name)",
        "widget.border_title = name",
        "Widget(tooltip=name)",
        "Content.from_markup(name)",
        "class A:\n    def render(self) -> str: ...",
        "class A:\n    def render(self): ...",
    ],
)
def test_a_bare_string_would_be_found(source):
    assert list(risks(source))


@pytest.mark.parametrize(
    "source",
    [
        "Label(Content(name))",
        "self.notify(name, markup=False)",
        "label.update(line(name))",
        "class A:\n    def render(self) -> Content: ...",
    ],
)
def test_content_is_let_through(source):
    assert list(risks(source)) == []


MODULES = sorted(Path(tui.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_text_is_handed_over_as_markup(module):
    found = list(risks(module.read_text(encoding="utf-8")))
    assert found == [], f"{module}: lines {found}"
