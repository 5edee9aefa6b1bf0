/** Why: the six terms of what a move would be worth, as the rules weigh them. */

import { element } from "/charts/svg.js";
import { percent, signed } from "/charts/scales.js";
import { termBars } from "/charts/terms.js";

const NOTE = "Worth is the sum of six terms. A deal counts for what it brings at once, weighted by "
  + "your trust that the other accepts. The rules do not foresee that support lasts, or that one "
  + "yes makes the next likelier; you can.";

/** Return the largest term of options, for bars on one scale. */
function scaleOf(options) {
  return Math.max(0.05, ...options.flatMap((one) => Object.values(one.terms).map(Math.abs)));
}

/**
 * Return a fold that explains options when it is opened.
 * @param {string} about Whom or what it is about, for its name.
 * @param {function} options Returns the options to explain when it is opened, the first in full.
 */
export function whyFold(about, options) {
  const body = element("div", { class: "why-body" });
  const fold = element("details", { class: "why" },
    element("summary", { "aria-label": `Why? ${about}` }, "why?"), body);
  const show = () => {
    if (!fold.open) return;
    const found = options();
    const scale = scaleOf(found);
    body.replaceChildren(...found.map((one) => explained(one, scale)),
      element("p", { class: "small" }, NOTE));
  };
  fold.addEventListener("toggle", show);
  return { fold, show };
}

/** Return an option with its terms. */
function explained(one, scale) {
  const chance = percent(one.probability);
  const words = one.move === "hold"
    ? `${one.words}: worth nothing; the rules ${chance}`
    : `${one.words}: worth ${signed(one.worth)}; the rules ${chance}`;
  const bars = one.move === "hold" ? null
    : termBars(one.terms, null, { scale, label: `Terms of: ${one.words}` });
  return element("div", { class: "explained" }, element("p", {}, words), bars);
}
