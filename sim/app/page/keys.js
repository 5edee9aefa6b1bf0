/** Keys, and the help that lists them. */

import { openDialog } from "./dialog.js";
import { reset, stepMonth } from "./state.js";
import { element } from "/charts/svg.js";

const KEYS = [["/", "find a number or an event"], ["R", "reset: B is A again"],
  ["[ ]", "a month back, a month on"], ["?", "this help"],
  ["← →", "on a slider, a tab or a chart: one step"], ["Tab", "to the next thing"]];
const WORDS = [
  ["history", "one simulated run; A and B run on the same random numbers, history by history"],
  ["tilt", "from −1, all support from one patron, to +1, all from the other"],
  ["hedging", "0 when all support comes from one state, nearer to 1 the more it is spread"],
  ["support", "what a state gives another; 1 is all that one great power can give"],
  ["stance", "how warmly a state regards another, −1 to 1"],
];

/** Show the help. */
export function help() {
  const list = (pairs, tag) => element("dl", {}, pairs.map(([name, words]) =>
    [element("dt", {}, element(tag, {}, name)), element("dd", {}, words)]));
  openDialog("Help", [
    element("p", {}, "A is the scenario as written. Move a number or switch an event off, and B is "
      + "the same with your changes. Click a month in a chart to ask why."),
    element("h3", {}, "Keys"), list(KEYS, "kbd"), element("h3", {}, "Words"), list(WORDS, "span"),
  ]);
}

/** Show a part of the page, where it is too narrow for all. */
export function showPane(pane) {
  document.body.dataset.pane = pane;
  for (const button of document.querySelectorAll(".panes button"))
    button.setAttribute("aria-current", String(button.dataset.pane === pane));
  window.scrollTo(0, 0);
}

/** Go to the search field. */
function search() {
  if (window.matchMedia("(max-width: 819px)").matches) showPane("whatif");
  document.getElementById("search").focus();
}

const DOES = { "/": search, r: reset, R: reset, "?": help,
  "[": () => stepMonth(-1), "]": () => stepMonth(1) };

/** Return whether a key belongs to the field that has the focus. */
function isTyping(target) {
  const types = ["text", "search", "number"];
  return (target.tagName === "INPUT" && types.includes(target.type))
    || target.tagName === "SELECT" // where a letter chooses what begins with it
    || document.getElementById("dialog").open;
}

/** Make the keys work. */
export function placeKeys() {
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Escape" && event.target.id === "search") event.target.blur();
    if (!isPlain || isTyping(event.target) || !DOES[event.key]) return;
    event.preventDefault();
    DOES[event.key]();
  });
  document.getElementById("help").addEventListener("click", help);
  for (const button of document.querySelectorAll(".panes button"))
    button.addEventListener("click", () => showPane(button.dataset.pane));
}
