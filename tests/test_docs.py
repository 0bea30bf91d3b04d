"""The documents say what is so."""

import doctest
import runpy
from importlib import import_module
from pathlib import Path

import pytest
from attrs import fields

from deliberate import Parameters
from deliberate.experiments.claim import Claim
from deliberate.experiments.findings import CAVEATS, opening
from docs.pages import filled

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def test_the_readme_is_short_and_opens_with_two_commands():
    lines = README.read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines[:12] if line.startswith("    python3 -m venv")]
    assert len(lines) <= 150
    assert [command.rpartition("&& ")[2] for command in commands] == [
        ".venv/bin/deliberate play",
        ".venv/bin/python -m pytest",
    ]


def test_the_examples_of_the_readme_run():
    results = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert results.attempted > 5
    assert results.failed == 0


def test_the_page_of_findings_is_about_the_claim_as_it_stands():
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert " ".join(opening(Claim()).split()) in " ".join(page.split())
    assert " ".join(CAVEATS.split()) in " ".join(page.split())


PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if ">>> " in page.read_text("utf-8")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_run(page):
    results = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert results.attempted > 0
    assert results.failed == 0


def test_the_pages_with_examples_are_those_of_scripts():
    assert {page.name for page in PAGES} == {"experiments.md", "studies.md", "systems.md"}


def test_the_tables_of_systems_are_those_of_the_code():
    tables = runpy.run_path(str(ROOT / "docs" / "systems.py"))["tables"]()
    page = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")
    assert page.endswith(f"\n{tables}\n")


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda page: page.name)
def test_the_links_of_the_documents_lead_somewhere(page):
    named = [part.split(")")[0] for part in README.read_text(encoding="utf-8").split("](")[1:]]
    assert f"docs/{page.name}" in named
    assert all((ROOT / name).exists() for name in named)


@pytest.mark.parametrize(("page", "script"), [("model.md", "parameters"), ("events.md", "events")])
def test_what_the_code_writes_into_a_page_is_what_it_would_write_now(page, script):
    written = import_module(f"docs.{script}")
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert filled(text, written.WRITER, written.tables()) == text


def test_a_page_without_a_place_for_the_code_is_refused():
    with pytest.raises(ValueError, match="no place between"):
        filled("# A page", "python docs/nothing.py", "text")


def test_every_part_of_the_parameters_is_in_the_model():
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    for part in fields(Parameters):
        for each in fields(part.type):
            assert f"| `{part.name}.{each.name}` | {each.default:g} |" in text


def test_the_picture_fetches_nothing():
    picture = (ROOT / "docs" / "game.svg").read_text(encoding="utf-8")
    assert "@font-face" not in picture
    assert "url(http" not in picture
