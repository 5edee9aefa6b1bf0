"""Links come from anybody: a mutant is taken over within the bounds of what is known, or named."""

from __future__ import annotations

import runpy
from pathlib import Path
from random import Random

MUTATORS = runpy.run_path(str(Path(__file__).parents[2] / "fuzz" / "mutators.py"))
LINKS = (
    "#s=article&states.DPRK.autonomy=0.6&without=jang-purge&m=2014-03&tab=postures&why=RUS&side=a"
    "&history=7",
    "#s=article&o=what-if-no-crimea&seed=7&n=200&states.*.autonomy=0.5&show=received&why=DPRK",
    "#s=article&without=crimea,crimea-vote,crimea-mh17&h=0123abcd&history=none&tab=ties",
)
WORDS = (
    "s", "o", "seed", "n", "m", "h", "tab", "show", "why", "side", "history", "without", "article",
    "__proto__", "constructor", "toString", "hasOwnProperty", "%", "%E0%A4%A", "%00", "%ud800", "&",
    "=", "&&", "==", "#", "##", "+", "%2B", "%26", "%3D", "1e400", "-0", "9007199254740993", "0x10",
    "Infinity", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "typical", "earliest",
    "2014-03", "states.DPRK.autonomy", "crimea", "DPRK", "postures", "nowhere",
)  # fmt: skip
# what the page does with a link, but for asking; returns what breaks the law
TAKEN = """async links => {
  const { readLink, taken } = await import("/page/link.js");
  const { described, OPENED } = await import("/page/state.js");
  const known = described.b || described.a;
  const wrong = [];
  for (const link of links) {
    let told = "";
    try {
      const { patch, unknown } = taken(readLink(link), known);
      for (const [path, value] of Object.entries(patch.set)) {
        const parameter = known.byPath.get(path);
        if (!parameter || !Number.isFinite(value)) told = `${path} is set to ${value}`;
        else if (value < parameter.minimum || value > parameter.maximum) told = `${path} ${value}`;
      }
      if (!patch.without.every(id => known.byEvent.has(id))) told = "an unknown event";
      if (!(known.months[patch.month])) told = `month ${patch.month}`;
      if (!(Number.isInteger(patch.seed) && patch.seed >= 0)) told = `seed ${patch.seed}`;
      if (!(patch.histories >= 1 && patch.histories <= OPENED.histories)) told = "histories";
      if (!known.byState.has(patch.why.state)) told = `why ${patch.why.state}`;
      if (!["a", "b"].includes(patch.why.side)) told = `side ${patch.why.side}`;
      if (!unknown.every(one => typeof one === "string")) told = "what is unknown is no text";
      if (Object.prototype.polluted !== undefined) told = "objects are not what they were";
    } catch (error) { told = String(error); }
    if (told) wrong.push(`${link}: ${told}`);
  }
  return wrong;
}"""

# the link, put into the address bar of a page that says nothing yet
PUT_IN = """link => {
  document.querySelector("#finding").textContent = "";
  document.querySelectorAll(".notice").forEach(one => one.remove());
  location.hash = "";
  location.hash = link.slice(1);
}"""
OPENED = """() => document.querySelector('#finding')?.textContent
  || document.querySelector('.notice, [role=alert]')"""
SCRIPTS = "() => [...document.scripts].map(s => s.text).join()"


def mutants(count: int) -> list[str]:
    """Return links that nobody meant."""
    found = []
    for number in range(count):
        chance = Random(f"link/{number}")
        link = chance.choice(LINKS).encode()
        found.append(MUTATORS["text"](chance, link, WORDS).decode("utf-8", "replace"))
    return found


def test_of_a_link_only_what_is_known_and_within_bounds_is_taken_over(reader):
    page = reader.open("#s=article")
    assert page.evaluate(TAKEN, mutants(2000)) == []


def test_the_page_opens_whatever_its_link_says(reader):
    page = reader.open("#s=article&n=64")
    for link in mutants(400)[::40]:
        page.evaluate(PUT_IN, link)
        page.wait_for_function(OPENED)
        assert "alert(1)" not in page.evaluate(SCRIPTS)
    page.reload()  # the last of them once more, as the first that this browser opens
    page.wait_for_function(OPENED)
    assert "alert(1)" not in page.evaluate(SCRIPTS)
    reader.complaints[:] = [  # a scenario that is not there is refused with 400
        said for said in reader.complaints if "status of 4" not in said
    ]
