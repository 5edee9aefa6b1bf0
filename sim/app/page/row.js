/** A number in the what-if panel: its name, a slider, its value, and why it is what it is. */

import { typedIn } from "./notices.js";
import { described, setNumber, state } from "./state.js";
import { short } from "/charts/scales.js";
import { element } from "/charts/svg.js";

const LONG = 130; // letters of a source or argument from which it is folded
let made = 0;

/** Return the value of B, changed or as written. */
function valueOf(parameter) {
  return parameter.path in state.set ? state.set[parameter.path] : parameter.value;
}

/** Return how far along the slider a value is, 0..1. */
function along(parameter, value) {
  const share = (value - parameter.low) / (parameter.high - parameter.low || 1);
  return Math.min(1, Math.max(0, share));
}

/** Return the words below the slider; a long source or argument is folded. */
function argued(parameter) {
  const unit = parameter.unit ? ` Unit: ${parameter.unit}.` : "";
  const range = parameter.has_range
    ? ` Plausible: ${short(parameter.low)} to ${short(parameter.high)}.` : "";
  const { why } = parameter;
  const question = `Why ${short(parameter.value)}`;
  return element("div", { class: "meaning" }, `${parameter.meaning}${unit}${range} `,
    why.length <= LONG ? element("span", { class: "because" }, `${question}: ${why}`)
      : element("details", {}, element("summary", {}, `${question}?`),
        element("p", { class: "because" }, why)));
}

/** Return the name of a parameter, who it is about in bold. */
function named(parameter) {
  const who = parameter.who && parameter.words.startsWith(parameter.who) ? parameter.who : "";
  const rest = who ? parameter.words.slice(who.length) : parameter.words;
  return [element("b", {}, who), rest];
}

/**
 * Make the row of a parameter.
 * @param {Object} parameter Of B's scenario.
 * @returns {{node: Element, refresh: function}} To call when the state has changed.
 */
export function numberRow(parameter) {
  made += 1;
  const id = `number-${made}`;
  const slider = element("input", { type: "range", id, min: parameter.low, max: parameter.high,
    step: parameter.step || "any" });
  const typed = element("input", { type: "number", class: "typed", step: "any",
    min: parameter.minimum, max: parameter.maximum, "aria-label": `${parameter.words}, value` });
  const before = element("span", { class: "before" });
  const undo = element("button", { type: "button", class: "undo",
    "aria-label": `Reset ${parameter.words}`, title: `Back to ${short(parameter.value)}` }, "↺");
  const beyond = element("p", { class: "beyond" }, "Outside the plausible range.");
  const tick = element("i", { class: "tick-a", "aria-hidden": "true" });
  const node = element("div", { class: "number", "data-path": parameter.path },
    element("label", { for: id }, ...named(parameter)),
    element("div", { class: "slide" }, tick, slider),
    element("span", { class: "number-value" }, before, typed, undo), beyond, argued(parameter));

  const inA = described.a.byPath.get(parameter.path);
  tick.hidden = !inA;
  if (inA) tick.style.left = `calc(${along(parameter, inA.value)} * (100% - 16px) + 8px)`;

  slider.addEventListener("input", () => setNumber(parameter.path, Number(slider.value), true));
  slider.addEventListener("change", () => setNumber(parameter.path, Number(slider.value), false));
  typed.addEventListener("change", () => {
    const value = typedIn(typed, parameter.words, valueOf(parameter));
    if (value !== null) setNumber(parameter.path, value, false);
    else refresh();
  });
  undo.addEventListener("click", () => {
    setNumber(parameter.path, parameter.value, false);
    slider.focus();
  });

  function refresh() {
    const value = valueOf(parameter);
    const differs = parameter.path in state.set || (inA && inA.value !== value);
    node.classList.toggle("changed", Boolean(differs));
    if (document.activeElement !== slider || Number(slider.value) !== value) slider.value = value;
    typed.value = Number(Number(value).toPrecision(6));
    typed.style.width = `${typed.value.length + 2}ch`;
    before.textContent = differs ? `${short(inA ? inA.value : parameter.value)} → ` : "";
    slider.setAttribute("aria-valuetext", differs
      ? `${short(value)}, in A ${short(inA ? inA.value : parameter.value)}` : short(value));
    undo.hidden = !(parameter.path in state.set);
    beyond.hidden = !parameter.has_range || (value >= parameter.low && value <= parameter.high);
    node.style.setProperty("--along", `${100 * along(parameter, value)}%`);
  }
  refresh();
  return { node, refresh };
}
