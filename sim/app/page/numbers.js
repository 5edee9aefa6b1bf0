/** The numbers of the what-if panel: five that matter most, a fold for each state, a search. */

import { answered, pause, Refused } from "./ask.js";
import { notice } from "./notices.js";
import { numberRow } from "./row.js";
import { described, isChanged, listen, state, update } from "./state.js";
import { thousands } from "/charts/scales.js";
import { element } from "/charts/svg.js";

const MOST_FOUND = 40; // rows that a search shows
const LOOK = 400; // ms from one look at a job to the next
let rows = []; // what is on the page now, to be kept up to date

/** Make rows for parameters, and remember them. */
function rowsOf(parameters) {
  return parameters.map((parameter) => {
    const row = numberRow(parameter);
    rows.push(row);
    return row.node;
  });
}

/** Return a heading with its number of parameters that opens into rows. */
function fold(words, parameters) {
  const count = `${parameters.length} ${parameters.length === 1 ? "number" : "numbers"}`;
  const changed = element("span", { class: "fold-changed" });
  const body = element("div", { class: "fold-body" });
  const box = element("details", { class: "fold", "data-group": parameters[0].group },
    element("summary", {}, element("b", {}, words), " ", element("small", {}, count), changed),
    body);
  box.addEventListener("toggle", () => {
    if (box.open && !body.childElementCount) body.append(...rowsOf(parameters));
  });
  const mark = () => {
    const many = parameters.filter((one) => one.path in state.set).length;
    changed.textContent = many ? ` ${many} changed` : "";
  };
  rows.push({ node: box, refresh: mark });
  mark();
  return box;
}

/** Return what a group of parameters is called. */
function groupInWords(group) {
  const known = { events: "Strength of events", rules: "The rules" };
  const one = described.b.byState.get(group);
  return known[group] || (one ? one.name : group);
}

/** Return the five that matter most, with how that is known. */
function five() {
  const matters = described.b.matters;
  if (!matters) {
    const button = element("button", { type: "button", class: "quiet" },
      "Find the five that matter most");
    button.addEventListener("click", () => recompute(button));
    return [element("h3", {}, "Five that matter most here"),
      element("p", { class: "small" }, "Not known yet for this scenario. "), button];
  }
  const found = matters.paths.map((path) => described.b.byPath.get(path)).filter(Boolean);
  const how = matters.stale
    ? `${matters.how} The scenario has changed since.` : matters.how;
  return [element("h3", { title: how }, "Five that matter most here"), ...rowsOf(found)];
}

/** Follow the job that computes the five that matter most; return what it found. */
async function matters(button) {
  const { job } = await answered("/api/jobs", { matters: state.other || state.which });
  for (;;) {
    const now = await answered(`/api/jobs/${job}`);
    if (now.state === "done") return now.answer;
    if (now.state === "failed" || now.state === "stopped") throw new Refused(500, now);
    button.textContent = now.of ? `Computing: ${Math.floor((100 * now.done) / now.of)} %`
      : "Computing…";
    await pause(LOOK);
  }
}

/** Compute the five that matter most of B's scenario, and show them. */
export async function recompute(button) {
  const about = described.b; // by the end another scenario may be there
  button.disabled = true;
  try {
    about.matters = await matters(button);
    if (about === described.b) update("matters");
  } catch (error) {
    button.disabled = false;
    button.textContent = "Try again";
    notice("matters", `What matters most could not be computed: ${error.message}`,
      { lines: error.lines });
  }
}

/** Return whether a parameter fits the words of a search. */
function fits(parameter, wanted) {
  const text = `${parameter.words} ${parameter.path} ${parameter.meaning} ${parameter.why || ""}`
    .toLowerCase();
  return wanted.every((word) => text.includes(word));
}

/** Show what a search finds. */
function searched(wanted) {
  const direct = (one) => wanted.every((word) =>
    `${one.words} ${one.path}`.toLowerCase().includes(word));
  const found = described.b.parameters.filter((one) => fits(one, wanted))
    .sort((p, q) => Number(direct(q)) - Number(direct(p)));
  const more = found.length > MOST_FOUND
    ? element("p", { class: "small" }, `${found.length - MOST_FOUND} more: type another word.`)
    : null;
  if (!found.length) {
    return [element("p", { class: "small" },
      "No number has these words. Try the name of a state, a topic or an event.")];
  }
  return [element("p", { class: "small" }, `${found.length} found`),
    ...rowsOf(found.slice(0, MOST_FOUND)), more].filter(Boolean);
}

/** Return the parameters that differ, where they are not among the five. */
function changedElsewhere() {
  const shown = new Set(described.b.matters ? described.b.matters.paths : []);
  const found = Object.keys(state.set).filter((path) => !shown.has(path))
    .map((path) => described.b.byPath.get(path)).filter(Boolean);
  return found.length ? [element("h3", {}, "Also changed"), ...rowsOf(found)] : [];
}

/** Show the numbers of B's scenario, or what is searched for. */
export function listNumbers() {
  const host = document.getElementById("numbers");
  const wanted = document.getElementById("search").value.toLowerCase().split(/\s+/)
    .filter(Boolean);
  rows = [];
  if (!described.b) return;
  if (wanted.length) {
    host.replaceChildren(...searched(wanted));
    return;
  }
  const groups = new Map();
  for (const one of described.b.parameters) {
    if (!groups.has(one.group)) groups.set(one.group, []);
    groups.get(one.group).push(one);
  }
  const folds = [...groups].map(([group, list]) => fold(groupInWords(group), list));
  const { parameters_left_out: more } = described.b;
  const byFile = more ? [element("p", { class: "small" }, `${thousands(more)} more numbers of this `
    + "scenario are changed in its file.")] : [];
  host.replaceChildren(...five(), ...(isChanged() ? changedElsewhere() : []), ...folds, ...byFile);
}

/** Keep the rows on the page as the state says. */
export function keepNumbers() {
  listen((kind) => {
    if (kind === "change") rows.forEach((row) => row.refresh());
    if (kind === "matters") listNumbers();
  });
}
