/** The link: what differs, after the #, and back. */

import { described, OPENED, state } from "./state.js";
import { firstMonth } from "/charts/scales.js";

const OWN = new Set(["s", "o", "seed", "without", "h", "m", "n", "tab", "show", "why", "side",
  "history"]);
const HISTORIES = ["typical", "earliest"]; // and any number, and none

/** Return what the link says of the question why, where it is not what a page opens with. */
function whyParts() {
  const { state: code, side, history } = state.why;
  const parts = [];
  if (state.measure !== OPENED.measure) parts.push(["show", state.measure]);
  if (described.a && code !== described.a.focus.state) parts.push(["why", code]);
  if (side !== OPENED.why.side) parts.push(["side", side]);
  if (history !== OPENED.why.history) parts.push(["history", history ?? "none"]);
  return parts;
}

/**
 * Return the state as a link's hash.
 * @param {string} hash Of B, else of A, as the server gave it; empty where not known.
 */
export function linkOf(hash) {
  const parts = [["s", state.which.scenario || ""]];
  if (state.other) parts.push(["o", state.other.scenario || ""]);
  if (state.seed !== OPENED.seed) parts.push(["seed", state.seed]);
  if (state.histories !== OPENED.histories) parts.push(["n", state.histories]);
  if (state.without.length) parts.push(["without", state.without.join(",")]);
  for (const [path, value] of Object.entries(state.set)) parts.push([path, value]);
  if (described.a && state.month !== firstMonth(described.a.months))
    parts.push(["m", described.a.months[state.month]]);
  if (state.tab !== OPENED.tab) parts.push(["tab", state.tab]);
  parts.push(...whyParts());
  if (hash) parts.push(["h", hash]);
  return `#${parts.map(([name, value]) =>
    `${encodeURIComponent(name)}=${encodeURIComponent(value).replace(/%2C/g, ",")}`).join("&")}`;
}

/**
 * Read a link's hash.
 * @param {string} hash As the browser gives it.
 * @returns {Object} `scenario`, `other`, `seed`, `histories`, `without`, `numbers` (path ->
 *   text), `hash`, `month`, `tab`, `show`, `why`, `side`, `history`; what is not there is null or
 *   empty.
 */
export function readLink(hash) {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const numbers = {};
  for (const [name, value] of found) if (!OWN.has(name)) numbers[name] = value;
  const whole = (name) => {
    const value = Number(found.get(name));
    return found.get(name) && Number.isInteger(value) && value >= 0 ? value : null;
  };
  return { scenario: found.get("s"), other: found.get("o"), seed: whole("seed"),
    histories: whole("n"), hash: found.get("h"), month: found.get("m"), tab: found.get("tab"),
    show: found.get("show"), why: found.get("why"), side: found.get("side"),
    history: found.get("history"),
    without: (found.get("without") || "").split(",").filter(Boolean), numbers };
}

/** Return what a link asks why, and what of it is not known. */
function askedWhy(link, known) {
  const why = { ...OPENED.why, state: known.focus.state };
  const unknown = [];
  if (known.byState.has(link.why)) why.state = link.why;
  else if (link.why) unknown.push(link.why);
  if (link.side === "a") why.side = "a";
  if (link.history === "none") why.history = null;
  else if (HISTORIES.includes(link.history)) why.history = link.history;
  else if (/^\d{1,9}$/.test(link.history || "")) why.history = Number(link.history);
  else if (link.history) unknown.push(`history=${link.history}`);
  return { why, unknown };
}

/**
 * Take over from a link what the scenario knows.
 * @param {Object} link From `readLink`.
 * @param {Object} known The description of B's scenario.
 * @returns {{patch: Object, unknown: string[]}} What to set, and what is not in the scenario.
 */
export function taken(link, known) {
  const set = {};
  const unknown = [];
  for (const [path, text] of Object.entries(link.numbers)) {
    const parameter = known.byPath.get(path);
    const value = Number(text);
    const legal = parameter && text.trim() !== "" && Number.isFinite(value)
      && !(value < parameter.minimum) && !(value > parameter.maximum);
    if (!parameter) unknown.push(path);
    else if (!legal) unknown.push(`${path}=${text} (not a value that it can have)`);
    else if (value !== parameter.value) set[path] = value;
  }
  const without = link.without.filter((id) => known.byEvent.has(id));
  unknown.push(...link.without.filter((id) => !known.byEvent.has(id)));
  const month = known.months.indexOf(link.month);
  const reasons = askedWhy(link, known);
  unknown.push(...reasons.unknown);
  const patch = { set, without, month: month < 0 ? firstMonth(known.months) : month,
    seed: link.seed ?? OPENED.seed, tab: link.tab || OPENED.tab, why: reasons.why,
    measure: link.show === "received" ? "received" : OPENED.measure,
    histories: Math.min(OPENED.histories, link.histories || OPENED.histories) };
  return { patch, unknown };
}
