"""Loading: names, parents, overrides, round trips; and files of any content."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.scenario import NumberPath, number_paths, resolved_toml, rows, shipped

ANY_TEST = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(*arguments, **more) -> str:
    """Return the words in which a scenario is refused."""
    with pytest.raises(sim.Refused) as refused:
        sim.load(*arguments, **more)
    return str(refused.value)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_what_is_resolved_loads_to_the_same_scenario(name, tmp_path):
    scenario = sim.load(name)
    path = tmp_path / "again.toml"
    path.write_text(resolved_toml(scenario))
    again = sim.load(path)
    assert again.hash == scenario.hash
    assert {k: (q.value, q.range, q.source, q.note) for k, q in again.numbers.items()} == {
        k: (q.value, q.range, q.source, q.note) for k, q in scenario.numbers.items()
    }
    assert [shock.id for shock in again.shocks] == [shock.id for shock in scenario.shocks]


def test_what_is_resolved_loads_again_where_a_number_was_set_outside_its_range(tmp_path):
    scenario = sim.load(
        "article", set={"ties.RUS.DPRK.affinity": 0.9, "shocks.crimea-vote.effects.0.amount": 0.9}
    )
    path = tmp_path / "resolved.toml"
    path.write_text(resolved_toml(scenario))
    assert sim.load(path).hash == scenario.hash


def test_a_number_set_by_hand_no_longer_claims_the_source_of_another(article):
    changed = sim.load("article", set={"ties.RUS.DPRK.affinity": 0.4}).value(
        "ties.RUS.DPRK.affinity"
    )
    assert article.value("ties.RUS.DPRK.affinity").source == "affinity"
    assert (changed.source, changed.note, changed.origin) == ("judgement", None, "--set")
    assert changed.range == article.value("ties.RUS.DPRK.affinity").range


def test_numbers_know_where_they_come_from(article):
    quantity = article.value("states.DPRK.autonomy")
    assert quantity.origin.startswith("article.toml:")
    line = int(quantity.origin.split(":")[1])
    assert "autonomy" in (shipped()["article"]).read_text().splitlines()[line - 1]
    assert article.value("states.DPRK.precision").origin == "default"
    with pytest.raises(ValueError, match="did you mean 'autonomy'"):
        article.value("states.DPRK.autonomi")


def test_every_path_names_a_number_that_has_a_value(article):
    for path in number_paths(article.codes):
        assert str(NumberPath.of(path).checked(article.codes)) == path
        article.value(path)
    assert len(rows(article, everything=True)) > len(rows(article))


def test_overrides_change_numbers_and_say_so(article):
    changed = sim.load(
        "article", set={"states.DPRK.autonomy": 0.9, "shocks.crimea.effects.0.amount": "-0.2"}
    )
    assert changed.value("states.DPRK.autonomy").value == 0.9
    assert changed.value("states.DPRK.autonomy").origin == "--set"
    assert changed.hash != article.hash
    assert changed.changed == (
        sim.scenario.Change("number", "states.DPRK.autonomy", 0.35, 0.9),
        sim.scenario.Change("changed shock", "shocks.crimea"),
    )
    words = ["states.DPRK.autonomy: 0.35 -> 0.9", "changed shock crimea"]
    assert [str(change) for change in changed.changed] == words


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("states.DPRK.autonmy", 1, "did you mean 'autonomy'"),
        ("states.DPRC.autonomy", 1, "did you mean 'DPRK'"),
        ("states.DPRK.autonomy", 99, "99 is out of bounds: 0 to 5"),
        ("states.DPRK.autonomy", "nan", "expected a finite number"),
        ("states.DPRK.autonomy", "much", "found 'much'"),
        ("states.DPRK.need", 1, "must end in one of economy, security, recognition"),
        ("ties.DPRK.DPRK.stance", 0, "no tie to itself"),
        ("moves.envoy.cut.economy", 1, "names nothing"),
        ("shocks.crimia.effects.0.amount", 1, "shocks.crimea.effects.0.amount"),
        ("months", 12, "is no table"),
    ],
)
def test_an_override_that_hits_nothing_is_refused(path, value, words):
    text = refusal("article", set={path: value})
    assert text.startswith(f"--set: {path}")
    assert words in text


def left(*without: str) -> list[str]:
    """Return the shocks of the article that are left without some."""
    return [shock.id for shock in sim.load("article", without=without).shocks]


def test_an_id_means_one_shock_and_a_star_all_whose_ids_begin_so(article):
    ids = [shock.id for shock in article.shocks]
    assert left("crimea") == [i for i in ids if i != "crimea"]
    assert left("crimea*") == [i for i in ids if not i.startswith("crimea")]
    assert left("us-rok-exercises*") == [i for i in ids if not i.startswith("us-rok-exercises")]
    assert (
        sim.load("article", without="crimea").hash == sim.load("article", without=["crimea"]).hash
    )


def test_shocks_may_be_left_out_in_any_order_and_twice_and_all_of_them(article):
    ids = [shock.id for shock in article.shocks]
    crisis = [i for i in ids if i.startswith("crimea")]
    names = ["crimea", "crimea-vote", "crimea*", "jang-purge", "crimea"]
    there, back = sim.load("article", without=names), sim.load("article", without=names[::-1])
    assert there.hash == back.hash
    assert there.changed == back.changed
    assert sim.scenario.left_out(there.changed) == ["jang-purge", *crisis]
    assert left(*ids) == left(*ids[::-1]) == left("*") == left("*", *ids) == []
    assert (
        sim.load("what-if-no-crimea", without=["crimea"]).hash == sim.load("what-if-no-crimea").hash
    )


def test_a_name_that_means_no_shock_is_refused_with_the_nearest():
    assert "did you mean 'crimea'" in refusal("article", without=["crimia"])
    assert "did you mean 'crimea'" in refusal("article", without=["crimia*"])
    assert "did you mean 'us-rok-exercises*', for all 6" in refusal(
        "article", without=["us-rok-exercises"]
    )
    assert "names no shock" in refusal("article", without=[""])


def test_files_leave_out_shocks_by_the_same_rules(in_folder, article):
    def shocks_of(name: str, without: str) -> list[str]:
        Path(f"{name}.toml").write_text(f'extends = "article"\nwithout = {without}\n')
        return [shock.id for shock in sim.load(f"{name}.toml").shocks]

    assert shocks_of("one", '["crimea"]') == left("crimea")
    assert shocks_of("all", '["crimea", "crimea-vote", "crimea-mh17"]') == shocks_of(
        "back", '["crimea-vote", "crimea*"]'
    )
    assert shocks_of("none", '["*"]') == []
    Path("again.toml").write_text('extends = "one.toml"\nwithout = ["crimea", "jang-purge"]\n')
    assert [shock.id for shock in sim.load("again.toml").shocks] == left("crimea", "jang-purge")
    assert [*map(str, sim.load("again.toml").changed)] == ["without jang-purge"]


def asked_by(name: str, more: str, parent: str = "article") -> list[str]:
    """Return the questions of a file that extends another."""
    Path(f"{name}.toml").write_text(f'extends = "{parent}"\n{more}\n')
    return [question.id for question in sim.load(f"{name}.toml").questions]


def test_files_leave_out_inherited_questions_as_they_leave_out_shocks(in_folder, article):
    ids = [question.id for question in article.questions]
    first, second, *rest = ids
    assert asked_by("one", f'without_questions = ["{first}"]') == [second, *rest]
    both = [asked_by("both", f'without_questions = ["{a}", "{b}"]') for a, b in
            ((first, second), (second, first))]  # fmt: skip
    assert both == [rest, rest]
    assert asked_by("none", 'without_questions = ["*"]') == []
    assert asked_by("again", f'without_questions = ["{first}", "{second}"]', "one.toml") == rest
    assert sim.load("none.toml").shocks == article.shocks


def test_a_question_that_was_left_out_can_be_asked_anew(in_folder, article):
    first = article.questions[0].id
    count = '{ source = "DPRK", target = "JPN", what = "deal", at_least = 1 }'
    anew = f'[[questions]]\nid = "{first}"\ntext = "?"\ncount = {count}'
    ids = asked_by("anew", f'without_questions = ["{first}"]\n{anew}')
    assert ids == [*(question.id for question in article.questions[1:]), first]


def test_a_name_that_means_no_question_is_refused_with_the_nearest(in_folder, article):
    first = article.questions[0].id
    Path("wrong.toml").write_text(f'extends = "article"\nwithout_questions = ["{first[:-1]}"]\n')
    told = refusal("wrong.toml")
    assert f"'{first[:-1]}' names no question" in told and f"did you mean '{first}'" in told
    Path("wrong.toml").write_text(f'extends = "article"\nwithout = ["{first}"]\n')
    assert f'without_questions = ["{first}"] leaves it out' in refusal("wrong.toml")
    Path("wrong.toml").write_text('extends = "article"\nwithout_questions = ["crimea"]\n')
    assert "'crimea' names no question" in refusal("wrong.toml")


@pytest.mark.parametrize("word", ["Moscow", "russia", "Russia", "_RUS"])
def test_another_word_for_an_inherited_state_adds_no_second_one(word, in_folder):
    Path("mine.toml").write_text(f'extends = "article"\n[states.{word}]\nautonomy = 0.9\n')
    if word == "_RUS":  # nobody's word for Russia
        assert sim.load("mine.toml").codes[-1] == word
        return
    assert f"'{word}' is RUS in the scenario that this file extends" in refusal("mine.toml")
    Path("mine.toml").write_text(f'extends = "article"\n[states.{word}]\nccode = 999\n')
    assert sim.load("mine.toml").codes[-1] == word


def test_a_what_if_changes_its_parent_and_nothing_else(in_folder, article):
    Path("scenarios").mkdir()
    Path("scenarios/proud.toml").write_text(
        'title = "Prouder"\nextends = "article"\nwithout = ["crimea*"]\n[states.DPRK]\nautonomy ='
        ' 0.8\n[[shocks]]\nid = "tokyo-contacts-2013"\ndate = 2013-06-01\ntitle ='
        ' "Later"\n[[shocks]]\nid = "flood"\ndate = 2013-08-01\ntitle = "A flood"\n'
    )
    proud = sim.load("proud")
    assert proud.months == article.months
    assert tuple(map(str, proud.changed)) == (
        "without crimea",
        "without crimea-vote",
        "without crimea-mh17",
        "states.DPRK.autonomy: 0.35 -> 0.8",
        "changed shock tokyo-contacts-2013",
        "new shock flood",
    )
    assert {p for p in proud.numbers if proud.numbers[p].value != article.value(p).value} == {
        "states.DPRK.autonomy"
    }


def test_a_fault_in_a_parent_names_the_parents_file(in_folder):
    Path("parent.toml").write_text(
        'title = "P"\nstart = 2013-01-01\nmonths = 3\n[states.A]\npowr = 1\n[states.B]\n'
    )
    Path("child.toml").write_text('extends = "parent.toml"\n')
    assert (
        refusal("child.toml") == "parent.toml:5: states.A.powr: unknown key (did you mean 'power'?)"
    )


def test_missing_files_and_folders_are_refused(in_folder):
    assert refusal("artcle") == "artcle: there is no such scenario (did you mean 'article'?)"
    assert refusal("nowhere.toml") == "nowhere.toml: there is no such file"
    Path("folder.toml").mkdir()
    assert "this is a folder" in refusal("folder.toml")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_that_may_not_be_read_is_refused(in_folder):
    Path("mine.toml").write_text(PAIR)
    Path("mine.toml").chmod(0)
    assert "cannot be read" in refusal("mine.toml")


def test_a_huge_file_is_refused_unread(in_folder):
    with open("huge.toml", "wb") as file:
        file.truncate(50_000_000)
    assert "50,000,000 bytes" in refusal("huge.toml")


PAIR = 'title = "P"\nstart = 2013-01-01\nmonths = 3\n[states.A]\n[states.B]\n'
SHOCK = (
    PAIR
    + '[[shocks]]\nid = "x"\ndate = 2013-02-01\ntitle = "X"\neffects = [{ path = "ties.A.B.stance",'
    " add = 0.1 }]\n"
)
HUGE = "9" * 400


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (
            PAIR,
            "months = 3",
            f"months = {HUGE}",
            "3: months: a whole number of 400 digits is above its upper bound",
        ),
        (
            PAIR,
            "months = 3",
            f"months = -{HUGE}",
            "3: months: a whole number of 400 digits is below its lower bound",
        ),
        (
            PAIR,
            "months = 3",
            "months = 0x" + "f" * 6000,
            "3: months: a whole number of 7,225 digits is above",
        ),
        (
            PAIR,
            "months = 3",
            "months = " + "9" * 5000,
            "3: not valid TOML: a number has thousands of digits",
        ),
        (
            PAIR,
            '"P"',
            HUGE,
            "1: title: expected text in quotes, found a whole number of 400 digits",
        ),
        (
            PAIR,
            "[states.A]",
            f"[states.A]\npower = {HUGE}",
            "5: states.A.power: a whole number of 400 digits is",
        ),
        (
            PAIR,
            "[states.A]",
            "[states.A]\npower = inf",
            "5: states.A.power: the number is not finite",
        ),
        (
            SHOCK,
            '"X"',
            f'"X"\nmoves = [{{ source = "A", target = "B", move = {HUGE} }}]',
            "10: shocks.0.moves.0.move: expected a word, found a whole number of 400 digits",
        ),
        (
            SHOCK,
            "add = 0.1",
            f"set = {HUGE}",
            "10: shocks.0.effects.0.set: a whole number of 400 digits is",
        ),
        (
            SHOCK,
            "add = 0.1",
            "set = 1e308",
            "10: shocks.0.effects.0: ties.A.B.stance cannot be set to 1e+308",
        ),
        (
            SHOCK,
            "add = 0.1",
            "multiply = nan",
            "10: shocks.0.effects.0.multiply: the number is not finite",
        ),
        (PAIR, '"P"', '""', "1: title: is empty: write a few words"),
        (PAIR, '"P"', '" "', "1: title: is empty: write a few words"),
        (
            PAIR,
            '"P"',
            '"a\\nb"',
            "1: title: has more than one line, or a tab: write it in one line",
        ),
        (
            PAIR,
            '"P"',
            '"\\u001b[31m"',
            "1: title: has a character that cannot be printed, U+001B: leave it out",
        ),
        (
            PAIR,
            '"P"',
            '"a \u202e b"',
            "1: title: has a character that cannot be printed, U+202E: leave it out",
        ),
        (
            SHOCK,
            '"X"',
            '"\u2067X"',
            "9: shocks.0.title: has a character that cannot be printed, U+2067: leave it out",
        ),
        (PAIR, '"P"', f'"{"a" * 501}"', "1: title: has 501 characters; at most 500"),
        (SHOCK, '"X"', '""', "9: shocks.0.title: is empty: write a few words"),
        (
            PAIR,
            "[states.A]",
            '[states.A]\n"\\u0061utonomy" = 99',
            "5: states.A.autonomy: 99 is above its upper",
        ),
        (
            PAIR,
            "[states.A]",
            "[states.A]\n'need'.economy = 99",
            "5: states.A.need.economy: 99 is above its upper",
        ),
        (
            PAIR,
            "[states.A]",
            '[states."A.B"]',
            "4: states.A.B: a state's code is made of at most 20 letters",
        ),
        (PAIR, "[states.A]", '[states.""]', "4: states.: a state's code is made of"),
        (PAIR, "[states.A]", '[states."*"]', "4: states.*: a state's code is made of"),
        (
            PAIR,
            "[states.A]",
            f"[states.{'A' * 21}]",
            "a state's code is made of at most 20 letters",
        ),
        (
            PAIR,
            "[states.A]",
            "[states]\nA.power = -1\n[states.C]",
            "5: states.A.power: -1 is below its lower",
        ),
        (
            PAIR,
            "2013-01-01",
            "0999-12-01",
            "2: start: the period starts in the year 1000 or later, not on 0999-12-01",
        ),
        (
            PAIR,
            "2013-01-01",
            "9999-11-01",
            "2: start: 3 months from 9999-11-01 go on beyond the year 9999",
        ),
        (PAIR, "months = 3", f'months = 3\nextends = "{"a" * 300}"', "4: extends: 'aaaa"),
        (PAIR, "months = 3", 'months = 3\nextends = "."', "4: extends: '.': "),
        (PAIR, "months = 3", 'months = 3\nextends = "/"', "4: extends: '/': this is a folder"),
        (PAIR, "months = 3", 'months = 3\nextends = ""', "4: extends: is empty"),
        (
            PAIR,
            "months = 3",
            "months = 3\nx" + ".x" * 25 + " = 1",
            "4: a key with more than 20 parts",
        ),
        (
            PAIR,
            "months = 3",
            "months = 3\ny = { x" + ".x" * 25 + " = 1 }",
            "4: a key with more than 20 parts",
        ),
    ],
)
def test_whatever_a_file_holds_the_complaint_can_be_written_and_names_the_line(
    in_folder, text, old, new, told
):
    assert old in text
    Path("mine.toml").write_text(text.replace(old, new, 1))
    words = refusal("mine.toml")
    assert words.startswith("mine.toml:") and told in words
    assert len(words.splitlines()) == 1, "one fault is told once"
    assert words.isprintable() and len(words) < 2000


def test_an_inherited_description_is_told_as_that_of_the_scenario_it_starts_from(in_folder):
    Path("base.toml").write_text('description = "A tale."\n' + PAIR)
    Path("next.toml").write_text('title = "Next"\nextends = "base.toml"\n')
    Path("last.toml").write_text('title = "Last"\nextends = "next.toml"\n')
    Path("own.toml").write_text('extends = "base.toml"\ndescription = "Its own."\n')
    told = "Changes “P”. About the scenario that it starts from: A tale."
    assert sim.load("base.toml").description == "A tale."
    assert [sim.load(f"{name}.toml").description for name in ("next", "last")] == [told, told]
    assert sim.load("own.toml").description == "Its own."


def test_an_inherited_description_of_any_length_can_be_written_and_read_back(in_folder):
    tale = "x" * 19_990
    Path("base.toml").write_text(f'description = "{tale}"\n' + PAIR)
    Path("next.toml").write_text('extends = "base.toml"\n')
    scenario = sim.load("next.toml")
    Path("again.toml").write_text(resolved_toml(scenario))
    assert sim.load("again.toml").description == scenario.description


def test_a_description_may_hold_many_sentences_and_any_signs_of_a_language(in_folder):
    text = "Une phrase\u00a0; etc. " * 30
    Path("mine.toml").write_text(
        f'description = """\n{text}\n"""\n' + PAIR.replace("P", "Café \u200c„naïve“")
    )
    assert sim.load("mine.toml").description.count(".") == 30


def test_thousands_of_faults_are_told_in_part_and_at_once(in_folder):
    Path("mine.toml").write_text(
        PAIR
        + "".join(f"[states.A{k}]\nq{k} = 1\n" for k in range(150))
        + "[ties.A]\n"
        + "".join(f"[[shocks]]\nid = 's{k}'\n" for k in range(1500))
    )
    with pytest.raises(sim.Refused) as refused:
        sim.load("mine.toml")
    assert 200 <= len(refused.value.problems) < 300


@pytest.mark.parametrize("opening", ["[", "{ a = ", "["])
def test_what_is_nested_ten_thousand_deep_is_refused(in_folder, opening):
    Path("deep.toml").write_text("title = " + opening * 10_000)
    assert "nested more than 20 deep" in refusal("deep.toml")


def test_windows_line_ends_and_a_byte_order_mark_are_read(in_folder, article):
    text = shipped()["article"].read_text()
    Path("dos.toml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert sim.load("dos.toml").hash == article.hash


def test_two_hundred_states_load_and_two_hundred_and_one_do_not(in_folder):
    def world(n: int) -> str:
        return 'title = "W"\nstart = 2000-01-01\nmonths = 1\n' + "".join(
            f"[states.S{k}]\n" for k in range(n)
        )

    Path("many.toml").write_text(world(200))
    assert len(sim.load("many.toml").states) == 200
    Path("more.toml").write_text(world(201))
    assert "at most 200" in refusal("more.toml")


@ANY_TEST
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path, content):
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    with pytest.raises(sim.Refused):
        sim.load(path)


@ANY_TEST
@given(data=st.data())
def test_any_damage_to_a_scenario_is_read_or_refused(tmp_path, data):
    text = shipped()["article"].read_text()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    junk = data.draw(st.text(alphabet="[]{}=\"'.,#\n\\0129azA_- ", max_size=12))
    path = tmp_path / "damaged.toml"
    path.write_text(text[:start] + junk + text[end:])
    try:
        sim.load(path)
    except sim.Refused as refused:
        assert refused.problems


def test_each_file_is_laid_out_once_whatever_is_overridden(monkeypatch):
    from sim.scenario import resolve

    stacks, laid = [], resolve._laid
    monkeypatch.setattr(resolve, "_laid", lambda stack, problems: (
        stacks.append(len(stack)) or laid(stack, problems)
    ))  # fmt: skip
    sim.load("article", set={"states.DPRK.autonomy": 0.9}, without=["crimea"])
    assert stacks == [1]
