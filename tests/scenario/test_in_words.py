"""In words: every number of a scenario is called something, an amount of a shock by its effect."""

from __future__ import annotations

import sim
from sim.scenario import number_paths, path_in_words, short_name
from sim.scenario.in_words import effect_of


def test_every_number_has_words_of_its_own_that_name_its_owners(article):
    paths = number_paths(article.codes)
    words = [path_in_words(article, path) for path in paths]
    assert len(set(words)) == len(paths)
    assert not any("{" in one or "." in one for one in words)
    assert path_in_words(article, "states.DPRK.autonomy") == "North Korea's wish for autonomy"
    assert path_in_words(article, "ties.RUS.DPRK.obstacle") == "Russia's quarrel with North Korea"
    assert (
        path_in_words(article, "ties.USA.DPRK.stance")
        == "the United States' stance toward North Korea"
    )
    toward = path_in_words(article, "ties.DPRK.USA.trust")
    assert toward == "North Korea's trust in the United States"
    assert (
        path_in_words(article, "ties.RUS.DPRK.reach.economy")
        == "Russia's reach to North Korea: economic support"
    )


def test_an_amount_says_which_shock_does_what_to_which_number(article):
    amounts = [effect.name for shock in article.shocks for effect in shock.effects]
    assert amounts
    for path in amounts:
        shock, done = effect_of(article, path)
        assert path_in_words(article, path).startswith(
            f"{short_name(article, shock)}: "
        ) and done.split()[1] in (effect.path for one in article.shocks for effect in one.effects)
    assert effect_of(article, "states.DPRK.autonomy") == ("", "")


def test_what_is_no_path_is_given_back(article):
    assert path_in_words(article, "moscow-first") == "moscow-first"
    assert path_in_words(sim.load("article"), "dynamics.nothing") == "dynamics.nothing"
