/** Lines above the result: what is wrong, what is being waited for. */

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

/** Show for a moment what was done. */
export function mention(words) {
  notice("done", words);
  clearTimeout(mention.timer);
  mention.timer = setTimeout(() => silence("done"), 6000);
}
