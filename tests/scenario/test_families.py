"""Families: shocks that a page switches off together, and what it calls them."""

from __future__ import annotations

import pytest

from sim.scenario import (
    Refused,
    at_hand,
    events_in_words,
    families,
    families_of,
    family_name,
    load,
    path_in_words,
    resolved_toml,
    short_name,
    with_changes,
)


def test_ids_that_begin_alike_are_a_family_and_others_are_alone(article):
    found = families_of(article)
    assert found["crimea"] == found["crimea-vote"] == "crimea"
    assert found["us-rok-exercises-2013-spring"] == "us-rok-exercises"
    assert found["tokyo-contacts-2014"] == "tokyo-contacts"
    assert "jang-purge" not in found and "joint-drills" not in found


def test_a_family_of_one_is_none_and_one_that_is_named_comes_before_what_ids_say():
    assert families(("storm-2013",)) == {}
    ids = ("trade-fair", "trade-war", "storm")
    assert families(ids) == {}
    assert families(ids, {"trade": "quarrels over trade"}) == dict.fromkeys(ids[:2], "trade")


def test_labels_leave_out_the_article_and_begin_with_a_capital(article):
    assert short_name(article, "crimea") == "Annexation of Crimea"
    assert short_name(article, "kremlin-invitation") == "Kremlin's invitation"
    assert family_name(article, "us-rok-exercises") == "US–South Korean exercises"
    assert family_name(article, "jang-purge") is None


def test_every_event_that_comes_with_the_program_has_a_name_that_reads_in_a_sentence():
    for name in at_hand():
        scenario = load(name)
        for shock in scenario.shocks:
            assert shock.short, f"{name}: {shock.id} has no short name"
            assert scenario.known_shocks[shock.id] == shock.short
        alone = set(families_of(scenario).values()) - set(scenario.families)
        assert not alone, f"{name}: {alone} have no name"


def test_events_are_named_in_a_sentence_a_family_as_one_and_of_many_the_first(article):
    exercises = [one for one in article.known_shocks if one.startswith("us-rok-exercises")]
    for ids, words in (
        (["crimea"], "the annexation of Crimea"),
        (["crimea", "crimea-vote"], "the annexation of Crimea and the UN vote on Crimea"),
        (["crimea", "crimea-vote", "crimea-mh17"], "the Crimean crisis"),
        (exercises, "the US–South Korean exercises (6 events)"),
        (["jang-purge", "crimea-vote"], "the purge of Jang and the UN vote on Crimea"),
        (exercises[:2], "the spring exercises of 2013 and the summer exercises of 2013"),
        (
            [*exercises[:3], "jang-purge"],
            "the spring exercises of 2013, the summer exercises of 2013 and 2 other events",
        ),
    ):
        calmer = with_changes(article, without=list(ids))
        assert events_in_words(calmer, article, ids) == words
        assert events_in_words(calmer, None, ids) == words  # though they are left out


def test_an_event_without_a_name_is_called_by_its_title_and_many_alike_by_the_first(tmp_path):
    text = 'extends = "article"\n' + "".join(
        f'[[shocks]]\nid = "storm-{year}"\ndate = {year}-05-01\ntitle = "A storm in {year}"\n'
        f'effects = [{{ path = "dynamics.noise", add = 0.01, months = 1 }}]\n'
        for year in (2013, 2014, 2015)
    )
    (tmp_path / "stormy.toml").write_text(text)
    stormy = load(tmp_path / "stormy.toml")
    storms = [shock.id for shock in stormy.shocks if shock.id.startswith("storm")]
    assert short_name(stormy, storms[0]) == "A storm in 2013"
    calm = with_changes(stormy, without=storms)
    assert events_in_words(calm, stormy, storms[:1]) == "“A storm in 2013”"
    assert events_in_words(calm, stormy, storms) == "“A storm in 2013” and 2 events like it"
    amount = next(s for s in stormy.shocks if s.id == storms[0]).effects[0].name
    assert path_in_words(stormy, amount).startswith("A storm in 2013: ")


def test_names_change_no_hash_and_are_kept_in_a_file_that_is_written(article, tmp_path):
    text = resolved_toml(article)
    (tmp_path / "again.toml").write_text(text)
    again = load(tmp_path / "again.toml")
    assert again.families == article.families and again.known_shocks == article.known_shocks
    plain = [line for line in text.split("\n") if not line.startswith("short = ")]
    (tmp_path / "plain.toml").write_text("\n".join(plain))
    assert load(tmp_path / "plain.toml").hash == article.hash


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[families]\ncrime = "the crisis"\n', "no shock's id begins with 'crime' (did you mean"),
        ('[families]\njang-purge = "the purge"\n', "only one shock's id begins with"),
        ('[families]\ncrimea = "The crisis"\n', "begins with 'The'"),
        ('SHOCKshort = "The storm"\n', 'write the name as within a sentence, "the storm"'),
        ('SHOCKshort = "the storm."\n', "ends with '.'"),
        ('SHOCKshort = " "\n', "is empty"),
        ('SHOCKshort = "a\\nstorm"\n', "has more than one line"),
        (f'SHOCKshort = "{"x" * 61}"\n', "has 61 characters; at most 60"),
        ('SHOCKshort = "the Purge of Jang"\n', "is what the shock 'jang-purge' is called too"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_with_its_line(tmp_path, more, said):
    shock = '[[shocks]]\nid = "storm"\ndate = 2013-05-01\ntitle = "A storm"\n'
    path = tmp_path / "mine.toml"
    path.write_text('extends = "article"\n' + more.replace("SHOCK", shock))
    with pytest.raises(Refused) as refused:
        load(path)
    (problem,) = refused.value.problems
    assert said in str(problem) and problem.line
