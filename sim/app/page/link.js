/** The link: what differs, after the #, and back. */

import { described, OPENED, state } from "./state.js";
import { firstMonth } from "/charts/scales.js";

const OWN = new Set(["s", "o", "seed", "without", "h", "m", "n", "tab"]);

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
  if (hash) parts.push(["h", hash]);
  return `#${parts.map(([name, value]) =>
    `${encodeURIComponent(name)}=${encodeURIComponent(value).replace(/%2C/g, ",")}`).join("&")}`;
}

/**
 * Read a link's hash.
 * @param {string} hash As the browser gives it.
 * @returns {Object} `scenario`, `other`, `seed`, `histories`, `without`, `numbers` (path ->
 *   text), `hash`, `month`, `tab`; what is not there is null or empty.
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
    without: (found.get("without") || "").split(",").filter(Boolean), numbers };
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
  const patch = { set, without, month: month < 0 ? firstMonth(known.months) : month,
    seed: link.seed ?? OPENED.seed, tab: link.tab || OPENED.tab,
    histories: Math.min(OPENED.histories, link.histories || OPENED.histories) };
  return { patch, unknown };
}
