/** What the fan shows: a tilt between two patrons, or what a state with one partner receives. */

import { largest, rounder, short } from "./scales.js";
import { possessive } from "./words.js";

/** Return whether there are two patrons to tilt between. */
export function hasTilt(focus) {
  return focus.a !== focus.b;
}

/**
 * Return what the fan shows.
 * @param {Object} focus Of the scenario.
 * @param {Object} who The state in focus.
 * @param {Object} a A side, with `tilt` and `received`.
 * @param {Object|null} b The other.
 * @returns {Object} `title`, `ends`, `a` and `b`, and perhaps `domain`.
 */
export function measured(focus, who, a, b) {
  const sides = (of) => ({ a: of(a), b: b && of(b) });
  if (hasTilt(focus)) {
    const needs = focus.needs ? `, ${focus.needs}` : "";
    return { title: `${possessive(who.name)} tilt${needs}`,
      ends: { low: focus.all_a, mid: "even", high: focus.all_b }, ...sides((one) => one.tilt) };
  }
  const both = sides((one) => one.received[focus.state]);
  const most = rounder(largest([both.a.q95, both.b ? both.b.q95 : []], 0.1));
  return { ...both, title: `What ${who.in_text} receives`, domain: [0, most],
    ends: { low: "nothing", mid: short(most / 2),
      high: `${short(most)} ${most === 1 ? "patron" : "patrons"}` } };
}
