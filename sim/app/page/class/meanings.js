/** What a group has to know to play: how a month goes, what the moves do, what the numbers are. */

import { element } from "/charts/svg.js";

const MONTH = ["First choose a move toward each other state, or none, and press Decide. When all "
  + "groups have decided, the moves are opened together.",
"Then say yes or no to what you are offered. With that the month is over."];
const DEALS = [["send an envoy", "a little recognition; costs little"],
  ["leaders’ summit", "recognition"], ["trade agreement", "economic support"],
  ["investment or aid project", "more economic support; costs more"],
  ["diplomatic cover", "a vote or a veto: recognition and security"],
  ["joint military exercise", "security"]];
const ACTS = "Hostile acts (snub, denounce, sanction, show of force) need no yes. They cool "
  + "relations, may take something from the other, and cost you something.";
const NUMBERS = ["A stance goes from −1 (hostile) to +1 (friendly).",
  "Trust is how likely you think the other is to say yes, from 0 to 1.",
  "Support is counted in patrons: 1 is what a great power gives that stands fully behind you.",
  "“The rules” play whoever is away. They say how likely they would be to make each move in your "
    + "place; you need not follow them."];

/** Return how a month goes. */
export function howAMonthGoes() {
  return element("div", {}, element("h2", {}, "How a month goes"),
    element("ol", {}, MONTH.map((words) => element("li", {}, words))));
}

/** Return what moves and numbers mean, one after the other. */
function all() {
  return [element("p", {},
    "Deals need the other’s yes. What each usually brings to the one who accepts:"),
    element("ul", {}, DEALS.map(([move, brings]) =>
      element("li", {}, element("b", {}, move), `: ${brings}`))),
    element("p", {}, ACTS), element("ul", {}, NUMBERS.map((words) => element("li", {}, words)))];
}

/** Return what moves and numbers mean, as a fold; open while there is time to read it. */
export function meanings(open = false) {
  return element("details", { class: "more meanings", open },
    element("summary", {}, "What the moves and numbers mean"), all());
}
