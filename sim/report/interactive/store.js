/** What the report holds, and what its reader has chosen of it: one object, and who listens. */

import { firstMonth } from "../charts/scales.js";

/** Written into the page beside this script. */
export const data = JSON.parse(document.getElementById("live-data").textContent);

export const chosen = {
  month: firstMonth(data.about.months),
  change: -1, // position of a single change; -1 is none
  other: 1, // position of the side that is compared with the first
  only: null, // "a" or "b" where one side is drawn alone
  tab: "network",
  state: data.about.focus.state, // of the postures
  measure: "hedging", // of all states
};

const listeners = [];

/** Listen to changes; the listener is called with what kind of thing was changed. */
export function listen(listener) {
  listeners.push(listener);
}

/**
 * Change what is chosen, and tell who listens.
 * @param {string} kind "month", "change", "side" or "tab".
 * @param {Object} patch
 */
export function choose(kind, patch) {
  Object.assign(chosen, patch);
  for (const listener of listeners) listener(kind);
}

/** Return the single change that is chosen; null for none. */
export function change() {
  return data.what_ifs && chosen.change >= 0 ? data.what_ifs.changes[chosen.change] : null;
}

/**
 * Return what is drawn now.
 * @returns {Object} `a` and `b` (null for none) with `tilt` and `yes`, their names, `paired`,
 *   `finding`, `histories`, `asked`: of how many histories the questions are, and `base_of`: of
 *   how many those without any event are.
 */
export function shown() {
  const one = change();
  if (one) {
    const { what_ifs: all } = data;
    return { a: all.a, b: one, aName: "as written", bName: one.label, paired: one.paired,
      finding: one.finding, histories: all.histories, asked: all.histories, base: all.base,
      base_of: all.base_of };
  }
  const [a, b] = [data.sides[0], data.sides[chosen.other] || null];
  const pair = b ? data.pairs[chosen.other - 1] : null;
  return { a, b, aName: a.label, bName: b ? b.label : "", paired: pair && pair.paired,
    finding: pair && pair.finding, histories: a.histories, asked: data.histories,
    base: data.base, base_of: data.base_of };
}

/** Return the sides as they were computed whole, of which months, ties and postures are known. */
export function whole() {
  const [a, b] = [data.sides[0], data.sides[chosen.other] || null];
  return { a, b, aName: a.label, bName: b ? b.label : "" };
}
