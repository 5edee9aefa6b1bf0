"""What the pages say is run: commands, code, numbers, tables."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from pathlib import Path

import pytest

import sim
from sim import errors, schema
from sim.cli import cli
from sim.ensemble import run
from sim.outcomes.summary import summary
from sim.outcomes.table import outcome_table

ROOT = Path(__file__).parents[1]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "RELEASE.md", "paper/paper.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


def blocks(page: Path, language: str) -> list[str]:
    """Return the code blocks of a page."""
    found = re.findall(
        r"^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return [block for fence, block in found if fence == language]


FEW = {
    "run": "4",
    "sweep": "4",
    "compare": "4",
    "explain": "4",
    "blocs": "4",
    "sensitivity": "3",
    "threshold": "8",
    "hindcast": "6",
    "calibrate": "4",
    "exam": "4",
    "sample-data": "2",
    "experiment": "4",
}
LARGE = {"world-2013", "cold-war"}  # of many states or months
SMALL = {"--trajectories": "2", "--base": "8", "--points": "16", "--rounds": "1"}
TWO = ["--over", "ties.RUS.DPRK.obstacle", "--over", "ties.CHN.DPRK.affinity"]  # instead of all


def commands(page: Path) -> list[list[str]]:
    """Return the `sim` commands of a page as words, with few histories and parameters each.

    Clusters are not at hand, and `sim app` goes on until somebody ends it.
    """
    lines = [
        line.split("#")[0].strip() for block in blocks(page, "") for line in block.splitlines()
    ]
    found = [
        shlex.split(line)[1:]
        for line in lines
        if line.startswith("sim ") and "tcp://" not in line and shlex.split(line)[1] != "app"
    ]
    for words in found:
        words[:] = [re.sub(r"-1000-s(\d)", rf"-{FEW['run']}-s\1", word) for word in words]
        if words[0] in FEW:
            few = "1" if LARGE & {*words} else FEW[words[0]]
            words[:] = [*_without(words, "-n"), "-n", few]
        if words[0] == "results":
            words[:] = _without(words, "-n")
        for option, value in SMALL.items():
            if option in words or (
                words[0] == "sensitivity" and option in ("--trajectories", "--base")
            ):
                words[:] = [*_without(words, option), option, value]
        if words[0] == "exam":
            words[:] = [*_without(words, "--seeds"), "--seeds", "1"]
        if words[:2] in (["threshold", "article"], ["sensitivity", "article"]):
            words += [] if "--over" in words else TWO
    return found


def _without(words: list[str], option: str) -> list[str]:
    """Return words without an option and its value."""
    if option not in words:
        return words
    k = words.index(option)
    return words[:k] + words[k + 2 :]


ASKED: set[tuple[str, ...]] = set()  # the commands of the pages before
THAT_LEAVE_AN_ANSWER = {
    "blocs", "compare", "experiment", "explain", "play", "sensitivity", "sweep", "threshold",
}  # fmt: skip


def asked_before(words: list[str], later: list[list[str]]) -> bool:
    """Say whether an earlier page has the same command, and nothing below needs what it leaves."""
    needed = any(other[0] == "results" or "/" in " ".join(other) for other in later)
    return words[0] in THAT_LEAVE_AN_ANSWER and tuple(words) in ASKED and not needed


FROM_NOTHING = {"run", "sample-data"}  # what many pages begin with


@pytest.fixture(scope="module")
def left(tmp_path_factory) -> Path:
    """A folder with copies of what commands left that had begun in an empty folder."""
    return tmp_path_factory.mktemp("left")


def obey(words: list[str], left: Path) -> None:
    """Run a command; one that an earlier page began with leaves here what it left there."""
    made = [Path("results"), Path("sample-data")]
    first = words[0] in FROM_NOTHING and not any(p.exists() for p in (*made, Path("scenarios")))
    copy = left / re.sub(r"[^\w=.-]+", " ", " ".join(words))
    if first and copy.exists():
        shutil.copytree(copy, ".", dirs_exist_ok=True)
        return
    code = cli.main(words, standalone_mode=False)
    assert code in (None, 0), " ".join(words)
    if first:
        for path in filter(Path.exists, made):
            shutil.copytree(path, copy / path)


@pytest.mark.usefixtures("blank_figures", "small_defaults")
@pytest.mark.parametrize(
    "page", [page for page in PAGES if commands(page)], ids=lambda page: page.stem
)
def test_the_commands_of_every_page_work_in_their_order(page, tmp_path, monkeypatch, left):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "CHUNK", run.CHUNK // 8)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", lambda address: True)
    (tmp_path / "matrix.csv").write_text("name,A,B,C\nA,0,1,-1\nB,1,0,-2\nC,-1,-2,0\n")
    (tmp_path / "sizes.csv").write_text("name,size\nA,1\nB,2\nC,1\n")
    lines = (
        "date,source,target,quad",
        "2013-05-22,PRK,CHN,verbal_coop",
        "2014-03-28,RUS,PRK,verbal_coop",
        "2014-02-07,USA,PRK,verbal_conflict",
    )
    (tmp_path / "events.csv").write_text("\n".join(lines) + "\n")
    (tmp_path / "moves.txt").write_text(
        "2013-01 RUS envoy, CHN trade\n2013-02 rules\n2013-03 answer CHN yes\n"
    )
    for block in blocks(page, "toml"):  # files that the reader is told to write
        if named := re.match(r"# (scenarios/[\w-]+\.toml)\n", block):
            (tmp_path / "scenarios").mkdir(exist_ok=True)
            (tmp_path / named[1]).write_text(block, encoding="utf-8")
    here = commands(page)
    for k, words in enumerate(here):
        if not asked_before(words, here[k + 1 :]):
            obey(words, left)
    ASKED.update(map(tuple, here))


def test_what_can_be_done_is_shown_in_one_command_each():
    assert len(commands(ROOT / "docs" / "how-to.md")) >= 15


def test_the_readme_fits_on_a_screen():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 55


@pytest.mark.parametrize("page", PAGES[:2], ids=lambda page: page.stem)
def test_the_make_targets_of_a_page_exist(page):
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^make (\S+)", "\n".join(blocks(page, "")), re.MULTILINE)
    assert targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.usefixtures("blank_figures")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_python_on_the_pages_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scope: dict = {}
    for block in blocks(page, "python"):
        exec(compile(block.replace("histories=1000", "histories=20"), str(page), "exec"), scope)


def test_the_numbers_of_the_readme_are_those_of_the_run(thousand):
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    found = summary(outcome_table(thousand))
    first, last = found["tilt"][0]["mean"], found["tilt"][-1]["mean"]
    assert "moves that way in more than 99 % of histories" in found["finding"]
    up, _ = outcome_table(thousand).moved("tilt_2013_H1", "tilt_2015_H2")
    turned = f"in {round(1000 * up)} of 1,000 histories they turn that way"
    assert f"tilt from {first:+.2f} in early 2013 to {last:+.2f} in late 2015, and {turned}" in text
    quiet = outcome_table(sim.run(sim.load("article", without=["*"]), 1000, seed=1))
    by_chance, _ = quiet.moved("tilt_2013_H1", "tilt_2015_H2")
    assert f"turn that way; without any event {round(1000 * by_chance)} do" in text
    before, after = (summary(quiet)["tilt"][k]["mean"] for k in (0, -1))
    assert f"no more than {abs(after - before):.2f}]" in text
    yes = {row["id"]: row["yes"] for row in found["questions"]}
    page = " ".join((ROOT / "docs" / "article.md").read_text(encoding="utf-8").split())
    assert yes["economy-stays"] == 1000 and "keeps more than four fifths of the economy" in page
    assert f"his first summit is with Moscow before Beijing in {yes['moscow-first']}" in page


def test_the_table_of_parameters_is_that_of_the_schema():
    script = runpy.run_path(str(ROOT / "docs" / "make_parameters.py"))
    assert (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8") == script["text"]()


def test_the_glossary_has_every_exit_code_and_the_words_of_the_schema():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = {word.strip(" *") for row in re.findall(r"^\| ([^|]+) \|", text, re.M)
             for word in row.split(",")}  # fmt: skip
    codes = (0, errors.BUG, errors.USAGE, errors.REFUSED, errors.FAILED, errors.EXISTS)
    assert {str(code) for code in (*codes, errors.INTERRUPTED)} <= words
    told = {p.name for p in (*schema.parameters("states"), *schema.parameters("ties"))}
    assert told - {"power", "sentiment", "alignment", "seclusion", "precision"} <= words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page):
    text = re.sub(r"<!-- site:.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_every_picture_on_the_pages_says_by_which_command_it_was_drawn():
    make = runpy.run_path(str(ROOT / "docs" / "make_images.py"))
    shown = [name for page in PAGES for name in make["SHOWN"].findall(page.read_text("utf-8"))]
    drawn = make["pictures"]()
    assert set(shown) == set(drawn) == {path.stem for path in ROOT.glob("docs/images/*.png")}
    for one in drawn.values():
        script = ROOT / one.command.split()[0]
        assert script.exists() if not one.figure else one.command.startswith("sim ")
