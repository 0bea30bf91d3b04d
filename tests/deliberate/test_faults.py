"""What is wrong with a scenario file: all of it at once, each where it was written."""

from contextlib import suppress
from copy import deepcopy
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate import (
    ScenarioError,
    begin,
    governance_names,
    load_scenario,
    play,
    player,
    scenario_names,
)
from deliberate.errors import unknown
from deliberate.faults import Fault
from deliberate.reading.loading import Source
from deliberate.reading.scenario_file import to_table
from deliberate.reading.tables import Layer, everything, faulty

PHARMA = """
[groups.pharma]
name = "Pharmacists"
ideal = [0.5, 0.15, 0.2, 0.12, 0.03]
stake = 0.5
exposure = 0.5
openness = 0.5
error = [0.1, 0.1, 0.1, 0.1, 0.1]
bias = [0.0, 0.0, 0.0, 0.0, 0.0]
"""


@pytest.fixture
def faults(write):
    """Return the faults of a file laid over a shipped scenario, without the name of the file."""

    def of(text, base="two-towns"):
        path = write(f'extends = "{base}"\n{text}' if base else text)
        with pytest.raises(ScenarioError) as refused:
            load_scenario(path)
        return [line.removeprefix(f"{path}:") for line in str(refused.value).split("\n")]

    return of


@pytest.mark.parametrize("number", range(1, 8))
def test_every_number_out_of_its_range_is_told_at_once(faults, number):
    said = (
        "years = 0\nterm = -1\nrecall = 400\nturnout = 1.5\nresidents = 1\nweeks = 99\noverrun = 77"
    )
    lines = said.split("\n")[:number]
    found = faults("\n".join(lines))
    assert [fault.split(": expected a number")[0] for fault in found] == [
        str(line) for line in range(2, number + 2)
    ]


def test_a_wrong_type_hides_no_name_no_split_and_no_power(faults):
    found = faults(
        """years = "x"
footprint = "corwall"
system = "irw"
compared = ["irv", "bordaa", "scor"]
term = -1
groups.residents.ideal = [0.5, 0.6]
[governance]
extends = "reform-2018"
elected = 3
seats = { councls = 0.5, gps = 4 }
[governance.lines.hospital]
held = 2
payment = "activty"
commissioners = { ccgz = 0.5, ccgs = -0.5 }
[events.flu]
chance = 2
need = { hospitl = 0.5 }
when = { paces = [2, 1], pace = [3, 2] }
"""
    )
    assert found == [
        "2: expected a whole number, found 'x' (at years)",
        '3: no footprint is called "corwall"; the nearest is "cornwall" (at footprint)',
        '4: no system that elects one leader is called "irw"; the nearest is "irv" (at system)',
        (
            '5: no system that elects one leader is called "bordaa"; the nearest is "borda"'
            " (at compared[1])"
        ),
        (
            '5: no system that elects one leader is called "scor"; the nearest is "score"'
            " (at compared[2])"
        ),
        "6: expected a number from 0 to 10, found -1 (at term)",
        "7: expected a list of 5 numbers, one a line, found 2 (at groups.residents.ideal)",
        "7: expected shares that sum to 1, found 1.1 (at groups.residents.ideal)",
        (
            '9: no governance is called "reform-2018"; the nearest is "reform-2017"'
            " (at governance.extends)"
        ),
        "10: expected true or false, found 3 (at governance.elected)",
        '11: no group is called "councls"; the nearest is "councils" (at governance.seats.councls)',
        "11: expected a number from 0 to 1, found 4 (at governance.seats.gps)",
        "13: expected a number from 0 to 1, found 2 (at governance.lines.hospital.held)",
        (
            '14: no payment is called "activty"; the nearest is "activity"'
            " (at governance.lines.hospital.payment)"
        ),
        (
            '15: no body is called "ccgz"; the nearest is "ccgs"'
            " (at governance.lines.hospital.commissioners.ccgz)"
        ),
        (
            "15: expected a number from 0 to 1, found -0.5"
            " (at governance.lines.hospital.commissioners.ccgs)"
        ),
        "17: expected a number from 0 to 1, found 2 (at events.flu.chance)",
        '18: no line is called "hospitl"; the nearest is "hospital" (at events.flu.need.hospitl)',
        "18: expected a number from -0.2 to 0.2, found 0.5 (at events.flu.need.hospitl)",
        '19: no measure is called "paces"; the nearest is "pace" (at events.flu.when.paces)',
        "19: expected a lower number and a higher one, found [2, 1] (at events.flu.when.paces)",
        "19: expected a lower number and a higher one, found [3, 2] (at events.flu.when.pace)",
    ]


def test_the_numbers_of_one_table_do_not_hide_one_another(faults):
    found = faults(
        "stances.comply = { saved = 3, settled = 4, relief = -1 }\n"
        "formats.closed = { weeks = 100, invited = 2, members = 0, rounds = 'x', table_size = 1 }\n"
        "candidates = [{ name = 'A', background = 'gp', ideal = [1, 1], home = 'x', valence = 9,"
        " pledges = [{ line = 'socal', change = 1, by = 0 }, {}, {}, {}] }]\n"
    )
    assert [fault[0] for fault in found] == list("2223333344444444444444")[: len(found)]
    assert len(found) == 3 + 5 + 13


def test_an_extension_that_leads_nowhere_hides_nothing_of_the_file(faults):
    assert faults('extends = "two-town"\nyears = 99\n[stances.hold]\nrelief = 2\n', base="") == [
        '1: no scenario is called "two-town"; the nearest is "two-towns" (at extends)',
        "2: expected a number from 1 to 10, found 99 (at years)",
        "4: expected a number from 0 to 1, found 2 (at stances.hold.relief)",
    ]
    assert faults('years = "x"\nextends = ["two-towns", "generc", 3]', base="")[1:] == [
        '2: no scenario is called "generc"; the nearest is "generic" (at extends[1])',
        "2: expected a name or a list of names, found 3 (at extends[2])",
    ]


@pytest.mark.parametrize("text", ['extends = "plan-optimism"', 'extends = ["null-evidence"]\n'])
def test_assumptions_alone_are_no_scenario(faults, text):
    [fault] = faults(text, base="")
    assert fault.startswith("1: expected a scenario over which assumptions are laid, as in extends")


def test_a_list_or_a_table_is_not_taken_for_its_letters(faults):
    assert faults('years = "all"\ncompared = "irv"\n[events.flu]\nyears = "all"\nwhen = "now"') == [
        "2: expected a whole number, found 'all' (at years)",
        "3: expected a list, found 'irv' (at compared)",
        "5: expected a list, found 'all' (at events.flu.years)",
        "6: expected a table, found 'now' (at events.flu.when)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lines.hospital.role = 'care'", 'at least one line of the role "hospital", found 0'),
        ("lines.social.role = 'care'", 'just one line of the role "social", found 0'),
        ("lines.prevention.role = 'hospital'", 'just one line of the role "prevention", found 0'),
        ("lines.primary.role = 'social'", 'just one line of the role "social", found 2'),
        ("lines.social.share = 0", "a number from 0.001 to 1, found 0"),
        ("groups.residents.votes = false", "votes = true of a group at least"),
    ],
)
def test_what_the_equations_need_is_asked_for(faults, text, said):
    assert any(fault.startswith(f"2: expected {said}") for fault in faults(text))


def test_nobody_has_to_vote_where_nobody_is_elected_or_localities_know_what_they_want(write):
    quiet = 'extends = "two-towns"\ngroups.residents.votes = false\n'
    assert load_scenario(write(f'{quiet}governance = "stp-2016"\n')).governance.elected is False
    ideal = "ideal = [0.5, 0.2, 0.15, 0.12, 0.03]"
    homes = "".join(
        f'[[localities]]\nid = "{name}"\nname = "A"\npopulation = {share}\n{ideal}\n'
        for name, share in (("cities", 0.5), ("calderford", 0.25), ("kirkholme", 0.25))
    )
    assert load_scenario(write(quiet + homes)).governance.elected is True


def test_a_line_is_that_of_the_key_itself_however_it_is_written(faults):
    found = faults(
        'story = """\nyears = "x"\nlag = 3\n"""\n'
        '[stances.foo]\nname = "years = 3"\n'
        "[lines.foo]\nname = 'y'\n"
        "[events.flu]\nchance = 0.1\n"
        "[events.comply]\nname = 'x'\n"
        "[lines.hospital]\nlag = 1.0\nshare = 0.6\n"
        '[groups."acute"]\n"stake" = 3\n'
        "[parameters]\nbuyin . habit = 5\n"
    )
    places = [(fault.split(":")[0], fault.rpartition("(at ")[2]) for fault in found]
    assert places == [
        ("6", "stances.foo)"),
        ("8", "lines.foo)"),
        ("12", "events.comply)"),
        ("16", "lines)"),
        ("18", "groups.acute.stake)"),
        ("20", "parameters.buyin.habit)"),
    ]


def test_a_fault_of_a_whole_points_at_the_last_file_that_has_a_part_in_it(write):
    base = write('extends = "two-towns"\nlines.hospital.share = 0.6\n', "base.toml")
    path = write('extends = ["base.toml", "null-evidence"]\nlines.social.avoided = 0.1\n')
    with pytest.raises(ScenarioError) as refused:
        load_scenario(path)
    assert str(refused.value) == f"{base}:2: expected shares that sum to 1, found 1.1 (at lines)"


def test_homes_that_a_list_took_away_are_the_fault_of_the_list(faults):
    found = faults('[[localities]]\nid = "a"\nname = "A"\npopulation = 1.0\n')
    assert len(found) == 5
    assert all(fault.startswith("2: no locality is called") for fault in found)


def test_a_new_group_needs_a_seat(faults):
    said = "the key 'pharma' is missing; it has one for each of the groups (at governance.seats)"
    assert faults(PHARMA) == [f"3: {said}"]
    assert faults(f"governance.seats.gps = 0.5\n{PHARMA}") == [f"2: {said}"]


def test_a_new_line_needs_its_number_in_every_split(faults):
    said = "name = 'D'\nshort = 'D'\nrole = 'care'\nowner = 'gps'\ngrowth = 0\nlag = 1\navoided = 0"
    found = faults(f"lines.hospital.share = 0.4\n[lines.dental]\nshare = 0.1\n{said}")
    assert any("a list of 6 numbers, one a line, found 5" in fault for fault in found)
    assert all(fault[:2] in {"3:", "7:"} for fault in found), found


@pytest.mark.parametrize("text", ["groups = 3", "lines = []", "localities = 3", "events = 'x'"])
def test_what_is_no_table_at_all_is_one_fault(faults, text):
    assert len(faults(text)) == 1


@pytest.mark.parametrize(
    "text", ["lines.hospital = 0.5", "events.flu.when = [1, 2]", "weeks = 99.5"]
)
def test_a_wrong_type_is_one_fault(faults, text):
    assert len(faults(text)) == 1


def test_names_that_look_alike_are_refused(faults):
    found = faults('[groups.gps]\nstake = 0.5\n[groups."gp\\u200bs"]\nstake = 0.5\n')
    assert any(fault.startswith("4: no group is called") for fault in found)
    alike = PHARMA + PHARMA.replace("groups.pharma", 'groups."phar\\u200bma"')
    assert any("names that differ to the eye" in fault for fault in faults(alike))


WHOLE = to_table(load_scenario("two-towns"))
WAYS = [path for path, _ in everything(WHOLE)]
JUNK = [0, -1, 0.5, 1e300, 10**400, float("nan"), "", "\x1b[2J", "hospital", True]
JUNK += [[], {}, [[1]], [{}]]


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from(WAYS), st.sampled_from(JUNK)), min_size=1, max_size=3),
    st.booleans(),
)
def test_whatever_a_file_says_is_refused_in_words_or_can_be_played(spoilt, added):
    table = {**deepcopy(WHOLE), "residents": 60, "years": 1}
    for path, value in spoilt:
        with suppress(KeyError, IndexError, TypeError):
            inside = reduce(lambda node, step: node[step], path[:-1], table)
            inside["new" if added else path[-1]] = deepcopy(value)
    layer = Layer(where="here", text="", table=table)
    try:
        scenario = Source(id="spoilt", layers=(layer,)).scenario()
    except ScenarioError as refused:
        lines = str(refused).split("\n")
        assert all(line.startswith("here: ") and line.isprintable() for line in lines)
    else:
        assert play(begin(scenario, 1), player("consultative")).history


def test_a_byte_order_mark_is_read_over(write, two_towns_text):
    path = write(b"\xef\xbb\xbf" + two_towns_text.encode())
    assert load_scenario(path).title == load_scenario("two-towns").title


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'title = "a"\nstory = "\xff"\n', "2: not a text in UTF-8: byte 22 of the file is 0xff"),
        (b"years = 3\nterm = = 1\n", "2: not TOML"),
        (b"years = 3\nstory = '''\n", "3: not TOML"),
        (b"a = " + b"[" * 5000, "1: not TOML"),
        (b"years = " + b"9" * 5000, "1: not TOML"),
        (b"years = 1e400\n", "1: expected a whole number, found inf (at years)"),
    ],
)
def test_what_cannot_be_read_has_its_line(content, said, write):
    path = write(content)
    with pytest.raises(ScenarioError) as refused:
        load_scenario(path)
    assert any(line.startswith(f"{path}:{said}") for line in str(refused.value).split("\n")), (
        refused.value
    )


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("years", 50, "years = 50: expected a number from 1 to 10, found 50"),
        ("compared", "irv,borda", "compared = 'irv,borda': expected a list, found 'irv,borda'"),
        (
            "governance",
            "stp",
            ('governance = \'stp\': no governance is called "stp"; the nearest is "stp-2016"'),
        ),
        (
            "groups.acute",
            {"stake": 3},
            (
                "groups.acute = a table: expected a number from 0 to 1, "
                "found 3 (at groups.acute.stake)"
            ),
        ),
        (
            "candidates[1].valence",
            9,
            ("candidates[1].valence = 9: expected a number from -3 to 3, found 9"),
        ),
        (
            "extends",
            "plan",
            (
                "extends = 'plan': no set of assumptions is called \"plan\"; "
                'the nearest is "plan-optimism"'
            ),
        ),
    ],
)
def test_what_is_set_is_named_as_it_was_set(key, value, said):
    with pytest.raises(ScenarioError) as refused:
        load_scenario("two-towns", {key: value})
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("stp", governance_names(), "stp-2016"),
        ("REFORM-2017", governance_names(), "reform-2017"),
        ("reform", governance_names(), "reform-2017"),
        ("two-twons", scenario_names(), "two-towns"),
        ("coast", scenario_names(), "rural-coast"),
        ("hbait", ["habit", "hobbit"], "habit"),
    ],
)
def test_whatever_is_near_is_named(name, known, near):
    assert unknown("thing", name, known).endswith(f'the nearest is "{near}"')


def test_no_more_than_a_dozen_names_are_listed():
    said = unknown("thing", "nope", [f"x{number:02}" for number in range(60)])
    assert said.endswith(
        "there are x00, x01, x02, x03, x04, x05, x06, x07, x08, x09, x10, x11 and 48 more"
    )


def test_what_no_file_says_is_blamed_on_the_nearest_key_that_one_does_say():
    layer = Layer(where="a.toml", text="[a]\nb = 1\n", table={"a": {"b": 1}})
    fault = Fault(key=("a", "b", "c", 0), expected="x", found=1)
    assert str(faulty([layer], [fault])) == "a.toml:2: expected x, found 1 (at a.b.c[0])"
    assert str(faulty([], [fault])) == "expected x, found 1"
