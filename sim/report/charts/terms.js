/** Why-bars: the six terms of what a move is worth, and beside each the likeliest alternative's. */

import { largest, linear, signed } from "./scales.js";
import { element, shape } from "./svg.js";

const WIDE = 128;

/**
 * Return a list of bars, one a term.
 * @param {Object} terms Of the move: needs, autonomy and so on.
 * @param {Object|null} others Of the likeliest alternative, as ticks; or null.
 * @param {{scale: number, label: string}} how The value at the end of a full bar; what it shows.
 */
export function termBars(terms, others, how) {
  const x = linear([-how.scale, how.scale], [2, WIDE - 2]);
  const rows = Object.entries(terms).map(([name, value]) => {
    const from = Math.min(x(0), x(value));
    const other = others ? others[name] : null;
    const beside = other === null ? "" : `, likeliest alternative ${signed(other)}`;
    const said = `${name} ${signed(value)}${beside}`;
    return element("li", { title: said },
      element("span", { class: "term-name" }, name),
      shape("svg", { viewBox: `0 0 ${WIDE} 14`, width: WIDE, height: 14, "aria-hidden": "true" },
        shape("line", { x1: x(0), x2: x(0), y1: 0, y2: 14, class: "zero" }),
        shape("rect", { x: from, y: 3, width: Math.max(0.5, Math.abs(x(value) - x(0))), height: 8,
          class: value < 0 ? "term less" : "term more" }),
        other !== null && shape("line", { x1: x(other), x2: x(other), y1: 0, y2: 14,
          class: "term-other" })),
      element("span", { class: "term-value" }, signed(value)));
  });
  return element("ul", { class: "terms", "aria-label": how.label }, rows);
}

/** Return the scale that fits the terms of all moves of a list. */
export function scaleFor(moves) {
  const all = moves.flatMap((move) => [move.terms, move.next_terms, move.partner_terms])
    .filter(Boolean).map((terms) => Object.values(terms));
  return largest(all, 0.05);
}
