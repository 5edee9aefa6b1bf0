/** Lines above the result: what is wrong, what is being waited for. */

import { short } from "/charts/scales.js";
import { element } from "/charts/svg.js";

const host = () => document.getElementById("notices");

/**
 * Show a notice, in place of an earlier one with the same name.
 * @param {string} name
 * @param {string} words
 * @param {{lines: string[], stays: boolean, grave: boolean}} how Lines to show as they are;
 *   whether it cannot be closed; whether it is announced at once.
 */
export function notice(name, words, how = {}) {
  const close = element("button", { type: "button", "aria-label": "Close this notice",
    click: () => silence(name) }, "×");
  const box = element("div", { class: `notice${how.grave ? " grave" : ""}`, "data-notice": name,
    role: how.grave ? "alert" : false },
  element("div", {}, element("p", {}, words),
    how.lines && how.lines.length ? element("pre", { tabindex: "0" }, how.lines.join("\n")) : null),
  how.stays ? null : close);
  const old = host().querySelector(`[data-notice="${name}"]`);
  if (old) old.replaceWith(box);
  else host().append(box);
}

/** Change the words of a notice that is shown, without announcing it again. */
export function reword(name, words) {
  const shown = host().querySelector(`[data-notice="${name}"] p`);
  if (shown) shown.textContent = words;
  else notice(name, words, { stays: true });
}

/** Take a notice away. */
export function silence(name) {
  const old = host().querySelector(`[data-notice="${name}"]`);
  if (old) old.remove();
}

/**
 * Return the number that somebody typed; where the field cannot have it, say so, and put it back.
 * @param {Element} field With `min`, `max` and `step`.
 * @param {string} name What is typed, as a sentence begins with it.
 * @param {number|string} before What it goes back to.
 * @returns {number|null}
 */
export function typedIn(field, name, before) {
  if (field.value !== "" && field.checkValidity()) return Number(field.value);
  const { min, max, step } = field;
  const [low, high] = [min, max].map((bound) => short(Number(bound)));
  const bounds = min !== "" && max !== "" ? ` from ${low} to ${high}`
    : min !== "" ? `, ${low} or more` : max !== "" ? `, ${high} or less` : "";
  const kind = step === "1" ? "a whole number" : "a number";
  field.value = before;
  mention(`${name} must be ${kind}${bounds}: it stays ${short(Number(before))}.`);
  return null;
}

/** Show for a moment what was done. */
export function mention(words) {
  notice("done", words);
  clearTimeout(mention.timer);
  mention.timer = setTimeout(() => silence("done"), 6000);
}
